"""Text to search terms, the same for building and for asking.

Character unigrams and bigrams beat words for Chinese retrieval here; numbers and Latin words stay whole, so that 2024
is not found in 12024 and PM2.5 is one term. Traditional characters count as their simplified ones.
"""

from __future__ import annotations

import codecs
import functools
import re
import sys
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from index.traditional import is_traditional, simplified

FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)}
FULL_WIDTH |= {0xFF21 + i: ord("A") + i for i in range(26)} | {0xFF41 + i: ord("a") + i for i in range(26)}
FULL_WIDTH |= {0xFF05: ord("%"), 0xFF0E: ord("."), 0xFF0B: ord("+"), 0xFF0D: ord("-")}

_FULL = re.compile(f"[{''.join(map(chr, FULL_WIDTH))}]")

_HAN_RANGES = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U0002fa1f"), ("〇", "〇"))
HAN = "".join(f"{first}-{last}" for first, last in _HAN_RANGES)
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)*"
_WORD = "[A-Za-z][A-Za-z0-9.+#-]*"
_PIECE = re.compile(rf"([{HAN}]+)|({_NUMBER})|({_WORD})")
_WHOLE = re.compile(
    r"[0-9A-Za-z](?:(?<=[0-9])(?:[0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]*(?:\.[0-9]+)*)|(?<=[A-Za-z])[A-Za-z0-9.+#-]*)"
)
"""A number or a word, told so that a search goes by the class that both begin with."""
SHORT, TERMS_KEPT = 40, 4096
"""Terms of so many short texts are remembered: one question is compared with hundreds of metrics, the next with most of them."""
_FOLDED = FULL_WIDTH | {ord("A") + i: ord("a") + i for i in range(26)}
_FOLDED |= {0xFF21 + i: ord("a") + i for i in range(26)}
_UNFOLDED = frozenset(map(chr, _FOLDED))
_CODES = codecs.lookup(
    "utf-32-le"
).name  # now, not when a question comes: what is imported late may not be readable then
_FOLDED_CODES = np.arange(sys.maxunicode + 1, dtype=np.uint32)
_FOLDED_CODES[list(_FOLDED)] = list(_FOLDED.values())
_IS_HAN = np.zeros(sys.maxunicode + 1, np.bool_)
for _first, _last in _HAN_RANGES:
    _IS_HAN[ord(_first) : ord(_last) + 1] = True


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


def term_lines(texts: Sequence[str]) -> list[str]:
    """The terms of each text, in order, with a blank behind each: what the word index is built from.

    The same as :func:`terms` for each, but cut out of arrays: of many texts most of the time goes into making so many strings.

    >>> term_lines(["执行35.8亿", "GDP"])
    ['执 执行 行 35.8 亿 ', 'gdp ']
    """
    joined = "\n".join(texts)
    plain = "\n".join(map(simplified, texts)) if is_traditional(joined) else joined
    codes = _FOLDED_CODES[np.frombuffer(plain.encode(_CODES, "surrogatepass"), np.uint32)]
    # Where a term begins stand at most: the character, a blank, and again the character, the next one, a blank.
    places = np.full((len(codes), 5), ord(" "), np.uint32)
    places[:, 0] = places[:, 2] = codes
    places[:-1, 3] = codes[1:]
    kept = np.flatnonzero(_kept(codes))
    found = _text(places.reshape(-1)[kept])
    firsts = accumulate((len(text) + 1 for text in texts), initial=0)
    return [found[start:end] for start, end in pairwise(np.searchsorted(kept, [5 * first for first in firsts]))]


def _kept(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which of the five places of each character are part of a term or of the blank behind one."""
    han = _IS_HAN[codes]
    kept = np.zeros((len(codes), 5), np.bool_)
    kept[:, 0] = kept[:, 1] = han
    kept[:-1, 2] = kept[:-1, 3] = kept[:-1, 4] = han[:-1] & han[1:]
    words = [(match.start(), match.start() + len(match[0].rstrip(".-"))) for match in _WHOLE.finditer(_text(codes))]
    starts, ends = np.array(words, np.intp).reshape(-1, 2).T
    edges = np.zeros(len(codes) + 1, np.int8)
    edges[starts] += 1
    edges[ends] -= 1
    kept[:, 0] |= (np.cumsum(edges[:-1], dtype=np.int8) > 0) & (codes != ord(","))
    kept[ends - 1, 1] = True
    return kept


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode(_CODES, "surrogatepass")
