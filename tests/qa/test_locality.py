"""Places in news of no body: what tells of them, whose figure it is, and what a library of news answers and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.build import add_paths
from index.records import Inferred
from qa import Assistant
from qa.locality import headline_of, is_there, left_in, may_tell, news_of, tells_of
from tests.qa.made import document, fact, info, passage, question

NEWS = replace(info("", "2025", "20250805_8_国内快讯"), kind=Inferred("新闻", ""))


def test_news_is_told_on_a_day_and_of_no_body():
    others = (info("甲市", "2025", "甲市2025"), replace(info("", "2025", "无名报告"), kind=Inferred("其他", "")))
    assert news_of((NEWS, *others)) == (NEWS,)


def test_a_part_of_a_question_has_the_places_that_it_names():
    assert left_in("安徽的桥", ("安徽", "江苏")) == ("安徽",)
    assert left_in("光伏", ("江苏",)) == ("江苏",)
    assert left_in("光伏", ("安徽", "江苏")) == ()


def test_a_passage_tells_of_the_places_that_it_or_its_headline_names():
    told = passage(document("隧道全长6公里。\n", entity=""), headings=("安徽一隧道通车",))
    assert tells_of(told, ("安徽",))
    assert not tells_of(told, ("安徽", "江苏"))
    assert tells_of(told, ())


def test_a_follow_up_stays_in_the_item():
    told = passage(document("隧道全长6公里。\n", entity=""), headings=("安徽一隧道通车",))
    assert headline_of(told) == "安徽一隧道通车"
    assert may_tell(question("全长", item="安徽一隧道通车"), told)
    assert not may_tell(question("全长", item="江苏一大桥通车"), told)


@pytest.mark.parametrize(
    ("text", "headline", "there"),
    [
        ("安徽产量300吨。", "", True),
        ("江苏产量300吨。", "", False),
        ("江苏产量200吨，安徽产量300吨。", "", True),
        ("安徽产量200吨，江苏产量300吨。", "", False),
        ("安徽农业丰收。产量300吨，增长较快。", "", True),
        ("产量300吨。", "安徽农业丰收", True),
        ("产量300吨。", "江苏农业丰收", False),
        ("产量300吨。", "", False),
    ],
)
def test_a_figure_is_of_the_place_that_is_named_nearest(text: str, headline: str, there: bool):
    report = document(f"{text}\n", entity="")
    told = passage(report, headings=(headline,) if headline else ())
    assert is_there(question("产量", places=("安徽",)), fact(report, "300吨", "产量"), told) is there
    assert is_there(question("产量"), fact(report, "300吨", "产量"), told)


REST = "，受到各方关注，有关部门表示将继续做好服务保障，不断提升服务水平，更好满足群众需要"
TEXT = f"""国内快讯
安徽甲河隧道通车
日前，安徽首条甲河隧道建成通车。隧道总长6公里，设计时速80公里{REST}。
江苏乙江大桥合龙
今天（8月5日），江苏乙江大桥合龙。大桥全长4900米，主桥高210米{REST}。
前7个月玩具出口增长
海关消息，1—7月，玩具出口额360.5亿元，同比增长7.5%{REST}。玩具进口额24.6亿元，同比增长2.1%。
上海港单日集装箱吞吐量创新高
港口集团消息，上海港8月1日单昼夜集装箱吞吐量达到20388标准箱{REST}。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("news")
    (folder / "20250805_8_国内快讯.txt").write_text(TEXT, encoding="utf-8")
    (folder / "20250806_8_国内快讯.txt").write_text(
        f"国内快讯\n家具出口增长\n海关消息，7月，家具出口额12.5亿元{REST}。\n", "utf-8"
    )
    add_paths(folder / "library", sorted(folder.glob("*.txt")))
    opened = Assistant.open(folder / "library")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("安徽甲河隧道总长多少公里", "6公里"),
        ("江苏乙江大桥全长多少米", "4900米"),
        ("上海港2025年8月1日集装箱吞吐量多少标准箱", "20388标准箱"),
        ("2025年前7个月玩具出口额多少", "360.5亿元"),
    ],
)
def test_a_place_is_part_of_what_is_asked_of_news(library: Assistant, asked: str, answer: str):
    assert library.ask(asked).answer == answer


@pytest.mark.parametrize(
    "asked", ["江苏甲河隧道设计时速多少公里", "2025年8月玩具出口额多少", "2025年全年玩具出口额多少"]
)
def test_a_figure_of_another_place_or_other_months_is_none(library: Assistant, asked: str):
    assert library.ask(asked).refused


def test_a_place_that_no_news_tells_of_is_told_with_what_there_is(library: Assistant):
    answer = library.ask("贵州玩具出口额多少")
    assert answer.reason == "other_entity"
    assert "贵州" in answer.text


def test_things_of_two_places_are_compared_by_their_names(library: Assistant):
    told = library.ask("安徽甲河隧道和江苏乙江大桥谁更长").text
    assert "6公里" in told
    assert "4900米" in told
    assert "安徽甲河隧道更长" in told


def test_a_follow_up_goes_on_with_the_item_that_answered(library: Assistant):
    before = ["2025年前7个月玩具出口额多少"]
    assert library.ask("同比增长多少", history=before).answer == "7.5%"
    assert library.ask("进口呢", history=before).answer == "24.6亿元"
    assert library.ask("7月家具呢", history=before).answer == "12.5亿元"


def test_in_a_library_of_reports_as_well_the_news_tells_of_places_without_one(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "20250805_8_国内快讯.txt").write_text(TEXT, encoding="utf-8")
    (folder / "甲市法院2024.txt").write_text("2024年，甲市法院新收案件4321件，隧道案件12件。\n", encoding="utf-8")
    add_paths(folder / "library", sorted(folder.glob("*.txt")))
    mixed = Assistant.open(folder / "library")
    assert mixed.ask("安徽甲河隧道总长多少公里").answer == "6公里"
    assert mixed.ask("贵州2024年新收案件多少件").reason == "other_entity"
    mixed.close()
