"""Hits and their facts to the facts that answer, or the reason why none does. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.dealing import BASE
from index.heads import caption_name, is_whole
from index.numbers import find_figures
from index.records import Fact, Figure, Passage
from index.tables import name_of
from index.tokens import fold, terms
from index.units import QUANTITIES
from index.wording import AFTER_STOP, DOING
from qa.asking import ADDED, ALL, DIMENSIONS, DONE, EARLIER, EXCEPT, OVER_YEARS, OWN, TARGETED, TOTAL
from qa.choice import Choice, shipped
from qa.contrasts import Contrast, contrasts_in, is_contrary
from qa.cover import Weights, meanings, plain, weigh
from qa.months import Months, months_of
from qa.reader import Reader
from qa.results import Hit, Question
from qa.traits import CHANGES, Measured

SHARES: Mapping[str, float] = {"near": 0.45, "clause": 0.25, "sentence": 0.2, "whole": 0.1, "precision": 0.2}
RETRIEVAL = 0.08
"""What the parts of a fit weigh; the fit sorts out what the model looks at, and is one of the things it weighs."""
FOLLOWING, AHEAD = 0.05, 2.0
"""What a part of a comparison needs where another is sure: so much, and so many times as much as its best rival."""
MOST = 40
"""Facts that are weighed; hardly ever is the one that answers not among them."""
BARE_VERB, NOUN = 3, 2
UNASKED_DURATION = 0.6
WRONG_UNIT, WRONG_KIND, UNASKED_CHANGE, UNASKED_TARGET = 0.2, 0.3, 0.6, 0.6
UNASKED_BASE, UNASKED_PART, WRONG_SCOPE, WRONG_LEVEL, SPAN, ROUND = 0.75, 0.97, 0.7, 0.3, 0.9, 0.94
UNTOLD_UNIT = 0.9
NAMED = 0.34
"""A question names a row if it has so much of its label: 财务人员 is not asked for with 研发人员."""
TOLD, OTHER_SIDE, OTHER_MONTHS, UNASKED_MONTHS, UNWANTED = 0.3, 0.6, 0.4, 0.6, 0.5
LOOK_AHEAD = 14
_RATE = re.compile("[率比度]|占")
_WITHIN = re.compile(r"(?<![0-9])(?:[1-9]|1[01])月(?:[0-9]{1,2}日|末|底)")
"""A day within the year, where 12月31日 would be its end."""
_LEVEL = re.compile("(?<!基)本级")
_BEGINS = re.compile(
    r"^(?:.*[，,；;：:。])?\s*(?:(?:19|20)[0-9]{2}年(?:度|[0-9]{1,2}月)?|其中|全年|去年|今年)?[，,：:]?", re.DOTALL
)
"""All of a sentence up to the clause that a figure stands in, and the time that this clause begins with."""
SUMMED = ("measure", "money", "number")
"""Kinds of figures that can be summed up over a span of years."""
SAME = 0.93
EQUAL = 2.5
"""Another report's fact within this share of the best fit, and so near in logit, states the same thing elsewhere."""


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
    sentence answers has its sentences read, not its figures.
    """
    measured = measure(question, hits, facts)
    if not measured:
        return []
    logits, sure = (choice or shipped()).weigh(question, measured, reader, closely=question.operation != "text")
    found = [
        Candidate(m.fact, m.passage, chance, m.fit, logit)
        for m, chance, logit in zip(measured, sure.tolist(), logits.tolist(), strict=True)
    ]
    found.sort(key=lambda c: (-c.logit, c.passage.ordinal, c.fact.figure.start))
    return found if question.periods else _latest_first(found)


def together(ranked: Sequence[Sequence[Candidate]], threshold: float, *, alike: bool) -> list[Candidate]:
    """The fact of each part of a comparison; empty unless every part has one.

    Parts ``alike`` ask for the same thing of several bodies or years: the surest leads, and the others may be less sure than
    ``threshold`` if they measure the same and are well ahead of their rivals. Of unlike parts each needs half of it.
    """
    if not all(ranked):
        return []
    lead = max((own[0] for own in ranked), key=lambda c: c.score)
    if not alike:
        return (
            [_raised(own[0], threshold) for own in ranked] if all(o[0].score >= threshold / 2 for o in ranked) else []
        )
    if lead.score < threshold:
        return []
    chosen = []
    for own in ranked:
        same = [c for c in own if _measures(c) == _measures(lead)]
        if not same:
            return []
        rivals = [c.score for c in same if c.fact.figure.value != same[0].fact.figure.value]
        if same[0].score < max(FOLLOWING, AHEAD * max(rivals, default=0.0)):
            return []
        chosen.append(_raised(same[0], threshold))
    return chosen


def _raised(candidate: Candidate, threshold: float) -> Candidate:
    """The candidate with a score of at least ``threshold``: together the parts of a comparison have reached it."""
    return replace(candidate, score=max(candidate.score, threshold))


def _measures(candidate: Candidate) -> tuple[str, bool]:
    """What a fact measures, and whether it is a change."""
    return dimension_of(candidate.fact.figure.unit), candidate.fact.kind in CHANGES


def measure(question: Question, hits: Sequence[Hit], facts: Mapping[str, Sequence[Fact]]) -> list[Measured]:
    """How well the facts that keep the question's locks fit it: the best ``MOST`` of them, best first."""
    weights = weigh(question, [hit.passage.searchable for hit in hits])
    meant, given, months = meanings(question), _given(question), months_of(question.text)
    contrasts = tuple(contrasts_in(question.metric))
    found = [
        _measured(question, fact, noun, place, weights, meant, months, given, contrasts)
        for place in _places(hits, weights)
        for fact, noun in _with_nouns(facts.get(place.hit.passage.id, ()))
        if in_period(question, fact) and in_dimension(question, fact)
    ]
    return sorted(found, key=lambda m: (-m.fit, m.passage.ordinal, m.fact.figure.start))[:MOST]


