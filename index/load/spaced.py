"""Tables in plain text, whose columns are set apart by blanks, tabs or bars, to rows of cells.

Strict, for a wrong grid is worse than none: heads stand right above the rows, and every row has a cell for each of them, or
its cells stand under heads of their own. Whatever is not like this stays a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.load.limits import MAX_CELLS
from index.load.spots import MEASURES, Piece, columns_of, pieces_of, placed
from index.load.text import decode
from index.records import Cell, RawText, Table
from index.traditional import AnyScript

LONGEST_LINE, LONGEST_NAME, LONGEST_HEAD = 400, 30, 24
MOST_HEADS, FEWEST_ROWS, MOST_COLUMNS = 3, 2, 40
_BLANK: Final = " \t\u3000\xa0"
_LINE_END = re.compile(r"\r\n|[\n\r\f]")
_NUMBER: Final = r"[0-9０-９]+(?:[,，.．][0-9０-９]+)*"
_FIGURE = AnyScript(
    rf"[约超近]?[-+－−＋–(（▲△↑↓]?{_NUMBER}[)）]?(?:[%％‰倍]|个百分点)?(?:[十百千万亿]*[余多]?[\u4e00-\u9fff]{{1,3}})?|不适用|[-—–－/…]{{1,3}}"
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:年.*)?|(?:[12１２][0-9０-９])?[0-9０-９]{2}年.{0,3}|[0-9０-９]{1,2}月.{0,3}")
"""Heads a column as well as any word."""
_ENDED = re.compile(r"[。！？；，,;：:]$")
_INSIDE = re.compile(r"[。！？；，]")
_CAPTION = AnyScript(
    r"^[（(]?(?:附?表|续表|附件|附录|图)[一二三四五六七八九十0-9０-９\-－.．：:、 \u3000）)]|单位[:：]|^(?:附?表)$"
)
_BAR: Final = "|"
_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*")
"""Under the heads of a table that is written with bars: |---|---|."""
_NOTE = AnyScript(r"^[（(\[]?(?:注|备注|说明|资料来源|数据来源|来源)")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章节部])"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: ``[start, end)`` without and ``after`` with its end, and what stands on it apart."""

    start: int
    end: int
    after: int
    text: str
    pieces: tuple[Piece, ...]

    @property
    def blank(self) -> bool:
        """True where nothing stands on it."""
        return not self.pieces


_Row = tuple[tuple[str, int], ...]
"""Cells: the text of each, "" where nothing stands, and over how many columns it is."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A table on the lines from ``first`` to before ``last``: its rows of cells, and how many of them head it."""

    first: int
    last: int
    rows: tuple[_Row, ...]
    heads: int


def read_text(data: bytes) -> RawText:
    """Plain text with the tables in it; LoadError where no encoding gives readable text."""
    return with_tables(decode(data))


def with_tables(raw: RawText) -> RawText:
    r"""``raw`` with its tables told, a tab between their cells; the same where it has none.

    >>> with_tables(RawText("法院      收案    结案\n甲区法院  1,250   1,198\n乙县法院  830     812\n", "")).text
    '法院\t收案\t结案\n甲区法院\t1,250\t1,198\n乙县法院\t830\t812\n'
    """
    lines = list(_lines(raw.text))
    parts: list[str] = []
    tables: list[Table] = []
    at = length = 0
    left = MAX_CELLS
    for found in _tables(lines):
        left -= sum(map(len, found.rows))
        if left < 0:  # more tables than a report has: what is no table was always read
            break
        before = raw.text[at : lines[found.first].start]
        parts.append(before)
        length += len(before)
        table, written = _written(found, length)
        tables.append(table)
        parts.append(written)
        length += len(written)
        at = lines[found.last - 1].after
    return replace(raw, text="".join(parts) + raw.text[at:], tables=tuple(tables)) if tables else raw


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for match in _LINE_END.finditer(text):
        yield _line(text, at, match.start(), match.end())
        at = match.end()
    yield _line(text, at, len(text), len(text))


def _line(text: str, start: int, end: int, after: int) -> _Line:
    own = text[start:end]
    if _RULE.fullmatch(own):
        return _Line(start, end, after, "", ())
    if end - start > LONGEST_LINE:
        return _Line(
            start, end, after, own.strip(), (Piece(own.strip(), (0,) * len(MEASURES), (end - start,) * len(MEASURES)),)
        )
    return _Line(start, end, after, own, tuple(pieces_of(own)))


def _written(found: _Found, start: int) -> tuple[Table, str]:
    """The table as a record whose text begins at ``start``, and its text."""
    cells: list[Cell] = []
    out: list[str] = []
    for number, row in enumerate(found.rows):
        column = 0
        for n, (text, over) in enumerate(row):
            cells.append(Cell(start, start + len(text), number, column, 1, over))
            out.append(text + ("\t" if n + 1 < len(row) else "\n"))
            start += len(text) + 1
            column += over
    return Table(tuple(cells), found.heads), "".join(out)


