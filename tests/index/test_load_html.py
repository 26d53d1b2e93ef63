"""Web pages to text: what a browser shows of a report, its tables and headings, without the page around it."""

from __future__ import annotations

import codecs
import html
import re
import time
from pathlib import Path

import pytest

from index.errors import LoadError
from index.load import load_bytes
from index.records import RawText, Table

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5")


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(body: str) -> list[str]:
    return load_bytes(page(body)).text.splitlines()


def grid(raw: RawText, table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(raw.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]


def cells(body: str) -> list[str]:
    raw = load_bytes(page(body))
    return [raw.text[c.start : c.end] for table in raw.tables for c in table.cells]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>一<p>二<div>三</div>四<br>五", ["一", "二", "三", "四", "五"]),
        ("<p>执<b>行</b>到<span>位</span>金额<font>35.8</font><i>亿元</i></p>", ["执行到位金额35.8亿元"]),
        ("<p>执行到位\n    金额35.8亿元，\n同比上升13.7%。</p>", ["执行到位金额35.8亿元，同比上升13.7%。"]),
        ("<p>收入1,\n234.5万元</p>", ["收入1,234.5万元"]),
        ("<p>Annual\n report</p>", ["Annual report"]),
        ("<p>1.\n5家企业</p>", ["1. 5家企业"]),
        ("<p>&lt;5&nbsp;件&#12290;&hellip;&mdash;１２</p>", ["<5\xa0件。…—１２"]),
        ("<p>3<5，关于实施<办法(试行)>的通知</p>", ["3<5，关于实施<办法(试行)>的通知"]),
        ("<pre>甲\n乙 1\n\n丙</pre>", ["甲", "乙 1", "丙"]),
        ("<div style='white-space: pre-wrap'>甲\n乙</div>", ["甲", "乙"]),
        ("<p>金额10<sup>2</sup>元<sup>[1]</sup>，CO<sub>2</sub></p>", ["金额10²元[1]，CO2"]),
        ("<p>收入1,234<sup>1,2</sup>，10<sub>2</sub></p>", ["收入1,234¹,²，10₂"]),
        ("<ul><li>甲<li>乙</ul><dl><dt>丙<dd>丁</dl>", ["甲", "乙", "丙", "丁"]),
        ("<p>　　二〇二四年</p>", ["　　二〇二四年"]),
        ("<p>a<!-- 脚注 --><![if !supportLists]>b<o:p>c</o:p></p>", ["abc"]),
        ("<p>&nbsp;</p><p>  </p><p>甲</p>", ["甲"]),
    ],
)
def test_lines_are_those_a_browser_shows(body: str, expected: list[str]):
    assert lines(body) == expected


TEXT = "执行到位金额三十五亿元，同比上升百分之八，全市法院工作报告。"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("declared", ["", "same", "wrong"])
def test_encodings(encoding: str, declared: str):
    name = {"": "", "same": encoding.replace("-sig", ""), "wrong": "iso-8859-1"}[declared]
    filler = "<script>" + "var a = 1;" * 3000 + "</script>"  # a head longer than any sample
    text = TEXT if encoding != "big5" else "執行到位金額三十五億元，同比上升百分之八，全市法院工作報告。"
    data = f"<html><head><meta charset='{name}'>{filler}</head><p>{text}</p>".encode(encoding)
    assert load_bytes(data).text == text + "\n"


def test_a_page_that_declares_another_encoding_than_it_has():
    data = f"<html><meta charset=gb2312><p>{TEXT}</p>".encode()
    assert load_bytes(data).text == TEXT + "\n"
    data = f"<html><meta http-equiv=Content-Type content='text/html; charset=utf-8'><p>{TEXT}</p>".encode("gbk")
    assert (load_bytes(data).text, load_bytes(data).encoding) == (TEXT + "\n", "gb18030")
    data = codecs.BOM_UTF8 + f"<html><meta charset=gbk><p>{TEXT}</p>".encode()
    assert load_bytes(data).text == TEXT + "\n"


