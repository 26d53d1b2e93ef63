"""What a fact takes over from those before it: its metric, the whole that it is a part of, what a change is against. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import phrases
from index import wording as w
from index.dealing import BASE
from index.records import Fact

_ADDED = re.compile("新增(?=[\u4e00-\u9fff]{2})")
"""What there is in all is not what was added: 新增上市公司48家、总量达122家."""


def as_part(fact: Fact, head: str, earlier: Sequence[Fact]) -> Fact:
    """其中公益诉讼案件32件 is part of the last level before it, and so is what is joined to it: 其中甲类3件和乙类4件.

    其中市院办理32件 is of what the whole, 办理各类案件, is.
    """
    if not earlier:
        return fact
    last = earlier[-1]
    if not w.PART.search(head):
        also = last.part_of and last.figure.unit == fact.figure.unit and w.ALSO.fullmatch(head)
        return replace(fact, part_of=last.part_of) if also else fact
    part_of = last.part_of or last.metric
    if not fact.scope or fact.scope == last.scope or not last.metric.startswith(fact.metric):
        return replace(fact, part_of=part_of)
    return replace(
        fact, part_of=part_of, metric=last.metric, metric_start=last.metric_start, metric_end=last.metric_end
    )


def compared(fact: Fact, earlier: Sequence[Fact]) -> Fact:
    """比2023年的24.3亿元增长18.9%: the change is against the year of the value just before it."""
    if (
        fact.kind not in ("change", "point_change")
        or fact.basis
        or not earlier
        or earlier[-1].basis != BASE
        or not earlier[-1].period
    ):
        return fact
    return replace(fact, basis=f"比{earlier[-1].period}年")


def inherited(text: str, fact: Fact, earlier: Sequence[Fact]) -> Fact:
    """A fact without a metric of its own, or with one too general (件数), takes that of a figure before it."""
    units = w.GENERIC.get(fact.metric)
    if (fact.metric and units is None) or not earlier:
        return fact
    if fact.kind == "rank" and fact.metric in ("增幅", "降幅", "涨幅", "增速", "总量", "规模"):
        return fact
    aside = phrases.in_brackets(text, fact.sentence_start, fact.figure.start)
    level = [e for e in earlier if aside or not phrases.in_brackets(text, e.sentence_start, e.figure.start)]
    fitting = [e for e in level if (not units or e.figure.unit in units) and e.metric and e.kind != "rank"]
    levels = [e for e in fitting if e.kind not in ("change", "point_change")] or fitting
    if fact.scope and not fact.part_of and levels and levels[-1].part_of and fact.scope != levels[-1].scope:
        levels = [e for e in levels if not e.part_of] or levels  # 收入12亿元，其中税收7亿元；市本级3亿元: of the whole
    if not levels:
        return fact
    source = levels[-1]
    added = _ADDED.match(source.metric) if fact.metric in w.TOTALS else None
    start = source.metric_start + (added.end() if added else 0)
    return replace(fact, metric=text[start : source.metric_end], metric_start=start, metric_end=source.metric_end)


def whole_before(fact: Fact, found: Sequence[Fact]) -> Fact:
    """The last fact, or the last whole of the sentence it is of where another body is told of: 收入12亿元，其中税收7亿元；市本级3亿元."""
    last = found[-1]
    if not fact.scope or fact.scope == last.scope:
        return last
    own = [f for f in found if f.sentence_start == last.sentence_start and f.kind == "level"]
    parts = any(f.part_of for f in own)
    wholes = [f for f in own if not f.part_of and f.figure.unit == fact.figure.unit and f.metric]
    return wholes[-1] if parts and wholes else last
