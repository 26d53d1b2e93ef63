"""Pages that a browser saved whole, with their pictures, in one file (MHTML): the page itself is read."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import Final

from index.errors import LoadError
from index.load.html import decoded, read_markup
from index.records import RawText

HEAD_END = re.compile(rb"\r?\n\r?\n")
FIELD = re.compile(rb"^([A-Za-z-]{1,40}):[ \t]*(.*(?:\r?\n[ \t].*)*)", re.M)
BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;]{1,200}))", re.I)
CHARSET = re.compile(rb"charset\s*=\s*\"?([A-Za-z0-9_.:-]{3,20})", re.I)
HEAD_LENGTH: Final = 16_384
MOST_PARTS: Final = 2_000


def read_mhtml(data: bytes) -> RawText:
    """The text of the page in a saved page.

    Raises:
        LoadError: there is no page in it.
    """
    head, _ = _split(data)
    boundary = BOUNDARY.search(head.get(b"content-type", b""))
    if boundary:
        for part in _parts(data, boundary.group(1) or boundary.group(2)):
            fields, body = _split(part)
            kind = fields.get(b"content-type", b"")
            if kind.lower().startswith((b"text/html", b"application/xhtml")):
                charset = CHARSET.search(kind)
                page = _unpacked(body, fields.get(b"content-transfer-encoding", b"").strip().lower())
                return read_markup(*decoded(page, charset.group(1).decode("ascii") if charset else ""))
    raise LoadError("这个保存的网页（MHTML）里没有正文。请在浏览器里打开，另存为 HTML 或 PDF 后再添加")


def _split(part: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The fields at the head of a part by their names in small letters, and what follows them."""
    start = len(part) - len(part.lstrip())
    end = HEAD_END.search(part, start, start + HEAD_LENGTH)
    if end is None:
        return {}, part
    fields = {name.lower(): text for name, text in FIELD.findall(part[start : end.start()])}
    return fields, part[end.end() :]


def _parts(data: bytes, boundary: bytes) -> Iterator[bytes]:
    mark = b"\n--" + boundary
    at = data.find(mark)
    for _ in range(MOST_PARTS):
        if at < 0:
            return
        start = data.find(b"\n", at + len(mark))
        at = data.find(mark, at + len(mark))
        if start >= 0:
            yield data[start + 1 : at if at >= 0 else len(data)]


def _unpacked(body: bytes, encoding: bytes) -> bytes:
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding == b"base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            raise LoadError("这个保存的网页（MHTML）已损坏。请重新保存，或在浏览器里另存为 PDF 后再添加") from None
    return body
