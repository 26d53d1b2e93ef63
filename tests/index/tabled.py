"""Reports made of tables, as a loader gives them."""

from __future__ import annotations

from collections.abc import Sequence

from index.prepare import understand
from index.records import Cell, Prepared, RawText, Table

Rows = Sequence[Sequence[str | None]]


def raw_table(
    rows: Rows, merged: Sequence[Sequence[int]] = (), heads: int = 0, *, before: str = "", after: str = ""
) -> RawText:
    """A table between two texts; ``merged`` are row, column, rows and columns of merged cells, which cover the Nones."""
    spans = {(row, column): (height, width) for row, column, height, width in merged}
    text = f"{before}\n" if before else ""
    cells = []
    for r, row in enumerate(rows):
        own = [(c, words) for c, words in enumerate(row) if words is not None]
        for n, (c, words) in enumerate(own):
            text += "\t" * bool(n)
            cells.append(Cell(len(text), len(text) + len(words), r, c, *spans.get((r, c), (1, 1))))
            text += words
        text += "\n"
    return RawText(text + after, "utf-8", tables=(Table(tuple(cells), heads),))


def prepared(raw: RawText, name: str = "甲公司2020年年度报告") -> Prepared:
    """A report of raw text under a made-up id."""
    return understand(name, "0" * 64, raw)
