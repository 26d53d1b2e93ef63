"""The bytes of files whose pages can be shown as pictures, as the library keeps them: compressed, given out only as they came."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection
from typing import Final

# The loaders are imported where they are used: who asks a question reads no file, and would wait for them.

ENOUGH: Final = 64 * 1024 * 1024
"""So many bytes of files are not held in memory any longer than until they are stored."""


class Originals:
    """Files on their way into the library; ``held`` are the ids of reports whose files it has."""

    def __init__(self, held: Collection[str]) -> None:
        self._held = set(held)
        self._taken: dict[str, bytes] = {}

    def add(self, identity: str, data: bytes, format_: str) -> None:
        """Takes the file of a report, which is of this format, where it can be kept and is not yet."""
        if identity in self._held:
            return
        self._held.add(identity)
        blob = kept(data, format_)
        if blob is not None:
            self._taken[identity] = blob

    @property
    def many(self) -> bool:
        """True where they should be stored before more are taken."""
        return sum(map(len, self._taken.values())) >= ENOUGH

    def taken(self) -> dict[str, bytes]:
        """Those taken since this was asked last, by the ids of their reports."""
        taken, self._taken = self._taken, {}
        return taken


def kept(data: bytes, format_: str) -> bytes | None:
    """What the library keeps of a file of this format: None where it has no pages to draw, or is too large to keep."""
    from index.load.leaves import LEAVES
    from index.load.limits import MAX_ORIGINAL

    return packed(data) if len(data) <= MAX_ORIGINAL and format_ in LEAVES else None


def packed(data: bytes) -> bytes:
    """A file as it is kept."""
    return zlib.compress(data)


def unpacked(blob: bytes, identity: str) -> bytes | None:
    """The file whose SHA-256 is ``identity``; None where ``blob`` is not that."""
    from index.load.limits import MAX_ORIGINAL

    reader = zlib.decompressobj()
    try:
        data = reader.decompress(blob, MAX_ORIGINAL + 1)
    except zlib.error:
        return None
    return data if hashlib.sha256(data).hexdigest() == identity else None
