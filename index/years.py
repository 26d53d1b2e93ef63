"""Years written in Chinese digits, or in those and Arabic ones at once: 一九八○年, 二0一一年."""

from __future__ import annotations

import re

_DIGITS = dict(zip("〇零○OΟ一二三四五六七八九", "00000123456789", strict=True))
_ANY = f"0-9{''.join(_DIGITS)}"
_YEAR = rf"(?:[1一]9|[1一]九|[2二][0〇零○OΟ])[{_ANY}]{{2}}"
_TOLD = re.compile(rf"(?<![A-Za-z{_ANY}]){_YEAR}(?=年|[至到—–\-~]{{1,2}}{_YEAR}年)")
_WORDED = re.compile(f"[{''.join(_DIGITS)}]")


def arabic_years(text: str) -> str:
    """``text`` with such years in Arabic digits; the length stays the same.

    >>> arabic_years("二0一一年和一九八○年")
    '2011年和1980年'
    """
    return _TOLD.sub(_plain, text) if "年" in text and _WORDED.search(text) else text


def _plain(match: re.Match[str]) -> str:
    return "".join(_DIGITS.get(char, char) for char in match.group())
