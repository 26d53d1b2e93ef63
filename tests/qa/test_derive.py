"""The year before, worked back from a level and its change: which pairs go together, the arithmetic, and what a refusal says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import prepare
from index.load import load_bytes
from index.numbers import find_figures
from index.records import Fact, Prepared
from qa import Answer, Assistant, passages, render
from qa import derive as derive_module
from qa.answer import derived, refused
from qa.derive import Derived, Worked, change_of, is_stated, worked_back, written, year_after, year_before
from qa.results import STATUS_DERIVED, STATUS_VERBATIM, Hit, Question
from tests.qa.library import SAMPLES, library_of
from tests.qa.made import hit, question

CASES = Path(__file__).parents[1] / "cases" / "derived.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
MONEY = "2024年，示例法院执行到位金额35.8亿元，同比上升7.8%。"


def read(text: str, name: str = "示例法院2024年工作报告") -> Prepared:
    data = text.encode()
    return prepare(name, data, load_bytes(data))


def found_in(text: str, level: str) -> Derived | None:
    prepared = read(text)
    fact = next(fact for fact in prepared.facts if fact.figure.raw == level)
    return year_before(fact, prepared.facts, prepared.document.text)


def worked(level: str, change: str, direction: str = "上升") -> Worked | None:
    return worked_back(find_figures(level)[0], find_figures(change)[0], direction)


# --- which level and change go together, and what they come to ---


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_what_a_sentence_lets_work_out(row: dict[str, Any]):
    found = found_in(row["text"], row["level"])
    told = (found.worked.raw, found.worked.formula) if found else (None, None)
    assert told == (row["raw"], row["formula"])
    assert found is None or found.year == "2023"


def test_there_are_enough_rows_of_both_kinds():
    assert sum(row["raw"] is None for row in ROWS) >= 25
    assert sum(row["raw"] is not None for row in ROWS) >= 15


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "target"},
        {"kind": "cumulative"},
        {"kind": "rank"},
        {"basis": "基数"},
        {"metric": ""},
        {"period": ""},
        {"period": "2020-2024"},
        {"part_of": "结案"},
    ],
    ids=str,
)
def test_a_level_of_another_nature_is_no_base(changes: dict[str, str]):
    prepared = read(MONEY)
    level, change = prepared.facts
    other = replace(level, **changes)  # type: ignore[arg-type]
    assert change_of(other, [other, change], prepared.document.text) is None


@pytest.mark.parametrize(
    "figure",
    [{"value": None}, {"approx": "约"}, {"low": Decimal(1), "high": Decimal(9)}, {"value": None, "kind": "suspect"}],
    ids=str,
)
@pytest.mark.parametrize("which", [0, 1])
def test_a_soft_or_suspect_figure_is_no_ground(which: int, figure: dict[str, Any]):
    prepared = read(MONEY)
    facts = list(prepared.facts)
    facts[which] = replace(facts[which], figure=replace(facts[which].figure, **figure))
    assert year_before(facts[0], facts, prepared.document.text) is None


@pytest.mark.parametrize(
    "changes", [{"period": "2023"}, {"metric_start": 0}, {"kind": "level"}, {"direction": ""}], ids=str
)
def test_a_change_of_something_else_is_none_of_its_level(changes: dict[str, Any]):
    prepared = read(MONEY)
    level, change = prepared.facts
    assert year_before(level, [level, replace(change, **changes)], prepared.document.text) is None


def test_a_stated_level_of_the_same_thing_is_seen():
    level, change = read(MONEY).facts
    assert is_stated(replace(level, period="2023"), level)
    assert is_stated(replace(level, metric="执行到位金额"), level)
    assert not is_stated(change, level)
    assert not is_stated(replace(level, metric="执行到位率"), level)
    assert not is_stated(replace(level, kind="target"), level)


# --- the arithmetic ---


@pytest.mark.parametrize(
    ("level", "change", "direction", "value", "bound"),
    [
        ("35.8亿元", "7.8%", "上升", "3320000000", "7200000"),
        ("35.8亿元", "7.8%", "下降", "3880000000", "11000000"),
        ("150件", "12件", "上升", "138", "1"),
        ("150件", "12件", "下降", "162", "1"),
        ("96.3%", "1.2个百分点", "上升", "95.1", "0.1"),
        ("96.3%", "1.2个百分点", "下降", "97.5", "0.1"),
        ("312.6万人", "1.2万人", "上升", "3114000", "1000"),
        ("9.996万件", "0.01万件", "下降", "100100", "95"),
    ],
)
def test_value_and_bound_in_base_units(level: str, change: str, direction: str, value: str, bound: str):
    found = worked(level, change, direction)
    assert found is not None
    assert found.value == Decimal(value)
    assert found.bound == Decimal(bound)


@pytest.mark.parametrize(
    ("level", "change", "direction"),
    [
        ("35.8亿元", "100%", "下降"),
        ("35.8亿元", "99.95%", "下降"),
        ("35.8亿元", "120%", "下降"),
        ("0件", "50%", "上升"),
        ("0.0万元", "5万元", "下降"),
        ("35.8亿元", "0%", "上升"),
        ("12件", "12件", "上升"),
        ("12件", "13件", "上升"),
        ("1.2个百分点", "0.3个百分点", "上升"),
        ("96.3%", "3%", "下降"),
        ("2.5倍", "3%", "上升"),
        ("35.8亿元", "2亿美元", "上升"),
        ("35.8亿元", "1.5倍", "上升"),
        ("三分之二", "3%", "上升"),
        ("6.1‰", "0.2个百分点", "上升"),
        ("35.8亿元", "7.8%", ""),
        ("三成", "3个百分点", "上升"),
        ("五元三毛", "3%", "上升"),
    ],
)
def test_what_does_not_go_together_or_leaves_too_much_open(level: str, change: str, direction: str):
    assert worked(level, change, direction) is None


@pytest.mark.parametrize(
    ("text", "step", "digits", "words"),
    [
        ("35.8亿元", "10000000", 3, "亿元"),
        ("72,824件", "1", 5, "件"),
        ("1200件", "1", 4, "件"),
        ("0.50%", "0.01", 2, "%"),
        ("3千万元", "10000000", 1, "千万元"),
        ("35千瓦", "1", 2, "千瓦"),
        ("2.17万亿元", "10000000000", 3, "万亿元"),
    ],
)
def test_how_a_figure_is_written(text: str, step: str, digits: int, words: str):
    held = written(find_figures(text)[0])
    assert held is not None
    assert (held.step, held.digits, held.words) == (Decimal(step), digits, words)


def digits_of(raw: str) -> int:
    return len(re.sub("[^0-9]", "", raw).lstrip("0"))


def to_places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


PLACES = st.integers(0, 2)


@given(st.decimals("0.5", 9000, places=4), st.decimals("-0.9", 4, places=5), PLACES, PLACES)
def test_the_truth_lies_within_the_bound_whatever_was_rounded(before: Decimal, rate: Decimal, few: int, rates: int):
    after, percent = to_places(before * (1 + rate), few), to_places(abs(rate) * 100, rates)
    found = worked(f"{after}亿元", f"{percent}%", "上升" if rate >= 0 else "下降")
    if found is not None:
        assert abs(found.value - before * 10**8) <= found.bound
        assert digits_of(found.raw) <= max(digits_of(f"{after}"), len(str(int(found.value / 10**8))))


@given(st.decimals(1, 90000, places=4), st.decimals(-900, 900, places=4), PLACES, PLACES)
def test_the_truth_lies_within_the_bound_of_a_difference(before: Decimal, moved: Decimal, few: int, places: int):
    after, amount = to_places(before + moved, few), to_places(abs(moved), places)
    if after > 0 and (found := worked(f"{after}万人", f"{amount}万人", "上升" if moved >= 0 else "下降")):
        assert abs(found.value - before * 10**4) <= found.bound


def test_what_is_worked_out_is_what_the_year_before_reported():
    """An oracle that is not ours: the reports of the year before, apart from the one contradiction that is left on purpose."""
    reports = [prepare(path.stem, path.read_bytes(), load_bytes(path.read_bytes())) for path in SAMPLES.glob("*.txt")]
    every = [fact for report in reports for fact in report.facts]
    compared, off = 0, []
    for report in reports:
        for level in report.facts:
            found = year_before(level, report.facts, report.document.text)
            stated = {f.figure.value for f in every if found and is_same(f, level, found.year)}
            if found and len(stated) == 1:
                compared += 1
                value = stated.pop()
                assert value is not None
                off += [level.figure.raw] if abs(value - found.worked.value) > found.worked.bound else []
    assert compared >= 15
    assert off == ["2486件"]


def is_same(fact: Fact, level: Fact, year: str) -> bool:
    same = (fact.entity, fact.scope, fact.period) == (level.entity, level.scope, year)
    return same and is_stated(fact, level) and not fact.figure.approx and not fact.basis


# --- the question about the year after ---


def test_a_question_is_moved_by_a_year_in_every_word_of_it():
    asked = question(
        "结案", text="甲院2023年结案多少，编号20231", documents=("a",), periods=("2023",), rewritten="2023年结案是多少"
    )
    later = year_after(asked)
    assert later is not None
    assert (later.periods, later.text, later.rewritten) == (
        ("2024",),
        "甲院2024年结案多少，编号20231",
        "2024年结案是多少",
    )
    assert later.documents == ("a",)


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": None},
        {"periods": ()},
        {"periods": ("2022", "2023")},
        {"periods": ("2020-2023",)},
        {"periods": ("2020-",)},
        {"kind": "change"},
        {"kind": "rank"},
        {"kind": "target"},
        {"operation": "list"},
        {"operation": "compare"},
        {"operation": "text"},
        {"text": "2023年上半年结案多少"},
        {"text": "2023年12月结案多少"},
    ],
    ids=str,
)
def test_only_one_level_of_one_body_in_one_year_is_moved(changes: dict[str, Any]):
    asked = question("结案", documents=("a",), periods=("2023",))
    assert year_after(asked) is not None
    assert year_after(replace(asked, **changes)) is None


# --- the refusal that shows it ---


def refusal_of(text: str, **changes: Any) -> tuple[Answer, Answer]:
    """A refusal as it was, and with what ``text`` lets work out, the level's fact changed."""
    prepared = read(text)
    found = year_before(prepared.facts[0], prepared.facts, prepared.document.text)
    assert found is not None
    found = replace(found, level=replace(found.level, **changes))
    plain = refused(question("执行到位金额"), "other_period", asked="2023年", held="2024年")
    return plain, derived(plain, found, hit(prepared.document), prepared.document)


