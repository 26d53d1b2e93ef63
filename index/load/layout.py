"""A page as read to what stands on it, in reading order: lines of text and ruled tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.load.aligned import aligned
from index.load.cells import Filled, filled
from index.load.lines import Line, line_of
from index.load.order import blocks
from index.load.pieces import Piece
from index.load.rows import Atom, atoms, rows
from index.load.ruling import Grid, grids
from index.load.sheets import Glyph, Sheet, turned_ruling
from index.records import Box

INDENT = (1.2, 4.5)
"""A first line stands in by so much, in sizes; more is a centred heading."""
SHORT = 2.5
"""What stands in under a line that neither ends a sentence nor leaves so much room hangs under its number."""
PARTED = 1.5
"""A line so many times the usual distance below another begins something new."""
FEWEST_TEXTS = 2
ENDED = re.compile(r"[。！？；：;:]$")


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table of a page: its grid in the frame turned by ``turn``, and its cells row by row."""

    page: int
    turn: int
    grid: Grid
    cells: tuple[Filled, ...]


_Found = tuple[Ruled, list[Glyph]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A page: what stands on it in reading order, and its box."""

    page: int
    box: Box
    items: tuple[Line | Ruled, ...]


def layout(sheet: Sheet) -> Laid:
    """What stands on a page, in reading order; text turned otherwise than most of it comes last."""
    turns = sorted(sheet.glyphs, key=lambda turn: -len(sheet.glyphs[turn]))
    if not turns:
        return Laid(sheet.number, sheet.box, ())
    main, *others = turns
    aside: list[Line | Ruled] = []
    for turn in others:
        aside += _ordered(sheet.glyphs[turn], (), turn, sheet.number)
    work = _Work(sheet.number, main, sheet.glyphs[main], aside)
    for grid in grids([turned_ruling(ruling, main) for ruling in sheet.rulings]):
        work.take(grid)
    for grid in aligned([atoms(row) for row in rows(work.left)]):
        work.take(grid)
    return Laid(sheet.number, sheet.box, (*_ordered(work.left, work.tables, main, sheet.number), *work.aside))


class _Work:
    """What is left of a page's characters, and of its lines of other turns, while its tables are taken out."""

    def __init__(self, page: int, turn: int, left: list[Glyph], aside: list[Line | Ruled]) -> None:
        self.left = left
        self.aside = aside
        self.tables: list[_Found] = []
        self._page = page
        self._turn = turn

    def take(self, grid: Grid) -> None:
        """Take out what stands in ``grid``, if that makes a table."""
        turned_lines = [item for item in self.aside if isinstance(item, Line)]
        cells, used = filled(grid, self.left, self._turn, self._page, turned_lines)
        if sum(bool(cell.lines) for cell in cells) < FEWEST_TEXTS or not used:
            return
        self.tables.append((Ruled(self._page, self._turn, grid, tuple(cells)), used))
        taken = {glyph.order for glyph in used}
        self.left = [glyph for glyph in self.left if glyph.order not in taken]
        within = {id(line) for cell in cells for line in cell.lines}
        self.aside = [item for item in self.aside if id(item) not in within]


def _ordered(glyphs: Sequence[Glyph], tables: Sequence[_Found], turn: int, page: int) -> list[Line | Ruled]:
    """Lines of the characters outside of tables, and the tables, in reading order."""
    found = [piece for row in rows(glyphs) for piece in atoms(row)]
    pieces = [_piece(piece, n) for n, piece in enumerate(found)]
    pieces += [_table_piece(table, len(found) + n) for n, table in enumerate(tables)]
    items: list[Line | Ruled] = []
    for block in blocks(pieces):
        lines = iter(_block_lines([found[p.name] for p in block if p.name < len(found)], turn, page))
        ahead = next(lines, None)
        for piece in sorted((p for p in block if p.name >= len(found)), key=lambda p: -p.high):
            while ahead is not None and ahead.base > piece.high:
                items.append(ahead)
                ahead = next(lines, None)
            items.append(tables[piece.name - len(found)][0])
        if ahead is not None:
            items += [ahead, *lines]
    return items


def _piece(found: Atom, index: int) -> Piece:
    words = sum(glyph.char.isalpha() for glyph in found.glyphs)
    return Piece(
        found.x0,
        found.x1,
        found.base,
        found.base,
        found.size,
        found.first,
        found.last,
        len(found.glyphs),
        2 * words >= len(found.glyphs),
        index,
    )


def _table_piece(table: _Found, index: int) -> Piece:
    ruled, glyphs = table
    bases = [glyph.base for glyph in glyphs]
    orders = [glyph.order for glyph in glyphs]
    left, _, right, _ = ruled.grid.box
    return Piece(
        left,
        right,
        max(bases),
        min(bases),
        max(glyph.size for glyph in glyphs),
        min(orders),
        max(orders),
        len(glyphs),
        False,
        index,
    )


def _block_lines(found: Sequence[Atom], turn: int, page: int) -> list[Line]:
    """The lines of a block from top to bottom, told which stand in or apart."""
    lines = [line_of(row, turn, page) for row in rows(glyph for piece in found for glyph in piece.glyphs)]
    if len(lines) < 2:
        return lines
    lefts = [line.in_frame()[0] for line in lines]
    rights = [line.in_frame()[2] for line in lines]
    edge, end = _edge(lefts, median(line.size for line in lines)), max(rights)
    pitches = [a.base - b.base for a, b in itertools.pairwise(lines)]
    usual = median(pitches)
    return [
        replace(
            line,
            indented=INDENT[0] <= (left - edge) / line.size <= INDENT[1]
            and (
                n == 0
                or ENDED.search(lines[n - 1].text) is not None
                or end - rights[n - 1] > SHORT * line.size
                or pitches[n - 1] > PARTED * usual
            ),
            parted=n > 0 and pitches[n - 1] > PARTED * usual,
        )
        for n, (line, left) in enumerate(zip(lines, lefts, strict=True))
    ]


def _edge(lefts: Sequence[float], size: float) -> float:
    """The left edge of a block: the leftmost at which several lines begin."""
    ordered = sorted(lefts)
    wanted = max(2, len(ordered) // 5)
    for n, left in enumerate(ordered):
        near = n + wanted - 1
        if near < len(ordered) and ordered[near] - left <= 0.5 * size:
            return left
    return ordered[0]
