"""Which months of a year a question or a sentence speaks of: 12月 is not 1-12月, and 上半年 is neither. Pure."""

from __future__ import annotations

import re

from index.numerals import chinese

_RANGE = re.compile(r"(?<![0-9])(1[0-2]|[1-9])月?(?:[-—–至到~]|－)(1[0-2]|[1-9])月(?!\s*[0-9]{1,2}日)")
_MONTH = re.compile(r"(?<![0-9.])(1[0-2]|[1-9])月(?!\s*[0-9]{1,2}日)")
_FIRST = re.compile("(?:前|头)([一二两三四五六七八九]|十[一二]?|1[0-2]|[1-9])个月")
"""前10个月: from January on."""
_UNTIL = re.compile("(?:到|截[至止到]?|至)(?:[今去]年|(?:19|20)[0-9]{2}年)?(1[0-2]|[1-9])月")
"""All that there is by a month is told with the months up to it as well."""
_NAMED = {
    "前三季度": (1, 9),
    "前三个季度": (1, 9),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "全年": (1, 12),
}

_BESIDE = re.compile(r"份|单月|当月|[（(][\s）)]*[）)]?")

Months = frozenset[tuple[int, int]]


def months_of(text: str) -> Months:
    """First and last month of each stretch that ``text`` names.

    >>> sorted(months_of("1-12月结案6201件，12月结案700件，上半年更少"))
    [(1, 6), (1, 12), (12, 12)]
    >>> sorted(months_of("前10个月和前两个月"))
    [(1, 2), (1, 10)]
    """
    found = {(int(m[1]), int(m[2])) for m in _RANGE.finditer(text)}
    found |= {(1, int(chinese(m[1]) or 0) if m[1][0] > "9" else int(m[1])) for m in _FIRST.finditer(text)}
    rest = _FIRST.sub(" ", _RANGE.sub(" ", text))
    found |= {(int(m[1]), int(m[1])) for m in _MONTH.finditer(rest)}
    for name, stretch in _NAMED.items():
        if name in rest:
            found.add(stretch)
            rest = rest.replace(name, " ")
    return frozenset(found)


def months_reached(text: str) -> Months:
    """As :func:`months_of`; a month that something lasts until means those before it as well.

    >>> sorted(months_reached("截至10月底"))
    [(1, 10), (10, 10)]
    """
    until = _UNTIL.finditer(_RANGE.sub(" ", text))
    return months_of(text) | {(1, int(match[1])) for match in until}


def without_months(text: str) -> str:
    """``text`` with blanks for the months it names and the words that only go with them.

    >>> without_months("调解率12月单月（1-12月）").split()
    ['调解率']
    """
    for pattern in (_RANGE, _FIRST, _MONTH, re.compile("|".join(_NAMED)), _BESIDE):
        text = pattern.sub(" ", text)
    return text


def told(stretch: tuple[int, int]) -> str:
    """A stretch of months as a report writes it: 12月, 1-12月."""
    first, last = stretch
    return f"{first}月" if first == last else f"{first}-{last}月"
