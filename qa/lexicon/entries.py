"""Lexicon files: ``everyday<TAB>term:weight term …`` to entries, each slip told with its line.

``甲|乙`` gives several everyday words the same terms; ``帮…追回`` allows up to eight characters in between; a term without
weight counts 0.8; ``-`` in place of terms says that the words mean nothing; ``#`` begins a comment.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

GAP = "…"
NOTHING = "-"
DEFAULT = 0.8
MAX_LENGTH = 30
MAX_TERMS = 40
_WORD = re.compile(rf"[^\s|:：{GAP}]+(?:{GAP}[^\s|:：{GAP}]+)?")


class Entry(NamedTuple):
    """An everyday expression, in one or two pieces, and the official terms it stands for; none: it means nothing."""

    pieces: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]

    @property
    def everyday(self) -> str:
        """The expression as the file has it."""
        return GAP.join(self.pieces)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a line of a lexicon file, counted from 1, and how to mend it; in Chinese."""

    line: int
    text: str


def parse(text: str) -> Iterator[Entry | Slip]:
    """Entries of a lexicon file in order, and a slip for each line, or word of it, that cannot be used."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        plain = line.split("#", 1)[0].strip()
        if plain:
            yield from _line(number, plain)


def _line(number: int, plain: str) -> Iterator[Entry | Slip]:
    left, tab, right = plain.partition("\t")
    if not tab or not right.strip():
        yield Slip(number, "缺少制表符或官方用语，应为：日常说法<Tab>官方用语:权重 官方用语:权重")
        return
    terms: dict[str, float] = {}
    for word in [] if right.strip() == NOTHING else right.split():
        term = _term(number, word)
        if isinstance(term, Slip):
            yield term
            return
        terms[term[0]] = max(term[1], terms.get(term[0], 0.0))
    if len(terms) > MAX_TERMS:
        yield Slip(number, f"有{len(terms)}个官方用语，至多{MAX_TERMS}个，请分开或删减")
        return
    told = tuple(terms.items())  # one for all, so that they need be looked at but once
    for everyday in left.strip().split("|"):
        if not _WORD.fullmatch(everyday) or len(everyday) > MAX_LENGTH:
            yield Slip(number, f"日常说法“{everyday[:MAX_LENGTH]}”为空、过长或含有空格、冒号，请改写")
        else:
            yield Entry(tuple(everyday.split(GAP)), told)


def _term(number: int, word: str) -> tuple[str, float] | Slip:
    """``执行到位:0.9`` as (term, weight)."""
    term, colon, weight = (word.replace("：", ":") if "：" in word else word).rpartition(":")
    if not colon:
        return (
            (word, DEFAULT) if len(word) <= MAX_LENGTH else Slip(number, f"官方用语“{word[:MAX_LENGTH]}”过长，请缩短")
        )
    try:
        value = float(weight)
    except ValueError:
        value = math.nan
    if not term or len(term) > MAX_LENGTH or not 0 < value <= 1:
        return Slip(number, f"“{word[:MAX_LENGTH]}”应为 官方用语:权重，权重大于 0、至多为 1")
    return term, value
