"""Follow-ups: what a question leaves out is taken from the question before it. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from index.numerals import chinese
from index.tokens import fold, terms
from qa import asking as a
from qa import lexicon
from qa.contrasts import contrasts_in
from qa.results import Question
from qa.spoken import metric_of

HEAD = 2
"""Characters of the last word of a metric, which is its head."""
_ANY_CASES = re.compile(r"案子|案件|官司|案|[件起宗]|\s")
_VERBS = re.compile(f"(?:{a.VERB.pattern})+(?=案|\\s|$)")
_LAST_YEAR = re.compile("[去上]年(?!末|底|同期)")


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
    periods = _shifted(current.text, current.periods, before.periods) or current.periods or before.periods
    said = " ".join(a.POINTING.sub(" ", current.metric).split())
    metric = said if len(own) > 1 else _done(own, before.metric, said) if verb else swapped or before.metric
    if bare and len(own) > 1 and a.HEAD_LEFT_OUT.fullmatch(current.text):
        metric = f"{said} {a.COUNTER.sub('', before.metric)}"
    if own.startswith(a.SHARE_OF) and not swapped:
        metric = f"{a.COUNTER.sub('', before.metric)} {said}"
    rate = a.RATE_OF_CHANGE.search(current.metric)
    if rate and len(own) <= 1 and not swapped and before.kind != "change":
        metric = f"{a.COUNTER.sub('', before.metric)}{rate.group()}"
    refers = a.REFERS.search(current.text)
    if refers and len(own) > 1:
        metric = f"{a.COUNTER.sub('', before.metric)} {metric_of(current.text.replace(refers.group(), ' '))[0]}"
    kind = current.kind or (before.kind if swapped or bare or (len(own) <= 1 and before.kind != "change") else "")
    entities = current.entities if named else before.entities
    scoped = a.OWN.search(current.text) or a.ALL.search(current.text)
    plain, plain_before = (a.COUNTER.sub("", words) for words in (metric, before.metric))
    same = verb or plain[-1:] == plain_before[-1:]  # 毛利率 is told in other units than 收入, 结了多少 in those of 收案
    metric = plain if swapped and not same else metric
    inherits = (len(own) <= 1 or (bare and _akin(said, before.metric))) and (same or not swapped)
    alike = bare and metric == before.metric and kind == before.kind and not scoped
    asked = (before.spoken or before.text) if alike else a.COUNTER.sub("", metric)
    return replace(
        current,
        metric=metric,
        units=current.units or (before.units if inherits and kind == before.kind else ()),
        kind=kind,
        entities=entities,
        documents=current.documents if named else before.documents,
        periods=periods,
        places=current.places or before.places,
        operation=current.operation if current.operation != "text" else before.operation,
        concepts=current.concepts if swapped or verb or len(own) > 1 else before.concepts,
        spoken=f"{asked} {current.text}",
        scope=current.text if named or scoped else before.scoped,
        rewritten=_rewritten(entities, periods, metric, kind),
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


def _akin(said: str, before: str) -> bool:
    """Whether what a follow-up names shares a word with what was asked before: 前五名供应商 after 前五大客户销售额占比."""
    return any(term in fold(before) for term in terms(said) if len(term) > 1)


def _rewritten(entities: Sequence[str], periods: Sequence[str], metric: str, kind: str) -> str:
    """A follow-up as a question by itself."""
    years = "、".join(f"{p.replace('-', '至')}年" for p in periods)
    asking = {"change": "变化多少", "rank": "排名第几", "target": "目标是多少"}.get(kind, "是多少")
    return f"{'、'.join(entities)}{years}{metric}{asking}"


def _done(verb: str, before: str, said: str) -> str:
    """What was spoken of with another verb: 刑事案件 结 after 刑事案件 收; what is ``said`` where nothing but cases was spoken of."""
    about = _ANY_CASES.sub("", _VERBS.sub("", before))
    return _VERBS.sub(verb, before, count=1) if about and _VERBS.search(before) else said


def _swapped(own: str, before: str) -> str:
    """农村居民 after 城镇居民人均收入: the metric before with the word in which they differ exchanged; "" if none does."""
    for contrast in contrasts_in(own):
        for word, other in itertools.product(contrast.held, contrast.others):
            if own.replace(word, other) in before:
                return _exchanged(before, own.replace(word, other), own)
    return ""


def _exchanged(before: str, word: str, own: str) -> str:
    """``before`` with ``own`` for ``word``, or for the whole term that this is part of, where there is no such term of ``own``.

    毛利率 after 大米 营业收入 is 大米 毛利率; 支出 after 一般公共预算收入 is 一般公共预算支出.
    """
    at = before.index(word)
    term = next(((a, b) for a, b in lexicon.official(before) if a <= at and at + len(word) <= b), None)
    if term is None or not _is_term(own):
        return before.replace(word, own)
    changed = before[slice(*term)].replace(word, own)
    return before.replace(word, own) if _is_term(changed) else before[: term[0]] + own + before[term[1] :]


def _is_term(text: str) -> bool:
    return (0, len(text)) in lexicon.official(text)


def _shifted(text: str, named: Sequence[str], periods: Sequence[str]) -> tuple[str, ...]:
    """再往前一年, 过了两年: the year before's, moved; so is 去年 where that names the same year again."""
    if len(periods) != 1 or not periods[0].isdigit():
        return ()
    if a.EARLIER_YEAR.search(text) or (_LAST_YEAR.search(text) and tuple(named) == tuple(periods)):
        return (str(int(periods[0]) - 1),)
    later = a.LATER_YEAR.search(text)
    if later:
        return (str(int(periods[0]) + int(chinese(later["many"] or "一") or 1)),)
    return ()
