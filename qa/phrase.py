"""The shortest phrase of a sentence that answers a question in words: the name, the place, the day it asks for. Pure.

``qa/weights/phrase.json`` holds what each cue of ``qa.cues`` weighs, from which chance on a phrase is given, and what that was
fitted on; ``python -m eval.fit_phrase`` makes it.
"""

from __future__ import annotations

import functools
import heapq
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qa.atoms import Span
from qa.cues import END_CUES, SPAN_CUES, START_CUES, Sight, Value
from qa.sought import KINDS, Sought, sought

WEIGHTS: Final = Path(__file__).parent / "weights" / "phrase.json"
FORMAT: Final = 1
ANY: Final = "any"
"""Names the weights that count whatever is sought."""
NONE: Final = "none"
"""Names the weight of there being no answer in a sentence."""
LOOKED_AT: Final = 14
"""Stretches whose own cues are weighed, those with the best beginnings and ends."""
COMPARED: Final = 5
"""Of the likeliest, how many are compared: that one is chosen which agrees best with all that may be right."""

WordsOf = Callable[[str], Sequence[Span]]
Table = tuple[Mapping[Value, float], ...]
"""What each value of each cue weighs, the cues in their order."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the cues of beginnings, of ends and of whole stretches weigh, and what it does that no stretch answers."""

    starts: Table
    ends: Table
    spans: Table
    none: float


@dataclass(frozen=True, slots=True)
class Model:
    """``tables`` by what is sought; a phrase is given from the chance ``threshold`` on."""

    tables: Mapping[str, Weights]
    threshold: float


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest phrase, at ``[start, end)`` of the sentence, and the chance that it answers, as far as it does."""

    start: int
    end: int
    chance: float


def phrase_in(question: str, sentence: str, words: WordsOf, model: Model | None = None) -> Span | None:
    """Span of the phrase of ``sentence`` that answers ``question``; None where none does with confidence.

    Both are in simplified characters; ``words`` gives the spans of a text's words.
    """
    model = model or shipped()
    found = likeliest(question, sentence, words, model)
    return None if found is None or found.chance < model.threshold else (found.start, found.end)


def likeliest(question: str, sentence: str, words: WordsOf, model: Model) -> Found | None:
    """The likeliest phrase, however unlikely; None where none is asked for or none could be one."""
    want = sought(question)
    if want is None:
        return None
    sight = Sight(want, question, sentence, words)
    scored = sorted(_scored(sight, model.tables[want.kind]), reverse=True)
    if not scored:
        return None
    best = scored[0][0]
    weights = [math.exp(score - best) for score, _, _ in scored]
    total = sum(weights) + math.exp(min(model.tables[want.kind].none - best, 50.0))
    spans = [sight.span(i, j) for _, i, j in scored[:COMPARED]]
    agreed = [
        (sum([weight * _agreement(span, other) for weight, other in zip(weights, spans, strict=False)]), span)
        for span in spans
    ]
    chance, span = max(agreed, key=lambda pair: pair[0])
    start, end = shortened(want, sentence, *span)
    return Found(start, end, chance / total)


def _scored(sight: Sight, weights: Weights) -> list[tuple[float, int, int]]:
    """The stretches that may answer, each with its logit."""
    pairs = sight.stretches()
    starts = {i: _weigh(weights.starts, sight.start_cues(i)) for i in {i for i, _ in pairs}}
    ends = {j: _weigh(weights.ends, sight.end_cues(j)) for j in {j for _, j in pairs}}
    best = heapq.nlargest(LOOKED_AT, [(starts[i] + ends[j], i, j) for i, j in pairs])
    return [(score + _weigh(weights.spans, sight.span_cues(i, j)), i, j) for score, i, j in best if sight.allows(i, j)]


def _weigh(table: Table, values: tuple[Value, ...]) -> float:
    return sum([weights.get(value, 0.0) for weights, value in zip(table, values, strict=True)])


def _agreement(one: Span, other: Span) -> float:
    """How far one stretch says what the other does: the square of the share of their characters that they have in common."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return (2 * both / (one[1] - one[0] + other[1] - other[0])) ** 2 if both > 0 else 0.0


_YEAR = re.compile(r"[0-9]{2,4}年(?!代)|[一二][〇零○一二三四五六七八九]{3}年")


def shortened(want: Sought, sentence: str, start: int, end: int) -> Span:
    """The phrase at ``[start, end)``, a year alone where only the year was asked for."""
    year = _YEAR.match(sentence, start, end) if want.year else None
    return (start, year.end()) if year else (start, end)


def read_model(path: Path) -> Model:
    """The model in ``path``.

    Raises:
        ValueError: the file is of another format.
    """
    held = json.loads(path.read_text(encoding="utf-8"))
    if held.get("format") != FORMAT:
        raise ValueError(f"{path.name}: format {held.get('format')!r}, not {FORMAT!r}: run python -m eval.fit_phrase")
    every = held["tables"][ANY]
    tables = {kind: _weights(kind, every, held["tables"].get(kind, {})) for kind in KINDS}
    return Model(tables, held["threshold"])


def _weights(kind: str, *held: Mapping[str, Mapping[str, float]]) -> Weights:
    """The weights of all kinds and those of one, added."""
    # A rank is told by its form, and people seldom ask for one: there is nothing to learn when none answers.
    none = -math.inf if kind == "rank" else sum(_added(NONE, held).values())
    starts, ends, spans = (tuple(_added(name, held) for name in names) for names in (START_CUES, END_CUES, SPAN_CUES))
    return Weights(starts, ends, spans, none)


def _added(name: str, held: Sequence[Mapping[str, Mapping[str, float]]]) -> Mapping[Value, float]:
    added: dict[Value, float] = {}
    for tables in held:
        for text, weight in tables.get(name, {}).items():
            value = _value(text)
            added[value] = added.get(value, 0.0) + weight
    return added


def _value(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdigit() else text


@functools.cache
def shipped() -> Model:
    """The model that ships."""
    return read_model(WEIGHTS)
