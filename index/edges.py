"""Patterns that are tried only where the character at their edge lets them match: at most places it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol


class Searched(Protocol):
    """What a text can be searched for: a compiled pattern, or one of those below."""

    def search(self, string: str, /) -> re.Match[str] | None:
        """As :meth:`re.Pattern.search`."""


class Led:
    """A pattern, and the characters that it can begin with.

    >>> Led("亿|万元?", ["亿", "万元"]).match("3万元", 1)
    <re.Match object; span=(1, 3), match='万元'>
    """

    def __init__(self, pattern: str, firsts: Iterable[str]) -> None:
        self.pattern = re.compile(pattern)
        self._match = self.pattern.match
        self._firsts = frozenset(word[0] for word in firsts)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """As :meth:`re.Pattern.match`."""
        return self._match(text, at) if text[at : at + 1] in self._firsts else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.fullmatch`."""
        return self.pattern.fullmatch(text)


class Ending:
    """A pattern of what stands at the end of a text, and the characters that it can end with.

    >>> Ending("(?:增长|下降)了?", "长降了").search("收入增长了")
    <re.Match object; span=(2, 5), match='增长了'>
    """

    def __init__(self, pattern: str, lasts: Iterable[str]) -> None:
        self.pattern = re.compile(rf"(?:{pattern})$")
        self._search = self.pattern.search
        self._lasts = frozenset(["\n", *(word[-1] for word in lasts)])  # $ stands before a last line break too

    def search(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.search`."""
        return self._search(text) if text[-1:] in self._lasts else None
