"""Of a long sentence what a person reads around its phrase, cut at clause marks. Pure."""

from __future__ import annotations

import re

MAX_EXCERPT = 240
"""Characters that are read beside a phrase."""
_CLAUSE_END = re.compile(r"[，；：。！？](?:[”’」』）)》])*")


def excerpt(text: str, start: int, end: int, most: int = MAX_EXCERPT) -> str:
    """Of a sentence longer than ``most`` characters the clauses around ``[start, end)``, as many as fit.

    >>> excerpt("甲处新建，乙处改建，丙处落成，丁处停工。", 5, 7, most=15)
    '甲处新建，乙处改建，丙处落成，'
    """
    if len(text) <= most:
        return text
    cuts = [0, *(mark.end() for mark in _CLAUSE_END.finditer(text)), len(text)]
    left = max(cut for cut in cuts if cut <= start)
    right = min(cut for cut in cuts if cut >= end)
    if right - left > most:
        left = max(left, end - most + (most - (end - start)) // 2)
        return text[left : left + most]
    begin = min(cut for cut in cuts if cut >= left - (most - (right - left)) // 2)
    right = max(cut for cut in cuts if cut <= begin + most)
    left = min(cut for cut in cuts if cut >= right - most)
    return text[left:right]
