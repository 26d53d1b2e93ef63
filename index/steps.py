"""How far the reading of a long file is, told to whoever waits for it and to what limits its time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

Step = Callable[[str, int, int], None]
"""Called with what is counted (:data:`PAGES`, :data:`TEXT`), how many of it are done and how many there are."""

PAGES, TEXT = "pages", "text"
COUNTED: Final = (PAGES, TEXT)
EVERY: Final = 0.2
"""Seconds between two steps that are told."""


def _nothing() -> None:
    """What is done about time where none is limited."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What a step is told to, and what gives the limits of time anew."""

    step: Step
    renew: Callable[[], None]


_waiting: ContextVar[_Waiting | None] = ContextVar("_waiting", default=None)


@contextlib.contextmanager
def watched(step: Step, renew: Callable[[], None] = _nothing) -> Iterator[None]:
    """Within, each step is told to ``step``, but not more often than a person can read, and each slow one to ``renew``."""
    last = time.monotonic()

    def told(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= EVERY:
            last = now
            step(what, done, total)

    token = _waiting.set(_Waiting(told, renew))
    try:
        yield
    finally:
        _waiting.reset(token)


def at(what: str, done: int, total: int) -> None:
    """Tells that ``done`` of ``total`` are done; nothing where nobody waits."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.step(what, done, total)


def renewed() -> None:
    """Tells that a step is done which takes some seconds, of which a file has few: the next may take the time of a file again."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.renew()


def words(name: str, what: str, done: int, total: int) -> str:
    """A step of the report ``name`` in Chinese.

    >>> words("年报", PAGES, 30, 120), words("年报", TEXT, 1, 3)
    ('年报（第30页，共120页）', '年报（33%）')
    """
    return f"{name}（第{done}页，共{total}页）" if what == PAGES else f"{name}（{100 * done // max(1, total)}%）"
