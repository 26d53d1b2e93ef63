"""Which loader reads a file: told by its bytes, never by its extension."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import LoadError
from index.load.archive import read_file
from index.load.docx import read_docx
from index.load.formats import CURES, ZIP, sniff
from index.load.html import read_html
from index.load.image import read_image
from index.load.limits import MAX_BYTES, MAX_CELLS, MAX_TEXT
from index.load.mhtml import read_mhtml
from index.load.pdf import read_pdf
from index.load.spaced import read_text
from index.load.spreadsheet import read_csv, read_xlsx
from index.load.zipped import Zipped
from index.records import RawText

Loader = Callable[[bytes], RawText]
Parse = Callable[[str, bytes], RawText]
"""A format's name and a file's bytes -> its raw text; LoadError where it cannot be read."""

LOADERS: dict[str, Loader] = {
    "TXT": read_text,
    "PDF": read_pdf,
    "HTML": read_html,
    "MHTML": read_mhtml,
    "DOCX": read_docx,
    "XLSX": read_xlsx,
    "CSV": read_csv,
    "图片": read_image,
}
"""Readable formats by name; a new format is a loader and a line here."""


def parse(kind: str, data: bytes) -> RawText:
    """Raw text of a file of the format ``kind``, parsed in this process; LoadError where it is more than a report."""
    raw = LOADERS[kind](data)
    if len(raw.text) > MAX_TEXT:
        raise LoadError(f"文本有 {len(raw.text)} 字，超过上限 {MAX_TEXT} 字。请拆成几个文件再添加")
    if sum(len(table.cells) for table in raw.tables) > MAX_CELLS:
        raise LoadError(f"表格太多：全部表格超过 {MAX_CELLS} 格。请拆成几个文件再添加")
    return raw


def load_bytes(data: bytes, parse: Parse = parse) -> RawText:
    """Raw text of a file's bytes; LoadError with the cure where it cannot be read or holds nothing."""
    if len(data) > MAX_BYTES:
        raise LoadError(
            f"文件有 {len(data) / 1048576:.1f} MB，超过上限 {MAX_BYTES // 1048576} MB。请拆成几个文件再添加"
        )
    if not data.strip():
        raise LoadError("文件是空的，没有可添加的内容")
    kind = sniff(data)
    if kind not in LOADERS:
        raise LoadError(_refusal(kind, data))
    raw = parse(kind, data)
    if not raw.text.strip():
        raise LoadError("文件里只有空白，没有可添加的内容")
    return raw


def readable() -> str:
    """The formats that are read, for a sentence: TXT、HTML、DOCX，以及装有它们的 ZIP."""
    return f"{'、'.join(LOADERS)}，以及装有它们的 {ZIP}"


def _refusal(kind: str, data: bytes) -> str:
    """Why a format is not read, and what helps."""
    if kind == ZIP:  # one that can be opened was taken for the files in it, unless there are none
        Zipped(data)
        return "这个压缩包（ZIP）里没有能添加的文件，或层层相套太深。请解压后添加里面的文件"
    return f"这是{kind}文件，读不了。{CURES.get(kind) or f'请另存为能读的格式（{readable()}）后再添加'}"


def bytes_of(path: Path) -> bytes:
    """The bytes of a file; LoadError where it cannot be opened."""
    try:
        return read_file(path)
    except OSError as error:
        raise LoadError(f"打不开文件：{error.strerror or error}。请检查路径和权限") from None


def load(path: Path, parse: Parse = parse) -> tuple[bytes, RawText]:
    """The bytes of a file and its raw text; LoadError where it cannot be opened or read."""
    data = bytes_of(path)
    return data, load_bytes(data, parse)


__all__ = ["LOADERS", "MAX_BYTES", "MAX_TEXT", "Loader", "load", "load_bytes", "readable", "sniff"]
