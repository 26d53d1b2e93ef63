"""The parts of a comparison: each has its own fact, and a sure one leads the others."""

from __future__ import annotations

from typing import Any

from qa.select import Candidate
from qa.together import is_hopeless, tells_each, together
from tests.qa.made import document, fact, passage, question


def candidate(raw: str, score: float, fit: float = 0.6, **more: Any) -> Candidate:
    report = document(f"案件{raw}。\n", **more)
    return Candidate(fact(report, raw, "案件"), passage(report), score, fit, score)


def test_the_surest_part_of_a_comparison_leads_the_others():
    sure = [candidate("1.37万亿斤", 0.9)]
    led = [candidate("四年", 0.5, period="2007"), candidate("50150万吨", 0.08, period="2007")]
    assert [c.fact.figure.raw for c in together([led, sure], 0.45, alike=True)] == ["50150万吨", "1.37万亿斤"]
    assert all(c.score >= 0.45 for c in together([led, sure], 0.45, alike=True))
    close = [candidate("5吨", 0.08, name="甲"), candidate("6吨", 0.07, name="乙")]
    assert together([close, sure], 0.45, alike=True) == []
    assert together([led, []], 0.45, alike=True) == []
    unsaid = [candidate("50150万吨", 0.08, fit=0.05, period="2007")]
    assert together([unsaid, sure], 0.45, alike=True) == []
    assert together([[candidate("12件", 0.4)], [candidate("13件", 0.4)]], 0.45, alike=True) == []


def test_unlike_parts_each_need_half_the_threshold():
    parts = [[candidate("12件", 0.3)], [candidate("3.5亿元", 0.5)]]
    assert [c.fact.figure.raw for c in together(parts, 0.45, alike=False)] == ["12件", "3.5亿元"]
    assert together(parts, 0.7, alike=False) == []


def test_a_part_that_rules_the_comparison_out_does_so_with_any_others():
    sure, parts = [candidate("14件", 0.9)], [[], [candidate("12件", 0.02)], [candidate("12件", 0.3)]]
    for own in parts:
        for alike in (True, False):
            if is_hopeless(own, 0.7, alike=alike):
                assert together([sure, own], 0.7, alike=alike) == []
    assert [is_hopeless(own, 0.7, alike=True) for own in parts] == [True, True, False]
    assert [is_hopeless(own, 0.7, alike=False) for own in parts] == [True, True, True]
    assert not is_hopeless(sure, 0.7, alike=False)


def test_an_unlike_part_that_is_not_sure_is_well_ahead_of_its_rivals():
    sure = [candidate("14件", 0.9)]
    close = [candidate("12件", 0.3, name="甲"), candidate("13件", 0.2, name="乙")]
    assert together([sure, close], 0.45, alike=False) == []
    twice = [candidate("12件", 0.3, name="甲"), candidate("12件", 0.2, name="乙"), candidate("13件", 0.1, name="丙")]
    assert [c.fact.figure.raw for c in together([sure, twice], 0.45, alike=False)] == ["14件", "12件"]


def test_a_sentence_tells_of_each_part_or_answers_no_comparison():
    parts = (question("公司贷款坏账比例"), question("个人贷款坏账比例"))
    assert not tells_each(parts, "公司贷款不良贷款率0.89%，较上年末上升0.11个百分点。")
    assert tells_each(parts, "公司贷款不良贷款率0.89%，个人贷款不良贷款率0.99%。")


def test_parts_that_are_called_the_same_make_each_other_surer():
    parts = [[candidate("12件", 0.41)], [candidate("13件", 0.42)]]
    assert [c.fact.figure.raw for c in together(parts, 0.45, alike=True)] == ["12件", "13件"]
    report = document("结案13件。\n")
    other = [Candidate(fact(report, "13件", "结案"), passage(report), 0.42, 0.42, 0.42)]
    assert together([parts[0], other], 0.45, alike=True) == []


def test_the_name_that_all_parts_have_goes_before_a_surer_one_that_only_one_has():
    def called(metric: str, raw: str, score: float, year: str) -> Candidate:
        report = document(f"{metric}{raw}。\n", period=year, name=f"{metric}{year}")
        return Candidate(fact(report, raw, metric, period=year), passage(report), score, score, score)

    first = [called("办理案件", "425件", 0.75, "2024")]
    second = [called("公益诉讼案件", "4件", 0.43, "2025"), called("办理案件", "346件", 0.27, "2025")]
    assert [c.fact.figure.raw for c in together([first, second], 0.4, alike=True)] == ["425件", "346件"]
    assert together([first, second], 0.6, alike=True) == []
