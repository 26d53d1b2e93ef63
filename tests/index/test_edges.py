"""Patterns tried only where their edges fit: every one of the tables finds what the pattern alone finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import patterns, wording
from index.edges import Ending, Led

LED = {name: value for name, value in vars(patterns).items() if isinstance(value, Led)}
ENDINGS = {
    name: value for module in (patterns, wording) for name, value in vars(module).items() if isinstance(value, Ending)
}


def pieces(pattern: re.Pattern[str]) -> list[str]:
    """The literal words of a pattern, and its single characters: texts made of them match it now and then."""
    words = re.findall(r"[\u4e00-\u9fff]+|[A-Za-z$]+", pattern.pattern)
    return sorted({*words, *"".join(words), *"0123456789-·._,+＋×✕:：”％%￥¥€£₩₽₹$＄℃°≈~—–至到\n为的2024年"})


@pytest.mark.parametrize("name", sorted(LED))
def test_what_a_pattern_can_begin_with_is_told_in_full(name: str):
    led = LED[name]

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.sampled_from(pieces(led.pattern)), max_size=4).map("".join))
    def same(text: str) -> None:
        for at in range(len(text) + 1):
            alone, found = led.pattern.match(text, at), led.match(text, at)
            assert (alone and alone.span()) == (found and found.span())

    same()


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_what_a_pattern_can_end_with_is_told_in_full(name: str):
    ending = ENDINGS[name]

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.sampled_from(pieces(ending.pattern)), max_size=6).map("".join))
    def same(text: str) -> None:
        alone, found = ending.pattern.search(text), ending.search(text)
        assert (alone and alone.span()) == (found and found.span())

    same()


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_each_word_of_an_ending_is_found_by_itself(name: str):
    """Words that stand last in an alternative; random texts may miss one of a hundred."""
    ending = ENDINGS[name]
    for word in pieces(ending.pattern):
        alone, found = ending.pattern.search(word), ending.search(word)
        assert (alone and alone.span()) == (found and found.span()), word
