"""The locks of a question: which years a stated period answers, and what is measured in the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.locks import covers, in_dimension, in_period
from tests.qa.made import document, fact, question

REPORT = document("2024年，新收案件72824件。\n")
STATED = fact(REPORT, "72824件", "新收案件")


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        ("2024", "2024", True),
        ("2024", "2023", False),
        ("2017-2021", "2021", True),
        ("2017-2021", "2019", False),
        ("2017-2021", "2017-2021", True),
        ("2021", "2017-2021", True),
        ("2017", "2017-2021", False),
        ("2017-2021", "2017-", True),
        ("2016-2021", "2017-", False),
        ("", "2024", False),
    ],
)
def test_which_year_a_stated_period_answers(stated: str, asked: str, expected: bool):
    assert covers(stated, asked) is expected
    assert in_period(question("案件", periods=(asked,)), replace(STATED, period=stated)) is expected


def test_what_a_report_of_the_month_asked_for_tells_is_asked_for_whatever_year_it_is_of():
    told = question("案件", periods=("2025",), given=(STATED.document,))
    assert in_period(told, STATED)
    assert not in_period(replace(told, given=("another",)), STATED)


@pytest.mark.parametrize(
    ("metric", "words", "expected"),
    [
        ("城镇新增就业", "城镇新增就业", False),
        ("城镇新增就业", "累计城镇新增就业", True),
        ("生产总值", "生产总值", True),
    ],
)
def test_what_was_done_in_five_years_is_not_of_the_last(metric: str, words: str, expected: bool):
    report = document(f"这五年，{metric}261万人。\n")
    stated = replace(fact(report, "261万人", metric), period="2021-2025")
    assert in_period(question(words, periods=("2025",)), stated) is expected
    assert in_period(question(words, periods=("2021-2025",)), stated)


def test_no_area_answers_how_many_tons_but_things_are_counted_in_any_unit():
    report = document("粮食播种面积1255万亩。办成58项实事，惠及8000万。\n")
    area, things, bare = (
        fact(report, "1255万亩", "粮食播种面积"),
        fact(report, "58项", "办成"),
        fact(report, "8000万", "惠及"),
    )
    tons, cases = question("粮食", units=("吨", "斤")), question("办成", units=("件", "起"))
    assert not in_dimension(tons, area)
    assert in_dimension(cases, things)
    assert not in_dimension(cases, area)
    assert in_dimension(tons, bare)
    assert in_dimension(question("粮食"), area)
