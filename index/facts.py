"""Passages to facts: what each quantity measures, of whom, when, and whether it is a level, a change, a share, a rank or a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import wording as w
from index.numbers import find_figures
from index.records import Document, Fact, Figure, Passage
from index.sentences import sentence_spans
from index.units import QUANTITIES

CLAUSE = re.compile(r"[，。；：！？,;:!?\n（()）]")
ITEM = re.compile(r"[、]")
MAX_METRIC = 40
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for all figures of one sentence: its span and the document's clean text."""

    document: Document
    passage: Passage
    start: int
    end: int
    period: str
    planned: bool


def find_facts(document: Document, passages: Sequence[Passage]) -> tuple[Fact, ...]:
    """The facts of a document's passages, in order of place; one for each quantity and each rank.

    Every span is in clean-text offsets; ``metric`` is verbatim text, "" where the passage names none.
    """
    found: list[Fact] = []
    carried = document.period.value
    for passage in passages:
        planned, heading_year = _plan(document, passage)
        period = heading_year or document.period.value
        figures = _figures(document, passage)
        for start, end in sentence_spans(document.text, passage.start, passage.end):
            inside = [f for f in figures if start <= f.start < end]
            carried = _stated_year(document.text[start:end]) or period
            context = _Context(document, passage, start, end, carried, planned)
            found += _sentence_facts(context, inside, len(found))
    return tuple(found)


def _figures(document: Document, passage: Passage) -> list[Figure]:
    at = passage.start
    return [replace(f, start=f.start + at, end=f.end + at) for f in find_figures(passage.text)]


def _plan(document: Document, passage: Passage) -> tuple[bool, str]:
    """Whether the headings lead to plans rather than to what was done, and the year they name."""
    for heading in reversed(passage.headings):
        years = _YEAR.findall(heading)
        if w.REVIEW_HEADING.search(heading):
            return False, ""
        if w.PLAN_HEADING.search(heading) and years and years[-1] > document.period.value:
            return True, years[-1]
    return False, ""


def _stated_year(sentence: str) -> str:
    match = _YEAR.search(sentence)
    return match.group(1) if match else ""


def _sentence_facts(context: _Context, figures: Sequence[Figure], offset: int) -> list[Fact]:
    """The facts of one sentence, changes tied to the levels they are changes of."""
    facts: list[Fact] = []
    floor = context.start
    for figure in figures:
        if figure.kind in QUANTITIES or figure.kind == "rank":
            facts.append(_fact(context, figure, floor, facts, offset + len(facts)))
        if figure.kind not in ("id", "suspect"):
            floor = figure.end
    return _distributed(context, facts)


def _fact(context: _Context, figure: Figure, floor: int, before: Sequence[Fact], ordinal: int) -> Fact:
    text = context.document.text
    clause = _clause_start(text, max(floor, context.start), figure.start)
    head = text[clause : figure.start]
    change = w.CHANGE.search(head) if figure.kind in ("percent", "point", "multiple") else None
    if change is None and figure.kind in ("measure", "money", "number"):
        change = w.CHANGE.search(head)
        if change and not change["basis"]:
            change = None
    start, end = _metric(text, context, clause, figure, change)
    kind, direction, basis = _kind(context, figure, head, change)
    fact = Fact(
        id=f"{context.document.id[:16]}-f{ordinal:06d}",
        document=context.document.id,
        passage=context.passage.id,
        figure=figure,
        metric=text[start:end],
        metric_start=start,
        metric_end=end,
        entity=context.document.entity.value,
        period=_period(context, figure, floor),
        kind=kind,
        direction=direction,
        basis=basis,
        scope=_scope(text[context.start : figure.start]),
        sentence_start=context.start,
        sentence_end=context.end,
    )
    return _inherited(fact, before)


def _clause_start(text: str, floor: int, stop: int) -> int:
    """Where the clause or list item that leads to a figure begins."""
    cut = floor
    for match in CLAUSE.finditer(text, floor, stop):
        cut = match.end()
    item = text.rfind("、", cut, stop)
    return item + 1 if item >= 0 and stop - item > _SHORT + 1 and floor > cut - 1 else cut


