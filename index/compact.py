"""Text without the blanks and line breaks that fall inside figures, with the way back to where each character stood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grouping import grouped
from index.tokens import half_width
from index.years import arabic_years

_BLANKS = re.compile(r"[\s\u3000\xa0]+")


def compact(text: str) -> tuple[str, Sequence[int] | None]:
    r"""``text`` without blanks and in half-width digits, and the offset of each character (None: unchanged places).

    >>> compact("3 5 . 8 亿\n元")[0]
    '35.8亿元'
    """
    folded = half_width(text)
    return without_blanks(folded)


def without_blanks(folded: str) -> tuple[str, Sequence[int] | None]:
    """As :func:`compact`, of text in half-width digits."""
    if "".join(folded.split()) == folded:  # quicker than a pattern, and true of most texts
        return _plain(folded), None
    chars: list[str] = []
    origin: list[int] = []
    at = 0
    wrapped = False
    for match in _BLANKS.finditer(folded):
        start, end = match.span()
        piece = folded[at:start]
        chars.append(piece)
        origin.extend(range(at, start))
        # A line break cuts a number where its line holds more than digits, or began inside the same number.
        wrapped = "\n" in match.group() and (wrapped or not (piece.isascii() and piece.isdigit()))
        at = end
        if not wrapped and folded[start - 1 : start].isascii() and _keeps_apart(folded, start, end):
            chars.append(" ")
            origin.append(start)
    chars.append(folded[at:])
    origin.extend(range(at, len(folded)))
    return _plain("".join(chars)), origin


def _plain(text: str) -> str:
    """Numbers and years in one writing, each character at its place."""
    return arabic_years(grouped(text))


def _keeps_apart(text: str, start: int, end: int) -> bool:
    """True where a blank parts two whole numbers (a table row), not the digits of one figure."""
    if start == 0 or end == len(text):
        return False
    if not (_latin(text[start - 1]) and _latin(text[end])):
        return False
    alone_left = start < 2 or not _latin(text[start - 2])
    alone_right = end + 1 >= len(text) or not _latin(text[end + 1])
    return not (alone_left or alone_right)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
