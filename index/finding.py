"""What one state of the library finds: passages by their vectors and by their words, of all reports or of some.

A :class:`Generation` never changes: readers swap one for the next by one assignment.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from index import lexical, vectors
from index.positions import Positions
from index.schema import FloatArray, Manifest

LARGE, MUCH, WIDER = 50_000, 0.02, 2
"""From so many passages and this share of them on the best of all are looked through first, so many times as many as should
hold those that are wanted."""


class Generation:
    """What one state of the library can find: an immutable set of passages under two indexes.

    Attributes:
        manifest: what the truth says of it.
        dimension: width of the vectors; 0 while there are none.
    """

    __slots__ = ("_alive", "_dead", "_dense", "_lexical", "_living", "dimension", "manifest", "positions")

    def __init__(
        self,
        manifest: Manifest,
        positions: Positions,
        dense: vectors.Vectors | None = None,
        words: lexical.Lexical | None = None,
        alive: Collection[str] | None = None,
    ) -> None:
        """``alive`` are the reports that still exist (None: all of them)."""
        self.manifest = manifest
        self.positions = positions
        self.dimension = dense.dimension if dense else 0
        self._dead = frozenset(positions.documents) - frozenset(positions.documents if alive is None else alive)
        self._alive = [document for document in positions.documents if document not in self._dead]
        self._dense = dense
        self._lexical = words
        self._living: NDArray[np.bool_] | None = None  # which positions are alive, once that is asked

    @property
    def number(self) -> int:
        """The generation's number."""
        return self.manifest.generation

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the passages that can be found, in order.

        One that is removed is found no more from the next :meth:`index.store.Store.snapshot` on, though the indexes may
        still hold it.
        """
        ids = self.positions.ids
        return tuple(id_ for document in self._alive for id_ in ids[self.positions.span(document)])

    def dense(self, vector: FloatArray, k: int, *, documents: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Up to ``k`` passage ids with their cosines to ``vector``, best first, from ``documents`` only (None: all).

        A vector that is zero or not finite finds nothing.

        Raises:
            StoreError: the vector's width is not the library's.
        """
        if self._dense is None:
            return []
        return self._named(self._dense.search(vector, k, self._allowed(documents)))

    def lexical(
        self, terms: Mapping[str, float], k: int, *, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Up to ``k`` passage ids with their BM25 scores, best first, from ``documents`` only (None: from all).

        ``terms`` gives each term of the question its weight.
        """
        if self._lexical is None:
            return []
        known = None if documents is None else [d for d in documents if d in self.positions.documents]
        if known is not None or self._dead:
            found = self._widely(terms, k, self._alive if known is None else known)
            if found is not None:
                return self._named(found)
        return self._named(self._lexical.search(terms, k, known, self._dead))

    def _widely(self, terms: Mapping[str, float], k: int, documents: Collection[str]) -> list[tuple[int, float]] | None:
        """The same where ``documents`` hold much of the library: the best of all, as far as they are of these reports.

        The search of everything skips most of what cannot be among the best, one within many reports scores it all. None
        where too few of the best are of these reports: then the search within them has to be made.
        """
        if self._lexical is None or len(self.positions) < max(1, LARGE):
            return None
        held = [self.positions.span(document) for document in documents]
        share = sum(span.stop - span.start for span in held) / len(self.positions)
        if share < MUCH:
            return None
        most = math.ceil(k * WIDER / share)
        best = self._lexical.search(terms, most)
        wanted = set(documents) - self._dead
        found = [hit for hit in best if self.positions.document_at(hit[0]) in wanted][:k]
        # A tie with the last of the best may go on beyond it: which of the equals comes first is not known then.
        whole = len(best) < most or (len(found) == k and found[-1][1] > best[-1][1])
        return found if whole else None

    def rarity(self, term: str) -> float:
        """The idf of ``term``, as BM25 counts it; 0 for a term that no passage holds."""
        held = self._lexical.holding(term) if self._lexical else 0
        return math.log(1 + (self._lexical.count - held + 0.5) / (held + 0.5)) if self._lexical and held else 0.0

    def moved(self, alive: Collection[str]) -> Generation:
        """The same indexes when only which reports are alive has changed."""
        return Generation(self.manifest, self.positions, self._dense, self._lexical, alive)

    def rows(self, start: int, stop: int) -> FloatArray:
        """The vectors at positions from ``start`` up to ``stop``, as near as the index holds them."""
        return np.zeros((0, 0), np.float32) if self._dense is None else self._dense.rows(start, stop)

    def _allowed(self, documents: Collection[str] | None) -> NDArray[np.bool_] | None:
        if documents is None and len(self._alive) == len(self.positions.runs):
            return None
        if documents is not None:
            return self.positions.marked(d for d in documents if d not in self._dead)
        if self._living is None:
            self._living = self.positions.marked(self._alive)
        return self._living

    def _named(self, hits: Iterable[tuple[int, float]]) -> list[tuple[str, float]]:
        return [(self.positions.ids[position], score) for position, score in hits]
