"""Word documents to text: what Word shows, in its order, with numbers of lists, notes, boxes and tables."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from index.errors import LoadError
from index.load import load_bytes
from index.numbers import find_figures
from index.records import RawText
from tests.office import NAMESPACES, TYPES, cell, docx, para, part, relations, run, table, zipped


def lines(body: str, **parts: str) -> list[str]:
    return load_bytes(docx(body, **parts)).text.splitlines()


def headings(raw: RawText) -> list[tuple[str, int]]:
    return [(raw.text[h.start : h.end], h.level) for h in raw.headings]


def grids(raw: RawText) -> list[list[tuple[str, int, int, int, int]]]:
    return [[(raw.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in t.cells] for t in raw.tables]


BOX = f"<w:txbxContent>{para('框内文字')}</w:txbxContent>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 表 9 </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TEXT = [
    ("runs join", para(run("执行到位金额") + run("35.8", "<w:b/>") + run("亿元")), ["执行到位金额35.8亿元"]),
    ("a hyperlink", para(f"<w:hyperlink>{run('甲')}</w:hyperlink>{run('乙')}"), ["甲乙"]),
    ("smart tags", para(f"<w:smartTag>{run('2024年')}</w:smartTag>{run('报告')}"), ["2024年报告"]),
    ("an insertion", para(f"<w:ins>{run('35')}</w:ins>{run('件')}"), ["35件"]),
    ("a deletion", para(f"<w:del><w:r><w:delText>99</w:delText></w:r></w:del>{run('35件')}"), ["35件"]),
    ("a move", para(f"<w:moveFrom>{run('99')}</w:moveFrom>") + para(f"<w:moveTo>{run('99')}</w:moveTo>"), ["99"]),
    ("a deleted end", para("前半", "<w:rPr><w:del/></w:rPr>") + para("后半"), ["前半后半"]),
    ("a deleted last end", para("前半", "<w:rPr><w:del/></w:rPr>"), ["前半"]),
    ("a line break", para(f"{run('甲')}<w:r><w:br/></w:r>{run('乙')}"), ["甲", "乙"]),
    ("a page break", para(f'{run("甲")}<w:r><w:br w:type="page"/></w:r>{run("乙")}'), ["甲", "乙"]),
    ("a tab", para(f"{run('甲')}<w:r><w:tab/></w:r>{run('乙')}"), ["甲 乙"]),
    ("hyphens", para(f"{run('a')}<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>{run('b')}"), ["a-b"]),
    ("a symbol", para('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("适用")), ["☑适用"]),
    ("a symbol as text", para(run("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>') + run("不适用")), ["□不适用"]),
    ("a field", para(run("表") + FIELD + run("：收入")), ["表3：收入"]),
    ("a simple field", para(f'<w:fldSimple w:instr="PAGE 9">{run("7")}</w:fldSimple>{run("页")}'), ["7页"]),
    ("a field without an end", para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + para("5件"), ["5件"]),
    ("hidden text", para(run("密9", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>')), ["显"]),
    ("a raised digit", para(run("10") + run("2", '<w:vertAlign w:val="superscript"/>') + run("平方米")), ["10²平方米"]),
    ("a lowered digit", para(run("CO") + run("2", '<w:vertAlign w:val="subscript"/>')), ["CO2"]),
    ("a lowered digit at a digit", para(run("10") + run("2", '<w:vertAlign w:val="subscript"/>')), ["10₂"]),
    ("ruby", para(f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"), ["拼"]),
    ("an entity", para("甲&amp;乙&#8230;&lt;丙&gt;"), ["甲&乙…<丙>"]),
    ("full width", para("　　２０２４年　增长５％"), ["　　２０２４年　增长５％"]),
    ("a formula", para("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"), ["1/3"]),
    ("a box once", para(
        f"{run('正文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('继续')}"), ["正文继续", "框内文字"]),
    ("an old box", para(f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"), ["框内文字"]),
    ("a fallback alone", para("<w:r><mc:AlternateContent><mc:Fallback><w:t>乙</w:t></mc:Fallback></mc:AlternateContent></w:r>"), ["乙"]),
    ("a content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{para('甲')}</w:sdtContent></w:sdt>", ["甲"]),
    ("a prompt", f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{para('单击输入')}</w:sdtContent></w:sdt>{para('甲')}", ["甲"]),
    ("a changed property", para("甲", "<w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange>"), ["甲"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [pytest.param(b, e, id=name) for name, b, e in TEXT])
def test_text_is_what_word_shows(body: str, expected: list[str]):
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (para("<w:del><w:r><w:delText>旧99件</w:delText></w:r></w:del>"), "修订中删除的内容“旧99件”（1 处）"),
        (para(run("密9", "<w:vanish/>")), "隐藏的文字“密9”（1 处）"),
        (para("<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), "图片（图中的文字没有读）（1 处）"),
        (para("<w:r><w:drawing><c:chart/></w:drawing></w:r>"), "图表（图中的数字没有读）（1 处）"),
        (para("<w:r><w:object><o:OLEObject/></w:object></w:r>"), "嵌入的文件（1 处）"),
        (para('<w:r><w:commentReference w:id="1"/></w:r>'), "批注（1 处）"),
        (para('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'), "符号“Webdings F061”（1 处）"),
        (para("第一章......9"), "目录“第一章”（1 处）"),
        (
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
            f"<w:sdtContent>{para('第一章9')}</w:sdtContent></w:sdt>",
            "目录“第一章9”（1 处）",
        ),
    ],
)
def test_what_is_left_out_is_told(body: str, told: str):
    raw = load_bytes(docx(para("正文。") + body))
    assert raw.text == "正文。\n"
    assert raw.left_out == (told,)


def test_heads_and_feet_are_told_once():
    raw = load_bytes(docx(para("正文。"), header1=para("示例公司2020年年度报告"), footer1=para("第9页") + para("　")))
    assert raw.text == "正文。\n"
    assert raw.left_out == ("页眉“示例公司2020年年度报告”（1 处）", "页脚“第9页”（1 处）")


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:name w:val="圈"/><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="h"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="列"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def styled(text: str, style: str, more: str = "") -> str:
    return para(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_headings_are_told_by_style_and_outline():
    body = (
        styled("年度报告", "t") + styled("第一节\t概况", "c") + styled("概况", "1") + styled("收入", "2")
        + styled("文", "a") + styled("第二章", "x") + styled("圈", "y") + para("三级", '<w:outlineLvl w:val="2"/>')
        + styled("正文", "1", '<w:outlineLvl w:val="9"/>') + styled("一句话结束了。", "1") + styled("密", "h") + para("无样式")
    )  # fmt: skip
    raw = load_bytes(docx(body, styles=STYLES))
    assert headings(raw) == [("年度报告", 1), ("概况", 1), ("收入", 2), ("第二章", 1), ("三级", 3)]
    assert raw.text.splitlines()[-1] == "无样式"
    assert set(raw.left_out) == {"目录“第一节”（1 处）", "隐藏的文字“密”（1 处）"}


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NOTHING = '<w:suff w:val="nothing"/>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "%1、", NOTHING)
    + level(1, "chineseCounting", "（%2）", NOTHING) + level(2, "decimal", "%3.", NOTHING)
    + level(3, "decimal", "%1.%2.%4", "<w:isLgl/>") + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf06c") + level(1, "lowerRoman", "%2)") + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="2">' + level(0, "decimal", "第%1节") + level(1, "upperLetter", "%2", '<w:lvlRestart w:val="0"/>')
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)  # fmt: skip


def listed(text: str, name: int, at: int = 0) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>')


LISTS = [
    (
        [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 0), ("戊", 1, 1)],
        ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"],
    ),
    ([("甲", 1, 2), ("2024年", 1, 2)], ["1.甲", "2. 2024年"]),
    ([("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 3)], ["一、甲", "（一）乙", "1.1.1 丙"]),
    ([("甲", 2, 0), ("乙", 2, 1), ("丙", 2, 1)], ["● 甲", "i) 乙", "ii) 丙"]),
    ([("甲", 3, 0), ("乙", 3, 1), ("丙", 3, 0), ("丁", 3, 1)], ["第1节 甲", "A 乙", "第2节 丙", "B 丁"]),
    ([("甲", 1, 0), ("乙", 4, 0), ("丙", 1, 0)], ["一、甲", "五、乙", "六、丙"]),
    ([("甲", 1, 0), ("", 1, 0), ("丙", 1, 0)], ["一、甲", "三、丙"]),
    ([("甲", 0, 0), ("乙", 99, 0), ("丙", 1, 8)], ["甲", "乙", "丙"]),
]


@pytest.mark.parametrize(("items", "expected"), LISTS, ids=range(len(LISTS)))
def test_lists_are_numbered_as_word_shows_them(items: list[tuple[str, int, int]], expected: list[str]):
    assert lines("".join(listed(*item) for item in items), numbering=NUMBERING) == expected


def test_a_style_may_number_its_paragraphs():
    body = styled("甲", "n") + styled("乙", "n", '<w:numPr><w:numId w:val="0"/></w:numPr>') + styled("丙", "n")
    assert lines(body, styles=STYLES, numbering=NUMBERING) == ["一、甲", "乙", "二、丙"]


def test_notes_stand_at_the_end_with_a_mark_that_is_no_figure():
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{para("线")}</w:footnote>'
        f'<w:footnote w:id="7">{para(run("含2家"))}</w:footnote><w:footnote w:id="5">{para("口径有变")}{para("第二段")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="5">{para("见附表")}</w:endnote><w:endnote w:id="6">{para("无人引用")}</w:endnote>'
    body = para(
        run("案件18049") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run("件，金额35.8亿元")
        + '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:endnoteReference w:id="5"/></w:r>' + run("。")
    )  # fmt: skip
    raw = load_bytes(docx(body, footnotes=notes, endnotes=ends))
    assert raw.text.splitlines() == [
        "案件18049¹件，金额35.8亿元²⁽¹⁾。",
        "脚注¹ 口径有变",
        "第二段",
        "脚注² 含2家",
        "尾注⁽¹⁾ 见附表",
    ]
    assert [f.raw for f in find_figures(raw.text.splitlines()[1] + raw.text.splitlines()[3])] == ["2家"]


def test_a_table_has_its_cells_at_their_places():
    down, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = table(
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('项目', down)}{cell('金额', wide)}</w:tr>",
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('', on)}{cell('2020年')}{cell(para('2019') + para('年'))}</w:tr>",
        cell("收入") + cell(para(run("1,234,5") + "<w:r><w:br/></w:r>" + run("67.89"))) + cell(""),
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("乙")}{cell("丙")}</w:tr>',
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('除')}{cell('9')}</w:tr>",
        cell("合计", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("5"),
    )
    raw = load_bytes(docx(para("表一") + body + para("文")))
    assert raw.text == "表一\n项目\t金额\n2020年\t2019 年\n收入\t1,234,567.89\t\n乙\t丙\n合计\t5\n文\n"
    assert raw.tables[0].heads == 2
    assert grids(raw) == [
        [
            ("项目", 0, 0, 2, 1), ("金额", 0, 1, 1, 2), ("2020年", 1, 1, 1, 1), ("2019 年", 1, 2, 1, 1),
            ("收入", 2, 0, 1, 1), ("1,234,567.89", 2, 1, 1, 1), ("", 2, 2, 1, 1), ("乙", 3, 1, 1, 1), ("丙", 3, 2, 1, 1),
            ("合计", 4, 0, 1, 2), ("5", 4, 2, 1, 1),
        ]
    ]  # fmt: skip


TABLES = [
    (table(cell("甲")), ["甲"], 0),
    (table(cell(para("甲") + para("乙")), cell("丙")), ["甲", "乙", "丙"], 0),
    (table(cell("甲") + cell(table(cell("1") + cell("2")) + para(""))), ["甲", "1\t2"], 1),
    (table(cell("甲") + cell(table(cell("1")) + para(""))), ["甲\t1"], 1),
    (table(f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('1')}"), ["甲\t1"], 1),
    (table(cell("甲", "<w:vMerge/>") + cell("1")), ["甲\t1"], 1),
    (cell("散"), ["散"], 0),
    ("<w:tr><w:tc/></w:tr><w:tbl/>" + para("甲"), ["甲"], 0),
]


@pytest.mark.parametrize(("body", "expected", "tables"), TABLES, ids=range(len(TABLES)))
def test_odd_tables(body: str, expected: list[str], tables: int):
    raw = load_bytes(docx(body))
    assert (raw.text.splitlines(), len(raw.tables)) == (expected, tables)


def test_a_document_of_another_writer():
    document = python_docx.Document()
    document.add_heading("某法院工作报告", 0)
    document.add_heading("一、执行工作", 1)
    document.add_paragraph("执行到位金额35.8亿元，同比上升13.7%。")
    document.add_paragraph("第一条", style="List Number")
    document.add_paragraph("第二条", style="List Number")
    grid = document.add_table(rows=3, cols=3)
    for n, row in enumerate(grid.rows):
        for m, one in enumerate(row.cells):
            one.text = f"{n}{m}"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "并列"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "并行"
    document.sections[0].header.paragraphs[0].text = "页眉9"
    buffer = io.BytesIO()
    document.save(buffer)
    raw = load_bytes(buffer.getvalue())
    assert headings(raw) == [("某法院工作报告", 1), ("一、执行工作", 1)]
    assert raw.text.splitlines()[2:5] == ["执行到位金额35.8亿元，同比上升13.7%。", "1. 第一条", "2. 第二条"]
    assert grids(raw)[0] == [
        ("00", 0, 0, 1, 1), ("并列", 0, 1, 1, 2), ("并行", 1, 0, 2, 1), ("11", 1, 1, 1, 1), ("12", 1, 2, 1, 1),
        ("21", 2, 1, 1, 1), ("22", 2, 2, 1, 1),
    ]  # fmt: skip
    assert raw.left_out == ("页眉“页眉9”（1 处）",)


def test_the_rows_of_the_real_document_are_full(corpus: Path):
    (path,) = (corpus / "reports" / "disclosure").glob("*.docx")
    raw = load_bytes(path.read_bytes())
    assert [len(found.cells) for found in raw.tables] == [30, 215, 34]
    for found in raw.tables:
        covered = [
            (one.row + n, one.column + m) for one in found.cells for n in range(one.rows) for m in range(one.columns)
        ]
        assert len(covered) == len(set(covered)) == (max(covered)[0] + 1) * (max(column for _, column in covered) + 1)
    assert raw.text.count("四、政府信息公开行政复议、行政诉讼情况") == 1


def test_strict_documents_and_other_part_names():
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"officeDocument": "/word/document2.xml"}),
        "word/document2.xml": f"<w:document {strict}><w:body>{para('甲')}</w:body></w:document>",
    }
    assert load_bytes(zipped(files)).text == "甲\n"
    assert load_bytes(zipped({name.replace("/", "\\"): text for name, text in files.items()})).text == "甲\n"


GOOD = docx(para("甲" * 500))
XXE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE w:document [<!ENTITY a "' + "9" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>'


def hostile(document: str | bytes, **more: str | bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document, **more})


HOSTILE = [
    ("truncated", GOOD[:-60], "损坏或不完整"),
    ("half", GOOD[: len(GOOD) // 2], "损坏或不完整"),
    ("flipped", GOOD[:200] + bytes(b ^ 0xFF for b in GOOD[200:320]) + GOOD[320:], "损坏"),
    ("magic and noise", b"PK\x03\x04" + bytes(range(256)) * 20, "损坏或不完整"),
    ("magic and noise with a name", b"PK\x03\x04" + bytes(22) + b"\x11\0\0\0word/document.xml" + bytes(99), "损坏"),
    ("no body", hostile(part("document", "")), "只有空白"),
    ("no document", zipped({"[Content_Types].xml": TYPES, "word/a.xml": "<a/>"}), "没有正文"),
    ("another root", hostile(part("styles", para("甲"))), "没有正文"),
    ("no XML", hostile(b"\x00\x01\x02"), "已损坏"),
    ("empty part", hostile(b""), "已损坏"),
    ("cut XML", hostile(part("document", para("甲"))[:-20]), "已损坏"),
    ("XXE", hostile(XXE + part("document", para("&x;")).split("?>")[1]), "DOCTYPE"),
    ("entity bomb", hostile(BOMB + part("document", para("&b;")).split("?>")[1]), "DOCTYPE"),
    ("XXE in UTF-16", hostile((XXE + part("document", para("&x;")).split("?>")[1]).encode("utf-16")), "DOCTYPE"),
    ("XXE in relations", hostile(part("document", para("甲")), **{"_rels/.rels": XXE + "<a/>"}), "DOCTYPE"),
    ("deep nesting", hostile(part("document", "<w:p>" * 3000 + "</w:p>" * 3000)), "层层相套"),
    ("deep tables", hostile(part("document", "<w:tbl><w:tr><w:tc>" * 900 + "</w:tc></w:tr></w:tbl>" * 900)), "层层相套"),
    ("wide table", docx(table(cell("甲", '<w:gridSpan w:val="999999999"/>') + cell("乙"))), "太宽"),
    ("long text", hostile(part("document", para("甲乙丙丁" * 2_600_000))), "压缩率|已损坏|上限"),
    ("bomb", zipped({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 40_000_000}), "压缩率超过 100 倍"),
    ("many entries", zipped({f"word/{n}.xml": "" for n in range(2001)} | {"[Content_Types].xml": TYPES}), "2000 个"),
    ("a way out", hostile("<a/>", **{"_rels/.rels": relations({"officeDocument": "../../../etc/passwd"})}), "没有正文"),
    ("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"), "DOC）.*另存为 DOCX 或 PDF"),
    ("locked Word", b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
    ("old Excel", b"\xd0\xcf\x11\xe0" + bytes(500) + "Workbook".encode("utf-16-le"), "另存为 XLSX"),
    ("old PowerPoint", b"\xd0\xcf\x11\xe0" + bytes(500) + "PowerPoint Document".encode("utf-16-le"), "另存为 PDF"),
    ("RTF", rb"{\rtf1\ansi 35.8}", "RTF.*另存为 DOCX"),
    ("PowerPoint", zipped({"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<a/>"}), "PPTX"),
    ("ODT", zipped({"mimetype": "x", "META-INF/manifest.xml": "<a/>", "content.xml": "<a/>"}), "ODF"),
    ("OFD", zipped({"OFD.xml": "<a/>"}), "OFD"),
    ("EPUB", zipped({"META-INF/container.xml": "<a/>"}), "EPUB.*TXT、PDF、HTML"),
    ("a lie about size", GOOD.replace((1024).to_bytes(4, "little"), (9).to_bytes(4, "little"))[:-9], "损坏|不完整"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=name) for name, d, w in HOSTILE])
def test_hostile_documents_are_refused_in_one_line(data: bytes, words: str):
    with pytest.raises(LoadError, match=words) as caught:
        load_bytes(data)
    assert "\n" not in str(caught.value)
    assert "请" in str(caught.value) or "没有可添加" in str(caught.value)


def test_odd_documents_are_read_all_the_same():
    odd = docx(
        para("甲", '<w:numPr><w:ilvl w:val="-5"/><w:numId w:val="x"/></w:numPr><w:outlineLvl w:val="99999999999"/>')
    )
    assert load_bytes(odd).text == "甲\n"
    stored = zipped(
        {"[Content_Types].xml": TYPES, "word/document.xml": part("document", para("乙"))}, zipfile.ZIP_STORED
    )
    assert load_bytes(stored).text == "乙\n"
    assert load_bytes(b"".join([stored, b"trailing"])).text == "乙\n"


SLOW = [
    para("<mc:AlternateContent>" + "<mc:Fallback/>" * 40_000 + f"</mc:AlternateContent>{run('甲')}"),
    table(*[cell("甲", '<w:gridSpan w:val="1900"/>')] * 4_000) + para("甲"),
    para("<w:r/>" * 40_000 + run("甲")),
    "".join(para("甲", '<w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr>') for _ in range(8_000)),
]


@pytest.mark.parametrize("body", SLOW, ids=range(len(SLOW)))
def test_no_document_takes_long(body: str):
    begun = time.process_time()
    noise = "".join(f"<w:x{n}/>" for n in range(3_000))  # so that it is packed no more than a document is
    assert load_bytes(
        zipped(
            {
                **dict.fromkeys(("[Content_Types].xml",), TYPES),
                "word/document.xml": part("document", f"<w:body>{body}{noise}</w:body>"),
            },
            zipfile.ZIP_STORED,
        )
    ).text
    assert time.process_time() - begun < 8


def test_many_paragraphs_are_read():
    assert load_bytes(docx("".join(para(f"第{n}条，{n}件。") for n in range(5000)))).text.count("\n") == 5000
