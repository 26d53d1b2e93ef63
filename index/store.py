"""The library: one SQLite file is the truth, the search indexes are a generation derived from it.

A change writes the next generation beside the present one, then commits rows and manifest in one transaction, so that a
store opened at any instant, after any kill, is one whole state. Readers hold an immutable
:class:`~index.finding.Generation`; before each question :meth:`Store.snapshot` asks, in microseconds, whether the
truth has moved on.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from index import audit, changes, database, generation, queries
from index.database import Database
from index.errors import StoreError
from index.finding import Generation
from index.generation import Damaged
from index.given import Given
from index.originals import unpacked
from index.packed import Packed, pack
from index.records import Document, Fact, Passage, Prepared, ReportText
from index.schema import DocumentInfo, FloatArray, Manifest
from index.tokens import term_lines

if TYPE_CHECKING:
    from index.embed import Encoder

__all__ = ["DocumentInfo", "Generation", "Store"]

TRIES = 5
TEXTS_HELD = 4
"""Texts of reports that are kept for the next question, which is often after the same report."""


class Store:
    """A library of reports; made by :meth:`open`, safe to use from several threads."""

    def __init__(self, db: Database) -> None:
        self.path: Path = db.folder
        self._db = db
        self._refresh = threading.Lock()
        self._held: tuple[tuple[int, int], Generation] | None = None
        self._infos: tuple[tuple[int, int], tuple[DocumentInfo, ...]] | None = None
        self._texts: dict[tuple[tuple[int, int], str], ReportText] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool = False, wait: float = database.WAIT) -> Store:
        """Open the library in the folder ``path``; with ``create`` make an empty one where there is none.

        ``wait`` is how many seconds a change waits for another writer.

        Raises:
            StoreError: there is no library, something else is there, or it cannot be read.
        """
        path = Path(path)
        try:
            database.require(path)
            return cls(Database(path, wait=wait))
        except database.NoLibrary:
            if not create:
                raise
        database.create(path, wait=wait)
        return cls(Database(path, wait=wait))

    def close(self) -> None:
        """Let go of the files; generations already given out keep working."""
        self._held = self._infos = None
        self._texts.clear()
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fingerprint(self) -> str | None:
        """The encoder that the vectors were made with; None while there are no passages."""
        return self._manifest().fingerprint

    def require(self, encoder: Encoder) -> None:
        """Refuse an encoder other than the one the vectors were made with.

        Raises:
            EncoderMismatch: names both fingerprints and the cure.
        """
        changes.require_same(self.fingerprint(), encoder.fingerprint)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All reports without their text, by name; cheap to ask again while nothing has changed."""
        version = self._db.version()
        held = self._infos
        if held is None or held[0] != version:
            with self._db.read() as db:
                held = version, queries.infos(db)
            self._infos = held
        return held[1]

    def settings(self) -> dict[str, dict[str, str]]:
        """What was set by hand: values by field (:data:`index.given.FIELDS`), by the name of the report."""
        with self._db.read() as db:
            return queries.settings(db)

    def document(self, document_id: str) -> Document:
        """A whole report.

        Raises:
            StoreError: there is none of this id (any more).
        """
        with self._db.read() as db:
            return queries.document(db, document_id)

    def report_text(self, document_id: str) -> ReportText:
        """What of a report an answer is shown from; much quicker than :meth:`document` for a long one.

        Raises:
            StoreError: there is none of this id (any more).
        """
        key = self._db.version(), document_id
        found = self._texts.get(key)
        if found is None:
            with self._db.read() as db:
                found = queries.report_text(db, document_id)
            for old in [*self._texts][: -TEXTS_HELD + 1]:
                self._texts.pop(old, None)
            self._texts[key] = found
        return found

    def pictured(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of some reports whose pages can be drawn, because their files are kept."""
        with self._db.read() as db:
            return queries.pictured(db, ids)

    def original(self, document_id: str) -> bytes | None:
        """The bytes of a report's file; None where they are not kept, or are not the file any more."""
        blob = self.kept(document_id)
        return None if blob is None else unpacked(blob, document_id)

    def kept(self, document_id: str) -> bytes | None:
        """The same as :func:`index.originals.kept` made it."""
        with self._db.read() as db:
            return queries.original(db, document_id)

    def raw(self, document_id: str) -> str:
        """A report's raw text.

        Raises:
            StoreError: there is none of this id (any more).
        """
        with self._db.read() as db:
            return queries.raw(db, document_id)

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id, in the order asked; those that do not exist (any more) are left out."""
        with self._db.read() as db:
            return queries.passages(db, ids)

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a report in order; none if there is no such report."""
        with self._db.read() as db:
            return queries.passages_of(db, document_id)

    def labelled(
        self, label: str, documents: Collection[str] | None, periods: Sequence[str] = (), most: int = 8
    ) -> list[str]:
        """Ids of passages of tables with a row of exactly this label, in ``documents``, with a figure of one of ``periods``."""
        with self._db.read() as db:
            return queries.labelled(db, label, documents, periods, most)

    def measured(
        self,
        labels: Sequence[str],
        units: Sequence[str],
        documents: Collection[str] | None,
        periods: Sequence[str] = (),
        most: int = 8,
    ) -> list[str]:
        """As :meth:`labelled`, of rows of any of ``labels`` with a figure in one of ``units``, the longest labels first."""
        with self._db.read() as db:
            return queries.measured(db, labels, units, documents, periods, most)

    def facts(self, *, document: str | None = None, passages: Iterable[str] | None = None) -> list[Fact]:
        """Facts by report and position: all, those of one report, those of some passages, or of both at once."""
        with self._db.read() as db:
            return queries.facts(db, document, passages)

    def vectors_of(self, ids: Iterable[str]) -> FloatArray:
        """The vectors of passages, one row per id in the order asked, ``(n, d)``.

        Raises:
            StoreError: one of them does not exist (any more).
        """
        with self._db.read() as db:
            return queries.vectors(db, ids)

    def snapshot(self) -> Generation:
        """The generation of the library as it is now; a damaged one is rebuilt first, without the encoder.

        Raises:
            StoreError: the files cannot be read.
        """
        held, version = self._held, self._db.version()
        if held is not None and held[0] == version:
            return held[1]
        with self._refresh:
            held, version = self._held, self._db.version()
            if held is None or held[0] != version:
                held = version, self._current(held[1] if held else None)
                self._held = held
        return held[1]

    def apply(
        self,
        *,
        add: Sequence[tuple[Prepared | Packed, FloatArray]] = (),
        remove: Sequence[str] = (),
        encoder_fingerprint: str | None = None,
        settings: Mapping[str, Given] | None = None,
        originals: Mapping[str, bytes] | None = None,
        loose: bool = False,
    ) -> None:
        """Remove and add reports in one change: wholly done, or, after any error, kill or Ctrl-C, not at all.

        A report of an id already there is left as it is; one of a name already there takes its place. ``remove`` names
        ids and goes first. Each report, packed or not, comes with its vectors, float32 ``(passages, d)`` of unit norm (or all zero).
        ``settings`` are what was set by hand, by name of report, in the place of what was set of it before; a report that
        is added must have been understood with what is set of its name. ``originals`` are files, by id of their reports, as
        :func:`index.originals.kept` makes them; a file is kept as long as its report is there. ``loose``: another addition is
        likely to follow at once, and will tidy up the indexes for this one too.

        Raises:
            StoreError: what is given does not fit the library, or it cannot be written.
            EncoderMismatch: the vectors come from another encoder than the library's.
        """
        rows = [(report if isinstance(report, Packed) else pack(report), matrix) for report, matrix in add]
        for report, matrix in rows:
            changes.require_fit(report, matrix)
        given, kept = settings or {}, originals or {}
        self._write(
            lambda db: changes.apply(db, self.path, rows, remove, encoder_fingerprint, given, kept, loose=loose)
        )

    def reindex(self, vectors: Mapping[str, FloatArray], encoder_fingerprint: str) -> None:
        """Put other vectors, of whatever width and encoder, in the place of all; wholly or not at all.

        Raises:
            StoreError: ``vectors`` does not have exactly one sound vector for every passage, or it cannot be written.
        """
        self._write(lambda db: changes.reindex(db, self.path, vectors, encoder_fingerprint))

    def check(self) -> list[str]:
        """Verify every invariant on everything stored; Chinese lines about what is wrong, none if all is sound."""
        return audit.problems(self._db)

    def _manifest(self) -> Manifest:
        with self._db.read() as db:
            return queries.manifest(db)

    def _write(self, change: Callable[[sqlite3.Connection], Manifest]) -> None:
        """Make one change under the writer lock, and clear away what earlier ones left, before it and after."""
        with _told(self.path), self._db.exclusive():
            generation.sweep(self.path, self._manifest().generation)
            with self._db.change() as db:
                after = change(db)
            generation.sweep(self.path, after.generation)

    def _current(self, held: Generation | None) -> Generation:
        """Open what the manifest names; the indexes already open serve on where only removals have happened."""
        for _ in range(TRIES):
            with self._db.read() as db:
                manifest, alive = queries.manifest(db), queries.ids(db)
            if held is not None and held.manifest == manifest:
                return held.moved(alive)
            try:
                return generation.load(self.path, manifest, alive, term_lines)
            except Damaged:
                if self._manifest() == manifest and not self._mended(manifest):
                    break
        return self._in_memory()

    def _mended(self, damaged: Manifest) -> bool:
        """Write a damaged generation anew from the stored texts and vectors; False if this process cannot."""

        def mend(db: sqlite3.Connection) -> Manifest:
            now = queries.manifest(db)
            return changes.regenerate(db, self.path, now.fingerprint) if now == damaged else now

        try:
            self._write(mend)
        except StoreError:
            return False
        return True

    def _in_memory(self) -> Generation:
        """The same generation without the disk, for a library that can only be read."""
        with self._db.read() as db:
            return generation.in_memory(queries.manifest(db), changes.from_nothing(db), term_lines)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Give the errors of writing as ours."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StoreError(f"报告中有无法保存的字符（{error.reason}）：请检查文件编码。") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"资料库写入失败（{path}：{reason}），原有内容没有改变：请检查磁盘空间和权限，然后再试。"
        ) from error
