"""Where on a page the characters of a stretch of a line stand: its own characters, read again, or else the whole line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.load.boxes import boxes
from index.load.rows import SUBSCRIPT, SUPERSCRIPT, extent, rows
from index.load.sheets import Glyph, turned, unturned
from index.load.view import Spot
from index.records import Box, Run

EDGE = 0.5
"""How far, in points, the middle of a character may lie out of the box of its line."""
ON_LINE = {placed: plain for table in (SUPERSCRIPT, SUBSCRIPT) for plain, placed in table.items()}
"""Raised and lowered figures as the page has them."""


def spotted(spot: Spot, glyphs: Mapping[int, Sequence[Glyph]]) -> tuple[Box, bool]:
    """The box of a stretch among the characters of its page, which come by their turn; True where they are the very ones.

    Where the characters of the line do not read as it does, the box is that of the line: another place is never guessed.
    Where there are none, as on a scan, it is measured along the line.
    """
    shown = False
    for turn, own in glyphs.items():
        lines = rows(_within(own, turned(spot.box, turn)))
        shown = shown or bool(lines)
        found = _found(lines, spot)
        if found:
            return unturned(extent(found), turn), True
    return (spot.box if shown else _measured(spot)), False


def _within(glyphs: Sequence[Glyph], box: Box) -> list[Glyph]:
    left, bottom, right, top = box
    inside = []
    for glyph in glyphs:
        x, y = glyph.middle
        if left - EDGE <= x <= right + EDGE and bottom - EDGE <= y <= top + EDGE:
            inside.append(glyph)
    return inside


def _found(lines: Sequence[Sequence[Glyph]], spot: Spot) -> Sequence[Glyph]:
    """The characters of the stretch: in the row that reads as its line, else where alone they stand in any; none else."""
    line, wanted = _bare(spot.line), _bare(spot.line[spot.start : spot.end])
    before = len(_bare(spot.line[: spot.start]))
    if not wanted:
        return ()
    places: list[Sequence[Glyph]] = []
    for row in lines:
        text = "".join(glyph.char for glyph in row)
        if text == line:
            return row[before : before + len(wanted)]
        places += [row[m.start() : m.start() + len(wanted)] for m in re.finditer(f"(?={re.escape(wanted)})", text)]
    return places[0] if len(places) == 1 and line.count(wanted) == 1 else ()


def _bare(text: str) -> str:
    return "".join(text.translate(ON_LINE).split())


def _measured(spot: Spot) -> Box:
    """The part of the line's box that the stretch takes by half and full widths."""
    run = Run(0, len(spot.line), 1, spot.box)
    return next((box for _, box in boxes([run], spot.start, spot.end, spot.line)), spot.box)
