"""A real annual report: cells that were read by eye from its printed pages, against what the loader makes of them."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.load import load_bytes
from index.load.pdfium import opened, sheets
from index.load.sheets import Sheet
from index.records import Cell, RawText, Table
from tests.raw_checks import check_raw, plain

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases/pdf_cells.jsonl").read_text("utf-8").splitlines()
]
CELLS = [case for case in CASES if "table" in case]
WORDS = [case for case in CASES if "words" in case]
CORPUS = os.environ.get("SHUSHUO_CORPUS")
REPORT = Path(CORPUS or "", "reports/annual_pdf/贵州茅台2020年年度报告.pdf")
ENOUGH = 0.97
SECONDS = 25

pytestmark = pytest.mark.skipif(not CORPUS or not REPORT.is_file(), reason="SHUSHUO_CORPUS is not set")


@pytest.fixture(scope="module")
def raw() -> RawText:
    started = time.process_time()
    found = load_bytes(REPORT.read_bytes())
    assert time.process_time() - started < SECONDS
    return found


def right(raw: RawText, case: dict[str, Any]) -> bool:
    """True where some table has the row and, above it, the column, and where they meet the value and nothing else."""
    found = [value for table in raw.tables for value in meeting(raw, table, case)]
    return case["value"] in found


def meeting(raw: RawText, table: Table, case: dict[str, Any]) -> list[str]:
    def text(cell: Cell) -> str:
        return plain(raw.text[cell.start : cell.end])

    values = []
    for label in (cell for cell in table.cells if text(cell) == case["row"]):
        if not on_page(raw, label, case["page"]):
            continue
        if case["column"]:
            heads = [c for c in table.cells if text(c) == case["column"] and c.row < label.row]
            head = max(heads, key=lambda c: c.row, default=None)
            column = head.column if head else None
        else:
            column = label.column + label.columns
        values += [
            text(c)
            for c in table.cells
            if column is not None and c.row <= label.row < c.row + c.rows and c.column <= column < c.column + c.columns
        ]
    return values


def on_page(raw: RawText, cell: Cell, page: int) -> bool:
    return any(run.page == page for run in raw.runs if run.start < cell.end and run.end > cell.start)


def test_the_cells_stand_where_they_do_on_paper(raw: RawText):
    wrong = [case for case in CELLS if not right(raw, case)]
    assert len(CELLS) >= 80
    assert len(wrong) <= (1 - ENOUGH) * len(CELLS), wrong


def test_sentences_with_figures_are_whole(raw: RawText):
    text = plain(raw.text)
    assert [case for case in WORDS if case["words"] + case["value"] not in text] == []


def test_what_each_page_repeats_is_told_and_gone(raw: RawText):
    assert set(raw.left_out) == {"页眉“2020 年年度报告”（120页）", "页码“1 / 120”等（120页）"}
    assert not [line for line in raw.text.splitlines() if line.endswith("/ 120")]


def test_no_character_is_lost_or_added(raw: RawText):
    """What the loader shows and what it tells that it left out are together all that the pages hold."""
    held: Counter[str] = Counter()
    with opened(REPORT.read_bytes()) as document:
        for sheet in sheets(document):
            assert isinstance(sheet, Sheet)
            for glyphs in sheet.glyphs.values():
                held.update(glyph.char for glyph in glyphs)
    heads: Counter[str] = Counter()
    for page in range(1, 121):
        heads.update(f"2020年年度报告{page}/120")
    assert Counter(plain(raw.text)) + heads == held


def test_a_table_over_two_pages_is_one(raw: RawText):
    table = next(t for t in raw.tables if any(raw.text[c.start : c.end] == "非流动资产处置损益" for c in t.cells))
    labels = [plain(raw.text[c.start : c.end]) for c in table.cells if c.column == 0]
    assert labels[0] == "非经常性损益项目"
    assert labels[-1] == "合计"
    assert sum(label.endswith("债权投资取得的投资收益") for label in labels) == 1


def test_every_span_is_true(raw: RawText):
    check_raw(raw)
