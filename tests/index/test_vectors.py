"""FAISS against numpy, and the questions FAISS answers badly by itself."""

from __future__ import annotations

import numpy as np
import pytest

from index import vectors
from index.errors import StoreError
from tests.helpers import unit_rows

WIDTH = 16
MATRIX = unit_rows(300, WIDTH, seed=1)


@pytest.fixture(scope="module")
def index() -> vectors.Vectors:
    return vectors.load(vectors.build(MATRIX))


def oracle(query, k, allowed=None):
    scores = MATRIX.astype(np.float64) @ (query / np.linalg.norm(query))
    ranked = sorted(range(len(MATRIX)), key=lambda i: (-scores[i], i))
    return [i for i in ranked if allowed is None or allowed[i]][:k], scores


@pytest.mark.parametrize("k", [1, 7, 300])
@pytest.mark.parametrize("share", [None, 0.5, 0.02])
def test_finds_what_numpy_finds(index, k, share):
    allowed = None if share is None else np.random.default_rng(k).random(len(MATRIX)) < share
    for query in unit_rows(20, WIDTH, seed=2):
        expected, scores = oracle(query, k, allowed)
        found = index.search(query, k, allowed)
        assert [position for position, _ in found] == expected
        assert [score for _, score in found] == pytest.approx(scores[expected], abs=1e-6)


def test_the_score_is_a_cosine_whatever_the_length_of_the_query(index):
    query = unit_rows(1, WIDTH, seed=3)[0]
    assert dict(index.search(query * 1e30, 5)) == pytest.approx(dict(index.search(query, 5)), abs=1e-6)
    assert index.search(MATRIX[5], 1) == [(5, pytest.approx(1, abs=1e-6))]


@pytest.mark.parametrize("query", [np.full(WIDTH, np.nan), np.full(WIDTH, np.inf), np.zeros(WIDTH)])
def test_a_query_without_direction_finds_nothing(index, query):
    assert index.search(query.astype(np.float32), 5) == []


@pytest.mark.parametrize("k", [0, -1])
def test_no_places_no_hits(index, k):
    assert index.search(MATRIX[0], k) == []


def test_more_than_there_are_gives_all_of_them_and_no_position_minus_one(index):
    assert sorted(p for p, _ in index.search(MATRIX[0], 10_000)) == list(range(300))
    allowed = np.zeros(300, dtype=np.bool_)
    assert index.search(MATRIX[0], 10, allowed) == []
    allowed[[3, 299]] = True
    assert sorted(p for p, _ in index.search(MATRIX[0], 10, allowed)) == [3, 299]


@pytest.mark.parametrize("width", [0, 1, WIDTH - 1, WIDTH + 1, 2 * WIDTH])
def test_another_width_is_refused_with_both_named(index, width):
    with pytest.raises(StoreError, match=rf"{width} 维.*{WIDTH} 维.*shushuo rebuild"):
        index.search(np.ones(width, np.float32), 5)


def test_equal_scores_come_in_the_order_of_their_positions():
    index = vectors.load(vectors.build(np.repeat(unit_rows(1, 4, seed=0), 6, axis=0)))
    assert [p for p, _ in index.search(unit_rows(1, 4, seed=1)[0], 6)] == list(range(6))


def test_the_same_rows_give_the_same_bytes_and_come_back_equal(index):
    assert vectors.build(MATRIX) == vectors.build(MATRIX.copy())
    assert np.array_equal(index.matrix(), MATRIX)
    assert (index.count, index.dimension) == MATRIX.shape


def test_every_size_has_a_kind():
    assert [vectors.kind(count) for count in (0, 1, 10**6)] == ["Flat"] * 3
