"""A picture of a page to the characters on it with their places, as a page of a PDF has them; unsure figures made unreadable.

A scan may lie askew, sideways or upside down: its lines tell, and what is made of them stands upright.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from index import steps
from index.load.ocr import Picture, Points, Spotted, found, is_tall, spotted
from index.load.rows import WIDE
from index.load.sheets import Glyph, Sheet, turned, turned_ruling
from index.load.strokes import strokes
from index.records import Box

UNREAD = "\ufffd"
"""Stands for each character of a figure that was not read surely."""
SURE = 0.98
POINT = 0.01
"""A figure is not read surely if a character of it is less probable than this, or a point that was overlooked more so."""
FAINT = 0.6
LONG = 5.0
"""A line so many times as long as high tells how the page lies."""
LEVEL = math.radians(0.05)
SIZE = 0.69
SIZES = (0.55, 0.9)
"""How large characters are usually, at least and at most, in the height of their line's box."""
ALIKE = 0.18
"""Sizes that differ by no more are one."""
BLANK = 0.45
WIDE_BLANK = 1.0
"""Gaps, in sizes, that part characters: where a blank was read too, and where none was."""
SIGNS = ".,%，．％·"
HALF = 0.5
RISE = 0.36
LEVEL_WITH = 0.4
TRIED = 3
PLAIN = 0.85
"""A page stands upright if so many of its longest lines are as sure as this on the whole; else it is tried on its head."""

UNITS = "十百千万亿元件人次户个倍米吨亩里度时斤辆台张所家项名天分点平方立"
FIGURE = re.compile(rf"[-+－]?[0-9０-９]+(?:[,，.．·:：/ ]{{1,2}}[0-9０-９]+)*[%％‰]?[{UNITS}]{{0,4}}")
"""A figure with its unit, for a unit misread changes it as much as a digit."""
AFTER_PERCENT = re.compile(r" ?[0-9A-Za-z〇°]")
"""What ‰ is read as, behind %."""
PROSE = 8
STARTS = 4
BELOW = 2.2
"""A line with so many Chinese characters that ends in a digit, above one with so many that begins with one, so near in heights: a
figure broken in two, which may have lost a point there."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as read: its characters, how sure they are on the whole, and what was not read.

    ``unsure`` counts the figures made unreadable, ``faint`` the lines left out, ``upright`` those that read from top to bottom.
    """

    sheet: Sheet
    sure: float
    unsure: int
    faint: int
    upright: int
    tilt: Tilt


@dataclass(frozen=True, slots=True)
class Tilt:
    """How far a page lies askew: the angle, and the point around which it was turned level, in the frame of the page."""

    angle: float = 0.0
    x: float = 0.0
    y: float = 0.0
    turn: int = 0

    def back(self, box: Box) -> Box:
        """A box of the levelled page where it stands on the one askew; as large as it was."""
        if not self.angle:
            return box
        left, bottom, right, top = turned(box, self.turn)
        x, y = (left + right) / 2 - self.x, (bottom + top) / 2 - self.y
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        across, up = x * cos - y * sin - x, x * sin + y * cos - y
        return turned((left + across, bottom + up, right + across, top + up), (4 - self.turn) % 4)


