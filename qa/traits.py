"""What a question and a fact have in common, as numbers; ``qa.choice`` weighs them. Tables of names apart, pure.

How much of the question the words around the figure cover, whether its unit, kind, body and period are those asked for, and
how far the fact is ahead of the others of its report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from index.records import Fact, Passage
from qa.results import Question

KINDS = ("level", "change", "point_change", "share", "rank", "target", "cumulative")
ASKED = ("change", "target", "rank")
CHANGES = ("change", "point_change")
UNRIVALLED = 0.5
"""How far ahead a fact counts that has no rival."""
FAR = 12.0
"""A reader's lead beyond this tells nothing more."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """A fact with how well it fits a question: shares of the question covered, and factors of at most about one.

    ``metric`` is the fact's own with the noun it shares with the one before; ``place`` that of its passage among those found,
    from 0, ``chance`` the passage's own; ``clause`` the words around the figure.
    """

    fact: Fact
    passage: Passage
    metric: str
    covered: Mapping[str, float]
    factors: Mapping[str, float]
    place: int
    chance: float
    fit: float


def rivals(measured: Sequence[Measured], values: Floats, alone: float) -> Floats:
    """How far each value is ahead of the best of those that state something else in the same report; ``alone`` without one."""
    said = [(m.fact.document, m.fact.figure.unit, m.fact.figure.value) for m in measured]
    best: dict[str, dict[tuple[str, str, Decimal | None], float]] = {}
    for own, value in zip(said, values.tolist(), strict=True):
        stated = best.setdefault(own[0], {})
        stated[own] = max(value, stated.get(own, value))
    ahead = np.full(len(measured), alone)
    for i, own in enumerate(said):
        others = [value for other, value in best[own[0]].items() if other != own]
        if others:
            ahead[i] = values[i] - max(others)
    return ahead


def traits(question: Question, measured: Sequence[Measured]) -> dict[str, Floats]:
    """Columns by name, one number for each fact; ``measured`` must not be empty."""
    fits = np.array([m.fit for m in measured])
    documents = [m.fact.document for m in measured]
    places = {
        document: _places([fit if own == document else -1.0 for own, fit in zip(documents, fits.tolist(), strict=True)])
        for document in set(documents)
    }

    def each(value: Callable[[Measured], float]) -> Floats:
        return np.array([value(m) for m in measured], dtype=np.float64)

    def all_alike(value: float) -> Floats:
        return np.full(len(measured), value, dtype=np.float64)

    columns = {name: np.array([m.covered[name] for m in measured]) for name in measured[0].covered}
    columns |= {name: np.log([m.factors[name] for m in measured]) for name in measured[0].factors}
    columns |= {f"is {kind}": np.array([float(m.fact.kind == kind) for m in measured]) for kind in KINDS}
    columns |= {f"asks {kind}": all_alike(question.kind == kind) for kind in ASKED}
    return columns | {
        "chance": np.sqrt(each(lambda m: m.chance)),
        "passage": 1 / (1 + each(lambda m: m.place)),
        "fit": fits,
        "fit place": 1 / (1 + np.array([places[document][n] for n, document in enumerate(documents)])),
        "unit asked": all_alike(bool(question.units)),
        "unit": each(lambda m: m.fact.figure.unit in question.units),
        "target asked": each(lambda m: question.kind == "target" and m.fact.kind == "target"),
        "change asked": each(lambda m: question.kind == "change" and m.fact.kind in CHANGES),
        "basis": each(lambda m: bool(m.fact.basis)),
        "soft": each(lambda m: bool(m.fact.figure.approx)),
        "part": each(lambda m: bool(m.fact.part_of)),
        "metric length": each(lambda m: min(len(m.metric), 12) / 12),
        "duration": each(lambda m: m.fact.figure.kind == "duration"),
        "date": each(lambda m: m.fact.figure.kind == "date"),
        "question length": all_alike(min(len(question.metric), 30) / 30),
        "expressions": all_alike(len(question.concepts) / 5),
        "body named": all_alike(question.documents is not None),
        "period named": all_alike(bool(question.periods)),
        "periods": all_alike(len(question.periods) > 1),
        "reports": all_alike(min(len(places), 12) / 12),
        "facts": all_alike(min(len(measured), 60) / 60),
        "period": each(lambda m: m.fact.period in question.periods),
        "fit ahead": rivals(measured, fits, UNRIVALLED),
    }


def _places(values: Sequence[float]) -> list[int]:
    """The place of each value from the highest, from 0.

    >>> _places([0.2, 0.9, 0.5])
    [2, 0, 1]
    """
    order = sorted(range(len(values)), key=lambda i: -values[i])
    found = [0] * len(values)
    for place, i in enumerate(order):
        found[i] = place
    return found


def read(measured: Sequence[Measured], scores: Mapping[int, float]) -> dict[str, Floats]:
    """The columns of a reader's ``scores`` of some facts, by their place among ``measured``; those it has not read are last."""
    least = min(scores.values(), default=0.0)
    values = np.array([scores.get(i, least - 1.0) for i in range(len(measured))])
    return {
        "read": np.array([float(i in scores) for i in range(len(measured))]),
        "reader": values,
        "reader ahead": np.clip(rivals(measured, values, FAR), -FAR, FAR),
    }
