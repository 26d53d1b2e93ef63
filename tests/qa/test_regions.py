"""The words around a figure, in the offsets of its passage."""

from __future__ import annotations

from qa.regions import regions
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
