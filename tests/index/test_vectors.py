"""FAISS against numpy, and the questions FAISS answers badly by itself."""

from __future__ import annotations

import numpy as np
import pytest

from index import audit, vectors
from index.errors import StoreError
from tests.helpers import unit_rows

WIDTH = 16
MATRIX = unit_rows(300, WIDTH, seed=1)


@pytest.fixture(scope="module")
def index() -> vectors.Vectors:
    return opened(MATRIX)


def opened(*matrices) -> vectors.Vectors:
    """An index with a part for each of the matrices."""
    made = [vectors.in_memory(len(matrix), matrix.shape[1], rows_of(matrix)) for matrix in matrices]
    return vectors.Vectors([part for one in made for part in one._parts])


def rows_of(matrix):
    return lambda start, stop: matrix[start:stop]


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
    index = opened(np.repeat(unit_rows(1, 4, seed=0), 6, axis=0))
    assert [p for p, _ in index.search(unit_rows(1, 4, seed=1)[0], 6)] == list(range(6))


def test_the_same_rows_give_the_same_bytes_and_come_back_equal(index):
    first, second = (vectors.build(300, WIDTH, rows_of(matrix)) for matrix in (MATRIX, MATRIX.copy()))
    assert np.array_equal(first, second)
    assert np.array_equal(index.rows(0, 300), MATRIX)
    assert np.array_equal(index.rows(7, 9), MATRIX[7:9])
    assert (index.count, index.dimension) == MATRIX.shape


def test_every_size_has_a_kind():
    sizes = (0, 1, 9_999, 10_000, 199_999, 200_000, 10**7)
    assert [vectors.kind(count) for count in sizes] == ["Flat"] * 3 + ["SQfp16"] * 2 + ["IVF1024,SQ8"] * 2


@pytest.mark.parametrize("cuts", [(150,), (10, 30, 290), (1, 2)])
@pytest.mark.parametrize("share", [None, 0.3])
def test_parts_are_searched_as_one(index, cuts, share):
    parts = opened(*np.split(MATRIX, cuts))
    allowed = None if share is None else np.random.default_rng(3).random(300) < share
    for query in unit_rows(10, WIDTH, seed=4):
        found, whole = parts.search(query, 40, allowed), index.search(query, 40, allowed)
        assert [p for p, _ in found] == [p for p, _ in whole]
        assert [s for _, s in found] == pytest.approx([s for _, s in whole], abs=1e-6)
    assert (parts.count, parts.dimension) == MATRIX.shape
    assert np.array_equal(parts.rows(0, 300), MATRIX)
    assert np.array_equal(parts.rows(5, 200), MATRIX[5:200])


@pytest.fixture(params=["SQfp16", "IVF16,SQ8"])
def rounded(request, monkeypatch) -> vectors.Vectors:
    """3,000 rows round 40 middles, in an index of the kinds for many."""
    monkeypatch.setattr(vectors, "KINDS", ((0, request.param),))
    monkeypatch.setattr(vectors, "PROBES", 6)
    return opened(MANY)


def clustered() -> vectors.FloatArray:
    middles, rng = unit_rows(40, WIDTH, seed=5), np.random.default_rng(6)
    rows = np.repeat(middles, 75, axis=0) + 0.15 * rng.standard_normal((3000, WIDTH)).astype(np.float32)
    return np.asarray(rng.permutation(rows / np.linalg.norm(rows, axis=1, keepdims=True)), dtype=np.float32)


MANY = clustered()


def test_the_kinds_for_many_find_nearly_what_numpy_finds(rounded):
    hits = 0
    for query in MANY[:50]:
        scores = MANY @ query
        best = set(np.argsort(-scores)[:20].tolist())
        found = rounded.search(query, 20)
        hits += len(best & {p for p, _ in found})
        assert [s for _, s in found] == pytest.approx(scores[[p for p, _ in found]], abs=0.1)
    assert hits >= 0.95 * 50 * 20


@pytest.mark.parametrize("count", [1, 5, 60, 1500])
def test_however_few_are_allowed_they_are_found(rounded, count):
    allowed = np.zeros(3000, dtype=np.bool_)
    allowed[np.random.default_rng(count).choice(3000, count, replace=False)] = True
    for query in MANY[:20]:
        found = [p for p, _ in rounded.search(query, min(count, 30), allowed)]
        assert len(found) == min(count, 30)
        assert allowed[found].all()


def test_the_kinds_for_many_give_the_same_bytes_for_the_same_rows(rounded):
    first, second = (vectors.build(3000, WIDTH, rows_of(matrix)) for matrix in (MANY, MANY.copy()))
    assert np.array_equal(first, second)
    assert np.linalg.norm(rounded.rows(100, 300) - MANY[100:300], axis=1).max() < audit.ROUNDING


def test_a_large_part_stays_and_small_ones_are_made_one():
    counts: list[int] = []
    written = 0
    for _ in range(200):
        kept = vectors.merged(counts, 10)
        counts = [*counts[:kept], sum(counts[kept:]) + 10]
        written += counts[-1]
    assert sum(counts) == 2000
    assert len(counts) <= 6
    assert written < 10 * 2000
