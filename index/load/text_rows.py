"""Tables that a printed page laid out as lines: a label and its figures on each, the heads above them.

Strict: heads are told only where each of them has its place above the figures. Else the table has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from index.load.grids import Block, Grid, GridCell, Paragraph
from index.load.wrapped import unbroken
from index.traditional import AnyScript, simplified

VALUE: Final = r"(?:[(（]?[-－]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?[)）]?%?|[0-9]+\.[0-9]+%?|[-－—]|不适用)"
ROW = AnyScript(rf"(?:^|\s){VALUE}(?:\s+{VALUE})+\s*$")
"""How a row ends: at least two figures, or the marks that stand for none."""
ROW_LENGTH: Final = 400
SECTION = re.compile(r"\s*([一二三四五六七八九十]{1,3}(?:、[0-9]{1,2})?(?:[(（][0-9]{1,2}[)）])?)$")
"""The note that explains a row, at the end of its label: 八、28(1)."""
YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
DAY = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日")
NOTES: Final = frozenset(("附注", "注释"))
LABELS: Final = frozenset(("项目", "资产", "负债", "资产：", "负债："))
PUNCTUATED = re.compile(r"[，。；：！？]")
NO_LABEL = AnyScript(r"[，。；！？0-9]|附注|注释|^(?:合并|银行|本集团|本行|本公司)\b")
"""In a line of words alone: it is the end of a table, or the heads of the next."""
LABEL_LENGTH: Final = 40
HEAD_LINES: Final = 16
FEWEST_ROWS: Final = 3
WRAPPED: Final = 8
"""A label of so many characters may go on in the next line."""
LABEL_LINES: Final = 3
FULL: Final = 12
FULL_SHARE: Final = 0.85
"""A line of words as wide as the widest label goes on in the label below it."""
ITEM = AnyScript(r"[-—－·•]|其中|[加减][:：]|[一二三四五六七八九十]{1,3}、|[（(]")
"""How a label begins that is no rest of the line above it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with figures: its label, the note it is explained in, its figures."""

    label: str
    note: str
    values: tuple[str, ...]


@dataclass(slots=True)
class _Heads:
    """What stands above the rows: a head for each column in each of ``rows``; ``notes`` tells of a column of notes.

    ``groups`` are names of rows that stand below the heads.
    """

    rows: list[list[str]] = field(default_factory=list)
    notes: bool = False
    captions: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


def is_row(text: str) -> bool:
    """True for a line that ends in at least two figures of a table.

    >>> is_row("营业收入 八、33 1,204  (3)"), is_row("2019年  2018年")
    (True, False)
    """
    return len(text) <= ROW_LENGTH and bool(ROW.search(text))


def with_tables(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with a grid for each run of lines that are rows of a table, with heads where it is clear what they head.

    Without heads they are grids all the same, lest their figures run into each other.
    """
    made: list[Block] = []
    loose = 0  # columns of the grid without heads that the next row may go on with
    at = 0
    while at < len(blocks):
        row = _row(blocks[at])
        end = _end(blocks, at, len(row.values)) if row else at
        count, heads = _heads(made, len(row.values)) if row and end > at else (0, None)
        if row and heads:
            del made[len(made) - count :]
            made += [Paragraph(caption) for caption in heads.captions]
            made.append(_grid(heads, blocks[at:end], len(row.values)))
            loose = 0
        else:
            end = max(end, at + 1)
            for block in blocks[at:end]:
                loose = _add_loose(made, block, loose)
        at = end
    return made


def _add_loose(made: list[Block], block: Block, loose: int) -> int:
    """Adds a line: to the grid without heads that ``made`` ends in, where it is a row of ``loose`` figures as well."""
    row = _row(block)
    if row is None:
        made.append(block)
        return 0
    if len(row.values) != loose:
        made.append(Grid())
    grid = made[-1]
    if isinstance(grid, Grid):
        at = grid.cells[-1].row + 1 if grid.cells else 0
        _add(grid, at, [" ".join(filter(None, (row.label, row.note))), *row.values])
    return len(row.values)


def _row(block: Block) -> _Row | None:
    if not isinstance(block, Paragraph):
        return None
    text = unbroken(block.text)
    match = ROW.search(text) if len(text) <= ROW_LENGTH else None
    if match is None or PUNCTUATED.search(text[: match.start()].replace("：", "")):
        return None
    values = tuple(text[match.start() :].split())
    if all(re.fullmatch(r"(?:19|20)[0-9]{2}", value) for value in values):
        return None
    label = text[: match.start()].strip()
    note = SECTION.search(label)
    return _Row(SECTION.sub("", label).strip() if note else label, note.group(1) if note else "", values)


def _end(blocks: Sequence[Block], start: int, columns: int) -> int:
    """Where the run of rows of so many figures that begins at ``start`` ends; ``start`` where it is too short."""
    end = start
    rows = 0
    for at in range(start, len(blocks)):
        row = _row(blocks[at])
        if row is None:
            if not _is_label(blocks[at]):
                break
        elif len(row.values) != columns:
            break
        else:
            rows += 1
            end = at + 1
    return end if rows >= FEWEST_ROWS else start


def _is_label(block: Block) -> bool:
    """True for a line of words alone: the name of a group of rows, or the first line of a label."""
    if not isinstance(block, Paragraph):
        return False
    text = SECTION.sub("", unbroken(block.text))
    return len(text) <= LABEL_LENGTH and not NO_LABEL.search(text)


