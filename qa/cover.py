"""How much of a question a stretch of a report covers, in its own words or in the official terms for them. Pure."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.tokens import fold, terms
from index.traditional import simplified
from qa.results import Concept, Question

SINGLE, BASE = 0.25, 0.3
HEAD = 1.8
"""What the last word of a metric weighs more than the others: a Chinese phrase has its head at its end."""
PARTLY = 0.8
"""What half a phrase is worth: less than its share, for 被执行人 is not 失信被执行人."""
LEAST, MOST = 1.0, 2.0
"""A concept weighs between as much as one of its best terms and as much as two, however long it is said."""
BALANCE, HOW = "余额", 0.3
"""At the end of a metric this says how a sum is told, and not of what; it weighs so much of other words: 短期借款余额."""
ABSENT, GLUE = 0.5, 0.2
"""What a pair of characters found in no passage keeps of its weight: it may be the name of what is missing, or chatter; \
with one of ``LIGHT`` it is nearly always chatter."""
LIGHT = frozenset(
    "要等到把给才又也就去来着过被让得还都很太再能会可上下里个些这那几多少打搞弄做有是在和与的了为从对向由用叫跟们么吗呢啊吧呀谁哪什怎啥"
)

PLAIN_KEPT = 4096
"""Texts whose plain characters are remembered: every passage found is compared several times, and many a metric."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    weight: float
    terms: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A concept with the weight of each of its literal terms and their sum, of its phrases, and of itself."""

    weight: float
    literal: tuple[tuple[str, float], ...]
    total: float
    phrases: tuple[_Phrase, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a question's words weigh among some passages."""

    literal: tuple[tuple[str, float], ...]
    parts: tuple[_Part, ...] = ()
    total: float = 0.0
    _known: dict[str, float] = field(default_factory=dict, compare=False)

    def coverage(self, region: str) -> float:
        """Share of the question, in [0, 1], that ``region`` states: each concept in its own words or in others."""
        return self.coverage_of(plain(region))

    def coverage_of(self, folded: str) -> float:
        """As :meth:`coverage`, of a region that is ``plain`` already."""
        if folded not in self._known:
            self._known[folded] = self._coverage(folded)
        return self._known[folded]

    def _coverage(self, folded: str) -> float:
        if not self.total:
            return 0.0
        found = _held(self.literal, folded)
        stated = 0.0
        for part in self.parts:
            stated += part.weight * _stated(part, folded)
        return (found + stated) / self.total


@functools.lru_cache(PLAIN_KEPT)
def plain(text: str) -> str:
    """``text`` in the characters that a question is compared in, each at its place."""
    return fold(simplified(text))


def weigh(question: Question, pool: Sequence[str]) -> Weights:
    """Weights of the question's words and concepts, by how rare they are in ``pool``."""
    pool = [plain(text) for text in pool]
    weight, loose = _weigher(pool), _weigher(pool, ABSENT, GLUE)
    spoken = {term for concept in question.concepts for term in (*concept.terms, *concept.edges)}
    asked = question.metric or question.text
    named = asked.removesuffix(BALANCE) or asked
    own, what = terms(asked), terms(named)
    tail = next((term for term in reversed(what) if len(term) > 1), "")
    weights = {term: HEAD if term == tail else 1.0 if term in what else HOW for term in own}
    literal = {term: loose(term) * weights[term] for term in own if term not in spoken}
    parts = tuple(_part(concept, weight, HEAD if tail in concept.terms else 1.0) for concept in question.concepts)
    total = sum(literal.values()) + sum(part.weight for part in parts)
    return Weights(tuple(literal.items()), parts, total)


def _weigher(pool: Sequence[str], absent: float = 1.0, glue: float = 1.0) -> Callable[[str], float]:
    @functools.cache
    def weight(term: str) -> float:
        inside = sum([term in text for text in pool])
        idf = math.log(1 + (len(pool) - inside + 0.5) / (inside + 0.5)) + BASE
        if not inside and len(term) > 1:
            idf *= absent if LIGHT.isdisjoint(term) else glue
        return idf * (SINGLE if len(term) == 1 else 1.0)

    return weight


def _part(concept: Concept, weight: Callable[[str], float], factor: float = 1.0) -> _Part:
    phrases = tuple(_phrase(text, sure, weight) for text, sure in concept.others)
    literal = tuple((term, weight(term)) for term in dict.fromkeys(concept.terms))
    total = sum(value for _, value in literal)
    if not phrases:
        return _Part(factor * total, literal, total, ())
    pairs = [value for phrase in phrases for _, value in phrase.terms]
    middle = sum(pairs) / len(pairs) if pairs else 0.0
    surest = max(phrase.weight for phrase in phrases)
    return _Part(factor * surest * min(max(total, LEAST * middle), MOST * middle), literal, total, phrases)


def _phrase(text: str, sure: float, weight: Callable[[str], float]) -> _Phrase:
    own = tuple((term, weight(term)) for term in terms(text) if len(term) > 1 or len(text) == 1)
    return _Phrase(fold(text), sure, own, sum(value for _, value in own))


# Loops, not generators: every figure of every passage found comes by here several times.
def _held(weighed: tuple[tuple[str, float], ...], folded: str) -> float:
    """The weight of the terms that stand in ``folded``."""
    found = 0.0
    for term, weight in weighed:
        if term in folded:
            found += weight
    return found


def _stated(part: _Part, folded: str) -> float:
    """How far ``folded`` says the concept, in [0, 1]: the better of its own words and of the best phrase."""
    best = own = _held(part.literal, folded) / part.total if part.total else 0.0
    for phrase in part.phrases:
        if phrase.weight > own:
            best = max(best, _said(phrase, folded))
    return best


def _said(phrase: _Phrase, folded: str) -> float:
    if phrase.text in folded:
        return phrase.weight
    share = _held(phrase.terms, folded) / phrase.total if phrase.total else 0.0
    return phrase.weight * PARTLY * share * share


def meanings(question: Question) -> Mapping[str, float]:
    """Terms that the question does not say but means, each with its best weight."""
    found: dict[str, float] = {}
    for concept in question.concepts:
        for phrase, sure in concept.others:
            for term in terms(phrase):
                found[term] = max(sure, found.get(term, 0.0))
    return found


def meant(question: Question) -> dict[str, float]:
    """The official phrases that the question's everyday words mean; the more ways to say it, the less each counts."""
    found: dict[str, float] = {}
    for concept in question.concepts:
        for phrase, sure in concept.others:
            found[phrase] = max(found.get(phrase, 0.0), sure / math.sqrt(len(concept.others)))
    return found
