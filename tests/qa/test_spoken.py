"""Everyday questions as metric and concepts, and how much of them a stretch of a report covers."""

from __future__ import annotations

import pytest

from qa.cover import weigh
from qa.question import understand
from qa.results import Question
from qa.search import expanded_terms, spoken_and_meant
from qa.spoken import metric_of
from tests.qa.made import LIBRARY, question

POOL = ["发布失信被执行人名单3214人次", "新收案件63275件", "司法拘留986人次", "执行到位金额28.9亿元"]


def asked(text: str) -> Question:
    metric, concepts = metric_of(text, ())
    return Question("", text, metric, concepts=concepts)


def covered(text: str, region: str) -> float:
    return weigh(asked(text), POOL).coverage(region)


def test_no_expression_begins_inside_the_name_of_a_place():
    assert "港口货物吞吐量" not in {phrase for concept in asked("上海港吞吐").concepts for phrase, _ in concept.others}
    assert "港口货物吞吐量" in {phrase for concept in asked("海港吞吐").concepts for phrase, _ in concept.others}


def test_fillers_of_speech_name_nothing():
    assert metric_of("那阵子到底老赖大概有多少", ())[0] == "老赖"
    assert covered("那阵子到底老赖大概有多少", POOL[0]) == pytest.approx(covered("老赖有多少", POOL[0]))


def test_official_words_cover_an_everyday_question():
    assert covered("老赖有多少", POOL[0]) >= 0.85
    assert covered("老赖有多少", POOL[1]) < 0.1
    assert covered("帮人追回来多少钱", POOL[3]) >= 0.6


def test_literal_words_count_in_full_and_are_never_replaced():
    assert covered("执行到位金额", POOL[3]) == pytest.approx(1.0)
    assert "老赖" in metric_of("老赖有多少", ())[0]
    assert covered("老赖有多少", "老赖名单") == pytest.approx(1.0)


def test_each_expression_must_be_met_on_its_own():
    both = covered("被拘留的老赖", POOL[0] + POOL[2])
    assert both > covered("被拘留的老赖", POOL[0])
    assert both > covered("被拘留的老赖", POOL[2])


def test_a_part_of_a_phrase_counts_less_than_its_share():
    whole, part = covered("老赖有多少", "失信被执行人"), covered("老赖有多少", "人失信")
    assert 0 <= part < whole / 2


def test_a_share_of_nothing_is_nothing():
    assert covered("到底有多少呢", POOL[0]) >= 0
    assert weigh(asked("，。"), []).coverage(POOL[0]) == 0


def test_coverage_stays_within_bounds():
    for text in ("老赖", "帮人追回来多少钱", "示例", "有钱不还被判刑的", "公司赚了多少"):
        assert all(0 <= covered(text, region) <= 1.0000001 for region in (*POOL, "", "".join(POOL)))


def test_the_search_looks_for_what_is_meant_at_less_weight():
    weights = expanded_terms(asked("老赖有多少"))
    assert weights["老赖"] == 1.0
    assert 0 < weights["失信"] < 1
    assert len(spoken_and_meant(asked("老赖有多少"))) == 2
    assert spoken_and_meant(asked("示例指标")) == ["示例指标"]


def test_a_follow_up_takes_the_concepts_over():
    first = understand("示例市2024年老赖有多少？", LIBRARY)
    follow = understand("2023年呢？", LIBRARY, history=["示例市2024年老赖有多少？"])
    assert first.concepts
    assert follow.concepts == first.concepts


def test_nicknames_and_traditional_characters_are_understood():
    asked = understand("嶺南地區2024年上黑名單的老賴多少", LIBRARY)
    assert "失信被执行人" in {phrase for concept in asked.concepts for phrase, _ in concept.others}
    assert asked.text.startswith("岭南")
    assert understand("南粤2024年经济总量多少", LIBRARY).entities == ("广东",)


def test_a_report_in_traditional_characters_is_covered():
    metric, concepts = metric_of("失信被执行人名单", ())
    question = Question("", "失信被执行人名单", metric, concepts=concepts)
    assert weigh(question, ["失信被執行人名單3214人次"]).coverage("失信被執行人名單3214人次") == pytest.approx(1.0)


def test_how_a_sum_is_told_weighs_less_than_of_what():
    asked = question("短期借款余额")
    weights = weigh(asked, ["短期借款", "贷款余额"])
    assert weights.coverage("短期借款") > 0.8 > 0.3 > weights.coverage("贷款余额")
    assert weights.coverage("短期借款余额") == pytest.approx(1.0)
