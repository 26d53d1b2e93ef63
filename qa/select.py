"""Hits and their facts to the facts that answer, or the reason why none does. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.records import Fact, Passage
from qa.choice import Choice, shipped
from qa.cover import Weights, plain, weigh
from qa.fits import Asked, asked_of, factors, full_metric, is_of_the_other, precision, told_by
from qa.locality import is_there
from qa.locks import in_dimension, in_period
from qa.reader import Reader
from qa.regions import regions
from qa.results import Hit, Question
from qa.rows import beside_other_rows, lessened
from qa.traits import Measured

SHARES: Mapping[str, float] = {"near": 0.45, "clause": 0.25, "sentence": 0.2, "whole": 0.1, "precision": 0.2}
RETRIEVAL = 0.08
"""What the parts of a fit weigh; the fit sorts out what the model looks at, and is one of the things it weighs."""
MOST = 40
"""Facts that are weighed; hardly ever is the one that answers not among them."""
BARE_VERB, NOUN = 3, 2
SAME = 0.93
MAX_OTHERS = 5
EQUAL = 2.5
"""Another report's fact within this share of the best fit, and so near in logit, states the same thing elsewhere."""
_FITTING = ("unit fit", "kind fit", "wanted")
"""Of a figure that lacks one of these nothing is told of what its table tells apart."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact, its passage, how sure it is that it answers, in [0, 1], and how well its words fit, in [0, 1] or a little above.

    ``logit`` compares facts of all reports; ``score`` is a probability among those of its own report.
    """

    fact: Fact
    passage: Passage
    score: float
    fit: float = 0.0
    logit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage found: its place from 0, its text in plain characters, and how much of the question it covers."""

    number: int
    hit: Hit
    text: str
    covered: float


def _places(hits: Sequence[Hit], weights: Weights) -> Iterator[_Place]:
    for number, hit in enumerate(hits):
        yield _Place(number, hit, plain(hit.passage.text), weights.coverage(hit.passage.searchable))


def rank_facts(
    question: Question,
    hits: Sequence[Hit],
    facts: Mapping[str, Sequence[Fact]],
    *,
    choice: Choice | None = None,
    reader: Reader | None = None,
) -> list[Candidate]:
    """Every fact of the hits' passages that keeps the question's locks and may answer, best first.

    ``facts`` are the facts of each passage by passage id; the models are the shipped ones unless given. A question that a
    sentence answers has its sentences read, not its figures. Facts of the other side of what was asked for (农村 for 城镇) come
    last, with a score of 0: they answer nothing, but may be what is nearest.
    """
    found = measure(question, hits, facts)
    measured = [m for m in found if not is_of_the_other(m.factors)]
    apart = [Candidate(m.fact, m.passage, 0.0, m.fit, -math.inf) for m in found if is_of_the_other(m.factors)]
    if not measured:
        return apart
    logits, sure = (choice or shipped()).weigh(question, measured, reader, closely=question.operation != "text")
    ranked = [
        Candidate(m.fact, m.passage, chance, m.fit, logit)
        for m, chance, logit in zip(measured, sure.tolist(), logits.tolist(), strict=True)
    ]
    ranked.sort(key=lambda c: (-c.logit, c.passage.ordinal, c.fact.figure.start))
    return [*(ranked if question.periods else _latest_first(ranked)), *apart]


def measure(question: Question, hits: Sequence[Hit], facts: Mapping[str, Sequence[Fact]]) -> list[Measured]:
    """How well the facts that keep the question's locks fit it: the best ``MOST`` of them, best first."""
    weights, asked = weigh(question, [hit.passage.searchable for hit in hits]), asked_of(question)
    found = [
        _measured(asked, fact, noun, place, weights)
        for place in _places(hits, weights)
        for fact, noun in _with_nouns(facts.get(place.hit.passage.id, ()))
        if in_period(question, fact) and in_dimension(question, fact) and is_there(question, fact, place.hit.passage)
    ]
    found = _on_the_side_asked_for(asked, beside_other_rows(question, found))
    return sorted(found, key=lambda m: (-m.fit, m.passage.ordinal, m.fact.figure.start))[:MOST]


def _on_the_side_asked_for(asked: Asked, measured: Sequence[Measured]) -> list[Measured]:
    """The facts, those less fitting that do not say which side they are of, where their report tells the sides apart: a table
    of it is of the one asked for, or their passage of another.

    Asked for what was sold 国外, what was sold is another thing if the report tells 国外 apart; asked for criminal cases, those
    of all kinds are if civil ones are told beside them.
    """
    held = [contrast.held for contrast in asked.sides]
    apart = {
        (m.passage.id, contrast.held)
        for m in measured
        for contrast in asked.sides
        if any(word in told_by(m.fact, m.metric) for word in contrast.others)
    }
    told = {(m.fact.document, words) for m in measured for words in held if _is_of(m, words)}
    return [
        lessened(m, "side fit")
        if any(
            ((m.fact.document, words) in told or (m.passage.id, words) in apart) and not _tells(m, words)
            for words in held
        )
        else m
        for m in measured
    ]