def _metric(
    text: str, context: _Context, clause: int, figure: Figure, change: re.Match[str] | None
) -> tuple[int, int]:
    """Span of the metric phrase: what stands before the figure in its clause, else what follows it."""
    start, end = clause, figure.start if change is None else clause + change.start()
    start, end = _stripped(text, start, end)
    if end - start >= _SHORT:
        return max(start, end - MAX_METRIC), end
    if change is not None or figure.kind == "rank":
        return start, start
    stop = w.AFTER_STOP.search(text, figure.end, context.end)
    after = stop.start() if stop else context.end
    if after - figure.end >= _SHORT:
        return figure.end, min(after, figure.end + MAX_METRIC)
    return start, max(start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks, bullets, openers such as 共 and 其中 on its left, and verbs such as 达到 on its right."""
    while start < end and (text[start].isspace() or text[start] in "•●·、和及与以"):
        start += 1
    lead = w.LEADING.match(text[start:end])
    if lead and start + lead.end() < end:
        start += lead.end()
    while start < end:
        trail = w.TRAILING.search(text[start:end])
        if not trail:
            break
        end = start + trail.start()
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，、：:"):
        end -= 1
    return start, max(start, end)


def _kind(
    context: _Context, figure: Figure, head: str, change: re.Match[str] | None
) -> tuple[str, str, str]:
    """Kind, direction and basis of a fact."""
    sentence = context.document.text[context.start : context.end]
    if figure.kind == "rank":
        return "rank", "", ""
    if change is not None:
        direction = "上升" if change["direction"] in w.RISE else "下降"
        kind = "point_change" if figure.kind == "point" else "change"
        return ("target" if context.planned or w.TARGET.search(sentence) else kind), direction, _basis(change["basis"])
    if context.planned or w.TARGET.search(sentence):
        return "target", "", ""
    if figure.kind in ("percent", "fraction") and w.SHARE.search(head):
        return "share", "", ""
    return ("cumulative" if w.CUMULATIVE.search(sentence) else "level"), "", ""


def _basis(words: str | None) -> str:
    if not words:
        return ""
    return "同比" if words in ("比上年", "较上年", "比去年", "较去年", "比上年同期", "较上年同期", "比去年同期") else words


def _period(context: _Context, figure: Figure, floor: int) -> str:
    """The year named last before the figure in its sentence, else the sentence's own."""
    years = _YEAR.findall(context.document.text[context.start : figure.start])
    return years[-1] if years else context.period


def _scope(head: str) -> str:
    found = w.SCOPES.findall(head)
    return found[-1] if found else ""


def _inherited(fact: Fact, before: Sequence[Fact]) -> Fact:
    """A change or second count without a metric of its own takes that of the figure just before it in the sentence."""
    if fact.metric or not before:
        return fact
    source = before[-1]
    return replace(fact, metric=source.metric, metric_start=source.metric_start, metric_end=source.metric_end)


def _distributed(context: _Context, facts: list[Fact]) -> list[Fact]:
    """同比分别上升A和B: the n-th of the changes belongs to the n-th of the levels just before them."""
    text = context.document.text
    for i, fact in enumerate(facts):
        if fact.kind not in ("change", "point_change"):
            continue
        at = text.rfind(w.DISTRIBUTES, context.start, fact.figure.start)
        if at < 0 or any(at < other.figure.end <= fact.figure.start for other in facts[:i]):
            continue
        run = [n for n in range(i, len(facts)) if n == i or _joined(text, facts[n - 1], facts[n])]
        run = run[: next((k for k, n in enumerate(run) if n != i + k), len(run))]
        levels = facts[:i][-len(run) :]
        if len(levels) != len(run) or len(run) < _SHORT:
            continue
        for n, level in zip(run, levels, strict=True):
            facts[n] = replace(
                facts[n], metric=level.metric, metric_start=level.metric_start, metric_end=level.metric_end,
                kind=fact.kind if facts[n].figure.kind != "point" else "point_change",
                direction=fact.direction, basis=fact.basis,
            )  # fmt: skip
    return facts


def _joined(text: str, left: Fact, right: Fact) -> bool:
    return text[left.figure.end : right.figure.start] in ("和", "、", "与", "及", "，")
