"""Reports that were removed a moment ago, held so that the removal can be taken back; then they are gone for good."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from threading import Lock

from index.undo import Removed

SECONDS = 600
MOST = 5


class Wastebin:
    """At most five reports, each for ten minutes, in memory alone; the key that takes one back is told to who removed it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._held: dict[str, tuple[float, Removed]] = {}

    def put(self, removed: Removed) -> str:
        """Holds a report; the key that takes it back."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._sweep()
            self._held[key] = self._clock(), removed
            while len(self._held) > MOST:
                del self._held[next(iter(self._held))]
        return key

    def take(self, key: str) -> Removed | None:
        """The report of this key, which is then no longer held; None where it is gone."""
        with self._lock:
            self._sweep()
            return self._held.pop(key, (0.0, None))[1]

    def _sweep(self) -> None:
        now = self._clock()
        self._held = {key: held for key, held in self._held.items() if now - held[0] < SECONDS}
