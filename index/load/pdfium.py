"""The one room that talks to pdfium: the bytes of a PDF to :class:`Sheet`s, every handle closed again.

pdfium is not safe to use from two threads; who loads PDFs at once gives each a process of its own.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import LoadError
from index.load.limits import MAX_GLYPHS, MAX_OBJECTS, MAX_PAGES, MAX_SEGMENTS
from index.load.radicals import ordinary
from index.load.sheets import Glyph, Ruling, Sheet, turned
from index.records import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

Matrix = tuple[float, float, float, float, float, float]

UNKNOWN = "\ufffd"
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
THIN = 2.6
"""A filled stroke no thicker than this, in points, is a ruling."""
SKEW = math.radians(3)
NARROWEST_BLANK = 0.08
DEPTH = 6
MARKS = 10_000
PASSWORD, BAD_SECURITY = 4, 5
INVISIBLE = "\u200b\ufeff\u2060"


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    """The document in ``data``; LoadError with the cure where there is none to read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (PASSWORD, BAD_SECURITY):
            raise LoadError("这份 PDF 加了密，需要密码才能打开。请先用阅读器另存为不加密的 PDF 再添加") from None
        raise LoadError("这份 PDF 已损坏或不完整，无法打开。请重新下载，或用阅读器打开后另存再添加") from None
    try:
        if len(document) > MAX_PAGES:
            raise LoadError(f"这份 PDF 有 {len(document)} 页，超过上限 {MAX_PAGES} 页。请拆成几个文件再添加")
        yield document
    finally:
        document.close()


def sheets(document: PdfDocument) -> Iterator[Sheet | int]:
    """The pages in order; the number of a page that cannot be opened in its place."""
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield index + 1
            continue
        try:
            yield _sheet(page, index + 1)
        except pypdfium2.PdfiumError:
            yield index + 1
        finally:
            page.close()


def marks(document: PdfDocument) -> list[tuple[int, int, str]]:
    """What the outline names: page, level from 1, title."""
    import pypdfium2

    found: list[tuple[int, int, str]] = []
    try:
        for mark in document.get_toc(max_depth=9):
            if len(found) >= MARKS:
                break
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                found.append((index + 1, min(mark.level + 1, 9), ordinary(mark.get_title())))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):  # a broken outline leaves its text on the pages
        return []
    return found


def _sheet(page: PdfPage, number: int) -> Sheet:
    sheet = text_sheet(page, number)
    _Drawings(sheet).read(page.raw)
    return sheet


def text_sheet(page: PdfPage, number: int) -> Sheet:
    """The characters of an opened page without its drawings."""
    sheet = Sheet(number, page.get_bbox())
    text = page.get_textpage()
    try:
        if text.count_chars() > MAX_GLYPHS:
            raise LoadError(
                f"第 {number} 页有 {text.count_chars()} 个字，超过每页上限 {MAX_GLYPHS}。请检查或重新制作该页"
            )
        _read_text(text.raw, text.count_chars(), sheet)
    finally:
        text.close()
    return sheet


def _read_text(text: Any, count: int, sheet: Sheet) -> None:
    """The characters of a page into ``sheet``, each in the frame in which it stands upright."""
    import pypdfium2.raw as raw

    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    blank: Glyph | None = None
    high, order, skewed = 0, 0, []
    for i in range(count):
        if raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        char = _char(raw, text, i, code)
        if not char:
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        raw.FPDFText_GetLooseCharBox(text, i, box)
        raw.FPDFText_GetMatrix(text, i, matrix)
        turn = _turn(matrix)
        if turn is None:
            skewed.append(char.strip())
            continue
        left, _, right, _ = turned((box.left, box.bottom, box.right, box.top), turn)
        _, base, _, _ = turned((x.value, y.value, x.value, y.value), turn)
        glyph = Glyph(char, left, right, base, _size(raw, text, i, matrix), order)
        if not all(map(math.isfinite, glyph[1:5])):
            sheet.outside += not char.isspace()
            continue
        if char.isspace():
            blank = glyph
            continue
        if blank is not None and _parts(blank, glyph):
            glyph = glyph._replace(spaced=True)
        blank = None
        order += 1
        if not _inside((box.left + box.right) / 2, (box.bottom + box.top) / 2, sheet.box):
            sheet.outside += 1
            continue
        sheet.unknown += char == UNKNOWN
        sheet.glyphs.setdefault(turn, []).append(glyph)
    sheet.skewed = "".join(skewed)


