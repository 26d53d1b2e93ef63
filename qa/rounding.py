"""Whether two stated figures may be one value: up to their rounding, and to what 约, 超 and a range allow. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from index.claims import half_unit
from index.records import Fact, Figure
from qa.traits import CHANGES

ABOUT, ROUND = Decimal("0.1"), Decimal("0.01")
"""How far 约 reaches, and a whole number that ends in zeros."""

_INFINITE = Decimal("Infinity")
_MORE = frozenset("不少于 不低于 不小于 超过 超出 超 逾 突破 至少 起码 高于 大于 多于 以上 有余 开外 余 多".split())
_LESS = frozenset(
    "不超过 不高于 不多于 不大于 至多 最多 不到 不足 未满 将近 接近 近 低于 少于 小于 以下 以内 之内".split()
)
_SOFT = re.compile("|".join(sorted(_MORE | _LESS, key=len, reverse=True)))
_SOFT_END = re.compile(rf"(?:{_SOFT.pattern}|约|大约|左右)(?:了|到|至|在|为|达)*$")


def softening(lead: str) -> frozenset[str]:
    """The words of approximation that ``lead``, which leads to a figure, ends in: 突破了, 控制在不超过."""
    found = _SOFT_END.search(lead)
    return frozenset(_SOFT.findall(found.group()) or [found.group()]) if found else frozenset()


def agree(one: Fact, other: Fact, soft: frozenset[str] = frozenset(), their_soft: frozenset[str] = frozenset()) -> bool:
    """Whether the figures may state one value: equal up to the rounding of the coarser, or one within what 约, 超 and a range allow.

    ``soft`` and ``their_soft`` are words of approximation that stand near the figures without being part of them.
    """
    ours, theirs = one.figure, other.figure
    if ours.value is None or theirs.value is None:
        return True
    if not (soft or their_soft or _vague(ours) or _vague(theirs)):
        return _rounds(_signed(one, ours.value), _signed(other, theirs.value), _slack(ours), _slack(theirs))
    low, high = _bounds(one, soft)
    their_low, their_high = _bounds(other, their_soft)
    return low <= their_high and their_low <= high


def _rounds(value: Decimal, other: Decimal, slack: Decimal, their_slack: Decimal) -> bool:
    """Whether the coarser of two values is the finer, rounded or cut off: 35.8亿 or 35.7亿 for 35.76亿."""
    if slack < their_slack:
        value, other, slack, their_slack = other, value, their_slack, slack
    if abs(value - other) <= slack:
        return True
    cut = abs(other) - abs(value)
    return their_slack < slack and (value < 0) == (other < 0) and 0 <= cut < 2 * slack


def _slack(figure: Figure) -> Decimal:
    """What a figure's rounding allows; a whole number that ends in two zeros may have been rounded to them, within 1%."""
    half, value = half_unit(figure), abs(figure.value or Decimal(0))
    count = value / (2 * half) if half else Decimal(0)
    if not count or count % 100 or "." in figure.raw:
        return half
    place = half
    while not count % 10:
        count, place = count / 10, place * 10
    return max(half, min(place, ROUND * value))


def _vague(figure: Figure) -> bool:
    return bool(figure.approx) or figure.low is not None


def _bounds(fact: Fact, soft: frozenset[str]) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that a figure with its words allows."""
    figure = fact.figure
    value = figure.value or Decimal(0)
    found = frozenset(_SOFT.findall(figure.approx)) | soft
    slack = Decimal(0) if figure.low is not None else _slack(figure)
    if (figure.approx or soft) and not found & (_MORE | _LESS):
        slack = max(slack, ABOUT * abs(value))
    low, high = (value if end is None else end for end in (figure.low, figure.high))
    low = -_INFINITE if found & _LESS else low if found & _MORE else low - slack
    high = _INFINITE if found & _MORE else high if found & _LESS else high + slack
    ends = _signed(fact, low), _signed(fact, high)
    return min(ends), max(ends)


def _signed(fact: Fact, value: Decimal) -> Decimal:
    """A fall as a negative change."""
    return -value if fact.kind in CHANGES and fact.direction == "下降" else value
