"""Tables to facts: each figure with the label of its row, the heads of its column, its unit and its period.

The words and the number of a fact stand where it says, so that each can be read again: :mod:`index.tabled`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from index import heads as h
from index.cell_units import is_no_quantity, unit_of
from index.cells import figure_of
from index.frames import frames
from index.records import Cell, Document, Fact, Figure, InTable, Passage
from index.told import SHORT, Told, figures_of


def table_facts(document: Document, passages: Sequence[Passage]) -> list[Fact]:
    """The facts in the tables of a document, in order of place; their ids are those of a report without others."""
    found: list[Fact] = []
    starts = [passage.start for passage in passages]
    for frame in frames(document):
        of_table = []
        for part in frame.parts:
            for told in figures_of(frame, part):
                at = bisect_right(starts, told.at) - 1
                fact = _fact(document, passages[at], told) if at >= 0 and passages[at].end > told.at else None
                if fact is not None:
                    of_table.append(fact)
        found += _told_apart(of_table)
    return [replace(fact, id=f"{document.id[:16]}-f{n:06d}") for n, fact in enumerate(found)]


def _told_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Facts without those that a table states differently under the same words: nobody could tell which is meant."""
    said: dict[tuple[object, ...], set[object]] = {}
    above: dict[tuple[object, ...], set[str]] = {}
    for fact in facts:
        words = _words(fact)
        said.setdefault(words, set()).add((fact.figure.value, fact.figure.unit))
        above.setdefault(words[1:], set()).add(str(words[0]))
    kept = [fact for fact in facts if len(said[_words(fact)]) == 1]
    return [_led(fact) if len(above[_words(fact)[1:]]) > 1 else fact for fact in kept]


def _words(fact: Fact) -> tuple[object, ...]:
    """All that tells a fact from others of its table, what stands above its label first."""
    table = fact.table or InTable()
    unit = fact.figure.kind in ("percent", "point")
    return table.above, fact.metric, table.column, fact.period, fact.kind, fact.scope, fact.part_of, unit


def _led(fact: Fact) -> Fact:
    """A fact whose name needs the labels above it: 公司存款 定期 beside 个人存款 定期."""
    table = fact.table
    if table is None or table.lead or len(table.above) > SHORT:
        return fact
    start, end, _ = h.name_span(table.above)
    return replace(fact, table=replace(table, lead=table.above[start:end]))


def _fact(document: Document, passage: Passage, told: Told) -> Fact | None:
    """The fact of one figure; None where its unit or its period is not to be told for sure."""
    own = document.period.value
    named = _naming(told, own)
    if named is None:
        return None
    name, heads, labels = named
    period = _period(told, own)
    unit, sure = unit_of(told)
    if period is None or not sure or (unit is None and is_no_quantity(told)):
        return None
    text = document.text
    raw = text[told.at : told.at + told.amount.end - told.amount.start]
    figure = figure_of(told.amount, unit, raw, told.at)
    start, end, _ = h.name_span(told.frame.grid.said(name))
    kind, direction, basis = _kind(told, figure, own, period)
    elsewhere = unit is not None and told.amount.unit is None
    column, above = h.joined_words(told.said(heads)), h.joined_words(told.said(labels))
    return Fact(
        id="",
        document=document.id,
        passage=passage.id,
        figure=figure,
        metric=text[name.start + start : name.start + end],
        metric_start=name.start + start,
        metric_end=name.start + end,
        entity=document.entity.value,
        period=period,
        kind=kind,
        direction=direction,
        basis=basis,
        scope=_scope(told),
        sentence_start=told.row.span[0],
        sentence_end=told.row.span[1],
        part_of=told.row.parent,
        table=InTable(
            column=column,
            above=above,
            lead=told.row.lead if name is told.row.name else "",
            caption=told.frame.caption,
            heads=tuple((cell.start, cell.end) for cell in heads),
            labels=tuple((cell.start, cell.end) for cell in labels),
            unit_start=unit.start if unit is not None and elsewhere else 0,
            unit_end=unit.end if unit is not None and elsewhere else 0,
        ),
    )


def _naming(told: Told, own: str) -> tuple[Cell, tuple[Cell, ...], tuple[Cell, ...]] | None:
    """The cell that names what is measured, the heads and the labels beside it.

    A row that a period labels (2019年) has its names in the heads of the columns.
    """
    labels = told.row.above
    if not told.heads or not h.is_dated(told.label, own):
        return (told.row.name, told.heads, labels) if h.names(told.label) else None
    if not _dates_figures(told, told.row.name):
        other = next((cell for cell in labels if not _dated(told, cell, own) and h.names(told.said([cell])[0])), None)
        return (other, told.heads, tuple(c for c in labels if c is not other)) if other is not None else None
    worded = [cell for cell in told.heads if h.head_words(told.frame.grid.said(cell)) and not _dated(told, cell, own)]
    if not worded:
        return None
    return worded[-1], tuple(cell for cell in told.heads if cell is not worded[-1]), (*labels, told.row.name)


def _dated(told: Told, cell: Cell, own: str) -> bool:
    return h.is_dated(told.frame.grid.said(cell), own)


def _period(told: Told, own: str) -> str | None:
    """The period of a figure: its column's, else its row's, else its section's, else its caption's, else the report's own.

    None where words tell one, but not which.
    """
    found = h.periods_told(told.said(told.heads), own)
    if found and h.is_dated(told.label, own) and _dates_figures(told, told.row.name):
        return h.period_told(told.label, found) or None  # 上年年末余额 in a column of 2019年度
    for cell in (told.row.name, *told.row.above):
        label = told.frame.grid.said(cell)
        found = h.period_told(label, own) if found is None and _dates_figures(told, cell) else found
        if found and told.heads and found != own and h.is_named_after_year(label, own):
            return None
    return (found or None) if found is not None else h.caption_period(told.frame.caption, own)


def _dates_figures(told: Told, label: Cell) -> bool:
    """Whether a period that a label tells is that of the figures beside it, by what heads the labels."""
    columns = told.part.columns
    head = (
        " ".join(told.said(columns[label.column]))
        if label.row in told.part.rows and label.column < len(columns)
        else ""
    )
    return not h.is_dated(told.frame.grid.said(label), "") or h.dates_rows(head)


def _kind(told: Told, figure: Figure, own: str, period: str) -> tuple[str, str, str]:
    """Kind, direction and basis."""
    head, label = told.core, h.tight(told.label)
    if h.CHANGE.search(head) or (h.GROWTH.search(label) and figure.kind in ("percent", "point")):
        value = figure.value or 0
        way = told.amount.direction or ("下降" if value < 0 else "上升" if value > 0 else "")
        basis = h.change_basis(head if h.CHANGE.search(head) else label)
        return "point_change" if figure.kind == "point" else "change", way, basis
    if h.AHEAD.search(h.tight(told.head)) or (period[-4:] > own[-4:] and own[-4:].isdigit()):
        return "target", "", ""
    shares = any(h.SHARE.search(h.head_words(text)) for text in (told.label, *told.said(told.heads)))
    return ("share" if shares and figure.kind == "percent" else "level"), "", ""


def _scope(told: Told) -> str:
    """母公司 where the figure is of the parent company alone."""
    if any(h.OWN_BODY.fullmatch(h.tight(text)) for text in told.said(told.heads)):
        others = {h.tight(told.frame.grid.said(cell)) for column in told.part.columns for cell in column}
        if any(map(h.WHOLE_BODY.fullmatch, others)) or any("母公司" in text for text in told.said(told.heads)):
            return h.OWN
    return h.OWN if h.OWN_STATEMENT.search(told.frame.caption) else ""
