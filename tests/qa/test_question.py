"""Words to a question: the table in tests/cases/questions.jsonl, and what any words at all keep to."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Inferred
from qa import question as room
from qa.parts import parts_of
from qa.question import understand, understood_further
from tests.qa.made import LIBRARY, bodies_of, info

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
EXACT = ("kind", "operation")
LISTS = ("units", "periods", "entities")
KEYS = {"id", "question", "history", "metric", "about", "parts", "today", "xfail", *EXACT, *LISTS}
NOW = 2025


class Clock(datetime.date):
    """A calendar that stands still in the middle of ``year``."""

    year_now = NOW

    @classmethod
    def today(cls) -> Clock:
        return cls(cls.year_now, 6, 1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    class Still(Clock):
        pass

    class Module:
        date = Still

    monkeypatch.setattr(room, "datetime", Module)
    return Still


def params() -> list[Any]:
    return [
        pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(reason=row["xfail"])] if row.get("xfail") else [])
        for row in ROWS
    ]


@pytest.mark.parametrize("row", params())
def test_a_question_is_understood(row: dict[str, Any], clock: type[Clock]):
    clock.year_now = row.get("today", NOW)
    asked = understand(row["question"], LIBRARY, history=row["history"])
    told = {name: getattr(asked, name) for name in (*EXACT, *LISTS)}
    expected = {name: row[name] for name in EXACT if name in row}
    expected |= {name: tuple(row[name]) for name in LISTS if name in row}
    if "about" in row:
        told["about"] = None if asked.documents is None else bodies_of(asked.documents)
        expected["about"] = None if row["about"] is None else set(row["about"])
    if "parts" in row:
        told["parts"], expected["parts"] = len(parts_of(asked, LIBRARY)), row["parts"]
    assert {name: told[name] for name in expected} == expected
    assert row.get("metric", "") in asked.metric


def test_the_table_is_sound():
    assert len(ROWS) >= 150
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert [row["id"] for row in ROWS if set(row) - KEYS] == []


def test_a_comparison_has_one_part_for_each_body_in_the_order_asked():
    asked = understand("德清法院和湖州法院2024年新收案件哪个多？", LIBRARY)
    parts = parts_of(asked, LIBRARY)
    assert [bodies_of(part.documents or ()) for part in parts] == [{"德清法院"}, {"湖州法院"}]
    assert {(part.operation, part.periods, part.metric) for part in parts} == {("lookup", ("2024",), "新收案件")}


def test_a_comparison_has_one_part_for_each_year_of_the_same_body():
    asked = understand("示例县法院2023年和2024年新收案件各多少件？", LIBRARY)
    parts = parts_of(asked, LIBRARY)
    assert [part.periods for part in parts] == [("2023",), ("2024",)]
    assert {part.documents for part in parts} == {asked.documents}


def test_two_names_of_one_body_are_no_comparison():
    assert parts_of(understand("示例中院和示例市中院2024年新收案件各多少件？", LIBRARY), LIBRARY) == ()


def test_a_follow_up_is_written_out_with_what_it_takes_over():
    asked = understand("那2023年呢？", LIBRARY, history=["示例县法院2024年执行到位金额是多少？"])
    assert "示例县法院" in asked.rewritten
    assert "2023年" in asked.rewritten
    assert "执行到位金额" in asked.rewritten


def test_the_id_given_is_the_id_of_the_question():
    assert understand("执行到位金额多少？", LIBRARY, question_id="q-7").id == "q-7"


def test_a_follow_up_that_only_names_another_year_is_read_as_the_question_before_it():
    first = "示例县法院2024年办完的案子比上一年多了百分之几？"
    assert understand("那2023年呢？", LIBRARY, history=[first]).spoken == f"{first} 那2023年呢？"
    whole = understand("市中院自己呢？", LIBRARY, history=["示例市全市法院2024年审结案件多少件？"])
    assert whole.scope == "市中院自己呢？"
    assert "全市" not in whole.spoken


def test_every_body_has_the_year_beside_it():
    asked = understand("判处罪犯人数：湖州法院2022年和德清法院2023年各是多少？", LIBRARY)
    assert [(part.entities, part.periods) for part in parts_of(asked, LIBRARY)] == [
        (("湖州法院",), ("2022",)),
        (("德清法院",), ("2023",)),
    ]
    both = understand("2022年和2023年湖州法院、德清法院各判处罪犯多少人？", LIBRARY)
    assert all(part.periods == ("2022", "2023") for part in parts_of(both, LIBRARY))


def test_a_follow_up_that_ends_in_its_attribute_leaves_the_noun_out():
    before = ["湖州法院2024年民事案件的结案率是多少？"]
    assert understand("刑事案件的呢？", LIBRARY, history=before).metric.endswith("结案率")
    assert "知识产权" not in understand("其中商标的呢？", LIBRARY, history=["湖州法院审结知识产权案件多少件？"]).metric


def test_a_follow_up_may_be_about_what_the_question_before_was_about():
    before = ["湖州法院2024年审结破产案件多少件？"]
    (further,) = understood_further("盘活的土地有多少？", LIBRARY, history=before)
    assert further.metric.split()[0] == "审结破产案件"
    assert (further.entities, further.periods) == (("湖州法院",), ("2024",))
    assert understood_further("2023年呢？", LIBRARY, history=before) == ()
    assert understood_further("德清法院2023年结案多少件？", LIBRARY, history=before) == ()
    assert understood_further("盘活的土地有多少？", LIBRARY, history=[]) == ()


def test_a_follow_up_that_only_names_something_else_is_after_the_same_of_that():
    before = ["示例市2024年职工家庭人均收入是多少元？"]
    _, other = understood_further("农民呢？", LIBRARY, history=before)
    assert (other.metric, other.entities, other.periods) == ("农民 收入", ("示例市",), ("2024",))
    assert "元" in other.units


NEWS = tuple(
    replace(info("", year, f"{day}_快讯"), date=Inferred(day, ""))
    for year, day in (("2025", "2026-02-02"), ("2025", "2026-03-09"))
)


def test_reports_of_the_month_in_which_something_was_told():
    told = understand("2026年2月最高检说退回了多少财产？", NEWS)
    assert told.given == (NEWS[0].id,)
    assert "2月" not in told.metric
    assert understand("2026年2月退回了多少财产？", NEWS).given == ()
    both = understand("2026年2月和2026年3月的新闻里，缺席的代表各有几个？", NEWS)
    assert both.given == (NEWS[0].id, NEWS[1].id)


@pytest.mark.parametrize("history", [[], ["示例县法院2024年执行到位金额是多少？"]])
def test_an_empty_library_understands_all_the_same(history: list[str]):
    asked = understand("2024年新收案件多少件？", (), history=history)
    assert asked.periods == ("2024",)
    assert "新收案件" in asked.metric


PIECES = st.sampled_from(
    "2024年 24年 二〇二四年 九一年 去年 再往前一年 过了三年 2022年到2024年 每年 分别 示例县 湖州法院 浙江 粤 新 的 多少 件 元 "
    "同比 呢 那 和 、 ？ 。 ( 😀 0 99 １ % 排名第几 哪些 执行到位金额".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=3))
def test_whatever_is_asked_the_locks_are_whole(text: str, history: list[str]):
    asked = understand(text, LIBRARY, history=history)
    held = {one.id for one in LIBRARY}
    assert asked.documents is None or set(asked.documents) <= held
    assert (asked.documents is None) == (asked.entities == ())
    assert len(set(asked.periods)) == len(asked.periods)
    assert asked == understand(text, LIBRARY, history=history)
    for part in parts_of(asked, LIBRARY):
        assert part.operation == "lookup"
        assert asked.documents is None or set(part.documents or ()) <= set(asked.documents)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_is_understood(text: str):
    assert understand(text, LIBRARY, history=[text]).operation in ("lookup", "text", "list", "compare")


@pytest.mark.parametrize(
    "text", ["全市法院和市中院本级2024年执行到位金额各是多少？", "市中院本级与全市法院2024年新收案件各多少件？"]
)
def test_a_whole_and_its_own_part_are_asked_one_by_one(text: str):
    parts = parts_of(understand(text, LIBRARY), LIBRARY)
    assert len(parts) == 2
    assert {("全市" in part.text, "市中院" in part.text or "本级" in part.text) for part in parts} == {
        (True, False),
        (False, True),
    }


@pytest.mark.parametrize(
    "text", ["一般公共预算收入中市本级多少", "市本级一般公共预算收入多少", "其中省本级一般公共预算收入是多少"]
)
def test_the_level_asked_for_is_no_part_of_the_metric(text: str):
    assert understand(text, LIBRARY).metric == "一般公共预算收入"
