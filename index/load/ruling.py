"""Drawn lines to the grids of tables: where level and upright ones meet, the cells they enclose, merged where one is missing.

A wrong grid puts a figure under another's head, so whatever does not make plain rectangles is no table: its text is read
as lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import neg
from typing import NamedTuple

from index.load.sheets import Ruling
from index.records import Box

TOUCH = 2.0
"""Lines that end so near to each other, in points, meet."""
DASH = 3.2
"""Strokes on one line with gaps up to this are one line."""
SAME = 1.2
SHORTEST = 4.0
NARROWEST = 2.8
"""Lines nearer to each other than this enclose no row or column: they are a double line."""
COVERED = 0.6
"""Share of a cell's side that a line must cover to be its wall."""
MOST_MEETINGS = 4_000_000


class Place(NamedTuple):
    """A cell of a grid: its first row and column, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: ``xs`` from left to right, ``ys`` from top to bottom, and the place of each cell, row by row.

    ``numbers`` are the cells that cover the places of each row in turn, as they are counted in ``places``.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[Place, ...]
    numbers: tuple[int, ...]

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def cell_box(self, place: Place) -> Box:
        """The rectangle of a cell."""
        return (
            self.xs[place.column],
            self.ys[place.row + place.rows],
            self.xs[place.column + place.columns],
            self.ys[place.row],
        )

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_left(self.ys, -y, key=neg) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.numbers[row * (len(self.xs) - 1) + column]


def grid_of(xs: Sequence[float], ys: Sequence[float], places: Iterable[Place]) -> Grid:
    """The grid of lines at ``xs`` and ``ys`` with cells at ``places``, which cover all of it."""
    ordered = tuple(sorted(places))
    columns = len(xs) - 1
    numbers = [0] * (columns * (len(ys) - 1))
    for n, place in enumerate(ordered):
        for row in range(place.row, place.row + place.rows):
            for column in range(place.column, place.column + place.columns):
                numbers[row * columns + column] = n
    return Grid(tuple(xs), tuple(ys), ordered, tuple(numbers))


def grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The grids of a page's rulings, each with two columns at least; from top to bottom."""
    lines = merged(rulings)
    found = [grid for group in _meeting(lines) if (grid := _grid(group)) is not None]
    found = [grid for grid in found if not any(_inside(grid.box, other.box) for other in found if other is not grid)]
    return sorted(found, key=lambda grid: (-grid.ys[0], grid.xs[0]))


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Strokes on one line as one; specks left out."""
    out: list[Ruling] = []
    for level in (True, False):
        strokes = sorted((r for r in rulings if r.level == level), key=lambda r: r.at)
        for group in _near(strokes):
            out += _joined(group)
    return [ruling for ruling in out if ruling.end - ruling.start >= SHORTEST]


def _near(strokes: Sequence[Ruling]) -> list[list[Ruling]]:
    """Strokes at about the same height, or the same distance from the left."""
    groups: list[list[Ruling]] = []
    for stroke in strokes:
        if groups and stroke.at - groups[-1][0].at <= SAME:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _joined(strokes: Sequence[Ruling]) -> list[Ruling]:
    out: list[list[Ruling]] = []
    reach = 0.0
    for stroke in sorted(strokes, key=lambda r: r.start):
        if out and stroke.start - reach <= DASH:
            out[-1].append(stroke)
            reach = max(reach, stroke.end)
        else:
            out.append([stroke])
            reach = stroke.end
    return [
        Ruling(group[0].level, max(group, key=lambda r: r.end - r.start).at, group[0].start, max(r.end for r in group))
        for group in out
    ]


def _meeting(lines: Sequence[Ruling]) -> list[list[Ruling]]:
    """The lines in groups that hang together."""
    level = [n for n, line in enumerate(lines) if line.level]
    upright = [n for n, line in enumerate(lines) if not line.level]
    if len(level) * len(upright) > MOST_MEETINGS:
        return []
    union = _Union(len(lines))
    for n in level:
        for m in upright:
            if _meet(lines[n], lines[m]):
                union.join(n, m)
    groups = union.groups()
    return [[lines[n] for n in group] for group in groups if len(group) > 2]


def _meet(level: Ruling, upright: Ruling) -> bool:
    return (
        level.start - TOUCH <= upright.at <= level.end + TOUCH
        and upright.start - TOUCH <= level.at <= upright.end + TOUCH
    )


def _grid(lines: Sequence[Ruling]) -> Grid | None:
    level = [line for line in lines if line.level]
    upright = [line for line in lines if not line.level]
    xs = _open_sides(_lines_at(upright), level)
    ys = _open_sides(_lines_at(level), upright)[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2:
        return None
    union = _Union(rows * columns)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _walled(upright, xs[column + 1], ys[row + 1], ys[row]):
                union.join(here, here + 1)
            if row + 1 < rows and not _walled(level, ys[row + 1], xs[column], xs[column + 1]):
                union.join(here, here + columns)
    places = [_place(group, columns) for group in union.groups()]
    whole = [place for place in places if place is not None]
    if len(whole) < len(places) or all(place.columns == columns for place in whole):
        return None
    return grid_of(xs, ys, whole)


def _lines_at(lines: Sequence[Ruling]) -> list[float]:
    """Where the lines stand, a double one once."""
    out: list[float] = []
    for at in sorted(line.at for line in lines):
        if not out or at - out[-1] >= NARROWEST:
            out.append(at)
    return out


def _open_sides(at: list[float], across: Sequence[Ruling]) -> list[float]:
    """Where the lines stand, with the sides of a table that has none there: where those across it begin and end."""
    if not at:
        return at
    starts, ends = [line.start for line in across], [line.end for line in across]
    left, right = min(starts), max(ends)
    if left < at[0] - SHORTEST and sum(start - left <= TOUCH for start in starts) > 1:
        at = [left, *at]
    if right > at[-1] + SHORTEST and sum(right - end <= TOUCH for end in ends) > 1:
        at = [*at, right]
    return at


def _walled(lines: Sequence[Ruling], at: float, start: float, end: float) -> bool:
    """True where lines at ``at`` cover most of the side from ``start`` to ``end``."""
    covered = sum(
        max(0.0, min(line.end, end) - max(line.start, start)) for line in lines if abs(line.at - at) < NARROWEST
    )
    return covered >= COVERED * (end - start)


def _place(group: Sequence[int], columns: int) -> Place | None:
    """The rectangle that the places of ``group`` make; None where they make none."""
    rows = sorted({n // columns for n in group})
    across = sorted({n % columns for n in group})
    place = Place(rows[0], across[0], rows[-1] - rows[0] + 1, across[-1] - across[0] + 1)
    return place if len(group) == place.rows * place.columns else None


def _inside(box: Box, other: Box) -> bool:
    return (
        other[0] - TOUCH <= box[0]
        and other[1] - TOUCH <= box[1]
        and box[2] <= other[2] + TOUCH
        and box[3] <= other[3] + TOUCH
    )


class _Union:
    """Sets of numbers that are joined pair by pair."""

    def __init__(self, count: int) -> None:
        self._of = list(range(count))

    def find(self, n: int) -> int:
        while self._of[n] != n:
            self._of[n] = self._of[self._of[n]]
            n = self._of[n]
        return n

    def join(self, a: int, b: int) -> None:
        self._of[self.find(a)] = self.find(b)

    def groups(self) -> list[list[int]]:
        found = defaultdict(list)
        for n in range(len(self._of)):
            found[self.find(n)].append(n)
        return list(found.values())