def test_a_refusal_shows_the_figure_its_arithmetic_and_its_sources():
    plain, answer = refusal_of(MONEY)
    assert (answer.refused, answer.reason, answer.answer, answer.confidence) == (True, "other_period", "", 0.0)
    assert answer.text == (
        f"{plain.text}可以推算：2023年示例法院执行到位金额约33.2亿元"
        "（35.8亿元 ÷ (1 + 7.8%) ≈ 33.2亿元，误差不超过0.072亿元）。"
    )
    first, level, change = answer.facts
    assert (first.raw, first.value, first.unit, first.period) == ("约33.2亿元", "3320000000", "元", "2023")
    assert (first.status, first.formula) == (STATUS_DERIVED, "35.8亿元 ÷ (1 + 7.8%) ≈ 33.2亿元，误差不超过0.072亿元")
    assert first.start == first.end == level.start
    assert [(f.raw, f.status, f.period) for f in (level, change)] == [
        ("35.8亿元", STATUS_VERBATIM, "2024"),
        ("7.8%", STATUS_VERBATIM, "2024"),
    ]
    assert [one.quote for one in answer.citations] == [MONEY]
    assert {one.citation for one in answer.facts} == {0}
    assert len(answer.evidence) == 1
    assert derived(answer, *sources_of(MONEY)).evidence == answer.evidence


