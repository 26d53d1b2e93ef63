"""A run over cases with an assistant whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.calibration import Outcome
from eval.cases import Case
from eval.metrics import Tally
from eval.run import Result, run_cases, score, summarise
from qa.results import STATUS_CONVERTED, Citation
from tests.eval.fakes import NAMES, TEXTS, FakeAssistant, hit, refusal, said, shown

CASES = [
    Case("1", "金额", "number", reports=("甲",), answers=("35.8亿元",), evidence=("金额35.8亿元",)),
    Case("2", "件数", "number", reports=("甲",), answers=("5件",), evidence=("收案5件",)),
    Case("3", "人数", "number", reports=("乙",), answers=("7人",), evidence=("共7人",)),
    Case("4", "呢", "followup", history=("金额",), reports=("甲",), answers=("2亿",), evidence=("增加2亿",)),
    Case("5", "没有的", "unanswerable", answers=("9件",)),
]
TABLE = {
    "金额": said("35.8亿元", evidence=[hit("d1", "金额35.8亿元。")], quote="金额35.8亿元。"),
    "件数": said("15件", evidence=[hit("d2", "收案5件"), hit("d1", "收案5件")], quote="收案5件", report="乙"),
    "呢": said("2亿", evidence=[hit("d1", "别的")]),
}


def test_each_case_is_scored():
    results = run_cases(CASES, FakeAssistant(TABLE), NAMES)
    assert [one.id for one in results] == ["1", "2", "3", "4", "5"]
    assert [one.right for one in results] == [True, False, False, True, True]
    assert [one.refused for one in results] == [False, False, True, False, True]
    assert [one.cited for one in results] == [True, False, False, False, False]
    assert [one.rank for one in results] == [1, 2, None, None, None]
    assert all(one.milliseconds >= 0 for one in results)


def test_the_assistant_gets_history_and_id():
    assistant = FakeAssistant(TABLE)
    run_cases(CASES[3:4], assistant)
    assert assistant.asked == [("呢", ["金额"], "4")]


def test_without_names_the_text_alone_decides():
    assert run_cases(CASES[1:2], FakeAssistant(TABLE))[0].rank == 1


def test_progress_counts_to_the_end():
    seen: list[tuple[int, int]] = []
    run_cases(CASES, FakeAssistant(TABLE), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 5) for done in range(1, 6)]


def test_summary():
    summary = summarise(run_cases(CASES, FakeAssistant(TABLE), NAMES))
    counts = Tally(n=3, right=1, wrong=1, refused=1, cited=1, citable=3, other_body=1, placed=3)
    assert summary.kinds["number"] == counts
    assert summary.kinds["unanswerable"] == Tally(n=1, right=1)
    assert summary.total == Tally(n=5, right=3, wrong=1, refused=1, cited=1, citable=4, other_body=1, placed=4)
    assert (summary.searched, summary.recall_at_1, summary.recall_at_5) == (4, 0.25, 0.5)
    assert summary.mrr == pytest.approx(1.5 / 4)
    told = summary.to_dict()
    assert told["kinds"]["number"]["right"] == 1
    assert told["total"]["rates"]["false_refusal"] == 1 / 4
    assert told["total"]["rates"]["wrong_body"] == 1 / 4


def test_summary_of_nothing():
    summary = summarise([])
    assert (summary.total, summary.p95_ms, summary.mrr) == (Tally(), 0.0, 0.0)


def judged(
    periods: Sequence[str], *, report: str = "甲", answer: str = "9亿元", period: str = "", body: str = ""
) -> Result:
    """How a case on the report 甲 of a question that names 2024 went, with facts of ``periods`` shown."""
    asked = replace(CASES[0], question="2024年金额", period=period, body=body)
    facts = tuple(shown(answer, period) for period in periods)
    given = replace(said(answer, quote="金额35.8亿元", report=report), facts=facts)
    return score(asked, given, NAMES)


def test_a_wrong_answer_of_another_year_is_told_from_the_question_or_the_period():
    assert judged(["2023"]).other_year is True
    assert judged(["2024"]).other_year is False
    assert judged(["2023"], period="2023").other_year is False
    assert judged(["2024"], period="2022-2023").other_year is True
    assert judged(["2023"], answer="35.8亿元").other_year is False, "it is right"
    assert score(CASES[0], refusal(), NAMES).other_year is None, "no year is asked for"


def test_a_wrong_answer_of_another_body_is_told_from_the_reports_or_the_body():
    assert judged(["2024"], report="乙").other_body is True
    assert judged(["2024"], report="甲2023").other_body is False
    assert judged(["2024"], report="乙", body="乙").other_body is False
    assert score(CASES[4], refusal(), NAMES).other_body is None, "no body is told"
    assert score(replace(CASES[4], body="乙"), said("9件", quote="收案9件", report="甲"), NAMES).other_body is True


def test_what_an_answer_mentions_besides_does_not_excuse_it():
    main, other = said("9亿元", quote="金额9亿元", report="乙"), said("35.8亿元", quote="金额35.8亿元", report="甲")
    facts = (shown("9亿元", "2023"), shown("35.8亿元", "2024", 1))
    both = replace(main, facts=facts, citations=(*main.citations, *other.citations))
    result = score(replace(CASES[0], question="2024年金额"), both, NAMES)
    assert (result.right, result.other_year, result.other_body) == (False, True, True)


def test_citations_are_compared_with_the_reports():
    texts = {name: TEXTS[document] for document, name in NAMES.items()}
    spans = [one.spanned for one in run_cases(CASES, FakeAssistant(TABLE), NAMES, texts=texts.get)]
    assert spans == [True, True, None, None, None]
    moved = said("35.8亿元", quote="35.8亿元")
    assert score(CASES[0], moved, NAMES, texts=texts.get).spanned is False
    assert score(CASES[0], moved, NAMES).spanned is None, "without the reports it cannot be told"


def test_a_sum_in_other_units_than_the_table_is_looked_for_as_written():
    """523.84亿元 is right, and stands in a table in 百万元 as 52,384."""
    texts = {"甲": "单位：百万元\n营业收入\t52,384\t49,116"}
    quote = Citation("甲", "甲", None, "营业收入\t52,384\t49,116", 7, 25)
    fact = replace(shown("52,384", "2023"), told_unit="百万元", converted="523.84亿元", status=STATUS_CONVERTED)
    answer = replace(said("523.84亿元"), citations=(quote,), facts=(fact,))
    asked = replace(CASES[0], question="2024年营业收入", answers=("523.84亿元",))
    result = score(asked, answer, NAMES, texts=texts.get)
    assert (result.right, result.spanned) == (True, True)
    plain = replace(fact, converted="", told_unit="百万元")
    by_table = score(
        replace(asked, answers=("52,384百万元",)),
        replace(answer, answer=plain.said, facts=(plain,)),
        NAMES,
        texts=texts.get,
    )
    assert (by_table.right, by_table.spanned) == (True, True)
    elsewhere = replace(answer, facts=(replace(fact, raw="52,385"),))
    assert score(asked, elsewhere, NAMES, texts=texts.get).spanned is False
    wrong = score(replace(asked, answers=("1亿元",)), answer, NAMES, texts=texts.get)
    assert (wrong.right, wrong.other_year) == (False, True), "a converted sum is of the answer, too"


def test_a_result_is_an_outcome_to_calibrate_on():
    sure = replace(TABLE["金额"], confidence=0.9)
    assert score(CASES[0], sure, NAMES).outcome == Outcome(0.9, True, False, True)
    assert score(CASES[4], refusal(), NAMES).outcome == Outcome(0.0, True, True, False)
    summary = summarise([score(CASES[0], sure, NAMES), score(CASES[2], refusal(), NAMES)])
    assert (summary.answered, summary.answered_right, summary.confidence) == (1, 1, 0.9)
    assert summary.calibration_error == pytest.approx(0.1)
