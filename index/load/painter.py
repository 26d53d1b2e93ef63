"""The process that draws pages for another one, within limits; started by :mod:`index.load.drawer`.

What it is given may be a hostile file: like :mod:`index.load.child` it opens no file itself and writes none.
"""

from __future__ import annotations

import sys

from index.load import child
from index.load.painting import painted
from index.load.view import Picture, answer, requested
from index.load.wire import ANSWER, Trouble


def main(memory: int, processor: int, most: int) -> None:
    """Draws pages that are asked for on standard input until there are no more."""

    def work(body: bytes) -> bytes:
        told = answer(child.tried(lambda: _drawn(body)))
        return told if len(told) <= most else answer(Trouble(ANSWER))

    child.serve(memory, processor, work)


def _drawn(body: bytes) -> Picture:
    view, data = requested(body)
    return painted(data, view)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
