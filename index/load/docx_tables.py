"""A table of a Word document under way: its cells at their places, merged ones once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.load.grids import Block, Budget, Grid, GridCell
from index.load.limits import MAX_COLUMNS
from index.load.parts import child, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

GOES_ON = (None, "continue")
"""What is said of a cell that is the rest of another."""


@dataclass(slots=True)
class OpenTable:
    """Takes rows and cells in order; ``_open`` holds by column the cells that the next row may go on with."""

    _grid: Grid = field(default_factory=Grid)
    _row: int = -1
    _column: int = 0
    _open: dict[int, GridCell] = field(default_factory=dict)

    def begin_row(self, row: _Element) -> None:
        """The next row."""
        self._row += 1
        properties = child(row, "w:trPr")
        self._column = max(0, number(child(properties, "w:gridBefore")) or 0)
        if is_on(child(properties, "w:tblHeader")) and self._grid.heads == self._row:
            self._grid.heads += 1
            self._grid.marked = True

    def takes_in(self, cell: _Element) -> bool:
        """True where a cell is the rest of one above it or before it, which then reaches over it."""
        properties = child(cell, "w:tcPr")
        down, across = child(properties, "w:vMerge"), child(properties, "w:hMerge")
        span = _span(properties)
        above = self._open.get(self._column)
        if down is not None and value(down) in GOES_ON and above is not None:
            above.rows = self._row - above.row + 1
            self._column += span
            return True
        before = self._grid.cells[-1] if self._grid.cells else None
        if across is not None and value(across) in GOES_ON and before is not None and before.row == self._row:
            before.columns += span
            self._column += span
            return True
        return False

    def add(self, cell: _Element, content: list[Block], budget: Budget) -> None:
        """The next cell of the row, which will hold ``content``.

        Raises:
            LoadError: there are more cells or columns than tables of a report have.
        """
        properties = child(cell, "w:tcPr")
        span = _span(properties)
        budget.spend(1, span)
        added = GridCell(content, span, 1, max(self._row, 0), self._column)
        self._grid.cells.append(added)
        for column in range(self._column, self._column + span):
            self._open.pop(column, None)
        if child(properties, "w:vMerge") is not None:
            self._open[self._column] = added
        self._column += span
        if self._column > MAX_COLUMNS:
            raise LoadError(f"表格太宽：超过 {MAX_COLUMNS} 列。请拆成几张表再添加")

    def finished(self) -> Grid:
        """The table; where all rows are heads that tells nothing."""
        grid = self._grid
        if grid.cells and grid.heads > grid.cells[-1].row:
            grid.heads = 0
        return grid


def _span(properties: _Element | None) -> int:
    return min(max(1, number(child(properties, "w:gridSpan")) or 1), MAX_COLUMNS + 1)
