"""Words to a question: metric, unit asked for, body, period, operation; what a follow-up leaves out is taken from the history."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.lines import squeeze
from index.numerals import chinese
from index.store import DocumentInfo
from index.tokens import fold, terms
from index.traditional import simplified
from index.wording import FIVE_YEAR_PLANS
from index.years import arabic_years
from qa import asking as a
from qa import lexicon
from qa.bodies import Named, find_bodies
from qa.evened import evened
from qa.exceeds import against
from qa.followup import completed, counterpart, is_elliptic, own_metric
from qa.locality import news_of
from qa.months import months_of
from qa.reports_named import reports_named
from qa.results import Question
from qa.spoken import metric_of
from qa.turns import turns

_ALSO = re.compile("[，,][^，。？?]{2,8}呢$")
"""Asks the same of another: 广东惠及多少名儿童，江西呢."""
MAX_LENGTH = 2000
"""A longer question is refused: nobody types it, and it costs the others their time."""


def understand(
    text: str,
    documents: Sequence[DocumentInfo],
    *,
    history: Sequence[str] = (),
    question_id: str = "",
    words: Sequence[Path] | None = None,
) -> Question:
    """The question as understood against the reports of a library; ``history`` are the earlier turns, oldest first.

    ``words`` are the user's own lexicon files.
    """
    current = alone(text, documents, question_id, words)
    if history and is_elliptic(text, current):
        before = understand(history[-1], documents, history=history[:-1], words=words)
        return completed(current, before)
    return current


def understood_further(
    text: str,
    documents: Sequence[DocumentInfo],
    *,
    history: Sequence[str],
    question_id: str = "",
    words: Sequence[Path] | None = None,
) -> tuple[Question, ...]:
    """A follow-up that names a metric of its own as about what the question before it was about too; none for any other.

    当月办完的有几件 after a question for civil cases may mean those; 农民呢 after one for the income of workers that of farmers.
    """
    current = alone(text, documents, question_id, words)
    if not history or not is_elliptic(text, current) or len(own_metric(current)) <= 1:
        return ()
    before = understand(history[-1], documents, history=history[:-1], words=words)
    asked = completed(current, before)
    about = a.COUNTER.sub("", before.metric)
    further = replace(
        asked,
        metric=f"{about} {asked.metric}",
        concepts=(*before.concepts, *asked.concepts),
        spoken=f"{about} {current.text}",
    )
    bare = not current.units and not a.ASKS.search(current.text)
    return (further, counterpart(asked, before, about)) if bare else (further,)


def names_another(
    text: str, documents: Sequence[DocumentInfo], *, history: Sequence[str], words: Sequence[Path] | None = None
) -> bool:
    """Whether a follow-up names something that the question before it does not: 钢呢 after one for 粮食产量."""
    current = alone(text, documents, "", words)
    own = "".join(own_metric(current).split())
    if not own or not is_elliptic(text, current):
        return False
    before = understand(history[-1], documents, history=history[:-1], words=words)
    said = fold(f"{before.metric} {before.text}")
    return not any(term in said for term in terms(own) if len(term) > 1 or len(own) == 1)


def goes_on_with(text: str, documents: Sequence[DocumentInfo], asked: Question) -> bool:
    """Whether a follow-up, understood as ``asked``, names no body, place or time of its own, so may go on with the same item."""
    if not asked.spoken or asked.documents is not None:
        return False
    own = alone(text, documents, asked.id)
    return not (own.periods or own.places or own.documents or months_of(own.text))


def alone(
    text: str, documents: Sequence[DocumentInfo], question_id: str, words: Sequence[Path] | None = None
) -> Question:
    """The question by itself, whatever was asked before it."""
    plain = simplified(squeeze(text).strip())
    even = evened(plain)
    named = bodies_named(even, documents)
    reports = reports_named(a.EXCEPT.sub(" ", named.rest), documents)
    told = [info for info in documents if info.id in (reports.all or ())]
    periods, rest = periods_named(reports.rest, told or documents, named.documents)
    units, kind, operation = asked_for(a.EXCEPT.sub(" ", even))
    if operation != "compare" and even != plain:
        operation = "compare"
    if operation == "lookup" and len(periods) > 1 and (not kind or a.EVERY_YEAR.search(plain)):
        operation = "list"
    if operation == "lookup" and (len(reports.named) > 1 or _side_by_side(even, named.names)):
        operation = "compare"
    if operation == "lookup" and len(named.names) > 1 and _ALSO.search(even.removesuffix("？").removesuffix("?")):
        operation = "compare"
    placed = bool(named.strangers) and len(news_of(documents)) == len(documents)
    missing = bool(named.strangers) and not placed and (operation == "compare" or not named.names)
    given = _given(plain, documents)
    rest = a.TOLD.sub(" ", rest) if given else rest
    metric, concepts = metric_of(a.ON_YEAR.sub(" ", rest) if kind == "change" else rest, words)
    return Question(
        id=question_id,
        text=plain,
        metric=metric,
        units=units,
        kind=kind,
        entities=named.strangers if missing else named.names,
        documents=() if missing else _both(named.documents if named.names else None, reports.all),
        periods=periods,
        operation=operation,
        rewritten=plain,
        concepts=concepts,
        given=given,
        even=even,
        reports=reports.named if len(reports.named) > 1 else (),
        places=named.strangers if placed else (),
    )


def _side_by_side(text: str, names: Sequence[str]) -> bool:
    """Whether two bodies are named with a word between them that joins: 云南、贵州, 江苏跟浙江."""
    return any(
        re.search(
            rf"{re.escape(one)}[^，。？]{{0,4}}(?:、|和|与|跟|及|比|还是)[^，。？]{{0,4}}{re.escape(other)}", text
        )
        for one, other in itertools.permutations(names, 2)
    )


def _given(text: str, documents: Sequence[DocumentInfo]) -> tuple[str, ...]:
    """2026年2月最高检说…: the reports of that month, if what a question asks for was told then."""
    if not a.TELLS.search(text):
        return ()
    days = tuple(
        match["year"] + "".join(f"-{int(part):02}" for part in (match["month"], match["day"]) if part)
        for match in a.TOLD_IN.finditer(text)
    )
    return tuple(info.id for info in documents if days and info.date.value.startswith(days))


def _both(bodies: tuple[str, ...] | None, reports: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The reports that both a body and a report's year allow; either alone where the other is not named."""
    if bodies is None or reports is None:
        return reports if bodies is None else bodies
    return tuple(id_ for id_ in bodies if id_ in reports) or bodies


