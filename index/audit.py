"""Verifying a whole library, for ``shushuo check``: Chinese lines about what is wrong, none if all is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from index import changes, generation, invariants, queries
from index.database import FILE, Database
from index.errors import StoreError
from index.finding import Generation
from index.generation import Damaged
from index.given import fits
from index.originals import unpacked
from index.packed import pack
from index.tokens import term_lines

MOST = 20
ROUNDING = 0.3
"""How far from a unit vector an index may keep it, which has a byte for each number; others lie 1.4 apart."""


def problems(database: Database) -> list[str]:
    """Every broken invariant: the file itself, each report, the vectors, and the generation derived from them."""
    with database.read() as db:
        found = list(_file(db))
        ids = [id_ for (id_,) in db.execute("SELECT id FROM documents ORDER BY name")]
    for id_ in ids:
        with database.read() as db:
            found += _report(db, id_)
    with database.read() as db:
        found += _originals(db)
        found += _vectors(db)
        found += _generation(db, database)
    return found


def _file(db: sqlite3.Connection) -> Iterator[str]:
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"{FILE}：{line}"
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{FILE}：{table} 中有一行指向不存在的 {parent}"


def _report(db: sqlite3.Connection, id_: str) -> list[str]:
    """The invariants of one report, and whether its rows are still those that were written."""
    row = db.execute("SELECT name, digest, characters FROM documents WHERE id = ?", (id_,)).fetchone()
    if row is None:  # removed since the list was read
        return []
    try:
        report = queries.prepared(db, id_)
        found = invariants.problems(report)
        same = pack(report).digest == row[1] and len(report.document.text) == row[2]
        set_ = fits(report.document, queries.settings_of(db, row[0]))
    except (ValueError, TypeError, ArithmeticError) as error:
        return [f"{row[0]}：库中的内容读不成记录（{error}）：请移除后重新添加"]
    if not set_:
        found = [*found, f"{row[0]}：手工设置的内容与报告所用的不符：请运行 shushuo rebuild"]
    found = found if len(found) <= MOST else [*found[:MOST], f"{row[0]}：……共 {len(found)} 处问题"]
    return found if same else [*found, f"{row[0]}：库中的内容与写入时的校验值不符，请移除后重新添加"]


def _originals(db: sqlite3.Connection) -> Iterator[str]:
    for id_, name in db.execute("SELECT o.document, d.name FROM originals o JOIN documents d ON d.id = o.document"):
        if unpacked(queries.original(db, id_) or b"", id_) is None:
            yield f"{name}：留存的原件已损坏，看不到页面的图：请移除后重新添加"


def _vectors(db: sqlite3.Connection) -> Iterator[str]:
    width = queries.manifest(db).dimension
    stored = "SELECT p.id, e.vector FROM passages p LEFT JOIN embeddings e ON e.passage = p.id ORDER BY p.id"
    for id_, blob in db.execute(stored):
        held = len(blob or b"") // 4
        if held != width:
            yield f"段落 {id_} 的向量是 {held} 维，登记的是 {width} 维：请运行 shushuo rebuild"
        elif changes.unsound(queries.matrix([blob], width))[0]:
            yield f"段落 {id_} 的向量长度不是 1：请运行 shushuo rebuild"


def _generation(db: sqlite3.Connection, database: Database) -> Iterator[str]:
    manifest, alive = queries.manifest(db), queries.ids(db)
    try:
        opened = generation.load(database.folder, manifest, alive, term_lines)
        found = list(_differences(db, opened, alive))
    except Damaged as error:
        yield f"索引 gen-{manifest.generation} 已损坏：{error}；下次提问时会自动重建"
    except StoreError as error:
        yield str(error)
    else:
        yield from found


def _differences(db: sqlite3.Connection, opened: Generation, alive: Sequence[str]) -> Iterator[str]:
    """Where the passages or the vectors of a generation are not those of the rows."""
    where = f"索引 gen-{opened.number}"
    runs = queries.runs(db, alive)
    if sorted(opened.ids) != sorted(id_ for run in runs for id_ in run.passages):
        yield f"{where} 的段落清单与登记不符：请运行 shushuo rebuild"
        return
    for run in runs:
        span = opened.positions.span(run.document)
        stored = queries.rows(db, run.passages, opened.dimension)
        if np.linalg.norm(opened.rows(span.start, span.stop) - stored, axis=1).max() > ROUNDING:
            yield f"{where} 中的向量与 {FILE} 中的不同：请运行 shushuo rebuild"
            return
