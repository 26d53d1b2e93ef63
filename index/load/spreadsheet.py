"""Spreadsheets: the sheets of a workbook (XLSX), and text in columns (CSV)."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from index.errors import LoadError
from index.load.delimited import delimiter_of
from index.load.limits import MAX_CELLS
from index.load.number_format import displayed
from index.load.sheets_out import Merged, Row, Writer
from index.load.text import decode
from index.load.zipped import Zipped
from index.records import RawText

DAMAGED: Final = "表格文件已损坏或读不懂（{}）。请用 Excel 或 WPS 打开，另存为 XLSX 后再添加"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")

_Broken = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, SyntaxError, EOFError, OSError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What a library raises on a damaged workbook: XML that does not parse is a SyntaxError."""


@dataclass(slots=True)
class _Hidden:
    """What of a sheet is not shown, or has no value to show."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    uncounted: int = 0


def read_xlsx(data: bytes) -> RawText:
    """The sheets of a workbook, each under its name: numbers as displayed, dates as dates, formulas by their last results.

    Raises:
        LoadError: damaged, larger than a report, or nothing but charts.
    """
    from openpyxl import load_workbook

    archive = Zipped(data)
    writer = Writer()
    left_out: list[str] = []
    try:
        parts = _sheet_parts(archive)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                left_out.append(f"隐藏的工作表“{sheet.title}”")
                continue
            hidden = _looked_through(archive.read(parts[sheet.title])) if sheet.title in parts else _Hidden()
            writer.write(sheet.title, _rows(sheet, hidden), hidden.merged)
            left_out += _told(sheet.title, hidden)
        book.close()
    except _Broken as error:
        raise LoadError(DAMAGED.format(type(error).__name__)) from None
    return RawText(
        writer.text, "xlsx", tables=tuple(writer.tables), headings=tuple(writer.headings), left_out=tuple(left_out)
    )


def _told(title: str, hidden: _Hidden) -> Iterator[str]:
    """What of a sheet is left out."""
    counts = (("行", len(hidden.rows)), ("列", len(hidden.columns)))
    parts = "、".join(f"{count} {unit}" for unit, count in counts if count)
    if parts:
        yield f"工作表“{title}”里隐藏的 {parts}"
    if hidden.uncounted:
        yield f"工作表“{title}”里没有算出结果的公式（{hidden.uncounted} 格；用 Excel 打开再保存即可）"


def _rows(sheet: Any, hidden: _Hidden) -> dict[int, Row]:
    """The cells of a sheet that show anything, by row and column from 0."""
    sheet.reset_dimensions()
    found: dict[int, Row] = {}
    count = 0
    for number, cells in enumerate(sheet.iter_rows()):
        if number in hidden.rows:
            continue
        row = {
            n: shown
            for n, cell in enumerate(cells)
            if cell.value is not None and n not in hidden.columns
            if (shown := displayed(cell.value, cell.number_format).strip())
        }
        if row:
            found[number] = row
            count += len(row)
            if count > MAX_CELLS:
                raise LoadError(f"表格太多：工作表“{sheet.title}”超过 {MAX_CELLS} 格。请拆成几个文件再添加")
    return found


def _sheet_parts(archive: Zipped) -> dict[str, str]:
    """Names in the archive of the sheets, by their titles."""
    from defusedxml.ElementTree import fromstring

    folder = "xl"
    book = fromstring(archive.read(f"{folder}/workbook.xml"), forbid_dtd=True)
    relations = fromstring(archive.read(f"{folder}/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if part in archive.names:
            found[sheet.get("name", "")] = part
    return found


def _looked_through(part: bytes) -> _Hidden:
    """What the library does not tell of a sheet: merged cells, hidden rows and columns, formulas without a result."""
    from defusedxml.ElementTree import iterparse

    found = _Hidden()
    for _, element in iterparse(io.BytesIO(part), forbid_dtd=True):
        name = element.tag.removeprefix(_MAIN)
        if name == "c":
            formula, value = element.find(f"{_MAIN}f"), element.find(f"{_MAIN}v")
            found.uncounted += formula is not None and (value is None or not value.text)
        elif name == "row":
            if element.get("hidden") in ("1", "true") and (element.get("r") or "").isdecimal():
                found.rows.add(int(element.get("r")) - 1)
            element.clear()
        elif name == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", 0)), min(int(element.get("max", 0)), 16_384)
            found.columns |= set(range(first - 1, last))
        elif name == "mergeCell" and (area := _AREA.fullmatch(element.get("ref", ""))) and area[3]:
            found.merged.append((int(area[2]) - 1, _column(area[1]), int(area[4]) - 1, _column(area[3])))
    found.merged = [m for m in found.merged if (m[2] - m[0] + 1) * (m[3] - m[1] + 1) <= MAX_CELLS]
    return found


def _column(letters: str) -> int:
    """The number of a column from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_csv(data: bytes) -> RawText:
    """Text in columns as a table; a title above it and notes below are lines.

    Raises:
        LoadError: no encoding fits it, or it is larger than a report.
    """
    raw = decode(data)
    delimiter = delimiter_of(data) or ","
    rows: dict[int, Row] = {}
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(raw.text, newline=""), delimiter=delimiter)):
            row = {n: text.strip() for n, text in enumerate(fields) if text.strip()}
            if row:
                rows[number] = row
    except csv.Error as error:
        raise LoadError(f"CSV 文件读不成表格（{error}）。请用 Excel 打开，另存为 XLSX 后再添加") from None
    writer = Writer()
    writer.write("", rows)
    return RawText(writer.text, raw.encoding, tables=tuple(writer.tables))
