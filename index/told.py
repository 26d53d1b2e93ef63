"""The figures of a table, each with the words that tell what it is: the name of its row, the heads of its column, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import heads as h
from index.cells import Amount, is_nil, read_amount
from index.frames import Frame
from index.grid import AMOUNT, NIL, WORDS, YEAR, Part
from index.records import Cell, Span

SHORT = 24
"""A word beside a row's name that is longer than this does not help to name it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a part: the cell that names it, those that head that name, and where its line stands.

    ``whole`` is the cell that names what 其中 makes it a part of.
    """

    number: int
    name: Cell
    above: tuple[Cell, ...]
    span: Span
    parent: str
    lead: str = ""
    whole: Cell | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure is told to be by words of a table: of a name, under heads, below labels."""

    frame: Frame
    part: Part
    row: Row
    column: int
    heads: tuple[Cell, ...]
    amount: Amount
    at: int

    def said(self, cells: Sequence[Cell]) -> list[str]:
        """The texts of some cells."""
        return [self.frame.grid.said(cell) for cell in cells]

    @property
    def head(self) -> str:
        """The heads of the column as one text."""
        return " ".join(self.said(self.heads))

    @property
    def core(self) -> str:
        """The innermost head that says more than 金额, as in 2019年 同比增减 or 增减 金额."""
        own = [self.label] if self.row.name.row in self.part.heads else []
        texts = [*self.said(self.heads), *own]
        worded = [text for text in texts if h.COMPARES.search(h.tight(text))] or list(filter(h.head_words, texts))
        return h.tight(worded[-1]) if worded else ""

    @property
    def label(self) -> str:
        """The label of the row."""
        return self.frame.grid.said(self.row.name)

    @property
    def raw(self) -> str:
        """The number as written."""
        return self.frame.grid.text[self.at : self.at + self.amount.end - self.amount.start]


def figures_of(frame: Frame, part: Part) -> Iterator[Told]:
    """The figures of a part with what names and heads them."""
    if part.paired:
        yield from _pairs(frame, part)
        return
    if part.name < 0:
        yield from _under_names(frame, part)
        return
    for row in _named_rows(frame, part):
        for column in part.figures:
            cell, amount = _amount(frame, row.number, column)
            if cell is not None and amount is not None and cell.column == column and part.columns[column]:
                yield Told(frame, part, row, column, part.columns[column], amount, cell.start + amount.start)


def _under_names(frame: Frame, part: Part) -> Iterator[Told]:
    """The figures of a single row that has no label: the heads name them."""
    grid = frame.grid
    rows = [row for row in part.rows if grid.filled(row)]
    if len(rows) != 1 or rows[0] not in grid.lines:
        return
    for column in part.figures:
        cell, amount = _amount(frame, rows[0], column)
        named = [head for head in part.columns[column] if h.head_words(grid.said(head))]
        if cell is not None and amount is not None and named and h.names(grid.said(named[-1])):
            row = Row(rows[0], named[-1], (), grid.lines[rows[0]], "")
            heads = tuple(head for head in part.columns[column] if head is not named[-1])
            yield Told(frame, part, row, column, heads, amount, cell.start + amount.start)


def _amount(frame: Frame, row: int, column: int) -> tuple[Cell | None, Amount | None]:
    cell = frame.grid.cell(row, column)
    if cell is None or cell.row != row or frame.grid.kind(row, column) not in (AMOUNT, YEAR):
        return None, None
    return cell, read_amount(frame.grid.said(cell))


def _named_rows(frame: Frame, part: Part) -> Iterator[Row]:
    """The rows that have a name; what 其中 leads to is part of the row before."""
    grid = frame.grid
    whole: Cell | None = None
    carried = dict[int, Cell]()
    for number in part.rows:
        span, alone = grid.lines.get(number), grid.alone(number)
        whole = alone or whole
        if span is None or alone is not None:
            continue
        labels = [(column, grid.cell(number, column)) for column in part.labels]
        for column, cell in labels:
            if cell is not None and grid.said(cell).strip():
                carried[column] = cell
        own = [cell for column, cell in labels if cell is not None and _is_name(grid.said(cell))]
        name = grid.cell(number, part.name)
        if name is None or not _is_name(grid.said(name)):
            left = (grid.cell(number, column) for column in range(min(part.figures)))
            name = next((cell for cell in (*reversed(own), *left) if cell and _is_name(grid.said(cell))), None)
        if name is None:
            continue
        outer = [carried[column] for column in part.labels if column in carried and column < part.name]
        beside = [cell for cell in (*outer, *own) if cell is not name and _may_help(grid.said(cell))]
        section = _section(frame, part, number, grid.said(name))
        part_of = whole if h.name_span(grid.said(name))[2].startswith("其中") else None
        whole = part_of or name
        parent = _name(grid.said(part_of)) if part_of is not None else ""
        lead = h.joined_words([grid.said(cell) for cell in outer if cell in beside and cell.column < name.column])
        yield Row(number, name, tuple(dict.fromkeys((*section, *beside))), span, parent, lead, part_of)


def _is_name(text: str) -> bool:
    return h.names(text) or bool(h.YEAR_ALONE.fullmatch(text.strip()))


def _may_help(text: str) -> bool:
    return len(text) <= SHORT and not is_nil(text)


def _name(label: str) -> str:
    start, end, _ = h.name_span(label)
    return label[start:end]


def _section(frame: Frame, part: Part, row: int, label: str) -> tuple[Cell, ...]:
    over = part.sections.get(row)
    if over is None or h.is_total(label):
        return ()
    cell = frame.grid.alone(over)
    return () if cell is None else (cell,)


def _pairs(frame: Frame, part: Part) -> Iterator[Told]:
    """Figures right behind the words that name them, where nothing heads the columns."""
    grid = frame.grid
    for number in part.rows:
        span = grid.lines.get(number)
        filled = grid.filled(number)
        for n, cell in enumerate(filled):
            kinds = [grid.kind(number, c.column) for c in filled[max(0, n - 1) : n + 2]]
            if n == 0 or kinds[:2] != [WORDS, AMOUNT] or (len(kinds) > 2 and kinds[2] in (AMOUNT, NIL, YEAR)):
                continue
            amount = read_amount(grid.said(cell))
            name = filled[n - 1]
            if amount is None or span is None or cell.row != number or not h.tells(grid.said(name)):
                continue
            row = Row(number, name, _section(frame, part, number, grid.said(name)), span, "")
            yield Told(frame, part, row, cell.column, (), amount, cell.start + amount.start)
