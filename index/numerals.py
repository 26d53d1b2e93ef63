"""Chinese and Arabic numerals to exact values."""

from __future__ import annotations

from decimal import Decimal

from index.units import DIGITS, LARGE, POINT, SMALL, TENS

MAX_LENGTH = 40
"""A longer numeral is an id or noise, never a value."""

_MARKS = str.maketrans({",": None, "，": None, "·": ".", "．": "."})


def arabic(text: str) -> Decimal | None:
    """Value of digits with optional thousands separators and decimal point (``.`` or ``·``).

    >>> arabic("72,824.5")
    Decimal('72824.5')
    """
    plain = text if text.isdecimal() else text.translate(_MARKS)
    return Decimal(plain) if plain and len(plain) <= MAX_LENGTH else None


def chinese(text: str) -> Decimal | None:
    """Value of a Chinese numeral in words (三万五千, 一千二, 十二点五) or digits (二〇二四); None if it is not one.

    >>> chinese("两万二"), chinese("二〇二四"), chinese("一百零二点五"), chinese("二十点一万")
    (Decimal('22000'), Decimal('2024'), Decimal('102.5'), Decimal('201000.0'))
    """
    if not text or len(text) > MAX_LENGTH:
        return None
    dot = next((i for i, char in enumerate(text) if char in POINT), -1)
    if dot < 0:
        value = _words(text)
        return None if value is None else Decimal(value)
    tail = text[dot + 1 :]
    stem = tail.rstrip("".join([*SMALL, *LARGE]))
    base, places = _words(text[:dot]), _digits(stem)
    if base is None or not places:
        return None
    return Decimal(f"{base}.{places}") * scale(tail[len(stem) :])


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros.

    >>> plain(Decimal("3.580E+9")), plain(Decimal("13.70"))
    ('3580000000', '13.7')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale(word: str) -> int:
    """Product of magnitudes: 千万 is 10,000,000; an empty word is 1.

    >>> scale("千万"), scale("")
    (10000000, 1)
    """
    product = 1
    for char in word:
        product *= SMALL.get(char) or LARGE[char]
    return product


def _digits(text: str) -> str | None:
    """Digits as an ASCII string; None where ``text`` is not all digits."""
    found = [str(DIGITS[char]) if char in DIGITS else char for char in text]
    plain = "".join(found)
    return plain if plain.isascii() and plain.isdigit() else None


def _words(text: str) -> int | None:
    digits = _digits(text)
    if digits is not None:
        return int(digits)
    total = section = digit = last = 0
    zero = False
    for char in text:
        if char in DIGITS:
            if digit and not zero:
                if DIGITS[char] or last < 100:
                    return None
                section += digit * last // 10
            digit = DIGITS[char]
            zero = digit == 0
            last = 0 if zero else last
        elif char in SMALL or char in TENS:
            value = SMALL.get(char, 10)
            implied = 1 if not section or last == 0 or value < last else 0
            section += TENS[char] if char in TENS else (digit or implied) * value
            digit, last, zero = 0, value, False
        elif char in LARGE:
            total = _raised(total, section + digit, LARGE[char])
            section = digit = 0
            last, zero = LARGE[char], False
        else:
            return None
    if digit and last >= 10 and len(text) > 1 and text[-2] not in DIGITS:
        digit *= last // 10
    return total + section + digit


def _raised(total: int, section: int, magnitude: int) -> int:
    """The running total once a 万, 亿 or 兆 is met: it lifts all that is smaller than itself."""
    if total and magnitude > _last_scale(total):
        return (total + section) * magnitude
    return total + (section or 1) * magnitude


def _last_scale(total: int) -> int:
    return max((value for value in LARGE.values() if total % value == 0), default=1)
