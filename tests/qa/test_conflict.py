"""Conflicts: what two places state differently, and all that only looks like it; then from files to the answer that tells one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.build import prepare
from index.load import load_bytes
from qa import Answer, Assistant, render
from qa.conflict import MAX_CONFLICTS, conflicts, contradict
from qa.frame import Stated
from qa.results import STATUS_VERBATIM
from qa.select import Candidate
from tests.qa.library import library_of

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "conflicts.jsonl").read_text(encoding="utf-8").splitlines()
]


def stated(name: str, text: str) -> list[Stated]:
    """The facts of a report of this name and text, each with its passage."""
    data = text.encode()
    report = prepare(name, data, load_bytes(data))
    passages = {passage.id: passage for passage in report.passages}
    return [Stated(fact, passages[fact.passage], name) for fact in report.facts]


def pair(case: dict[str, Any]) -> tuple[Stated, Stated]:
    """The two facts of a case; in one report the first of equal figures is the first in the text."""
    reports = [stated(*report) for report in case["reports"]]
    first, second = case["figures"]
    one = next(s for s in reports[0] if s.fact.figure.raw == first)
    return one, next(s for s in reversed(reports[-1]) if s.fact.figure.raw == second)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_is_a_conflict_and_what_only_looks_like_one(case: dict[str, Any]):
    one, other = pair(case)
    assert contradict(one, other) is case["conflict"], case["why"]
    assert contradict(other, one) is case["conflict"], case["why"]


def test_the_cases_are_of_both_kinds():
    found = [case["conflict"] for case in CASES]
    assert found.count(True) >= 15
    assert found.count(False) >= 25


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_no_figure_conflicts_with_itself(case: dict[str, Any]):
    for one in pair(case):
        assert not contradict(one, one)


def test_years_of_a_report_without_one_never_conflict():
    one, other = (
        stated(name, f"执行到位金额{value}亿元。")[0] for name, value in (("示例法院甲", 35.8), ("示例法院乙", 36.9))
    )
    assert (one.fact.period, other.fact.period) == ("", "")
    assert not contradict(one, other)


def candidates(*values: str, fit: float = 1.0) -> list[Candidate]:
    """Facts of as many reports of one court that state its money differently, the best first."""
    rows = [stated(f"示例法院2024年工作报告{n}", f"2024年，执行到位金额{value}。")[0] for n, value in enumerate(values)]
    return [Candidate(s.fact, s.passage, 0.9, fit if n else 1.0) for n, s in enumerate(rows)]


def told(rows: list[Candidate]) -> list[str]:
    return [c.fact.figure.raw for c in conflicts(rows[0], rows, lambda _: "")]


def test_those_ranked_near_the_best_are_told_in_order():
    assert told(candidates("35.8亿元", "36.9亿元", "35.8亿元", "37.4亿元")) == ["36.9亿元", "37.4亿元"]


def test_what_fits_worse_is_not_told():
    assert told(candidates("35.8亿元", "36.9亿元", fit=0.5)) == []


def test_so_many_are_told_and_no_more():
    assert len(told(candidates(*(f"{35 + n}.8亿元" for n in range(MAX_CONFLICTS + 3))))) == MAX_CONFLICTS


# --- from files to the answer ---

COURT = """示例法院2024年工作报告

2024年，全市法院共执结案件18049件，执行到位金额35.8亿元。

一、依法惩治犯罪

审结刑事案件4112件，判处罪犯4990人。

二、切实解决执行难

执行到位金额34.9亿元，同比上升13.7%。
"""
GOVERNMENT = """示例市政府工作报告

一、2024年工作回顾

过去一年，地区生产总值达到2466.2亿元，增长5.2%。城镇新增就业人数12.4万人。一般公共预算收入153亿元。

二、2025年工作安排

地区生产总值增长5.5%左右。
"""
STATISTICS = """示例市2024年统计公报

2024年，全市地区生产总值为2573.1亿元，比上年增长5.2%。

全年城镇新增就业人数12.4万人。

全年一般公共预算收入153.2亿元。
"""
EARLIER = """示例市2023年统计公报

