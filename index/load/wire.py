"""What passes between this process and the one that parses a file: plain bytes, every number looked at before it is used.

A message is its length (8 bytes) and its body. What comes back begins with a head in JSON; of a raw text, the text in
UTF-8 and arrays of numbers follow. Nothing that is received can name code.
"""

from __future__ import annotations

import json
import math
import struct
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from index.load.limits import MAX_CELLS, MAX_TEXT
from index.records import Cell, Heading, RawText, Run, Table
from index.steps import COUNTED

LENGTH: Final = struct.Struct("<Q")
HEAD: Final = struct.Struct("<I")
KIND_LENGTH: Final = 16
"""What is asked is the format's name, filled up with blanks to so many bytes, and the file."""
INTEGERS, REALS = "i", "d"
NO_BOX: Final = (math.nan,) * 4
_STEP: Final = b'{"step":'
RENEWED: Final = "renewed"
"""The step of one who begins another that may take the time of a file."""
_TOLD: Final = (*COUNTED, RENEWED)
LONGEST_LINE: Final = 2_000
MOST_LINES: Final = 2_000
"""Of what is told in words, longest line and most lines."""

REFUSED, FAILED, MEMORY, DEPTH, ANSWER = "refused", "failed", "memory", "depth", "answer"
TROUBLES: Final = (REFUSED, FAILED, MEMORY, DEPTH, ANSWER)


class Malformed(ValueError):
    """What was received is not what was agreed on."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no raw text: one of :data:`TROUBLES`; of a refusal its line, of a failure the error's name."""

    kind: str
    said: str = ""


def send(stream: IO[bytes], body: bytes) -> None:
    """Writes a message."""
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """The body of the next message; None where there is none.

    Raises:
        Malformed: it is longer than ``most`` bytes, or breaks off.
    """
    start = stream.read(LENGTH.size)
    if not start:
        return None
    length = LENGTH.unpack(start)[0] if len(start) == LENGTH.size else -1
    if not 0 <= length <= most:
        raise Malformed("length")
    body = stream.read(length)
    if len(body) != length:
        raise Malformed("broken off")
    return body


def step_packed(what: str, done: int = 0, total: int = 0) -> bytes:
    """What :func:`step_in` reads: not an answer, but how far it is, or :data:`RENEWED`."""
    return _body({"step": what, "done": done, "total": total})


