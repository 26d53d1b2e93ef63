"""A fact of a table as it stands in its report: its full name, and its words and its number read again where it says."""

from __future__ import annotations

import re

from index import heads as h
from index.cells import figure_of, read_amount, read_counted
from index.records import Fact, Figure
from index.traditional import same, simplified

_BEFORE_NUMBER = re.compile(r"[0-9.,，\-－−–(（]$")
_BEHIND_NUMBER = re.compile(r"[0-9.,，%％‰)）]")


def name_of(fact: Fact) -> str:
    """What a fact measures in full: its metric, in a table with the words that head it: 电缆连接件销售量, 营业收入同比增减."""
    table = fact.table
    if table is None:
        return fact.metric
    what = measured_by(fact)
    lead = table.lead or ((what or h.caption_name(table.caption)) if h.is_whole(fact.metric) else "")
    column = "" if table.column in fact.metric else table.column
    column = column if h.is_whole(fact.metric) else f"{what}{column}"
    behind = fact.metric_start >= fact.sentence_start
    parts = (lead, fact.metric, column) if behind else (lead, column, fact.metric)
    return "".join(part.replace(" ", "") for part in parts)


def measured_by(fact: Fact) -> str:
    """What a table divides into its rows, where nothing heads a figure but a period, or a share: 公司贷款 of 建筑业."""
    table = fact.table
    bare = table is not None and (not table.column or bool(h.SHARE.fullmatch(table.column)))
    return h.divided(table.caption, fact.metric) if table is not None and bare else ""


def read_again(text: str, fact: Fact) -> Figure | None:
    """The figure that is read anew at a fact's place in a table, with the unit read at the place that tells it; None if none."""
    figure, table = fact.figure, fact.table
    if table is None or _BEFORE_NUMBER.search(text[max(0, figure.start - 1) : figure.start]):
        return None
    if _BEHIND_NUMBER.match(text, figure.end):
        return None
    raw = text[figure.start : figure.end]
    amount = read_amount(simplified(raw))
    told = simplified(text[table.unit_start : table.unit_end])
    unit = read_counted(told) if told else None
    if amount is None or (told and (unit is None or amount.unit is not None)):
        return None
    return figure_of(amount, unit, raw, figure.start)


def stands(text: str, fact: Fact) -> bool:
    """Whether the words that head a fact in a table stand where it says."""
    table = fact.table
    if table is None:
        return False
    heads, labels = (
        h.joined_words([simplified(text[start:end]) for start, end in spans]) for spans in (table.heads, table.labels)
    )
    return same(heads, table.column) and same(labels, table.above) and table.lead in table.above