def test_a_page_in_no_encoding_is_refused():
    with pytest.raises(LoadError, match="不是可读的文本"):
        load_bytes("<html><meta charset=utf-8><p>执行".encode() + b"\xff\xfe\xfd</p>")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<script>var a = '金额9元'</script><style>p{color:red}</style>", "脚本和样式（2 处）"),
        ("<p style='display:none'>隐藏9元</p>", "隐藏的文字“隐藏9元”（1 处）"),
        ("<p hidden>隐藏9元</p><p class='big hide'>又9元</p>", "隐藏的文字“隐藏9元”等（2 处）"),
        ("<style>.x, p#y {visibility: hidden}</style><p class=x>甲9</p><p id=y>乙9</p>", "隐藏的文字“甲9”等（2 处）"),
        ("<nav><a>首页</a> <a>新闻</a></nav>", "导航“首页 新闻”（1 处）"),
        ("<div class='main-nav'>首页9</div>", "导航“首页9”（1 处）"),
        (
            "<div>您当前的位置：<a>首页</a> &gt; <a>公开</a> > 正文</div>",
            "导航“您当前的位置：首页 > 公开 > 正文”（1 处）",
        ),
        ("<div>首页 > 政务公开 > 工作报告</div>", "导航“首页 > 政务公开 > 工作报告”（1 处）"),
        ("<footer>版权所有 浙ICP备9号</footer>", "页脚“版权所有 浙ICP备9号”（1 处）"),
        ("<p>主办：某法院 浙ICP备9号</p>", "页脚“主办：某法院 浙ICP备9号”（1 处）"),
        ("<a>【打印】</a><button>关闭窗口</button><span onclick='f()'>全屏</span>", "按钮“【打印】”等（3 处）"),
        ("<p>字号：<a>大</a> <a>中</a> <a>小</a></p>", "按钮“大”等（4 处）"),
        ("<p>【下载】 【打印本页】 【收藏】 分享到：</p>", "按钮“【下载】 【打印本页】 【收藏】 分享到：”（1 处）"),
        ("<p>浏览次数：999次</p>", "阅读次数“浏览次数：999次”（1 处）"),
        ("<select><option>2019<option>2018</select><textarea>9</textarea>", "表单（2 处）"),
        ("<iframe src=x>9</iframe>", "嵌入的内容（1 处）"),
        ("<img src=a.png alt=9>", "图片（图中的文字没有读）（1 处）"),
        ("<div class='related'>相关9</div>", "相关链接“相关9”（1 处）"),
        ("<div id='ad'>广告9</div>", "广告“广告9”（1 处）"),
    ],
)
def test_the_page_around_the_report_is_left_out_and_told(body: str, told: str):
    raw = load_bytes(page(f"<p>正文。</p>{body}"))
    assert raw.text.strip() == "正文。"
    assert told in raw.left_out


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<div class='footer-wrap nav'>{TEXT * 12}</div>", [TEXT * 12]),
        ("<div class='toolbarless'>甲</div>", ["甲"]),
        ("<style>@media print {.x {display:none}} .x{color:red}</style><p class=x>甲</p>", ["甲"]),
        ("<form id=aspnetForm><input type=hidden value=9><p>甲</p></form>", ["甲"]),
        ("<p>发布时间：2025-01-24 来源：某法院 浏览次数：99 <a>打印</a></p>", ["发布时间：2025-01-24 来源：某法院"]),
        ("<p>当前位置优越，交通便利。</p>", ["当前位置优越，交通便利。"]),
        ("<p>关闭企业5家</p><p>中</p>", ["关闭企业5家"]),
        ("<body style='display:none' class='nav'><p>甲</p>", ["甲"]),
    ],
)
def test_what_is_called_furniture_and_is_none_stays(body: str, expected: list[str]):
    assert lines(body) == expected


def test_headings_are_those_the_page_tells():
    raw = load_bytes(page("<h1>工作<br>报告</h1><p>文</p><h3>一、<b>执行</b></h3><h2>长句结束了。</h2>"))
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [("工作报告", 1), ("一、执行", 3)]


