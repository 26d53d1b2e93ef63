"""One line cleaned: which blanks go, which stay, what becomes half width, and where each character came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lines import BLANK, ZERO_WIDTH, lines, squeeze
from index.tokens import FULL_WIDTH

SQUEEZED = [
    # blanks between Chinese characters, and inside figures
    ("执 行到位", "执行到位"),
    ("执　行　到　位", "执行到位"),
    ("执\u2003行\u00a0到\u2005位", "执行到位"),
    ("1.46 亿元", "1.46亿元"),
    ("1. 46亿元", "1.46亿元"),
    ("1 .46亿元", "1.46亿元"),
    ("1 9 9 7 年", "1997年"),
    ("１ ９ ９ ７年", "1997年"),
    ("3 5 . 8 亿元", "35.8亿元"),
    ("上升 25.39%，增幅", "上升25.39%，增幅"),
    ("核 心 指 标 结 收 比 达 到 100.73%", "核心指标结收比达到100.73%"),
    ("其中 1 人荣获", "其中1人荣获"),
    ("“1 + X”模式", "“1+X”模式"),
    # blanks that part two things
    ("2023 2024", "2023 2024"),
    ("12 345", "12 345"),
    ("GDP growth", "GDP growth"),
    ("主动服务大局 助推保障发展", "主动服务大局 助推保障发展"),
    ("主动服务大局　　助推保障发展", "主动服务大局 助推保障发展"),
    ("创新 发展 方式", "创新发展方式"),
    # full width to half width, nothing else
    ("２０２４年增长５．５％", "2024年增长5.5%"),
    ("ＧＤＰ＋Ａ－Ｂ", "GDP+A-B"),
    ("10²①½㎡（三），。", "10²①½㎡（三），。"),
    # what nobody sees
    ("执\u200b行\ufeff到\u00ad位\u2060", "执行到位"),
    ("35.8\u200b亿元", "35.8亿元"),
    ("3\u200b5亿元", "3\u200b5亿元"),
    ("3\u200b\u20605亿元", "3\u200b\u20605亿元"),
    ("", ""),
    ("   \u3000", ""),
    ("\ufeff", ""),
    # several lines are told apart by a space
    ("执行\n到位", "执行 到位"),
    ("执行\r\n\r\n到位", "执行 到位"),
]


@pytest.mark.parametrize(("raw", "expected"), SQUEEZED)
def test_squeeze(raw: str, expected: str):
    assert squeeze(raw) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u0085", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end: str):
    found = list(lines(f"甲{end}{end}乙"))
    assert [line.text for line in found] == ["甲", "", "乙"]
    assert [line.blank for line in found] == [False, True, False]
    assert [line.end for line in found] == [1, 1 + len(end), 2 + 2 * len(end)]
    assert [tuple(line.offsets) for line in found] == [(0,), (), (1 + 2 * len(end),)]


@pytest.mark.parametrize(
    ("raw", "width", "indent", "stretched"),
    [
        ("执行到位金额", 6, False, False),
        ("　　执行到位金额", 6, True, False),
        (" 执行到位金额 ", 6, True, False),
        ("执行35.8亿元", 6, False, False),
        ("核 心 指 标 结 收 比 达 到", 9, False, True),
        ("执 行", 2.5, False, False),
    ],
)
def test_what_is_told_of_a_line(raw: str, width: float, indent: bool, stretched: bool):
    (line,) = lines(raw)
    assert (line.width, line.indent, line.stretched) == (width, indent, stretched)


MIXED = (
    st.text(st.sampled_from("执行年亿0123.,·%A（），。\u200b\ufeff２．％ \t\u3000\xa0\u2003\n\r\u2028\x0b")) | st.text()
)


@given(MIXED)
@settings(deadline=None)
def test_every_character_has_its_source(raw: str):
    at = -1
    for line in lines(raw):
        assert len(line.text) == len(line.offsets)
        assert line.end > at or not line.text
        for char, offset in zip(line.text, line.offsets, strict=True):
            assert offset > at
            at = offset
            source = raw[offset]
            assert char == source.translate(FULL_WIDTH) or (char == " " and source in BLANK)
        assert at < line.end or not line.text


@given(MIXED)
@settings(deadline=None)
def test_what_is_left_out_is_blank_or_invisible(raw: str):
    kept = {offset for line in lines(raw) for offset in line.offsets}
    left_out = {raw[at] for at in range(len(raw)) if at not in kept}
    assert all(char.isspace() or char in ZERO_WIDTH for char in left_out)


@given(MIXED)
@settings(deadline=None)
def test_one_kind_of_blank_is_left(raw: str):
    assert not {char for char in squeeze(raw) if char.isspace()} - {" "}
