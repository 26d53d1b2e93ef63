"""Raw text to clean lines: stray blanks out, full-width digits to half width, every character with its raw offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.frozen import quick
from index.grouping import grouped
from index.records import Cell, Heading
from index.tokens import HAN, half_width

ZERO_WIDTH = "\u200b\ufeff\u00ad\u2060"
BLANK = " \t\u3000\xa0\u1680\u202f\u205f\x0b\x1c\x1d\x1e\x1f" + "".join(map(chr, range(0x2000, 0x200B)))
LINE_END = re.compile(r"[\n\r\f\u0085\u2028\u2029](?:(?<=\r)\n)?")
LONG_RUN = 4
"""A blank between two Chinese phrases of at least this many characters parts them (in headings); one space is kept."""

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_SPACED_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ \t\u3000\xa0]+[0-9.,·](?![0-9]))+")
_DASHED = re.compile("[-−－–—][0-9]|[0-9][-−－–—]")
"""In a cell a dash may say that there is nothing, and the number beside it be another's."""
_GAP = re.compile(rf"[{BLANK}]+")
_LEFT_OUT = re.compile(rf"[{BLANK}]+|[{ZERO_WIDTH}]+")
_UNEVEN = re.compile(f"[{BLANK}{ZERO_WIDTH}]")
_BETWEEN_DIGITS = re.compile(f"(?<=[0-9])[{ZERO_WIDTH}]+(?=[0-9])")


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A clean line: ``text[i]`` came from raw offset ``offsets[i]``; ``end`` is the raw offset just after the line.

    ``width`` counts a Chinese character as 1 and a half-width one as 0.5; ``indent`` tells of leading blanks,
    ``stretched`` of a line whose characters were spaced out to fill its column. ``kind`` is row or heading where the format
    tells so, "" else; ``level`` that of such a heading.
    """

    text: str
    offsets: Sequence[int]
    end: int
    width: float
    indent: bool
    stretched: bool
    kind: str = ""
    level: int = 0

    @property
    def blank(self) -> bool:
        """True where nothing but blanks stood on the line."""
        return not self.text


def lines(raw: str, cells: Sequence[Cell] = (), headings: Sequence[Heading] = ()) -> Iterator[Line]:
    """The lines of ``raw`` in order, blank ones included; those that ``cells`` or a heading lie on are told as such."""
    waiting = sorted(((cell.start, cell.end) for cell in cells), reverse=True)
    heads = sorted(headings, key=lambda heading: heading.start, reverse=True)
    source = grouped(half_width(raw))
    for start, end in _spans(raw):
        row = []
        while waiting and waiting[-1][0] <= end:
            row.append(waiting.pop())
        level = 0
        while heads and heads[-1].start <= end:
            level = heads.pop().level
        line = _row(source, start, end, row) if row else _line(source[start:end], start)
        yield replace(line, kind="heading", level=level) if level and not row else line


def _spans(raw: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in LINE_END.finditer(raw):
        yield at, match.start()
        at = match.end()
    yield at, len(raw)


def squeeze(text: str) -> str:
    """``text`` as the clean stage would write it on one line; questions go through the same door.

    >>> squeeze("执 行到位 35.8 亿元，１ ９ ９ ７年")
    '执行到位35.8亿元，1997年'
    """
    return " ".join(filter(None, (line.text for line in lines(text))))


def _row(whole: str, start: int, end: int, cells: Sequence[tuple[int, int]]) -> Line:
    """A row of a table: its cells clean, with the tabs between them; blanks in a number are kept, it may be two."""
    out: list[str] = []
    offsets: list[int] = []
    at, filled = start, False
    for first, last in cells:
        for i in range(at, first):  # what lies between cells is a tab; should it be more, nothing is lost
            if whole[i] == "\t" or whole[i] not in BLANK + ZERO_WIDTH:
                out.append(whole[i])
                offsets.append(i)
        text, places = _cleaned(whole[first:last], first, spaced_digits=False)
        filled = filled or bool(text)
        out.append(text)
        offsets += places
        at = max(at, last)
    rest, places = _cleaned(whole[at:end], at)
    if not filled and not rest:
        return Line("", (), end, 0.0, False, False, "row")
    return Line("".join(out) + rest, (*offsets, *places), end, 0.0, False, False, "row")


def _line(source: str, start: int) -> Line:
    text, offsets = _cleaned(source, start)
    end = start + len(source)
    indent = bool(text) and source[0] in BLANK
    inner = source.strip(BLANK)
    blanks = 0 if len(inner) == len(text) else sum(len(gap) for gap in _GAP.findall(inner))
    stretched = blanks >= 4 and blanks >= 0.35 * len(text)
    return Line(text, offsets, end, _width(text if stretched else inner), indent, stretched)


def _cleaned(source: str, start: int, *, spaced_digits: bool = True) -> tuple[str, Sequence[int]]:
    """The clean characters of a stretch of one line that begins at ``start``, each with its raw offset.

    With ``spaced_digits`` single digits with blanks between them are one number: 1 9 9 7.
    """
    inner = source.strip(BLANK)
    if not _UNEVEN.search(inner):
        first = start + len(source) - len(source.lstrip(BLANK))
        return inner, range(first, first + len(inner))
    pieces: list[str] = []
    offsets: list[int] = []
    joined = [match.span() for match in _SPACED_DIGITS.finditer(source)] if spaced_digits else []
    at = 0
    for match in _LEFT_OUT.finditer(source):
        first, last = match.span()
        blank = source[first] not in ZERO_WIDTH
        if not blank and _BETWEEN_DIGITS.match(source, first):
            continue
        pieces.append(source[at:first])
        offsets += range(start + at, start + first)
        if blank and _parts(source, first, last, spaced_digits) and not any(a <= first < b for a, b in joined):
            pieces.append(" ")
            offsets.append(start + first)
        at = last
    pieces.append(source[at:])
    offsets += range(start + at, start + len(source))
    return "".join(pieces), offsets


def _width(text: str) -> float:
    return len(text) - 0.5 * len(text.encode("latin-1", "ignore"))  # what is left of it is narrow


def _parts(source: str, start: int, end: int, spaced_digits: bool) -> bool:
    """Whether a space is kept of a gap in a line; one at either end of it parts nothing."""
    if start == 0 or end == len(source):
        return False
    if _separates(source, start, end):
        return True
    return not spaced_digits and _DASHED.fullmatch(source[start - 1] + source[end]) is not None


def _separates(source: str, start: int, end: int) -> bool:
    """True where the gap parts two words or columns, not the characters of one word."""
    left, right = source[start - 1], source[end]
    if _LATIN.match(left) and _LATIN.match(right):
        return True
    if not _HAN.match(left) or not _HAN.match(right):
        return False
    return _run(source, start, -1) >= LONG_RUN and _run(source, end, 1) >= LONG_RUN


def _run(source: str, at: int, step: int) -> int:
    """Characters up to the next blank or end of the line, from ``at`` in the direction of ``step``; five at most."""
    count = 0
    i = at if step > 0 else at - 1
    while 0 <= i < len(source) and source[i] not in BLANK and count <= LONG_RUN:
        count += 1
        i += step
    return count
