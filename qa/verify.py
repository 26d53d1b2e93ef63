"""Every figure shown against its source: the value is read anew from the cited span, never searched for as a substring."""

from __future__ import annotations

from decimal import Decimal

from index.numbers import find_figures
from index.records import Document, Fact, Figure, ReportText
from index.tabled import read_again, stands
from index.traditional import same
from qa.results import STATUS_CONVERTED, STATUS_MISSING, STATUS_VERBATIM, ShownFact


def status_of(document: Document | ReportText, fact: Fact) -> str:
    """原文一致 where the fact's figure, read again at its span within its sentence, has its value and unit; else 未找到.

    A cell of a table is read again with the unit at the place that tells it, and the words that head it must stand there.
    """
    figure = fact.figure
    if document.text[figure.start : figure.end] != figure.raw:
        return STATUS_MISSING
    if not same(document.text[fact.metric_start : fact.metric_end], fact.metric):
        return STATUS_MISSING
    if fact.table is not None and not stands(document.text, fact):
        return STATUS_MISSING
    again = read_again(document.text, fact) if fact.table is not None else figure_at(document, fact)
    if again is None:
        return STATUS_MISSING
    agrees = (again.value, again.unit, again.kind) == (figure.value, figure.unit, figure.kind)
    return STATUS_VERBATIM if agrees else STATUS_MISSING


def figure_at(document: Document | ReportText, fact: Fact) -> Figure | None:
    """The figure that a fresh reading of the fact's sentence finds at exactly the fact's span."""
    base = fact.sentence_start
    for figure in find_figures(document.text[base : fact.sentence_end]):
        if (figure.start + base, figure.end + base) == (fact.figure.start, fact.figure.end):
            return figure
    return None


def holds_value(shown: ShownFact, value: Decimal | None, unit: str) -> str:
    """Status of a value that an answer words in its own way: 换算一致 where it equals the shown fact's, else 未找到."""
    if shown.unit == unit and Decimal(shown.value or "NaN") == value:
        return STATUS_CONVERTED
    return STATUS_MISSING
