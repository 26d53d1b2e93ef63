"""A page that can be drawn, of each format that has such: how large it is, what stands where on it, and a piece of it as an image."""

from __future__ import annotations

import ctypes
import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from index.errors import LoadError
from index.load.formats import sniff
from index.load.limits import MAX_SCANNED
from index.load.pdfium import opened, text_sheet
from index.load.sheets import Glyph
from index.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

Size = tuple[int, int]

FINE: Final = 16
"""pdfium tells places in whole pixels: so many to a point are fine enough to reckon with."""
PAPER: Final = (255, 255, 255, 255)
LONG_SIDE: Final = 842.0
"""The longer side of a picture in points: its boxes are told so, as if it were A4."""
READ: Final = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")


class Leaf(Protocol):
    """A page. A box that is *seen* is in points from its upper left corner as a reader holds it, down is more."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as it is seen."""

    @property
    def pages(self) -> int:
        """How many there are in its file."""

    @property
    def glyphs(self) -> Mapping[int, Sequence[Glyph]]:
        """The characters on it by their turn, as :class:`index.load.sheets.Sheet` has them; none where it is all picture."""

    def seen(self, box: Box) -> Box:
        """A box of the page, as the runs of its text tell it, as it is seen."""

    def drawn(self, left: float, top: float, scale: float, size: Size) -> Image:
        """What is seen from a place on, at so many pixels a point; beyond the page there is white paper."""


class PdfLeaf:
    """A page of a PDF."""

    def __init__(self, page: PdfPage, number: int, pages: int) -> None:
        self._page = page
        self.pages = pages
        self.glyphs: Mapping[int, Sequence[Glyph]] = text_sheet(page, number).glyphs
        width, height = page.get_size()
        self.size = max(1.0, width), max(1.0, height)

    def seen(self, box: Box) -> Box:
        """As :meth:`Leaf.seen`; its rotation and its crop are taken into account."""
        import pypdfium2.raw as raw

        whole = round(self.size[0] * FINE), round(self.size[1] * FINE)
        x, y = ctypes.c_int(), ctypes.c_int()
        xs, ys = [], []
        for across, up in ((box[0], box[1]), (box[2], box[3])):
            raw.FPDF_PageToDevice(self._page.raw, 0, 0, *whole, 0, across, up, x, y)
            xs.append(x.value / FINE)
            ys.append(y.value / FINE)
        return min(xs), min(ys), max(xs), max(ys)

    def drawn(self, left: float, top: float, scale: float, size: Size) -> Image:
        """As :meth:`Leaf.drawn`."""
        import pypdfium2
        import pypdfium2.raw as raw

        bitmap = pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR, rev_byteorder=True)
        try:
            bitmap.fill_rect(PAPER, 0, 0, *size)
            place = -round(left * scale), -round(top * scale)
            whole = round(self.size[0] * scale), round(self.size[1] * scale)
            flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
            raw.FPDF_RenderPageBitmap(bitmap.raw, self._page.raw, *place, *whole, 0, flags)
            image: Image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        return image


class ImageLeaf:
    """A page of a scanned picture, upright as its camera tells."""

    glyphs: Mapping[int, Sequence[Glyph]] = {}

    def __init__(self, image: Image, pages: int) -> None:
        self._image = image
        self.pages = pages
        self._points = LONG_SIDE / max(image.size)
        self.size = image.width * self._points, image.height * self._points

    def seen(self, box: Box) -> Box:
        """As :meth:`Leaf.seen`."""
        left, bottom, right, top = box
        return left, self.size[1] - top, right, self.size[1] - bottom

    def drawn(self, left: float, top: float, scale: float, size: Size) -> Image:
        """As :meth:`Leaf.drawn`."""
        from PIL import Image as Images

        step = 1 / (scale * self._points)  # pixels of the scan to one that is drawn
        factor = max(1, int(step))
        source = self._image.reduce(factor) if factor > 1 else self._image
        step, points = step / factor, self._points * factor
        place = (step, 0.0, left / points, 0.0, step, top / points)
        return source.transform(size, Images.Transform.AFFINE, place, Images.Resampling.BILINEAR, fillcolor=PAPER[:3])


@contextmanager
def _pdf(data: bytes, number: int) -> Iterator[Leaf]:
    import pypdfium2

    with opened(data) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            raise LoadError(f"这份文件没有第{number}页")
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            raise LoadError(f"第{number}页已损坏，画不出来") from None
        try:
            yield PdfLeaf(page, number, pages)
        finally:
            page.close()


@contextmanager
def _image(data: bytes, number: int) -> Iterator[Leaf]:
    from PIL import Image as Images
    from PIL import ImageOps

    Images.MAX_IMAGE_PIXELS = None  # the size is looked at before anything is unpacked
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Images.open(io.BytesIO(data), formats=READ) as image:
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if not 1 <= number <= pages:
                raise LoadError(f"这份文件没有第{number}页")
            image.seek(number - 1)
            if image.width * image.height > MAX_SCANNED:
                raise LoadError("这张图太大，画不出来")
            yield ImageLeaf(_on_white(ImageOps.exif_transpose(image)), pages)


def _on_white(image: Image) -> Image:
    from PIL import Image as Images

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    return Images.alpha_composite(Images.new("RGBA", clear.size, PAPER), clear).convert("RGB")


Opener = Callable[[bytes, int], AbstractContextManager[Leaf]]
LEAVES: Final[Mapping[str, Opener]] = {"PDF": _pdf, "图片": _image}
"""Formats whose pages can be drawn; of the others the text itself is shown."""


def leaf_of(data: bytes, number: int) -> AbstractContextManager[Leaf]:
    """A page of a file, from 1, to be drawn.

    Raises:
        LoadError: there is no such page, or it cannot be opened.
    """
    opener = LEAVES.get(sniff(data))
    if opener is None:
        raise LoadError("这种文件没有可画的页")
    return opener(data, number)
