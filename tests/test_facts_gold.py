"""Facts against tables made by reading: the two seed reports whole, open and blind sentences, and 分别."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.gold import CASES, DISTRIBUTION, Score, load_rows, occurrence, score

TABLES = {name: CASES / f"facts_{name}.jsonl" for name in ("seeds", "open", "blind")}
BARS = {"found": 1.0, "head": 0.95, "kind": 0.97, "direction": 0.97}
ANSWERS = ("found", "head", "value", "unit", "kind", "direction")
KINDS = {"level", "change", "point_change", "share", "rank", "target", "cumulative"}
FACT_KEYS = {"raw", "head", "value", "unit", "kind", "direction", "basis"}


@cache
def scored(file: Path) -> Score:
    return score(file)


def rows_of(name: str) -> list[dict[str, Any]]:
    if name == "distribution":
        return [fact for case in load_rows(DISTRIBUTION) for fact in case["facts"]]
    return load_rows(TABLES[name])


@pytest.mark.parametrize("name", [*TABLES, "distribution"])
def test_gold_rows_are_well_formed(name: str) -> None:
    for row in rows_of(name):
        assert set(row) >= FACT_KEYS, row
        assert row["kind"] in KINDS, row
        assert row["direction"] in {"", "上升", "下降"}, row
        assert not set(row["raw"]) & set(" \n０１２３４５６７８９％．"), row


def test_gold_figures_are_named_once() -> None:
    keys = [(row["report"], row["raw"], row["nth"]) for name in TABLES for row in rows_of(name)]
    assert len(keys) == len(set(keys))


def test_distribution_has_enough_cases() -> None:
    cases = load_rows(DISTRIBUTION)
    assert len(cases) >= 24
    assert all(occurrence(case["text"], fact["raw"], 1) >= 0 for case in cases for fact in case["facts"])


@pytest.mark.parametrize("aspect", list(BARS))
@pytest.mark.parametrize("name", list(TABLES))
def test_facts_meet_the_bar(corpus: Path, name: str, aspect: str) -> None:
    assert corpus.is_dir()
    assert scored(TABLES[name])[aspect] >= BARS[aspect]


@pytest.mark.parametrize("aspect", ANSWERS)
def test_distribution_is_all_right(aspect: str) -> None:
    assert scored(DISTRIBUTION)[aspect] == 1
