"""What a browser says it kept of a conversation: questions come out, whatever else it is does not."""

from __future__ import annotations

import json

import pytest

from qa.question import MAX_LENGTH
from qa.talk import MOST_TURNS, Turn, kept


def test_what_was_kept_comes_back():
    turns = [Turn("湖州法院新收案件多少件", False), Turn("德清法院2024年执行到位金额是多少", True)]
    assert kept(json.dumps(turns)) == turns


@pytest.mark.parametrize(
    "told",
    [
        *("", "{", "null", "7", "NaN", '"<img src=x>"', '{"a": ["b", 1]}', "[" * 50_000, "[" * 50_000 + "]" * 50_000),
        *('[["a"], [1, 2], [[], {}], null, ["a", 1, 2], "ab"]', '[["  ", false]]', json.dumps([["问" * 3000, True]])),
        json.dumps([["问", False]] * 100_000),
    ],
    ids=range(13),
)
def test_what_is_no_conversation_holds_no_turn(told: str):
    assert kept(told) == []


def test_a_conversation_has_an_end():
    turns = [[f"{n}" * (MAX_LENGTH // len(f"{n}")), False] for n in range(10, 40)]
    found = kept(json.dumps(turns, ensure_ascii=False))
    assert [turn.text for turn in found] == [text for text, _ in turns[-MOST_TURNS:]]
