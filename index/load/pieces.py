"""What reading order is found for: things with a place on a page and in the file, whatever they are."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """Something that stands from ``x0`` to ``x1``, its first baseline at ``high``, its last at ``low``.

    ``first`` and ``last`` are the places in the file of its first and last character, ``glyphs`` how many it has;
    ``prose`` tells that these are words rather than figures; ``name`` is what the caller knows it by.
    """

    x0: float
    x1: float
    high: float
    low: float
    size: float
    first: int
    last: int
    glyphs: int
    prose: bool
    name: int
