"""One report's raw text to all that the library keeps of it apart from vectors: cleaned, cut and understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import category

from index.chunk import chunk
from index.clean import clean
from index.errors import LoadError
from index.facts import find_facts
from index.given import NONE, Given, over
from index.infer import infer_date, infer_entity, infer_kind, infer_period, infer_title
from index.news import infer_year, told_on, with_headlines
from index.records import Cell, Document, Fact, Inferred, Passage, Prepared, RawText, Table
from index.scans import remark_in
from index.tables import table_facts
from index.traditional import simplified
from index.verbatim import as_written, readable

_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def prepare(name: str, data: bytes, raw: RawText, given: Given = NONE) -> Prepared:
    """As :func:`understand`. ``data`` are the bytes of the report's file: they give it its id."""
    return understand(name, hashlib.sha256(data).hexdigest(), raw, given)


def understand(name: str, identity: str, raw: RawText, given: Given = NONE) -> Prepared:
    """A report of raw text, cleaned, cut and understood, under the id ``identity``; ``given`` was set by hand and wins.

    Raises:
        LoadError: nothing of it is text of a report.
    """
    plain = readable(raw)
    prepared = _understood(name, identity, plain, given)
    return prepared if plain is raw else as_written(prepared, raw.text, plain.text)


def _understood(name: str, identity: str, raw: RawText, given: Given) -> Prepared:
    """As :func:`understand`, of a raw text in simplified characters."""
    text = clean(raw.text, raw.tables, raw.headings)
    title = over("title", infer_title(name, text), given)
    called, told = simplified(name), simplified(title.value)
    entity = over("entity", infer_entity(called, text), given)
    kind = infer_kind(called, told, simplified(entity.value), text)
    day = told_on(called, entity.value, kind.value)
    period = infer_year(day, text.text) if day else infer_period(called, told, text)
    document = Document(
        id=identity,
        name=name,
        title=_with_remark(title, raw.left_out),
        entity=entity,
        period=over("period", period, given),
        raw=raw.text,
        text=text.text,
        offsets=text.offsets,
        blocks=with_headlines(text.blocks, text.text) if day else text.blocks,
        dropped=text.dropped,
        runs=raw.runs,
        tables=text.tables,
        headings=text.headings,
        left_out=raw.left_out,
        kind=kind,
        date=infer_date(name, text),
    )
    passages = chunk(document)
    if not passages:
        raise LoadError("没有读到任何正文。请确认这是一份报告的全文")
    return Prepared(document, passages, _facts(document, passages))


def _with_remark(title: Inferred, left_out: Sequence[str]) -> Inferred:
    """How the title was found, and that pages were read by OCR: a list, and an answer, have that at hand."""
    told = remark_in(left_out)
    return replace(title, how="；".join(filter(None, (title.how, told)))) if told else title


def _facts(document: Document, passages: Sequence[Passage]) -> tuple[Fact, ...]:
    """The facts of sentences and of tables in order of place, numbered."""
    told = find_facts(document, passages)
    tabled = table_facts(document, passages)
    if not tabled:
        return told
    placed = sorted([*told, *tabled], key=lambda fact: (fact.figure.start, fact.figure.end))
    return tuple(replace(fact, id=f"{document.id[:16]}-f{n:06d}") for n, fact in enumerate(placed))


def raw_of(document: Document) -> RawText:
    """What the loader gave of a stored report, to be understood anew."""
    return RawText(
        document.raw,
        "",
        document.runs,
        tuple(Table(tuple(_raw_cell(document, cell) for cell in t.cells), t.heads) for t in document.tables),
        tuple(replace(h, **_raw_span(document, h.start, h.end)) for h in document.headings),
        document.left_out,
    )


def _raw_cell(document: Document, cell: Cell) -> Cell:
    return replace(cell, **_raw_span(document, cell.start, cell.end))


def _raw_span(document: Document, start: int, end: int) -> dict[str, int]:
    """What a clean span came from; one that holds nothing lies behind the character before it, on its own line."""
    behind = document.offsets[start - 1] + 1 if start else 0
    first, last = document.raw_span(start, end) if end > start else (behind, behind)
    return {"start": first, "end": last}


def report_name(path: Path) -> str:
    """The file name without its extension; controls and marks that turn text round, which none should be shown, as _.

    >>> report_name(Path("a/湖州法院2024.txt"))
    '湖州法院2024'
    """
    return "".join("_" if category(char) in _UNSHOWN else char for char in path.stem)
