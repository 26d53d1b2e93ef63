"""Reading and writing the records of ``library.sqlite`` on an open connection: every statement on records is here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from index import schema
from index.errors import StoreError
from index.given import Given
from index.packed import Packed
from index.positions import Run
from index.records import Document, Fact, Passage, Prepared, ReportText
from index.schema import DocumentInfo, FloatArray, Manifest

_TEXT = """
    SELECT id, name, title, title_how, text, CASE runs WHEN '[]' THEN x'' ELSE offsets END, runs
    FROM documents JOIN contents ON document = id WHERE id = ?
"""
_FACTS = {
    (False, False): "SELECT * FROM facts ORDER BY document, start, stop, id",
    (True, False): "SELECT * FROM facts WHERE document = :document ORDER BY start, stop, id",
    (False, True): "SELECT * FROM facts WHERE passage IN (SELECT value FROM json_each(:passages))"
    " ORDER BY document, start, stop, id",
    (True, True): "SELECT * FROM facts WHERE passage IN (SELECT value FROM json_each(:passages))"
    " AND document = :document ORDER BY start, stop, id",
}


_LABELLED = """
    SELECT DISTINCT passage, document, period FROM facts
    WHERE metric = ? AND in_table IS NOT NULL ORDER BY passage LIMIT ?
"""
_MEASURED = """
    SELECT DISTINCT passage, document, period FROM facts
    WHERE metric IN (SELECT value FROM json_each(?)) AND in_table IS NOT NULL
    AND unit IN (SELECT value FROM json_each(?)) ORDER BY LENGTH(metric) DESC, passage LIMIT ?
"""
MOST_ROWS = 5_000
"""So many rows of one label are looked through: 合计 stands in every table."""

# Foreign keys that SQLite enforced itself would take most of the time of writing: for every row it looks its report up.
_DELETE = (
    "DELETE FROM embeddings WHERE passage IN (SELECT id FROM passages WHERE document = ?)",
    "DELETE FROM facts WHERE document = ?",
    "DELETE FROM passages WHERE document = ?",
    "DELETE FROM contents WHERE document = ?",
    "DELETE FROM documents WHERE id = ?",
)


def manifest(db: sqlite3.Connection) -> Manifest:
    """The one row of ``manifest``."""
    return Manifest(*db.execute("SELECT * FROM manifest").fetchone()[1:])


def save_manifest(db: sqlite3.Connection, m: Manifest) -> None:
    """Put ``m`` in the place of the manifest row."""
    row = (m.generation, m.count, m.dimension, m.fingerprint, m.vectors_sha256, m.content_sha256)
    db.execute("INSERT OR REPLACE INTO manifest VALUES (1,?,?,?,?,?,?)", row)


def ids(db: sqlite3.Connection) -> list[str]:
    """Ids of all reports in order."""
    return [id_ for (id_,) in db.execute("SELECT id FROM documents ORDER BY id")]


def runs(db: sqlite3.Connection, documents: Iterable[str]) -> list[Run]:
    """The passages of ``documents``, in the order given, those without any left out."""
    found = []
    for document_ in documents:
        rows = db.execute("SELECT id FROM passages WHERE document = ? ORDER BY ordinal", (document_,))
        if passages_ := tuple(id_ for (id_,) in rows):
            found.append(Run(document_, passages_))
    return found


def texts(db: sqlite3.Connection, runs_: Iterable[Run]) -> Iterator[tuple[str, str]]:
    """What is searched of each passage of ``runs_`` in order, after the id of its report; read as it is asked for."""
    for run in runs_:
        for passage in passages_of(db, run.document):
            yield run.document, passage.searchable


def infos(db: sqlite3.Connection) -> tuple[DocumentInfo, ...]:
    """All reports without their text, by name."""
    return tuple(map(schema.info_of, db.execute("SELECT * FROM documents ORDER BY name")))


def settings(db: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """What was set by hand: values by field, by the name of the report."""
    found: dict[str, dict[str, str]] = {}
    for name, field, value in db.execute("SELECT name, field, value FROM settings ORDER BY name, field"):
        found.setdefault(name, {})[field] = value
    return found


def settings_of(db: sqlite3.Connection, name: str) -> dict[str, str]:
    """What was set by hand of the report of this name."""
    return dict(db.execute("SELECT field, value FROM settings WHERE name = ?", (name,)).fetchall())


def save_settings(db: sqlite3.Connection, name: str, given: Given) -> None:
    """Put ``given`` in the place of what was set of the report of this name."""
    db.execute("DELETE FROM settings WHERE name = ?", (name,))
    db.executemany("INSERT INTO settings VALUES (?,?,?)", [(name, field, given[field]) for field in sorted(given)])


def forget_settings(db: sqlite3.Connection) -> None:
    """Delete what was set of reports that are not there (any more)."""
    db.execute("DELETE FROM settings WHERE name NOT IN (SELECT name FROM documents)")


def document(db: sqlite3.Connection, id_: str) -> Document:
    """A whole report; StoreError if there is none of this id."""
    row = db.execute("SELECT * FROM documents JOIN contents ON document = id WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise _missing(id_)
    return schema.document_of(row)


def _missing(id_: str) -> StoreError:
    return StoreError(f"资料库里没有编号为 {id_} 的报告：请用 shushuo list 查看现有报告。")


def report_text(db: sqlite3.Connection, id_: str) -> ReportText:
    """What of a report an answer is shown from; StoreError if there is none of this id."""
    row = db.execute(_TEXT, (id_,)).fetchone()
    if row is None:
        raise _missing(id_)
    return schema.report_text_of(row)


def raw(db: sqlite3.Connection, id_: str) -> str:
    """A report's raw text; StoreError if there is none of this id."""
    row = db.execute("SELECT raw FROM contents WHERE document = ?", (id_,)).fetchone()
    if row is None:
        raise _missing(id_)
    return str(row[0])


