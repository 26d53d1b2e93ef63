"""What a way of searching is to the comparison of ``benchmarks/peers.py``; stdlib only, so that its import costs nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DEPTH = 18
"""How many passages everybody is asked for: as many as our first search hands to the ranker."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage: its id in our library, the name of its report ("" where there are no reports) and its text."""

    id: str
    report: str
    text: str

    @property
    def told(self) -> str:
        r"""What peers index: the report's name, its underscores as blanks, before the text.

        >>> Entry("1", "2026_北京市", "增长5%").told, Entry("2", "", "增长5%").told
        ('2026 北京市\n增长5%', '增长5%')
        """
        return f"{self.report.replace('_', ' ')}\n{self.text}" if self.report else self.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the turns before it, oldest first."""

    question: str
    history: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """What peers are asked: the earlier turns and the question.

        >>> Asked("山东的呢？", ("广东高铁多少公里",)).joined
        '广东高铁多少公里 山东的呢？'
        """
        return " ".join((*self.history, self.question))


@dataclass(frozen=True, slots=True)
class Place:
    """Where our own ways find what is theirs alone: a finished library, the files it is made of, a folder to write in."""

    store: Path
    files: tuple[Path, ...]
    scratch: Path


class Way(Protocol):
    """A way of searching, one for each process: start it once, then build and ask as often as wanted."""

    def start(self, place: Place) -> None:
        """Imports what it needs and loads its models."""

    def build(self, entries: Sequence[Entry]) -> None:
        """Puts the passages into one index in memory, in the place of what was there."""

    def find(self, asked: Asked) -> list[int]:
        """Places of passages in what was built, best first, at most ``DEPTH``."""


@dataclass(frozen=True, slots=True)
class Method:
    """A row of the comparison: how it is called, how it is set (in Chinese), what must be installed for it.

    ``reads``: whether it can search passages that belong to no report.
    """

    title: str
    settings: str
    make: Callable[[], Way]
    packages: tuple[str, ...] = ()
    reads: bool = True
