"""The shortest phrase that answers: made sentences, what no phrase answers, and what holds for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.phrase import Model, likeliest, phrase_in, read_model, shipped
from qa.reader import open_pieces
from tests.qa.library import ROOT

WORDS = open_pieces().spans
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "tests" / "cases" / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
]


def found(question: str, sentence: str, model: Model | None = None) -> str:
    """The phrase as text; "" where none is given."""
    span = phrase_in(question, sentence, WORDS, model)
    return sentence[span[0] : span[1]] if span else ""


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=case["fails"])] if "fails" in case else [])
        for case in CASES
    ],
)
def test_the_phrase_of_a_made_sentence(case: dict[str, Any]):
    accepted = [case["phrase"]] if isinstance(case["phrase"], str) else case["phrase"]
    assert found(case["question"], case["sentence"]) in accepted


def test_most_cases_are_no_known_failures():
    assert len(CASES) >= 50
    assert sum("fails" in case for case in CASES) <= len(CASES) // 7


def test_below_the_threshold_no_phrase_is_given():
    question, sentence = "掌上诉讼平台叫什么名字？", "上线掌上诉讼平台“移动微法院”，当事人足不出户即可立案。"
    model = shipped()
    best = likeliest(question, sentence, WORDS, model)
    assert best is not None
    assert found(question, sentence, Model(model.tables, best.chance)) == "“移动微法院”"
    assert found(question, sentence, Model(model.tables, best.chance + 0.01)) == ""


def test_a_question_for_a_year_gets_the_year():
    sentence = "示例法院于1984年9月3日成立。"
    assert found("示例法院是哪一年成立的？", sentence) == "1984年"
    assert found("示例法院是哪一天成立的？", sentence) == "1984年9月3日"


@given(
    st.sampled_from(["院长是谁？", "哪一天施行", "在哪里举行", "平台叫什么", "有哪些单位", "排第几", "哪家公司"]),
    st.text(alphabet="院长李明在平台“云庭”《法》2024年1月日第3位、和，。（） \n公司", max_size=80),
)
@example("院长是谁？", "《（》")
@example("院长是谁？", "““”")
def test_any_phrase_stands_in_the_sentence_and_is_said_by_no_question(question: str, sentence: str):
    best = likeliest(question, sentence, WORDS, shipped())
    if best is not None:
        assert 0 <= best.start < best.end <= len(sentence)
        assert 0.0 <= best.chance <= 1.0
        phrase = sentence[best.start : best.end]
        assert phrase.strip() == phrase
        assert phrase not in question
        assert all(phrase.count(one) == phrase.count(other) for one, other in ("“”", "《》", "（）"))


def test_weights_of_another_format_are_refused(tmp_path: Path):
    path = tmp_path / "phrase.json"
    path.write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"phrase\.json.*python -m eval\.fit_phrase"):
        read_model(path)