def _tables(lines: Sequence[_Line]) -> Iterator[_Found]:
    """The tables among the lines, in order."""
    at = free = 0
    while at < len(lines):
        if not _is_row(lines[at]):
            at += 1
            continue
        end = _run(lines, at)
        heads = _heads(lines, at, free)
        found = _table(lines, heads, at, end) if heads else None
        if found is not None:
            yield found
            free = end
        at = end


def _is_row(line: _Line) -> bool:
    """True for a line that may be a row of figures: words or a year, and figures apart from them."""
    if len(line.pieces) == 0 or _ENDED.search(line.text.rstrip(_BLANK)):
        return False
    cells = _words(line)
    return (
        len(cells) > 1
        and any(_is_figure(cell) for cell in cells[1:])
        and not _is_above(line)
        and not any(_INSIDE.search(cell) for cell in cells if not _is_figure(cell))
    )


def _words(line: _Line) -> list[str]:
    return [cell for cell in _by_bars(line) if cell] or line.text.split()


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell)) and not _DATE.fullmatch(cell)


def _is_above(line: _Line) -> bool:
    """True for a caption, a unit or a note, which no table begins with."""
    words = line.text.strip(_BLANK)
    return bool(_CAPTION.search(words) or _NOTE.search(words))


def _run(lines: Sequence[_Line], start: int) -> int:
    """Where the rows that begin at ``start`` end: the names of groups of rows, and single blank lines, may stand among them."""
    end = start + 1
    names = blanks = 0
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line.blank:
            blanks += 1
        elif _is_row(line):
            end = at + 1
            names = 0
        elif _is_name(line) and not names:
            names += 1
        else:
            break
        if blanks > 1:
            break
        blanks = blanks if line.blank else 0
    return end


def _is_name(line: _Line) -> bool:
    """True for a line that may name the rows below it."""
    words = line.text.strip(_BLANK)
    alone = len(line.pieces) == 1 and len(words) <= LONGEST_NAME and not words.startswith(_BAR)
    return alone and not _INSIDE.search(words) and not _is_above(line) and not _NUMBERED.match(words)


def _heads(lines: Sequence[_Line], start: int, free: int) -> list[int]:
    """The lines right above the rows that may head them, from ``free`` on, in order."""
    found: list[int] = []
    for at in range(start - 1, max(free, start - 2 * MOST_HEADS) - 1, -1):
        line = lines[at]
        if line.blank:
            if found or (at + 1 < len(lines) and lines[at + 1].blank):
                break
            continue
        if len(found) == MOST_HEADS or not _may_head(line):
            break
        found.insert(0, at)
    return found


def _may_head(line: _Line) -> bool:
    cells = _words(line)
    return (
        len(cells) > 1
        and not _is_above(line)
        and not _ENDED.search(line.text.rstrip(_BLANK))
        and all(len(cell) <= LONGEST_HEAD and not _INSIDE.search(cell) for cell in cells)
        and not any(map(_is_figure, cells))
    )


def _table(lines: Sequence[_Line], heads: Sequence[int], start: int, end: int) -> _Found | None:
    """The table of these heads and rows; None where some cell has no clear place."""
    body = [line for line in lines[start:end] if not line.blank]
    rows = [line for line in body if _is_row(line)]
    if len(rows) < FEWEST_ROWS:
        return None
    common = {split: Counter(len(split(row)) for row in rows) for split in _SPLITS}
    for count in _counts(lines[heads[-1]], [lines[head] for head in heads]):
        for split in _SPLITS:
            read = _fitted(rows, count, split) if 2 * common[split][count] >= len(rows) else None
            if read is None:
                continue
            above = _headed([lines[head] for head in heads], count, split, rows)
            if above is None:
                continue
            of_row = iter(read)
            cells = [_single(next(of_row)) if _is_row(line) else ((line.text.strip(_BLANK), count),) for line in body]
            return _Found(heads[len(heads) - len(above)], end, (*above, *cells), len(above))
    return None


def _counts(last: _Line, heads: Sequence[_Line]) -> list[int]:
    """How many columns the heads may be over, the likeliest first; above names of rows there may be none."""
    found: list[int] = []
    for line in (last, *heads):
        for split in _SPLITS:
            count = len(split(line))
            found += [count, count + 1] if line.text[:1] in tuple(_BLANK) else [count]
    return [count for count in dict.fromkeys(found) if 2 <= count <= MOST_COLUMNS]


_Split = Callable[[_Line], list[str]]


