"""Whether one thing exceeds another: the two things, and nothing where a figure or no like thing is meant."""

from __future__ import annotations

import pytest

from qa.exceeds import against


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲厂2020年实际产能有没有超过设计产能？", ("甲厂2020年实际产能", "甲厂2020年设计产能")),
        ("城镇新增就业是否高于农村新增就业", ("城镇新增就业", "农村新增就业")),
        ("甲厂实际产能低于设计产能吗？", ("甲厂实际产能", "甲厂设计产能")),
        ("收入有没有超过12亿元？", ()),
        ("实际产能超过设计产能多少？", ()),
        ("不良贷款率高于上年的有哪些", ()),
    ],
)
def test_whether_one_thing_exceeds_another_asks_for_both(text: str, parts: tuple[str, ...]):
    assert against(text) == parts
