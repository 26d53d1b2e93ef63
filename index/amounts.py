"""Where a number stands and how much it is: digits, Chinese numerals, both mixed, and the words inside them (多, 余)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index import patterns as p
from index import units as u
from index.frozen import quick
from index.numerals import MAX_LENGTH, arabic, chinese, scale

_MAGNITUDES = frozenset([*u.SMALL, *u.LARGE])
_TOKENS = re.compile(r"[0-9][0-9,]*(?:[.·][0-9]+)?|.")
_NO_HALF = frozenset("上下前后多过大一近年对")
_ROUND_BEFORE = tuple("上近超过约逾破达第")


@quick
@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: where it ends, its value, the bounds of 三五百, the words inside it, and how it is written."""

    end: int
    value: Decimal
    core: str
    low: Decimal | None = None
    high: Decimal | None = None
    approx: str = ""
    arabic: bool = False

    def times(self, factor: Decimal | int) -> Number:
        """The same number, so many times as large."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return replace(self, value=self.value * factor, low=low, high=high)


def read_number(text: str, at: int) -> Number | None:
    """The number that begins at ``at``, or None."""
    match = p.ARABIC_CORE.match(text, at)
    if match:
        value = numeral(match.group())
        return None if value is None else Number(match.end(), value, match.group(), arabic=True)
    match = p.CHINESE_CORE.match(text, at)
    if match:
        return _chinese_number(text, match)
    if text[at] == "半" and text[max(0, at - 1) : at] not in _NO_HALF:
        return Number(at + 1, Decimal("0.5"), "半")
    return None


def noise_end(text: str, at: int) -> int:
    """Where to go on after a numeral that names no number: past it where it is too long to be one, else ``at``."""
    match = p.ARABIC_CORE.match(text, at) or p.CHINESE_CORE.match(text, at)
    return match.end() if match and match.end() - at > MAX_LENGTH else at


def with_middle(text: str, number: Number) -> Number:
    """The number with what softens it from within: 3000多万, 二十余名, 10来个."""
    match = p.MIDDLE.match(text, number.end)
    if not match:
        return number
    magnitude = p.MAG.match(text, match.end())
    if magnitude and match.group() != "几":
        return replace(number.times(scale(magnitude.group())), end=magnitude.end(), approx=match.group())
    if p.UNIT.match(text, match.end()):
        return replace(number, end=match.end(), approx=match.group())
    return number


def numeral(text: str) -> Decimal | None:
    """Value of a numeral in any writing, 负 in front included; None if it is none.

    >>> numeral("负三点八"), numeral("3千5百万"), numeral("1万600"), numeral("1,234.5")
    (Decimal('-3.8'), Decimal('35000000'), Decimal('10600'), Decimal('1234.5'))
    """
    plain = text.lstrip("负")
    if not plain[:1].isascii():
        value = chinese(plain)
    elif (plain.isascii() and plain.isdecimal()) or p.PLAIN_ARABIC.fullmatch(plain):
        value = arabic(f"0{plain}" if plain[0] == "." else plain)
    else:
        value = _mixed(plain)
    return -value if value is not None and text.startswith("负") else value


def _chinese_number(text: str, match: re.Match[str]) -> Number | None:
    core, end = match.group(), match.end()
    pair = p.PAIR.fullmatch(core)
    if pair and _adjacent(pair):
        return _pair(pair, end)
    if len(core) == 2 and core[1] == "两" and core[0] in u.DIGITS:
        if core[0] == "一" and p.UNIT.match(text, end):
            return Number(end, Decimal(1), core, Decimal(1), Decimal(2))
        core, end = core[0], end - 1
    if all(char in _MAGNITUDES for char in core) and core != "十" and not _rounded(text, match.start(), end):
        return None
    value = chinese(core)
    return None if value is None else Number(end, value, core)


def _rounded(text: str, start: int, end: int) -> bool:
    """True where magnitudes alone are a number: 近千家, 百余名, 突破千亿斤; not in 千家, 万吨级."""
    if text[end : end + 1] in ("余", "多") or text[max(0, start - 2) : start].endswith(_ROUND_BEFORE):
        return True
    if start == 0 and end == len(text):
        return True
    unit = p.UNIT.match(text, end)
    return bool(end - start > 1 and unit and text[unit.end() : unit.end() + 1] != "级" and unit.group() != "级")


def _adjacent(pair: re.Match[str]) -> bool:
    """二三, 三五, 七八: digits one apart, or 三五; not the digits of 九八年."""
    first, second = u.DIGITS[pair["first"]], u.DIGITS[pair["second"]]
    return second - first == 1 or (first, second) == (3, 5)


def _pair(pair: re.Match[str], end: int) -> Number | None:
    """三五百, 十五六万: two digits side by side bound a range."""
    head, tail = pair["head"], pair["scale"]
    low, high = chinese(f"{head}{pair['first']}{tail}"), chinese(f"{head}{pair['second']}{tail}")
    return None if low is None or high is None else Number(end, low, pair.group(), low, high)


def _mixed(core: str) -> Decimal:
    """Digits with magnitudes: 35.8亿, 3千5百万, 100万三千, 12k."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = 1
    for piece in _TOKENS.findall(core.rstrip("kK")):
        if piece[0].isdigit() and piece[0].isascii():
            digit = arabic(piece)
        elif piece in u.DIGITS:
            digit = Decimal(u.DIGITS[piece]) if u.DIGITS[piece] else digit
        elif piece in u.SMALL:
            section += (Decimal(1) if digit is None else digit) * u.SMALL[piece]
            digit, last = None, u.SMALL[piece]
        else:
            inside = section + (digit or 0)
            lifts = total and u.LARGE[piece] > last >= min(u.LARGE.values())
            total = (total + inside) * u.LARGE[piece] if lifts else total + (inside or 1) * u.LARGE[piece]
            section, digit, last = Decimal(0), None, u.LARGE[piece]
    rest = digit or Decimal(0)
    if 0 < rest < 10 <= last and core[-2:-1] in u.LARGE:
        rest = rest * last / 10
    return (total + section + rest) * (1000 if core[-1] in "kK" else 1)
