"""分别: several values dealt out to the subjects or the levels named before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import phrases
from index import wording as w
from index.records import Fact, Figure
from index.sides import sides_of

BASE = "基数"
"""The basis of a value that a change starts from."""

_DIRECTIONS = re.compile("|".join(["以上", "左右", *w.RISE, *w.FALL]))
_ITEMS = re.compile(r"以及|[、和与]|(?<![普惠涉波危提触顾])及")


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    dates: tuple[Figure, ...]


def dealt_out(text: str, start: int, dates: Sequence[Figure], facts: list[Fact]) -> list[Fact]:
    """分别: the n-th of several values belongs to the n-th of the levels, or of the subjects, before it.

    ``text`` is the whole text, ``start`` where the sentence begins in it, ``dates`` those it holds. What was dealt out
    once holds for later runs of as many values: 分别由42万亩、35万亩增加到45万亩、38万亩.
    """
    if len(facts) < phrases.SHORTEST:
        return facts
    sentence = _Sentence(text, start, tuple(dates))
    dealt: list[tuple[int, int]] = []
    i = 0
    while i < len(facts):
        run = _run(text, facts, i)
        floor = facts[i - 1].figure.end if i else start
        if len(run) >= phrases.SHORTEST:
            words = list(w.DISTRIBUTES.finditer(text, floor, facts[i].figure.start))
            spans = _spans(sentence, facts, run, floor, words[-1].start() if words else -1, dealt)
            dealt = spans or dealt
            for n, index in enumerate(run):
                facts[index] = _assigned(text, facts[index], spans[n] if spans else None, facts[run[0]])
            _part_sides(text[facts[run[0]].metric_end : facts[run[0]].figure.start], facts, run)
        i = run[-1] + 1
    return facts


def _spans(
    sentence: _Sentence, facts: Sequence[Fact], run: Sequence[int], floor: int, at: int, dealt: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The metric spans that a run of values is dealt out to; empty where nothing tells."""
    first = facts[run[0]]
    earlier = facts[: run[0]]
    if at >= 0:
        own = _subjects(sentence, floor, at, len(run))
        if own:
            return own
    if len(dealt) == len(run) and (at >= 0 or w.RAISED.search(sentence.text[floor : first.figure.start])):
        return dealt
    since = max((n + 1 for n, e in enumerate(earlier) if e.kind in ("change", "point_change")), default=0)
    levels = [(e.metric_start, e.metric_end) for e in _levels(earlier if at >= 0 else earlier[since:])][-len(run) :]
    owned = first.metric_start >= floor and first.metric
    if at >= 0 and owned and sides_of(first.metric):
        return [(first.metric_start, first.metric_end)] * len(run)
    fits = first.direction and len(levels) == len(run) and (at >= 0 or first.basis) and not owned
    return levels if fits else []


def _part_sides(link: str, facts: list[Fact], run: Sequence[int]) -> None:
    """城乡居民收入分别增长4.4%、5.8%: the first of two values is of the first side, the second of the other."""
    sides = sides_of(facts[run[0]].metric)
    if sides is None or len(run) != len(sides) or not w.DISTRIBUTES.search(link):
        return
    if len({facts[index].metric_start for index in run}) == 1:
        for index, side in zip(run, sides, strict=True):
            facts[index] = replace(facts[index], scope=side)


def _levels(facts: Sequence[Fact]) -> list[Fact]:
    return [f for f in facts if f.kind not in ("change", "point_change", "rank") and f.basis != BASE]


def _run(text: str, facts: Sequence[Fact], i: int) -> list[int]:
    """Indexes of the facts from ``i`` on that only 、 and 和 (and words of direction) part from one another."""
    run = [i]
    for n in range(i + 1, len(facts)):
        between = text[facts[n - 1].figure.end : facts[n].figure.start]
        if "，" in between or _DIRECTIONS.sub("", between) not in ("、", "和", "与", "及", "以及"):
            break
        run.append(n)
    return run


def _subjects(sentence: _Sentence, floor: int, at: int, count: int) -> list[tuple[int, int]]:
    """Spans of the subjects listed before 分别, if there are as many as values."""
    text = sentence.text
    start = phrases.clause_start(text, floor, sentence.start, at) if floor == sentence.start else floor
    for mark in "，；：":
        cut = text.rfind(mark, start, at - 1)
        start = cut + 1 if cut >= 0 and text[cut + 1 : at].strip() else start
    start, end = phrases.before(text, start, at, sentence.dates)
    if end <= start and floor < at:
        start, end = _clause_before(sentence, floor, at)
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _ITEMS.finditer(text, start, end):
        spans.append((begin, match.start()))
        begin = match.end()
    spans.append((begin, end))
    return spans if len(spans) == count and all(b > a for a, b in spans) else []


def _clause_before(sentence: _Sentence, floor: int, at: int) -> tuple[int, int]:
    """The clause before that of 分别, up to the first time adverbial in it: A、B排放总量近年来双下降，分别下降…"""
    text = sentence.text
    stop = max(text.rfind(mark, floor, at) for mark in "，；")
    if stop < 0:
        return at, at
    begin = max([floor, *(text.rfind(mark, floor, stop) + 1 for mark in "，；。")])
    dates = [d.start for d in sentence.dates if begin < d.start < stop]
    return phrases.before(text, begin, min([stop, *dates]), ())


def _assigned(text: str, fact: Fact, span: tuple[int, int] | None, first: Fact) -> Fact:
    """The fact with its own subject, and the kind, direction and basis of the first of its run where it says none."""
    start, end = span or (fact.metric_start, fact.metric_end)
    kind, direction, basis = fact.kind, fact.direction or first.direction, fact.basis or first.basis
    if fact.kind == "level" and fact is not first:
        kind = "point_change" if fact.figure.kind == "point" and first.direction else first.kind
    return replace(
        fact, metric=text[start:end], metric_start=start, metric_end=end, kind=kind, direction=direction, basis=basis,
        period=fact.period if fact.basis else first.period,
    )  # fmt: skip
