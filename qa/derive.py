"""A year's level that no report states, worked back from the next year's and its change over that year. Pure.

Both figures must stand side by side in one sentence, written out in digits and without a word that softens them. How far
the result can be from the truth is what their rounding allows: half of the last place of each, as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal

from index.dealing import BASE
from index.numerals import plain, scale
from index.records import Fact, Figure
from index.traditional import simplified
from index.wording import OVER_YEARS, SAME_AS_YEAR_ON_YEAR
from qa.months import months_of
from qa.results import Question
from qa.traits import CHANGES

LEVELS = frozenset(("level", "share"))
AMOUNTS = frozenset(("measure", "money", "number", "duration"))
"""Kinds of figure that a percentage, or an amount of their own unit, changes; a percentage of a percentage may mean points."""
SIGNS = {"上升": 1, "下降": -1}
RISES = "上升 上涨 增长 增加 增多 增收 增产 增 提高 提升 升 多 高".split()
FALLS = "下降 下跌 减少 减收 减产 减 降低 降 缩短 少 低".split()
YEAR_ENDS = frozenset(f"{than}{year}{end}" for than in "比较" for year in ("上年", "去年") for end in "末底")
ADVERBS = "净 大幅 小幅 明显 显著 略 名义".split()
"""Between basis and direction; 实际 (in other prices), 均 and 平均 (of several) are none of them."""
INCOMPARABLE = re.compile("生产总值|GDP|增加值|总产值|经济总量|固定资产投资|规模以上|规上|限额以上|限上")
"""Growth of these is told in constant prices or over those counted in both years: levels as reported do not follow it."""
LOOSEST = Decimal("0.1")
"""A result that may be wrong by a larger share of itself says too little."""
DOUBTFUL = 5
"""A digit is shown where the error is at most so many of its units: half of one of the digit before."""
BOUND_DIGITS = 2
ABOUT = "约"

_WHOLE_YEAR = (1, 12)
_YEAR = re.compile("[12][0-9]{3}")
_NUMBER = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<tail>(?P<magnitude>[十百千万亿]*)[^0-9.]*)")
_BASES = "|".join(sorted(SAME_AS_YEAR_ON_YEAR | YEAR_ENDS, key=len, reverse=True))
_SINCE = rf"[，,、（(]?(?:{_BASES}|[比较](?P<year>{_YEAR.pattern})年(?:末|底|同期)?)的?[，,]?"
_MOVES = rf"(?:{'|'.join([*RISES, *FALLS])})(?:幅度?)?(?:了|达到?|为)?"
_LINK = re.compile(rf"{_SINCE}(?:{'|'.join(ADVERBS)})?{_MOVES}")
_DEALT = re.compile(rf"{_SINCE}分别{_MOVES}")
_NEXT = re.compile(rf"(?:[、和与及]|以及)(?:{_MOVES})?")
_LISTED = re.compile("(?:[、和与及]|以及)[^，；。]*")
"""Joins a figure to another, so that what follows may be of both."""
_CLAUSE = re.compile(r"[^，；。、：\n]*$")


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as written in digits: its value in base units, one of its last place, its digits that count, its magnitude.

    ``words`` are magnitude and unit as they stand behind the number: 亿元.
    """

    value: Decimal
    step: Decimal
    digits: int
    magnitude: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A result to as many digits as its error lets count: value and bound in base units, in words, and the arithmetic."""

    value: Decimal
    bound: Decimal
    raw: str
    formula: str
    approx: str = ABOUT


@dataclass(frozen=True, slots=True)
class Derived:
    """The level of ``year``, worked back from the ``level`` of the year after it and that one's ``change``."""

    year: str
    level: Fact
    change: Fact
    worked: Worked


def year_after(question: Question) -> Question | None:
    """The same question about the year after; None where it asks for anything but one level of one body in one year.

    >>> year_after(Question("", "甲院2023年结案多少", "结案", documents=("a",), periods=("2023",))).text
    '甲院2024年结案多少'
    """
    plain_level = question.operation == "lookup" and not question.kind and question.documents is not None
    if not plain_level or len(question.periods) != 1 or not _of_whole_year(question.text):
        return None
    year = question.periods[0]
    if not _YEAR.fullmatch(year):
        return None
    own, later = re.compile(f"(?<![0-9]){year}(?![0-9])"), str(int(year) + 1)
    text, rewritten, spoken = (own.sub(later, words) for words in (question.text, question.rewritten, question.spoken))
    return replace(question, periods=(later,), text=text, rewritten=rewritten, spoken=spoken)