def bodies_named(text: str, documents: Sequence[DocumentInfo]) -> Named:
    """The bodies of ``text``; where it names none, those it names once its nicknames of places are told formally."""
    named = find_bodies(text, documents)
    if named.names:
        return named
    formal = lexicon.placed(text)
    return find_bodies(formal, documents) if formal != text else named


def asked_for(text: str) -> tuple[tuple[str, ...], str, str]:
    """Units, fact kind and operation that the question asks for."""
    if a.RANK.search(text):
        return (), "rank", "list" if a.EACH_RANK.search(text) else "lookup"
    kind = "change" if a.CHANGE.search(text) else "target" if a.TARGETED.search(text) else ""
    several = a.SEVERAL.search(text) and not a.ALTOGETHER.fullmatch(text)
    if a.NUMBERED.search(text):
        return (), "", "text"
    if a.LISTING.search(text) or a.WHICH_NAMED.search(text) or (several and not a.COMPARE.search(text)):
        operation = "list"
    elif a.COMPARE.search(text) or several or against(text):
        operation = "compare"
    elif turns(text):
        operation = "list"
    elif (a.TEXTUAL.search(text) or a.WHETHER.search(text)) and not a.NUMERIC.search(text):
        operation = "text"
    else:
        operation = "lookup"
    return _units(text, kind), kind, operation


