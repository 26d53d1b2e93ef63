"""``python -m eval.fit_rank``: fits the model that orders passages (``qa/weights/rank.json``) on questions by people.

For each question of ``$SHUSHUO_CORPUS/corpora/reading`` the candidates of the first search, in pools of about 500
contexts of one source, and which of them is its own. Contexts that share 50 characters with a measured one are left out.
The shipped encoder has seen these pairs, so its cosines would look better here than they are: two encoders are trained,
each without half of the contexts, and a question is searched by the one that has not seen its context.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.passages import asked, make_pool, rank_of, reading, render
from index.embed import Encoder, StaticEncoder, open_encoder
from index.train.data import corpus_root, measured_rows, read_jsonl
from qa.rank import DEPTH, FAR, FORMAT, WEIGHTS, Ranker, look, read_ranker
from qa.signals import Floats

if TYPE_CHECKING:
    import torch

SOURCES = ("cail2019_dev", "cmrc2018_train", "drcd_half", "houjin_train")
SHINGLE = 50
POOL = 500
MOST = 3000
FOLDS = 2
ENCODER_STEPS, ENCODER_MINUTES = 600, 15.0
NO_ANSWER: tuple[Any, ...] = ([], "[]", "['']", "", None)

Row = tuple[str, str]
"""A question and its context."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a fit is made of; the defaults made the shipped model."""

    hidden: tuple[int, ...] = (64, 32)
    networks: int = 3
    epochs: int = 12
    batch: int = 128
    rate: float = 3e-3
    decay: float = 1e-3
    dropout: float = 0.1
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Samples:
    """Candidates of questions: signals ``(n, DEPTH, names)``, which rows are filled, and which one is right."""

    inputs: NDArray[np.float32]
    filled: NDArray[np.bool_]
    gold: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.gold)


def shingles(text: str) -> set[int]:
    """Hashes of the stretches of ``SHINGLE`` letters and digits of ``text``; of all of it where it is shorter."""
    bare = "".join(char for char in text if char.isalnum())
    return {zlib.crc32(bare[i : i + SHINGLE].encode()) for i in range(max(1, len(bare) - SHINGLE + 1))}


def without_measured(rows: Iterable[Mapping[str, Any]], measured: Iterable[str]) -> list[Row]:
    """Questions with an answer whose context shares no stretch with a context of ``measured``."""
    held: set[int] = set()
    for context in dict.fromkeys(measured):
        held |= shingles(context)
    free: dict[str, bool] = {}
    kept = []
    for row in rows:
        context = row["context"]
        if context not in free:
            free[context] = held.isdisjoint(shingles(context))
        if free[context] and row["question"].strip() and row.get("answers") not in NO_ANSWER:
            kept.append((row["question"], context))
    return kept


def fold_of(context: str) -> int:
    """Which of the encoders has not seen ``context``; depends on its content alone."""
    return zlib.crc32(context.encode()) % FOLDS


def pools_of(rows: Sequence[Row], rng: random.Random) -> Iterator[tuple[list[str], list[Row]]]:
    """Contexts in pools of about ``POOL`` with some of their questions, at most ``MOST`` in all."""
    contexts = sorted({context for _, context in rows})
    rng.shuffle(contexts)
    count = max(1, round(len(contexts) / POOL))
    for i in range(count):
        part = contexts[i::count]
        own = set(part)
        questions = [row for row in rows if row[1] in own]
        rng.shuffle(questions)
        yield part, questions[: MOST // count]


def samples_of(contexts: Sequence[str], rows: Sequence[Row], encoders: Sequence[Encoder]) -> tuple[Samples, list[str]]:
    """The candidates of every question that the first search found the context of, and the names of the signals."""
    pools = [make_pool(contexts, encoder) for encoder in encoders]
    place = {context: str(n) for n, context in enumerate(contexts)}
    names: list[str] = []
    inputs, filled, gold = [], [], []
    for text, context in rows:
        pool, question = pools[fold_of(context) % len(pools)], asked(text)
        candidates = pool.candidates(question)
        at = rank_of(candidates, place[context])
        if at is None:
            continue
        columns = look(question, candidates, pool.by_id, pool.library.encoder, pool.library.generation.rarity)
        names = list(columns)
        matrix = np.zeros((DEPTH, len(names)), dtype=np.float32)
        matrix[: len(candidates)] = np.stack(list(columns.values()), axis=1)
        inputs.append(matrix)
        filled.append(np.arange(DEPTH) < len(candidates))
        gold.append(at - 1)
    return Samples(np.stack(inputs), np.stack(filled), np.array(gold)), names


def joined(parts: Sequence[Samples]) -> Samples:
    """Several as one."""
    return Samples(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.filled for part in parts]),
        np.concatenate([part.gold for part in parts]),
    )


