"""A report as the rows that the library keeps of it: plain values, quick to hand to another process and to write."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from index import schema
from index.records import Document, Prepared
from index.schema import DocumentInfo, Row

SLICE = 1_000
"""So many rows are hashed at once."""
_UNTOLD = ["[]", "[]", "[]"]


@dataclass(frozen=True, slots=True)
class Packed:
    """A report's row of ``documents``, that of ``contents``, those of ``passages`` in order and those of ``facts``."""

    document: Row
    content: Row
    passages: Sequence[Row]
    facts: Sequence[Row]

    @property
    def id(self) -> str:
        """The report's id."""
        return str(self.document[0])

    @property
    def digest(self) -> str:
        """SHA-256 of all that is stored of the report apart from vectors: shows a bit that flipped in the file."""
        return schema.digest_of(self.document)

    @property
    def info(self) -> DocumentInfo:
        """The report as a list shows it."""
        return schema.info_of(self.document)

    def texts(self) -> list[str]:
        """What is searched of each passage; made when it is asked for, because it is as long as the report."""
        return list(map(schema.searchable_of, self.passages))


def pack(report: Prepared) -> Packed:
    """The rows of a report."""
    ordered = sorted(report.passages, key=lambda passage: passage.ordinal)
    content = schema.content_row(report.document)
    passages, facts = list(map(schema.passage_row, ordered)), list(map(schema.fact_row, report.facts))
    document = schema.document_row(report, _digest(report.document, content, passages, facts))
    return Packed(document, content, passages, facts)


def _digest(document: Document, content: Row, passages: Sequence[Row], facts: Sequence[Row]) -> str:
    """SHA-256 of all that is stored of a report apart from vectors: shows a bit that flipped in the file.

    What version 3 added to the rows counts only where there is any: the reports of an upgraded library have none.
    """
    _, text, runs, raw, offsets, blocks, dropped, *told = content
    dated = schema.kind_and_date(document)
    sha = hashlib.sha256(f"({schema.document_head(document)!r}, ".encode())
    for n, part in enumerate((raw, text, offsets, blocks, dropped, runs)):  # each may be long
        sha.update(f"{', ' if n else '('}{part!r}".encode())
    sha.update(b"))")
    if told != _UNTOLD:
        sha.update(repr(tuple(told)).encode())
    if any(dated):
        sha.update(repr(dated).encode())
    _add(sha, passages)
    _add(sha, [row[:-1] if row[-1] is None else row for row in facts])
    return sha.hexdigest()


def _add(sha: hashlib._Hash, rows: Sequence[Row]) -> None:
    """Rows in order of their ids; some at a time, for their text is much longer than they are."""
    ordered = sorted(rows, key=itemgetter(0))
    for at in range(0, len(ordered), SLICE):
        sha.update("".join(map(repr, ordered[at : at + SLICE])).encode())
