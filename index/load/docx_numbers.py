"""The numbers that Word shows before paragraphs of a list, as numbering.xml tells how to count and write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.load.counting import written
from index.load.parts import child, is_on, number, short, value

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS: Final = 9
BULLETS: Final = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0a7": "▪",
    "\uf0b7": "•",
}
"""Bullets of the symbol fonts."""
PRIVATE = re.compile("[\ue000-\uf8ff]")
PLACE = re.compile(r"%([1-9])")
MOST_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list counts and writes: ``text`` holds %1 for the number of the first level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts: int | None = None
    spaced: bool = True
    decimals: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A numbered list of the file: the definition it counts with, and where it begins anew."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the lists of a document, paragraph by paragraph."""

    def __init__(self, root: _Element | None) -> None:
        self._definitions: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        linked: dict[str, str] = {}
        styled: dict[str, str] = {}
        for element in root if root is not None else ():
            kind = short(element.tag)
            if kind == "w:abstractNum":
                name = value(element, "abstractNumId") or ""
                self._definitions[name] = _levels(element)
                linked[name] = value(child(element, "w:numStyleLink")) or ""
                styled[value(child(element, "w:styleLink")) or ""] = name
            elif kind == "w:num":
                self._lists[value(element, "numId") or ""] = _list(element)
        for name, style in linked.items():
            if style and style in styled:
                self._definitions[name] = self._definitions[styled[style]]

    def level_of(self, name: str, style: str) -> int:
        """The level of a list that a paragraph style stands for; 0 where it tells none."""
        counted = self._lists.get(name)
        levels = self._definitions.get(counted.definition, {}) if counted else {}
        return next((at for at, level in levels.items() if level.style == style), 0)

    def mark(self, name: str, at: int) -> str:
        """What stands before the next paragraph of the list ``name`` at level ``at``, from 0; counts it."""
        counted = self._lists.get(name)
        if counted is None or not 0 <= at < LEVELS:
            return ""
        levels = {**self._definitions.get(counted.definition, {}), **counted.levels}
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(counted.definition, [None] * LEVELS)
        if at in counted.starts and at not in counted.begun:
            counted.begun.add(at)
            counts[at] = None
        before = counts[at]
        counts[at] = counted.starts.get(at, level.start) if before is None else before + 1
        for above in range(at):
            if counts[above] is None:
                counts[above] = counted.starts.get(above, levels.get(above, Level()).start)
        for below in range(at + 1, LEVELS):
            restarts = levels.get(below, Level()).restarts
            if restarts is None or at < restarts:
                counts[below] = None
        return _written(level, levels, counts)


def _written(level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
    if level.form == "bullet":
        mark = "".join(BULLETS.get(char, char) for char in level.text)
        return PRIVATE.sub("•", mark) + " " if mark.strip() else ""

    def place(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        form = levels.get(at, Level()).form
        return written(counts[at] or 0, "decimal" if level.decimals and form != "none" else form)

    mark = PLACE.sub(place, level.text)
    return mark + " " if level.spaced and mark else mark


def _levels(element: _Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for one in element:
        at = number(one, "ilvl")
        if short(one.tag) == "w:lvl" and at is not None:
            found[at] = _level(one)
    return found


def _level(element: _Element) -> Level:
    start = number(child(element, "w:start"))
    return Level(
        start=1 if start is None else start,
        form=value(child(element, "w:numFmt")) or "decimal",
        text=(value(child(element, "w:lvlText")) or "")[:MOST_TEXT],
        restarts=number(child(element, "w:lvlRestart")),
        spaced=value(child(element, "w:suff")) != "nothing",
        decimals=is_on(child(element, "w:isLgl")),
        style=value(child(element, "w:pStyle")) or "",
    )


def _list(element: _Element) -> _List:
    found = _List(value(child(element, "w:abstractNumId")) or "")
    for one in element:
        at = number(one, "ilvl")
        if short(one.tag) != "w:lvlOverride" or at is None:
            continue
        start = number(child(one, "w:startOverride"))
        if start is not None:
            found.starts[at] = start
        level = child(one, "w:lvl")
        if level is not None:
            found.levels[at] = _level(level)
    return found
