"""The facts that answer a comparison: one for each of its parts, which make each other surer. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from index.numbers import find_figures
from index.records import Fact
from index.tokens import terms
from qa.asking import EACH
from qa.cover import meanings
from qa.locks import dimension_of
from qa.months import months_of, told
from qa.results import Question
from qa.select import Candidate
from qa.several import names_of
from qa.traits import CHANGES
from qa.turns import turns

FOLLOWING, AHEAD, AGREED = 0.05, 2.0, 0.9
"""What a part of a comparison needs where another is sure: so much, and so many times as much as its best rival; and what share
of the threshold is enough for parts that all are called the same.
"""
WORDED = 0.15
"""What share of the fit of the part that leads another needs: with fewer of the question's words it is something else."""
COUNTERS = (frozenset({"件", "起", "宗", "个"}), frozenset({"家", "户", "个"}))
"""Counters that two reports may use for the same things."""


def together(ranked: Sequence[Sequence[Candidate]], threshold: float, *, alike: bool) -> list[Candidate]:
    """The fact of each part of a comparison; empty unless every part has one.

    Parts ``alike`` ask for the same thing of several bodies or years: the surest leads, and the others may be less sure than
    ``threshold`` if they measure the same and are well ahead of their rivals. Of unlike parts each needs half of it.
    """
    if not all(ranked):
        return []
    lead = max((own[0] for own in ranked), key=lambda c: c.score)
    if not alike:
        return [_raised(own[0], threshold) for own in ranked] if all(_is_likely(o, threshold) for o in ranked) else []
    if _agree([own[0] for own in ranked], AGREED * threshold):
        return [_raised(own[0], threshold) for own in ranked]
    if common := _called_the_same(ranked, threshold):
        return [_raised(candidate, threshold) for candidate in common]
    if lead.score < threshold:
        return []
    chosen = []
    for own in ranked:
        same = [c for c in own if _alike(c.fact, lead.fact)]
        if not same:
            return []
        rivals = [c.score for c in same if c.fact.figure.value != same[0].fact.figure.value]
        if same[0].score < max(FOLLOWING, AHEAD * max(rivals, default=0.0)) or same[0].fit < WORDED * lead.fit:
            return []
        chosen.append(_raised(same[0], threshold))
    return chosen


def _agree(first: Sequence[Candidate], least: float) -> bool:
    """Whether the best facts of all parts are called the same in the same words, and none is much less than sure."""
    said = {(candidate.fact.metric, candidate.fact.kind in CHANGES) for candidate in first}
    measured = {dimension_of(c.fact.figure.unit) for c in first if c.fact.figure.unit}  # a table may leave units out
    return len(said) == 1 and len(measured) < 2 and all(candidate.score >= least for candidate in first)


def _called_the_same(ranked: Sequence[Sequence[Candidate]], threshold: float) -> list[Candidate]:
    """The likeliest facts that all parts have under one name, if they are sure enough together; empty where there are none."""
    best: tuple[float, list[Candidate]] = 0.0, []
    for name in {_name(candidate) for candidate in ranked[0]}:
        own = [next((c for c in part if _name(c) == name), None) for part in ranked]
        chosen = [c for c in own if c is not None]
        if len(chosen) == len(ranked) and min(c.score for c in chosen) >= FOLLOWING:
            best = max(best, (math.prod(c.score for c in chosen) ** (1 / len(chosen)), chosen), key=lambda b: b[0])
    return best[1] if best[0] >= threshold else []


def _name(candidate: Candidate) -> tuple[str, bool, str]:
    """What a fact is called, whether it is a change, and what it is measured in."""
    return candidate.fact.metric, candidate.fact.kind in CHANGES, dimension_of(candidate.fact.figure.unit)


def tells_each(parts: Sequence[Question], text: str) -> bool:
    """Whether a text has words of each part of a comparison that the others have not, or words that mean them."""
    said = [{term for term in terms(part.metric) if len(term) > 1} for part in parts]
    for n, own in enumerate(said):
        others = set().union(*(terms_ for m, terms_ in enumerate(said) if m != n))
        meant = {term for term in meanings(parts[n]) if len(term) > 1} - {
            t for p in parts if p is not parts[n] for t in meanings(p)
        }
        apart = (own - others) | meant
        if apart and not any(term in text for term in apart):
            return False
    return True


def _is_likely(own: Sequence[Candidate], threshold: float) -> bool:
    """Whether the first of some facts is sure, or half as sure and well ahead of the others of its kind."""
    rivals = [c.score for c in own if c.fact.figure.value != own[0].fact.figure.value]
    return own[0].score >= threshold or own[0].score >= max(threshold / 2, AHEAD * max(rivals, default=0.0))


def is_hopeless(own: Sequence[Candidate], threshold: float, *, alike: bool) -> bool:
    """Whether what is found for one part rules a comparison out, whatever the other parts have."""
    if not own:
        return True
    return max(c.score for c in own) < FOLLOWING if alike else own[0].score < threshold / 2


def _raised(candidate: Candidate, threshold: float) -> Candidate:
    """The candidate with a score of at least ``threshold``: together the parts of a comparison have reached it."""
    return replace(candidate, score=max(candidate.score, threshold))


def _alike(fact: Fact, other: Fact) -> bool:
    """Whether two facts measure the same in comparable units, and both or neither are changes; 辆 are no 个."""
    units = {fact.figure.unit, other.figure.unit}
    if dimension_of(fact.figure.unit) != dimension_of(other.figure.unit):
        return False
    if (fact.kind in CHANGES) != (other.kind in CHANGES) and not (_may_move(fact) and _may_move(other)):
        return False
    return dimension_of(fact.figure.unit) != "things" or len(units) == 1 or any(units <= group for group in COUNTERS)


def _may_move(fact: Fact) -> bool:
    """Whether a fact tells, or as a goal may tell, by how much something is to rise or fall."""
    return fact.kind in CHANGES or (fact.kind == "target" and bool(fact.direction) and fact.figure.unit == "%")


def tells_all(text: str, asked: Question, parts: Sequence[Question]) -> bool:
    """Whether a sentence of a report may tell all that was asked for: a part of it misleads.

    It has words of each of the ``parts``, and where a figure was asked for of each, as many figures.
    """
    if EACH.search(asked.text) and len(find_figures(text)) < len(parts):
        return False
    return tells_each(parts, text) if asked.operation == "compare" or turns(asked.text) else True


def stated(fact: Fact) -> tuple[str, ...]:
    """What tells a fact from others that state something else: a headline of news states what its item does."""
    if fact.entity:
        return (fact.id,)
    return fact.document, str(fact.figure.value), fact.figure.unit


def months_named(parts: Sequence[Question]) -> list[str]:
    """What the parts of a comparison of months are called by, 1-10月; empty for any other."""
    names = [" ".join(map(told, sorted(months_of(part.text)))) for part in parts]
    return names if all(names) and len({*names}) == len(parts) else []


def things_named(parts: Sequence[Question], chosen: Sequence[Candidate]) -> list[str]:
    """What the things are called by that a comparison is of, where no body and no metric of one tells: of news; else empty."""
    names = [] if any(candidate.fact.entity for candidate in chosen) else names_of([part.metric for part in parts])
    return names if all(names) and len({*names}) == len(parts) else []
