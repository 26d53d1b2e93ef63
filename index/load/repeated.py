"""What a page repeats that is not its text: running heads, feet, page numbers, marks laid over each page.

A line is such if it stands at the same place on several pages and reads the same there, its figures aside where they count
the pages. Where other text stands at that place on other pages it is a line of the body, however often it comes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.load.layout import Laid
from index.load.lines import Line
from index.load.sheets import turned
from index.traditional import AnyScript

ZONE: Final = 0.12
"""Heads and feet stand in the outermost part of a page's height."""
SAME: Final = 3.0
"""The same place, in points."""
PAGES: Final = 3
SHARE: Final = 0.3
"""Repeated on so many pages, or on two and this share of all."""
OWN: Final = 0.6
"""Share of the lines at a place that must be repeated ones."""
OVERLAID: Final = 0.5
"""A line amid the page is a mark if it is the same on this share of the pages."""
NAME: Final = 4
"""A word of so many characters may be the name that running heads share."""
SHOWN: Final = 24
MOST_NOTES: Final = 20

NUMBER = re.compile(r"[0-9]+")
WORD = AnyScript(r"[^\W\d_页第共]")
PAGE_NUMBER = AnyScript(r"[-—–·\s]*(?:第\s*)?([0-9]{1,5})\s*(?:页\s*)?(?:(?:/|，?\s*共)\s*[0-9]{1,5}\s*页?)?[-—–·\s]*")

HEAD, FOOT, NUMBERING, MARK = "页眉", "页脚", "页码", "每页重复的文字"


@dataclass(frozen=True, slots=True)
class _Spot:
    """An item that may be repeated: on which side of its page it stands, how far from the edge, and what it reads."""

    page: int
    index: int
    side: str
    depth: float
    inner: bool
    left: float
    text: str

    @property
    def pattern(self) -> str:
        return NUMBER.sub("#", self.text)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in NUMBER.findall(self.text)[:8])


def without_repeated(pages: Sequence[Laid]) -> tuple[list[Laid], list[str]]:
    """The pages without what repeats on them, and what was left out in words."""
    spots = [spot for page in pages for spot in _spots(page)]
    kinds: dict[tuple[int, int], tuple[str, str]] = {}
    edge = [spot for spot in spots if not spot.inner]
    for group in _places(edge):
        kinds |= _heads_and_feet(group, len(pages))
    kinds |= _lone_numbers(edge, kinds)
    kinds |= _marks([spot for spot in spots if spot.inner], len(pages))
    return [_without(page, kinds) for page in pages], _notes(kinds)


def _without(page: Laid, kinds: dict[tuple[int, int], tuple[str, str]]) -> Laid:
    """A page without some of its items; what stood below a head stands apart from nothing."""
    items = [item for n, item in enumerate(page.items) if (page.page, n) not in kinds]
    if items and isinstance(items[0], Line):
        items[0] = replace(items[0], parted=False)
    return replace(page, items=tuple(items))


def _spots(page: Laid) -> Iterable[_Spot]:
    for n, item in enumerate(page.items):
        left, bottom, _right, top = item.in_frame() if isinstance(item, Line) else item.grid.box
        _, low, _, high = turned(page.box, item.turn)
        text = item.text if isinstance(item, Line) else " ".join(cell.text for cell in item.cells if cell.lines)
        side = HEAD if high - top < bottom - low else FOOT
        depth = high - top if side == HEAD else bottom - low
        reach = high - bottom if side == HEAD else top - low
        yield _Spot(page.page, n, side, depth, reach > ZONE * (high - low), left, text)


def _places(spots: Iterable[_Spot]) -> list[list[_Spot]]:
    """The spots of each place."""
    groups: list[list[_Spot]] = []
    for spot in sorted(spots, key=lambda s: (s.side, s.depth)):
        if groups and groups[-1][0].side == spot.side and spot.depth - groups[-1][0].depth <= SAME:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