def _is_of(measured: Measured, words: Sequence[str]) -> bool:
    """Whether a figure of a table, of the kind and of the row asked for, is called by one of ``words``."""
    fitting = measured.fact.table is not None and all(measured.factors[name] == 1.0 for name in _FITTING)
    return fitting and any(word in told_by(measured.fact, measured.metric) for word in words)


def _tells(measured: Measured, words: Sequence[str]) -> bool:
    """Whether one of ``words`` stands with a figure: in its sentence, its passage's headings, or its table."""
    fact, passage = measured.fact, measured.passage
    sentence = passage.plain[max(0, fact.sentence_start - passage.start) : fact.sentence_end - passage.start]
    table = f"{fact.table.above} {fact.table.caption}" if fact.table is not None else ""
    around = " ".join((told_by(fact, measured.metric), sentence, table, *passage.headings))
    return any(word in around for word in words)


def _measured(asked: Asked, fact: Fact, noun: str, place: _Place, weights: Weights) -> Measured:
    near, clause, sentence = regions(fact, place.text, place.hit.passage.start)
    if not fact.entity:  # an item of news is about what its headline names, as a report is about its body
        headline = plain(place.hit.passage.heading)
        near, clause, sentence = (f"{words} {headline}" for words in (near, clause, sentence))
    metric = full_metric(fact, noun)
    folded = plain(f"{metric} {fact.part_of}" if fact.part_of != fact.metric else metric)
    covered = {
        "near": weights.coverage_of(f"{folded} {near}"),
        "clause": weights.coverage_of(f"{folded} {clause}"),
        "sentence": weights.coverage_of(sentence),
        "whole": place.covered,
        "precision": precision(asked, metric),
    }
    ways = factors(asked, fact, metric, place.hit.passage)
    # A passage's score is a probability: the second of fifty has little of it and may well be right.
    told = sum(share * covered[name] for name, share in SHARES.items()) + RETRIEVAL * math.sqrt(place.hit.score)
    fit = told * math.prod(ways.values())
    return Measured(fact, place.hit.passage, metric, covered, ways, place.number, place.hit.score, fit)


def _latest_first(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Where no year is asked for, the latest of the facts that fit about equally well comes first."""
    best = ranked[0]
    near = [c for c in ranked if says_the_same(c, best)]
    near = [c for c in near if (c.fact.kind == "target") == (best.fact.kind == "target")]
    last = max(near, key=lambda c: (c.fact.period[-4:], c.fit))
    if last.fact.period[-4:] <= best.fact.period[-4:]:
        return list(ranked)
    first = replace(last, score=max(last.score, best.score))  # it states what the best states, of a later year
    return [first, *(c for c in ranked if c is not last)]


def says_the_same(other: Candidate, best: Candidate) -> bool:
    """Whether a candidate fits about as well as the best, in its unit: it may state the same thing of another year or body."""
    return (
        other.fit >= SAME * best.fit
        and other.logit >= best.logit - EQUAL
        and other.fact.figure.unit == best.fact.figure.unit
    )


def _with_nouns(facts: Sequence[Fact]) -> Iterator[tuple[Fact, str]]:
    """Each fact with the noun it shares with the one before it: 新收案件72824件，审结68029件 counts 案件 both times."""
    before: Fact | None = None
    for fact in facts:
        shares = (
            before is not None
            and before.sentence_start == fact.sentence_start
            and before.figure.unit == fact.figure.unit
            and 0 < len(fact.metric) <= BARE_VERB < len(before.metric)
        )
        yield fact, before.metric[-NOUN:] if before and shares else ""
        before = fact if not shares else before


def answering_first(hits: list[Hit], ranked: Sequence[Candidate]) -> list[Hit]:
    """The hits with the passage of the fact that answers in front; the others keep their order."""
    if not ranked or ranked[0].score < shipped().threshold:
        return hits
    first = ranked[0].passage.id
    return sorted(hits, key=lambda hit: hit.passage.id != first)


def elsewhere(asked: Question, best: Sequence[Candidate]) -> list[Candidate]:
    """The same thing as other bodies or years state it, where the question named neither."""
    first = best[0]
    seen = {(first.fact.entity, first.fact.period)}
    found: list[Candidate] = []
    for candidate in best[1:]:
        fact = candidate.fact
        key = (fact.entity, fact.period)
        if key in seen or not says_the_same(candidate, first):
            continue
        if asked.entities and asked.periods:
            continue
        seen.add(key)
        found.append(candidate)
    return found[:MAX_OTHERS]
