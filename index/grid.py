"""The anatomy of a table: which rows head the columns, which columns label the rows, what is data. Pure.

A table may be of several parts, each under heads of its own. Where it is not to be told what heads a figure, nothing is said
to: no fact is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from index.cells import is_nil, is_year, read_amount, read_unit, unit_in, units_told
from index.heads import (
    SHORT_HEAD,
    head_words,
    heads_rows,
    is_headish,
    is_index,
    is_labelled,
    is_remark,
    is_section,
    is_unit_head,
    joined_words,
    numbering,
    period_told,
    sorts,
)
from index.records import Cell, Table

BLANK, NIL, AMOUNT, YEAR, WORDS = "blank", "nil", "amount", "year", "words"
MOST_HEADS = 6
_GLUED = re.compile(r"[0-9]{1,3},[0-9]{3}|[0-9]\.[0-9]{2}(?![0-9.])")
"""An amount within words: what was two rows has run into one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table under the same heads.

    ``columns`` are for each column the cells that head it, outermost first; ``figures`` the columns of figures, ``labels``
    those of names, of which ``name`` names the row (-1: the heads name a single row of figures); ``unit`` the column of units,
    if there is one. ``sections`` gives for a row the row alone above it that it belongs to. Without heads (``paired``) a
    figure belongs to the words right before it.
    """

    heads: tuple[int, ...]
    rows: tuple[int, ...]
    columns: tuple[tuple[Cell, ...], ...] = ()
    figures: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    name: int = -1
    unit: int = -1
    sections: dict[int, int] = field(default_factory=dict)
    paired: bool = False


class Grid:
    """A table laid out: which cell covers each place, and what kind of thing stands in it."""

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.table = table
        self._places: dict[tuple[int, int], Cell] = {}
        self._kinds: dict[tuple[int, int], str] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + max(1, cell.rows)):
                for column in range(cell.column, cell.column + max(1, cell.columns)):
                    self._places.setdefault((row, column), cell)
        self.height = 1 + max((row for row, _ in self._places), default=-1)
        self.width = 1 + max((column for _, column in self._places), default=-1)

    @cached_property
    def lines(self) -> dict[int, tuple[int, int]]:
        """Where the line of each row begins and ends in the text; rows without a cell of their own have none."""
        found: dict[int, tuple[int, int]] = {}
        for cell in self.table.cells:
            start, end = found.get(cell.row, (cell.start, cell.end))
            found[cell.row] = min(start, cell.start), max(end, cell.end)
        return found

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, merged ones wherever they reach."""
        return self._places.get((row, column))

    def words(self, row: int, column: int) -> str:
        """The text at a place; "" where nothing is."""
        cell = self.cell(row, column)
        return self.text[cell.start : cell.end].strip() if cell else ""

    def said(self, cell: Cell) -> str:
        """The text of a cell."""
        return self.text[cell.start : cell.end]

    def kind(self, row: int, column: int) -> str:
        """What stands at a place."""
        place = row, column
        if place not in self._kinds:
            self._kinds[place] = self._kind(row, column)
        return self._kinds[place]

    def _kind(self, row: int, column: int) -> str:
        words = self.words(row, column)
        if not words:
            return BLANK
        if is_year(words):
            return YEAR
        if is_nil(words):
            return NIL
        return AMOUNT if read_amount(words) else WORDS

    def filled(self, row: int) -> list[Cell]:
        """The different cells of a row that hold anything, from left to right."""
        found = dict.fromkeys(self.cell(row, column) for column in range(self.width))
        return [cell for cell in found if cell is not None and self.said(cell).strip()]

    def counts(self, row: int) -> Counter[str]:
        """How many places of a row hold each kind of thing."""
        return Counter(self.kind(row, column) for column in range(self.width))

    def alone(self, row: int) -> Cell | None:
        """The only cell of a row that holds anything, if that is words."""
        filled = self.filled(row)
        return filled[0] if len(filled) == 1 and self.kind(row, filled[0].column) in (WORDS, YEAR) else None

    def without_figures(self, row: int) -> bool:
        """Whether no place of a row is a figure; years count as none, where there is nothing but words beside them."""
        return not self.counts(row)[AMOUNT]


