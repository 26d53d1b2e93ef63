"""Stands in for :mod:`index.load.painter` with one that does what the "file" says."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from index.load import child
from index.load.view import Picture, answer, requested
from index.load.wire import MEMORY, REFUSED, Trouble


def work(body: bytes) -> bytes:
    """Draws nothing; the image tells this process's number."""
    view, data = requested(body)
    what = data.decode()
    if what == "sleep":
        time.sleep(300)
    if what == "spin":
        while True:
            pass
    if what == "crash":
        return bytes(ctypes.string_at(0))
    if what == "odd":
        return b"\0\0\0\0\0"
    if what == "memory":
        return answer(Trouble(MEMORY))
    if what == "refuse":
        return answer(Trouble(REFUSED, "两行\n的话"))
    return answer(Picture(b"RIFF" + str(os.getpid()).encode(), 2, 1, view.page, 9, ()))


if __name__ == "__main__":
    child.serve(int(sys.argv[1]), int(sys.argv[2]), work)