def test_a_table_has_its_cells_at_their_places():
    body = """<table><caption>表1</caption><thead><tr><th rowspan=2>项目<th colspan=2>金额（万元）</tr>
      <tr><th>2019年<th>2018<br>年</tr></thead>
      <tr><td>收入<td>1,\n234.50<td>&nbsp;</tr><tr><td>利润<td colspan=2>-</table>"""
    raw = load_bytes(page(body))
    (table,) = raw.tables
    assert raw.text == "表1\n项目\t金额（万元）\n2019年\t2018 年\n收入\t1,234.50\t\n利润\t-\n"
    assert table.heads == 2
    assert grid(raw, table) == [
        ("项目", 0, 0, 2, 1),
        ("金额（万元）", 0, 1, 1, 2),
        ("2019年", 1, 1, 1, 1),
        ("2018 年", 1, 2, 1, 1),
        ("收入", 2, 0, 1, 1),
        ("1,234.50", 2, 1, 1, 1),
        ("", 2, 2, 1, 1),
        ("利润", 3, 0, 1, 1),
        ("-", 3, 1, 1, 2),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("127,969,997.\n23", "127,969,997.23"),
        ("358,283,4\n24.66", "358,283,424.66"),
        ("14,714,170\n.24", "14,714,170.24"),
        ("100\n,00\n5,0\n00.\n00", "100,005,000.00"),
        ("73,992,141.9\n6", "73,992,141.96"),
        ("100.0\n0%", "100.00%"),
        ("5.25\n%", "5.25%"),
        ("391.\n11", "391.11"),
        ("101,\n800", "101,800"),
        ("(1,594,\n200)", "(1,594,200)"),
        ("<p>1,234,5</p><p>67.89</p>", "1,234,567.89"),
        ("2019\n2018", "2019 2018"),
        ("95.6\n3", "95.6 3"),
        ("1,234\n567", "1,234 567"),
        ("350,000,000.00\n -6,301,987.16", "350,000,000.00 -6,301,987.16"),
        ("-\n6,998,976.53", "- 6,998,976.53"),
        ("1.\n2.3", "1. 2.3"),
        ("第1,\n2,3条", "第1, 2,3条"),
        ("增减\n比例\t（%）", "增减比例 （%）"),
        ("201\n8 年\n05\n月", "2018 年 05 月"),
        ("20\n19年", "2019年"),
        ("2017 年 02\n月 28 日", "2017 年 02 月 28 日"),
    ],
)
def test_a_figure_broken_by_a_narrow_cell_is_whole_and_two_stay_two(cell: str, expected: str):
    assert cells(f"<table><tr><td>项目<td>值<tr><td>甲<td>{cell}</table>")[3] == expected


@pytest.mark.parametrize(
    ("body", "expected", "tables"),
    [
        ("<table><tr><td><p>甲</p><p>乙</p></table>", ["甲", "乙"], 0),
        ("<table><tr><td>甲<tr><td>乙</table>", ["甲", "乙"], 0),
        ("<table role=presentation><tr><td>甲<td>乙</table>", ["甲", "乙"], 0),
        (
            "<table><tr><td>左<td><table><tr><td>甲<td>1<tr><td>乙<td>2</table>后</table>",
            ["左", "甲\t1", "乙\t2", "后"],
            1,
        ),
        ("<table><tr><td>栏<td><h2>一、执行</h2><p>文。</p></table>", ["栏", "一、执行", "文。"], 0),
        ("<table><tr><td>栏<td>" + "<p>文</p>" * 99 + TEXT * 9 + "</table>", ["栏", *["文"] * 99, TEXT * 9], 0),
        ("<table><tr><td>甲<td><table><tr><td>1</table><tr><td>乙<td>2</table>", ["甲\t1", "乙\t2"], 1),
        ("<table><tr><td><p>甲</p><td><p>1</p><p>元</p></table>", ["甲\t1 元"], 1),
        ("<td>散<td>格", ["散", "格"], 0),
        ("<table><td>甲<td>1</table>", ["甲\t1"], 1),
        ("<table></table><table><tr></table>甲", ["甲"], 0),
        ("<table><tr><td rowspan=0 colspan=0>甲<td>1<tr><td>2</table>", ["甲\t1", "2"], 1),
    ],
)
def test_tables_that_arrange_the_page_are_unfolded(body: str, expected: list[str], tables: int):
    raw = load_bytes(page(body))
    assert (raw.text.splitlines(), len(raw.tables)) == (expected, tables)


