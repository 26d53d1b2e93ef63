"""A follow-up that names another row or column of the table that the figure before it stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.records import Fact, InTable
from qa.beside import beside, change_of, in_its_table, leans_on_a_table
from qa.question import alone
from qa.results import Answer, Citation
from tests.qa.made import LIBRARY, document, fact, info, question, shown

REPORT = document("风机 120元 35.2% 5.1%\n水泵 80元 21.4% 2.2%\n水泵配件 9元 18.3% 1.0%\n合计 209元 30.0% 4.0%\n")
HEADS = {"营业收入": (1, 2), "毛利率": (3, 4), "毛利率比上年增减": (5, 6)}


def cell(row: str, raw: str, column: str) -> Fact:
    at = REPORT.text.index(row)
    found = fact(REPORT, raw, row, sentence_start=at, sentence_end=REPORT.text.index("\n", at))
    return replace(found, table=InTable(column=column, heads=(HEADS[column],)))


FACTS = [
    cell(row, raw, column)
    for row, raws in (
        ("风机", ("120元", "35.2%", "5.1%")),
        ("水泵", ("80元", "21.4%", "2.2%")),
        ("水泵配件", ("9元", "18.3%", "1.0%")),
        ("合计", ("209元", "30.0%", "4.0%")),
    )
    for raw, column in zip(raws, HEADS, strict=True)
]


@pytest.mark.parametrize(
    ("name", "before", "raw"),
    [
        ("水泵", "35.2%", "21.4%"),
        ("水泵配", "35.2%", "18.3%"),
        ("毛利率", "120元", "35.2%"),
        ("营业收入", "21.4%", "80元"),
        ("营业", "21.4%", "80元"),
        ("水", "35.2%", None),
        ("泵配件", "35.2%", "18.3%"),
        ("阀门", "35.2%", None),
        ("风机", "35.2%", None),
    ],
)
def test_a_name_is_that_of_another_row_or_of_another_column(name: str, before: str, raw: str | None):
    stated = next(fact for fact in FACTS if fact.figure.raw == before)
    found = beside(name, stated, FACTS)
    assert (found.figure.raw if found else None) == raw


def test_a_figure_of_a_sentence_has_nothing_beside_it():
    assert beside("水泵", replace(FACTS[0], table=None), FACTS) is None


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("水泵呢？", True),
        ("那营业收入呢", True),
        ("2023年呢", False),
        ("示例县法院呢", False),
        ("水泵有多少", False),
        ("同比增长多少", True),
        ("2023年同比增长多少", False),
        ("水泵增长多少", False),
    ],
)
def test_only_a_bare_name_or_change_is_looked_for(text: str, only: bool):
    assert leans_on_a_table(alone(text, LIBRARY, "")) is only


def test_the_follow_up_asks_for_the_figure_of_that_name():
    stated = next(fact for fact in FACTS if fact.figure.raw == "35.2%")
    told = replace(shown("35.2%", "35.2", "%"), start=stated.figure.start, end=stated.figure.end)
    cited = Citation(REPORT.name, "", None, "风机 120元 35.2% 5.1%", 0, 10)
    before = Answer("q", "", "35.2%", "", False, None, facts=(told,), citations=(cited,))
    infos = [info("示例法院", name=REPORT.name)]
    asked = question("水泵", text="那水泵呢？", rewritten="示例法院2024年水泵是多少")
    found = in_its_table(asked, before, infos, lambda document: FACTS, ())
    assert (found.metric, found.units) == ("水泵 毛利率", ("%",))
    assert found.rewritten == "示例法院2024年水泵 毛利率是多少"
    assert in_its_table(replace(asked, text="阀门呢"), before, infos, lambda document: FACTS, ()).metric == "水泵"


def test_the_change_is_that_of_the_figure_in_its_own_row():
    changed = replace(next(fact for fact in FACTS if fact.figure.raw == "2.2%"), kind="change")
    facts = [changed if fact.id == changed.id and fact.figure.raw == "2.2%" else fact for fact in FACTS]
    by_raw = {fact.figure.raw: fact for fact in facts}
    assert change_of(by_raw["21.4%"], facts) == changed
    assert change_of(by_raw["80元"], facts) == changed
    assert change_of(by_raw["35.2%"], facts) is None
    assert change_of(changed, facts) is None
