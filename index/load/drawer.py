"""Pages drawn in a process of their own, within limits: a hostile page costs a clear line, nothing else."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Final

from index.errors import LoadError
from index.load.kept import CRASH, PROCESSOR, START, WALL, Kept
from index.load.limits import DRAWING, Guard
from index.load.view import Picture, View, answered, request
from index.load.wire import MEMORY, REFUSED, Trouble

PAINTER: Final = "index.load.painter"
IDLE: Final = 120.0
"""Seconds that the process waits for another page before it is ended."""
RETRIED: Final = (MEMORY, CRASH)
"""Troubles that may come of the pages drawn before."""
BUSY: Final = "正在画别的页，请稍后再试"
CURES: Final = {
    START: "画页面的进程启动不了（{said}）。请关掉一些程序后再试",
    MEMORY: "画这一页要用的内存超过上限 {memory} MB",
    PROCESSOR: "画这一页的计算时间超过上限 {processor} 秒",
    WALL: "画这一页超过上限 {wall:g} 秒还没有画完",
}


class Undrawable(LoadError):
    """The page itself is the trouble: trying again at once will not help."""


class Drawer:
    """Draws pages one at a time; safe to use from several threads. Whoever makes one closes it."""

    def __init__(self, guard: Guard = DRAWING, module: str = PAINTER, idle: float = IDLE) -> None:
        self._guard = guard
        self._idle = idle
        self._lock = threading.Lock()
        self._kept = Kept(guard, module, RETRIED)
        self._timer: threading.Timer | None = None

    @property
    def process(self) -> int | None:
        """The number of the process that would draw the next page; None where one would be started."""
        return self._kept.number

    def draw(self, data: bytes, view: View) -> Picture:
        """The picture of a page of the file ``data``.

        Raises:
            Undrawable: there is none, or not within the limits; it says why.
            LoadError: nothing can be drawn just now.
        """
        if not self._lock.acquire(timeout=self._guard.wall + self._guard.start):
            raise LoadError(BUSY)
        try:
            self._rest()
            result: Picture | Trouble = self._kept.asked(request(view, data), answered)
        finally:
            self._wait()
            self._lock.release()
        if isinstance(result, Trouble):
            raise (LoadError if result.kind == START else Undrawable)(self._told(result))
        return result

    def warm(self) -> None:
        """Starts the process that will draw, without waiting for it, where there is none and none is drawing."""
        if self.process is not None or not self._lock.acquire(blocking=False):
            return
        try:
            if self.process is None:
                with suppress(OSError):
                    self._kept.start()
                    self._wait()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the process; drawing another page would start another."""
        with self._lock:
            self._end()

    def _wait(self) -> None:
        if self.process is None:
            return
        self._timer = threading.Timer(self._idle, self._idled)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def _idled(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():  # else a page was drawn while it waited for the lock
                self._end()

    def _end(self) -> None:
        self._rest()
        self._kept.end()

    def _told(self, trouble: Trouble) -> str:
        if trouble.kind == REFUSED:
            return " ".join(trouble.said.split())
        guard = self._guard
        told = CURES.get(trouble.kind, "画这一页时出错（{said}），文件可能已损坏")
        return told.format(
            said=trouble.said or trouble.kind,
            memory=guard.memory // (1024 * 1024),
            processor=guard.processor,
            wall=guard.wall,
        )
