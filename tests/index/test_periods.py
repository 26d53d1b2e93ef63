"""Years and spans of years that words of time stand for, by tables."""

from __future__ import annotations

import pytest

from index.build import prepare
from index.infer import given_on
from index.load import load_bytes
from index.numbers import find_figures
from index.periods import Section, period_of, section_of, stated_period
from index.records import Document, Figure, Prepared


def report(text: str, name: str = "示例市法院2024") -> Prepared:
    data = text.encode()
    return prepare(name, data, load_bytes(data))


@pytest.fixture(scope="module")
def document() -> Document:
    return report("2024年，示例市法院收案1200件。").document


def dates(text: str) -> list[Figure]:
    """The dates and periods of a text."""
    return [figure for figure in find_figures(text) if figure.kind in ("date", "period")]


def only(text: str) -> Figure:
    """The date or period that is the whole text, but for what must follow it."""
    found = dates(text)
    assert len(found) == 1, found
    return found[0]


NOW = Section("2024", False)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024年", "2024"), ("2023年", "2023"), ("2024年12月24日", "2024"), ("二〇二四年", "2024"), ("二〇二〇年", "2020"), ("2024年度", "2024"),
        ("2020—2024年", "2020-2024"), ("2020-2024年", "2020-2024"), ("2020年至2024年", "2020-2024"), ("2021年至23年", "2021-2023"),
        ("“十四五”期间", "2021-2025"), ("“十三五”时期", "2016-2020"), ("“十二五”末", "2011-2015"), ("“十五五”时期", "2026-2030"),
        ("去年", "2024"), ("全年", "2024"), ("当年", "2024"), ("一年来", "2024"), ("上年", "2023"), ("今年", "2024"),
        ("五年来", "2020-2024"), ("近三年", "2022-2024"), ("过去五年", "2020-2024"), ("近10年", "2015-2024"), ("今后五年", ""), ("未来三年", ""),
        ("二0一一年", "2011"), ("一九八○年", "1980"), ("一九八一年至一九八五年", "1981-1985"),
        ("12月", ""), ("12月24日", ""), ("一季度", ""), ("年初", ""),
    ],
)  # fmt: skip
def test_period_of_a_word_of_time(document, text, period):
    assert period_of(only(text), document, NOW) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("收案1200件", ""), ("2023年收案1200件", "2023"), ("2023年收案1100件，2024年收案1200件", "2024"), ("上年收案1200件", "2023"),
        ("比2020年增长1200件", ""), ("较2020年增长1200件", ""), ("由2020年的1200件", ""), ("从2020年的1200件", ""), ("与2020年持平，收案1200件", ""),
        ("“十四五”期间收案1200件", "2021-2025"), ("五年来收案1200件", "2020-2024"), ("2020年至2024年收案1200件", "2020-2024"),
        ("从2021年到2023年收案1200件", "2021-2023"), ("12月收案1200件", ""), ("2023年12月收案1200件", "2023"),
    ],
)  # fmt: skip
def test_period_that_a_sentence_states(document, text, period):
    prepared = Document(
        id="0" * 64, name="", title=document.title, entity=document.entity, period=document.period, raw=text, text=text,
        offsets=range(len(text)), blocks=(), dropped=(),
    )  # fmt: skip
    assert stated_period(prepared, dates(text), text.index("1200件"), NOW) == period


def test_the_year_that_a_record_is_since_holds_for_nothing_behind_it():
    text = "“十四五”期间，新建学校310所。粮食产量创2006年以来新高，达到44万吨。城镇新增就业149.4万人。"
    prepared = report(text, "示例省2025")
    periods = {fact.figure.raw: fact.period for fact in prepared.facts}
    assert periods["149.4万人"] == "2021-2025"
    assert "2006" not in periods.values()


def test_what_stands_behind_a_figure_states_nothing_of_it(document):
    text = "收案1200件，2023年收案1100件"
    assert stated_period(document, dates(text), text.index("1200件"), NOW) == ""


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、2024年工作回顾", Section("2024", False)),
        ("一、2023年主要工作完成情况", Section("2023", False)),
        ("二、2025年工作安排", Section("2025", True)),
        ("二、2025年主要目标任务", Section("2025", True)),
        ("二、2025年工作总体部署", Section("2025", True)),
        ("二、做好2025年各项工作", Section("2025", True)),
        ("二、下一步工作打算", Section("2025", True)),
        ("二、“十五五”时期主要目标", Section("2026-2030", True)),
        ("二、过去五年工作总结", Section("2024", False)),
        ("（一）刑事审判", Section("2024", False)),
    ],
)
def test_headings_tell_of_a_review_or_of_plans(heading, section):
    prepared = report(f"示例市法院工作报告\n{heading}\n共计办理案件1200件，其中刑事案件320件。\n")
    passage = next(passage for passage in prepared.passages if "1200件" in passage.text)
    assert passage.headings
    assert section_of(prepared.document, passage.headings) == section


