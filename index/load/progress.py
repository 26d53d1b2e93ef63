"""How a loader that takes long tells that it goes on: step by step, to whoever listens in its process."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int], None]
"""Is told the number of a page that takes some seconds, when its lines are found and again when they are read."""

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Calls ``listener`` for each step from now on."""
    _listeners.append(listener)


def step_done(number: int) -> None:
    """Tells that a step of reading a page is done."""
    for listener in _listeners:
        listener(number)
