"""One report in every format: the same figures and facts; and what is in a file counts, not how it is called."""

from __future__ import annotations

import base64
import quopri
import random
from pathlib import Path

import pytest

from index.errors import LoadError
from index.load import load, load_bytes, readable
from index.load.formats import sniff
from index.load.registry import LOADERS
from index.numbers import find_figures
from index.prepare import prepare
from index.records import Prepared
from tests.office import docx, para, zipped

PARAGRAPHS = (
    "示例市中级人民法院工作报告（2024年）",
    "一、执行工作",
    "2024年，全市法院共执结案件18049件，执行到位金额35.8亿元，同比上升13.7%，发放司法救助金1100余万元。",
    "新收各类案件72824件，比上年多4321件，法官人均结案386.5件，占全省的十分之一。",
    "二、审判工作",
    "审结一审民商事案件6714件，判处罪犯919人，服判息诉率92.3%，提高1.2个百分点。",
)
TEXT = "\n".join(PARAGRAPHS)
TAGS = ("h1", "h2", "p", "p", "h2", "p")
BODY = "\n  ".join(f"<{tag}>{text}</{tag}>" for tag, text in zip(TAGS, PARAGRAPHS, strict=True))
HTML = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>报告_某网</title><script>var x = '99件';</script></head>"
    f"<body><div class=nav>首页 | 99</div>{BODY}<p>浏览次数：99次 【打印】</p><footer>版权所有 99</footer></body></html>"
)
SPLIT = "".join(f"<p>{''.join(f'<span>{char}</span>' for char in text)}</p>" for text in PARAGRAPHS)
STYLES = "".join(f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2))


def word() -> bytes:
    styles = {"h1": '<w:pStyle w:val="1"/>', "h2": '<w:pStyle w:val="2"/>', "p": ""}
    return docx(
        "".join(para(text, styles[tag]) for tag, text in zip(TAGS, PARAGRAPHS, strict=True)),
        styles=STYLES,
        header1=para("第99页"),
    )


def saved(encoding: str) -> bytes:
    page = HTML.encode()
    packed = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
    head = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="--x--9"\r\n\r\n\r\n----x--9\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n'
        b"----x--9\r\n" + head.encode() + packed + b"\r\n----x--9--\r\n"
    )


FORMATS = {
    **{encoding: TEXT.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16")},
    "html": HTML.encode(),
    "html in gb18030": HTML.replace("utf-8", "gb2312").encode("gb18030"),
    "html of spans": SPLIT.encode(),
    "html of breaks": f"<div>{'<br>'.join(PARAGRAPHS)}</div>".encode(),
    "html of a layout table": f"<table><tr><td>{BODY}</td></tr></table>".encode(),
    "mhtml": saved("quoted-printable"),
    "mhtml in base64": saved("base64"),
    "docx": word(),
}


def prepared(data: bytes) -> Prepared:
    return prepare("示例市法院2024", data, load_bytes(data))


def figures(data: bytes) -> list[tuple[str, str]]:
    return [(f.raw, str(f.value)) for f in find_figures(prepared(data).document.text)]


def facts(data: bytes) -> list[tuple[str, ...]]:
    return [
        (f.metric, f.figure.raw, str(f.figure.value), f.entity, f.period, f.kind, f.direction, f.basis)
        for f in prepared(data).facts
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_one_report_in_every_format_tells_the_same(name: str):
    assert figures(FORMATS[name]) == figures(FORMATS["utf-8"])
    assert facts(FORMATS[name]) == facts(FORMATS["utf-8"])


def test_the_report_has_figures_and_facts():
    assert len(figures(FORMATS["utf-8"])) >= 14
    assert len(facts(FORMATS["utf-8"])) >= 8


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HTML.encode(), "HTML"),
        (b"<b>5</b>", "HTML"),
        (b"<table><td>5", "HTML"),
        (saved("base64"), "MHTML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "MHTML"),
        ("日期：今天\nContent-Type: multipart/related".encode(), "TXT"),
        (word(), "DOCX"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "XLSX"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "XLSB"),
        (zipped({"[content_types].XML": "", "ppt\\presentation.xml": ""}), "PPTX"),
        (zipped({"word/document.xml": ""}), "ZIP"),
        (zipped({"a.txt": ""}), "ZIP"),
        (word()[:900], "DOCX"),
        (b'<?xml version="1.0"?><report/>', "XML"),
        (b'<?xml version="1.0"?><html><p>5', "HTML"),
        (b"%PDF-1.7", "PDF"),
    ],
    ids=range(16),
)
def test_what_a_file_is(data: bytes, kind: str):
    assert sniff(data) == kind


