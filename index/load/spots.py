"""Where the words of a line of plain text stand: what is set apart by blanks, and under which of several columns it is.

A text tells no widths. Chinese characters are two wide beside Latin ones, but some editors leave full-width digits as one, or
count characters alone, so a place is kept in each of these measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.tokens import half_width

_APART: Final = re.compile(r"[ \xa0]{2,}|[ \xa0]*[\t\u3000][ \xa0\t\u3000]*")
"""A gap between columns: two blanks, a tab or a blank as wide as a character."""
_LETTER: Final = re.compile(r"[\u4e00-\u9fff]")
_NARROW: Final = "\u2e80"
"""Characters from here on are as wide as two letters."""
_TAB: Final = 8
MEASURES: Final = range(3)
"""The measures a place is told in: as drawn, with full-width digits as narrow ones, in characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words set apart on a line, and where they begin and end in each of the measures."""

    text: str
    left: tuple[int, ...]
    right: tuple[int, ...]


def pieces_of(line: str) -> Iterator[Piece]:
    """The pieces of a line; a word of two characters that was spread (合  计) is one of them.

    >>> [piece.text for piece in pieces_of("合  计   1,204    35.8%")], [piece.left for piece in pieces_of("法院  １２  35")][2]
    (['合  计', '1,204', '35.8%'], (12, 10, 8))
    """
    at, reached = (0,) * len(MEASURES), 0
    for start, end in _spans(line):
        left = _moved(at, line[reached:start])
        at, reached = _moved(left, line[start:end]), end
        yield Piece(line[start:end], left, at)


def _spans(line: str) -> Iterator[tuple[int, int]]:
    ends = [(match.start(), match.end()) for match in _APART.finditer(line)]
    bounds = [0, *(place for gap in ends for place in gap), len(line)]
    waiting: tuple[int, int] | None = None
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        inner = line[start:end].strip(" \xa0")
        if not inner:
            continue
        first = start + line[start:end].index(inner)
        span = first, first + len(inner)
        if waiting is not None and _LETTER.fullmatch(line[slice(*waiting)]) and _LETTER.fullmatch(inner):
            yield waiting[0], span[1]
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = span
    if waiting is not None:
        yield waiting


def _moved(at: tuple[int, ...], text: str) -> tuple[int, ...]:
    """The place behind ``text`` that begins at ``at``."""
    drawn, typed, counted = at
    for char, plain in zip(text, half_width(text), strict=True):
        drawn = (drawn // _TAB + 1) * _TAB if char == "\t" else drawn + 1 + (char >= _NARROW)
        typed = (typed // _TAB + 1) * _TAB if char == "\t" else typed + 1 + (plain >= _NARROW)
    return drawn, typed, counted + len(text)


def placed(pieces: Sequence[Piece], columns: Sequence[tuple[int, int]], measure: int) -> tuple[str, ...] | None:
    """The pieces under the columns, "" where none stands; None where that is not clear."""
    found = [""] * len(columns)
    last = -1
    for piece in pieces:
        over = [
            n for n, (left, right) in enumerate(columns) if piece.left[measure] < right and piece.right[measure] > left
        ]
        if len(over) != 1 or over[0] <= last:
            return None
        last = over[0]
        found[last] = piece.text
    return tuple(found)


def columns_of(model: Sequence[Sequence[Piece]], measure: int) -> list[tuple[int, int]]:
    """Left and right end of each column of rows that have all of them; none where they are not clear of each other."""
    found = [
        (min(piece.left[measure] for piece in own), max(piece.right[measure] for piece in own))
        for own in zip(*model, strict=True)
    ]
    return [] if any(b[0] <= a[1] for a, b in pairwise(found)) else found
