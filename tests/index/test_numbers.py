"""Every figure of tests/cases/figures.jsonl, exactly; and the same figures spaced out, in full width and hard-wrapped.

A row lists all quantities of its text. Other kinds (dates, ordinals, ids) it may list; unlisted ones are free, as long as
none of them is a quantity. A listed figure without ``raw`` is one of that kind anywhere in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from index.numbers import find_figures
from index.records import Figure
from index.units import KINDS, QUANTITIES

Row = dict[str, Any]

CASES = Path(__file__).parents[1] / "cases" / "figures.jsonl"
ROWS: list[Row] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
LINE = 8
TINY = Fraction(1, 10**20)


def spaced(text: str) -> str:
    """A blank between any two characters, as some PDFs give them."""
    return " ".join(text)


def widened(text: str) -> str:
    """Digits in full width."""
    return text.translate(WIDE)


def wrapped(text: str) -> str:
    """Hard line breaks after every ``LINE`` characters."""
    return "\n".join(text[i : i + LINE] for i in range(0, len(text), LINE))


VARIANTS: dict[str, Callable[[str], str]] = {"spaced": spaced, "widened": widened, "wrapped": wrapped}


def cases(variant: str) -> list[Any]:
    """Rows as parameters; what a row is known to fail is a strict xfail with the row's reason."""
    rows = ROWS if variant == "plain" else [row for row in ROWS if not {"blanks", "confusable"} & set(row["tags"])]
    return [pytest.param(row, id=row["id"], marks=known(row, variant)) for row in rows]


def known(row: Row, variant: str) -> list[pytest.MarkDecorator]:
    """The mark of a row that is known to fail in this variant: ``{"xfail": {"why": reason, "in": [variants]}}``."""
    why = row.get("xfail", {"in": []})
    return [pytest.mark.xfail(strict=True, reason=why["why"])] if variant in why["in"] else []


def number(written: str | None) -> Fraction | None:
    """The value of a case: digits, a sign, a fraction bar."""
    return None if written is None else Fraction(written)


def same(value: Decimal | None, expected: Fraction | None) -> bool:
    """Equal, up to the precision of a Decimal that holds a third."""
    if value is None or expected is None:
        return value is None and expected is None
    return abs(Fraction(value) - expected) <= TINY


def squeezed(text: str) -> str:
    """``text`` without blanks."""
    return re.sub(r"\s", "", text)


def fits(figure: Figure, want: Row, raw: str | None) -> bool:
    """Whether the figure is the one the case wants; ``raw`` is its writing in this variant."""
    return (
        (raw is None or squeezed(figure.raw) == squeezed(raw))
        and same(figure.value, number(want["value"]))
        and (figure.unit, figure.kind) == (want["unit"], want["kind"])
        and same(figure.low, number(want.get("low")))
        and same(figure.high, number(want.get("high")))
    )


def shown(figures: list[Figure]) -> str:
    """Figures as a failing test shows them."""
    return "；".join(f"{f.raw!r} {f.value} {f.unit} {f.kind} {f.low}~{f.high} {f.approx!r}" for f in figures) or "无"


def check(row: Row, text: str, change: Callable[[str], str]) -> list[Figure]:
    """Asserts that ``text`` holds the figures of ``row`` and no other quantity; gives all that was found."""
    found = find_figures(text)
    for figure in found:
        assert text[figure.start : figure.end] == figure.raw
    left = list(found)
    for want in row["figures"]:
        raw = change(want["raw"]) if "raw" in want else None
        match = next((figure for figure in left if fits(figure, want, raw)), None)
        assert match is not None, f"{text!r}：要 {want}，得到 {shown(found)}"
        left.remove(match)
    spare = [figure for figure in left if figure.kind in QUANTITIES]
    assert not spare, f"{text!r}：多出 {shown(spare)}"
    return found


@pytest.mark.parametrize("row", cases("plain"))
def test_figures(row: Row):
    found = check(row, row["text"], lambda raw: raw)
    for want in row["figures"]:
        if "raw" in want:
            assert next(f.approx for f in found if f.raw == want["raw"]) == want.get("approx", "")


@pytest.mark.parametrize("row", cases("spaced"))
def test_figures_spaced_out(row: Row):
    check(row, spaced(row["text"]), spaced)


@pytest.mark.parametrize("row", cases("widened"))
def test_figures_in_full_width(row: Row):
    check(row, widened(row["text"]), widened)


@pytest.mark.parametrize("row", cases("wrapped"))
def test_figures_on_wrapped_lines(row: Row):
    check(row, wrapped(row["text"]), lambda raw: raw)


def test_every_case_is_well_formed():
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 220
    for row in ROWS:
        for want in row["figures"]:
            assert want["kind"] in KINDS
            assert want.get("raw", "") in row["text"]
        assert set(row.get("xfail", {"in": []})["in"]) <= {"plain", *VARIANTS}
