"""Nearest vectors by cosine: a FAISS index built from a matrix, kept as bytes, searched among allowed positions.

The bytes are written and hashed by Python: ``faiss.write_index`` raises nothing on a full disk, and FAISS itself
accepts flipped bits and trailing junk. So :func:`load` is only ever given bytes whose SHA-256 has been checked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreError

FloatArray = NDArray[np.float32]

# From this many vectors on, this FAISS factory string. Exact search is fast enough (16 ms for 100,000 x 512) so far.
KINDS = ((0, "Flat"),)


def kind(count: int) -> str:
    """The FAISS factory string for an index of ``count`` vectors."""
    return next(name for least, name in reversed(KINDS) if count >= least)


def build(matrix: FloatArray) -> bytes:
    """A serialised index of the rows of ``matrix``, float32 ``(n, d)``, d > 0; the same rows give the same bytes."""
    import faiss

    index = faiss.index_factory(matrix.shape[1], kind(len(matrix)), faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        index.train(matrix)
    index.add(np.ascontiguousarray(matrix, dtype=np.float32))
    data: bytes = faiss.serialize_index(index).tobytes()
    return data


class Vectors:
    """An opened index; positions are those of the rows it was built from."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.count = int(index.ntotal)
        self.dimension = int(index.d)

    def search(self, vector: FloatArray, k: int, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """Up to ``k`` positions nearest to ``vector`` with their cosines, best first, ties by position.

        ``allowed`` marks what may be found (None: all). A vector that is zero or not finite finds nothing.

        Raises:
            StoreError: the vector's width is not the index's.
        """
        unit = self._unit(vector)
        k = min(k, self.count if allowed is None else int(np.count_nonzero(allowed)))
        if unit is None or k <= 0:
            return []
        params = None if allowed is None else _only(allowed)
        scores, positions = self._index.search(unit, k, params=params)
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return sorted(((p, s) for p, s in pairs if p >= 0), key=lambda pair: (-pair[1], pair[0]))

    def matrix(self) -> FloatArray:
        """All vectors in order, ``(count, dimension)``, as the index holds them."""
        rows: FloatArray = self._index.reconstruct_n(0, self.count)
        return rows

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


def _only(allowed: NDArray[np.bool_]) -> Any:
    """Search parameters that admit only the marked positions."""
    import faiss

    untyped: Any = faiss  # its stubs know the C++ constructors, not the Python ones
    return untyped.SearchParameters(sel=untyped.IDSelectorBitmap(np.packbits(allowed, bitorder="little")))


def load(data: bytes) -> Vectors:
    """The index that :func:`build` serialised; ``data`` must have been verified."""
    import faiss

    return Vectors(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
