"""What is asked of the process that draws pages, and what it answers, as bytes: every number looked at before it is used."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any, Final

from index.load.limits import MAX_SPOTS
from index.load.wire import HEAD, TROUBLES, Malformed, Trouble
from index.records import Box

ASKED, CITED = "asked", "cited"
KINDS: Final = (ASKED, CITED)
"""What a place is marked as: the figure itself, or the passage around it."""
PART: Final = (1000, 400)
"""Pixels of the picture of a part of a page."""
LONGEST: Final = 4_000
MAGIC: Final = b"RIFF"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch ``line[start:end]`` of a line that stands in ``box`` of its page, to be marked as one of :data:`KINDS`."""

    kind: str
    box: Box
    line: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """The picture that is asked for: of a page, from 1, ``whole`` or the part around what is marked."""

    page: int
    spots: tuple[Spot, ...]
    whole: bool = False


Place = tuple[int, int, int, int]
"""A rectangle on a picture: left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as marked: ``box`` on the page in points, ``place`` on the picture.

    Not ``exact`` is the line in which the stretch stands, where its own characters were not found there.
    """

    kind: str
    box: Box
    place: Place
    exact: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of ``pages`` as a WebP ``image`` of so many pixels, with what is marked on it."""

    image: bytes
    width: int
    height: int
    page: int
    pages: int
    marks: tuple[Mark, ...]


def request(view: View, data: bytes) -> bytes:
    """What :func:`requested` reads; ``data`` is the file."""
    spots = [(s.kind, s.box, s.line[:LONGEST], s.start, s.end) for s in view.spots[:MAX_SPOTS]]
    return _body({"page": view.page, "spots": spots, "whole": view.whole}, data)


def requested(body: bytes) -> tuple[View, bytes]:
    """The picture that is asked for, and the file."""
    head, data = _parts(body)
    spots = tuple(Spot(kind, tuple(box), line, start, end) for kind, box, line, start, end in head["spots"])
    return View(head["page"], spots, head["whole"]), data


def answer(result: Picture | Trouble) -> bytes:
    """What :func:`answered` reads."""
    if isinstance(result, Trouble):
        return _body({"trouble": result.kind, "said": result.said}, b"")
    marks = [(mark.kind, [*map(float, mark.box)], mark.place, mark.exact) for mark in result.marks]
    size = (result.width, result.height, result.page, result.pages)
    return _body({"size": size, "marks": marks}, result.image)


def answered(body: bytes) -> Picture | Trouble:
    """What the other process says.

    Raises:
        Malformed: it is not as :func:`answer` writes it, or no WebP.
    """
    try:
        head, image = _parts(body)
        if "trouble" in head:
            if head["trouble"] not in TROUBLES:
                raise Malformed("trouble")
            return Trouble(str(head["trouble"]), str(head["said"])[:LONGEST])
        width, height, page, pages = _numbers(head["size"], 4, int)
        marks = tuple(_mark(*told) for told in head["marks"])
        if min(width, height, page, pages) < 1 or not image.startswith(MAGIC) or len(marks) > MAX_SPOTS:
            raise Malformed("picture")
    except (struct.error, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None
    return Picture(image, width, height, page, pages, marks)


def _mark(kind: object, box: object, place: object, exact: bool) -> Mark:
    left, bottom, right, top = _numbers(box, 4, float)
    x0, y0, x1, y1 = _numbers(place, 4, int)
    if kind not in KINDS or type(exact) is not bool:
        raise Malformed("mark")
    return Mark(str(kind), (left, bottom, right, top), (x0, y0, x1, y1), exact)


def _numbers(told: object, count: int, kind: type[int] | type[float]) -> list[Any]:
    if not isinstance(told, list) or len(told) != count:
        raise Malformed("count")
    if any(type(number) is not kind or not math.isfinite(number) for number in told):
        raise Malformed("number")
    return told


def _body(head: dict[str, Any], rest: bytes) -> bytes:
    told = json.dumps(head, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HEAD.pack(len(told)) + told + rest


def _parts(body: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = HEAD.unpack_from(body)
    at = HEAD.size + length
    return json.loads(body[HEAD.size : at]), body[at:]
