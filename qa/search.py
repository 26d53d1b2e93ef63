"""Searchers: one signature, one registry. Each gives passages with its own score; fusing them is another room's work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from index.embed import Encoder
from index.store import Generation
from index.tokens import terms
from qa.cover import meant
from qa.results import Question

UNIGRAM_WEIGHT = 0.5
"""A single character says less than a pair of them."""
EXPANDED = 0.7
"""What an official term of the lexicon weighs beside a word of the question, before it is shared among its like."""
MOST_MEANT = 24
"""So many terms of what is meant are searched for."""
SUREST = 3
"""How many official terms of each everyday expression the encoder is given."""


@dataclass(frozen=True, slots=True)
class Library:
    """What a searcher searches: one immutable generation and the encoder its vectors were made with."""

    generation: Generation
    encoder: Encoder


Searcher = Callable[[Question, int, Library, Collection[str] | None], list[tuple[str, float]]]
"""Question, how many, where, and the ids of the reports it may look in (None: all) -> passage ids with scores, best first."""


def query_terms(text: str) -> Mapping[str, float]:
    """Search terms of a question with their weights."""
    return {term: UNIGRAM_WEIGHT if len(term) == 1 else 1.0 for term in terms(text)}


def expanded_terms(question: Question) -> Mapping[str, float]:
    """``query_terms`` of the question, and the surest pairs of characters of the official terms it means (``meant``).

    Single characters of these stand nearly everywhere: in a large library they cost much and tell little.
    """
    weights = dict(query_terms(question.metric or question.text))
    others: dict[str, float] = {}
    for phrase, sure in meant(question).items():
        for term in terms(phrase):
            if len(term) > 1:
                others[term] = max(others.get(term, 0.0), EXPANDED * sure)
    for term in sorted(others, key=lambda term: -others[term])[:MOST_MEANT]:
        weights[term] = max(weights.get(term, 0.0), others[term])
    return weights


def lexical(question: Question, k: int, library: Library, reports: Collection[str] | None) -> list[tuple[str, float]]:
    """BM25 over character unigrams and bigrams."""
    return library.generation.lexical(expanded_terms(question), k, documents=reports)


def spoken_and_meant(question: Question) -> list[str]:
    """The question in its own words, and, where it is told in everyday words, with the surest official terms as well."""
    spoken = question.metric or question.text
    surest = [term for c in question.concepts for term, _ in sorted(c.others, key=lambda other: -other[1])[:SUREST]]
    return [spoken, f"{spoken} {' '.join(surest)}"] if surest else [spoken]


def dense(question: Question, k: int, library: Library, reports: Collection[str] | None) -> list[tuple[str, float]]:
    """Cosine of the encoder's vectors."""
    vector = library.encoder.encode(spoken_and_meant(question)).sum(axis=0)
    return library.generation.dense(vector, k, documents=reports)


SEARCHERS: dict[str, Searcher] = {"lexical": lexical, "dense": dense}
"""All searchers by name; a new one is a function above and a line here."""
