"""Both ends of a change: the value that it starts from and the one it comes to, 由2552万辆增至3230万辆. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.dealing import BASE
from index.records import Fact
from qa.select import Candidate


def both_ends(best: Candidate, facts: Sequence[Fact]) -> tuple[Candidate, Candidate] | None:
    """The best fact and its counterpart among the ``facts`` of its passage, the start first; None where it has none.

    They are of one metric, one sentence and one unit, and the end stands behind the start.
    """
    own = best.fact
    like = [fact for fact in facts if _places(fact) == _places(own) and fact.figure.unit == own.figure.unit]
    starts = [fact for fact in like if fact.basis == BASE and fact.figure.start <= own.figure.start]
    if not starts:
        return None
    start = max(starts, key=lambda fact: fact.figure.start)
    ends = [fact for fact in like if fact.basis != BASE and fact.figure.start > start.figure.start]
    end = own if own is not start else min(ends, key=lambda fact: fact.figure.start, default=None)
    if end is None or end.figure.start <= start.figure.start:
        return None
    return replace(best, fact=start), replace(best, fact=end)


def _places(fact: Fact) -> tuple[int, int, str]:
    return fact.sentence_start, fact.metric_start, fact.scope
