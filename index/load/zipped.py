"""ZIP files opened with care: sizes are looked at first, every entry is read with a cap, nothing is unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from index.errors import LoadError
from index.load.limits import MAX_DIRECTORY, MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_FROM

END: Final = b"PK\x05\x06"
END_LENGTH: Final = 22
COMMENT_LENGTH: Final = 65_535
ENCRYPTED: Final = 0x1
UTF8: Final = 0x800
BROKEN: Final = "ZIP 或 Office 文件已损坏或不完整（{}）。请重新下载，或用原来的软件打开后另存，再添加"

Errors = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
)
"""What the standard library raises on damaged files; a name that is no UTF-8 is a ValueError."""


class Zipped:
    """An open ZIP file whose entries are few and small enough to be read."""

    def __init__(self, source: bytes | Path) -> None:
        """Opens the ZIP file of these bytes, or at this path.

        Raises:
            LoadError: damaged, or larger than the limits.
        """
        try:
            _check_directory(source)
            self._file = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except Errors as error:
            raise LoadError(BROKEN.format(_said(error))) from None
        self.entries = [info for info in self._file.infolist() if not info.is_dir()]
        _check_sizes(self._file.infolist())
        self._named = {info.filename.replace("\\", "/"): info for info in self.entries}

    @property
    def names(self) -> list[str]:
        """Names of the files in it, with slashes."""
        return list(self._named)

    def read(self, name: str) -> bytes:
        """The bytes of the entry of that name.

        Raises:
            KeyError: there is none.
            LoadError: encrypted, damaged, or packed in a way that is not read.
        """
        return self.read_entry(self._named[name])

    def read_entry(self, info: zipfile.ZipInfo) -> bytes:
        """As :meth:`read`."""
        if info.flag_bits & ENCRYPTED:
            raise LoadError("压缩包里的这个文件加了密码。请解压后添加")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise LoadError(f"压缩方式（{info.compress_type}）读不了。请解压后添加，或重新压缩成普通的 ZIP")
        try:
            with self._file.open(info) as entry:
                data = entry.read(info.file_size + 1)
        except Errors as error:
            raise LoadError(BROKEN.format(_said(error))) from None
        if len(data) != info.file_size:
            raise LoadError(BROKEN.format("长度不符"))
        return data

    def begins(self, info: zipfile.ZipInfo, length: int) -> bytes:
        """The first bytes of an entry; nothing where it cannot be read."""
        try:
            with self._file.open(info) as entry:
                return entry.read(length)
        except (*Errors, RuntimeError):  # a RuntimeError asks for a password
            return b""


def _check_directory(source: bytes | Path) -> None:
    """Looks at how much of a list of entries there is before all of it is read into memory."""
    length, read = _reader(source)
    tail = read(max(0, length - END_LENGTH - COMMENT_LENGTH))
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_LENGTH:
        raise zipfile.BadZipFile("没有目录")
    entries, size = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise LoadError(f"压缩包里的文件超过上限 {MAX_ENTRIES} 个。请解压后分批添加")


def _reader(source: bytes | Path) -> tuple[int, Callable[[int], bytes]]:
    if isinstance(source, bytes):
        return len(source), lambda start: source[start:]

    def read(start: int) -> bytes:
        with source.open("rb") as file:
            file.seek(start)
            return file.read(END_LENGTH + COMMENT_LENGTH)

    return source.stat().st_size, read


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise LoadError(f"压缩包里的文件超过上限 {MAX_ENTRIES} 个。请解压后分批添加")
    total = sum(info.file_size for info in entries)
    packed = sum(info.compress_size for info in entries)
    if total > MAX_UNPACKED:
        raise LoadError(
            f"解压后有 {total / 1048576:.0f} MB，超过上限 {MAX_UNPACKED // 1048576} MB。请拆成几个文件再添加"
        )
    if total > RATIO_FROM and total > MAX_RATIO * packed:
        raise LoadError(f"压缩率超过 {MAX_RATIO} 倍，不像正常的文件。若确是报告，请解压后添加，或另存为 PDF")


def _said(error: Exception) -> str:
    """What a library says of a damaged file, as far as a person may read it."""
    said = str(error)
    return said if said and not said.isascii() else "目录或内容对不上"


def entry_name(info: zipfile.ZipInfo) -> str:
    """An entry's name as its packer meant it: without the UTF-8 flag Chinese packers write GB18030."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
