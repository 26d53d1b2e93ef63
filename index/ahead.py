"""Preparing reports in other processes while the ones before them are stored."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from index.errors import LoadError
from index.load import file_size, load, read_file
from index.prepare import prepare, report_name
from index.records import Prepared, RawText

Prepare = Callable[[Path, bytes, RawText], Prepared]
"""A file, its bytes and its raw text -> the report; LoadError if nothing of it is text of a report."""

WORTH_BYTES = 3_000_000
"""So much of files is worth the start of other processes, which takes about half a second."""
MOST_PROCESSES = 8
LEAD_BYTES = 9_000_000
"""Of so much of files the others may be ahead: what is prepared and not yet stored stays small, and is enough to go on with
while a batch is stored."""


@contextlib.contextmanager
def ahead(files: Sequence[Path], known: Collection[str]) -> Iterator[Prepare]:
    """What prepares each of ``files``; where they are many, other processes begin with those that come next.

    ``known`` are the SHA-256 of files that need no preparing.
    """
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(files))
    if processes < 2 or sum(file_size(file) for file in files) < WORTH_BYTES:
        yield lambda path, data, raw: prepare(report_name(path), data, raw)
        return
    context = multiprocessing.get_context("spawn")  # a fork would take locks of this process's threads with it
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts)
    try:
        yield _Ahead(pool, files, known, processes)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Ahead:
    """Keeps some files ahead under way, in order."""

    def __init__(self, pool: ProcessPoolExecutor, files: Sequence[Path], known: Collection[str], fewest: int) -> None:
        self._pool = pool
        self._left = list(reversed(files))
        self._known = known
        self._fewest = fewest
        self._bytes: dict[Path, int] = {}
        self._begun: dict[Path, Future[tuple[str, Prepared | str]]] = {}
        self._broken = False
        self._fill()

    def __call__(self, path: Path, data: bytes, raw: RawText) -> Prepared:
        """As :data:`Prepare`."""
        future = self._taken(path)
        self._fill()
        if future is not None:
            try:
                identity, result = future.result()
            except BrokenProcessPool:  # killed, most likely for memory: go on alone
                self._broken = True
            else:
                if identity == hashlib.sha256(data).hexdigest():
                    if isinstance(result, str):
                        raise LoadError(result)
                    return result
        return prepare(report_name(path), data, raw)

    def _taken(self, path: Path) -> Future[tuple[str, Prepared | str]] | None:
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
            if len(self._begun) >= self._fewest and sum(self._bytes[path] for path in self._begun) >= LEAD_BYTES:
                break
            path = self._left.pop()
            self._bytes[path] = file_size(path)
            with contextlib.suppress(OSError, LoadError):
                if hashlib.sha256(read_file(path)).hexdigest() not in self._known:
                    self._submit(path)

    def _submit(self, path: Path) -> None:
        try:
            self._begun[path] = self._pool.submit(_prepared, path)
        except BrokenProcessPool:
            self._broken = True


def _prepared(path: Path) -> tuple[str, Prepared | str]:
    """SHA-256 of a file with the report in it, or with what is wrong with it."""
    try:
        data, raw = load(path)
        identity = hashlib.sha256(data).hexdigest()
    except LoadError as error:
        return "", str(error)
    try:
        return identity, prepare(report_name(path), data, raw)
    except LoadError as error:
        return identity, str(error)


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that was started by hand; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
