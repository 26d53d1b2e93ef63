"""The congresses and sessions that reports are given to, and the years in which they met: 十五大 is of 1997."""

from __future__ import annotations

import re
from typing import Final

from index.numerals import chinese

_NTH = "[一二三四五六七八九十]{1,3}"
CONGRESS: Final = (
    rf"(?:第(?P<th>{_NTH})次全国代表大会|(?<![第一二三四五六七八九十])(?P<nth>二?十[一二三四五六七八九]?)大)"
)
"""A party congress by its number; 十大, which is as often ten of something, is none."""
SESSION: Final = rf"第?(?P<term>{_NTH})届(?:全国)?人(?:大|民代表大会)(?:第?(?P<sitting>[一二三四五])次(?:全体)?会议)?"
"""A term of the National People's Congress, and which of its yearly sessions."""
_NAMED = re.compile(rf"{CONGRESS}(?:(?:上的?|的)?(?:政治)?报告)?(?:$|(?=[_）)\s]))")
_FIRST = 11


def congress_in(name: str) -> int:
    """The number of the party congress that a report's name ends a part with; 0 for other reports.

    >>> congress_in("奋勇前进_(十五大)"), congress_in("学习十五大精神")
    (15, 0)
    """
    match = _NAMED.search(name)
    return number_of(match["th"] or match["nth"]) if match else 0


def number_of(word: str | None) -> int:
    """How manieth congress a word tells; 0 for those of which no year is known here."""
    number = int(chinese(word or "") or 0)
    return number if number >= _FIRST else 0


def congress_year(number: int) -> str:
    """The year of a party congress: one every five years since 1977."""
    return str(1977 + 5 * (number - _FIRST))


def session_year(term: str, sitting: str | None) -> str:
    """The year in which a term of the National People's Congress began, or in which its session of that number met.

    >>> session_year("四", None), session_year("十", "二")
    ('1975', '2004')
    """
    number = int(chinese(term) or 0)
    if number < 4:
        return ""
    first = {4: 1975, 5: 1978}.get(number, 1983 + 5 * (number - 6))
    return str(first + int(chinese(sitting or "一") or 1) - 1)
