"""Where a stretch of text stands on its pages: told from the runs of its loader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.records import Box, Run


def boxes(runs: Sequence[Run], start: int, end: int, text: str = "") -> list[tuple[int, Box]]:
    r"""Page and box of each line that the stretch ``[start, end)`` of raw text stands on, in order.

    ``runs`` are in order and do not overlap. A run that the stretch covers in part gives that part of its box, measured in
    half and full widths of ``text``; without ``text`` it gives its whole box.

    >>> runs = [Run(0, 4, 1, (0.0, 0.0, 40.0, 10.0)), Run(5, 9, 2, (0.0, 90.0, 40.0, 100.0))]
    >>> boxes(runs, 2, 6, "一二三四\n五六七八")
    [(1, (20.0, 0.0, 40.0, 10.0)), (2, (0.0, 90.0, 10.0, 100.0))]
    >>> boxes(runs, 2, 4)
    [(1, (0.0, 0.0, 40.0, 10.0))]
    """
    found: list[tuple[int, Box]] = []
    first = max(0, bisect_right(runs, start, key=lambda run: run.start) - 1)
    for run in runs[first:]:
        if run.start >= end:
            break
        if run.end > start and run.box is not None:
            whole = text[run.start : run.end]
            found.append((run.page, _part(run.box, whole, start - run.start, end - run.start)))
    return found


def _part(box: Box, text: str, start: int, end: int) -> Box:
    """The part of a line's box in which ``text[start:end]`` stands; all of an upright line, which is taller than wide."""
    left, bottom, right, top = box
    if not text or (start <= 0 and end >= len(text)) or top - bottom > right - left:
        return box
    whole = _width(text)
    low, high = _width(text[: max(0, start)]) / whole, _width(text[:end]) / whole
    width = right - left
    return left + low * width, bottom, left + high * width, top


def _width(text: str) -> float:
    return sum(0.5 if char < "\u0100" else 1.0 for char in text)