def passages(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Passage]:
    """Passages by id, in the order asked; those that do not exist are left out."""
    wanted = list(ids)
    rows = db.execute("SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    found = {row[0]: schema.passage_of(row) for row in rows}
    return {id_: found[id_] for id_ in wanted if id_ in found}


def passages_of(db: sqlite3.Connection, id_: str) -> tuple[Passage, ...]:
    """All passages of a report in order."""
    rows = db.execute("SELECT * FROM passages WHERE document = ? ORDER BY ordinal", (id_,))
    return tuple(map(schema.passage_of, rows))


def facts(db: sqlite3.Connection, document: str | None, passages: Iterable[str] | None) -> list[Fact]:
    """Facts by report and position; None for ``document`` or ``passages`` is no condition."""
    given = {"document": document, "passages": json.dumps(list(passages or ()))}
    rows = db.execute(_FACTS[document is not None, passages is not None], given)
    return list(map(schema.fact_of, rows))


def labelled(
    db: sqlite3.Connection, label: str, documents: Iterable[str] | None, periods: Iterable[str], most: int
) -> list[str]:
    """Passages of tables that have a row of this label, of some reports (None: of all), with a figure of one of the periods."""
    return _of_those(db.execute(_LABELLED, (label, MOST_ROWS)), documents, periods)[:most]


def measured(
    db: sqlite3.Connection,
    labels: Iterable[str],
    units: Iterable[str],
    documents: Iterable[str] | None,
    periods: Iterable[str],
    most: int,
) -> list[str]:
    """As :func:`labelled`, of rows of any of some labels with a figure in one of ``units``, the longest labels first."""
    rows = db.execute(_MEASURED, (json.dumps([*labels]), json.dumps([*units]), MOST_ROWS))
    return _of_those(rows, documents, periods)[:most]


def _of_those(
    rows: Iterable[tuple[str, str, str]], documents: Iterable[str] | None, periods: Iterable[str]
) -> list[str]:
    """The passages of some rows, with their reports and periods, that are of the reports and of one of the periods asked for."""
    # The reports may be thousands: they are compared here, not handed to SQLite with every question.
    allowed, wanted = None if documents is None else frozenset(documents), frozenset(periods)
    found = dict.fromkeys(
        passage
        for passage, document, period in rows
        if (allowed is None or document in allowed) and (not wanted or period in wanted)
    )
    return list(found)


def vectors(db: sqlite3.Connection, ids: Iterable[str]) -> FloatArray:
    """One row per id in the order asked; StoreError if one does not exist."""
    wanted = list(ids)
    given = (json.dumps(wanted),)
    rows = db.execute("SELECT * FROM embeddings WHERE passage IN (SELECT value FROM json_each(?))", given)
    found: dict[str, bytes] = dict(rows.fetchall())
    if missing := [id_ for id_ in wanted if id_ not in found]:
        raise StoreError(f"资料库里没有段落 {missing[0]} 的向量：报告可能刚被移除，请再试一次。")
    return matrix([found[id_] for id_ in wanted], manifest(db).dimension)


def matrix(blobs: list[bytes], width: int) -> FloatArray:
    """Stored vectors as rows, ``(n, width)``; StoreError if one is of another width."""
    if odd := [len(blob) // 4 for blob in blobs if len(blob) != 4 * width]:
        raise StoreError(f"库中有向量为 {odd[0]} 维，登记的是 {width} 维：请运行 shushuo rebuild 重新计算。")
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), width).astype(np.float32)


