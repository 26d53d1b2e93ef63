"""Files to text: every encoding people have, and one clear line for what is no text."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import LoadError
from index.load import load, load_bytes, registry
from index.load.formats import sniff
from index.load.radicals import ordinary
from index.records import RawText

REPORT = (
    "2024年，全市法院共执结案件18049件，执行到位金额35.8亿元，同比上升13.7%。\n一、执行工作\n司法救助金1100余万元。\n"
)
TRADITIONAL = "二〇二四年，全市法院共執結案件18049件，執行到位金額35.8億元，較上年上升13.7%。\n一、執行工作\n"
SHORT = (
    "执行到位金额35.8亿元",
    "全市法院新收案件72824件",
    "同比上升8.4%",
    "罚款919人次，拘留1378人次",
    "湖州法院2024年工作报告",
    "优化营商环境，服务经济社会发展大局",
    "联通",
    "一、综合",
    "地区生产总值2081.6亿元",
    "审结一审民商事案件6714件",
)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (REPORT.encode(), REPORT, "utf-8"),
        (REPORT.encode("utf-8-sig"), REPORT, "utf-8-sig"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), REPORT, "utf-16"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), REPORT, "utf-16"),
        (REPORT.encode("utf-16-le"), REPORT, "utf-16-le"),
        (REPORT.encode("utf-16-be"), REPORT, "utf-16-be"),
        (REPORT.encode("gb18030"), REPORT, "gb18030"),
        (REPORT.encode("gbk"), REPORT, "gb18030"),
        (TRADITIONAL.replace("〇", "零").encode("big5"), TRADITIONAL.replace("〇", "零"), "big5"),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030"),
        (b"GDP 5%\n", "GDP 5%\n", "utf-8"),
        (REPORT.replace("\n", "\r\n").encode("gb18030"), REPORT.replace("\n", "\r\n"), "gb18030"),
        (("\u200b" + REPORT).encode(), "\u200b" + REPORT, "utf-8"),
        ((REPORT + "\x1a").encode("gb18030"), REPORT + "\x1a", "gb18030"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str):
    found = load_bytes(data)
    assert (found.text, found.encoding, found.runs) == (text, encoding, ())


MARKLESS = ("utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be")
# Four bytes of UTF-16 without a mark can be read either way, so the shortest texts are tried in the others only.
PAIRS = [(text, encoding) for text in SHORT for encoding in MARKLESS[: 3 if len(text) < 6 else None]]


@pytest.mark.parametrize(("text", "encoding"), PAIRS)
def test_short_texts_are_still_right(text: str, encoding: str):
    assert load_bytes(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "text", ["執行到位金額35.8億元", "全市法院新收案件72824件", "優化營商環境，服務經濟社會發展大局"]
)
def test_short_texts_in_big5(text: str):
    assert load_bytes(text.encode("big5")).text == text


def test_a_gb18030_report_of_the_samples():
    path = Path(__file__).parents[2] / "examples" / "reports" / "示例市中级人民法院工作报告（2022年）.txt"
    data, raw = load(path)
    assert raw.encoding == "gb18030"
    assert raw.text.encode("gb18030") == data


def test_every_report_is_decoded_without_loss(corpus: Path):
    for file in sorted((corpus / "reports").rglob("*.txt")):
        data, raw = load(file)
        assert raw.text.encode(raw.encoding) == data
        assert "\ufffd" not in raw.text


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
REFUSED = [
    ("empty", b"", "空的"),
    ("blanks", b" \r\n\t \n", "空的"),
    ("wide blanks", "\u3000\n\u3000".encode(), "空白"),
    ("a byte-order mark alone", codecs.BOM_UTF8, "空"),
    ("a UTF-16 mark alone", codecs.BOM_UTF16_LE, "空"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    ("Word or ZIP", b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), "ZIP"),
    ("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧版 Office"),
    ("RTF", rb"{\rtf1\ansi text}", "RTF"),
    ("PNG", PNG, "图片"),
    ("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
    ("gzip", b"\x1f\x8b\x08\x00" + bytes(50), "gzip"),
    ("program", b"\x7fELF\x02\x01\x01" + bytes(100), "程序"),
    ("XML", b'<?xml version="1.0"?><report/>', "XML"),
    ("a web page of nothing", "<html><title>执行</title>".encode("gb18030"), "空白"),
    ("NUL bytes", b"abc\0\0def", "不是可读的文本"),
    ("a NUL far behind", (REPORT * 800).encode() + b"\0", "不是可读的文本"),
    ("a NUL in UTF-16", codecs.BOM_UTF16_LE + "执行\0到位".encode("utf-16-le"), "空字节"),
    ("UTF-32", codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "空字节"),
    ("noise", bytes((i * 7919) % 251 for i in range(4000)), "不是可读的文本"),
    ("control characters", bytes([1, 2, 3, 4, 5] * 50), "不是可读的文本"),
    ("a mark and a wrong byte", codecs.BOM_UTF8 + b"\xff\xfe\xfd", "utf-8-sig"),
    ("a lone half of a pair", codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "utf-16"),
    ("half a character", "执行到位".encode()[:-1] + b"\x80\xff", "不是可读的文本"),
]


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=name) for name, d, w in REFUSED])
def test_what_is_no_text_is_refused_in_one_line(data: bytes, words: str):
    with pytest.raises(LoadError) as caught:
        load_bytes(data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>\n<html><body>5</body></html>",
        b"\r\n <HTML lang=zh><p>5</p>",
        codecs.BOM_UTF8 + b"<!doctype HTML PUBLIC '-//W3C//DTD'><p>5",
        b"<?xml version='1.0'?><!-- a --><!--b-->\n<!DOCTYPE html><html>",
        "<h>示例公司\n2019年年度报告</h><br/><p>正文</p>".encode(),
        "<html><title>执行</title>".encode("gb18030"),
        codecs.BOM_UTF16_LE + "<html><title>执行</title>".encode("utf-16-le"),
    ],
)
def test_a_web_page_is_told_by_how_it_begins(data: bytes):
    assert sniff(data) == "HTML"


def test_a_pair_of_brackets_is_no_web_page():
    assert sniff("<执行工作>到位金额".encode()) == "TXT"
    assert sniff("<html5>标准".encode()) == "TXT"
    assert sniff("<pH值>及<H>型".encode()) == "TXT"
    assert sniff(b"<!-- -->" * 400 + b"x") == "TXT"


def test_sniffing_takes_no_time():
    assert sniff(b"<!---->" * 500) == sniff(b"<!--" * 1000) == sniff(b"< " * 2000) == "TXT"


def test_too_large_is_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * (1024 * 1024 + 1))
    with pytest.raises(LoadError, match=r"1\.0 MB，超过上限 1 MB"):
        load(path)
    with pytest.raises(LoadError, match="超过上限 1 MB"):
        load_bytes(path.read_bytes())


def test_a_long_text_is_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr(registry, "MAX_TEXT", 10)
    with pytest.raises(LoadError, match="11 字，超过上限 10 字"):
        load_bytes(b"12345678901")


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device"])
def test_what_is_no_file_is_refused(tmp_path, kind: str):
    path = tmp_path / "x.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    with pytest.raises(LoadError) as caught:
        load(path)
    assert "请" in str(caught.value)
    assert "\n" not in str(caught.value)


def read(data: bytes) -> RawText | str:
    """The text of ``data``, or the line that says why there is none."""
    try:
        return load_bytes(data)
    except LoadError as error:
        return str(error)


@given(st.binary())
@example(b"\x80")
@example(b"r5.\x81")
@example(codecs.BOM_UTF16_LE + b"\x00\xd8")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes):
    found = read(data)
    if isinstance(found, str):
        assert "\n" not in found
    elif sniff(data) == "TXT":
        assert found.text.strip()
        assert "\0" not in found.text
        assert found.text == ordinary(data.decode(found.encoding))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
@settings(deadline=None)
def test_utf8_text_is_read_back(text: str):
    found = read(codecs.BOM_UTF8 + text.encode())
    if isinstance(found, str):
        assert not text.strip() or sniff(text.encode()) != "TXT"
    else:
        assert found.text == ordinary(text)
