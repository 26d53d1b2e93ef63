"""Characters with places to rows, pieces of rows and their text: a blank only where the page has a gap."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from index.load.sheets import Glyph
from index.records import Box

SAME_ROW = 0.3
"""Baselines within so much of a size are one row: fonts of one line may differ a little, raised figures more."""
SPLIT = 0.6
"""A gap of so much of a size parts the pieces of a row, which may lie in different columns."""
LETTER_GAP = 0.15
WORD_GAP = 0.22
HAN_GAP = 0.35
SPREAD = 0.75
"""Gaps, in sizes, that are a blank: between letters; beside figures; between Chinese characters so much more than is usual in their row, or so
much at all, or that beside figures where the file has a blank itself."""
SMALL = 0.8
RAISED = 0.12
LOWERED = 0.05
NEAR = 0.4
"""A character this much smaller than its neighbour, that much higher or lower, so near: a raised or lowered one (10²)."""
OVERPRINT = 0.3
"""The same character again within so much of its width is its shadow or its boldness."""

SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
WIDE = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PAIR = re.compile(f"{HAN.pattern} {HAN.pattern}")
SPREAD_OUT = re.compile(f"(?<![^ ]){HAN.pattern}(?: {HAN.pattern}){{2,}}(?![^ ])")


class Atom(NamedTuple):
    """A piece of a row without wide gaps, its characters from left to right."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    base: float
    size: float
    first: int
    last: int

    @property
    def top(self) -> float:
        """How far up it reaches."""
        return max(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """How far down it reaches."""
        return min(glyph.bottom for glyph in self.glyphs)


def rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters of each row from left to right, rows from top to bottom; raised and lowered ones in their row."""
    found: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if found and base - glyph.base <= SAME_ROW * min(size, glyph.size):
            found[-1].append(glyph)
            if glyph.size > size:
                base, size = glyph.base, glyph.size
        else:
            found.append([glyph])
            base, size = glyph.base, glyph.size
    return [_single(row) for row in _with_small(found)]


def atoms(row: Sequence[Glyph]) -> list[Atom]:
    """The pieces of a row."""
    pieces: list[list[Glyph]] = []
    reach = 0.0
    for glyph in row:
        if pieces and glyph.x0 - reach < SPLIT * max(glyph.size, pieces[-1][-1].size):
            pieces[-1].append(glyph)
            reach = max(reach, glyph.x1)
        else:
            pieces.append([glyph])
            reach = glyph.x1
    return [atom(piece) for piece in pieces]


def atom(glyphs: Sequence[Glyph]) -> Atom:
    """One piece of these characters, which are in order from left to right."""
    size = max(glyph.size for glyph in glyphs)
    orders = [glyph.order for glyph in glyphs]
    base = median(glyph.base for glyph in glyphs if glyph.size > SMALL * size)
    return Atom(
        tuple(glyphs),
        min(glyph.x0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        base,
        size,
        min(orders),
        max(orders),
    )


def extent(glyphs: Sequence[Glyph]) -> Box:
    """The box around characters."""
    return (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.bottom for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.top for glyph in glyphs),
    )


def text_of(row: Sequence[Glyph]) -> str:
    """The text of a row: blanks where there are gaps, none between spaced-out Chinese characters, raised figures as such."""
    out: list[str] = []
    usual = _usual_gap(row)
    host = row[0] if row else None
    for n, glyph in enumerate(row):
        if n and _is_blank(row[n - 1], glyph, usual):
            out.append(" ")
        shift = 0.0 if host is None or glyph.size >= SMALL * host.size else (glyph.base - host.base) / host.size
        if host is not None and glyph.x0 - host.x1 > NEAR * host.size:
            host, shift = glyph, 0.0
        elif not shift and glyph.size >= SMALL * (host.size if host else 0):
            host = glyph
        out.append(_as_placed(row, n, shift, host))
    return _without_spread("".join(out))


def _as_placed(row: Sequence[Glyph], n: int, shift: float, host: Glyph | None) -> str:
    """A character of a row; a figure raised, or lowered beside another figure, as a character of its own."""
    char = row[n].char
    if shift > RAISED:
        return char.translate(SUPERSCRIPT)
    if shift < -LOWERED and char.isdigit():
        following = next((g for g in row[n + 1 :] if g.size * SMALL > row[n].size), None)
        near = following is not None and following.x0 - row[n].x1 < NEAR * following.size
        if (host is not None and host.char.isdigit()) or (following is not None and near and following.char.isdigit()):
            return char.translate(SUBSCRIPT)
    return char


def _usual_gap(row: Sequence[Glyph]) -> float:
    """The usual gap of a row, in sizes: more than none where it was spread to fill its column."""
    if len(row) < 3:
        return 0.0
    return max(0.0, median((b.x0 - a.x1) / max(a.size, b.size) for a, b in itertools.pairwise(row)))


def _is_blank(left: Glyph, right: Glyph, usual: float) -> bool:
    gap = (right.x0 - left.x1) / max(left.size, right.size)
    if WIDE.match(left.char) and WIDE.match(right.char):
        return gap > SPREAD or gap - usual > HAN_GAP or (right.spaced and gap > WORD_GAP)
    return right.spaced or gap > (LETTER_GAP if left.char.isalpha() and right.char.isalpha() else WORD_GAP)


def _without_spread(text: str) -> str:
    """``text`` with single Chinese characters that stand spaced out put together; two of them only where they are all.

    >>> _without_spread("第 一 节 释义"), _without_spread("目 录"), _without_spread("第 1 页 共 2 页")
    ('第一节 释义', '目录', '第 1 页 共 2 页')
    """
    if PAIR.fullmatch(text):
        return text.replace(" ", "")
    return SPREAD_OUT.sub(lambda match: match.group().replace(" ", ""), text)


def _single(row: list[Glyph]) -> list[Glyph]:
    """A row from left to right, without characters printed twice for boldness or shadow."""
    row.sort(key=lambda g: (g.x0, g.order))
    out: list[Glyph] = []
    for glyph in row:
        near = OVERPRINT * (glyph.x1 - glyph.x0)
        shadows = (g for g in out[-3:] if g.char == glyph.char and abs(g.x0 - glyph.x0) < near)
        if all(abs(g.size - glyph.size) > 0.1 * glyph.size for g in shadows):
            out.append(glyph)
    return out


def _with_small(found: list[list[Glyph]]) -> list[list[Glyph]]:
    """Rows with raised and lowered pieces, which lie in rows of their own, put beside the character they belong to."""
    kept = [list(row) for row in found]
    for n, row in enumerate(found):
        hosts = [kept[m] for m in (n - 1, n + 1, n - 2, n + 2) if 0 <= m < len(found)]
        if not any(max(g.size for g in row) < SMALL * max(g.size for g in host) for host in hosts if host):
            continue
        for piece in atoms(sorted(row, key=lambda g: g.x0)):
            host = next((host for host in hosts if _beside(piece, host)), None)
            if host is not None:
                host.extend(piece.glyphs)
                kept[n] = [glyph for glyph in kept[n] if glyph not in piece.glyphs]
    return [row for row in kept if row]


def _beside(piece: Atom, host: Sequence[Glyph]) -> bool:
    """True where a small piece touches a bigger character of a row whose height it shares."""
    middle = piece.base + 0.36 * piece.size
    return any(
        piece.size < SMALL * glyph.size
        and glyph.bottom <= middle <= glyph.top + 0.1 * glyph.size
        and (-0.2 <= (piece.x0 - glyph.x1) / glyph.size <= NEAR or -0.2 <= (glyph.x0 - piece.x1) / glyph.size <= 0.1)
        for glyph in host
    )
