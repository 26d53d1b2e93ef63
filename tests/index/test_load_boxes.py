"""Where a stretch of text stands on its pages."""

from __future__ import annotations

import pytest

from index.load.boxes import boxes
from index.records import Run

TEXT = "营业收入\n94,915,380.72元\n\n第二页"
RUNS = [
    Run(0, 4, 1, (80.0, 700.0, 120.0, 710.0)),
    Run(5, 19, 1, (200.0, 700.0, 280.0, 710.0)),
    Run(21, 24, 2, (80.0, 700.0, 110.0, 710.0)),
]


def test_a_whole_line():
    assert boxes(RUNS, 0, 4, TEXT) == [(1, (80.0, 700.0, 120.0, 710.0))]


def test_a_part_is_measured_in_half_and_full_widths():
    [(page, box)] = boxes(RUNS, 18, 19, TEXT)
    assert (page, TEXT[18:19]) == (1, "元")
    assert box == pytest.approx((200 + 80 * 6.5 / 7.5, 700.0, 280.0, 710.0))


def test_over_lines_and_pages():
    assert [page for page, _ in boxes(RUNS, 2, 24, TEXT)] == [1, 1, 2]


def test_between_lines_and_beyond_them_there_is_nothing():
    assert boxes(RUNS, 4, 5, TEXT) == []
    assert boxes(RUNS, 19, 21, TEXT) == []
    assert boxes(RUNS, 24, 30, TEXT) == []
    assert boxes([], 0, 3, TEXT) == []


def test_without_the_text_a_part_is_its_line():
    assert boxes(RUNS, 2, 3) == [(1, (80.0, 700.0, 120.0, 710.0))]


def test_a_run_without_a_box_has_none():
    assert boxes([Run(0, 4, 1)], 0, 4) == []


def test_an_upright_line_is_given_whole():
    assert boxes([Run(0, 4, 1, (80.0, 600.0, 90.0, 640.0))], 0, 1, TEXT) == [(1, (80.0, 600.0, 90.0, 640.0))]
