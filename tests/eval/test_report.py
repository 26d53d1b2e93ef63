"""The table, where it goes, and when it is stale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval import report
from eval.metrics import Tally
from eval.report import BEGIN, END, ReportError
from eval.run import Summary

SUMMARY = Summary(
    kinds={"number": Tally(4, 3, 1, 0, 2, 4), "unanswerable": Tally(1, 1, 0, 0, 0, 0)},
    total=Tally(5, 4, 1, 0, 2, 4),
    searched=4,
    recall_at_1=0.5,
    recall_at_5=1.0,
    mrr=0.75,
    p50_ms=3.2,
    p95_ms=9.9,
)
TABLE = report.render(SUMMARY)
PAGE = f"# 标题\n\n{BEGIN}\n旧表\n{END}\n\n结尾\n"


def test_the_table_holds_every_score():
    assert "| 数字 | 4 | 75.0% | 25.0% | 0.0% | 50.0% |" in TABLE
    assert "| 无答案（应拒答） | 1 | 100.0% | 0.0% | 0.0% | — |" in TABLE
    assert "| 合计 | 5 | 80.0% | 20.0% | 0.0% | 50.0% |" in TABLE
    for part in ("recall@1 50.0%", "recall@5 100.0%", "MRR 0.750", "3.2 毫秒", "9.9 毫秒"):
        assert part in TABLE


def test_the_table_goes_between_the_markers_and_nothing_else_moves():
    page = report.insert(PAGE, TABLE)
    assert page.startswith("# 标题\n\n" + BEGIN)
    assert page.endswith(END + "\n\n结尾\n")
    assert TABLE in page
    assert "旧表" not in page
    assert report.insert(page, TABLE) == page


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}{BEGIN}", PAGE + PAGE])
def test_a_page_without_one_place_for_the_table_is_refused(page: str):
    with pytest.raises(ReportError, match="eval:begin"):
        report.insert(page, TABLE)


def test_only_scores_make_a_page_stale():
    page = report.insert(PAGE, TABLE)
    slower = report.render(replace(SUMMARY, p50_ms=88.0, p95_ms=99.0))
    worse = report.render(replace(SUMMARY, recall_at_1=0.25))
    assert slower != TABLE
    assert not report.is_stale(page, slower)
    assert report.is_stale(page, worse)
    assert report.is_stale(PAGE, TABLE)


def test_write_leaves_a_fresh_file_alone(tmp_path: Path):
    path = tmp_path / "README.md"
    path.write_text(PAGE, encoding="utf-8")
    assert report.write(path, TABLE)
    fresh = path.read_bytes()
    assert not report.write(path, report.render(replace(SUMMARY, p50_ms=88.0)))
    assert path.read_bytes() == fresh
    report.check(path, TABLE)


def test_check_names_the_file_and_the_cure(tmp_path: Path):
    path = tmp_path / "README.md"
    path.write_text(PAGE, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        report.check(path, TABLE)
    assert "README.md" in str(caught.value)
    assert "make report" in str(caught.value)
