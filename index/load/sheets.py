"""What a page of a PDF is to the rest of its loader: characters and rulings with their places, and nothing of the library.

A frame is the page turned so that the text in question runs from left to right: ``turn`` counts quarter turns, as the
text was turned counterclockwise. Points are as in the PDF, up is more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from index.records import Box

ASCENT = 0.86
DESCENT = 0.14
"""How far a character reaches above and below its baseline, in its size: what fonts say of it is not to be relied on."""


class Glyph(NamedTuple):
    """A visible character in its frame: from ``x0`` to ``x1`` on the baseline ``base``.

    ``order`` counts the visible characters as the file has them; ``spaced`` tells of a blank character right before.
    """

    char: str
    x0: float
    x1: float
    base: float
    size: float
    order: int
    spaced: bool = False

    @property
    def top(self) -> float:
        """How far up it reaches."""
        return self.base + ASCENT * self.size

    @property
    def bottom(self) -> float:
        """How far down it reaches."""
        return self.base - DESCENT * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.x0 + self.x1) / 2, self.base + 0.36 * self.size


class Ruling(NamedTuple):
    """A drawn line, level or upright: where it stands, and from where to where it goes."""

    level: bool
    at: float
    start: float
    end: float


@dataclass
class Sheet:
    """A page as read. ``glyphs`` by turn; ``skewed`` text stands at no right angle; ``pictured`` is the share under pictures.

    ``unknown`` counts characters that the file has no code point for, ``outside`` those beyond the page's edge, ``drawn`` the
    things drawn; ``crowded`` tells that these were too many to look for rulings.
    """

    number: int
    box: Box
    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)
    rulings: list[Ruling] = field(default_factory=list)
    skewed: str = ""
    pictured: float = 0.0
    unknown: int = 0
    outside: int = 0
    drawn: int = 0
    crowded: bool = False

    @property
    def count(self) -> int:
        """How many characters there are to read."""
        return sum(map(len, self.glyphs.values()))


def turned(box: Box, turn: int) -> Box:
    """A box of the page as it lies in the frame of text turned by ``turn`` quarter turns.

    >>> turned((10, 20, 30, 25), 1)
    (20, -30, 25, -10)
    """
    left, bottom, right, top = box
    if turn == 0:
        return box
    if turn == 1:
        return bottom, -right, top, -left
    if turn == 2:
        return -right, -top, -left, -bottom
    return -top, left, -bottom, right


def unturned(box: Box, turn: int) -> Box:
    """The inverse of :func:`turned`.

    >>> unturned(turned((10, 20, 30, 25), 3), 3)
    (10, 20, 30, 25)
    """
    return turned(box, (4 - turn) % 4)


def turned_ruling(ruling: Ruling, turn: int) -> Ruling:
    """A ruling of the page as it lies in a frame."""
    if ruling.level:
        left, low, right, _ = turned((ruling.start, ruling.at, ruling.end, ruling.at), turn)
    else:
        left, low, right, _ = turned((ruling.at, ruling.start, ruling.at, ruling.end), turn)
    level = ruling.level == (turn % 2 == 0)
    length = ruling.end - ruling.start
    return Ruling(True, low, left, right) if level else Ruling(False, left, low, low + length)
