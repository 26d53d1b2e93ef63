"""The phrase that names what a figure measures: its span in a clause, by tables."""

from __future__ import annotations

import pytest

from index import phrases
from index.numbers import find_figures
from index.records import Figure
from index.units import QUANTITIES


def figure_of(text: str) -> Figure:
    """The last quantity of a text."""
    return [figure for figure in find_figures(text) if figure.kind in QUANTITIES][-1]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("新收案件1200件", "新收案件"), ("共审结各类案件1200件", "审结各类案件"),
        ("其中公益诉讼案件32件", "公益诉讼案件"), ("执行标的35.8亿元", "执行标的"),
        ("结收比达100.73%", "结收比"), ("惠及群众3200人", "惠及群众"),
        ("全市法院新收案件1200件", "新收案件"), ("我院受理案件1200件", "受理案件"),
        ("累计发放救助金56万元", "发放救助金"), ("调解率为41.7%", "调解率"),
        ("地区生产总值突破2000亿元", "地区生产总值"),
        ("人均可支配收入约5.6万元", "人均可支配收入"), ("民事80件和行政案件310件", "行政案件"),
        ("民事80件以及刑事案件80件", "刑事案件"),
        ("全国重点实验室12家", "全国重点实验室"), ("共享单车3000辆", "共享单车"),
        ("依法惩治危害食品、药品、环境安全和网络传销等犯罪嫌疑人86人", "犯罪嫌疑人"),
        ("学前教育、义务教育、高中阶段教育和高等教育经费1200元", "学前教育、义务教育、高中阶段教育和高等教育经费"),
        ("1200件", ""), ("共1200件", ""), ("达1200件", ""),
    ],
)  # fmt: skip
def test_metric_before_a_figure(text, metric):
    figure = figure_of(text)
    earlier = [found.end for found in find_figures(text) if found.end < figure.start and found.kind in QUANTITIES]
    start = phrases.clause_start(text, max(earlier, default=0), 0, figure.start)
    begin, end = phrases.before(text, start, figure.start, ())
    assert text[begin:end] == metric


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("2024年新收案件1200件", "新收案件"),
        ("2024年12月收案1200件", "收案"),
        ("去年办结案件1200件", "办结案件"),
        ("上半年办结案件1200件", "办结案件"),
    ],
)
def test_dates_are_no_part_of_a_metric(text, metric):
    figure = figure_of(text)
    dates = [found for found in find_figures(text) if found.kind in ("date", "period")]
    begin, end = phrases.before(text, 0, figure.start, dates)
    assert text[begin:end] == metric


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("2660名被执行人", "被执行人"), ("发出12份司法建议，采纳10份", "司法建议"),
        ("23名以上被告人", "被告人"), ("组建86支法官服务队。", "法官服务队"),
        ("三分之二的一审案件", "一审案件"), ("12家“示范法庭”建设单位", "“示范法庭”建设单位"),
        ("12件，上升3%", ""), ("12件同比上升", ""), ("12件以上", ""),
        ("12件", ""), ("35.8亿元的标的", ""), ("86人被判刑", ""), ("86名被告人被判刑", "被告人"),
    ],
)  # fmt: skip
def test_noun_behind_a_figure(text, noun):
    figure = next(figure for figure in find_figures(text) if figure.kind in QUANTITIES)
    later = [found.start for found in find_figures(text) if found.start > figure.start]
    begin, end = phrases.after(text, figure, min(later, default=len(text)))
    assert text[begin:end] == noun


@pytest.mark.parametrize(
    ("text", "floor", "clause"),
    [
        ("收案1200件，结案1100件", 0, "结案"), ("收案1200件；结案1100件", 0, "结案"),
        ("收案1200件、结案1100件", 7, "结案"),
        ("刑事、民事案件1100件", 0, "刑事、民事案件"), ("工作成效：结案1100件", 0, "结案"),
        ("案件（结案1100件", 0, "结案"),
    ],
)  # fmt: skip
def test_clause_that_leads_to_a_figure(text, floor, clause):
    at = text.index("1100件")
    start = phrases.clause_start(text, floor, 0, at)
    assert text[start:at] == clause


def test_clauses_begin_inside_their_sentence():
    text = "收案多。结案1100件"
    assert text[phrases.clause_start(text, 4, 4, 6) : 6] == "结案"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("案件（含破产12件", True),
        ("案件（含破产）12件", False),
        ("案件12件", False),
        ("案件(含破产12件", True),
        ("（甲）案件（乙12件", True),
    ],
)
def test_in_brackets(text, inside):
    assert phrases.in_brackets(text, 0, text.index("12件")) is inside


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("服判率（不含撤诉）91.2%", "服判率"),
        ("服判率(不含撤诉)91.2%", "服判率"),
        ("服判率91.2%", "服判率"),
        ("（不含撤诉）91.2%", "（不含撤诉）"),
    ],
)
def test_asides_right_before_a_figure(text, head):
    assert text[: phrases.aside_start(text, 0, text.index("91.2%"))] == head


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("12名", True), ("12件", True), ("12个", True), ("12", True), ("三分之一", True),
        ("12%", False), ("12亿元", False), ("12天", False),
    ],
)  # fmt: skip
def test_units_that_count_a_noun(text, counts):
    assert phrases.counts_noun(figure_of(text)) is counts