def _by_bars(line: _Line) -> list[str]:
    """The cells of a line that bars begin, part and end."""
    words = line.text.strip(_BLANK)
    barred = len(words) > 1 and words[0] == words[-1] == _BAR
    return [cell.strip(_BLANK) for cell in words[1:-1].split(_BAR)] if barred else []


def _by_tabs(line: _Line) -> list[str]:
    return [cell.strip(_BLANK) for cell in line.text.split("\t")] if "\t" in line.text.strip(_BLANK) else []


def _by_gaps(line: _Line) -> list[str]:
    return [piece.text for piece in line.pieces]


def _by_blanks(line: _Line) -> list[str]:
    return line.text.split()


_SPLITS: Final[tuple[_Split, ...]] = (_by_bars, _by_tabs, _by_gaps, _by_blanks)
"""Ways to tell the cells of a line; all lines of a table are read in one of them."""


def _fitted(rows: Sequence[_Line], count: int, split: _Split) -> list[tuple[str, ...]] | None:
    """The cells of each row, most of which have so many; one that has fewer has a long name with one blank behind it, or lacks some."""
    read: list[tuple[str, ...] | None] = []
    for row in rows:
        cells = split(row)
        if len(cells) < count and split is _by_gaps:
            cells = _loosened(cells, count)
        read.append(tuple(cells) if len(cells) == count else None)
    full = [row for row, cells in zip(rows, read, strict=True) if cells is not None]
    if len(full) < FEWEST_ROWS or (len(full) < len(rows) and split is not _by_gaps):
        return None
    for measure in MEASURES if len(full) < len(rows) else ():
        columns = columns_of([row.pieces for row in full if len(row.pieces) == count], measure)
        filled = [
            cells or (placed(row.pieces, columns, measure) if columns else None)
            for row, cells in zip(rows, read, strict=True)
        ]
        if all(filled):
            read = filled
            break
    found = [cells for cells in read if cells is not None]
    return found if len(found) == len(rows) and _tells_figures(found) else None


def _loosened(cells: Sequence[str], count: int) -> list[str]:
    """Cells of which some are parted again at a blank before a figure, from the last on, up to so many."""
    found = list(cells)
    for at in range(len(cells) - 1, -1, -1):
        while len(found) < count and " " in found[at] and _is_figure(found[at].rsplit(" ", 1)[1]):
            found[at : at + 1] = found[at].rsplit(" ", 1)
    return found


def _tells_figures(rows: Sequence[Sequence[str]]) -> bool:
    """True where the last cells are figures more often than not, and no row is of figures alone."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    named = all(any(cell and not _is_figure(cell) for cell in row) for row in rows)
    return named and 2 * sum(map(_is_figure, cells)) >= len(cells)


def _headed(heads: Sequence[_Line], count: int, split: _Split, rows: Sequence[_Line]) -> tuple[_Row, ...] | None:
    """The cells of each line of heads; lines above that have no clear place are none, where the others suffice."""
    found: list[_Row] = []
    for line in reversed(heads):
        cells = _over(line, count, split, rows)
        if cells is None:
            break
        found.insert(0, cells)
    own = list(zip(*([text for text, over in cells for _ in range(over)] for cells in found), strict=True))
    told = all(any(cells) for cells in own[1:]) and len(set(own)) == len(own)
    return tuple(found) if found and told else None


def _single(cells: Sequence[str]) -> _Row:
    return tuple((cell, 1) for cell in cells)


def _over(line: _Line, count: int, split: _Split, rows: Sequence[_Line]) -> _Row | None:
    """The heads of a line, one for each column; None where they have no clear place."""
    cells = split(line)
    if len(cells) == count:
        return _single(cells)
    if split is not _by_gaps or not cells:
        return None
    if len(cells) == count - 1 and line.text[:1] in tuple(_BLANK):
        return _single(("", *cells))
    model = [row.pieces for row in rows if len(row.pieces) == count]
    for measure in MEASURES:
        columns = columns_of(model, measure)
        if not columns:
            continue
        grouped = _grouped(line, columns[1:], measure)
        alone = placed(line.pieces, columns, measure) if grouped is None else None
        if grouped is not None or alone is not None:
            return grouped or _single(alone or ())
    return None


def _grouped(line: _Line, columns: Sequence[tuple[int, int]], measure: int) -> _Row | None:
    """Heads that each stand over as many columns; None where they stand elsewhere."""
    corner = line.text[:1] not in tuple(_BLANK)
    groups = line.pieces[corner:]
    if not groups or not columns or len(columns) % len(groups) or len(columns) == len(groups):
        return None
    wide = len(columns) // len(groups)
    found = [(line.pieces[0].text if corner else "", 1)]
    for n, piece in enumerate(groups):
        middle = (piece.left[measure] + piece.right[measure]) / 2
        if not columns[n * wide][0] <= middle <= columns[n * wide + wide - 1][1]:
            return None
        found.append((piece.text, wide))
    return tuple(found)
