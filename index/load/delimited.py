"""Is a text in columns, and by which delimiter? Told by its bytes: most lines have as many commas or tabs."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
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
    head = data[:SNIFFED]
    text = head.decode("latin-1")  # only delimiters are looked for, which are the same bytes in all but UTF-16
    for mark, encoding in BOMS:
        if head.startswith(mark) and encoding == "utf-16":
            try:
                text = codecs.getincrementaldecoder(encoding)().decode(head)
            except UnicodeDecodeError:
                return ""
    records = list(_records(text))
    if len(data) > SNIFFED:
        records = records[:-1]
    filled = [record for record in records if record[0]]
    if len(filled) < FEWEST_LINES or sorted(length for length, _, _ in filled)[len(filled) // 2] > LONGEST_LINE:
        return ""
    if sum(ended for _, _, ended in filled) > (1 - ALIKE) * len(filled):
        return ""
    for delimiter in DELIMITERS:
        counts = Counter(counted[delimiter] for _, counted, _ in filled)
        most, times = counts.most_common(1)[0]
        if most >= FEWEST_DELIMITERS and times >= max(FEWEST_LINES, ALIKE * len(filled)):
            return delimiter
    return ""


def _records(text: str) -> Iterator[tuple[int, dict[str, int], bool]]:
    """Length of each line, its delimiters outside quotes, and whether it ends like a sentence."""
    for line in _LINE.findall(text):
        bare = _QUOTED.sub("", line) if '"' in line else line
        yield len(line.strip()), {mark: bare.count(mark) for mark in DELIMITERS}, line.rstrip().endswith(_SENTENCES)
