"""When two figures as written may be one value: rounding, cutting off, words of approximation, ranges, falls."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers import find_figures
from index.records import Fact
from qa.rounding import agree, softening
from tests.qa.made import document, fact


def measured(words: str, **fields: Any) -> Fact:
    """A fact that states a figure in these words."""
    report = document(f"金额{words}。")
    return fact(report, find_figures(report.text)[0].raw, "金额", **fields)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("35.8亿元", "35.8亿元", True),
        ("25.7万亿元", "257306亿元", True),
        ("35.8亿元", "35.76亿元", True),
        ("35.7亿元", "35.76亿元", True),
        ("35.8亿元", "35.72亿元", False),
        ("35.8亿元", "35.7亿元", False),
        ("35.8亿元", "358000万元", True),
        ("35.80亿元", "35.76亿元", False),
        ("1200万人", "1206万人", True),
        ("1200万人", "1234万人", False),
        ("1210万人", "1206万人", False),
        ("七万件", "72824件", True),
        ("二十五万件", "26.2万件", False),
        ("七万件", "82824件", False),
        ("96.5%", "96.48%", True),
        ("约35亿元", "36.2亿元", True),
        ("约35亿元", "39.2亿元", False),
        ("超35亿元", "35.8亿元", True),
        ("超36亿元", "35.8亿元", False),
        ("近36亿元", "35.8亿元", True),
        ("近35亿元", "35.8亿元", False),
        ("不到35亿元", "36亿元", False),
        ("不少于35亿元", "36亿元", True),
        ("不超过35亿元", "36亿元", False),
        ("35亿元以上", "36亿元", True),
        ("35亿元以下", "36亿元", False),
        ("7万余件", "72824件", True),
        ("7万多件", "6.2万件", False),
        ("超35亿元", "近40亿元", True),
        ("3至5亿元", "4.2亿元", True),
        ("3至5亿元", "5.2亿元", False),
    ],
)
def test_two_figures_as_written(one: str, other: str, same: bool):
    ours, theirs = measured(one), measured(other)
    assert agree(ours, theirs) is same
    assert agree(theirs, ours) is same


def test_a_fall_is_no_rise():
    rise, fall = (measured("3.7%", kind="change", direction=way) for way in ("上升", "下降"))
    assert not agree(rise, fall)
    assert agree(fall, measured("3.68%", kind="change", direction="下降"))


def test_what_has_no_value_contradicts_nothing():
    assert agree(measured("35.8亿元"), measured("35.8亿元", figure={"value": None}))


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        ("突破了", {"突破"}),
        ("控制在不超过", {"不超过"}),
        ("约为", {"约为"}),
        ("达到", set()),
        ("余额为", set()),
        ("", set()),
    ],
)
def test_words_that_soften_stand_right_before(lead: str, words: set[str]):
    assert softening(lead) == words


@given(st.integers(10**4, 10**9), st.integers(0, 3))
def test_a_value_agrees_with_itself_rounded(value: int, places: int):
    rounded = (Decimal(value) / 10**4).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert agree(measured(f"{value}元"), measured(f"{rounded}万元"))
