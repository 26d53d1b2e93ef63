"""The paraphrases: sound pairs, an honest place for each, and the bar on the reports that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.paraphrases import Pair, load_pairs, main, place
from index.errors import UsageError

PAIR = Pair("p", "老赖有多少", "甲", "3214人次", "失信被执行人名单")
RIGHT = ("甲", "发布失信被执行人\n名单3214人次")


def test_the_pairs_are_many_and_each_is_one():
    pairs = load_pairs()
    assert len(pairs) >= 110
    assert len({pair.id for pair in pairs}) == len({(pair.report, pair.question) for pair in pairs}) == len(pairs)
    assert not any(pair.metric in pair.question for pair in pairs if len(pair.metric) > 2)


def test_the_passage_must_be_of_the_report_and_hold_figure_and_metric():
    assert place(PAIR, [("乙", RIGHT[1]), ("甲", "失信被执行人名单"), RIGHT]) == 3
    assert place(PAIR, [("乙", RIGHT[1])]) is None


def test_a_broken_line_is_told(tmp_path: Path):
    (tmp_path / "p.jsonl").write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="第1行"):
        load_pairs(tmp_path / "p.jsonl")


def test_the_bar_is_met_on_the_reports_that_ship(capsys: pytest.CaptureFixture[str]):
    assert main(["--reports", "examples/reports"]) == 0
    assert "前三段" in capsys.readouterr().out