@pytest.mark.parametrize("ending", ["txt", "pdf", "docx", "xls", "html", "exe", ""])
@pytest.mark.parametrize("name", ["utf-8", "html", "docx", "mhtml"])
def test_an_ending_counts_for_nothing(tmp_path: Path, name: str, ending: str):
    path = tmp_path / f"报告.{ending}"
    path.write_bytes(FORMATS[name])
    assert "执行到位金额35.8亿元" in load(path)[1].text


SAVED = b"From: x\nContent-Type: multipart/related; boundary=b\n\n"
WRONG = [
    ("XML", b'<?xml version="1.0"?><report/>', "XML.*TXT、PDF、HTML"),
    ("a saved page without a page", SAVED + b"--b\nContent-Type: image/png\n\n9\n--b--", "没有正文"),
    ("a saved page without parts", SAVED, "没有正文"),
    ("a saved page without a boundary", SAVED.replace(b"boundary", b"bound"), "没有正文"),
    ("a saved page in base64 that is none", SAVED + b"\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nA\n--b--", "已损坏|空"),
    ("a saved page of ten thousand parts", SAVED + b"\n--b\nContent-Type: x\n\n" * 10_000, "没有正文"),
    ("a TIFF", b"II*\0" + bytes(99), "图片"),
    ("an EXE", b"MZ\x90\0" + bytes(99), "程序"),
    ("RAR", b"Rar!\x1a\x07", "RAR.*解压"),
    ("7z", b"7z\xbc\xaf\x27\x1c", "7z.*解压"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=name) for name, d, w in WRONG])
def test_other_files_are_refused_with_what_helps(data: bytes, words: str):
    with pytest.raises(LoadError, match=words) as caught:
        load_bytes(data)
    assert "\n" not in str(caught.value)
    assert "请" in str(caught.value)


def said(data: bytes) -> str:
    """The first line of a file, or the line that says why there is none."""
    try:
        return load_bytes(data).text.strip().split("\n")[0]
    except LoadError as error:
        return str(error)


MAGICS = [b"<html>", b"<p>", b"PK\x03\x04", word()[:400], SAVED, b"\xd0\xcf\x11\xe0", b"<?xml ", b"<table><tr>"]


@pytest.mark.parametrize("seed", range(24))
def test_noise_behind_the_right_beginning_is_read_or_refused(seed: int):
    draw = random.Random(seed)
    noise = draw.randbytes(3000) if seed % 2 else bytes(draw.choices(b"<>/td=\"' r&;#9a\xd6\xb4\0-!", k=3000))
    data = MAGICS[seed % len(MAGICS)] + noise
    assert len(said(data).splitlines()) == 1


@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_document_is_read_or_refused(seed: int):
    draw = random.Random(seed)
    data = bytearray((word(), saved("base64"), HTML.encode())[seed % 3])
    for _ in range(draw.randint(1, 20)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    data = data[: draw.randint(len(data) // 2, len(data))]
    assert len(said(bytes(data)).splitlines()) == 1


def test_the_readable_formats_are_told_from_the_registry():
    assert readable() == f"{'、'.join(LOADERS)}，以及装有它们的 ZIP"
    with pytest.raises(LoadError, match=r"能读的格式（TXT、PDF、HTML"):
        load_bytes(b'<?xml version="1.0"?><report/>')
