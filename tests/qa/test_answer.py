"""Facts to words: what an answer says, what it cites, and how it refuses; every figure of it stands in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import plain
from index.records import Fact
from qa.answer import (
    MAX_QUOTE,
    REFUSALS,
    answered,
    cite,
    quoted,
    refused,
    show,
)
from qa.results import REASONS, STATUS_MISSING, STATUS_VERBATIM, Answer
from qa.select import Candidate
from tests.qa.made import document, fact, hit, passage, question

TEXT = (
    "新收案件72824件，审结68029件，同比分别上升13.7%和8.4%。\n"
    "执行到位金额35.8亿元，共有2660名被执行人主动履行。\n"
    "减免税费超42亿元，增长20%左右，约3000余户受益。\n"
)
REPORT = document(TEXT, entity="示例法院", period="2024", name="示例2024")
OTHER = document("执行到位金额28.9亿元。\n", entity="样本法院", period="2023", name="样本2023")
MONEY = fact(REPORT, "35.8亿元", "执行到位金额")
OTHER_MONEY = fact(OTHER, "28.9亿元", "执行到位金额")
HELD = {report.id: report for report in (REPORT, OTHER)}


def candidate(one: Fact) -> Candidate:
    return Candidate(one, passage(HELD[one.document]), 0.9)


def told(*chosen: Fact, others: Sequence[Fact] = (), **asked: Any) -> Answer:
    rows = [candidate(one) for one in chosen]
    rest = [candidate(one) for one in others]
    return answered(question("执行到位金额", **asked), rows, rest, [hit(REPORT)], HELD.__getitem__)


def grounded(answer: Answer) -> bool:
    """Whether every citation and every fact stands word for word where it says, decoded from nothing but the texts."""
    reports = {report.name: report.text for report in HELD.values()}
    quotes = all(reports[c.report][c.start : c.end] == c.quote for c in answer.citations)
    texts = [reports[answer.citations[f.citation].report] for f in answer.facts]
    return quotes and all(text[f.start : f.end] == f.raw for f, text in zip(answer.facts, texts, strict=True))


def test_the_answer_is_the_figure_and_its_sentence():
    answer = told(MONEY)
    assert answer.answer == "35.8亿元"
    assert answer.text == "2024年，示例法院执行到位金额35.8亿元。"
    assert (answer.refused, answer.reason) == (False, None)
    assert [f.status for f in answer.facts] == [STATUS_VERBATIM]
    assert grounded(answer)


def test_a_shown_fact_has_value_unit_body_and_year():
    one = told(MONEY).facts[0]
    assert (one.metric, one.raw, one.value, one.unit) == ("执行到位金额", "35.8亿元", "3580000000", "元")
    assert (one.entity, one.period, one.formula, one.citation) == ("示例法院", "2024", "", 0)


def test_a_change_is_told_as_one():
    change = fact(REPORT, "13.7%", "新收案件", kind="change", basis="同比", direction="上升")
    text = told(change).text
    assert "同比上升13.7%" in text
    assert text.startswith("2024年，示例法院新收案件")


def test_a_metric_behind_its_figure_is_told_behind_it():
    behind = fact(REPORT, "2660名", "被执行人")
    assert behind.metric_start >= behind.figure.end
    assert "2660名被执行人" in told(behind).text


def test_a_body_within_the_metric_is_not_told_twice():
    report = document("示例法院新收案件9件。\n")
    one = fact(report, "9件", "示例法院新收案件")
    HELD[report.id] = report
    assert told(one).text.count("示例法院") == 1


def test_the_part_of_a_body_is_told_with_it():
    report = document("执行到位金额28.9亿元，其中市中院执行到位6.4亿元。\n")
    own = fact(report, "6.4亿元", "执行到位", scope="市中院", entity="示例市中级人民法院", period="2024")
    text = answered(question("执行到位"), [candidate(own)], [], [], lambda _: report).text
    assert text == "2024年，示例市中级人民法院（市中院）执行到位6.4亿元。"


def test_a_fact_without_year_or_body_is_told_without():
    assert told(replace(MONEY, period="", entity="")).text == "执行到位金额35.8亿元。"


def test_a_span_of_years_is_told_as_a_span():
    assert told(replace(MONEY, period="2020-2024")).text.startswith("2020至2024年，")


@pytest.mark.parametrize(
    ("raw", "metric", "said"),
    [("42亿元", "减免税费", "超42亿元"), ("20%", "减免税费", "20%左右"), ("35.8亿元", "执行到位金额", "35.8亿元")],
)
def test_words_that_soften_a_figure_are_shown_with_it(raw: str, metric: str, said: str):
    one = show(fact(REPORT, raw, metric), REPORT, 0)
    assert one.raw == said
    assert REPORT.text[one.start : one.end] == said
    assert told(fact(REPORT, raw, metric)).answer == said


def test_a_figure_within_a_softened_one_keeps_its_unit():
    index = TEXT.index("3000")
    read = next(f for f in [fact(REPORT, "3000余户", "受益")] if f.figure.start == index)
    one = show(read, REPORT, 0)
    assert one.raw == "约3000余户"


def test_what_others_state_is_told_after_the_answer_and_cited():
    answer = told(MONEY, others=[OTHER_MONEY])
    assert answer.answer == "35.8亿元"
    assert answer.text.endswith("另外：2023年样本法院28.9亿元。")
    assert [c.report for c in answer.citations] == ["示例2024", "样本2023"]
    assert [f.citation for f in answer.facts] == [0, 1]
    assert grounded(answer)


def test_what_states_it_differently_is_told_before_the_others():
    rival = document("执行到位金额34.9亿元。\n", entity="示例法院", period="2024", name="示例公报")
    HELD[rival.id] = rival
    against = [candidate(fact(rival, "34.9亿元", "执行到位金额"))]
    answer = answered(
        question("执行到位金额"), [candidate(MONEY)], [candidate(OTHER_MONEY)], [], HELD.__getitem__, against=against
    )
    assert answer.answer == "35.8亿元"
    said = "注意：《示例公报》中2024年执行到位金额为34.9亿元，与此不同。另外：2023年样本法院28.9亿元。"
    assert answer.text == f"2024年，示例法院执行到位金额35.8亿元。{said}"
    assert [(f.raw, f.differs, f.citation) for f in answer.facts] == [
        ("35.8亿元", False, 0),
        ("34.9亿元", True, 1),
        ("28.9亿元", False, 2),
    ]
    assert [c.report for c in answer.citations] == ["示例2024", "示例公报", "样本2023"]
    assert grounded(answer)


def test_a_change_that_differs_is_told_with_its_basis():
    rival = document("新收案件同比上升12.7%。\n", entity="示例法院", period="2024", name="示例公报")
    HELD[rival.id] = rival
    change: dict[str, Any] = {"kind": "change", "basis": "同比", "direction": "上升"}
    against = [candidate(fact(rival, "12.7%", "新收案件", **change))]
    one = candidate(fact(REPORT, "13.7%", "新收案件", **change))
    text = answered(question("新收案件"), [one], [], [], HELD.__getitem__, against=against).text
    assert text.endswith("注意：《示例公报》中2024年新收案件同比上升12.7%，与此不同。")


def test_what_differs_but_proves_false_is_not_told():
    against = [candidate(false(OTHER_MONEY))]
    answer = answered(question("执行到位金额"), [candidate(MONEY)], [], [], HELD.__getitem__, against=against)
    assert (len(answer.facts), answer.facts[0].differs) == (1, False)
    assert "注意" not in answer.text


def test_several_chosen_facts_are_all_told():
    answer = told(MONEY, OTHER_MONEY, operation="compare")
    assert answer.answer == "35.8亿元；28.9亿元"
    assert "示例法院更高，比样本法院多6.9亿元（35.8亿元 − 28.9亿元 = 6.9亿元）" in answer.text
    assert grounded(answer)


def test_no_arithmetic_where_no_comparison_was_asked():
    assert "更高" not in told(MONEY, OTHER_MONEY, operation="list").text


@pytest.mark.parametrize(("text", "compared"), [("新收和审结各多少件", False), ("新收和审结哪个多", True)])
def test_different_things_of_one_body_are_compared_only_where_that_is_asked(text: str, compared: bool):
    cases, closed = fact(REPORT, "72824件", "新收案件"), fact(REPORT, "68029件", "审结")
    assert ("更高" in told(cases, closed, operation="compare", text=text).text) is compared


def false(one: Fact) -> Fact:
    return replace(one, figure=replace(one.figure, value=Decimal(1)))


def test_a_false_figure_is_never_told():
    answer = told(false(MONEY))
    assert (answer.refused, answer.reason, answer.answer) == (True, "not_stated", "")
    assert answer.facts == ()
    assert answer.citations == ()


def test_a_false_figure_beside_the_answer_is_left_out():
    answer = told(MONEY, others=[false(OTHER_MONEY)])
    assert [f.raw for f in answer.facts] == ["35.8亿元"]
    assert "28.9" not in answer.text
    assert STATUS_MISSING not in {f.status for f in answer.facts}


def test_a_citation_is_the_sentence_of_the_fact():
    one = cite(MONEY, REPORT)
    assert one.quote == TEXT.splitlines()[1]
    assert (one.report, one.title, one.page) == ("示例2024", "示例2024报告", None)
    assert REPORT.text[one.start : one.end] == one.quote


@pytest.mark.parametrize("filler", [0, 300, 390, 395, 400, 1500])
def test_a_long_sentence_is_cited_in_part_with_its_figure(filler: int):
    report = document("前" * filler + "执行到位金额35.8亿元" + "后" * filler + "。\n")
    one = fact(report, "35.8亿元", "执行到位金额")
    quote = cite(one, report)
    assert report.text[quote.start : quote.end] == quote.quote
    assert "执行到位金额35.8亿元" in quote.quote
    assert len(quote.quote) <= MAX_QUOTE


def test_a_quote_shows_the_report_in_its_own_words():
    span = cite(MONEY, REPORT).start, cite(MONEY, REPORT).end
    answer = quoted(question("执行到位金额"), [hit(REPORT)], span, REPORT, [MONEY], score=0.6)
    assert answer.text == TEXT.splitlines()[1]
    assert answer.answer == "35.8亿元"
    assert grounded(answer)


def test_a_quote_without_figures_answers_with_its_words():
    report = document("建立一码通执平台。\n")
    HELD[report.id] = report
    answer = quoted(question("平台"), [hit(report)], (0, 9), report, [], score=0.6)
    assert (answer.answer, answer.text, answer.facts) == ("建立一码通执平台。", "建立一码通执平台。", ())
    assert grounded(answer)


def test_a_quote_shows_no_false_figure():
    span = cite(MONEY, REPORT).start, cite(MONEY, REPORT).end
    assert quoted(question("金额"), [hit(REPORT)], span, REPORT, [false(MONEY)], score=0.6).facts == ()


def test_a_phrase_answers_within_its_sentence():
    report = document("前言。上线“移动微法院”平台。\n")
    HELD[report.id] = report
    start = report.text.index("“")
    answer = quoted(question("平台"), [hit(report)], (3, 15), report, [], score=0.6, phrase=(start, start + 7))
    assert (answer.answer, answer.text) == ("“移动微法院”", "上线“移动微法院”平台。")
    assert answer.phrase == (start, start + 7)
    assert (answer.citations[0].start, answer.citations[0].end) == (3, 15)
    assert grounded(answer)


def test_where_figures_answer_no_phrase_does():
    span = cite(MONEY, REPORT).start, cite(MONEY, REPORT).end
    phrase = (MONEY.metric_start, MONEY.metric_end)
    answer = quoted(question("执行到位金额"), [hit(REPORT)], span, REPORT, [MONEY], score=0.6, phrase=phrase)
    assert (answer.answer, answer.phrase) == ("35.8亿元", None)


@pytest.mark.parametrize("length", [MAX_QUOTE - 1, MAX_QUOTE, MAX_QUOTE + 1, 3000])
def test_a_long_quote_is_cut_and_its_offsets_with_it(length: int):
    report = document("字" * length + "。\n")
    HELD[report.id] = report
    answer = quoted(question("字"), [hit(report)], (0, length + 1), report, [], score=0.6)
    assert len(answer.citations[0].quote) <= MAX_QUOTE
    assert grounded(answer)


def test_an_answer_is_as_sure_as_the_least_sure_of_its_facts():
    rows = [replace(candidate(one), score=score) for one, score in ((MONEY, 0.8), (OTHER_MONEY, 0.5))]
    asked, hits = question("执行到位金额"), [hit(REPORT)]
    assert answered(asked, rows, (), hits, HELD.__getitem__).confidence == 0.5
    assert answered(asked, rows[:1], rows[1:], hits, HELD.__getitem__).confidence == 0.8, (
        "what else is told does not count"
    )


def test_a_quote_is_as_sure_as_its_sentence_and_a_refusal_not_at_all():
    span = cite(MONEY, REPORT).start, cite(MONEY, REPORT).end
    assert quoted(question("金额"), [hit(REPORT)], span, REPORT, [MONEY], score=0.7).confidence == 0.7
    assert refused(question("金额"), "not_stated").confidence == 0.0


@pytest.mark.parametrize("reason", REASONS)
def test_a_refusal_gives_reason_and_words_and_no_figure(reason: str):
    answer = refused(question("执行到位金额"), reason, asked="2023年", held="2024年")
    assert (answer.refused, answer.reason, answer.answer) == (True, reason, "")
    assert answer.facts == ()
    assert answer.citations == ()
    assert answer.text.strip()
    assert "{" not in answer.text


def test_every_reason_has_its_words():
    assert set(REFUSALS) == set(REASONS)


@pytest.mark.parametrize(("reason", "words"), [("other_period", "仅有2024年"), ("other_entity", "现有：2024年")])
def test_a_refusal_tells_what_there_is(reason: str, words: str):
    text = refused(question("执行到位金额"), reason, asked="样本", held="2024年").text
    assert words in text
    assert "样本" in text


def test_a_refusal_names_what_was_asked_for():
    assert "执行到位金额" in refused(question("执行到位金额"), "not_stated").text
    assert "怎样" in refused(question("", text="怎样"), "not_stated").text


def test_the_contract_of_an_answer():
    row = told(MONEY, id="q-1").to_dict()
    assert list(row) == "id question answer text refused reason facts citations timings_ms".split()
    assert list(row["facts"][0]) == "metric raw value unit approx entity period status formula citation".split()
    assert list(row["citations"][0]) == "report title page quote start end".split()
    assert row["id"] == "q-1"


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=4))
def test_plain_decimals(value: Decimal):
    text = plain(value)
    assert Decimal(text) == value
    assert "E" not in text.upper()
    assert "." not in text or not text.endswith(("0", "."))
