"""Nearest vectors by cosine: FAISS indexes built from rows, kept as files, searched among allowed positions.

The bytes are written and hashed by Python: ``faiss.write_index`` raises nothing on a full disk, and FAISS itself
accepts flipped bits and trailing junk. So :func:`load` is only ever given files whose SHA-256 has been checked.

A library's vectors lie in parts, each an index of its own, so that adding a report need not write those that are there
again. Small parts behind a larger one are made one with it, or there would soon be many.
"""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreError

FloatArray = NDArray[np.float32]
Rows = Callable[[int, int], FloatArray]
"""Gives the rows from one position up to another, float32 ``(n, d)``."""

KINDS = ((0, "Flat"), (10_000, "SQfp16"), (200_000, "IVF1024,SQ8"))
"""From this many vectors on, this FAISS factory string; where the lines cross is measured in docs/adr/0008-size.md."""
PROBES = 64
"""Lists of an IVF index that a search looks into where every position is allowed; more where few are."""
GROWTH = 4
"""A part this many times as large as all that comes behind it stays as it is when rows are added."""

MOST_PARTS = 100
"""So many parts at most, each searched by itself, while a long addition goes on."""

_BLOCK = 4_000
_SAMPLED = 40
"""Rows an IVF index learns each of its lists from."""


def kind(count: int) -> str:
    """The FAISS factory string for an index of ``count`` vectors."""
    return next(name for least, name in reversed(KINDS) if count >= least)


def build(count: int, width: int, rows: Rows) -> NDArray[np.uint8]:
    """A serialised index of ``count`` rows of ``width`` > 0; the same rows give the same bytes."""
    import faiss

    index = faiss.index_factory(width, kind(count), faiss.METRIC_INNER_PRODUCT)
    trained = index.is_trained
    if not trained:
        index.train(_sample(count, getattr(index, "nlist", 1) * _SAMPLED, rows))
    with _threads(1) if trained else contextlib.nullcontext():  # one is waited for longer than several save
        for start in range(0, count, _BLOCK):
            index.add(np.ascontiguousarray(rows(start, min(start + _BLOCK, count)), dtype=np.float32))
    data: NDArray[np.uint8] = faiss.serialize_index(index)
    return data


def _sample(count: int, wanted: int, rows: Rows) -> FloatArray:
    """About ``wanted`` of the rows, in stretches from all over."""
    stretches = 64
    size = max(1, min(wanted, count) // stretches)
    starts = np.linspace(0, count - size, stretches).astype(int)
    return np.concatenate([rows(start, start + size) for start in dict.fromkeys(starts.tolist())])


def merged(counts: Sequence[int], added: int) -> int:
    """How many of the parts of ``counts`` vectors stay as they are when ``added`` come behind them.

    >>> merged([5000, 200, 30], 5), merged([5000, 200, 30], 60), merged([10, 10], 10)
    (3, 1, 0)
    """
    left, behind = len(counts), added
    while left and counts[left - 1] < GROWTH * behind:
        left -= 1
        behind += counts[left]
    return left


class Vectors:
    """Opened parts; positions run on from one to the next, as the rows did that they were built from."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = tuple(parts)
        counts = [int(part.ntotal) for part in parts]
        self._firsts = list(itertools.accumulate(counts, initial=0))
        self.count = self._firsts[-1]
        self.dimension = int(parts[0].d) if parts else 0

    def search(self, vector: FloatArray, k: int, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """Up to ``k`` positions nearest to ``vector`` with their cosines, best first, ties by position.

        ``allowed`` marks what may be found (None: all). A vector that is zero or not finite finds nothing. From the
        size on that has an IVF index a few of the nearest may be missed, and from SQfp16 on cosines are rounded.

        Raises:
            StoreError: the vector's width is not the index's.
        """
        unit = self._unit(vector)
        if unit is None or k <= 0:
            return []
        found: list[tuple[int, float]] = []
        with _threads(1):
            for part, first in zip(self._parts, self._firsts, strict=False):
                own = None if allowed is None else allowed[first : first + part.ntotal]
                found += ((first + position, score) for position, score in _nearest(part, unit, k, own))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def rows(self, start: int, stop: int) -> FloatArray:
        """The vectors from ``start`` up to ``stop``, as near as the indexes hold them."""
        pieces = [np.zeros((0, self.dimension), np.float32)]
        for part, first in zip(self._parts, self._firsts, strict=False):
            a, b = max(start, first), min(stop, first + part.ntotal)
            if a < b:
                if hasattr(part, "make_direct_map"):
                    part.make_direct_map()
                pieces.append(part.reconstruct_n(a - first, b - a))
        return np.concatenate(pieces)

    def _unit(self, vector: FloatArray) -> FloatArray | None:
        """``vector`` as a ``(1, d)`` row of unit norm; None if it has no direction."""
        row = np.asarray(vector, dtype=np.float64).reshape(-1)
        if row.size != self.dimension:
            raise StoreError(
                f"问题的向量是 {row.size} 维，资料库的向量是 {self.dimension} 维，不是同一个编码器："
                "请改回原来的编码器，或运行 shushuo rebuild。"
            )
        if not np.isfinite(row).all():
            return None
        norm = float(np.linalg.norm(row))
        return (row / norm).astype(np.float32).reshape(1, -1) if norm > 0 else None


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    """Let FAISS use ``count`` threads: where others work too, its threads wait for one another far longer than one works."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _nearest(part: Any, unit: FloatArray, k: int, allowed: NDArray[np.bool_] | None) -> list[tuple[int, float]]:
    """The ``k`` nearest of one part, by its own positions."""
    free = part.ntotal if allowed is None else int(np.count_nonzero(allowed))
    if not free:
        return []
    scores, positions = part.search(unit, min(k, free), params=_how(part, allowed, free))
    pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
    return [(position, score) for position, score in pairs if position >= 0]


def _how(part: Any, allowed: NDArray[np.bool_] | None, free: int) -> Any:
    """Search parameters that admit only the marked positions, and look into the more lists the fewer those are."""
    import faiss

    untyped: Any = faiss  # its stubs know the C++ constructors, not the Python ones
    options: dict[str, Any] = {}
    if allowed is not None and free < len(allowed):
        options["sel"] = untyped.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
    if hasattr(part, "nlist"):
        probes = min(part.nlist, math.ceil(PROBES * part.ntotal / free))
        return untyped.SearchParametersIVF(nprobe=probes, **options)
    return untyped.SearchParameters(**options) if options else None


def load(files: Sequence[Path]) -> Vectors:
    """The parts in ``files``, which must have been verified, mapped into memory rather than read."""
    import faiss

    return Vectors([faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC) for file in files])


def in_memory(count: int, width: int, rows: Rows) -> Vectors:
    """One part that touches no disk."""
    import faiss

    return Vectors([faiss.deserialize_index(build(count, width, rows))])
