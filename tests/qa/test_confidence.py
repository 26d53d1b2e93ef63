"""Confidence: in [0, 1] whatever the score, and never falling where the score rises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.confidence import confidence

SCORES = st.floats(-2, 3, allow_nan=False)


@given(SCORES, SCORES)
def test_confidence_rises_with_the_score(one: float, other: float):
    low, high = sorted((one, other))
    assert 0.0 <= confidence(low) <= confidence(high) <= 1.0
