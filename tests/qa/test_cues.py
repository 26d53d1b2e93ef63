"""Which stretches of a sentence may be a phrase, and that each has a value for every cue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.atoms import LONGEST
from qa.cues import END_CUES, SPAN_CUES, START_CUES, WINDOW, Sight
from qa.reader import open_pieces
from qa.sought import sought

WORDS = open_pieces().spans


def sight(question: str, sentence: str) -> Sight:
    want = sought(question)
    assert want is not None
    return Sight(want, question, sentence, WORDS)


def stretches(question: str, sentence: str) -> set[str]:
    """The stretches that may be a phrase, as text."""
    seen = sight(question, sentence)
    pairs = [pair for pair in seen.stretches() if seen.allows(*pair)]
    return {sentence[slice(*seen.span(i, j))] for i, j in pairs}


@pytest.mark.parametrize(
    ("question", "sentence", "left_out"),
    [
        ("谁获奖", "庭长周晓燕获奖，院长到会。", "周晓燕获奖，院长"),  # across a clause
        ("谁代表法院发言", "李明代表法院发言。", "李明代表法院"),  # what the question says
        ("哪个法院获奖", "示例法院获奖。", "法院"),
        ("谁当选", "他当选。", "他"),
        ("平台叫什么", "平台“云庭”上线。", "“云庭”上线"),
        ("有哪些线路", "开通甲线、乙线、丙线。", "甲线、乙线"),  # one is missing
        ("哪些平台", "建成“甲”“乙”。", "“乙”"),
        ("何时施行", "自2024年1月1日起施行。", "1月1日"),  # within a date
    ],
)
def test_what_is_no_phrase(question: str, sentence: str, left_out: str):
    assert left_out not in stretches(question, sentence)


def test_where_a_day_is_told_it_stands_alone():
    assert stretches("何时施行", "条例自2024年1月1日起施行。") == {"2024年1月1日"}


def test_a_rank_is_nothing_but_a_rank():
    assert stretches("排第几", "居全省第3位，名列前茅。") == {"第3位"}
    assert stretches("排第几", "名列前茅。") == set()


def test_of_a_long_sentence_the_clauses_that_say_most_are_looked_at():
    for before in (0, 1, 30, 60):
        sentence = "完善工作机制，" * before + "四海集团落户本市，" + "完善工作机制，" * (60 - before)
        assert "四海集团" in stretches("哪家集团落户本市", sentence)
        assert WINDOW // 3 <= len(sight("哪家集团落户本市", sentence).text) <= WINDOW


def test_a_long_clause_is_looked_at_as_a_whole():
    sentence = "四海集团落户本市" * 40
    assert sight("哪家集团落户本市", sentence).text == sentence


@given(st.text(alphabet="谁哪里获甲乙的在，。；", min_size=WINDOW, max_size=400))
def test_what_is_looked_at_begins_and_ends_at_marks(text: str):
    seen = sight("谁在2024年获甲等奖", text)
    end = seen.base + len(seen.text)
    assert seen.text == text[seen.base : end]
    assert seen.base == 0 or text[seen.base - 1] in "，。；"
    assert end == len(text) or text[end - 1] in "，。；"


@given(st.text(alphabet="谁哪里第几年获甲乙的在，。“”《》 \n2024-·", max_size=300))
def test_every_stretch_lies_within_a_clause_and_has_every_cue(text: str):
    seen = sight("谁在2024年获甲等奖", text)
    for i, j in seen.stretches():
        phrase = text[slice(*seen.span(i, j))]
        assert 1 < len(phrase) <= LONGEST
        assert len(seen.start_cues(i)) == len(START_CUES)
        assert len(seen.end_cues(j)) == len(END_CUES)
        assert len(seen.span_cues(i, j)) == len(SPAN_CUES)
