"""PDF to raw text: lines in reading order, tables as rows, without what each page repeats; with page and box of each line.

Only what has a text layer can be read. Everything that is left out is told, and nothing is guessed: a character without a
code point is shown as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index import steps
from index.errors import LoadError
from index.load.cells import Filled, glued
from index.load.continued import Board, joined
from index.load.layout import Laid, layout
from index.load.limits import MAX_TEXT
from index.load.lines import Line
from index.load.pdfium import UNKNOWN, marks, opened, sheets
from index.load.repeated import shown, without_repeated
from index.load.sheets import Sheet
from index.records import Cell, Heading, RawText, Run, Table

INDENT = "\u3000\u3000"
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
        LoadError: it cannot be opened, is too long, or no page has a text layer.
    """
    notes = _Notes()
    pages: list[Laid] = []
    length = 0
    with opened(data) as document:
        for number, sheet in enumerate(sheets(document)):
            steps.at(steps.PAGES, number, len(document))
            if isinstance(sheet, int):
                notes.broken.append(sheet)
            elif notes.readable(sheet):
                length += sheet.count
                if length > MAX_TEXT:
                    raise LoadError(f"文本超过上限 {MAX_TEXT} 字。请拆成几个文件再添加")
                pages.append(layout(sheet))
        outline = marks(document)
    if not pages and (notes.scanned or notes.coded or notes.broken):
        raise LoadError(notes.refusal())
    kept, repeated = without_repeated(pages)
    items, heads = joined(kept)
    writer = _Writer()
    for item in items:
        writer.add(item)
    cut = [] if END in data[-TAIL:] else ["文件末尾缺少结束标记，可能没有传完，后面的页也许不全"]
    text = "".join(writer.parts)
    headings = _headings(text, writer.runs, outline)
    left_out = (*repeated, *heads, *notes.lines(), *cut)
    return RawText(text, "pdf", tuple(writer.runs), tuple(writer.tables), headings, left_out)


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

    def refusal(self) -> str:
        """Why there is nothing to read, with the cure."""
        if self.scanned:
            return (
                f"{pages_in_words(self.scanned)}没有文字层（可能是扫描件），读不出文字。"
                "请用带文字层的 PDF，或先做文字识别（OCR）再添加"
            )
        if self.coded:
            return (
                f"{pages_in_words(self.coded)}的字体没有文字编码，读出来会是乱码。"
                "请换一份能复制文字的 PDF，或先做文字识别（OCR）再添加"
            )
        return f"{pages_in_words(self.broken)}已损坏，无法打开。请重新下载，或用阅读器打开后另存再添加"

    def lines(self) -> list[str]:
        """In words what is missing."""
        out = []
        if self.scanned:
            out.append(f"{pages_in_words(self.scanned)}没有文字层（可能是扫描图），没有读；要读请先做文字识别（OCR）")
        if self.coded:
            out.append(f"{pages_in_words(self.coded)}的字体没有文字编码，没有读；要读请先做文字识别（OCR）")
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


def pages_in_words(pages: Sequence[int]) -> str:
    """Page numbers in order as a reader would say them.

    >>> pages_in_words([1, 2, 3, 7, 9, 10])
    '第1—3、7、9—10页'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return f"第{'、'.join(str(a) if a == b else f'{a}—{b}' for a, b in runs)}页"


class _Writer:
    """Puts lines and tables into one text, and notes where each came to stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.tables: list[Table] = []
        self._length = 0

    def add(self, item: Line | Board) -> None:
        """Write a line, or the rows of a table, each on its line."""
        if isinstance(item, Line):
            self._write(("\n" if item.parted else "") + (INDENT if item.indented else ""))
            self._line(item)
            self._write("\n")
            return
        cells = [cell for row in item.rows for cell in self._row(row)]
        self.tables.append(Table(tuple(cells), item.heads))

    def _row(self, row: Iterable[Filled]) -> list[Cell]:
        out: list[Cell] = []
        for cell in sorted(row, key=lambda cell: cell.place.column):
            if out:
                self._write("\t")
            start = self._length
            for glue, line in glued(cell.lines):
                self._write(glue)
                self._line(line)
            out.append(
                Cell(start, self._length, cell.place.row, cell.place.column, cell.place.rows, cell.place.columns)
            )
        self._write("\n")
        return out

    def _line(self, line: Line) -> None:
        start = self._length
        self._write(line.text)
        self.runs.append(Run(start, self._length, line.page, line.box))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _headings(text: str, runs: Sequence[Run], outline: Sequence[tuple[int, int, str]]) -> tuple[Heading, ...]:
    """The lines that the outline names, each title on the page it leads to."""
    if not outline:
        return ()
    wanted = {(page, "".join(title.split())): level for page, level, title in outline}
    found = []
    for run in runs:
        level = wanted.pop((run.page, "".join(text[run.start : run.end].split())), None)
        if level is not None:
            found.append(Heading(run.start, run.end, level))
    return tuple(found)
