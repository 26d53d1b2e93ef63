"""Is a text in columns, and by which delimiter? Told by its bytes: most lines have as many commas or tabs."""

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from index.load.text import BOMS

DELIMITERS: Final = ",\t;"
SNIFFED: Final = 65_536
FEWEST_LINES, FEWEST_DELIMITERS, ALIKE, LONGEST_LINE = 3, 2, 0.8, 600
"""Text is in columns if so many lines at least, and this share of all, have the same number of delimiters, at least so many; \
half of the lines are no longer than this, in bytes."""
_SENTENCES: Final = ("。", "\xe3\x80\x82", "\xa1\xa3")
"""How a line of running text ends, as characters and as the bytes of UTF-8 and GB18030."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_LINE: Final = re.compile(r'(?:[^"\r\n]++|"[^"]*"|")*+')
"""A line, which may be broken inside quotes; nothing is tried twice."""


def delimiter_of(data: bytes) -> str:
    r"""The delimiter of text in columns; "" where it is none.

    >>> delimiter_of("指标,2019年,2020年\n收入,1,2\n利润,3,4\n".encode()), delimiter_of("执结5件，到位3元。\n".encode() * 9)
    (',', '')
    """
    return _delimiter(data[:SNIFFED], len(data) > SNIFFED)


@functools.lru_cache(maxsize=1)
def _delimiter(head: bytes, cut: bool) -> str:
    """The same, told by how a text begins; kept, for it is asked again at once of what was read as what."""
    text = head.decode("latin-1")  # only delimiters are looked for, which are the same bytes in all but UTF-16
    for mark, encoding in BOMS:
        if head.startswith(mark) and encoding == "utf-16":
            try:
                text = codecs.getincrementaldecoder(encoding)().decode(head)
            except UnicodeDecodeError:
                return ""
    lines = _LINE.findall(text)
    if cut:
        lines = lines[:-1]
    filled = [line for line in lines if line and not line.isspace()]
    if len(filled) < FEWEST_LINES or _runs_on(filled):
        return ""
    bare = [_QUOTED.sub("", line) if '"' in line else line for line in filled]
    for delimiter in DELIMITERS:
        most, times = Counter(line.count(delimiter) for line in bare).most_common(1)[0]
        if most >= FEWEST_DELIMITERS and times >= max(FEWEST_LINES, ALIKE * len(filled)):
            return delimiter
    return ""


def _runs_on(lines: Sequence[str]) -> bool:
    """Whether these lines are running text: most are long, or too many end like a sentence."""
    stripped = [line.strip() for line in lines]
    if sorted(map(len, stripped))[len(stripped) // 2] > LONGEST_LINE:
        return True
    return sum(line.endswith(_SENTENCES) for line in stripped) > (1 - ALIKE) * len(stripped)
