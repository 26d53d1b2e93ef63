"""Fitting the phrase: rows from questions by people, when a phrase is right, and that a small fit learns."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.fit_phrase import SOURCES, Row, Settings, ask, cases_of, fit, holds, measure, rows, share
from qa.phrase import FORMAT, read_model
from qa.reader import open_pieces

WORDS = open_pieces().spans
NAMES = "李明 王芳 张强 刘洋 陈静 杨帆 赵磊 周涛 吴敏 徐丽".split()


def row(name: str) -> Row:
    sentence = f"庭长{name}获得全国模范法官称号，院长到会祝贺。"
    return Row("made", name, "谁获得了全国模范法官称号？", sentence, (name,), "全国模范法官称号每年评选一次。")


@pytest.mark.parametrize(
    ("phrase", "answers", "right"),
    [
        ("李明", ["李明"], True),
        ("庭长李明", ["李明"], True),
        ("“云庭”", ["云庭"], True),
        ("李明", ["庭长李明"], True),
        ("李明获得全国模范法官称号", ["李明"], False),
        ("王芳", ["李明"], False),
        ("", ["李明"], False),
    ],
)
def test_when_a_phrase_is_right(phrase: str, answers: list[str], right: bool):
    assert holds(phrase, answers) is right


def test_the_share_of_a_phrase_counts_both_ways():
    assert share("李明", ["李明"]) == 1.0
    assert share("庭长李明", ["李明"]) == pytest.approx(2 / 3)
    assert share("王芳", ["李明"]) == 0.0


def test_rows_are_questions_that_a_phrase_answers(tmp_path: Path):
    context = "庭长李明获奖。会议在杭州举行。收案72件。"

    def asked(n: int, question: str, answers: list[str]) -> dict[str, Any]:
        return {"id": f"A_{n}", "question": question, "answers": answers, "context": context}

    held = [
        asked(1, "谁获奖？", ["李明"]),
        asked(2, "收案多少件？", ["72件"]),
        asked(3, "为何获奖？", ["李明"]),
        asked(4, "在哪里举行？", []),
        asked(5, "會議在哪裡舉行？", ["杭州"]),
    ]
    folder = tmp_path / "corpora" / "reading"
    folder.mkdir(parents=True)
    for source in SOURCES:
        with lzma.open(folder / f"{source}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in held if source == SOURCES[0])
    found = list(rows(tmp_path))
    assert [(one.question, one.sentence, one.answers) for one in found] == [
        ("谁获奖？", "庭长李明获奖。", ("李明",)),
        ("会议在哪里举行？", "会议在杭州举行。", ("杭州",)),
    ]
    assert all("李明" not in one.other and one.article == "cail2019:A" for one in found[:1])


@pytest.mark.slow
def test_a_small_fit_learns_where_the_name_stands(tmp_path: Path):
    cases = [case for name in NAMES[:7] for case in cases_of(row(name), WORDS)]
    tables = fit(cases, Settings(epochs=60, rate=0.2, seen=4, batch=8), lambda line: None)
    path = tmp_path / "phrase.json"
    path.write_text(json.dumps({"format": FORMAT, "threshold": 0.5, "tables": tables}), encoding="utf-8")
    model = read_model(path)
    told = [ask(row(name), model, WORDS) for name in NAMES[7:]]
    assert all(name in one.phrase for one, name in zip(told, NAMES[7:], strict=True))
    others = [ask(replace(row(name), sentence=row(name).other), model, WORDS) for name in NAMES[7:]]
    assert max(one.chance for one in others) < model.threshold <= min(one.chance for one in told)
    assert measure(told + others, model.threshold)["given"] == 0.5
