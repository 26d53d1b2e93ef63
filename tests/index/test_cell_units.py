"""The unit of a figure in a table: its cell's, its column's, its row's or the table's, or none for sure."""

from __future__ import annotations

import pytest

from index.cell_units import is_no_quantity, unit_of
from index.frames import frames
from index.told import Told, figures_of
from tests.index.tabled import Rows, prepared, raw_table


def first(rows: Rows, before: str = "主要数据\n单位：万元") -> Told:
    found = frames(prepared(raw_table(rows, before=before)).document)
    return next(one for frame in found for part in frame.parts for one in figures_of(frame, part))


def unit(rows: Rows, before: str = "主要数据\n单位：万元") -> tuple[str, int] | bool | None:
    """Name and multiple of the unit; None for a bare number, False where nothing is sure."""
    found, sure = unit_of(first(rows, before))
    return ((found.name, int(found.factor)) if found else None) if sure else False


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["项目", "2020年"], ["营业收入", "5"]], ("元", 10_000)),
        ([["项目", "2020年（亿元）"], ["营业收入", "5"]], ("元", 100_000_000)),
        ([["项目", "2020年"], ["营业收入（元）", "5"]], ("元", 1)),
        ([["项目", "2020年"], ["营业收入", "5%"]], ("%", 1)),
        ([["项目", "单位", "2020年"], ["发电量", "千瓦时", "5"]], ("千瓦时", 1)),
        ([["项目", "2020年（万元）"], ["占比（%）", "5"]], ("%", 1)),
        ([["项目", "2020年（万元）"], ["每股收益（元/股）", "5"]], ("元/股", 1)),
        ([["项目", "2020年（万元）"], ["产量（吨）", "5"]], False),
        ([["项目", "2020年"], ["毛利率", "5"]], False),
        ([["项目", "2020年"], ["股份总数", "5"]], None),
        ([["项目", "2020年"], ["平均人数", "5.5"]], None),
        ([["项目", "2020年"], ["景气指数", "5"]], None),
        ([["项目", "2020年"], ["员工人数", "5"]], ("人", 1)),
        ([["项目", "2020年"], ["员工的数量合计", "5"]], ("人", 1)),
        ([["项目", "开会次数"], ["甲董事", "5"]], ("次", 1)),
        ([["项目", "2020年"], ["平均年龄", "5"]], None),
    ],
)
def test_the_unit_nearest_to_the_figure_counts(rows: Rows, expected: tuple[str, int] | bool | None):
    assert unit(rows) == expected


@pytest.mark.parametrize(("label", "expected"), [("新收案件", ("件", 1)), ("标的额", ("元", 10_000)), ("法院", False)])
def test_of_several_units_the_one_that_the_words_tell(label: str, expected: tuple[str, int] | bool):
    assert unit([["项目", "2020年"], [label, "5"]], "主要数据\n单位：件、万元") == expected


@pytest.mark.parametrize(
    ("label", "raw", "counts_nothing"),
    [("证券代码", "600519", True), ("营业收入", "5", False)],
)
def test_codes_and_years_are_no_quantities(label: str, raw: str, counts_nothing: bool):
    assert is_no_quantity(first([["项目", "本期"], [label, raw]], "主要数据")) is counts_nothing
