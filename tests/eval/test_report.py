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
    kinds={
        "number": Tally(4, 3, 1, 0, 2, 4, other_year=1, dated=4, placed=3, spanned=3, citing=4),
        "unanswerable": Tally(2, 1, 1, false_answers=1, other_body=1, placed=2, citing=1),
    },
    total=Tally(6, 4, 2, 0, 2, 4, 1, other_year=1, dated=4, other_body=1, placed=5, spanned=3, citing=5),
    searched=4,
    recall_at_1=0.5,
    recall_at_5=1.0,
    mrr=0.75,
    p50_ms=3.2,
    p95_ms=9.9,
    answered=5,
    answered_right=3,
    confidence=0.8125,
    calibration_error=0.21251,
)
TABLE = report.render(SUMMARY)
PAGE = f"# 标题\n\n{BEGIN}\n旧表\n{END}\n\n结尾\n"


def test_the_table_holds_every_score():
    assert "| 数字 | 4 | 75.0% | 25.0% | 0.0% | 50.0% |" in TABLE
    assert "| 无答案（应拒答） | 2 | 50.0% | 50.0% | 0.0% | — |" in TABLE
    assert "| 合计 | 6 | 66.7% | 33.3% | 0.0% | 50.0% |" in TABLE
    for part in ("recall@1 50.0%", "recall@5 100.0%", "MRR 0.750", "3.2 毫秒", "9.9 毫秒"):
        assert part in TABLE


def test_the_second_table_tells_what_went_wrong_of_what_can_be_told():
    assert "| 类别 | 年份错 | 单位错 | 误拒 | 误答 | 引文无误 |" in TABLE
    assert "| 数字 | 25.0% | 0.0% | 0.0% | — | 75.0% |" in TABLE
    assert "| 无答案（应拒答） | — | 50.0% | — | 50.0% | 0.0% |" in TABLE
    assert "| 合计 | 25.0% | 20.0% | 0.0% | 50.0% | 60.0% |" in TABLE


def test_the_calibration_is_one_line_and_no_part_of_the_table():
    line = report.calibration(SUMMARY)
    assert "\n" not in line
    for part in ("5 题", "0.812", "60.0%", "0.213"):
        assert part in line
    assert line not in TABLE


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
