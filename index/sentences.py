"""Where sentences end: after 。！？； and their closing quotes and brackets, never inside a pair of brackets."""

from __future__ import annotations

import re

OPEN = "（(《〈「『【["
CLOSE = "）)》〉」』】]"
# A class that all begin with goes first: a search for it is quick.
_MARK = r"[。！？；;!?](?<![0-9][!?])"
_END = re.compile(rf"(?=[。！？；;!?\n])(?:(?:{_MARK})+(?:[”’」』）)》]|\[[0-9]+\])*|\n+)")
_BRACKET = re.compile(r"[（(《〈「『【\[）)》〉」』】\]\n]")
MAX_ASIDE = 120
"""An aside in brackets longer than this is not held together."""


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, in order; together they cover it without blank edges.

    >>> [("执结18049件。（其中涉企9件；涉农8件。）到位35.8亿元。")[a:b] for a, b in
    ...  sentence_spans("执结18049件。（其中涉企9件；涉农8件。）到位35.8亿元。")]
    ['执结18049件。', '（其中涉企9件；涉农8件。）', '到位35.8亿元。']
    """
    stop = len(text) if end is None else end
    asides = _asides(text, start, stop)
    spans: list[tuple[int, int]] = []
    at, near = start, 0
    for match in _END.finditer(text, start, stop):
        while near < len(asides) and asides[near][1] <= match.start():
            near += 1
        aside = asides[near][1] if near < len(asides) and asides[near][0] < match.start() else 0
        if match.end() < aside:
            continue
        cut = max(match.end(), aside)
        if cut > at:
            _add(spans, text, at, cut)
            at = cut
    _add(spans, text, at, stop)
    return spans


def _asides(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Spans of bracketed asides that close before the paragraph ends and are not too long."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text, start, stop):
        char = match.group()
        if char == "\n":
            opened.clear()
        elif char in OPEN:
            opened.append(match.start())
        elif opened:
            begin = opened.pop()
            if not opened and match.end() - begin <= MAX_ASIDE:
                found.append((begin, match.end()))
    return found


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
