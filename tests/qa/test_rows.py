"""A row of a table beside the others: named in full, said with more than was asked for, one of several asked for together."""

from __future__ import annotations

import pytest

from qa.fits import OTHER_ROW
from qa.results import Hit
from qa.select import measure
from tests.index.tabled import prepared, raw_table
from tests.qa.made import question

REGIONS = [["地区", "2020年"], ["西部地区", "50.00"], ["东部地区", "70.00"], ["营业收入合计", "120.00"]]
PAID = [
    ["项目", "2020年"],
    ["分红金额占归属于甲公司股东的净利润的比率", "30.00%"],
    ["以其他方式分红金额占归属于甲公司股东的净利润的比例", "0.00%"],
    ["分红占可分配利润的比例", "90.00%"],
]
BUYERS = [["名称", "销售额"], ["客户一", "50.00"], ["客户二", "30.00"], ["客户三", "20.00"], ["合计", "100.00"]]
SORTS = [["类别", "贷款"], ["渔业", "50.00"], ["林业", "30.00"], ["旅游业", "20.00"], ["合计", "100.00"]]


def fits(rows: list[list[str]], metric: str, factor: str = "row fit", text: str = "") -> dict[str, bool]:
    """Which figures of a table a factor leaves as they are."""
    report = prepared(raw_table(rows, before="各类情况\n单位：万元"))
    passage = report.passages[-1]
    asked = question(metric, **({"text": text} if text else {}))
    measured = measure(asked, [Hit(passage, 0.5)], {passage.id: report.facts})
    assert {m.factors["row fit"] for m in measured} <= {1.0, OTHER_ROW}
    return {m.fact.figure.raw: m.factors[factor] == 1.0 for m in measured}


def test_a_row_that_is_named_in_full_goes_before_the_others_of_its_table():
    assert fits(REGIONS, "西部地区 营业收入") == {"50.00": True, "70.00": False, "120.00": False}
    assert set(fits(REGIONS, "营业收入").values()) == {True}


def test_a_label_that_says_more_than_was_asked_for_yields_to_the_one_it_holds():
    assert fits(PAID, "分红占净利润比例") == {"30.00%": True, "0.00%": False, "90.00%": True}
    assert fits(PAID, "其他方式分红占净利润比例")["0.00%"]


def test_of_a_share_the_question_need_not_say_whose_the_whole_is():
    assert fits(PAID, "分红占净利润比例", "wanted")["30.00%"]
    assert not fits(PAID, "研发投入占净利润比例", "wanted")["90.00%"]


@pytest.mark.parametrize("text", ["前三大客户销售额多少", "客户销售额合计多少", "几个客户加起来销售额多少"])
def test_asked_for_rows_together_none_of_those_alike_is_meant(text: str):
    assert fits(BUYERS, "客户销售额", text=text) == {"50.00": False, "30.00": False, "20.00": False, "100.00": True}


def test_a_row_that_the_question_tells_apart_stays_though_it_asks_for_all():
    assert fits(SORTS, "旅游产业贷款", text="旅游产业贷款一共多少")["20.00"]
    assert set(fits(BUYERS, "客户销售额").values()) == {True}


def test_a_row_is_asked_for_by_the_words_that_tell_it_from_the_others():
    works = [["名称", "产量"], ["甲酒第一生产车间及附属厂房", "50.00"], ["乙酒第一生产车间及附属厂房", "30.00"]]
    assert fits(works, "甲酒产量", "wanted") == {"50.00": True, "30.00": False}
    assert fits(works, "丙酒产量", "wanted") == {"50.00": False, "30.00": False}
