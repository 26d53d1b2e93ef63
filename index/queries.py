"""Reading and writing the records of ``library.sqlite`` on an open connection: every statement on records is here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from index import schema
from index.errors import StoreError
from index.records import Document, Fact, Passage, Prepared
from index.schema import DocumentInfo, FloatArray, Manifest, Slot

_SLOTS = """
    SELECT id, document, ordinal, 1 FROM passages UNION ALL SELECT passage, document, ordinal, 0 FROM tombstones
    ORDER BY document, ordinal
"""
_INFOS = """
    SELECT id, name, title, title_how, entity, entity_how, period, period_how, characters,
           (SELECT count(*) FROM passages WHERE document = d.id), (SELECT count(*) FROM facts WHERE document = d.id)
    FROM documents d ORDER BY name
"""
_FACTS = {
    (False, False): "SELECT * FROM facts ORDER BY document, start, stop, id",
    (True, False): "SELECT * FROM facts WHERE document = :document ORDER BY start, stop, id",
    (False, True): "SELECT * FROM facts WHERE passage IN (SELECT value FROM json_each(:passages))"
    " ORDER BY document, start, stop, id",
    (True, True): "SELECT * FROM facts WHERE passage IN (SELECT value FROM json_each(:passages))"
    " AND document = :document ORDER BY start, stop, id",
}
_MATERIAL = """
    SELECT p.*, e.vector FROM passages p LEFT JOIN embeddings e ON e.passage = p.id
    ORDER BY p.document, p.ordinal
"""


def manifest(db: sqlite3.Connection) -> Manifest:
    """The one row of ``manifest``."""
    return Manifest(*db.execute("SELECT * FROM manifest").fetchone()[1:])


def save_manifest(db: sqlite3.Connection, m: Manifest) -> None:
    """Put ``m`` in the place of the manifest row."""
    row = (m.generation, m.count, m.dimension, m.fingerprint, m.faiss_sha256, m.content_sha256)
    db.execute("INSERT OR REPLACE INTO manifest VALUES (1,?,?,?,?,?,?)", row)


def slots(db: sqlite3.Connection) -> list[Slot]:
    """Every position of the current generation in order, dead ones included."""
    return [Slot(passage, document, bool(alive)) for passage, document, _, alive in db.execute(_SLOTS)]


def infos(db: sqlite3.Connection) -> tuple[DocumentInfo, ...]:
    """All reports without their text, by name."""
    told: dict[str, set[str]] = {}
    for id_, period in db.execute("SELECT DISTINCT document, period FROM facts WHERE period <> ''"):
        told.setdefault(id_, set()).add(period)
    rows = [DocumentInfo(*schema.named(row), *row[8:]) for row in db.execute(_INFOS)]
    return tuple(replace(info, periods=frozenset(told.get(info.id, ()))) for info in rows)


def document(db: sqlite3.Connection, id_: str) -> Document:
    """A whole report; StoreError if there is none of this id."""
    row = db.execute("SELECT * FROM documents WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise StoreError(f"资料库里没有编号为 {id_} 的报告：请用 shushuo list 查看现有报告。")
    return schema.document_of(row)


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


def material(db: sqlite3.Connection) -> tuple[list[Slot], list[str], list[bytes]]:
    """What a generation is made from, in order: living positions, what is searched of them, their stored vectors."""
    rows = db.execute(_MATERIAL).fetchall()
    passages_ = [schema.passage_of(row[:-1]) for row in rows]
    slots_ = [Slot(p.id, p.document, alive=True) for p in passages_]
    return slots_, [p.searchable for p in passages_], [row[-1] or b"" for row in rows]


def prepared(db: sqlite3.Connection, id_: str) -> Prepared:
    """All that is kept of one report apart from its vectors."""
    return Prepared(document(db, id_), passages_of(db, id_), tuple(facts(db, id_, None)))


def insert(db: sqlite3.Connection, report: Prepared, rows: FloatArray) -> None:
    """Write one report with its passages, facts and vectors."""
    values = schema.document_row(report)
    db.execute("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values)
    db.executemany("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?)", map(schema.passage_row, report.passages))
    facts_ = map(schema.fact_row, report.facts)
    db.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", facts_)
    insert_vectors(db, [p.id for p in report.passages], rows)


def insert_vectors(db: sqlite3.Connection, ids: Iterable[str], rows: FloatArray) -> None:
    """Write one vector per passage, as little-endian float32."""
    values = zip(ids, (row.tobytes() for row in rows.astype("<f4")), strict=True)
    db.executemany("INSERT INTO embeddings VALUES (?,?)", values)


def delete(db: sqlite3.Connection, id_: str) -> None:
    """Delete one report and all that hangs on it, leaving tombstones where its passages stood."""
    dead = "INSERT OR REPLACE INTO tombstones SELECT id, document, ordinal FROM passages WHERE document = ?"
    db.execute(dead, (id_,))
    db.execute("DELETE FROM documents WHERE id = ?", (id_,))
