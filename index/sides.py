"""Subjects that name two things in one word, 城乡, and which of the two a figure dealt out to them is of. Pure."""

from __future__ import annotations

from typing import Final

from index.records import Fact

SIDES: Final = {"城乡": ("城镇", "农村")}
"""One word for two things -> the first and the second, in the order in which 分别 deals figures out to them."""
_ALL: Final = frozenset(side for pair in SIDES.values() for side in pair)


def sides_of(metric: str) -> tuple[str, str] | None:
    """The two things that a metric names in one word; None where it names none so.

    >>> sides_of("城乡居民人均可支配收入"), sides_of("城镇居民人均可支配收入")
    (('城镇', '农村'), None)
    """
    return next((pair for word, pair in SIDES.items() if word in metric), None)


def side_of(fact: Fact) -> str:
    """Which of the two a fact is of: 农村 of 城乡居民收入; "" for any other fact."""
    return fact.scope if fact.scope in _ALL else ""


def sided(text: str, fact: Fact) -> str:
    """``text`` with the side of the fact behind the word that names both; as it is where the fact has none."""
    side = side_of(fact)
    for word in SIDES if side else ():
        text = text.replace(word, f"{word}{side}")
    return text
