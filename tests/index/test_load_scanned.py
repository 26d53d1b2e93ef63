"""What is made of lines found in a picture, told by hand: no model is needed for it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest

from index.load import scanned
from index.load.layout import layout
from index.load.lines import Line
from index.load.ocr import Points, Spotted
from index.load.scanned import Scan, scan

SIZE, TALL = 20.0, 29.0
WIDTH, HEIGHT = 800, 1000
PAGE = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
BOX = (0.0, 0.0, WIDTH / 2, HEIGHT / 2)


def corners(x: float, y: float, wide: float, tall: float = TALL) -> Points:
    return np.array([[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]], np.float32)


def line(
    x: float, y: float, text: str, unsure: Sequence[int] = (), points: Sequence[int] = (), askew: float = 0
) -> Spotted:
    """A line printed in full and half widths; characters and places of points that are unsure, by number."""
    ends = [0.0]
    for char in text:
        ends.append(ends[-1] + SIZE * (0.55 if char < "\u0100" else 1))
    wide = ends[-1] + 10
    cos, sin = math.cos(askew), math.sin(askew)
    placed = tuple((px * cos - py * sin, px * sin + py * cos) for px, py in corners(x, y, wide).tolist())
    middles = tuple((5 + (a + b) / 2) / wide for a, b in itertools.pairwise(ends))
    sure = tuple(0.9 if n in unsure else 0.999 for n in range(len(text)))
    overlooked = tuple(0.05 if n in points else 0.0 for n in range(len(text) + 1))
    return Spotted(placed, text, sure, middles, overlooked)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    def read(*lines: Spotted, turn: int = 0) -> Scan:
        monkeypatch.setattr(scanned, "found", lambda picture: [np.array(one.corners, np.float32) for one in lines])
        monkeypatch.setattr(scanned, "spotted", lambda picture, places: list(lines))
        return scan(PAGE, 1, BOX, turn)

    return read


def texts(found: Scan) -> list[str]:
    return [item.text for item in layout(found.sheet).items if isinstance(item, Line)]


FIGURES = [
    ("all sure", line(50, 50, "执行到位金额35.8亿元。"), "执行到位金额35.8亿元。", 0),
    ("a digit", line(50, 50, "执行到位金额35.8亿元。", unsure=[6]), "执行到位金额������。", 1),
    ("a point", line(50, 50, "执行到位金额35.8亿元。", unsure=[8]), "执行到位金额������。", 1),
    ("a unit", line(50, 50, "执行到位金额35.8亿元。", unsure=[10]), "执行到位金额������。", 1),
    ("a word", line(50, 50, "执行到位金额35.8亿元。", unsure=[1]), "执行到位金额35.8亿元。", 0),
    ("a point between digits", line(50, 50, "增加358亿元。", points=[3]), "增加�����。", 1),
    ("a point between words", line(50, 50, "增加358亿元。", points=[1]), "增加358亿元。", 0),
    ("a point at the end", line(50, 50, "增加35", points=[4]), "增加��", 1),
    ("a point at the start", line(50, 50, "58亿元", points=[0]), "����", 1),
    ("a permille", line(50, 50, "出生率6.1%0，死亡率5.2%。"), "出生率����0，死亡率5.2%。", 1),
    ("others stay", line(50, 50, "收案12件，结案35件。", unsure=[2]), "收案���，结案35件。", 1),
]


@pytest.mark.parametrize(("found", "text", "unsure"), [pytest.param(*case[1:], id=case[0]) for case in FIGURES])
def test_unsure_figures_are_unreadable(read, found: Spotted, text: str, unsure: int):
    result = read(found)
    assert (texts(result), result.unsure) == ([text], unsure)


def test_a_figure_broken_over_two_lines_is_unreadable(read):
    found = read(line(50, 50, "全年地区生产总值达到10"), line(50, 85, "20.2亿元，增长较快。"))
    assert texts(found) == ["全年地区生产总值达到��", "������，增长较快。"]


def test_a_column_of_figures_is_not_broken(read):
    found = read(line(50, 50, "2024"), line(50, 85, "35.8"), line(50, 120, "17.2"))
    assert found.unsure == 0


def test_no_blank_stands_in_a_figure_and_gaps_part(read):
    found = read(line(50, 50, "收案 1,234 件"), line(500, 50, "35 .8"))
    assert texts(found)[0].replace(" ", "") == "收案1,234件35.8"
    assert "35.8" in texts(found)[0]


def test_faint_lines_are_left_out_and_told(read):
    faint = line(50, 85, "看不清")
    found = read(line(50, 50, "看得清的一行"), Spotted(faint.corners, faint.text, (0.3,) * 3, faint.middles, (0,) * 4))
    assert (texts(found), found.faint) == (["看得清的一行"], 1)


COLUMN = [
    "左栏第一行的文字到边",
    "左栏第二行的文字到边",
    "左栏第三行的文字到边",
    "左栏第四行的文字到边",
    "左栏第五行的文字到边",
]


@pytest.mark.parametrize("askew", [0, 1.0, -1.5])
def test_columns_are_read_one_after_the_other(read, askew: float):
    turn = math.radians(askew)
    lines = []
    for n, text in enumerate(COLUMN):
        lines += [line(60, 60 + 33 * n, text, askew=turn), line(420, 60 + 33 * n, text.replace("左", "右"), askew=turn)]
    found = read(*lines)
    assert texts(found) == [*COLUMN, *(text.replace("左", "右") for text in COLUMN)]
    for item, spot in zip(layout(found.sheet).items, [*lines[::2], *lines[1::2]], strict=True):
        assert isinstance(item, Line)
        left, bottom, right, top = found.tilt.back(item.box)
        x = sum(corner[0] for corner in spot.corners) / 4
        y = sum(corner[1] for corner in spot.corners) / 4
        assert (left + right) / 2 == pytest.approx(x / 2, abs=1.5)
        assert HEIGHT / 2 - (bottom + top) / 2 == pytest.approx(y / 2, abs=1.5)


def test_a_page_turned_in_its_file_keeps_boxes_of_the_file(read):
    found = read(line(60, 60, "横着放的一页"), turn=1)
    (item,) = layout(found.sheet).items
    assert isinstance(item, Line)
    left, bottom, right, top = item.box
    assert top - bottom > right - left
    assert item.text == "横着放的一页"
