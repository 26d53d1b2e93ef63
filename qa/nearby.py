"""Questions near one that was asked, or refused: made from the library and asked first, so that each finds its figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.records import Fact
from index.store import DocumentInfo
from index.tabled import name_of
from index.units import QUANTITIES
from qa.assistant import Assistant
from qa.once import once_for_each
from qa.results import Answer
from qa.understood import composed

COUNT = 3
TRIES = 8
MOST_TRIED = 2000
LONGEST = 14
"""A longer metric makes a button nobody reads."""
MOST_METRICS = 12
_JOINING = "、，；的了着\n"


def metrics_near(assistant: Assistant, result: Answer) -> list[str]:
    """What the passages behind an answer measure, those of the best passage first."""
    held = assistant.facts_of(result.evidence[:4])
    found = (name_of(fact) for hit in result.evidence[:4] for fact in held.get(hit.passage.id, []) if _readable(fact))
    return list(dict.fromkeys(found))[:MOST_METRICS]


def suggest(assistant: Assistant, result: Answer, count: int = COUNT) -> list[str]:
    """At most ``count`` questions close to a refused one that the library answers."""
    tried = _tried(assistant.reports())
    if len(tried) > MOST_TRIED:
        tried.clear()
    found: list[str] = []
    for tries, question in enumerate(dict.fromkeys(_candidates(assistant, result))):
        if len(found) == count or tries == TRIES:
            break
        finds = tried.get(question)
        if finds is None:
            answer = assistant.ask(question)
            finds = tried[question] = not answer.refused and bool(answer.facts)
        if finds:
            found.append(question)
    return found


@once_for_each
def _tried(infos: Sequence[DocumentInfo]) -> dict[str, bool]:
    """Whether a question finds its figure in the library of these reports, for those that were tried: the next is near too."""
    return {}


def _candidates(assistant: Assistant, result: Answer) -> Iterator[str]:
    asked = result.understood
    if asked is None or result.reason in ("out_of_scope", "empty_library"):
        return
    infos = assistant.reports()
    own = [info for info in infos if asked.documents and info.id in asked.documents]
    if result.reason == "other_period":
        years = sorted({info.period.value for info in own or infos if info.period.value.isdigit()}, reverse=True)
        yield from (composed(asked, periods=(year,)) for year in years)
    held = assistant.facts_of(result.evidence)
    facts = [fact for hit in result.evidence for fact in held.get(hit.passage.id, []) if _readable(fact)]
    for fact in facts:
        if fact.entity and fact.period.isdigit():
            yield composed(asked, bodies=(fact.entity,), periods=(fact.period,), metric=name_of(fact), kind="")
    if result.reason == "other_entity":
        for info in infos:
            if info.entity.value and info.period.value.isdigit():
                yield composed(asked, bodies=(info.entity.value,), periods=(info.period.value,))


def _readable(fact: Fact) -> bool:
    """Whether a fact's metric makes a short question by itself."""
    name = name_of(fact)
    short = 2 <= len(name) <= LONGEST and not any(char in name for char in _JOINING)
    return short and fact.kind == "level" and fact.figure.kind in QUANTITIES
