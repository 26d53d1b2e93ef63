"""A question after several figures as the questions that it is made of: one for each body, year or thing, or one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.store import DocumentInfo
from index.tokens import fold
from qa import asking as a
from qa.bodies import find_bodies
from qa.contrasts import contrasts_in
from qa.exceeds import against
from qa.followup import completed, own_metric
from qa.locality import left_in
from qa.months import months_of, told, without_months
from qa.question import alone, asked_for, bodies_named, periods_named
from qa.reports_named import reports_named
from qa.results import Question
from qa.several import counted_together, one_by_one
from qa.spoken import metric_of
from qa.turns import turns

MOST_PARTS = 40
"""A comparison of more bodies, years or things is refused: each is a question of its own."""
SHORT_PART = 4
"""A part of what was asked for is called by so few characters that it needs the name of the whole."""
_UNLINKED = re.compile(r"(?:^|(?<=\s))[、和与跟及比]+(?=\s|各|分别|$)")
"""What is left between names that are taken out."""
_BEFORE_EACH = re.compile(r"\s+(?=各|分别)")
_BLANKS = re.compile(r"\s+")
_LINKED = re.compile(r"\s+(?=[和与及跟、])|(?<=[和与及跟、])\s+")


def parts_of(asked: Question, documents: Sequence[DocumentInfo]) -> tuple[Question, ...]:
    """A comparison over reports, bodies, years or months as one question for each; empty where it names at most one of each."""
    both = a.BOTH.search(asked.even)
    if both and len(asked.periods) <= 1:
        whole, own = both["all"] or both["all_"], both["own"] or both["own_"]
        return tuple(
            replace(asked, text=asked.even.replace(other, ""), entities=(name,), operation="lookup")
            for name, other in ((whole, own), (own, whole))
        )
    if len(asked.reports) > 1:
        text = _UNLINKED.sub("", reports_named(asked.even, documents).rest)
        one = replace(_one(asked), text=text, even=text, reports=())
        return tuple(replace(one, documents=ids) for ids in asked.reports)
    pairs = _paired(asked)
    if len(asked.entities) > 1:
        named = [(name, find_bodies(name, documents).documents) for name in asked.entities]
        if len({frozenset(ids) for _, ids in named if ids}) > 1:
            return tuple(
                replace(_one(asked), entities=(n,), documents=ids, periods=pairs.get(n, asked.periods))
                for n, ids in named
                if ids
            )
    if len(asked.periods) > 1:
        days = {info.id: info.date.value for info in documents}
        given = {period: tuple(id_ for id_ in asked.given if days[id_].startswith(period)) for period in asked.periods}
        return tuple(replace(_one(asked), periods=(period,), given=given[period]) for period in asked.periods)
    stretches = sorted(months_of(asked.text))
    if len(stretches) > 1 and asked.operation == "compare":
        metric = " ".join(without_months(asked.metric).split())
        return tuple(
            replace(asked, text=f"{metric}{told(stretch)}", metric=f"{metric} {told(stretch)}", operation="lookup")
            for stretch in stretches
        )
    return ()


def each_of(
    parts: Sequence[Question], documents: Sequence[DocumentInfo], words: Sequence[Path] | None
) -> tuple[Question, ...]:
    """The parts of a comparison; of several things of several bodies or years each thing of each: 两省起数和人数分别下降多少."""
    if len({(part.documents, part.periods) for part in parts}) < len(parts):
        return tuple(parts)
    found = [_things(_BLANKS.sub("。", _rest(part, documents)).strip("。"), part, words) for part in parts]
    return tuple(one for part, things in zip(parts, found, strict=True) for one in things or (part,))


def _paired(asked: Question) -> dict[str, tuple[str, ...]]:
    """The year beside each body where every body has its own: 潮州2022年和珠海2012年, 邮储银行（2019年）; else none."""
    if len(asked.entities) < 2 or not asked.periods:
        return {}
    text = asked.even
    places = sorted((text.find(name), name) for name in asked.entities)
    years = [(match.start(), match.group(1)) for match in a.YEAR.finditer(text) if match.group(1) in asked.periods]
    if places[0][0] < 0 or len(years) != len(places):
        return {}
    first = places[0][0] < years[0][0]
    order = [places, years] if first else [years, places]
    told = [at for pair in zip(*order, strict=True) for at, _ in pair]
    return {name: (year,) for (_, name), (_, year) in zip(places, years, strict=True)} if told == sorted(told) else {}


def _one(asked: Question) -> Question:
    """A comparison as a question after one of the figures that it compares."""
    metric = " ".join(a.COMPARING.sub(" ", asked.metric).split()) or asked.metric
    concepts = tuple(c for c in asked.concepts if any(term in fold(metric) for term in c.terms))
    return replace(
        asked, text=asked.even, metric=metric, concepts=concepts, rewritten=f"{metric}是多少", operation="lookup"
    )


def in_turn(
    asked: Question, documents: Sequence[DocumentInfo], words: Sequence[Path] | None = None
) -> tuple[Question, ...]:
    """The questions that a question asks one after another, each with what it leaves out taken from the one before it."""
    both = a.PLAN_AND_DONE.search(asked.even)
    if both:
        text = asked.even[: both.start()] + asked.even[both.end() :]
        done = _placed(replace(alone(text, documents, asked.id, words), operation="lookup", kind=""), asked)
        plan = replace(done, kind="target")
        return (plan, done) if both["plan"] else (done, plan)
    if pair := against(asked.text):
        return tuple(replace(alone(text, documents, asked.id, words), operation="lookup") for text in pair)
    found = _clauses_in_turn(asked, documents, words)
    # 国家 by itself is a body, beside the name of another it is not; where years are named, each part is of one.
    kept = asked.documents is None or all({*(part.documents or ())} <= {*asked.documents} for part in found)
    dated = not asked.periods or all(part.periods for part in found)
    return found if kept and dated else ()


def _clauses_in_turn(
    asked: Question, documents: Sequence[DocumentInfo], words: Sequence[Path] | None
) -> tuple[Question, ...]:
    found: list[Question] = []
    group: list[Question] = []
    for clause in turns(asked.even):
        sides = any(len(side.held) > 1 for side in contrasts_in(clause))
        each = one_by_one(clause) if sides or a.EACH.search(clause) else counted_together(clause)
        of_each = a.EACH.search(clause) if found and not each else None
        texts = each or (a.EACH.sub("", clause) if of_each else clause,)
        asking = [replace(alone(text, documents, asked.id, words), operation="lookup") for text in texts]
        if of_each or (group and not each and len(own_metric(asking[0])) <= 1):
            found += [completed(asking[0], before) for before in group or found]
            continue
        first = found[-1] if found else None
        asking = [completed(current, first) if first else _placed(current, asked) for current in asking]
        if each and first:
            asking = [_about(current, first) for current in asking]
        group = asking if each else []
        found += asking
    return tuple(found)


def _about(part: Question, whole: Question) -> Question:
    """One of several short parts of what was asked before, as a part of it: 中央和地方各占多少 of 财政赤字."""
    own = part.metric.rstrip("占")
    if len(own) > SHORT_PART or own == whole.metric:
        return part
    share = own == part.metric or a.SHARE.search(part.text)  # 各占多少: of a sum a sum, unless a share is named
    return replace(
        part,
        metric=f"{own} {whole.metric}",
        spoken=f"{own}{whole.metric} {part.text}",
        concepts=(*part.concepts, *whole.concepts),
        units=(part.units if share else ()) or whole.units,
    )


def _placed(first: Question, whole: Question) -> Question:
    """The first of several questions with the body and the year that the whole names, where only the whole names them."""
    entities, documents = first.entities, first.documents
    if documents is None:
        entities, documents = whole.entities, whole.documents
    alone = whole.periods if len(whole.periods) == 1 else ()
    return replace(first, entities=entities, documents=documents, periods=first.periods or alone)


def things_of(
    asked: Question, documents: Sequence[DocumentInfo], words: Sequence[Path] | None = None
) -> tuple[Question, ...]:
    """A question after several things of one body and year as one question for each; empty where it names only one."""
    rest = _LINKED.sub(lambda m: m.group().strip(), _rest(asked, documents))
    rest = _BEFORE_EACH.sub("", a.WHICH_OF_BOTH.sub(lambda m: m["what"], a.WHICH_MORE.sub(" ", rest)))
    return _things(rest, asked, words) or _things("".join(rest.split()), asked, words)


def _rest(asked: Question, documents: Sequence[DocumentInfo]) -> str:
    """A comparison with blanks for the bodies and the years that it names."""
    rest = a.EXCEPT.sub(" ", periods_named(bodies_named(asked.even, documents).rest, documents)[1])
    return _UNLINKED.sub(" ", a.EMPTY.sub(" ", rest))


def _things(rest: str, asked: Question, words: Sequence[Path] | None) -> tuple[Question, ...]:
    found = []
    texts = one_by_one(rest)
    if len(texts) > MOST_PARTS:
        return (asked,) * len(texts)
    for text in texts:
        metric, concepts = metric_of(text, words)
        units, kind, _ = asked_for(text)
        found.append(
            replace(
                asked,
                text=text,
                metric=metric,
                concepts=concepts,
                units=units,
                kind=kind or asked.kind,
                operation="lookup",
                scope=asked.scoped,
                places=left_in(text, asked.places),
            )
        )
    return _in_like_units(found)


def _in_like_units(parts: Sequence[Question]) -> tuple[Question, ...]:
    """The parts of a comparison; one whose words tell no unit has the others': 新收案件和审结各多少."""
    told = {part.units for part in parts if part.units}
    if len(told) != 1 or any(part.kind for part in parts):
        return tuple(parts)
    shared = next(iter(told))
    return tuple(part if part.units else replace(part, units=shared) for part in parts)
