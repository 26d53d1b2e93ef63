"""Tables without rulings: rows of a name and figures that stand under each other, with the heads above them.

Strict, for a wrong grid is worse than none: each figure stands in one column, each column's figures end or begin at one
edge, each head stands over one column, and no name may go on in the next row. Whatever is not like this is read as lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.load.rows import Atom, text_of
from index.load.ruling import Grid, Place, grid_of
from index.traditional import AnyScript

ROWS = 3
COLUMNS = 2
"""A table has so many rows with figures in so many columns, all of them filled in as many rows."""
HEADS = 3
ALIGNED = 2.5
"""Edges within so many points are one."""
PITCH = 2.6
"""Rows of a table follow each other within so many sizes."""
WRAP = 1.6
"""A name that leaves less than this, in sizes, to the longest one may go on in the next row."""
MARGIN = 2.0

FIGURE = AnyScript(r"[-+－(（]?[0-9][0-9,]*(?:\.[0-9]+)?[)）]?[%％‰]?|[-—–－/]{1,2}|不适用|[+＋]?[0-9.]+个百分点")
DIGIT = re.compile(r"[0-9]")
UNIT = AnyScript(r"(?:金额)?(?:单位|币种|货币)")
ENDS = re.compile(r"[。！？；，,;]$")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: the pieces of its name, and its figures from left to right."""

    name: tuple[Atom, ...]
    figures: tuple[Atom, ...]
    base: float
    size: float
    top: float
    bottom: float


def aligned(rows: Sequence[Sequence[Atom]]) -> list[Grid]:
    """The grids of tables without rulings among the rows of a page, from top to bottom."""
    read = [_read(row) for row in rows]
    found: list[Grid] = []
    start = 0
    while start < len(read):
        end = _run(read, start)
        grid = _grid(rows, read, start, end) if end - start >= ROWS else None
        if grid is not None:
            found.append(grid)
        start = max(end, start + 1)
    return found


def _read(row: Sequence[Atom]) -> _Row | None:
    """A row that may be one of a table: a name, then figures only; None for any other."""
    ordered = sorted(row, key=lambda piece: piece.x0)
    texts = [text_of(piece.glyphs) for piece in ordered]
    count = next((n for n, text in enumerate(reversed(texts)) if not FIGURE.fullmatch(text)), len(texts))
    name, figures = ordered[: len(ordered) - count], ordered[len(ordered) - count :]
    if not name or any(ENDS.search(text) for text in texts[: len(name)]):
        return None
    wide = any(b.x0 - a.x1 > 2 * b.size for a, b in itertools.pairwise(name))
    if wide or (len(name) == 1 and len(figures) == 0 and len(texts[0]) > 40):
        return None
    return _Row(
        tuple(name),
        tuple(figures),
        ordered[0].base,
        max(piece.size for piece in ordered),
        max(piece.top for piece in ordered),
        min(piece.bottom for piece in ordered),
    )


def _run(read: Sequence[_Row | None], start: int) -> int:
    """Where the run of possible rows from ``start`` ends: it begins and ends with figures."""
    end = start
    before = None
    for n in range(start, len(read)):
        row = read[n]
        if row is None or (before is not None and before.base - row.base > PITCH * max(before.size, row.size)):
            break
        if not row.figures and n == start:
            break
        if row.figures:
            end = n + 1
        before = row
    return end


