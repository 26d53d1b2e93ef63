"""Where passages stand: the table, a small pool, a library, and the bars on questions by people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.passages import asked, main, make_pool, measure, over_library, rank_of, reading, render, shares
from index.embed import open_encoder
from qa.rank import DEPTH, Row, shipped

CONTEXTS = ["全市法院执行到位金额35.8亿元。", "原告与被告离婚，抚养费每月800元。", "网球比赛一般有五盘。"]


def test_shares_of_places():
    assert shares([1, 3, None, DEPTH]) == {
        "r1": 0.25,
        "r5": 0.5,
        "mrr": pytest.approx((1 + 1 / 3 + 1 / DEPTH) / 4),
        "depth": 0.75,
    }


def test_a_place_counts_from_one():
    rows: list[Row] = [("a", 0.9, {}), ("b", 0.1, {})]
    assert (rank_of(rows, "b"), rank_of(rows, "c")) == (2, None)


def test_a_question_keeps_its_script_its_bodies_and_its_years():
    question = asked("2024年印度的梵語人口有多少萬人？")
    assert question.text == "2024年印度的梵語人口有多少萬人？"
    assert question.metric == "2024年印度 梵語人口 人"
    assert (question.documents, question.periods) == (None, ())


def test_every_method_gives_every_question_a_place():
    rows = [
        {"question": "执行到位金额多少？", "context": CONTEXTS[0]},
        {"question": "抚养费每月多少元？", "context": CONTEXTS[1]},
        {"question": "一场网球比赛有几盘？", "context": CONTEXTS[2]},
    ]
    found = measure(rows, open_encoder(), shipped())
    assert found == {"bm25": [1, 1, 1], "first": [1, 1, 1], "whole": [1, 1, 1]}
    assert "| 合计 | 3 | 1.000 / 1.000 / 1.000 |" in render({"total": found})


def test_candidates_are_what_the_library_would_find():
    pool = make_pool(CONTEXTS, open_encoder())
    candidates = pool.candidates(asked("抚养费"))
    assert candidates[0][0] == "1"
    assert set(candidates[0][2]) == {"lexical", "dense"}


def test_the_place_of_the_evidence_in_a_library(tmp_path: Path):
    from index.build import add_paths

    (tmp_path / "示例县法院工作报告（2024年）.txt").write_text(
        "示例县人民法院工作报告（2024年）\n2024年，全县法院新收案件9563件，执行到位金额3.2亿元。\n", encoding="utf-8"
    )
    list(add_paths(tmp_path / "store", [tmp_path / "示例县法院工作报告（2024年）.txt"]))
    case = {
        "id": "a",
        "question": "新收案件多少件？",
        "kind": "number",
        "answers": ["9563件"],
        "reports": ["示例县法院工作报告（2024年）"],
        "evidence": ["新收案件9563件"],
    }
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(case, ensure_ascii=False) + "\n", encoding="utf-8")
    assert "| cases | 1 | 100.0% | 100.0% | 1.000 |" in over_library(tmp_path / "store", [path])


def test_cases_without_a_library_are_a_wrong_call(capsys):
    assert main(["cases.jsonl"]) == 2
    assert "--store" in capsys.readouterr().err


@pytest.mark.slow
def test_the_whole_search_is_ahead_of_character_bm25_on_questions_by_people(corpus):
    found = {
        name: {m: shares(r) for m, r in methods.items()}
        for name, methods in reading(corpus, open_encoder(), shipped()).items()
    }
    ahead = {name: methods["whole"]["r1"] - methods["bm25"]["r1"] for name, methods in found.items()}
    assert ahead["cail2019"] >= 0.04
    assert ahead["total"] >= 0.01
    assert min(ahead.values()) >= 0
    assert found["total"]["whole"]["r5"] >= 0.95  # the aim is .97; see docs/adr/0006-ranker.md
