"""The words around a figure: what they narrow it to, what is idle, and where nothing can be told."""

from __future__ import annotations

import pytest

from qa.frame import Frame, frame_of, without_whole
from tests.qa.test_conflict import stated

NAME = "示例市政府工作报告（2025年）"


def framed(text: str, raw: str) -> Frame | None:
    return frame_of(next(s for s in stated(NAME, text) if s.fact.figure.raw == raw))


@pytest.mark.parametrize(
    "text",
    [
        "2024年，地区生产总值达到2466.2亿元。",
        "过去一年，全市地区生产总值为2466.2亿元，增长5.2%。",
        "示例市地区生产总值2466.2亿元。",
    ],
)
def test_idle_words_narrow_nothing(text: str):
    frame = framed(text, "2466.2亿元")
    assert frame is not None
    assert (frame.lead, frame.link, frame.tail, frame.before) == ("", "", "", "")


def test_the_clauses_before_and_the_words_behind_are_kept():
    frame = framed("新能源项目投产，工业投资完成35.8亿元用于技术改造。", "35.8亿元")
    assert frame is not None
    assert frame.before == "新能源项目投产"
    assert frame.tail == "用于技术改造"


def test_a_change_keeps_the_level_that_it_stands_behind():
    frame = framed("地区生产总值2466.2亿元，实际增长5.2%。", "5.2%")
    assert frame is not None
    assert (str(frame.level), frame.link, frame.narrowing) == ("246620000000", "", frozenset({"实际"}))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("城乡居民收入分别增长5.3%、7.1%。", "5.3%"),
        ("地区生产总值增长5.2%和6.1%。", "5.2%"),
        ("税收收入增长5%，其中增值税收入52.1亿元。", "52.1亿元"),
        ("新登记经营主体320万户、增长13%，总量达2037.7万户。", "2037.7万户"),
    ],
)
def test_one_of_several_has_no_frame(text: str, raw: str):
    assert framed(text, raw) is None


@pytest.mark.parametrize(
    ("text", "entity", "left"),
    [
        ("全省粮食产量", "广东省", "粮食产量"),
        ("我国粮食产量", "全国", "粮食产量"),
        ("全国粮食产量", "广东省", "全国粮食产量"),
        ("全市收案", "示例市中级人民法院", "全市收案"),
        ("粮食产量", "广东省", "粮食产量"),
    ],
)
def test_the_reports_own_body_is_left_out(text: str, entity: str, left: str):
    assert without_whole(text, entity) == left
