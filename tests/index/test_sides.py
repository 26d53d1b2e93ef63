"""城乡 names two things in one word; figures dealt out to it are of the one and of the other."""

from __future__ import annotations

import pytest

from index.facts import find_facts
from index.sides import side_of, sided
from tests.qa.made import document, passage


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "20件民生实事全部完成，城乡居民收入分别增长4.4%、5.8%。",
            [("20件", "民生实事", ""), ("4.4%", "城乡居民收入", "城镇"), ("5.8%", "城乡居民收入", "农村")],
        ),
        (
            "城乡低保标准分别提高到798元和676元。",
            [("798元", "城乡低保标准", "城镇"), ("676元", "城乡低保标准", "农村")],
        ),
        (
            "城乡环卫覆盖率、自来水普及率分别提高到60%、92%。",
            [("60%", "城乡环卫覆盖率", ""), ("92%", "自来水普及率", "")],
        ),
        ("城乡居民收入增长5.1%。", [("5.1%", "城乡居民收入", "")]),
        ("城乡居民收入比为2.4，缩小0.1。", [("2.4", "城乡居民收入比", ""), ("0.1", "城乡居民收入比", "")]),
    ],
)
def test_each_value_is_of_its_own_side(sentence: str, told: list[tuple[str, str, str]]):
    report = document(sentence)
    facts = find_facts(report, [passage(report)])
    assert [(fact.figure.raw, fact.metric, fact.scope) for fact in facts] == told
    assert all(report.text[fact.metric_start : fact.metric_end] == fact.metric for fact in facts)


def test_the_side_is_read_into_the_words_of_a_fact():
    report = document("城乡居民收入分别增长4.4%、5.8%。")
    first, second = find_facts(report, [passage(report)])
    assert [side_of(first), side_of(second)] == ["城镇", "农村"]
    assert sided("城乡居民收入", second) == "城乡农村居民收入"
    whole = document("居民收入增长4.4%。")
    assert sided("城乡差距", find_facts(whole, [passage(whole)])[0]) == "城乡差距"
