"""A question after several things as one after each of them."""

from __future__ import annotations

import pytest

from qa.several import names_of, one_by_one


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("一、二、三产业增加值各是多少", ["一产业增加值是多少", "二产业增加值是多少", "三产业增加值是多少"]),
        ("新收和审结案件各多少件", ["新收案件多少件", "审结案件多少件"]),
        ("去年冰箱、洗衣机、空调分别卖了多少台", ["去年冰箱卖了多少台", "洗衣机卖了多少台", "空调卖了多少台"]),
        (
            "造纸、印染、电镀三个行业的产值增速",
            ["造纸三个行业的产值增速", "印染三个行业的产值增速", "电镀三个行业的产值增速"],
        ),
        ("城里人和农村人收入各涨了多少", ["城里人收入涨了多少", "农村人收入涨了多少"]),
        ("粮食和油料产量各多少", ["粮食产量多少", "油料产量多少"]),
        ("营业收入和净利润总额各多少", ["营业收入多少", "净利润总额多少"]),
        ("新收案件和执行到位金额各多少", ["新收案件多少", "执行到位金额多少"]),
        ("工业增速、投资增速和消费增速", ["工业增速", "投资增速", "消费增速"]),
        ("审结的甲类案，和受理的乙类案，各多少件", ["审结的甲类案多少件", "受理的乙类案多少件"]),
        ("公路和铁路各有多少公里", ["公路有多少公里", "铁路有多少公里"]),
    ],
)
def test_each_thing_is_asked_for_by_itself(text: str, each: list[str]):
    assert list(one_by_one(text)) == each


def test_names_are_what_tells_things_apart():
    assert names_of(["甲桥 公里", "乙桥 公里"]) == ["甲桥", "乙桥"]
    assert names_of(["甲桥", "甲桥"]) == ["", ""]
    assert names_of([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "执行到位金额多少",
        "盘活了多少土地和厂房",
        "罚款多少件、多少人",
        "城里人和农村人收入增速、人均收入各多少",
        "",
        "、和、",
    ],
)
def test_what_does_not_come_apart_is_left(text: str):
    assert one_by_one(text) == ()
