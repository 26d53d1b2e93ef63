"""A value of a spreadsheet as its cell shows it: thousands, per cent, brackets, units and dates by the number format."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

GENERAL: Final = "General"
SIGNIFICANT: Final = 15
"""Digits that a spreadsheet keeps of a number; what binary fractions add behind them was never entered."""

_PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.S)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<number>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.S,
)
_CONDITION = re.compile(r"\[[<>=]")
_UNREAD = re.compile(r"[eE][+-]|[0#?]\s*/\s*[0#?]")
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')

Value = str | bool | int | float | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None


def displayed(value: Value, number_format: str | None) -> str:
    """What a reader sees of a cell.

    >>> displayed(0.1234, "0.0%"), displayed(-1234.5, "#,##0.00;(#,##0.00)"), displayed(12345678.9, '#,##0,"千元"')
    ('12.3%', '(1,234.50)', '12,346千元')
    >>> displayed(datetime.datetime(2020, 12, 31), "yyyy-mm-dd"), displayed(0.1 + 0.2, "General"), displayed(7, "000")
    ('2020年12月31日', '0.3', '007')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return _dated(value, number_format or "")
    return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), number_format or GENERAL)


def _dated(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta, number_format: str) -> str:
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    shown = _ASIDE.sub("", number_format).lower()
    timed = "h" in shown or "s" in shown
    day = ""
    if not isinstance(value, datetime.time):
        every = not re.search("[ymd]", shown) or (timed and not re.search("[yd]", shown) and "m" not in shown)
        year = f"{value.year}年" if "y" in shown or every else ""
        month = f"{value.month}月" if "m" in shown or every else ""
        day = year + month + (f"{value.day}日" if "d" in shown or every else "")
    clock = ""
    if timed and isinstance(value, datetime.time | datetime.datetime):
        clock = f"{value.hour:02d}:{value.minute:02d}"
    return " ".join(filter(None, (day, clock)))


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    value = Context(prec=SIGNIFICANT).plus(value)
    if _CONDITION.search(number_format) or _UNREAD.search(_ASIDE.sub("", number_format)):
        return _plain(value)
    sections = _sections(number_format)
    negative = value < 0
    if negative and len(sections) > 1:
        section, value, negative = sections[1], -value, False
    else:
        section = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    shown = _laid_out(abs(value), section) if section or len(sections) == 1 else ""
    return f"-{shown}" if negative and any(char in "123456789" for char in shown) else shown


def _sections(number_format: str) -> list[str]:
    """The parts of a format for positive, negative and zero values."""
    sections = [""]
    for piece in _PIECE.findall(number_format):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _laid_out(value: Decimal, section: str) -> str:
    """An absolute value in one section of a format."""
    if not section or GENERAL.lower() in section.lower():
        aside = "".join(_literal(token) for token in _TOKEN.finditer(re.sub("general", "", section, flags=re.I)))
        return _plain(value) + aside
    tokens = list(_TOKEN.finditer(section))
    if "@" in section and not any(token["number"] for token in tokens):
        return _plain(value)
    value = value.scaleb(2 * sum(token["percent"] is not None for token in tokens))
    out: list[str] = []
    placed = False
    for token in tokens:
        if token["number"] and not placed:
            out.append(_digits(value, token["number"]))
            placed = True
        else:
            out.append(_literal(token))
    return "".join(out).strip()


def _literal(token: re.Match[str]) -> str:
    if token["number"]:
        return ""
    said = token["quoted"] or token["escaped"] or token["currency"] or token["percent"] or token["other"] or ""
    return "" if said == "@" else said


def _digits(value: Decimal, pattern: str) -> str:
    """The number itself: rounded to the places shown, with thousands and leading zeros as the pattern has them."""
    body = pattern.rstrip(",")
    value = value.scaleb(-3 * (len(pattern) - len(body)))
    whole, _, fraction = body.partition(".")
    value = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, Context(prec=60))
    left, _, right = f"{value:f}".partition(".")
    least = len(fraction.rstrip("#"))
    right = right[:least] + right[least:].rstrip("0")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    grouped = f"{int(left or 0):,}" if "," in whole and len(left) <= len(str(int(left or 0))) else left
    return (grouped if left else "") + (f".{right}" if right else "")


def _plain(value: Decimal) -> str:
    shown = f"{value.normalize():f}"
    return "0" if shown == "-0" else shown
