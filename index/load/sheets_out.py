"""Rows of a spreadsheet to raw text: blank rows part its tables, rows of one cell around them are lines of text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.errors import LoadError
from index.load.limits import MAX_CELLS, MAX_COLUMNS
from index.records import Cell, Heading, Table
from index.traditional import AnyScript

Row = Mapping[int, str]
"""The cells of a row that hold anything, by column from 0."""
Merged = tuple[int, int, int, int]
"""First row, first column, last row and last column of a merged cell, from 0."""

_BREAKS = re.compile(r"[\s\u3000]*[\r\n\t\v\f\x85\u2028\u2029]+[\s\u3000]*")
_UNNAMED: Final = AnyScript(r"(?:sheet|工作表|表)\s*[0-9]*", re.I)
"""Names that a program gives a sheet by itself."""


@dataclass(slots=True)
class Writer:
    """Raw text as it grows, with the tables and headings in it."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    length: int = 0
    cells: int = 0

    @property
    def text(self) -> str:
        """All lines so far."""
        return "\n".join(self.lines)

    def write(self, name: str, rows: Mapping[int, Row], merged: Sequence[Merged] = ()) -> None:
        """A sheet: its name as a heading, its tables, and the lines around them.

        Raises:
            LoadError: more cells or columns than a report has.
        """
        self._check(rows)
        if name.strip() and not _UNNAMED.fullmatch(name.strip()):
            start = self._line(_one_line(name))
            self.headings.append(Heading(start, self.length - 1, 1))
        covered = {
            (row, column): (first, left, last, right)
            for first, left, last, right in merged
            for row in range(first, last + 1)
            for column in range(left, right + 1)
        }
        for number, block in enumerate(_blocks(rows)):
            before, table, after = _parted(rows, block, number == 0)
            for row in before:
                self._line(_alone(rows[row]))
            if table:
                self._table(rows, table, covered)
            for row in after:
                self._line(_alone(rows[row]))

    def _check(self, rows: Mapping[int, Row]) -> None:
        self.cells += sum(map(len, rows.values()))
        if self.cells > MAX_CELLS:
            raise LoadError(f"表格太多：全部表格超过 {MAX_CELLS} 格。请拆成几个文件再添加")
        if any(max(row) - min(row) >= MAX_COLUMNS for row in rows.values()):
            raise LoadError(f"表格太宽：超过 {MAX_COLUMNS} 列。请拆成几个文件再添加")

    def _line(self, text: str) -> int:
        """Adds a line; where it begins."""
        start = self.length
        self.lines.append(text)
        self.length += len(text) + 1
        return start

    def _table(self, rows: Mapping[int, Row], block: Sequence[int], covered: Mapping[tuple[int, int], Merged]) -> None:
        left = min(min(rows[row]) for row in block)
        right = max(max(rows[row]) for row in block)
        place = {row: n for n, row in enumerate(block)}
        cells: list[Cell] = []
        for row in block:
            at = self.length
            texts: list[str] = []
            for column in range(left, right + 1):
                span = covered.get((row, column), (row, column, row, column))
                top, edge = max(span[0], block[0]), max(span[1], left)
                if (row, column) != (top, edge):
                    continue
                text = _one_line(rows[row].get(column, ""))
                height = bisect_right(block, span[2]) - bisect_left(block, span[0])
                cells.append(
                    Cell(at, at + len(text), place[row], column - left, height, min(span[3], right) - edge + 1)
                )
                texts.append(text)
                at += len(text) + 1
            self._line("\t".join(texts))
        self.tables.append(Table(tuple(cells)))


def _blocks(rows: Mapping[int, Row]) -> Iterator[list[int]]:
    """Runs of rows that hold anything."""
    block: list[int] = []
    for row in sorted(rows):
        if block and row != block[-1] + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _parted(rows: Mapping[int, Row], block: Sequence[int], first: bool) -> tuple[list[int], list[int], list[int]]:
    """The lines before a table, its rows, and the lines behind it; a table has two columns at least."""
    single = [len(rows[row]) == 1 for row in block]
    if all(single):
        return list(block), [], []
    start, end = single.index(False), len(single) - single[::-1].index(False)
    if not first and start and any(char.isdigit() for text in rows[block[start]].values() for char in text):
        start = 0  # a section of the table above, not the title of another
    return list(block[:start]), list(block[start:end]), list(block[end:])


def _alone(row: Row) -> str:
    return " ".join(map(_one_line, row.values()))


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
