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
"""A line that leaves more room than this, in sizes, ends its paragraph. Under one that does not, nor ends a sentence, what
stands in hangs under its number."""
PARTED = 1.5
"""A line so many times the usual distance below another begins something new."""
FEWEST_TEXTS = 2
WORD = re.compile(r"[!-~]+")
ENDED = re.compile(r"[。！？；：;:]$")
HEADED = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,5}[章节编]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，。；：！？,;:]+"
)
"""A numbered heading may all but fill its line: what stands in below it, and more than it does, is a paragraph."""


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
    size = median(line.size for line in lines)
    lefts, rights = [line.in_frame()[0] for line in lines], [line.in_frame()[2] for line in lines]
    left, right = _edge(lefts, 0.5 * size, 5), -_edge([-end for end in rights], size, 8)
    pitches = [a.base - b.base for a, b in itertools.pairwise(lines)]
    usual = median(pitches)
    out = [replace(lines[0], indented=_stands_in(lines[0], left))]
    for n, (before, line) in enumerate(itertools.pairwise(lines)):
        room = right - rights[n] - _first_word(line)
        apart = pitches[n] > PARTED * usual or room > max(SHORT * size - _first_word(line), size)
        full = n + 2 < len(lines) and right - rights[n + 1] < 1.5 * size and not _stands_in(lines[n + 2], left)
        headed = (full or room > 0.5 * size) and not _stands_in(before, left) and HEADED.fullmatch(before.text)
        first = apart or bool(headed or ENDED.search(before.text))
        out.append(replace(line, indented=first and _stands_in(line, left), parted=apart))
    return out


def _stands_in(line: Line, edge: float) -> bool:
    return INDENT[0] <= (line.in_frame()[0] - edge) / line.size <= INDENT[1]


def _first_word(line: Line) -> float:
    """How wide the part of a line is that could not have been broken off to end the line above, in points."""
    word = WORD.match(line.text)
    return line.size * (0.5 * len(word.group()) if word else 1.0)


def _edge(starts: Sequence[float], reach: float, share: int) -> float:
    """Where a block begins: the first place at which several of its lines do, one in ``share`` or two."""
    ordered = sorted(starts)
    wanted = max(2, len(ordered) // share)
    return next((a for a, b in zip(ordered, ordered[wanted - 1 :], strict=False) if b - a <= reach), ordered[0])
