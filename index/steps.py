"""How far the reading of a long file is, told to whoever waits for it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final

Step = Callable[[str, int, int], None]
"""Called with what is counted (:data:`PAGES`, :data:`TEXT`), how many of it are done and how many there are."""

PAGES, TEXT = "pages", "text"
COUNTED: Final = (PAGES, TEXT)
EVERY: Final = 0.2
"""Seconds between two steps that are told."""

_waiting: ContextVar[Step | None] = ContextVar("_waiting", default=None)


@contextlib.contextmanager
def watched(step: Step) -> Iterator[None]:
    """Within, each step is told to ``step``, but not more often than a person can read."""
    last = time.monotonic()

    def told(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= EVERY:
            last = now
            step(what, done, total)

    token = _waiting.set(told)
    try:
        yield
    finally:
        _waiting.reset(token)


def at(what: str, done: int, total: int) -> None:
    """Tells that ``done`` of ``total`` are done; nothing where nobody waits."""
    step = _waiting.get()
    if step is not None:
        step(what, done, total)


def words(name: str, what: str, done: int, total: int) -> str:
    """A step of the report ``name`` in Chinese.

    >>> words("年报", PAGES, 30, 120), words("年报", TEXT, 1, 3)
    ('年报（第30页，共120页）', '年报（33%）')
    """
    return f"{name}（第{done}页，共{total}页）" if what == PAGES else f"{name}（{100 * done // max(1, total)}%）"
