"""The figures of a table with the words that tell what they are, layout by layout."""

from __future__ import annotations

import pytest

from index.frames import frames
from index.told import Told, figures_of
from tests.index.tabled import Rows, prepared, raw_table


def told(rows: Rows) -> list[Told]:
    found = frames(prepared(raw_table(rows, before="主要数据\n单位：万元")).document)
    return [one for frame in found for part in frame.parts for one in figures_of(frame, part)]


def words(rows: Rows) -> list[tuple[str, str, str, str]]:
    return [(one.label, one.head, " ".join(one.said(one.row.above)), one.raw) for one in told(rows)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["项目", "2020年"], ["营业收入", "5.1"]], [("营业收入", "2020年", "", "5.1")]),
        (
            [["地区", "项目", "2020年"], ["华东", "收入", "5"], ["", "成本", "4"]],
            [("收入", "2020年", "华东", "5"), ("成本", "2020年", "华东", "4")],
        ),
        (
            [["项目", "2020年"], ["存款：", ""], ["定期", "5"], ["合计", "9"]],
            [("定期", "2020年", "存款：", "5"), ("合计", "2020年", "", "9")],
        ),
        ([["营业收入", "净利润"], ["5", "6"]], [("营业收入", "", "", "5"), ("净利润", "", "", "6")]),
        ([["项目", "2020年", "备注"], ["营业收入", "—", "见附注"]], []),
    ],
    ids=["a row", "labels that go on", "a section", "heads alone", "nothing"],
)
def test_each_figure_has_its_name_its_heads_and_its_labels(rows: Rows, expected: list[tuple[str, str, str, str]]):
    assert words(rows) == expected


def test_what_among_them_leads_to_has_the_row_before_for_its_whole():
    rows = [["项目", "2020年"], ["营业总收入", "9"], ["其中：营业收入", "8"], ["营业总成本", "7"]]
    assert [(one.label, one.row.parent) for one in told(rows)] == [
        ("营业总收入", ""), ("其中：营业收入", "营业总收入"), ("营业总成本", ""),
    ]  # fmt: skip


def test_a_figure_stands_where_it_is_told_to():
    text = prepared(raw_table([["项目", "2020年"], ["营业收入", "5,000.1"]], before="单位：元")).document.text
    one = next(iter(told([["项目", "2020年"], ["营业收入", "5,000.1"]])))
    assert one.raw == "5,000.1"
    assert text.count(one.raw) == 1


@pytest.mark.parametrize(
    ("head", "core"), [("2020年 同比增减", "2020年同比增减"), ("占比（%）", "占比（%）"), ("金额", "")]
)
def test_the_core_of_a_head_says_more_than_any_figure(head: str, core: str):
    assert [one.core for one in told([["项目", head], ["营业收入", "5.1"]])] == [core]
