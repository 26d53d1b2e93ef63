"""From a made workbook, CSV and web page to answers on their tables: the right figure, unit, year, row and proof."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from index.build import add_paths, rebuild
from index.claims import recompute
from index.records import Fact, RawText
from qa import Assistant
from qa.answer import cite, sentence, show
from qa.fits import OTHER_ROW, OTHER_SIDE
from qa.markup import escape
from qa.passages import evidence
from qa.reader import Side, side_of
from qa.regions import regions
from qa.render import answer as rendered
from qa.results import STATUS_CONVERTED, STATUS_MISSING, STATUS_VERBATIM, Hit
from qa.scope import labels_within
from qa.select import measure
from qa.table import rows_of
from qa.verify import status_of
from tests.index.tabled import prepared, raw_table
from tests.qa.made import question

SHEET = [
    ["四海电力股份有限公司2020年年度报告"],
    ["单位：万元"],
    ["项目", "2020年", "2019年", "同比增减（%）"],
    ["营业收入", 94915.38, 85429.57, 11.10],
    ["营业成本", 61200.5, 60110.25, 1.81],
    ["归属于股东的净利润", -1234.5, 467.2, None],
    ["研发人员数量（人）", 74, 61, 21.31],
]
PRODUCTS = [
    ["分产品情况", None, None],
    ["产品", "营业收入（元）", "毛利率（%）"],
    ["火电", 300000000.25, 18.55],
    ["风电", 649153800, 41.02],
    ["合计", 949153800.25, 33.1],
]
CSV = "东海水务2020年经营数据,,\n单位：亿元,,\n指标,2020年,2019年\n营业收入,35.8,31.2\n售水量（万吨）,1200,1100\n"
PAGE = """<html><body><h1>西山矿业2020年年度报告</h1><p>单位：百万元</p><table>
<tr><th rowspan="2">项目</th><th colspan="2">2020年</th><th colspan="2">2019年</th></tr>
<tr><th>金额</th><th>占比（%）</th><th>金额</th><th>占比（%）</th></tr>
<tr><td>煤炭</td><td>1,740,564</td><td>34.99</td><td>1,552,402</td><td>36.30</td></tr>
<tr><td>焦炭</td><td>482,834</td><td>9.71</td><td>(404)</td><td>9.46</td></tr></table></body></html>"""


def workbook() -> bytes:
    made = Workbook()
    for n, (name, rows) in enumerate((("主要会计数据", SHEET), ("分产品", PRODUCTS))):
        sheet = made.active if n == 0 else made.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(row)
        for row in sheet.iter_rows(min_row=3, min_col=2):
            for cell in row:
                cell.number_format = "#,##0.00" if isinstance(cell.value, float) else "#,##0"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("报告")
    (folder / "四海电力股份有限公司2020年年度报告.xlsx").write_bytes(workbook())
    (folder / "东海水务2020年年度报告.csv").write_bytes(CSV.encode("gb18030"))
    (folder / "西山矿业2020年年度报告.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("库")
    assert [(o.status, o.message) for o in add_paths(store, [folder])] == [("added", "")] * 3
    return store


@pytest.fixture(scope="module")
def assistant(store: Path) -> Iterator[Assistant]:
    opened = Assistant.open(store)
    yield opened
    opened.close()


ASKED = [
    ("四海电力2020年营业收入多少？", "94,915.38万元", "2020", "营业收入\t94,915.38\t85,429.57\t11.10"),
    ("四海电力2019年营业收入是多少？", "85,429.57万元", "2019", "营业收入\t94,915.38\t85,429.57\t11.10"),
    ("四海电力2020年营业收入同比增减百分之几？", "11.10%", "2020", "营业收入\t94,915.38\t85,429.57\t11.10"),
    ("四海电力2020年归属于股东的净利润多少？", "-1,234.50万元", "2020", "归属于股东的净利润\t-1,234.50\t467.20\t"),
    ("四海电力2020年有多少研发人员？", "74人", "2020", "研发人员数量（人）\t74\t61\t21.31"),
    ("四海电力风电的毛利率是多少？", "41.02%", "2020", "风电\t649,153,800\t41.02"),
    ("四海电力火电的营业收入是多少元？", "300,000,000.25元", "2020", "火电\t300,000,000.25\t18.55"),
    ("东海水务2020年营业收入多少？", "35.8亿元", "2020", "营业收入\t35.8\t31.2"),
    ("东海水务2019年售水量多少？", "1100万吨", "2019", "售水量（万吨）\t1200\t1100"),
    ("西山矿业2019年焦炭占比多少？", "9.46%", "2019", "焦炭\t482,834\t9.71\t(404)\t9.46"),
    ("西山矿业2020年煤炭金额多少？", "17405.64亿元", "2020", "煤炭\t1,740,564\t34.99\t1,552,402\t36.30"),
]


@pytest.mark.parametrize(("question", "said", "period", "row"), ASKED)
def test_a_question_on_a_table_is_answered_with_its_row(
    assistant: Assistant, question: str, said: str, period: str, row: str
):
    result = assistant.ask(question)
    assert (result.refused, result.answer) == (False, said)
    fact, citation = result.facts[0], result.citations[0]
    status = STATUS_CONVERTED if fact.converted else STATUS_VERBATIM
    assert (fact.period, fact.status, fact.said) == (period, status, said)
    assert said in result.text
    document = next(d for d in assistant.reports() if d.name == citation.report)
    text = assistant.document(document.id).text
    assert text[citation.start : citation.end] == citation.quote
    assert citation.quote == row.rstrip("\t") or citation.quote == row
    assert text[fact.start : fact.end] == fact.raw


def test_the_answer_in_words(assistant: Assistant):
    result = assistant.ask("四海电力风电的毛利率是多少？")
    assert result.text == "2020年，四海电力股份有限公司风电毛利率41.02%。"
    result = assistant.ask("四海电力2020年营业收入多少？")
    assert result.text.startswith("2020年，四海电力股份有限公司营业收入94,915.38万元。")
    assert result.facts[0].value == "949153800"
    assert result.facts[0].unit == "元"


def test_a_year_that_no_table_holds_is_refused(assistant: Assistant):
    result = assistant.ask("四海电力2018年营业收入多少？")
    assert result.refused


def test_an_answer_and_its_row_are_shown_with_the_unit(assistant: Assistant):
    result = assistant.ask("四海电力2020年营业收入多少？")
    assert "94,915.38万元" in rendered(result)
    shown = evidence(result, assistant.report_names())
    assert "营业收入 │ " in re.sub("<[^>]+>", "", shown)
    assert "\t" not in shown
    assert re.search('<mark class="sh-other[^"]*">85,429.57</mark>', shown)


def test_cells_are_kept_apart_on_the_page():
    assert escape("营业收入\t5\n净利润\t6") == "营业收入 │ 5<br>净利润 │ 6"


def test_understood_anew_the_library_answers_the_same(store: Path):
    with_before = Assistant.open(store)
    before = with_before.ask("四海电力2020年营业收入多少？").to_dict()
    facts = with_before.facts()
    with_before.close()
    assert rebuild(store) == 3
    again = Assistant.open(store)
    after = again.ask("四海电力2020年营业收入多少？").to_dict()
    assert again.store.check() == []
    assert again.facts() == facts
    again.close()
    before.pop("timings_ms")
    after.pop("timings_ms")
    assert after == before


def test_the_table_of_facts_tells_names_in_full_and_rows_readably(assistant: Assistant):
    rows = rows_of(assistant.store, metric="风电毛利率")
    assert [(row[5], row[6], row[8], row[-1]) for row in rows] == [
        ("风电毛利率", "41.02", "%", "风电 │ 649,153,800 │ 41.02")
    ]


ROWS = [["项目", "2020年", "2019年", "同比增减（%）", "毛利率"], ["风电", "120.00", "100.00", "20.00", "41.02%"]]
REPORT = prepared(raw_table(ROWS, before="分产品收入\n单位：万元"))
LEVEL, LAST, CHANGE, MARGIN = REPORT.facts


def falsified(**fields: Any) -> Fact:
    assert LEVEL.table is not None
    return replace(LEVEL, table=replace(LEVEL.table, **fields))


def test_a_fact_of_a_table_is_verified_where_it_stands():
    assert {status_of(REPORT.document, fact) for fact in REPORT.facts} == {STATUS_VERBATIM}


@pytest.mark.parametrize(
    "false",
    [
        falsified(unit_start=0, unit_end=0),
        falsified(unit_start=0, unit_end=2),
        falsified(column="占比"),
        falsified(heads=((0, 3),)),
        replace(LEVEL, metric="火电"),
        replace(LEVEL, figure=replace(LEVEL.figure, raw="120.0", end=LEVEL.figure.end - 1)),
        replace(LEVEL, figure=replace(LEVEL.figure, unit="%")),
        replace(LEVEL, figure=replace(LEVEL.figure, value=LAST.figure.value)),
    ],
)
def test_a_false_fact_of_a_table_is_not_found(false: Fact):
    assert status_of(REPORT.document, false) == STATUS_MISSING


def test_a_fact_of_a_table_in_words():
    shown = [show(fact, REPORT.document, 0) for fact in REPORT.facts]
    assert [s.said for s in shown] == ["120.00万元", "100.00万元", "20.00%", "41.02%"]
    assert [s.metric for s in shown] == ["风电", "风电", "风电同比增减", "风电毛利率"]
    assert sentence(shown[2], CHANGE, REPORT.document) == "2020年，甲公司风电同比增减20.00%"
    assert cite(LEVEL, REPORT.document).quote == "风电\t120.00\t100.00\t20.00\t41.02%"


def test_what_is_counted_tells_its_own_unit():
    rows = [["项目", "2020年"], ["在职员工的数量合计", "1,250"], ["股东户数", "77"], ["营业收入", "5.00"]]
    report = prepared(raw_table(rows, before="主要数据\n单位：万元"))
    shown = [show(fact, report.document, 0) for fact in report.facts]
    assert [s.said for s in shown] == ["1,250人", "77户", "5.00万元"]
    assert {s.status for s in shown} == {STATUS_VERBATIM}


def test_what_the_selection_and_the_reader_see_of_a_cell():
    passage = REPORT.passages[-1]
    near, clause, whole = regions(MARGIN, passage.text, passage.start)
    assert "风电" in near
    assert "毛利率" in near
    assert "120.00" not in near
    assert "分产品收入" in clause
    assert "120.00" in whole
    assert side_of(MARGIN, passage.text, passage.start) == Side("", "风电毛利率", "%", "")


def test_a_change_in_a_table_is_worked_out_from_its_own_row():
    claims = recompute(REPORT.facts)
    assert [(claim.change.figure.raw, claim.verdict) for claim in claims] == [("20.00", "一致")]
    wrong = prepared(
        raw_table([ROWS[0], ["风电", "120.00", "100.00", "30.00", "41.02%"]], before="分产品收入\n单位：万元")
    )
    assert [claim.verdict for claim in recompute(wrong.facts)] == ["不一致"]


PAID = [["姓名", "职务", "报酬"], ["甲某某", "副行长", "56.04"], ["乙某某", "监事长", "43.55"]]
STAFF = [["类别", "人数（人）"], ["研发人员", "74"], ["财务人员", "25"], ["合计", "99"]]
SECTIONS = [
    ["项目", "2020年"],
    ["公司存款：", ""],
    ["定期", "5.00"],
    ["小计", "7.00"],
    ["个人存款：", ""],
    ["定期", "9.00"],
    ["小计", "9.50"],
]


@pytest.mark.parametrize(
    ("rows", "metric", "fits"),
    [
        (STAFF, "研发人员人数", {"74": True, "25": False, "99": True}),
        (STAFF, "员工人数", {"74": False, "25": False, "99": True}),
        (PAID, "副行长 报酬", {"56.04": True, "43.55": False}),
        ([STAFF[0], ["在岗职工的数量合计", "99"], STAFF[1]], "职工总数", {"99": True, "74": False}),
        (SECTIONS, "公司存款小计", {"5.00": False, "7.00": True, "9.00": False, "9.50": False}),
    ],
)
def test_a_row_that_is_not_asked_for_is_not_wanted(rows: list[list[str]], metric: str, fits: dict[str, bool]):
    report = prepared(raw_table(rows, before="员工情况\n单位：万元"))
    passage = report.passages[-1]
    measured = measure(question(metric), [Hit(passage, 0.5)], {passage.id: report.facts})
    wanted = {m.fact.figure.raw: m.factors["wanted"] * m.factors["level fit"] == 1.0 for m in measured}
    assert wanted == fits


def test_where_a_table_tells_a_side_apart_what_tells_none_is_not_of_it():
    sides = [["区域", "销售量（吨）"], ["国内", "62,529.32"], ["国外", "1,526.56"]]
    report = prepared(raw_table(sides, before="公司共包装系列酒2.20万吨。\n区域情况"))
    hits = [Hit(passage, 0.5) for passage in report.passages]
    facts = {passage.id: [f for f in report.facts if f.passage == passage.id] for passage in report.passages}

    def fit(metric: str) -> dict[str, float]:
        return {m.fact.figure.raw: m.factors["side fit"] for m in measure(question(metric, units=("吨",)), hits, facts)}

    assert fit("卖到国外 酒") == {"2.20万吨": OTHER_ROW, "62,529.32": OTHER_ROW, "1,526.56": 1.0}
    assert set(fit("包装酒").values()) == {1.0}


def test_where_a_sentence_tells_a_side_apart_the_whole_is_not_of_the_other():
    report = prepared(RawText("1-12月共受理诉讼案件6380件，其中：受理民事案件5644件。\n", "utf-8"))
    hits = [Hit(passage, 0.5) for passage in report.passages]
    facts = {passage.id: [f for f in report.facts if f.passage == passage.id] for passage in report.passages}

    def fit(metric: str) -> float:
        measured = measure(question(metric, units=("件",)), hits, facts)
        return next(m.factors["side fit"] for m in measured if m.fact.figure.raw == "6380件")

    assert fit("受理刑事案件") == OTHER_ROW
    assert fit("受理诉讼案件") == 1.0


def test_turnover_is_no_cost_where_their_changes_are_told():
    rows = [["地区", "营业收入比上年增减（%）", "营业成本比上年增减（%）"], ["国外", "-16.71", "-12.67"]]
    report = prepared(raw_table(rows, before="分地区情况"))
    passage = report.passages[-1]
    asked = question("国外收入", kind="change")
    measured = measure(asked, [Hit(passage, 0.5)], {passage.id: report.facts})
    assert {m.fact.figure.raw: m.factors["not contrary"] for m in measured} == {"-16.71": 1.0, "-12.67": OTHER_SIDE}


def test_a_quarter_is_not_wanted_where_the_year_is_asked_for():
    rows = [["项目", "第一季度（1-3月份）", "2020年9月30日", "2020年12月31日"], ["存货", "5.00", "6.00", "7.00"]]
    report = prepared(raw_table(rows, before="单位：万元"))
    passage = report.passages[-1]
    hits, facts = [Hit(passage, 0.5)], {passage.id: report.facts}
    whole = {m.fact.figure.raw: m.factors["months fit"] < 1 for m in measure(question("存货"), hits, facts)}
    assert whole == {"5.00": True, "6.00": True, "7.00": False}
    quarter = {m.fact.figure.raw: m.factors["months fit"] < 1 for m in measure(question("1-3月存货"), hits, facts)}
    assert quarter["5.00"] is False


def test_rows_that_the_question_names_are_found_by_the_unit_asked_for(assistant: Assistant):
    water = question("东海卖了多少吨 售水量", units=("吨",))
    labels = labels_within(water)
    assert "售水量" in labels
    found = assistant.store.measured(labels, water.units, None, ("2020",))
    assert [p for p in found if "售水量" in assistant.store.passages([p])[p].text] == found != []
    assert assistant.store.measured(labels, ("件",), None) == []
    assert assistant.store.measured(labels, water.units, None, ("2018",)) == []
    assert labels_within(replace(water, units=())) == labels_within(replace(water, units=("元",))) == ()


def test_passages_with_a_row_of_the_very_name_are_found(assistant: Assistant):
    found = assistant.store.labelled("营业收入", None, ("2019",))
    assert len(found) == 2
    assert assistant.store.labelled("营业收入", None, ("2018",)) == []
    assert assistant.store.labelled("营业", None) == []
    ids = [info.id for info in assistant.reports() if "东海" in info.name]
    assert assistant.store.labelled("营业收入", ids) == [p for p in found if p.startswith(ids[0][:16])]
