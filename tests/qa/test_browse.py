"""The table of facts on the page: found, filtered, sorted, exported; each figure leads to its place."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from index import build
from index.store import Store
from qa import ledger
from qa.browse import ORDERS, Ledger, Wanted, arranged, select
from qa.exports import as_file
from qa.table import COLUMNS, Entry, entries_of
from tests.qa.library import SAMPLES
from tests.qa.test_render import PAYLOADS, STRANGE, Reader

NUMBER, UNIT, METRIC = (COLUMNS.index(name) for name in ("数值", "单位", "指标"))


@pytest.fixture(scope="module")
def opened(store: Path) -> Iterator[Store]:
    with Store.open(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def held(opened: Store) -> Ledger:
    return Ledger(opened)


def entry(**cells: object) -> Entry:
    row = {"报告": "湖州法院2024", "主体": "湖州法院", "时期": "2024", "指标": "执行到位金额", "原文数字": "35.8亿元",
           "数值": Decimal(3580000000), "单位": "元", "类型": "水平", **cells}  # fmt: skip
    made = tuple(row.get(name, "") for name in COLUMNS)
    return Entry(made, "ab12", 3, 20, (10, 16), " ".join(map(str, made)).lower())  # type: ignore[arg-type]


def test_every_figure_leads_to_its_place(opened: Store):
    for one in entries_of(opened):
        text = opened.report_text(one.document).text
        assert text[slice(*one.figure)] == one.row[COLUMNS.index("原文数字")]
        assert one.start <= one.figure[0] < one.figure[1] <= one.end


def test_words_are_found_whatever_their_order_and_width(held: Ledger):
    found = held.chosen(Wanted(find="到位金额 湖州"))
    assert found
    assert all("到位金额" in one.words and "湖州" in one.words for one in found)
    assert held.chosen(Wanted(find="３５．８亿")) == held.chosen(Wanted(find="35.8亿")) != []
    assert held.chosen(Wanted(find="绝无此词")) == []


def test_filters_narrow_one_another(held: Ledger):
    made = held.choices(Wanted())
    assert "2024" in made.years
    assert "水平" in made.kinds
    for body in made.bodies:
        found = held.chosen(Wanted(body=body, year="2024", kind="变化（%）"))
        assert all((row[2], row[4], row[10]) == (body, "2024", "变化（%）") for row in (one.row for one in found))
    assert all("收案" in str(one.row[METRIC]) for one in held.chosen(Wanted(metric="收案")))
    report = str(held.entries()[0].row[0])
    assert {one.row[0] for one in held.chosen(Wanted(report=report))} == {report}


@pytest.mark.parametrize("order", ORDERS[1:])
def test_values_are_sorted_among_those_of_their_unit(held: Ledger, order: str):
    found = held.chosen(Wanted(order=order))
    assert sorted(map(id, found)) == sorted(map(id, held.entries()))
    runs: dict[object, list[Decimal]] = {}
    units = [one.row[UNIT] for one in found if one.row[NUMBER] is not None]
    for one in found:
        if isinstance(one.row[NUMBER], Decimal):
            runs.setdefault(one.row[UNIT], []).append(one.row[NUMBER])  # type: ignore[arg-type]
    assert all(values == sorted(values, reverse=order == ORDERS[1]) for values in runs.values())
    assert sum(a != b for a, b in itertools.pairwise(units)) == len(set(units)) - 1


def test_a_change_of_the_library_shows_at_once(tmp_path: Path):
    path = tmp_path / "library"
    files = sorted(SAMPLES.glob("*法院2024年工作摘要.txt"))
    build.add_paths(path, files)
    held = Ledger(Store.open(path))
    assert {one.row[0] for one in held.entries()} == {file.stem for file in files}
    build.remove(path, [files[0].stem])
    assert {one.row[0] for one in held.entries()} == {file.stem for file in files[1:]}
    build.set_by_hand(path, [files[1].stem], {"period": "2020"})
    assert "2020" in held.choices(Wanted()).years


def test_what_a_form_tells_is_taken_as_it_is_and_no_further():
    told = Wanted.of({"find": "x" * 900, "order": "drop table", "year": None, "strange": "y"})
    assert len(told.find) < 100
    assert told.order == ORDERS[0]
    assert told.year == ""


def test_the_table_shows_the_first_and_counts_all():
    many = [entry() for _ in range(250)]
    piece = ledger.facts(many, Wanted(find="到位 金额"))
    assert piece.count("<tr>") == 101
    read = Reader(piece)
    assert "共250个数字，显示前100个" in read.text
    assert [link.partition("?")[0] for link in read.links[:2]] == ["/export/facts.csv", "/export/facts.xlsx"]
    assert "find=%E5%88%B0%E4%BD%8D+%E9%87%91%E9%A2%9D" in read.links[0]
    assert read.links[2] == "/report/ab12?start=3&end=20&figure=10-16#sh-here"
    assert "没有这样的数字" in ledger.facts([], Wanted())


def test_a_recomputed_change_is_told_with_its_arithmetic():
    read = Reader(ledger.facts([entry(复算="不一致：(5 − 4) ÷ 4 = 25%")], Wanted()))
    assert "复算不一致" in read.text
    assert "(5 − 4) ÷ 4 = 25%" in read.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_facts_is_shown_as_text(payload: str):
    cells = dict.fromkeys(
        ("报告", "主体", "范围", "时期", "指标", "原文数字", "单位", "方向", "比较基准", "复算"), payload
    )
    piece = ledger.facts([entry(**cells)], Wanted(find=payload, report=payload))
    assert piece.splitlines() == [piece]
    assert STRANGE.isdisjoint(Reader(piece).tags)
    assert all(link.startswith(("/report/", "/export/")) for link in Reader(piece).links)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1+1", "＋1"])
def test_no_cell_of_an_export_is_a_formula(cell: str):
    rows = [entry(指标=cell, 原文数字=cell).row]
    text = as_file(rows, "csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][METRIC][0] == "'"
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(as_file(rows, "xlsx"))).active
    assert sheet.cell(2, METRIC + 1).data_type == "s"
    assert sheet.cell(2, METRIC + 1).value.startswith("'")
    assert sheet.cell(2, NUMBER + 1).value == 3580000000


def test_arranging_and_selecting_change_nothing_given():
    given = [entry(数值=Decimal(n)) for n in (2, 3, 1)]
    before = list(given)
    assert [one.row[NUMBER] for one in arranged(given, ORDERS[1])] == [3, 2, 1]
    assert select(given, Wanted(body="别的")) == []
    assert given == before
