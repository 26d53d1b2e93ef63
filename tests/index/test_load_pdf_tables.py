"""Ruled tables of PDFs made here: the grid, merged cells, lines of a cell, tables and rows that go on over a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.load.boxes import boxes
from tests.pdfs import Page, width, wrapped
from tests.raw_checks import cells, lines_of, loaded

ROWS = [
    ["指标", "2024年", "2023年"],
    ["营业收入\n（万元）", "1,234.56", "1,100.00"],
    ["净利润", "-35.80", ""],
    ["合计", "1,198.76", "1,064.20"],
]
TEXTS = [[cell.replace("\n", "") for cell in row] for row in ROWS]


@pytest.mark.parametrize("stroked", [False, True])
def test_a_ruled_table(stroked: bool):
    page = Page()
    page.text(80, 760, "主要数据如下：")
    end = page.table(80, 740, [150, 100, 100], ROWS, stroked=stroked)
    page.text(80, end - 30, "以上数据未经审计。")
    raw = loaded([page])
    assert lines_of(raw) == ["主要数据如下：", *("\t".join(row) for row in TEXTS), "以上数据未经审计。"]
    assert [[(c.row, c.column, c.rows, c.columns) for c in table.cells] for table in raw.tables] == [
        [(r, c, 1, 1) for r in range(4) for c in range(3)]
    ]


def test_merged_cells():
    page = Page()
    for x in (80, 180, 280, 380):
        page.stroke(x, 700 if x == 280 else 720, x, 640)
    for y in (720, 700, 680, 660, 640):
        page.stroke(180 if y in (700, 660) else 80, y, 380, y)
    for x, y, text in (
        (90, 700, "项目"),
        (200, 706, "金额（万元）"),
        (190, 686, "本期"),
        (290, 686, "上期"),
        (90, 656, "收入"),
        (190, 666, "11.5"),
        (290, 666, "10.5"),
        (190, 646, "21.5"),
        (290, 646, "20.5"),
    ):
        page.text(x, y, text)
    raw = loaded([page])
    assert cells(raw, raw.tables[0]) == [
        ["项目", "金额（万元）"],
        ["本期", "上期"],
        ["收入", "11.5", "10.5"],
        ["21.5", "20.5"],
    ]
    assert [(c.row, c.column, c.rows, c.columns) for c in raw.tables[0].cells if c.rows + c.columns > 2] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (2, 0, 2, 1),
    ]


def test_a_table_open_at_its_sides():
    page = Page()
    for n in range(4):
        page.bar(80, 700 - 20 * n, 380, 700.5 - 20 * n)
    for x in (180, 280):
        page.bar(x, 640, x + 0.5, 700)
    for n, row in enumerate(TEXTS[:3]):
        for x, text in zip((85, 190, 290), row, strict=True):
            page.text(x, 686 - 20 * n, text, 9)
    raw = loaded([page])
    assert cells(raw, raw.tables[0]) == TEXTS[:3]


def test_lines_that_make_no_rectangles_are_no_table():
    page = Page()
    page.table(80, 740, [100, 100, 100], TEXTS)
    for x0, y0, x1, y1 in ((80, 500, 380, 500), (80, 400, 380, 400), (80, 400, 80, 500), (380, 400, 380, 500)):
        page.stroke(x0, y0, x1, y1)
    page.stroke(180, 500, 180, 450)
    page.stroke(80, 450, 280, 450)
    page.stroke(280, 400, 280, 450)
    page.text(90, 470, "左上")
    page.text(300, 420, "右下")
    raw = loaded([page])
    assert len(raw.tables) == 1
    assert lines_of(raw)[-2:] == ["左上", "右下"]


def test_frames_and_rules_are_no_tables():
    page = Page()
    for y in (780, 60, 600, 500):
        page.stroke(50, y, 545, y)
    for x in (50, 545):
        page.stroke(x, 60, x, 780)
    page.text(80, 740, "正文")
    page.text(80, 550, "框内文字")
    raw = loaded([page])
    assert raw.tables == ()
    assert lines_of(raw) == ["正文", "框内文字"]


def test_a_table_over_two_pages_with_its_head_again():
    first, second = Page(), Page()
    first.text(80, 760, "主要数据如下：")
    first.table(80, 120, [150, 100, 100], ROWS[:2])
    second.table(80, 780, [150, 100, 100], [ROWS[0], *ROWS[2:]])
    for n, page in enumerate((first, second), 1):
        page.text(290, 20, str(n), 9)
    raw = loaded([first, second])
    assert lines_of(raw) == ["主要数据如下：", *("\t".join(row) for row in TEXTS)]
    assert [table.heads for table in raw.tables] == [1]
    assert "续表重复的表头“指标 2024年 2023年”（1页）" in raw.left_out
    last = raw.tables[0].cells[-1]
    assert (last.row, last.column) == (3, 2)
    assert boxes(raw.runs, last.start, last.end)[0][0] == 2


def test_a_table_bound_otherwise_on_the_next_page_goes_on():
    first, second = Page(), Page()
    first.table(60, 120, [150, 100, 100], ROWS[:2])
    second.table(100, 780, [150, 100, 100], ROWS[2:])
    raw = loaded([first, second])
    assert [cells(raw, table) for table in raw.tables] == [TEXTS]


def test_a_coarser_grid_on_the_next_page_is_put_into_the_columns():
    first, second = Page(), Page()
    first.table(80, 120, [150, 100, 100], ROWS[:2])
    second.table(80, 780, [150, 200], [["备注", "未经审计"], ["续", "完"]])
    raw = loaded([first, second])
    assert [(c.row, c.column, c.columns) for c in raw.tables[0].cells][6:] == [
        (2, 0, 1),
        (2, 1, 2),
        (3, 0, 1),
        (3, 1, 2),
    ]


def test_another_table_on_the_next_page_stays_another():
    first, second = Page(), Page()
    first.table(80, 120, [150, 100, 100], ROWS[:2])
    second.table(80, 780, [100, 250], [["部门", "人数"], ["合计", "27"]])
    assert len(loaded([first, second]).tables) == 2


def test_a_row_broken_over_a_page_is_one_row():
    label = "除同公司正常经营业务相关的有效套期保值业务外，持有交易性金融资产产生的公允价值变动"
    lines = wrapped(label, 15)
    first, second = Page(), Page()
    first.table(80, 120, [150, 100], [["项目", "金额"], ["\n".join(lines[:2]), "4,966,170.34"]])
    second.table(80, 780, [150, 100], [["\n".join(lines[2:]), ""], ["合计", "5.00"]])
    raw = loaded([first, second])
    assert cells(raw, raw.tables[0]) == [["项目", "金额"], [label, "4,966,170.34"], ["合计", "5.00"]]


@pytest.mark.parametrize("below", [["其中：押金", ""], ["下一项", "6.00"], ["", "6.00"]])
def test_rows_on_both_sides_of_a_page_that_are_two(below: list[str]):
    first, second = Page(), Page()
    first.table(80, 120, [150, 100], [["项目", "金额"], ["占满整个格子的项目的名称就是", "4.34"]])
    second.table(80, 780, [150, 100], [below, ["再下一项", "5.00"]])
    raw = loaded([first, second])
    assert len(cells(raw, raw.tables[0])) == 4


def test_a_cell_over_rows_on_both_sides_of_a_page_is_one():
    first, second = Page(), Page()
    for page, top, texts in ((first, 120, ("酒类", "1.5", "2.5")), (second, 780, ("", "3.5", "4.5"))):
        for x in (80, 180, 280):
            page.stroke(x, top, x, top - 40)
        for n, start in enumerate((80, 180, 80)):
            page.stroke(start, top - 20 * n, 280, top - 20 * n)
        for x, y, text in zip((90, 190, 190), (top - 24, top - 14, top - 34), texts, strict=True):
            page.text(x, y, text)
    raw = loaded([first, second])
    assert cells(raw, raw.tables[0]) == [["酒类", "1.5"], ["2.5"], ["3.5"], ["4.5"]]
    assert raw.tables[0].cells[0].rows == 4


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("24,405,394,5\n35.33", "24,405,394,535.33"),
        ("24,405,394,\n535.33", "24,405,394,535.33"),
        ("1,234.56\n7,890.12", "1,234.56 7,890.12"),
        ("12.5%\n13.5%", "12.5% 13.5%"),
        ("2019\n2020", "2019 2020"),
        ("1,234\n件", "1,234件"),
        ("（含\n税）", "（含税）"),
        ("Moutai\nLiquor", "Moutai Liquor"),
    ],
)
def test_lines_of_a_cell_are_put_together_without_making_or_breaking_a_figure(written: str, read: str):
    page = Page()
    wide = max(width(line, 9) for line in written.split("\n")) + 8
    page.table(80, 700, [60, wide], [["项目", "值"], ["甲", written], ["乙", "1"]])
    raw = loaded([page])
    assert cells(raw, raw.tables[0])[1] == ["甲", read]


def test_figures_that_all_but_touch_stay_in_their_cells():
    page = Page()
    rows = [["24,405,394,53", "19,547,410,12", "23,262,139,97"], ["1", "2", "3"]]
    page.table(80, 700, [63, 63, 63], rows)
    raw = loaded([page])
    assert cells(raw, raw.tables[0]) == rows


def test_a_word_that_runs_over_a_wall_is_in_one_cell():
    page = Page()
    page.table(80, 700, [60, 60, 60], [["长得写到邻格里去的标题", "", "丙"], ["1", "2", "3"]])
    raw = loaded([page])
    assert cells(raw, raw.tables[0]) == [["长得写到邻格里去的标题", "", "丙"], ["1", "2", "3"]]


def test_a_turned_head_in_a_table_is_in_its_cell():
    page = Page()
    page.table(80, 700, [60, 100], [["\n\n", "金额"], ["甲", "1.5"], ["乙", "2.5"]])
    page.text(100, 645, "项目", turn=90)
    raw = loaded([page])
    assert cells(raw, raw.tables[0]) == [["项目", "金额"], ["甲", "1.5"], ["乙", "2.5"]]


def test_a_table_lies_where_it_stands_in_the_text():
    page = Page()
    page.text(80, 780, "表前")
    end = page.table(80, 760, [100, 100], [["甲", "1"], ["乙", "2"]])
    page.text(80, end - 20, "表间")
    end = page.table(80, end - 40, [100, 100], [["丙", "3"], ["丁", "4"]])
    page.text(80, end - 20, "表后")
    raw = loaded([page])
    assert lines_of(raw) == ["表前", "甲\t1", "乙\t2", "表间", "丙\t3", "丁\t4", "表后"]
    assert len(raw.tables) == 2


def test_a_table_in_a_form_lies_where_the_form_is_put():
    page = Page(form=(0.5, 0, 0, 0.5, 100, 300))
    page.table(80, 700, [150, 100, 100], ROWS)
    raw = loaded([page])
    assert [cells(raw, table) for table in raw.tables] == [TEXTS]
    first = raw.tables[0].cells[0]
    [(_, box)] = boxes(raw.runs, first.start, first.end)
    assert box == pytest.approx((142, 642.4, 151, 646.9), abs=0.5)


HEADED = [
    ("指标", "2024年", "2023年"),
    ("营业收入", "1,234.56", "1,100.00"),
    ("净利润", "-35.80", "15.20"),
    ("合计", "1,198.76", "1,064.20"),
]


def unruled(rows: Sequence[Sequence[str]], ends: Sequence[float] = (80, 300, 400)) -> Page:
    """Rows of a name, which begins at the first place, and of what ends at each of the others."""
    page = Page()
    for n, row in enumerate(rows):
        for k, (end, text) in enumerate(zip(ends, row, strict=True)):
            if text:
                page.text(end - (k > 0) * width(text, 10.5), 700 - 18 * n, text)
    return page


def test_figures_under_their_heads_are_a_table_without_rulings():
    page = unruled(HEADED)
    page.text(340, 722, "单位：万元")
    page.text(80, 600, "以上数据未经审计。")
    raw = loaded([page])
    assert lines_of(raw) == ["单位：万元", *("\t".join(row) for row in HEADED), "以上数据未经审计。"]
    assert [len(table.cells) for table in raw.tables] == [12]


def test_a_figure_that_is_missing_leaves_its_cell_empty():
    rows = [*HEADED, ("其他", "", "7.50"), ("其中：", "", ""), ("甲", "1.00", "2.00")]
    raw = loaded([unruled(rows)])
    assert [cells(raw, table) for table in raw.tables] == [[list(row) for row in rows]]


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (HEADED[1:], (80, 300, 400)),
        (
            [
                ("指标", "2024年", "比上年"),
                ("营业收入", "1,234", "增长较多"),
                ("净利润", "35", "持平"),
                ("合计", "1", "略降"),
            ],
            (80, 300, 400),
        ),
        ([*HEADED[:2], ("归属于上市公司股东的", "", ""), ("净利润", "1.00", "2.00"), *HEADED[2:]], (80, 300, 400)),
        ([(a, b, "乙项目", c) for a, b, c in HEADED], (80, 200, 300, 400)),
        (
            [
                ("2024年", "收案1,234件", "结案1,200件"),
                ("2023年", "收案234件", "结案200件"),
                ("2022年", "收案1件", "结案0件"),
            ],
            (80, 300, 400),
        ),
    ],
    ids=[
        "no head",
        "words in a column",
        "a name that may be broken",
        "names twice",
        "no figures alone",
    ],
)
def test_what_might_be_a_wrong_grid_is_read_as_lines(rows: list[tuple[str, ...]], ends: tuple[float, ...]):
    raw = loaded([unruled(rows, ends)])
    assert raw.tables == ()
    assert lines_of(raw) == [" ".join(filter(None, row)) for row in rows]


def test_a_head_over_two_columns_is_read_as_a_line():
    page = unruled(HEADED[1:])
    page.text(80, 718, "指标")
    page.text(270, 718, "本年及上年金额合计数")
    assert loaded([page]).tables == ()


def test_figures_that_share_no_edge_are_no_column():
    page = Page()
    for n, (name, x, figure) in enumerate(
        (("指标", 250, "2024年"), ("甲", 230, "1,234.5"), ("乙", 262, "2.5"), ("丙", 245, "35.75"))
    ):
        page.text(80, 700 - 18 * n, name)
        page.text(x, 700 - 18 * n, figure)
        page.text(400, 700 - 18 * n, "12.50" if n else "2023年")
    assert loaded([page]).tables == ()
