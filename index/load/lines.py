"""A line of text on a page, with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.load.rows import atom, extent, text_of
from index.load.sheets import Glyph, turned, unturned
from index.records import Box

FREE = 99.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text without blanks at its ends, ``box`` as the page has it.

    ``base`` and ``size`` are of its frame, which is turned by ``turn``; ``free`` is how much of a cell's width it leaves, in
    sizes. ``indented`` and ``parted`` tell that it stands in from its block's edge, and apart from what is above, as a new paragraph does.
    """

    text: str
    page: int
    box: Box
    turn: int
    base: float
    size: float
    free: float = FREE
    indented: bool = False
    parted: bool = False

    def middle_in(self, turn: int) -> tuple[float, float]:
        """The point in its middle, in the frame turned by ``turn``."""
        left, bottom, right, top = turned(self.box, turn)
        return (left + right) / 2, (bottom + top) / 2

    def in_frame(self) -> Box:
        """Its box in its own frame."""
        return turned(self.box, self.turn)


def line_of(row: Sequence[Glyph], turn: int, page: int, width: float | None = None) -> Line:
    """The line that a row of characters is; ``width`` is that of its cell."""
    whole = atom(row)
    box = extent(row)
    free = FREE if width is None else (width - (box[2] - box[0])) / whole.size
    return Line(text_of(row), page, unturned(box, turn), turn, whole.base, whole.size, free)
