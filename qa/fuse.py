"""Several searchers' scores to one ranking. Pure.

By score, not by rank: a weak dense side fused by rank makes BM25 worse, BM25 over its maximum plus 0.8 x cosine makes it
better (design/measured.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WEIGHTS: Mapping[str, float] = {"lexical": 1.0, "dense": 0.8}


def fuse(results: Mapping[str, Sequence[tuple[str, float]]]) -> list[tuple[str, float, dict[str, float]]]:
    """Passage ids, best first, each with its fused score in [0, 1] and the searchers' own scores.

    >>> fuse({"lexical": [("a", 8.0), ("b", 4.0)], "dense": [("b", 0.5)]})[0][0]
    'a'
    """
    best = max((score for _, score in results.get("lexical", ())), default=0.0)
    parts: dict[str, dict[str, float]] = {}
    for name, hits in results.items():
        for passage, score in hits:
            parts.setdefault(passage, {})[name] = score
    total = sum(WEIGHTS.get(name, 1.0) for name in results) or 1.0
    ranked = [(passage, _score(scores, best) / total, scores) for passage, scores in parts.items()]
    return sorted(ranked, key=lambda row: (-row[1], row[0]))


def _score(scores: Mapping[str, float], best: float) -> float:
    lexical = scores.get("lexical", 0.0) / best if best else 0.0
    return WEIGHTS["lexical"] * lexical + WEIGHTS["dense"] * max(0.0, scores.get("dense", 0.0))
