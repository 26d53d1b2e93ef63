"""The evidence: which words and figures are marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.markup import Span, escape, highlight
from qa.passages import matched

LETTERS = "执行到位金额12亿 \n"


def plainly(text: str, words: list[str]) -> list[tuple[int, int, str]]:
    """The same as ``matched``, every stretch of the text looked for in every word."""
    spans, at = [], 0
    while at < len(text):
        ends = [end for end in range(len(text), at + 1, -1) if any(text[at:end] in word for word in words)]
        longest = [max((e for e in ends if text[at:e] in word), default=at) for word in words]
        end = max((e for e in longest if not text[at:e].isdigit()), default=at)
        if end > at:
            spans.append((at, end, "w"))
        at = max(end, at + 1)
    return spans


@given(st.text(LETTERS, max_size=40), st.lists(st.text(LETTERS, max_size=8), max_size=4))
def test_the_longest_stretches_that_stand_in_a_word_are_marked(text: str, words: list[str]):
    assert matched(text, words, "w") == plainly(text, words)


@pytest.mark.parametrize("text", ["执行到位35.8亿元。", "（一）A-1", "a_b+c%", ""])
def test_plain_text_is_its_own_html(text: str):
    assert escape(text) == text


def letter_by_letter(text: str, spans: list[Span]) -> list[tuple[str, list[str]]]:
    """Each letter with the classes of the spans that it stands in."""
    return [(letter, sorted({name for a, b, name in spans if a <= at < b})) for at, letter in enumerate(text)]


def read_back(html: str) -> list[tuple[str, list[str]]]:
    """The same of marked text."""
    pieces = re.findall(r'<mark class="([^"]*)">([^<]*)</mark>|([^<]+)', html)
    return [(letter, css.split()) for css, marked, plain in pieces for letter in marked or plain]


@given(
    st.text("执行到位35亿", max_size=12),
    st.lists(st.tuples(st.integers(-3, 15), st.integers(-3, 15), st.sampled_from("abc"))),
)
def test_a_letter_is_marked_with_every_span_it_stands_in(text: str, spans: list[Span]):
    assert read_back(highlight(text, spans)) == letter_by_letter(text, spans)
