"""Bins, intervals and thresholds on outcomes whose result is plain."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import calibration
from eval.calibration import Bin, Outcome, Shares

REFUSED = Outcome(0.0, False, True, True)
HONEST = Outcome(0.0, True, True, False)
OUTCOMES = st.lists(
    st.builds(Outcome, st.floats(0, 1), st.booleans(), st.just(False), st.just(True))
    | st.builds(Outcome, st.floats(0, 1), st.just(False), st.just(False), st.just(False))
    | st.sampled_from([REFUSED, HONEST]),
    max_size=30,
)


def given_answer(confidence: float, right: bool, answerable: bool = True) -> Outcome:
    return Outcome(confidence, right, False, answerable)


def test_bins_hold_the_answers_by_confidence_and_no_refusal():
    rows = [given_answer(0.95, True), given_answer(0.5, False), REFUSED, HONEST, given_answer(0.59, True)]
    low, high = calibration.bins(rows)
    assert (low.count, low.right, low.share) == (2, 1, 0.5)
    assert low.confidence == pytest.approx(0.545)
    assert high == Bin(1, 1, 0.95)
    assert [row.count for row in calibration.bins(rows, 1)] == [3]
    assert calibration.bins([]) == calibration.bins([REFUSED]) == []


@given(OUTCOMES)
def test_bins_keep_every_answer(rows: list[Outcome]):
    found = calibration.bins(rows)
    assert sum(row.count for row in found) == sum(not one.refused for one in rows)
    assert sum(row.right for row in found) == sum(one.right for one in rows if not one.refused)
    assert [row.confidence for row in found] == sorted(row.confidence for row in found)


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilson_against_published_intervals(right: int, count: int, low: float, high: float):
    assert calibration.wilson(right, count) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(pair: tuple[int, int]):
    right, count = pair
    low, high = calibration.wilson(right, count)
    assert 0.0 <= low <= right / count + 1e-12
    assert right / count - 1e-12 <= high <= 1.0


def test_the_calibration_error_is_the_distance_of_confidence_and_share():
    sure = [given_answer(1.0, True)] * 3 + [given_answer(1.0, False)]
    doubtful = [given_answer(0.5, True)] * 4
    assert calibration.calibration_error(sure) == pytest.approx(0.25)
    assert calibration.calibration_error([*sure, *doubtful, REFUSED]) == pytest.approx((4 * 0.25 + 4 * 0.5) / 8)
    assert calibration.calibration_error([REFUSED, HONEST]) == 0.0


def test_a_threshold_turns_unsure_answers_into_refusals():
    rows = [given_answer(0.5, True), given_answer(0.6, False), given_answer(0.9, True), HONEST, REFUSED]
    rows.append(given_answer(0.7, False, answerable=False))
    assert calibration.at_threshold(rows, 0.5) == Shares(0.5, 3 / 6, 2 / 6, 1 / 6)
    assert calibration.at_threshold(rows, 0.65) == Shares(0.65, 2 / 6, 1 / 6, 3 / 6)
    assert calibration.at_threshold(rows, 0.8) == Shares(0.8, 3 / 6, 0.0, 3 / 6)
    assert calibration.at_threshold([], 0.5) == Shares(0.5, 0.0, 0.0, 0.0)


@given(OUTCOMES)
def test_a_higher_threshold_never_makes_more_wrong(rows: list[Outcome]):
    found = [calibration.at_threshold(rows, at) for at in calibration.thresholds(rows)]
    assert [one.wrong for one in found] == sorted((one.wrong for one in found), reverse=True)
    assert all(math.isclose(one.right + one.wrong + one.refused, 1.0 if rows else 0.0) for one in found)


def test_thresholds_are_the_confidences_of_answers_and_the_ends():
    assert calibration.thresholds([given_answer(0.7, True), given_answer(0.7, False), REFUSED]) == [0.0, 0.7, 1.0]
