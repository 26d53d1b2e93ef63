"""Columns of running text beside each other (XY-cut): found by their edges, never in a table, whose rows are read across."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from index.load.pieces import Piece

GUTTER = 0.6
"""Narrowest gap between columns, in sizes of the text."""
WIDEST_LINE = 6.0
LINES = 4
"""A column has so many lines, each at least so wide in sizes, that share its edges."""
EDGE = 1.6
INDENT = 2.4
FULL = 0.5
"""Lines end within so much of a size of their column's edge, begin within so much, and this share of them fills it."""


def cut(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces in columns, each to be read before the next; all in one group where there are none."""
    edges = _columns(pieces)
    if len(edges) < 2:
        return [pieces]
    gutters = _gutters(pieces, edges)
    free = [x for x in gutters if not any(_crosses(piece, x) for piece in pieces)]
    parts = (
        [[p for p in pieces if low <= p.x0 < high] for low, high in _between(free)] if free else _bands(pieces, gutters)
    )
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return [pieces]
    return [block for part in parts for block in cut(part)]


def _columns(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Left and right edges of columns of running text that stand side by side, from left to right."""
    if len(pieces) < 2 * LINES:
        return []
    size = median(piece.size for piece in pieces)
    lines = [p for p in pieces if p.high == p.low and p.x1 - p.x0 >= WIDEST_LINE * size and p.prose]
    edges: list[tuple[float, float]] = []
    limit = float("inf")
    for group in reversed(_clusters(lines, _left, INDENT * size)):
        rights = [part for part in _clusters(group, _right, EDGE * size) if len(part) >= LINES]
        within = [right for part in rights if (right := max(map(_right, part))) + GUTTER * size <= limit]
        if within and _is_full(pieces, min(map(_left, group)), max(within), size):
            limit = min(map(_left, group))
            edges.insert(0, (limit, max(within)))
    return _side_by_side(edges, pieces, size)


def _left(piece: Piece) -> float:
    return piece.x0


def _right(piece: Piece) -> float:
    return piece.x1


def _is_full(pieces: Iterable[Piece], left: float, right: float, size: float) -> bool:
    """True where most of what stands between two edges reaches the right one, as the lines of paragraphs do."""
    own = [p for p in pieces if left - size <= p.x0 and p.x1 <= right + size]
    ends = {round(p.high) for p in own if p.x1 >= right - EDGE * size}
    return len(ends) >= FULL * len({round(p.high) for p in own})


def _side_by_side(edges: list[tuple[float, float]], pieces: Sequence[Piece], size: float) -> list[tuple[float, float]]:
    """Those columns that have another one beside them over several lines."""
    levels = [[p.high for p in pieces if left - size <= p.x0 and p.x1 <= right + size] for left, right in edges]
    kept = []
    for n, (own_edges, own) in enumerate(zip(edges, levels, strict=True)):
        others = [level for m, level in enumerate(levels) if m != n and level]
        if any(sum(min(other) - size <= y <= max(other) + size for y in own) >= LINES for other in others):
            kept.append(own_edges)
    return kept


def _clusters(pieces: Iterable[Piece], key: Callable[[Piece], float], reach: float) -> list[list[Piece]]:
    """Pieces whose ``key`` lies within ``reach`` of the first of their cluster."""
    groups: list[list[Piece]] = []
    start = 0.0
    for piece in sorted(pieces, key=key):
        if groups and key(piece) - start <= reach:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            start = key(piece)
    return groups


def _gutters(pieces: Sequence[Piece], edges: Sequence[tuple[float, float]]) -> list[float]:
    return [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(edges)]


def _crosses(piece: Piece, x: float) -> bool:
    return piece.x0 < x < piece.x1


def _between(cuts: Sequence[float]) -> list[tuple[float, float]]:
    bounds = [float("-inf"), *cuts, float("inf")]
    return list(itertools.pairwise(bounds))


def _bands(pieces: Sequence[Piece], gutters: Sequence[float]) -> list[list[Piece]]:
    """Pieces from top to bottom in bands: those between what crosses a gutter, and those that do."""
    bands: list[list[Piece]] = []
    crossing = False
    for piece in sorted(pieces, key=lambda p: (-p.high, p.x0)):
        crosses = any(_crosses(piece, x) for x in gutters)
        if not bands or crosses != crossing:
            bands.append([])
            crossing = crosses
        bands[-1].append(piece)
    return bands
