"""Processes that answer beside this one: Python computes on one core in each, and a question is all computing.

Each has the library open for itself and sees before every question, as this one does, whether it has changed. While they are
there this process answers nothing, and so always has time for the visitors.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import re
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

MOST_HELPERS = 4
BASE_MB, PASSAGE_MB = 250, 0.001
"""What a helper holds at most, without a library and for each of its passages."""
SHARE = 0.5
"""How much of the memory that is free helpers may take together."""
WARMING = "数量是多少"
"""Asked once by each helper, so that all that a question needs is read before a visitor comes."""
_MYSELF = 1 << 30
"""The number of this process; helpers are counted from 0."""
_ENDING = 5.0
"""Seconds that a helper has to end when it is told to."""


def fitting(processors: int, passages: int, free_mb: float) -> int:
    """How many helpers a machine has room for: one for each core, none where a second process would gain nothing.

    >>> fitting(2, 6_000, 3_000), fitting(1, 6_000, 3_000), fitting(2, 1_000_000, 3_000), fitting(2, 6_000, 400)
    (2, 0, 1, 0)
    """
    room = int(SHARE * free_mb / (BASE_MB + PASSAGE_MB * passages))
    return min(processors, room, MOST_HELPERS) if processors > 1 else 0


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> float:
    """Megabytes of memory that nobody needs; endless where the system does not tell."""
    try:
        told = re.search(r"^MemAvailable: *([0-9]+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:
        told = None
    return int(told[1]) / 1000 if told else float("inf")


class Crew(Desk):
    """A desk with helpers, from :meth:`gather` on: whoever is free answers, each one question at a time."""

    def __init__(self, assistant: Assistant, *, encoder: str | None = None) -> None:
        super().__init__(assistant)
        self._encoder = encoder
        self._numbers = itertools.count()
        self._helpers: dict[int, _Helper] = {}
        self._free: PriorityQueue[int] = PriorityQueue()
        self._free.put(_MYSELF)
        self._change = threading.Lock()
        self._gathered = False
        self._closed = threading.Event()
        self._caller: threading.Thread | None = None
        self._coming: _Helper | None = None

    def gather(self) -> None:
        """Calls as many helpers as fit here, the first time: where nobody comes, none are needed."""
        with self._change:
            first, self._gathered = not self._gathered, True
        if first:
            passages = sum(info.passages for info in self.assistant.reports())
            self.call(fitting(cores(), passages, free_memory()))

    def call(self, count: int) -> threading.Thread:
        """Calls ``count`` helpers, in a thread; each answers as soon as it is there."""

        def come() -> None:
            for _ in range(count):
                if not self._closed.is_set():
                    with suppress(EOFError, OSError):  # too little memory for another: the others go on
                        self._come()

        self._caller = threading.Thread(target=come, name="crew", daemon=True)
        self._caller.start()
        return self._caller

    @property
    def helpers(self) -> tuple[int, ...]:
        """The process ids of the helpers that are there."""
        return tuple(helper.process for helper in self._helpers.values())

    def close(self) -> None:
        """Sends the helpers away; no more come."""
        self._closed.set()
        if coming := self._coming:
            coming.end(at_once=True)
        if self._caller:
            self._caller.join(_ENDING)  # a process that is being started would complain if this one were gone
        with self._change:
            if self._helpers:
                self._free.put(_MYSELF)
            while self._helpers:
                self._helpers.popitem()[1].end()

    def show(self, text: str, history: Sequence[str]) -> Shown:
        """As any desk does; what a helper cannot answer is answered here, where an error is told."""
        number = self._free.get()
        helper, shown = self._helpers.get(number), None
        try:
            shown = helper.show(text, history) if helper else None
        except (EOFError, OSError):  # killed, most likely for memory
            self._dismiss(number)
        else:
            if helper:
                self._free.put(number)
        try:
            return shown or super().show(text, history)
        finally:
            if not helper:
                self._free.put(number)

    def _come(self) -> None:
        helper = self._coming = _Helper(self.assistant.store.path, self._encoder)
        if not self._closed.is_set():
            helper.wait()
        with self._change:
            self._coming = None
            if self._closed.is_set():
                helper.end(at_once=True)
                return
            if not self._helpers:
                self._free.get()  # this process, which answers no more
            number = next(self._numbers)
            self._helpers[number] = helper
            self._free.put(number)

    def _dismiss(self, number: int) -> None:
        with self._change:
            helper = self._helpers.pop(number, None)
            if helper is None:
                return
            helper.end()
            if not self._helpers:
                self._free.put(_MYSELF)
        if helper.proved:
            self.call(1)


class _Helper:
    """A process that answers as a desk of its own does, one question at a time.

    Raises:
        EOFError: it ended, at once or during a question.
        OSError: the same, or it could not be started.
    """

    def __init__(self, store: Path, encoder: str | None) -> None:
        if hasattr(
            signal, "pthread_sigmask"
        ):  # Ctrl-C is for who asks; what this thread does not hear, its child does not
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        context = multiprocessing.get_context("spawn")  # a fork would take locks of this process's threads with it
        self._end, theirs = context.Pipe()
        with theirs:
            self._process = context.Process(target=_help, args=(theirs, store, encoder), name="helper", daemon=True)
            self._process.start()
        self.proved = False
        """Whether it has answered: one that never did is not replaced, for the next would fare no better."""

    def wait(self) -> None:
        """Until it is ready."""
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

    def end(self, *, at_once: bool = False) -> None:
        """Sends it away, by force if it does not go."""
        if at_once:
            self._process.kill()
        self._end.close()
        self._process.join(_ENDING)
        self._process.kill()


def _help(end: Connection, store: Path, encoder: str | None) -> None:
    """Answers until nobody is left to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError, ShushuoError):
        desk = Desk(Assistant.open(store, encoder=encoder))
        desk.show(WARMING, [])
        gc.collect()
        gc.freeze()  # as in qa.serving
        end.send(None)
        while True:
            text, history = end.recv()
            try:
                shown = desk.show(text, history)
            except Exception:  # noqa: BLE001 - it happens again where it is answered instead, and is told there
                shown = None
            end.send(shown)
