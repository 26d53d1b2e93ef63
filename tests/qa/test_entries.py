"""Cells of tables that answer in words: by what they stand beside and under."""

from __future__ import annotations

import pytest

from qa.entries import best_entry, entries, heads_of
from tests.qa.made import document, hit, question

PEOPLE = "\t董事会秘书\t证券事务代表\n姓名\t方一鸣\t梁二白\n联系地址\t甲市和平路1号\t甲市和平路1号\n电话\t010-55550001\t010-55550002\n"
ABOUT = "公司的法定代表人\t陶三立\n注册地址\t甲市和平路1号\n办公地址的邮政编码\t100999\n公司网址\thttp://www.jiashi.example/\n电子信箱\tir@jiashi.example\n"
STOCK = "股票种类\t股票上市交易所\t股票简称\t股票代码\nA股\t甲地证券交易所\t甲市股份\t600999\n"
PAIRED = "股票简称\t甲市股份\t股票代码\t600999\n"
DEFINED = "释义项\t指\t释义内容\n三大电站\t指\t东山电站、西山电站、南山电站\n"


POSTS = "李甲乙\t行长\t男\t57\n王丙丁\t副行长\t女\t50\n赵戊己\t职工监事\t男\t48\n钱庚辛\t职工监事\t男\t49\n"


def answered(text: str, table: str, metric: str = "", **fields: object) -> str:
    """What the best cell of a table says; "" where none answers."""
    asked = question(metric or text, text=text, **{"operation": "text", **fields})
    found = hit(document(table))
    best = best_entry(asked, [None, found])
    return "" if best is None else found.passage.text[best[2].start : best[2].end]


@pytest.mark.parametrize(
    ("text", "metric", "table", "expected"),
    [
        ("证券事务代表叫什么名字", "证券事务代表", PEOPLE, "梁二白"),
        ("董事会秘书是谁", "董事会秘书", PEOPLE, "方一鸣"),
        ("证券事务代表的电话是多少", "证券事务代表 电话", PEOPLE, "010-55550002"),
        ("法定代表人是谁", "法定代表人", ABOUT, "陶三立"),
        ("注册地址在哪里", "注册地址", ABOUT, "甲市和平路1号"),
        ("股票代码是什么", "股票代码", STOCK, "600999"),
        ("在哪家交易所上市，股票代码是什么", "股票代码", PAIRED, "600999"),
        ("行长是谁", "行长", POSTS, "李甲乙"),
        ("副行长是谁", "副行长", POSTS, "王丙丁"),
        ("三大电站指哪三座", "三大电站指", DEFINED, "东山电站、西山电站、南山电站"),
    ],
)
def test_what_stands_beside_and_under_answers(text: str, metric: str, table: str, expected: str):
    assert answered(text, table, metric) == expected


@pytest.mark.parametrize(
    ("text", "metric", "table"),
    [
        ("财务总监是谁", "财务总监", PEOPLE),
        ("职工监事是谁", "职工监事", POSTS),  # two of them
        ("总行长是谁", "总行长", POSTS),
        ("行长毕业于哪里", "行长毕业于", POSTS),
        ("副董事会秘书是谁", "副董事会秘书", PEOPLE),
        ("法定代表人毕业于哪所大学", "法定代表人毕业于哪所大学", ABOUT),
        ("董事会秘书持有多少股", "董事会秘书持股", PEOPLE),
        ("分公司注册在哪里", "分公司注册", ABOUT),
        ("财务总监的电子信箱是什么", "财务总监 电子信箱", ABOUT),
    ],
)
def test_what_nothing_names_is_no_answer(text: str, metric: str, table: str):
    assert answered(text, table, metric) == ""


def test_a_post_that_another_table_gives_to_another_has_no_one_holder():
    asked = question("副行长", text="副行长是谁", operation="text")
    one, other = (hit(document(f"{who}\t副行长\t女\n王某甲\t行长\t男\n", name=who)) for who in ("王丙丁", "李戊己"))
    assert best_entry(asked, [one]) is not None
    assert best_entry(asked, [one, other]) is None


def test_only_words_are_told_so():
    assert answered("法定代表人有几个", ABOUT, "法定代表人", operation="lookup") == ""


def test_a_cell_is_named_by_its_row_and_its_column():
    named = {PEOPLE[entry.start : entry.end]: entry.names for entry in entries(PEOPLE)}
    assert named["梁二白"] == ("姓名", "证券事务代表")
    assert [entry.names for entry in entries(STOCK)][-1] == ("股票代码",)  # one row: nothing to tell it from
    assert [entry.names for entry in entries(PAIRED)] == [("股票简称",), ("股票代码",)]


@pytest.mark.parametrize(
    ("table", "heads"),
    [
        (PEOPLE, {1}),
        (STOCK, {0}),
        (ABOUT, set()),
        ("办公地址\t甲市和平路100号\n邮政编码\t100999\n", set()),
        ("董事姓名\t是否独立董事\t出席次数\t备注\n", {0}),
    ],
)
def test_rows_of_heads_tell_nothing(table: str, heads: set[int]):
    assert heads_of(table) == heads
