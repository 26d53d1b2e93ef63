"""Several searchers' scores to one ranking: worked out by hand, and what any scores at all keep to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fuse import WEIGHTS, fuse

TOTAL = WEIGHTS["lexical"] + WEIGHTS["dense"]


def ranking(results: dict[str, list[tuple[str, float]]]) -> list[tuple[str, float]]:
    return [(passage, score) for passage, score, _ in fuse(results)]


def test_the_sum_by_hand():
    found = ranking({"lexical": [("a", 8.0), ("b", 4.0), ("c", 2.0)], "dense": [("b", 0.9), ("d", 0.5), ("a", 0.1)]})
    assert [name for name, _ in found] == ["b", "a", "d", "c"]
    by_hand = {"a": 1.0 + 0.08, "b": 0.5 + 0.72, "c": 0.25, "d": 0.4}
    assert dict(found) == pytest.approx({name: score / TOTAL for name, score in by_hand.items()})


def test_by_score_and_not_by_rank():
    weak = {"lexical": [("right", 20.0), ("wrong", 1.0)], "dense": [("wrong", 0.11), ("right", 0.1)]}
    assert ranking(weak)[0][0] == "right"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({}, []),
        ({"lexical": [], "dense": []}, []),
        ({"lexical": [("a", 3.0)], "dense": []}, [("a", 1 / TOTAL)]),
        ({"lexical": [], "dense": [("a", 1.0)]}, [("a", 0.8 / TOTAL)]),
        ({"lexical": [("a", 3.0)]}, [("a", 1.0)]),
        ({"dense": [("a", 1.0)]}, [("a", 1.0)]),
        ({"dense": [("a", -0.4)]}, [("a", 0.0)]),
        ({"lexical": [("a", 0.0)], "dense": [("a", 0.0)]}, [("a", 0.0)]),
    ],
)
def test_empty_sides(results: dict[str, list[tuple[str, float]]], expected: list[tuple[str, float]]):
    assert [name for name, _ in ranking(results)] == [name for name, _ in expected]
    assert dict(ranking(results)) == pytest.approx(dict(expected))


def test_ties_go_by_name_whatever_the_order_they_came_in():
    rows = [("c", 2.0), ("a", 2.0), ("b", 2.0)]
    assert [name for name, _ in ranking({"lexical": rows})] == ["a", "b", "c"]
    assert fuse({"lexical": rows}) == fuse({"lexical": rows[::-1]})


def test_the_searchers_own_scores_are_kept():
    parts = {
        passage: scores for passage, _, scores in fuse({"lexical": [("a", 8.0)], "dense": [("a", 0.5), ("b", 0.25)]})
    }
    assert parts == {"a": {"lexical": 8.0, "dense": 0.5}, "b": {"dense": 0.25}}


def test_the_input_is_left_as_it_was():
    results = {"lexical": [("a", 8.0), ("b", 4.0)], "dense": [("b", 0.5)]}
    fuse(results)
    assert results == {"lexical": [("a", 8.0), ("b", 4.0)], "dense": [("b", 0.5)]}


def side(low: float, high: float) -> st.SearchStrategy[list[tuple[str, float]]]:
    row = st.tuples(st.sampled_from("abcdefgh"), st.floats(low, high, allow_nan=False, width=32))
    return st.lists(row, max_size=8, unique_by=lambda pair: pair[0])


@given(side(0, 500), side(-1, 1))
def test_scores_lie_in_0_to_1_and_fall(lexical: list[tuple[str, float]], dense: list[tuple[str, float]]):
    found = fuse({"lexical": lexical, "dense": dense})
    scores = [score for _, score, _ in found]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert {passage for passage, _, _ in found} == {passage for passage, _ in (*lexical, *dense)}
    assert found == fuse({"lexical": lexical[::-1], "dense": dense[::-1]})


@given(side(0.25, 500), st.floats(0.5, 100))
def test_the_scale_of_a_lexical_score_does_not_matter(lexical: list[tuple[str, float]], factor: float):
    scaled = [(passage, score * factor) for passage, score in lexical]
    assert dict(ranking({"lexical": scaled})) == pytest.approx(dict(ranking({"lexical": lexical})))
