"""News: which reports are, of which year its words of time are, and which of its lines are headlines."""

from __future__ import annotations

from datetime import date

import pytest

from index.build import prepare
from index.load import load_bytes
from index.news import infer_year, is_part, told_on, with_headlines, year_told
from index.records import Block, Prepared

DAY, EARLY = date(2025, 8, 5), date(2026, 1, 30)


def news(text: str, name: str = "20250805_8_国内快讯") -> Prepared:
    data = text.encode()
    return prepare(name, data, load_bytes(data))


@pytest.mark.parametrize(
    ("name", "entity", "kind", "day"),
    [
        ("20250805_8_快讯", "", "新闻", DAY),
        ("2025-08-05 港口吞吐量增长", "", "其他", DAY),
        ("20250805_示例法院_快讯", "示例法院", "新闻", None),
        ("20250805_工作报告", "", "政府工作报告", None),
        ("2025年快讯", "", "新闻", None),
        ("20251399_快讯", "", "新闻", None),
    ],
)
def test_news_is_told_on_a_day_and_of_no_body(name: str, entity: str, kind: str, day: date | None):
    assert told_on(name, entity, kind) == day


@pytest.mark.parametrize(
    ("day", "text", "year"),
    [
        (DAY, "2023年，收案5件。2023年，结案5件。", "2025"),
        (EARLY, "2025年，收案5件。", "2025"),
        (EARLY, "2015年，收案5件。2015年，结案5件。", "2026"),
        (EARLY, "自2015年起。收案5件，2025年3件，2025年4件，2026年1件。", "2025"),
        (EARLY, "2025年工作回顾\n收案5件。", "2025"),
        (EARLY, "收案5件。", "2026"),
    ],
)
def test_early_in_a_year_news_may_look_back_on_the_one_before(day: date, text: str, year: str):
    assert infer_year(day, text).value == year


@pytest.mark.parametrize(
    ("raw", "day", "stated", "year"),
    [
        ("今年", DAY, "2024", "2025"), ("今天", DAY, "2024", "2025"), ("本月", DAY, "", "2025"),
        ("去年", DAY, "2025", "2024"), ("去年同期", DAY, "", "2024"), ("上年", DAY, "2024", "2023"), ("上年", DAY, "", "2024"),
        ("明年", DAY, "", "2026"), ("昨天", date(2026, 1, 1), "", "2025"), ("昨天", DAY, "", "2025"),
        ("全年", DAY, "2024", "2024"), ("全年", DAY, "", "2025"), ("全年", EARLY, "", "2025"), ("这一年", DAY, "2023", "2023"),
        ("7月份", DAY, "", "2025"), ("1—7月", DAY, "", "2025"), ("9月3日", DAY, "", "2025"), ("12月", EARLY, "", "2025"),
        ("1—12月", EARLY, "", "2025"), ("1月30日", EARLY, "", "2026"), ("12月31日", date(2026, 1, 1), "", "2025"),
        ("上半年", DAY, "", "2025"), ("二季度", date(2025, 5, 6), "", "2025"), ("四季度", EARLY, "", "2025"),
        ("前三季度", EARLY, "", "2025"), ("7月份", DAY, "2024", ""), ("上半年", DAY, "2024", ""),
        ("五年来", DAY, "", None), ("2024年", DAY, "", None), ("5日", DAY, "", None),
    ],
)  # fmt: skip
def test_words_of_time_are_seen_from_the_day(raw: str, day: date, stated: str, year: str | None):
    assert year_told(raw, day, stated) == year


@pytest.mark.parametrize(
    ("raw", "part"), [("10月", True), ("上半年", True), ("1—9月", True), ("今年", False), ("5日", False)]
)
def test_a_part_of_a_year(raw: str, part: bool):
    assert is_part(raw) is part


def marked(*lines: str) -> list[str]:
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(at, at + len(line), "paragraph"))
        at += len(line) + 1
    return [block.kind for block in with_headlines(blocks, text)]


def test_a_short_line_without_an_end_before_a_paragraph_is_a_headline():
    below = "记者从港口了解到，上半年吞吐量同比增长5%，创历史新高，其中集装箱增长更快。"
    assert marked("上半年港口吞吐量增长5%", below) == ["headline", "paragraph"]
    assert marked("港口、机场繁忙起来了", below) == ["heading", "paragraph"]
    assert marked("港口吞吐量增长5%。", below) == ["paragraph", "paragraph"]
    assert marked("记者报道：", below) == ["paragraph", "paragraph"]
    assert marked("港口" * 30, below) == ["paragraph", "paragraph"]
    assert marked(below, "上半年港口吞吐量增长5%") == ["paragraph", "paragraph"]


REST = "，受到各方关注，有关部门表示将继续做好服务保障，不断提升服务水平，更好满足群众需要"
"""Makes a line too long for one that a page wrapped."""
ROUND_UP = f"""国内快讯
本台消息：
第三批耗材开标 平均降价70%
第三批耗材昨天在甲市开标，本次采购覆盖两类耗材，平均降价七成左右{REST}。
港口、机场繁忙
港口集团消息，上半年，港口货物吞吐量3.2亿吨，同比增长5%，增速较快{REST}。
"""


def test_a_headline_leads_its_item_and_its_figure_stays_a_fact():
    told = news(ROUND_UP)
    under = {passage.text[:4]: passage.headings[-1:] for passage in told.passages}
    assert under["第三批耗"] == ("第三批耗材开标 平均降价70%",)
    assert under["港口集团"] == ("港口、机场繁忙",)
    assert [fact.metric for fact in told.facts if fact.figure.raw == "70%"] == ["第三批耗材开标 平均降价"]


def test_only_news_has_headlines():
    passages = news(ROUND_UP, "示例法院2025").passages
    assert not any("降价70%" in heading for passage in passages for heading in passage.headings)
