"""Clean text to passages: whole sentences, never a cut figure or table row, each with the headings that lead to it.

Rows of a table are merged as far as they fit, under its caption and the heads of its columns as the innermost heading.

The merging is langchain-text-splitters' recursive splitter, told by marks where a cut is allowed. A report may hold the
marks itself: only lengths are taken from the marked text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.frames import Frame, frames, tells_unit_only
from index.furniture import TICKS
from index.numbers import find_figures
from index.records import Block, Document, Passage
from index.sentences import sentence_spans

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

SIZE = 220
"""Longest passage in characters, unless one clause alone is longer."""
HARD = 110
LONGEST_ROW = 900
"""A row longer than this is no row but a page laid out as a table: it is cut like a paragraph."""
SENTENCE_CUT, CLAUSE_CUT, HARD_CUT = "\ue000", "\ue001", "\ue002"
_CUTS = (SENTENCE_CUT, CLAUSE_CUT, HARD_CUT)
_CLAUSE_ENDS = re.compile("[，、：,:]")
_NUMERALS = "0-9０-９零〇○一二两三四五六七八九十百千万亿"
_BLANK = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]{0,8}"
_ACROSS = re.compile(rf"[{_NUMERALS}]{_BLANK}[，、：,:。！？；;!?]{_BLANK}[{_NUMERALS}]")
_NOT_OURS = dict.fromkeys(map(ord, _CUTS), "\ufffd")


def chunk(document: Document, *, size: int = SIZE) -> tuple[Passage, ...]:
    """The passages of a document in order. Headings are no passages of their own, unless they tell figures: they lead those below."""
    splitter = _splitter(size)
    passages: list[Passage] = []
    path: list[Block] = []
    led = 0
    rows = _Rows(document, size)
    for block in document.blocks:
        if block.kind in ("heading", "headline"):
            path = _descend(path, block, led)
            if block.kind == "headline":
                above = tuple(document.text[b.start : b.end] for b in path[:-1])
                passages.append(_passage(document, len(passages), block.start, block.end, above))
            continue
        led = block.end
        headings = tuple(document.text[b.start : b.end] for b in path)
        if rows.idle(block):
            continue
        heading = rows.heading(block)
        if heading is not None and block.end - block.start <= LONGEST_ROW:
            headings = (*headings, heading) if heading else headings
            if rows.joins(passages, block, headings):
                passages[-1] = _passage(document, len(passages) - 1, passages[-1].start, block.end, headings)
            else:
                passages.append(_passage(document, len(passages), block.start, block.end, headings))
            continue
        for start, end in _split(document.text, block, splitter, size):
            passages.append(_passage(document, len(passages), start, end, headings))
    return tuple(passages) if passages else _only_headings(document)


class _Rows:
    """The rows of a document's tables by where they begin."""

    def __init__(self, document: Document, size: int) -> None:
        self._size = size
        self._text = document.text
        self._rows: dict[int, tuple[Frame, str]] = {}
        self._empty: set[int] = set()
        for frame in frames(document):
            if frame.empty:
                self._empty.add(frame.number)
            for row, (start, _) in frame.rows():
                self._rows[start] = frame, frame.heading(frame.part_at(row))

    def idle(self, block: Block) -> bool:
        """Whether a block between tables says nothing to be searched for: a unit, boxes to tick, a form left empty."""
        if block.kind == "row":
            held = self._rows.get(block.start)
            return held is not None and held[0].number in self._empty
        words = self._text[block.start : block.end]
        return bool(self._rows) and (TICKS.fullmatch(words) is not None or tells_unit_only(words))

    def heading(self, block: Block) -> str | None:
        """What leads the row that ``block`` is; None where it is none."""
        held = self._rows.get(block.start)
        return held[1] if held and block.kind == "row" else "" if block.kind == "row" else None

    def joins(self, passages: Sequence[Passage], block: Block, headings: tuple[str, ...]) -> bool:
        """Whether the row goes on with the last passage: the same table under the same heads, and together not too long."""
        if not passages or passages[-1].headings != headings or block.end - passages[-1].start > self._size:
            return False
        before, own = self._rows.get(passages[-1].start), self._rows.get(block.start)
        return before is not None and own is not None and before[0] is own[0] and passages[-1].end + 1 == block.start


def _descend(path: Sequence[Block], block: Block, led: int) -> list[Block]:
    """The heading path once ``block`` is met; headings after ``led``, where text last ended, stay beside equals."""
    kept = [b for b in path if b.level < block.level or (b.level == block.level and b.start >= led)]
    return [*kept, block]


def _only_headings(document: Document) -> tuple[Passage, ...]:
    """A report of nothing but headings is still one that can be searched."""
    return tuple(_passage(document, n, b.start, b.end, ()) for n, b in enumerate(document.blocks))


def _passage(document: Document, ordinal: int, start: int, end: int, headings: tuple[str, ...]) -> Passage:
    return Passage(
        id=f"{document.id[:16]}-{ordinal:05d}",
        document=document.id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        headings=headings,
        page=document.page(start),
    )


def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=list(_CUTS),
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        length_function=_length,
        strip_whitespace=False,
    )


def _length(text: str) -> int:
    return len(text) - text.count(SENTENCE_CUT) - text.count(CLAUSE_CUT) - text.count(HARD_CUT)


def _split(text: str, block: Block, splitter: RecursiveCharacterTextSplitter, size: int) -> list[tuple[int, int]]:
    """Spans of the passages of one paragraph."""
    if block.end - block.start <= size:
        return [(block.start, block.end)]
    spans: list[tuple[int, int]] = []
    at = block.start
    for piece in splitter.split_text(_marked(text, block)):
        end = at + _length(piece)
        spans.append((at, end))
        at = end
    return spans


def _marked(text: str, block: Block) -> str:
    """The paragraph with a mark wherever it may be cut: at sentence ends, else clause ends, else where no figure is."""
    body = text[block.start : block.end]
    cuts = {match.end(): CLAUSE_CUT for match in _CLAUSE_ENDS.finditer(body)}
    cuts |= dict.fromkeys((end for _, end in sentence_spans(body)), SENTENCE_CUT)
    inside = _figure_places(body) if _may_cut_figures(body, cuts) else set()
    plain = body.translate(_NOT_OURS) if any(cut in body for cut in _CUTS) else body
    out: list[str] = []
    at = 0
    for end in sorted({cut for cut in cuts if cut not in inside} | {len(body)}):
        for hard in _hard_cuts(at, end, inside):
            out += [plain[at:hard], HARD_CUT]
            at = hard
        out += [plain[at:end], cuts.get(end, "")]
        at = end
    return "".join(out)


def _may_cut_figures(body: str, cuts: Iterable[int]) -> bool:
    """Whether a cut may fall inside a figure: where numerals stand around a mark, or where it is not at a mark at all."""
    ends = itertools.pairwise([0, *sorted(cuts), len(body)])
    return _ACROSS.search(body) is not None or any(end - start > HARD for start, end in ends)


def _hard_cuts(start: int, end: int, inside: set[int]) -> Iterator[int]:
    """Where a stretch without sentence and clause ends is cut: wherever it is long enough and no figure is."""
    at = start + HARD
    while at < end:
        if at in inside:
            at += 1
        else:
            yield at
            at += HARD


def _figure_places(body: str) -> set[int]:
    """Offsets strictly inside a figure, where no cut may fall."""
    return {at for figure in find_figures(body) for at in range(figure.start + 1, figure.end)}
