"""Archives: each file in a ZIP file is a file of its own, named ``archive/member``. Nothing is unpacked to disk.

Such a path leads through a file, so it names nothing on the disk; :func:`read_file` knows what it means.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipInfo

from index.errors import LoadError
from index.load.formats import document_kind
from index.load.limits import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_UNPACKED
from index.load.zipped import Zipped, entry_name

START: Final = b"PK"
PARTS = re.compile(r"[\\/]+")
UNSAFE = re.compile(r"[\x00-\x1f\x7f:\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
HIDDEN: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
HIDDEN_STARTS: Final = (".", "~$")
LONGEST: Final = 80
"""Longest part of a member's path, in characters: a disk takes 255 bytes."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive: the entries that lead to it, from the outermost archive inwards."""

    entries: tuple[ZipInfo, ...]


class _Archive:
    """An open archive with its members by their paths inside it."""

    def __init__(self, path: Path) -> None:
        self._zip = Zipped(path)
        self._inner: tuple[tuple[ZipInfo, ...], Zipped] | None = None
        self._left_bytes = MAX_UNPACKED
        self._left_entries = MAX_ENTRIES
        self.members: dict[tuple[str, ...], _Member] = {}
        self._list(self._zip, (), (), 1)

    def _list(self, archive: Zipped, entries: tuple[ZipInfo, ...], above: tuple[str, ...], depth: int) -> None:
        """Takes note of the members of an archive, and of those in archives among them."""
        for info in archive.entries:
            parts = _parts(entry_name(info))
            if not parts or any(part in HIDDEN or part.startswith(HIDDEN_STARTS) for part in parts):
                continue
            place = _free((*above, *parts), self.members)
            within = self._archive_in(archive, info) if depth < MAX_DEPTH else None
            if within is None:
                self.members[place] = _Member((*entries, info))
            else:
                self._list(within, (*entries, info), place, depth + 1)

    def _archive_in(self, archive: Zipped, info: ZipInfo) -> Zipped | None:
        """A member that is an archive itself; None for all others, those too large to look into among them."""
        try:
            if archive.begins(info, len(START)) != START:
                return None
            within = Zipped(archive.read_entry(info))
        except LoadError:  # told when the member is read
            return None
        if _is_document(within):
            return None
        self._left_entries -= len(within.entries)
        self._left_bytes -= sum(entry.file_size for entry in within.entries)
        return within if self._left_entries >= 0 and self._left_bytes >= 0 else None

    def read(self, place: tuple[str, ...]) -> bytes:
        """The bytes of a member."""
        *way, last = self.members[place].entries
        archive = self._zip
        if way:
            if self._inner is None or self._inner[0] != tuple(way):
                self._inner = (tuple(way), self._opened(way))
            archive = self._inner[1]
        return archive.read_entry(last)

    def _opened(self, way: list[ZipInfo]) -> Zipped:
        archive = self._zip
        for info in way:
            archive = Zipped(archive.read_entry(info))
        return archive

    def size(self, place: tuple[str, ...]) -> int:
        """How many bytes a member has."""
        return self.members[place].entries[-1].file_size


def files_in(path: Path) -> list[Path]:
    """The files that a file stands for: its members where it is an archive that can be opened, else itself."""
    try:
        if not _begins_as_zip(path) or _is_document(Zipped(path)):
            return [path]
        archive = _open(path)
    except (LoadError, OSError):  # told when the file is read
        return [path]
    return [path.joinpath(*place) for place in archive.members] or [path]


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of a member of an archive.

    Raises:
        LoadError: it is no file, too large, or its archive cannot be read.
        OSError: the disk says so.
    """
    found = _outer(path)
    if found is None:
        if not path.is_file():
            raise LoadError("不是普通文件。请给出报告文件或装有报告的文件夹")
        size = path.stat().st_size
        if size > MAX_BYTES and _begins_as_zip(path):
            Zipped(path)  # why it was not taken for the files in it
        _check_size(size)
        return path.read_bytes()
    outer, place = found
    archive = _open(outer)
    if place not in archive.members:
        raise LoadError(f"压缩包 {outer.name} 里没有这个文件")
    _check_size(archive.size(place))
    return archive.read(place)


def file_size(path: Path) -> int:
    """How many bytes :func:`read_file` gives; 0 where it gives none."""
    try:
        found = _outer(path)
        return path.stat().st_size if found is None else _open(found[0]).size(found[1])
    except (LoadError, OSError, KeyError):
        return 0


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(START)) == START


def _is_document(archive: Zipped) -> bool:
    return bool(document_kind([name.lower() for name in archive.names]))


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise LoadError(f"文件有 {size / 1048576:.1f} MB，超过上限 {MAX_BYTES // 1048576} MB。请拆成几个文件再添加")


def _outer(path: Path) -> tuple[Path, tuple[str, ...]] | None:
    """The file on the disk that a member's path leads through, and the rest of the path; None for a path of the disk."""
    if path.exists():
        return None
    outer = next((parent for parent in path.parents if parent.is_file()), None)
    return None if outer is None else (outer, path.relative_to(outer).parts)


def _open(path: Path) -> _Archive:
    stat = path.stat()
    return _cached(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=2)
def _cached(path: Path, changed: int, size: int) -> _Archive:
    """An archive is read member by member, so it stays open for a while; a changed file is another one."""
    return _Archive(path)


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a member's name that are safe to show and to join to a path; "" and dots lead nowhere."""
    parts = (_safe(part) for part in PARTS.split(name))
    return tuple(part for part in parts if part not in ("", ".", ".."))


def _safe(part: str) -> str:
    """A part of a name without controls and marks that turn text round, short enough for any disk.

    >>> _safe("C:"), _safe("a" * 100 + ".docx")[-8:]
    ('C_', 'aaa.docx')
    """
    clean = UNSAFE.sub("_", part).strip()
    if len(clean) <= LONGEST:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return stem[: LONGEST - len(ending) - 1] + dot + ending if dot and len(ending) <= 8 else clean[:LONGEST]


def _free(place: tuple[str, ...], taken: dict[tuple[str, ...], _Member]) -> tuple[str, ...]:
    """``place``, with a number behind its stem where another member has it already."""
    *folders, name = place
    stem, dot, ending = name.rpartition(".")
    count = 1
    while place in taken:
        count += 1
        place = (*folders, f"{stem}（{count}）.{ending}" if dot and stem else f"{name}（{count}）")
    return place
