"""A row named by its rank is the row of the table that lists such rows from the largest on; else nothing is said of it."""

from __future__ import annotations

import pytest

from index.records import Fact
from qa.ranks import by_name
from tests.index.tabled import prepared, raw_table
from tests.qa.made import question

BUYERS = [
    ["名称", "销售额", "占年度销售总额比例"],
    ["客户一", "50.00", "25.00%"],
    ["客户二", "30.00", "15.00%"],
    ["客户三", "20.00", "10.00%"],
    ["合计", "100.00", "50.00%"],
]
HOLDERS = [["名称", "持股数量（股）"], ["甲集团", "5,000"], ["乙基金", "3,000"], ["丙公司", "1,000"]]
UNSORTED = [BUYERS[0], BUYERS[2], BUYERS[1], BUYERS[3]]


def facts(rows: list[list[str]], before: str) -> dict[str, list[Fact]]:
    """The facts of the passage that holds a table."""
    report = prepared(raw_table(rows, before=f"{before}\n单位：万元"))
    return {report.passages[-1].id: list(report.facts)}


@pytest.mark.parametrize(
    ("rows", "before", "metric", "told"),
    [
        (BUYERS, "公司前5大客户资料", "最大的客户 销售额", "客户一 销售额"),
        (BUYERS, "公司前5大客户资料", "第二大客户占 销售额", "客户二 占 销售额"),
        (HOLDERS, "前十名股东持股情况", "第三大股东持股数量", "丙公司 持股数量"),
        (HOLDERS, "前十名股东持股情况", "最大的一家股东持股数量", "甲集团 持股数量"),
    ],
)
def test_a_row_named_by_its_rank_is_called_as_its_table_calls_it(
    rows: list[list[str]], before: str, metric: str, told: str
):
    asked = by_name(question(metric), facts(rows, before))
    assert asked.metric == told
    assert told.split()[0] in asked.text
    assert "大" not in asked.text


@pytest.mark.parametrize(
    ("rows", "before", "metric"),
    [
        (HOLDERS, "前十名股东持股情况", "第四大股东持股数量"),
        (HOLDERS, "前十名股东持股情况", "最大的客户 销售额"),
        (HOLDERS, "前十名股东持股情况", "股东持股数量"),
        (UNSORTED, "公司主要客户资料", "最大的客户 销售额"),
    ],
)
def test_nothing_is_said_of_a_rank_that_no_table_tells(rows: list[list[str]], before: str, metric: str):
    asked = question(metric)
    assert by_name(asked, facts(rows, before)) is asked


def test_the_rest_of_a_long_table_is_no_list_from_the_first_on():
    rows = [HOLDERS[0], *([f"股份有限公司第{n:02}号产品", f"{9000 - n:,}"] for n in range(1, 13))]
    found = facts(rows, "前十名股东持股情况")
    asked = question("最大的股东 持股数量")
    assert by_name(asked, found).metric == "股份有限公司第01号产品 持股数量"
    rest = {passage: own[8:] for passage, own in found.items()}
    assert by_name(asked, rest) is asked