LINE = "本集团坚持新发展理念，坚定不移服务实体经济、防控金融风险、持续深化改"
PRINTED = [
    (f"<h>一、概述</h><p>{LINE}\n革。</p>", [("一、概述", 2), f"{LINE}革。"]),
    (f"<h>一、概述</h><p>{LINE}</p><p>革，增加6,973.2</p>", [("一、概述", 2), LINE, "革，增加6,973.2"]),
    (f"<h>第一节概述</h><p>{LINE}</p><p>革，增加1亿元。</p>", [("第一节概述", 1), f"{LINE}革，增加1亿元。"]),
    (f"<h>1、概述</h><p>{LINE}</p><p>单位：万元</p>", [("1、概述", 4), LINE, "单位：万元"]),
    (f"<h>1、概述</h><p>{LINE}</p><p>2、企业5家。</p>", [("1、概述", 4), LINE, "2、企业5家。"]),
    ("<h>7.2.1利润</h><p>文。</p><h>利润</h><p>文。</p>", [("7.2.1利润", 6), "文。", ("利润", 7), "文。"]),
    ("<h>利润  1,204  (3)</h><h>合并</h><h>2019年</h><p>文。</p>", ["利润\t1,204\t(3)", "合并", "2019年", "文。"]),
    ("<h>甲 1  -\n乙 2  3</h><p>文。</p>", ["甲\t1\t-", "乙\t2\t3", "文。"]),
    ("<h>目录</h><h>一、概述.....3\n二、经营.....14</h><h>一、概述</h>", [("一、概述", 2)]),
    (
        "<h>一、概述</h><p>示例公司2019年年度报告全文</p>" * 6,
        [("一、概述", 2), "示例公司2019年年度报告全文"] + [("一、概述", 2)] * 5,
    ),
]


@pytest.mark.parametrize(("body", "expected"), PRINTED, ids=range(len(PRINTED)))
def test_pages_converted_from_print(body: str, expected: list[str | tuple[str, int]]):
    raw = load_bytes(body.encode())
    levels = {(h.start, h.end): h.level for h in raw.headings}
    found: list[str | tuple[str, int]] = []
    at = 0
    for line in raw.text.splitlines():
        level = levels.get((at, at + len(line)))
        found.append((line, level) if level else line)
        at += len(line) + 1
    assert found == expected


FILES = {"安靠智电": (324, 11_162, 0), "邮储银行": (98, 5_547, 32)}
CELL = re.compile(r'<td colspan="(\d+)" rowspan="(\d+)">(.*?)</td>', re.S)


