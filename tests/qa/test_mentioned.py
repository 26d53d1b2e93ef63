"""A body that has no report of its own: told of only by a sentence that names it, or a clause or row that is about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.records import InTable
from qa.choice import shipped
from qa.mentioned import in_figures, in_words, is_about
from qa.results import Question
from qa.select import Candidate
from tests.qa.made import document, fact, hit, info, passage, question

SURE = shipped().threshold


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("上海进出口总额增长5.2%。", True),
        ("2024年，上海进出口总额增长5.2%。", True),
        ("全国增长3.6%，其中上海进出口总额增长5.2%。", True),
        ("重庆增长1.1%；上海进出口总额增长5.2%。", True),
        ("上海、浙江进出口总额增长5.2%。", False),
        ("上海和浙江进出口总额增长5.2%。", False),
        ("上海与浙江进出口总额增长5.2%。", False),
        ("与上海的进出口总额增长5.2%。", False),
        ("进出口总额增长5.2%。", False),
    ],
)
def test_a_clause_is_about_the_body_that_it_begins_with(text: str, about: bool):
    report = document(text + "\n")
    assert is_about(fact(report, "5.2%", "进出口总额"), passage(report), "上海") is about


@pytest.mark.parametrize(("label", "about"), [("上海", True), ("上海合计", True), ("上海港", False), ("浙江", False)])
def test_a_row_is_about_the_body_that_labels_it(label: str, about: bool):
    report = document(f"{label} 12件\n")
    row = replace(fact(report, "12件", label), table=InTable())
    assert is_about(row, passage(report), "上海") is about


REPORT = document("重庆进出口总额增长1.1%，上海进出口总额增长5.2%。\n", entity="全国")
ASKED = question("进出口总额增长", kind="change", documents=(), entities=("上海",))


def ranked(*scores: tuple[str, float]) -> list[Candidate]:
    return [Candidate(fact(REPORT, raw, "进出口总额"), passage(REPORT), score) for raw, score in scores]


def test_a_figure_of_a_clause_about_it_is_called_its_own():
    searched: list[Question] = []

    def rank(anywhere: Question):
        searched.append(anywhere)
        return [hit(REPORT)], ranked(("1.1%", 0.99), ("5.2%", SURE))

    answer = in_figures(ASKED, rank, lambda _: REPORT)
    assert answer is not None
    assert (answer.answer, answer.facts[0].entity) == ("5.2%", "上海")
    assert answer.understood == replace(ASKED, documents=None)
    assert (searched[0].documents, searched[0].entities, searched[0].metric) == (None, (), "上海 进出口总额增长")


def test_no_figure_where_none_is_about_it_or_none_is_sure():
    assert in_figures(ASKED, lambda _: ([], ranked(("1.1%", 0.99))), lambda _: REPORT) is None
    assert in_figures(ASKED, lambda _: ([], ranked(("5.2%", SURE - 0.01))), lambda _: REPORT) is None


@pytest.mark.parametrize("asked", [replace(ASKED, operation="compare"), replace(ASKED, entities=("上海", "重庆"))])
def test_several_bodies_are_not_looked_for(asked: Question):
    def rank(_: Question):
        raise AssertionError("nothing is to be searched")

    assert in_figures(asked, rank, lambda _: REPORT) is None


def test_a_sentence_has_to_name_it():
    told = document("推广上海自贸试验区经验，新设甲港、乙港两个自贸试验区。\n", entity="全国")
    infos = [replace(info("全国"), id=told.id)]
    asked = question(
        "设立自贸试验区",
        text="上海之后又有哪些地方设立了自贸试验区",
        operation="text",
        documents=(),
        entities=("上海",),
    )
    answer = in_words(asked, infos, lambda _: [hit(told)], lambda _: told)
    assert answer is not None
    assert "甲港、乙港" in answer.text
    assert answer.understood == asked
    assert in_words(replace(asked, entities=("重庆",)), infos, lambda _: [hit(told)], lambda _: told) is None
    assert in_words(asked, infos, lambda _: [], lambda _: told) is None


def test_a_body_with_reports_is_looked_for_in_those_of_others():
    told = document("新设上海甲港试验区。\n", entity="全国")
    own = document("新设上海乙港试验区。\n", entity="上海")
    infos = [replace(info(body), id=report.id) for body, report in (("全国", told), ("上海", own))]
    asked = question(
        "新设试验区", text="上海新设了哪个试验区", operation="text", documents=(own.id,), entities=("上海",)
    )
    reports = {report.id: report for report in (told, own)}
    answer = in_words(asked, infos, lambda _: [hit(own), hit(told)], reports.__getitem__)
    assert answer is not None
    assert "甲港" in answer.text
    named = replace(asked, text="2014年报告里上海新设了哪个试验区")
    assert in_words(named, infos, lambda _: [hit(told)], reports.__getitem__) is None
