"""Traits: what is measured of a fact beside its rivals, and what a reader adds."""

from __future__ import annotations

import numpy as np
import pytest

from qa.choice import probabilities
from qa.select import measure
from qa.traits import FAR, UNRIVALLED, Measured, read, rivals, traits
from tests.qa.made import document, fact, hit, question

TEXT = "全市法院执行到位金额35.8亿元，同比增长5.2%。新收案件72824件。"


def measured(name: str = "") -> list[Measured]:
    report = document(TEXT, name=name)
    facts = [
        fact(report, "35.8亿元", "执行到位金额"),
        fact(report, "5.2%", "执行到位金额", kind="change", direction="上升", basis="同比"),
        fact(report, "72824件", "新收案件"),
    ]
    return measure(question("执行到位金额"), [hit(report)], {f"{report.id}-0": facts})


def test_the_best_fit_comes_first():
    assert [m.fact.figure.raw for m in measured()] == ["35.8亿元", "5.2%", "72824件"]


def test_every_column_has_a_number_for_each_fact():
    own = measured()
    columns = traits(question("执行到位金额", units=("元",)), own)
    assert {values.shape for values in columns.values()} == {(3,)}
    assert all(np.isfinite(values).all() for values in columns.values())
    assert columns["unit"].tolist() == [1, 0, 0]
    assert columns["is change"].tolist() == [0, 1, 0]
    assert columns["fit place"].tolist() == [1, 1 / 2, 1 / 3]
    assert columns["fit ahead"][0] > 0 > columns["fit ahead"][2]


def test_what_states_the_same_is_no_rival_nor_is_another_report():
    own = measured()
    twin = [own[0], own[0], own[2]]
    values = np.array([3.0, 2.0, 1.0])
    assert rivals(twin, values, UNRIVALLED).tolist() == [2.0, 1.0, -2.0]
    other = measured("另一份")
    assert rivals([own[0], other[0]], np.array([3.0, 2.0]), UNRIVALLED).tolist() == [UNRIVALLED] * 2


def test_what_the_reader_has_not_read_is_behind_what_it_has():
    columns = read(measured(), {0: 2.0, 2: -1.0})
    assert columns["read"].tolist() == [1, 0, 1]
    assert columns["reader"].tolist() == [2.0, -2.0, -1.0]
    assert columns["reader ahead"].tolist() == [3.0, -4.0, -3.0]
    assert np.abs(read(measured(), {0: 99.0, 1: 0.0})["reader ahead"]).max() == FAR


def test_a_chance_is_shared_within_a_report_with_none_of_its_facts():
    own = measured()
    chances = probabilities(own, np.array([2.0, 0.0, -2.0]))
    parts = np.exp([2.0, 0.0, -2.0])
    assert chances == pytest.approx(parts / (1 + parts.sum()))
    assert probabilities([own[0], own[0], own[2]], np.zeros(3)) == pytest.approx([0.5, 0.5, 0.25])
    other = measured("另一份")
    assert probabilities([own[0], other[0]], np.zeros(2)) == pytest.approx([0.5, 0.5])


def test_no_logit_is_too_large():
    assert np.isfinite(probabilities(measured(), np.array([1e6, -1e6, 0.0]))).all()
