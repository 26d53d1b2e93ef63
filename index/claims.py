"""A report's own claims of change, worked out again from the levels it and other reports state: 一致 or 不一致."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from index.dealing import BASE
from index.numerals import plain
from index.records import Fact, Figure

AGREES, DISAGREES = "一致", "不一致"
LEVELS = frozenset(("level", "cumulative", "share"))
_HUNDRED = Decimal(100)
_OPENINGS = ("共", "各类", "全年")
_REAL = re.compile(r"生产总值|增加值|实际(?:增长|使用)?$")
"""Growth of these is told in constant prices, which levels in current prices cannot confirm."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated change, the two levels it lies between, what they come to, and whether that is what was stated.

    ``computed`` has the sign of the change; ``tolerance`` is what the rounding of all three figures allows.
    """

    change: Fact
    level: Fact
    before: Fact
    stated: Decimal
    computed: Decimal
    tolerance: Decimal
    verdict: str

    @property
    def formula(self) -> str:
        """The arithmetic in words: (72824件 − 64050件) ÷ 64050件 = 13.7%."""
        now, then = self.level.figure.raw, self.before.figure.raw
        if self.change.kind == "point_change" or self.change.figure.unit == self.level.figure.unit:
            return f"{now} − {then} = {plain(self.computed)}{self.change.figure.unit}"
        return f"({now} − {then}) ÷ {then} = {plain(self.computed)}%"


def recompute(facts: Iterable[Fact]) -> list[Claim]:
    """Every change over a year whose two levels are stated by the facts, in order of the changes.

    The level is that of the change's own metric in its own sentence; the one before is of the same body, scope, metric
    and unit one year earlier (or the year the change names), in any report, or the value it is said to start from.
    """
    every = list(facts)
    levels: dict[tuple[str, str, str, str, str], list[Fact]] = {}
    for fact in every:
        if fact.kind in LEVELS and fact.figure.value is not None and not fact.figure.approx:
            levels.setdefault(_key(fact, fact.period), []).append(fact)
    by_sentence: dict[tuple[str, int], list[Fact]] = {}
    for fact in every:
        by_sentence.setdefault((fact.document, fact.sentence_start), []).append(fact)
    found = (_claim(fact, by_sentence[fact.document, fact.sentence_start], levels) for fact in every)
    return [claim for claim in found if claim is not None]


def _claim(
    change: Fact, sentence: Sequence[Fact], levels: dict[tuple[str, str, str, str, str], list[Fact]]
) -> Claim | None:
    if change.kind not in ("change", "point_change") or change.figure.value is None or change.figure.approx:
        return None
    if _REAL.search(change.metric) and change.figure.unit == "%":
        return None
    if change.basis not in ("同比", "") and not change.basis.startswith("比"):
        return None
    level = _level_of(change, sentence)
    if level is None:
        return None
    before = _level_before(change, level, sentence, levels)
    return None if before is None else _judged(change, level, before)


def _level_of(change: Fact, sentence: Sequence[Fact]) -> Fact | None:
    """The level that the change belongs to: of its metric, in its sentence, before it."""
    for fact in reversed(sentence):
        same = (fact.metric_start, fact.metric_end) == (change.metric_start, change.metric_end)
        stated = fact.kind in LEVELS and fact.basis != BASE and fact.figure.value is not None and not fact.figure.approx
        own_year = change.table is None or fact.period == change.period
        if same and stated and own_year and fact.figure.start < change.figure.start:
            return fact
    return None


def _level_before(
    change: Fact, level: Fact, sentence: Sequence[Fact], levels: dict[tuple[str, str, str, str, str], list[Fact]]
) -> Fact | None:
    """The level a year earlier, or of the year the change names; one stated in several ways is no ground to stand on."""
    own = [f for f in sentence if f.basis == BASE and f.metric == level.metric and f.figure.unit == level.figure.unit]
    if len(own) == 1 and own[0].figure.value is not None and not own[0].figure.approx:
        return own[0]
    year = _year_before(change, level)
    stated = levels.get(_key(level, year), []) if year else []
    if change.table is not None:  # equal labels of other tables may name something else
        stated = [f for f in stated if f.sentence_start == level.sentence_start and f.document == level.document]
    values = {fact.figure.value for fact in stated}
    return stated[0] if len(values) == 1 else None


def _year_before(change: Fact, level: Fact) -> str:
    named = change.basis[1:5]
    if change.basis.startswith("比") and named.isdigit():
        return named
    return str(int(level.period) - 1) if level.period.isdigit() and change.basis == "同比" else ""


def _judged(change: Fact, level: Fact, before: Fact) -> Claim | None:
    now, then, stated = level.figure.value, before.figure.value, change.figure.value
    if now is None or then is None or stated is None or not then:
        return None
    stated = -abs(stated) if change.direction == "下降" else abs(stated)
    absolute = change.kind == "point_change" or change.figure.unit == level.figure.unit
    if not absolute and change.figure.unit != "%":
        return None
    rough_now, rough_then = half_unit(level.figure), half_unit(before.figure)
    if absolute:
        computed, slack = now - then, rough_now + rough_then
    else:
        computed = (now - then) / then * _HUNDRED
        slack = (rough_now / abs(then) + abs(now) * rough_then / (then * then)) * _HUNDRED
    tolerance = slack + half_unit(change.figure)
    shown = computed.quantize(_place(change), ROUND_HALF_UP)
    verdict = AGREES if abs(computed - stated) <= tolerance else DISAGREES
    return Claim(change, level, before, stated, shown, tolerance, verdict)


def half_unit(figure: Figure) -> Decimal:
    """Half of the last place that the figure is written to: 35.8亿元 is good to 500万元, 二十五万件 to 5000件."""
    value = figure.value or Decimal(0)
    written = "".join(char for char in figure.raw if char in "0123456789.").strip(".")
    number = Decimal(written) if written else value.normalize()
    scale = abs(value / number) if number else Decimal(1)
    return scale * Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2


def _place(fact: Fact) -> Decimal:
    written = fact.figure.raw.partition(".")[2]
    digits = sum(char.isdigit() for char in written)
    return Decimal(1).scaleb(-digits)


def _key(fact: Fact, period: str) -> tuple[str, str, str, str, str]:
    return fact.entity, fact.scope, plain_metric(fact), fact.figure.unit, period


def plain_metric(fact: Fact) -> str:
    """The metric without blanks, its body's name in front, and the words that only open it: 全年, 共, 各类."""
    metric = fact.metric.replace(" ", "").removeprefix(fact.entity)
    if fact.table is not None:
        metric = f"{fact.table.above} {metric} {fact.table.column}".strip()
    for word in _OPENINGS:
        metric = metric.removeprefix(word)
    return metric
