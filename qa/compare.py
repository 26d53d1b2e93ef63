"""Comparisons: which of several stated figures is higher, and by how much, with the arithmetic shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.numerals import plain
from qa.results import ShownFact

_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


def conclusion(facts: Sequence[ShownFact]) -> tuple[str, str]:
    """What the figures of a comparison come to, in words and as arithmetic; empty where they cannot be compared.

    Only exact values of one unit are subtracted; approximate ones are said to be so.
    """
    values = [Decimal(fact.value) for fact in facts if fact.value]
    if len(values) != len(facts) or len(values) < 2 or len({fact.unit for fact in facts}) > 1:
        return "", ""
    high = max(range(len(values)), key=values.__getitem__)
    low = min(range(len(values)), key=values.__getitem__)
    if values[high] == values[low]:
        return "两者相同", ""
    gap = _gap(facts[high], facts[low], values[high] - values[low])
    soft = "约" if any(fact.approx for fact in (facts[high], facts[low])) else ""
    formula = f"{facts[high].raw} − {facts[low].raw} = {soft}{gap}"
    most = "更高" if len(values) == 2 else "最高"
    return f"{_name(facts[high], facts)}{most}，比{_name(facts[low], facts)}多{soft}{gap}", formula


def _name(fact: ShownFact, facts: Sequence[ShownFact]) -> str:
    """What tells the fact from the others: its body, else its year, its part of the body, or its metric."""
    if len({f.entity for f in facts}) == len(facts):
        return fact.entity
    if len({f.period for f in facts}) == len(facts):
        return f"{fact.period.replace('-', '至')}年"
    if len({f.scope for f in facts}) == len(facts):
        return fact.scope or fact.entity
    return fact.metric


def _gap(high: ShownFact, low: ShownFact, value: Decimal) -> str:
    """The difference in the magnitude that the figures themselves are written in."""
    unit = "个百分点" if high.unit == "%" else high.unit
    for scale, word in _SCALES:
        if word in high.raw and word in low.raw:
            return f"{plain(value / scale)}{word}{unit}"
    for scale, word in _SCALES:
        if word in high.raw or word in low.raw:
            return f"{plain(value / scale)}{word}{unit}"
    return f"{plain(value)}{unit}"
