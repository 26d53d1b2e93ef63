"""The tables of ``library.sqlite`` and the way between their rows and our records.

Every table is WITHOUT ROWID under a key that comes from content, and holds no times and no counters (the generation
number apart), so that two libraries of the same files dump to the same bytes whatever the order of adding.
Rows are read with ``SELECT *``: the columns' order is part of ``VERSION``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.records import (
    UNTOLD,
    Block,
    Cell,
    Document,
    Dropped,
    Fact,
    Figure,
    Heading,
    Inferred,
    InTable,
    Passage,
    Prepared,
    ReportText,
    Run,
    Table,
    offsets_from_bytes,
    offsets_to_bytes,
    searchable,
)

VERSION = 4
APPLICATION_ID = 0x5348_5553  # "SHUS": tells our files from any other SQLite file

FloatArray = NDArray[np.float32]
Row = tuple[Any, ...]

_SETTINGS = """
    CREATE TABLE settings (
      name TEXT NOT NULL REFERENCES documents (name), field TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (name, field)
    ) STRICT, WITHOUT ROWID
"""

_LABELS = "CREATE INDEX facts_by_label ON facts (metric) WHERE in_table IS NOT NULL"
"""Finds the rows of tables by their labels; reports without tables pay nothing for it."""

_ORIGINALS = """
    CREATE TABLE originals (document TEXT PRIMARY KEY REFERENCES documents, data BLOB NOT NULL) STRICT, WITHOUT ROWID
