"""The reading order of a page: as the file has it where that is sane, else from top to bottom; columns where rows interleave.

The order in the file is the author's: a column after the other, a box by itself, the lines of a cell together. It is given
up where it jumps about, as where each font or each row of a newspaper page was written at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from index.load.columns import cut
from index.load.pieces import Piece

ROW = 0.5
"""Baselines further apart than so much of a size are different rows."""
LEAP = 2.2
"""Over a drop of so many sizes other text may stand."""
TORN = 0.1
JUMPS = 0.12
FEWEST = 3
"""The order is not sane where more than this share of the pieces hold characters from elsewhere, or follow a jump up and left."""
RETURNS = 3
"""Where there are columns, the file may come back to each so often."""
MOST_CHAINS = 200
ALONE = 2
REACH = 2.5
"""A few pieces that stand alone in the file belong to the row they stand in, if it is no further away, in sizes."""


def blocks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in groups that are read one after the other, each from top to bottom and from left to right."""
    chains = _chains(sorted(pieces, key=lambda p: p.first))
    columns = cut(sorted(pieces, key=lambda p: (-p.high, p.x0)))
    if not _is_sane(pieces, chains) or (len(columns) > 1 and len(chains) > RETURNS * len(columns)):
        return columns
    chains = _arranged(_without_strays(chains))
    return [block for chain in chains for block in cut(chain)]


def _chains(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in the order of the file, a new chain wherever it goes up, back in its row, or over others."""
    chains: list[list[Piece]] = []
    for piece in pieces:
        if chains and _follows(chains[-1][-1], piece) and not _leaps(chains[-1][-1], piece, pieces):
            chains[-1].append(piece)
        else:
            chains.append([piece])
    return chains


def _follows(before: Piece, piece: Piece) -> bool:
    rise = (piece.high - before.low) / max(before.size, piece.size)
    return rise < -ROW or (abs(rise) <= ROW and piece.x0 >= before.x0)


def _leaps(before: Piece, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """True where other text stands between two pieces, as between a title and a foot that are written together."""
    if before.low - piece.high < LEAP * max(before.size, piece.size):
        return False
    left, right = min(before.x0, piece.x0), max(before.x1, piece.x1)
    return any(
        piece.high < other.low and other.high < before.low and left < other.x1 and other.x0 < right for other in pieces
    )


def _is_sane(pieces: Sequence[Piece], chains: Sequence[Sequence[Piece]]) -> bool:
    torn = sum(piece.last - piece.first + 1 > 1.5 * piece.glyphs + 2 for piece in pieces)
    jumps = sum(chain[0].x0 <= before[-1].x0 + chain[0].size for before, chain in itertools.pairwise(chains))
    return (
        torn <= max(FEWEST, TORN * len(pieces))
        and jumps <= max(FEWEST, JUMPS * len(pieces))
        and len(chains) <= MOST_CHAINS
    )


def _without_strays(chains: list[list[Piece]]) -> list[list[Piece]]:
    """Chains of a piece or two put into the row of another chain that they stand in: a number written after its line."""
    kept = [list(chain) for chain in chains]
    for n, chain in enumerate(chains):
        if len(chain) > ALONE:
            continue
        host = next((m for m, other in enumerate(kept) if m != n and other and _stands_in(chain, other)), None)
        if host is not None:
            kept[host] = sorted([*kept[host], *chain], key=lambda p: (-p.high, p.x0))
            kept[n] = []
    return [chain for chain in kept if chain]


def _stands_in(chain: Sequence[Piece], other: Sequence[Piece]) -> bool:
    def near(piece: Piece, neighbour: Piece) -> bool:
        gap = max(piece.x0 - neighbour.x1, neighbour.x0 - piece.x1)
        level = abs(piece.high - neighbour.high) <= 0.2 * piece.size and neighbour.high == neighbour.low
        return level and -0.3 * piece.size <= gap <= REACH * piece.size

    return all(any(near(piece, neighbour) for neighbour in other) for piece in chain)


def _arranged(chains: list[list[Piece]]) -> list[list[Piece]]:
    """Chains in the order of the file, save that what stands wholly above another and over it comes first."""
    boxes = [_box(chain) for chain in chains]
    left = list(range(len(chains)))
    out: list[list[Piece]] = []
    while left:
        chosen = next((n for n in left if not any(_above(boxes[m], boxes[n]) for m in left if m != n)), left[0])
        left.remove(chosen)
        out.append(chains[chosen])
    return out


def _box(chain: Sequence[Piece]) -> tuple[float, float, float, float]:
    return (
        min(p.x0 for p in chain),
        min(p.low for p in chain),
        max(p.x1 for p in chain),
        max(p.high for p in chain),
    )


def _above(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[1] > b[3] and a[0] < b[2] and b[0] < a[2]
