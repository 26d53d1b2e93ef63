from __future__ import annotations

import doctest
import json
import sys
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.methods import METHODS, base, theirs

NOUNS = ("收案", "结案", "调解成功", "执行到位", "信访", "巡回审判", "网上立案", "司法救助")


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Two reports, a question on each in every file, and two questions by people."""
    reports, questions = tmp_path / "reports" / "courts", tmp_path / "questions"
    reports.mkdir(parents=True)
    questions.mkdir()
    cases = []
    for place, factor in (("湖州", 3), ("嘉兴", 7)):
        name = f"{place}法院_2024"
        told = [f"{noun}{(n + 1) * factor * 11}件" for n, noun in enumerate(NOUNS)]
        text = "".join(f"2024年，{place}全市法院{one}，同比上升{n + 1}.5%。\n" for n, one in enumerate(told))
        (reports / f"{name}.txt").write_text(f"{place}市中级人民法院工作报告\n{text}", encoding="utf-8")
        question = {"question": f"{place}法院2024年信访多少件？", "kind": "number", "reports": [name]}
        cases.append(question | {"id": place, "answers": [told[4][2:]], "evidence": [told[4]]})
    for file in peers.QUESTIONS:
        write(questions / f"{file}.jsonl", cases)
    people = [("drcd:1", "面积多少", "全区面积三十平方公里。"), ("cail2019:1", "赔偿多少", "判决赔偿五千元。")]
    write(questions / "reading_numeric.jsonl", [{"id": i, "question": q, "context": c} for i, q, c in people])
    monkeypatch.setenv("SHUSHUO_CORPUS", str(tmp_path))
    return tmp_path


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def without_peers(monkeypatch):
    monkeypatch.setattr(peers, "version_of", lambda package: None if package in PACKAGES else "1.0")


PACKAGES = {package for method in METHODS.values() for package in method.packages}


@pytest.mark.parametrize("module", [peers, base, theirs])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


def test_without_peers_ours_are_measured_and_the_rest_named(corpus, monkeypatch, capsys):
    without_peers(monkeypatch)
    out = corpus / "out.json"
    assert peers.main(["--quick", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "没有安装 txtai，不参加比较：" in printed
    assert "| 数说：检索全部 | 1.000 / 1.000 / 1.000 |" in printed
    kept = json.loads(out.read_text(encoding="utf-8"))
    assert list(kept["methods"]) == ["ours", "ours_first", "ours_ask"]
    assert kept["methods"]["ours_ask"]["library"]["total"]["questions"] == 6
    assert kept["methods"]["ours_ask"]["library"]["total"]["r1"] == 1.0
    assert kept["methods"]["ours_ask"]["reading"] is None
    assert all(times["min"] > 0 for times in kept["methods"]["ours"]["times"].values())
    assert str(corpus) not in out.read_text(encoding="utf-8")


def test_a_method_that_fails_is_left_out_with_its_reason(corpus, monkeypatch, capsys):
    monkeypatch.setattr(sys, "executable", "false")
    found = peers.compare(["ours"], peers.prepare(corpus, corpus, quick=True), corpus, 2, 1)
    assert found == {}
    assert "数说：检索全部 出错，不参加比较：没有说明" in capsys.readouterr().out


def test_needs_a_corpus(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SHUSHUO_CORPUS", str(tmp_path))
    assert peers.main([]) == 2
    assert "请把它设为语料目录" in capsys.readouterr().err


def test_nothing_found_still_makes_a_table():
    task = peers.Task(job=Path("job.json"), reading=Path("reading.json"), entries=(), cases={}, gold={}, reports=0)
    assert "### 三、时间与内存" in peers.render({}, task)


def test_every_method_says_how_it_is_set():
    titles = [method.title for method in METHODS.values()]
    assert len(set(titles)) == len(titles)
    assert all(method.settings for method in METHODS.values())


def test_pairs_cut_leaves_nothing_out():
    cut = theirs.pairs_cut()("共3,500件，PM2.5 达标。好")
    assert cut == ["共", "3", "500", "件", "PM2", "5", "达标", "好"]