def _char(raw: Any, text: Any, i: int, code: int) -> str:
    """The character, "" for none. What a font has no code point for comes as its number in the font: that is no character."""
    if raw.FPDFText_IsHyphen(text, i) == 1 or code == 0xAD:
        return "-"  # every hyphen of a page is drawn, at a line end too: it may be a minus
    if raw.FPDFText_HasUnicodeMapError(text, i) == 1 or code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
        return UNKNOWN
    char = chr(code)
    if char in INVISIBLE:
        return ""
    return " " if char < " " else ordinary(char)


def _parts(blank: Glyph, glyph: Glyph) -> bool:
    """True where a blank of the file is one on the page: in the row of the character after it and not written over."""
    width = blank.x1 - blank.x0
    level = abs(blank.base - glyph.base) < 0.5 * glyph.size
    return level and width > NARROWEST_BLANK * glyph.size and glyph.x0 >= blank.x0 + 0.5 * width


def _turn(matrix: Any) -> int | None:
    """Quarter turns of a character; None where it stands askew."""
    angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    quarter = round(angle)
    return quarter % 4 if abs(angle - quarter) * math.pi / 2 <= SKEW else None


def _size(raw: Any, text: Any, i: int, matrix: Any) -> float:
    across = math.hypot(matrix.a, matrix.b)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) / across if across else 1.0
    return float(max(raw.FPDFText_GetFontSize(text, i) * scale, 0.1))


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


class _Drawings:
    """Reads the rulings of a page, those in nested forms too."""

    def __init__(self, sheet: Sheet) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._sheet = sheet
        self._objects = self._segments = 0

    def read(self, page: Any) -> None:
        """Rulings and the share of pictures into the sheet."""
        raw = self._raw
        for n in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, n), UPRIGHT, 0)
            if self._objects > MAX_OBJECTS or self._segments > MAX_SEGMENTS:
                self._sheet.crowded = True
                self._sheet.rulings.clear()
                break
        self._sheet.drawn = self._objects

    def _object(self, item: Any, outer: Matrix, depth: int) -> None:
        raw = self._raw
        self._objects += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEPTH:
            inner = _times(self._matrix(item), outer)
            for n in range(raw.FPDFFormObj_CountObjects(item)):
                if self._objects > MAX_OBJECTS or self._segments > MAX_SEGMENTS:
                    return
                self._object(raw.FPDFFormObj_GetObject(item, n), inner, depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFPageObj_GetMatrix(item, matrix)
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, item: Any, outer: Matrix) -> Box:
        sides = [ctypes.c_float() for _ in range(4)]
        self._raw.FPDFPageObj_GetBounds(item, *sides)
        left, bottom, right, top = (side.value for side in sides)
        return _box(_point(outer, left, bottom), _point(outer, right, top))

    def _picture(self, item: Any, outer: Matrix) -> None:
        box = self._bounds(item, outer)
        page = self._sheet.box
        width = max(0.0, min(box[2], page[2]) - max(box[0], page[0]))
        height = max(0.0, min(box[3], page[3]) - max(box[1], page[1]))
        self._sheet.pictured += width * height / max(1.0, (page[2] - page[0]) * (page[3] - page[1]))
        self._bar(box)

    def _path(self, item: Any, outer: Matrix) -> None:
        raw = self._raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        count = raw.FPDFPath_CountSegments(item)
        self._segments += count
        if not stroke.value and count <= 5:
            self._bar(self._bounds(item, outer))
        elif self._segments <= MAX_SEGMENTS:
            for points in self._strokes(item, count, _times(self._matrix(item), outer)):
                if stroke.value:
                    for a, b in itertools.pairwise(points):
                        self._bar(_box(a, b))
                else:
                    self._bar(_box(*points))

    def _strokes(self, item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each part of a path that is made of straight lines; a curve ends a part."""
        raw = self._raw
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for n in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, n)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = _point(matrix, x.value, y.value)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
                points.append(point)
                if raw.FPDFPathSegment_GetClose(segment) and points[0] != point:
                    points.append(points[0])
                continue
            if len(points) > 1:
                yield points
            points = [point]
        if len(points) > 1:
            yield points

    def _bar(self, box: Box) -> None:
        """A ruling where ``box`` is thin; a dot is both, for it may join two."""
        left, bottom, right, top = box
        page = self._sheet.box
        on_page = right >= page[0] and left <= page[2] and top >= page[1] and bottom <= page[3]
        if not on_page or not all(map(math.isfinite, box)):
            return
        if top - bottom <= THIN:
            self._sheet.rulings.append(Ruling(True, (bottom + top) / 2, left, right))
        if right - left <= THIN:
            self._sheet.rulings.append(Ruling(False, (left + right) / 2, bottom, top))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        *_point(outer, e, f),
    )


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(*points: tuple[float, float]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
