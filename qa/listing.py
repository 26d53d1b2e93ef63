"""Where a passage lists so many things by name: 下岗职工基本生活保障、失业保险和最低生活保障 are three. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.numerals import chinese
from index.sentences import sentence_spans
from qa.asking import NUMERALS, WHICH_NAMED, WHICH_OF

_CLAUSE = re.compile(r"[^，。；：:;！？!?\n（）()]+")
_JOINS = re.compile(r"以及|[、和与及]")
_MARK = re.compile(r"(?:^|(?<=[。；：，:;,\s]))(?:第?(?P<many>[一二三四五六七八九十])(?:是|，|要|、))")
_SHORTEST = 2


def wanted(question: str) -> int:
    """How many things a question asks for by name (哪四件大事, “五化”是哪五化); 0 where it asks for none, or for no number of them."""
    match = WHICH_OF.search(question) or WHICH_NAMED.search(question)
    return _count(match["many"]) if match else 0


def _count(many: str) -> int:
    return int(many) if many.isdigit() else int(chinese(many) or 0)


def counts_otherwise(asked: str, sentence: str) -> bool:
    """Whether a sentence tells of five things where the question asks which four: 五件大事, asked for 哪四件大事."""
    match = WHICH_OF.search(asked)
    if not match:
        return False
    counted = re.findall(f"([{NUMERALS}]|(?<![0-9.])[0-9]{{1,2}}){match['noun']}", sentence)
    return bool(counted) and _count(match["many"]) not in map(_count, counted)


def listings(text: str, count: int) -> Iterator[tuple[int, int]]:
    """Spans of ``text`` that list ``count`` things: a sentence with as many joined items or as many clauses behind a colon,
    or items marked 一是, 二是, with the beginning of their sentence, which says of what they are the list.
    """
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        joined = any(_items(clause) >= count for clause in _CLAUSE.findall(sentence))
        if joined or len(_CLAUSE.findall(sentence.partition("：")[2])) == count:
            yield start, end
    marks = list(_MARK.finditer(text))
    numbers = [int(chinese(match["many"]) or 0) for match in marks]
    for first, number in enumerate(numbers):
        if number == 1 and numbers[first : first + count] == list(range(1, count + 1)):
            at, last = marks[first].start(), marks[first + count - 1].start()
            spans = list(sentence_spans(text))
            begun = next((start for start, end in spans if start <= at < end), at)
            yield begun, next((end for _, end in spans if end > last), len(text))


def _items(clause: str) -> int:
    """How many items a clause joins; those shorter than two characters are none."""
    return sum(len(item.strip("“”的等 ")) >= _SHORTEST for item in _JOINS.split(clause))
