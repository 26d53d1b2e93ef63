"""Lists over many sentences or paragraphs, by the heads of their items."""

from __future__ import annotations

import pytest

from qa.outline import outlines

LONG = "事情要办好。" * 30


@pytest.mark.parametrize(
    ("text", "count", "told"),
    [
        (
            f"要抓好三件事：一是修路。{LONG}二是办学。{LONG}三是供水。{LONG}",
            3,
            "要抓好三件事：一是修路；二是办学；三是供水",
        ),
        (
            f"请注意以下风险：\n1、市场风险\n{LONG}\n2、质量风险\n{LONG}\n第二节\n",
            2,
            "请注意以下风险：1、市场风险；2、质量风险",
        ),
        (f"分工如下：\n（一）甲组\n{LONG}\n（二）乙组\n{LONG}\n", 2, "分工如下：（一）甲组；（二）乙组"),
        (f"要抓好两件事：第一，修路。{LONG}第二，办学。", 2, "要抓好两件事：第一，修路；第二，办学"),
        (f"要抓好两件事：一是修路，{'再修得宽一点又平一点' * 8}。二是办学。", 2, "要抓好两件事：一是修路；二是办学"),
    ],
)
def test_a_list_is_told_by_the_heads_of_its_items(text: str, count: int, told: str):
    assert [outline.told(text).replace("\n", "") for outline in outlines(text, count)] == [told]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("要抓好三件事：一是修路。二是办学。", 3),
        ("要抓好三件事：一是修路。二是办学。三是供水。四是供电。", 3),
        ("要抓好两件事：一是修路。其余另说：一是办学。二是供水。", 3),
        ("一是修路。二是办学。", 2),  # nothing leads to it
        ("金额：\n1、原值\t12\n2、净值\t8\n", 2),
        ("要抓好一件事：一是修路。", 1),
    ],
)
def test_what_is_no_list_of_so_many(text: str, count: int):
    assert list(outlines(text, count)) == []


def test_only_what_a_clause_of_the_stretch_leads_to():
    text = "先说一句。要抓好两件事：一是修路。二是办学。"
    assert list(outlines(text, 2, 0, 5)) == []
    assert len(list(outlines(text, 2, 5))) == 1
