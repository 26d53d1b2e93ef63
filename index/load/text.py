"""Plain text: which encoding, and is it text at all.

Order: byte-order mark, strict UTF-8, then GB18030, UTF-16 and Big5, the first of these that decodes without an error
and reads like Chinese. Nothing is ever decoded with replacement: a wrong character could be a wrong figure. Radicals that
stand for ordinary characters become these, one for one.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator

from index.errors import LoadError
from index.load.radicals import ordinary
from index.records import RawText

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ("gb18030", "utf-16-le", "utf-16-be", "big5")
SAMPLE = 20_000
PLAUSIBLE = 0.75
CONTROL_SHARE = 0.02
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r")


def readings(data: bytes, encodings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What ``data`` is in each of the encodings, in order, that it can be in."""
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield text, encoding


def decode(data: bytes, read: Callable[[str], str] = str) -> RawText:
    """The text of ``data`` and its encoding; LoadError where no encoding gives readable text.

    ``read`` gives what of a decoded text a person would read, to judge it by: a web page begins with pages of tags.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if not looks_binary(data):
        try:
            return RawText(ordinary(data.decode("utf-8")), "utf-8")
        except UnicodeDecodeError:
            pass
    for text, encoding in readings(data, CANDIDATES):
        if plausible(read(text), encoding):
            return RawText(ordinary(text), encoding)
    raise LoadError("不是可读的文本：按 UTF-8、GB18030、UTF-16、Big5 都无法解读。请另存为 UTF-8 文本后再添加")


def looks_binary(data: bytes) -> bool:
    """True where there is a NUL, or the first bytes hold many control characters, as in no 8-bit text."""
    head = data[:SAMPLE]
    control = len(head) - len(head.translate(None, CONTROLS))
    return b"\0" in data or control > CONTROL_SHARE * max(1, len(head))


def plausible(text: str, encoding: str) -> bool:
    """True where most Han characters of ``text`` are everyday ones and hardly anything is a control character.

    A wrong decoding of Chinese bytes is full of rare characters, so the share of level-1 characters tells them apart.
    """
    sample = text[:SAMPLE]
    control = sum(c < " " and c not in "\t\n\f\r" for c in sample)
    if "\0" in text or control > CONTROL_SHARE * len(sample) or any("\ue000" <= c <= "\uf8ff" for c in sample):
        return False
    han = [c for c in sample if "\u3400" <= c <= "\u9fff"]
    if not han:
        return encoding == "gb18030" and sample.isascii()
    common = LEVEL_ONE["big5" if encoding == "big5" else "gb2312"]
    return sum(map(common, han)) >= PLAUSIBLE * len(han)


def _level_one(encoding: str, first: int, last: int) -> Callable[[str], bool]:
    def common(char: str) -> bool:
        code = char.encode(encoding, "ignore")
        return len(code) == 2 and first <= code[0] <= last

    return common


LEVEL_ONE: dict[str, Callable[[str], bool]] = {
    "gb2312": _level_one("gb2312", 0xB0, 0xD7),
    "big5": _level_one("big5", 0xA4, 0xC6),
}


def _strict(data: bytes, encoding: str) -> RawText:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            f"文件以 {encoding} 的标记开头，第 {error.start} 字节却无法按它解读。请另存为 UTF-8 文本后再添加"
        ) from None
    if "\0" in text:
        raise LoadError(f"文件以 {encoding} 的标记开头，里面却有空字节，不是文本。请另存为 UTF-8 文本后再添加")
    return RawText(ordinary(text), encoding)
