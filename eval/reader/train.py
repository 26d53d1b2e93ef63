"""The reader learns: words of running text, then questions made from facts, then questions by people; by steps, not by time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.reader.network import ROWS, Size, Tensors, first, hidden, scores
from qa.reader import PAD, PIECES

if TYPE_CHECKING:
    import torch

MASK = PIECES + 3
CHUNK = 256
"""Pieces of running text that are read at once."""
TOGETHER = 3
"""Parts of a batch, by length, that are read one after the other."""
Log = Callable[[str], None]
Pair = tuple[list[int], int]
"""Pieces of a question beside a figure, and how many are the question's (``qa.reader.Pieces.pairs``)."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training is made of; the defaults made the shipped reader, on one GPU in about seven minutes."""

    size: Size = field(default_factory=lambda: Size(layers=4))
    kept: int = 3
    chunks: int = 512
    word_steps: int = 5800
    word_rate: float = 1.5e-3
    made: int = 128
    made_steps: int = 600
    made_rate: float = 5e-4
    asked: int = 64
    epochs: int = 5
    asked_rate: float = 2.8e-4
    rivals: int = 12
    nothing: float = 0.2
    drop: float = 0.1
    seed: int = 0
    device: str = "cpu"


@dataclass(frozen=True, slots=True)
class Choice:
    """A question's pairs and which are right."""

    pairs: Sequence[Pair]
    right: Sequence[bool]


class Learner:
    """Adam on a table of tensors, its rate given at each step."""

    def __init__(self, held: Tensors, rate: float, decay: float) -> None:
        import torch

        wide = [tensor for tensor in held.values() if tensor.ndim > 1]
        slim = [tensor for tensor in held.values() if tensor.ndim == 1]
        groups = [{"params": wide, "weight_decay": decay}, {"params": slim, "weight_decay": 0.0}]
        self._optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
        self._all = [*wide, *slim]
        self._rate = rate

    def step(self, loss: torch.Tensor, share: float) -> None:
        """One step at ``share`` of the rate."""
        import torch

        for group in self._optimiser.param_groups:
            group["lr"] = self._rate * share
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._all, 1.0)
        self._optimiser.step()


