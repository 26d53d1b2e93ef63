"""The second look: candidates of the first search, put in order by a small model that was fitted on questions by people.

``qa/weights/rank.json`` holds the model and what it was fitted on; ``python -m eval.fit_rank`` makes it again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embed import Encoder
from index.tokens import terms
from qa.cover import meant
from qa.results import Question
from qa.signals import Floats, signals

DEPTH = 18
"""Candidates that are looked at again. The model was fitted on fifty; the rest of them is hardly ever right."""
WEIGHTS = Path(__file__).parent / "weights" / "rank.json"
FORMAT = 1
FAR = 8.0
"""Signals further from their mean than this many deviations count as this far."""

Row = tuple[str, float, dict[str, float]]
"""A passage's id, its score in [0, 1] and the searchers' own scores."""
Layer = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Small networks over named signals; their mean is the logit that a passage answers the question.

    ``slope`` and ``offset`` turn the logit into a probability: the share of such candidates that held the answer.
    """

    names: tuple[str, ...]
    means: Floats
    deviations: Floats
    networks: tuple[tuple[Layer, ...], ...]
    slope: float = 1.0
    offset: float = 0.0

    def logits(self, columns: Mapping[str, Floats]) -> Floats:
        """One number for each passage, higher for a better one; only differences within a question mean much."""
        matrix = np.stack([columns[name] for name in self.names], axis=1)
        inputs = np.clip((matrix - self.means) / self.deviations, -FAR, FAR)
        mean: Floats = np.mean([_run(network, inputs) for network in self.networks], axis=0, dtype=np.float64)
        return mean

    def scores(self, columns: Mapping[str, Floats]) -> Floats:
        """The probability of each passage, in [0, 1]."""
        scores: Floats = 1 / (1 + np.exp(-np.clip(self.slope * self.logits(columns) + self.offset, -50, 50)))
        return scores


def _run(network: Sequence[Layer], inputs: Floats) -> Floats:
    values = inputs
    for at, (weights, bias) in enumerate(network):
        values = values @ weights + bias
        if at + 1 < len(network):
            values = np.maximum(values, 0.0)
    return values[:, 0]


def read_ranker(path: Path) -> Ranker:
    """The model in ``path``.

    Raises:
        ValueError: the file is of another format.
    """
    return ranker_of(json.loads(path.read_text(encoding="utf-8")), path.name, "python -m eval.fit_rank")


def ranker_of(held: Mapping[str, Any], name: str, cure: str) -> Ranker:
    """The model that a JSON object of the file ``name`` holds; the command ``cure`` makes another.

    Raises:
        ValueError: it is of another format.
    """
    if held.get("format") != FORMAT:
        raise ValueError(f"{name}: format {held.get('format')!r}, not {FORMAT}: run {cure}")
    networks = [tuple((np.array(w), np.array(b)) for w, b in network) for network in held["networks"]]
    return Ranker(
        names=tuple(held["names"]),
        means=np.array(held["means"]),
        deviations=np.array(held["deviations"]),
        networks=tuple(networks),
        slope=held["slope"],
        offset=held["offset"],
    )


@functools.cache
def shipped() -> Ranker:
    """The model that ships."""
    return read_ranker(WEIGHTS)


def order(
    question: Question,
    rows: Sequence[Row],
    texts: Mapping[str, str],
    encoder: Encoder | None,
    *,
    rare: Callable[[str], float] | None = None,
    ranker: Ranker | None = None,
) -> list[Row]:
    """``rows`` of the first search, best first, with the model's score; ties by id.

    ``texts`` are the passages as they are searched, by id; rows without one are left out. ``rare`` gives the rarity of a
    term in the library.
    A question without a single term keeps the order it came in.
    """
    rows = [row for row in rows if row[0] in texts]
    if not rows or not terms(question.metric or question.text):
        return list(rows)
    columns = look(question, rows, texts, encoder, rare)
    scores = (ranker or shipped()).scores(columns)
    ranked = [(passage, float(score), parts) for (passage, _, parts), score in zip(rows, scores, strict=True)]
    return sorted(ranked, key=lambda row: (-row[1], row[0]))


def look(
    question: Question,
    rows: Sequence[Row],
    texts: Mapping[str, str],
    encoder: Encoder | None,
    rare: Callable[[str], float] | None = None,
) -> dict[str, Floats]:
    """The signals of ``rows``, in their order."""
    return signals(
        question.metric or question.text,
        [texts[passage] for passage, _, _ in rows],
        [parts.get("lexical", 0.0) for _, _, parts in rows],
        [parts.get("dense", 0.0) for _, _, parts in rows],
        asking=question.text,
        units=question.units,
        extra=meant(question),
        rare=rare,
        encoder=encoder,
    )
