"""What a file is, told by its bytes; and what helps where that is nothing we read. Tables first."""

from __future__ import annotations

import re
from typing import Final

from index.errors import LoadError
from index.load.delimited import delimiter_of
from index.load.zipped import Zipped

ZIP: Final = "ZIP"
PICTURE: Final = "图片"

MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0", "旧版 Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"II+\0", PICTURE),
    (b"MM\0+", PICTURE),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90\0", "程序"),
)

PICTURES: Final = re.compile(
    rb"RIFF.{4}WEBP|BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.S
)  # a text may begin with RIFF or BM too
"""How pictures begin that a few letters do not tell."""

OFFICE: Final[tuple[tuple[str, str], ...]] = (
    ("word/", "DOCX"),
    ("xl/workbook.bin", "XLSB"),
    ("xl/", "XLSX"),
    ("ppt/", "PPTX"),
)
"""How names begin in a ZIP file that has :data:`CONTENT_TYPES`."""
CONTENT_TYPES: Final = "[content_types].xml"
OTHERS: Final = (("ofd.xml", "OFD"), ("meta-inf/manifest.xml", "ODF"), ("meta-inf/container.xml", "EPUB"))
"""Names in other kinds of ZIP files that are documents, not archives."""

OLD: Final = (
    ("EncryptedPackage", "加密的 Office"),
    ("WordDocument", "旧版 Office（DOC）"),
    ("PowerPoint Document", "旧版 Office（PPT）"),
    ("Workbook", "旧版 Office（XLS）"),
    ("Book", "旧版 Office（XLS）"),
)
"""Names of the streams in a file of the old Office."""

_WORD: Final = "请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后再添加"
_UNPACK: Final = "请解压后添加里面的文件"
CURES: Final = {
    "加密的 Office": "请用 Word 或 WPS 打开，去掉密码另存后再添加",
    "旧版 Office（DOC）": _WORD,
    "旧版 Office（XLS）": "请用 Excel 或 WPS 打开，另存为 XLSX 后再添加",
    "旧版 Office（PPT）": "请用 PowerPoint 或 WPS 打开，另存为 PDF 后再添加",
    "旧版 Office": _WORD,
    "RTF": _WORD,
    "ODF": _WORD,
    "OFD": "请用 OFD 阅读器打开，另存为 PDF 后再添加",
    "XLSB": "请用 Excel 打开，另存为 XLSX 后再添加",
    "PPTX": "请用 PowerPoint 或 WPS 打开，另存为 PDF 后再添加",
    "GIF 图片": "请用看图软件另存为 PNG 后再添加",
    "RAR": _UNPACK,
    "7z": _UNPACK,
    "gzip": _UNPACK,
}
"""What helps, by format; all others are to be saved in a format that is read."""

MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--(?:(?!-->).)*-->)*+"
    rb"<(?:\?xml|!doctype|html|head|body|meta|link|base|title|style|script|div|p|h[1-6]?|table|t[rdh]|span|br|ul|ol|li|dl"
    rb"|section|article|main|nav|header|form|center|font|pre|a|b|strong)[\s/>]",
    re.I | re.S,
)
"""How a web page, a piece of one, or XML begins; tags must not be indexed as if they were the report."""
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s", re.I)
PAGE = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.I)
SAVED_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z-]{1,40}:[^\n]{0,400}\r?\n(?:[ \t][^\n]{0,400}\r?\n){0,9}){0,20}?"
    rb"Content-Type:\s*multipart/related",
    re.I,
)
"""How a page begins that a browser saved with all that belongs to it (MHTML): lines of a letter's head."""
SNIFFED: Final = 4096

ENTRY: Final = b"PK\x03\x04"
ENTRY_LENGTH: Final = 30
MOST_NAMES: Final = 200


def sniff(data: bytes) -> str:
    """Format name of ``data``: TXT where nothing tells another."""
    found = next((name for magic, name in MAGIC if data.startswith(magic)), "")
    if PICTURES.match(data):
        return PICTURE
    if found == ZIP:
        return _zip_kind(data)
    if found == "旧版 Office":
        return next((kind for name, kind in OLD if name.encode("utf-16-le") in data), found)
    if found:
        return found
    head = data[:SNIFFED].replace(b"\0", b"").lstrip(b"\xff\xfe")
    if SAVED_PAGE.match(head):
        return "MHTML"
    if not MARKUP.match(head):
        return "CSV" if delimiter_of(data) else "TXT"
    return "XML" if XML.match(head) and not PAGE.search(head) else "HTML"


def _zip_kind(data: bytes) -> str:
    """Which document a ZIP file is, by the names in it; ``ZIP`` for an archive of files."""
    try:
        names = [name.lower() for name in Zipped(data).names]
    except LoadError:
        names = _first_names(data)
    return document_kind(names) or ZIP


def document_kind(names: list[str]) -> str:
    """The document that a ZIP file with these names is; "" where it is an archive of files.

    >>> document_kind(["[content_types].xml", "word/document.xml"]), document_kind(["word/a.txt"])
    ('DOCX', '')
    """
    if CONTENT_TYPES in names:
        kind = next((kind for start, kind in OFFICE if any(name.startswith(start) for name in names)), "")
        if kind:
            return kind
    return next((kind for name, kind in OTHERS if name in names), "")


def _first_names(data: bytes) -> list[str]:
    """Names at the heads of entries, where the list at the end of the file is missing or wrong."""
    names: list[str] = []
    at = data.find(ENTRY)
    while 0 <= at <= len(data) - ENTRY_LENGTH and len(names) < MOST_NAMES:
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        name = data[at + ENTRY_LENGTH : at + ENTRY_LENGTH + length]
        names.append(name.decode("ascii", "backslashreplace").lower())
        at = data.find(ENTRY, at + ENTRY_LENGTH)
    return names
