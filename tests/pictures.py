"""Reports as pictures of printed pages, clean or spoiled as scanners and copiers do."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2
A4 = (595, 842)
MARGIN, GUTTER, PITCH = 56, 20, 1.55
WHOLE = re.compile(r"[0-9][0-9.,:：/]*[%‰]?[，。；：、）”]?|.[，。；：、）”]?")
"""What no printer breaks: figures, and signs from what they close."""


def wrapped(text: str, width: float, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for part in WHOLE.findall(text):
        if font.getlength(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines


def pages(
    text: str, dots: int = 150, columns: int = 1, size: float = 10.5, noise: float = 0, askew: float = 0
) -> list[Image.Image]:
    """The paragraphs of ``text`` on as many pages of A4 as they take."""
    scale = dots / 72
    width, height = (round(side * scale) for side in A4)
    margin, gutter, pitch = round(MARGIN * scale), round(GUTTER * scale), round(size * PITCH * scale)
    font = ImageFont.truetype(FONT, round(size * scale), SIMPLIFIED)
    column = (width - 2 * margin - (columns - 1) * gutter) // columns
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [
        line
        for paragraph in paragraphs
        for line in wrapped("\u3000\u3000" * (len(paragraph) > 30) + paragraph, column, font)
    ]
    deep = (height - 2 * margin) // pitch
    made = []
    for start in range(0, len(lines), deep * columns):
        page = Image.new("L", (width, height), 255)
        draw = ImageDraw.Draw(page)
        for n, line in enumerate(lines[start : start + deep * columns]):
            place = margin + n // deep * (column + gutter), margin + n % deep * pitch
            draw.text(place, line, font=font, fill=20)
        made.append(spoiled(page, noise, askew))
    return made


def spoiled(page: Image.Image, noise: float, askew: float) -> Image.Image:
    if askew:
        page = page.rotate(askew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if not noise:
        return page
    greys = np.asarray(page.filter(ImageFilter.GaussianBlur(0.7))).astype(np.float32) * 0.9 + 20
    greys += np.random.default_rng(0).normal(0, noise, greys.shape).astype(np.float32)
    return Image.fromarray(greys.clip(0, 255).astype(np.uint8))


def slip(*lines: str, size: int = 32) -> Image.Image:
    """A small picture of a few lines."""
    font = ImageFont.truetype(FONT, size, SIMPLIFIED)
    width = max(round(font.getlength(line)) for line in lines)
    page = Image.new("L", (width + 4 * size, round(size * (1.6 * len(lines) + 2))), 255)
    draw = ImageDraw.Draw(page)
    for n, line in enumerate(lines):
        draw.text((2 * size, size + 1.6 * size * n), line, font=font, fill=0)
    return page


def saved(page: Image.Image, form: str = "PNG", more: Sequence[Image.Image] = (), **options: object) -> bytes:
    stream = io.BytesIO()
    every = {"save_all": True, "append_images": list(more)} if more else {}
    page.save(stream, form, **every, **options)
    return stream.getvalue()


def png_of(width: int, height: int) -> bytes:
    """The beginning of a PNG that says to be so large."""
    whole = bytearray(saved(Image.new("L", (1, 1))))
    whole[16:24] = width.to_bytes(4) + height.to_bytes(4)
    import zlib

    whole[29:33] = zlib.crc32(bytes(whole[12:29])).to_bytes(4)
    return bytes(whole)


def damaged() -> Iterator[tuple[str, bytes]]:
    """Pictures none of which can be read, by name."""
    noise = np.random.default_rng(1).integers(0, 255, (90, 90), np.uint8)
    page = Image.fromarray(noise)
    yield "a bomb of 10 billion pixels", png_of(100_000, 100_000)
    yield "the largest there can be", png_of(2**31 - 1, 2**31 - 1)
    yield "no pixels", png_of(0, 0)
    for form in ("PNG", "JPEG", "TIFF", "BMP", "WEBP"):
        whole = saved(page, form)
        yield f"half a {form}", whole[: len(whole) // 2]
        yield f"the head of a {form}", whole[:60]
    yield "a JPEG called PNG", b"\x89PNG" + saved(page, "JPEG")
    yield "a PNG called TIFF", b"II*\0" + saved(page)
    circle = bytearray(saved(page, "TIFF"))
    yield "a TIFF of noise", bytes(circle[:8]) + noise.tobytes()
    yield "a large BMP", saved(page, "BMP")[:18] + (2**30).to_bytes(4, "little") * 2 + saved(page, "BMP")[26:]


def ruled(
    rows: Sequence[Sequence[str]], above: str, dots: int = 150, noise: float = 0, askew: float = 0
) -> Image.Image:
    """A table with drawn lines, half a page of A4 wide, and a line above it."""
    scale = dots / 72
    size, high, wide = round(10.5 * scale), round(22 * scale), round(110 * scale)
    font = ImageFont.truetype(FONT, size, SIMPLIFIED)
    page = Image.new("L", (wide * len(rows[0]) + 2 * high, high * (len(rows) + 4)), 255)
    draw = ImageDraw.Draw(page)
    draw.text((high, high), above, font=font, fill=20)
    top, right = 3 * high, high + wide * len(rows[0])
    for n in range(len(rows) + 1):
        draw.line((high, top + n * high, right, top + n * high), fill=20, width=2)
    for n in range(len(rows[0]) + 1):
        draw.line((high + n * wide, top, high + n * wide, top + high * len(rows)), fill=20, width=2)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            draw.text((high + x * wide + size // 2, top + y * high + size // 3), cell, font=font, fill=20)
    return spoiled(page, noise, askew)