def sources_of(text: str) -> tuple[Any, Any, Any]:
    prepared = read(text)
    found = year_before(prepared.facts[0], prepared.facts, prepared.document.text)
    return found, hit(prepared.document), prepared.document


def test_a_source_that_proves_false_leaves_the_refusal_as_it_was():
    plain, answer = refusal_of(MONEY, metric="执行到位率")
    assert answer == plain


def test_a_change_out_of_the_quote_leaves_the_refusal_as_it_was():
    """A quote has its limit, and one that ends before the change proves nothing."""
    plain, answer = refusal_of(MONEY, sentence_end=MONEY.index("，同比"))
    assert answer == plain


# --- end to end, on a small library ---

TEXTS = {
    "甲市法院2024": "2024年，甲市法院新收案件4321件，同比上升8.0%，执行到位金额9.87亿元，比上年增加1.05亿元。结案率96.3%，同比下降3%。\n",
    "乙市法院2024": "2024年，乙市法院新收案件1234件，环比上升5.0%，执行到位金额1.23亿元。\n",
    "丙市法院2023": "2023年，丙市法院新收案件2000件。\n",
    "丙市法院2024": "2024年，丙市法院新收案件2200件，同比上升12%，执行到位金额5.55亿元，同比增长11%。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = Assistant.open(library_of(tmp_path_factory.mktemp("derive"), TEXTS))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "raw", "reason"),
    [
        ("甲市法院2023年新收案件多少件", "约4001件", "other_period"),
        ("甲市法院2023年执行到位金额多少", "约8.82亿元", "other_period"),
        ("丙市法院2023年执行到位金额多少", "约5.00亿元", "not_stated"),
        ("甲市法院2023年结案率是多少", None, "other_period"),
        ("乙市法院2023年新收案件多少件", None, "other_period"),
        ("甲市法院2022年新收案件多少件", None, "other_period"),
        ("甲市法院2025年新收案件多少件", None, "other_period"),
        ("甲市法院2023年新收案件同比增长多少", None, "other_period"),
        ("甲市法院2023年上半年新收案件多少件", None, "other_period"),
        ("2022年新收案件多少件", None, "other_period"),
    ],
)
def test_a_refusal_in_a_library(assistant: Assistant, asked: str, raw: str | None, reason: str):
    answer = assistant.ask(asked)
    assert (answer.refused, answer.reason, answer.answer) == (True, reason, "")
    assert [f.raw for f in answer.facts[:1]] == ([raw] if raw else [])
    assert ("可以推算" in answer.text) == bool(raw)
    assert len(answer.text) < 200


