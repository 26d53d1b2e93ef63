"""What stands around a table and holds for all of it: its caption, its unit, the heads of the table it goes on with. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.cells import Unit, standing_unit, unit_in, units_told
from index.furniture import TICKS
from index.grid import AMOUNT, BLANK, NIL, Grid, Part, parts_of
from index.heads import is_dated, tight
from index.panels import side_by_side
from index.records import Block, Document, Span

CAPTION, REACH = 60, 4
"""Longest caption, and how many paragraphs above a table it may stand."""
HEADS_SHOWN, TERSE = 90, 6
_ASIDES = re.compile(r"[√☑□☐]\s*不?适用|[（(]?(?:金额|货币)?单位[:：].*$")
"""What of a caption is none."""
_ASKED = re.compile("是否")
"""In a heading of a form: it asks for a tick and says nothing of the table below."""
_UNIT_WORDS = re.compile(
    r"除[^，。；]{2,18}外[，,]?|金额|货币|计量|数量|单位|报表|均|为|以|人民币|RMB|[√☑□☐]|不?适用|[:：（(\[\s，,]"
)
_SHEET = re.compile(r"(?:编制单位|公司名称|单位名称)[:：]")


@dataclass(frozen=True, slots=True)
class Frame:
    """A table where it stands: ``[start, end)`` of the text.

    ``caption`` are the words before it, ``units`` those told for all of it, in offsets of the text; ``standing`` the unit told
    further up for every table that tells none.
    """

    number: int
    start: int
    end: int
    grid: Grid
    parts: tuple[Part, ...]
    caption: str = ""
    units: tuple[Unit, ...] = ()
    standing: Unit | None = None

    def rows(self) -> Iterator[tuple[int, Span]]:
        """Each row that holds anything, and where its line stands."""
        for row, span in self.grid.lines.items():
            if self.grid.filled(row):
                yield row, span

    @property
    def empty(self) -> bool:
        """Whether there is nothing under the heads but blanks and 不适用."""
        body = [row for part in self.parts for row in part.rows]
        kinds = {self.grid.kind(row, column) for row in body for column in range(self.grid.width)}
        headed = any(part.heads for part in self.parts)
        return kinds <= {BLANK, NIL} or (not headed and len(body) == 1 and AMOUNT not in kinds and self.grid.width > 2)

    def part_at(self, row: int) -> Part | None:
        """The part that a row belongs to, its heads included."""
        return next((part for part in self.parts if row in part.rows or row in part.heads), None)

    def heading(self, part: Part | None) -> str:
        """What a passage of the table is led by: its caption, its unit and the heads of its columns."""
        units = "、".join(unit.word for unit in self.units)
        heads = [] if part is None else [tight(self.grid.said(cell)) for column in part.columns for cell in column]
        told = " ".join(dict.fromkeys(heads))[:HEADS_SHOWN]
        return " ".join(filter(None, (self.caption, units, told)))


def tells_unit_only(text: str) -> bool:
    """Whether a paragraph is a unit for the table that follows and nothing else: 单位：元 币种：人民币."""
    own = units_told(text)
    return bool(own) and _tells_unit_only(text, own[0].start)


def frames(document: Document) -> tuple[Frame, ...]:
    """The tables of a document in order of place."""
    return tuple(_frames(document)) if document.tables else ()


def _frames(document: Document) -> Iterator[Frame]:
    starts = [block.start for block in document.blocks]
    standing: Unit | None = None
    path: list[Block] = []
    seen = 0
    last: Frame | None = None
    for number, start in _places(document):
        at = bisect_right(starts, start) - 1
        for block in document.blocks[seen:at]:
            standing = _standing(document.text, block) or standing
            path = _under(document.text, path, block)
        seen = max(seen, at)
        above = document.blocks[max(0, at - REACH) : at]
        frame = _frame(document, number, start, above, path, last)
        yield replace(frame, standing=standing)
        last = frame


def _places(document: Document) -> list[tuple[int, int]]:
    """Number and place of each table that holds anything, in order of place."""
    found = []
    for number, table in enumerate(document.tables):
        filled = [cell.start for cell in table.cells if cell.end > cell.start]
        if filled:
            found.append((number, min(filled)))
    return sorted(found, key=lambda pair: pair[1])


def _frame(
    document: Document, number: int, start: int, above: Sequence[Block], path: Sequence[Block], last: Frame | None
) -> Frame:
    """A table in its place; one right behind another of as many columns, without heads of its own, goes on with it."""
    grid = Grid(document.text, document.tables[number])
    before = last if last is not None and above and above[-1].kind == "row" and last.grid.width == grid.width else None
    whole = parts_of(grid, before.parts[-1] if before is not None and before.parts else None)
    parts = tuple(piece for part in whole for piece in side_by_side(grid, part))
    caption, units = _above(document.text, above, path)
    units = _inside(grid, parts) or units or _ending(document.text, above)
    if before is not None and not units:
        caption, units = before.caption, before.units
    end = max(cell.end for cell in grid.table.cells)
    return Frame(number, start, end, grid, parts, caption, units)


def _standing(text: str, block: Block) -> Unit | None:
    if block.kind == "row":
        return None
    found = standing_unit(text[block.start : block.end])
    return _moved(found, block.start) if found else None


def _moved(unit: Unit, by: int) -> Unit:
    return replace(unit, start=unit.start + by, end=unit.end + by)


def _under(text: str, path: Sequence[Block], block: Block) -> list[Block]:
    """The headings that lead to what follows ``block``."""
    words = text[block.start : block.end]
    if block.kind != "heading" or _ASKED.search(words) or tells_unit_only(words):
        return list(path)
    return [*(b for b in path if b.level < block.level), block]


def _above(text: str, above: Sequence[Block], path: Sequence[Block]) -> tuple[str, tuple[Unit, ...]]:
    """Caption and units of a table from the paragraphs above it; the innermost heading is part of the caption."""
    units: tuple[Unit, ...] = ()
    captions: list[str] = []
    for block in reversed(above):
        words = text[block.start : block.end]
        if block.kind == "row":
            break
        own = _units(words, block.start)
        units = units or own
        if (
            TICKS.fullmatch(words)
            or _SHEET.match(words)
            or (own and _tells_unit_only(words, own[0].start - block.start))
        ):
            continue
        if block.kind == "heading" and _ASKED.search(words):
            continue
        long = len(words) > CAPTION or (block.kind != "heading" and words.endswith(("。", "；")))
        if long or (captions and not is_dated(captions[-1], "9999")):
            break
        captions.append(words)
    for block in reversed(path):
        heading = text[block.start : block.end][:CAPTION]
        captions = captions if heading in captions else [*captions, heading]
        if len(heading) > TERSE:  # 合并及银行 says nothing without the heading above it
            break
    return " ".join(filter(None, (_ASIDES.sub("", words).strip() for words in reversed(captions)))), units


def _ending(text: str, above: Sequence[Block]) -> tuple[Unit, ...]:
    """The unit in brackets that a line right above a table ends in: 分公司产量（千克）."""
    words = text[above[-1].start : above[-1].end] if above and above[-1].kind != "row" else ""
    found = unit_in(words) if len(words) <= CAPTION and words.endswith(("）", ")")) else None
    return (_moved(found, above[-1].start),) if found is not None else ()


def _tells_unit_only(words: str, at: int) -> bool:
    """Whether a line whose unit stands at ``at`` says nothing else before it."""
    return not _UNIT_WORDS.sub("", words[:at])


def _units(words: str, at: int) -> tuple[Unit, ...]:
    return tuple(_moved(unit, at) for unit in units_told(words))


def _inside(grid: Grid, parts: Sequence[Part]) -> tuple[Unit, ...]:
    """Units that a table tells itself: in a line of its own above the heads, or in the corner of those."""
    headed = {row for part in parts for row in part.heads}
    first = min(headed, default=grid.height)
    for row in range(min(first, grid.height)):
        cell = grid.alone(row)
        if cell is not None and (found := _units(grid.said(cell), cell.start)):
            return found
    labels = {column for part in parts if part.heads for column in part.labels} or {0}
    for row in sorted(headed):
        for column in sorted(labels):
            cell = grid.cell(row, column)
            if cell is None:
                continue
            if found := _units(grid.said(cell), cell.start):
                return found
            own = unit_in(grid.said(cell))
            if own is not None:
                return (_moved(own, cell.start),)
    return ()