def step_in(body: bytes) -> tuple[str, int, int] | None:
    """The step that a message tells; None where it tells none."""
    if not body.startswith(_STEP, HEAD.size):
        return None
    try:
        head = json.loads(body[HEAD.size :])
        return _TOLD[_TOLD.index(head["step"])], _count(head["done"]), _count(head["total"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def packed(result: RawText | Trouble) -> bytes:
    """What :func:`unpacked` reads."""
    if isinstance(result, Trouble):
        return _body({"trouble": result.kind, "said": result.said[:LONGEST_LINE]})
    text = result.text.encode()
    cells = [cell for table in result.tables for cell in table.cells]
    head = {
        "encoding": result.encoding,
        "left_out": [line[:LONGEST_LINE] for line in result.left_out[:MOST_LINES]],
        "text": len(text),
        "runs": len(result.runs),
        "tables": [[len(table.cells), table.heads] for table in result.tables],
        "headings": len(result.headings),
    }
    return _body(
        head,
        array(REALS, (x for run in result.runs for x in run.box or NO_BOX)).tobytes(),
        _integers((run.start, run.end, run.page) for run in result.runs),
        _integers((c.start, c.end, c.row, c.column, c.rows, c.columns) for c in cells),
        _integers((heading.start, heading.end, heading.level) for heading in result.headings),
        text,
    )


def _body(head: dict[str, object], *parts: bytes) -> bytes:
    told = json.dumps(head, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return b"".join((HEAD.pack(len(told)), told, *parts))


def _integers(rows: Iterable[Sequence[int]]) -> bytes:
    return array(INTEGERS, (number for row in rows for number in row)).tobytes()


def unpacked(body: bytes) -> RawText | Trouble:
    """What the other process says of a file.

    Raises:
        Malformed: it is not as :func:`packed` writes it, or a span leads out of its text.
    """
    try:
        return _unpacked(body)
    except (struct.error, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None


def _unpacked(body: bytes) -> RawText | Trouble:
    (length,) = HEAD.unpack_from(body)
    rest = HEAD.size + length
    head = json.loads(body[HEAD.size : rest])
    if "trouble" in head:
        _require(head["trouble"] in TROUBLES, "trouble")
        return Trouble(head["trouble"], _line(head["said"]))
    shape = [(_count(cells), _count(heads)) for cells, heads in head["tables"]]
    runs, headings = _count(head["runs"]), _count(head["headings"])
    cells = sum(count for count, _ in shape)
    _require(cells <= MAX_CELLS, "cells")
    source = _Source(body, rest)
    boxes = source.numbers(REALS, 4 * runs)
    places = source.numbers(INTEGERS, 3 * runs)
    grid = source.numbers(INTEGERS, 6 * cells)
    titles = source.numbers(INTEGERS, 3 * headings)
    text = source.rest(_count(head["text"])).decode()
    _require(len(text) <= MAX_TEXT, "text")
    lines = head["left_out"]
    _require(isinstance(lines, list) and len(lines) <= MOST_LINES, "left_out")
    made = iter([_cell(grid[at : at + 6], len(text)) for at in range(0, len(grid), 6)])
    return RawText(
        text,
        _line(head["encoding"]),
        tuple(_run(places[3 * n : 3 * n + 3], boxes[4 * n : 4 * n + 4], len(text)) for n in range(runs)),
        tuple(Table(tuple(next(made) for _ in range(count)), heads) for count, heads in shape),
        tuple(_heading(titles[at : at + 3], len(text)) for at in range(0, len(titles), 3)),
        tuple(_line(line) for line in lines),
    )


class _Source:
    """Bytes read from front to back."""

    def __init__(self, body: bytes, at: int) -> None:
        self._body = body
        self._at = at

    def numbers(self, kind: str, count: int) -> array[Any]:
        """The next ``count`` numbers."""
        out: array[Any] = array(kind)
        out.frombytes(self._taken(count * out.itemsize))
        return out

    def rest(self, length: int) -> bytes:
        """The next ``length`` bytes, which must be the last."""
        _require(self._at + length == len(self._body), "length")
        return self._taken(length)

    def _taken(self, length: int) -> bytes:
        _require(self._at + length <= len(self._body), "length")
        self._at += length
        return self._body[self._at - length : self._at]


def _require(true: bool, what: str) -> None:
    if not true:
        raise Malformed(what)


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise Malformed("count")
    return value


def _line(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_LINE:
        raise Malformed("line")
    return value


def _span(start: int, end: int, length: int) -> None:
    _require(0 <= start <= end <= length, "span")


def _run(numbers: Sequence[int], box: Sequence[float], length: int) -> Run:
    start, end, page = numbers
    _span(start, end, length)
    _require(page >= 1, "page")
    if all(map(math.isnan, box)):
        return Run(start, end, page)
    _require(all(map(math.isfinite, box)), "box")
    left, bottom, right, top = box
    return Run(start, end, page, (left, bottom, right, top))


def _cell(numbers: Sequence[int], length: int) -> Cell:
    cell = Cell(*numbers)
    _span(cell.start, cell.end, length)
    _require(min(cell.row, cell.column) >= 0 and min(cell.rows, cell.columns) >= 1, "cell")
    return cell


def _heading(numbers: Sequence[int], length: int) -> Heading:
    start, end, level = numbers
    _span(start, end, length)
    _require(1 <= level <= 9, "level")
    return Heading(start, end, level)
