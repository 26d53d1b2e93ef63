"""Example questions made from the library itself; each is asked first and kept only if it finds its figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Fact
from qa.assistant import Assistant

COUNT = 4
REPORTS = 6
TRIES = 3
LONGEST = 12
"""A longer metric makes a button nobody reads."""
METRIC = re.compile(
    r"(?:金额|标的额|总额|余额|总值|增加值|产值|收入|支出|存款|贷款|投资|案件|就业|人口|面积|产量|里程|人数|件数|率|比)$"
)
"""How a metric ends that makes a question by itself."""
_TELLING = re.compile("(?!实现|完成|达到|总|工程|项目|新增)[\u4e00-\u9fff]{5,}")
"""A metric that says of what it is, where no body does."""
APART = ("全", "本", "上年")
UNITS = ("元", "%", "件", "")
"""Units the examples take turns with, so that they show more than one kind of figure; "" takes any."""


def suggest(assistant: Assistant, count: int = COUNT) -> list[str]:
    """At most ``count`` questions that the library answers, of different bodies and years where it has them."""
    found: list[str] = []
    for report in _varied(assistant)[: count + REPORTS]:
        if len(found) == count:
            break
        facts = _plain(assistant.facts(document=report))
        asked = _first_answered(assistant, _ordered(facts, UNITS[len(found) % len(UNITS)]), found)
        found += [asked] if asked else []
    return found


def _varied(assistant: Assistant) -> list[str]:
    """Ids of the reports, the latest of each body first."""
    infos = sorted(assistant.reports(), key=lambda info: (info.period.value, info.name), reverse=True)
    seen: dict[str, int] = {}
    turns: list[tuple[int, str]] = []
    for info in infos:
        body = info.entity.value or info.name
        seen[body] = seen.get(body, 0) + 1
        turns.append((seen[body], info.id))
    return [report for _, report in sorted(turns, key=lambda turn: turn[0])]


def _plain(facts: Sequence[Fact]) -> list[Fact]:
    """Facts whose metric reads well in a short question."""
    return [
        fact
        for fact in facts
        if fact.kind == "level"
        and fact.period.isdigit()
        and 3 <= len(fact.metric) <= LONGEST
        and (fact.entity or _TELLING.fullmatch(fact.metric))
        and METRIC.search(fact.metric)
        and not any(word in fact.metric for word in (*APART, *filter(None, [fact.entity[:2]])))
    ]


def _ordered(facts: Sequence[Fact], unit: str) -> list[Fact]:
    """Those of the wanted unit first, each in the order of the report."""
    return sorted(facts, key=lambda fact: fact.figure.unit != unit) if unit else list(facts)


def _first_answered(assistant: Assistant, facts: Sequence[Fact], found: Sequence[str]) -> str | None:
    for fact in facts[:TRIES]:
        question = f"{fact.entity}{fact.period}年{fact.metric}是多少"
        answer = assistant.ask(question)
        right = not answer.refused and bool(answer.facts) and fact.figure.raw in answer.facts[0].raw
        if right and question not in found:
            return question
    return None
