"""Pages to one raw text: what repeats on them left out, tables put together, and page and box of each line noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index import steps
from index.errors import LoadError
from index.load.cells import Filled, glued
from index.load.continued import Board, joined
from index.load.layout import Laid, layout
from index.load.limits import MAX_OCR_PAGES, MAX_TEXT
from index.load.lines import Line
from index.load.ocr import Picture
from index.load.repeated import without_repeated
from index.load.scanned import UNREAD, Scan, Tilt, scan
from index.load.sheets import Sheet
from index.records import Box, Cell, Heading, RawText, Run, Table
from index.scans import pages_in_words, remark

INDENT = "\u3000\u3000"


class Pages:
    """The pages of a file, as they are read."""

    def __init__(self) -> None:
        self._laid: list[Laid] = []
        self._scans: list[Scan] = []
        self._length = 0

    @property
    def any(self) -> bool:
        """True where a page has been read."""
        return bool(self._laid)

    def add(self, sheet: Sheet) -> None:
        """A page; LoadError where the text gets too long."""
        self._length += sheet.count
        if self._length > MAX_TEXT:
            raise LoadError(f"文本超过上限 {MAX_TEXT} 字。请拆成几个文件再添加")
        self._laid.append(layout(sheet))

    def add_picture(self, picture: Picture, turn: int, number: int, box: Box) -> bool:
        """A page that is a picture, as :func:`index.load.scanned.scan` reads it; False where there was no text on it.

        Raises:
            LoadError: there are too many of them.
        """
        if len(self._scans) >= MAX_OCR_PAGES:
            raise LoadError(f"要做文字识别（OCR）的页超过上限 {MAX_OCR_PAGES} 页。请拆成几个文件再添加")
        found = scan(picture, number, box, turn)
        steps.renewed()
        self._scans.append(found)
        if found.sheet.count:
            self.add(found.sheet)
        return bool(found.sheet.count)

    def written(
        self,
        encoding: str,
        outline: Sequence[tuple[int, int, str]] = (),
        left_out: Sequence[str] = (),
    ) -> RawText:
        """The raw text; ``outline`` names headings by page, level and title, ``left_out`` is what else is not in it."""
        kept, repeated = without_repeated(self._laid)
        items, heads = joined(kept)
        writer = _Writer({found.sheet.number: found.tilt for found in self._scans})
        for item in items:
            writer.add(item)
        text = "".join(writer.parts)
        told = (*repeated, *heads, *self._told(), *left_out)
        return RawText(
            text, encoding, tuple(writer.runs), tuple(writer.tables), _headings(text, writer.runs, outline), told
        )

    def _told(self) -> list[str]:
        """What is said of the pages read through OCR."""
        read = {found.sheet.number: found.sure for found in self._scans if found.sheet.count}
        out = [remark(read)] if read else []
        for what, counts in (
            (f"处数字看不清，以“{UNREAD}”代替", [found.unsure for found in self._scans]),
            ("行文字看不清", [found.faint for found in self._scans]),
            ("行竖排的文字", [found.upright for found in self._scans]),
        ):
            pages = [found.sheet.number for found, count in zip(self._scans, counts, strict=True) if count]
            if pages:
                out.append(f"{sum(counts)} {what}（{pages_in_words(pages)}）")
        return out


class _Writer:
    """Puts lines and tables into one text, and notes where each came to stand."""

    def __init__(self, tilts: dict[int, Tilt]) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.tables: list[Table] = []
        self._length = 0
        self._tilts = tilts

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
        tilt = self._tilts.get(line.page)
        self.runs.append(Run(start, self._length, line.page, tilt.back(line.box) if tilt else line.box))

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
