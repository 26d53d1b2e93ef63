"""Text to figures: every number with its exact span, value in base units, unit, approximation and kind.

One pass: a pattern leads to the next place where a figure may begin, fixed forms (dates, ids, ordinals) are tried
first, then a number is read with what stands around it. Blanks and line breaks inside a figure do not matter, nor does the
script: the text is read without them, in simplified characters, and spans are mapped back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index import names
from index import patterns as p
from index import units as u
from index.amounts import Number, noise_end, numeral, read_number, with_middle
from index.compact import compact, without_blanks
from index.measures import measured, unit_of
from index.numerals import scale
from index.records import Figure
from index.tokens import half_width
from index.traditional import simplified

_ORDERED = frozenset("届次批期个种类轮代天年度大业民")
_AND = frozenset("、和及与")
_PARTS = frozenset("负十百佰千仟万")
"""What a percentage in words can begin with: 百分之五, 负百分之五."""
_DIVIDING = {True: frozenset("/／:∶：比"), False: frozenset("比")}
"""What between two numbers divides the first by the second: after digits, and after a numeral in words."""
_ONE = Decimal(1)
_LENT = re.compile(rf"[0-9]({p.MAGNITUDE}{{1,3}})")


_ITEM_BEFORE_YEAR = re.compile(r"^[ \t\u3000]*[0-9]{1,2}[.．][ \t\u3000]*(?=(?:19|20)[0-9]{2}年)", re.M)
"""The number of a list's item before a year: 1. 2024年 is no 1.2024年."""


def find_figures(text: str, at: int = 0, *, plain: bool = False) -> list[Figure]:
    """Figures of ``text`` in order, disjoint, with ``text[f.start:f.end] == f.raw``.

    ``at`` is where it stands in a longer text, in which the spans then are; ``plain``: it is known that :func:`is_plain`.
    Dates, periods, ordinals, ranks and ids come typed as such, so that nobody takes them for quantities.

    >>> [(f.raw, str(f.value), f.unit) for f in find_figures("执结18049件，到位35.8亿元")]
    [('18049件', '18049', '件'), ('35.8亿元', '3580000000', '元')]
    """
    read, origin = without_blanks(text) if plain else compact(simplified(text))
    if "." in read or "．" in read:
        read = _ITEM_BEFORE_YEAR.sub(lambda match: "；" * len(match.group()), read)
    return [_placed(figure, text, origin, at) for figure in _Reader(read).read()]


def is_plain(text: str) -> bool:
    """Whether a text is in simplified and half-width characters already, as most are."""
    return half_width(simplified(text)) is text


def _placed(figure: Figure, text: str, origin: Sequence[int] | None, at: int) -> Figure:
    """The figure at its place in the text as given, which stands ``at`` a place of another."""
    start, end = figure.start, figure.end
    if origin is not None:
        start, end = origin[start], origin[end - 1] + 1
    elif not at and figure.raw == text[start:end]:
        return figure
    f = figure  # built directly: this runs for every figure of a report, and replace() is slow
    return Figure(at + start, at + end, text[start:end], f.value, f.unit, f.kind, f.approx, f.low, f.high)


def exact(value: Decimal) -> Decimal:
    """The value without idle zeros: 3580000000.0 is 3580000000.

    >>> exact(Decimal("3580000000.0")), exact(Decimal("13.70"))
    (Decimal('3580000000'), Decimal('13.7'))
    """
    whole = value.to_integral_value()
    return whole.quantize(_ONE) if whole == value and whole.adjusted() < 27 else value.normalize()


