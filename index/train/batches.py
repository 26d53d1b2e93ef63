"""Token arrays and the batches drawn from them: (query, passage) token lists, one source to a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Lists of token ids end to end: list ``i`` is ``flat[offsets[i]:offsets[i + 1]]``."""

    flat: Ints
    offsets: Wide

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Wide:
        """Number of tokens of each list."""
        return np.diff(self.offsets)


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries, their passages, and the group of each row: rows of one group are not negatives of each other."""

    queries: Ragged
    passages: Ragged
    groups: Wide


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """Token lists end to end."""
    offsets = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(ids) for ids in lists], out=offsets[1:])
    flat = np.fromiter((i for ids in lists for i in ids), dtype=np.int32, count=int(offsets[-1]))
    return Ragged(flat, offsets)


def tokenise(tokenizer: Tokenizer, texts: Iterable[str], block: int = 50_000) -> Ragged:
    """Token ids of ``texts``, tokenised in blocks so that memory stays bounded."""
    parts: list[Ragged] = []
    waiting: list[str] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) == block:
            parts.append(_tokenise(tokenizer, waiting))
            waiting = []
    parts.append(_tokenise(tokenizer, waiting))
    lengths = np.concatenate([part.lengths for part in parts])
    return Ragged(np.concatenate([part.flat for part in parts]), np.concatenate([[0], np.cumsum(lengths)]))


def _tokenise(tokenizer: Tokenizer, texts: list[str]) -> Ragged:
    return ragged([e.ids for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)])


def gather(flat: Ints, starts: Wide, ends: Wide) -> Ragged:
    """The stretches ``flat[starts[i]:ends[i]]`` end to end.

    >>> gather(np.arange(9, dtype=np.int32), np.array([1, 6]), np.array([3, 9])).flat.tolist()
    [1, 2, 6, 7, 8]
    """
    lengths = np.maximum(ends - starts, 0)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    at = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
    return Ragged(flat[at], offsets)


def keep(lists: Ragged, mask: NDArray[np.bool_]) -> Ragged:
    """``lists`` without the tokens where ``mask`` is False.

    >>> lists = Ragged(np.array([5, 6, 7], dtype=np.int32), np.array([0, 2, 3]))
    >>> keep(lists, np.array([False, True, True])).offsets.tolist()
    [0, 1, 2]
    """
    kept = np.concatenate([[0], np.cumsum(mask)])
    return Ragged(lists.flat[mask], kept[lists.offsets])


def drop_words(lists: Ragged, share: float, rng: np.random.Generator) -> Ragged:
    """``lists`` without a random part of their tokens: up to ``share`` of each, never all of one."""
    rates = np.repeat(rng.random(len(lists)) * share, lists.lengths)
    mask = rng.random(len(lists.flat)) >= rates
    empty = np.add.reduceat(np.append(mask, False), lists.offsets[:-1]) == 0
    return keep(lists, mask | np.repeat(empty, lists.lengths))


def cut_passages(sentence_lengths: Wide, documents: Wide, target: int, rng: np.random.Generator) -> Wide:
    """First sentence of each passage: whole sentences of one document, about ``target`` tokens times 0.5 to 1.5 long.

    >>> cut_passages(np.array([9, 9, 9, 9]), np.array([0, 0, 0, 1]), 12, np.random.default_rng(0)).tolist()
    [0, 2, 3]
    """
    starts, size, limit = [], 0, 0.0
    document = -1
    for i, (length, owner) in enumerate(zip(sentence_lengths.tolist(), documents.tolist(), strict=True)):
        if owner != document or size >= limit:
            starts.append(i)
            size, limit = 0, target * (0.5 + rng.random())
            document = owner
        size += length
    return np.array(starts, dtype=np.int64)


class Cloze:
    """Batches of (a sentence, the passage it stands in); neighbours in a document are each other's negatives.

    In half the rows the sentence is taken out of its passage (inverse cloze); in half its numbers become 多少.
    """

    def __init__(
        self, sentences: Ragged, documents: Wide, numbers: NDArray[np.bool_], asked: Ints, target: int = 110
    ) -> None:
        self._sentences, self._documents, self._target = sentences, documents, target
        self._numbers, self._asked = numbers, asked

    def draw(self, size: int, run: int, rng: np.random.Generator) -> Iterator[Batch]:
        """Endless batches of about ``size`` rows, in runs of ``run`` neighbouring passages."""
        while True:
            starts = cut_passages(self._sentences.lengths, self._documents, self._target, rng)
            runs = rng.permutation(len(starts) // run)
            per_batch = size // run
            for at in range(0, len(runs) - per_batch + 1, per_batch):
                chosen = (runs[at : at + per_batch, None] * run + np.arange(run)).ravel()
                yield self._batch(starts, chosen, rng)

    def _batch(self, starts: Wide, chosen: Wide, rng: np.random.Generator) -> Batch:
        offsets, flat = self._sentences.offsets, self._sentences.flat
        ends = np.append(starts[1:], len(self._sentences))
        first, last = starts[chosen], ends[chosen]
        picked = first + (rng.random(len(chosen)) * (last - first)).astype(np.int64)
        out = (rng.random(len(chosen)) < 0.5) & (last - first > 1)
        queries = gather(flat, offsets[picked], offsets[picked + 1])
        passages = gather(flat, offsets[first], offsets[last])
        sizes = passages.lengths
        place = np.arange(len(passages.flat)) - np.repeat(passages.offsets[:-1] - offsets[first], sizes)
        inside = (place >= np.repeat(offsets[picked], sizes)) & (place < np.repeat(offsets[picked + 1], sizes))
        passages = keep(passages, ~(inside & np.repeat(out, sizes)))
        return Batch(drop_words(self._ask(queries, rng), 0.5, rng), passages, np.arange(len(chosen)))

    def _ask(self, queries: Ragged, rng: np.random.Generator) -> Ragged:
        """Numbers of half the queries become the word for 'how many', each run of digit pieces once."""
        number = self._numbers[queries.flat] & np.repeat(rng.random(len(queries)) < 0.5, queries.lengths)
        repeated = number & np.append(False, number[:-1])
        flat = np.where(number, rng.choice(self._asked, len(number)), queries.flat).astype(np.int32)
        return keep(Ragged(flat, queries.offsets), ~repeated)


class Pairs:
    """Batches of one source's pairs, in random order; pairs with the same passage form one group."""

    def __init__(self, queries: Ragged, passages: Ragged, groups: Wide, longest: int = 400) -> None:
        self._queries, self._passages, self._groups, self._longest = queries, passages, groups, longest

    def draw(self, size: int, rng: np.random.Generator) -> Iterator[Batch]:
        """Endless batches of ``size`` rows; a source with fewer rows gives them all."""
        while True:
            order = rng.permutation(len(self._queries))
            for at in range(0, max(1, len(order) - size + 1), size):
                yield self._batch(order[at : at + size], rng)

    def _batch(self, rows: Wide, rng: np.random.Generator) -> Batch:
        q, p = self._queries, self._passages
        queries = gather(q.flat, q.offsets[rows], q.offsets[rows + 1])
        ends = np.minimum(p.offsets[rows + 1], p.offsets[rows] + self._longest)
        return Batch(drop_words(queries, 0.3, rng), gather(p.flat, p.offsets[rows], ends), self._groups[rows])
