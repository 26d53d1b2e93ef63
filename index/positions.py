"""Which passage stands at which position of a generation's indexes.

Positions are dealt out in runs, one for each report, and never change within a generation. A run whose report is gone
for good keeps its place without a name, until the indexes are written from nothing.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GONE = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The passages of the report ``document`` in order; of one that is gone (``GONE``) only how many there were."""

    document: str
    passages: tuple[str, ...]

    def gone(self) -> Run:
        """The same places without the names."""
        return Run(GONE, (GONE,) * len(self.passages))


class Positions:
    """Runs end to end.

    Attributes:
        runs: the runs in order.
        ids: the passage at each position, ``GONE`` where there is none any more.
    """

    __slots__ = ("_spans", "_starts", "ids", "runs")

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.runs = tuple(runs)
        self.ids: list[str] = []
        self._spans: dict[str, slice] = {}
        self._starts: list[int] = []
        for run in self.runs:
            self._starts.append(len(self.ids))
            if run.document != GONE:
                self._spans[run.document] = slice(len(self.ids), len(self.ids) + len(run.passages))
            self.ids += run.passages

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def documents(self) -> Collection[str]:
        """Ids of the reports that have a run."""
        return self._spans.keys()

    @property
    def lost(self) -> int:
        """How many positions belong to no report any more."""
        return sum(len(run.passages) for run in self.runs if run.document == GONE)

    def span(self, document: str) -> slice:
        """Where the passages of a report stand."""
        return self._spans[document]

    def document_at(self, position: int) -> str:
        """The report that a position belongs to, ``GONE`` if it belongs to none any more."""
        return self.runs[bisect.bisect_right(self._starts, position) - 1].document

    def marked(self, documents: Iterable[str]) -> NDArray[np.bool_]:
        """A flag for each position: whether its passage is of one of ``documents``."""
        flags = np.zeros(len(self.ids), dtype=np.bool_)
        for document in documents:
            if document in self._spans:
                flags[self._spans[document]] = True
        return flags

    def changed(self, gone: Collection[str], added: Sequence[Run]) -> Positions:
        """These positions with the runs of ``gone`` reports given up and ``added`` behind them."""
        return Positions([*(run.gone() if run.document in gone else run for run in self.runs), *added])

    def to_bytes(self) -> bytes:
        """As JSON: ``[document, [passage, ...]]`` for each run, ``["", count]`` for one that is gone."""
        runs = [[run.document, list(run.passages) if run.document else len(run.passages)] for run in self.runs]
        return json.dumps(runs, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Positions:
        """The inverse of :meth:`to_bytes`, for bytes that have been verified."""
        return cls(
            Run(document, tuple(held) if document else (GONE,) * held) for document, held in json.loads(data.decode())
        )