def _latest_first(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Where no year is asked for, the latest of the facts that fit about equally well comes first."""
    best = ranked[0]
    near = [c for c in ranked if says_the_same(c, best)]
    near = [c for c in near if (c.fact.kind == "target") == (best.fact.kind == "target")]
    last = max(near, key=lambda c: (c.fact.period[-4:], c.fit))
    first = last if (last.fact.period[-4:], last.fit) > (best.fact.period[-4:], best.fit) else best
    return [first, *(c for c in ranked if c is not first)]


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


def _given(question: Question) -> list[Figure]:
    """The quantities that the question itself states."""
    return [figure for figure in find_figures(question.text) if figure.kind in QUANTITIES]


def _news(fact: Fact, given: Sequence[Figure]) -> float:
    """首次突破万亿，具体是多少: what the question says already is not what it asks for."""
    told = (g for g in given if g.value == fact.figure.value and g.unit in ("", fact.figure.unit))
    return TOLD if any(told) else 1.0


def in_period(question: Question, fact: Fact) -> bool:
    """Whether the fact is of a period that the question names, or the question names none.

    What was done over several years is of none of them: 城镇新增就业 of five years is not that of the last.
    """
    summed = "-" in fact.period and (fact.kind == "cumulative" or (fact.kind == "level" and DOING.search(fact.metric)))
    summed = summed and fact.figure.kind in SUMMED and not OVER_YEARS.search(question.text)
    return not question.periods or any(
        covers(fact.period, period) for period in question.periods if not summed or "-" in period
    )


def in_dimension(question: Question, fact: Fact) -> bool:
    """Whether a fact measures what is asked for: no area answers how many tons; things may be counted in other units.

    A bare number may be of anything that is counted.
    """
    if not question.units or question.kind == "rank" or not fact.figure.unit:
        return True
    asked = {dimension_of(unit) for unit in question.units}
    return fact.figure.unit in question.units or dimension_of(fact.figure.unit) in asked


def dimension_of(unit: str) -> str:
    """What a unit measures; 元/吨 is money, as 元 is.

    >>> dimension_of("元/吨"), dimension_of("吨/年"), dimension_of("件")
    ('money', 'weight', 'things')
    """
    return DIMENSIONS.get(unit) or DIMENSIONS.get(unit.split("/")[0], "things")


def covers(stated: str, asked: str) -> bool:
    """Whether a stated period (2024, 2017-2021) is the asked one, or a span that ends in it.

    Asked for a span, the value at its end counts too; ``2017-`` asks for any span that begins in 2017.
    """
    if stated == asked or (asked.endswith("-") and stated.startswith(asked)):
        return True
    return ("-" in stated and stated[-4:] == asked) or (
        "-" in asked and not asked.endswith("-") and stated == asked[-4:]
    )


def _measured(
    question: Question,
    fact: Fact,
    noun: str,
    place: _Place,
    weights: Weights,
    meant: Mapping[str, float],
    months: Months,
    given: Sequence[Figure],
    contrasts: Sequence[Contrast],
) -> Measured:
    near, clause, sentence = regions(fact, place.text, place.hit.passage.start)
    metric = _metric(fact, noun)
    folded = plain(metric)
    covered = {
        "near": weights.coverage_of(f"{folded} {near}"),
        "clause": weights.coverage_of(f"{folded} {clause}"),
        "sentence": weights.coverage_of(sentence),
        "whole": place.covered,
        "precision": _precision(question, metric, meant),
    }
    factors = {
        "unit fit": _unit_fit(question, fact),
        "kind fit": _kind_fit(question, fact),
        "done fit": WRONG_KIND if fact.kind == "target" and DONE.search(question.text) else 1.0,
        "scope fit": _scope_fit(question, fact),
        "level fit": _level_fit(question, fact),
        "span fit": _span_fit(question, fact),
        "months fit": _months_fit(months, fact, place.hit.passage),
        "wanted": _wanted(question, fact, metric),
        "not contrary": OTHER_SIDE if is_contrary(contrasts, metric if fact.table else fact.metric) else 1.0,
        "new": _news(fact, given),
    }
    # A passage's score is a probability: the second of fifty has little of it and may well be right.
    told = sum(share * covered[name] for name, share in SHARES.items()) + RETRIEVAL * math.sqrt(place.hit.score)
    fit = told * math.prod(factors.values())
    return Measured(fact, place.hit.passage, metric, covered, factors, place.number, place.hit.score, fit)


def _wanted(question: Question, fact: Fact, metric: str) -> float:
    """Whether a figure is what the question says it does not ask for, or in a table of a part that it does not name."""
    if fact.table is None:
        return UNWANTED if _unwanted(question.text, fact.metric) else 1.0
    return UNWANTED if _unwanted(question.text, metric) or not _names_row(question, fact) else 1.0


def _names_row(question: Question, fact: Fact) -> bool:
    """Whether the question has words of the label of a row, or that is the total of all rows: asked for 营业收入, not 华东."""
    if is_whole(fact.metric):
        return fact.table is None or fact.table.above.lstrip("分按") in question.text
    if "".join(question.metric.split()) in fact.metric:
        return True
    own = [term for term in terms(fact.metric) if len(term) > 1]
    asked = {*terms(question.text), *meanings(question)}
    return sum(term in asked for term in own) >= NAMED * len(own)


def _unwanted(asked: str, stated: str) -> bool:
    """Whether a metric is what the question says it does not ask for, or what was added where it asks for all."""
    named = EXCEPT.search(asked)
    if named and named["what"].strip() in stated:
        return True
    return bool(TOTAL.search(asked) and ADDED.search(stated) and not ADDED.search(asked))


def _metric(fact: Fact, noun: str) -> str:
    """What a fact measures in words: in a table the head of its column says as much as the label of its row."""
    table = fact.table
    if table is None or fact.kind in CHANGES:
        return f"{fact.metric}{noun}"
    whole = caption_name(table.caption) if is_whole(fact.metric) else ""
    return f"{whole} {fact.metric} {table.column}".strip()


def _months_fit(asked: Months, fact: Fact, passage: Passage) -> float:
    """What a figure of other months counts; in a table one of a quarter, or of a day within the year, where none is asked for."""
    if fact.table is None:
        return OTHER_MONTHS if asked and _of_other_months(asked, fact, passage) else 1.0
    words = f"{fact.table.above} {fact.metric} {fact.table.column}"
    stated = months_of(words) - {(1, 12)}
    if asked:
        return OTHER_MONTHS if stated and asked.isdisjoint(stated) else 1.0
    return UNASKED_MONTHS if stated or _WITHIN.search(words) else 1.0


def _of_other_months(asked: Months, fact: Fact, passage: Passage) -> bool:
    """Whether what leads to a figure names months, and none of those asked for."""
    start = max(0, fact.sentence_start - passage.start)
    stated = months_of(passage.text[start : fact.figure.start - passage.start])
    return bool(stated) and asked.isdisjoint(stated)


def regions(fact: Fact, text: str, base: int) -> tuple[str, str, str]:
    """The words right around the figure, its clause, and its sentence, where ``text`` begins at ``base`` of the report.

    Of a figure in a table: the heads of its column and the labels of its row, these with its caption, and the whole row.
    """
    if fact.table is not None:
        told = plain(f"{fact.table.above} {name_of(fact)} {fact.table.column}")
        caption = plain(fact.table.caption)
        row = text[max(0, fact.sentence_start - base) : fact.sentence_end - base]
        return told, f"{told} {caption}", f"{told} {caption} {row}"
    start, end = fact.figure.start - base, fact.figure.end - base
    left = max(text.rfind(mark, 0, start) for mark in "，。；：,;\n（(") + 1
    stop = AFTER_STOP.search(text, end)
    right = stop.start() if stop else len(text)
    sentence = text[max(0, fact.sentence_start - base) : fact.sentence_end - base]
    return text[left : min(right, end + LOOK_AHEAD)], text[left:right], sentence


def is_about(fact: Fact, passage: Passage, body: str) -> bool:
    """Whether the clause that a figure stands in begins with ``body``, or its row of a table is labelled so.

    与上海法院共同… and 上海、浙江… are about others as well.
    """
    if fact.table is not None:
        return body in (fact.metric, fact.metric.removesuffix("合计"))
    before = passage.text[max(0, fact.sentence_start - passage.start) : fact.figure.start - passage.start]
    found = _BEGINS.search(before)
    return bool(found and re.match(rf"{re.escape(body)}(?![、和与及同跟])", before[found.end() :]))


def _precision(question: Question, metric: str, meant: Mapping[str, float]) -> float:
    """Share of the metric's own terms that the question names or means: 审结案件 asks for no 审结破产案件."""
    own = [term for term in terms(metric) if len(term) > 1]
    if not own:
        return 0.0
    asked = fold(question.text)
    return sum(1.0 if term in asked else meant.get(term, 0.0) for term in own) / len(own)


def _unit_fit(question: Question, fact: Fact) -> float:
    if question.kind == "rank":
        return 1.0
    if not question.units:
        return UNASKED_DURATION if fact.figure.kind == "duration" else 1.0
    if fact.table is not None and not fact.figure.unit:
        return UNTOLD_UNIT if _counts(question) else WRONG_UNIT
    return 1.0 if fact.figure.unit in question.units else WRONG_UNIT


def _counts(question: Question) -> bool:
    """Whether a question asks for a number of people or things, whose unit a table may leave out: 在职员工的数量合计 29,031."""
    return {dimension_of(unit) for unit in question.units} <= {"people", "things"}


def _scope_fit(question: Question, fact: Fact) -> float:
    """Whose figure it is: all courts' or the court's own; the value that a change starts from; a part, a span of years."""
    own_asked, own = OWN.search(question.text), OWN.search(f"{fact.scope}{fact.metric}")
    fit = WRONG_SCOPE if bool(own_asked) != bool(own) and (own_asked or ALL.search(question.text) or own) else 1.0
    if fact.basis == BASE and not EARLIER.search(question.text):
        fit *= UNASKED_BASE
    if fact.part_of and "其中" not in question.text:
        fit *= UNASKED_PART
    if fact.figure.approx.startswith(("突破", "超", "近", "逾", "以上")):
        fit *= ROUND
    return fit


def _span_fit(question: Question, fact: Fact) -> float:
    """Asked for a year, a span that ends in it is second best; so is the last year, asked for the span."""
    return SPAN if question.periods and fact.period not in question.periods else 1.0


def _level_fit(question: Question, fact: Fact) -> float:
    """The whole is no answer to a question for the part, nor the total of some rows of a table to one for others."""
    if fact.table is not None and is_whole(fact.metric) and not _names_row(question, fact):
        return WRONG_LEVEL
    own = OWN.search(f"{fact.scope}{fact.metric}")
    return WRONG_LEVEL if _LEVEL.search(question.text) and not own else 1.0


def _kind_fit(question: Question, fact: Fact) -> float:
    changed = fact.basis or fact.kind in ("change", "point_change")
    if question.kind == "rank" or fact.kind == "rank":
        return 1.0 if question.kind == fact.kind else WRONG_KIND
    if question.kind == "change":
        if fact.kind == "target" and fact.direction:
            return 1.0 if TARGETED.search(question.text) else UNASKED_TARGET
        return 1.0 if changed else WRONG_KIND
    if question.kind == "target":
        return 1.0 if fact.kind == "target" else UNASKED_TARGET
    if changed and question.metric.endswith("率") and not _RATE.search(fact.metric):
        return WRONG_KIND  # 执行到位率 is not by how much 执行到位金额 rose
    if fact.kind == "target" and not changed:
        return UNASKED_TARGET if not question.periods else 0.85
    return UNASKED_CHANGE if changed else 1.0