def rows(db: sqlite3.Connection, passages_: Sequence[str], width: int) -> FloatArray:
    """One row of ``width`` for each of ``passages_``, zero where it does not exist (any more)."""
    given = (json.dumps([id_ for id_ in passages_ if id_]),)
    held = db.execute("SELECT * FROM embeddings WHERE passage IN (SELECT value FROM json_each(?))", given)
    found: dict[str, bytes] = dict(held.fetchall())
    return matrix([found.get(id_, b"\0" * 4 * width) for id_ in passages_], width)


def width(db: sqlite3.Connection) -> int:
    """Width of the stored vectors; 0 if there are none."""
    row = db.execute("SELECT length(vector) FROM embeddings LIMIT 1").fetchone()
    return row[0] // 4 if row else 0


def prepared(db: sqlite3.Connection, id_: str) -> Prepared:
    """All that is kept of one report apart from its vectors."""
    return Prepared(document(db, id_), passages_of(db, id_), tuple(facts(db, id_, None)))


def insert(db: sqlite3.Connection, report: Packed, rows: FloatArray) -> None:
    """Write one report with its passages, facts and vectors."""
    db.execute("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", report.document)
    db.execute("INSERT INTO contents VALUES (?,?,?,?,?,?,?,?,?,?)", report.content)
    db.executemany("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?)", report.passages)
    db.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", report.facts)
    insert_vectors(db, [row[0] for row in report.passages], rows)


def insert_vectors(db: sqlite3.Connection, ids: Iterable[str], rows: FloatArray) -> None:
    """Write one vector per passage, as little-endian float32."""
    values = zip(ids, (row.tobytes() for row in rows.astype("<f4", copy=False)), strict=True)
    db.executemany("INSERT INTO embeddings VALUES (?,?)", values)


def original(db: sqlite3.Connection, id_: str) -> bytes | None:
    """The file of a report as it is kept; None where none is."""
    row = db.execute("SELECT data FROM originals WHERE document = ?", (id_,)).fetchone()
    return None if row is None else bytes(row[0])


def pictured(db: sqlite3.Connection) -> frozenset[str]:
    """The reports of which the file is kept.

    All at once: to find a single one SQLite reads the files of those that it compares it with.
    """
    return frozenset(id_ for (id_,) in db.execute("SELECT document FROM originals"))


def save_originals(db: sqlite3.Connection, kept: Mapping[str, bytes]) -> None:
    """Keep the files of reports that are there; one that is kept already stays as it is."""
    rows = [(data, id_) for id_, data in sorted(kept.items())]
    db.executemany("INSERT OR IGNORE INTO originals SELECT id, ? FROM documents WHERE id = ?", rows)


def forget_originals(db: sqlite3.Connection) -> None:
    """Delete the files of reports that are not there (any more)."""
    db.execute("DELETE FROM originals WHERE document NOT IN (SELECT id FROM documents)")


def delete(db: sqlite3.Connection, id_: str) -> None:
    """Delete one report and all that hangs on it, but its file: a report understood anew comes from the same."""
    for statement in _DELETE:
        db.execute(statement, (id_,))
