"""Verdicts on answers: kept as they were given, and given out as cases that the evaluation takes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eval.cases import load_cases
from index.errors import UsageError
from qa import Assistant, feedback
from qa.render import FAULTS
from tests.qa.library import digests, run

ASKED = "湖州法院2024年执行到位金额是多少"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return digests(tmp_path / "library")


@pytest.fixture
def assistant(library: Path) -> Assistant:
    return Assistant.open(library)


def exported(library: Path, out: Path) -> tuple[list[dict[str, object]], str]:
    done = run("feedback", "--store", library, "--out", out)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], done.stderr


def test_a_right_answer_becomes_a_case_with_its_figure_report_and_sentence(library, assistant, tmp_path):
    feedback.note(library, assistant, {"question": ASKED, "verdict": "right"})
    (case,), said = exported(library, tmp_path / "cases.jsonl")
    assert said == "共1道题。\n"
    assert (case["kind"], case["answers"], case["reports"]) == ("number", ["35.8亿元"], ["湖州法院2024年工作摘要"])
    assert "35.8亿元" in str(case["evidence"])
    assert [one.question for one in load_cases([tmp_path / "cases.jsonl"])] == [ASKED]


def test_every_kind_of_verdict_makes_a_case_that_the_evaluation_takes(library, assistant, tmp_path):
    told = [
        {"question": ASKED, "verdict": "right"},
        {"question": "上海法院2024年执行到位金额是多少", "verdict": "right"},  # rightly refused
        {"question": "湖州法院2024年新收案件多少件", "verdict": "wrong", "why": feedback.UNANSWERABLE},
        {"question": "湖州法院2024年结案多少件", "verdict": "wrong", "why": FAULTS[0], "right": "68029件"},
        {"question": "湖州法院和德清法院2024年新收案件比较", "verdict": "right"},
        {"question": "湖州法院2024年调解了多少", "verdict": "wrong", "why": FAULTS[0]},  # does not say what is right
    ]
    for one in told:
        feedback.note(library, assistant, one)
    made, said = exported(library, tmp_path / "cases.jsonl")
    assert "另有1条没有说明正确的答案" in said
    assert [case["kind"] for case in made[:4]] == ["number", "unanswerable", "unanswerable", "number"]
    assert made[3]["answers"] == ["68029件"]
    assert "68029件" in str(made[3]["evidence"])
    assert len(load_cases([tmp_path / "cases.jsonl"])) == len(made)


def test_the_last_word_on_a_question_counts(library, assistant):
    feedback.note(library, assistant, {"question": ASKED, "verdict": "right"})
    feedback.note(library, assistant, {"question": ASKED, "verdict": "wrong", "why": feedback.UNANSWERABLE})
    made, unclear = feedback.cases(feedback.read(library))
    assert [case["kind"] for case in made] == ["unanswerable"]
    assert unclear == 0


@pytest.mark.parametrize(
    "told",
    [{}, {"question": ASKED}, {"question": "", "verdict": "right"}, {"question": ASKED, "verdict": "x"},
     {"question": "问" * 5000, "verdict": "right"}, {"question": ASKED, "verdict": "wrong", "right": "x" * 900}],
)  # fmt: skip
def test_what_is_no_verdict_is_not_kept(library, assistant, told):
    with pytest.raises(UsageError):
        feedback.note(library, assistant, told)
    assert feedback.read(library) == []


def test_verdicts_given_at_once_stay_apart_and_the_library_sound(library, assistant):
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda n: feedback.note(library, assistant, {"question": f"{ASKED}{n}", "verdict": "right"}), range(24)
            )
        )
    assert len(feedback.read(library)) == 24
    with (library / feedback.FILE).open("a", encoding="utf-8") as file:
        file.write('{"question": "cut sho')
    assert len(feedback.read(library)) == 24
    assert assistant.store.check() == []
    assert Assistant.open(library).ask(ASKED).answer == "35.8亿元"


def test_a_library_without_verdicts_gives_none(library, tmp_path):
    assert exported(library, tmp_path / "cases.jsonl") == ([], "共0道题。\n")
    assert run("feedback", "--store", tmp_path / "nowhere").returncode != 0
