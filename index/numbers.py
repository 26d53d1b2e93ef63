"""Text to figures: every number with its exact span, value in base units, unit, approximation and kind.

One pass: a pattern leads to the next place where a figure may begin, fixed forms (dates, ids, ordinals) are tried first,
then a number is read with what stands around it. Blanks and line breaks inside a figure do not matter: the text is read
without them and spans are mapped back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index import patterns as p
from index import units as u
from index.numerals import MAX_LENGTH, arabic, chinese, scale
from index.records import Figure
from index.tokens import FULL_WIDTH

_BLANKS = re.compile(r"[\s\u3000\xa0]+")
_FULL_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_MAGNITUDES = frozenset([*u.SMALL, *u.LARGE])
_BEARING = frozenset("辜担肩背胜抱欠自")
_ORDERED = frozenset("届次批期个種种类轮代天年度大业民")
_OPEN, _CLOSE = frozenset("（([【［〔"), frozenset("）)]】］〕")
_QUOTES, _UNQUOTES = frozenset("“《「‘"), frozenset("”》」’")
_STOPS = frozenset(["", "。", "；", "：", "，", "\n", " ", "”"])
_HEAD = 8
"""How many characters before a number may soften, sign or rename it."""


def find_figures(text: str) -> list[Figure]:
    """Figures of ``text`` in order, disjoint, with ``text[f.start:f.end] == f.raw``.

    Dates, periods, ordinals, ranks and ids come typed as such, so that nobody takes them for quantities.

    >>> [(f.raw, str(f.value), f.unit) for f in find_figures("执结18049件，到位35.8亿元")]
    [('18049件', '18049', '件'), ('35.8亿元', '3580000000', '元')]
    """
    compact, origin = _compact(text)
    found = _Reader(compact).read()
    if origin is None:
        return [figure if figure.raw == text[figure.start : figure.end] else _moved(figure, text) for figure in found]
    return [_moved(figure, text, origin) for figure in found]


def _compact(text: str) -> tuple[str, Sequence[int] | None]:
    """Text without blanks and in half-width digits, and where each character stood (None: unchanged places)."""
    folded = _FULL_COMMA.sub(",", text).translate(FULL_WIDTH)
    if not _BLANKS.search(folded):
        return folded, None
    chars: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _BLANKS.finditer(folded):
        chars.append(folded[at : match.start()])
        origin.extend(range(at, match.start()))
        at = match.end()
        if _keeps_apart(folded, match.start(), at):
            chars.append(" ")
            origin.append(match.start())
    chars.append(folded[at:])
    origin.extend(range(at, len(folded)))
    return "".join(chars), origin


def _keeps_apart(text: str, start: int, end: int) -> bool:
    """True where a blank parts two whole numbers (a table row), not the digits of one figure."""
    if start == 0 or end == len(text):
        return False
    left, right = text[start - 1], text[end]
    if not (_latin(left) and _latin(right)):
        return False
    alone_left = start < 2 or not _latin(text[start - 2])
    alone_right = end + 1 >= len(text) or not _latin(text[end + 1])
    return not (alone_left or alone_right)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _moved(figure: Figure, text: str, origin: Sequence[int] | None = None) -> Figure:
    start, end = figure.start, figure.end
    if origin is not None:
        start, end = origin[start], origin[end - 1] + 1
    return replace(figure, start=start, end=end, raw=text[start:end])


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as read: where it ends, its value, the bounds of 三五百, and how it is written."""

    end: int
    value: Decimal
    core: str
    low: Decimal | None = None
    high: Decimal | None = None
    approx: str = ""
    arabic: bool = False

    def times(self, factor: Decimal | int) -> _Number:
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return replace(self, value=self.value * factor, low=low, high=high)