def parts_of(grid: Grid, before: Part | None = None) -> list[Part]:
    """The parts of a table in order; ``before`` is the last part of the table that this one goes on with."""
    found: list[Part] = []
    row = 0
    heads, row = _heads(grid, row)
    part = Part(heads, ()) if heads else Part((), (), columns=before.columns if before else ())
    rows: list[int] = []
    while row < grid.height:
        again, after = _heads_inside(grid, row, bool(part.columns or part.heads))
        if again:
            found.append(replace(part, rows=tuple(rows)))
            part, rows, row = Part(again, ()), [], after
            continue
        rows.append(row)
        row += 1
    found.append(replace(part, rows=tuple(rows)))
    return [_laid_out(grid, part) for part in found if part.rows]


def _heads(grid: Grid, first: int) -> tuple[tuple[int, ...], int]:
    """The rows that head the columns of what begins at ``first``, and the row that follows; none where it has figures."""
    row = first
    while row < grid.height and (grid.alone(row) is not None or not grid.filled(row)):
        row += 1
    if row >= grid.height or not _may_head(grid, row):
        return (), first
    heads = [row]
    told = grid.table.heads if first == 0 else 0
    while row + 1 < grid.height and len(heads) < MOST_HEADS and _goes_on(grid, heads, row + 1, told):
        row += 1
        heads.append(row)
    return (tuple(heads), row + 1) if row + 1 < grid.height else ((), first)


def _may_head(grid: Grid, row: int) -> bool:
    """Whether a row has words or years alone, at least two: 项目, 2019年, 2018年."""
    counts = grid.counts(row)
    filled = grid.filled(row)
    if counts[AMOUNT] or len(filled) < 2 or any(_GLUED.search(grid.said(cell)) for cell in filled):
        return False
    if counts[YEAR] and counts[WORDS] - (grid.kind(row, 0) == WORDS):
        years = [column for column in range(grid.width) if grid.kind(row, column) == YEAR]
        return all(column > 0 for column in years)
    label, *others = [grid.words(row, 0), *(grid.said(cell) for cell in grid.filled(row) if cell.column > 0)]
    return bool(others) and (row < grid.table.heads or heads_rows(label, others) or _contrasts(grid, row))


def _contrasts(grid: Grid, row: int) -> bool:
    """Whether short words stand over nothing but figures in two columns at least: they head these, whatever they say."""
    below = [r for r in range(row + 1, grid.height) if grid.filled(r) and grid.alone(r) is None]
    over = [c for c in range(grid.width) if grid.kind(row, c) == WORDS and len(grid.words(row, c)) <= SHORT_HEAD]
    columns = [c for c in over if below and all(grid.kind(r, c) in (AMOUNT, NIL, BLANK) for r in below)]
    return sum(any(grid.kind(r, c) == AMOUNT for r in below) for c in columns) > 1


def _goes_on(grid: Grid, heads: Sequence[int], row: int, told: int) -> bool:
    """Whether ``row`` is one more row of heads below ``heads``."""
    counts = grid.counts(row)
    if counts[AMOUNT] or not grid.filled(row):
        return False
    if row < told:
        return True
    last = heads[-1]
    own = [cell for cell in grid.filled(row) if cell.row == row]
    if not own or any(grid.kind(row, cell.column) == NIL for cell in own):
        return False
    if any(cell.row <= last and cell.row + cell.rows > row for cell in grid.filled(last)):
        return True
    if all(read_unit(grid.said(cell)) for cell in own if cell.column > 0) and any(cell.column > 0 for cell in own):
        return True
    label = grid.words(row, 0)
    if len(own) < 2 or not (not label or is_labelled(label)):
        return False
    wide = any(cell.columns > 1 for cell in grid.filled(last))
    gaps = any(not grid.words(last, cell.column) for cell in own if cell.column > 0)
    return wide or gaps


