"""What in a sentence speaks for a stretch of it as the answer to a question in words. Pure.

A stretch runs from one atom to another. Each cue has a name and a value (the word before it is 由, two characters of the question
follow it); ``qa.phrase`` weighs them. All text is in simplified characters. This runs for every question in words, so what can be
is counted once for the whole sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, compress, pairwise
from typing import Final

from qa.atoms import LONGEST, Span, atoms_of
from qa.naming import (
    ALONE_AFTER,
    ALONE_BEFORE,
    EMPTY,
    FOREIGN,
    HARD,
    JOINS,
    NO_END,
    NO_START,
    PRONOUNS,
    STOPS,
    SURNAMES,
    VERBS,
)
from qa.sought import Sought, tells_when

Value = str | int

WINDOW: Final = 160
"""Of a longer sentence so many characters are looked at, around the clause that says most of the question."""
FAR: Final = 9
SEEN: Final = 8
"""Characters before or behind a stretch in which the question's words are looked for."""
START_CUES: Final = (
    "word before",
    "char before",
    "class before",
    "classes before",
    "first word",
    "first char",
    "first class",
    "question before",
    "bare question before",
    "head before",
    "owner before",
    "said before",
    "distance before",
)
END_CUES: Final = (
    "word after",
    "char after",
    "class after",
    "classes after",
    "last word",
    "last char",
    "last class",
    "last said",
    "question after",
    "bare question after",
    "question behind head after",
    "ends in head",
    "ends in owner",
    "head after",
    "owner after",
    "said after",
    "distance after",
)
SPAN_CUES: Final = (
    "length",
    "atoms",
    "said",
    "joins",
    "holds 的",
    "empty words",
    "kinds",
    "dated",
    "clause says",
    "clauses beside say",
    "named",
    "verbs",
    "foreign",
    "distances",
    "clause",
)


