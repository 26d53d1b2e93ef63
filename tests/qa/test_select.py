"""Facts that answer, first of all: the unit, the kind, the year, whose figure it is, and what the question names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dealing import BASE
from index.records import Document, Fact
from qa.choice import shipped
from qa.cover import weigh
from qa.locks import in_period
from qa.results import Concept, Question
from qa.select import Candidate, rank_facts
from tests.qa.made import document, fact, hit, question

TEXT = (
    "2024年，新收案件72824件，审结68029件，同比分别上升13.7%和8.4%，结收比93.4%，排名全省第三。\n"
    "执行到位金额35.8亿元，比2023年的31.5亿元增长13.7%，其中市中院执行到位6.4亿元。\n"
    "2025年力争执行到位金额达到40亿元。\n"
)
REPORT = document(TEXT)
FACTS = [
    fact(REPORT, "72824件", "新收案件"),
    fact(REPORT, "68029件", "审结"),
    fact(REPORT, "13.7%", "新收案件", kind="change", basis="同比", direction="上升"),
    fact(REPORT, "8.4%", "审结", kind="change", basis="同比", direction="上升"),
    fact(REPORT, "93.4%", "结收比"),
    fact(REPORT, "第三", "结收比", kind="rank", figure={"kind": "rank", "value": Decimal(3)}),
    fact(REPORT, "35.8亿元", "执行到位金额"),
    fact(REPORT, "31.5亿元", "执行到位金额", period="2023", basis=BASE),
    fact(REPORT, "13.7%", "执行到位金额", nth=1, kind="change", basis="同比", direction="上升"),
    fact(REPORT, "6.4亿元", "市中院执行到位", scope="市中院", part_of="执行到位金额"),
    fact(REPORT, "40亿元", "执行到位金额", kind="target", period="2025"),
]
CASES_, MONEY, SHARES = ("件", "起", "宗", "个"), ("元", "美元"), ("%", "个百分点")


def ranked(asked: Question, *reports: tuple[Document, list[Fact]]) -> list[Candidate]:
    given_ = reports or ((REPORT, FACTS),)
    hits = [hit(report) for report, _ in given_]
    return rank_facts(asked, hits, {f"{report.id}-0": facts for report, facts in given_})


def best(asked: Question, *reports: tuple[Document, list[Fact]]) -> str:
    return ranked(asked, *reports)[0].fact.figure.raw


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        (question("新收案件", units=CASES_), "72824件"),
        (question("审结案件", units=CASES_), "68029件"),
        (question("新收案件同比上升", kind="change"), "13.7%"),
        (question("审结案件同比上升", kind="change", units=SHARES), "8.4%"),
        (question("结收比"), "93.4%"),
        (question("结收比", text="结收比排名第几", kind="rank"), "第三"),
        (question("执行到位金额", units=MONEY), "35.8亿元"),
        (question("执行到位金额增长", kind="change"), "13.7%"),
        (question("执行到位金额", units=MONEY, kind="target"), "40亿元"),
        (question("执行到位金额", units=MONEY, periods=("2023",)), "31.5亿元"),
        (question("执行到位金额", units=MONEY, periods=("2024",)), "35.8亿元"),
        (question("执行到位金额", units=MONEY, periods=("2025",), kind="target"), "40亿元"),
        (question("执行到位", text="市中院执行到位多少", units=MONEY), "6.4亿元"),
        (question("执行到位金额", text="其中市中院执行到位金额多少", units=MONEY), "6.4亿元"),
        (question("执行到位金额", text="执行到位金额从多少增长", units=MONEY, periods=("2023",)), "31.5亿元"),
    ],
    ids=lambda value: value.text if isinstance(value, Question) else value,
)
def test_the_fact_that_answers_comes_first(asked: Question, raw: str):
    found = ranked(asked)
    assert found[0].fact.figure.raw == raw
    assert found[0].score >= shipped().threshold


@pytest.mark.parametrize(
    "metric", ["粮食总产量", "养老床位", "城镇登记失业率", "一审服判息诉率", "发出人身安全保护令", "PM2.5平均浓度"]
)
def test_what_is_not_stated_stays_below_the_threshold(metric: str):
    assert all(candidate.score < shipped().threshold for candidate in ranked(question(metric)))


def order_of(asked: Question, *raws: str) -> list[str]:
    return [c.fact.figure.raw for c in ranked(asked) if c.fact.figure.raw in raws]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (question("执行到位金额", units=MONEY), question("执行到位金额", units=SHARES)),
        (question("执行到位金额"), question("执行到位金额", text="执行到位金额增长多少", kind="change")),
    ],
    ids=["unit", "kind"],
)
def test_unit_and_kind_turn_the_order_round(one: Question, other: Question):
    metric = [f for f in FACTS if f.metric == "执行到位金额" and f.period == "2024"]
    firsts = [ranked(asked, (REPORT, metric))[0].fact.figure.raw for asked in (one, other)]
    assert firsts == ["35.8亿元", "13.7%"]


@pytest.mark.parametrize("year", ["2019", "2022", "2026"])
def test_no_fact_of_another_year_is_left(year: str):
    assert ranked(question("执行到位金额", periods=(year,))) == []


def test_every_year_of_a_question_may_answer():
    asked = question("执行到位金额", periods=("2023", "2025"))
    assert {c.fact.period for c in ranked(asked)} == {"2023", "2025"}


def yearly(*years: str) -> list[tuple[Document, list[Fact]]]:
    made = []
    for n, year in enumerate(years):
        report = document(f"执行到位金额{21 + n}.5亿元。\n", period=year)
        made.append((report, [fact(report, f"{21 + n}.5亿元", "执行到位金额")]))
    return made


@pytest.mark.parametrize("years", [("2022", "2023", "2024"), ("2024", "2022", "2023"), ("2023", "2024", "2022")])
def test_without_a_year_the_latest_comes_first(years: tuple[str, ...]):
    found = ranked(question("执行到位金额", units=MONEY), *yearly(*years))
    assert found[0].fact.period == "2024"
    assert {c.fact.period for c in found} == set(years)
    assert found[0].score == max(c.score for c in found)


def test_the_latest_does_not_pass_one_that_fits_better():
    old = document("执行到位金额21.5亿元。\n", period="2022")
    new = document("执行标的额88.5亿元。\n", period="2024")
    reports = ((old, [fact(old, "21.5亿元", "执行到位金额")]), (new, [fact(new, "88.5亿元", "执行标的额")]))
    assert best(question("执行到位金额", units=MONEY), *reports) == "21.5亿元"


def test_the_latest_has_to_be_of_the_same_unit():
    old = document("执行到位率65.5%。\n", period="2022")
    new = document("执行到位率88件。\n", period="2024")
    reports = ((old, [fact(old, "65.5%", "执行到位率")]), (new, [fact(new, "88件", "执行到位率")]))
    assert best(question("执行到位率", units=SHARES), *reports) == "65.5%"


def test_a_base_comes_after_the_value_of_the_year():
    assert order_of(question("执行到位金额", units=MONEY), "35.8亿元", "31.5亿元") == ["35.8亿元", "31.5亿元"]


def test_a_verb_alone_counts_the_noun_before_it():
    text = "新收案件72824件，审结68029件。法官审结会见68件。\n"
    report = document(text)
    facts = [fact(report, "72824件", "新收案件"), fact(report, "68029件", "审结"), fact(report, "68件", "法官审结会见")]
    found = ranked(question("审结案件", units=CASES_), (report, facts))
    assert found[0].fact.figure.raw == "68029件"
    alone = ranked(question("审结案件", units=CASES_), (report, facts[1:]))
    assert found[0].score > next(c.score for c in alone if c.fact.figure.raw == "68029件")


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        ("市中院本级新收案件多少件", "7286件"),
        ("全市法院新收案件多少件", "63275件"),
        ("新收案件多少件", "63275件"),
    ],
)
def test_whose_figure_it_is(asked: str, raw: str):
    report = document("全市法院新收案件63275件；市中院本级新收案件7286件。\n")
    facts = [
        fact(report, "63275件", "新收案件", scope="全市法院"),
        fact(report, "7286件", "新收案件", scope="市中院本级"),
    ]
    assert best(question("新收案件", text=asked, units=CASES_), (report, facts)) == raw


def test_the_whole_is_no_answer_for_the_part():
    report = document("一般公共预算收入161.4亿元，同比增长5.6%。\n")
    facts = [fact(report, "161.4亿元", "一般公共预算收入")]
    asked = question("一般公共预算收入", text="其中市本级一般公共预算收入呢", units=MONEY)
    assert ranked(asked, (report, facts))[0].score < shipped().threshold


def test_a_rate_is_not_by_how_much_something_rose():
    report = document("执行到位金额3.75亿元，同比上升14.3%，结案率上升1.2个百分点。\n")
    facts = [
        fact(report, "14.3%", "执行到位金额", kind="change", direction="上升"),
        fact(report, "1.2个百分点", "结案率", kind="point_change", direction="上升"),
    ]
    assert ranked(question("执行到位率", units=SHARES), (report, facts))[0].score < shipped().threshold
    assert ranked(question("结案率", units=SHARES, kind="change"), (report, facts))[0].fact.figure.raw == "1.2个百分点"


def test_a_part_needs_to_be_asked_for():
    report = document("审结环境案件645件，其中公益诉讼案件21件。\n")
    facts = [fact(report, "645件", "环境案件"), fact(report, "21件", "公益诉讼案件", part_of="环境案件")]
    assert best(question("环境案件", units=CASES_), (report, facts)) == "645件"
    assert best(question("公益诉讼案件", text="其中公益诉讼案件多少", units=CASES_), (report, facts)) == "21件"


def test_of_two_that_fit_alike_the_part_comes_second():
    report = document("环境案件21件。\n环境案件645件。\n")
    facts = [fact(report, "21件", "环境案件", part_of="审结案件"), fact(report, "645件", "环境案件")]
    assert best(question("环境案件", units=CASES_), (report, facts)) == "645件"
    assert best(question("环境案件", text="其中环境案件多少件", units=CASES_), (report, facts)) == "21件"


def test_the_exact_figure_comes_before_the_round_one():
    report = document("执行到位金额突破35亿元。\n执行到位金额35.8亿元。\n")
    facts = [
        fact(report, "35亿元", "执行到位金额", figure={"approx": "突破"}),
        fact(report, "35.8亿元", "执行到位金额"),
    ]
    assert best(question("执行到位金额", units=MONEY), (report, facts)) == "35.8亿元"


def test_what_the_question_does_not_name_counts_against_a_metric():
    report = document("审结破产案件131件。\n审结案件62148件。\n")
    facts = [fact(report, "131件", "审结破产案件"), fact(report, "62148件", "审结案件")]
    assert best(question("审结案件", units=CASES_), (report, facts)) == "62148件"
    assert best(question("审结破产案件", units=CASES_), (report, facts)) == "131件"


def test_coverage_is_a_share_of_the_weights():
    weights = weigh(question("执行到位"), ["执行到位", "执行", "别的"])
    assert weights.coverage("执行到位") == pytest.approx(1.0)
    assert 0 < weights.coverage("执行") < weights.coverage("到位") < 1
    assert weights.coverage("别的") == 0.0
    assert weigh(question("。"), []).coverage("执行") == 0.0


def test_a_rarer_term_weighs_more():
    weights = dict(weigh(question("执行金额"), ["执行多", "执行少", "金额"]).literal)
    assert weights["金额"] > weights["执行"] > 0
    assert weights["执"] < weights["执行"]


def test_nothing_found_is_nothing_ranked():
    assert rank_facts(question("执行到位金额"), [], {}) == []
    assert rank_facts(question("执行到位金额"), [hit(REPORT)], {}) == []
    report = document("粮食播种面积1255万亩。\n")
    assert ranked(question("粮食", units=("吨", "斤")), (report, [fact(report, "1255万亩", "粮食播种面积")])) == []


fields: dict[str, Any] = {
    "kind": st.sampled_from(["", "change", "rank", "target"]),
    "units": st.sampled_from([(), CASES_, MONEY, SHARES]),
    "periods": st.sampled_from([(), ("2023",), ("2024",), ("2024", "2025")]),
}


@settings(max_examples=80, deadline=None)
@given(st.text("新收案件审结执行到位金额同比上升市中院", max_size=10), st.fixed_dictionaries(fields))
def test_any_question_ranks_only_facts_of_its_years_best_first(metric: str, asked: dict[str, Any]):
    found = ranked(question(metric, **asked))
    assert all(in_period(question(metric, **asked), c.fact) for c in found)
    assert all(0 <= c.score <= 1 for c in found)
    rest = [c.logit for c in found[1:]]
    assert rest == sorted(rest, reverse=True)
    assert found == ranked(question(metric, **asked))
    assert len({c.fact.id for c in found}) == len(found)


def made(text: str, *facts: tuple[Any, ...]) -> tuple[Document, list[Fact]]:
    report = document(text)
    return report, [fact(report, raw, metric, **more) for raw, metric, more in facts]


def test_a_figure_that_the_question_states_is_not_what_it_asks_for():
    given_ = made(
        "2024年，财政收入总额首次突破百亿元，达到113亿元。\n",
        ("百亿元", "财政收入总额", {}),
        ("113亿元", "财政收入总额", {}),
    )
    assert (
        best(question("财政收入首次突破百亿", text="财政收入首次突破百亿，具体是多少", units=MONEY), given_)
        == "113亿元"
    )


def test_what_has_been_done_is_not_answered_with_a_plan():
    planned = made("2024年城镇新增就业12万人以上。\n", ("12万人", "城镇新增就业", {"kind": "target"}))
    people = ("人", "名")
    asked = question("城镇新增就业", text="2024年城镇新增就业了多少人", units=people, periods=("2024",))
    assert ranked(asked, planned)[0].score < shipped().threshold
    asked = question("城镇新增就业", text="2024年城镇新增就业多少人", units=people, periods=("2024",))
    assert ranked(asked, planned)[0].score >= shipped().threshold


def test_the_other_side_of_a_pair_comes_after():
    both = made(
        "城镇居民人均可支配收入增长5.1%，农村居民人均纯收入增长6.3%。\n",
        ("5.1%", "城镇居民人均可支配收入", {"kind": "change"}),
        ("6.3%", "农村居民人均纯收入", {"kind": "change"}),
    )
    assert best(question("农村居民人均可支配收入增长", kind="change"), both) == "6.3%"


def test_the_word_that_a_metric_ends_in_counts_most():
    pool = ["发布名单，司法拘留，限制消费。"]
    weights = weigh(question("名单拘留"), pool)
    assert weights.coverage("司法拘留") > weights.coverage("发布名单")
    spoken = Concept(("老", "老赖", "赖"), (("名单", 1.0),))
    first, last = question("老赖拘留", concepts=(spoken,)), question("拘留老赖", concepts=(spoken,))
    assert weigh(last, pool).coverage("发布名单") > weigh(first, pool).coverage("发布名单")


def test_one_month_is_not_the_whole_year():
    report = made(
        "1-12月平均审理天数30.5天。我院12月平均审理天数31.7天。\n",
        ("30.5天", "平均审理天数", {}),
        ("31.7天", "平均审理天数", {}),
    )
    for asked, raw in (
        ("12月份平均审理天数", "31.7天"),
        ("全年平均审理天数", "30.5天"),
        ("1至12月平均审理天数", "30.5天"),
    ):
        assert best(question("平均审理天数", text=asked, units=("天",)), report) == raw


def test_what_the_question_rules_out_is_not_its_answer():
    both = made(
        "外商直接投资协议金额120亿美元，实际投资43亿美元。\n",
        ("120亿美元", "外商直接投资协议金额", {}),
        ("43亿美元", "实际投资", {}),
    )
    asked = question("外商投资", text="外商投资多少亿美元，不是协议金额", units=("美元",))
    assert best(asked, both) == "43亿美元"


def test_what_was_added_is_not_all_there_is():
    both = made("地铁新增里程30公里，总里程909公里。\n", ("30公里", "地铁新增里程", {}), ("909公里", "总里程", {}))
    assert best(question("地铁里程", text="地铁里程加起来多少公里", units=("公里",)), both) == "909公里"
    assert best(question("地铁新增里程", text="地铁新增里程多少公里", units=("公里",)), both) == "30公里"
