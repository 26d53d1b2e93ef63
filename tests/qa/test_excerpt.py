"""Of a long sentence what a person reads around its phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.excerpt import MAX_EXCERPT, excerpt


@pytest.mark.parametrize("at", [0, 1, 100, 255, 299])
def test_a_long_sentence_is_read_around_its_phrase(at: int):
    text = "完善机制，" * at + "上线“移动微法院”平台，" + "推广经验，" * (300 - at)
    start = text.index("“")
    shown = excerpt(text, start, start + 7)
    assert "上线“移动微法院”平台，" in shown
    assert shown in text
    assert MAX_EXCERPT - 5 <= len(shown) <= MAX_EXCERPT
    assert shown[-1] == "，"


@given(st.text(alphabet="甲乙，。”", max_size=60), st.integers(0, 60), st.integers(1, 9), st.integers(10, 30))
def test_an_excerpt_always_holds_its_phrase(text: str, start: int, length: int, most: int):
    start = min(start, len(text))
    end = min(start + length, len(text))
    shown = excerpt(text, start, end, most)
    assert text[start:end] in shown
    assert shown in text
    assert len(shown) <= most
