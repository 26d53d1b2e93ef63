"""The bars on other projects' number suites, by the scorer that lies beside the corpus; skipped without the corpus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import tool

Counts = dict[str, int]
TARGET = "index.numbers:find_figures"
LINE = 8
LOSS = 0.5
"""Points that hard-wrapped lines may cost."""

BARS = {
    "value recall": ("value_hit", "gold", 97.0),
    "core spans": ("span_core", "span_gold", 97.0),
}
LIMITS = {
    "ids read as quantities": ("nf_hit", "nf", 10.0),
    "texts without quantities that get one": ("neg_fp", "neg", 3.0),
    "dates read as quantities": ("date_leak", "date_kind_n", 1.0),
}


@pytest.fixture(scope="module")
def scorer(corpus: Path) -> Callable[[list[str]], None]:
    """The corpus's own scoring tool."""
    main: Callable[[list[str]], None] = tool(corpus, "score_numbers").main
    return main


@pytest.fixture(scope="module")
def score(
    scorer: Callable[[list[str]], None], corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., dict[str, Any]]:
    """``score(*options)``: the counts of all suites, plain cases only."""
    out = tmp_path_factory.mktemp("suites") / "scores.json"

    def run(*options: str) -> dict[str, Any]:
        scorer([TARGET, "--data", str(corpus / "numbers"), "--plain", "--json", str(out), *options])
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found

    return run


@pytest.fixture(scope="module")
def straight(score: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    return score()


@pytest.fixture(scope="module")
def broken(score: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The same with every text broken into short lines."""
    return score("--wrap", str(LINE))


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in percent; 100 of nothing."""
    return 100 * part / whole if whole else 100.0


def recall(counts: Counts) -> float:
    return percent(counts.get("value_hit", 0), counts.get("gold", 0))


def precision(counts: Counts) -> float:
    return percent(counts.get("tp", 0), counts.get("tp", 0) + counts.get("fp", 0))


def test_there_is_enough_to_score(straight: dict[str, Any]):
    assert len(straight["suites"]) >= 6
    assert straight["plain"]["gold"] >= 500
    assert straight["plain"].get("errors", 0) == 0


@pytest.mark.parametrize("bar", BARS)
def test_all_suites_together_reach(bar: str, straight: dict[str, Any]):
    part, whole, least = BARS[bar]
    assert percent(straight["plain"][part], straight["plain"][whole]) >= least


def test_all_suites_together_are_precise(straight: dict[str, Any]):
    assert precision(straight["plain"]) >= 96


@pytest.mark.parametrize(
    "limit",
    LIMITS,
)
def test_what_is_no_quantity_stays_none(limit: str, straight: dict[str, Any]):
    part, whole, most = LIMITS[limit]
    assert straight["plain"][whole] > 0
    assert percent(straight["plain"].get(part, 0), straight["plain"][whole]) <= most


def test_wrapped_lines_cost_no_suite_more_than_half_a_point(straight: dict[str, Any], broken: dict[str, Any]):
    for name, counts in straight["suites"].items():
        assert recall(broken["suites"][name]) >= recall(counts) - LOSS, name
        assert precision(broken["suites"][name]) >= precision(counts) - LOSS, name
