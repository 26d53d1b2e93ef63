"""What loaders of marked-up files build first, paragraphs and grids of cells, and its writing out as raw text.

Tables that only arrange text are settled from the innermost outwards, so nothing recurses however deep a file nests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.errors import LoadError
from index.load.limits import MAX_CELLS, MAX_COLUMNS, MAX_GRID_STEPS, MAX_TEXT
from index.load.wrapped import unbroken
from index.records import Cell, Heading, Table

LONG_CELL = 200
LONG_PARAGRAPHS = 3
DATA_ROWS = 3
HEADING_LENGTH = 120
ENDED = "。；;！!？?，,"
PRINTED = -1
"""Level of a line that was printed like a heading, as a converter of printed pages tells it, without saying of what level."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph, with the line breaks of the source where a reader sees none; ``level`` is 1 to 9 for a heading.

    ``level`` may be :data:`PRINTED` until it is told by the numbering.
    """

    text: str
    level: int = 0


@dataclass(slots=True)
class GridCell:
    """A cell as the file nests it, at its place in the grid once :func:`placed`."""

    content: list[Block]
    columns: int = 1
    rows: int = 1
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class Grid:
    """A table as the file has it: ``heads`` rows of it head the columns, ``marked`` tells that the file says so.

    ``layout`` is a table that only arranges text on the page.
    """

    cells: list[GridCell] = field(default_factory=list)
    heads: int = 0
    marked: bool = False
    layout: bool = False


Block = Paragraph | Grid


@dataclass(slots=True)
class Budget:
    """How many cells and looks for a place are left to a file."""

    cells: int = MAX_CELLS
    steps: int = MAX_GRID_STEPS

    def spend(self, cells: int, steps: int = 0) -> None:
        """Takes so many from it; LoadError where that is more than is left."""
        self.cells -= cells
        self.steps -= steps
        if self.cells < 0:
            raise LoadError(f"表格太多：全部表格超过 {MAX_CELLS} 格。请拆成几个文件再添加")
        if self.steps < 0:
            raise LoadError("表格里合并的单元格太多，无法读取。请拆成几个文件，或取消合并后再添加")


def placed(rows: Iterable[Sequence[GridCell]], budget: Budget) -> list[GridCell]:
    """The cells of ``rows`` with the place that each takes beside those that reach down from rows above it.

    Raises:
        LoadError: there are more columns, or more merged cells, than tables of a report have.
    """
    cells: list[GridCell] = []
    taken: list[int] = []
    for row, members in enumerate(rows):
        column = 0
        for cell in members:
            before = column
            while column < len(taken) and taken[column] > row:
                column += 1
            end = column + cell.columns
            budget.spend(0, end - before)
            if end > MAX_COLUMNS:
                raise LoadError(f"表格太宽：超过 {MAX_COLUMNS} 列。请拆成几张表再添加")
            taken += [0] * (end - len(taken))
            taken[column:end] = [row + cell.rows] * cell.columns
            cell.row, cell.column = row, column
            column = end
            cells.append(cell)
    _clip(cells, len(taken))
    return cells


def _clip(cells: Sequence[GridCell], columns: int) -> None:
    """Cuts what reaches over the last row, as a browser does."""
    rows = cells[-1].row + 1 if cells else 0
    for cell in cells:
        cell.rows = min(cell.rows, rows - cell.row)
        cell.columns = min(cell.columns, columns - cell.column)


def settled(grid: Grid) -> list[Block]:
    """What a table is to a reader: itself, or the text in its cells where it only arranges that on the page."""
    return [block for cell in grid.cells for block in cell.content] if _arranges(grid) else [grid]


def _arranges(grid: Grid) -> bool:
    """True for one column, tables inside the cells, or a cell that holds an article."""
    if grid.layout or len({cell.column for cell in grid.cells}) < 2:
        return True
    inner = [block for cell in grid.cells for block in cell.content]
    if any(isinstance(block, Grid) for block in inner):
        return True
    if grid.marked or not any(_is_article(cell) for cell in grid.cells):
        return False
    filled: dict[int, int] = {}
    for cell in grid.cells:
        filled[cell.row] = filled.get(cell.row, 0) + any(isinstance(b, Paragraph) and b.text for b in cell.content)
    return sum(count > 1 for count in filled.values()) < DATA_ROWS


def _is_article(cell: GridCell) -> bool:
    paragraphs = [block for block in cell.content if isinstance(block, Paragraph)]
    if len(paragraphs) > 1 and any(p.level for p in paragraphs):
        return True
    return len(paragraphs) >= LONG_PARAGRAPHS and sum(len(p.text) for p in paragraphs) >= LONG_CELL


class Writer:
    """Writes blocks out as the text of a :class:`~index.records.RawText`, with the spans of its tables and headings."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.tables: list[Table] = []
        self.headings: list[Heading] = []

    @property
    def text(self) -> str:
        """What was written so far: a paragraph or a row of a table on each line."""
        return "".join(self._parts)

    def write(self, blocks: Iterable[Block]) -> None:
        """Writes blocks in order."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._grid(block)

    def _put(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise LoadError(f"文本超过上限 {MAX_TEXT} 字。请拆成几个文件再添加")
        return start, self._length

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = unbroken(paragraph.text)
        if not text or text.isspace():
            return
        start, end = self._put(text)
        self._put("\n")
        if paragraph.level and len(text) <= HEADING_LENGTH and not text.endswith(tuple(ENDED)):
            self.headings.append(Heading(start, end, paragraph.level))

    def _grid(self, grid: Grid) -> None:
        cells: list[Cell] = []
        for n, cell in enumerate(grid.cells):
            if n:
                self._put("\n" if cell.row != grid.cells[n - 1].row else "\t")
            start, end = self._put(_cell_text(cell.content))
            cells.append(Cell(start, end, cell.row, cell.column, cell.rows, cell.columns))
        self._put("\n")
        self.tables.append(Table(tuple(cells), grid.heads))


def _cell_text(content: Sequence[Block]) -> str:
    return unbroken("\n".join(p.text for p in content if isinstance(p, Paragraph)), cell=True).strip()
