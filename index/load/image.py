"""Pictures of pages to raw text, through OCR: PNG, JPEG, BMP, WebP, and TIFF with one page or several."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from index.errors import LoadError
from index.load.limits import MAX_OCR_PAGES, MAX_PIXELS, OCR_SIDE
from index.load.ocr import Picture, require
from index.load.paged import Pages
from index.records import Box, RawText

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
PAGED: Final = "TIFF"
LONG_SIDE: Final = 842.0
"""The longer side of a picture in points, as that of A4: pictures do not tell their size in any way to rely on."""
DEEP: Final = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
"""Modes of more than eight bits a colour."""
BROKEN: Final = "这张图片已损坏或不完整，读不了。请重新扫描或下载，或用看图软件打开后另存为 PNG 再添加"


def read_image(data: bytes) -> RawText:
    """The text of a picture, each of its pages told as read by OCR.

    Raises:
        LoadError: OCR is not installed, the picture is damaged, too large or has too many pages, or no text is on it.
    """
    require()
    pages = Pages()
    for number, picture in enumerate(_pictures(data), 1):
        pages.add_picture(picture, 0, number, _box(picture))
    raw = pages.written("image")
    if not raw.text.strip():
        raise LoadError("图片里没有认出文字。请换一张更清楚的图，或另存为 TXT 再添加")
    return raw


def _box(picture: Picture) -> Box:
    height, width = picture.shape[:2]
    points = LONG_SIDE / max(width, height)
    return 0.0, 0.0, width * points, height * points


def _pictures(data: bytes) -> Iterator[Picture]:
    """Each page of a picture, upright as its camera tells, on white, no larger than is read."""
    from PIL import Image, UnidentifiedImageError

    # The sizes are looked at below, before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                for number in range(MAX_OCR_PAGES + 1):
                    if number and not _turned_to(image, number):
                        return
                    if number == MAX_OCR_PAGES:
                        raise LoadError(f"这张图片有 {MAX_OCR_PAGES} 页以上，超过文字识别的上限。请拆成几个文件再添加")
                    yield _picture(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error):
        raise LoadError(BROKEN) from None


def _turned_to(image: Image, number: int) -> bool:
    """Turns to a page; False where there is none. What moves has one page: its first picture."""
    if image.format != PAGED:
        return False
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _picture(image: Image) -> Picture:
    from PIL import ImageOps

    width, height = image.size
    if width * height > MAX_PIXELS:
        raise LoadError(
            f"图片太大：{width}×{height} 像素，超过上限 {MAX_PIXELS // 10_000} 万像素。请缩小，或用较低的分辨率重新扫描后再添加"
        )
    if min(width, height) < 1:
        raise LoadError(BROKEN)
    image.draft("RGB", (OCR_SIDE, OCR_SIDE))
    page = _eight_bits(image) if image.mode in DEEP else image
    page = _shrunk(page)
    page = _on_white(ImageOps.exif_transpose(page))
    return np.ascontiguousarray(np.asarray(page.convert("RGB"), dtype=np.uint8))


def _eight_bits(image: Image) -> Image:
    """A picture of deeper greys, from its darkest to its lightest; a plain conversion would cut them off."""
    from PIL import Image as Images

    greys = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0, neginf=0)
    low, high = float(greys.min()), float(greys.max())
    scaled = (greys - low) * (255 / (high - low)) if high > low else np.full_like(greys, 255)
    made = Images.fromarray(scaled.astype(np.uint8))
    made.info = image.info
    return made


def _shrunk(image: Image) -> Image:
    """A picture whose longer side is not longer than is read."""
    factor = max(image.size) // OCR_SIDE
    if factor > 1 and image.mode not in ("P", "1"):
        image = image.reduce(factor)
    if max(image.size) <= OCR_SIDE:
        return image
    ratio = OCR_SIDE / max(image.size)
    size = max(1, round(image.width * ratio)), max(1, round(image.height * ratio))
    return (image.convert("L") if image.mode == "1" else image).resize(size)


def _on_white(image: Image) -> Image:
    """What can be seen through, laid on white paper."""
    from PIL import Image as Images

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    clear = image.convert("RGBA")
    return Images.alpha_composite(Images.new("RGBA", clear.size, "white"), clear)
