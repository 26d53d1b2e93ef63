"""PDFs made here, against the text they were made of: order, figures, tables, what is left out, what is refused."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest

from index.errors import LoadError
from index.load import load_bytes
from index.load.boxes import boxes
from index.numbers import find_figures
from index.records import Heading, RawText
from tests.pdfs import A4, Page, pdf, width, wrapped
from tests.raw_checks import check_raw, lines_of, loaded, plain

SUBJECTS = "全市法院 民商事案件 执行到位金额 营业收入 地区生产总值 城镇新增就业 诉前调解 在建工程 研发投入 固定资产投资".split()
VERBS = "同比上升 较上年增加 达到 同比下降 突破 完成 共计".split()
UNITS = "件 亿元 % 个百分点 万人 家 天".split()
TAILS = "，质效稳步提高，群众满意度持续向好。 ；重点工作有序推进，风险总体可控。 。 ，居全省前列。".split()


def prose(seed: int, paragraphs: int, sentences: int = 5) -> list[str]:
    chance = random.Random(seed)

    def sentence() -> str:
        figure = chance.choice(
            (
                f"{chance.randint(3, 99999)}",
                f"{chance.uniform(1, 900):.2f}",
                f"{chance.randint(1, 99)}.{chance.randint(0, 9)}",
            )
        )
        return chance.choice(SUBJECTS) + chance.choice(VERBS) + figure + chance.choice(UNITS) + chance.choice(TAILS)

    return ["".join(sentence() for _ in range(sentences)) for _ in range(paragraphs)]


def likeness(source: Sequence[str], raw: RawText) -> float:
    return SequenceMatcher(None, plain("".join(source)), plain(raw.text), autojunk=False).ratio()


def figures(text: str) -> list[str]:
    return [figure.raw for figure in find_figures(plain(text))]


def column_lines(paragraphs: Sequence[str], chars: int) -> list[str]:
    return [line for paragraph in paragraphs for line in wrapped("\u3000\u3000" + paragraph, chars)]


def paged(lines: Sequence[str], per_page: int, left: float = 80, number: bool = True) -> list[Page]:
    pages = []
    for n, start in enumerate(range(0, len(lines), per_page), 1):
        page = Page()
        page.text(200, 800, "某市2024年度工作报告", 9)
        page.lines(left, 760, lines[start : start + per_page])
        if number:
            page.text(290, 30, f"- {n} -", 9)
        pages.append(page)
    return pages


def test_one_column_without_its_heads_and_page_numbers():
    source = prose(1, 24)
    raw = loaded(paged(column_lines(source, 40), 40))
    assert likeness(source, raw) >= 0.99
    assert figures(raw.text) == figures("".join(source))
    assert raw.left_out[0] == "页眉“某市2024年度工作报告”（3页）"
    assert raw.left_out[1] == "页码“- 1 -”等（3页）"


def test_a_figure_broken_over_a_page_has_nothing_between_its_halves():
    lines = ["执行工作" * 8 for _ in range(3)] + ["全年执行到位金额3"]
    pages = [Page(), Page(), Page()]
    for n, page in enumerate(pages):
        page.text(200, 800, "法院工作报告", 9)
        page.text(500, 30, f"第{n + 1}页 共3页", 9)
    pages[0].lines(80, 100, lines)
    pages[1].lines(80, 760, ["5.8亿元，同比上升13.7%。", "办结案件1200件。"])
    pages[2].lines(80, 760, ["完"])
    raw = loaded(pages)
    assert "金额3\n5.8亿元" in raw.text


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_one_after_the_other(columns: int):
    source = prose(columns, 9)
    raw = loaded([columned(source, columns, "file")])
    assert likeness(source, raw) >= 0.98
    assert figures(raw.text) == figures("".join(source))


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_columns_whose_rows_interleave(columns: int):
    source = prose(columns + 10, 8)
    raw = loaded([columned(source, columns, "rows")])
    assert likeness(["要闻报道", *source], raw) >= 0.98
    assert figures(raw.text) == figures("".join(source))


def test_columns_in_no_order_at_all():
    source = prose(30, 8)
    raw = loaded([columned(source, 3, "random")])
    assert likeness(["要闻报道", *source], raw) >= 0.98
    assert figures(raw.text) == figures("".join(source))


def columned(source: Sequence[str], columns: int, order: str) -> Page:
    """A page of columns under a head line, drawn column by column, row by row, or anyhow."""
    wide = (A4[0] - 80 - 18 * (columns - 1)) / columns
    lines = column_lines(source, int(wide / 10.5))
    tall = -(-len(lines) // columns)
    places = [(n // tall, n % tall, line) for n, line in enumerate(lines)]
    if order == "rows":
        places.sort(key=lambda place: (place[1], place[0]))
    if order == "random":
        random.Random(5).shuffle(places)
    page = Page()
    if order != "file":
        page.text(220, 800, "要闻报道", 24)
    for column, row, line in places:
        page.text(40 + column * (wide + 18), 760 - 14 * row, line)
    return page


def test_a_head_over_two_of_three_columns():
    source = prose(40, 9)
    lines = [column_lines(source[n : n + 3], 16) for n in (0, 3, 6)]
    page = Page()
    page.text(60, 780, "横跨两栏的大标题", 20)
    for row in range(max(map(len, lines))):
        for column, own in enumerate(lines):
            if row < len(own):
                page.text(40 + 180 * column, (740 if column < 2 else 780) - 14 * row, own[row])
    raw = loaded([page])
    assert likeness(["横跨两栏的大标题", *source], raw) >= 0.98


def test_figures_in_columns_are_read_across():
    rows = [
        ("一月", "1,234.50", "12.5%"),
        ("二月", "2,345.60", "13.5%"),
        ("三月", "3,456.70", "14.5%"),
        ("四月", "4,567.80", "9.5%"),
    ] * 3
    page = Page()
    for n, row in enumerate(rows):
        for x, text in zip((80, 250, 400), row, strict=True):
            page.text(x, 700 - 16 * n, text)
    raw = loaded([page])
    assert raw.text.splitlines() == [" ".join(row) for row in rows]
    assert raw.tables == ()


def test_text_written_by_font_is_put_together():
    lines = ["2024年全市法院收案72824件，", "同比上升8.4%，结案率98.7%。", "执行到位35.8亿元，上升13.7%。"] * 6
    page = Page()
    parts = []
    for n, line in enumerate(lines):
        x = 80.0
        for part in re.findall(r"[0-9.%]+|[^0-9.%]+", line):
            parts.append((part[0].isdigit(), x, 700 - 18 * n, part))
            x += width(part, 10.5)
    for _, x, y, part in sorted(parts, key=lambda part: part[0]):
        page.text(x, y, part)
    assert loaded([page]).text.splitlines() == lines


def test_pages_turned_either_way_are_read_upright():
    source = prose(50, 4)
    turned, landscape, down = Page(rotate=90), Page((842, 595)), Page()
    for n, line in enumerate(column_lines(source, 40)):
        turned.text(100 + 16 * n, 80, line, turn=90)
        landscape.text(80, 500 - 16 * n, line)
        down.text(500 - 16 * n, 760, line, turn=270)
    for page in (turned, landscape, down):
        raw = loaded([page])
        assert likeness(source, raw) >= 0.99
        assert figures(raw.text) == figures("".join(source))


def test_the_box_of_a_stretch_is_where_the_page_has_it():
    level, upright = Page(), Page(rotate=90)
    level.text(100, 80, "执行到位35.8亿元")
    upright.text(100, 80, "执行到位35.8亿元", turn=90)
    for page, wanted in ((level, (142, 78, 163, 90)), (upright, (90, 80, 100, 164))):
        raw = loaded([page])
        start = raw.text.index("35.8")
        [(number, box)] = boxes(raw.runs, start, start + 4, raw.text)
        assert number == 1
        assert box == pytest.approx(wanted, abs=2.5)


def test_a_running_head_with_its_chapters_goes_and_a_line_of_the_body_stays():
    pages = []
    for n in range(1, 13):
        page = Page()
        page.text(80, 800, "某公司年度报告", 9)
        page.text(400, 800, f"第{'一二三四五六'[n // 2 % 6]}节 内容", 9)
        first = "单位：元 币种：人民币" if n % 3 == 0 else prose(n + 70, 1, 1)[0]
        page.lines(80, 765, [first, *column_lines(prose(n, 2), 40)])
        page.text(280, 30, f"第 {n} 页 共 12 页", 9)
        pages.append(page)
    raw = loaded(pages)
    assert raw.text.count("单位：元 币种：人民币") == 4
    assert "某公司" not in raw.text
    assert "节 内容" not in raw.text
    assert "共 12 页" not in raw.text
    assert "页码“第 1 页 共 12 页”等（12页）" in raw.left_out


def test_figures_at_the_foot_of_pages_are_no_page_numbers():
    pages = []
    for total in ("1,234", "5,678", "9,012"):
        page = Page()
        page.lines(80, 700, ["甲 1", "乙 2", "丙 3"])
        page.text(80, 40, f"合计 {total}")
        pages.append(page)
    assert [line for line in lines_of(loaded(pages)) if "合计" in line] == ["合计 1,234", "合计 5,678", "合计 9,012"]


def test_marks_over_each_page_go():
    pages = []
    for n in range(4):
        page = Page()
        page.text(200, 400, "水印文字", 40, turn=45)
        page.text(500, 420, "内部资料", 9)
        page.lines(80, 765, column_lines(prose(n, 2), 38))
        pages.append(page)
    raw = loaded(pages)
    assert "水印" not in raw.text
    assert "内部资料" not in raw.text
    assert set(raw.left_out) == {"斜排文字“水印文字”（4页）", "每页重复的文字“内部资料”（4页）"}


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("⼯作⻓期⽤⼒，⻅效10²、①、½", "工作长期用力，见效10²、①、½"),
        ("同比下降\u00ad3.5%", "同比下降-3.5%"),
        ("全年收案72824件", "全年收案72824件"),
        ("\U00020628字", "\U00020628字"),
    ],
)
def test_characters(drawn: str, read: str):
    page = Page()
    page.text(80, 700, drawn)
    assert loaded([page]).text == read + "\n"


def test_a_minus_at_a_line_end_is_kept():
    page = Page()
    page.lines(80, 700, ["财务费用本期-", "234,610,582.44元，2019-", "2020年"])
    assert lines_of(loaded([page])) == ["财务费用本期-", "234,610,582.44元，2019-", "2020年"]


def test_raised_figures_do_not_join_the_figure_before():
    page, words = Page(), "平方米，二氧化碳CO"
    page.text(80, 700, "面积10")
    page.text(112, 704, "2", 6)
    page.text(116, 700, words)
    page.text(116 + width(words, 10.5), 698, "2", 6)
    page.text(119 + width(words, 10.5), 700, "减少35万吨")
    assert lines_of(loaded([page])) == ["面积10²平方米，二氧化碳CO2减少35万吨"]


def test_blanks_are_where_gaps_are():
    page = Page()
    page.text(80, 700, "第五节")
    page.text(135, 700, "重要事项")
    page.text(80, 680, "年度报告", spread=9)
    page.text(80, 660, "分散对齐的一行文字", spread=4)
    page.text(80, 640, "Kweichow Moutai Co., Ltd.")
    page.text(80, 620, "营业收入")
    page.text(180, 620, "123.45")
    page.text(218, 620, "678.90")
    assert lines_of(loaded([page])) == [
        "第五节 重要事项",
        "年度报告",
        "分散对齐的一行文字",
        "Kweichow Moutai Co., Ltd.",
        "营业收入 123.45 678.90",
    ]


def test_what_is_printed_twice_is_read_once():
    page = Page()
    for shift in (0, 0.4, 0.8):
        page.text(80 + shift, 700, "合计1,100.55万元")
    assert loaded([page]).text == "合计1,100.55万元\n"


def test_characters_without_a_code_point_are_shown_as_unknown():
    page = Page()
    page.text(80, 700, "执行到位35.8亿元，密上升13.7%，全市法院")
    raw = loaded([page], unmapped="密")
    assert raw.text == "执行到位35.8亿元，\ufffd上升13.7%，全市法院\n"
    assert raw.left_out == ("1 个字没有文字编码，以“\ufffd”代替（第1页）",)


def test_a_page_of_characters_without_code_points_is_refused():
    page = Page()
    page.text(80, 700, "全市法院执行工作")
    with pytest.raises(LoadError, match=r"^第1页的字体没有文字编码.*OCR"):
        load_bytes(pdf([page], unmapped="全市法院执行工作"))


def test_what_lies_beyond_the_page_is_told():
    page = Page(crop=(50, 50, 545, 792))
    page.text(80, 700, "正文")
    page.text(10, 820, "裁切标记")
    raw = loaded([page])
    assert raw.text == "正文\n"
    assert raw.left_out == ("页面边界以外的 4 个字（第1页）",)


def test_the_outline_names_headings():
    page = Page()
    page.lines(80, 700, ["一、总体情况", "正文。", "二、存在问题"])
    raw = load_bytes(pdf([page], outline=["一、总体情况", "二、 存在问题", "没有的标题"]))
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [("一、总体情况", 1), ("二、存在问题", 1)]
    assert isinstance(raw.headings[0], Heading)


def test_without_ocr_scanned_pages_are_told_and_the_others_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.load.pdf.installed", lambda: False)
    pages = [Page() for _ in range(5)]
    pages[0].text(80, 700, "封面文字有八个以上的字")
    pages[3].text(80, 700, "第四页也有八个以上的字")
    for n in (1, 2, 4):
        pages[n].picture()
    pages[4].text(300, 30, "5")
    raw = loaded(pages)
    assert raw.text == "封面文字有八个以上的字\n第四页也有八个以上的字\n"
    cure = "请运行 make install，或 pip install 'shushuo[ocr]'，移除这份报告后重新添加"
    assert raw.left_out == (f"第2—3、5页没有文字层（可能是扫描图），没有读；要读{cure}",)


def scanned() -> Page:
    page = Page()
    page.picture()
    return page


def worded(text: str) -> Page:
    page = Page()
    page.text(80, 700, text)
    return page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([scanned()] * 3), r"^第1—3页没有文字层.*OCR"),
        (pdf([worded("密")], password="abc"), r"加了密.*不加密"),
        (pdf([Page()]), "只有空白"),
        (pdf([worded("字")])[:700], r"已损坏或不完整.*重新下载"),
        (b"%PDF-1.7\n" + random.Random(2).randbytes(5000), r"已损坏或不完整"),
        (b"%PDF-", r"已损坏或不完整"),
    ],
)
def test_refused_with_the_cure(data: bytes, message: str):
    with pytest.raises(LoadError, match=message):
        load_bytes(data)


def test_damaged_files_raise_nothing_else():
    page = worded("营业收入35.8亿元")
    page.table(80, 640, [150, 100, 100], [["指标", "2024年", "2023年"], ["合计", "1,198.76", "1,064.20"]])
    whole = pdf([page, page])
    chance = random.Random(7)
    read = 0
    for _ in range(100):
        data = bytearray(whole[: chance.choice((len(whole), chance.randint(20, len(whole))))])
        for _ in range(chance.randint(0, 20)):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        with contextlib.suppress(LoadError):
            check_raw(load_bytes(bytes(data)))
            read += 1
    assert read > 10


def test_a_file_cut_short_at_its_end_is_told():
    data = pdf([worded("正文")]).replace(b"%%EOF", b"").rstrip()
    assert load_bytes(data).left_out == ("文件末尾缺少结束标记，可能没有传完，后面的页也许不全",)


def test_empty_pages_between_are_nothing():
    raw = loaded([worded("第一页"), Page(), worded("第三页")])
    assert raw.text == "第一页\n第三页\n"
    assert [run.page for run in raw.runs] == [1, 3]
    assert raw.left_out == ()
