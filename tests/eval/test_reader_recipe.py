"""The reader's recipe: what its questions want, what is made from facts, and that a tiny one learns."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from eval.reader import network, train
from eval.reader.made import ASKED, everyday_words, made_question, told_plainly
from eval.reader.network import Size
from eval.reader.questions import FOLDER, Wanted, fold_of, is_wanted, sheets, tabled_reports, told_reports, weighed
from eval.reader.table import Choice, Pair, Table, tabled
from eval.reader.train import Draws, Settings, learn_asked, learn_made, learn_words
from index.train.data import read_jsonl
from qa.reader import PAD, PIECES
from tests.qa import made

ROWS = [
    {"set": "courts", "s": "全市法院执行到位金额【35.8亿元】，同比增长5.2%。", "q": ["要回来多少钱", "到位金额"]},
    {"set": "courts", "s": "全市法院执行到位金额35.8亿元，同比增长【5.2%】。", "q": ["多要回来百分之几", "增幅"]},
    {"set": "courts", "s": "新收案件【72824件】", "q": ["来了多少官司", "新收多少"]},
]


def test_a_sentence_marked_twice_stands_once_in_its_report():
    reports, asked = sheets(ROWS)
    assert list(reports) == ["courts0"]
    assert sorted(reports["courts0"].splitlines()) == [
        "全市法院执行到位金额35.8亿元，同比增长5.2%。",
        "新收案件72824件。",
    ]
    assert [question for question, _ in asked if question == "增幅"] == ["增幅"]
    assert {wanted.raw for _, wanted in asked} == {"35.8亿元", "5.2%", "72824件"}


def test_a_sentence_without_a_mark_is_an_error():
    with pytest.raises(ValueError, match="no figure is marked"):
        sheets([{"set": "a", "s": "新收案件72824件", "q": ["多少"]}])


def test_the_wanted_figure_is_known_by_its_value_or_by_what_stands_before_it():
    report = made.document("行政案件12件，民事案件12件。")
    first, second = (made.fact(report, "12件", "案件", nth=n) for n in range(2))
    assert [is_wanted(f, report.text, Wanted("a", "12件", before="，民事案件")) for f in (first, second)] == [
        False,
        True,
    ]
    assert is_wanted(first, report.text, Wanted("a", "12件", "12", "件"))
    assert not is_wanted(first, report.text, Wanted("a", "12件", "13", "件"))


def test_every_question_of_a_report_finds_its_figure_among_the_facts_weighed(tmp_path):
    reports, asked = sheets(ROWS)
    for name, text in reports.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    found = weighed(tmp_path, tmp_path / "store", asked, locked=True)
    assert [sum(sample.right) for sample in found] == [1] * 6
    assert {sample.fold for sample in found} == {fold_of("courts0")}
    assert found[0].sides([0])[0].unit in ("元", "%", "件")


def test_a_short_report_keeps_its_order_and_a_figure_may_begin_with_its_currency(tmp_path):
    rows = [
        {"set": "a-01", "s": "集团营业收入为人民币【2716亿元】，每股盈利为人民币0.26元。", "q": ["进账多少"]},
        {"set": "a-01", "s": "集团营业收入为人民币2716亿元，每股盈利为人民币【0.26元】。", "q": ["一股赚几毛"]},
        {"set": "a-01", "s": "员工【3.1万人】。", "q": []},
    ]
    reports, asked = told_reports(rows)
    assert reports == {"a-01": "集团营业收入为人民币2716亿元，每股盈利为人民币0.26元。\n员工3.1万人。\n"}
    (tmp_path / "a-01.txt").write_text(reports["a-01"], encoding="utf-8")
    found = weighed(tmp_path, tmp_path / "store", asked, locked=True)
    assert [[m.fact.figure.raw for m, good in zip(s.measured, s.right, strict=True) if good] for s in found] == [
        ["人民币2716亿元"],
        ["人民币0.26元"],
    ]


def test_a_cell_of_a_page_is_asked_after(tmp_path):
    table = "<table><tr><th>项目</th><th>2023年</th><th>2022年</th></tr><tr><td>货币资金</td><td>3,412.57</td><td>2,988.10</td></tr></table>"
    rows = [
        {
            "set": "t",
            "name": "2023_甲公司_年报",
            "html": f"<h1>甲公司2023年年度报告</h1><p>单位：万元</p>{table}",
            "ask": [{"raw": "3,412.57", "q": ["手头有多少现钱"]}],
        }
    ]
    pages, asked = tabled_reports(rows)
    assert list(pages) == ["t000_2023_甲公司_年报"]
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    (found,) = weighed(tmp_path, tmp_path / "store", asked, locked=True)
    assert [m.fact.figure.raw for m, good in zip(found.measured, found.right, strict=True) if good] == ["3,412.57"]


def test_the_shipped_questions_are_whole():
    written, asked = (list(read_jsonl(FOLDER / f"{name}.jsonl.xz")) for name in ("written", "asked"))
    reports, questions = sheets(written)
    assert len(questions) > 14_000
    assert all(text and len(text) < 200 for text, _ in questions)
    assert {row["from"] for row in asked} == {"reports", "broadcast", "news", "older"}
    assert all(row["q"] and row["value"] and row["report"] for row in asked)
    assert max(map(len, reports.values())) < 10_000
    short, told = told_reports(list(read_jsonl(FOLDER / "told.jsonl.xz")))
    assert len(short) > 300
    assert len(told) > 20_000
    pages, tabled = tabled_reports(list(read_jsonl(FOLDER / "tables.jsonl.xz")))
    assert len(tabled) > 7_000
    assert all(sum(wanted.raw in page for page in pages.values()) for _, wanted in tabled)


def test_a_question_made_from_a_fact_asks_for_its_unit_in_plain_words():
    report = made.document("全市法院执行到位金额35.8亿元。")
    fact = made.fact(report, "35.8亿元", "执行到位金额")
    words = {"执行到位": ["追回来的"]}
    found = {made_question(fact, report.text, words, random.Random(n)) for n in range(40)}
    assert any("追回来的" in question for question in found)
    assert all(any(asked in question for asked in ASKED["元"]) for question in found)
    assert not any("35.8" in question for question in found)
    assert told_plainly("执行到位金额", words, random.Random(0), share=0.0) == "执行到位金额"
    assert "执行到位" in " ".join(everyday_words())


TINY = Settings(
    size=Size(layers=2, width=32, heads=2), kept=1, chunks=4, word_steps=2, made=2, made_steps=2,
    made_rivals=3, asked=16, epochs=60, asked_rate=1e-2, rivals=3, drop=0.0,
)  # fmt: skip


def pair(question: int, figure: int) -> Pair:
    return [PIECES + 1, question, PIECES + 2, figure, PIECES + 2], 3


def test_a_tiny_reader_learns_which_figures_answer():
    text = np.arange(2 * train.CHUNK) % 50
    held = learn_words(text, TINY, lambda _: None)
    table = tabled(
        Choice([pair(n, 100 + m) for m in range(4)], [m == 1 for m in range(4)], fold=n % 2) for n in range(32)
    )
    held = learn_made(held, table, TINY, lambda _: None)
    assert not any(name.startswith("blocks.1.") for name in held)
    held = learn_asked(held, table, None, TINY, lambda _: None)
    draws = Draws(table, table.without(None), "cpu")
    asked, figures = torch.full((4,), 31), torch.arange(4)
    found = train.scores_of(asked, figures, draws, held, TINY).tolist()
    assert [score > 0 for score in found] == [False, True, False, False]  # 0 is the logit of no answer


def test_a_table_keeps_each_figure_once_and_gives_the_pairs_back(tmp_path):
    choices = [
        Choice([pair(7, 100), pair(7, 101)], [False, True], fold=0),
        Choice([], [], fold=1),
        Choice([pair(8, 101)], [True], fold=1),
    ]
    tabled(choices).save(tmp_path / "t.npz")
    table = Table.load(tmp_path / "t.npz")
    assert (len(table), len(table.figures)) == (2, 2)
    assert table.without(0).tolist() == [1]
    draws = Draws(table, table.without(None), "cpu")
    asked, figures = torch.tensor([0, 0, 1]), torch.tensor([0, 1, 1])
    ids, parts = draws.pairs(asked, figures, 8)
    expected = [pair(7, 100)[0], pair(7, 101)[0], pair(8, 101)[0]]
    assert ids.tolist() == [own + [PAD] * 3 for own in expected]
    assert parts.tolist() == [[0, 0, 0, 1, 1, 1, 1, 1]] * 3
    assert draws.lengths(asked, figures).tolist() == [5, 5, 5]
    with pytest.raises(ValueError, match="nothing to learn"):
        tabled([])


def test_a_batch_holds_one_right_figure_or_none_among_rivals_that_are_wrong():
    rights = [[m in (0, 5) for m in range(9)], [False] * 3]
    table = tabled(Choice([pair(n, 100 + 20 * n + m) for m in range(len(own))], own) for n, own in enumerate(rights))
    draws = Draws(table, table.without(None), "cpu")
    torch.manual_seed(0)
    gold_seen = set()
    for _ in range(40):
        asked, figures, gold = draws.batch(torch.tensor([0, 1]), 6, 0.2)
        assert asked.tolist() == [[0] * 6, [1] * 6]
        assert gold[1] == 6  # nothing answers the second
        own = figures[0].tolist()
        if gold[0] == 0:
            gold_seen.add(own[0])
            assert not {0, 5} & set(own[1:])
            assert len(set(own)) == 6
    assert gold_seen == {0, 5}


def test_pieces_of_another_vocabulary_are_refused():
    with pytest.raises(ValueError, match="another one"):
        train.pieces_of([[1, 2], [network.ROWS]])
