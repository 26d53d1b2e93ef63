"""Text to search terms, the same for building and for asking.

Character unigrams and bigrams beat words for Chinese retrieval here; numbers and Latin words stay whole, so that 2024
is not found in 12024 and PM2.5 is one term. Traditional characters count as their simplified ones.
"""

from __future__ import annotations

import functools
import re
from operator import add

from index.traditional import simplified

FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)}
FULL_WIDTH |= {0xFF21 + i: ord("A") + i for i in range(26)} | {0xFF41 + i: ord("a") + i for i in range(26)}
FULL_WIDTH |= {0xFF05: ord("%"), 0xFF0E: ord("."), 0xFF0B: ord("+"), 0xFF0D: ord("-")}

_FULL = re.compile(f"[{''.join(map(chr, FULL_WIDTH))}]")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f〇"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)*"
_PIECE = re.compile(rf"([{HAN}]+)|({_NUMBER})|([A-Za-z][A-Za-z0-9.+#-]*)")
SHORT, TERMS_KEPT = 40, 4096
"""Terms of so many short texts are remembered: one question is compared with hundreds of metrics, the next with most of them."""
_FOLDED = FULL_WIDTH | {ord("A") + i: ord("a") + i for i in range(26)}
_FOLDED |= {0xFF21 + i: ord("a") + i for i in range(26)}
_UNFOLDED = frozenset(map(chr, _FOLDED))


def half_width(text: str) -> str:
    """Full-width letters, digits and signs to half width; the length stays the same.

    >>> half_width("Ａ级２０．５％")
    'A级20.5%'
    """
    return text.translate(FULL_WIDTH) if _FULL.search(text) else text


def fold(text: str) -> str:
    """Full-width letters, digits and signs to half width, Latin letters to lower case; the length stays the same.

    >>> fold("ＧＤＰ增长５％")
    'gdp增长5%'
    """
    return text if _UNFOLDED.isdisjoint(text) else text.translate(_FOLDED)


def terms(text: str) -> list[str]:
    """Search terms of ``text`` in order, with repeats: Han unigrams and bigrams, whole numbers, whole Latin words.

    >>> terms("执行35.8亿")
    ['执', '执行', '行', '35.8', '亿']
    >>> terms("執行") == terms("执行")
    True
    """
    return list(_short_terms(text)) if len(text) <= SHORT else _terms(text)


@functools.lru_cache(TERMS_KEPT)
def _short_terms(text: str) -> tuple[str, ...]:
    return tuple(_terms(text))


def _terms(text: str) -> list[str]:
    found: list[str] = []
    for han, number, word in _PIECE.findall(fold(simplified(text))):
        if han:
            mixed = [""] * (2 * len(han) - 1)
            mixed[::2], mixed[1::2] = han, map(add, han, han[1:])
            found += mixed
        elif number:
            found.append(number.replace(",", ""))
        else:
            found.append(word.rstrip(".-"))
    return found
