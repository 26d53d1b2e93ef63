"""Web pages: the main text, its headings and its tables, without scripts, hidden words, navigation and buttons."""

from __future__ import annotations

import re

from index.load.grids import Writer
from index.load.html_tree import blocks_of
from index.load.html_words import CHARSETS
from index.load.omitted import Omitted
from index.load.page_lines import report_lines
from index.load.text import BOMS, decode, plausible, readings
from index.records import RawText

DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]{3,20})", re.I
)
DECLARED_WITHIN = 4096
ASCII = re.compile(r"[\x21-\x7e]+")


def read_html(data: bytes) -> RawText:
    """The main text of a web page, or of a piece of one.

    Raises:
        LoadError: no encoding fits it, or it is nested or sized beyond what a report is.
    """
    return read_markup(*decoded(data))


def read_markup(text: str, encoding: str) -> RawText:
    """As :func:`read_html`, of markup that is decoded already."""
    omitted = Omitted()
    writer = Writer()
    writer.write(report_lines(blocks_of(text, omitted), omitted))
    return RawText(
        writer.text, encoding, tables=tuple(writer.tables), headings=tuple(writer.headings), left_out=omitted.lines()
    )


def decoded(data: bytes, charset: str = "") -> tuple[str, str]:
    """The characters of a page and their encoding: told by its mark, by what declares it, else as for plain text.

    ``charset`` is what declares it outside the page. A declaration that does not fit counts for nothing.
    """
    if not data.startswith(tuple(mark for mark, _ in BOMS)):
        declared = DECLARED.search(data[:DECLARED_WITHIN])
        name = charset or (declared.group(1).decode("ascii") if declared else "")
        for text, encoding in readings(data, CHARSETS.get(name.lower(), ())):
            if "\0" not in text and (encoding == "utf-8" or text.isascii() or plausible(_foreign(text), encoding)):
                return text, encoding
    found = decode(data, _foreign)
    return found.text, found.encoding


def _foreign(text: str) -> str:
    """``text`` without its ASCII letters and signs, of which the head of a page is full."""
    return ASCII.sub("", text)
