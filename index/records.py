"""The records every stage hands on: frozen, with every span in clean-text offsets.

A span is an invariant: ``document.text[r.start:r.end] == r.raw`` for every record that has a ``raw``,
and ``document.offsets`` leads each clean character back to the raw one it came from.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.frozen import quick
from index.traditional import simplified

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of raw text that stands on one page, in one box where the format knows boxes.

    ``start`` and ``end`` are raw offsets; ``page`` counts from 1; ``box`` is (left, bottom, right, top) in points.
    """

    start: int
    end: int
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the span of its text, and the rows and columns of the grid that it covers, from 0."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells row by row, a merged one once, at its first place.

    In the text each row is a line of its own with a tab between its cells, an empty one included; ``heads`` are the first
    rows that head the columns where the format tells them (th), else 0.
    """

    cells: tuple[Cell, ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that the format itself calls a heading, of ``level`` 1 to 9."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class RawText:
    """What a loader gives, in offsets of its ``text``: how it was decoded, where its pages, tables and headings lie.

    ``text`` holds a paragraph on a line, or as many lines as the page has of it. ``left_out`` tells in Chinese what of the
    file is not in it (页眉, 打印按钮).
    """

    text: str
    encoding: str
    runs: tuple[Run, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()
    left_out: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, bullet, heading or table row of the clean text. ``level`` is 0 for text, 1.. for headings."""

    start: int
    end: int
    kind: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of raw text that is page furniture, not report: raw offsets and the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """A value read out of the text or the file name, with how it was found, for a person to check."""

    value: str
    how: str


UNTOLD = Inferred("", "")
"""Of a report that was understood before this was inferred."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report: ``id`` is the SHA-256 of its bytes, ``name`` the file name without its extension.

    ``offsets[i]`` is the raw offset of clean character ``i``; it has the length of ``text`` and never decreases.
    Every non-blank raw character is either the source of a clean one or lies in ``dropped``. ``tables`` and ``headings`` are
    those that the format told, in clean offsets; ``left_out`` as :class:`RawText` has it. ``kind`` is one of
    :data:`index.infer.KINDS`, ``date`` the day it was given or published (2024-01-20).
    """

    id: str
    name: str
    title: Inferred
    entity: Inferred
    period: Inferred
    raw: str
    text: str
    offsets: Sequence[int]
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]
    runs: tuple[Run, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()
    left_out: tuple[str, ...] = ()
    kind: Inferred = UNTOLD
    date: Inferred = UNTOLD

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the clean span ``[start, end)``; an empty span stays empty."""
        if end <= start:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def page(self, start: int) -> int | None:
        """Page of the clean offset ``start``, counted from 1; None where the format has no pages."""
        return _page(self.offsets, self.runs, start)


@dataclass(frozen=True, slots=True)
class ReportText:
    """What of a :class:`Document` an answer is shown from: quick to read however long the report is.

    ``offsets`` and ``runs`` are empty where the format has no pages.
    """

    id: str
    name: str
    title: Inferred
    text: str
    offsets: Sequence[int]
    runs: tuple[Run, ...]

    def page(self, start: int) -> int | None:
        """As :meth:`Document.page`."""
        return _page(self.offsets, self.runs, start)


def _page(offsets: Sequence[int], runs: Sequence[Run], start: int) -> int | None:
    if not runs or start >= len(offsets):
        return None
    at = offsets[start]
    return next((run.page for run in runs if run.start <= at < run.end), None)


@quick
@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of whole sentences that is searched as one. ``headings`` lead to it, outermost first."""

    id: str
    document: str
    ordinal: int
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None

    @property
    def searchable(self) -> str:
        """What is indexed of it, in simplified characters: the innermost heading and the text."""
        return searchable(self.text, self.headings)

    @property
    def heading(self) -> str:
        """The innermost heading in simplified characters; "" where none leads to it."""
        return simplified(self.headings[-1]) if self.headings else ""

    @property
    def plain(self) -> str:
        """Its text in simplified characters, each at its place: what questions are compared with."""
        return simplified(self.text)


def searchable(text: str, headings: Sequence[str]) -> str:
    """What is indexed of a passage that these headings lead to."""
    return simplified(f"{headings[-1]}\n{text}" if headings else text)


@quick
@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written and as meant.

    ``value`` is in base units (35.8亿元 is 3580000000, unit 元); None where the writing is ``suspect`` or names no value.
    ``low`` and ``high`` bound a range, whose ``value`` is its lower end. ``approx`` keeps the words that soften it (约, 余, 以上).
    ``kind`` is one of ``index.units.KINDS``.
    """

    start: int
    end: int
    raw: str
    value: Decimal | None
    unit: str
    kind: str
    approx: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def values(self) -> list[Decimal]:
        """Both ends of a range, else the one value, else nothing."""
        if self.low is not None and self.high is not None:
            return [self.low, self.high]
        return [] if self.value is None else [self.value]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InTable:
    """What heads a figure in a table, beside the row's label or column's head that is the fact's metric.

    ``column`` are the words of the heads of its column that are neither a period nor a unit, ``above`` those of the labels
    above or beside its row's own (分产品, 电缆连接件), ``lead`` those of them that belong to its name (电缆连接件销售量),
    ``caption`` those before the table; ``heads`` and ``labels`` are where the first two stand. ``[unit_start, unit_end)`` is
    where its unit is told; empty where that is in the figure, or nowhere.
    """

    column: str = ""
    above: str = ""
    lead: str = ""
    caption: str = ""
    heads: tuple[Span, ...] = ()
    labels: tuple[Span, ...] = ()
    unit_start: int = 0
    unit_end: int = 0


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """A figure and what it measures.

    ``metric`` stands at ``[metric_start, metric_end)`` of the clean text; an inherited metric may stand before the sentence. It
    and all other words of a fact are in simplified characters, in whatever characters the report is.
    ``kind``: level, change, point_change, share, rank, target or cumulative. ``direction``: 上升, 下降 or "".
    ``basis``: what a change is against (同比, 环比, 比2020年); 基数 for the value that a change starts from.
    ``scope`` is the body as the sentence names it (全市法院), "" if it does not; ``part_of`` the metric that 其中 makes this a part of.
    Of a fact in a ``table`` the sentence is its row, the figure the cell as written, whose unit may be told elsewhere.
    """

    id: str
    document: str
    passage: str
    figure: Figure
    metric: str
    metric_start: int
    metric_end: int
    entity: str
    period: str
    kind: str
    direction: str = ""
    basis: str = ""
    scope: str = ""
    sentence_start: int = 0
    sentence_end: int = 0
    part_of: str = ""
    table: InTable | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """One report, read, cleaned, cut and understood: all that the store keeps of it apart from vectors."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


def offsets_to_bytes(offsets: Sequence[int]) -> bytes:
    """Offsets as little-endian 32-bit integers, for the store."""
    packed = array("I", offsets)
    if packed.itemsize != 4:
        packed = array("L", offsets)
    return packed.tobytes()


def offsets_from_bytes(data: bytes) -> array[int]:
    """The inverse of :func:`offsets_to_bytes`."""
    packed = array("I")
    if packed.itemsize != 4:
        packed = array("L")
    packed.frombytes(data)
    return packed
