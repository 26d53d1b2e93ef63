"""The reader learns: words of running text, then questions made from facts, then questions by people; by steps, not by time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.reader.network import ROWS, Size, Tensors, first, hidden, scores
from eval.reader.table import HEAD, SIDE, Table
from qa.reader import PAD, PIECES

if TYPE_CHECKING:
    import torch

MASK = PIECES + 3
CHUNK = 256
"""Pieces of running text that are read at once."""
TOGETHER = 3
"""Parts of a batch, by length, that are read one after the other."""
MOST_PAIRS = 32
"""Pairs of one question that are drawn from."""
Log = Callable[[str], None]
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
    made_rivals: int = 8
    asked: int = 64
    epochs: float = 5.0
    asked_rate: float = 2.8e-4
    rivals: int = 12
    nothing: float = 0.2
    drop: float = 0.1
    seed: int = 0
    device: str = "cpu"


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


class Draws:
    """Batches of a table's questions, each beside one right figure, or none, and rivals; drawn on the device."""

    def __init__(self, table: Table, chosen: NDArray[np.int64], device: str) -> None:
        import torch

        def there(array: NDArray[Any]) -> torch.Tensor:
            return torch.from_numpy(np.ascontiguousarray(array)).to(device)

        self._questions, self._figures = there(table.questions), there(table.figures)
        self._rows, self._right = there(table.rows), there(table.right)
        self._first, self._chosen = there(table.first).long(), there(chosen)
        self._asked = (self._questions != PAD).sum(1)
        self._told = (self._figures != PAD).sum(1)
        self._device = device

    def __len__(self) -> int:
        return len(self._chosen)

    def order(self) -> torch.Tensor:
        """All questions, shuffled."""
        import torch

        return self._chosen[torch.randperm(len(self._chosen), device=self._device)]

    def batch(
        self, asked: torch.Tensor, rivals: int, nothing: float
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """For the questions ``asked``, ``(b,)``: each again for its ``rivals`` figures, these, and which is right, or ``rivals``."""
        import torch

        places = self._first[asked][:, None] + torch.arange(MOST_PAIRS, device=self._device)
        there = places < self._first[asked + 1][:, None]
        places = places.clamp(max=len(self._rows) - 1)
        right, wrong = self._right[places] & there, ~self._right[places] & there
        gold = (torch.rand(right.shape, device=self._device) * right).argmax(1, keepdim=True)
        answered = right.any(1) & (torch.rand(len(asked), device=self._device) >= nothing)
        near = wrong & (wrong.cumsum(1) <= rivals + 1)
        count = (rivals - 1) * 2 // 3
        first_kept, first_at = self._some(near, count)
        left = wrong.scatter(1, first_at, wrong.gather(1, first_at) & ~first_kept)
        rest_kept, rest_at = self._some(left, rivals - 1 - count)
        at = torch.cat([gold, first_at, rest_at], 1)
        kept = torch.cat([answered[:, None], first_kept, rest_kept], 1)
        far = self._rows[torch.randint(len(self._rows), at.shape, device=self._device)]
        figures = torch.where(kept, self._rows[places.gather(1, at)], far).long()
        return asked[:, None].expand(-1, rivals), figures, torch.where(answered, 0, rivals)

    def _some(self, mask: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """``count`` places of each row of ``mask`` by lot, and which of them are set."""
        import torch

        found = (torch.rand(mask.shape, device=self._device) * mask).topk(count, 1)
        return found.values > 0, found.indices

    def lengths(self, asked: torch.Tensor, figures: torch.Tensor) -> torch.Tensor:
        """Pieces of each pair."""
        return self._asked[asked] + self._told[figures]

    def pairs(self, asked: torch.Tensor, figures: torch.Tensor, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Pieces of each pair, filled up to ``width``, and which of them are the figure's."""
        import torch

        at = torch.arange(width, device=self._device)[None, :]
        head = self._asked[asked][:, None]
        own = self._questions[asked][:, at[0].clamp(max=HEAD - 1)]
        behind = (at - head).clamp(min=0)
        told = self._figures[figures].gather(1, behind.clamp(max=SIDE - 1))
        told = torch.where(behind < SIDE, told, PAD)
        return torch.where(at < head, own, told).long(), (at >= head).long()


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


def learn_made(held: Tensors, table: Table, settings: Settings, log: Log) -> Tensors:
    """``held``, its upper layers left off, after questions made from facts."""
    upper = tuple(f"blocks.{n}." for n in range(settings.kept, settings.size.layers))
    held = {n: t.detach().clone().requires_grad_() for n, t in held.items() if not n.startswith(upper)}
    learner = Learner(held, settings.made_rate, 0.01)
    draws = Draws(table, table.without(None), settings.device)
    for step, asked in enumerate(_batches(draws, settings.made, settings.made_steps)):
        loss = _loss(held, draws, asked, settings, settings.made_rivals, 0.0)
        learner.step(loss, min(1.0, (step + 1) / 100) * (1 - 0.7 * step / settings.made_steps))
        if (step + 1) % 200 == 0:
            log(f"made {step + 1}/{settings.made_steps}: {loss.item():.3f}")
    return held


def learn_asked(held: Tensors, table: Table, without: int | None, settings: Settings, log: Log) -> Tensors:
    """``held`` after the questions by people of all folds but ``without``; in a part of them nothing is right, so that a logit
    below 0 means no answer.
    """
    import torch

    torch.manual_seed(settings.seed)
    held = {name: tensor.detach().clone().requires_grad_() for name, tensor in held.items()}
    learner = Learner(held, settings.asked_rate, 0.05)
    draws = Draws(table, table.without(without), settings.device)
    steps = max(1, int(settings.epochs * len(draws) / settings.asked))
    for step, asked in enumerate(_batches(draws, settings.asked, steps)):
        loss = _loss(held, draws, asked, settings, settings.rivals, settings.nothing)
        learner.step(loss, min(1.0, (step + 1) / 100) * (1 - step / steps))
        if (step + 1) % 200 == 0:
            log(f"asked {step + 1}/{steps}: {loss.item():.3f}")
    return held


def _batches(draws: Draws, size: int, steps: int) -> Any:
    """``steps`` batches, every question once before any is asked again."""
    import torch

    pool = draws.order()
    for _ in range(steps):
        while len(pool) < size:
            pool = torch.cat([pool, draws.order()])
        yield pool[:size]
        pool = pool[size:]


def _loss(
    held: Tensors, draws: Draws, asked: torch.Tensor, settings: Settings, rivals: int, nothing: float
) -> torch.Tensor:
    """Cross entropy of finding the right figure of each question, or that there is none, at logit 0."""
    import torch
    from torch.nn import functional

    questions, figures, gold = draws.batch(asked, rivals, nothing)
    found = scores_of(questions.reshape(-1), figures.reshape(-1), draws, held, settings).view(len(asked), rivals)
    if nothing:
        found = torch.cat([found, found.new_zeros(len(asked), 1)], 1)
    return functional.cross_entropy(found, gold)


def scores_of(
    asked: torch.Tensor, figures: torch.Tensor, draws: Draws, held: Tensors, settings: Settings
) -> torch.Tensor:
    """The logit of each pair; those of like length are read together, for most are half as long as the longest."""
    import torch

    size = replace(settings.size, layers=settings.kept)
    lengths = draws.lengths(asked, figures)
    order = lengths.argsort()
    parts = order.chunk(TOGETHER)
    widths = torch.stack([lengths[part[-1]] for part in parts]).tolist()
    with _fast(settings):
        found = [
            scores(held, size, *draws.pairs(asked[part], figures[part], -(-width // 8) * 8), settings.drop)
            for part, width in zip(parts, widths, strict=True)
        ]
    return torch.cat(found)[order.argsort()]


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
