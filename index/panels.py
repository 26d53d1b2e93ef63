"""Tables printed beside each other as one: 名称, 金额, 名称, 金额. Each is a part with labels and figures of its own. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from index.grid import WORDS, Grid, Part

FEWEST = 2
"""So many rows of a table at least are named."""


def side_by_side(grid: Grid, part: Part) -> list[Part]:
    """The tables that stand beside each other in a part, from left to right; the part alone where it is one table.

    The next begins at a column of names between figures, headed as the first is, or under a head with its own figures.
    """
    if part.paired or not part.figures or len(part.labels) != 1 or part.name != part.labels[0]:
        return [part]
    starts = [column for column in range(part.figures[0] + 1, grid.width - 1) if _begins(grid, part, column)]
    if not starts:
        return [part]
    found = []
    for start, end in pairwise((part.name, *starts, grid.width)):
        figures = tuple(column for column in part.figures if start < column < end)
        unit = part.unit if start < part.unit < end else -1
        found.append(replace(part, figures=figures, labels=(start,), name=start, unit=unit))
    return found


def _begins(grid: Grid, part: Part, column: int) -> bool:
    """Whether a column names the rows of a table of its own."""
    if column in part.figures or column - 1 not in part.figures or column + 1 not in part.figures:
        return False
    kinds = [grid.kind(row, column) for row in part.rows if grid.words(row, column)]
    if len(kinds) < FEWEST or set(kinds) != {WORDS}:
        return False
    heads, first = part.columns[column], part.columns[part.name]
    alike = bool(heads and first) and grid.said(heads[-1]) == grid.said(first[-1])
    spans = bool(heads) and heads[0].columns > 1 and heads[0] in part.columns[column + 1] and heads[0] not in first
    return alike or spans
