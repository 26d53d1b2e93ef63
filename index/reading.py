"""What was read of a file and what was not, for a person who wants to know why a figure is not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Document
from index.scans import remark_in


@dataclass(frozen=True, slots=True)
class Reading:
    """A file was taken for a ``format``; ``encoding`` is that of plain text, "" where it is not known.

    ``pages`` are 0 where the format has none. ``left_out`` is what the loader left out, ``dropped`` what the cleaning did: why, how
    often, how many characters, and the beginning of it.
    """

    format: str
    encoding: str = ""
    pages: int = 0
    characters: int = 0
    tables: int = 0
    headings: int = 0
    left_out: tuple[str, ...] = ()
    dropped: tuple[tuple[str, int, int, str], ...] = ()

    def lines(self) -> list[str]:
        """In Chinese: what was read as what, and one line for each thing that was not."""
        encoding = f"（{self.encoding.upper()}）" if self.format in ENCODED and self.encoding else ""
        counts = [
            (self.pages, "{}页"), (self.characters, "{}字"), (self.tables, "表格{}个"), (self.headings, "标题{}个"),
        ]  # fmt: skip
        told = "，".join(words.format(count) for count, words in counts if count)
        first = f"读作{self.format}{encoding}：{told}" if told else f"看作{self.format}，没有读到内容"
        read = remark_in(self.left_out)
        gone = [f"没有收进：{line}" for line in self.left_out if line != read]
        gone += [f"没有收进：{reason}{count}处，共{length}字{begun}" for reason, count, length, begun in self.dropped]
        if told and not gone:
            gone = ["没有略去任何内容"]
        return [first, *filter(None, [read]), *gone]


MOST, SHOWN = 3, 16
"""Of what was dropped so many are shown, and so many characters of each."""
ENCODED = frozenset(("TXT", "HTML", "CSV"))
"""Formats in which a person chooses the encoding."""


def reading_of(format_: str, encoding: str, document: Document | None) -> Reading:
    """What was read of a file of this format; None for a document says that nothing was."""
    if document is None:
        return Reading(format_)
    times = Counter(gone.reason for gone in document.dropped)
    lengths: Counter[str] = Counter()
    texts: dict[str, dict[str, None]] = {}
    for gone in document.dropped:
        text = "".join(document.raw[gone.start : gone.end].split())
        lengths[gone.reason] += len(text)
        texts.setdefault(gone.reason, {})[text] = None
    return Reading(
        format_,
        encoding,
        max((run.page for run in document.runs), default=0),
        len("".join(document.text.split())),
        len(document.tables),
        len(document.headings),
        document.left_out,
        tuple((reason, count, lengths[reason], _begun(list(texts[reason]))) for reason, count in times.items()),
    )


def _begun(texts: Sequence[str]) -> str:
    """The first of the texts that were dropped, as far as a person needs them to judge; "" where none can be seen.

    >>> _begun(["首页", "打印", "上一篇", "下一篇"])
    '：“首页”“打印”“上一篇”等'
    """
    seen = [text for text in texts if text.isprintable() and text]
    shown = "".join(f"“{text if len(text) <= SHOWN else f'{text[:SHOWN]}…'}”" for text in seen[:MOST])
    return f"：{shown}{'等' if len(seen) > MOST else ''}" if shown else ""