class Sight:
    """A sentence seen with a question: which of its atoms the question says, and where. ``words`` cuts a text into its words."""

    def __init__(self, want: Sought, question: str, sentence: str, words: Callable[[str], Sequence[Span]]) -> None:
        self.base, end = _window(question, sentence)
        text = sentence[self.base : end]
        self.want, self.question, self.text = want, question, text
        self.atoms = atoms_of(text, words(text), want.kind)
        self.told = [atom.text if atom.kind in ("word", "mark") else atom.kind.upper() for atom in self.atoms]
        self.hard = [told in HARD for told in self.told]
        self.stops = [told in STOPS for told in self.told]
        self.empty = [told in EMPTY for told in self.told]
        self.said = self._said()
        self.classes = ["^", "^", *map(self._class, range(len(self.atoms))), "^", "^"]
        self.clause, self.count = self._clauses()
        self.total = sum(self.count) or 1
        self.near_before = self._distances(range(len(self.atoms)))
        self.near_after = self._distances(range(len(self.atoms) - 1, -1, -1))
        self.bare, self.bare_at = _bare(text)
        self.bare_left, self.bare_right = _bare(want.left)[0], _bare(want.right)[0]
        self.bare_behind = _bare(want.right.removeprefix("的")[len(want.head) :])[0]
        self.many_said = _totals([bool(said) and not empty for said, empty in zip(self.said, self.empty, strict=True)])
        self.many_empty = _totals(self.empty)
        self.many_joins = _totals([told in JOINS for told in self.told])
        self.many_of = _totals([told == "的" for told in self.told])
        self.many_dates = _totals([told == "DATE" for told in self.told])
        self.many_quotes = _totals([told == "QUOTE" for told in self.told])
        self.many_verbs = _totals([told in VERBS for told in self.told])
        self.many_foreign = _totals([char in FOREIGN for char in text])

    def _said(self) -> list[int]:
        """For each atom 1 if the question says it before its interrogative, 2 if behind it, 3 if both, else 0."""
        left, right = _totals(_shared(self.want.left, self.text)), _totals(_shared(self.want.right, self.text))
        found = []
        for atom in self.atoms:
            a, b = atom.start, atom.end
            said = ((left[b] - left[a]) * 2 > b - a) + 2 * ((right[b] - right[a]) * 2 > b - a)
            if not said and b - a > 1 and atom.text in self.question:
                said = 1 if atom.text in self.want.left else 2
            found.append(said)
        return found

    def _clauses(self) -> tuple[list[int], list[int]]:
        """The clause of each atom, and how much of the question each clause says."""
        clause, count = [], [0]
        for atom, hard, said in zip(self.atoms, self.hard, self.said, strict=True):
            clause.append(len(count) - 1)
            if said:
                count[-1] += min(3, atom.end - atom.start)
            if hard:
                count.append(0)
        return clause, count

    def _distances(self, order: Iterable[int]) -> list[int]:
        """For each atom how many lie between it and the one that the question says; a clause end counts for two more."""
        found = [FAR] * len(self.atoms)
        gap = FAR
        for i in order:
            found[i] = gap
            gap = 1 if self.said[i] and not self.empty[i] else gap + 3 if self.hard[i] else gap + 1
            if gap > FAR:
                gap = FAR
        return found

    def _class(self, i: int) -> str:
        atom = self.atoms[i]
        if atom.kind == "mark":
            return "." if self.hard[i] else atom.text
        if atom.kind != "word":
            return atom.kind
        return f"w{min(4, atom.end - atom.start)}{'s' if self.said[i] else ''}"

    def span(self, i: int, j: int) -> Span:
        """Where in the sentence the stretch from the ``i``-th atom to the ``j``-th stands."""
        return self.base + self.atoms[i].start, self.base + self.atoms[j].end

    def stretches(self) -> list[Span]:
        """First and last atom of each stretch that may be a phrase."""
        alone = {"when": "date", "rank": "rank"}.get(self.want.kind)
        whole = [(i, i) for i, atom in enumerate(self.atoms) if atom.kind == alone and self.allows(i, i)]
        if whole or self.want.kind == "rank":
            return whole
        ends = [self._may_end(j) for j in range(len(self.atoms))]
        return [(i, j) for i in range(len(self.atoms)) if self._may_start(i) for j in self._ends(i, ends)]

    def _may_start(self, i: int) -> bool:
        """Whether a phrase may begin with the ``i``-th atom."""
        atom = self.atoms[i]
        return atom.kind != "mark" and atom.text not in NO_START and not self._torn(i - 1, ALONE_BEFORE)

    def _may_end(self, j: int) -> bool:
        """Whether a phrase may end with the ``j``-th atom."""
        atom = self.atoms[j]
        return atom.kind != "mark" and atom.text not in NO_END and not self._torn(j + 1, ALONE_AFTER)

    def _ends(self, first: int, allowed: Sequence[bool]) -> list[int]:
        """Of the atoms ``allowed`` those that a phrase from the ``first`` on may end with."""
        most = self.atoms[first].start + LONGEST
        found = []
        for j in range(first, len(self.atoms)):
            if self.stops[j] or self.atoms[j].end > most:
                break
            if allowed[j]:
                found.append(j)
        if found and self.atoms[found[0]].end == most - LONGEST + 1:
            del found[0]  # a single character
        return found

    def _torn(self, beside: int, alone: frozenset[str]) -> bool:
        """Whether the atom beside a stretch is likely a part of its first or last word: a single character that is seldom a word."""
        if not 0 <= beside < len(self.atoms) or self.said[beside]:
            return False
        atom = self.atoms[beside]
        return atom.kind == "word" and atom.end - atom.start == 1 and atom.text not in alone

    def allows(self, i: int, j: int) -> bool:
        """Whether a stretch tells anything: more than the question does, and more than a pronoun."""
        text = self.text[self.atoms[i].start : self.atoms[j].end]
        if text in self.question or text in PRONOUNS or self._trails(i, j):
            return False
        if self.want.kind == "when" and not tells_when(self.question, text):
            return False
        if self.want.kind in ("name", "work") and i < j and self.many_quotes[j + 1] > self.many_quotes[i]:
            return False  # what stands in quotes is the whole name
        return self.want.kind != "list" or self._whole_list(i, j)

    def _trails(self, i: int, j: int) -> bool:
        """Whether a stretch runs on into what the question says of it: 李明代表法院, where it is asked who 代表法院."""
        final, want = self.atoms[j], self.want
        if i == j or not self.said[j] or final.kind in ("quote", "date"):
            return False
        return not _ends_with_head(final.text, want.head) and not _same_end(final.text, want.owner, 1)

    def _whole_list(self, i: int, j: int) -> bool:
        """Whether a stretch names several things, or quotes them, and leaves none of them out."""
        before, after = self.told[i - 1] if i else "", self.told[j + 1] if j + 1 < len(self.told) else ""
        several = self.many_joins[j] > self.many_joins[i] or self.atoms[i].kind == "quote"
        return several and before not in ("、", "QUOTE") and after not in (*JOINS, "QUOTE")

    def start_cues(self, i: int) -> tuple[Value, ...]:
        """Values of ``START_CUES`` for a phrase that begins with the ``i``-th atom."""
        want, told, at = self.want, self.told[i], self.atoms[i].start
        before = self.told[i - 1] if i else "^"
        text = self.text[max(0, at - SEEN) : at]
        close = text.rstrip(_BESIDE)
        bare = self.bare_at[at]
        return (
            before,
            before[-1],
            self.classes[i + 1],
            self.classes[i] + self.classes[i + 1],
            told,
            told[0],
            self.classes[i + 2],
            _same_end(text, want.left, 4),
            _same_end(self.bare[max(0, bare - 3) : bare], self.bare_left, 3),
            _ends_with_head(close, want.head),
            _same_end(close, want.owner, 4),
            self.said[i - 1] if i else 4,
            self.near_before[i],
        )

    def end_cues(self, j: int) -> tuple[Value, ...]:
        """Values of ``END_CUES`` for a phrase that ends with the ``j``-th atom."""
        want, told, at = self.want, self.told[j], self.atoms[j].end
        last = j + 1 == len(self.atoms)
        after = "^" if last else self.told[j + 1]
        text = self.text[at : at + SEEN]
        bare = self.bare[self.bare_at[at] : self.bare_at[at] + 3]
        upto = self.text[max(0, at - 4) : at]
        ends = _ends_with_head(upto, want.head)
        return (
            after,
            after[0],
            self.classes[j + 3],
            self.classes[j + 3] + self.classes[j + 4],
            told,
            told[-1],
            self.classes[j + 2],
            self.said[j] * 2 + (ends > 0),
            _same_start(text, want.right, 4),
            _same_start(bare, self.bare_right, 3),
            _same_start(bare, self.bare_behind, 3),
            ends,
            _same_end(upto, want.owner, 4),
            _same_start(text, want.head, 4),
            _same_start(text, want.owner[-2:], 2),
            4 if last else self.said[j + 1],
            self.near_after[j],
        )

    def span_cues(self, i: int, j: int) -> tuple[Value, ...]:
        """Values of ``SPAN_CUES`` for the phrase from the ``i``-th atom to the ``j``-th."""
        first, final = self.atoms[i], self.atoms[j]
        a, b = first.start, final.end
        width, many = b - a, j - i + 1
        said = self.many_said[j + 1] - self.many_said[i]
        clause, count = self.clause[i], self.count
        around = (count[clause - 1] if clause else 0) + (count[clause + 1] if clause + 1 < len(count) else 0)
        return (
            width if width < 16 else 16 + (width - 16) // 5,
            min(many, 9),
            0 if not said else 1 if said * 2 < many else 2 if said < many else 3,
            min(3, self.many_joins[j] - self.many_joins[i]),
            int(self.many_of[j] > self.many_of[i]),
            min(4, self.many_empty[j] - self.many_empty[i]),
            first.kind if i == j else first.kind + final.kind,
            int(self.many_dates[j + 1] > self.many_dates[i]),
            int(count[clause] / self.total * 4.99),
            min(3, around * 4 // self.total),
            (2 <= width <= 3 and self.text[a] in SURNAMES) + 2 * (self.text.find("·", a, b) > 0),
            min(2, self.many_verbs[j + 1] - self.many_verbs[i]),
            (self.many_foreign[b] - self.many_foreign[a]) * 4 // (width + 1),
            min(4, self.near_before[i]) * 5 + min(4, self.near_after[j]),
            min(5, clause),
        )


_BESIDE: Final = " ：:“《「—-，,"
"""Marks that may stand between a head noun and the name behind it."""


def _window(question: str, sentence: str) -> Span:
    """The part of a sentence that is looked at: all of it, or what stands around the clause that says most of the question."""
    if len(sentence) <= WINDOW:
        return 0, len(sentence)
    cuts = [0, *(i + 1 for i, char in enumerate(sentence) if char in HARD), len(sentence)]
    pairs = {one + other for one, other in pairwise(question) if not (one in EMPTY and other in EMPTY)}
    clauses = [(a, b) for a, b in pairwise(cuts) if a < b]
    start, end = max(clauses, key=lambda span: sum([pair in sentence[span[0] : span[1]] for pair in pairs]))
    room = max(0, WINDOW - (end - start))
    first = next(cut for cut in cuts if cut >= start - room // 2)
    last = next(cut for cut in reversed(cuts) if cut <= max(end, first + WINDOW))
    return first, last


def _totals(flags: Iterable[int]) -> list[int]:
    """How many of the first ``n`` are set, for every ``n``."""
    return [0, *accumulate(flags)]


def _shared(words: str, text: str) -> list[int]:
    """1 for each character of ``text`` that ``words`` hold together with the one beside it."""
    shared = [0] * (len(text) + 1)
    for one, other in set(pairwise(words)):
        if one in EMPTY and other in EMPTY:
            continue
        at = text.find(one + other)
        while at >= 0:
            shared[at] = shared[at + 1] = 1
            at = text.find(one + other, at + 1)
    return shared[: len(text)]


def _bare(text: str) -> tuple[str, list[int]]:
    """``text`` without marks and empty words, and how many of its characters stand before each offset of ``text``."""
    full = [char not in EMPTY and char.isalnum() for char in text]
    return "".join(compress(text, full)), _totals(full)


def _same_end(one: str, other: str, most: int) -> int:
    """How many characters both end with, at most ``most``."""
    if not one or not other or one[-1] != other[-1]:
        return 0
    same, most = 0, min(most, len(one), len(other))
    while same < most and one[-1 - same] == other[-1 - same]:
        same += 1
    return same


def _same_start(one: str, other: str, most: int) -> int:
    """How many characters both begin with, at most ``most``."""
    if not one or not other or one[0] != other[0]:
        return 0
    same, most = 0, min(most, len(one), len(other))
    while same < most and one[same] == other[same]:
        same += 1
    return same


def _ends_with_head(text: str, head: str) -> int:
    """How many characters of ``head``, from its first on, ``text`` ends with."""
    if not text or text[-1] not in head:
        return 0
    return next((k for k in range(len(head), 0, -1) if text.endswith(head[:k])), 0)
