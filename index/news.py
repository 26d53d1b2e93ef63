"""News: what is told on a day, of which year its words of time are seen from there, and which of its lines are headlines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.clean import PUNCTUATED, TERMINAL
from index.infer import HEAD, REVIEW, YEAR, given_day, opening_year
from index.records import Block, Inferred

KINDS = ("新闻", "其他")
LOOKS_BACK = 3
"""Up to this month news still tells of the year before without naming it."""
AHEAD = 6
"""A month this much later than that of the day is still to come; one that is later than that is of the year before."""
HEADLINE = 45
"""A headline is no longer than this."""
HEADLINE_LEVEL = 4

_SAME = re.compile("今[年天日晚早]|当前|年内|本[月周]")
_THAT = ("全年", "这一年", "一年来", "当年", "过去一年")
_BEFORE, _LAST, _NEXT = re.compile("去年"), re.compile("上年|上一年"), re.compile("明年")
_DAYS = {"昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2}
_MONTHS = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月?(?:份)?(?:[0-9]{1,2}日)?(?:[-—–~至到]+(1[0-2]|0?[1-9])月)?")
_PARTS = {"前三季度": 9, "一季度": 1, "二季度": 4, "三季度": 7, "四季度": 10, "上半年": 1, "下半年": 7}
"""The month by which a part of the year is known to be over or to come."""


def told_on(name: str, entity: str, kind: str) -> date | None:
    """The day on which a report of this name was told, where it is news: of a day, and of no body of its own."""
    return given_day(name) if kind in KINDS and not entity else None


def infer_year(day: date, text: str) -> Inferred:
    """The year that an item is of where it states none: the day's; early in a year that before it, if the text looks back on it."""
    if day.month > LOOKS_BACK:
        return Inferred(str(day.year), "文件名日期")
    near = (str(day.year), str(day.year - 1))
    review = REVIEW.search(text[: HEAD * 2])
    if review and review.group(1) in near:
        return Inferred(review.group(1), "正文：工作回顾")
    opening = opening_year(text)
    if opening in near:
        return Inferred(opening, "正文开头")
    counted = Counter(year for year in re.findall(rf"(?<![0-9])({YEAR})年", text) if year in near)
    if counted:
        return Inferred(max(counted.items(), key=lambda item: (item[1], item[0]))[0], "正文出现最多的年份")
    return Inferred(str(day.year), "文件名日期")


def year_told(raw: str, day: date, stated: str) -> str | None:
    """The year that words of time without one mean (今年, 10月, 全年), where ``stated`` was stated before; None for other words.

    "" for a part of the year where one was stated: it is of that.
    """
    if _SAME.match(raw):
        return str(day.year)
    if raw in _DAYS:
        return str((day - timedelta(days=_DAYS[raw])).year)
    if _BEFORE.match(raw):
        return str(day.year - 1)
    if _LAST.match(raw):
        return str(int(stated or day.year) - 1)
    if _NEXT.match(raw):
        return str(day.year + 1)
    if raw in _THAT:
        return stated or str(day.year - (day.month <= LOOKS_BACK))
    month = _month(raw)
    if month is None:
        return None
    return "" if stated else str(day.year - (month - day.month > AHEAD))


def is_part(raw: str) -> bool:
    """Whether words of time name a part of a year and no year: 10月, 上半年."""
    return _month(raw) is not None


def _month(raw: str) -> int | None:
    """The month by which it is known of which year a stretch is: its last if it begins with the year, else its first."""
    if raw in _PARTS:
        return _PARTS[raw]
    months = _MONTHS.match(raw)
    if months is None or "月" not in raw:
        return None
    first, last = int(months[1]), int(months[2] or months[1])
    return last if first == 1 else first


def with_headlines(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """The blocks of news with its headlines marked: short lines, without an end, before a paragraph that has one.

    One that holds no figure heads what follows as any heading does; one that does is also told for itself.
    """
    found = list(blocks)
    for at, (block, after) in enumerate(itertools.pairwise(blocks)):
        line, below = text[block.start : block.end], text[after.start : after.end]
        if block.kind == "paragraph" and _heads(line, below):
            kind = "headline" if re.search("[0-9一二三四五六七八九十百千万亿]", line) else "heading"
            found[at] = replace(block, kind=kind, level=HEADLINE_LEVEL)
    return tuple(found)


def _heads(line: str, below: str) -> bool:
    closed = TERMINAL.search(line) or line.endswith(("：", ":", "，", "、"))
    return len(line) <= HEADLINE and not closed and len(below) > len(line) and bool(PUNCTUATED.search(below))
