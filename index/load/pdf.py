"""PDF to raw text: lines in reading order, tables as rows, without what each page repeats; with page and box of each line.

A page without a text layer, or with one of no use, is read through OCR where that is installed. Everything that is left out is
told, and nothing is guessed: a character without a code point is shown as unknown.
"""

from __future__ import annotations

from index import steps
from index.errors import LoadError
from index.load.ocr import AGAIN, CURE, installed
from index.load.paged import Pages
from index.load.pdfium import UNKNOWN, drawn, marks, opened, sheets
from index.load.repeated import shown
from index.load.sheets import Sheet
from index.records import RawText
from index.scans import pages_in_words

FEWEST = 8
"""A page with fewer characters under a picture that fills it is a scan with a stamp on it."""
PICTURED = 0.4
DRAWN = 60
"""So many drawn things and not a character: the text was turned into outlines."""
UNREADABLE = 0.3
"""Share of characters without a code point from which a page is not readable."""
END, TAIL = b"%%EOF", 2048


def read_pdf(data: bytes) -> RawText:
    """The text of a PDF.

    Raises:
        LoadError: it cannot be opened, is too long, or no page can be read.
    """
    notes = _Notes()
    pages = Pages()
    with opened(data) as document:
        for number, sheet in enumerate(sheets(document)):
            steps.at(steps.PAGES, number, len(document))
            if isinstance(sheet, int):
                notes.broken.append(sheet)
            elif notes.readable(sheet):
                pages.add(sheet)
            elif installed() and pages.add_picture(*drawn(document, sheet.number), sheet.number, sheet.box):
                notes.found(sheet.number)
        outline = marks(document)
    if not pages.any and (notes.scanned or notes.coded or notes.broken):
        raise LoadError(notes.refusal())
    cut = [] if END in data[-TAIL:] else ["文件末尾缺少结束标记，可能没有传完，后面的页也许不全"]
    return pages.written("pdf", outline, (*notes.lines(), *cut))


class _Notes:
    """What of the pages is not read, and why."""

    def __init__(self) -> None:
        self.broken: list[int] = []
        self.scanned: list[int] = []
        self.coded: list[int] = []
        self._unknown: dict[int, int] = {}
        self._outside: dict[int, int] = {}
        self._skewed: dict[str, list[int]] = {}
        self._crowded: list[int] = []

    def readable(self, sheet: Sheet) -> bool:
        """True where the page has text to read; otherwise, and of parts of it, it is noted what is missing."""
        scan = sheet.pictured >= PICTURED and sheet.count < FEWEST
        if scan or (sheet.drawn >= DRAWN and not sheet.count):
            self.scanned.append(sheet.number)
            return False
        private = sum("\ue000" <= glyph.char <= "\uf8ff" for own in sheet.glyphs.values() for glyph in own)
        if sheet.unknown + private > UNREADABLE * sheet.count:
            self.coded.append(sheet.number)
            return False
        if sheet.unknown:
            self._unknown[sheet.number] = sheet.unknown
        if sheet.outside:
            self._outside[sheet.number] = sheet.outside
        if sheet.skewed:
            self._skewed.setdefault(sheet.skewed, []).append(sheet.number)
        if sheet.crowded:
            self._crowded.append(sheet.number)
        return True

    def found(self, number: int) -> None:
        """The page was read another way."""
        self.scanned = [one for one in self.scanned if one != number]
        self.coded = [one for one in self.coded if one != number]

    def refusal(self) -> str:
        """Why there is nothing to read, with the cure."""
        cure = "文字识别（OCR）也没有认出文字，请换一份更清楚的" if installed() else CURE
        if self.scanned:
            return f"{pages_in_words(self.scanned)}没有文字层（可能是扫描件），要做文字识别（OCR）才能读。{cure}"
        if self.coded:
            return f"{pages_in_words(self.coded)}的字体没有文字编码，读出来会是乱码，要做文字识别（OCR）才能读。{cure}"
        return f"{pages_in_words(self.broken)}已损坏，无法打开。请重新下载，或用阅读器打开后另存再添加"

    def lines(self) -> list[str]:
        """In words what is missing."""
        out = []
        cure = "文字识别（OCR）也没有认出文字" if installed() else f"没有读；要读{AGAIN}"
        if self.scanned:
            out.append(f"{pages_in_words(self.scanned)}没有文字层（可能是扫描图），{cure}")
        if self.coded:
            out.append(f"{pages_in_words(self.coded)}的字体没有文字编码，{cure}")
        if self.broken:
            out.append(f"{pages_in_words(self.broken)}已损坏，没有读")
        if self._unknown:
            count = sum(self._unknown.values())
            out.append(f"{count} 个字没有文字编码，以“{UNKNOWN}”代替（{pages_in_words(list(self._unknown))}）")
        if self._outside:
            out.append(f"页面边界以外的 {sum(self._outside.values())} 个字（{pages_in_words(list(self._outside))}）")
        out += [f"斜排文字“{shown(text)}”（{len(on)}页）" for text, on in self._skewed.items()]
        if self._crowded:
            out.append(f"{pages_in_words(self._crowded)}图形过多，没有认表格，文字按行读")
        return out
