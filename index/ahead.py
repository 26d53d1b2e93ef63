"""Preparing reports in other processes while the ones before them are stored."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any

from index import steps
from index.errors import LoadError
from index.given import NONE, Given
from index.load import Guarded, file_size, read_file, sniff
from index.load.limits import GUARD, Guard
from index.packed import Packed, pack
from index.prepare import prepare, report_name
from index.reading import Reading, reading_of


@dataclass(frozen=True, slots=True)
class Read:
    """A report as it is kept, and what was read of its file as what."""

    report: Packed
    reading: Reading


Prepare = Callable[[Path, bytes], Read]
"""A file and its bytes -> the report; LoadError if it cannot be read or nothing of it is text of a report."""

Done = tuple[str, Read | str]
"""SHA-256 of a file with the report in it, or with what is wrong with it."""
Held = Any
"""Numbers in memory that processes share: ctypes has no type for it that could be named."""
NUMBERS = 3

WORTH_BYTES = 3_000_000
"""So much of files is worth the start of other processes, which takes about half a second."""
MOST_PROCESSES = 8
LEAD_BYTES = 9_000_000
"""Of so much of files the others may be ahead: what is prepared and not yet stored stays small, and is enough to go on with
while a batch is stored."""
MOST_BYTES = 20_000_000
"""Together no more is under way: long reports take forty times their size while they are understood."""

SELDOM = (100_000, 50, 100)
"""Records hold no circles: looking for some among hundreds of thousands of them takes time and frees nothing."""

NOTHING_SET: Mapping[str, Given] = MappingProxyType({})


@contextlib.contextmanager
def ahead(
    files: Sequence[Path], known: Collection[str], guard: Guard = GUARD, settings: Mapping[str, Given] = NOTHING_SET
) -> Iterator[Prepare]:
    """What prepares each of ``files``; where they are many, other processes begin with those that come next.

    ``known`` are the SHA-256 of files that need no preparing; ``guard`` is what parsing a file may take, ``settings`` what
    was set of reports by hand, by their names.
    """
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(files))
    with Guarded(guard) as guarded:
        if processes < 2 or sum(file_size(file) for file in files) < WORTH_BYTES:
            yield lambda path, data: _read(guarded, path, data, _given(settings, path))
            return
        marks = _Marks(files)
        with _pool(processes, guard, marks) as pool:
            yield _Ahead(pool, guarded, files, known, processes, settings, marks)


@contextlib.contextmanager
def _pool(processes: int, guard: Guard, marks: _Marks) -> Iterator[ProcessPoolExecutor]:
    """Processes that end when their work is done, and at once when it is broken off or this process is killed."""
    context = multiprocessing.get_context("spawn")  # a fork would take locks of this process's threads with it
    stop, ours = context.Pipe(duplex=False)
    with stop, ours:
        pool = ProcessPoolExecutor(
            processes, mp_context=context, initializer=_begin, initargs=(stop, guard, marks.held)
        )
        try:
            yield pool
        except BaseException:
            ours.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Marks:
    """How far the other processes are with each file, in memory that they share: three numbers for a file, written by one only."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._places = {path: n for n, path in enumerate(files)}
        self.held: Held = multiprocessing.get_context("spawn").RawArray("i", NUMBERS * len(files))

    def place(self, path: Path) -> int:
        """Where a file's numbers stand."""
        return NUMBERS * self._places[path]

    def awaited(self, path: Path, future: Future[Done]) -> Done:
        """What becomes of a file; while it lasts, how far it is, is told."""
        while not wait([future], steps.EVERY).done:
            what, done, total = self.held[self.place(path) : self.place(path) + NUMBERS]
            if total:
                steps.at(steps.COUNTED[what], done, total)
        return future.result()


def _mark(held: Held, place: int, what: str, done: int, total: int) -> None:
    held[place : place + NUMBERS] = (steps.COUNTED.index(what), done, total)


class _Ahead:
    """Keeps some files ahead under way, in order."""

    def __init__(
        self,
        pool: ProcessPoolExecutor,
        guarded: Guarded,
        files: Sequence[Path],
        known: Collection[str],
        fewest: int,
        settings: Mapping[str, Given],
        marks: _Marks,
    ) -> None:
        self._pool = pool
        self._marks = marks
        self._guarded = guarded
        self._left = list(reversed(files))
        self._known = known
        self._fewest = fewest
        self._settings = settings
        self._bytes: dict[Path, int] = {}
        self._begun: dict[Path, Future[Done]] = {}
        self._broken = False
        self._fill()

    def __call__(self, path: Path, data: bytes) -> Read:
        """As :data:`Prepare`."""
        future = self._taken(path)
        self._fill()
        if future is not None:
            try:
                identity, result = self._marks.awaited(path, future)
            except BrokenProcessPool:  # killed, most likely for memory: go on alone
                self._broken = True
            else:
                if identity == hashlib.sha256(data).hexdigest():
                    if isinstance(result, str):
                        raise LoadError(result)
                    return result
        return _read(self._guarded, path, data, _given(self._settings, path))

    def _taken(self, path: Path) -> Future[Done] | None:
        """What was begun for ``path``; what was begun for files before it was not wanted."""
        if path not in self._begun:
            return None
        while True:
            first = next(iter(self._begun))
            future = self._begun.pop(first)
            if first == path:
                return future
            future.cancel()

    def _fill(self) -> None:
        while self._left and not self._broken:
            path = self._left[-1]
            held, size = sum(self._bytes[begun] for begun in self._begun), file_size(path)
            if (len(self._begun) >= self._fewest and held >= LEAD_BYTES) or (held and held + size > MOST_BYTES):
                break
            self._left.pop()
            self._bytes[path] = size
            with contextlib.suppress(OSError, LoadError):
                if hashlib.sha256(read_file(path)).hexdigest() not in self._known:
                    self._submit(path)

    def _submit(self, path: Path) -> None:
        try:
            self._begun[path] = self._pool.submit(
                _prepared, path, _given(self._settings, path), self._marks.place(path)
            )
        except BrokenProcessPool:
            self._broken = True


def _given(settings: Mapping[str, Given], path: Path) -> dict[str, str]:
    """What was set of the report in a file, in a form that can be handed to another process."""
    return dict(settings.get(report_name(path), NONE))


def _read(guarded: Guarded, path: Path, data: bytes, given: Given) -> Read:
    """As :data:`Prepare`."""
    raw = guarded.load_bytes(data)
    prepared = prepare(report_name(path), data, raw, given)
    return Read(pack(prepared), reading_of(sniff(data), raw.encoding, prepared.document))


def _prepared(path: Path, given: Given, place: int) -> Done:
    """What becomes of a file; how far it is, is noted at ``place``."""
    try:
        data = read_file(path)
    except (OSError, LoadError) as error:
        return "", str(error)
    identity = hashlib.sha256(data).hexdigest()
    try:
        with steps.watched(lambda *step: _mark(_noted[0], place, *step)):
            return identity, _read(_own[0], path, data, given)
    except LoadError as error:
        return identity, str(error)


_noted: list[Held] = []
"""Where one of the other processes notes how far it is."""
_own: list[Guarded] = []
"""What parses the files of one of the other processes, as long as it lives; its own process ends with that."""


def _begin(stop: Connection, guard: Guard, noted: Held) -> None:
    """Ctrl-C is for the process that was started by hand; it ends the others, or they end when it is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)
    _own.append(Guarded(guard))
    _noted.append(noted)
    threading.Thread(target=_end_with, args=(stop,), daemon=True).start()


def _end_with(stop: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        stop.poll(None)
    os._exit(1)
