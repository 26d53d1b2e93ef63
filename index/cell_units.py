"""The unit of a figure in a table, told by its cell, its column, its row or the whole table, where that is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import heads as h
from index.cells import Unit, read_unit, unit_counted, unit_in
from index.records import Cell
from index.told import Told

PEOPLE = frozenset("人 名 户 家 个 位 人次".split())
_CENTS = re.compile(r"\.[0-9]{2}\D*$")


def unit_of(told: Told) -> tuple[Unit | None, bool]:
    """The unit of a figure in offsets of the text (None: a bare number), and whether that is sure."""
    if told.amount.unit is not None:
        return told.amount.unit, True
    column = _last_unit(told, told.heads)
    row = _last_unit(told, (*told.row.above, told.row.name)) or _row_unit(told)
    if column is not None and row is not None and (column.name, column.factor) != (row.name, row.factor):
        return _narrower(column, row)
    near = column or row
    unit, sure = (near, True) if near is not None else _shared_unit(told)
    counted = _counted(told) if sure and (unit is None or unit.kind == "money") else None
    return counted or unit, sure


def _last_unit(told: Told, cells: Sequence[Cell]) -> Unit | None:
    """The unit that the innermost of some cells tells."""
    for cell in reversed(cells):
        found = unit_in(told.frame.grid.said(cell))
        if found is not None:
            return replace(found, start=found.start + cell.start, end=found.end + cell.start)
    return None


def _counted(told: Told) -> Unit | None:
    """The unit of what the innermost words of a column, else of a row, say that they count."""
    if told.amount.value % 1:
        return None
    worded = [cell for cell in told.heads if h.head_words(told.frame.grid.said(cell))]
    cell = worded[-1] if worded else told.row.name
    found = unit_counted(told.frame.grid.said(cell).rstrip())
    return replace(found, start=found.start + cell.start, end=found.end + cell.start) if found is not None else None


def _row_unit(told: Told) -> Unit | None:
    cell = told.frame.grid.cell(told.row.number, told.part.unit) if told.part.unit >= 0 else None
    found = read_unit(told.frame.grid.said(cell)) if cell is not None else None
    return replace(found, start=cell.start, end=cell.end) if found is not None and cell is not None else None


def _narrower(column: Unit, row: Unit) -> tuple[Unit | None, bool]:
    """Of two units the one that says more: a share of money is in per cent, 元/股 are no 万元."""
    for one, other in ((column, row), (row, column)):
        if one.kind in ("percent", "point") and other.kind not in ("percent", "point"):
            return one, True
    for one, other in ((column, row), (row, column)):
        if "/" in one.name and "/" not in other.name:
            return one, True
    return None, False


def _shared_unit(told: Told) -> tuple[Unit | None, bool]:
    """The unit of the whole table, where the figure may be in it."""
    words = [h.head_words(text) for text in (told.label, *told.said(told.heads))]
    units = told.frame.units
    percent = next((unit for unit in units if unit.kind == "percent"), None)
    others = [unit for unit in units if unit is not percent]
    changes = h.CHANGE.search(told.core) or h.GROWTH.search(h.tight(told.label))
    if (changes and not any(map(h.SAYS_AMOUNT.search, words))) or any(map(h.RATE.search, words)):
        return percent, percent is not None
    if len(others) > 1:
        return _one_of(others, told)
    unit = others[0] if others else None
    if unit is None and percent is None and told.frame.standing is not None:
        large = told.frame.standing.factor > 1
        unit = told.frame.standing if large or _CENTS.search(told.raw) else None
    if unit is not None and unit.kind == "money" and any(map(h.COUNTED.search, words)):
        return None, True
    if unit is not None and any(map(h.never_shared, words)):
        return None, True
    if unit is not None and unit.kind == "measure" and unit.name not in PEOPLE and any(map(h.counts_people, words)):
        return None, True
    return (percent, True) if unit is None and percent is not None else (unit, True)


def _one_of(units: Sequence[Unit], told: Told) -> tuple[Unit | None, bool]:
    """Which of the units told for the whole table (单位：件、万元) a figure is in, by the words of its column, else of its row.

    Where they do not say, it is a bare number if none of the units is a multiple, else nothing is sure.
    """
    for words in (*reversed(told.said(told.heads)), told.label):
        kind = h.kind_of_amount(h.tight(words))
        own = [unit for unit in units if unit.kind == kind]
        if len(own) == 1:
            return own[0], True
        if kind or h.head_words(words):
            break
    return None, all(unit.factor == 1 for unit in units)


def is_no_quantity(told: Told) -> bool:
    """Whether a bare number counts nothing: a code, a year."""
    if h.YEAR_ALONE.fullmatch(told.raw):
        return True
    if told.part.paired and not (h.is_headish(told.label) or h.COUNTED.search(h.tight(told.label))):
        return True
    return any(h.NAMELESS.search(h.tight(text)) for text in (told.label, *told.said(told.heads[-1:])))