def scan(picture: Picture, number: int, box: Box, turn: int = 0) -> Scan:
    """The page ``number`` with the frame ``box`` in which ``picture`` shows it turned by ``turn`` quarter turns."""
    picture, quarters, places = _upright(picture)
    steps.renewed()
    # np.rot90 turns counterclockwise: what stands upright then was turned clockwise.
    turn = (turn - quarters) % 4
    height, width = picture.shape[:2]
    frame = turned(box, turn)
    level = spotted(picture, [corners for corners in places if not is_tall(corners)])
    kept = [line for line in level if _mean(line.sure) >= FAINT]
    sheet = Sheet(number, box)
    angle = _angle(kept)
    place = _Place(frame, width, height, angle)
    placed = [place.line(line) for line in kept]
    broken = _broken(placed)
    masked = [_masked(line, n in broken[0], n in broken[1]) for n, line in enumerate(kept)]
    if kept:
        sheet.glyphs[turn] = list(
            _glyphs([replace(where, text=text) for where, (text, _) in zip(placed, masked, strict=True)])
        )
        sheet.rulings = [
            turned_ruling(ruling, (4 - turn) % 4) for ruling in strokes(picture, frame, angle, _height(kept))
        ]
    sheet.pictured = 1.0
    tilt = Tilt(-angle, (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2, turn) if angle else Tilt()
    return Scan(
        sheet,
        _mean([one for line in kept for one in line.sure]),
        sum(count for _, count in masked),
        len(level) - len(kept),
        sum(map(is_tall, places)),
        tilt,
    )


def _height(lines: Sequence[Spotted]) -> float:
    """How large characters usually are, in pixels."""
    return SIZE * median(_side(line.corners[0], line.corners[3]) for line in lines)


def _side(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _upright(picture: Picture) -> tuple[Picture, int, list[Points]]:
    """A picture turned so that its longest lines read best, by how many quarters it was, and where its lines are."""
    places = found(picture)
    sideways = sum(_length(one) for one in places if is_tall(one)) > sum(
        _length(one) for one in places if not is_tall(one)
    )
    turns = (1, 3) if sideways else (0, 2)
    best = (-1.0, picture, 0, places)
    for quarters in turns:
        shown = np.ascontiguousarray(np.rot90(picture, quarters)) if quarters else picture
        lines = found(shown) if quarters else places
        level = [one for one in lines if not is_tall(one)]
        longest = sorted(level, key=_length, reverse=True)[:TRIED]
        worth = _mean([one for line in spotted(shown, longest) for one in line.sure])
        if worth > best[0]:
            best = (worth, shown, quarters, lines)
        if worth >= PLAIN:
            break
    return best[1], best[2], best[3]


def _length(corners: Points) -> float:
    one, two, _, four = corners
    return max(math.dist(one, two), math.dist(one, four))


def _angle(lines: Iterable[Spotted]) -> float:
    """How far a page lies askew, in radians, downwards to the right."""
    slopes = []
    for line in lines:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.corners
        across, down = (x1 + x2 - x0 - x3) / 2, (y1 + y2 - y0 - y3) / 2
        if across >= LONG * math.hypot(x3 - x0, y3 - y0):
            slopes += [math.atan2(down, across)] * round(across)
    angle = median(slopes) if slopes else 0.0
    return angle if abs(angle) >= LEVEL else 0.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line on the levelled page, in points: from where to where, the height of its middle and of its box."""

    text: str
    sure: tuple[float, ...]
    xs: tuple[float, ...]
    left: float
    right: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where pixels lie in a frame, once levelled."""

    frame: Box
    width: int
    height: int
    angle: float

    def line(self, line: Spotted) -> _Placed:
        """A line where it lies."""
        points = [self._point(x, y) for x, y in line.corners]
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
        left, right = (x0 + x3) / 2, (x1 + x2) / 2
        xs = tuple(left + middle * (right - left) for middle in line.middles)
        tall = (math.hypot(x3 - x0, y3 - y0) + math.hypot(x2 - x1, y2 - y1)) / 2
        return _Placed(line.text, line.sure, xs, left, right, (y0 + y1 + y2 + y3) / 4, tall)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.frame
        dx, dy = x - self.width / 2, y - self.height / 2
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        across, down = dx * cos + dy * sin, dy * cos - dx * sin
        return (
            (left + right) / 2 + across * (right - left) / max(1, self.width),
            (bottom + top) / 2 - down * (top - bottom) / max(1, self.height),
        )


def _broken(lines: Sequence[_Placed]) -> tuple[set[int], set[int]]:
    """The lines, by number, whose last figure goes on in another, and those others."""
    ends, starts = set(), set()
    for n, line in enumerate(lines):
        if not line.text[-1:].isdigit() or _words(line) < PROSE:
            continue
        for m, other in enumerate(lines):
            near = (
                0 < line.middle - other.middle < BELOW * line.height
                and other.left < line.right
                and line.left < other.right
            )
            if near and other.text[:1].isdigit() and _words(other) >= STARTS:
                ends.add(n)
                starts.add(m)
    return ends, starts


def _words(line: _Placed) -> int:
    return sum(WIDE.match(char) is not None for char in line.text)


def _masked(line: Spotted, broken_off: bool, goes_on: bool) -> tuple[str, int]:
    """The text of a line with its unsure figures unreadable, and how many these are.

    ``broken_off`` tells that its last figure goes on in the next line, ``goes_on`` that its first one is the rest of another.
    """
    text, count = list(line.text), 0
    for figure in FIGURE.finditer(line.text):
        start, end = figure.span()
        torn = (broken_off and end == len(line.text)) or (goes_on and start == 0)
        if torn or not _is_sure(line, start, end):
            text[start:end] = [UNREAD if char != " " else char for char in text[start:end]]
            count += 1
    return "".join(text), count


def _is_sure(line: Spotted, start: int, end: int) -> bool:
    """True where each character of a figure is, and no point may have been overlooked between its digits or at an end of the line."""
    text = line.text
    if min(line.sure[start:end]) < SURE or (text[end - 1] in "%％" and AFTER_PERCENT.match(text, end)):
        return False

    def open_at(n: int) -> bool:
        before, after = n == 0 or text[n - 1].isdigit(), n == len(text) or text[n].isdigit()
        return before and after

    return all(line.points[n] < POINT for n in range(start, end + 1) if open_at(n))


def _glyphs(lines: Sequence[_Placed]) -> Iterator[Glyph]:
    """The characters of lines from top to bottom, with places and sizes such that gaps are those of the page."""
    share = median(shares) if (shares := [pitch / line.height for line in lines for pitch in _pitches(line)]) else SIZE
    share = min(max(share, SIZES[0]), SIZES[1])
    sizes = _harmonised([share * line.height for line in lines])
    order = itertools.count()
    for row in _rows(sorted(zip(lines, sizes, strict=True), key=lambda one: -one[0].middle)):
        for line, size in row:
            yield from _placed(line, size, order)


def _rows(lines: Iterable[tuple[_Placed, float]]) -> list[list[tuple[_Placed, float]]]:
    """Lines, from top to bottom, that stand level with each other, from left to right."""
    found: list[list[tuple[_Placed, float]]] = []
    for line, size in lines:
        if found and found[-1][0][0].middle - line.middle < LEVEL_WITH * size:
            found[-1].append((line, size))
        else:
            found.append([(line, size)])
    return [sorted(row, key=lambda one: one[0].left) for row in found]


def _pitches(line: _Placed) -> list[float]:
    """The distances of Chinese characters right beside each other."""
    pairs = itertools.pairwise(zip(line.text, line.xs, strict=True))
    return [b - a for (one, a), (other, b) in pairs if WIDE.match(one) and WIDE.match(other)]


def _harmonised(sizes: Sequence[float]) -> list[float]:
    """Sizes near to the usual one as that."""
    if not sizes:
        return []
    usual = median(sizes)
    return [usual if abs(size - usual) <= ALIKE * usual else size for size in sizes]


def _placed(line: _Placed, size: float, order: Iterator[int]) -> Iterator[Glyph]:
    """The characters of a line: each touches the next unless there is a gap."""
    chars = [(char, x) for char, x in zip(line.text, line.xs, strict=True) if not char.isspace()]
    blanks = _blanks(line)
    edges: list[list[float]] = []
    for char, x in chars:
        half = (HALF if WIDE.match(char) else HALF / 2) * size
        edges.append([x - half, x + half])
    parted = [False] * len(chars)
    for n in range(1, len(chars)):
        gap = edges[n][0] - edges[n - 1][1]
        parted[n] = gap >= WIDE_BLANK * size or (n in blanks and _may_part(chars[n - 1][0], chars[n][0], gap / size))
        if not parted[n]:
            edges[n - 1][1] = edges[n][0] = (edges[n - 1][1] + edges[n][0]) / 2
    base = line.middle - RISE * size
    for n, (char, _) in enumerate(chars):
        left, right = edges[n]
        yield Glyph(char, left, max(left, right), base, size, next(order), parted[n])


def _blanks(line: _Placed) -> set[int]:
    """The visible characters, by number, before which a blank was read."""
    found, count = set(), 0
    for char in line.text:
        if char.isspace():
            found.add(count)
        else:
            count += 1
    return found


def _may_part(before: str, after: str, gap: float) -> bool:
    """False for a blank amid a figure, which was read where a digit stands a little apart."""
    if not all(char.isdigit() or char in SIGNS for char in (before, after)):
        return True
    return before not in SIGNS and after not in SIGNS and gap >= BLANK