class _Reader:
    """Reads one compact text from left to right; every reader gives a figure that begins at its place, or None."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Figure] = []
        self.floor = 0

    def read(self) -> list[Figure]:
        search = p.START.search
        match = search(self.text, 0)
        while match:
            figure, at = self._at(match.start())
            if figure is not None:
                self.found.append(figure)
                self.floor = figure.end
            match = search(self.text, at)
        return self.found

    def _at(self, at: int) -> tuple[Figure | None, int]:
        """The figure that begins at or just before ``at``, and where to go on."""
        fixed = p.FIXED.match(self.text, at)
        if fixed and fixed.end() > at:
            return self._fixed(fixed), fixed.end()
        idiom = self._idiom(at)
        if idiom:
            return None, idiom
        vague = p.VAGUE.match(self.text, at)
        if vague:
            return self._vague(vague), vague.end()
        part = p.PART.match(self.text, at)
        if part:
            return self._part(part), part.end()
        number = self._number(at)
        if number is None:
            return None, max(at + 1, self._noise_end(at))
        figure = self._quantity(at, number)
        return figure, max(number.end, figure.end if figure else 0)

    def _idiom(self, at: int) -> int:
        """Where an idiom that holds the character at ``at`` ends; 0 if there is none."""
        text = self.text
        if text[at].isascii():
            return 0
        for start in range(at, max(self.floor, at - 3) - 1, -1):
            if text[start] in p.IDIOM_STARTS:
                match = p.IDIOM.match(text, start)
                if match and match.end() > at:
                    return match.end()
        return 0

    def _fixed(self, match: re.Match[str]) -> Figure | None:
        kind = (match.lastgroup or "").replace("nth", "ordinal")
        raw, start = match.group(), match.start()
        if kind == "half":
            value = Decimal(50) if raw[-1] == "折" else Decimal("0.5")
            return self._finish(start, match.end(), value, "%" if raw[-1] == "折" else "", "fraction")
        if kind == "ordinal":
            nth = match["nth"]
            if nth is None:
                return self._first_place(match)
            ranked = raw[-1] not in _ORDERED and self._ranks(start, raw)
            return Figure(start, match.end(), raw, _numeral(nth), "", "rank" if ranked else "ordinal")
        return Figure(start, match.end(), raw, None, "", kind)

    def _ranks(self, start: int, raw: str) -> bool:
        """第N位 and 第N名 are ranks; a bare 第二 is one after 居全国, or beside another rank: 第二、第七."""
        if raw[-1] in "位名" or p.RANKED.search(self.text[max(0, start - _HEAD) : start]):
            return True
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "rank" and self.text[last.end : start] in ("、", "和", "及", "与")

    def _first_place(self, match: re.Match[str]) -> Figure | None:
        """居全国首位, 全省榜首: the first rank without a number."""
        if match.group() not in ("首位", "榜首"):
            return None
        return Figure(match.start(), match.end(), match.group(), Decimal(1), "", "rank")

    def _vague(self, match: re.Match[str]) -> Figure | None:
        """几十, 数百万: a number whose value is not told."""
        unit = p.UNIT.match(self.text, match.end())
        end = unit.end() if unit else match.end()
        name, _, kind = _unit_of(unit.group(), Decimal(1)) if unit else ("", Decimal(1), "number")
        raw = self.text[match.start() : end]
        return Figure(match.start(), end, raw, None, name, kind, match.group()[0] if raw[0] in "好几数" else "几")

    def _part(self, match: re.Match[str]) -> Figure | None:
        """百分之2.4, 千分之三, 百分百."""
        if match["of"] is None and match["base"] not in ("百", "佰"):
            return None
        value = _numeral(match["value"].rstrip("kK"))
        if value is None:
            return None
        if match["value"][-1] in "kK":
            value *= 1000
        value = value * 100 / scale(match["base"])
        return self._finish(match.start(), match.end(), -value if match["sign"] else value, "%", "percent")

    def _number(self, at: int) -> _Number | None:
        match = p.ARABIC_CORE.match(self.text, at)
        if match:
            return self._arabic_number(match)
        match = p.CHINESE_CORE.match(self.text, at)
        if match:
            return self._chinese_number(match)
        if self.text[at] == "半" and self.text[max(0, at - 1) : at] not in tuple("上下前后多过大一近年对"):
            return _Number(at + 1, Decimal("0.5"), "半")
        return None

    def _noise_end(self, at: int) -> int:
        """Where to go on after a numeral that names no number: past it where it is too long to be one."""
        match = p.ARABIC_CORE.match(self.text, at) or p.CHINESE_CORE.match(self.text, at)
        return match.end() if match and match.end() - at > MAX_LENGTH else at

    def _arabic_number(self, match: re.Match[str]) -> _Number | None:
        core = match.group()
        if core[0] == "." or (core[0].isdigit() and core.replace(".", "", 1).isdigit()):
            value = arabic(core) if core[0] != "." else arabic("0" + core)
        else:
            value = _mixed(core)
        return None if value is None else _Number(match.end(), value, core, arabic=True)

    def _chinese_number(self, match: re.Match[str]) -> _Number | None:
        core, end = match.group(), match.end()
        pair = p.PAIR.fullmatch(core)
        if pair and _adjacent(pair):
            return _pair(pair, end)
        if len(core) == 2 and core[1] == "两" and core[0] in u.DIGITS:
            if core[0] == "一" and p.UNIT.match(self.text, end):
                return _Number(end, Decimal(1), core, Decimal(1), Decimal(2))
            core, end = core[0], end - 1
        if all(char in _MAGNITUDES for char in core) and core != "十" and not self._rounded(match.start(), end, core):
            return None
        value = chinese(core)
        return None if value is None else _Number(end, value, core)

    def _rounded(self, start: int, end: int, core: str) -> bool:
        """True where magnitudes alone are a number: 近千家, 百余名, 突破千亿斤; not in 千家, 万吨级."""
        text = self.text
        if text[end : end + 1] in ("余", "多", "餘"):
            return True
        before = text[max(0, start - 2) : start]
        if before.endswith(("上", "近", "超", "过", "约", "逾", "破", "达", "第")):
            return True
        unit = p.UNIT.match(text, end)
        whole = start == 0 and end == len(text)
        return whole or bool(
            len(core) > 1 and unit and text[unit.end() : unit.end() + 1] != "级" and unit.group() != "级"
        )

    def _quantity(self, start: int, number: _Number) -> Figure | None:
        """The figure around a number: fraction, ratio, name, or a number with its unit."""
        text, end = self.text, number.end
        fraction = p.FRACTION.match(text, end)
        if fraction:
            return self._fraction(start, number.value, fraction)
        if number.arabic:
            other = self._slashed(start, number) or self._ratio(start, number)
            if other:
                return other
            if self._is_code(start, end):
                return Figure(start, end, text[start:end], None, "", "id")
        elif self._is_spoken_code(start, number):
            return Figure(start, end, text[start:end], None, "", "id")
        return self._united(start, number)

    def _fraction(self, start: int, below: Decimal, match: re.Match[str]) -> Figure | None:
        above = _numeral(match.group(1))
        if not below or above is None:
            return None
        return self._finish(start, match.end(), above / below, "", "fraction")

    def _slashed(self, start: int, number: _Number) -> Figure | None:
        match = p.SLASH.match(self.text, number.end)
        if not match or self.text[max(0, start - 1) : start] in ("/", "-"):
            return None
        return self._finish(start, match.end(), number.value / Decimal(match.group(1)), "", "fraction")

    def _ratio(self, start: int, number: _Number) -> Figure | None:
        match = p.COLON.match(self.text, number.end)
        if not match or not Decimal(match.group(1)):
            return None
        right = Decimal(match.group(1))
        figure = self._finish(start, match.end(), number.value / right, "", "ratio")
        return replace(figure, low=number.value, high=right)

    def _is_code(self, start: int, end: int) -> bool:
        """True where digits are part of a name: PM2.5, AK-74, 5G, 尾号3385."""
        text = self.text
        head = text[max(self.floor, start - _HEAD) : start]
        if p.LETTER_BEFORE.search(head) and not p.CURRENCY.search(head):
            return True
        if p.CODE_BEFORE.search(head):
            return True
        after = text[end : end + 1]
        if after.isascii() and after.isalpha() and not p.UNIT.match(text, end):
            return True
        return end - start > 12 and "." not in text[start:end] and "," not in text[start:end]

    def _is_spoken_code(self, start: int, number: _Number) -> bool:
        """True where Chinese digits are dialled, not counted: 幺幺零, 尾号一二三四, 一三三四五三一二二二一."""
        core = number.core
        if len(core) < 2 or any(char not in u.DIGITS for char in core):
            return False
        if any(char in u.SPOKEN for char in core) or len(core) >= 7:
            return True
        if p.CODE_BEFORE.search(self.text, max(self.floor, start - _HEAD), start):
            return True
        alone = start == 0 and number.end == len(self.text)
        return not alone and not p.UNIT.match(self.text, number.end) and not self._signed(start)

    def _signed(self, start: int) -> bool:
        sign = self.text[max(0, start - 1) : start]
        return sign in ("负", "-", "−") and bool(sign) and self._is_sign(sign, start - 1)

    def _united(self, start: int, number: _Number) -> Figure | None:
        """The number with the words inside it (多, 余), its unit and what the unit may be followed by."""
        text = self.text
        number = self._middle(number)
        unit = p.UNIT.match(text, number.end)
        word = unit.group() if unit else ""
        if unit and word in p.NOT_TENTHS and p.NOT_TENTHS[word].match(text, unit.end()):
            unit, word = None, ""
        if not number.arabic and not self._counts(start, number, unit):
            return self._bare_chinese(start, number) if unit is None else None
        if unit is None:
            return self._bare(start, number)
        if word == "届":
            return Figure(start, unit.end(), text[start : unit.end()], number.value, "", "ordinal")
        return self._with_unit(start, number, unit.end(), word)

    def _middle(self, number: _Number) -> _Number:
        """3000多万, 二十余名, 10来个."""
        match = p.MIDDLE.match(self.text, number.end)
        if not match:
            return number
        magnitude = p.MAG.match(self.text, match.end())
        if magnitude and match.group() != "几":
            scaled = number.times(scale(magnitude.group()))
            return replace(scaled, end=magnitude.end(), approx=match.group())
        if p.UNIT.match(self.text, match.end()):
            return replace(number, end=match.end(), approx=match.group())
        return number

    def _counts(self, start: int, number: _Number, unit: re.Match[str] | None) -> bool:
        """True where a Chinese numeral counts something rather than making a name or an idiom."""
        text, core = self.text, number.core
        if unit is None:
            return False
        word = unit.group()
        quoted = start > 0 and text[start - 1] in _QUOTES
        closed = text[unit.end() : unit.end() + 1] in _UNQUOTES
        if quoted != closed:
            return False
        if len(core) > 1 or number.approx:
            return number.low is None or len(core) > 2 or word not in u.WEAK_COUNTERS
        if core == "半" or self._signed(start):
            return True
        if core in u.FORMAL:
            return word in u.MONEY or start == 0
        if word in u.WEAK_COUNTERS:
            return start == 0 and unit.end() == len(text)
        if core == "一" and word in u.WEAK_AFTER_ONE:
            return self._counted(start, unit.end())
        return core not in ("零", "〇") or word in u.MONEY or word in u.PERCENTS or word in u.POINTS

    def _counted(self, start: int, end: int) -> bool:
        """一 with a common classifier counts at the ends of a text, or before 年, 个 and a case: 一起非法捕捞案."""
        if start == 0:
            return True
        if self.text[start - 1 : start] in tuple("进新同另每某任这那哪唯第逐"):
            return False
        return bool(p.CASE.match(self.text, end)) or self.text[end : end + 1] in (
            "",
            "，",
            "。",
            "、",
            "的",
            "后",
            "前",
            "内",
        )

    def _bare_chinese(self, start: int, number: _Number) -> Figure | None:
        """A Chinese numeral without a unit: a number only where it stands alone or has magnitudes, and names nothing."""
        text, core, end = self.text, number.core, number.end
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if self._signed(start) or (before in ("", ",", "，", "是", "为") and after in ("", ",", "，", "。")):
            return self._plain(start, number)
        if len(core) < 2 or p.NAME_AFTER.match(text, end) or text[max(0, start - 1) : start] in ("“", "《"):
            return None
        if all(char in u.DIGITS for char in core) or (after == "是" and before in _STOPS) or before in _OPEN:
            return None
        return self._plain(start, number)

    def _bare(self, start: int, number: _Number) -> Figure | None:
        """An Arabic number without a unit: a plain number, a year, or an id."""
        text, end = self.text, number.end
        core, before, after = text[start:end], text[max(0, start - 1) : start], text[end : end + 1]
        if (before and before in _OPEN and after in _CLOSE and len(core) <= 3) or self._is_name(
            start, end, before, after
        ):
            return Figure(start, end, core, None, "", "id")
        if (
            p.YEAR_ALONE.fullmatch(core)
            and (before or after)
            and before not in ("达", "至", "到", "超", "近", "约", "为")
        ):
            return Figure(start, end, core, None, "", "date")
        return self._plain(start, number)

    def _is_name(self, start: int, end: int, before: str, after: str) -> bool:
        """True for a quoted number, a list mark, a hotline and what a following word makes a name: “136”, 1.加强, 12345, 500强."""
        core = self.text[start:end]
        if before in _QUOTES and after in _UNQUOTES and before:
            return True
        if end - start <= 2 and before in _STOPS and p.LISTED.match(self.text, end):
            return True
        if core in u.HOTLINES or (len(core) == 5 and core.startswith("123")):
            return True
        return bool(p.NAME_AFTER.match(self.text, end))

    def _plain(self, start: int, number: _Number) -> Figure:
        figure = self._finish(start, number.end, number.value, "", "number", number.approx)
        return self._bounded(figure, number, Decimal(1))

    def _with_unit(self, start: int, number: _Number, end: int, word: str) -> Figure | None:
        name, factor, kind = _unit_of(word, number.value)
        value = number.value
        if word == "分" and number.core[-1:] in u.FORMAL:
            name, factor, kind = "元", Decimal("0.01"), "money"
        half = (
            p.HALF.match(self.text, end)
            if kind in ("percent", "multiple", "duration", "age", "money") or word in ("个", "斤", "亩")
            else None
        )
        after = p.UNIT.match(self.text, half.end()) if half and word == "个" else None
        if after:
            name, factor, kind = _unit_of(after.group(), value)
            value, end = value + Decimal("0.5"), after.end()
        elif half and word != "个":
            value, end = value + Decimal("0.5"), half.end()
        value *= factor
        if kind == "money" and name == "元" and word in ("元", "圆", "圓", "块", "塊"):
            value, end = self._small_money(value, end)
        elif word == "成" and not half:
            value, end = self._tenth(value, end)
        elif name in u.COMPOUND_DURATIONS and kind == "duration":
            value, end, name = self._compound_duration(value, end, name)
        figure = self._finish(start, end, value, name, kind, number.approx)
        return self._bounded(figure, number, factor)

    def _bounded(self, figure: Figure, number: _Number, factor: Decimal) -> Figure:
        if number.low is None or number.high is None or figure.low is not None:
            return figure
        return replace(figure, low=number.low * factor, high=number.high * factor, approx=figure.approx or "约")

    def _small_money(self, value: Decimal, end: int) -> tuple[Decimal, int]:
        """元 with 角 and 分 behind it: 五元三毛, 壹元零壹分, 三块五."""
        last = Decimal(1)
        for unit, factor in (("角毛", Decimal("0.1")), ("分", Decimal("0.01"))):
            match = p.SUBUNIT.match(self.text, end)
            if not match:
                break
            if match["bare"]:
                if (last == 1 and self.text[end - 1] in "块塊") or last == Decimal("0.1"):
                    return value + u.DIGITS[match["bare"]] * last / 10, match.end()
                break
            digit = _numeral(match["number"])
            if match["unit"] in unit and digit is not None and digit < 100:
                value, end, last = value + digit * factor, match.end(), factor
        return value, end

    def _tenth(self, value: Decimal, end: int) -> tuple[Decimal, int]:
        """七成六 is 76%."""
        match = p.TENTH.match(self.text, end)
        return (value + u.DIGITS[match.group()], match.end()) if match else (value, end)

    def _compound_duration(self, value: Decimal, end: int, name: str) -> tuple[Decimal, int, str]:
        """8天20小时 is 212小时."""
        while name in u.COMPOUND_DURATIONS:
            smaller, many = u.COMPOUND_DURATIONS[name]
            number = self._number(end) if end < len(self.text) and p.START.match(self.text, end) else None
            unit = p.UNIT.match(self.text, number.end) if number else None
            if not number or not unit or u.DURATIONS.get(unit.group()) != smaller:
                break
            value, end, name = value * many + number.value, unit.end(), smaller
        return value, end, name

    def _finish(self, start: int, end: int, value: Decimal, unit: str, kind: str, approx: str = "") -> Figure:
        """Adds currency sign, minus sign and words of approximation around a number; joins the upper end of a range."""
        text = self.text
        head = text[max(self.floor, start - _HEAD) : start]
        if head:
            currency = p.CURRENCY.search(head)
            if currency:
                start -= len(currency.group())
                unit, kind = u.CURRENCY_SIGNS[currency.group()], "money"
                head = text[max(self.floor, start - _HEAD) : start]
            sign = p.SIGN.search(head)
            if sign and self._is_sign(sign.group(), start - len(sign.group())):
                start -= len(sign.group())
                value = value if sign.group() == "±" else -value
                head = text[max(self.floor, start - _HEAD) : start]
        before = p.BEFORE.search(head) if head else None
        after = p.AFTER.match(text, end)
        words = (before.group() if before else "") + approx + (after.group() if after else "")
        return self._ranged(Figure(start, end, text[start:end], value, unit, kind, words))

    def _is_sign(self, mark: str, at: int) -> bool:
        """A hyphen is a minus only where nothing it could join stands before it."""
        if mark != "-":
            return not mark.startswith("负") or self.text[max(0, at - 1) : at] not in _BEARING
        before = self.text[max(0, at - 1) : at]
        return not (before.isascii() and before.isalnum()) and before not in (")", "）", "%", "-", "—")

    def _ranged(self, figure: Figure) -> Figure:
        """30—35%, 三至五年: takes the number before this one into its range where only a range mark stands between."""
        if not self.found or figure.value is None:
            return figure
        last = self.found[-1]
        if last.value is None or figure.start - last.end > 2 or last.low is not None:
            return figure
        between = self.text[last.end : figure.start]
        if between[-1:] in ("-", "−") or not between:
            between = self.text[last.end : figure.start] or "-" if figure.raw[:1] == "-" else between
        between = between.removeprefix(last.approx[-1:]) if last.approx else between
        if not p.RANGE.fullmatch(between) or between in ("和", "或"):
            return figure
        return self._joined(last, figure, between) or figure

    def _joined(self, last: Figure, figure: Figure, mark: str) -> Figure | None:
        unit, kind = (figure.unit, figure.kind) if figure.unit else (last.unit, last.kind)
        low, high = last.value, figure.value
        if low is None or high is None or last.unit not in ("", unit) or (not unit and mark in ("-", "~", "－")):
            return None
        lent = _magnitude_of(figure) if not last.unit and not _magnitude_in(last.raw) else Decimal(1)
        low = low * lent if low * lent < high else low
        if low >= high:
            return None
        self.found.pop()
        raw = self.text[last.start : figure.end]
        return Figure(last.start, figure.end, raw, low, unit, kind, last.approx + figure.approx, low, high)


def _adjacent(pair: re.Match[str]) -> bool:
    """二三, 三五, 七八: digits one apart, or 三五; not the digits of 九八年."""
    first, second = u.DIGITS[pair["first"]], u.DIGITS[pair["second"]]
    return second - first == 1 or (first, second) == (3, 5)


def _pair(pair: re.Match[str], end: int) -> _Number | None:
    """三五百, 十五六万: two digits side by side bound a range."""
    head, tail = pair["head"], pair["scale"]
    low, high = chinese(f"{head}{pair['first']}{tail}"), chinese(f"{head}{pair['second']}{tail}")
    if low is None or high is None:
        return None
    return _Number(end, low, pair.group(), low, high)


def _mixed(core: str) -> Decimal | None:
    """Digits with magnitudes: 35.8亿, 3千5百万, 1万600, 100万三千, 12k.

    >>> _mixed("3千5百万"), _mixed("1万600"), _mixed("1.2万亿")
    (Decimal('35000000'), Decimal('10600'), Decimal('1200000000000.0'))
    """
    thousand = core[-1] in "kK"
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = 1
    for piece in _TOKENS.findall(core.rstrip("kK")):
        if piece[0].isdigit() and piece[0].isascii():
            digit = arabic(piece)
        elif piece in u.DIGITS:
            digit = Decimal(u.DIGITS[piece]) if piece not in "零〇" else digit
        elif piece in u.SMALL:
            section += (Decimal(1) if digit is None else digit) * u.SMALL[piece]
            digit, last = None, u.SMALL[piece]
        else:
            inside = section + (digit or 0)
            lifts = total and u.LARGE[piece] > last >= 10**4
            total = (total + inside) * u.LARGE[piece] if lifts else total + (inside or 1) * u.LARGE[piece]
            section, digit, last = Decimal(0), None, u.LARGE[piece]
    rest = digit or Decimal(0)
    if digit is not None and digit < 10 and last >= 10 and core[-2:-1] in u.LARGE and core[-1].isdigit():
        rest = digit * last / 10
    return (total + section + rest) * (1000 if thousand else 1)


_TOKENS = re.compile(r"[0-9][0-9,]*(?:[.·][0-9]+)?|.")


def _numeral(text: str) -> Decimal | None:
    negative = text.startswith("负")
    plain = text.lstrip("负")
    if plain[:1].isascii():
        value = (
            arabic(plain) if plain.replace(",", "").replace("·", ".").replace(".", "", 1).isdigit() else _mixed(plain)
        )
    else:
        value = chinese(plain)
    return -value if negative and value is not None else value


def _magnitude_in(raw: str) -> str:
    match = re.search(r"[十百千万亿兆]{1,3}", raw)
    return match.group() if match else ""


def _magnitude_of(figure: Figure) -> Decimal:
    """Magnitude that the upper end of a range lends to its lower end: 3至5万 is 30000 to 50000."""
    if not re.search(r"[0-9]", figure.raw):
        return Decimal(1)
    return Decimal(scale(_magnitude_in(figure.raw)))


def _unit_of(word: str, value: Decimal) -> tuple[str, Decimal, str]:
    """Unit, factor to its base and kind of a unit word."""
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
