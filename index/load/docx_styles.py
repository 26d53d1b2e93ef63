"""What the paragraph styles of a Word document tell: headings, contents, numbering, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.load.parts import child, is_on, number, short, value
from index.traditional import AnyScript, simplified

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING = AnyScript(r"(?:heading|标题)\s*([1-9])", re.I)
TITLES: Final = frozenset(("title", "标题"))
CONTENTS = AnyScript(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.I)
BODY: Final = 9
"""The outline level that Word calls body text."""
DEEPEST: Final = 20
"""Styles build on each other; more than so many times only in a circle."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes from those it builds on: ``level`` 1 to 9 of a heading, the list it counts in."""

    level: int = 0
    contents: bool = False
    list_name: str = ""
    list_level: int | None = None
    hidden: bool = False


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._found: dict[str, Style] = {}
        self._default = Style()
        for element in root if root is not None else ():
            if short(element.tag) == "w:style":
                name = value(element, "styleId") or ""
                self._elements.setdefault(name, element)
                if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                    self._default = self.of(name)

    def of(self, name: str | None) -> Style:
        """The style with this id; the default of paragraphs for None."""
        if name is None:
            return self._default
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._read(name)
        return found

    def _read(self, name: str) -> Style:
        chain: list[_Element] = []
        while name in self._elements and len(chain) < DEEPEST:
            chain.append(self._elements[name])
            name = value(child(chain[-1], "w:basedOn")) or ""
        style = Style()
        for element in reversed(chain):
            style = _over(style, element)
        return style


def _over(base: Style, element: _Element) -> Style:
    """What a style tells, and where it is silent what the one it builds on does."""
    name = (value(child(element, "w:name")) or "").strip()
    properties = child(element, "w:pPr")
    level = base.level
    named = HEADING.fullmatch(name)
    outline = number(child(properties, "w:outlineLvl"))
    if outline is not None:
        level = outline_level(outline)
    elif named:
        level = int(named.group(1))
    elif simplified(name.lower()) in TITLES:
        level = 1
    listed = child(properties, "w:numPr")
    list_name = value(child(listed, "w:numId"))
    at = number(child(listed, "w:ilvl"))
    vanish = child(element, "w:rPr", "w:vanish")
    return Style(
        level=level,
        contents=base.contents or bool(CONTENTS.fullmatch(name)),
        list_name=base.list_name if list_name is None else list_name,
        list_level=base.list_level if at is None else at,
        hidden=base.hidden if vanish is None else is_on(vanish),
    )


def outline_level(outline: int) -> int:
    """Level of a heading from Word's outline level, which counts from 0.

    >>> outline_level(0), outline_level(9)
    (1, 0)
    """
    return outline + 1 if 0 <= outline < BODY else 0
