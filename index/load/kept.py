"""A process that reads or draws within limits, for one request after the other: replaced after any trouble, so none can harm the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from index import steps
from index.load.limits import MAX_OCR_PAGES, OCR_STEPS, Guard
from index.load.wire import MEMORY, REFUSED, RENEWED, Malformed, Trouble, receive, send, step_in

WALL, PROCESSOR, CRASH, START = "wall", "processor", "crash", "start"
BROKEN: Final = Trouble(CRASH, "应答不合约定")
Made = TypeVar("Made")


class Kept:
    """The process that is there for the next request, where there is one; whoever makes it ends it. Not for several threads at once.

    ``retried`` are the troubles that may come of the requests before.
    """

    def __init__(self, guard: Guard, module: str, retried: Collection[str]) -> None:
        self._guard = guard
        self._module = module
        self._retried = retried
        self._child: Child | None = None

    @property
    def number(self) -> int | None:
        """The number of the process that would answer the next request; None where one would be started."""
        child = self._child
        return child.number if child else None

    def start(self) -> None:
        """Starts a process, without waiting for it, where there is none.

        Raises:
            OSError: it cannot be started.
        """
        self._child = self._child or Child(self._guard, self._module)

    def end(self) -> None:
        """Ends the process; another request would start another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def asked(self, request: bytes, read: Callable[[bytes], Made | Trouble]) -> Made | Trouble:
        """What ``read`` finds in the answer to a request, or why there is none; ``read`` may raise :class:`Malformed`."""
        used = self._child is not None
        result = self._asked(request, read)
        if used and isinstance(result, Trouble) and result.kind in self._retried:
            result = self._asked(request, read)
        return result

    def _asked(self, request: bytes, read: Callable[[bytes], Made | Trouble]) -> Made | Trouble:
        """What a process answers; it stays for the next request only if all went well."""
        child, self._child = self._child, None
        try:
            child = child or Child(self._guard, self._module)
        except OSError as error:
            return Trouble(START, error.strerror or type(error).__name__)
        keep = False
        try:
            result = _answer(child, request, read)
            keep = child.fit and not (isinstance(result, Trouble) and result.kind != REFUSED)
        finally:  # an interrupt too
            if keep:
                self._child = child
            else:
                child.end()
        return result


def _answer(child: Child, request: bytes, read: Callable[[bytes], Made | Trouble]) -> Made | Trouble:
    body = child.exchanged(request)
    try:
        return body if isinstance(body, Trouble) else read(body)
    except Malformed:
        return BROKEN


class _Time:
    """So many seconds until ``stop`` is called, anew with each of the slow steps that a file may have."""

    def __init__(self, seconds: float, stop: Callable[[], None]) -> None:
        self._seconds = seconds
        self._stop = stop
        self._left = OCR_STEPS * MAX_OCR_PAGES
        self._begin()

    def renew(self) -> None:
        """Begins the time anew, unless that was done more often than there are slow steps."""
        if self._left:
            self._left -= 1
            self.end()
            self._begin()

    def end(self) -> None:
        """Afterwards ``stop`` is not called any more, and not being called."""
        self._timer.cancel()
        self._timer.join()

    def _begin(self) -> None:
        self._timer = threading.Timer(self._seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()


class Child:
    """A started process."""

    def __init__(self, guard: Guard, module: str) -> None:
        self.asked_for = 0
        self._guard = guard
        self._late = False
        limits = (guard.memory, guard.processor, guard.answer)
        # Started anew instead of forked: a fork would take locks of this process's threads with it.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", module, *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes")
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self._ready = False

    def exchanged(self, request: bytes) -> bytes | Trouble:
        """What the process answers to a request, or why it does not."""
        self.asked_for += 1
        if not self._ready:
            if self._within(self._guard.start, b"") is None:
                return Trouble(START, self._end_told() or f"{self._guard.start:g} 秒没有应答")
            self._ready = True
        body = self._within(self._guard.wall, request)
        return self._ended() if body is None else body

    def _within(self, seconds: float, request: bytes) -> bytes | None:
        """The answer to a request, to an empty one the sign of being ready; None where none comes in time.

        Each step that is told to be slow, as one of reading a page through OCR, has that time of its own.
        """
        time = _Time(seconds, self._stop)
        try:
            if request:
                send(self._requests, request)
            while (body := receive(self._answers, self._guard.answer)) and (told := step_in(body)):
                if told[0] == RENEWED:
                    time.renew()
                else:
                    steps.at(*told)
        except (OSError, Malformed):
            return None
        else:
            return body
        finally:
            time.end()

    @property
    def number(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def fit(self) -> bool:
        """True where it may read another file."""
        return self.asked_for < self._guard.files and not self._late

    def _stop(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        """Ends the process and those that it started; it is the first of a group of its own."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            elif self._process.returncode is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Ends the process and waits for that."""
        self._kill()
        self._process.wait()
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()

    def _ended(self) -> Trouble:
        """Why there is no answer."""
        if self._late:
            return Trouble(WALL)
        said = self._end_told()
        if sys.platform != "win32":
            if self._process.returncode == -signal.SIGXCPU:
                return Trouble(PROCESSOR)
            if self._process.returncode == -signal.SIGKILL:  # by the system, which had no memory left
                return Trouble(MEMORY)
        return Trouble(CRASH, said or "没有应答")

    def _end_told(self) -> str:
        """How the process ended; "" where it goes on."""
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(1)
            return f"信号 {-code}" if code < 0 else f"代码 {code}"
        return ""


def _environment() -> dict[str, str]:
    """This process's, with the place of this package, and without threads that take memory before any file is read."""
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(place for place in places if place),
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
