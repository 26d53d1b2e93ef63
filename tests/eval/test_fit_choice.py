"""Fitting the choice: copies without what is right, folds that do not see each other, and that a small fit learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.fit_choice import Case, Settings, case_of, crossed, fit, listen, model_json, shares, without_right
from eval.reader.questions import Sample
from qa.rank import ranker_of
from qa.reader import Reader, Side
from qa.select import measure
from tests.qa import made

SMALL = Settings(hidden=(8,), networks=1, epochs=30, batch=16, rate=0.02, dropout=0.0)


def sample(n: int, *, answerable: bool = True) -> Sample:
    """A report of two figures; the question names the metric of one, or one that it does not state."""
    text = f"全市法院审结民事案件{100 + n}件。发放救助金{n + 2}万元。"
    report = made.document(text, name=f"报告{n}")
    facts = [made.fact(report, f"{100 + n}件", "民事案件"), made.fact(report, f"{n + 2}万元", "救助金")]
    question = made.question("民事案件" if answerable else "网上开庭场次")
    measured = measure(question, [made.hit(report)], {f"{report.id}-0": facts})
    return Sample(question, tuple(measured), tuple(answerable and m.fact.figure.unit == "件" for m in measured), n % 2)


CASES = [case_of(sample(n)) for n in range(40)] + [case_of(sample(n, answerable=False)) for n in range(40)]


def test_a_copy_without_what_is_right_is_measured_anew():
    case = CASES[0]
    copy = without_right(case)
    assert copy is not None
    assert copy.whole is case
    assert [copy.sample.measured[0].fact.figure.unit, len(copy.places)] == ["元", 1]
    assert not copy.right.any()
    assert copy.columns["fit ahead"].tolist() != case.columns["fit ahead"].tolist()[1:]
    assert without_right(Case(replace(case.sample, right=(True, True)), (0, 1), case.columns)) is None


def test_a_small_fit_answers_and_refuses():
    logits = crossed(CASES, SMALL)
    found = [case.sample for case in CASES]
    right, wrong = shares(found, zip(CASES, logits, strict=True), 0.5)
    assert right == pytest.approx(0.5, abs=0.03)
    assert wrong <= 0.03


def test_a_model_reads_back_as_it_was():
    model = fit(CASES, SMALL)
    again = ranker_of(model_json(model), "choice.json", "python -m eval.fit_choice")
    assert again.logits(CASES[0].columns) == pytest.approx(model.logits(CASES[0].columns), abs=5e-3)


class Counting(Reader):
    """A reader that counts what it reads and likes the first."""

    def __init__(self) -> None:
        self.count = 0

    def scores(self, question: str, sides: Sequence[Side]) -> NDArray[np.float32]:
        self.count += len(sides)
        return np.array([1.0 - n for n in range(len(sides))], dtype=np.float32)


def test_a_fact_is_read_once_for_a_question_and_its_copy():
    case = case_of(sample(3))
    copy = without_right(case)
    assert copy is not None
    reader = Counting()
    model = fit(CASES, SMALL)
    both = [case, copy]
    listen(both, [model.logits(one.columns) for one in both], {0: reader, 1: reader})
    assert reader.count == 2
    assert {"read", "reader", "reader ahead"} <= set(case.columns) & set(copy.columns)
