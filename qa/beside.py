"""A follow-up that names another row or another column of the table that the figure before it stands in. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index.records import Fact
from index.store import DocumentInfo
from index.tokens import fold
from qa import asking as a
from qa.fits import leaves_out
from qa.followup import own_metric
from qa.results import Answer, Question
from qa.spoken import metric_of
from qa.traits import CHANGES

_ASIDE = re.compile("^(?:那么?|还有|再看看?|换成|另外|以及)|(?:自己|本身)?的?呢?[？?。]*$")
"""What a follow-up says beside a name."""


def leans_on_a_table(current: Question) -> bool:
    """Whether a question, read alone, is a name and nothing else, 钢材呢, or asks only for the change: 增长多少."""
    if current.documents is not None or current.periods or current.operation != "lookup":
        return False
    named = len(own_metric(current)) > 1
    if current.kind == "change":
        return not named
    return named and not (current.units or current.kind or a.ASKS.search(current.text))


def beside(name: str, shown: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The figure in the column of ``shown`` and the row of that name, or in its row and the column of that name.

    ``facts`` are those of its report. None where several are called so, or none.
    """
    if shown.table is None:
        return None
    rows = [f for f in facts if f.table is not None and f.table.heads == shown.table.heads and f.period == shown.period]
    found = _called(name, [(f.metric, f) for f in rows if f.sentence_start != shown.sentence_start])
    if found is not None:
        return found
    row = [f for f in facts if f.table is not None and f.sentence_start == shown.sentence_start]
    return _called(
        name, [(f.table.column, f) for f in row if f.table is not None and f.table.heads != shown.table.heads]
    )


def change_of(shown: Fact, facts: Sequence[Fact]) -> Fact | None:
    """By how much the figure of a table changed, as its own row tells: the only change there, or that of its column."""
    row = [f for f in facts if f.table is not None and f.sentence_start == shown.sentence_start and f.kind in CHANGES]
    column = shown.table.column if shown.table is not None else ""
    own = [f for f in row if f.table is not None and column and f.table.column.startswith(column)]
    return next(iter(own or row)) if len(own or row) == 1 and shown.kind not in CHANGES else None


def _called(name: str, named: Sequence[tuple[str, Fact]]) -> Fact | None:
    """The only one that is called ``name``, or whose name begins with it, or ends in it, where none is."""
    wanted = fold("".join(name.split()))
    plain = [(fold("".join(words.split())), fact) for words, fact in named]
    whole = [fact for words, fact in plain if words == wanted]
    partly = whole or [fact for words, fact in plain if words.startswith(wanted)]
    ending = [fact for words, fact in plain if words.endswith(wanted) and not leaves_out(words)]
    found = partly or ending  # 净利润 is 归属于股东的净利润, not what is left after 扣除非经常性损益
    return found[0] if len(found) == 1 else None


def in_its_table(
    asked: Question,
    before: Answer,
    infos: Sequence[DocumentInfo],
    facts_of: Callable[..., Sequence[Fact]],
    words: Sequence[Path] | None = None,
) -> Question:
    """The follow-up ``asked`` as the question for what it names in the table that the answer ``before`` stands in.

    ``facts_of`` gives the facts of a ``document``. As it is where it names nothing there.
    """
    several = before.understood is not None and before.understood.operation != "lookup"
    if before.refused or not before.facts or (several and len(before.facts) > 1):
        return asked
    shown = before.facts[0]
    report = before.citations[shown.citation].report
    facts = [fact for info in infos if info.name == report for fact in facts_of(document=info.id)]
    stated = next((fact for fact in facts if fact.figure.start == shown.start and fact.table is not None), None)
    if stated is None:
        return asked
    found = change_of(stated, facts) if asked.kind == "change" else beside(_ASIDE.sub("", asked.text), stated, facts)
    return _for(found, asked, words) if found is not None else asked


def _for(fact: Fact, asked: Question, words: Sequence[Path] | None) -> Question:
    """The follow-up ``asked`` as the question for ``fact``, which stands in a table."""
    column = fact.table.column if fact.table is not None else ""
    metric, concepts = metric_of(f"{fact.metric} {column}".strip(), words)
    return replace(
        asked,
        metric=metric,
        concepts=concepts,
        units=(fact.figure.unit,) if fact.figure.unit else (),
        kind="change" if fact.kind in CHANGES else "",
        periods=(fact.period,) if fact.period else asked.periods,
        spoken=metric,
        rewritten=asked.rewritten.replace(asked.metric, metric, 1),
    )
