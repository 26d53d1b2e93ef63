"""Comparisons put as a question after each of the things that they compare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import add_paths
from qa import Assistant
from qa.evened import evened

REPORTS = {
    "甲市中级人民法院工作报告（2024年）": "2024年，全市法院新收案件5000件，审结4000件，同比分别上升12.5%和8%。"
    "中院受理案件900件，审结800件。铁路营业里程达到1200公里，其中高速铁路超过300公里。"
    "执行到位金额35.8亿元。甲城大桥全长1200米，设计时速80公里；乙江大桥全长900米，设计时速60公里。",
    "乙市中级人民法院工作报告（2024年）": "2024年，全市法院新收案件2500件，审结2000件。执行到位金额12.3亿元。",
    "丙市中级人民法院工作报告（2024年）": "2024年，全市法院新收案件7500件，审结7000件。执行到位金额9.8亿元。",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("evened")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(f"{name}\n\n{text}\n", encoding="utf-8")
    add_paths(folder / "library", [folder])
    opened = Assistant.open(folder / "library")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("收案比结案多多少件", "收案和结案各多少件"),
        ("城镇居民收入比农村高几个百分点", "城镇居民收入和农村各几个百分点"),
        ("营业收入是净利润的几倍", "营业收入和净利润各多少"),
        ("收案涨得快还是结案涨得快，各涨百分之几", "收案和结案，各涨百分之几"),
        ("男员工多还是女员工多，各多少人", "男员工和女员工，各多少人"),
        ("收案多少件，结案多少件，差多少", "收案多少件，结案多少件"),
        ("收案和结案哪个多", "收案和结案各多少"),
        ("甲市和乙市谁的执行到位金额高", "甲市和乙市执行到位金额各多少"),
        ("甲市、乙市、丙市收案排个序", "甲市、乙市、丙市收案各多少"),
        ("甲市执行到位金额跟乙市比差多少", "甲市执行到位金额和乙市各多少"),
        ("2012年和2019年收案各多少件，多了还是少了", "2012年和2019年收案各多少件"),
        ("收的案子 2012年多少件 2021年多少件 翻了几倍", "收的案子 2012年多少件 2021年多少件"),
        ("城镇化率，2020年多少，2025年多少，提高了几个百分点", "城镇化率，2020年多少，2025年多少"),
        ("甲市办结多少件，乙市办结多少件，甲市占多大比重", "甲市办结多少件，乙市办结多少件"),
        ("今年的粮食目标比去年实际产量少多少亿斤", "今年的粮食目标多少亿斤，去年实际产量多少亿斤"),
        ("从2003年到2007年进出口总额由多少涨到了多少", "进出口总额2003年和2007年各多少"),
        ("收案2025年比2024年，分别多少", "收案2025年和2024年，分别多少"),
        ("2021年受理的案件是2009年的几倍？两年各多少件", "2021年受理的案件和2009年各多少件"),
        ("甲市、乙市各收了多少件，甲市是乙市的几倍", "甲市、乙市各收了多少件"),
        ("前10个月和前11个月各多少人，中间增加了多少", "前10个月和前11个月各多少人"),
        ("两座桥全长各多少米、时速各多少？哪条长", "两座桥全长各多少米、时速各多少"),
    ],
)
def test_the_words_of_comparing_are_taken_out(text: str, each: str):
    assert evened(text) == each


@pytest.mark.parametrize(
    "text",
    [
        "执行到位金额多少",
        "收案比上年多多少件",
        "2025年收案比2024年多多少件",
        "占比提高了几个百分点",
        "项目投资是上个五年的几倍",
        "法官人均办案谁最多",
        "毛利率比重是多少",
        "",
        "？？",
    ],
)
def test_what_compares_nothing_is_left(text: str):
    assert evened(text) == text


@given(st.text(alphabet="收结案比是的几倍多少高低哪个谁还，、和各件年2024差？", max_size=40))
def test_any_text_comes_through(text: str):
    assert isinstance(evened(text), str)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("甲市法院2024年新收案件比审结案件多多少件", "5000件；4000件"),
        ("甲市法院2024年收案涨得快还是结案涨得快，各涨百分之几", "12.5%；8%"),
        ("甲市中院和乙市中院执行到位金额谁高", "35.8亿元；12.3亿元"),
        ("甲市法院2024年收了多少案子结了多少", "5000件；4000件"),
        ("甲市高铁里程多少公里", "超过300公里"),
        ("执行到位金额，甲市中院是多少，乙市中院呢", "35.8亿元；12.3亿元"),
    ],
)
def test_each_of_what_is_compared_is_told(asked: Assistant, question: str, answer: str):
    result = asked.ask(question)
    assert result.answer == answer, result.text


def test_how_many_times_is_worked_out(asked: Assistant):
    text = asked.ask("甲市中院和乙市中院2024年执行到位金额各多少，甲市是乙市的几倍").text
    assert "甲市中级人民法院是乙市中级人民法院的约2.91倍（35.8亿元 ÷ 12.3亿元 ≈ 2.91）" in text


def test_three_are_put_in_order(asked: Assistant):
    text = asked.ask("甲市中院、乙市中院和丙市中院2024年执行到位金额排个序").text
    assert "由高到低：甲市中级人民法院、乙市中级人民法院、丙市中级人民法院" in text


def test_a_body_without_a_report_is_not_left_out_in_silence(asked: Assistant):
    result = asked.ask("甲市中院和浙江谁的执行到位金额高")
    assert (result.refused, result.reason) == (True, "other_entity")
    assert "浙江" in result.text
