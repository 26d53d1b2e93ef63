"""Batches -> token vectors: in-batch negatives over the normalised mean, until the time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.train.batches import Batch, Ragged

if TYPE_CHECKING:
    import torch

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training is made of; the defaults made the shipped encoder."""

    pieces: int = 27_000
    dimension: int = 512
    batch: int = 1024
    steps: int = 600
    run: int = 8
    cloze: float = 0.7
    rate: float = 0.05
    length_rate: float = 0.02
    scale: float = 20.0
    rare: float = 1e-3
    warm_up: int = 50
    seed: int = 0
    threads: int = 2


def first_table(counts: NDArray[np.int64], settings: Settings) -> Table:
    """Random directions, shorter for frequent pieces: rare words tell passages apart before anything is learnt.

    The length is ``rare / (rare + frequency)``: smooth inverse frequency, Arora et al. 2017. The unknown piece is zero.
    """
    rng = np.random.default_rng(settings.seed)
    frequency = (counts + 1) / (counts + 1).sum()
    lengths = settings.rare / (settings.rare + frequency)
    lengths[0] = 0.0
    table: Table = (rng.standard_normal((len(counts), settings.dimension)) * lengths[:, None]).astype(np.float32)
    return table


def mixture(sizes: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    """How often each source of pairs is drawn: its size to the power 0.7 times its weight, summing to one.

    >>> mixture({"a": 1, "b": 1}, {"a": 3.0})
    {'a': 0.75, 'b': 0.25}
    """
    raw = {name: size**0.7 * weights.get(name, 1.0) for name, size in sizes.items()}
    return {name: value / sum(raw.values()) for name, value in raw.items()}


def mixed(
    cloze: Iterator[Batch], pairs: Mapping[str, Iterator[Batch]], shares: Mapping[str, float], settings: Settings
) -> Iterator[tuple[str, Batch]]:
    """Batches of one source each: cloze in ``settings.cloze`` of them, else a source of pairs by its share."""
    rng = np.random.default_rng(settings.seed + 1)
    names = list(shares)
    chances = np.array([shares[name] for name in names])
    while True:
        if rng.random() < settings.cloze:
            yield "cloze", next(cloze)
        else:
            name = names[rng.choice(len(names), p=chances)]
            yield name, next(pairs[name])


def embed_bags(table: torch.Tensor, lengths: torch.Tensor, lists: Ragged) -> torch.Tensor:
    """Normalised sums of the token vectors of each list, each vector ``exp(lengths)`` times its row of ``table``."""
    import torch
    from torch.nn import functional

    ids, offsets = torch.from_numpy(lists.flat.astype(np.int64)), torch.from_numpy(lists.offsets[:-1])
    factors = lengths[ids].exp()
    return functional.normalize(
        functional.embedding_bag(ids, table, offsets, mode="sum", per_sample_weights=factors), dim=-1
    )


def batch_loss(table: torch.Tensor, lengths: torch.Tensor, batch: Batch, scale: float) -> torch.Tensor:
    """Cross entropy of finding each query's passage, and each passage's query, among the batch."""
    import torch
    from torch.nn import functional

    queries, passages = embed_bags(table, lengths, batch.queries), embed_bags(table, lengths, batch.passages)
    groups = torch.from_numpy(batch.groups)
    same = (groups[:, None] == groups[None, :]).fill_diagonal_(False)
    scores = (queries @ passages.T * scale).masked_fill(same, -1e4)
    gold = torch.arange(len(scores))
    return (functional.cross_entropy(scores, gold) + functional.cross_entropy(scores.T, gold)) / 2


class Losses:
    """Mean loss of each source since it was last told."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = {}

    def add(self, name: str, value: float) -> None:
        """Keeps one batch's loss."""
        self._values.setdefault(name, []).append(value)

    def tell(self) -> str:
        """The means, and forgets them."""
        told = " ".join(f"{name[:12]} {np.mean(values):.2f}" for name, values in sorted(self._values.items()))
        self._values.clear()
        return told


def learn(
    table: Table, batches: Iterator[tuple[str, Batch]], settings: Settings, seconds: float, log: Callable[[str], None]
) -> tuple[Table, int]:
    """The table learnt by Adam, its rate falling to zero, and the steps taken: fewer if ``seconds`` are up first.

    The logarithm of each vector's length is learnt apart from its direction: Adam's equal steps in every component
    leave lengths too much alike, and squaring the learnt ones afterwards raised recall.
    """
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    rows = torch.nn.Parameter(torch.from_numpy(table.copy()))
    lengths = torch.nn.Parameter(torch.zeros(len(table)))
    optimiser = torch.optim.Adam([{"params": [rows]}, {"params": [lengths]}], betas=(0.9, 0.99), fused=True)
    began, losses, step, done = time.monotonic(), Losses(), 0, 0.0
    while done < 1.0:
        fall = min(1.0, (step + 1) / settings.warm_up) * (1 - done)
        optimiser.param_groups[0]["lr"] = settings.rate * fall
        optimiser.param_groups[1]["lr"] = settings.length_rate * fall
        name, batch = next(batches)
        loss = batch_loss(rows, lengths, batch, settings.scale)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.add(name, loss.item())
        step, elapsed = step + 1, time.monotonic() - began
        done = max(step / settings.steps, elapsed / seconds)
        if step % 100 == 0 or done >= 1.0:
            log(f"step {step}/{settings.steps} after {elapsed:.0f} s: {losses.tell()}")
    learnt: Table = (rows * lengths.exp()[:, None]).detach().numpy().copy()
    return learnt, step
