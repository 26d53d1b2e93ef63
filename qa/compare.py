"""Comparisons: which of several stated figures is higher, and by how much, with the arithmetic shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.numerals import plain
from index.traditional import simplified
from qa.results import ShownFact

_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))

_DIGITS, _HUNDREDTH = Decimal("0.0001"), Decimal("0.01")
_SIZES = {
    "克": ("重", Decimal(1)),
    "斤": ("重", Decimal(500)),
    "公斤": ("重", Decimal(1000)),
    "吨": ("重", Decimal(10) ** 6),
    "米": ("长", Decimal(1)),
    "公里": ("长", Decimal(1000)),
    "平方米": ("面积", Decimal(1)),
    "公顷": ("面积", Decimal(10) ** 4),
    "平方公里": ("面积", Decimal(10) ** 6),
    "小时": ("时间", Decimal(1)),
    "天": ("时间", Decimal(24)),
}
"""Units that are exact multiples of one another: their kind, and their size in its smallest."""


def conclusion(facts: Sequence[ShownFact]) -> tuple[str, str]:
    """What the figures of a comparison come to, in words and as arithmetic; empty where they cannot be compared.

    Only exact values of one unit are subtracted; approximate ones are said to be so.
    """
    if len(facts) < 2 or not all(fact.value for fact in facts):
        return "", ""
    if len({fact.unit for fact in facts}) > 1:
        return _converted(facts)
    values = [Decimal(fact.value) for fact in facts]
    high = max(range(len(values)), key=values.__getitem__)
    low = min(range(len(values)), key=values.__getitem__)
    if values[high] == values[low]:
        return "两者相同", ""
    gap = _gap(facts[high], facts[low], values[high] - values[low])
    soft = "约" if any(fact.approx for fact in (facts[high], facts[low])) else ""
    formula = f"{facts[high].said} − {facts[low].said} = {soft}{gap}"
    most = _most(facts)
    return f"{_name(facts[high], facts)}{most}，比{_name(facts[low], facts)}多{soft}{gap}", formula


def times(facts: Sequence[ShownFact]) -> tuple[str, str]:
    """How many times the second of two figures the first is, in words and as arithmetic; empty where that cannot be told."""
    if len(facts) != 2 or not all(fact.value for fact in facts) or facts[0].unit != facts[1].unit:
        return "", ""
    one, other = (Decimal(fact.value) for fact in facts)
    if other <= 0:
        return "", ""
    exact = one / other
    told = exact.quantize(_HUNDREDTH)
    soft = "约" if told != exact or any(fact.approx for fact in facts) else ""
    formula = f"{facts[0].said} ÷ {facts[1].said} {'≈' if soft else '='} {plain(told.normalize())}"
    return f"{_name(facts[0], facts)}是{_name(facts[1], facts)}的{soft}{plain(told.normalize())}倍", formula


def in_order(facts: Sequence[ShownFact]) -> str:
    """Three or more figures of one unit from the highest to the lowest; empty where they cannot be compared."""
    if len(facts) < 3 or not all(fact.value for fact in facts) or len({fact.unit for fact in facts}) > 1:
        return ""
    ordered = sorted(facts, key=lambda fact: -Decimal(fact.value))
    return f"由高到低：{'、'.join(_name(fact, facts) for fact in ordered)}"


def _converted(facts: Sequence[ShownFact]) -> tuple[str, str]:
    """The comparison of figures in unlike units of one kind, each told in the first one's; empty where they have none."""
    sizes = [_SIZES.get(fact.unit, ("", Decimal(0))) for fact in facts]
    if not sizes[0][0] or len({kind for kind, _ in sizes}) > 1:
        return "", ""
    first, formulas, values = facts[0], [], []
    for fact, (_, size) in zip(facts, sizes, strict=True):
        values.append(Decimal(fact.value) * size / sizes[0][1])
        if fact.unit != first.unit:
            formulas.append(f"{fact.said} = {_told(values[-1])}{first.unit}")
    high, low = (choose(range(len(values)), key=values.__getitem__) for choose in (max, min))
    if values[high] == values[low]:
        return "两者相同", "；".join(formulas)
    most = _most(facts)
    return f"换算成{first.unit}，{_name(facts[high], facts)}{most}", "；".join(formulas)


def _most(facts: Sequence[ShownFact]) -> str:
    """What the highest of some figures is: 更长 of two in 公里."""
    kind, _ = _SIZES.get(facts[0].unit, ("", Decimal(0)))
    return ("更" if len(facts) == 2 else "最") + ("长" if kind == "长" else "高")


def scale_of(value: Decimal) -> tuple[Decimal, str]:
    """What a value is told in, and the word for it: 亿 or 万 where it is that large, else 1 and no word.

    >>> scale_of(Decimal(52384000000))
    (Decimal('100000000'), '亿')
    """
    return next(((scale, word) for scale, word in _SCALES[1:] if value >= scale), (Decimal(1), ""))


def _told(value: Decimal) -> str:
    """A value in 亿 or 万 where it is that large."""
    scale, word = scale_of(value)
    return f"{plain((value / scale).quantize(_DIGITS).normalize())}{word}"


def _name(fact: ShownFact, facts: Sequence[ShownFact]) -> str:
    """What tells the fact from the others: its body, else its year, its part of the body, or its metric."""
    if len({f.entity for f in facts}) == len(facts):
        return fact.entity
    if len({f.scope for f in facts}) == len(facts) and all(f.scope for f in facts):
        return fact.scope
    if len({f.period for f in facts}) == len(facts):
        return f"{fact.period.replace('-', '至')}年"
    if len({f.scope for f in facts}) == len(facts) and all(f.scope or f.entity for f in facts):
        return fact.scope or fact.entity
    return fact.metric


def _gap(high: ShownFact, low: ShownFact, value: Decimal) -> str:
    """The difference in the magnitude that the figures themselves are written in."""
    unit = "个百分点" if high.unit == "%" else high.unit
    said = [simplified(fact.said) for fact in (high, low)]
    for enough in (all, any):
        for scale, word in _SCALES:
            if enough(word in one for one in said):
                return f"{plain(value / scale)}{word}{unit}"
    told = plain(value)
    if "," in high.said and "," in low.said:
        told = f"{value:,f}"
    return f"{told}{unit}"
