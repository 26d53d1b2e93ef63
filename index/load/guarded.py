"""Files parsed in a process of their own, within limits: a hostile or damaged file costs a clear line, nothing else.

Plain text is decoded here, for nothing in it can grow; every other format is parsed by :mod:`index.load.child`. One such
process reads several files and is replaced after any trouble, so no file can harm the next.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from index import steps
from index.errors import LoadError
from index.load.limits import GUARD, MAX_OCR_PAGES, OCR_STEPS, Guard
from index.load.registry import load, load_bytes, parse
from index.load.wire import (
    ANSWER,
    DEPTH,
    FAILED,
    KIND_LENGTH,
    MEMORY,
    Malformed,
    Trouble,
    page_of,
    receive,
    send,
    step_in,
    unpacked,
)
from index.records import RawText

CHILD: Final = "index.load.child"
UNGUARDED: Final = frozenset(("TXT",))

WALL, PROCESSOR, CRASH, START = "wall", "processor", "crash", "start"
CURES: Final = {
    MEMORY: "读这个文件要用的内存超过上限 {memory} MB。请拆成几个文件，或另存为 TXT 后再添加",
    PROCESSOR: "读这个文件的计算时间超过上限 {processor} 秒。请拆成几个文件，或另存为 TXT 后再添加",
    WALL: "读这个文件超过上限 {wall:g} 秒还没有读完。请拆成几个文件，或另存为 TXT 后再添加",
    ANSWER: "这个文件读出来的内容超过上限 {answer} MB。请拆成几个文件再添加",
    DEPTH: "这个文件的内容层层相套太深，读不了。请用原来的软件打开后另存，或另存为 TXT 再添加",
    CRASH: "读这个文件的进程意外结束（{said}）：文件已损坏，或要用的内存超过上限 {memory} MB。"
    "请用原来的软件打开后另存，或另存为 TXT 再添加",
    FAILED: "读这个文件时出错（{said}），文件可能已损坏。请用原来的软件打开后另存，或另存为 TXT 再添加",
    START: "读文件的进程启动不了（{said}）。请关掉一些程序后再试，或重新安装数说",
}
"""What is told of each trouble; {} are the limits and what the process said."""
RETRIED: Final = (MEMORY, CRASH, FAILED)
"""Troubles that may come of the files read before."""
BROKEN: Final = Trouble(CRASH, "应答不合约定")
MEGABYTE: Final = 1024 * 1024


class Guarded:
    """Reads files; whoever opens it closes it. Not for several threads at once: each opens its own."""

    def __init__(self, guard: Guard = GUARD, module: str = CHILD) -> None:
        self._guard = guard
        self._module = module
        self._child: Child | None = None

    def __enter__(self) -> Guarded:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the process that would read the next file; None where one would be started."""
        return self._child.number if self._child else None

    def close(self) -> None:
        """Ends the process; reading another file would start another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def load(self, path: Path) -> tuple[bytes, RawText]:
        """As :func:`index.load.load`."""
        return load(path, self._parse)

    def load_bytes(self, data: bytes) -> RawText:
        """As :func:`index.load.load_bytes`."""
        return load_bytes(data, self._parse)

    def _parse(self, kind: str, data: bytes) -> RawText:
        """Raw text of a file of this format; LoadError where it cannot be had, or not within the limits."""
        if kind in UNGUARDED:
            return parse(kind, data)
        used = self._child is not None
        result = self._asked(kind, data)
        if used and isinstance(result, Trouble) and result.kind in RETRIED:
            result = self._asked(kind, data)
        if isinstance(result, Trouble):
            raise LoadError(self._told(result))
        return result

    def _asked(self, kind: str, data: bytes) -> RawText | Trouble:
        """What a process makes of a file; it stays for the next file only if all went well."""
        child, self._child = self._child, None
        try:
            child = child or Child(self._guard, self._module)
        except OSError as error:
            return Trouble(START, error.strerror or type(error).__name__)
        keep = False
        try:
            result = child.asked(kind, data)
            keep = child.fit and not (isinstance(result, Trouble) and result.kind in CURES)
        finally:  # an interrupt too
            if keep:
                self._child = child
            else:
                child.end()
        return result

    def _told(self, trouble: Trouble) -> str:
        guard = self._guard
        if trouble.kind not in CURES:
            return " ".join(trouble.said.split())
        return CURES[trouble.kind].format(
            said=trouble.said,
            memory=guard.memory // MEGABYTE,
            processor=guard.processor,
            wall=guard.wall,
            answer=guard.answer // MEGABYTE,
        )


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

    def asked(self, kind: str, data: bytes) -> RawText | Trouble:
        """What becomes of a file."""
        body = self.exchanged(kind.encode().ljust(KIND_LENGTH) + data)
        if isinstance(body, Trouble):
            return body
        try:
            return unpacked(body)
        except Malformed:
            return BROKEN

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

        Where steps of reading pages through OCR are told as they are done, there is that time for each.
        """
        for step in range(OCR_STEPS * MAX_OCR_PAGES + 1):
            timer = threading.Timer(seconds, self._stop)
            timer.daemon = True
            timer.start()
            try:
                if request and not step:
                    send(self._requests, request)
                while (body := receive(self._answers, self._guard.answer)) and (told := step_in(body)):
                    steps.at(*told)
            except (OSError, Malformed):
                return None
            finally:
                timer.cancel()
                timer.join()
            if body is None or page_of(body) is None:
                return body
        return None

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


__all__ = ["Guarded"]
