"""The rulings of tables in a picture: long thin strokes of ink, level or upright once the page is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from index.load.ocr import Picture
from index.load.sheets import Ruling
from index.records import Box

LONGER = 3.0
"""A ruling is so many times as long as characters are high: longer than any stroke of theirs."""
THIN = 0.35
"""And no thicker than so much of that."""
NEAR = 0.4
GAP = 3
"""Breaks of so many pixels are scratches."""
PAPER, AROUND, DARKER = 255, 31, 12
MOST = 2_000


def strokes(picture: Picture, frame: Box, angle: float, size: float) -> list[Ruling]:
    """The rulings in a picture that shows ``frame`` and lies askew by ``angle``; characters are ``size`` pixels high.

    There are none where they are too many to be those of tables, as in a shaded picture.
    """
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    if angle:
        turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), math.degrees(angle), 1)
        grey = cv2.warpAffine(grey, turn, (width, height), borderValue=PAPER)
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, AROUND, DARKER)
    left, bottom, right, top = frame
    across, down = (right - left) / width, (top - bottom) / height
    long, thin = max(8, round(LONGER * size)), max(3.0, THIN * size)
    found: list[Ruling] = []
    for level in (True, False):
        boxes = _long(ink if level else np.ascontiguousarray(ink.T), long, thin)
        if len(boxes) > MOST:
            return []
        for start, at, end in boxes:
            if level:
                found.append(Ruling(True, top - at * down, left + start * across, left + end * across))
            else:
                found.append(Ruling(False, left + at * across, top - end * down, top - start * down))
    return _snapped(found, NEAR * size * down)


def _snapped(rulings: list[Ruling], near: float) -> list[Ruling]:
    """Rulings that end near one of the other direction as ending on it: askew by a hair, they overshoot or fall short."""
    places = {level: [ruling.at for ruling in rulings if ruling.level != level] for level in (True, False)}

    def snapped(end: float, level: bool) -> float:
        best = min(places[level], key=lambda at: abs(at - end), default=end)
        return best if abs(best - end) <= near else end

    return [
        ruling._replace(start=snapped(ruling.start, ruling.level), end=snapped(ruling.end, ruling.level))
        for ruling in rulings
    ]


def _long(ink: Any, long: int, thin: float) -> list[tuple[float, float, float]]:
    """Level strokes: where each begins, how far down it lies, and where it ends, in pixels."""
    import cv2

    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, GAP), np.uint8))
    # A stroke a little askew yet steps from row to row; thickened, its steps make one run.
    thick = cv2.dilate(joined, np.ones((GAP, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    _, _, boxes, middles = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found = zip(boxes[1:].tolist(), middles[1:].tolist(), strict=True)
    return [(x, y + 0.5, x + wide) for (x, _, wide, tall, _), (_, y) in found if tall <= thin + GAP]