def _heads_and_feet(place: Sequence[_Spot], pages: int) -> dict[tuple[int, int], tuple[str, str]]:
    """What is repeated at one place, with its kind and what to show of it."""
    patterns: dict[str, list[_Spot]] = defaultdict(list)
    for spot in place:
        patterns[spot.pattern].append(spot)
    found: list[tuple[list[_Spot], set[int]]] = []
    for group in patterns.values():
        same, shifts = _counted(group)
        if len({spot.page for spot in same}) >= PAGES or (len(same) > 1 and len(same) >= SHARE * pages):
            found.append((same, shifts))
    found += [([spot], set()) for spot in _by_words(place)]
    repeated = {(s.page, s.index) for same, _ in found for s in same}
    if len(repeated) < OWN * len(place):
        return {}
    kinds: dict[tuple[int, int], tuple[str, str]] = {}
    for same, shifts in found:
        kind = NUMBERING if shifts and not WORD.search(same[0].text) else same[0].side
        kinds |= {(s.page, s.index): (kind, same[0].text) for s in same}
    known = {shift for _, shifts in found for shift in shifts}
    for spot in place:
        ends = {number - spot.page for number in (spot.numbers[:1] + spot.numbers[-1:])}
        if (spot.page, spot.index) not in repeated and (not ends or ends & known):
            kinds[(spot.page, spot.index)] = (spot.side, spot.text)
    return kinds


def _by_words(place: Sequence[_Spot]) -> list[_Spot]:
    """Those of a place that share a word with most of it: the name of the report, beside that of the chapter."""
    words = Counter(word for spot in place for word in set(spot.text.split()) if len(word) >= NAME)
    shared = {word for word, count in words.items() if count >= max(PAGES, OWN * len(place))}
    return [
        spot
        for spot in place
        if any(word in shared for word in spot.text.split())
        and not any(NUMBER.search(word) for word in spot.text.split() if word not in shared)
    ]


def _counted(group: Sequence[_Spot]) -> tuple[list[_Spot], set[int]]:
    """Those of spots of one pattern whose numbers are the same on each page or count the pages, and from where they count."""
    same, shifts = list(group), set()
    for n in range(len(group[0].numbers)):
        fixed = Counter(spot.numbers[n] for spot in same).most_common(1)[0]
        running = Counter(spot.numbers[n] - spot.page for spot in same).most_common(1)[0]
        if running[1] > fixed[1]:
            same = [spot for spot in same if spot.numbers[n] - spot.page == running[0]]
            shifts.add(running[0])
        else:
            same = [spot for spot in same if spot.numbers[n] == fixed[0]]
    return same, shifts


def _lone_numbers(
    spots: Iterable[_Spot], known: dict[tuple[int, int], tuple[str, str]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """The outermost lines that are nothing but the number of their own page."""
    outermost: dict[tuple[int, str], _Spot] = {}
    for spot in spots:
        if (spot.page, spot.index) not in known:
            before = outermost.get((spot.page, spot.side))
            if before is None or spot.depth < before.depth:
                outermost[(spot.page, spot.side)] = spot
    found = {}
    for spot in outermost.values():
        number = PAGE_NUMBER.fullmatch(spot.text)
        if number and int(number[1]) == spot.page:
            found[(spot.page, spot.index)] = (NUMBERING, spot.text)
    return found


def _marks(spots: Iterable[_Spot], pages: int) -> dict[tuple[int, int], tuple[str, str]]:
    """What stands amid most pages at the same place, word for word."""
    groups: dict[str, list[_Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.text].append(spot)
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for text, group in groups.items():
        if len(group) < max(PAGES, OVERLAID * pages):
            continue
        depth, left = group[0].depth, group[0].left
        same = [s for s in group if abs(s.depth - depth) <= SAME and abs(s.left - left) <= SAME]
        if len({s.page for s in same}) >= max(PAGES, OVERLAID * pages):
            found |= {(s.page, s.index): (MARK, text) for s in same}
    return found


def _notes(kinds: dict[tuple[int, int], tuple[str, str]]) -> list[str]:
    """In words what was left out, the most frequent first."""
    pages: dict[tuple[str, str], set[int]] = defaultdict(set)
    for (page, _), what in kinds.items():
        pages[what].add(page)
    ranked = sorted(pages.items(), key=lambda item: (-len(item[1]), min(item[1])))
    notes = [
        f"{kind}“{shown(text)}”{'等' if kind == NUMBERING and len(on) > 1 else ''}（{len(on)}页）"
        for (kind, text), on in ranked[:MOST_NOTES]
    ]
    return notes if len(ranked) <= MOST_NOTES else [*notes, f"另有{len(ranked) - MOST_NOTES}种页眉、页脚"]


def shown(text: str) -> str:
    """The beginning of ``text``, for a note.

    >>> shown("一" * 30)
    '一一一一一一一一一一一一一一一一一一一一一一一一…'
    """
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
