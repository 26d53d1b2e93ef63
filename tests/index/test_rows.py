"""Tables and headings through cleaning, cutting, keeping and understanding anew: rows stay whole, spans stay true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import LONGEST_ROW, SIZE
from index.clean import clean
from index.invariants import problems
from index.prepare import raw_of, understand
from index.records import Cell, Heading, RawText, Table
from index.store import Store
from tests.helpers import FINGERPRINT, embedded
from tests.index.tabled import prepared, raw_table

ROWS = [["项目", "2020年"], ["营业收入", "94,915.38"], ["净利润", "—"], ["", ""], ["其中：", "执 行 到位"]]


def kinds(raw: RawText) -> list[tuple[str, str]]:
    made = clean(raw.text, raw.tables, raw.headings)
    return [(b.kind, made.text[b.start : b.end]) for b in made.blocks]


def said(raw: RawText) -> list[str]:
    made = clean(raw.text, raw.tables, raw.headings)
    return [made.text[c.start : c.end] for table in made.tables for c in table.cells]


def test_each_row_is_a_block_with_its_cells_apart():
    raw = raw_table(ROWS, before="一、主要数据", after="以上数据均未经审计。")
    assert kinds(raw) == [
        ("heading", "一、主要数据"),
        ("row", "项目\t2020年"),
        ("row", "营业收入\t94,915.38"),
        ("row", "净利润\t—"),
        ("row", "其中：\t执行到位"),
        ("paragraph", "以上数据均未经审计。"),
    ]
    assert said(raw) == ["项目", "2020年", "营业收入", "94,915.38", "净利润", "—", "", "", "其中：", "执行到位"]


@pytest.mark.parametrize(
    ("cell", "clean_cell"),
    [
        ("１２.５ ％", "12.5%"),
        (" 存\u200b货 ", "存货"),
        ("1,234 567", "1,234 567"),
        ("3 5", "3 5"),
        ("- 5", "- 5"),
        ("5 -", "5 -"),
        ("( 639 )", "(639)"),
        ("2020 年 12 月 31 日", "2020年12月31日"),
        ("一、营业收入", "一、营业收入"),
        ("打印", "打印"),
    ],
)
def test_a_cell_is_cleaned_and_never_loses_what_parts_two_numbers(cell: str, clean_cell: str):
    raw = raw_table([["项目", "甲"], [cell, "1"], ["乙", cell]])
    assert said(raw)[2] == said(raw)[5] == clean_cell
    assert {kind for kind, _ in kinds(raw)} == {"row"}


def test_rows_are_never_joined_with_a_wrapped_text():
    body = "2024年全市法院深入贯彻落实各项部署忠实履行宪法和法律赋予的职责各项工作取得新的进展全年共新收案件12345件"
    wrapped = "\n".join(body[i : i + 12] for i in range(0, len(body), 12))
    raw = raw_table([["收案", "12345"], ["结案", "12001"]], before=wrapped, after=wrapped)
    assert kinds(raw) == [
        ("paragraph", body), ("row", "收案\t12345"), ("row", "结案\t12001"), ("paragraph", body),
    ]  # fmt: skip


def test_headings_of_the_format_lead_and_those_of_the_wording_lie_below():
    text = "公司业务概要\n一、主要业务\n本公司生产电缆。\n经营情况讨论\n本年经营良好。"
    at = text.index("经营情况讨论")
    raw = RawText(text, "utf-8", headings=(Heading(0, 6, 2), Heading(at, at + 6, 2)))
    made = clean(raw.text, (), raw.headings)
    assert [(b.kind, b.level) for b in made.blocks] == [
        ("heading", 2), ("heading", 3), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip
    assert [made.text[h.start : h.end] for h in made.headings] == ["公司业务概要", "经营情况讨论"]
    report = understand("报告", "0" * 64, raw)
    assert [p.headings for p in report.passages] == [("公司业务概要", "一、主要业务"), ("经营情况讨论",)]


def test_a_heading_that_reads_like_a_sentence_is_one_if_the_format_says_so():
    raw = RawText("2024年，全市法院收案5件。\n正文。", "utf-8", headings=(Heading(0, 15, 1),))
    assert kinds(raw)[0][0] == "heading"


def test_rows_of_a_table_make_passages_led_by_its_caption_and_heads():
    rows = [["项目", "2020年", "本期比上年同期增减(%)"], *([f"项目{n}", f"{n},000.00", "1.5"] for n in range(1, 40))]
    report = prepared(raw_table(rows, before="一、财务\n主要会计数据\n单位：元"))
    passages = report.passages
    assert len(passages) > 3
    lines = "\n".join(p.text for p in passages).split("\n")
    assert lines == ["\t".join(row) for row in rows]
    for passage in passages:
        assert len(passage.text) <= SIZE
        assert passage.headings[0] == "一、财务"
        for words in ("主要会计数据", "元", "2020年", "本期比上年同期增减(%)"):
            assert words in passage.searchable.split("\n")[0]


def test_a_row_is_never_cut_a_page_laid_out_as_a_table_is():
    long = [["项目", "说明"], ["甲", "很长的说明" * 60], ["乙", "2020年收案5件。" * 200]]
    report = prepared(raw_table(long))
    texts = [p.text for p in report.passages]
    assert texts[1] == "甲\t" + "很长的说明" * 60
    assert len(texts[1]) > SIZE
    assert all(len(text) <= LONGEST_ROW for text in texts)
    assert problems(report) == []


def test_forms_left_empty_and_units_alone_are_no_passages():
    report = prepared(
        raw_table([["项目", "金额"], ["不适用", ""]], before="（1）存货\n单位：元\n√适用 □不适用", after="正文。")
    )
    assert [p.text for p in report.passages] == ["正文。"]


def test_a_table_in_two_columns_of_text_is_kept_as_rows():
    report = prepared(raw_table([["释义项", "释义内容"], ["国家电网", "国家电网有限公司"]]))
    assert [p.text for p in report.passages] == ["释义项\t释义内容\n国家电网\t国家电网有限公司"]
    assert report.facts == ()


def test_tables_headings_and_what_was_left_out_are_kept(tmp_path: Path):
    raw = raw_table([["项目", "2020年"], ["存货", "5.00"]], before="概要\n单位：元", after="完。")
    raw = replace(raw, headings=(Heading(0, 2, 1),), left_out=("页眉“甲公司”（3页）",))
    report = understand("甲公司2020年年度报告", "0" * 64, raw)
    with Store.open(tmp_path / "库", create=True) as store:
        store.apply(add=[embedded(report)], encoder_fingerprint=FINGERPRINT)
        assert store.document(report.document.id) == report.document
        assert store.facts() == list(report.facts)
        assert store.check() == []
    assert report.document.tables[0].cells[3].row == 1
    assert report.document.left_out == raw.left_out
    assert report.facts[0].table is not None


def test_understood_anew_a_report_is_the_same():
    raw = raw_table([["", "2020 年"], ["存 货", " 5.00 "], ["", ""]], before="概要\n单位：元", after="完。")
    raw = replace(raw, headings=(Heading(0, 2, 1),), left_out=("页眉",))
    once = understand("甲公司2020年年度报告", "0" * 64, raw)
    again = understand("甲公司2020年年度报告", "0" * 64, raw_of(once.document))
    assert again == once


TEXT = st.text(st.sampled_from("收入成本1２,.% \u3000-（）—年2020\u200b。，A"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=3), min_size=1, max_size=5), TEXT, TEXT)
def test_no_character_is_lost_and_cells_stay_where_they_are(rows: list[list[str]], before: str, after: str):
    raw = raw_table(rows, before=before, after=after)
    made = clean(raw.text, raw.tables)
    for cell, own in zip(raw.tables[0].cells, made.tables[0].cells, strict=True):
        assert (own.row, own.column) == (cell.row, cell.column)
        kept = [c for c in raw.text[cell.start : cell.end] if not c.isspace() and c != "\u200b"]
        assert len([c for c in made.text[own.start : own.end] if not c.isspace() and c != "\u200b"]) == len(kept)
    covered = set(made.offsets) | {at for d in made.dropped for at in range(d.start, d.end)}
    assert all(at in covered or char.isspace() for at, char in enumerate(raw.text))


def test_a_table_that_the_text_does_not_hold_does_no_harm():
    raw = RawText("正文。", "utf-8", tables=(Table((Cell(0, 0, 0, 0), Cell(0, 0, 0, 1))), Table(())))
    assert problems(understand("报告", "0" * 64, raw)) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=3), min_size=1, max_size=5), TEXT, TEXT)
def test_any_table_understood_anew_is_the_same(rows: list[list[str]], before: str, after: str):
    once = prepared(raw_table(rows, before=f"{before}文", after=f"{after}完"))
    again = understand(once.document.name, once.document.id, raw_of(once.document))
    assert (again.document.text, again.document.tables) == (once.document.text, once.document.tables)
    assert again.facts == once.facts


def test_statements_in_print_stand_apart_from_what_a_page_has_above_them():
    lines = [
        "法定代表人：甲　主管会计工作负责人：乙　会计机构负责人：丙",
        "母公司利润表",
        "2020年1—12月",
        "单位:元 币种:人民币",
    ]
    body = "本公司及董事会全体成员保证公告内容不存在虚假记载误导性陈述或者重大遗漏并对其内容的真实性准确性和完整性承担法律责任特此公告"
    wrapped = [body[i : i + 20] for i in range(0, len(body), 20)] * 3
    raw = raw_table([["项目", "2020年度"], ["营业收入", "5.00"]], before="\n".join([*wrapped, *lines]))
    report = prepared(raw)
    assert [text for _, text in kinds(raw)][-6:-2] == [
        "法定代表人：甲 主管会计工作负责人：乙 会计机构负责人：丙",
        *lines[1:],
    ]
    (fact,) = report.facts
    assert (fact.scope, fact.figure.unit, fact.period) == ("母公司", "元", "2020")