def learn_words(text: Ints, settings: Settings, log: Log) -> Tensors:
    """The network after guessing a fifth of the pieces of running text, ``word_steps`` batches of it."""
    import torch
    from torch.nn import functional

    held = first(settings.size, settings.seed, settings.device)
    learner = Learner(held, settings.word_rate, 0.05)
    chunks = torch.from_numpy(text[: len(text) // CHUNK * CHUNK].reshape(-1, CHUNK)).to(settings.device)
    for step in range(settings.word_steps):
        ids = chunks[torch.randint(len(chunks), (settings.chunks,), device=settings.device)].long()
        hide = torch.rand(ids.shape, device=settings.device) < 0.2
        luck = torch.rand(ids.shape, device=settings.device)
        other = torch.where(luck > 0.9, torch.randint(0, PIECES, ids.shape, device=settings.device), ids)
        seen = torch.where(hide & (luck < 0.8), torch.full_like(ids, MASK), torch.where(hide, other, ids))
        with _fast(settings):
            guessed = hidden(held, settings.size, seen)[hide] @ held["emb.weight"].T
        loss = functional.cross_entropy(guessed.float(), ids[hide])
        learner.step(loss, min(1.0, (step + 1) / 200) * (1 - step / settings.word_steps))
        if (step + 1) % 500 == 0:
            log(f"words {step + 1}/{settings.word_steps}: {loss.item():.3f}")
    return held


def learn_made(held: Tensors, batches: Iterator[Sequence[Choice]], settings: Settings, log: Log) -> Tensors:
    """``held``, its upper layers left off, after questions made from facts."""
    size = replace(settings.size, layers=settings.kept)
    upper = tuple(f"blocks.{n}." for n in range(settings.kept, settings.size.layers))
    held = {n: t.detach().clone().requires_grad_() for n, t in held.items() if not n.startswith(upper)}
    learner = Learner(held, settings.made_rate, 0.01)
    for step in range(settings.made_steps):
        loss = _loss(held, size, next(batches), settings, nothing=False)
        learner.step(loss, min(1.0, (step + 1) / 100) * (1 - 0.7 * step / settings.made_steps))
        if (step + 1) % 200 == 0:
            log(f"made {step + 1}/{settings.made_steps}: {loss.item():.3f}")
    return held


def learn_asked(held: Tensors, choices: Sequence[Choice], settings: Settings, log: Log) -> Tensors:
    """``held`` after questions by people; in a part of them nothing is right, so that a logit below 0 means no answer."""
    size = replace(settings.size, layers=settings.kept)
    held = {name: tensor.detach().clone().requires_grad_() for name, tensor in held.items()}
    learner = Learner(held, settings.asked_rate, 0.05)
    rng = random.Random(settings.seed)
    steps = max(1, settings.epochs * len(choices) // settings.asked)
    for step in range(steps):
        batch = [_drawn(rng.choice(choices), choices, settings, rng) for _ in range(settings.asked)]
        loss = _loss(held, size, batch, settings, nothing=True)
        learner.step(loss, min(1.0, (step + 1) / 100) * (1 - step / steps))
        if (step + 1) % 200 == 0:
            log(f"asked {step + 1}/{steps}: {loss.item():.3f}")
    return held


def _drawn(choice: Choice, others: Sequence[Choice], settings: Settings, rng: random.Random) -> Choice:
    """One right pair, or none, among rivals: the likeliest more often, and where they are too few those of other questions."""
    right = [pair for pair, good in zip(choice.pairs, choice.right, strict=True) if good]
    wrong = [pair for pair, good in zip(choice.pairs, choice.right, strict=True) if not good]
    count = settings.rivals - 1
    near = wrong[: count + 2]
    rng.shuffle(near)
    picked = near[: count * 2 // 3]
    rest = [pair for pair in wrong if pair not in picked]
    rng.shuffle(rest)
    picked += rest[: count - len(picked)]
    while len(picked) < count:
        picked.append(_beside(choice, rng.choice(others), rng))
    if right and rng.random() >= settings.nothing:
        return Choice([rng.choice(right), *picked], [True] + [False] * len(picked))
    return Choice([_beside(choice, rng.choice(others), rng), *picked], [False] * (len(picked) + 1))


def _beside(choice: Choice, other: Choice, rng: random.Random) -> Pair:
    """The question of one choice beside a figure of another."""
    if not choice.pairs or not other.pairs:
        return [PIECES + 1, PIECES + 2], 2
    ids, head = choice.pairs[0]
    far, start = rng.choice(other.pairs)
    return [*ids[:head], *far[start:]], head


def _loss(held: Tensors, size: Size, batch: Sequence[Choice], settings: Settings, *, nothing: bool) -> torch.Tensor:
    """Cross entropy of finding the right pair of each choice; with ``nothing``, or that there is none, at logit 0."""
    import torch
    from torch.nn import functional

    found = scores_of([pair for choice in batch for pair in choice.pairs], held, size, settings).view(len(batch), -1)
    if nothing:
        found = torch.cat([found, torch.zeros(len(batch), 1, device=settings.device)], 1)
    gold = [choice.right.index(True) if any(choice.right) else len(choice.right) for choice in batch]
    return functional.cross_entropy(found, torch.tensor(gold, device=settings.device))


def scores_of(pairs: Sequence[Pair], held: Tensors, size: Size, settings: Settings) -> torch.Tensor:
    """The logit of each pair; those of like length are read together, for most are half as long as the longest."""
    import torch

    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
    parts = [order[i : i + -(-len(order) // TOGETHER)] for i in range(0, len(order), -(-len(order) // TOGETHER))]
    with _fast(settings):
        found = [
            scores(held, size, *padded([pairs[i] for i in part], settings.device), settings.drop) for part in parts
        ]
    back = torch.empty(len(pairs), dtype=torch.int64)
    back[torch.tensor(order)] = torch.arange(len(pairs))
    return torch.cat(found)[back.to(settings.device)]


def padded(pairs: Sequence[Pair], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces of all pairs, filled up to one width, and which of them are the figure's."""
    import torch

    width = max(len(ids) for ids, _ in pairs)
    ids = np.full((len(pairs), width), PAD, dtype=np.int64)
    parts = np.zeros((len(pairs), width), dtype=np.int64)
    for row, (own, head) in enumerate(pairs):
        ids[row, : len(own)] = own
        parts[row, head:] = 1
    return torch.from_numpy(ids).to(device), torch.from_numpy(parts).to(device)


def _fast(settings: Settings) -> Any:
    """bfloat16 where the device is a GPU."""
    import contextlib

    import torch

    return torch.autocast("cuda", dtype=torch.bfloat16) if settings.device == "cuda" else contextlib.nullcontext()


def pieces_of(rows: Sequence[Sequence[int]]) -> Ints:
    """Lists of pieces as one."""
    joined = np.fromiter((piece for row in rows for piece in row), dtype=np.int64)
    if len(joined) and int(joined.max()) >= ROWS:
        raise ValueError(f"piece {int(joined.max())} of at most {ROWS - 1}: the vocabulary is another one")
    return joined
