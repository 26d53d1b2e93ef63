"""What a cell is, and what a unit line, a head, a label tells."""

from __future__ import annotations

import pytest

from index import heads as h
from index.cells import is_nil, read_amount, read_unit, standing_unit, unit_in, units_told
from index.numerals import plain


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("94,915,380,916.72", "94915380916.72", ""),
        ("1，234", "1234", ""),
        ("-0.64%", "-0.64", "%"),
        ("(13.92)%", "-13.92", "%"),
        ("（639）", "-639", ""),
        ("0", "0", ""),
        ("0.00", "0", ""),
        ("3‰", "3", "%"),
        ("70,00 0,000 .00", "70000000", ""),
        ("201 9", None, ""),
        ("3,301人", "3301", "人"),
        ("￥5.00", "5", "元"),
        ("减少0.28个百分点", "0.28", "个百分点"),
        ("1,23,456", None, ""),
        ("1.2.3", None, ""),
        ("007", None, ""),
        ("6228480402564890018", None, ""),
        ("2025/8/31", None, ""),
        ("1-2年", None, ""),
        ("A+", None, ""),
        ("十二", None, ""),
        ("约100", None, ""),
        ("", None, ""),
    ],
)
def test_amounts(text: str, value: str | None, unit: str):
    found = read_amount(text)
    assert (None if found is None else plain(found.value)) == value
    if found is not None:
        assert (found.unit.name if found.unit else "") == unit


@pytest.mark.parametrize("text", ["", " ", "—", "--", "/", "不适用", "□不适用", "√适用", "否", "N/A", "*"])
def test_nothing_is_told_by(text: str):
    assert is_nil(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("单位：元币种：人民币", ["元"]),
        ("单位:人民币百万元", ["百万元"]),
        ("金额单位：人民币万元", ["万元"]),
        ("√适用□不适用单位：股", ["股"]),
        ("（除特别注明外，金额单位均为人民币元）", ["元"]),
        ("人民币百万元，百分比除外", ["百万元"]),
        ("单位：万吨、%", ["万吨", "%"]),
        ("单位：万元/万股", ["万元", "万股"]),
        ("编制单位：甲公司", []),
        ("单位名称", []),
        ("年度", []),
        ("合并资产负债表", []),
        ("本公司共有员工三人", []),
    ],
)
def test_lines_that_tell_a_unit(text: str, told: list[str]):
    units = units_told(text)
    assert [unit.word for unit in units] == told
    assert [text[unit.start : unit.end] for unit in units] == told


@pytest.mark.parametrize(
    ("text", "word", "name", "factor"),
    [
        ("营业收入（元）", "元", "元", "1"),
        ("占比(%)(1)", "%", "%", "1"),
        ("基本每股收益（元／股）", "元／股", "元/股", "1"),
        ("金额（人民币百万元）", "百万元", "元", "1000000"),
        ("每10股派息数（元）（含税）", "元", "元", "1"),
        ("产量/万吨", "万吨", "吨", "10000"),
        ("万元", "万元", "元", "10000"),
        ("第一季度（1-3月份）", None, "", ""),
        ("增（减）额", None, "", ""),
        ("分布（省）", None, "", ""),
        ("年度", None, "", ""),
    ],
)
def test_units_in_heads_and_labels(text: str, word: str | None, name: str, factor: str):
    unit = unit_in(text)
    assert (unit.word if unit else None) == word
    if unit:
        assert (unit.name, plain(unit.factor), text[unit.start : unit.end]) == (name, factor, word)


def test_a_unit_for_all_that_follows():
    found = standing_unit("二、财务报表。财务附注中报表的单位为：人民币元")
    assert found is not None
    assert (found.word, found.name) == ("元", "元")
    assert standing_unit("本公司以人民币为记账本位币。") is None


@pytest.mark.parametrize(("word", "known"), [("千瓦时", True), ("万千瓦时", True), ("国", False), ("项目", False)])
def test_units(word: str, known: bool):
    assert (read_unit(word) is not None) == known


@pytest.mark.parametrize(
    ("text", "period", "words"),
    [
        ("2020年12月31日", "2020", ""),
        ("2019 年末", "2019", ""),
        ("2020年初", "2019", ""),
        ("期初余额", "2019", ""),
        ("本期发生额", "2020", ""),
        ("上年同期", "2019", ""),
        ("年初至报告期末", "2020", ""),
        ("2020年1月1日", "", ""),
        ("2018年及2019年", "", "及"),
        ("2017-2019年", "2017-2019", ""),
        ("2020年9月30日", "2020", "9月30日"),
        ("2020年比2019年增减（%）", "2020", "比2019年增减"),
        ("本年比上年增减(%)", "2020", "本年比上年增减"),
        ("本期公允价值变动损益", "2020", "公允价值变动损益"),
        ("占营业收入 比重", None, "占营业收入比重"),
        ("110（66）kV产品", None, "110（66）kV产品"),
        ("客户贷款总额(1)", None, "客户贷款总额"),
    ],
)
def test_periods_and_words_of_heads(text: str, period: str | None, words: str):
    assert h.period_told(text, "2020") == period
    assert h.head_words(text) == words


@pytest.mark.parametrize(
    ("label", "name", "lead"),
    [
        ("其中：营业收入（元）", "营业收入", "其中："),
        ("1、基本养老保险", "基本养老保险", ""),
        ("（一）持续经营净利润", "持续经营净利润", ""),
        ("减：贷款减值准备(1)", "贷款减值准备", "减："),
        ("1年以内（含1年）", "1年以内（含1年）", ""),
        ("3-12个月", "3-12个月", ""),
        ("1.5倍以上", "1.5倍以上", ""),
        ("公司贷款：", "公司贷款", ""),
    ],
)
def test_names_in_labels(label: str, name: str, lead: str):
    start, end, found = h.name_span(label)
    assert (label[start:end], found) == (name, lead)


@pytest.mark.parametrize(
    ("caption", "period"),
    [("1、货币资金", "2020"), ("2019年末存款", "2019"), ("2015年首发募集资金使用情况", None), ("上年核销情况", None)],
)
def test_the_period_of_a_caption(caption: str, period: str | None):
    assert h.caption_period(caption, "2020") == period
