"""What a loader leaves out of a file, told in a few Chinese lines."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 24
"""So many characters of what was left out are shown."""


@dataclass(slots=True)
class Omitted:
    """Counts what was left out, by kind, with the first words of it."""

    _found: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, kind: str, text: str = "") -> None:
        """One more of ``kind`` (页眉, 导航); ``text`` is what it says, shown if it is the first."""
        words, count = self._found.get(kind, ("", 0))
        self._found[kind] = (words or " ".join(text.split()), count + 1)

    def lines(self) -> tuple[str, ...]:
        """A line for each kind, in the order met: 导航“首页 > 新闻”（3 处）."""
        return tuple(_line(kind, words, count) for kind, (words, count) in self._found.items())


def _line(kind: str, words: str, count: int) -> str:
    shown = words if len(words) <= SHOWN else words[:SHOWN] + "……"
    quoted = f"“{shown}”" if shown else ""
    return f"{kind}{quoted}{'等' if quoted and count > 1 else ''}（{count} 处）"
