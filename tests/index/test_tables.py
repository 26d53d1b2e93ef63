"""Tables to facts: every layout of ``tests/cases/tables.jsonl``, and that each fact stands where it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.invariants import problems
from index.numerals import plain
from index.records import Fact, Prepared
from index.tabled import read_again, stands
from tests.index.tabled import prepared, raw_table

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "tables.jsonl").read_text().splitlines()]
UNIT = "主要数据\n单位：万元"
ROWS = [["项目", "2020年", "2019年", "同比增减（%）"], ["营业收入", "94,915.38", "85,429.57", "11.10"]]


def made(case: dict) -> Prepared:
    raw = raw_table(case["rows"], case.get("merged", ()), case.get("heads", 0), before=case["before"])
    return prepared(raw, case["name"])


def told(fact: Fact) -> list[str]:
    assert fact.table is not None
    figure, value = fact.figure, fact.figure.value
    words = (fact.metric, fact.table.column, fact.table.above, figure.raw)
    return [*words, "" if value is None else plain(value), figure.unit, fact.period, fact.kind]


def tabled(report: Prepared) -> list[Fact]:
    return [fact for fact in report.facts if fact.table is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_facts_of_a_table(case: dict):
    report = made(case)
    assert sorted(map(told, tabled(report))) == sorted(case["facts"])
    assert problems(report) == []
    for fact in tabled(report):
        assert read_again(report.document.text, fact) == fact.figure
        assert stands(report.document.text, fact)


def test_there_are_cases_enough():
    assert len(CASES) >= 40
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_the_sentence_is_the_row():
    report = prepared(raw_table(ROWS, before=UNIT))
    text = report.document.text
    assert {text[f.sentence_start : f.sentence_end] for f in report.facts} == {"营业收入\t94,915.38\t85,429.57\t11.10"}


def test_a_change_tells_its_direction_and_basis():
    rows = [["项目", "比上年增减（%）", "较年初变动（%）"], ["甲", "-3.5", "2.0"], ["乙", "0.00", "-1.0"]]
    facts = tabled(prepared(raw_table(rows)))
    assert [(f.metric, f.direction, f.basis) for f in facts] == [
        ("甲", "下降", "同比"),
        ("甲", "上升", "比年初"),
        ("乙", "", "同比"),
        ("乙", "下降", "比年初"),
    ]


def test_what_among_them_leads_to_is_part_of_the_row_before():
    rows = [
        ["项目", "2020年"],
        ["营业总收入", "9"],
        ["其中：营业收入", "8"],
        ["其中：利息收入", "1"],
        ["营业总成本", "7"],
    ]
    facts = tabled(prepared(raw_table(rows, before=UNIT)))
    assert [(f.metric, f.part_of) for f in facts] == [
        ("营业总收入", ""), ("营业收入", "营业总收入"), ("利息收入", "营业总收入"), ("营业总成本", ""),
    ]  # fmt: skip


def test_the_parent_alone_is_its_scope():
    facts = tabled(prepared(raw_table(ROWS, before="母公司利润表\n单位：元")))
    assert {f.scope for f in facts} == {"母公司"}
    facts = tabled(prepared(raw_table(ROWS, before="归属于母公司股东的权益\n单位：元")))
    assert {f.scope for f in facts} == {""}


def test_a_table_without_heads_goes_on_with_the_one_before():
    first, second = raw_table(ROWS, before=UNIT), raw_table([["净利润", "46.69", "41.20", "13.33"]])
    at = len(first.text)
    moved = replace(
        second.tables[0],
        cells=tuple(replace(cell, start=cell.start + at, end=cell.end + at) for cell in second.tables[0].cells),
    )
    both = replace(first, text=first.text + second.text, tables=(*first.tables, moved))
    facts = [fact for fact in tabled(prepared(both)) if fact.metric == "净利润"]
    assert [(f.figure.raw, f.figure.unit, f.period, f.kind) for f in facts] == [
        ("46.69", "元", "2020", "level"), ("41.20", "元", "2019", "level"), ("13.33", "%", "2020", "change"),
    ]  # fmt: skip


def test_sentences_in_cells_are_read_as_sentences():
    rows = [["资产", "说明"], ["固定资产", "2020年末固定资产余额为17977万元，同比增长3.5%，无重大变化。"]]
    report = prepared(raw_table(rows))
    assert tabled(report) == []
    assert [(f.metric, f.figure.raw) for f in report.facts] == [("固定资产余额", "17977万元"), ("固定资产余额", "3.5%")]
    assert problems(report) == []


def test_a_report_without_a_year_tells_no_relative_one():
    rows = [["项目", "本期", "上期"], ["甲", "5.00", "6.00"]]
    assert tabled(prepared(raw_table(rows, before="单位：元"), "某表")) == []


WORDS = st.sampled_from(
    [
        "",
        "项目",
        "营业收入",
        "2020年",
        "2019",
        "金额",
        "占比（%）",
        "5,000",
        "(3.2)",
        "—",
        "7.6%",
        "其中：甲",
        "单位：元",
        "合计",
        "1 2",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(0, 3))
def test_any_table_keeps_the_invariants(rows: list[list[str]], heads: int):
    report = prepared(raw_table(rows, (), heads, before="表\n单位：万元", after="以上各数均经审计。"))
    assert problems(report) == []
    for fact in tabled(report):
        assert read_again(report.document.text, fact) == fact.figure
        assert stands(report.document.text, fact)


def test_remarks_that_reach_over_the_table_do_not_hide_a_column_of_few_figures():
    remark = ["未达到计划的原因", "市场需求变化，建设推迟", None, None]
    rows = [
        ["项目", "承诺投资总额", "累计投入金额", "投资进度"],
        ["扩建项目", "29,394.42", "14,864.89", "50.57%"],
        ["补充资金", "6,000", "6,000", "--"],
        *[remark] * 3,
    ]
    report = prepared(raw_table(rows, [(row, 1, 1, 3) for row in (3, 4, 5)], before="单位：万元"))
    assert [fact.figure.raw for fact in report.facts if fact.table and fact.table.column == "投资进度"] == ["50.57%"]
