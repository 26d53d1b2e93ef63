"""Words to a question: metric, unit asked for, body, period, operation; what a follow-up leaves out is taken from the history."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from index.lines import squeeze
from index.numerals import chinese
from index.store import DocumentInfo
from qa import asking as a
from qa.bodies import find_bodies
from qa.results import Question

MAX_LENGTH = 2000
"""A longer question is refused: nobody types it, and it costs the others their time."""


def understand(
    text: str, documents: Sequence[DocumentInfo], *, history: Sequence[str] = (), question_id: str = ""
) -> Question:
    """The question as understood against the reports of a library; ``history`` are the earlier turns, oldest first."""
    current = _alone(text, documents, question_id)
    if history and _elliptic(text, current):
        before = understand(history[-1], documents, history=history[:-1])
        return _completed(current, before)
    return current


def _alone(text: str, documents: Sequence[DocumentInfo], question_id: str) -> Question:
    plain = squeeze(text).strip()
    named = find_bodies(plain, documents)
    periods, rest = _periods(named.rest, documents)
    units, kind, operation = _asked(plain)
    metric = re.sub(r"\s+", " ", a.FILLER.sub(" ", rest)).strip()
    return Question(
        id=question_id,
        text=plain,
        metric=metric,
        units=units,
        kind=kind,
        entities=named.names or named.strangers,
        documents=named.documents if named.names else (() if named.strangers else None),
        periods=periods,
        operation=operation,
        rewritten=plain,
    )


def _asked(text: str) -> tuple[tuple[str, ...], str, str]:
    """Units, fact kind and operation that the question asks for."""
    if a.RANK.search(text):
        return (), "rank", "lookup"
    kind = "change" if a.CHANGE.search(text) else "target" if a.TARGETED.search(text) else ""
    if a.COMPARE.search(text):
        operation = "compare"
    elif a.LISTING.search(text):
        operation = "list"
    elif a.TEXTUAL.search(text) and not a.NUMERIC.search(text):
        operation = "text"
    else:
        operation = "lookup"
    return _units(text, kind), kind, operation


def _units(text: str, kind: str) -> tuple[str, ...]:
    for pattern, units in a.UNIT_PATTERNS:
        if pattern.search(text):
            return units
    count = a.COUNT_PATTERN.search(text)
    if count:
        unit = re.sub(r"^[万亿]+", "", count["unit"])
        return (unit,) if unit != "个" else ()
    return a.PERCENT_UNITS if kind == "change" else ()


def _periods(text: str, documents: Sequence[DocumentInfo]) -> tuple[tuple[str, ...], str]:
    """Years the text names, in order, and the text without them."""
    found: list[str] = []
    held = {info.period.value[:4] for info in documents if info.period.value}

    def note(year: str) -> str:
        if year not in found:
            found.append(year)
        return " "

    text = a.YEAR.sub(lambda m: note(m.group(1)), text)
    text = a.SHORT_YEAR.sub(lambda m: note(_century(int(m.group(1)))) if int(m.group(1)) > 8 else m.group(), text)
    text = a.CHINESE_YEAR.sub(lambda m: note(_chinese_year(m.group(1))), text)
    for word, step in a.RELATIVE_YEARS.items():
        if word in text and found == []:
            text = text.replace(word, note(_relative(step, held)))
    return tuple(found), text


def _century(year: int) -> str:
    return str(1900 + year if year >= 50 else 2000 + year)


def _chinese_year(word: str) -> str:
    value = chinese(word.replace("○", "〇"))
    return "" if value is None else _century(int(value)) if len(word) == 2 else str(int(value))


def _relative(step: int, held: set[str]) -> str:
    """去年 by the clock where the library holds that year, else the latest report's year."""
    year = str(datetime.date.today().year + step)
    return year if year in held or not held or step >= 0 else max(held)


def _elliptic(text: str, current: Question) -> bool:
    """True where the question leans on the one before it."""
    short = len(text) <= a.ELLIPSIS_LENGTH and (not current.metric or len(current.metric) <= 6)
    return bool(a.FOLLOW_UP.search(text.strip())) or (short and not current.metric)


def _completed(current: Question, before: Question) -> Question:
    """The follow-up with what it leaves out taken from the question before it."""
    own = re.sub(r"同比|环比|增速|增幅|目标|增长|上升|下降|相比|上年", "", current.metric).strip()
    metric = current.metric if own else before.metric
    changed = current.kind or ""
    same = not own
    units = current.units or (before.units if same and not changed else ())
    named = current.documents is not None
    year = "、".join(f"{p}年" for p in (current.periods or before.periods))
    body = "、".join(current.entities if named else before.entities)
    tail = {"change": "同比变化多少", "rank": "排名第几", "target": "目标是多少"}.get(changed, "是多少")
    return replace(
        current,
        metric=metric,
        units=units,
        kind=changed or (before.kind if same and before.kind != "change" else ""),
        entities=current.entities if named else before.entities,
        documents=current.documents if named else before.documents,
        periods=current.periods or before.periods,
        operation=current.operation if current.operation != "text" else before.operation,
        rewritten=f"{body}{year}{metric}{tail}",
    )
