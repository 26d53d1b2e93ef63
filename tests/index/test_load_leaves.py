"""Scanned pictures are drawn as PDFs are: places on them come to stand where they are on the picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from index.errors import LoadError
from index.load import leaves
from index.load.leaves import LONG_SIDE
from index.load.painting import FILL, painted
from index.load.view import ASKED, PART, Picture, Spot, View
from index.records import Box
from tests.pdfs import Page, pdf

RED, BLUE = (200, 0, 0), (0, 0, 200)
SIZE = (1240, 1754)
PLACE = (600, 700, 760, 730)
"""A stretch on a scan, in its pixels from above."""


def scan(size: tuple[int, int] = SIZE, place: tuple[int, int, int, int] = PLACE, mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, "white" if mode == "RGB" else (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle(place, fill=RED)
    return image


def saved(*images: Image.Image, format: str = "PNG", **told: object) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(out, format, **more, **told)
    return out.getvalue()


def box_of(size: tuple[int, int] = SIZE, place: tuple[int, int, int, int] = PLACE) -> Box:
    points = LONG_SIDE / max(size)
    left, top, right, bottom = place
    return left * points, (size[1] - bottom) * points, right * points, (size[1] - top) * points


def spot(box: Box) -> Spot:
    return Spot(ASKED, box, "35.8亿元", 0, 6)


def seen(picture: Picture) -> tuple[float, ...]:
    """Where on the picture the red of the scan is."""
    points = np.asarray(Image.open(io.BytesIO(picture.image)).convert("RGB"))
    rows, columns = np.nonzero((points[..., 0] > 120) & (points[..., 1] < 60) & (points[..., 2] < 60))
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_a_place_on_a_scan_is_where_it_is_on_the_picture(format: str, whole: bool):
    picture = painted(saved(scan(), format=format), View(1, (spot(box_of()),), whole))
    [mark] = picture.marks
    assert not mark.exact
    assert seen(picture) == pytest.approx(mark.place, abs=4)
    assert whole or (picture.width, picture.height) == PART


def test_a_large_scan_is_made_smaller_before_it_is_drawn():
    size, place = (5000, 7000), (2400, 3000, 3000, 3100)
    picture = painted(saved(scan(size, place)), View(1, (spot(box_of(size, place)),)))
    assert seen(picture) == pytest.approx(picture.marks[0].place, abs=4)


def test_a_scan_that_lies_on_its_side_is_seen_upright():
    told = Image.Exif()
    told[0x0112] = 6  # turned to the right to be seen
    lying = scan().transpose(Image.Transpose.ROTATE_90)
    picture = painted(saved(lying, format="JPEG", exif=told), View(1, (spot(box_of()),), whole=True))
    assert picture.height > picture.width
    assert seen(picture) == pytest.approx(picture.marks[0].place, abs=4)


def test_what_can_be_seen_through_lies_on_white():
    picture = painted(saved(scan(mode="RGBA")), View(1, (), whole=True))
    assert Image.open(io.BytesIO(picture.image)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_pages_of_a_scan_are_told_apart():
    data = saved(scan(), Image.new("RGB", SIZE, BLUE), format="TIFF")
    second = painted(data, View(2, (spot(box_of()),), whole=True))
    assert (second.page, second.pages) == (2, 2)
    red, _, blue = Image.open(io.BytesIO(second.image)).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert blue > 190 > red
    with pytest.raises(LoadError, match="没有第3页"):
        painted(data, View(3, ()))


def test_a_scan_beyond_the_limit_is_not_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leaves, "MAX_SCANNED", 1000)
    with pytest.raises(LoadError, match="太大"):
        painted(saved(scan()), View(1, ()))


def test_on_a_scanned_page_of_a_pdf_the_place_is_measured_along_its_line():
    page = Page()
    page.picture()
    line = Spot(ASKED, (100.0, 500.0, 200.0, 510.0), "执行金额35.8亿元", 4, 10)
    [mark] = painted(pdf([page]), View(1, (line,))).marks
    assert not mark.exact
    assert mark.box == pytest.approx((100 + 100 * 4 / 8, 500.0, 200.0, 510.0))
    assert FILL[ASKED] == (255, 223, 128)


def test_what_has_no_pages_is_not_drawn():
    with pytest.raises(LoadError, match="没有可画的页"):
        painted("2024年，新收案件777件。".encode(), View(1, ()))