def year_before(level: Fact, facts: Sequence[Fact], text: str) -> Derived | None:
    """The year's level before ``level``; ``facts`` are those of its passage and ``text`` that of its report."""
    change = change_of(level, facts, text)
    worked = worked_back(level.figure, change.figure, change.direction) if change else None
    return Derived(str(int(level.period) - 1), level, change, worked) if change and worked else None


def is_stated(fact: Fact, level: Fact) -> bool:
    """Whether a fact of another year measures what a level does: then there is nothing to work out for that year."""
    metrics = {one.metric.removeprefix(one.entity) for one in (fact, level)}
    return fact.kind in LEVELS and fact.figure.unit == level.figure.unit and len(metrics) == 1


def change_of(level: Fact, facts: Sequence[Fact], text: str) -> Fact | None:
    """The change over the year that is told of a level: right behind it, or dealt out to it and its neighbours; else None."""
    if not _is_base(level, text):
        return None
    own = sorted((f for f in facts if f.sentence_start == level.sentence_start), key=lambda fact: fact.figure.start)
    at = own.index(level)
    change = _alone(own, at, text) or _dealt(own, at, text)
    return change if change is not None and _is_of(change, level) else None


def _alone(own: Sequence[Fact], at: int, text: str) -> Fact | None:
    """新收案件72824件，同比上升13.7%: the fact behind ``own[at]``, unless either of the two stands in a list."""
    if at + 1 == len(own) or not _joins(_LINK, own[at], own[at + 1], text):
        return None
    beside = [n for n in (at - 1, at + 1) if 0 <= n < len(own) - 1]
    return None if any(_LISTED.match(_between(own[n], own[n + 1], text)) for n in beside) else own[at + 1]


def _dealt(own: Sequence[Fact], at: int, text: str) -> Fact | None:
    """新收案件72824件，审结68029件，同比分别上升13.7%和8.4%: the one that has the place of ``own[at]`` among its like."""
    first = next((n for n in range(at + 1, len(own)) if own[n].kind in CHANGES), 0)
    if not first or not _joins(_DEALT, own[first - 1], own[first], text):
        return None
    last = first
    while last + 1 < len(own) and _NEXT.fullmatch(_between(own[last], own[last + 1], text)):
        last += 1
    many = last + 1 - first
    return own[at + many] if first - many <= at else None


def _joins(pattern: re.Pattern[str], level: Fact, change: Fact, text: str) -> bool:
    """Whether the words between the two say that the one is by how much the other changed since the year before."""
    link = pattern.fullmatch(_between(level, change, text))
    return link is not None and (not link["year"] or int(link["year"]) + 1 == int(level.period))


def _between(first: Fact, second: Fact, text: str) -> str:
    behind = first.metric_start >= first.figure.end and first.metric_end <= second.figure.start
    return "".join(simplified(text[first.metric_end if behind else first.figure.end : second.figure.start]).split())


def _is_base(level: Fact, text: str) -> bool:
    """Whether a fact states plainly what a whole year came to."""
    paragraph = simplified(text[text.rfind("\n", 0, level.sentence_start) + 1 : level.figure.start])
    ahead = paragraph[len(paragraph) - (level.figure.start - level.sentence_start) :]
    clause = _CLAUSE.search(ahead)
    return (
        level.kind in LEVELS
        and level.basis != BASE
        and bool(level.metric)
        and bool(_YEAR.fullmatch(level.period))
        and _is_exact(level.figure)
        and _of_whole_year(paragraph)
        and not OVER_YEARS.search(ahead)
        and not INCOMPARABLE.search(level.metric + (clause.group() if clause else ""))
    )


def _is_of(change: Fact, level: Fact) -> bool:
    """Whether a change is told exactly, and of what the level measures."""
    return (
        change.kind in CHANGES
        and _is_exact(change.figure)
        and (change.metric_start, change.metric_end) == (level.metric_start, level.metric_end)
        and (change.period, change.part_of) == (level.period, level.part_of)
    )


def _is_exact(figure: Figure) -> bool:
    return figure.value is not None and not figure.approx and figure.low is None


def _of_whole_year(text: str) -> bool:
    return months_of(text) <= {_WHOLE_YEAR}


