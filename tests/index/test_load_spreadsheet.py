"""Workbooks and text in columns: numbers as displayed, tables where they are, one clear line for what cannot be read."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from index.errors import LoadError
from index.load import load_bytes
from index.load.delimited import delimiter_of
from index.load.formats import sniff
from index.load.number_format import displayed
from index.load.spreadsheet import read_xlsx
from index.records import RawText

Sheet = Sequence[Any]
"""Rows of values."""


def book(*sheets: tuple[str, Sheet], change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook of sheets of values; ``change`` sets formats and hides things."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def grid(raw: RawText, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and text of each cell of a table."""
    return [(c.row, c.column, c.rows, c.columns, raw.text[c.start : c.end]) for c in raw.tables[number].cells]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "General", "1234567.891"),
        (0.1 + 0.2, None, "0.3"),
        (94915380916.72, "#,##0.00", "94,915,380,916.72"),
        (1e20, "General", "100000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (0.111, "0.0%", "11.1%"),
        (0.125, "0%", "13%"),
        (-0.0064, "0.00%", "-0.64%"),
        (-639, "#,##0;(#,##0)", "(639)"),
        (-639, "#,##0_);(#,##0)", "(639)"),
        (-639.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-639.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0.00", "0.00"),
        (-0.001, "0.00", "0.00"),
        (12345678, "#,##0,", "12,346"),
        (35.8, '0.0"亿元"', "35.8亿元"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (5, '"￥"#,##0.00;[Red]\\-"￥"#,##0.00', "￥5.00"),
        (-5, '"￥"#,##0.00;[Red]\\-"￥"#,##0.00', "-￥5.00"),
        (858, "000000", "000858"),
        (2.5, "#.##", "2.5"),
        (0.5, "#.00", ".50"),
        (2, "0.##", "2"),
        (5, "@", "5"),
        (1234.5, "0.00E+00", "1234.5"),
        (0.5, "# ?/?", "0.5"),
        (150, "[>100]0.0;0", "150"),
        (5, ";;", ""),
        (True, "General", "TRUE"),
        ("文字", "0.00", "文字"),
        (None, "0.00", ""),
        (datetime.datetime(2020, 12, 31), "yyyy-mm-dd", "2020年12月31日"),
        (datetime.datetime(2020, 12, 31), "mm-dd-yy", "2020年12月31日"),
        (datetime.datetime(2020, 12, 1), 'yyyy"年"m"月"', "2020年12月"),
        (datetime.datetime(2020, 1, 1), "yyyy", "2020年"),
        (datetime.datetime(2020, 5, 1, 8, 30), "yyyy/m/d h:mm", "2020年5月1日 08:30"),
        (datetime.date(2020, 5, 1), "[$-804]yyyy-mm-dd", "2020年5月1日"),
        (datetime.time(8, 5), "h:mm", "08:05"),
        (datetime.timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_values_as_displayed(value: Any, number_format: str | None, shown: str):
    assert displayed(value, number_format) == shown


def formatted(made: Workbook) -> None:
    sheet = made.worksheets[0]
    for row in sheet.iter_rows(min_row=4):
        for cell in row[1:3]:
            cell.number_format = "#,##0.00"
        row[3].number_format = "0.0%"


REPORT = [
    ["甲公司2020年主要会计数据"],
    [None, None, "单位：万元"],
    ["项目", "2020年", "2019年", "同比增减"],
    ["营业收入", 94915.38, 85429.57, 0.111],
    ["净利润", -1234.5, 467.2, None],
]


def test_a_sheet_is_a_table_under_its_name_with_its_title_above():
    raw = read_xlsx(book(("主要数据", REPORT), change=formatted))
    assert raw.text.split("\n") == [
        "主要数据", "甲公司2020年主要会计数据", "单位：万元", "项目\t2020年\t2019年\t同比增减",
        "营业收入\t94,915.38\t85,429.57\t11.1%", "净利润\t-1,234.50\t467.20\t",
    ]  # fmt: skip
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [("主要数据", 1)]
    assert grid(raw)[:2] == [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "2020年")]
    assert grid(raw)[-1] == (2, 3, 1, 1, "")


def test_merged_cells_are_told_once_with_what_they_cover():
    rows = [["项目", "2020年", None, "2019年"], [None, "金额", "占比", "金额"], ["存货", 5, 6, 7]]

    def merge(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A1:A2")
        made.worksheets[0].merge_cells("B1:C1")

    raw = read_xlsx(book(("Sheet1", rows), change=merge))
    assert raw.headings == ()
    assert raw.text == "项目\t2020年\t2019年\n金额\t占比\t金额\n存货\t5\t6\t7"
    assert grid(raw)[:6] == [
        (0, 0, 2, 1, "项目"), (0, 1, 1, 2, "2020年"), (0, 3, 1, 1, "2019年"),
        (1, 1, 1, 1, "金额"), (1, 2, 1, 1, "占比"), (1, 3, 1, 1, "金额"),
    ]  # fmt: skip


def test_blank_rows_part_tables_and_columns_beside_them_do_not_count():
    rows = [[None, "甲", "乙"], [None, 1, 2], [], [None, "说明：以上为估计数"], [], [None, "丙", "丁"], [None, 3, 4]]
    raw = read_xlsx(book(("Sheet1", rows)))
    assert raw.text == "甲\t乙\n1\t2\n说明：以上为估计数\n丙\t丁\n3\t4"
    assert [cell[4] for cell in grid(raw, 1)] == ["丙", "丁", "3", "4"]


def test_what_is_hidden_is_left_out_and_told():
    def hide(made: Workbook) -> None:
        first, second = made.worksheets
        first.row_dimensions[2].hidden = True
        first.column_dimensions["C"].hidden = True
        second.sheet_state = "hidden"

    rows = [["项目", "甲", "乙"], ["藏", 1, 2], ["显", 3, 4]]
    raw = read_xlsx(book(("数据", rows), ("草稿", rows), change=hide))
    assert raw.text == "数据\n项目\t甲\n显\t3"
    assert raw.left_out == ("工作表“数据”里隐藏的 1 行、1 列", "隐藏的工作表“草稿”")


def test_formulas_without_a_result_are_told():
    raw = read_xlsx(book(("数据", [["项目", "甲"], ["一", 1], ["合计", "=SUM(B2:B2)"]])))
    assert "合计" in raw.text
    assert "没有算出结果的公式（1 格" in raw.left_out[0]


def test_line_breaks_in_a_cell_are_blanks():
    raw = read_xlsx(book(("数据", [["占营业收入\n比重", "二\t三"], ["甲", 1]])))
    assert raw.text == "数据\n占营业收入 比重\t二 三\n甲\t1"


def rezipped(data: bytes, **parts: bytes) -> bytes:
    """A workbook with some parts replaced; a name's __ stands for a slash."""
    out = io.BytesIO()
    changed = {name.replace("__", "/"): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changed.get(name.removesuffix(".xml"), old.read(name))
            new.writestr(name, content)
    return out.getvalue()


GOOD = book(("数据", [["甲", "乙"], [1, 2]]))
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)


@pytest.mark.parametrize(
    "data",
    [
        rezipped(GOOD, xl__workbook=b"<workbook"),
        rezipped(GOOD, xl__worksheets__sheet1=b"\0\1\2"),
        rezipped(GOOD, xl__worksheets__sheet1=BOMB),
        rezipped(GOOD, xl__workbook=BOMB),
        GOOD[:-200],
    ],
    ids=["workbook", "sheet", "entities in a sheet", "entities in the workbook", "cut"],
)
def test_a_damaged_or_hostile_workbook_is_refused_with_the_cure(data: bytes):
    with pytest.raises(LoadError, match="请"):
        load_bytes(data)


def test_an_empty_workbook_is_refused():
    with pytest.raises(LoadError, match="没有可添加的内容"):
        load_bytes(book(("Sheet1", [])))


CSV = (
    '甲公司主要数据,,\n单位：亿元,,\n指标,2020年,2019年\n营业收入,"1,234.5",999\n增长率（%）,5.2,3.1\n注：未经审计,,\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_columns_is_a_table(encoding: str, delimiter: str):
    text = CSV.replace("1,234.5", "1.234.5").replace(",", delimiter).replace("1.234.5", "1,234.5")
    data = text.encode(encoding)
    assert sniff(data) == "CSV"
    raw = load_bytes(data)
    assert raw.text.split("\n") == [
        "甲公司主要数据", "单位：亿元", "指标\t2020年\t2019年", "营业收入\t1,234.5\t999", "增长率（%）\t5.2\t3.1", "注：未经审计",
    ]  # fmt: skip
    assert len(raw.tables) == 1
    assert grid(raw)[4] == (1, 1, 1, 1, "1,234.5")


@pytest.mark.parametrize(
    "text",
    [
        "2024年，全市法院执结案件5件，到位3元，增长1%。\n" * 8,
        "全市法院受理各类案件26155件,办结25631件,上升42%。\n执结5件,到位3元,增长1%。\n判处9人,同比下降,效果良好。\n",
        "一、执行工作\n二、审判工作\n三、队伍建设\n",
        "甲,乙\n1,2\n3,4\n",
        "甲,乙,丙\n1,2,3\n",
        "a,b,c\nd,e\nf\ng,h,i,j\n",
        ("很长的一段话" * 60 + ",一,二\n") * 5,
        "",
        "\n\n\n",
        '"' * 999,
    ],
)
def test_running_text_is_not(text: str):
    assert delimiter_of(text.encode()) == ""
    assert sniff(text.encode()) == "TXT"


def test_a_quoted_line_break_belongs_to_its_cell():
    raw = load_bytes('项目,甲,乙\n"营业\n收入",1,2\n净利润,3,4\n'.encode())
    assert raw.text == "项目\t甲\t乙\n营业 收入\t1\t2\n净利润\t3\t4"
