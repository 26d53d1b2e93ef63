"""Questions that ask for several figures one after another, or for both ends of a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.build import add_paths
from qa import Assistant
from qa.turns import turns

REPORT = """示例省2026年政府工作报告

一、2025年工作回顾

过去一年，城镇新增就业82.7万人，粮食总产量446.1亿斤。审结职务犯罪案件20件22人。调撤率为29.4%，同比上升7.5个百分点。汽车保有量由2552万辆增至3230万辆。
地区生产总值达3.6万亿元。高铁运营里程2501公里。民生实事20件全部完成，城乡居民人均可支配收入分别增长4.4%、5.8%。城市低保标准提高到801元/月。
省属企业营收和利润分别居全国第5、第6位。财政支出1000亿元。

二、2026年工作安排

今年的主要目标是：城镇新增就业70万人，粮食总产量436亿斤以上。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("turns")
    file = folder / "2026_示例省_政府工作报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    add_paths(folder / "library", [file])
    opened = Assistant.open(folder / "library")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("职务犯罪审了几件几人", ["职务犯罪审了几件", "几人"]),
        ("城镇新增就业去年完成多少、今年目标多少", ["城镇新增就业去年完成多少", "今年目标多少"]),
        ("调撤率是多少、比上年涨了几个点？", ["调撤率是多少", "比上年涨了几个点"]),
        ("罚款多少件、多少人", ["罚款多少件", "多少人"]),
        ("里程2013年底是多少，到2015年底又是多少", ["里程2013年底是多少", "到2015年底又是多少"]),
        ("标了多少座山、湖，分出几类地貌、几种岩石", ["标了多少座山、湖", "分出几类地貌", "几种岩石"]),
        ("执行到位金额多少", []),
        ("连续几年发国债，当年先发多少", []),
        ("这几年收案多少件", []),
        ("收案多少件，结案多少件，差多少", []),
        ("收入和利润各多少，分别增长百分之几", ["收入和利润各多少", "分别增长百分之几"]),
        ("收了多少案子结了多少", ["收了多少案子", "结了多少"]),
        ("基酒产量一共多少 其中系列酒多少", ["基酒产量一共多少", "其中系列酒多少"]),
        ("保有量从多少辆涨到多少辆", []),
        ("多少件案件涉及多少人", []),
        ("、".join(["收案多少件"] * 9), []),
        ("", []),
    ],
)
def test_clauses_that_each_ask_for_a_figure_come_apart(text: str, clauses: list[str]):
    assert list(turns(text)) == clauses


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("示例省城镇新增就业去年完成多少、今年目标多少", "82.7万人；70万人"),
        ("示例省粮食总产量2025年多少亿斤，2026年要多少", "446.1亿斤；436亿斤以上"),
        ("示例省职务犯罪案件审结了几件几人", "20件；22人"),
        ("示例省调撤率是多少、比上年涨了几个点", "29.4%；7.5个百分点"),
        ("示例省汽车保有量从多少辆涨到多少辆", "2552万辆；3230万辆"),
        ("示例省属企业的营收和利润，分别在全国排第几", "第5；第6位"),
        ("示例省地区生产总值现在多少万亿了", "3.6万亿元"),
        ("示例省财政支出安排了多少钱", "1000亿元"),
        ("示例省城镇居民人均可支配收入增长多少", "4.4%"),
        ("示例省农村居民人均可支配收入增长多少", "5.8%"),
        ("示例省农民人均可支配收入增速", "5.8%"),
        ("示例省城市低保标准多少钱", "801元/月"),
        ("示例省的粮食，去年产了多少亿斤，今年要求保住多少亿斤", "446.1亿斤；436亿斤以上"),
        ("示例省高铁运营里程和粮食总产量各多少，城市低保标准多少钱", "2501公里；446.1亿斤；801元/月"),
    ],
)
def test_each_figure_asked_for_is_told(asked: Assistant, question: str, answer: str):
    result = asked.ask(question)
    assert result.answer == answer, result.text
    assert all(fact.citation < len(result.citations) for fact in result.facts)


def test_both_ends_of_a_change_are_told_in_the_words_of_the_report(asked: Assistant):
    result = asked.ask("示例省汽车保有量从多少辆涨到多少辆")
    assert "汽车保有量由2552万辆增至3230万辆" in result.text


@pytest.mark.parametrize(
    "question",
    [
        "示例省粮食总产量从多少亿斤涨到多少亿斤",
        "示例省汽车保有量多少辆、卫星多少颗",
        "示例省高铁运营里程和地铁运营里程各多少公里",
    ],
)
def test_a_part_of_what_was_asked_for_is_no_answer(asked: Assistant, question: str):
    assert asked.ask(question).refused
