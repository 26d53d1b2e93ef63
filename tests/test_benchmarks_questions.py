"""The made-up questions of benchmarks/questions.py: sound, always the same, and answered with proof or refused."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import questions
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
    assert len(questions.run(assistant, REAL, 150, seed=7)) == 150


@pytest.mark.parametrize("mutation", questions.MUTATIONS)
@pytest.mark.parametrize("text", ["", "执", REAL[0]])
def test_every_mutation_takes_any_text_and_the_same_seed_gives_the_same(mutation, text):
    assert mutation(random.Random(3), text) == mutation(random.Random(3), text)


def test_an_answer_without_proof_is_seen(assistant):
    from dataclasses import replace

    answer = assistant.ask(REAL[1])
    questions.require_proof(assistant, answer)
    with pytest.raises(AssertionError):
        questions.require_proof(assistant, replace(answer, citations=()))
    with pytest.raises(AssertionError):
        questions.require_proof(assistant, replace(answer, facts=(replace(answer.facts[0], raw="1件"),)))
