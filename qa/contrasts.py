"""Words that take one another's place: 农村 and 城镇, 铁路 and 公路. A figure of the one answers no question for the other."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "contrasts.tsv"


class Contrast(NamedTuple):
    """The words of one group that a text holds, and the others of it."""

    held: tuple[str, ...]
    others: tuple[str, ...]


@functools.cache
def groups() -> tuple[tuple[str, ...], ...]:
    """The groups of ``contrasts.tsv``, in order."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if line and not line.startswith("#"))


@functools.cache
def _group_of() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(groups()):
        for word in group:
            found[word] = (*found.get(word, ()), number)
    return found


def _said(text: str) -> frozenset[str]:
    """The words of all groups in ``text``, but for those that only begin within another: 审结案件 says no 结案."""
    places = [(text.find(word), -len(word), word) for word in _group_of() if word in text]
    found, end = set(), 0
    for start, length, word in sorted(places):
        if start >= end or start - length <= end:
            found.add(word)
            end = max(end, start - length)
    return frozenset(found)


def contrasts_in(text: str) -> Iterator[Contrast]:
    """Each group of which ``text`` holds a word.

    >>> next(contrasts_in("城镇居民收入"))
    Contrast(held=('城镇',), others=('农村',))
    """
    said = _said(text)
    numbers = {number for word in said for number in _group_of()[word]}
    for number in sorted(numbers):
        group = groups()[number]
        held = tuple(word for word in group if word in said)
        yield Contrast(held, tuple(word for word in group if word not in held))


def is_contrary(asked: Sequence[Contrast], stated: str) -> bool:
    """Whether ``stated`` names only others of a group of which words were asked for.

    >>> is_contrary([*contrasts_in("农村居民收入")], "城镇居民收入"), is_contrary([*contrasts_in("收入")], "城镇居民收入")
    (True, False)
    """
    return any(
        any(word in stated for word in contrast.others) and not any(word in stated for word in contrast.held)
        for contrast in asked
    )
