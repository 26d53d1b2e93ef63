"""What was understood, part by part: each other choice makes a question that is understood as that choice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa import Assistant, nearby
from qa.question import understand
from qa.understood import ANY_BODY, ANY_YEAR, Part, composed, parts


def shown(assistant: Assistant, question: str) -> dict[str, Part]:
    result = assistant.ask(question)
    assert result.understood
    metric = result.facts[0].metric if result.facts else ""
    near = nearby.metrics_near(assistant, result)
    return {part.name: part for part in parts(result.understood, assistant.reports(), metric, near)}


def test_what_was_understood_is_told_in_four_parts(assistant: Assistant):
    labels = [part.label for part in shown(assistant, "湖州法院2024年执行到位金额是多少").values()]
    assert labels == ["湖州法院", "2024年", "执行到位金额", "金额"]
    assert [part.label for part in shown(assistant, "新收案件多少件").values()][:2] == [ANY_BODY, ANY_YEAR]


@pytest.mark.parametrize("question", ["湖州法院2024年执行到位金额是多少", "执行到位金额多少", "2024年新收案件多少件"])
def test_another_body_or_year_is_what_the_new_question_asks_for(assistant: Assistant, question: str):
    told = shown(assistant, question)
    infos = assistant.reports()
    for label, again in told["单位"].choices:
        entities = understand(again, infos).entities
        assert entities == (() if label == ANY_BODY else (label,)), again
    for label, again in told["年份"].choices:
        periods = understand(again, infos).periods
        assert periods == (() if label == ANY_YEAR else (label.removesuffix("年").replace("至", "-"),)), again


def test_another_metric_or_kind_keeps_body_and_year(assistant: Assistant):
    told = shown(assistant, "湖州法院2024年执行到位金额是多少")
    assert ("执结", "湖州法院2024年执结是多少") in told["指标"].choices
    assert ("变化", "湖州法院2024年执行到位金额同比变化多少") in told["问什么"].choices


def test_a_follow_up_is_asked_again_in_full(assistant: Assistant):
    result = assistant.ask("那新收案件呢", history=["湖州法院2024年执行到位金额是多少"])
    assert result.understood
    assert composed(result.understood) == "湖州法院2024年新收案件是多少"
    years = parts(result.understood, assistant.reports(), "新收案件", ())[1]
    assert all("新收案件" in question and "湖州法院" in question for _, question in years.choices)


def test_near_questions_of_a_refusal_are_answered(assistant: Assistant):
    for question in ("湖州法院2019年执行到位金额是多少", "上海市2024年新收案件多少件", "湖州法院2024年外籍法官多少人"):
        result = assistant.ask(question)
        assert result.refused
        found = nearby.suggest(assistant, result)
        assert 1 <= len(found) <= nearby.COUNT, question
        assert all(assistant.ask(one).facts for one in found)


def test_nothing_is_near_to_what_is_no_question(assistant: Assistant):
    assert nearby.suggest(assistant, assistant.ask("？？")) == []
    result = replace(assistant.ask("湖州法院2024年执行到位金额是多少"), understood=None)
    assert nearby.suggest(assistant, result) == []
