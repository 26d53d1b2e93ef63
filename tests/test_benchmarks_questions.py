"""The made-up questions of benchmarks/questions.py: sound, answered with proof or refused."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import questions
from benchmarks.making.kinds import Asking
from index.build import add_paths
from qa import Assistant

ROOT = Path(__file__).resolve().parents[1]
REAL = ["示例市2024年执行到位金额是多少？", "湖州法院2024年新收案件多少件", "示例县法院2022年到2024年每年结案多少件"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    store = tmp_path_factory.mktemp("samples") / "library"
    add_paths(store, [ROOT / "examples" / "reports"])
    with closing(Assistant.open(store)) as opened:
        yield opened


def test_made_up_questions_are_answered_with_proof_or_refused(assistant):
    asked = questions.run(assistant, REAL, 120, seed=7)
    assert 110 <= len(asked) <= 120  # hypothesis may know all there is sooner
    told = questions.report(asked)
    assert told["questions"] == sum(kind["questions"] for kind in told["kinds"].values())
    assert 0 < told["answered"] < told["questions"]
    assert told["p50_ms"] <= told["p95_ms"] <= told["p99_ms"] <= told["max_ms"]
    assert questions.HYPOTHESIS in told["kinds"]


def test_what_raises_tells_what_was_asked(assistant, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(assistant, "ask", broken)
    with pytest.raises(ZeroDivisionError) as error:
        questions.run(assistant, REAL, 10, seed=7)
    assert "Asking(text=" in error.value.__notes__[0]


def test_an_answer_without_proof_is_seen(assistant):
    answer = assistant.ask(REAL[1])
    questions.require_proof(assistant, answer)
    with pytest.raises(AssertionError):
        questions.require_proof(assistant, replace(answer, citations=()))
    with pytest.raises(AssertionError):
        questions.require_proof(assistant, replace(answer, facts=(replace(answer.facts[0], raw="1件"),)))


def test_an_answer_out_of_its_locks_is_seen(assistant):
    answer = assistant.ask(REAL[1])
    questions.require_locks(assistant, Asking(REAL[1], reports=(answer.citations[0].report,)), answer)
    with pytest.raises(AssertionError):
        questions.require_locks(assistant, Asking(REAL[1], reports=("别的报告",)), answer)
    for strange in (
        replace(answer, facts=(replace(answer.facts[0], period="2023"),)),
        replace(answer, citations=(replace(answer.citations[0], report="别的报告"),)),
    ):
        with pytest.raises(AssertionError):
            questions.require_locks(assistant, Asking(REAL[1]), strange)
