"""What a question and a fact have in common, as numbers; ``qa.choice`` weighs them. Tables of names apart, pure.

How much of the question the words around the figure cover, whether its unit, kind, body and period are those asked for, and
how far the fact is ahead of the others of its report.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    ahead = np.full(len(measured), alone)
    for i, own in enumerate(said):
        others = [values[j] for j, other in enumerate(said) if other[0] == own[0] and other != own]
        if others:
            ahead[i] = values[i] - max(others)
    return ahead


def traits(question: Question, measured: Sequence[Measured]) -> dict[str, Floats]:
    """Columns by name, one number for each fact."""
    fits = np.array([m.fit for m in measured])
    columns: dict[str, list[float]] = {}

    def add(name: str, value: float) -> None:
        columns.setdefault(name, []).append(float(value))

    places = {
        document: _places([m.fit if m.fact.document == document else -1.0 for m in measured])
        for document in {m.fact.document for m in measured}
    }
    reports = len(places)
    for n, m in enumerate(measured):
        fact, figure = m.fact, m.fact.figure
        for name, value in m.covered.items():
            add(name, value)
        for name, value in m.factors.items():
            add(name, math.log(value))
        add("chance", math.sqrt(m.chance))
        add("passage", 1 / (1 + m.place))
        add("fit", m.fit)
        add("fit place", 1 / (1 + places[fact.document][n]))
        add("unit asked", bool(question.units))
        add("unit", figure.unit in question.units)
        for kind in KINDS:
            add(f"is {kind}", fact.kind == kind)
        for kind in ASKED:
            add(f"asks {kind}", question.kind == kind)
        add("target asked", question.kind == "target" and fact.kind == "target")
        add("change asked", question.kind == "change" and fact.kind in CHANGES)
        add("basis", bool(fact.basis))
        add("soft", bool(figure.approx))
        add("part", bool(fact.part_of))
        add("metric length", min(len(m.metric), 12) / 12)
        add("duration", figure.kind == "duration")
        add("date", figure.kind == "date")
        add("question length", min(len(question.metric), 30) / 30)
        add("expressions", len(question.concepts) / 5)
        add("body named", question.documents is not None)
        add("period named", bool(question.periods))
        add("periods", len(question.periods) > 1)
        add("reports", min(reports, 12) / 12)
        add("facts", min(len(measured), 60) / 60)
        add("period", fact.period in question.periods)
    found = {name: np.array(values) for name, values in columns.items()}
    found["fit ahead"] = rivals(measured, fits, UNRIVALLED)
    return found


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
