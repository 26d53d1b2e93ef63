"""What a change does inside its transaction: rows first, then the generation as far as they ask for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import generation, queries
from index.errors import EncoderMismatch, StoreError
from index.generation import Base, Growth
from index.given import Given, fits
from index.packed import Packed
from index.positions import Positions
from index.schema import FloatArray, Manifest
from index.tokens import term_lines
from index.vectors import Rows

DEAD_SHARE = 0.2
"""A generation with a larger share of dead passages is written anew; until then removing costs no index work."""
SMALL = 4_000
"""A library of up to this many passages is indexed anew at every addition, in order of ids: it takes under a second."""
NORM_TOLERANCE = 1e-3

Addition = tuple[Packed, FloatArray]


def apply(
    db: sqlite3.Connection,
    store: Path,
    add: Sequence[Addition],
    remove: Sequence[str],
    fingerprint: str | None,
    settings: Mapping[str, Given],
    originals: Mapping[str, bytes],
    *,
    loose: bool = False,
) -> Manifest:
    """Take what was set by hand, remove, then add; see :meth:`index.store.Store.apply`."""
    for name, given in settings.items():
        queries.save_settings(db, name, given)
    after = _applied(db, store, add, remove, fingerprint, loose)
    queries.forget_settings(db)
    queries.forget_originals(db)
    queries.save_originals(db, originals)
    return after


def _applied(
    db: sqlite3.Connection,
    store: Path,
    add: Sequence[Addition],
    remove: Sequence[str],
    fingerprint: str | None,
    loose: bool,
) -> Manifest:
    before = queries.manifest(db)
    for id_ in dict.fromkeys(remove):
        if not _exists(db, id_):
            raise StoreError(f"资料库里没有编号为 {id_} 的报告：请用 shushuo list 查看现有报告。")
        queries.delete(db, id_)
    if add:
        fingerprint = _agreed(db, before, [matrix for _, matrix in add], fingerprint)
    added = {report.id: (report, matrix) for report, matrix in add if _add(db, report, matrix)}
    if added:
        return extend(db, store, fingerprint, added, loose=loose)
    if not remove or not before.count:
        return before
    base = generation.base(store, before, term_lines)
    if base is None or _dead(db, base) > DEAD_SHARE * before.count:
        return regenerate(db, store, before.fingerprint)
    return before


def reindex(db: sqlite3.Connection, store: Path, vectors: Mapping[str, FloatArray], fingerprint: str) -> Manifest:
    """Replace all vectors; see :meth:`index.store.Store.reindex`."""
    ids = [id_ for run in queries.runs(db, queries.ids(db)) for id_ in run.passages]
    if set(ids) != set(vectors):
        raise StoreError(
            f"资料库有 {len(ids)} 个段落，给出了 {len(vectors)} 个向量，两者对不上："
            "报告刚有变动，请重新运行 shushuo rebuild。"
        )
    widths = {np.shape(vector) for vector in vectors.values()}
    if len(widths) > 1:
        raise StoreError(f"给出的向量宽窄不一（{sorted(widths)}）：请检查编码器。")
    matrix = np.stack([vectors[id_] for id_ in ids]) if ids else np.zeros((0, 0), np.float32)
    require_sound(matrix, len(ids), "全部报告")
    db.execute("DELETE FROM embeddings")
    queries.insert_vectors(db, ids, matrix)
    return regenerate(db, store, fingerprint)


def regenerate(db: sqlite3.Connection, store: Path, fingerprint: str | None) -> Manifest:
    """Write the next generation from what the rows hold now, without dead passages, and its manifest row.

    Raises:
        StoreError: the stored vectors are not of one width.
        OSError: the generation could not be written.
    """
    growth = from_nothing(db)
    if not len(growth.positions):
        after = Manifest(_next(db, store), 0, 0, None, "", "")
        queries.save_manifest(db, after)
        return after
    return _written(db, store, growth, fingerprint)


def extend(
    db: sqlite3.Connection,
    store: Path,
    fingerprint: str | None,
    added: Mapping[str, Addition],
    *,
    loose: bool = False,
) -> Manifest:
    """Write the next generation out of the present one and the reports ``added``, by id; from nothing where that is better."""
    base = generation.base(store, queries.manifest(db), term_lines)
    runs = queries.runs(db, sorted(added))
    if base is None or not runs or len(base.positions) <= SMALL:
        return regenerate(db, store, fingerprint)
    gone = (set(base.positions.documents) - set(queries.ids(db))) | (set(base.positions.documents) & added.keys())
    positions = base.positions.changed(gone, runs)
    if positions.lost > DEAD_SHARE * len(positions):
        return regenerate(db, store, fingerprint)
    texts = ((run.document, text) for run in runs for text in added[run.document][0].texts())
    rows = _with_fresh(_rows(db, positions), len(base.positions), [added[run.document][1] for run in runs])
    growth = Growth(positions, texts, rows, base, gone, loose)
    try:
        return _written(db, store, growth, fingerprint)
    except OSError:  # the present one may be what cannot be read
        return regenerate(db, store, fingerprint)


def from_nothing(db: sqlite3.Connection) -> Growth:
    """Everything the rows hold, in order of ids."""
    runs = queries.runs(db, queries.ids(db))
    positions = Positions(runs)
    return Growth(positions, queries.texts(db, runs), _rows(db, positions))


def _rows(db: sqlite3.Connection, positions: Positions) -> Rows:
    width = queries.width(db)
    return lambda start, stop: queries.rows(db, positions.ids[start:stop], width)


def _with_fresh(rows: Rows, first: int, fresh: Sequence[FloatArray]) -> Rows:
    """``rows``, but those from ``first`` on out of memory, where they still are."""
    starts = list(accumulate(map(len, fresh), initial=first))

    def read(start: int, stop: int) -> FloatArray:
        held = [
            matrix[max(0, start - at) : stop - at]
            for at, matrix in zip(starts, fresh, strict=False)
            if at < stop and start < at + len(matrix)
        ]
        stored = [rows(start, min(stop, first))] if start < first else []
        return np.concatenate([*stored, *held])

    return read


def _written(db: sqlite3.Connection, store: Path, growth: Growth, fingerprint: str | None) -> Manifest:
    if fingerprint is None:
        raise ValueError("encoder_fingerprint is needed where there are vectors")
    after = generation.write(store, _next(db, store), growth, fingerprint, term_lines)
    queries.save_manifest(db, after)
    return after


def _next(db: sqlite3.Connection, store: Path) -> int:
    """A number that no generation has had."""
    return max([queries.manifest(db).generation, *generation.numbers(store)]) + 1


def _dead(db: sqlite3.Connection, base: Base) -> int:
    """Positions of ``base`` whose passages do not exist (any more)."""
    gone = set(base.positions.documents) - set(queries.ids(db))
    return base.positions.lost + int(base.positions.marked(gone).sum())


def require_same(stored: str | None, asked: str) -> None:
    """Raise EncoderMismatch if the library has vectors of another encoder than ``asked``."""
    if stored is not None and stored != asked:
        raise EncoderMismatch(
            f"资料库的向量由编码器 {stored} 生成，现在用的是 {asked}："
            "请运行 shushuo rebuild 用现在的编码器重建，或改回原来的编码器。"
        )


def require_fit(report: Packed, matrix: FloatArray) -> None:
    """Raise StoreError unless the parts of a report belong together and its vectors to its passages."""
    own, name = report.id, report.info.name
    ids, facts = {row[0] for row in report.passages}, {row[0] for row in report.facts}
    strangers = [row[0] for row in report.passages if row[1] != own]
    strangers += [row[0] for row in report.facts if row[1] != own or row[2] not in ids]
    if strangers:
        raise StoreError(f"“{name}”的段落或事实 {strangers[0]} 不属于这份报告：请把这份报告反馈给开发者。")
    if len(ids) != len(report.passages) or len(facts) != len(report.facts):
        raise StoreError(f"“{name}”的段落或事实编号有重复：请把这份报告反馈给开发者。")
    require_sound(matrix, len(ids), f"“{name}”")


def require_sound(matrix: FloatArray, rows: int, whose: str) -> None:
    """Raise StoreError unless ``matrix`` has ``rows`` finite rows, each of unit norm or all zero."""
    if matrix.ndim != 2 or len(matrix) != rows or (rows and not matrix.shape[1]):
        raise StoreError(f"{whose}有 {rows} 个段落，向量的形状却是 {matrix.shape}：请检查编码器。")
    bad = unsound(matrix)
    if bad.any():
        norm = float(np.linalg.norm(matrix[bad][0]))
        raise StoreError(f"{whose}有 {int(bad.sum())} 个向量的长度不是 1（首个为 {norm:g}）：请检查编码器。")


def unsound(matrix: FloatArray) -> NDArray[np.bool_]:
    """Which rows are neither of unit norm nor all zero; a row that is not finite is unsound too."""
    norms = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64))
    with np.errstate(invalid="ignore"):
        sound: NDArray[np.bool_] = (np.abs(norms - 1) <= NORM_TOLERANCE) | (norms == 0)
    return ~sound


def _exists(db: sqlite3.Connection, id_: str) -> bool:
    return db.execute("SELECT 1 FROM documents WHERE id = ?", (id_,)).fetchone() is not None


def _add(db: sqlite3.Connection, report: Packed, matrix: FloatArray) -> bool:
    """Insert a report in the place of one of its name; False if it is there already."""
    info = report.info
    if _exists(db, info.id):
        return False
    if not fits(info, queries.settings_of(db, info.name)):
        raise StoreError(f"“{info.name}”的手工设置刚刚有变动，什么也没有改：请再试一次。")
    for (id_,) in db.execute("SELECT id FROM documents WHERE name = ?", (info.name,)).fetchall():
        queries.delete(db, id_)
    queries.insert(db, report, matrix)
    return True


def _agreed(
    db: sqlite3.Connection, before: Manifest, matrices: Sequence[FloatArray], fingerprint: str | None
) -> str | None:
    """The fingerprint of all vectors, those still stored and those to come; StoreError if they do not go together."""
    left = db.execute("SELECT EXISTS (SELECT 1 FROM embeddings)").fetchone()[0]
    widths = {matrix.shape[1] for matrix in matrices if len(matrix)}
    if left:
        require_same(before.fingerprint, fingerprint or before.fingerprint or "")
        widths.add(before.dimension)
    if len(widths) > 1:
        found = "、".join(map(str, sorted(widths)))
        raise StoreError(f"向量宽度不一（{found} 维），不是同一个编码器：请运行 shushuo rebuild。")
    return fingerprint or before.fingerprint