def _grid(rows: Sequence[Sequence[Atom]], read: Sequence[_Row | None], start: int, end: int) -> Grid | None:
    run = [row for row in read[start:end] if row is not None]
    columns = _columns(run)
    if columns is None or _may_wrap(run):
        return None
    left = min(piece.x0 for row in run for piece in row.name)
    reach = max(piece.x1 for row in run for piece in row.name)
    if reach >= columns[0][0]:
        return None
    bounds = [reach, *(right for _, right in columns[:-1])]
    cuts = [(a + low) / 2 for a, (low, _) in zip(bounds, columns, strict=True)]
    heads = _heads(rows, start, cuts, run)
    if not heads:
        return None
    tops = [max(p.top for p in rows[n]) for n in range(start - heads, end)]
    bottoms = [min(p.bottom for p in rows[n]) for n in range(start - heads, end)]
    sides = [p for n in range(start - heads, end) for p in rows[n]]
    xs = (min(left, *(p.x0 for p in sides)) - MARGIN, *cuts, max(p.x1 for p in sides) + MARGIN)
    between = [(low + high) / 2 for low, high in zip(bottoms, tops[1:], strict=False)]
    ys = (tops[0] + MARGIN, *between, bottoms[-1] - MARGIN)
    return grid_of(xs, ys, (Place(row, column, 1, 1) for row in range(len(ys) - 1) for column in range(len(xs) - 1)))


def _columns(run: Sequence[_Row]) -> list[tuple[float, float]] | None:
    """Left and right end of each column of figures; None where some figure stands in none or two, or an edge is ragged."""
    full = max(len(row.figures) for row in run)
    model = [row for row in run if len(row.figures) == full]
    if full < COLUMNS or len(model) < ROWS:
        return None
    columns = [(min(row.figures[n].x0 for row in model), max(row.figures[n].x1 for row in model)) for n in range(full)]
    if any(b[0] <= a[1] for a, b in itertools.pairwise(columns)):
        return None
    members: list[list[Atom]] = [[] for _ in columns]
    for row in run:
        for piece in row.figures:
            inside = [n for n, (low, high) in enumerate(columns) if piece.x0 <= high and piece.x1 >= low]
            if len(inside) != 1:
                return None
            members[inside[0]].append(piece)
    if not all(_share_an_edge(own) for own in members):
        return None
    if not all(sum(bool(DIGIT.search(text_of(p.glyphs))) for p in own) * 2 >= len(own) for own in members):
        return None
    return [(min(p.x0 for p in own), max(p.x1 for p in own)) for own in members]


def _share_an_edge(pieces: Sequence[Atom]) -> bool:
    """True where all end, or begin, or are centred at one place."""
    ends, starts = [p.x1 for p in pieces], [p.x0 for p in pieces]
    middles = [(p.x0 + p.x1) / 2 for p in pieces]
    return any(max(spots) - min(spots) <= ALIGNED for spots in (ends, starts, middles))


def _may_wrap(run: Sequence[_Row]) -> bool:
    """True where a name without figures may be part of the one above or below it."""
    reach = max(piece.x1 for row in run for piece in row.name)

    def is_full(row: _Row) -> bool:
        return row.name[-1].x1 > reach - WRAP * row.size and row.name[-1].glyphs[-1].char not in "：:"

    return any(
        (not row.figures and is_full(row)) or (not row.figures and is_full(above))
        for above, row in itertools.pairwise(run)
    )


def _heads(rows: Sequence[Sequence[Atom]], start: int, cuts: Sequence[float], run: Sequence[_Row]) -> int:
    """How many rows above are heads, each piece over one column; 0 where something there may be a head of two."""
    count = 0
    base, size = run[0].base, run[0].size
    for n in range(start - 1, max(-1, start - 1 - HEADS), -1):
        row = sorted(rows[n], key=lambda piece: piece.x0)
        near = row[0].base - base <= PITCH * max(size, row[0].size)
        text = text_of([glyph for piece in row for glyph in piece.glyphs])
        if not near or UNIT.match(text) or (len(row) == 1 and count) or ENDS.search(text):
            break
        over = [sum(piece.x0 > cut for cut in cuts) for piece in row]
        if any(sum(piece.x1 > cut for cut in cuts) != column for piece, column in zip(row, over, strict=True)):
            return 0 if len(row) > 1 else count
        if len(set(over)) < len(over):
            return 0
        if len(row) == 1 and over == [0]:
            break
        count += 1
        base = row[0].base
    return count
