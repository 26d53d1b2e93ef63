"""Entries found in a text: the longest expression wins, words that are official already are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import add

from index.tokens import fold
from qa.lexicon.entries import Entry

MAX_GAP = 8
MAX_TEXT = 200
"""Nobody says what he asks for after so many characters; looking further costs time that grows with the square."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: the spans of its pieces in the text."""

    spans: tuple[Span, ...]
    entry: Entry

    @property
    def word(self) -> str:
        """The expression as the lexicon has it."""
        return fold(self.entry.everyday)

    @property
    def size(self) -> int:
        """How many characters it matched."""
        return sum(end - start for start, end in self.spans)

    @property
    def longest(self) -> int:
        """How many characters its longest piece has."""
        return max(end - start for start, end in self.spans)


class Index:
    """Words by their first two characters, so that a text is read once: O(length x number of word lengths)."""

    def __init__(self, words: Iterable[str]) -> None:
        lengths: dict[str, set[int]] = {}
        self.words = set(words)
        for word in self.words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}
        self._single = {word for word in self.words if len(word) == 1}

    def find(self, text: str) -> Iterator[Span]:
        """Every occurrence of every word, by place, longer ones first."""
        for start, pair in enumerate(map(add, text, text[1:])):
            for size in self._lengths.get(pair, ()):
                if text[start : start + size] in self.words and start + size <= len(text):
                    yield start, start + size
            if pair[0] in self._single:
                yield start, start + 1
        if text and text[-1] in self._single:
            yield len(text) - 1, len(text)


class Matcher:
    """Finds a lexicon's entries in texts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, Entry] = {}
        self._split: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            first = fold(entry.pieces[0])
            if len(entry.pieces) > 1:
                tails, second = self._split.setdefault(first, {}), fold(entry.pieces[1])
                tails[second] = _joined(tails.get(second), entry)
            else:
                self._whole[first] = _joined(self._whole.get(first), entry)
        self._everyday = Index([*self._whole, *self._split])
        told = {id(entry.terms): entry.terms for entry in self.entries()}  # those of one line are one tuple
        official = {term for terms in told.values() for term, _ in terms}
        self._official = Index({fold(term) for term in official if len(term) > 1})
        for word in self._official.words & set(self._whole):
            self._whole[word] = _without(self._whole[word], word)

    def entries(self) -> Iterator[Entry]:
        """Every entry once, those of several files joined."""
        yield from self._whole.values()
        for tails in self._split.values():
            yield from tails.values()

    def find(self, text: str) -> list[Match]:
        """The matches of ``text`` by place; none lies within a longer one or within an official term."""
        folded = fold(text[:MAX_TEXT])
        found = [match for span in self._everyday.find(folded) for match in self._at(folded, span)]
        official = list(self._official.find(folded))
        spoken = [match for match in found if not any(_within_term(match, term) for term in official)]
        spoken.sort(key=lambda match: (-match.longest, -match.size, match.spans))
        spoken = [match for match in spoken if not any(_split_around(match, other) for other in spoken)]
        kept: list[Match] = []
        for match in spoken:
            if not any(_yields(match, other) for other in kept):
                kept.append(match)
        meant = [match for match in kept if match.entry.terms]
        empty = (match for match in kept if not match.entry.terms and match.word not in self._official.words)
        idle = [match for match in empty if not any(_touch(match, other) for other in meant)]
        clear = [m for m in idle if not any(_cut(m.spans[0], term) for term in official)]
        return sorted((*meant, *clear), key=lambda match: match.spans)

    def official(self, text: str) -> list[Span]:
        """The official terms that ``text`` says itself, by place; none lies within a longer one."""
        found = sorted(set(self._official.find(fold(text[:MAX_TEXT]))), key=lambda span: (span[0] - span[1], span))
        kept: list[Span] = []
        for start, end in found:
            if not any(a < end and start < b for a, b in kept):
                kept.append((start, end))
        return sorted(kept)

    def _at(self, text: str, span: Span) -> Iterator[Match]:
        word = text[span[0] : span[1]]
        if word in self._whole:
            yield Match((span,), self._whole[word])
        for tail, entry in self._split.get(word, {}).items():
            at = text.find(tail, span[1], span[1] + MAX_GAP + len(tail))
            if at >= 0:
                yield Match((span, (at, at + len(tail))), entry)


def _joined(before: Entry | None, entry: Entry) -> Entry:
    """The same expression of two lines or files: terms of both, the later weight counts."""
    if before is None or not before.terms or not entry.terms:
        return entry
    terms: Mapping[str, float] = {**dict(before.terms), **dict(entry.terms)}
    return Entry(entry.pieces, tuple(terms.items()))


def _without(entry: Entry, word: str) -> Entry:
    """An entry that is official itself, without the terms that only say more than it: 商品房 is not 商品房销售面积."""
    return Entry(entry.pieces, tuple((term, sure) for term, sure in entry.terms if word not in fold(term)))


def _yields(match: Match, other: Match) -> bool:
    """Whether ``match`` gives way to ``other``, which was found to say more.

    It does where it says no more, where ``other`` spans it and shares both of its pieces with it (收了多少税 in 少收…税),
    and where one of its pieces is only part of a word of ``other`` that is apart from the other piece (跑着…车 and 新能源车).
    """
    if set(match.spans) <= set(other.spans):
        return True
    if _split_around(match, other):
        return True
    if _split_around(other, match):
        return False
    return any(a <= start and end <= b and end - start < b - a for start, end in match.spans for a, b in other.spans)


def _split_around(match: Match, other: Match) -> bool:
    """Whether ``other`` has two pieces and ``match`` reaches from the one to the other."""
    if len(other.spans) < 2 or len(match.spans) > 1:
        return False
    start, end = match.spans[0]
    return all(start < b and a < end for a, b in other.spans)


def _within_term(match: Match, term: Span) -> bool:
    """Whether ``match`` is only part of an official term that the text says in full."""
    size = term[1] - term[0]
    return size > match.size and all(term[0] <= start and end <= term[1] for start, end in match.spans)


def _touch(match: Match, other: Match) -> bool:
    return any(a < end and start < b for start, end in match.spans for a, b in other.spans)


def _cut(span: Span, term: Span) -> bool:
    """Whether ``span`` cuts into ``term`` without holding it whole."""
    return span[0] < term[1] and term[0] < span[1] and not (span[0] <= term[0] and term[1] <= span[1])
