"""Searchers: one signature, one registry. Each gives passages with its own score; fusing them is another room's work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from index.embed import Encoder
from index.store import Generation
from index.tokens import terms
from qa.results import Question

UNIGRAM_WEIGHT = 0.5
"""A single character says less than a pair of them."""


@dataclass(frozen=True, slots=True)
class Library:
    """What a searcher searches: one immutable generation and the encoder its vectors were made with."""

    generation: Generation
    encoder: Encoder


Searcher = Callable[[Question, int, Library, Collection[str] | None], list[tuple[str, float]]]
"""Question, how many, where, and the ids of the reports it may look in (None: all) -> passage ids with scores, best first."""


def query_terms(text: str) -> Mapping[str, float]:
    """Search terms of a question with their weights."""
    weights: Counter[str] = Counter()
    for term in terms(text):
        weights[term] = max(weights[term], UNIGRAM_WEIGHT if len(term) == 1 else 1.0)  # type: ignore[assignment]
    return weights


def lexical(question: Question, k: int, library: Library, reports: Collection[str] | None) -> list[tuple[str, float]]:
    """BM25 over character unigrams and bigrams."""
    return library.generation.lexical(query_terms(question.metric or question.text), k, documents=reports)


def dense(question: Question, k: int, library: Library, reports: Collection[str] | None) -> list[tuple[str, float]]:
    """Cosine of the encoder's vectors."""
    vector = library.encoder.encode([question.metric or question.text])[0]
    if not np.any(vector):
        return []
    return library.generation.dense(vector, k, documents=reports)


SEARCHERS: dict[str, Searcher] = {"lexical": lexical, "dense": dense}
"""All searchers by name; a new one is a function above and a line here."""
