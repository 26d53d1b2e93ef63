"""Plots: every figure is written out, series tell apart without colour, nothing of others becomes markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.plot import BAR, MOST_SERIES, WIDTH, Series, bars, chart, lines, ticks

YEARS = ["2021年", "2022年", "2023年", "2024年"]


def series(name: str = "湖州法院", *values: int | None) -> Series:
    told = tuple(None if value is None else Decimal(value) * 10**8 for value in values)
    return Series(name, told, tuple("" if value is None else f"{value}亿元" for value in values))


def drawn(html: str) -> list[ElementTree.Element]:
    """The plots in a piece of HTML, read by a strict parser."""
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg class=\"sh-chart\".*?</svg>", html)]  # noqa: S314


def test_bars_are_as_long_as_their_figures_and_say_them():
    html = chart(["甲", "乙"], [series("", 30, 15)], "元", along=False)
    (plot,) = drawn(html)
    first, second = (float(bar.get("width", "0")) for bar in plot.iter("rect"))
    assert first == pytest.approx(2 * second)
    assert {"30亿元", "15亿元", "甲", "乙", "0"} <= {text.text for text in plot.iter("text")}
    assert "单位：亿元" in html


def test_a_line_runs_over_three_years_and_breaks_where_one_is_missing():
    (whole,) = drawn(chart(YEARS, [series("", 10, 20, 30, 40)], "元", along=True))
    assert [len(line.get("points", "").split()) for line in whole.iter("polyline")] == [4]
    (broken,) = drawn(chart(YEARS, [series("", 10, 20, None, 40)], "元", along=True))
    assert [len(line.get("points", "").split()) for line in broken.iter("polyline")] == [2]
    assert len(list(broken.iter("circle"))) == 3


def test_series_tell_apart_without_colour():
    told = [series(f"法院{n}", 10 + n, 20 + n, 30 + n, 41 + n) for n in range(MOST_SERIES)]
    html = chart(YEARS, told, "元", along=True)
    dashes = re.findall(r'<polyline class="sh-line"(?: stroke-dasharray="([^"]*)")?', html)
    assert len(set(dashes)) == MOST_SERIES
    assert all(f"法院{n}" in html for n in range(MOST_SERIES))
    shown = chart(["甲"], told, "元", along=False)
    assert len(drawn(shown)[0].findall("rect")) == MOST_SERIES


def test_more_series_than_tell_apart_are_counted_out():
    told = [series(f"法院{n}", 1, 2) for n in range(MOST_SERIES + 2)]
    assert f"只画了前{MOST_SERIES}行" in chart(["甲", "乙"], told, "元", along=False)


def test_one_figure_is_no_plot():
    assert chart(["甲", "乙"], [series("", 30, None)], "元", along=False) == ""
    assert chart([], [], "元", along=True) == ""


def test_figures_below_zero_hang_from_the_line():
    (plot,) = drawn(chart(["甲", "乙"], [Series("", (Decimal(-5), Decimal(10)), ("-5%", "10%"))], "%", along=False))
    zero = next(line for line in plot.iter("line") if "sh-zero" in line.get("class", ""))
    below, above = list(plot.iter("rect"))
    assert float(below.get("x", "0")) + float(below.get("width", "0")) == pytest.approx(
        float(zero.get("x1", "0")), abs=0.2
    )
    assert float(above.get("x", "0")) == pytest.approx(float(zero.get("x1", "0")), abs=0.2)


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "</text></svg><img src=x>", "a\n\nb"]
)
def test_markup_in_names_and_figures_is_shown_as_text(payload: str):
    one = Series(payload, (Decimal(1), Decimal(2), Decimal(3)), (payload,) * 3)
    for along in (True, False):
        html = chart([payload, "乙", "丙"], [one, one], payload, along=along)
        assert html.splitlines() == [html]
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("<svg") == 3  # the plot and two samples of the legend
        assert len(drawn(html)) == 1


@given(st.lists(st.floats(-1e13, 1e13), min_size=2, max_size=12))
def test_everything_stays_inside(values: list[float]):
    one = Series("", tuple(Decimal(str(value)) for value in values), tuple(map(str, values)))
    names = [str(n) for n in range(len(values))]
    for draw in (bars, lines):
        (plot,) = drawn(draw(names, [one], Decimal(1), ""))
        high = float(plot.get("height", "0"))
        for mark in (*plot.iter("rect"), *plot.iter("circle")):
            x = float(mark.get("x") or mark.get("cx") or 0)
            y = float(mark.get("y") or mark.get("cy") or 0)
            assert -0.1 <= x <= x + float(mark.get("width", "0")) <= WIDTH + 0.1
            assert -0.1 <= y <= y + (BAR if mark.tag == "rect" else 0) <= high


@given(st.floats(-1e12, 1e12), st.floats(0, 1e12))
def test_ticks_span_what_they_are_for_and_are_few(low: float, wide: float):
    found, slack = ticks(low, low + wide), (abs(low) + wide) * 1e-6 + 1e-6
    assert found[0] <= low + slack
    assert found[-1] >= low + wide - slack
    assert len(found) <= 8
    assert found == sorted(found)
