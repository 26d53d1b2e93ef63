"""What is worked out from a library's list of reports, worked out once for each list."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
A = TypeVar("A")

KEPT = 4
"""Lists that are remembered: the library's own, and those that a question was locked to."""


class _Same:
    """Equal to another only if it holds the very same object: comparing thousands of reports would cost more than it saves."""

    __slots__ = ("held",)

    def __init__(self, held: object) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held


def once_for_each(work: Callable[[A], T]) -> Callable[[A], T]:
    """``work`` that remembers its result for the last few tuples it was given; other sequences may change, and are not kept."""

    @functools.lru_cache(KEPT)
    def kept(key: _Same) -> T:
        return work(key.held)  # type: ignore[arg-type]  # a tuple that came in as A

    def worked(given: A) -> T:
        return kept(_Same(given)) if isinstance(given, tuple) else work(given)

    return worked
