"""Fitting: what is left out, how pools are made, and that a small fit learns what the data say."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from eval import fit_rank
from eval.fit_rank import Samples, Settings, fit, fold_of, logits, pools_of, recall, samples_of, save, without_measured
from index.embed import open_encoder
from qa.rank import read_ranker

SMALL = Settings(hidden=(8,), networks=2, epochs=8, batch=16, rate=0.02, dropout=0.0)


def toy(n: int = 200, depth: int = 6, seed: int = 0) -> Samples:
    """The right candidate is the one with the highest second signal; the first is noise, the last place is empty."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n, depth, 2)).astype(np.float32)
    filled = np.ones((n, depth), dtype=np.bool_)
    filled[:, -1] = False
    inputs[:, -1] = 99
    return Samples(inputs, filled, inputs[:, :-1, 1].argmax(axis=1))


def test_contexts_that_share_fifty_characters_with_a_measured_one_are_left_out():
    measured = "".join(chr(0x4E00 + i) for i in range(120))
    free = "".join(chr(0x5E00 + i) for i in range(120))
    rows: list[dict[str, Any]] = [
        {"question": "同一段？", "answers": "['x']", "context": measured},
        {"question": "重叠？", "answers": "['x']", "context": "甲。" + measured[30:60] + "，" + measured[60:85] + "乙"},
        {"question": "只同四十字？", "answers": "['x']", "context": measured[:40] + free},
        {"question": "没有答案？", "answers": "[]", "context": free},
        {"question": " ", "answers": "['x']", "context": free},
        {"question": "留下？", "answers": ["x"], "context": free},
    ]
    assert [question for question, _ in without_measured(rows, [measured])] == ["只同四十字？", "留下？"]


def test_pools_hold_each_context_once_and_only_their_own_questions(monkeypatch):
    monkeypatch.setattr(fit_rank, "POOL", 10)
    monkeypatch.setattr(fit_rank, "MOST", 30)
    rows = [(f"问{i}", f"段{i % 40}") for i in range(80)]
    pools = list(pools_of(rows, random.Random(0)))
    assert sorted(context for contexts, _ in pools for context in contexts) == sorted({c for _, c in rows})
    assert len(pools) == 4
    assert all(context in contexts for contexts, questions in pools for _, context in questions)
    assert sum(len(questions) for _, questions in pools) <= 30
    assert pools == list(pools_of(rows, random.Random(0)))


def test_a_small_fit_learns_and_is_the_same_again(tmp_path):
    samples = toy()
    ranker = fit(samples, ["noise", "truth"], SMALL)
    assert recall(ranker, toy(seed=1))[0] > 0.9
    again = fit(samples, ["noise", "truth"], SMALL)
    save(ranker, tmp_path / "a.json", {"fitted_on": "toy"})
    save(again, tmp_path / "b.json", {"fitted_on": "toy"})
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    read = read_ranker(tmp_path / "a.json")
    assert np.allclose(logits(read, samples)[:, :-1], logits(ranker, samples)[:, :-1], atol=1e-3)


def test_scores_are_the_share_that_was_right():
    samples = toy()
    ranker = fit(samples, ["noise", "truth"], SMALL)
    raw = logits(ranker, samples)[samples.filled]
    probability = 1 / (1 + np.exp(-(ranker.slope * raw + ranker.offset)))
    assert probability.mean() == pytest.approx(1 / 5, abs=0.01)


def test_an_empty_place_is_never_first():
    assert np.isneginf(logits(fit(toy(40), ["noise", "truth"], SMALL), toy(40))[:, -1]).all()


def test_samples_know_which_candidate_is_right():
    contexts = ["全市法院执行到位金额35.8亿元。", "原告与被告离婚，抚养费每月800元。", "网球比赛一般有五盘。"]
    rows = [("执行到位金额是多少？", contexts[0]), ("每月抚养费多少元？", contexts[1])]
    samples, names = samples_of(contexts, rows, [open_encoder()])
    assert len(samples) == 2
    assert samples.filled.sum(axis=1).tolist() == [3, 3]
    right = samples.inputs[np.arange(2), samples.gold]
    assert (right[:, names.index("share2/max")] == 1).all()


def test_folds_depend_on_content_alone():
    assert {fold_of(str(n)) for n in range(20)} == {0, 1}
    assert fold_of("全市") == fold_of("全市")
