"""Records that are quick to make are the frozen dataclasses they were."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, replace
from typing import Any

import pytest

from index.frozen import quick
from index.records import Figure


@dataclass(frozen=True, slots=True)
class Slow:
    start: int
    end: int
    unit: str = "件"
    low: int | None = None


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    start: int
    end: int
    unit: str = "件"
    low: int | None = None


GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1, 2), {}), ((1, 2, "元", 3), {}), ((1,), {"end": 2}), ((), {"low": 0, "end": 2, "start": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "named"), GIVEN)
def test_the_same_arguments_make_the_same_record(place: tuple[Any, ...], named: dict[str, Any]):
    slow, made = Slow(*place, **named), Quick(*place, **named)
    assert repr(made) == repr(slow).replace("Slow", "Quick")
    assert made == Quick(*place, **named)
    assert hash(made) == hash(Quick(*place, **named))
    assert replace(made, end=7) == Quick(made.start, 7, made.unit, made.low)


@pytest.mark.parametrize("place", [(), (1,), (1, 2, "元", 3, 4)])
def test_too_few_and_too_many_are_refused(place: tuple[Any, ...]):
    with pytest.raises(TypeError):
        Quick(*place)


def test_nothing_of_it_changes():
    made: Any = Quick(1, 2)
    with pytest.raises(FrozenInstanceError):
        made.start = 3


def test_a_figure_goes_to_another_process_and_back():
    figure = Figure(1, 4, "35件", None, "件", "measure")
    assert pickle.loads(pickle.dumps(figure)) == figure  # noqa: S301  our own bytes