def worked_back(level: Figure, change: Figure, direction: str) -> Worked | None:
    """What ``level`` was before it changed; None where the two do not go together or leave too much open.

    >>> from index.numbers import find_figures
    >>> worked_back(*find_figures("35.8亿元，同比上升7.8%"), "上升").formula
    '35.8亿元 ÷ (1 + 7.8%) ≈ 33.2亿元，误差不超过0.072亿元'
    """
    now, moved, sign = written(level), written(change), SIGNS.get(direction)
    if now is None or moved is None or sign is None:
        return None
    if level.kind in AMOUNTS and change.kind == "percent":
        found = _divided(now, moved, sign)
        terms = f"{_bare(level)} ÷ (1 {'+' if sign > 0 else '−'} {_bare(change)})"
    elif _adds_up(level, change):
        found = _subtracted(now, moved, sign)
        terms = f"{_bare(level)} {'−' if sign > 0 else '+'} {_bare(change)}"
    else:
        return None
    return _rounded(now, *found, terms) if found else None


def written(figure: Figure) -> Written | None:
    """How a figure is written; None where it is not one number above zero in digits, with a magnitude and a unit.

    >>> from index.numbers import find_figures
    >>> written(find_figures("35.80亿元")[0])
    Written(value=Decimal('3580000000'), step=Decimal('1000000.00'), digits=4, magnitude=Decimal('100000000'), words='亿元')
    """
    match = _NUMBER.fullmatch(simplified(_bare(figure)))
    if match is None or not figure.value:
        return None
    number, word = Decimal(match["number"].replace(",", "")), match["magnitude"]
    magnitudes = (Decimal(scale(word[:length])) for length in range(len(word), -1, -1))
    magnitude = next((size for size in magnitudes if number * size == figure.value), None)
    if magnitude is None:
        return None
    exponent = int(number.as_tuple().exponent)
    digits = number.adjusted() - exponent + 1
    return Written(figure.value, magnitude.scaleb(exponent), digits, magnitude, match["tail"])


def _bare(figure: Figure) -> str:
    return "".join(figure.raw.split())


def _adds_up(level: Figure, change: Figure) -> bool:
    """Whether the change is an amount of the level's own kind: 件 of 件, percentage points of a percentage."""
    if level.kind == "percent":
        return (level.unit, change.kind) == ("%", "point")
    return level.kind in AMOUNTS and (level.kind, level.unit) == (change.kind, change.unit)


def _divided(now: Written, rate: Written, sign: int) -> tuple[Decimal, Decimal, Decimal] | None:
    """The quotient with the least and the most that it may be; None for a fall that leaves nothing."""
    factor, slack = 1 + sign * rate.value / 100, rate.step / 200
    if factor - slack <= 0:
        return None
    half = now.step / 2
    return now.value / factor, (now.value - half) / (factor + slack), (now.value + half) / (factor - slack)


def _subtracted(now: Written, amount: Written, sign: int) -> tuple[Decimal, Decimal, Decimal]:
    value, slack = now.value - sign * amount.value, (now.step + amount.step) / 2
    return value, value - slack, value + slack


def _rounded(now: Written, value: Decimal, least: Decimal, most: Decimal, terms: str) -> Worked | None:
    """The result in the level's own magnitude, to no more digits than the level has and its error lets count."""
    error = max(most - value, value - least)
    if value <= 0 or error > LOOSEST * value:
        return None
    counted = Context(prec=now.digits, rounding=ROUND_HALF_UP).plus(value)
    place = max(_exponent(counted, now.digits), _place(error / DOUBTFUL))
    shown = value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP)
    bound = Context(prec=BOUND_DIGITS, rounding=ROUND_CEILING).plus(max(most - shown, shown - least))
    decimals = max(0, now.magnitude.adjusted() - place)
    told = f"{shown / now.magnitude:.{decimals}f}{now.words}"
    unit = "个百分点" if now.words == "%" else now.words
    formula = f"{terms} ≈ {told}，误差不超过{plain(bound / now.magnitude)}{unit}"
    return Worked(shown, bound, f"{ABOUT}{told}", formula)


def _exponent(value: Decimal, digits: int) -> int:
    """Of the last of the first so many digits of a number."""
    return value.adjusted() - digits + 1


def _place(least: Decimal) -> int:
    """The exponent of the smallest power of ten that is not below ``least``.

    >>> _place(Decimal("0.012")), _place(Decimal("0.1")), _place(Decimal("5.7"))
    (-1, -1, 1)
    """
    exponent = least.adjusted()
    return exponent if least <= Decimal(1).scaleb(exponent) else exponent + 1
