"""Lists that run over many sentences or paragraphs: 突出抓好三件事：一是…二是…, 注意以下风险： 1、… 2、… Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]

REACH: Final = 4000
"""The next item begins within so many characters."""
LONGEST: Final = 60
"""A longer head of an item is cut behind its first clause."""
_DIGITS: Final = "一二三四五六七八九十"
_INLINE: Final = r"(?<=[。；：\n]){0}(?:是|要|，|、(?!{0}))"
_ON_LINES: Final = (r"(?<=\n){1}[、.．](?![0-9])", r"(?<=\n)[（(]{0}[)）]", r"(?<=\n)[（(]{1}[)）]", r"(?<=\n){0}、")
_STYLES: Final = (_INLINE, r"(?<=[。；：\n])第{0}[，、：]", *_ON_LINES)
_LEADS: Final = re.compile(r"[^。！？；\n]{2,80}：\s*")
_HEAD: Final = re.compile(r"[^。；\n]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """What leads to a list, and the head of each of its items, as spans of the text."""

    lead: Span
    items: tuple[Span, ...]

    def told(self, text: str) -> str:
        """The list in the text's own words, without what is told of each item.

        >>> text = "抓好两件事：一是修路。路要平。二是办学。"
        >>> next(outlines(text, 2)).told(text)
        '抓好两件事：一是修路；二是办学'
        """
        return text[slice(*self.lead)].strip() + "；".join(text[a:b].strip() for a, b in self.items)


def outlines(text: str, count: int, start: int = 0, end: int | None = None) -> Iterator[Outline]:
    """The lists of exactly ``count`` items that a clause with a colon in ``text[start:end]`` leads to, in order."""
    if not 1 < count < len(_DIGITS):
        return
    for lead in _LEADS.finditer(text, start, len(text) if end is None else end):
        for style in _STYLES:
            if _mark(style, 1).match(text, lead.end()):
                items = _items(text, lead.end(), style, count)
                if items:
                    yield Outline(lead.span(), items)
                break


def _mark(style: str, number: int) -> re.Pattern[str]:
    return re.compile(style.format(_DIGITS[number - 1], number))


def _items(text: str, start: int, style: str, count: int) -> tuple[Span, ...]:
    """The heads of so many items from ``start`` on; none where there are fewer, or more."""
    found: list[Span] = []
    at = start
    again = _mark(style, 1)
    for number in range(1, count + 2):
        match = _mark(style, number).search(text, at, at + REACH)
        anew = again.search(text, at + 1, match.start() if match else at + REACH) if number > 1 else None
        if match is None or anew or "\t" in text[at : match.start()]:
            return tuple(found) if number > count else ()
        head = _HEAD.match(text, match.start())
        end = head.end() if head else match.end()
        if end - match.start() > LONGEST:
            cut = re.search("[，：]", text[match.end() : end])
            end = match.end() + cut.start() if cut else end
        found.append((match.start(), end))
        at = match.end()
    return ()
