"""What several stated figures come to: higher or lower, by how much, in which unit, and when nothing can be said."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.compare import conclusion, in_order, times
from qa.results import ShownFact
from tests.qa.made import shown


def two(first: tuple[str, str], second: tuple[str, str], unit: str = "元", **fields: str) -> list[ShownFact]:
    return [shown(*first, unit, entity="甲院"), shown(*second, unit, entity="乙院", **fields)]


@pytest.mark.parametrize(
    ("facts", "words", "formula"),
    [
        (
            two(("72824件", "72824"), ("9563件", "9563"), "件"),
            "甲院更高，比乙院多63261件",
            "72824件 − 9563件 = 63261件",
        ),
        (
            two(("9563件", "9563"), ("72824件", "72824"), "件"),
            "乙院更高，比甲院多63261件",
            "72824件 − 9563件 = 63261件",
        ),
        (
            two(("35.8亿元", "3580000000"), ("28.9亿元", "2890000000")),
            "甲院更高，比乙院多6.9亿元",
            "35.8亿元 − 28.9亿元 = 6.9亿元",
        ),
        (
            two(("1.5亿元", "150000000"), ("4800万元", "48000000")),
            "甲院更高，比乙院多1.02亿元",
            "1.5亿元 − 4800万元 = 1.02亿元",
        ),
        (
            two(("1.2万亿元", "1200000000000"), ("9000亿元", "900000000000")),
            "甲院更高，比乙院多3000亿元",
            "1.2万亿元 − 9000亿元 = 3000亿元",
        ),
        (two(("13.7%", "13.7"), ("8.4%", "8.4"), "%"), "甲院更高，比乙院多5.3个百分点", "13.7% − 8.4% = 5.3个百分点"),
        (
            two(("100.73%", "100.73"), ("99.3%", "99.3"), "%"),
            "甲院更高，比乙院多1.43个百分点",
            "100.73% − 99.3% = 1.43个百分点",
        ),
        (two(("47.1天", "47.1"), ("41.2天", "41.2"), "天"), "甲院更高，比乙院多5.9天", "47.1天 − 41.2天 = 5.9天"),
        (
            two(("150亿元", "15000000000"), ("120亿元", "12000000000"), approx="超"),
            "甲院更高，比乙院多约30亿元",
            "150亿元 − 120亿元 = 约30亿元",
        ),
        (two(("5件", "5"), ("5件", "5"), "件"), "两者相同", ""),
        (two(("1亿元", "100000000"), ("10000万元", "100000000")), "两者相同", ""),
    ],
)
def test_two_figures(facts: list[ShownFact], words: str, formula: str):
    assert conclusion(facts) == (words, formula)


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [shown("5件", "5", "件")],
        [shown("5件", "5", "件"), shown("5元", "5", "元")],
        [shown("13.7%", "13.7", "%"), shown("3个百分点", "3", "个百分点")],
        [shown("5件", "5", "件"), shown("若干件", "", "件")],
    ],
)
def test_what_cannot_be_compared_is_not(facts: list[ShownFact]):
    assert conclusion(facts) == ("", "")


def test_years_of_one_body_are_told_by_year():
    facts = [shown("3.28亿元", "328000000", period="2023"), shown("3.75亿元", "375000000", period="2024")]
    assert conclusion(facts)[0] == "2024年更高，比2023年多0.47亿元"


def test_spans_of_years_are_told_as_spans():
    facts = [shown("5件", "5", "件", period="2013-2017"), shown("8件", "8", "件", period="2018-2022")]
    assert conclusion(facts)[0] == "2018至2022年更高，比2013至2017年多3件"


def test_metrics_of_one_body_and_year_are_told_by_metric():
    facts = [shown("61172元", "61172", metric="城镇收入"), shown("37436元", "37436", metric="农村收入")]
    assert conclusion(facts)[0] == "城镇收入更高，比农村收入多23736元"


def test_things_of_reports_of_no_body_are_told_by_their_names():
    facts = [shown("5件", "5", "件", entity="", period="2023"), shown("8件", "8", "件", entity="", period="2024")]
    named = [replace(fact, scope=name) for fact, name in zip(facts, ("甲厂", "乙厂"), strict=True)]
    assert conclusion(named)[0] == "乙厂更高，比甲厂多3件"
    half = [replace(named[0], metric="甲厂收案", period="2024"), replace(named[1], scope="")]
    assert conclusion(half)[0].endswith("更高，比甲厂收案多3件")


def test_of_lengths_one_is_longer():
    facts = [shown("500米", "500", "米", entity="甲桥"), shown("800米", "800", "米", entity="乙桥")]
    assert conclusion(facts)[0] == "乙桥更长，比甲桥多300米"


def test_of_several_the_highest_and_the_lowest_are_told():
    years = [("2022", "21.7", "2170000000"), ("2024", "28.9", "2890000000"), ("2023", "24.3", "2430000000")]
    facts = [shown(f"{raw}亿元", value, period=year) for year, raw, value in years]
    assert conclusion(facts) == ("2024年最高，比2022年多7.2亿元", "28.9亿元 − 21.7亿元 = 7.2亿元")


def test_an_approximate_one_between_two_exact_ones_softens_nothing():
    facts = [shown("9件", "9", "件", period="2022"), shown("5件", "5", "件", period="2023", approx="约")]
    facts.append(shown("1件", "1", "件", period="2024"))
    assert "约" not in conclusion(facts)[0]


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from([("万件", 4), ("件", 0), ("亿件", 8)]))
def test_the_arithmetic_holds(a: int, b: int, written: tuple[str, int]):
    word, power = written
    facts = two((f"{a}{word}", str(a * 10**power)), (f"{b}{word}", str(b * 10**power)), "件")
    words, formula = conclusion(facts)
    if a == b:
        assert (words, formula) == ("两者相同", "")
        return
    high, low, gap = (Decimal(n) for n in re.findall(r"[0-9.]+", formula))
    assert high - low == gap
    assert [high, low] == [Decimal(max(a, b)), Decimal(min(a, b))]


@pytest.mark.parametrize(
    ("first", "second", "words", "formula"),
    [
        (("500吨", "500", "吨"), ("120万斤", "1200000", "斤"), "换算成吨，", "120万斤 = 600吨"),
        (("3公里", "3", "公里"), ("2500米", "2500", "米"), "换算成公里，", "2500米 = 2.5公里"),
        (("2公顷", "2", "公顷"), ("20000平方米", "20000", "平方米"), "两者相同", "20000平方米 = 2公顷"),
    ],
)
def test_units_of_one_kind_are_converted(first, second, words: str, formula: str):
    told, arithmetic = conclusion([shown(*first), shown(*second)])
    assert told.startswith(words)
    assert arithmetic == formula


def test_a_gap_is_grouped_as_its_figures_are():
    facts = [
        shown("94,915,380.72元", "94915380.72", period="2024"),
        shown("49,523,329.40元", "49523329.40", period="2023"),
    ]
    assert conclusion(facts)[0] == "2024年更高，比2023年多45,392,051.32元"


@pytest.mark.parametrize(
    ("facts", "words", "formula"),
    [
        (two(("6件", "6"), ("3件", "3"), "件"), "甲院是乙院的2倍", "6件 ÷ 3件 = 2"),
        (two(("7件", "7"), ("3件", "3"), "件"), "甲院是乙院的约2.33倍", "7件 ÷ 3件 ≈ 2.33"),
        (two(("1亿元", "100000000"), ("5000万元", "50000000")), "甲院是乙院的2倍", "1亿元 ÷ 5000万元 = 2"),
        (two(("7件", "7"), ("0件", "0"), "件"), "", ""),
        ([shown("5件", "5", "件"), shown("5元", "5", "元")], "", ""),
        ([shown("5件", "5", "件")], "", ""),
    ],
)
def test_how_many_times_one_is_the_other(facts: list[ShownFact], words: str, formula: str):
    assert times(facts) == (words, formula)


def test_three_in_order_from_the_highest():
    three = [shown(f"{n}件", str(n), "件", entity=name) for n, name in ((5, "甲院"), (9, "乙院"), (7, "丙院"))]
    assert in_order(three) == "由高到低：乙院、丙院、甲院"
    assert in_order(three[:2]) == ""
