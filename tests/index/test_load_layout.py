"""The geometry behind PDFs, without any: rulings to grids, pieces to reading order, characters all kept."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load.layout import Ruled, layout
from index.load.lines import Line
from index.load.order import blocks
from index.load.pieces import Piece
from index.load.repeated import without_repeated
from index.load.rows import atoms, rows, text_of
from index.load.ruling import Place, grid_of, grids, merged
from index.load.sheets import Glyph, Ruling, Sheet, turned, turned_ruling, unturned

PAGE = (0.0, 0.0, 595.0, 842.0)


def glyphs(text: str, x: float, base: float, size: float = 10, first: int = 0) -> list[Glyph]:
    out = []
    for n, char in enumerate(text):
        wide = size * (0.5 if char < "\u0100" else 1)
        out.append(Glyph(char, x, x + wide, base, size, first + n))
        x += wide
    return out


def piece(name: int, x0: float, base: float, x1: float = 0, prose: bool = True) -> Piece:
    return Piece(x0, x1 or x0 + 100, base, base, 10, 10 * name, 10 * name + 9, 10, prose, name)


def names(pieces: list[Piece]) -> list[list[int]]:
    return [[p.name for p in block] for block in blocks(pieces)]


def walls(xs: list[float], ys: list[float], gap: float = 0) -> list[Ruling]:
    """Every wall of every cell as a stroke of its own, as word processors draw them."""
    level = [Ruling(True, y, a + gap, b - gap) for y in ys for a, b in itertools.pairwise(xs)]
    upright = [Ruling(False, x, b + gap, a - gap) for x in xs for a, b in itertools.pairwise(ys)]
    return level + upright


def test_strokes_on_one_line_are_one():
    strokes = [
        Ruling(True, 100, 0, 50),
        Ruling(True, 100.4, 51, 80),
        Ruling(True, 100, 82.5, 120),
        Ruling(True, 100, 140, 200),
    ]
    assert [(r.start, r.end) for r in merged(strokes)] == [(0, 120), (140, 200)]
    assert merged([Ruling(True, 5, 10, 10.5)]) == []


@given(
    st.lists(st.integers(12, 90), min_size=2, max_size=7),
    st.lists(st.integers(8, 60), min_size=1, max_size=9),
    st.sampled_from((0, 0.5, 1.4)),
    st.randoms(use_true_random=False),
)
def test_a_drawn_grid_is_found_whatever_the_order_of_its_strokes(widths, heights, gap, chance):
    xs = [50.0]
    for width in widths:
        xs.append(xs[-1] + width)
    ys = [800.0]
    for height in heights:
        ys.append(ys[-1] - height)
    strokes = walls(xs, ys, gap)
    chance.shuffle(strokes)
    [grid] = grids(strokes)
    assert grid.xs == pytest.approx(xs)
    assert grid.ys == pytest.approx(ys)
    assert grid.places == tuple(Place(r, c, 1, 1) for r in range(len(heights)) for c in range(len(widths)))


@given(st.integers(2, 6), st.integers(2, 6), st.data())
def test_cells_without_walls_between_them_are_one(rows_, columns, data):
    row, column = data.draw(st.integers(0, rows_ - 1)), data.draw(st.integers(0, columns - 1))
    tall = data.draw(st.integers(1, min(rows_ - row, rows_ - 1)))
    wide = data.draw(st.integers(1, min(columns - column, columns - 1)))
    xs, ys = [50.0 + 40 * n for n in range(columns + 1)], [800.0 - 20 * n for n in range(rows_ + 1)]
    left, right, top, bottom = xs[column], xs[column + wide], ys[row], ys[row + tall]
    strokes = [
        r
        for r in walls(xs, ys)
        if not (r.level and bottom < r.at < top and left <= r.start and r.end <= right)
        and not (not r.level and left < r.at < right and bottom <= r.start and r.end <= top)
    ]
    [grid] = grids(strokes)
    assert (len(grid.ys) - 1, len(grid.xs) - 1) == (rows_, columns)
    assert Place(row, column, tall, wide) in grid.places
    assert len(grid.places) == rows_ * columns - tall * wide + 1


def test_every_point_of_a_grid_is_in_its_cell():
    grid = grid_of(
        (0, 10, 20, 30), (50, 40, 30), (Place(0, 0, 2, 1), Place(0, 1, 1, 2), Place(1, 1, 1, 1), Place(1, 2, 1, 1))
    )
    assert [grid.at(x, 45) for x in (5, 15, 25)] == [0, 1, 1]
    assert [grid.at(x, 35) for x in (5, 15, 25)] == [0, 2, 3]
    assert grid.at(35, 45) is grid.at(5, 55) is grid.at(-1, 45) is grid.at(5, 20) is None
    assert grid.cell_box(Place(0, 1, 1, 2)) == (10, 40, 30, 50)


def test_a_box_is_no_table():
    assert grids(walls([50, 500], [800, 100])) == []
    assert grids([Ruling(True, y, 50, 500) for y in (800, 780, 700)]) == []


def test_a_frame_around_a_table_is_not_another():
    inner = walls([60, 100, 200], [700, 680, 660])
    assert len(grids(walls([50, 500], [800, 100]) + inner)) == 1


@pytest.mark.parametrize("turn", range(4))
def test_frames_lead_back_to_the_page(turn: int):
    box = (10.0, 20.0, 110.0, 45.0)
    assert unturned(turned(box, turn), turn) == box
    for ruling in (Ruling(True, 20, 10, 110), Ruling(False, 10, 20, 45)):
        there = turned_ruling(ruling, turn)
        assert turned_ruling(there, (4 - turn) % 4) == ruling
        assert there.level == (ruling.level == (turn % 2 == 0))


def test_the_order_of_the_file_is_kept_where_it_goes_down():
    left = [piece(n, 50, 700 - 20 * n) for n in range(5)]
    right = [piece(5 + n, 300, 700 - 20 * n) for n in range(5)]
    assert names(left + right) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert names(right + left) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_what_stands_above_comes_first_though_it_was_written_last():
    body = [piece(n, 50, 700 - 20 * n, 500) for n in range(6)]
    assert names([*body, piece(6, 200, 780)]) == [[6], [0, 1, 2, 3, 4, 5]]


def test_a_foot_written_with_its_title_comes_last():
    title, foot = piece(0, 200, 780), piece(1, 200, 100)
    body = [piece(2 + n, 50, 700 - 20 * n, 500) for n in range(6)]
    assert names([title, foot, *body]) == [[0], [2, 3, 4, 5, 6, 7], [1]]


def test_a_number_written_after_its_line_stands_in_it():
    lines = [piece(n, 70, 700 - 20 * n, 500) for n in range(6)]
    assert names([*lines, piece(6, 50, 660, 66)]) == [[0, 1, 6, 2, 3, 4, 5]]


def test_rows_of_a_table_are_no_columns():
    pieces = [piece(3 * n + k, 50 + 200 * k, 700 - 20 * n, prose=k == 0) for n in range(8) for k in range(3)]
    assert len(names(pieces)) == 1


def test_rows_of_running_text_are_columns():
    pieces = [piece(3 * n + k, 50 + 120 * k, 700 - 20 * n) for n in range(8) for k in range(3)]
    assert names(pieces) == [[3 * n + k for n in range(8)] for k in range(3)]


@given(
    st.lists(
        st.tuples(
            st.floats(20, 560),
            st.floats(20, 820),
            st.sampled_from((6, 9, 10.5, 16)),
            st.sampled_from((0, 0, 0, 1, 2, 3)),
        ),
        max_size=60,
    ),
    st.lists(st.tuples(st.booleans(), st.integers(5, 40), st.integers(2, 20), st.integers(1, 20)), max_size=25),
)
def test_no_character_is_lost_or_doubled(placed, drawn):
    sheet = Sheet(1, PAGE)
    for n, (x, y, size, turn) in enumerate(placed):
        left, base, right, _ = turned((x, y, x + size, y + size), turn)
        sheet.glyphs.setdefault(turn, []).append(Glyph(chr(0x4E00 + n), left, right, base, size, n))
    for level, at, start, length in drawn:
        sheet.rulings.append(Ruling(level, 20.0 * at, 20.0 * start, 20.0 * (start + length)))
    laid = layout(sheet)
    read = [line for item in laid.items for line in lines_in(item)]
    assert Counter("".join(line.text for line in read).replace(" ", "")) == Counter(
        chr(0x4E00 + n) for n in range(len(placed))
    )


def lines_in(item: Line | Ruled) -> list[Line]:
    return [item] if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines]


@given(st.text("年度报告0123456789.,%亿元", max_size=30), st.floats(0, 0.14))
def test_a_row_without_gaps_has_no_blanks(text: str, spread: float):
    row = glyphs(text, 50, 700)
    row = [g._replace(x0=g.x0 + n * spread * 10, x1=g.x1 + n * spread * 10) for n, g in enumerate(row)]
    assert text_of(row) == text


def test_pieces_of_a_row():
    row = glyphs("营业收入", 50, 700) + glyphs("123.45", 200, 700, first=4)
    [found] = rows(row)
    assert ["".join(g.char for g in a.glyphs) for a in atoms(found)] == ["营业收入", "123.45"]


def test_a_lowered_figure_is_in_its_row_as_it_is():
    row = glyphs("PM", 50, 700) + glyphs("2.5", 61, 697, 6, 2) + glyphs("浓度", 72, 700, first=5)
    assert [text_of(found) for found in rows(row)] == ["PM2.5浓度"]


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ([("10", 0, 10), ("2", 4, 6), ("平方米", 0, 10)], "10²平方米"),
        ([("10", 0, 10), ("-3", 4, 6), ("毫克", 0, 10)], "10⁻³毫克"),
        ([("收入", 0, 10), ("1", 4, 6), ("35亿元", 0, 10)], "收入¹35亿元"),
        ([("CO", 0, 10), ("2", -2, 6), ("排放", 0, 10)], "CO2排放"),
        ([("CO", 0, 10), ("2", -2, 6), ("35万吨", 0, 10)], "CO₂35万吨"),
        ([("log", 0, 10), ("10", -2, 6), ("100", 0, 10)], "log₁₀100"),
        ([("35", 0, 10), ("亿元", 0, 6), ("12", 0, 6)], "35亿元12"),
    ],
)
def test_raised_and_lowered_figures_run_into_no_other(parts, read: str):
    row: list[Glyph] = []
    x = 50.0
    for text, shift, size in parts:
        row += glyphs(text, x, 700 + shift, size, len(row))
        x = row[-1].x1
    assert [text_of(found) for found in rows(row)] == [read]


def test_a_line_repeated_on_two_pages_of_many_stays():
    pages = []
    for n in range(1, 13):
        sheet = Sheet(n, PAGE)
        sheet.glyphs[0] = glyphs("单位万元" if n < 3 else "第一行文字" + "甲乙丙丁戊己庚辛壬癸子丑"[n - 1], 50, 790)
        pages.append(layout(sheet))
    kept, notes = without_repeated(pages)
    assert notes == []
    assert kept == pages