class _Reader:
    """Reads one compact text from left to right; what reads a figure gives one that begins at its place, or None."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.several = "几" in text
        self.found: list[Figure] = []
        self.floor = 0

    def read(self) -> list[Figure]:
        match = p.START.search(self.text)
        while match:
            figure, at = self._at(match.start())
            if figure is not None:
                self.found.append(figure)
                self.floor = figure.end
            match = p.START.search(self.text, at)
        return self.found

    def _at(self, at: int) -> tuple[Figure | None, int]:
        """The figure that begins at or just before ``at``, and where to go on."""
        fixed = p.FIXED.match(self.text, at)
        if fixed and fixed.end() > at:
            return self._fixed(fixed), fixed.end()
        idiom = names.idiom_end(self.text, self.floor, at)
        if idiom:
            return None, idiom
        first = self.text[at]
        vague = p.VAGUE.match(self.text, at) if self.several or first in "数成" else None
        if vague:
            found = self._vague(vague)
            return found, found.end
        part = p.PART.match(self.text, at) if first in _PARTS else None
        if part:
            return self._part(part), part.end()
        number = read_number(self.text, at)
        if number is None:
            return None, max(at + 1, noise_end(self.text, at))
        figure = self._quantity(at, number)
        return figure, max(number.end, figure.end if figure else 0)

    def _fixed(self, match: re.Match[str]) -> Figure | None:
        """A form told by its shape alone: date, period, id, ordinal, half."""
        kind, raw, start = match.lastgroup or "", match.group(), match.start()
        if kind == "half":
            if raw[-1] == "折":
                return self._finish(start, match.end(), Decimal(50), "%", "percent")
            return self._finish(start, match.end(), Decimal("0.5"), "", "fraction")
        if kind in ("ordinal", "nth"):
            return self._ordinal(match)
        return Figure(start, match.end(), raw, None, "", kind)

    def _ordinal(self, match: re.Match[str]) -> Figure | None:
        raw, start, nth = match.group(), match.start(), match["nth"]
        if nth is not None:
            kind = "rank" if raw[-1] not in _ORDERED and self._ranks(start, raw) else "ordinal"
            return Figure(start, match.end(), raw, numeral(nth), "", kind)
        return Figure(start, match.end(), raw, Decimal(1), "", "rank") if raw in ("首位", "榜首") else None

    def _ranks(self, start: int, raw: str) -> bool:
        """第N位 and 第N名 are ranks; a bare 第二 is one after 居全国, or beside another rank: 第二、第七."""
        if self.text[max(0, start - 2) : start] in ("放在", "摆在"):
            return False
        if raw[-1] in "位名" or p.RANKED.search(self.text[max(0, start - names.HEAD) : start]):
            return True
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "rank" and self.text[last.end : start] in _AND

    def _vague(self, match: re.Match[str]) -> Figure:
        """几十, 数百万: a number whose value is not told."""
        unit = p.UNIT.match(self.text, match.end())
        end = unit.end() if unit else match.end()
        name, _, kind = unit_of(unit.group(), Decimal(1)) if unit else ("", Decimal(1), "number")
        raw = self.text[match.start() : end]
        return Figure(match.start(), end, raw, None, name, kind, raw[0] if raw[0] in "好几数" else "几")

    def _part(self, match: re.Match[str]) -> Figure | None:
        """百分之2.4, 千分之三, 百分百."""
        low, value, high = _bounds(match["value"])
        if value is None or (match["of"] is None and match["base"] not in ("百", "佰")):
            return None
        factor = Decimal(-100 if match["sign"] else 100) / scale(match["base"])
        figure = self._finish(match.start(), match.end(), value * factor, "%", "percent")
        if low is None or high is None:
            return figure
        return replace(figure, low=exact(low * factor), high=exact(high * factor), approx=figure.approx or "约")

    def _quantity(self, start: int, number: Number) -> Figure | None:
        """The figure around a number: fraction, ratio, name, or a number with its unit."""
        text, end = self.text, number.end
        behind = text[end : end + 1]
        fraction = p.FRACTION.match(text, end) if behind == "分" else None
        if fraction:
            above = numeral(fraction.group(1))
            if not number.value or above is None:
                return None
            return self._finish(start, fraction.end(), above / number.value, "", "fraction")
        other = self._divided(start, number) if behind in _DIVIDING[number.arabic] else None
        if other:
            return other
        code = names.is_code if number.arabic else None
        if code(text, self.floor, start, end) if code else names.is_dialled(text, self.floor, start, number):
            return Figure(start, end, text[start:end], None, "", "id")
        return self._united(start, with_middle(text, number))

    def _divided(self, start: int, number: Number) -> Figure | None:
        """1/2 as a fraction, 1.68∶1 as a ratio with its two sides."""
        match = p.SLASH.match(self.text, number.end)
        if match and self.text[max(0, start - 1) : start] not in ("/", "-"):
            return self._finish(start, match.end(), number.value / Decimal(match.group(1)), "", "fraction")
        triple = p.TRIPLE.match(self.text, start)
        if triple:
            return Figure(start, triple.end(), triple.group(), None, "", "ratio")
        match = p.COLON.match(self.text, number.end)
        right = numeral(match.group(1)) if match else None
        if not match or not right:
            return None
        figure = self._finish(start, match.end(), number.value / right, "", "ratio")
        return replace(figure, low=number.value, high=right)

    def _united(self, start: int, number: Number) -> Figure | None:
        """The number with its unit and what the unit may be followed by; without one, a plain number, a year or a name."""
        text = self.text
        unit = p.UNIT.match(text, number.end)
        if unit and any(
            unit.group() in t and t[unit.group()].match(text, unit.end()) for t in (p.NOT_TENTHS, p.NOT_UNIT)
        ):
            unit = None
        if unit is None:
            return self._bare(start, number)
        if not number.arabic and not names.counts(text, start, number, unit):
            return None
        if unit.group() == "届":
            return Figure(start, unit.end(), text[start : unit.end()], number.value, "", "ordinal")
        found = measured(text, number, unit.end(), unit.group())
        figure = self._finish(start, found.end, found.value, found.unit, found.kind, number.approx + found.approx)
        return _bounded(figure, number, found.factor)

    def _bare(self, start: int, number: Number) -> Figure | None:
        """A number without a unit."""
        text, end = self.text, number.end
        if number.arabic and names.is_name(text, start, end):
            return Figure(start, end, text[start:end], None, "", "id")
        if number.arabic and names.is_year(text, start, end):
            return Figure(start, end, text[start:end], None, "", "date")
        if not number.arabic and not names.is_bare_number(text, start, number):
            return None
        figure = self._finish(start, end, number.value, "", "number", number.approx)
        return _bounded(figure, number, Decimal(1))

    def _finish(self, start: int, end: int, value: Decimal, unit: str, kind: str, approx: str = "") -> Figure:
        """Adds currency sign, minus sign and words of approximation around a number; joins the upper end of a range."""
        text = self.text
        head = text[max(self.floor, start - names.HEAD) : start]
        currency = p.CURRENCY.search(head)
        if currency:
            start -= len(currency.group())
            unit, kind, head = u.CURRENCY_SIGNS[currency.group()], "money", head[: currency.start()]
        sign = p.SIGN.search(head)
        if sign and names.is_sign(text, sign.group(), start - len(sign.group())):
            start -= len(sign.group())
            value, head = value if sign.group() in "±+" else -value, head[: sign.start()]
        before, after = p.BEFORE.search(head), p.AFTER.match(text, end)
        words = (before.group() if before else "") + approx + (after.group() if after else "")
        return self._ranged(Figure(start, end, text[start:end], exact(value), unit, kind, words))

    def _ranged(self, figure: Figure) -> Figure:
        """30—35%, 三至五年: takes the number before this one into its range where only a range mark stands between."""
        last = self.found[-1] if self.found else None
        if last is None or last.value is None or last.low is not None or not 0 < figure.start - last.end <= 2:
            return figure
        between = self.text[last.end : figure.start]
        between = between.removeprefix(last.approx[-1:]) if last.approx else between
        return (p.RANGE.fullmatch(between) and self._joined(last, figure, between)) or figure

    def _joined(self, last: Figure, figure: Figure, mark: str) -> Figure | None:
        unit, kind = (figure.unit, figure.kind) if figure.unit else (last.unit, last.kind)
        low, high = last.value, figure.value
        if low is None or high is None or last.unit not in ("", unit) or (not unit and mark in ("-", "~", "－")):
            return None
        lent = low * _lent(last, figure)
        low = lent if lent < high else low
        if low >= high:
            return None
        self.found.pop()
        raw = self.text[last.start : figure.end]
        return Figure(last.start, figure.end, raw, low, unit, kind, last.approx + figure.approx, low, high)


def _bounds(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Lower bound, value and upper bound of a numeral: 六七十 is 60 to 70; others have no bounds."""
    number = read_number(text, 0) if text and not text[0].isascii() and text[0] != "负" else None
    if number is not None and number.low is not None and number.end == len(text):
        return number.low, number.value, number.high
    return None, numeral(text), None


def _bounded(figure: Figure, number: Number, factor: Decimal) -> Figure:
    """The figure with the bounds that 三五百 gives it."""
    if number.low is None or number.high is None or figure.low is not None:
        return figure
    low, high = exact(number.low * factor), exact(number.high * factor)
    return replace(figure, low=low, high=high, approx=figure.approx or "约")


def _lent(last: Figure, figure: Figure) -> Decimal:
    """Magnitude that the upper end of a range lends to its lower end: 3至5万 is 30000 to 50000."""
    magnitude = _LENT.search(figure.raw)
    if last.unit or _LENT.search(last.raw) or not magnitude:
        return Decimal(1)
    return Decimal(scale(magnitude.group(1)))
