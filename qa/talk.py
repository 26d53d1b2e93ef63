"""A conversation as the browser keeps it over a reload: its questions alone, which are asked anew. Nothing in it is trusted."""

from __future__ import annotations

import json
from typing import NamedTuple

from qa.question import MAX_LENGTH

MOST_TURNS = 20
LONGEST = MOST_TURNS * MAX_LENGTH * 3
"""Characters of the whole; a browser that sends more has not kept what we gave it."""


class Turn(NamedTuple):
    """A question, and whether the page itself put it in words, so that it leans on no earlier one."""

    text: str
    alone: bool


def kept(told: str) -> list[Turn]:
    """The turns of ``told``, JSON of ``[text, alone]`` pairs, the last of them; whatever is none is left out.

    >>> kept('[["执行到位金额多少", false], ["", false], 7, ["那2023年呢", 1]]')
    [Turn(text='执行到位金额多少', alone=False), Turn(text='那2023年呢', alone=True)]
    """
    try:
        held = json.loads(told) if len(told) <= LONGEST else None
    except (ValueError, RecursionError):
        held = None
    turns = [turn for one in held if (turn := _turn(one))] if isinstance(held, list) else []
    return turns[-MOST_TURNS:]


def _turn(one: object) -> Turn | None:
    match one:
        case [str(text), alone] if text.strip() and len(text) <= MAX_LENGTH:
            return Turn(text, bool(alone))
    return None
