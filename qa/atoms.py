"""A sentence as what no phrase is cut inside of: words, quoted titles, Latin names, dates and marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from index.numbers import find_figures
from qa.naming import HARD, QUOTES

Span = tuple[int, int]

LONGEST: Final = 30
"""A longer stretch is no phrase."""
_DATE: Final = re.compile(
    r"(?:(?:[0-9]{1,4}|[一二][〇零○一二三四五六七八九]{3})年代?|[0-9]{1,2}世纪)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}[日号]"
)
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.&/·'][A-Za-z0-9]+)*")
_OPENING: Final = re.compile(f"[{''.join(QUOTES)}]")
_TO: Final = re.compile("[至到—–~-]?")
_TIMED: Final = ("date", "period", "time")
_RANKED: Final = ("rank", "ordinal")
_MORE: Final = re.compile(
    "凌晨|清晨|早上|上午|中午|下午|傍晚|晚间|晚上|[上中下]旬|[初中后末]期|[初末底许前间]|左右|以来"
)
"""What may belong to a date behind it."""


class Atom(NamedTuple):
    """What no phrase is cut inside of: ``kind`` is word, number, latin, quote, date, rank or mark."""

    start: int
    end: int
    text: str
    kind: str


def atoms_of(text: str, words: Sequence[Span], kind: str = "") -> list[Atom]:
    """The atoms of ``text`` in order, all but its blanks; ``words`` are the spans of its words, ``kind`` what is sought."""
    whole = {start: (end, of) for start, end, of in _wholes(text, kind)}
    found: list[Atom] = []
    at, near = 0, 0
    stops = sorted(whole)
    for stop in [*stops, len(text)]:
        while at < stop:
            while near < len(words) and words[near][1] <= at:
                near += 1
            inside = near < len(words) and words[near][0] <= at
            end = min(words[near][1], stop) if inside else at + 1
            if not text[at].isspace():
                found.append(Atom(at, end, text[at:end], _kind(text[at]) if inside else "mark"))
            at = end
        if at == stop and stop in whole:
            at, of = whole[stop]
            found.append(Atom(stop, at, text[stop:at], of))
    return found


def _kind(first: str) -> str:
    return "number" if first.isdigit() else "latin" if first.isascii() else "word"


def _wholes(text: str, kind: str) -> list[tuple[int, int, str]]:
    """Quoted stretches, Latin names and dates, or ranks where one is sought, in order and disjoint."""
    spans = list(_quoted(text)) + [(*match.span(), "latin") for match in _LATIN.finditer(text)]
    if kind == "rank":
        spans += [(f.start, f.end, "rank") for f in find_figures(text) if f.kind in _RANKED]
    elif kind == "when":
        spans += _dates(text)
    else:
        spans += [(*match.span(), "date") for match in _DATE.finditer(text)]
    found: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _quoted(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands in quotation marks, the marks included, where it is short and, a title aside, one clause."""
    past = 0
    for mark in _OPENING.finditer(text):
        start = mark.start()
        end = text.find(QUOTES[text[start]], start + 2, start + LONGEST)
        inside = text[start:end]
        title = text[start] == "《" and inside.count("（") == inside.count("）")
        if start >= past and end > 0 and _paired(text[start : end + 1]) and (title or HARD.isdisjoint(inside)):
            past = end + 1
            yield start, past, "quote"


def _paired(quoted: str) -> bool:
    """Whether as many quotes of each kind end in a stretch as begin in it."""
    return all(quoted.count(first) == quoted.count(last) for first, last in QUOTES.items())


def _dates(text: str) -> list[tuple[int, int, str]]:
    """Points and stretches of time, each with what belongs to it: 5月6日凌晨, 4日下午3时许."""
    found: list[tuple[int, int, str]] = []
    for figure in find_figures(text):
        if figure.kind not in _TIMED:
            continue
        more = _MORE.match(text, figure.end)
        end = more.end() if more else figure.end
        joined = bool(found) and _TO.fullmatch(text, found[-1][1], max(found[-1][1], figure.start)) is not None
        start = found.pop()[0] if joined else figure.start
        found.append((start, end, "date"))
    return found
