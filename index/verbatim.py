"""Reports in traditional characters: understood in simplified ones, character for character, and told in their own.

What a report says stands in its own characters: its text, its title, its headings, its figures as written. What is
understood of it, as the metric and the body of a fact, is in simplified characters, in which questions are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import ne

from index.records import Fact, Inferred, Passage, Prepared, RawText
from index.traditional import simplified

SHARE = 0.01
"""A report is in traditional characters if so many of its characters are; in another such a one is part of a name: 昇腾."""


def readable(raw: RawText) -> RawText:
    """``raw`` as it is understood: in simplified characters, each at its place; the same where it is not in traditional ones."""
    plain = simplified(raw.text)
    if plain is raw.text or sum(map(ne, plain, raw.text)) < SHARE * len(plain):
        return raw
    return replace(raw, text=plain)


def as_written(prepared: Prepared, written: str, understood: str) -> Prepared:
    """A report that was understood from the raw text ``understood``, in the characters of the raw text ``written``."""
    document = prepared.document
    own = _Written(document.text, document.offsets, written, understood)
    title = document.title
    if title.how.startswith("正文"):
        title = Inferred(own.words(title.value), title.how)
    return Prepared(
        replace(document, raw=written, text=own.text, title=title),
        tuple(_passage(passage, own) for passage in prepared.passages),
        tuple(_fact(fact, own.text) for fact in prepared.facts),
    )


class _Written:
    """A clean text in the characters that it is written in; ``plain`` is the one that was understood."""

    def __init__(self, plain: str, offsets: Sequence[int], written: str, understood: str) -> None:
        self.plain = plain
        chars = list(plain)
        for at, (char, raw) in enumerate(zip(plain, offsets, strict=True)):
            if raw < len(written) and understood[raw] == char != written[raw]:
                chars[at] = written[raw]
        self.text = "".join(chars)

    def words(self, words: str) -> str:
        """Some words of the text as they are written there, or each of them that blanks part; what it does not have stays."""
        at = self.plain.find(words)
        if at >= 0:
            return self.text[at : at + len(words)]
        return " ".join(map(self.words, words.split(" "))) if " " in words else words


def _passage(passage: Passage, own: _Written) -> Passage:
    headings = tuple(map(own.words, passage.headings))
    return replace(passage, text=own.text[passage.start : passage.end], headings=headings)


def _fact(fact: Fact, text: str) -> Fact:
    figure = fact.figure
    return replace(fact, figure=replace(figure, raw=text[figure.start : figure.end]))
