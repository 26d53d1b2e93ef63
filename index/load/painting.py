"""The picture of a page with places marked on it; drawn in a process of its own, see :mod:`index.load.painter`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from index.load.leaves import Leaf, leaf_of
from index.load.limits import MAX_DRAWN
from index.load.rows import extent
from index.load.sheets import unturned
from index.load.spotted import spotted
from index.load.view import ASKED, CITED, PART, Mark, Picture, Place, View
from index.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH: Final = 1240
"""Pixels across a whole page: A4 at 150 to the inch."""
NARROWEST, WIDEST = 300.0, 480.0
"""Points that a part of a page shows across: what the text of the page takes with a margin, within these."""
MARGIN: Final = 14.0
LARGEST: Final = 4.0
"""Most pixels a point of a whole page: one of the size of a stamp is not blown up."""
PAD: Final = 3
LINE: Final = (176, 101, 0)
FILL: Final = {ASKED: (255, 223, 128), CITED: (255, 246, 214)}
"""As in ``qa/web.css``, laid under the ink of the page."""
HEAVY: Final = 400_000
"""A picture that takes more bytes than this when nothing of it is lost has photographs, which may lose a little."""


def painted(data: bytes, view: View) -> Picture:
    """The picture of a page of the file ``data``.

    Raises:
        LoadError: there is no such page, or it cannot be opened.
    """
    with leaf_of(data, view.page) as leaf:
        found = [(spot.kind, *spotted(spot, leaf.glyphs)) for spot in view.spots]
        frame = _Frame(leaf)
        if not view.whole:
            asked = [leaf.seen(box) for kind, box, _ in found if kind == ASKED]
            lines = [leaf.seen(spot.box) for spot in view.spots]
            frame.close_up(asked or [leaf.seen(box) for _, box, _ in found], lines)
        image = frame.image()
        marks = tuple(Mark(kind, box, frame.place(box), exact) for kind, box, exact in found)
        for mark in sorted(marks, key=lambda mark: mark.kind == ASKED):
            _draw(image, mark)
        return Picture(_encoded(image), *image.size, view.page, leaf.pages, marks)


class _Frame:
    """What of a page is shown, and how large; boxes are as the page is seen."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        width, height = leaf.size
        self._left = self._top = 0.0
        self._scale = min(WIDTH / width, LARGEST, (MAX_DRAWN / (width * height)) ** 0.5)
        self._size = max(1, round(width * self._scale)), max(1, round(height * self._scale))

    def close_up(self, boxes: Sequence[Box], lines: Sequence[Box]) -> None:
        """Shows a part of the page around ``boxes``, the first where they lie too far apart, as wide as its text and ``lines``."""
        leaf = self._leaf
        texts = [leaf.seen(unturned(extent(glyphs), turn)) for turn, glyphs in leaf.glyphs.items()]
        text = _around([*texts, *lines] or [(0.0, 0.0, *leaf.size)])
        across = min(max(text[2] - text[0] + 2 * MARGIN, NARROWEST), WIDEST)
        self._size, self._scale = PART, PART[0] / across
        down = PART[1] / self._scale
        place = _around(boxes) if boxes else (*text[:3], text[1])
        if boxes and (place[2] - place[0] > across or place[3] - place[1] > down):
            place = boxes[0]
        self._left = _within((place[0] + place[2] - across) / 2, text[0] - MARGIN, text[2] + MARGIN - across)
        self._top = _within((place[1] + place[3] - down) / 2, 0.0, leaf.size[1] - down)

    def place(self, box: Box) -> Place:
        """Where a box of the page, not as it is seen, comes to stand on the picture."""
        left, top, right, bottom = self._leaf.seen(box)
        across, down, scale = self._left, self._top, self._scale
        return (
            round((left - across) * scale),
            round((top - down) * scale),
            round((right - across) * scale),
            round((bottom - down) * scale),
        )

    def image(self) -> Image:
        """The picture, nothing marked on it yet."""
        return self._leaf.drawn(self._left, self._top, self._scale, self._size)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _within(value: float, low: float, high: float) -> float:
    """``value`` between two bounds; the lower where they leave no room."""
    return max(low, min(value, high))


def _draw(image: Image, mark: Mark) -> None:
    """Tints a place, and frames it where it is the figure; a line that only holds the figure gets a thin frame."""
    from PIL import ImageChops, ImageDraw

    left, top, right, bottom = mark.place
    pad = PAD if mark.kind == ASKED else 0
    area = max(0, left - pad), max(0, top - pad), min(image.width, right + pad), min(image.height, bottom + pad)
    if area[0] >= area[2] or area[1] >= area[3]:
        return
    inked = image.crop(area)
    tint = inked.copy()
    tint.paste(FILL[mark.kind], (0, 0, *inked.size))
    image.paste(ImageChops.multiply(inked, tint), area)
    if mark.kind == ASKED:
        edge = (area[0], area[1], area[2] - 1, area[3] - 1)
        ImageDraw.Draw(image).rectangle(edge, outline=LINE, width=3 if mark.exact else 1)


def _encoded(image: Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, method=1, quality=0)
    if out.tell() > HEAVY:
        out = io.BytesIO()
        image.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