"""
"""Files as :mod:`index.originals` keeps them: apart, because nothing but a picture of a page ever reads them."""

TABLES = (
    """
    CREATE TABLE documents (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL, title_how TEXT NOT NULL,
      entity TEXT NOT NULL, entity_how TEXT NOT NULL,
      period TEXT NOT NULL, period_how TEXT NOT NULL,
      characters INTEGER NOT NULL, digest TEXT NOT NULL,
      passages INTEGER NOT NULL DEFAULT 0, facts INTEGER NOT NULL DEFAULT 0, periods TEXT NOT NULL DEFAULT '[]',
      kind TEXT NOT NULL DEFAULT '', kind_how TEXT NOT NULL DEFAULT '',
      date TEXT NOT NULL DEFAULT '', date_how TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID
    """,
    # Apart from what a list of reports tells of each, or all of it would be read for the list; what answers need goes first.
    """
    CREATE TABLE contents (
      document TEXT PRIMARY KEY REFERENCES documents,
      text TEXT NOT NULL, runs TEXT NOT NULL, raw TEXT NOT NULL, offsets BLOB NOT NULL,
      blocks TEXT NOT NULL, dropped TEXT NOT NULL,
      tables TEXT NOT NULL DEFAULT '[]', headings TEXT NOT NULL DEFAULT '[]', left_out TEXT NOT NULL DEFAULT '[]'
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE passages (
      id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents,
      ordinal INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
      text TEXT NOT NULL, headings TEXT NOT NULL, page INTEGER,
      UNIQUE (document, ordinal)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE facts (
      id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents,
      passage TEXT NOT NULL REFERENCES passages,
      start INTEGER NOT NULL, stop INTEGER NOT NULL, raw TEXT NOT NULL,
      value TEXT, unit TEXT NOT NULL, figure_kind TEXT NOT NULL, approx TEXT NOT NULL, low TEXT, high TEXT,
      metric TEXT NOT NULL, metric_start INTEGER NOT NULL, metric_stop INTEGER NOT NULL,
      entity TEXT NOT NULL, period TEXT NOT NULL, kind TEXT NOT NULL,
      direction TEXT NOT NULL, basis TEXT NOT NULL, scope TEXT NOT NULL,
      sentence_start INTEGER NOT NULL, sentence_stop INTEGER NOT NULL, part_of TEXT NOT NULL,
      in_table TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX facts_by_document ON facts (document, start)",
    "CREATE INDEX facts_by_passage ON facts (passage)",
    _LABELS,
    """
    CREATE TABLE embeddings (
      passage TEXT PRIMARY KEY REFERENCES passages, vector BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE manifest (
      id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL,
      count INTEGER NOT NULL, dimension INTEGER NOT NULL, fingerprint TEXT,
      vectors_sha256 TEXT NOT NULL, content_sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO manifest VALUES (1, 0, 0, 0, NULL, '', '')",
    _SETTINGS,
    _ORIGINALS,
)

UPGRADES = {
    1: (
        """
        CREATE TABLE contents (
          document TEXT PRIMARY KEY REFERENCES documents,
          text TEXT NOT NULL, runs TEXT NOT NULL, raw TEXT NOT NULL, offsets BLOB NOT NULL,
          blocks TEXT NOT NULL, dropped TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "INSERT INTO contents SELECT id, text, runs, raw, offsets, blocks, dropped FROM documents",
        *(
            f"ALTER TABLE documents DROP COLUMN {name}"
            for name in ("raw", "text", "offsets", "blocks", "dropped", "runs")
        ),
        "ALTER TABLE documents ADD COLUMN passages INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN facts INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN periods TEXT NOT NULL DEFAULT '[]'",
        """
        UPDATE documents SET
          passages = (SELECT count(*) FROM passages WHERE document = documents.id),
          facts = (SELECT count(*) FROM facts WHERE document = documents.id),
          periods = (SELECT json_group_array(DISTINCT period) FROM facts WHERE document = documents.id AND period <> '')
        """,
        "DROP TABLE tombstones",
        "ALTER TABLE manifest RENAME COLUMN faiss_sha256 TO vectors_sha256",
    ),
    2: (
        *(
            f"ALTER TABLE contents ADD COLUMN {name} TEXT NOT NULL DEFAULT '[]'"
            for name in ("tables", "headings", "left_out")
        ),
        "ALTER TABLE facts ADD COLUMN in_table TEXT",
        _LABELS,
        *(
            f"ALTER TABLE documents ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
            for name in ("kind", "kind_how", "date", "date_how")
        ),
        _SETTINGS,
    ),
    3: (_ORIGINALS,),
}
"""Statements that make the tables of a version those of the next; its generation is then found damaged and mended."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the truth says of the generation it belongs with; ``fingerprint`` is None while there are no passages."""

    generation: int
    count: int
    dimension: int
    fingerprint: str | None
    vectors_sha256: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A report as a list shows it: without its text, with the number of its characters, passages and facts, and their periods."""

    id: str
    name: str
    title: Inferred
    entity: Inferred
    period: Inferred
    characters: int
    passages: int
    facts: int
    periods: frozenset[str] = frozenset()
    kind: Inferred = UNTOLD
    date: Inferred = UNTOLD


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def passage_row(passage: Passage) -> Row:
    """A row of ``passages``."""
    p = passage
    return p.id, p.document, p.ordinal, p.start, p.end, p.text, _told(p.headings), p.page


@functools.lru_cache(maxsize=64)
def _told(headings: tuple[str, ...]) -> str:
    """Headings as they are kept; passages that follow one another have the same."""
    return _json(headings)


def searchable_of(row: Sequence[Any]) -> str:
    """What is searched of a passage, from its row."""
    return searchable(row[5], _headings(row[6]))


@functools.lru_cache(maxsize=64)
def _headings(told: str) -> tuple[str, ...]:
    """The inverse of :func:`_told`."""
    return tuple(json.loads(told))


def passage_of(row: Sequence[Any]) -> Passage:
    """The inverse of :func:`passage_row`."""
    id_, document, ordinal, start, stop, text, headings, page = row
    return Passage(id_, document, ordinal, start, stop, text, _headings(headings), page)


def fact_row(fact: Fact) -> Row:
    """A row of ``facts``; decimals are kept as written, so that they come back equal."""
    f, g = fact, fact.figure
    figure = (g.start, g.end, g.raw, _text(g.value), g.unit, g.kind, g.approx, _text(g.low), _text(g.high))
    metric = (f.metric, f.metric_start, f.metric_end, f.entity, f.period, f.kind, f.direction, f.basis, f.scope)
    return (
        f.id,
        f.document,
        f.passage,
        *figure,
        *metric,
        f.sentence_start,
        f.sentence_end,
        f.part_of,
        _in_table(f.table),
    )


def _in_table(t: InTable | None) -> str | None:
    told = t and (t.column, t.above, t.lead, t.caption, t.heads, t.labels, t.unit_start, t.unit_end)
    return _json(told) if told else None


def _in_table_of(told: str) -> InTable:
    column, above, lead, caption, heads, labels, start, end = json.loads(told)
    heads, labels = (tuple((a, b) for a, b in spans) for spans in (heads, labels))
    return InTable(column, above, lead, caption, heads, labels, start, end)


def fact_of(row: Sequence[Any]) -> Fact:
    """The inverse of :func:`fact_row`."""
    start, end, raw, value, unit, kind, approx, low, high = row[3:12]
    figure = Figure(start, end, raw, _decimal(value), unit, kind, approx, _decimal(low), _decimal(high))
    table = None if row[-1] is None else _in_table_of(row[-1])
    return Fact(row[0], row[1], row[2], figure, *(*row[12:-1], table))


def document_row(prepared: Prepared, digest: str) -> Row:
    """A row of ``documents``."""
    periods = sorted({fact.period for fact in prepared.facts if fact.period})
    counts = len(prepared.passages), len(prepared.facts), _json(periods)
    return *document_head(prepared.document), digest, *counts, *kind_and_date(prepared.document)


def digest_of(row: Row) -> str:
    """The digest in a row of ``documents``."""
    return str(row[9])


def content_row(document: Document) -> Row:
    """A row of ``contents``."""
    raw, text, offsets, blocks, dropped, runs = _document_body(document)
    return document.id, text, runs, raw, offsets, blocks, dropped, *_document_told(document)


def document_head(d: Document) -> Row:
    """The columns of ``documents`` up to the digest."""
    inferred = (d.title.value, d.title.how, d.entity.value, d.entity.how, d.period.value, d.period.how)
    return d.id, d.name, *inferred, len(d.text)


def kind_and_date(d: Document) -> Row:
    """The columns of ``documents`` that version 3 added."""
    return d.kind.value, d.kind.how, d.date.value, d.date.how


def _document_body(d: Document) -> Row:
    blocks = _json([(b.start, b.end, b.kind, b.level) for b in d.blocks])
    dropped = _json([(x.start, x.end, x.reason) for x in d.dropped])
    runs = _json([(r.start, r.end, r.page, r.box) for r in d.runs])
    return d.raw, d.text, offsets_to_bytes(d.offsets), blocks, dropped, runs


def _document_told(d: Document) -> Row:
    """What the format told of the report beside its text."""
    tables = [(t.heads, [(c.start, c.end, c.row, c.column, c.rows, c.columns) for c in t.cells]) for t in d.tables]
    return _json(tables), _json([(h.start, h.end, h.level) for h in d.headings]), _json(d.left_out)


def document_of(row: Sequence[Any]) -> Document:
    """A report from its row of ``documents`` and, behind that, the columns of its content."""
    text, runs, raw, offsets, blocks, dropped, tables, headings, left_out = row[-9:]
    return Document(
        *named(row),
        raw=raw,
        text=text,
        offsets=offsets_from_bytes(offsets),
        blocks=tuple(Block(*b) for b in json.loads(blocks)),
        dropped=tuple(Dropped(*x) for x in json.loads(dropped)),
        runs=_runs_of(runs),
        tables=tuple(Table(tuple(Cell(*c) for c in cells), heads) for heads, cells in json.loads(tables)),
        headings=tuple(Heading(*h) for h in json.loads(headings)),
        left_out=tuple(json.loads(left_out)),
        kind=Inferred(*row[13:15]),
        date=Inferred(*row[15:17]),
    )


def report_text_of(row: Sequence[Any]) -> ReportText:
    """A report's text from its id, name, title, how that was found, text, offsets and runs."""
    id_, name, title, how, text, offsets, runs = row
    return ReportText(id_, name, Inferred(title, how), text, offsets_from_bytes(offsets), _runs_of(runs))


def _runs_of(runs: str) -> tuple[Run, ...]:
    return tuple(Run(s, e, page, tuple(box) if box else None) for s, e, page, box in json.loads(runs))


def info_of(row: Sequence[Any]) -> DocumentInfo:
    """A report as a list shows it, from its row of ``documents``."""
    id_, name, title, entity, period = named(row)
    characters, (passages, facts, periods) = row[8], row[10:13]
    told = frozenset(json.loads(periods))
    kind, date = Inferred(*row[13:15]), Inferred(*row[15:17])
    return DocumentInfo(id_, name, title, entity, period, characters, passages, facts, told, kind, date)


def named(row: Sequence[Any]) -> tuple[str, str, Inferred, Inferred, Inferred]:
    """The first eight columns of ``documents``: id, name, and title, entity and period with how they were found."""
    return row[0], row[1], Inferred(row[2], row[3]), Inferred(row[4], row[5]), Inferred(row[6], row[7])
