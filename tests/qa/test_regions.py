"""The words around a figure, in the offsets of its passage."""

from __future__ import annotations

from qa.regions import regions
from tests.index.tabled import prepared, raw_table
from tests.qa.made import document, fact

TEXT = (
    "2024年，新收案件72824件，审结68029件，同比分别上升13.7%和8.4%。\n"
    "执行到位金额35.8亿元，比2023年的31.5亿元增长13.7%，其中市中院执行到位6.4亿元。\n"
)
STATED = fact(document(TEXT), "35.8亿元", "执行到位金额")


def test_regions_around_a_figure():
    near, clause, sentence = regions(STATED, TEXT, 0)
    assert near == "执行到位金额35.8亿元"
    assert clause == "执行到位金额35.8亿元"
    assert sentence == TEXT.splitlines()[1]


def test_regions_of_a_later_passage_are_in_its_own_offsets():
    start = TEXT.index("执行到位金额35")
    assert regions(STATED, TEXT[start:], start)[0] == "执行到位金额35.8亿元"


def test_a_change_in_a_table_is_called_as_its_sign_tells():
    rows = [
        ["项目", "2020年", "2019年", "同比增减"],
        ["收入", "5.00", "4.00", "25.00%"],
        ["成本", "3.00", "4.00", "-25.00%"],
    ]
    report = prepared(raw_table(rows, before="主要数据\n单位：万元"))
    base = report.passages[-1].start
    near = {f.figure.raw: regions(f, report.document.text[base:], base)[0] for f in report.facts if f.kind == "change"}
    assert ("增长" in near["25.00%"], "下降" in near["25.00%"]) == (True, False)
    assert ("增长" in near["-25.00%"], "下降" in near["-25.00%"]) == (False, True)
