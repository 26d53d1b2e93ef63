"""A report's own text to HTML, around one place of it, with the passage and the figure marked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.pictures import Place
from index.records import Block, Document
from index.scans import note
from qa.markup import Span, element, escape, highlight, isolated, tag, years
from qa.places import place
from qa.sheet import pinned

HERE, ASKED = "sh-place", "sh-asked"
AROUND = 6000
"""Characters shown before a place and behind it; the rest of the report is a click away."""
HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'


def reader(
    document: Document, start: int, end: int, figure: tuple[int, int] | None = None, *, pictured: bool = False
) -> str:
    """The report around ``[start, end)``: its name, what it is of, and its paragraphs and tables, the place in the middle.

    Of one that is ``pictured`` the page of the place is shown above.
    """
    start, end = max(0, start), min(max(start, end), len(document.text))
    blocks = [b for b in document.blocks if b.end > start - AROUND and b.start < end + AROUND]
    spans: list[Span] = [(start, end, HERE), *([(*figure, ASKED)] if figure else [])]
    here = next((block for block in blocks if block.end > start), None)
    body = "".join(
        _table(group, document, spans, here) if row else _text(group, document, spans, here)
        for row, group in _groups(blocks)
    )
    earlier = _further(document, blocks[0].start, "↑ 上文") if blocks and blocks[0].start > 0 else ""
    later = _further(document, blocks[-1].end, "↓ 下文") if blocks and blocks[-1].end < len(document.text) else ""
    above = _head(document, start) + (_pinned(document, start, end, figure) if pictured else "")
    return tag("article", "sh-reader", above + earlier + body + later)


def page(document: Document, fragment: str) -> str:
    """The same as a page of its own, which keeps its address."""
    return standing_alone(document.name, fragment)


def standing_alone(name: str, fragment: str) -> str:
    """A page of its own with nothing on it but ``fragment``."""
    links = '<link rel="icon" href="/shushuo.svg"><link rel="stylesheet" href="/shushuo.css"><script src="/shushuo.js"></script>'
    head = f"{HEAD}<title>{escape(name)} · 数说</title>{links}"
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body class="sh-page"><main id="shushuo">{fragment}</main></body></html>'


def _head(document: Document, start: int) -> str:
    number = document.page(start)
    told = (
        isolated(document.entity.value) if document.entity.value else "",
        escape(years(document.period.value)),
        f"第{number}页" if number else "",
        note(document.title.how, number),
        f"{len(document.text):,}字",
    )
    name = tag("h2", "sh-name-of", isolated(document.name))
    title = " ".join(document.title.value.split())
    more = tag("p", "sh-path", isolated(title)) if title and title != document.name else ""
    return tag("header", "sh-reader-head", name + more + tag("p", "sh-path", " · ".join(filter(None, told))))


def _pinned(document: Document, start: int, end: int, figure: tuple[int, int] | None) -> str:
    number = document.page(figure[0] if figure else start)
    shown = document.text[slice(*figure)] if figure else ""
    return pinned(Place(document.id, start, end, figure), document.name, number, shown) if number else ""


def _further(document: Document, at: int, words: str) -> str:
    href = place(document.id, at, at)
    return tag("p", "sh-further", element("a", "sh-open", words, href=href))


def _groups(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Runs of blocks that are rows of a table, and runs of those that are not."""
    group: list[Block] = []
    for block in blocks:
        if group and (group[0].kind == "row") != (block.kind == "row"):
            yield group[0].kind == "row", group
            group = []
        group.append(block)
    if group:
        yield group[0].kind == "row", group


def _text(blocks: Sequence[Block], document: Document, spans: Sequence[Span], here: Block | None) -> str:
    return "".join(_paragraph(block, document, spans, here) for block in blocks)


def _paragraph(block: Block, document: Document, spans: Sequence[Span], here: Block | None) -> str:
    name = "h3" if block.kind in ("heading", "headline") else "p"
    return _at(
        name,
        "sh-heading" if name == "h3" else "sh-paragraph",
        _marked(document, block.start, block.end, spans),
        block is here,
    )


def _table(rows: Sequence[Block], document: Document, spans: Sequence[Span], here: Block | None) -> str:
    shown = "".join(_row(row, document, spans, row is here) for row in rows)
    return tag("div", "sh-grid", f"<table><tbody>{shown}</tbody></table>")


def _row(block: Block, document: Document, spans: Sequence[Span], here: bool) -> str:
    cells, at = [], block.start
    for cell in document.text[block.start : block.end].split("\t"):
        cells.append(tag("td", "sh-cell", _marked(document, at, at + len(cell), spans)))
        at += len(cell) + 1
    return _at("tr", "sh-row", "".join(cells), here)


def _at(name: str, css: str, inner: str, here: bool) -> str:
    return element(name, css, inner, id="sh-here") if here else tag(name, css, inner)


def _marked(document: Document, start: int, end: int, spans: Sequence[Span]) -> str:
    inside = [(a - start, b - start, css) for a, b, css in spans if a < end and b > start]
    return highlight(document.text[start:end], inside)
