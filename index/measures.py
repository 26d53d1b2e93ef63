"""What a unit makes of a number: its base unit and kind, and the smaller parts that may follow it (五元三毛, 8天20小时, 两年半)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from index import patterns as p
from index import units as u
from index.amounts import Number, numeral, read_number
from index.frozen import quick

_YUAN = frozenset("元圆块")
_HALVED = frozenset(("percent", "multiple", "duration", "age", "money"))
_HALVED_WORDS = frozenset("斤亩")
_HALF = Decimal("0.5")


@quick
@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit: value in base units, unit, kind, where it ends, the factor from number to value, and 多."""

    value: Decimal
    unit: str
    kind: str
    end: int
    factor: Decimal
    approx: str = ""


def unit_of(word: str, value: Decimal) -> tuple[str, Decimal, str]:
    """Unit, factor to its base and kind of a unit word; ``value`` decides between 七五折 and 7.5折.

    >>> unit_of("毛", Decimal(5)), unit_of("成", Decimal(3))[1:]
    (('元', Decimal('0.1'), 'money'), (Decimal('10'), 'percent'))
    """
    if word in u.POINTS:
        return "个百分点", Decimal(1), "point"
    if word in u.PERCENTS:
        return "%", Decimal(u.PERCENTS[word]), "percent"
    if word in u.TENTHS:
        return "%", Decimal(10) if word == "成" or value < 10 else Decimal(1), "percent"
    if word in u.MULTIPLES:
        return word, Decimal(1), "multiple"
    if word in u.MONEY:
        unit, factor = u.MONEY[word]
        return unit, Decimal(factor), "money"
    if word in u.CURRENCY_SIGNS:
        return u.CURRENCY_SIGNS[word], Decimal(1), "money"
    if word in u.DURATIONS:
        return u.DURATIONS[word], Decimal(1), "duration"
    if word in u.AGES:
        return "岁", Decimal(1), "age"
    return u.MEASURE_ALIASES.get(word, word), Decimal(1), "measure"


def measured(text: str, number: Number, end: int, word: str) -> Measure:
    """The number with the unit ``word`` that ends at ``end``, and with what follows the unit and belongs to it."""
    value = number.value
    name, factor, kind = unit_of(word, value)
    if word == "分" and number.core[-1:] in u.FORMAL:
        name, factor, kind = "元", Decimal("0.01"), "money"
    if word == "个" and p.SHARED_POINT.match(text, end):
        name, kind = "个百分点", "point"
    elapsed = p.ELAPSED.match(text, end) if word == "个" else None
    half = p.HALF.match(text, end) if kind in _HALVED or word in _HALVED_WORDS else None
    if elapsed:
        name, factor, kind = _elapsed(elapsed["unit"])
        value, end = value + (_HALF if elapsed["half"] else 0), elapsed.end()
    elif half:
        value, end = value + _HALF, half.end()
    value *= factor
    seconds = p.SECONDS.match(text, end) if word == "分" else None
    if seconds:
        value, end, name, kind = value * 60 + int(seconds["seconds"]), seconds.end(), "秒", "duration"
    if word in _YUAN:
        value, end = _small_money(text, value, end)
    elif word == "成" and not half:
        value, end = _tenth(text, value, end)
    elif kind == "duration":
        value, end, name = _compound_duration(text, value, end, name)
    return Measure(value, name, kind, end, factor, (elapsed["more"] or "") if elapsed else "")


def _elapsed(word: str) -> tuple[str, Decimal, str]:
    """Unit, factor and kind of what 个 leads to."""
    if word.startswith("亿"):
        return ("元", Decimal(10**8), "money") if word == "亿元" else ("", Decimal(10**8), "number")
    if word == "点":
        return "个百分点", Decimal(1), "point"
    return unit_of(f"个{word}" if f"个{word}" in u.DURATIONS else word, Decimal(1))


def _small_money(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """元 with 角 and 分 behind it: 五元三毛, 壹元零壹分, 三块五."""
    last = Decimal(1)
    for unit, factor in (("角毛", Decimal("0.1")), ("分", Decimal("0.01"))):
        match = p.SUBUNIT.match(text, end)
        if not match:
            break
        if match["bare"]:
            if (last == 1 and text[end - 1] == "块") or last == Decimal("0.1"):
                return value + u.DIGITS[match["bare"]] * last / 10, match.end()
            break
        digit = numeral(match["number"])
        if match["unit"] in unit and digit is not None and digit < 100:
            value, end, last = value + digit * factor, match.end(), factor
    return value, end


def _tenth(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """七成六 is 76%."""
    match = p.TENTH.match(text, end)
    return (value + u.DIGITS[match.group()], match.end()) if match else (value, end)


def _compound_duration(text: str, value: Decimal, end: int, name: str) -> tuple[Decimal, int, str]:
    """8天20小时 is 212小时."""
    while name in u.COMPOUND_DURATIONS and end < len(text) and p.START.match(text, end):
        smaller, many = u.COMPOUND_DURATIONS[name]
        number = read_number(text, end)
        unit = p.UNIT.match(text, number.end) if number else None
        if not number or not unit or u.DURATIONS.get(unit.group()) != smaller:
            break
        value, end, name = value * many + number.value, unit.end(), smaller
    return value, end, name
