"""The tables of two real annual reports: figures read by eye, and every fact of them proved where it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.invariants import problems
from index.load import load
from index.numerals import plain
from index.prepare import prepare, report_name
from index.records import Prepared
from index.tabled import read_again, stands

CORPUS = os.environ.get("SHUSHUO_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="SHUSHUO_CORPUS is not set")
MAKER, BANK = "安靠智电", "邮储银行"
SEEN = [
    (MAKER, "营业收入", "", "2019", "318024319.3", "元"),
    (MAKER, "营业收入", "", "2017", "359659866.37", "元"),
    (MAKER, "营业收入", "本年比上年增减", "2019", "-0.64", "%"),
    (MAKER, "基本每股收益", "", "2019", "0.65", "元/股"),
    (MAKER, "营业收入", "第四季度", "2019", "117627334.09", "元"),
    (MAKER, "GIL产品", "毛利率", "2019", "37.73", "%"),
    (MAKER, "华东", "占营业收入比重", "2018", "52.88", "%"),
    (MAKER, "销售量", "", "2019", "9353", "套"),
    (MAKER, "主营业务成本", "占营业成本比重", "2019", "39.89", "%"),
    (MAKER, "客户一", "销售额", "2019", "103558585.83", "元"),
    (MAKER, "报告期末普通股股东总数", "", "2019", "9321", ""),
    (BANK, "营业收入", "", "2018", "260995000000", "元"),
    (BANK, "理财业务", "增（减）额", "2019", "-639000000", "元"),
    (BANK, "理财业务", "变动", "2019", "-13.92", "%"),
    (BANK, "总行", "机构数目", "2019", "1", "个"),
    (BANK, "总行", "员工数量 占比", "2019", "1.89", "%"),
    (BANK, "净利息收益率", "", "2018", "2.67", "%"),
    (BANK, "经营活动产生的现金流量净额", "第二季度", "2019", "-233150000000", "元"),
    (BANK, "贷款余额", "", "2019", "82455629900", "元"),
]


@pytest.fixture(scope="module")
def reports() -> dict[str, Prepared]:
    found = {}
    for path in sorted((Path(CORPUS) / "reports" / "annual_html").glob("*.html")):
        data, raw = load(path)
        found[MAKER if MAKER in path.name else BANK] = prepare(report_name(path), data, raw)
    return found


@pytest.mark.parametrize(("report", "metric", "column", "period", "value", "unit"), SEEN)
def test_figures_read_by_eye(
    reports: dict[str, Prepared], report: str, metric: str, column: str, period: str, value: str, unit: str
):
    found = {
        (plain(f.figure.value), f.figure.unit)
        for f in reports[report].facts
        if f.table is not None and (f.metric, f.table.column, f.period) == (metric, column, period)
        if f.figure.value is not None
    }
    assert (value, unit) in found


@pytest.mark.parametrize("report", [MAKER, BANK])
def test_every_fact_of_a_table_stands_where_it_says(reports: dict[str, Prepared], report: str):
    made = reports[report]
    facts = [fact for fact in made.facts if fact.table is not None]
    assert len(facts) > 1500
    assert problems(made) == []
    for fact in facts:
        assert read_again(made.document.text, fact) == fact.figure
        assert stands(made.document.text, fact)
