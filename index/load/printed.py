"""What converters of printed pages leave in a web page, and what it was on the page."""

from __future__ import annotations

import re
from typing import Final

_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
LEVELS: Final = (
    (1, re.compile(rf"第{_HAN_NUMBER}(?:章|节|部分|编)")),
    (2, re.compile(rf"{_HAN_NUMBER}(?:、|[\s\u3000])")),
    (3, re.compile(rf"[（(]{_HAN_NUMBER}[）)]")),
    (4, re.compile(r"[0-9]{1,2}(?:[、.．](?![0-9])|[\s\u3000])")),
    (5, re.compile(r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[）)]")),
    (6, re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9])|[①-⑳]")),
)
"""How deep a heading lies, by how it is numbered."""
UNNUMBERED: Final = 7


def printed_level(text: str) -> int:
    """Level of a heading of which only its print is known; one without a number lies below those that have one.

    >>> [printed_level(text) for text in ("第一节 公司简介", "一、概述", "（1）营业收入构成", "目标")]
    [1, 2, 5, 7]
    """
    return next((level for level, pattern in LEVELS if pattern.match(text)), UNNUMBERED)
