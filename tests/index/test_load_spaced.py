"""Tables in plain text: columns set apart by blanks or tabs are rows of cells, whatever is not surely one stays lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load import load_bytes
from index.load.spaced import with_tables
from index.prepare import prepare
from index.records import RawText

COURTS = """附表  2031年全市法院案件（单位：件）
法院          受理      办结      结案率
本院          1427      1365      95.66%
东岭区法院    21306     20118     94.42%
石门县法院    827       776       93.83%
合计          23560     22259     94.48%
"""
GOODS = """表1  2031年主要产品产量
产品名称        单位      产量      比上年增长（%）
水泥            万吨      784.6     -9.2
光伏组件        万千瓦    512.4     33.7
白酒（折65度）  千升      —        -6.4
机器人          台                  11.6
"""
NARROW = """指标                 2029年    2030年
各类案件（件）       2871      3088
批准和决定逮捕（人） 503       470
救助金（万元）       51.2      66.9
"""
YEARS = """年度      收案(件)   到位(亿元)
2029年    20157      9.83
2030年    21306      11.27
"""
TYPED = """单位      总数（件）  逮捕（人）
市院      １９３６            ３１
东岭区院  ３４８２            ４８６
合计      ５４１８           ５１７
"""
GROUPS = """            2030年              2031年
地区    总量    增长%    总量    增长%
全市    120     3.1      126     5.0
其中：
东区    80      2.0      85      6.3
西区    40      5.4      41      2.5
"""
WRAPPED = """地区      工业        投资
          增速（%）   增速（%）
东区      3.1         5.0
西区      2.0         6.3
"""
TABBED = "指标\t单位\t数值\n出口\t亿元\t12.5\n进口\t\t8.1\n"
SINGLE = "产品 单位 产量\n生铁 万吨 31.5\n粗钢 万吨 40.2\n"
SPREAD = "指　　标    数　值\n收　　入    12.5\n合　　计    20.1\n"
BARRED = "| 指标 | 2030年 | 2031年 |\n| :-- | --- | --: |\n| 收案 | 120 | 130 |\n| 结案 |  | 125 |\n"
COUNTED = """序号  法院      收案    结案
1     本院      9427    8965
2     东岭区    21306   20118
      合计      30733   29083
"""
DOUBLE = "项目      金额\n\n收入      12.5\n\n支出      20.1\n"


def rows(raw: RawText) -> list[list[str]]:
    """The texts of the cells of each row of the only table."""
    (table,) = raw.tables
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, []).append(raw.text[cell.start : cell.end])
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "heads", "count", "row"),
    [
        (COURTS, 1, 5, ["石门县法院", "827", "776", "93.83%"]),
        (GOODS, 1, 5, ["机器人", "台", "", "11.6"]),
        (NARROW, 1, 4, ["批准和决定逮捕（人）", "503", "470"]),
        (YEARS, 1, 3, ["2030年", "21306", "11.27"]),
        (TYPED, 1, 4, ["东岭区院", "３４８２", "４８６"]),
        (GROUPS, 2, 6, ["西区", "40", "5.4", "41", "2.5"]),
        (WRAPPED, 2, 4, ["西区", "2.0", "6.3"]),
        (TABBED, 1, 3, ["进口", "", "8.1"]),
        (SINGLE, 1, 3, ["粗钢", "万吨", "40.2"]),
        (SPREAD, 1, 3, ["合　　计", "20.1"]),
        (DOUBLE, 1, 3, ["支出", "20.1"]),
        (BARRED, 1, 3, ["结案", "", "125"]),
        (COUNTED, 1, 4, ["", "合计", "30733", "29083"]),
        (COURTS.replace("\n", "\r\n"), 1, 5, ["石门县法院", "827", "776", "93.83%"]),
    ],
)
def test_columns_set_apart_by_blanks_are_cells(text: str, heads: int, count: int, row: list[str]):
    raw = load_bytes(f"二、附件\n{text}\n注：数据有四舍五入。\n".encode())
    assert raw.tables[0].heads == heads
    assert len(rows(raw)) == count
    assert row in rows(raw)
    assert raw.text.startswith("二、附件\n")
    assert raw.text.endswith("\n注：数据有四舍五入。\n")


def test_heads_may_stand_over_several_columns():
    raw = with_tables(RawText(GROUPS, ""))
    assert rows(raw)[0] == ["", "2030年", "2031年"]
    assert [(cell.column, cell.columns) for cell in raw.tables[0].cells[:3]] == [(0, 1), (1, 2), (3, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "全市法院院长  程某某\n2031年1月14日\n",
        "目录\n一、综合        1\n二、农业        4\n三、工业        9\n",
        "审判长  甲某某\n审判员  乙某某\n",
        "东区    80      2.0\n西区    40      5.4\n",
        "地区    总量    增长%\n东区    80      2.0    7    8\n西区    40\n",
        "收入 12.5 亿元，增长 3.1%，其中税收 8.2 亿元。\n支出 20.1 亿元，增长 2.2%。\n",
        "年份  月份\n1  2\n3  4\n",
        "统计局  调查队\n2031年收入 12.5\n支出 3 亿 20\n",
    ],
)
def test_what_is_not_surely_a_table_stays_lines(text: str):
    raw = RawText(text, "")
    assert with_tables(raw) is raw


def test_cells_without_a_clear_place_leave_the_lines_as_they_are():
    text = "地区    总量    增长%\n东区    80      2.0\n西区    40      5.4\n南区        51    \n"
    assert with_tables(RawText(text, "")).text == text


def test_of_more_tables_than_a_report_has_the_rest_stay_lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.load.spaced.MAX_CELLS", 20)
    raw = with_tables(RawText(f"{YEARS}\n\n{YEARS}\n\n{YEARS}", ""))
    assert len(raw.tables) == 2
    assert raw.text.endswith(YEARS)


def test_figures_have_their_row_and_their_head():
    data = f"某市法院工作报告\n\n{COURTS}".encode()
    prepared = prepare("某市法院2031年工作报告", data, load_bytes(data))
    told = {(fact.metric, fact.table and fact.table.column): fact.figure.raw for fact in prepared.facts}
    assert told["东岭区法院", "受理"] == "21306"
    assert told["石门县法院", "结案率"] == "93.83%"


@given(st.text(alphabet="甲乙 \t\u3000\n12.%—年单位：表\r|", max_size=200))
def test_nothing_is_lost_and_cells_are_where_they_say(text: str):
    raw = with_tables(RawText(text, ""))
    assert "".join(raw.text.split()).replace("|", "") == "".join(text.split()).replace("|", "")
    for table in raw.tables:
        for cell in table.cells:
            assert "\n" not in raw.text[cell.start : cell.end]
            assert raw.text[cell.end] in "\t\n"
