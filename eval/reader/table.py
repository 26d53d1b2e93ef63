"""Questions beside figures as arrays of pieces, so that a step of training draws its batch on the device itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reader import MOST_QUESTION, MOST_SIDE, PAD

Pair = tuple[list[int], int]
"""Pieces of a question beside a figure, and how many are the question's (``qa.reader.Pieces.pairs``)."""
HEAD, SIDE = MOST_QUESTION + 2, MOST_SIDE + 1
"""The most pieces of a question with its marks, and of a figure with the mark behind it."""
NO_FOLD = -1


@dataclass(frozen=True, slots=True)
class Choice:
    """A question's pairs, the best fitting first, which of them are right, and the fold of their report."""

    pairs: Sequence[Pair]
    right: Sequence[bool]
    fold: int = NO_FOLD


@dataclass(frozen=True, slots=True)
class Table:
    """``n`` questions and ``m`` figures in ``k`` pairs; those of question ``i`` are ``first[i]`` to ``first[i + 1]``."""

    questions: NDArray[np.int16]
    """``(n, HEAD)`` pieces, filled up with ``PAD``."""
    figures: NDArray[np.int16]
    """``(m, SIDE)`` pieces, filled up with ``PAD``."""
    first: NDArray[np.int32]
    """``(n + 1,)`` places of pairs."""
    rows: NDArray[np.int32]
    """``(k,)`` the figure of each pair."""
    right: NDArray[np.bool_]
    """``(k,)`` whether the figure answers the question."""
    folds: NDArray[np.int8]
    """``(n,)`` the fold of the question's report, or ``NO_FOLD``."""

    def __len__(self) -> int:
        return len(self.questions)

    def without(self, fold: int | None) -> NDArray[np.int64]:
        """The questions of all folds but ``fold``."""
        return np.flatnonzero(self.folds != fold) if fold is not None else np.arange(len(self))

    def save(self, path: Path) -> None:
        """Writes the arrays to ``path``."""
        with path.open("wb") as file:
            np.savez(file, **{name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def load(cls, path: Path) -> Table:
        """Reads what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as held:
            return cls(**{name: held[name] for name in cls.__slots__})


def tabled(choices: Iterable[Choice]) -> Table:
    """Choices as a table; a figure that stands beside several questions is kept once.

    Raises:
        ValueError: if there is no choice with a pair.
    """
    heads: list[list[int]] = []
    figures: dict[tuple[int, ...], int] = {}
    first, rows, folds = [0], list[int](), list[int]()
    right: list[bool] = []
    for choice in choices:
        if not choice.pairs:
            continue
        ids, head = choice.pairs[0]
        heads.append(ids[:head])
        for own, start in choice.pairs:
            rows.append(figures.setdefault(tuple(own[start:]), len(figures)))
        right += choice.right
        first.append(len(rows))
        folds.append(choice.fold)
    if not heads:
        raise ValueError("no question stands beside a figure: nothing to learn from")
    return Table(
        _filled(heads, HEAD),
        _filled(list(figures), SIDE),
        np.array(first, dtype=np.int32),
        np.array(rows, dtype=np.int32),
        np.array(right, dtype=np.bool_),
        np.array(folds, dtype=np.int8),
    )


def _filled(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int16]:
    found: NDArray[Any] = np.full((len(rows), width), PAD, dtype=np.int16)
    for row, ids in zip(found, rows, strict=True):
        row[: len(ids)] = ids
    return found
