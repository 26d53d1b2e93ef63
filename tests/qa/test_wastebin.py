"""A removed report is held for a while, for who removed it, and then gone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from qa.wastebin import MOST, SECONDS, Wastebin


def report(name: str) -> Any:
    return SimpleNamespace(name=name)


def test_what_was_put_in_is_taken_once():
    held = Wastebin()
    key = held.put(report("甲"))
    assert held.take("other") is None
    assert held.take(key) is not None
    assert held.take(key) is None


def test_it_is_gone_after_ten_minutes():
    now = [0.0]
    held = Wastebin(lambda: now[0])
    key = held.put(report("甲"))
    now[0] = SECONDS + 1
    assert held.take(key) is None


def test_only_the_last_few_are_held():
    held = Wastebin()
    keys = [held.put(report(str(n))) for n in range(MOST + 2)]
    assert [held.take(key) is None for key in keys] == [True, True, *[False] * MOST]