def _heads(above: Sequence[Block], columns: int) -> tuple[int, _Heads | None]:
    """How many of the lines ``above`` a table belong to it, and its heads; None where they cannot be told.

    Between the heads and the first row may stand the names of groups of rows.
    """
    lines: list[str] = []
    for block in reversed(above[-HEAD_LINES:]):
        text = unbroken(block.text) if isinstance(block, Paragraph) else ""
        if not text or PUNCTUATED.search(text) or "单位" in simplified(text) or len(text) > LABEL_LENGTH:
            break
        lines.insert(0, text)
    for end in range(len(lines), 0, -1):
        if end < len(lines) and (NO_LABEL.search(lines[end]) or simplified(lines[end]) in LABELS):
            break
        for start in range(end):
            heads = _read_heads(lines[start:end], columns)
            if heads:
                return len(lines) - start, _Heads(heads.rows, heads.notes, heads.captions, lines[end:])
    return 0, None


def _read_heads(lines: Sequence[str], columns: int) -> _Heads | None:
    """Heads out of lines, all of which must find their place."""
    heads = _Heads()
    single: list[str] = []
    for line in lines:
        tokens = line.split()
        if len(tokens) == 1 and (YEAR.fullmatch(line) or DAY.fullmatch(line)):
            single.append(line)
            continue
        if not _flush(single, heads, columns):
            return None
        if simplified(tokens[0]) in NOTES:
            heads.notes = True
            tokens = tokens[1:]
        if len(tokens) == columns > 1:
            heads.rows.append(tokens)
        elif len(tokens) == 1 and simplified(tokens[0]) in LABELS:
            heads.captions.append(tokens[0])
        elif tokens:
            return None
    if not _flush(single, heads, columns) or not heads.rows:
        return None
    return _dated(heads)


def _flush(single: list[str], heads: _Heads, columns: int) -> bool:
    """Years, or days, on lines of their own are a row of heads where there are as many as columns, the latest first."""
    found = list(single)
    single.clear()
    if not found:
        return True
    for kind in (YEAR, DAY):
        row = [token for token in found if kind.fullmatch(token)]
        if row and (len(row) != columns or (kind is YEAR and not _latest_first(row))):
            return False
        if row:
            heads.rows.append(row)
    return True


def _latest_first(years: Sequence[str]) -> bool:
    """True for 2019, 2018 and for 2019, 2018, 2019, 2018: lines of their own may be out of order."""
    period = next((n for n in range(1, len(years)) if years[n] == years[0]), len(years))
    first = list(years[:period])
    repeated = len(years) % period == 0 and first * (len(years) // period) == list(years)
    return period > 1 and repeated and first == sorted(first, reverse=True)


def _dated(heads: _Heads) -> _Heads | None:
    """A row of years above a row of days is one of dates; no column may be left without a time of its own."""
    rows: list[list[str]] = []
    for row in heads.rows:
        if rows and all(map(DAY.fullmatch, row)) and all(map(YEAR.fullmatch, rows[-1])):
            rows[-1] = [year + day for year, day in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    if len(set(zip(*rows, strict=True))) != len(rows[0]) or not any(YEAR.match(head) for row in rows for head in row):
        return None
    return _Heads(rows, heads.notes, heads.captions)


def _grid(heads: _Heads, blocks: Sequence[Block], columns: int) -> Grid:
    """The table of these heads and lines."""
    rows = [_row(block) for block in blocks]
    notes = heads.notes or any(row and row.note for row in rows)
    before = 1 + notes
    grid = Grid(heads=len(heads.rows), marked=True)
    at = 0
    for head in heads.rows:
        first = ["附注"] if notes and at == 0 else [""] * notes
        _add(grid, at, ["", *first, *head])
        at += 1
    waiting = list(heads.groups)
    widest = max(len(_words(block, row)) for block, row in zip(blocks, rows, strict=True))
    for block, row in zip(blocks, rows, strict=True):
        if row is None:
            waiting.append(_words(block, None))
            continue
        label = row.label
        if not label:
            label, waiting = _wrapped_label(waiting)
        elif waiting and _is_cut(waiting[-1], widest) and not ITEM.match(label):
            label = unbroken(f"{waiting.pop()}\n{label}")
        for words in waiting:
            grid.cells.append(GridCell([Paragraph(words)], before + columns, 1, at, 0))
            at += 1
        waiting = []
        _add(grid, at, [label, *([row.note] if notes else []), *row.values])
        at += 1
    return grid


def _words(block: Block, row: _Row | None) -> str:
    """The words of a line, without its figures."""
    if row is not None:
        return row.label
    return unbroken(block.text) if isinstance(block, Paragraph) else ""


def _is_cut(words: str, widest: int) -> bool:
    """True where a line of words is as wide as labels get, and no numbered name of rows."""
    return len(words) >= max(FULL, FULL_SHARE * widest) and not ITEM.match(words)


def _wrapped_label(waiting: list[str]) -> tuple[str, list[str]]:
    """The label of a row of figures alone, from the lines above it; and those lines that are none of it."""
    count = min(1, len(waiting))
    while count < min(LABEL_LINES, len(waiting)) and len(waiting[-count - 1]) >= WRAPPED:
        count += 1
    parts = waiting[len(waiting) - count :]
    return unbroken("\n".join(parts)), waiting[: len(waiting) - count]


def _add(grid: Grid, row: int, texts: Sequence[str]) -> None:
    grid.cells += [GridCell([Paragraph(text)], 1, 1, row, column) for column, text in enumerate(texts)]
