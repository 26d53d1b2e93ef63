"""``python -m eval.fit_choice``: fits the models that choose the fact that answers (``qa/weights/choice.json``).

For each question of ``eval/training`` the facts weighed for it, once as they are and, for a part of them, once without those
that are right, so that a model learns when to refuse. Only questions are taken that one of the readers at hand has not seen,
and everything is measured on halves by report: no model has seen the reports that it is measured on either.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.fit_rank import layers_of, weights_of
from eval.reader.questions import FOLDS, Sample, fold_of, samples
from index.train.data import corpus_root
from qa.choice import READ, WEIGHTS, probabilities
from qa.rank import FAR, FORMAT, Ranker
from qa.reader import Reader, open_reader
from qa.select import MOST
from qa.traits import Floats, read, traits

THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a fit is made of; the defaults made the shipped models."""

    hidden: tuple[int, ...] = (48, 24)
    networks: int = 3
    epochs: int = 12
    batch: int = 128
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.1
    without: float = 0.5
    written: int = 9000
    threshold: float = 0.4
    doubt: float = 0.1
    sure: float = 0.9
    seed: int = 0


@dataclass(slots=True)
class Case:
    """A sample, its columns, and what has been worked out for it; ``whole`` is what it is a copy of, at ``places``."""

    sample: Sample
    places: tuple[int, ...]
    columns: dict[str, Floats]
    scores: dict[int, float] = field(default_factory=dict)
    whole: Case | None = None

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which facts are right."""
        return np.array(self.sample.right, dtype=np.bool_)


def case_of(sample: Sample) -> Case:
    """A sample with its columns."""
    return Case(sample, tuple(range(len(sample.measured))), traits(sample.question, sample.measured))


def without_right(case: Case) -> Case | None:
    """The same question where nothing is right; None if nothing is left."""
    places = tuple(i for i, right in enumerate(case.sample.right) if not right)
    if not places:
        return None
    measured = tuple(case.sample.measured[i] for i in places)
    sample = replace(case.sample, measured=measured, right=(False,) * len(places))
    return Case(sample, places, traits(sample.question, measured), whole=case)


def read_scores(case: Case, best: Sequence[int], readers: Mapping[int, Reader]) -> dict[int, float]:
    """The scores of the facts at ``best`` by the reader that has not seen the question; each is read once."""
    whole = case.whole or case
    missing = [case.places[i] for i in best if case.places[i] not in whole.scores]
    if missing:
        found = readers[case.sample.fold].scores(whole.sample.words, whole.sample.sides(missing))
        whole.scores.update(zip(missing, found.tolist(), strict=True))
    return {i: whole.scores[case.places[i]] for i in best}


def fit(cases: Sequence[Case], settings: Settings) -> Ranker:
    """Networks whose logits tell which fact is right, with 0 for none of them; their mean is the model."""
    names = tuple(cases[0].columns)
    inputs, filled, right = _arrays(cases, names)
    rows = inputs[filled]
    means, deviations = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64) + 1e-4
    scaled = np.clip((inputs - means) / deviations, -FAR, FAR).astype(np.float32)
    networks = [_network(scaled, filled, right, settings, settings.seed + n) for n in range(settings.networks)]
    return Ranker(names, means, deviations, tuple(networks))


def _arrays(cases: Sequence[Case], names: Sequence[str]) -> tuple[Any, Any, Any]:
    inputs = np.zeros((len(cases), MOST, len(names)), dtype=np.float32)
    filled, right = (np.zeros((len(cases), MOST), dtype=np.bool_) for _ in range(2))
    for row, case in enumerate(cases):
        count = len(case.places)
        inputs[row, :count] = np.stack([case.columns[name] for name in names], axis=1)
        filled[row, :count] = True
        right[row, :count] = case.right
    return inputs, filled, right


def _network(inputs: Any, filled: Any, right: Any, settings: Settings, seed: int) -> Any:
    """One network, by the cross entropy over each question's facts and none of them."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    network = layers_of(inputs.shape[2], settings.hidden, settings.dropout)
    x, mask, good = torch.from_numpy(inputs), torch.from_numpy(filled), torch.from_numpy(right)
    good = torch.cat([good, ~good.any(1, keepdim=True)], 1)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(x) // settings.batch)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=steps)
    for _ in range(settings.epochs):
        for rows in torch.randperm(len(x)).split(settings.batch):
            logits = network(x[rows]).squeeze(-1).masked_fill(~mask[rows], -1e4)
            shares = functional.log_softmax(torch.cat([logits, torch.zeros(len(rows), 1)], 1), 1)
            loss = -torch.logsumexp(shares.masked_fill(~good[rows], -1e4), 1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rates.step()
    return weights_of(network)


def half_of(sample: Sample) -> int:
    """Which half a sample belongs to, by the report of its right fact, or else of the one that fits best."""
    chosen = next((m for m, good in zip(sample.measured, sample.right, strict=True) if good), sample.measured[0])
    return fold_of(chosen.fact.document)


def crossed(cases: Sequence[Case], settings: Settings) -> list[Floats]:
    """The logits of every case by a model of the other half."""
    halves = [half_of((case.whole or case).sample) for case in cases]
    models = [
        fit([c for c, half in zip(cases, halves, strict=True) if half != other], replace(settings, networks=1))
        for other in range(FOLDS)
    ]
    return [models[half].logits(case.columns) for case, half in zip(cases, halves, strict=True)]


def listen(cases: Sequence[Case], logits: Sequence[Floats], readers: Mapping[int, Reader]) -> None:
    """Adds what a reader says of the likeliest facts to the columns of every case."""
    for case, own in zip(cases, logits, strict=True):
        best = np.argsort(-own, kind="stable")[:READ].tolist()
        case.columns |= read(case.sample.measured, read_scores(case, best, readers))


def shares(samples_: Sequence[Sample], told: Iterable[tuple[Case, Floats]], threshold: float) -> tuple[float, float]:
    """Of all questions, those answered rightly and those answered wrongly from ``threshold`` on."""
    right = wrong = 0
    for case, logits in told:
        best = int(logits.argmax())
        if probabilities(case.sample.measured, logits)[best] >= threshold:
            right += bool(case.right[best])
            wrong += not case.right[best]
    return right / max(1, len(samples_)), wrong / max(1, len(samples_))


def cases_of(found: Sequence[Sample], settings: Settings) -> tuple[list[Case], list[Case]]:
    """A case of every sample that has facts, and copies of a part of them without what is right."""
    rng = random.Random(settings.seed)
    cases = [case_of(sample) for sample in found if sample.measured]
    half = [case for case in cases if case.right.any() and rng.random() < settings.without]
    return cases, [copy for copy in map(without_right, half) if copy]


def model_json(model: Ranker) -> dict[str, Any]:
    """A model as ``qa.rank.ranker_of`` reads it."""
    return {
        "format": FORMAT,
        "names": model.names,
        "means": model.means.round(6).tolist(),
        "deviations": model.deviations.round(6).tolist(),
        "networks": [[[w.tolist(), b.tolist()] for w, b in network] for network in model.networks],
        "slope": 1.0,
        "offset": 0.0,
    }


def make(
    found: Sequence[Sample], readers: Mapping[int, Reader], settings: Settings, log: Callable[[str], None]
) -> dict[str, Any]:
    """Both models with what they were fitted on and how they did on the halves, as JSON.

    ``readers`` are those at hand by the fold that they have not seen.
    """
    found = [sample for sample in found if sample.fold in readers]
    rng = random.Random(settings.seed)
    rng.shuffle(found)
    found = found[: settings.written * 2]
    cases, copies = cases_of(found, settings)
    every = cases + copies
    log(f"{len(cases)} questions, {len(copies)} copies without what is right")
    logits = crossed(every, settings)
    _tell("traits alone", found, cases, logits, log)
    quick = fit(every, settings)
    listen(every, logits, readers)
    log("read")
    logits = crossed(every, settings)
    folds = _tell("with the reader", found, cases, logits, log)
    return {
        "about": {"questions": len(found), "folds": folds, "settings": repr(settings)},
        "threshold": settings.threshold,
        "doubt": settings.doubt,
        "sure": settings.sure,
        "quick": model_json(quick),
        "read": model_json(fit(every, settings)),
    }


def _tell(
    name: str, found: Sequence[Sample], cases: Sequence[Case], logits: Sequence[Floats], log: Callable[[str], None]
) -> dict[str, list[float]]:
    """Shares answered rightly and wrongly on the folds, by threshold."""
    told = list(zip(cases, logits[: len(cases)], strict=True))
    by = {str(threshold): [round(s, 4) for s in shares(found, told, threshold)] for threshold in THRESHOLDS}
    log(f"{name}: " + "  ".join(f"{threshold}: {right:.3f}/{wrong:.3f}" for threshold, (right, wrong) in by.items()))
    return by


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.fit_choice", description="拟合选数模型（qa/weights/choice.json）"
    )
    parser.add_argument("readers", type=Path, metavar="目录", help="各折的读数模型（python -m eval.reader 写在旁边的）")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="文件", help="模型写到哪里")
    args = parser.parse_args(argv)
    began = time.monotonic()
    paths = {fold: args.readers / f"reader-without-{fold}.onnx" for fold in range(FOLDS)}
    readers = {fold: open_reader(path) for fold, path in paths.items() if path.is_file()}
    if not readers:
        parser.error(f"{args.readers} 里没有 reader-without-0.onnx：请先运行 python -m eval.reader")

    def log(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    made = make(samples(corpus_root(), log), readers, Settings(), log)
    args.out.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
