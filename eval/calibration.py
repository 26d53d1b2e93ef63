"""Whether answers are as often right as they are sure: bins, intervals, the error, and what a threshold would do. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10
NORMAL = 1.959964
"""The 97.5th percentile of the normal distribution: intervals hold in 95 cases of 100."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case went, and how sure the assistant was; ``answerable`` is whether the reports hold an answer."""

    confidence: float
    right: bool
    refused: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers about equally sure: how many, how many of them right, and how sure they are on average."""

    count: int
    right: int
    confidence: float

    @property
    def share(self) -> float:
        """Share of the right ones."""
        return self.right / self.count


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of all cases that would be right, wrong and refused without need at a ``threshold``; they add up to 1."""

    threshold: float
    right: float
    wrong: float
    refused: float


def answered(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that are no refusals: only they have a confidence."""
    return [one for one in outcomes if not one.refused]


def bins(outcomes: Iterable[Outcome], count: int = BINS) -> list[Bin]:
    """The answers in ``count`` bins of equal width over [0, 1], lowest first, empty ones left out.

    >>> bins([Outcome(0.52, True, False, True), Outcome(0.58, False, False, True), Outcome(1.0, True, False, True)])
    [Bin(count=2, right=1, confidence=0.55), Bin(count=1, right=1, confidence=1.0)]
    """
    held: dict[int, list[Outcome]] = {}
    for one in answered(outcomes):
        held.setdefault(min(count - 1, int(one.confidence * count)), []).append(one)
    return [
        Bin(len(rows), sum(one.right for one in rows), math.fsum(one.confidence for one in rows) / len(rows))
        for _, rows in sorted(held.items())
    ]


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95% interval of a share, after Wilson (1927): good for few cases and for shares of 0 and 1 too.

    >>> [round(end, 3) for end in wilson(10, 10)]
    [0.722, 1.0]
    """
    if not count:
        return 0.0, 1.0
    share, square = right / count, NORMAL**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = NORMAL / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def calibration_error(outcomes: Iterable[Outcome], count: int = BINS) -> float:
    """The expected calibration error: how far the share of right answers lies from the confidence, on average.

    The mean over the bins of the distance of both, each bin counting as much as it has answers (Naeini and others,
    2015); 0 of no answer.

    >>> calibration_error([Outcome(0.75, True, False, True), Outcome(0.75, False, False, True)])
    0.25
    """
    rows = bins(outcomes, count)
    total = sum(row.count for row in rows)
    return math.fsum(row.count * abs(row.share - row.confidence) for row in rows) / total if total else 0.0


def at_threshold(outcomes: Sequence[Outcome], threshold: float) -> Shares:
    """What comes of the cases if answers less sure than ``threshold`` are refused.

    A refusal is right where the reports hold no answer. What was refused before stays refused.
    """
    right = wrong = 0
    for one in outcomes:
        refused = one.refused or one.confidence < threshold
        right += not one.answerable if refused else one.right
        wrong += not refused and not one.right
    total = max(1, len(outcomes))
    return Shares(threshold, right / total, wrong / total, (len(outcomes) - right - wrong) / total)


def thresholds(outcomes: Iterable[Outcome]) -> list[float]:
    """0, every confidence that an answer has, and 1: between them nothing changes."""
    return sorted({0.0, 1.0, *(one.confidence for one in answered(outcomes))})
