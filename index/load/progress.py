"""How a loader that takes long tells that it goes on: page by page, to whoever listens in its process."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int], None]
"""Is told the number of each page that took some seconds, when it is done."""

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Calls ``listener`` for each page from now on."""
    _listeners.append(listener)


def page_done(number: int) -> None:
    """Tells that a page is done."""
    for listener in _listeners:
        listener(number)
