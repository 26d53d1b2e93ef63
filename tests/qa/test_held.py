"""What a refusal says that the library holds: years in order, bodies once, and of much news how many."""

from __future__ import annotations

from dataclasses import replace

from index.records import Inferred
from qa.held import bodies_of, periods_of
from tests.qa.made import LIBRARY, info


def test_periods_are_in_order_and_once():
    assert periods_of([info("甲", "2024"), info("乙", "2022"), info("丙", "2024")]) == "2022年、2024年"
    assert periods_of([info("甲", "2018-2022"), info("乙", "")]) == "2018至2022年"
    assert periods_of([]) == ""


def test_bodies_are_told_once_and_not_without_end():
    assert bodies_of([info("甲"), info("乙"), info("甲")]) == "甲、乙"
    assert bodies_of(LIBRARY, limit=2) == "示例市中级人民法院、示例县人民法院等8个"
    assert bodies_of([info("", name="无名报告")]) == "无名报告"


def test_of_many_reports_of_no_body_it_is_told_how_many_of_which_kind():
    news = [replace(info("", name=f"快讯{n}"), kind=Inferred("新闻", "")) for n in range(9)]
    assert bodies_of([*news, info("", name="无名报告")]) == "10份不属于某个单位的报告（新闻9份、其他1份）"
    assert bodies_of([*news, info("甲")]) == "甲"
