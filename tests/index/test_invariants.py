"""Each broken invariant of a report is told in one line; a sound report has none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from index.invariants import problems
from index.records import Block, Dropped, Prepared
from tests.helpers import report

GOOD = report("年报", sentences=6)
DOCUMENT, PASSAGE, FACT = GOOD.document, GOOD.passages[1], GOOD.facts[2]


def document(**changes: Any) -> Prepared:
    return replace(GOOD, document=replace(DOCUMENT, **changes))


def passage(**changes: Any) -> Prepared:
    return replace(GOOD, passages=tuple(replace(p, **changes) if p is PASSAGE else p for p in GOOD.passages))


def fact(**changes: Any) -> Prepared:
    return replace(GOOD, facts=tuple(replace(f, **changes) if f is FACT else f for f in GOOD.facts))


def test_a_sound_report_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (document(offsets=DOCUMENT.offsets[:-1]), "对照表有"),
        (document(offsets=[*DOCUMENT.offsets[:9], 0, *DOCUMENT.offsets[10:]]), "第 9 字处倒退"),
        (document(offsets=[*DOCUMENT.offsets[:-1], 10**6]), "1 项指到原文"),
        (document(dropped=()), "3 个非空白字符"),
        (document(dropped=(*DOCUMENT.dropped, Dropped(0, 10**6, "页码"))), "在原文之外"),
        (document(raw=DOCUMENT.raw + "漏"), r"1 个非空白字符.*'漏'"),
        (document(blocks=(Block(0, 9, "p"), Block(5, 12, "p"))), "段落块 5–12"),
        (document(blocks=(Block(0, 10**6, "p"),)), "越界"),
        (passage(text="别的"), "不一致"),
        (passage(end=10**6), "不一致"),
        (passage(ordinal=7), "次序"),
        (passage(document="另一份"), "所属报告"),
        (fact(passage="没有"), "不存在"),
        (fact(passage=GOOD.passages[0].id), "不在它的段落"),
        (fact(figure=replace(FACT.figure, raw="9")), "数字“9”"),
        (fact(figure=replace(FACT.figure, end=FACT.figure.start)), "不在它的段落"),
        (fact(metric="收入"), "指标“收入”"),
        (fact(sentence_end=FACT.figure.end - 1), "不在它的句子"),
    ],
)
def test_a_broken_invariant_is_told(broken, message):
    lines = problems(broken)
    assert lines
    assert all(line.startswith("年报：") for line in lines)
    with pytest.raises(AssertionError, match=message):
        raise AssertionError("\n".join(lines))


def test_text_may_be_blank_where_it_is_not_mapped():
    assert problems(document(raw=DOCUMENT.raw + " \n\u3000\t")) == []