2023年，全市地区生产总值为2341.7亿元，比上年增长6.1%。
"""
FILES = {
    "示例法院2024年工作报告": COURT,
    "示例市政府工作报告（2025年）": GOVERNMENT,
    "示例市2024年统计公报": STATISTICS,
    "示例市2023年统计公报": EARLIER,
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = Assistant.open(library_of(tmp_path_factory.mktemp("conflict"), FILES))
    yield opened
    opened.close()


def proven(answer: Answer, assistant: Assistant) -> bool:
    """Whether every figure of an answer stands in its report where it says, in the quote that it is cited with."""
    texts = {info.name: assistant.document(info.id).text for info in assistant.reports()}
    return all(
        texts[answer.citations[f.citation].report][f.start : f.end] == f.raw
        and f.raw in answer.citations[f.citation].quote
        and f.status == STATUS_VERBATIM
        for f in answer.facts
    )


def test_two_reports_that_differ_are_both_told(assistant: Assistant):
    answer = assistant.ask("示例市2024年地区生产总值是多少？")
    assert (answer.answer, answer.refused) == (answer.facts[0].raw, False)
    assert {fact.raw for fact in answer.facts} == {"2466.2亿元", "2573.1亿元"}
    assert [fact.differs for fact in answer.facts] == [False, True]
    assert [fact.citation for fact in answer.facts] == [0, 1]
    other = answer.citations[1].report
    assert f"注意：《{other}》中2024年{answer.facts[1].metric}为{answer.facts[1].raw}，与此不同。" in answer.text
    assert {c.report for c in answer.citations} == {"示例市政府工作报告（2025年）", "示例市2024年统计公报"}
    assert proven(answer, assistant)


def test_two_places_of_one_report_that_differ_are_both_told(assistant: Assistant):
    answer = assistant.ask("示例法院2024年执行到位金额多少？")
    main, other = answer.facts
    assert {main.raw, other.raw} == {"35.8亿元", "34.9亿元"}
    assert answer.answer == main.raw
    assert answer.text.endswith(f"注意：同一报告另处2024年执行到位金额为{other.raw}，与此不同。")
    assert proven(answer, assistant)


@pytest.mark.parametrize(
    "question",
    [
        "示例市2024年城镇新增就业人数多少？",
        "示例市2024年一般公共预算收入多少？",
        "示例市2024年地区生产总值增长多少？",
        "判处罪犯多少人？",
    ],
)
def test_what_agrees_is_told_once(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert not answer.refused
    assert "注意" not in answer.text
    assert not any(fact.differs for fact in answer.facts)


def test_a_conflict_stands_before_other_years(assistant: Assistant):
    answer = assistant.ask("示例市地区生产总值是多少？")
    assert [(fact.period, fact.differs) for fact in answer.facts] == [("2024", False), ("2024", True), ("2023", False)]
    assert answer.text.endswith("与此不同。另外：2023年示例市2341.7亿元。")
    assert proven(answer, assistant)


def test_a_lock_on_one_report_hides_the_other(assistant: Assistant):
    answer = assistant.ask("示例市2024年地区生产总值是多少？", reports=["示例市2024年统计公报"])
    assert (answer.answer, len(answer.facts)) == ("2573.1亿元", 1)
    assert "注意" not in answer.text


def test_the_public_form_keeps_its_keys(assistant: Assistant):
    row = assistant.ask("示例法院2024年执行到位金额多少？").to_dict()
    keys = "metric raw value unit approx entity period status formula citation".split()
    assert [list(fact) for fact in row["facts"]] == [keys, keys]


def test_the_page_marks_a_conflict(assistant: Assistant):
    page = render.answer(assistant.ask("示例法院2024年执行到位金额多少？"))
    assert page.count("≠") == 1
    assert "与答案不同" in page
    assert page.index("sh-conflicts") < page.index("≠")
    shown = re.sub("<[^>]*>", "", page)  # what a button copies has all of the text
    assert "注意：同一报告" not in shown  # told by the mark, not twice
