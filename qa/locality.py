"""Places that a question names where news of no body tells of many: only what tells of them may answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.news import told_on
from index.records import Fact, Passage
from index.store import DocumentInfo
from index.traditional import simplified
from qa.asking import PROVINCES
from qa.bodies import aliases
from qa.once import once_for_each
from qa.results import Question

_CLAUSES = re.compile("[，。；：！？,;:\n]")
_KNOWN = frozenset(PROVINCES.values())


@once_for_each
def news_of(infos: Sequence[DocumentInfo]) -> tuple[DocumentInfo, ...]:
    """Those of some reports that are news: told on a day, and of no body of their own."""
    return tuple(info for info in infos if told_on(info.name, info.entity.value, info.kind.value))


def left_in(text: str, places: Sequence[str]) -> tuple[str, ...]:
    """Those of a question's places that a part of it names; the only one there is where it names none."""
    own = tuple(place for place in places if place in text)
    return own or (tuple(places) if len(places) == 1 else ())


def tells_of(passage: Passage, places: Iterable[str]) -> bool:
    """Whether a passage, or the headings that lead to it, name every one of the places."""
    text = simplified("\n".join((*passage.headings, passage.text)))
    return all(_names(text, place) for place in places)


def headline_of(passage: Passage) -> str:
    """The headline of the item of news that a passage is of, or is."""
    return passage.heading or passage.plain


def may_tell(asked: Question, passage: Passage) -> bool:
    """Whether a passage tells of the places that a question names, and is of the item that it goes on with."""
    told = asked.item in ("", passage.heading, passage.plain)
    return told and tells_of(passage, asked.places)


def is_there(asked: Question, fact: Fact, passage: Passage) -> bool:
    """Whether a figure may be of a place that the question names: the nearest clause that names any names that.

    Looked at are its own clause, those before it, and the headings.
    """
    if not asked.places:
        return True
    stop = _CLAUSES.search(passage.plain, fact.figure.end - passage.start)
    before = passage.plain[: stop.start() if stop else len(passage.plain)]
    told = (*reversed(_CLAUSES.split(before)), *map(simplified, reversed(passage.headings)))
    near = next((c for c in told if any(place in c for place in _KNOWN) or _names_any(c, asked.places)), "")
    return _names_any(near, asked.places)


def _names_any(text: str, places: Iterable[str]) -> bool:
    return any(_names(text, place) for place in places)


def _names(text: str, place: str) -> bool:
    return any(name in text for name in aliases(place))
