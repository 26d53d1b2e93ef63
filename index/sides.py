"""Subjects that name two things at once, 城乡, and which of the two a figure dealt out to them is of. Pure."""

from __future__ import annotations

from typing import Final

from index.records import Fact

_TOWN, _LAND = "城镇", "农村"
SIDES: Final = {
    "城乡": (_TOWN, _LAND),
    **{f"{_TOWN}{joined}{_LAND}": (_TOWN, _LAND) for joined in "和与、"},
    **{f"{_LAND}{joined}{_TOWN}": (_LAND, _TOWN) for joined in "和与、"},
}
"""Words for two things -> the first and the second, in the order in which 分别 deals figures out to them."""
_ALL: Final = frozenset(side for pair in SIDES.values() for side in pair)


def sides_of(metric: str) -> tuple[str, str] | None:
    """The two things that a metric names together; None where it names none so.

    >>> sides_of("城乡居民人均可支配收入"), sides_of("农村和城镇居民收入"), sides_of("城镇居民人均可支配收入")
    (('城镇', '农村'), ('农村', '城镇'), None)
    """
    return next((pair for word, pair in SIDES.items() if word in metric), None)


def side_of(fact: Fact) -> str:
    """Which of the two a fact is of: 农村 of 城乡居民收入; "" for any other fact."""
    return fact.scope if fact.scope in _ALL else ""


def sided(text: str, fact: Fact) -> str:
    """``text`` with the side of the fact behind, or for, the word that names both; as it is where the fact has none."""
    side = side_of(fact)
    for word in SIDES if side else ():
        text = text.replace(word, side if side in word else f"{word}{side}")
    return text
