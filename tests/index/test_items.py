"""Of which year each figure of an item of news is: the day's, or the one that its item stated before it."""

from __future__ import annotations

import pytest

from index.build import prepare
from index.given import Given
from index.load import load_bytes

LATE, EARLY = "20250805_8_国内快讯", "20260130_8_国内快讯"


def periods(text: str, name: str = LATE, given: Given | None = None) -> dict[str, str]:
    """The period of each figure, by its writing."""
    data = text.encode()
    facts = prepare(name, data, load_bytes(data), given or {}).facts
    return {fact.figure.raw: fact.period for fact in facts}


@pytest.mark.parametrize(
    ("text", "figure", "period"),
    [
        ("某部消息，全国新开航线75条。", "75条", "2025"),
        ("数据显示，1—7月，全国新开航线75条，运力充足。", "75条", "2025"),
        ("数据显示，2024年，全国新开航线75条。", "75条", "2024"),
        ("某某局今天（8月5日）在甲市发布的数据显示，2024年，新开航线75条。新增班次90个。", "90个", "2024"),
        ("2024年，新开航线75条。今年上半年，新增班次90个。", "90个", "2025"),
        ("2024年，新开航线75条。8月，新增班次90个。", "90个", "2024"),
        ("截至2023年底，航线75条。班次90个。", "90个", "2023"),
        ("自2015年4月挂牌以来，新开航线75条。", "75条", "2025"),
        ("2021年以来，航线有了新发展。新增班次90个。", "90个", "2025"),
        ("项目计划于2027年建成，总投资75亿元。新增班次90个。", "90个", "2025"),
        ("到2027年，航线达到75条。目前有班次90个。", "90个", "2025"),
        ("去年，新开航线75条。", "75条", "2024"),
        ("“十四五”时期，新开航线75条。8月，新增班次90个。", "90个", "2025"),
    ],
)
def test_a_year_holds_on_within_its_item(text: str, figure: str, period: str):
    assert periods(f"{text}\n")[figure] == period


REST = "，受到各方关注，有关部门表示将继续做好服务保障，不断提升服务水平，更好满足群众需要"
"""Makes a line too long for one that a page wrapped."""
ITEMS = f"""国内快讯
2023年航线增多
2023年，全国新开航线75条，通达更多城市{REST}。
机场班次增加90个
记者今天了解到，甲机场新增班次90个，其中国际班次12个{REST}。
港口接待300人
据港口消息，2022年，接待300人，其中本地200人，外地100人{REST}。
"""


def test_a_year_ends_with_its_item_and_a_headline_is_of_the_year_that_its_item_states():
    told = periods(ITEMS)
    assert {raw: told[raw] for raw in ("75条", "90个", "12个", "300人", "200人")} == {
        "75条": "2023",
        "90个": "2025",
        "12个": "2025",
        "300人": "2022",
        "200人": "2022",
    }
    headline = [fact for fact in _facts(ITEMS) if fact[0] == "300人"]
    assert headline == [("300人", "2022"), ("300人", "2022")]


def _facts(text: str) -> list[tuple[str, str]]:
    data = text.encode()
    return [(fact.figure.raw, fact.period) for fact in prepare(LATE, data, load_bytes(data)).facts]


def test_early_in_a_year_an_item_without_a_year_is_of_the_one_that_the_news_looks_back_on():
    text = (
        f"2025年，新开航线75条{REST}。\n甲地班次增多\n某地消息，新增班次90个{REST}。\n"
        f"乙地今天新开12条\n今天（1月30日），乙地新开航线12条{REST}。\n"
    )
    told = periods(text, EARLY)
    assert (told["75条"], told["90个"], told["12条"]) == ("2025", "2025", "2026")


def test_a_year_that_was_set_by_hand_wins():
    assert periods("全国新开航线75条。\n", given={"period": "2019"})["75条"] == "2019"


def test_other_reports_are_not_told_on_a_day():
    assert periods("2023年，收案75件。结案70件。\n", "示例法院2024")["70件"] == "2024"