def fit(samples: Samples, names: Sequence[str], settings: Settings) -> Ranker:
    """Networks that put the right candidate first, then the slope and offset that make their mean a probability."""
    rows = samples.inputs[samples.filled]
    means, deviations = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64) + 1e-4
    networks = [_network(samples, means, deviations, settings, settings.seed + n) for n in range(settings.networks)]
    plain = Ranker(tuple(names), means, deviations, tuple(networks))
    slope, offset = _calibrated(plain, samples)
    return Ranker(tuple(names), means, deviations, tuple(networks), slope, offset)


def _network(samples: Samples, means: Floats, deviations: Floats, settings: Settings, seed: int) -> Any:
    """One network, by the cross entropy over each question's candidates."""
    import torch

    torch.set_num_threads(settings.threads)
    torch.manual_seed(seed)
    inputs = torch.tensor(((samples.inputs - means) / deviations).astype(np.float32)).clamp(-FAR, FAR)
    filled, gold = torch.tensor(samples.filled), torch.tensor(samples.gold)
    network = layers_of(inputs.shape[2], settings.hidden, settings.dropout)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(samples) // settings.batch)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=steps)
    for _ in range(settings.epochs):
        for rows in torch.randperm(len(samples)).split(settings.batch):
            scores = network(inputs[rows]).squeeze(-1).masked_fill(~filled[rows], -1e4)
            loss = torch.nn.functional.cross_entropy(scores, gold[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rates.step()
    return weights_of(network)


def layers_of(width: int, hidden: Sequence[int], dropout: float) -> torch.nn.Sequential:
    """A network of ``hidden`` layers from ``width`` signals to one number."""
    import torch

    layers: list[torch.nn.Module] = []
    for size in hidden:
        layers += [torch.nn.Linear(width, size), torch.nn.ReLU(), torch.nn.Dropout(dropout)]
        width = size
    return torch.nn.Sequential(*layers, torch.nn.Linear(width, 1))


def weights_of(network: torch.nn.Sequential) -> Any:
    """The layers of a network as ``qa.rank.Ranker`` holds them."""
    import torch

    linear = [layer for layer in network if isinstance(layer, torch.nn.Linear)]
    pairs = [(layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy()) for layer in linear]
    return tuple((weights.round(5), bias.round(5)) for weights, bias in pairs)


def logits(ranker: Ranker, samples: Samples) -> Floats:
    """The model's logits ``(n, DEPTH)``; minus infinity where there is no candidate."""
    n, depth, width = samples.inputs.shape
    flat = samples.inputs.reshape(n * depth, width).astype(np.float64)
    found = ranker.logits({name: flat[:, i] for i, name in enumerate(ranker.names)}).reshape(n, depth)
    return np.where(samples.filled, found, -np.inf)


def _calibrated(ranker: Ranker, samples: Samples) -> tuple[float, float]:
    """Slope and offset of the logistic curve over all candidates, by Newton's method."""
    raw = logits(ranker, samples)
    right = np.arange(raw.shape[1]) == samples.gold[:, None]
    x, y = raw[samples.filled], right[samples.filled].astype(np.float64)
    design = np.stack([x, np.ones_like(x)], axis=1)
    beta = np.array([0.1, -3.0])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -40, 40)))
        slope = (design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(slope, design.T @ (y - p))
        beta = beta + np.clip(step, -1, 1)
    return float(beta[0]), float(beta[1])


def recall(ranker: Ranker, samples: Samples) -> tuple[float, float]:
    """recall@1 and recall@5 among the candidates; a tie counts against the right one."""
    scores = logits(ranker, samples)
    places = (scores >= np.take_along_axis(scores, samples.gold[:, None], axis=1)).sum(axis=1)
    return float((places <= 1).mean()), float((places <= 5).mean())


def save(ranker: Ranker, path: Path, about: Mapping[str, Any]) -> None:
    """Writes the model and what it was fitted on."""
    content = {
        "format": FORMAT,
        "about": dict(about),
        "names": ranker.names,
        "means": ranker.means.round(6).tolist(),
        "deviations": ranker.deviations.round(6).tolist(),
        "networks": [[[w.tolist(), b.tolist()] for w, b in network] for network in ranker.networks],
        "slope": round(ranker.slope, 6),
        "offset": round(ranker.offset, 6),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def unseen_encoders(root: Path, folder: Path, log: Callable[[str], None]) -> list[Encoder]:
    """Encoders like the shipped one, the n-th trained without the contexts of fold n; those in ``folder`` are read."""
    encoders: list[Encoder] = []
    for fold in range(FOLDS):
        out = folder / str(fold)
        if not (out / "model.safetensors").exists():
            _train_encoder(root, out, fold, log)
        encoders.append(StaticEncoder(out))
    return encoders


def _train_encoder(root: Path, out: Path, fold: int, log: Callable[[str], None]) -> None:
    """The recipe of ``index.train`` on a folder whose measured questions are joined by the contexts of the fold."""
    from index.train import train as recipe
    from index.train.__main__ import train

    with tempfile.TemporaryDirectory() as temporary:
        mine = Path(temporary)
        (mine / "corpora").symlink_to((root / "corpora").resolve())
        (mine / "questions").mkdir()
        held = [context for source in SOURCES for context in _contexts(root, source) if fold_of(context) == fold]
        rows = [*measured_rows(root), *({"id": f"fold:{fold}", "question": "", "context": c} for c in held)]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (mine / "questions" / "reading_numeric.jsonl").write_text(lines, encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        settings = replace(recipe.Settings(), steps=ENCODER_STEPS)
        train(mine, out, ENCODER_MINUTES, settings, log, time.monotonic())


def _contexts(root: Path, source: str) -> list[str]:
    return sorted({row["context"] for row in _rows(root, source)})


def _rows(root: Path, source: str) -> Iterator[dict[str, Any]]:
    return read_jsonl(root / "corpora" / "reading" / f"{source}.jsonl.xz")


def gather(root: Path, encoders: Sequence[Encoder], seed: int) -> tuple[dict[str, Samples], list[str]]:
    """Samples of every source, and the names of the signals."""
    measured = [row["context"] for row in measured_rows(root)]
    rng = random.Random(seed)
    found: dict[str, Samples] = {}
    names: list[str] = []
    for source in SOURCES:
        rows = without_measured(_rows(root, source), measured)
        parts = []
        for contexts, questions in pools_of(rows, rng):
            samples, names = samples_of(contexts, questions, encoders)
            parts.append(samples)
        found[source] = joined(parts)
    return found, names


def crossed(found: Mapping[str, Samples], names: Sequence[str], settings: Settings) -> dict[str, tuple[float, ...]]:
    """For each source: questions, recall@1 and @5 of the first search, then of one network fitted on the others."""
    result: dict[str, tuple[float, ...]] = {}
    alone = replace(settings, networks=1)
    for source, samples in found.items():
        others = joined([other for name, other in found.items() if name != source])
        first = (float((samples.gold < 1).mean()), float((samples.gold < 5).mean()))
        result[source] = (len(samples), *first, *recall(fit(others, names, alone), samples))
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_rank", description="拟合段落排序模型")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="文件", help="模型写到哪里")
    parser.add_argument(
        "--encoders", type=Path, metavar="目录", help="两个未见过一半段落的编码器；没有就训练并存在这里"
    )
    args = parser.parse_args(argv)
    root, settings = corpus_root(), Settings()
    with tempfile.TemporaryDirectory() as temporary:
        encoders = unseen_encoders(root, args.encoders or Path(temporary), print)
        found, names = gather(root, encoders, settings.seed)
    folds = crossed(found, names, settings)
    for source, figures in folds.items():
        print(source, *(f"{figure:.3f}" for figure in figures), flush=True)
    ranker = fit(joined(list(found.values())), names, settings)
    about = {
        "fitted_on": {source: len(samples) for source, samples in found.items()},
        "left_out": f"contexts sharing {SHINGLE} characters with reading_numeric.jsonl",
        "by_source": {source: [round(f, 4) for f in figures] for source, figures in folds.items()},
        "licences": "CAIL2019: none stated; CMRC2018: CC BY-SA 4.0; DRCD: CC BY-SA 3.0; news questions: none stated",
        "settings": repr(settings),
    }
    save(ranker, args.out, about)
    print(render(reading(root, open_encoder(), read_ranker(args.out))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
