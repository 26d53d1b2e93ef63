"""What a question in words asks to be named."""

from __future__ import annotations

import pytest

from qa.sought import sought


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("院长是谁？", "who"),
        ("报告是哪位省长作的", "who"),
        ("他叫什么名字", "who"),
        ("在哪里设立了法庭", "where"),
        ("在哪举行", "where"),
        ("哪个村入选", "where"),
        ("什么时候施行", "when"),
        ("哪一年成立的", "when"),
        ("何时通车", "when"),
        ("和哪个国家签署", "country"),
        ("哪家央企落户", "body"),
        ("设了哪个厅，专门查案", "body"),
        ("成立了什么组织", "body"),
        ("平台叫什么名字", "name"),
        ("被称为什么", "name"),
        ("型号是什么？", "name"),
        ("全省排第几", "rank"),
        ("排名第几位", "rank"),
        ("出台了哪部法规", "work"),
        ("担任什么职务", "post"),
        ("有哪些单位", "list"),
        ("实施了什么战略", "thing"),
    ],
)
def test_what_is_asked_for(question: str, kind: str):
    found = sought(question)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "为什么上升",
        "怎么办理",
        "如何保护",
        "金额是多少",
        "有几件案子",
        "是否设立",
        "设立了吗？",
        "增长的原因是什么",
        "",
        "！？",
    ],
)
def test_what_no_name_answers(question: str):
    assert sought(question) is None


def test_the_words_around_the_interrogative_are_kept_apart():
    found = sought("去年哪家央企总部落户江西？")
    assert found is not None
    assert (found.left, found.right, found.head) == ("去年", "央企总部落户江西？", "央企总部")


def test_the_owner_of_a_name_is_what_stands_before_it():
    found = sought("作报告的院长是谁？")
    assert found is not None
    assert found.owner == "告的院长"


@pytest.mark.parametrize(
    ("question", "year"), [("哪一年成立", True), ("何年成立", True), ("哪一天成立", False), ("哪个年代", False)]
)
def test_a_year_alone_may_be_asked_for(question: str, year: bool):
    found = sought(question)
    assert found is not None
    assert found.year is year
