"""Follow-ups: what a question leaves out is taken from the question before it. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from index.numerals import chinese
from qa import asking as a
from qa.contrasts import contrasts_in
from qa.results import Question
from qa.spoken import metric_of

HEAD = 2
"""Characters of the last word of a metric, which is its head."""
_VERBS = re.compile(f"(?:{a.VERB.pattern})+(?=案|\\s|$)")


def is_elliptic(text: str, current: Question) -> bool:
    """True where the question leans on the one before it: it says so, it names no metric, or no body and year."""
    unplaced = current.documents is None and not current.periods
    return bool(a.FOLLOW_UP.search(text.strip())) or len(own_metric(current)) <= 1 or unplaced


def own_metric(question: Question) -> str:
    """The metric that the question names itself, apart from words of change and reference."""
    return a.ELLIPTIC_WORDS.sub("", a.POINTING.sub("", question.metric)).strip()


def completed(current: Question, before: Question) -> Question:
    """The follow-up with what it leaves out taken from the question before it."""
    swapped = _swapped(own_metric(current), before.metric)
    own = "" if swapped else own_metric(current)
    verb = bool(a.VERB.fullmatch(own))
    bare = not current.units and not a.ASKS.search(current.text)
    named = current.documents is not None
    periods = _shifted(current.text, before.periods) or current.periods or before.periods
    said = " ".join(a.POINTING.sub(" ", current.metric).split())
    metric = said if len(own) > 1 else _done(own, before.metric, said) if verb else swapped or before.metric
    if bare and len(own) > 1 and a.HEAD_LEFT_OUT.fullmatch(current.text):
        metric = f"{said} {a.COUNTER.sub('', before.metric)}"
    if own.startswith(a.SHARE_OF) and not swapped:
        metric = f"{a.COUNTER.sub('', before.metric)} {said}"
    refers = a.REFERS.search(current.text)
    if refers and len(own) > 1:
        metric = f"{a.COUNTER.sub('', before.metric)} {metric_of(current.text.replace(refers.group(), ' '))[0]}"
    kind = current.kind or (before.kind if swapped or bare or (len(own) <= 1 and before.kind != "change") else "")
    entities = current.entities if named else before.entities
    scoped = a.OWN.search(current.text) or a.ALL.search(current.text)
    alike = bare and metric == before.metric and kind == before.kind and not scoped
    asked = (before.spoken or before.text) if alike else a.COUNTER.sub("", metric)
    return replace(
        current,
        metric=metric,
        units=current.units or (before.units if (len(own) <= 1 or bare) and kind == before.kind else ()),
        kind=kind,
        entities=entities,
        documents=current.documents if named else before.documents,
        periods=periods,
        places=current.places or before.places,
        operation=current.operation if current.operation != "text" else before.operation,
        concepts=current.concepts if swapped or verb or len(own) > 1 else before.concepts,
        spoken=f"{asked} {current.text}",
        scope=current.text if named or scoped else before.scoped,
        rewritten="".join(
            [
                "、".join(entities),
                "、".join(f"{p.replace('-', '至')}年" for p in periods),
                metric,
                {"change": "变化多少", "rank": "排名第几", "target": "目标是多少"}.get(kind, "是多少"),
            ]
        ),
    )


def counterpart(asked: Question, before: Question, about: str) -> Question:
    """A follow-up that only names something else, 农民呢, as after the same of that: the last word of ``about`` says what."""
    tail = about[-HEAD:]
    concepts = tuple(c for c in before.concepts if tail in c.terms)
    return replace(
        asked,
        metric=f"{asked.metric} {tail}",
        units=before.units,
        kind=before.kind,
        concepts=(*asked.concepts, *concepts),
        spoken=f"{asked.metric} {tail} {asked.text}",
    )


def _done(verb: str, before: str, said: str) -> str:
    """What was spoken of with another verb: 刑事案件 结 after 刑事案件 收; what is ``said`` where no verb stands by itself before."""
    return _VERBS.sub(verb, before, count=1) if _VERBS.search(before) else said


def _swapped(own: str, before: str) -> str:
    """农村居民 after 城镇居民人均收入: the metric before with the word in which they differ exchanged; "" if none does."""
    for contrast in contrasts_in(own):
        for word, other in itertools.product(contrast.held, contrast.others):
            if own.replace(word, other) in before:
                return before.replace(own.replace(word, other), own)
    return ""


def _shifted(text: str, periods: Sequence[str]) -> tuple[str, ...]:
    """再往前一年, 过了两年: the year before's, moved."""
    if len(periods) != 1 or not periods[0].isdigit():
        return ()
    if a.EARLIER_YEAR.search(text):
        return (str(int(periods[0]) - 1),)
    later = a.LATER_YEAR.search(text)
    if later:
        return (str(int(periods[0]) + int(chinese(later["many"] or "一") or 1)),)
    return ()
