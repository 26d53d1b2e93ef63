"""``shushuo facts`` on the two seed reports: the printed table, and files that a spreadsheet reads as numbers."""

from __future__ import annotations

import csv
from contextlib import redirect_stdout
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from index.build import add_paths
from index.store import Store
from qa.cli import main
from qa.table import COLUMNS, KINDS

REPORT = "湖州法院2024"
VALUE, RAW, METRIC, KIND = (COLUMNS.index(name) for name in ("数值", "原文数字", "指标", "类型"))


@pytest.fixture(scope="module")
def store(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the two seed reports."""
    folder = tmp_path_factory.mktemp("facts") / "store"
    add_paths(folder, sorted((corpus / "reports" / "seeds").glob("*.txt")))
    return folder


@pytest.fixture(scope="module")
def values(store: Path) -> dict[str, Decimal | None]:
    """Id of each fact of the report -> its value, from the library itself."""
    with Store.open(store) as opened:
        document = next(info.id for info in opened.documents() if info.name == REPORT)
        return {fact.id: fact.figure.value for fact in opened.facts(document=document)}


def facts(store: Path, *arguments: str | Path) -> str:
    """What ``shushuo facts`` prints."""
    with redirect_stdout(StringIO()) as out:
        assert main(["facts", "--store", str(store), *map(str, arguments)]) == 0
    return out.getvalue()


def test_the_table_of_one_report(store: Path, values: dict[str, Decimal | None]):
    rows = [line.split("\t") for line in facts(store, "--report", REPORT).splitlines()]
    assert len(rows) == len(values) >= 50
    assert len({len(row) for row in rows}) == 1
    assert {row[-1] for row in rows} == {REPORT}
    assert {row[2] for row in rows} <= set(KINDS.values())
    found = {row[1].replace(" ", ""): row for row in rows}
    for raw, metric, kind in (("72824件", "新收", "水平"), ("68029件", "审结", "水平"), ("35.8亿元", "到位", "水平")):
        assert metric in found[raw][0]
        assert found[raw][2] == kind
    assert found["13.7%"][2:4] == ["变化（%）", "上升"]


def test_one_metric_only(store: Path):
    lines = facts(store, "--report", REPORT, "--metric", "到位").splitlines()
    assert lines
    assert all("到位" in line.split("\t")[0] for line in lines)
    assert any("35.8亿元" in line for line in lines)
    assert facts(store, "--report", REPORT, "--metric", "没有的指标") == ""


def test_all_reports_without_a_lock(store: Path):
    named = {line.split("\t")[-1] for line in facts(store).splitlines()}
    assert named == {REPORT, "德清法院2024"}


def test_csv_opens_with_figures_as_numbers(store: Path, values: dict[str, Decimal | None], tmp_path: Path):
    path = tmp_path / "表.csv"
    assert facts(store, "--report", REPORT, "--csv", path) == ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert [Decimal(row[VALUE]) if row[VALUE] else None for row in rows] == list(values.values())
    assert Decimal(next(row for row in rows if row[RAW] == "35.8亿元")[VALUE]) == 3_580_000_000
    assert all(row[METRIC] for row in rows)


def test_every_cell_has_a_column(store: Path, tmp_path: Path):
    path = tmp_path / "表.csv"
    facts(store, "--report", REPORT, "--csv", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert {len(row) for row in rows} == {len(header)}
    quote = COLUMNS.index("原句")
    assert all(row[RAW] in row[quote] for row in rows)


def test_workbook_opens_with_figures_as_numbers(store: Path, values: dict[str, Decimal | None], tmp_path: Path):
    path = tmp_path / "表.xlsx"
    assert facts(store, "--report", REPORT, "--xlsx", path) == ""
    header, *rows = load_workbook(path).active.iter_rows()
    assert [cell.value for cell in header if cell.value] == list(COLUMNS)
    told = [row[VALUE] for row in rows]
    assert {cell.data_type for cell in told if cell.value is not None} == {"n"}
    assert len(told) == len(values)
    for cell, value in zip(told, values.values(), strict=True):
        assert cell.value == (None if value is None else pytest.approx(float(value)))
    assert {row[KIND].value for row in rows} <= set(KINDS.values())


def test_both_files_at_once_with_one_metric(store: Path, tmp_path: Path):
    facts(store, "--metric", "案件", "--csv", tmp_path / "a.csv", "--xlsx", tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.reader(file))[1:]
    kept = list(load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert len(listed) == len(kept) > 0
    assert all("案件" in row[METRIC] for row in listed)
    assert [row[RAW] for row in listed] == [row[RAW] for row in kept]
