"""What programs may ask and get: the answers of the command line, every place cited true, limits told in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from index.build import add_paths
from index.errors import UsageError
from qa import Assistant, programs, shapes
from qa.programs import Ask, Facts, NotFound, Passages, Programs, Read, Reports
from qa.refusals import WORDS, told
from qa.results import REASONS
from tests.qa.library import run

HUZHOU = "湖州法院2024年工作摘要"
CITY = "示例市中级人民法院工作报告（2024年）"


@pytest.fixture(scope="module")
def library(assistant: Assistant) -> Programs:
    return Programs(assistant)


def fits(result: object, shape: type[BaseModel]) -> None:
    Draft202012Validator(shape.model_json_schema()).validate(result)


def every(page_at: Callable[[int], Any], what: str) -> list[Any]:
    """All pages, one after the other."""
    found: list[Any] = []
    page = page_at(0)
    while page["next_offset"] is not None:
        found += page[what]
        page = page_at(page["next_offset"])
    return found + page[what]


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


@pytest.mark.parametrize("question", ["执行到位金额多少", "上海法院新收案件多少件", "示例市法院2021年新收案件多少件"])
def test_an_answer_is_what_the_command_line_gives(library: Programs, store: Path, question: str):
    answer = library.ask(Ask(question=question))
    assert timeless(answer) == timeless(json.loads(run("ask", question, "--json", "--store", store).stdout))
    fits(answer, shapes.AnswerShape)


def test_a_follow_up_a_lock_and_an_id(library: Programs):
    given = Ask(question="那2023年呢", history=["示例市法院2024年新收案件多少件"], id="甲1")
    answer = library.ask(given)
    assert (answer["id"], answer["answer"]) == ("甲1", "58914件")
    locked = library.ask(Ask(question="执行到位金额多少", reports=[CITY]))
    assert {one["report"] for one in locked["citations"]} == {CITY}


@pytest.mark.parametrize("work", ["ask", "passages"])
def test_a_report_that_is_not_there_is_named(library: Programs, work: str):
    given = {"ask": Ask, "passages": Passages}[work](question="执行到位金额多少", reports=[HUZHOU, "没有这份"])
    with pytest.raises(NotFound, match="没有“没有这份”"):
        getattr(library, work)(given)


def test_a_question_without_words_is_refused(library: Programs):
    with pytest.raises(UsageError, match="没有文字"):
        library.ask(Ask(question="？？"))


def test_reports_are_what_the_command_line_lists(library: Programs, store: Path):
    listed = json.loads(run("list", "--json", "--store", store).stdout)
    whole = library.reports(Reports())
    assert whole == {"reports": listed, "next_offset": None}
    fits(whole, shapes.ReportsShape)
    assert every(lambda offset: library.reports(Reports(limit=4, offset=offset)), "reports") == listed


def test_every_fact_once_and_every_citation_true(library: Programs):
    infos = library.assistant.reports()
    texts = {info.name: library.assistant.document(info.id).text for info in infos}
    found = every(lambda offset: library.facts(Facts(limit=97, offset=offset)), "facts")
    fits({"facts": found, "next_offset": None}, shapes.FactsShape)
    assert len(found) == sum(info.facts for info in infos)
    for fact in found:
        cited = fact["citation"]
        assert texts[cited["report"]][cited["start"] : cited["end"]] == cited["quote"]
        assert fact["status"] in ("原文一致", "换算一致")


def test_facts_can_be_picked(library: Programs):
    picked = library.facts(Facts(report=CITY, metric="执行到位", period="2024", kind="level"))["facts"]
    assert "28.9亿元" in [fact["raw"] for fact in picked]
    assert all("执行到位" in fact["metric"] and fact["kind"] == "level" for fact in picked)
    assert library.facts(Facts(entity="没有这个单位")) == {"facts": [], "next_offset": None}
    with pytest.raises(NotFound, match="没有这份"):
        library.facts(Facts(report="没有这份"))


def test_stated_changes_are_worked_out_again(library: Programs):
    done = [
        fact["recomputed"] for fact in library.facts(Facts(kind="change", limit=1000))["facts"] if fact["recomputed"]
    ]
    assert {"verdict": "一致", "formula": "(58914件 − 54380件) ÷ 54380件 = 8.3%"} in done


def test_a_huge_library_wants_a_report_named(store: Path, monkeypatch: pytest.MonkeyPatch):
    fresh = Programs(Assistant.open(store))
    monkeypatch.setattr(programs, "MAX_SCANNED", 50)
    with pytest.raises(UsageError, match="请用 report 指明"):
        fresh.facts(Facts())
    assert fresh.facts(Facts(report=HUZHOU, limit=1))["facts"]


def test_what_is_worked_out_again_follows_the_library(tmp_path: Path):
    level = "甲县人民法院工作报告\n（{}年）\n{}年，全县法院新收案件{}件{}。\n"
    (tmp_path / "甲县法院2024.txt").write_text(level.format(2024, 2024, 1100, "，同比上升10.0%"), encoding="utf-8")
    add_paths(tmp_path / "store", [tmp_path / "甲县法院2024.txt"])
    growing = Programs(Assistant.open(tmp_path / "store"))
    assert [fact["recomputed"] for fact in growing.facts(Facts(kind="change"))["facts"]] == [None]
    (tmp_path / "甲县法院2023.txt").write_text(level.format(2023, 2023, 1000, ""), encoding="utf-8")
    add_paths(tmp_path / "store", [tmp_path / "甲县法院2023.txt"])
    after = [fact["recomputed"] for fact in growing.facts(Facts(kind="change"))["facts"]]
    assert [one["verdict"] for one in after] == ["一致"]


def test_passages_come_best_first_and_stand_where_they_say(library: Programs):
    found = library.passages(Passages(question="湖州法院执行到位金额多少", limit=3))
    fits(found, shapes.PassagesShape)
    assert len(found["passages"]) == 3
    assert "执行到位金额35.8亿元" in found["passages"][0]["text"]
    for one in found["passages"]:
        read = library.read(Read(report=one["report"], start=one["start"], length=one["end"] - one["start"]))
        fits(read, shapes.StretchShape)
        assert read["text"] == one["text"]


def test_reading_ends_with_the_report(library: Programs):
    whole = library.read(Read(report=HUZHOU, length=5000))
    assert (whole["end"], whole["characters"]) == (len(whole["text"]), len(whole["text"]))
    with pytest.raises(UsageError, match=f"只有{whole['characters']}个字"):
        library.read(Read(report=HUZHOU, start=whole["characters"]))
    with pytest.raises(NotFound):
        library.read(Read(report="没有这份"))


@pytest.mark.parametrize(
    ("model", "given", "words"),
    [
        (Ask, {}, "没有写 question"),
        (Ask, {"question": 1}, "question 应为文字"),
        (Ask, {"question": "问" * 2001}, "question 太长，至多2000个字"),
        (Ask, {"question": "\ud800多少"}, "question 里有不完整的字符"),
        (Ask, {"question": "问", "history": ["a", 2]}, "history 第2项 应为文字"),
        (Ask, {"question": "问", "history": ["a"] * 21}, "history 太多，至多20项"),
        (Ask, {"question": "问", "reports": "甲"}, "reports 应为列表"),
        (Ask, {"question": "问", "多余": 1}, "不认识 多余"),
        (Ask, [], "内容应为 JSON 对象"),
        (Facts, {"limit": 0}, "limit 至少是1"),
        (Facts, {"limit": 1001}, "limit 至多是1000"),
        (Facts, {"limit": "多"}, "limit 应为整数"),
        (Facts, {"limit": 1.5}, "limit 应为整数"),
        (Facts, {"offset": -1}, "offset 至少是0"),
        (Facts, {"kind": "x"}, "kind 只能是下列之一：level、change"),
        (Read, {"report": "甲", "length": 5001}, "length 至多是5000"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(model: type[BaseModel], given: object, words: str):
    with pytest.raises(ValidationError) as error:
        model.model_validate(given)
    assert words in told(error.value.errors())


def test_every_kind_of_error_has_words():
    values: list[Any] = [
        None, 1, -1, 10**30, 1.5, float("nan"), "x" * 3000, "\udfff", [], [1], ["x"] * 300, {}, True, b"x",
    ]  # fmt: skip
    models: tuple[type[BaseModel], ...] = (Ask, Facts, Reports, Passages, Read)
    sent = [(model, {field: value}) for model in models for field in model.model_fields for value in values]
    seen = set()
    for model, given in sent:
        try:
            model.model_validate(given)
        except ValidationError as error:
            seen |= {one["type"] for one in error.errors()}
    assert seen - set(WORDS) <= {"finite_number"}
    assert len(seen) > 8


def test_the_reasons_are_those_of_the_answers():
    assert get_args(shapes.Reason) == REASONS
