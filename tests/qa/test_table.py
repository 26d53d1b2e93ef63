"""The table of facts: rows in order, figures as numbers, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from index.errors import StoreError
from index.store import Store
from qa.table import COLUMNS, KINDS, Row, print_rows, rows_of, safe, write_csv, write_xlsx
from tests.qa.library import library_of

TEXTS = {
    "甲院2024": (
        "2024年，全市法院共执结案件18049件，执行到位金额35.8亿元，同比上升13.7%。\n"
        "平均审理天数47.1天，比上年缩短5.3天。\n"
    ),
    "乙院2023": "2023年，全院新收案件8790件，调撤率41.7%，同比提高3.3个百分点。\n=1+1的案件5件。\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(library_of(tmp_path_factory.mktemp("table"), TEXTS)) as opened:
        yield opened


def column(rows: list[Row], name: str) -> list[object]:
    return [row[COLUMNS.index(name)] for row in rows]


def test_rows_are_in_order_of_report_and_place(store: Store):
    rows = rows_of(store)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert list(dict.fromkeys(column(rows, "报告"))) == ["乙院2023", "甲院2024"]
    raw = column(rows, "原文数字")
    assert [figure for figure in raw if figure in ("18049件", "35.8亿元", "13.7%", "47.1天", "5.3天")] == [
        "18049件", "35.8亿元", "13.7%", "47.1天", "5.3天",
    ]  # fmt: skip
    assert dict(zip(raw, column(rows, "数值"), strict=True))["35.8亿元"] == Decimal(3580000000)
    for row in rows:
        assert str(row[COLUMNS.index("原文数字")]) in str(row[COLUMNS.index("原句")])
        assert row[COLUMNS.index("类型")] in KINDS.values()


def test_rows_of_one_report_or_metric(store: Store):
    assert set(column(rows_of(store, report="甲院2024"), "报告")) == {"甲院2024"}
    found = rows_of(store, metric="到位金额")
    assert "35.8亿元" in column(found, "原文数字")
    assert all("到位金额" in str(metric) for metric in column(found, "指标"))
    assert rows_of(store, metric="没有的指标") == []


def test_an_unknown_report_is_an_error(store: Store):
    with pytest.raises(StoreError, match=r"“丙院”.*shushuo list"):
        rows_of(store, report="丙院")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1%", "'-1%"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("35.8亿元", "35.8亿元"),
        ("a=b", "a=b"),
        ("甲\x00\x01\x0b乙", "甲   乙"),
        ("", ""),
        (None, None),
        (5, 5),
        (Decimal("-1.5"), Decimal("-1.5")),
    ],
)
def test_safe_cells(cell, expected):
    assert safe(cell) == expected


ODD: list[Row] = [
    (
        "=HYPERLINK(1)",
        None,
        "甲",
        "",
        "2024",
        "+指标",
        "-1%",
        Decimal("-1"),
        "%",
        "",
        "水平",
        "",
        "",
        "@原句\x07，“引”,\n换行",
    ),
    ("乙", 3, "", "", "", "指标", "35.8亿元", Decimal("3.58E+9"), "元", "约", "水平", "", "", "句。"),
    ("丙", None, "", "", "", "指标", "三分之二", Decimal(2) / Decimal(3), "", "", "占比", "", "", "句。"),
    ("丁", None, "", "", "", "指标", "①", None, "", "", "水平", "", "", "句。" * 20_000),
]


def test_csv_has_numbers_and_no_formula(tmp_path: Path):
    path = tmp_path / "表.csv"
    write_csv(path, ODD)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    value = COLUMNS.index("数值")
    assert [row[value] for row in rows][:2] == ["-1", "3580000000"]
    assert Decimal(rows[2][value]) == Decimal(2) / Decimal(3)
    assert rows[3][value] == ""
    risky = [cell for row in rows for n, cell in enumerate(row) if n != value and cell[:1] in ("=", "+", "-", "@")]
    assert risky == []
    assert rows[0][0] == "'=HYPERLINK(1)"


def test_xlsx_has_numbers_and_no_formula(tmp_path: Path):
    path = tmp_path / "表.xlsx"
    write_xlsx(path, ODD)
    sheet = load_workbook(path).active
    header, *rows = sheet.iter_rows()
    assert tuple(cell.value for cell in header) == COLUMNS
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    value = COLUMNS.index("数值")
    assert [row[value].value for row in rows] == [-1, 3580000000, pytest.approx(2 / 3), None]
    assert [row[COLUMNS.index("页")].value for row in rows] == [None, 3, None, None]
    assert rows[0][0].value == "'=HYPERLINK(1)"


def test_both_files_hold_every_row(store: Store, tmp_path: Path):
    rows = rows_of(store)
    write_csv(tmp_path / "表.csv", rows)
    write_xlsx(tmp_path / "表.xlsx", rows)
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.reader(file))[1:]
    sheet = load_workbook(tmp_path / "表.xlsx").active
    kept = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(listed) == len(kept) == len(rows)
    value = COLUMNS.index("数值")
    for row, text, cells in zip(rows, listed, kept, strict=True):
        if row[value] is not None:
            assert Decimal(text[value]) == row[value]
            assert cells[value] == pytest.approx(float(row[value]))  # type: ignore[arg-type]


def test_printed_rows_are_one_line_each(store: Store):
    rows, out = rows_of(store), io.StringIO()
    print_rows(rows, out)
    printed = out.getvalue().splitlines()
    assert len(printed) == len(rows)
    assert all(line.count("\t") == 7 for line in printed)


def test_every_kind_of_fact_has_a_word(store: Store):
    assert set(KINDS) == {"level", "change", "point_change", "share", "rank", "target", "cumulative"}
    assert {fact.kind for fact in store.facts()} <= set(KINDS)