def test_every_source_stands_at_its_place(assistant: Assistant):
    answer = assistant.ask("甲市法院2023年新收案件多少件")
    info = next(info for info in assistant.reports() if info.name == answer.citations[0].report)
    text = assistant.document(info.id).text
    assert [text[f.start : f.end] for f in answer.facts] == ["", "4321件", "8.0%"]
    assert text[answer.citations[0].start : answer.citations[0].end] == answer.citations[0].quote


def test_a_follow_up_is_worked_out_too(assistant: Assistant):
    answer = assistant.ask("那2023年呢", history=["甲市法院2024年执行到位金额多少"])
    assert [f.raw for f in answer.facts] == ["约8.82亿元", "9.87亿元", "1.05亿元"]


def test_what_is_stated_is_answered_and_nothing_is_worked_out(assistant: Assistant, monkeypatch: pytest.MonkeyPatch):
    """The report of 2023 says 2000; the change that the next one states would make it another figure."""

    def fail(*_: Any) -> None:
        raise AssertionError("an ordinary answer worked something out")

    monkeypatch.setattr(derive_module, "year_after", fail)
    assert assistant.ask("丙市法院2023年新收案件多少件").answer == "2000件"
    assert assistant.ask("甲市法院2024年新收案件多少件").answer == "4321件"


def test_without_the_report_of_the_year_after_nothing_is_searched_again(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
):
    searched: list[str] = []
    hits = assistant.hits

    def counted(asked: Question, *given: Any, **named: Any) -> list[Hit]:
        searched.append(asked.text)
        return hits(asked, *given, **named)

    monkeypatch.setattr(assistant, "hits", counted)
    assert assistant.ask("甲市法院2019年新收案件多少件").refused
    assert len(searched) == 1


def test_the_page_shows_the_badge_the_arithmetic_and_the_sources(assistant: Assistant):
    answer = assistant.ask("甲市法院2023年新收案件多少件")
    page = render.answer(answer, render.Around(assistant.reports()))
    for shown in ("sh-refused", "sh-derived", "推算", "4321件 ÷ (1 + 8.0%) ≈ 4001件", "现有的单位和年份"):
        assert shown in page
    assert page.count("原文一致") == 2
    assert re.findall('<mark class="sh-asked">([^<]*)</mark>', page) == ["4321件", "8.0%"]
    beside = passages.evidence(answer, assistant.report_names())
    assert "没有直接的答案" in beside
    assert beside.index("sh-proof") < beside.index("4321件")
