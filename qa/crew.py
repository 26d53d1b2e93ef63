"""Processes that answer beside this one: Python computes on one core in each, and a question is all computing.

Each has the library open for itself and sees before every question, as this one does, whether it has changed.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import PriorityQueue

from index.errors import ShushuoError
from qa.assistant import Assistant
from qa.desk import Desk, Shown

MOST_HELPERS = 3
_MYSELF = 1 << 30
"""The number of this process: helpers, who come first, are counted from 0."""
_ENDING = 5.0
"""Seconds that a helper has to end when it is told to."""


def spare_cores() -> int:
    """How many helpers have a core of their own beside this process."""
    return min((os.cpu_count() or 1) - 1, MOST_HELPERS)


class Crew(Desk):
    """A desk with helpers, from :meth:`call` on: whoever is free answers, each one question at a time."""

    def __init__(self, assistant: Assistant, *, encoder: str | None = None) -> None:
        super().__init__(assistant)
        self._encoder = encoder
        self._numbers = itertools.count()
        self._helpers: dict[int, _Helper] = {}
        self._free: PriorityQueue[int] = PriorityQueue()
        self._free.put(_MYSELF)
        self._closed = threading.Event()

    def call(self, count: int) -> threading.Thread:
        """Calls ``count`` helpers, in a thread; each answers as soon as it is there."""

        def come() -> None:
            for number in itertools.islice(self._numbers, count):
                self._come(number)

        thread = threading.Thread(target=come, name="crew", daemon=True)
        thread.start()
        return thread

    @property
    def helpers(self) -> tuple[int, ...]:
        """The process ids of the helpers that are there."""
        return tuple(helper.process for helper in self._helpers.values())

    def close(self) -> None:
        """Sends the helpers away; no more come."""
        self._closed.set()
        while self._helpers:
            self._helpers.popitem()[1].end()

    def show(self, text: str, history: Sequence[str]) -> Shown:
        """As any desk does; what a helper cannot answer is answered here, where an error is told."""
        number = self._free.get()
        helper = self._helpers.get(number)
        shown = None
        try:
            shown = helper.show(text, history) if helper else None
        except (EOFError, OSError):  # killed, most likely for memory
            self._helpers.pop(number, None)
        try:
            return shown or super().show(text, history)
        finally:
            if number == _MYSELF or number in self._helpers:
                self._free.put(number)
            elif helper and helper.proved and not self._closed.is_set():
                self.call(1)

    def _come(self, number: int) -> None:
        try:
            helper = _Helper(self.assistant.store.path, self._encoder)
        except (EOFError, OSError):  # too little memory for another: the others go on
            return
        self._helpers[number] = helper
        if self._closed.is_set():
            self.close()
        self._free.put(number)


class _Helper:
    """A process that answers as a desk of its own does, one question at a time; ready once it is made.

    Raises:
        EOFError: it ended, at once or during a question.
        OSError: the same, or it could not be started.
    """

    def __init__(self, store: Path, encoder: str | None) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would take locks of this process's threads with it
        self._end, theirs = context.Pipe()
        with theirs:
            self._process = context.Process(target=_help, args=(theirs, store, encoder), name="helper", daemon=True)
            self._process.start()
        self.proved = False
        self._end.recv()

    @property
    def process(self) -> int:
        """Its process id."""
        return int(self._process.pid or 0)

    def show(self, text: str, history: Sequence[str]) -> Shown | None:
        """What it shows; None where it cannot."""
        self._end.send((text, list(history)))
        shown: Shown | None = self._end.recv()
        self.proved = True
        return shown

    def end(self) -> None:
        """Sends it away, at once if it does not go."""
        self._end.close()
        self._process.join(_ENDING)
        self._process.kill()


def _help(end: Connection, store: Path, encoder: str | None) -> None:
    """Answers until nobody is left to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks, and ends this with it
    with suppress(EOFError, OSError, ShushuoError):
        desk = Desk(Assistant.open(store, encoder=encoder))
        end.send(None)
        while True:
            text, history = end.recv()
            try:
                shown = desk.show(text, history)
            except Exception:  # noqa: BLE001 - it happens again where it is answered instead, and is told there
                shown = None
            end.send(shown)
