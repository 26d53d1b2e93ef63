"""What holds for the raw text of every loader, and what tests ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.load import load_bytes
from index.records import RawText, Table
from tests.pdfs import Page, pdf


def check_raw(raw: RawText) -> None:
    """Runs in order and not blank at their ends; each table's rows on lines, its cells parted by tabs, its places its own."""
    for before, run in pairwise(raw.runs):
        assert before.end <= run.start
    for run in raw.runs:
        part = raw.text[run.start : run.end]
        assert part == part.strip()
        assert part
        assert "\n" not in part
        assert run.box is not None
        assert run.box[0] < run.box[2]
        assert run.box[1] < run.box[3]
    for table in raw.tables:
        taken: set[tuple[int, int]] = set()
        for cell in table.cells:
            places = {
                (r, c)
                for r in range(cell.row, cell.row + cell.rows)
                for c in range(cell.column, cell.column + cell.columns)
            }
            assert not places & taken
            taken |= places
        for cell, following in pairwise(table.cells):
            assert cell.end < following.start
            assert raw.text[cell.end : following.start] == ("\t" if cell.row == following.row else "\n")
        assert raw.text[table.cells[-1].end] == "\n"
        start = table.cells[0].start
        assert start == 0 or raw.text[start - 1] == "\n"


def loaded(pages: Sequence[Page], unmapped: str = "") -> RawText:
    """What the loader makes of these pages, with every invariant checked."""
    raw = load_bytes(pdf(pages, unmapped=unmapped))
    assert raw.encoding == "pdf"
    check_raw(raw)
    return raw


def plain(text: str) -> str:
    """``text`` without blanks and line ends."""
    return "".join(text.split())


def lines_of(raw: RawText) -> list[str]:
    """Its lines, blank ones and indents aside."""
    return [line.strip("\u3000") for line in raw.text.splitlines() if line]


def cells(raw: RawText, table: Table) -> list[list[str]]:
    """The texts of the cells that begin in each row."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(raw.text[cell.start : cell.end])
    return list(rows.values())
