"""Which reports a question names: by their year, by the congress or session that they were given to, or none."""

from __future__ import annotations

import pytest

from index.store import DocumentInfo
from qa.parts import parts_of
from qa.question import understand
from qa.reports_named import reports_named
from tests.qa.made import info

NAMES = {
    "2004": info("全国", "2003", "2004年国务院政府工作报告"),
    "2009": info("全国", "2008", "2009年国务院政府工作报告"),
    "示例": info("示例市", "2003", "2004年示例市政府工作报告"),
    "十五大": info("", "1997", "奋勇前进_(十五大)"),
    "十八大": info("", "2012", "继续奋斗_(十八大)"),
}
LIBRARY: tuple[DocumentInfo, ...] = tuple(NAMES.values())


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("十五大报告里说有多少党员", [["十五大"]]),
        ("97年十五大说有多少党员", [["十五大"]]),
        ("第十八次全国代表大会上说有多少党员", [["十八大"]]),
        ("十五大和十八大各说有多少党员", [["十五大"], ["十八大"]]),
        ("2004年的政府工作报告提到的粮食产量", [["2004", "示例"]]),
        ("二〇〇九年政府工作报告里的粮食产量", [["2009"]]),
        ("04年的报告和09年的报告里粮食产量各是多少", [["2004", "示例"], ["2009"]]),
        ("十届全国人大二次会议的政府工作报告说粮食产量多少", [["2004"]]),
        ("十八大以来新增就业多少人", []),
        ("贯彻十八大精神开展了几次活动", []),
        ("二十大报告里说有多少党员", []),
        ("2004年粮食产量多少", []),
    ],
)
def test_reports_are_named(question: str, reports: list[list[str]]):
    named = reports_named(question, LIBRARY).named
    assert [set(ids) for ids in named] == [{NAMES[key].id for key in keys} for keys in reports]


def test_the_year_of_the_congress_is_not_the_year_asked_for_but_another_is():
    assert understand("97年十五大说有多少党员", LIBRARY).periods == ()
    assert understand("96年十五大说有多少党员", LIBRARY).periods == ("1996",)
    assert understand("十八大说二0一一年有多少党员", LIBRARY).periods == ("2011",)


def test_who_gave_the_report_is_not_what_is_asked_for():
    assert "总理" not in understand("某某总理在2009年政府工作报告里说的粮食产量", LIBRARY).metric
    assert "粮食产量" in understand("粮食产量2009年政府工作报告怎么说", LIBRARY).metric


def test_a_question_after_what_several_reports_say_asks_each():
    asked = understand("04年的报告和09年的报告里粮食产量各是多少", LIBRARY)
    assert [part.documents for part in parts_of(asked, LIBRARY)] == [
        (NAMES["2004"].id, NAMES["示例"].id),
        (NAMES["2009"].id,),
    ]


def test_last_year_is_the_one_that_the_report_named_looks_back_on():
    assert understand("04年的政府工作报告说去年粮食产量多少", LIBRARY).periods == ("2003",)