def _heads_inside(grid: Grid, row: int, headed: bool) -> tuple[tuple[int, ...], int]:
    """New heads within a table: a row of words where figures are expected, most of them words that head columns."""
    filled = grid.filled(row)
    if len(filled) < 2 or not grid.without_figures(row) or not _may_head(grid, row):
        return (), row
    headish = [cell for cell in filled if is_headish(grid.said(cell)) and len(grid.said(cell)) <= 30]
    inner = [cell for cell in headish if cell.column > 0]
    if len(headish) < max(2, (2 * len(filled) + 2) // 3) or not inner:
        return (), row
    label = grid.words(row, 0)
    if headed and label and not (is_labelled(label) or is_headish(label)):
        return (), row
    heads, after = _heads(grid, row)
    return (heads, after) if heads and heads[0] == row else ((), row)


def _laid_out(grid: Grid, part: Part) -> Part:
    """A part with its columns told apart."""
    columns = part.columns or tuple(_column(grid, part.heads, column) for column in range(grid.width))
    if len(columns) != grid.width or not any(columns):
        return replace(part, columns=(), paired=True, sections=_sections(grid, part.rows, 0))
    rows = [row for row in part.rows if grid.alone(row) is None and grid.filled(row)]
    heads = [" ".join(map(grid.said, cells)) for cells in columns]
    columns = _told_apart(grid, columns)
    figures = [column for column in range(grid.width) if _holds_figures(grid, rows, column, heads[column])]
    if not figures:
        return replace(part, columns=columns)
    left = range(figures[0])
    unit = next(
        (c for c in range(grid.width) if _holds_units(grid, rows, c) or _leaves_units(grid, rows, c, heads)), -1
    )
    labels = [c for c in left if c != unit and not is_index(heads[c]) and not _numbers_rows(grid, rows, c)]
    labels = [c for c in labels if any(grid.kind(row, c) in (WORDS, YEAR) for row in rows)]
    name = _naming(grid, rows, labels, heads)
    return replace(
        part,
        columns=columns,
        figures=tuple(figures),
        labels=tuple(labels),
        name=name,
        unit=unit,
        sections=_sections(grid, part.rows, name),
    )


def _told_apart(grid: Grid, columns: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Columns under the same words (占比 behind 资产规模, 占比 behind 员工数量) belong to the one before them."""
    said = [joined_words(list(map(grid.said, cells))) for cells in columns]
    found = []
    for n, cells in enumerate(columns):
        alike = [m for m, words in enumerate(said) if words and words == said[n] and columns[m] != cells]
        before = (
            columns[n - 1][-1:] if n > 1 and any(_dated(grid, columns[m]) == _dated(grid, cells) for m in alike) else ()
        )
        found.append((*before, *cells) if before and said[n - 1] != said[n] and before[0] not in cells else cells)
    return tuple(found)


def _dated(grid: Grid, cells: Sequence[Cell]) -> str | None:
    return period_told(" ".join(map(grid.said, cells)), "9999")


def _column(grid: Grid, heads: Sequence[int], column: int) -> tuple[Cell, ...]:
    """The cells that head a column, outermost first. A blank one above a filled one is what its left neighbour spans."""
    found: list[Cell] = []
    for row in heads:
        at = column
        if not grid.words(row, at) and row != heads[-1] and column > 0:
            below = any(grid.words(r, column) for r in heads if r > row)
            while below and at > 0 and not grid.words(row, at):
                at -= 1
            if at == 0:  # what heads the labels spans no figures
                continue
        cell = grid.cell(row, at)
        if cell is not None and grid.said(cell).strip() and cell not in found:
            found.append(cell)
    return tuple(found)


def _holds_figures(grid: Grid, rows: Sequence[int], column: int, head: str) -> bool:
    """Whether a column is of figures: more of them than of words, and not numbers of rows."""
    if is_index(head):
        return False
    kinds = Counter(grid.kind(row, column) for row in rows if not _is_remark_across(grid, row, column))
    if column == 0 and _numbers_rows(grid, rows, 0):
        return False
    if not kinds[AMOUNT] and column > 0 and kinds[YEAR] and not kinds[WORDS]:
        return False
    return kinds[AMOUNT] > 0 and kinds[AMOUNT] + kinds[YEAR] >= kinds[WORDS]


def _is_remark_across(grid: Grid, row: int, column: int) -> bool:
    """Whether what stands at a place reaches over most of the table: a remark beside a label, and no cell of this column."""
    cell = grid.cell(row, column)
    return cell is not None and cell.columns > 2 and 2 * cell.columns > grid.width


def _numbers_rows(grid: Grid, rows: Sequence[int], column: int) -> bool:
    """Whether a column counts the rows: 1, 2, 2a, 3."""
    values = [grid.words(row, column) for row in rows if grid.words(row, column)]
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 4]
    if column > 1 or not numbers or len(numbers) * 2 < len(values):
        return False
    rising = all(one < other for one, other in pairwise(numbers))
    named = any(grid.kind(row, column + 1) == WORDS for row in rows)
    return rising and numbers[0] <= 1 and named


def _holds_units(grid: Grid, rows: Sequence[int], column: int) -> bool:
    values = [grid.words(row, column) for row in rows if grid.words(row, column)]
    return len(values) > 1 and all(grid.kind(rows[0], column) != AMOUNT and read_unit(value) for value in values)


def _leaves_units(grid: Grid, rows: Sequence[int], column: int, heads: Sequence[str]) -> bool:
    """Whether a column is headed 单位 and some of its cells are units, others none that we know; 单位 may head bodies as well."""
    return is_unit_head(heads[column]) and any(read_unit(grid.words(row, column)) for row in rows)


def _naming(grid: Grid, rows: Sequence[int], labels: Sequence[int], heads: Sequence[str]) -> int:
    """The column whose words name a row: the one headed 项目, else the first that with those before it tells the rows apart."""
    if not labels:
        return -1
    for column in labels[1:]:
        if is_labelled(heads[column]) and "项目" in heads[column]:
            return column
    for n, column in enumerate(labels):
        keys = [tuple(grid.words(row, c) for c in labels[: n + 1]) for row in rows]
        if len(set(keys)) == len(keys) or n + 1 == len(labels):
            return column if all(grid.words(row, column) for row in rows[:1]) or n == 0 else labels[0]
    return labels[0]


def _sections(grid: Grid, rows: Sequence[int], name: int) -> dict[int, int]:
    """For each row the last row above it that heads it: words alone in a row, by wording, by merging, or to tell equals apart."""
    named = Counter(grid.words(row, max(name, 0)) for row in rows if grid.alone(row) is None)
    repeated = any(count > 1 for label, count in named.items() if label)
    found: dict[int, int] = {}
    over, sure = -1, False
    for n, row in enumerate(rows):
        cell = grid.alone(row)
        if (
            over >= 0
            and (style := numbering(grid.words(row, max(name, 0))))
            and style == numbering(grid.words(over, 0))
        ):
            over = -1
        if cell is None:
            if over >= 0 and (sure or named[grid.words(row, max(name, 0))] > 1):
                found[row] = over
            continue
        words = grid.said(cell)
        if is_remark(words) or units_told(words):
            continue
        if words.strip("：: ") == "其中":  # a blank line of a form
            continue
        following = grid.words(rows[n + 1], max(name, 0)) if n + 1 < len(rows) else ""
        if sorts(words) and sorts(words) == sorts(following):  # 按单项计提 beside 按组合计提 is a row without figures
            continue
        dated = period_told(words, "9999") is not None and not head_words(words)
        wide = cell.columns > 1 and cell.columns >= grid.width - 1
        told = is_section(words) or dated or wide or unit_in(words) is not None
        if told or repeated:
            over, sure = row, told
        elif over >= 0 and sure:
            found[row] = over
    return found
