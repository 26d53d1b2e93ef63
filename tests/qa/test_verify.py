"""The check of every figure shown: all the ways that a checker by substring, or by value alone, is fooled."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Fact
from qa.results import STATUS_CONVERTED, STATUS_MISSING, STATUS_VERBATIM
from qa.verify import figure_at, holds_value, status_of
from tests.qa.made import document, fact, shown

TEXT = (
    "一、审判执行\n"
    "2024年，全市法院新收案件1500件，审结1450件，同比分别上升13.7%和8.4%。\n"
    "执行到位金额35.8亿元，其中市中院6.4亿元；执行到位率提高13.7个百分点。\n"
    "盘活土地10²亩，约50余名法官参加，占比三分之二，用时5至8天。\n"
    "1. 发出建议50件。\n"
    "2. 发出令状15件。\n"
)
REPORT = document(TEXT)
TRUE = [
    ("1500件", "新收案件", {}),
    ("1450件", "审结", {}),
    ("13.7%", "新收案件", {"kind": "change"}),
    ("8.4%", "审结", {"kind": "change"}),
    ("35.8亿元", "执行到位金额", {}),
    ("6.4亿元", "市中院", {}),
    ("13.7个百分点", "执行到位率", {"kind": "point_change"}),
    ("三分之二", "占比", {"kind": "share"}),
    ("50件", "发出建议", {"nth": 1}),
    ("15件", "发出令状", {}),
]


def at(report: Document, raw: str, nth: int = 0) -> int:
    start = -1
    for _ in range(nth + 1):
        start = report.text.index(raw, start + 1)
    return start


@pytest.mark.parametrize(("raw", "metric", "fields"), TRUE, ids=[raw for raw, *_ in TRUE])
def test_a_true_fact_is_verbatim(raw: str, metric: str, fields: dict[str, Any]):
    assert status_of(REPORT, fact(REPORT, raw, metric, **fields)) == STATUS_VERBATIM


def moved(true: Fact, start: int, raw: str) -> Fact:
    return replace(true, figure=replace(true.figure, start=start, end=start + len(raw), raw=raw))


@pytest.mark.parametrize(
    ("why", "raw", "inner"),
    [
        ("50 inside 1500", "1500件", "50"),
        ("500件 inside 1500件", "1500件", "500件"),
        ("5.8亿元 inside 35.8亿元", "35.8亿元", "5.8亿元"),
        ("35.8亿 without its unit", "35.8亿元", "35.8亿"),
        ("35 of 35.8", "35.8亿元", "35"),
        ("3.7% inside 13.7%", "13.7%", "3.7%"),
        ("二 of 三分之二", "三分之二", "二"),
    ],
)
def test_a_part_of_a_figure_is_not_a_figure(why: str, raw: str, inner: str):
    true = fact(REPORT, raw, "执行到位金额" if "元" in raw else "新收案件" if raw != "三分之二" else "占比")
    start = at(REPORT, raw) + raw.index(inner)
    value = Decimal(inner.strip("件%亿元")) if inner[0].isdigit() else Decimal(2)
    for unit in ("件", "元", "%", ""):
        false = moved(true, start, inner)
        false = replace(false, figure=replace(false.figure, value=value, unit=unit))
        assert status_of(REPORT, false) == STATUS_MISSING, why


@pytest.mark.parametrize("raw", ["1", "2"])
def test_the_number_of_a_list_item_is_no_figure(raw: str):
    start = at(REPORT, f"{raw}. 发出")
    false = moved(fact(REPORT, "50件", "发出建议", nth=1), start, raw)
    false = replace(false, figure=replace(false.figure, value=Decimal(raw)), sentence_start=start)
    assert status_of(REPORT, false) == STATUS_MISSING


@pytest.mark.parametrize("wrong", ["102", "10", "100"])
def test_a_superscript_is_no_digit(wrong: str):
    true = fact(REPORT, "10²亩", "盘活土地")
    false = replace(true, figure=replace(true.figure, value=Decimal(wrong), unit="亩", kind="measure"))
    assert status_of(REPORT, false) == STATUS_MISSING


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "万元"},
        {"unit": "美元"},
        {"unit": ""},
        {"value": Decimal("35.8")},
        {"value": Decimal("358000000")},
        {"value": Decimal("3580000001")},
        {"value": None},
        {"kind": "measure"},
        {"raw": "35.8亿"},
        {"raw": "38.5亿元"},
    ],
    ids=str,
)
def test_a_figure_that_was_tampered_with_is_missing(change: dict[str, Any]):
    true = fact(REPORT, "35.8亿元", "执行到位金额")
    assert status_of(REPORT, replace(true, figure=replace(true.figure, **change))) == STATUS_MISSING


@pytest.mark.parametrize("metric", ["执行到位率", "执行到位总额", "收案", ""])
def test_a_metric_that_does_not_stand_at_its_span_is_missing(metric: str):
    assert status_of(REPORT, replace(fact(REPORT, "35.8亿元", "执行到位金额"), metric=metric)) == STATUS_MISSING


@pytest.mark.parametrize("step", [-2, -1, 1, 2])
def test_a_shifted_span_is_missing(step: int):
    true = fact(REPORT, "35.8亿元", "执行到位金额")
    shifted = replace(true.figure, start=true.figure.start + step, end=true.figure.end + step)
    assert status_of(REPORT, replace(true, figure=shifted)) == STATUS_MISSING
    assert status_of(REPORT, replace(true, metric_start=true.metric_start + step)) == STATUS_MISSING


def test_a_figure_of_the_same_value_elsewhere_does_not_help():
    report = document("审结案件50件。\n发出建议50份。\n增长50%。\n")
    true = fact(report, "50件", "审结案件")
    for raw in ("50份", "50%"):
        start = at(report, raw)
        false = replace(true, figure=replace(true.figure, start=start, end=start + len(raw)))
        assert status_of(report, false) == STATUS_MISSING
        assert status_of(report, moved(true, start, raw)) == STATUS_MISSING


def test_a_span_outside_the_sentence_of_the_fact_is_missing():
    true = fact(REPORT, "1500件", "新收案件")
    elsewhere = fact(REPORT, "35.8亿元", "执行到位金额")
    false = replace(true, sentence_start=elsewhere.sentence_start, sentence_end=elsewhere.sentence_end)
    assert status_of(REPORT, false) == STATUS_MISSING


def test_a_span_past_the_end_of_the_report_is_missing():
    true = fact(REPORT, "1500件", "新收案件")
    figure = replace(true.figure, start=len(TEXT) + 5, end=len(TEXT) + 10)
    assert status_of(REPORT, replace(true, figure=figure)) == STATUS_MISSING


def test_a_fact_of_another_report_is_missing():
    other = document(TEXT.replace("35.8亿元", "36.8亿元"))
    assert status_of(other, fact(REPORT, "35.8亿元", "执行到位金额")) == STATUS_MISSING
    assert status_of(other, fact(REPORT, "1500件", "新收案件")) == STATUS_VERBATIM


def test_the_fresh_reading_is_in_the_offsets_of_its_sentence():
    true = fact(REPORT, "6.4亿元", "市中院")
    again = figure_at(REPORT, true)
    assert again is not None
    assert (again.raw, again.value, again.unit) == ("6.4亿元", Decimal("640000000"), "元")
    assert again.start + true.sentence_start == true.figure.start


@pytest.mark.parametrize(
    ("value", "unit", "status"),
    [
        ("3580000000", "元", STATUS_CONVERTED),
        ("3.58E+9", "元", STATUS_CONVERTED),
        ("3580000000.0", "元", STATUS_CONVERTED),
        ("3580000001", "元", STATUS_MISSING),
        ("3580000000", "美元", STATUS_MISSING),
        ("35.8", "亿元", STATUS_MISSING),
        ("358000", "万元", STATUS_MISSING),
    ],
)
def test_a_value_worded_anew(value: str, unit: str, status: str):
    assert holds_value(shown("35.8亿元", "3580000000"), Decimal(value), unit) == status


def test_a_figure_without_a_value_equals_nothing():
    assert holds_value(shown("若干", "", ""), Decimal(0), "") == STATUS_MISSING


@given(st.integers(0, len(TEXT)), st.integers(1, 8))
def test_only_the_true_span_is_verbatim(start: int, length: int):
    true = fact(REPORT, "35.8亿元", "执行到位金额")
    figure = replace(true.figure, start=start, end=start + length)
    verbatim = status_of(REPORT, replace(true, figure=figure)) == STATUS_VERBATIM
    assert verbatim == ((start, start + length) == (true.figure.start, true.figure.end))
