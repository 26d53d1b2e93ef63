"""The process that parses files for another one, within limits; started by :mod:`index.load.guarded`.

It is given the bytes of one file after the other and answers with raw text, or with what went wrong. It opens no file
itself, writes none, and ends when the process that started it does.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

from index.errors import LoadError
from index.load.limits import MAX_BYTES
from index.load.registry import parse
from index.load.wire import (
    ANSWER,
    DEPTH,
    FAILED,
    KIND_LENGTH,
    MEMORY,
    REFUSED,
    RENEWED,
    Malformed,
    Trouble,
    packed,
    receive,
    send,
    step_packed,
)
from index.records import RawText
from index.steps import watched

if sys.platform != "win32":
    import resource


Made = TypeVar("Made")
Work = Callable[[bytes], bytes]
"""A request -> its answer."""


def main(memory: int, processor: int, answer: int) -> None:
    """Parses files that come on standard input until there are no more."""
    serve(memory, processor, lambda body: _read(body, answer))


def serve(memory: int, processor: int, work: Work) -> None:
    """Answers requests from standard input on standard output until there are no more."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a parser may print is no answer
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, requests), daemon=True).start()
    _limit_once(memory)

    def renew() -> None:
        # What takes seconds a page has its time for each page; how many pages is limited where they are read.
        _limit_processor(processor)
        send(target, step_packed(RENEWED))

    send(target, b"")
    while True:
        body = requests.get()
        _limit_processor(processor)
        with watched(lambda *step: send(target, step_packed(*step)), renew):
            result = work(body)
        send(target, result)


def _listen(source: IO[bytes], requests: queue.SimpleQueue[bytes]) -> None:
    """Hands on requests; ends the process where there are no more, whatever it is doing: nobody waits for it."""
    with suppress(OSError, MemoryError, Malformed):
        while (body := receive(source, MAX_BYTES + KIND_LENGTH)) is not None:
            requests.put(body)
    os._exit(0)


def _read(body: bytes, most: int) -> bytes:
    """The answer to a request for raw text, of at most so many bytes."""
    result = packed(tried(lambda: _parsed(body[:KIND_LENGTH].decode().strip(), body[KIND_LENGTH:])))
    return result if len(result) <= most else packed(Trouble(ANSWER))


def _parsed(kind: str, data: bytes) -> RawText:
    raw = parse(kind, data)
    raw.text.encode()  # half a character has no place in a library
    return raw


def tried(make: Callable[[], Made]) -> Made | Trouble:
    """What ``make`` gives, or why it gives nothing."""
    try:
        return make()
    except LoadError as error:
        return Trouble(REFUSED, str(error))
    except MemoryError:
        return Trouble(MEMORY)
    except RecursionError:
        return Trouble(DEPTH)
    except Exception as error:  # noqa: BLE001  whatever a parser raises on a hostile file is told, not shown as a traceback
        return Trouble(FAILED, type(error).__name__)


def _limit_once(memory: int) -> None:
    """Limits that hold as long as the process lives: no file written, no memory dumped, no more memory than given."""
    if sys.platform == "win32":
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _limit(resource.RLIMIT_AS, used + memory)


def _limit_processor(seconds: int) -> None:
    """Lets the process compute for so many seconds more; then the system ends it."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + seconds)


if sys.platform != "win32":

    def _limit(what: int, most: int) -> None:
        """Sets a limit that can be raised again; where the system knows no such limit, or a lower one holds, it stays."""
        hard = resource.getrlimit(what)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, hard))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
