"""Stands in for :mod:`index.load.child` with a parser that does what it is told: ``<p>eat`` eats memory, and so on."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from index import steps
from index.errors import LoadError
from index.load import child
from index.load.registry import LOADERS
from index.records import RawText, Run


def misbehave(data: bytes) -> RawText:
    """Does what the page says; a page that says nothing known gets this process's number for a text."""
    what, _, rest = data.removeprefix(b"<p>").decode().partition(" ")
    return DEEDS.get(what, _behave)(rest)


def _behave(rest: str) -> RawText:
    return RawText(f"{os.getpid()}", "utf-8")


def _eat(rest: str) -> RawText:
    return RawText("".join(["年" * 50_000_000 for _ in range(200)]), "utf-8")


def _spin(rest: str) -> NoReturn:
    while True:
        pass


def _sleep(rest: str) -> RawText:
    time.sleep(300)
    return _behave(rest)


def _crash(rest: str) -> RawText:
    return RawText(str(ctypes.string_at(0)), "utf-8")


def _exit(rest: str) -> NoReturn:
    os._exit(3)


def _recurse(rest: str) -> RawText:
    return _recurse(rest)


def _raise(rest: str) -> NoReturn:
    raise KeyError(rest)


def _refuse(rest: str) -> NoReturn:
    raise LoadError("两行\n的话")


def _print(rest: str) -> RawText:
    print("一" * 9_999, flush=True)
    return _behave(rest)


def _write(rest: str) -> RawText:
    Path(rest).write_bytes(bytes(9_999))
    return _behave(rest)


def _start(rest: str) -> RawText:
    return RawText(str(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]).pid), "utf-8")


def _slowly(rest: str) -> RawText:
    """Takes half a second, so many times, and tells of each but the last."""
    for left in reversed(range(int(rest))):
        time.sleep(0.5)
        if left:
            steps.renewed()
    return _behave(rest)


def _once(rest: str) -> RawText:
    """Dies if a file is there, which the test makes, for this process can write nothing."""
    if Path(rest).exists():
        Path(rest).unlink()
        os._exit(1)
    return _behave(rest)


DEEDS: dict[str, Callable[[str], RawText]] = {
    "eat": _eat,
    "spin": _spin,
    "sleep": _sleep,
    "crash": _crash,
    "exit": _exit,
    "recurse": _recurse,
    "raise": _raise,
    "refuse": _refuse,
    "print": _print,
    "write": _write,
    "start": _start,
    "slowly": _slowly,
    "once": _once,
    "much": lambda rest: RawText("年" * 4_000_000, "utf-8"),
    "outside": lambda rest: RawText("年", "utf-8", (Run(0, 99, 1),)),
    "half": lambda rest: RawText("\ud800", "utf-8"),
}


if __name__ == "__main__":
    LOADERS["HTML"] = misbehave
    child.main(*map(int, sys.argv[1:4]))
