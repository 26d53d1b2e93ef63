"""The characters of a stretch on its page: its very own, or the whole line, never another place."""

from __future__ import annotations

import pytest

from index.load.sheets import Glyph, unturned
from index.load.spotted import spotted
from index.load.view import ASKED, Spot
from index.records import Box

SIZE = 10.0


def glyphs(text: str, x: float = 100.0, base: float = 500.0) -> list[Glyph]:
    """Characters of a line, full ones ten points wide, those of figures five; blanks take their room."""
    out: list[Glyph] = []
    for char in text:
        wide = 5.0 if char < "\u0100" else SIZE
        if not char.isspace():
            out.append(Glyph(char, x, x + wide, base, SIZE, len(out)))
        x += wide
    return out


def line(text: str, figure: str, x: float = 100.0, base: float = 500.0) -> Spot:
    start = text.index(figure)
    width = sum(5.0 if char < "\u0100" else SIZE for char in text)
    box = (x, base - 1.4, x + width, base + 8.6)
    return Spot(ASKED, box, text, start, start + len(figure))


TEXT = "执行到位金额35.8亿元，同比上升13.7%"
FOUND: Box = (160.0, 498.6, 200.0, 508.6)


def test_a_figure_is_where_its_characters_are():
    box, exact = spotted(line(TEXT, "35.8亿元"), {0: glyphs(TEXT)})
    assert exact
    assert box == pytest.approx(FOUND)


def test_blanks_of_the_text_are_none_of_the_page():
    box, exact = spotted(line("执行到位金额 35.8亿元", "35.8亿元"), {0: glyphs("执行到位金额 35.8亿元")})
    assert exact
    assert box == pytest.approx((165.0, 498.6, 205.0, 508.6))


def test_the_second_of_two_same_figures_is_the_second():
    text = "收案35件，结案35件"
    spot = line(text, "35件")
    box, _ = spotted(Spot(ASKED, spot.box, text, 8, 11), {0: glyphs(text)})
    assert box[0] == pytest.approx(100 + 10 + 10 + 5 * 2 + 10 * 4)


def test_lines_above_and_below_are_others():
    page = [*glyphs("35.8亿元", 160, 514), *glyphs(TEXT), *glyphs("35.8亿元", 160, 486)]
    box, exact = spotted(line(TEXT, "35.8亿元"), {0: page})
    assert exact
    assert box == pytest.approx(FOUND)


def test_text_that_was_turned_is_found_in_its_frame():
    spot = line(TEXT, "35.8亿元")
    turned = Spot(ASKED, unturned(spot.box, 1), TEXT, spot.start, spot.end)
    box, exact = spotted(turned, {0: glyphs("别的", 400, 100), 1: glyphs(TEXT)})
    assert exact
    assert box == pytest.approx(unturned(FOUND, 1))


def test_beside_other_characters_it_is_certain_where_it_stands_once():
    page = [*glyphs(TEXT), *glyphs("样", 300)]
    wide = line(TEXT, "35.8亿元")
    spot = Spot(ASKED, (*wide.box[:2], 320.0, wide.box[3]), TEXT, wide.start, wide.end)
    box, exact = spotted(spot, {0: page})
    assert exact
    assert box == pytest.approx(FOUND)


@pytest.mark.parametrize("shown", ["执行到位金额36.8亿元，同比上升13.7%", "执行到位金额35.8亿元35.8亿元"])
def test_where_the_page_reads_otherwise_it_is_the_line(shown: str):
    spot = line(TEXT, "35.8亿元")
    assert spotted(spot, {0: glyphs(shown)}) == (spot.box, False)


def test_on_a_scan_it_is_measured_along_the_line():
    box, exact = spotted(line(TEXT, "35.8亿元"), {})
    assert not exact
    assert box == pytest.approx(FOUND)


def test_nothing_is_the_whole_line():
    spot = Spot(ASKED, (1.0, 2.0, 30.0, 12.0), "甲", 0, 0)
    assert spotted(spot, {0: glyphs("甲", 2, 4)}) == (spot.box, False)


def test_raised_figures_are_found_as_they_are_drawn():
    box, exact = spotted(line("10²米", "10²"), {0: glyphs("102米")})
    assert exact
    assert box[2] == pytest.approx(115.0)
