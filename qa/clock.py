"""How long the parts of an answer took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Wall time of the parts of an answer."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._parts: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Counts what is done inside as ``name``."""
        start = time.perf_counter()
        yield
        self._parts[name] = round((time.perf_counter() - start) * 1000, 2)

    def timings(self) -> dict[str, float]:
        """Milliseconds of each part, and in all."""
        return {**self._parts, "total": round((time.perf_counter() - self._start) * 1000, 2)}
