"""Frozen records that are quick to make: a report has tens of thousands of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar

R = TypeVar("R")


def quick(record: type[R]) -> type[R]:
    """A frozen dataclass with slots, made with half the time: each field is put where it belongs without looking it up by name.

    >>> from dataclasses import dataclass
    >>> @quick
    ... @dataclass(frozen=True, slots=True)
    ... class Place:
    ...     start: int
    ...     end: int = 9
    >>> Place(3), Place(end=5, start=4)
    (Place(start=3, end=9), Place(start=4, end=5))
    """
    known: dict[str, Any] = {}
    arguments, steps = [], []
    for field in fields(record):  # type: ignore[arg-type]  # the type of a dataclass has no name
        known[f"put_{field.name}"] = record.__dict__[field.name].__set__
        known[f"else_{field.name}"] = field.default
        arguments.append(field.name if field.default is MISSING else f"{field.name}=else_{field.name}")
        steps.append(f" put_{field.name}(self, {field.name})\n")
    exec(f"def __init__(self, {', '.join(arguments)}):\n{''.join(steps)}", known)  # noqa: S102  names of fields alone, as dataclasses does it
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{record.__qualname__}.__init__"
    type.__setattr__(record, "__init__", made)
    return record
