"""Which months a text speaks of."""

from __future__ import annotations

import pytest

from qa.months import months_of, without_months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("前10个月结案多少", {(1, 10)}),
        ("头三个月", {(1, 3)}),
        ("前十一个月", {(1, 11)}),
        ("前三季度", {(1, 9)}),
        ("1至11月", {(1, 11)}),
        ("12月单月", {(12, 12)}),
        ("近10个月", set()),
        ("8月1日", set()),
    ],
)
def test_months_that_a_text_names(text: str, months: set[tuple[int, int]]):
    assert months_of(text) == months


def test_a_text_without_its_months():
    assert without_months("利润总额前10个月多少").split() == ["利润总额", "多少"]
