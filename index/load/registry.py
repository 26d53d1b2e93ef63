"""Which loader reads a file: told by its first bytes, never by its extension."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from index.errors import LoadError
from index.load.limits import MAX_BYTES, MAX_TEXT
from index.load.pdf import read_pdf
from index.load.text import decode
from index.records import RawText

Loader = Callable[[bytes], RawText]

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Office 或 ZIP"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "程序"),
)

MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--(?:(?!-->).)*-->)*+"
    rb"<(?:\?xml|!doctype|html|head|body|meta|title|style|script|div|p|h[1-6]?|table|span|br|ul|ol|section|article)[\s/>]",
    re.I | re.S,
)
"""How a web page, a piece of one, or XML begins; tags must not be indexed as if they were the report."""

SNIFFED = 4096

LOADERS: dict[str, Loader] = {"TXT": decode, "PDF": read_pdf}
"""Readable formats by name; a new format is a loader and a line here."""


def sniff(data: bytes) -> str:
    """Format name of ``data``: the magic table's, else XML或网页, else TXT."""
    found = next((name for magic, name in MAGIC if data.startswith(magic)), "")
    if found:
        return found
    head = data[:SNIFFED].replace(b"\0", b"").lstrip(b"\xff\xfe")
    return "XML或网页" if MARKUP.match(head) else "TXT"


def load_bytes(data: bytes) -> RawText:
    """Raw text of a file's bytes; LoadError with the cure where it cannot be read or holds nothing."""
    if len(data) > MAX_BYTES:
        raise LoadError(
            f"文件有 {len(data) / 1048576:.1f} MB，超过上限 {MAX_BYTES // 1048576} MB。请拆成几个文件再添加"
        )
    if not data.strip():
        raise LoadError("文件是空的，没有可添加的内容")
    kind = sniff(data)
    if kind not in LOADERS:
        raise LoadError(f"这是{kind}文件，目前只读纯文本（TXT）。请另存为文本后再添加")
    raw = LOADERS[kind](data)
    if not raw.text.strip():
        raise LoadError("文件里只有空白，没有可添加的内容")
    if len(raw.text) > MAX_TEXT:
        raise LoadError(f"文本有 {len(raw.text)} 字，超过上限 {MAX_TEXT} 字。请拆成几个文件再添加")
    return raw


def load(path: Path) -> tuple[bytes, RawText]:
    """The bytes of a file and its raw text; LoadError where it cannot be opened or read."""
    try:
        if not path.is_file():
            raise LoadError("不是普通文件。请给出报告文件或装有报告的文件夹")
        if path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size / 1048576
            raise LoadError(f"文件有 {size:.1f} MB，超过上限 {MAX_BYTES // 1048576} MB。请拆成几个文件再添加")
        data = path.read_bytes()
    except OSError as error:
        raise LoadError(f"打不开文件：{error.strerror or error}。请检查路径和权限") from None
    return data, load_bytes(data)