def _units(text: str, kind: str) -> tuple[str, ...]:
    """Units an answer may have: those after 多少 and 几; a change may be told in any unit unless one is named."""
    for pattern, units in a.UNIT_PATTERNS:
        match = pattern.search(text)
        if match and (kind != "change" or re.search("多少.|几.|百分之", match.group())):
            return units
    count = a.COUNT_PATTERN.search(text)
    if count and count["unit"] != "个":
        unit = count["unit"].lstrip("万亿")
        return a.TIMES if unit == "次" else (unit,)
    return next((units for pattern, units in a.NOUN_UNITS if kind != "change" and pattern.search(text)), ())


def periods_named(
    text: str, documents: Sequence[DocumentInfo], meant: Sequence[str] = ()
) -> tuple[tuple[str, ...], str]:
    """Years the text names, in order, and the text without them; ``meant`` are the reports of the bodies that it names."""
    found: list[str] = []

    def note(*years: str) -> str:
        found.extend(year for year in years if year not in found)
        return " "

    text = a.ONLY_THAN_YEAR.sub(" ", a.THAN_YEAR.sub(lambda m: m["first"] + " ", arabic_years(text)))
    text = a.SINCE_YEAR.sub(lambda m: note(f"{m.group(1)}-"), text)
    text = a.MONTHS_RANGE.sub(lambda m: note(*_span(m["first"], m["last"], every=False)), text)
    text = a.YEAR_RANGE.sub(lambda m: note(*_span(m.group(1), m.group(2), bool(a.EVERY_YEAR.search(text)))), text)
    text = a.YEAR.sub(lambda m: note(m.group(1)), text)
    text = a.SHORT_YEARS.sub(
        lambda m: note(*(_century(int(year)) for year in re.findall("[0-9]{2}", m["years"]))), text
    )
    text = a.SHORT_YEAR.sub(
        lambda m: note(_century(int(m.group(1)))) if m.group(1)[0] == "0" or int(m.group(1)) > 8 else m.group(), text
    )
    text = a.CHINESE_YEAR.sub(lambda m: note(_chinese_year(m.group(1))), text)
    if found:
        text = a.PLAN.sub(" ", text)
    elif not any(word in text for word in a.RELATIVE_YEARS):
        text = a.PLAN.sub(lambda m: note(FIVE_YEAR_PLANS[m["quoted"] or m["long"] or m["short"]]), text, count=1)
    for word, step in a.RELATIVE_YEARS.items():
        if word in text and not found and not text.startswith(("比", "较"), max(0, text.find(word) - 1)):
            text = text.replace(word, note(*_relative(step, text, documents, meant)))
    return tuple(found), a.EMPTY.sub(" ", text)


def _span(first: str, last: str, every: bool) -> tuple[str, ...]:
    """2022年到2024年: every year of it where each is asked for, else the span as reports name it."""
    start, end = (_century(int(year)) if len(year) == 2 else year for year in (first, last))
    if every and 0 < int(end) - int(start) <= 10:
        return tuple(str(year) for year in range(int(start), int(end) + 1))
    return (f"{start}-{end}",)


def _century(year: int) -> str:
    return str(1900 + year if year >= 50 else 2000 + year)


def _chinese_year(word: str) -> str:
    value = chinese(word.replace("○", "〇"))
    return "" if value is None else _century(int(value)) if len(word) == 2 else str(int(value))


def _relative(step: int, text: str, documents: Sequence[DocumentInfo], meant: Sequence[str]) -> tuple[str, ...]:
    """去年 by the clock where the library holds that year, else by the latest report; none where no report tells its year.

    Of an older report 今年 is the year it is of, or the next if a plan is asked for; 去年 the year it looks back on, and
    上年 or 去年同期, as its own columns have it, the year before.
    """
    now = datetime.date.today().year
    held = {info.id: info.period.value[-4:] for info in documents if info.period.value}
    years = set(held.values())
    if str(now + step) in years or (step >= 0 and str(now - 1) in years):
        return (str(now + step),)
    latest = max([held[id_] for id_ in meant if id_ in held] or years, default="")
    if not latest:
        return ()
    if step < 0:
        return (str(int(latest) + step + (0 if a.BEFORE_THIS.search(text) else 1)),)
    return (str(int(latest) + max(step, bool(a.AHEAD.search(text)))),)
