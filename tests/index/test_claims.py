"""A report's own changes worked out again: what agrees, what does not, and what cannot be judged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.build import prepare
from index.claims import Claim, half_unit, recompute
from index.load import load_bytes
from index.numbers import find_figures
from index.records import Fact


def facts_of(*reports: tuple[str, str]) -> list[Fact]:
    found: list[Fact] = []
    for name, text in reports:
        data = text.encode()
        found += prepare(name, data, load_bytes(data)).facts
    return found


def claims_of(*reports: tuple[str, str]) -> list[Claim]:
    return recompute(facts_of(*reports))


LAST = ("示例法院2023", "2023年，示例法院新收案件8000件，执行到位金额2.86亿元，结案率95.1%。")


@pytest.mark.parametrize(
    ("text", "verdict", "formula"),
    [
        ("2024年，示例法院新收案件8800件，同比上升10%。", "一致", "(8800件 − 8000件) ÷ 8000件 = 10%"),
        ("2024年，示例法院新收案件8800件，同比上升12%。", "不一致", "(8800件 − 8000件) ÷ 8000件 = 10%"),
        ("2024年，示例法院新收案件7200件，同比下降10%。", "一致", "(7200件 − 8000件) ÷ 8000件 = -10%"),
        ("2024年，示例法院新收案件8800件，同比下降10%。", "不一致", "(8800件 − 8000件) ÷ 8000件 = 10%"),
        ("2024年，示例法院执行到位金额3.28亿元，同比增长14.7%。", "一致", "(3.28亿元 − 2.86亿元) ÷ 2.86亿元 = 14.7%"),
        ("2024年，示例法院结案率96.3%，同比上升1.2个百分点。", "一致", "96.3% − 95.1% = 1.2个百分点"),
        ("2024年，示例法院结案率96.3%，同比上升2.1个百分点。", "不一致", "96.3% − 95.1% = 1.2个百分点"),
    ],
)
def test_a_change_is_worked_out_from_two_reports(text: str, verdict: str, formula: str) -> None:
    (claim,) = claims_of(LAST, ("示例法院2024", text))
    assert (claim.verdict, claim.formula) == (verdict, formula)


def test_the_value_it_is_said_to_start_from_counts_before_other_reports() -> None:
    text = "2024年，示例法院执行到位金额3.3亿元，比2023年的3亿元增长10%。"
    (claim,) = claims_of(LAST, ("示例法院2024", text))
    assert claim.before.figure.raw == "3亿元"
    assert claim.verdict == "一致"


def test_rounding_of_the_levels_is_allowed_for() -> None:
    (claim,) = claims_of(
        ("示例法院2023", "2023年，示例法院标的额2亿元。"),
        ("示例法院2024", "2024年，示例法院标的额2.3亿元，同比增长12%。"),
    )
    assert claim.verdict == "一致"
    assert claim.tolerance > 3


@pytest.mark.parametrize(
    "text",
    [
        "2024年，示例法院审结刑事案件300件，同比上升10%。",  # no report states last year's
        "2024年，示例法院新收案件近9000件，同比上升10%。",  # an approximate level
        "2024年，示例法院新收案件8800件，同比上升约10%。",  # an approximate change
        "2024年，示例法院新收案件8800件，环比上升10%。",  # against last month
        "2024年，市中院新收案件8800件，同比上升10%。",  # another body's cases
    ],
)
def test_what_cannot_be_judged_is_left_alone(text: str) -> None:
    assert claims_of(LAST, ("示例法院2024", text)) == []


def test_real_growth_is_not_held_against_current_prices() -> None:
    reports = [
        ("示例市政府工作报告2023", "2023年，示例市地区生产总值1000亿元。"),
        ("示例市政府工作报告2024", "2024年，示例市地区生产总值1100亿元，同比增长5.8%。"),
    ]
    assert claims_of(*reports) == []


@pytest.mark.parametrize(
    ("text", "half"),
    [("35.8亿元", "5000000"), ("72,824件", "0.5"), ("13.70%", "0.005"), ("二十五万件", "5000"), ("百分之五", "0.5")],
)
def test_a_figure_is_good_to_half_of_its_last_place(text: str, half: str) -> None:
    (figure,) = find_figures(text)
    assert half_unit(figure) == Decimal(half)
