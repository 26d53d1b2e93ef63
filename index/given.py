"""What a person sets of a report: checked, and put in the place of what was inferred."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol
from unicodedata import category

from index.errors import UsageError
from index.records import Inferred

HOW = "手工设置"
"""How a value was found that a person set."""

Given = Mapping[str, str]
"""Values by field, those that were set."""

NONE: Given = MappingProxyType({})
FIELDS = {"title": "标题", "entity": "单位", "period": "年份"}
"""What may be set: fields of a document, with their names in messages."""

MOST = {"title": 200, "entity": 60, "period": 20}
_PERIOD = re.compile(r"((?:19|20)[0-9]{2})(?:年?[-—–~至到]((?:19|20)[0-9]{2}))?年?度?")
_HIDDEN = ("C", "Zl", "Zp")


def checked(field: str, value: str) -> str:
    """The value as it is kept.

    >>> checked("period", "2017年至2021年")
    '2017-2021'

    Raises:
        UsageError: it is empty, no year, too long, or holds what cannot be shown.
    """
    named, told = FIELDS[field], value.strip()
    if not any(map(str.isalnum, told)):
        raise UsageError(f"{named}是空的。请写出内容；要恢复成自动推断的，请用 --clear")
    if any(category(char).startswith(_HIDDEN) for char in told):
        raise UsageError(f"{named}里有换行或看不见的字符。请去掉后再试")
    if len(told) > MOST[field]:
        raise UsageError(f"{named}有{len(told)}个字，超过上限{MOST[field]}个字。请缩短后再试")
    return _period(told) if field == "period" else told


def _period(told: str) -> str:
    match = _PERIOD.fullmatch(told)
    if not match or (match.group(2) and match.group(2) <= match.group(1)):
        raise UsageError(f"“{told}”不是年份。请写成 2024 或 2017-2021 这样（1900 至 2099 年）")
    return "-".join(filter(None, match.groups()))


def over(field: str, inferred: Inferred, given: Given) -> Inferred:
    """What was set of a field, else what was inferred."""
    return Inferred(given[field], HOW) if field in given else inferred


class Told(Protocol):
    """A report, with its text or without."""

    @property
    def title(self) -> Inferred:
        """What it is called."""

    @property
    def entity(self) -> Inferred:
        """Whose it is."""

    @property
    def period(self) -> Inferred:
        """What it is of."""


def fits(report: Told, given: Given) -> bool:
    """Whether a report was understood with just these values set."""
    held = {"title": report.title, "entity": report.entity, "period": report.period}
    return {field: told.value for field, told in held.items() if told.how.startswith(HOW)} == dict(given)
