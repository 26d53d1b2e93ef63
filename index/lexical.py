"""BM25 over terms that are already cut: a tantivy index built from lines of terms, searched by weighted terms.

Queries are composed of term objects, never parsed from a string, so nothing in a question can be query syntax.
Scores are tantivy's BM25, ``K1`` and ``B`` below, with idf ``ln(1 + (N - n + 0.5) / (n + 0.5))``; a passage's length is
exact up to 40 terms and rounded down to one of 256 steps beyond.
"""

from __future__ import annotations

import contextlib
import math
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

K1, B = 1.2, 0.75
_HEAP = 64_000_000
FEW = 256
"""Up to so many reports are looked for one by one; a set of more is looked up in the list of all reports, which takes a while."""


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", fast=True)
    return builder.build()


Row = tuple[str, str]
"""The id of a report and the terms of one of its passages, parted by blanks."""


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What tantivy raises for whatever it cannot read or write is a ValueError: give it as an OSError."""
    try:
        yield
    except ValueError as error:
        raise OSError(f"tantivy: {error}") from error


def _fill(index: Any, rows: Iterable[Row], first: int = 0, gone: Iterable[str] = ()) -> None:
    """Take out the reports ``gone``, then put ``rows`` in at the positions from ``first`` on."""
    import tantivy

    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for document in gone:
        writer.delete_documents_by_term("document", document)
    for position, (document, line) in enumerate(rows, first):
        row = tantivy.Document()
        row.add_text("terms", line)
        row.add_text("document", document)
        row.add_unsigned("position", position)
        writer.add_document(row)
    writer.commit()
    writer.wait_merging_threads()


def build(folder: Path, rows: Iterable[Row]) -> int:
    """Write an index of ``rows`` into the empty ``folder``, positions counting from 0; how many passages it then holds.

    Raises:
        OSError: tantivy could not write.
    """
    import tantivy

    with _told():
        _fill(tantivy.Index(_schema(), path=str(folder)), rows)
        return _counted(folder)


def extend(folder: Path, rows: Iterable[Row], first: int, gone: Collection[str]) -> int:
    """Take the reports ``gone`` out of the index in ``folder`` and add ``rows`` at the positions from ``first`` on.

    Gives how many passages it then holds. Files that are there are never changed, only replaced or removed: they may be links that others read.

    Raises:
        OSError: tantivy could not read what is there, or not write.
    """
    import tantivy

    with _told():
        _fill(tantivy.Index.open(str(folder)), rows, first, gone)
        return _counted(folder)


def _counted(folder: Path) -> int:
    """How many passages the index holds; tidied after that, for opening it leaves a lock file."""
    import tantivy

    held = Lexical(tantivy.Index.open(str(folder))).count
    _tidy(folder)
    return held


def _tidy(folder: Path) -> None:
    """Remove lock files, and give every file the widest mode among them: tantivy makes meta.json private."""
    for lock in folder.glob(".*.lock"):
        lock.unlink()
    files = list(folder.iterdir())
    mode = max(stat.S_IMODE(file.stat().st_mode) for file in files)
    for file in files:
        file.chmod(mode)


def in_memory(rows: Iterable[Row]) -> Lexical:
    """An index of ``rows`` that touches no disk."""
    import tantivy

    index = tantivy.Index(_schema())
    _fill(index, rows)
    index.reload()
    return Lexical(index)


def load(folder: Path) -> Lexical:
    """The index in ``folder``, which must have been verified.

    tantivy wants to make a lock file beside what it reads; where it may not, a copy in a temporary folder is read.

    Raises:
        ValueError: tantivy does not know the format.
        OSError: a file could not be read.
    """
    import tantivy

    try:
        return Lexical(tantivy.Index.open(str(folder)))
    except (ValueError, OSError):
        copy = tempfile.TemporaryDirectory(prefix="shushuo-")
        for file in folder.iterdir():  # not copytree, which would make the copy as read-only as its source
            shutil.copyfile(file, Path(copy.name) / file.name)
        return Lexical(tantivy.Index.open(copy.name), copy)


class Lexical:
    """An opened index."""

    def __init__(self, index: Any, keep: object = None) -> None:
        index.config_reader(reload_policy="manual")  # the files never change: no thread need watch them
        self._schema = index.schema
        self._searcher = index.searcher()
        self._keep = keep
        self.count = int(self._searcher.num_docs)

    def search(
        self,
        terms: Mapping[str, float],
        k: int,
        documents: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> list[tuple[int, float]]:
        """Up to ``k`` positions with their BM25 scores, best first, ties by position.

        ``terms`` gives each term its weight (those not above 0 are left out); ``documents`` are the only ones,
        ``without`` the ones never to be found. Neither changes a score.
        """
        query = self._query(terms, documents, without)
        if query is None or k <= 0 or not self.count:
            return []
        hits = self._searcher.search(query, limit=min(k, self.count), count=False).hits
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        pairs = ((int(p), float(score)) for (score, _), p in zip(hits, positions, strict=True))
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def holding(self, term: str) -> int:
        """How many passages hold ``term``; those of a removed report count until the index is written again."""
        try:
            return int(self._searcher.doc_freq("terms", term))
        except ValueError:  # what tantivy says of a lone surrogate, which no passage holds
            return 0

    def _query(self, terms: Mapping[str, float], documents: Collection[str] | None, without: Collection[str]) -> Any:
        """The query object; None if it cannot find anything."""
        from tantivy import Occur, Query

        weighted = [(term, float(w)) for term, w in terms.items() if term and w > 0 and math.isfinite(w)]
        if not weighted or (documents is not None and not documents):
            return None
        each = [(Query.term_query(self._schema, "terms", term, "freq"), w) for term, w in weighted]
        found = Query.boolean_query([(Occur.Should, Query.boost_query(q, w) if w != 1 else q) for q, w in each])
        clauses = [(Occur.Must, found)]
        if documents is not None:
            clauses.append((Occur.Must, Query.const_score_query(self._of(documents), 0.0)))
        if without:
            clauses.append((Occur.MustNot, self._of(without)))
        return Query.boolean_query(clauses) if len(clauses) > 1 else found

    def _of(self, documents: Collection[str]) -> Any:
        """The query for the passages of ``documents``."""
        from tantivy import Occur, Query

        if len(documents) > FEW:
            return Query.term_set_query(self._schema, "document", sorted(documents))
        each = [Query.term_query(self._schema, "document", document, "basic") for document in sorted(documents)]
        return Query.boolean_query([(Occur.Should, query) for query in each])
