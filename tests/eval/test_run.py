"""A run over cases with an assistant whose answers are known."""

from __future__ import annotations

import pytest

from eval.cases import Case
from eval.metrics import Tally
from eval.run import run_cases, summarise
from tests.eval.fakes import NAMES, FakeAssistant, hit, said

CASES = [
    Case("1", "金额", "number", reports=("甲",), answers=("35.8亿元",), evidence=("金额35.8亿元",)),
    Case("2", "件数", "number", reports=("甲",), answers=("5件",), evidence=("收案5件",)),
    Case("3", "人数", "number", reports=("乙",), answers=("7人",), evidence=("共7人",)),
    Case("4", "呢", "followup", history=("金额",), reports=("甲",), answers=("2亿",), evidence=("增加2亿",)),
    Case("5", "没有的", "unanswerable", answers=("9件",)),
]
TABLE = {
    "金额": said("35.8亿元", evidence=[hit("d1", "金额35.8亿元。")], quote="金额35.8亿元。"),
    "件数": said("15件", evidence=[hit("d2", "收案5件"), hit("d1", "收案5件")], quote="收案5件", report="乙"),
    "呢": said("2亿", evidence=[hit("d1", "别的")]),
}


def test_each_case_is_scored():
    results = run_cases(CASES, FakeAssistant(TABLE), NAMES)
    assert [one.id for one in results] == ["1", "2", "3", "4", "5"]
    assert [one.right for one in results] == [True, False, False, True, True]
    assert [one.refused for one in results] == [False, False, True, False, True]
    assert [one.cited for one in results] == [True, False, False, False, False]
    assert [one.rank for one in results] == [1, 2, None, None, None]
    assert all(one.milliseconds >= 0 for one in results)


def test_the_assistant_gets_history_and_id():
    assistant = FakeAssistant(TABLE)
    run_cases(CASES[3:4], assistant)
    assert assistant.asked == [("呢", ["金额"], "4")]


def test_without_names_the_text_alone_decides():
    assert run_cases(CASES[1:2], FakeAssistant(TABLE))[0].rank == 1


def test_progress_counts_to_the_end():
    seen: list[tuple[int, int]] = []
    run_cases(CASES, FakeAssistant(TABLE), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 5) for done in range(1, 6)]


def test_summary():
    summary = summarise(run_cases(CASES, FakeAssistant(TABLE), NAMES))
    assert summary.kinds["number"] == Tally(n=3, right=1, wrong=1, refused=1, cited=1, citable=3)
    assert summary.kinds["unanswerable"] == Tally(n=1, right=1)
    assert summary.total == Tally(n=5, right=3, wrong=1, refused=1, cited=1, citable=4)
    assert (summary.searched, summary.recall_at_1, summary.recall_at_5) == (4, 0.25, 0.5)
    assert summary.mrr == pytest.approx(1.5 / 4)
    assert summary.to_dict()["kinds"]["number"]["right"] == 1


def test_summary_of_nothing():
    summary = summarise([])
    assert (summary.total, summary.p95_ms, summary.mrr) == (Tally(), 0.0, 0.0)
