"""What each way of fitting multiplies the fit of a fact by, one at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from index.dealing import BASE
from index.records import Fact, InTable
from qa import fits, wanted
from qa.fits import asked_of, factors, full_metric, precision
from qa.results import Question
from tests.qa.made import document, fact, passage, question

CASES, MONEY, SHARES = ("件", "起", "宗", "个"), ("元", "美元"), ("%", "个百分点")


def fit(name: str, asked: Question, text: str, raw: str, metric: str, **more: Any) -> float:
    report = document(text)
    stated = fact(report, raw, metric, **more)
    return factors(asked_of(asked), stated, full_metric(stated, ""), passage(report))[name]


@pytest.mark.parametrize(
    ("units", "raw", "expected"),
    [
        (MONEY, "35.8亿元", 1.0),
        (SHARES, "35.8亿元", fits.WRONG_UNIT),
        ((), "35.8亿元", 1.0),
        ((), "41天", fits.UNASKED_DURATION),
    ],
)
def test_the_unit(units: tuple[str, ...], raw: str, expected: float):
    assert fit("unit fit", question("执行", units=units), f"执行{raw}。\n", raw, "执行") == expected


@pytest.mark.parametrize(
    ("kind", "stated", "expected"),
    [
        ("", "level", 1.0),
        ("change", "level", fits.WRONG_KIND),
        ("", "change", fits.UNASKED_CHANGE),
        ("", "target", fits.UNASKED_TARGET),
        ("target", "target", 1.0),
        ("rank", "level", fits.WRONG_KIND),
        ("", "rank", fits.WRONG_KIND),
    ],
)
def test_the_kind(kind: str, stated: str, expected: float):
    asked = question("审结", kind=kind)
    assert fit("kind fit", asked, "审结12件。\n", "12件", "审结", kind=stated) == expected


@pytest.mark.parametrize(
    ("text", "raw", "kind", "direction", "told"),
    [
        ("执行到位率提高13.5个百分点。", "13.5个百分点", "point_change", "上升", False),
        ("执行到位率62.4%。", "62.4%", "level", "", True),
        ("力争执行到位率提高到70%。", "70%", "target", "上升", True),
        ("力争执行到位率增长5%左右。", "5%", "target", "上升", False),
    ],
)
def test_how_much_a_rate_rose_is_not_how_much_it_is(text: str, raw: str, kind: str, direction: str, told: bool):
    asked = question("执行到位率", units=SHARES)
    fitting = fit("amount fit", asked, f"{text}\n", raw, "执行到位率", kind=kind, direction=direction)
    assert fitting == (1.0 if told else fits.RISE_TOLD)
    risen = question("执行到位率", units=SHARES, text="执行到位率涨了多少")
    assert fit("amount fit", risen, f"{text}\n", raw, "执行到位率", kind=kind, direction=direction) == 1.0


@pytest.mark.parametrize(
    ("metric", "text", "expected"),
    [
        ("生产总值", "生产总值多少", fits.A_HEAD_ONLY),
        ("生产总值", "生产总值平均每人多少", 1.0),
        ("人均生产总值", "人均生产总值多少", 1.0),
    ],
)
def test_what_there_is_for_each_person_is_not_all(metric: str, text: str, expected: float):
    asked = question(metric, text=text)
    assert fit("head fit", asked, "人均生产总值7.6万元。\n", "7.6万元", "人均生产总值") == expected


@pytest.mark.parametrize(
    ("asked", "metric", "contrary"),
    [
        ("批捕", "不批捕", True),
        ("不批捕", "不批捕", False),
        ("批捕", "批捕", False),
        ("合格率", "不合格率", True),
        ("净利润", "扣除一次性损益后的净利润", True),
        ("净利润", "净利润", False),
        ("扣除一次性损益后的净利润", "扣除一次性损益后的净利润", False),
        ("刨掉一次性损益的净利润", "扣除一次性损益后的净利润", False),
    ],
)
def test_what_is_denied_or_left_out_is_another_thing(asked: str, metric: str, contrary: bool):
    found = fit("not contrary", question(asked), f"{metric}12元。\n", "12元", metric)
    assert found == (fits.OTHER_SIDE if contrary else 1.0)


def test_the_row_of_one_court_is_not_asked_for_with_all_courts():
    row = {"table": InTable(column="结案率")}
    for label, expected in (("平阳市法院", wanted.UNWANTED), ("合计", 1.0)):
        asked = question("结案率", text="全市法院结案率多少")
        assert fit("wanted", asked, f"{label} 95.2%\n", "95.2%", label, **row) == expected
    own = question("结案率", text="平阳市法院结案率多少")
    assert fit("wanted", own, "平阳市法院 95.2%\n", "95.2%", "平阳市法院", **row) == 1.0


def test_a_body_s_own_figure_is_not_that_of_all_under_it():
    asked = question("收案", text="全市法院收案多少")
    own = fit("level fit", asked, "收案12件。\n", "12件", "收案", scope="市中院")
    assert own == fits.WRONG_LEVEL
    assert fit("level fit", asked, "收案12件。\n", "12件", "收案", scope="全市法院") == 1.0


@pytest.mark.parametrize(("entity", "expected"), [("平阳县人民法院", 1.0), ("平阳市中级人民法院", fits.WRONG_SCOPE)])
def test_the_house_of_a_court_with_none_under_it_is_all_there_is(entity: str, expected: float):
    asked = question("收案", text="收案多少")
    assert fit("scope fit", asked, "收案12件。\n", "12件", "收案", scope="本院", entity=entity) == expected


def test_a_plan_is_not_what_was_done():
    done = question("新增就业", text="新增就业了多少人")
    assert fit("done fit", done, "新增就业12万人。\n", "12万人", "新增就业", kind="target") == fits.WRONG_KIND
    assert fit("done fit", done, "新增就业12万人。\n", "12万人", "新增就业") == 1.0


@pytest.mark.parametrize(
    ("asked", "more", "expected"),
    [
        ("新收案件多少件", {}, 1.0),
        ("新收案件多少件", {"scope": "市中院本级"}, fits.WRONG_SCOPE),
        ("市中院本级新收案件多少件", {"scope": "市中院本级"}, 1.0),
        ("市中院本级新收案件多少件", {}, fits.WRONG_SCOPE),
        ("市检察院本级新收案件多少件", {"scope": "市院"}, 1.0),
        ("市检察院本级新收案件多少件", {"scope": "市院长"}, fits.WRONG_SCOPE),
        ("新收案件多少件", {"basis": BASE}, fits.UNASKED_BASE),
        ("新收案件多少件", {"part_of": "案件"}, fits.UNASKED_PART),
        ("其中新收案件多少件", {"part_of": "案件"}, 1.0),
        ("新收案件多少件", {"figure": {"approx": "突破"}}, fits.ROUND),
    ],
)
def test_whose_figure_it_is(asked: str, more: dict[str, Any], expected: float):
    found = fit("scope fit", question("新收案件", text=asked), "新收案件63275件。\n", "63275件", "新收案件", **more)
    assert found == expected


def test_the_whole_is_not_the_level_asked_for():
    asked = question("预算收入", text="市本级预算收入多少")
    assert fit("level fit", asked, "预算收入161.4亿元。\n", "161.4亿元", "预算收入") == fits.WRONG_LEVEL
    assert fit("level fit", question("预算收入"), "预算收入161.4亿元。\n", "161.4亿元", "预算收入") == 1.0


def test_a_span_is_second_best_for_its_last_year():
    asked = question("案件", periods=("2021",))
    assert fit("span fit", asked, "案件12件。\n", "12件", "案件", period="2021") == 1.0
    assert fit("span fit", asked, "案件12件。\n", "12件", "案件", period="2017-2021") == fits.SPAN


def test_months_hold_on_in_an_item_of_news_and_not_in_a_report():
    asked = question("利润总额", text="2023年全年利润总额多少")
    text = "1—10月，营业收入68件。利润总额38亿元。\n"
    told = document(text, entity="")
    stated = fact(told, "38亿元", "利润总额")
    of_news = factors(asked_of(asked), stated, full_metric(stated, ""), passage(told))
    assert of_news["months fit"] == fits.OTHER_MONTHS
    assert fit("months fit", asked, text, "38亿元", "利润总额") == 1.0
    headed = document("利润总额38亿元。\n", entity="")
    stated = fact(headed, "38亿元", "利润总额")
    under = passage(headed, headings=("前三季度工业利润增长",))
    assert factors(asked_of(asked), stated, full_metric(stated, ""), under)["months fit"] == fits.OTHER_MONTHS


def test_other_months_than_asked_for():
    asked = question("审理天数", text="12月审理天数多少")
    assert fit("months fit", asked, "12月审理天数31天。\n", "31天", "审理天数") == 1.0
    assert fit("months fit", asked, "1-6月审理天数31天。\n", "31天", "审理天数") == fits.OTHER_MONTHS


def test_what_is_ruled_out_or_told_already():
    asked = question("外商投资", text="外商投资多少亿美元，不是协议金额")
    assert fit("wanted", asked, "协议金额120亿美元。\n", "120亿美元", "协议金额") == wanted.UNWANTED
    assert fit("wanted", asked, "实际投资43亿美元。\n", "43亿美元", "实际投资") == 1.0
    told = question("收入", text="收入突破100亿元，具体多少")
    assert fit("new", told, "收入100亿元。\n", "100亿元", "收入") == fits.TOLD
    assert fit("new", told, "收入113亿元。\n", "113亿元", "收入") == 1.0


def test_the_other_of_a_pair():
    asked = question("农村居民收入")
    assert fit("not contrary", asked, "城镇居民收入12元。\n", "12元", "城镇居民收入") == fits.OTHER_SIDE
    assert fit("not contrary", asked, "农村居民收入12元。\n", "12元", "农村居民收入") == 1.0


def test_precision_is_the_share_of_the_metric_that_is_named():
    asked = asked_of(question("审结案件"))
    assert precision(asked, "审结案件") == pytest.approx(1.0)
    assert 0 < precision(asked, "审结破产案件") < 1
    assert precision(asked, "") == 0.0


def test_a_follow_up_names_what_the_question_before_it_named():
    follow_up = question("审结案件", text="上一年呢", spoken="审结案件 上一年呢")
    assert precision(asked_of(follow_up), "审结案件") == pytest.approx(1.0)
    own = question("收案", text="同比降了多少", spoken="收案 同比降了多少", scope="最高法本级收案多少件")
    assert fit("scope fit", own, "收案12件。\n", "12件", "收案", scope="全国法院") == fits.WRONG_SCOPE
    assert fit("scope fit", own, "收案12件。\n", "12件", "收案", scope="最高人民法院") == 1.0


def test_words_that_leave_nothing_out_need_not_be_named():
    assert precision(asked_of(question("办理案件")), "办理各类案件") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "basis", "expected"),
    [
        ("审结案件比上一年多了百分之几", "同比", 1.0),
        ("审结案件比上一年多了百分之几", "比2023年", 1.0),
        ("审结案件比上一年多了百分之几", "比2019年", fits.OTHER_BASIS),
        ("审结案件比上一年多了百分之几", "比前五年", fits.OTHER_BASIS),
        ("审结案件同比上升多少", "环比", fits.OTHER_BASIS),
        ("审结案件环比上升多少", "同比", fits.OTHER_BASIS),
        ("审结案件环比上升多少", "环比", 1.0),
        ("审结案件上升多少", "比前五年", 1.0),
    ],
)
def test_what_a_change_is_against(text: str, basis: str, expected: float):
    asked = question("审结案件", text=text, kind="change")
    more = {"kind": "change", "basis": basis}
    assert fit("basis fit", asked, "审结案件上升12%。\n", "12%", "审结案件", **more) == expected


def test_a_higher_court_calls_its_own_figures_those_of_our_court():
    own = question("受理案件", text="中院本级受理案件多少件")
    text = "我院受理案件12件。\n"
    for name, expected in (("scope fit", fits.WRONG_SCOPE), ("level fit", fits.WRONG_LEVEL)):
        assert fit(name, own, text, "12件", "受理案件", scope="我院", entity="示例市中级人民法院") == 1.0
        assert fit(name, own, text, "12件", "受理案件", scope="我院", entity="示例县人民法院") == expected
        assert fit(name, own, text, "12件", "受理案件", scope="全市法院", entity="示例中院") == expected


def test_a_part_called_as_its_whole_is_asked_for_by_what_is_told_of_it():
    text = "14人获省级以上荣誉，其中1人获“全国模范法官”称号。\n"
    more = {"part_of": "获省级以上荣誉"}
    whole, part = question("获省级以上荣誉"), question("获全国模范法官称号")
    assert fit("wanted", whole, text, "1人", "获省级以上荣誉", **more) == wanted.UNWANTED
    assert fit("wanted", part, text, "1人", "获省级以上荣誉", **more) == 1.0
    assert fit("wanted", whole, text, "14人", "获省级以上荣誉") == 1.0


def test_a_row_of_a_part_of_a_whole_is_asked_for_by_that_part():
    text, label = "前五名客户销售额中关联方销售额占比\t0.00%\n", "前五名客户销售额中关联方销售额占比"
    row = {"table": InTable(column="占比")}
    assert fit("wanted", question("前五名客户销售额占比"), text, "0.00%", label, **row) == wanted.UNWANTED
    assert fit("wanted", question("前五名客户销售额"), text, "0.00%", label, **row) == wanted.UNWANTED
    assert fit("wanted", question("前五名客户关联方销售额占比"), text, "0.00%", label, **row) == 1.0


@pytest.mark.parametrize(("raw", "expected"), [("12", fits.UNTOLD_UNIT), ("12.50", fits.WRONG_UNIT)])
def test_a_bare_number_counts_what_is_asked_for_if_it_is_whole(raw: str, expected: float):
    bare = {"table": InTable(), "figure": {"unit": "", "kind": "number", "value": Decimal(raw)}}
    assert (
        fit("unit fit", question("甲公司 持有", units=("股",)), f"甲公司\t{raw}\n", raw, "甲公司", **bare) == expected
    )


def test_so_much_for_each_is_asked_for_by_each():
    text = "每股收益28.02元/股，净利润28元。\n"
    each = {"figure": {"unit": "元/股"}}
    assert fit("unit fit", question("每股收益", units=MONEY), text, "28.02元", "每股收益", **each) == 1.0
    assert fit("unit fit", question("净利润", units=MONEY), text, "28.02元", "每股收益", **each) == fits.WRONG_UNIT


@pytest.mark.parametrize(("period", "expected"), [("2017-2021", 1.0), ("2021", fits.SPAN), ("2016-2021", fits.SPAN)])
def test_asked_from_a_year_on_a_span_that_begins_there_fits(period: str, expected: float):
    asked = question("判处罪犯", periods=("2017-",))
    assert fit("span fit", asked, "判处罪犯12人。\n", "12人", "判处罪犯", period=period) == expected


def test_a_noun_that_is_shared_belongs_to_the_metric():
    report = document("新收案件12件，审结11件。\n")
    stated: Fact = fact(report, "11件", "审结", figure={"value": Decimal(11)})
    assert full_metric(stated, "案件") == "审结案件"
    assert full_metric(stated, "") == "审结"


@pytest.mark.parametrize(
    ("metric", "text", "expected"),
    [
        ("最大的客户 买", "前五名客户合计销售12万元。\n", wanted.UNWANTED),
        ("最大的客户 买", "最大的客户买去12万元。\n", 1.0),
        ("第三大客户 买", "第三大客户买去12万元。\n", 1.0),
        ("第三大客户 买", "最大的客户买去12万元。\n", wanted.UNWANTED),
        ("客户 买", "前五名客户合计销售12万元。\n", 1.0),
    ],
)
def test_asked_for_one_by_its_rank_a_figure_is_of_that_rank(metric: str, text: str, expected: float):
    assert fit("wanted", question(metric), text, "12万元", "客户") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("现金分红12元。\n", wanted.UNWANTED), ("每10股派发现金12元。\n", 1.0), ("人均分红12元。\n", 1.0)],
)
def test_asked_for_what_falls_to_each_a_sum_of_all_is_not_wanted(text: str, expected: float):
    assert fit("wanted", question("每10股 分红"), text, "12元", text[2:4]) == expected


@pytest.mark.parametrize(("metric", "expected"), [("股东", wanted.UNWANTED), ("H股股东", 1.0), ("职工", 1.0)])
def test_a_part_that_is_not_asked_for_is_not_the_whole(metric: str, expected: float):
    text = "股东总数40名，其中H股股东12名。\n"
    assert fit("wanted", question(metric), text, "12名", "H股股东", part_of="股东总数") == expected


@pytest.mark.parametrize(
    ("periods", "base", "whole"),
    [(("2019",), "2019", True), (("2021",), "2019", False), ((), "2019", False), (("2020",), "2020", False)],
)
def test_the_value_that_a_change_starts_from_answers_for_the_year_it_is_told_with(
    periods: tuple[str, ...], base: str, whole: bool
):
    text, asked = "林地由2019年的703亩增加到2021年的1378亩。\n", question("林地", periods=periods)
    told = [fit(name, asked, text, "703亩", "林地", basis=BASE, period=base) for name in ("kind fit", "scope fit")]
    assert told == ([1.0, 1.0] if whole else [fits.UNASKED_CHANGE, fits.UNASKED_BASE])


@pytest.mark.parametrize(("asked", "all_told"), [("办理", True), ("结案", False)])
def test_cases_of_any_kind_need_no_asking_for_where_no_cases_are_asked_for(asked: str, all_told: bool):
    assert (precision(asked_of(question(asked, text=f"{asked}多少")), "办理各类案件") == 1.0) is all_told
