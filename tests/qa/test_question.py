"""Words to a question: the table in tests/cases/questions.jsonl, and what any words at all keep to."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import question as room
from qa.question import parts_of, understand
from tests.qa.made import LIBRARY, bodies_of

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
EXACT = ("kind", "operation")
LISTS = ("units", "periods", "entities")
KEYS = {"id", "question", "history", "metric", "about", "parts", "today", "history_used", "xfail", *EXACT, *LISTS}
NOW = 2025


class Clock(datetime.date):
    """A calendar that stands still in the middle of ``year``."""

    year_now = NOW

    @classmethod
    def today(cls) -> Clock:
        return cls(cls.year_now, 6, 1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    class Still(Clock):
        pass

    class Module:
        date = Still

    monkeypatch.setattr(room, "datetime", Module)
    return Still


def params() -> list[Any]:
    return [
        pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(reason=row["xfail"])] if row.get("xfail") else [])
        for row in ROWS
    ]


@pytest.mark.parametrize("row", params())
def test_a_question_is_understood(row: dict[str, Any], clock: type[Clock]):
    clock.year_now = row.get("today", NOW)
    asked = understand(row["question"], LIBRARY, history=row["history"])
    told = {name: getattr(asked, name) for name in (*EXACT, *LISTS)}
    expected = {name: row[name] for name in EXACT if name in row}
    expected |= {name: tuple(row[name]) for name in LISTS if name in row}
    if "about" in row:
        told["about"] = None if asked.documents is None else bodies_of(asked.documents)
        expected["about"] = None if row["about"] is None else set(row["about"])
    if "parts" in row:
        told["parts"], expected["parts"] = len(parts_of(asked, LIBRARY)), row["parts"]
    assert {name: told[name] for name in expected} == expected
    assert row.get("metric", "") in asked.metric
