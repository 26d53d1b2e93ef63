"""The texts of a grid's cells, from the characters inside; lines of a cell put together without breaking a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.load.lines import Line, line_of
from index.load.rows import WIDE, atoms, rows
from index.load.ruling import Grid, Place
from index.load.sheets import Glyph

OVERLAP = 0.15
"""A character that reaches so much of its width into two cells stands across their wall: its word runs over."""
TIGHT = 1.7
"""A line that leaves less than this of its cell's width free, in sizes and with both margins, was broken by the wall."""

FIGURE = re.compile(r"[-+－(（]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?[%％)）]?")
TAIL = re.compile(r"[-+－(（]?[0-9][0-9,.]*$")
HEAD = re.compile(r"[0-9,.]+[%％)）]?")
CLOSES = re.compile(r"[)%,.;:!?\]}]")
OPENS = re.compile(r"[(\[{/-]$")


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with the lines of its text."""

    place: Place
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its text on one line."""
        return "".join(glue + line.text for glue, line in glued(self.lines))


def filled(
    grid: Grid, glyphs: Sequence[Glyph], turn: int, page: int, more: Iterable[Line]
) -> tuple[list[Filled], list[Glyph]]:
    """The cells of ``grid`` with their text, and the characters used.

    ``more`` are lines of other turns, each put into the cell its middle lies in.
    """
    inside: dict[int, list[Glyph]] = {n: [] for n in range(len(grid.places))}
    candidates = [glyph for glyph in glyphs if grid.at(*glyph.middle) is not None]
    for row in rows(candidates):
        for piece in atoms(row):
            for n, own in _shared(grid, piece.glyphs):
                inside[n] += own
    turned: dict[int, list[Line]] = {}
    for line in more:
        number = grid.at(*line.middle_in(turn))
        if number is not None:
            turned.setdefault(number, []).append(line)
    cells = []
    for n, place in enumerate(grid.places):
        wide = grid.cell_box(place)
        lines = [line_of(row, turn, page, wide[2] - wide[0]) for row in rows(inside[n])]
        cells.append(Filled(place, (*lines, *turned.get(n, ()))))
    return cells, [glyph for own in inside.values() for glyph in own]


def _shared(grid: Grid, glyphs: Sequence[Glyph]) -> list[tuple[int, list[Glyph]]]:
    """The characters of a piece of a row by the cells they stand in; all in one where the piece runs over a wall."""
    found: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        n = grid.at(*glyph.middle)
        if n is not None:
            found.setdefault(n, []).append(glyph)
    if len(found) > 1 and any(_runs_over(grid, glyph) for glyph in glyphs):
        most = max(found, key=lambda n: len(found[n]))
        return [(most, list(glyphs))]
    return list(found.items())


def _runs_over(grid: Grid, glyph: Glyph) -> bool:
    reach = OVERLAP * (glyph.x1 - glyph.x0)
    y = glyph.middle[1]
    return glyph.char.isalnum() and grid.at(glyph.x0 + reach, y) != grid.at(glyph.x1 - reach, y)


def glued(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The lines of a cell, each with what joins it to the one before: a blank or nothing."""
    out: list[tuple[str, Line]] = []
    for line in lines:
        out.append((_glue(out[-1][1], line) if out else "", line))
    return out


def _glue(before: Line, line: Line) -> str:
    if WIDE.match(before.text[-1]) or WIDE.match(line.text[0]):
        return ""
    if CLOSES.match(line.text) or OPENS.search(before.text):
        return ""
    tail, head = TAIL.search(before.text), HEAD.match(line.text)
    if tail and head and _is_cut(tail.group(), head.group(), before, line):
        return ""
    return " "


def _is_cut(tail: str, head: str, before: Line, line: Line) -> bool:
    """True where ``tail`` and ``head`` are one figure that was too wide for its cell, not two below each other."""
    if tail[-1] in ",.":
        return True
    if before.free >= TIGHT or not FIGURE.fullmatch(tail + head):
        return False
    both = FIGURE.fullmatch(tail) and FIGURE.fullmatch(head)
    return not both or len(line.text) < len(before.text)
