"""Files parsed in a process of their own, within limits: a hostile or damaged file costs a clear line, nothing else.

Plain text is decoded here, for nothing in it can grow; every other format is parsed by :mod:`index.load.child`. One such
process reads several files and is replaced after any trouble, so no file can harm the next.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Final

from index.errors import LoadError
from index.load.kept import CRASH, PROCESSOR, START, WALL, Kept
from index.load.limits import GUARD, Guard
from index.load.registry import load, load_bytes, parse
from index.load.wire import ANSWER, DEPTH, FAILED, KIND_LENGTH, MEMORY, Trouble, unpacked
from index.records import RawText

CHILD: Final = "index.load.child"
UNGUARDED: Final = frozenset(("TXT",))

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
MEGABYTE: Final = 1024 * 1024


class Guarded:
    """Reads files; whoever opens it closes it. Not for several threads at once: each opens its own."""

    def __init__(self, guard: Guard = GUARD, module: str = CHILD) -> None:
        self._guard = guard
        self._kept = Kept(guard, module, RETRIED)

    def __enter__(self) -> Guarded:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the process that would read the next file; None where one would be started."""
        return self._kept.number

    def close(self) -> None:
        """Ends the process; reading another file would start another."""
        self._kept.end()

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
        result = self._kept.asked(kind.encode().ljust(KIND_LENGTH) + data, unpacked)
        if isinstance(result, Trouble):
            raise LoadError(self._told(result))
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


__all__ = ["Guarded"]