def told(table: str) -> list[tuple[str, int, int, int, int]]:
    """The cells of a table as these files write it, without a parser: text without blanks, place and size."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(re.findall(r"<tr>(.*?)</tr>", table, re.S)):
        column = 0
        for columns, rows, text in CELL.findall(line):
            while (row, column) in taken:
                column += 1
            taken |= {(row + n, column + m) for n in range(int(rows)) for m in range(int(columns))}
            found.append((re.sub(r"\s", "", html.unescape(text)), row, column, int(rows), int(columns)))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_the_real_pages_is_at_its_place(corpus: Path, name: str):
    (path,) = (corpus / "reports" / "annual_html").glob(f"*__{name}__*.html")
    source = path.read_text("utf-8")
    raw = load_bytes(source.encode())
    found = [[(re.sub(r"\s", "", cell[0]), *cell[1:]) for cell in grid(raw, table)] for table in raw.tables]
    expected = [told(table) for table in re.findall(r"<table.*?</table>", source, re.S)]
    assert [cells for cells in found if cells in expected] == expected
    assert (len(expected), sum(map(len, expected)), sum(table.heads > 0 for table in raw.tables)) == FILES[name]


def test_rows_of_the_real_statements_stand_in_the_page_as_they_are_read(corpus: Path):
    (path,) = (corpus / "reports" / "annual_html").glob("*__邮储银行__*.html")
    source = path.read_text("utf-8")
    raw = load_bytes(source.encode())
    lines = {
        re.sub(r"\s", "", line) for part in re.findall(r"<[ph]>(.*?)</", source, re.S) for line in part.split("\n")
    }
    rows: dict[tuple[int, int], list[str]] = {}
    for n, table in enumerate(raw.tables):
        for text, row, *_ in grid(raw, table) if table.heads else []:
            if row >= table.heads:
                rows.setdefault((n, row), []).append(text)
    ends = [re.sub(r"\s", "", "".join(row[1:])) for row in rows.values() if len(row) > 1]
    assert len(ends) == 255
    assert all(any(line.endswith(end) for line in lines) for end in ends)
    statement = {row[0]: row[-4:] for row in rows.values() if len(row) == 6}
    assert statement["资产总计"] == ["10,216,706", "9,516,211", "10,205,496", "9,501,699"]
    assert statement["五、净利润"] == ["61,036", "52,384", "60,684", "52,120"]


STATEMENT = [
    "2019年", "2018年", "2019年", "2018年", "资产", "附注", "12月31日", "12月31日", "12月31日", "12月31日", "合并 合并 银行 银行",
    "一、流动资产", "存放同业款项 八、2 28,373  140,351 30,694  143,680", "使用权资产 八、13(1) 9,460  不适用 9,395  -",
    "同业及其他金融机构存放款", "项", "(47,252) 74,165  (56,015) 74,805", "以公允价值计量且其变动计入当期损益的金",
    "融资产 12,167  21,670 1  2", "资产总计  10,216,706  9,516,211 10,205,496  9,501,699",
]  # fmt: skip
HEADED = ("2019年12月31日", "2018年12月31日", "2019年12月31日", "2018年12月31日")


def printed(rows: list[str]) -> RawText:
    return load_bytes(("<h>甲</h>" + "".join(f"<h>{row}</h><br/>" for row in rows)).encode())


def test_rows_laid_out_as_lines_are_a_table_where_their_heads_are_told():
    raw = printed(["(单位：百万元)", *STATEMENT, "后附附注为本报表的组成部分。"])
    (table,) = raw.tables
    rows: dict[int, list[str]] = {}
    for text, row, column, _, _ in grid(raw, table):
        rows.setdefault(row, []).append(text)
        assert len(rows[row]) == column + 1
    assert table.heads == 2
    assert list(rows.values()) == [
        ["", "附注", *HEADED],
        ["", "", "合并", "合并", "银行", "银行"],
        ["一、流动资产"],
        ["存放同业款项", "八、2", "28,373", "140,351", "30,694", "143,680"],
        ["使用权资产", "八、13(1)", "9,460", "不适用", "9,395", "-"],
        ["同业及其他金融机构存放款项", "", "(47,252)", "74,165", "(56,015)", "74,805"],
        ["以公允价值计量且其变动计入当期损益的金融资产", "", "12,167", "21,670", "1", "2"],
        ["资产总计", "", "10,216,706", "9,516,211", "10,205,496", "9,501,699"],
    ]
    assert raw.text.splitlines()[:3] == ["甲", "(单位：百万元)", "资产"]
    assert raw.text.endswith("后附附注为本报表的组成部分。\n")


ROWS = ["收入 1,234  1,100", "成本 900,000  (800)", "利润 -  3,300"]
UNCLEAR = [
    ROWS,  # no heads at all
    ["2018年", "2019年", *ROWS],  # out of order: which column is which?
    ["第1阶段 第2阶段 总计", *ROWS],
    ["2019年 2018年 2017年", *ROWS],
    ["合并 合并", *ROWS],
    ["合并 银行", *ROWS],  # of no time
    ["2019年 2018年", ROWS[0], ROWS[0]],
    ["2019年 2018年", ROWS[0], ROWS[1], "利润 5万"],
    ["2019年 2018年", "说明：", "单位：万元", *ROWS],
]


@pytest.mark.parametrize("rows", UNCLEAR, ids=range(len(UNCLEAR)))
def test_rows_whose_heads_are_not_clear_are_a_table_without_heads(rows: list[str]):
    raw = printed(rows)
    assert not raw.headings
    assert [table.heads for table in raw.tables] == [0]
    assert [text for text, *_ in grid(raw, raw.tables[0])] == [
        cell for row in rows if "," in row for cell in row.split()
    ]
    assert raw.text.splitlines()[1:] == [
        row if "年" in row or "," not in row else "\t".join(row.split()) for row in rows
    ]


def test_the_end_of_one_such_table_is_not_the_middle_of_it():
    raw = printed(["2019年 2018年", *ROWS, "银行", "2019年 2018年", *ROWS])
    assert [len(table.cells) for table in raw.tables] == [12, 12]


def test_contents_and_running_heads_are_told():
    raw = load_bytes(("<h>目录</h><p>一、概述......3</p>" + "<p>文。</p><p>示例有限公司</p>" * 5).encode())
    assert raw.left_out == ("目录“一、概述”（1 处）", "页眉“示例有限公司”等（4 处）")


def test_a_span_reaches_no_further_than_its_table():
    raw = load_bytes(page("<table><tr><td rowspan=65534>甲<td colspan=900>1<tr><td>2<td>3</table>"))
    assert grid(raw, raw.tables[0])[0] == ("甲", 0, 0, 2, 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<div>" * 5000 + b"9" + b"</div>" * 5000, "层层相套"),
        (b"<table><tr><td>" * 3000, "层层相套"),
        (b"<p>" + b"9" * 11_000_000, "上限|太长"),
        (b"<table><tr>" + b"<td colspan=1000>9" * 3, "2000 列"),
        (b"<table>" + b"<tr><td rowspan=65534 colspan=900>9" + b"<tr><td>9" * 30_000, "合并的单元格太多"),
        (b"<b>" * 3_000_001, "标签超过上限"),
        (b"<table>" + (b"<tr>" + b"<td>1" * 100) * 10_000, "300000 格"),
        (b"<html><body><script>9</script></body></html>", "只有空白"),
        (b"<html><head><title>9", "只有空白"),
        (b"<!-- 9 --><p></p>", "只有空白"),
    ],
    ids=range(10),
)
def test_hostile_pages_are_refused_in_one_line(data: bytes, words: str):
    with pytest.raises(LoadError, match=words) as caught:
        load_bytes(data)
    assert "\n" not in str(caught.value)


def test_entities_of_a_page_reach_nothing():
    data = b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'y'>]><html><body><p>&x;&y;5</p>"
    assert "root" not in load_bytes(data).text


SLOW = [
    "<p>" + "字号大小" * 50_000 + "x",
    "<p>" + "." * 300_000 + "x",
    "<p>" + ". " * 300_000 + "x",
    "<p>甲\n乙" + " " * 1_000_000 + "丙",
    "<h>甲</h><p>" + "1 2 " * 100_000 + "甲",
    "<h>甲</h>" + "<p>甲 1 2</p>" * 20_000,
    "<h>甲</h>" + "<p>甲 1 2</p><p>甲 1 2</p><p>甲</p>" * 8_000,
    "<table><tr><td>甲<td>" + "1,\n234,\n" * 50_000 + "x",
    "<p>首页" + ">甲" * 100_000 + "。",
    "<div class=nav>" * 200 + "<p>甲。" * 50_000,
    "<style>" + "{" * 200_000 + "</style><p>甲",
    "<table>" + "<tr><td rowspan=9 colspan=9>9" * 20_000,
]


@pytest.mark.parametrize("body", SLOW, ids=range(len(SLOW)))
def test_no_page_takes_long(body: str):
    begun = time.process_time()
    assert load_bytes(body.encode()).text
    assert time.process_time() - begun < 8


def test_many_tiny_cells_are_read():
    raw = load_bytes(b"<table>" + (b"<tr>" + b"<td>1" * 100) * 500)
    assert len(raw.tables[0].cells) == 50_000
