"""Comparisons on the page: each cell an answer of its own with its proof, and what is not stated is said to be so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.errors import UsageError
from qa import Assistant, matrix
from qa.crossing import COLUMNS, MOST_CELLS, Asked, Cell, Grid, cross, rows_of
from qa.results import STATUS_DERIVED, STATUS_VERBATIM, Citation, ShownFact
from tests.qa.test_render import PAYLOADS, STRANGE, Reader


def bodies(assistant: Assistant) -> list[str]:
    return sorted({info.entity.value for info in assistant.reports()})


def test_bodies_stand_beside_each_other_for_one_year(assistant: Assistant):
    asked = Asked.of(["湖州法院", "德清法院"], ["2024"], "新收案件、审结案件")
    made = cross(assistant, asked)
    assert made.rows == ("新收案件", "审结案件")
    assert made.columns == ("湖州法院", "德清法院")
    assert not made.along
    first = made.cells[0][0].fact
    assert first
    assert (first.said, first.status, first.entity) == ("72824件", STATUS_VERBATIM, "湖州法院")


def test_years_stand_beside_each_other_and_none_is_borrowed(assistant: Assistant):
    held = [info for info in assistant.reports() if "政府" in info.name]
    body = held[0].entity.value
    made = cross(assistant, Asked.of([body], ["2024", "2023", "1901"], "地区生产总值"))
    assert made.columns == ("1901年", "2023年", "2024年")
    assert made.along
    nothing, *stated = made.cells[0]
    assert nothing.fact is None
    assert nothing.why
    assert [cell.fact and cell.fact.period for cell in stated] == ["2023", "2024"]


def test_an_export_holds_every_cell_with_its_source_or_the_reason(assistant: Assistant):
    made = cross(assistant, Asked.of(["湖州法院"], ["2019", "2024"], "执行到位金额"))
    none, stated = (dict(zip(COLUMNS, row, strict=True)) for row in rows_of(made))
    assert (none["核对"], none["数值"]) == ("没有", None)
    assert none["原句"]
    assert (stated["数值"], stated["单位"], stated["核对"]) == (Decimal(3580000000), "元", STATUS_VERBATIM)
    assert "35.8亿元" in str(stated["原句"])
    assert stated["报告"]


@pytest.mark.parametrize(
    ("told", "said"),
    [((["甲"], [], " 、 "), "指标"), (([], ["2024"], "收案"), "单位"), (([*"甲乙丙丁戊己庚辛"], [*"12345678"], "收案"), str(MOST_CELLS))],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(told: tuple[list[str], list[str], str], said: str):
    with pytest.raises(UsageError, match=said):
        Asked.of(*told)


def shown(text: str = "35.8亿元", **changes: object) -> Cell:
    told = {"metric": text, "raw": text, "value": "3580000000", "unit": "元", "approx": "", "entity": text, "period": "2024",
            "status": STATUS_VERBATIM, "formula": text, "citation": 0, "start": 4, "end": 9, **changes}  # fmt: skip
    return Cell(text, text, "2024", ShownFact(**told), Citation(text, text, 1, text, 0, 9))  # type: ignore[arg-type]


def test_a_cell_opens_its_source():
    made = Grid(("湖州法院",), ("2024年",), ((shown(),),), along=False)
    read = Reader(matrix.grid(made, Asked(("湖州法院",), ("2024",), ("到位",)), {"35.8亿元": "ab12"}))
    assert read.links[-1] == "/report/ab12?start=0&end=9&figure=4-9#sh-here"
    assert (
        read.links[0]
        == "/export/compare.csv?body=%E6%B9%96%E5%B7%9E%E6%B3%95%E9%99%A2&year=2024&metric=%E5%88%B0%E4%BD%8D"
    )
    assert "1格里有1格" in read.text


def test_figures_of_another_unit_and_those_worked_out_are_not_drawn():
    rows = ((shown("甲"), shown("乙"), shown("丙", unit="件"), shown("丁", status=STATUS_DERIVED)),)
    piece = matrix.plot(Grid(("一",), ("甲", "乙", "丙", "丁"), rows, along=False))
    assert piece.count('class="sh-bar') == 2
    assert "没有画" in piece


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_comparison_is_shown_as_text(payload: str):
    cell = shown(payload)
    none = Cell(payload, payload, payload, why=payload)
    made = Grid((payload, "二"), (payload, "b"), ((cell, none), (cell, cell)), along=False)
    piece = matrix.grid(made, Asked((payload,), (payload,), (payload,)), {payload: "ab12"})
    assert piece.splitlines() == [piece]
    assert STRANGE.isdisjoint(Reader(piece).tags)
    assert all(link.startswith(("/report/", "/export/")) for link in Reader(piece).links)
    assert Reader(matrix.trouble("<b>")).tags == ["div", "p"]
