"""A fact of a table as it stands: its name in full, its number read again, and its heads where it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.records import Fact, Prepared
from index.tabled import name_of, read_again, stands
from tests.index.tabled import prepared, raw_table

UNIT = "主要数据\n单位：万元"
ROWS = [["项目", "2020年", "2019年", "同比增减（%）"], ["营业收入", "94,915.38", "85,429.57", "11.10"]]


def tabled(report: Prepared) -> list[Fact]:
    return [fact for fact in report.facts if fact.table is not None]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["项目", "2020年"], ["营业收入", "5"]], ["营业收入"]),
        ([["客户", "销售额"], ["客户一", "5"]], ["客户一销售额"]),
        ([["地区", "项目", "2020年"], ["华东", "收入", "5"], ["华北", "收入", "4"]], ["华东收入", "华北收入"]),
        ([["项目", "2020年"], ["分产品：", ""], ["甲", "5"]], ["甲"]),
        ([["项目", "2020年"], ["存款：", ""], ["定期", "5"], ["贷款：", ""], ["定期", "6"]], ["存款定期", "贷款定期"]),
        ([["项目", "2020年"], ["合计", "5"]], ["主要数据合计"]),
        ([["年份", "利润"], ["2020年", "5"]], ["利润"]),
    ],
)
def test_the_name_in_full(rows: list[list[str]], names: list[str]):
    assert [name_of(fact) for fact in tabled(prepared(raw_table(rows, before=UNIT)))] == names


@pytest.mark.parametrize(
    ("before", "rows", "names"),
    [
        (
            "按行业划分的公司贷款分布情况",
            [["行业", "2020年", "占比"], ["渔业", "5", "50%"], ["合计", "9", "100%"]],
            ["渔业公司贷款", "渔业公司贷款占比", "公司贷款合计", "公司贷款合计占比"],
        ),
        ("各地区的营业收入情况", [["地区", "2020年"], ["华东", "5"]], ["华东营业收入"]),
        ("按期限划分的公司贷款情况", [["期限", "2020年"], ["短期贷款", "5"]], ["短期贷款"]),
        ("按行业划分的公司贷款分布情况", [["行业", "利率"], ["渔业", "5%"]], ["渔业利率"]),
        ("利润表主要项目", [["项目", "2020年"], ["营业收入", "5"]], ["营业收入"]),
    ],
)
def test_what_a_table_divides_is_part_of_the_names_of_its_rows(before: str, rows: list[list[str]], names: list[str]):
    assert [name_of(fact) for fact in tabled(prepared(raw_table(rows, before=f"{before}\n单位：万元")))] == names


@pytest.mark.parametrize(
    "broken",
    [
        lambda f: replace(f, figure=replace(f.figure, start=f.figure.start + 1)),
        lambda f: replace(f, figure=replace(f.figure, end=f.figure.end - 1)),
        lambda f: replace(f, table=replace(f.table, unit_start=f.table.unit_start - 1)),
        lambda f: replace(f, table=replace(f.table, unit_start=0, unit_end=0)),
        lambda f: replace(f, table=replace(f.table, unit_start=0, unit_end=2)),
        lambda f: replace(f, table=None),
    ],
)
def test_a_figure_that_does_not_stand_so_is_read_otherwise(broken):
    report = prepared(raw_table(ROWS, before=UNIT))
    fact = tabled(report)[0]
    assert read_again(report.document.text, fact) == fact.figure
    again = broken(fact)
    assert read_again(report.document.text, again) != again.figure


@pytest.mark.parametrize("change", [{"column": "占比"}, {"above": "分产品"}, {"lead": "甲"}, {"heads": ((0, 4),)}])
def test_heads_that_do_not_stand_are_told(change: dict):
    report = prepared(raw_table(ROWS, before=UNIT))
    fact = tabled(report)[0]
    assert fact.table is not None
    assert not stands(report.document.text, replace(fact, table=replace(fact.table, **change)))
