"""Full-width commas that part the digits of one number are commas of thousands: 1，484万辆 is no list of 1 and 484万辆."""

from __future__ import annotations

import re

_COMMA = re.compile(r"，(?<=[0-9]，)(?=[0-9]{3}(?![0-9]))")
_LEADS = re.compile(r"(?:^|[^0-9.,，\-–—A-Za-z第]|(?<![0-9])[,，])[1-9][0-9]{0,2}(?:[,，][0-9]{3})*$")
"""What stands before such a comma: the first digits of a number, and no name (Cs-137) or fraction (0.32) that ends there."""
_LISTED = re.compile(r"[0-9]{3}(?:[、和与及或][0-9]{1,3}(?![0-9，,])|[-–—－])")
"""125，250和500 is a list of three."""
_LONGEST = 24


def grouped(text: str) -> str:
    """``text`` with half-width commas in its numbers, whose digits are of half width already; the length stays the same.

    >>> grouped("布1，484万米，3，500人；频率125，250和500赫兹")
    '布1,484万米，3,500人；频率125，250和500赫兹'
    """
    return _COMMA.sub(_comma, text) if "，" in text else text


def _comma(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    if _LEADS.search(text[max(0, at - _LONGEST) : at]) and not _LISTED.match(text, match.end()):
        return ","
    return "，"
