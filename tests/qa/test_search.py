"""The searchers: one signature, locked to reports where asked, and equal to a plain count over the passages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.embed import open_encoder
from index.store import Store
from index.tokens import terms
from qa.results import Question
from qa.search import SEARCHERS, UNIGRAM_WEIGHT, Library, dense, lexical, query_terms
from tests.helpers import FINGERPRINT, FakeEncoder, filled, reports
from tests.qa.made import question

METRICS = ["执行到位金额", "地区生产总值", "调解成功率", "一审服判息诉率", "新收案件"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("search") / "store", reports(6)) as opened:
        yield opened


@pytest.fixture(scope="module")
def library(store: Store) -> Library:
    return Library(store.snapshot(), FakeEncoder())


def passages(store: Store) -> dict[str, str]:
    return {p.id: p.searchable for info in store.documents() for p in store.passages_of(info.id)}


def bm25(weights: dict[str, float], texts: dict[str, str], k1: float = 1.2, b: float = 0.75) -> dict[str, float]:
    """Okapi BM25 as the textbooks have it, each term of the question counted once with its weight."""
    counts = {name: Counter(terms(text)) for name, text in texts.items()}
    lengths = {name: sum(count.values()) for name, count in counts.items()}
    mean = sum(lengths.values()) / len(lengths)
    scores = dict.fromkeys(texts, 0.0)
    for term, weight in weights.items():
        inside = sum(term in count for count in counts.values())
        idf = math.log(1 + (len(texts) - inside + 0.5) / (inside + 0.5))
        for name, count in counts.items():
            tf = count[term]
            scores[name] += weight * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[name] / mean))
    return scores


def test_terms_of_a_question_single_characters_count_less():
    assert query_terms("执行2024") == {"执": UNIGRAM_WEIGHT, "行": UNIGRAM_WEIGHT, "执行": 1.0, "2024": 1.0}
    assert query_terms("，。？") == {}


@pytest.mark.parametrize("metric", METRICS)
def test_lexical_ranks_as_bm25_by_hand(metric: str, store: Store, library: Library):
    oracle = {name: score for name, score in bm25(dict(query_terms(metric)), passages(store)).items() if score > 0}
    found = dict(lexical(question(metric), 100, library, None))
    assert set(found) == set(oracle)
    best, found_best = max(oracle.values(), default=1.0), max(found.values(), default=1.0)
    for name, score in found.items():
        assert score / found_best == pytest.approx(oracle[name] / best, rel=0.02, abs=0.02)


@pytest.mark.parametrize("metric", METRICS)
def test_dense_is_the_cosine(metric: str, store: Store, library: Library):
    ids = list(passages(store))
    cosines = store.vectors_of(ids) @ FakeEncoder().encode([metric])[0]
    expected = sorted(zip(ids, map(float, cosines), strict=True), key=lambda pair: -pair[1])
    found = dense(question(metric), len(ids), library, None)
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("name", sorted(SEARCHERS))
@pytest.mark.parametrize("k", [1, 3, 100])
def test_every_searcher_gives_at_most_k_best_first(name: str, k: int, library: Library):
    found = SEARCHERS[name](question("执行到位金额"), k, library, None)
    assert 0 < len(found) <= k
    assert len({passage for passage, _ in found}) == len(found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert found == SEARCHERS[name](question("执行到位金额"), k, library, None)


@pytest.mark.parametrize("name", sorted(SEARCHERS))
def test_every_searcher_keeps_to_the_reports_it_may_look_in(name: str, store: Store, library: Library):
    chosen = [info.id for info in store.documents()[:2]]
    found = SEARCHERS[name](question("执行到位金额"), 100, library, chosen)
    inside = {p.id for one in chosen for p in store.passages_of(one)}
    assert found
    assert {passage for passage, _ in found} <= inside
    assert SEARCHERS[name](question("执行到位金额"), 100, library, []) == []


@pytest.mark.parametrize("name", sorted(SEARCHERS))
@pytest.mark.parametrize("text", ['"NEAR(执行', "\0", "a AND (b OR", "* ? ~ ^ : \\", "执行" * 500, "😀"])
def test_the_syntax_of_a_search_engine_is_only_text(name: str, text: str, library: Library):
    asked = Question(id="", text=text, metric="")
    assert len(SEARCHERS[name](asked, 5, library, None)) <= 5


@pytest.mark.parametrize("name", sorted(SEARCHERS))
def test_an_empty_library_has_nothing(name: str, tmp_path: Path):
    with Store.open(tmp_path / "store", create=True) as empty:
        assert SEARCHERS[name](question("执行到位金额"), 5, Library(empty.snapshot(), FakeEncoder()), None) == []


def test_a_question_without_a_metric_is_searched_by_its_words(library: Library):
    bare = Question(id="", text="执行到位金额", metric="")
    assert lexical(bare, 9, library, None) == lexical(question("执行到位金额"), 9, library, None)


def test_a_question_that_the_encoder_cannot_read_has_no_dense_side(store: Store):
    class Silent(FakeEncoder):
        def encode(self, texts):
            return np.zeros((len(texts), self.dimension), np.float32)

    assert dense(question("执行到位金额"), 5, Library(store.snapshot(), Silent()), None) == []


def test_the_shipped_encoder_reads_a_question():
    vector = open_encoder(None).encode(["执行到位金额"])[0]
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-4)
    assert open_encoder(None).fingerprint != FINGERPRINT
