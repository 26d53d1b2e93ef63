"""In what a wrong answer is wrong, and whether quotes stand where they are said to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import faults

TEXT = "2024年，新收案件100件，执行到位金额35.8亿元。"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("示例市2024年新收案件多少件", {2024}),
        ("2022年、2023年、2024年分别是多少", {2022, 2023, 2024}),
        ("2022和2024年各多少", {2022, 2024}),
        ("2022到2024年每年", {2022, 2023, 2024}),
        ("2022年至2024年", {2022, 2023, 2024}),
        ("2017-2021", {2017, 2018, 2019, 2020, 2021}),
        ("2024", {2024}),
        ("突破2000亿元、达到1950件", set()),
        ("12024年", set()),
        ("2024-2022", set()),
        ("去年呢", set()),
        ("", set()),
    ],
)
def test_years_of(text: str, years: set[int]):
    assert faults.years_of(text) == years


@given(st.text(alphabet="年到至-—、和 12024件亿", max_size=40))
def test_years_of_any_text_are_years_that_stand_there_or_lie_between(text: str):
    years = faults.years_of(text)
    assert all(1900 <= year <= 2099 for year in years)
    assert not years or (str(min(years)) in text and str(max(years)) in text)


@pytest.mark.parametrize(
    ("asked", "periods", "other"),
    [
        ({2024}, ["2023"], True),
        ({2024}, ["2024"], False),
        ({2024}, ["2023", "2024"], False),
        ({2024}, ["2022", "2023"], True),
        ({2021}, ["2017-2021"], False),
        ({2022}, ["2017-2021"], True),
        ({2023, 2024}, ["2023"], False),
        ({2024}, ["", ""], False),
        ({2024}, ["", "2023"], True),
        ({2024}, [], False),
        (set(), ["2023"], False),
    ],
)
def test_of_other_year(asked: set[int], periods: list[str], other: bool):
    assert faults.of_other_year(frozenset(asked), periods) is other


@pytest.mark.parametrize(
    ("bodies", "cited", "other"),
    [
        (["示例县人民法院工作报告（2024年）"], ["示例县人民法院工作报告（2023年）"], False),
        (["示例县人民法院工作报告（2024年）"], ["示例市中级人民法院工作报告（2024年）"], True),
        (["2023年度公报", "乙市公报"], ["2024年度公报"], False),
        (["示例市"], ["示例市2024年统计公报"], False),
        (["示例县"], ["示例市2024年统计公报"], True),
        (["示例县"], ["示例市2024年统计公报", "示例县公报"], False),
        (["示例县"], [], False),
        ([], ["示例县公报"], False),
    ],
)
def test_of_other_body(bodies: list[str], cited: list[str], other: bool):
    assert faults.of_other_body(bodies, cited) is other


MONEY = (TEXT, "执行到位金额35.8亿元", 15, 27)


@pytest.mark.parametrize(
    ("kind", "spans", "right", "holds"),
    [
        ("number", [MONEY], True, True),
        ("number", [(TEXT, "执行到位金额35.8亿", 15, 27)], True, False),
        ("number", [(TEXT, "执行到位金额35.8亿元", 14, 26)], True, False),
        ("number", [(TEXT, "", 15, 15)], True, False),
        ("number", [(None, "执行到位金额35.8亿元", 15, 27)], True, False),
        ("number", [MONEY, (None, "别的", 0, 2)], True, False),
        ("number", [(TEXT, "新收案件100件", 6, 14)], True, False),
        ("number", [(TEXT, "新收案件100件", 6, 14), MONEY], True, True),
        ("followup", [(TEXT, "新收案件100件", 6, 14)], True, False),
        ("number", [(TEXT, "新收案件100件", 6, 14)], False, True),
        ("text", [(TEXT, "新收案件100件", 6, 14)], True, True),
        ("list", [(TEXT, "新收案件100件", 6, 14)], True, True),
        ("unanswerable", [(TEXT, "新收案件100件", 6, 14)], False, True),
    ],
)
def test_spans_right(kind: str, spans: list[tuple[str | None, str, int, int]], right: bool, holds: bool):
    assert faults.spans_right(kind, ["35.8亿元", "35.8亿"], spans, right=right) is holds
