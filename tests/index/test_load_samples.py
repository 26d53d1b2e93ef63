"""Every sample report in every format that can be made of it here: the same figures, the same facts, the same order."""

from __future__ import annotations

import functools
import html
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from index.load import load_bytes
from index.numbers import find_figures
from index.prepare import prepare
from index.records import Prepared
from tests.office import docx, para
from tests.pdfs import A4, Page, pdf, wrapped
from tests.raw_checks import plain

SAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030")
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 5)
)
SIZE, GAP, LEFT, TOP, PITCH, ROWS = 10.5, 18.0, 40.0, 780.0, 15.0, 46

Paragraph = tuple[str, int, str]
"""Kind, level and text."""


@functools.cache
def read(path: Path) -> Prepared:
    data = path.read_bytes()
    return prepare(path.stem, data, load_bytes(data))


@functools.cache
def paragraphs(path: Path) -> list[Paragraph]:
    document = read(path).document
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def anew(path: Path, data: bytes) -> Prepared:
    return prepare(path.stem, data, load_bytes(data))


def figures(report: Prepared) -> list[tuple[str, str]]:
    return [(f.raw, str(f.value)) for f in find_figures(report.document.text)]


def facts(report: Prepared) -> list[tuple[str, ...]]:
    return [
        (f.metric, f.figure.raw, str(f.figure.value), f.entity, f.period, f.kind, f.direction, f.basis, f.part_of)
        for f in report.facts
    ]


@functools.cache
def traditional() -> OpenCC:
    return OpenCC("s2t")


def word(path: Path, *, styled: bool) -> bytes:
    body = "".join(
        para(html.escape(text), f'<w:pStyle w:val="{level}"/>' if styled and kind == "heading" else "")
        for kind, level, text in paragraphs(path)
    )
    return docx(body, styles=STYLES)


def web(path: Path, *, styled: bool) -> bytes:
    tags = [f"h{level}" if styled and kind == "heading" else "p" for kind, level, _ in paragraphs(path)]
    body = "".join(
        f"<{tag}>{html.escape(text)}</{tag}>" for tag, (_, _, text) in zip(tags, paragraphs(path), strict=True)
    )
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def printed(path: Path, columns: int, *, interleaved: bool = False, wide: float = A4[0] - 2 * LEFT) -> bytes:
    """A report on numbered pages of columns, their lines written column by column or, as newspapers do, row by row."""
    across = (wide - GAP * (columns - 1)) / columns
    lines = _lines(paragraphs(path), int(across / SIZE))
    pages = []
    for number, start in enumerate(range(0, len(lines), ROWS * columns), 1):
        held = lines[start : start + ROWS * columns]
        tall = -(-len(held) // columns)
        places = [(n // tall, n % tall, line) for n, line in enumerate(held)]
        page = Page()
        for column, row, line in sorted(places, key=lambda p: (p[1], p[0])) if interleaved else places:
            page.text(LEFT + column * (across + GAP), TOP - PITCH * row, line, SIZE)
        page.text(290, 30, f"- {number} -", 9)
        pages.append(page)
    return pdf(pages)


def _lines(report: Sequence[Paragraph], chars: int) -> list[str]:
    return [
        line
        for kind, _, text in report
        for line in wrapped(text if kind in ("heading", "bullet") else "\u3000\u3000" + text, chars)
    ]


each_sample = pytest.mark.parametrize("path", SAMPLES, ids=range(len(SAMPLES)))


@each_sample
def test_in_every_encoding(path: Path):
    """The text is the same to the last character, and so is all that is made of it."""
    text = load_bytes(path.read_bytes()).text
    for encoding in ENCODINGS:
        assert load_bytes(text.encode(encoding)).text == text


@each_sample
def test_in_big5(path: Path):
    text = traditional().convert(load_bytes(path.read_bytes()).text)
    text = "".join(char for char in text if char.encode("big5", "ignore"))
    raw = load_bytes(text.encode("big5"))
    assert (raw.encoding, raw.text) == ("big5", text)


@each_sample
@pytest.mark.parametrize("make", [word, web])
@pytest.mark.parametrize("styled", [True, False], ids=["headings told", "headings as text"])
def test_as_a_document_and_as_a_page(path: Path, make: Callable[..., bytes], styled: bool):
    again = anew(path, make(path, styled=styled))
    assert again.document.text == read(path).document.text
    assert facts(again) == facts(read(path))


LAYOUTS: dict[str, dict[str, Any]] = {
    "one column": {"columns": 1, "wide": 440.0},
    "one wide column": {"columns": 1},
    "two columns": {"columns": 2},
    "three columns": {"columns": 3},
    "three columns whose rows interleave": {"columns": 3, "interleaved": True},
    "four columns whose rows interleave": {"columns": 4, "interleaved": True},
}


@each_sample
@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_print(path: Path, layout: str):
    again = anew(path, printed(path, **LAYOUTS[layout]))
    assert likeness(read(path), again) >= 0.98
    assert figures(again) == figures(read(path))
    assert facts(again) == facts(read(path))


def likeness(report: Prepared, again: Prepared) -> float:
    """Of the order of characters."""
    source, found = plain(report.document.text), plain(again.document.text)
    return 1.0 if source == found else SequenceMatcher(None, source, found, autojunk=False).ratio()


def test_the_samples_hold_what_is_compared():
    assert len(SAMPLES) >= 11
    assert sum(len(facts(read(path))) for path in SAMPLES) >= 500
