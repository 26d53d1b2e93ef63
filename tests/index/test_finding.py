"""What a generation finds: filters, cosines and rarities are those of what is stored, by whatever way it is looked for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import finding
from index.store import Store
from tests.helpers import filled, reports, unit_rows

MADE = reports(6)
QUERY = unit_rows(1, 8, seed=9)[0]
WORDS = {"执行": 1.0, "金额": 1.0}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library of six reports."""
    with filled(tmp_path / "store", MADE) as opened:
        yield opened


@pytest.mark.parametrize("k", [1, 2, 5, 30])
def test_looking_through_the_best_of_all_finds_what_the_search_within_some_reports_finds(store, monkeypatch, k):
    store.apply(remove=[MADE[0][0].document.id])
    now = store.snapshot()
    ids = [made[0].document.id for made in MADE]
    for chosen in (ids, ids[:4], ids[2:5], ids[1:2], None):
        for words in (WORDS, {"全市": 1.0}, {"全": 0.5, "市": 0.5, "金额": 0.7}):
            monkeypatch.setattr(finding, "LARGE", 10**9)
            within = now.lexical(words, k, documents=chosen)
            monkeypatch.setattr(finding, "LARGE", 0)
            found = now.lexical(words, k, documents=chosen)
            assert [id_ for id_, _ in found] == [id_ for id_, _ in within]
            assert [score for _, score in found] == pytest.approx([score for _, score in within])


def test_dense_and_lexical_agree_on_the_filter(store):
    now = store.snapshot()
    wanted = [info.id for info in store.documents()[1:3]]
    inside = {p.id for id_ in wanted for p in store.passages_of(id_)}
    assert {id_ for id_, _ in now.dense(QUERY, 100, documents=wanted)} == inside
    assert {id_ for id_, _ in now.lexical({"全市": 1.0}, 100, documents=wanted)} == inside
    for nobody in ([], ["no such report"]):
        assert now.dense(QUERY, 5, documents=nobody) == now.lexical(WORDS, 5, documents=nobody) == []


def test_dense_is_the_cosine_of_what_is_stored(store):
    now = store.snapshot()
    stored = store.vectors_of(now.ids)
    scores = stored @ QUERY
    ranked = [now.ids[i] for i in np.argsort(-scores, kind="stable")]
    assert [id_ for id_, _ in now.dense(QUERY, 50)] == ranked


def test_a_rarer_term_weighs_more_and_one_in_no_passage_nothing(store):
    now = store.snapshot()
    held = {term: len(now.lexical({term: 1.0}, 100)) for term in ("执行", "全市")}
    expected = {t: math.log(1 + (len(now.ids) - n + 0.5) / (n + 0.5)) for t, n in held.items()}
    assert {term: now.rarity(term) for term in held} == pytest.approx(expected)
    assert now.rarity("没有的词") == 0


def test_an_empty_library_finds_nothing(tmp_path):
    with Store.open(tmp_path / "store", create=True) as store:
        now = store.snapshot()
        assert (now.number, now.ids, now.dimension) == (0, (), 0)
        assert now.dense(QUERY, 5) == now.lexical(WORDS, 5) == []
        assert now.rarity("执行") == 0
        assert store.check() == []
