"""Where a passage lists so many things by name: 下岗职工基本生活保障、失业保险和最低生活保障 are three. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from index.numerals import chinese
from index.sentences import sentence_spans
from qa.asking import CLASSIFIERS, NUMERALS, WHICH_NAMED, WHICH_OF
from qa.cover import LIGHT

_CLAUSE = re.compile(r"[^，。；：:;！？!?\n（）()]+")
_JOINS = re.compile(r"以及|[、和与及—]")
_MARK = re.compile(r"(?:^|(?<=[。；：，:;,\s]))(?:第?(?P<many>[一二三四五六七八九十])(?:是|，|要|、))")
_SIDE_BY_SIDE = re.compile(r"、|[”》\"][“《\"]|以及|[\u4e00-\u9fff”》][和与及][“《\u4e00-\u9fff]|[一二]是|；|\t")
_BESIDES = re.compile("之外|以外|还有")
"""Leaves out one that the question names itself: 甲之外还有哪两个."""
_SHORTEST = 2
_COUNTED = re.compile(
    rf"哪?(?:[{NUMERALS}]|[0-9]{{1,2}})(?=[{CLASSIFIERS}])(?:(?<=哪.)[{CLASSIFIERS}]|(?<=哪[0-9].)[{CLASSIFIERS}])?"
)
_WIDE: Final = str.maketrans(",;:", "，；：")
_NO_WORDS: Final = LIGHT | frozenset(f"{NUMERALS}{CLASSIFIERS}一年月日")
"""A pair of characters with one of these says nothing of what is listed."""


def wanted(question: str) -> int:
    """How many things a question asks for by name (哪四件大事, “五化”是哪五化); 0 where it asks for none, or for no number of them."""
    match = WHICH_OF.search(question) or WHICH_NAMED.search(question)
    return _count(match["many"]) if match else 0


def _count(many: str) -> int:
    return int(many) if many.isdigit() else int(chinese(many) or 0)


def uncounted(metric: str) -> str:
    """What a question for a list names without how many it asks for: a list of as many says that itself.

    >>> uncounted("要打 三大攻坚战 哪三个").split()
    ['要打', '大攻坚战']
    """
    return _COUNTED.sub(" ", metric)


def counts_otherwise(asked: str, sentence: str) -> bool:
    """Whether a sentence tells of five things where the question asks which four: 五件大事, asked for 哪四件大事."""
    match = WHICH_OF.search(asked)
    if not match:
        return False
    counted = re.findall(f"([{NUMERALS}]|(?<![0-9.])[0-9]{{1,2}}){match['noun']}", sentence)
    return bool(counted) and _count(match["many"]) not in map(_count, counted)


def listings(text: str, count: int, asked: str = "") -> Iterator[tuple[int, int]]:
    """Spans of ``text`` that list ``count`` things: a sentence with as many joined items, or as many clauses behind a colon or
    behind what counts them, or items marked 一是, 二是, with the beginning of their sentence, which says of what they are the list.

    Joined items are of what is ``asked`` where their clause says some of it, or counts them.
    """
    text = text.translate(_WIDE)
    words = _words(asked)
    counts = (count, count + 1) if _BESIDES.search(asked) else (count,)
    counted = re.compile(rf"(?:[{_numerals(count)}]|(?<![0-9.]){count})[{CLASSIFIERS}]")
    before = re.compile(
        rf"(?:[^，。；：、\s]{{1,12}}、){{{count - 1}}}[^，。；：、\s]{{1,12}}?(?:等|[“\"])*{counted.pattern}"
    )
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        clauses = _CLAUSE.findall(sentence)
        joined = any(
            any(_joins(clause.group(), many) for many in counts)
            and (not asked or words & _words(_led(sentence, clause)))
            for clause in _CLAUSE.finditer(sentence)
        )
        behind = _CLAUSE.findall(sentence.partition("：")[2])
        leads = len(clauses) > count and counted.search(clauses[-count - 1])
        if joined or len(behind) == count or leads or before.search(sentence):
            yield start, end
    several = re.compile(rf"[^。！？：\n]*：(?:[^。；：\n]+；){{{count - 1}}}[^。；：\n]+(?:。|$)")
    for match in several.finditer(text):
        if not _MARK.match(text, text.find("：", match.start()) + 1):
            yield match.span()
    marks = list(_MARK.finditer(text))
    numbers = [int(chinese(match["many"]) or 0) for match in marks]
    for first, number in enumerate(numbers):
        if number == 1 and numbers[first : first + count] == list(range(1, count + 1)):
            at, last = marks[first].start(), marks[first + count - 1].start()
            spans = list(sentence_spans(text))
            begun = next((start for start, end in spans if start <= at < end), at)
            yield begun, next((end for _, end in spans if end > last), len(text))


def joins_any(text: str) -> bool:
    """Whether a text names several things side by side, or one after the other."""
    return bool(_SIDE_BY_SIDE.search(text))


def _led(sentence: str, clause: re.Match[str]) -> str:
    """A clause with what leads to it before a colon."""
    return sentence[max(sentence.rfind(mark, 0, clause.start()) for mark in "，。；！？\n") + 1 : clause.end()]


def _numerals(count: int) -> str:
    """The characters that write a count."""
    return "".join(one for one in NUMERALS if chinese(one) == count) or "〇"


def _joins(clause: str, count: int) -> bool:
    """Whether a clause joins so many items, by commas for lists and, or not, by the words for "and".

    Items shorter than two characters are none.
    """
    listed = sum(len(item.strip("“”的等 ")) >= _SHORTEST for item in clause.split("、"))
    return listed <= count <= sum(len(item.strip("“”的等 ")) >= _SHORTEST for item in _JOINS.split(clause))


def _words(text: str) -> set[str]:
    """The pairs of characters of a text that say what it is about."""
    return {one + other for one, other in pairwise(text) if one not in _NO_WORDS and other not in _NO_WORDS}
