"""Which of the facts answers, and how sure that is: two small models over ``qa.traits``, and a reader for what is in doubt.

``qa/weights/choice.json`` holds the models, the threshold and what they were fitted on; ``python -m eval.fit_choice`` makes it.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa import reader as reading
from qa.rank import Ranker, ranker_of
from qa.reader import Reader, side_of, words_of
from qa.results import Question
from qa.traits import Floats, Measured, read, traits

WEIGHTS = Path(__file__).parent / "weights" / "choice.json"
READ = 4
"""Facts that the reader looks at, the likeliest of the first model: nearly always the one that answers is among them."""


VETOES: Mapping[str, float] = {
    "done fit": 6.0,
    "level fit": 6.0,
    "amount fit": 6.0,
    "head fit": 2.0,
    "span fit": 2.0,
    "basis fit": 2.0,
    "row fit": 2.0,
    "side fit": 2.0,
    "not contrary": 2.0,
    "months fit": 4.0,
}
"""What a logit loses by each factor that speaks against an answer: a plan is nothing done, the whole is not the part, a year \
is not five, 养老保险 is not 医疗保险."""


YIELD = 4.0
"""What the logit of a fact loses that yields to another."""
CLEARLY, AS_MANY, LEAST_WORDS = 1.05, 0.75, 0.5
"""How much better the other has to suit, how many of the words it needs beside the fact's own, and of the question's at all."""
MORE_SAID = 0.1
"""How much more of the question a part has to say than its whole."""
SOFT, ABOUT = 0.85, 1.25
"""What suits no less than this is only round or a part, and yields to what tells about as much, within so many times."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``quick`` weighs the traits; from ``doubt`` to ``sure`` the reader is asked, and ``read`` weighs its scores as well.

    From ``threshold`` on an answer is given.
    """

    quick: Ranker
    read: Ranker
    threshold: float
    doubt: float = 0.0
    sure: float = 1.0

    def weigh(
        self, question: Question, measured: Sequence[Measured], reader: Reader | None = None, *, closely: bool = True
    ) -> tuple[Floats, Floats]:
        """Logits, which compare facts of all reports, and the probability of each among those of its own report.

        Not ``closely``: the reader is not asked.
        """
        columns = traits(question, measured)
        ruled_out = vetoed(measured) + YIELD * yielding(measured)
        logits = self.quick.logits(columns) - ruled_out
        chances = probabilities(measured, logits)
        if not closely or not self.doubt <= chances.max() <= self.sure:
            return logits, chances
        scores = read_best(question, measured, logits, reader or reading.shipped())
        logits = self.read.logits({**columns, **read(measured, scores)}) - ruled_out
        return logits, probabilities(measured, logits)


def vetoed(measured: Sequence[Measured]) -> Floats:
    """What each fact's logit loses by what rules it out."""
    return np.array([sum(cost for name, cost in VETOES.items() if m.factors.get(name, 1.0) < 1.0) for m in measured])


def yielding(measured: Sequence[Measured]) -> NDArray[np.bool_]:
    """Which facts yield to another of their body that is told in as many of the question's words and suits it better.

    A target yields to what was reached, the whole to the part asked for, a value that a change starts from to the one it ends at.
    """
    suits = np.array([math.prod(m.factors.values()) for m in measured])
    words = np.array([m.fit for m in measured]) / suits
    bodies = np.array([m.fact.entity or m.fact.document for m in measured])
    better = (suits[None, :] > suits[:, None] * CLEARLY) & (words[None, :] >= words[:, None] * AS_MANY)
    better &= (suits < SOFT)[:, None] | _near(measured)
    better &= (bodies[None, :] == bodies[:, None]) & (words > LEAST_WORDS)[None, :]
    found: NDArray[np.bool_] = (better | _parts_asked_for(measured)).any(axis=1)
    return found


def _parts_asked_for(measured: Sequence[Measured]) -> NDArray[np.bool_]:
    """Which facts are wholes of which parts, told beside them, that say more of the question: 铁路里程, 其中高速铁路."""
    found = np.zeros((len(measured), len(measured)), dtype=np.bool_)
    for n, part in enumerate(measured):
        if part.fact.part_of:
            for m, whole in enumerate(measured):
                found[m, n] = (
                    whole.fact.metric == part.fact.part_of
                    and whole.fact.sentence_start == part.fact.sentence_start
                    and whole.fact.document == part.fact.document
                    and part.covered["near"] >= whole.covered["near"] + MORE_SAID
                )
    return found


def _near(measured: Sequence[Measured]) -> NDArray[np.bool_]:
    """Which facts tell about as much as one another in one unit, as a round figure and its exact one do."""
    values = np.array([float(m.fact.figure.value or 0) for m in measured])
    units = np.array([m.fact.figure.unit for m in measured])
    ratio = values[None, :] / np.where(values == 0, np.inf, values)[:, None]
    found: NDArray[np.bool_] = (units[None, :] == units[:, None]) & (ratio > 1 / ABOUT) & (ratio < ABOUT)
    return found


def read_best(question: Question, measured: Sequence[Measured], logits: Floats, reader: Reader) -> dict[int, float]:
    """The reader's scores of the likeliest facts, by their place among ``measured``."""
    best = np.argsort(-logits, kind="stable")[:READ].tolist()
    sides = [side_of(measured[i].fact, measured[i].passage.plain, measured[i].passage.start) for i in best]
    return dict(zip(best, reader.scores(words_of(question), sides).tolist(), strict=True))


def probabilities(measured: Sequence[Measured], logits: Floats) -> Floats:
    """The chance that what a fact states is what its report answers; facts that state the same share theirs, none has logit 0."""
    chances = np.zeros(len(measured))
    for document in {m.fact.document for m in measured}:
        own = [i for i, m in enumerate(measured) if m.fact.document == document]
        weights = np.exp(np.minimum(logits[own], 50.0))
        told: dict[tuple[str, object], float] = {}
        for i, weight in zip(own, weights.tolist(), strict=True):
            key = _said(measured[i])
            told[key] = told.get(key, 0.0) + weight
        total = 1.0 + float(weights.sum())
        for i in own:
            chances[i] = told[_said(measured[i])] / total
    return chances


def _said(measured: Measured) -> tuple[str, object]:
    return measured.fact.figure.unit, measured.fact.figure.value


def read_choice(path: Path) -> Choice:
    """The models in ``path``.

    Raises:
        ValueError: the file is of another format.
    """
    held = json.loads(path.read_text(encoding="utf-8"))
    models = {name: ranker_of(held[name], path.name, "python -m eval.fit_choice") for name in ("quick", "read")}
    return Choice(models["quick"], models["read"], held["threshold"], held["doubt"], held["sure"])


@functools.cache
def shipped() -> Choice:
    """The models that ship."""
    return read_choice(WEIGHTS)