def test_a_report_without_a_year_has_no_period():
    prepared = report("办理案件1200件。去年办理1100件。", name="示例报告")
    assert prepared.document.period.value == ""
    assert [fact.period for fact in prepared.facts] == ["", ""]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年上半年，国家标准下载量超过1000万次。", "2025"),
        ("今年以来，国家标准下载量超过1000万次。", "2025"),
        ("去年，国家标准下载量超过1000万次。", "2024"),
    ],
)
def test_news_looks_back_from_the_day_that_its_file_tells(text: str, period: str):
    told = report(f"2024年，收案10件。2024年，结案9件。{text}", "20250805_8_国内快讯")
    assert [fact.period for fact in told.facts][-1] == period


@pytest.mark.parametrize(
    ("name", "year"), [("20250805_8_快讯", "2025"), ("2024-03-09快讯", "2024"), ("2024年报告", ""), ("20251399", "")]
)
def test_a_day_is_read_from_a_file_name(name: str, year: str):
    assert given_on(name) == year


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("按照“十二五”规划提出的任务，98个部门公开经费。", "2024"),
        ("“十二五”规划纲要确定项目98个。", "2024"),
        ("落实“十二五”绿色建筑规划，98个部门公开经费。", "2024"),
        ("“十二五”时期，98个部门公开经费。", "2011-2015"),
        ("“十二五”时期收官。98个部门公开经费。", "2011-2015"),
        ("“十二五”时期收官。报告期内，98个部门公开经费。", "2024"),
        ("“十二五”时期收官。截至报告期末，有98个部门。", "2024"),
        ("“十二五”规划实施以来，98个部门公开经费。", "2011-2015"),
    ],
)
def test_a_plan_that_is_named_as_a_document_is_no_time(text: str, period: str):
    facts = report(f"2024年，示例市法院收案1200件。\n{text}").facts
    assert {fact.period for fact in facts if fact.figure.raw.startswith("98")} == {period}


def test_a_heading_of_news_that_speaks_of_plans_is_an_item_and_no_plan():
    text = "国内联播快讯\n\n两部门部署就业帮扶\n\n2024年，全国法院审结案件8674万件。\n"
    news, plan = report(text, "20250302_国内联播快讯"), report(text, "示例市法院2024")
    assert [fact.kind for fact in news.facts if fact.figure.raw == "8674万件"] == ["level"]
    assert section_of(news.document, news.passages[-1].headings).planned is False
    assert section_of(plan.document, plan.passages[-1].headings).planned is True


def test_the_year_of_a_company_s_business_plan_is_the_next():
    made = report(
        "示例公司2020年年度报告\n\n(三)经营计划\n\n今年的经营目标是：营业总收入较上年度增长10.5%左右。\n",
        "示例公司2020年年度报告",
    )
    assert [(fact.kind, fact.period) for fact in made.facts if fact.figure.raw == "10.5%"] == [("target", "2021")]


@pytest.mark.parametrize(
    ("heading", "planned"),
    [("一、当前形势和主要任务", False), ("一、五年来的变化和今后任务", False), ("一、今后五年的主要任务", True)],
)
def test_a_heading_that_leads_to_how_things_are_as_well_leads_to_no_plans(heading: str, planned: bool):
    made = report(f"{heading}\n\n大家团结一致，造林1200亩，各项事业有了新的发展。\n")
    assert [fact.kind == "target" for fact in made.facts if fact.figure.raw == "1200亩"] == [planned]


def test_years_that_a_sentence_opens_with_hold_in_its_paragraph_and_the_report_s_own_beyond_it():
    made = report(
        "从2018年到2020年，造林1201亩。修路1202公里。\n\n植草1203亩。\n\n五年来，造林1204亩。\n\n修路1205公里。\n\n"
        "从2021年开始，实行了新的办法。\n\n植草1206亩。\n",
    )
    periods = {fact.figure.raw[:4]: fact.period for fact in made.facts}
    assert periods == {
        "1201": "2018-2020",
        "1202": "2018-2020",
        "1203": "2024",
        "1204": "2020-2024",
        "1205": "2020-2024",
        "1206": "2020-2024",
    }


@pytest.mark.parametrize(("year", "kind"), [("2024", "level"), ("2026", "target"), ("二〇三〇", "target")])
def test_what_a_report_of_a_government_tells_of_years_ahead_is_planned(year: str, kind: str):
    made = report(f"{year}年林地达到880亩。", "2024_示例市_政府工作报告")
    assert [(fact.kind, fact.period) for fact in made.facts] == [(kind, year.replace("二〇三〇", "2030"))]
