"""Passages: whole sentences and figures, all of the text but headings, each led by its headings."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import prepare
from index.chunk import HARD, SIZE, chunk
from index.clean import clean
from index.load import load
from index.numbers import find_figures
from index.records import Document, Inferred, Passage, RawText, Run
from index.sentences import sentence_spans

SEEDS = ("湖州法院2024", "德清法院2024")
SENTENCE = "全年共执结案件18049件，执行到位金额35.8亿元，同比分别上升13.7%和8.4%。"


def document(raw: str, id_: str = "0123456789abcdef" * 4, runs: tuple[Run, ...] = ()) -> Document:
    made = clean(raw)
    none = Inferred("", "未找到")
    return Document(id_, "报告", none, none, none, raw, made.text, made.offsets, made.blocks, made.dropped, runs)


def texts(raw: str) -> list[str]:
    return [passage.text for passage in chunk(document(raw))]


def assert_sound(doc: Document, passages: tuple[Passage, ...]) -> None:
    """Spans are in order and equal their text; together they are every block that is no heading."""
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert all(doc.text[p.start : p.end] == p.text and p.text for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert all(p.document == doc.id and p.id.startswith(doc.id[:16]) for p in passages)
    assert len({p.id for p in passages}) == len(passages)
    bodies = [b for b in doc.blocks if b.kind != "heading"] or list(doc.blocks)
    covered = {at for p in passages for at in range(p.start, p.end)}
    assert covered == {at for b in bodies for at in range(b.start, b.end)}


def assert_no_cut(doc: Document, passages: tuple[Passage, ...]) -> None:
    """No passage ends inside a sentence that fits into one, nor inside a figure."""
    ends = {p.end for p in passages}
    for block in doc.blocks:
        for start, end in sentence_spans(doc.text, block.start, block.end):
            if end - start <= SIZE:
                assert not ends & set(range(start + 1, end)), doc.text[start:end]
        for figure in find_figures(doc.text[block.start : block.end]):
            inside = range(block.start + figure.start + 1, block.start + figure.end)
            assert not ends & set(inside), figure.raw


CASES = {
    "empty": ("", []),
    "only blanks": (" \n\u3000\n", []),
    "one sentence": (SENTENCE, [SENTENCE]),
    "two paragraphs": (f"{SENTENCE}\n到位3元。", [SENTENCE, "到位3元。"]),
    "a heading is no passage": (f"一、执行工作\n{SENTENCE}", [SENTENCE]),
    "only headings": (
        "■创新工作方式\n一、执行工作\n（一）加大力度",
        ["■创新工作方式", "一、执行工作", "（一）加大力度"],
    ),
    "exactly as long as allowed": ("甲" * (SIZE - 1) + "。", ["甲" * (SIZE - 1) + "。"]),
    "sentences fill a passage": (
        "甲" * 99 + "。" + "乙" * 99 + "。" + "丙" * 99 + "。",
        ["甲" * 99 + "。" + "乙" * 99 + "。", "丙" * 99 + "。"],
    ),
    "a sentence that just fits is not cut": (
        "甲" * 99 + "。" + "乙" * 120 + "，" + "丙" * 98 + "。",
        ["甲" * 99 + "。", "乙" * 120 + "，" + "丙" * 98 + "。"],
    ),
    "a long sentence is cut at its clauses": (
        ("甲" * 99 + "，") * 3 + "。",
        ["甲" * 99 + "，" + "甲" * 99 + "，", "甲" * 99 + "，。"],
    ),
    "a table row stays whole": (
        "指标 单位 2023 2024\n新收案件 件 8790 9563",
        ["指标单位2023 2024", "新收案件件8790 9563"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_passages(name: str):
    raw, expected = CASES[name]
    assert texts(raw) == expected
    doc = document(raw)
    assert_sound(doc, chunk(doc))


def test_headings_lead_to_a_passage():
    raw = "2024年工作报告|甲。|一、执行工作|乙。|（一）加大力度|丙。|1.做法|丁。|（二）善意文明|戊。|二、立案工作|己。"
    raw = raw.replace("|", "\n")
    assert [(p.text, p.headings) for p in chunk(document(raw))] == [
        ("甲。", ("2024年工作报告",)),
        ("乙。", ("一、执行工作",)),
        ("丙。", ("一、执行工作", "（一）加大力度")),
        ("丁。", ("一、执行工作", "（一）加大力度", "1.做法")),
        ("戊。", ("一、执行工作", "（二）善意文明")),
        ("己。", ("二、立案工作",)),
    ]


def test_a_headline_of_two_lines_stays_together():
    (passage,) = chunk(document("全面接受监督\n落实落细民主\n执结5件。"))
    assert passage.headings == ("全面接受监督", "落实落细民主")
    assert passage.searchable == "落实落细民主\n执结5件。"


def test_a_clause_without_punctuation_is_cut_but_not_its_figures():
    doc = document("甲" * 105 + "1234567.89亿元" + "乙" * 400 + "12345件" * 60)
    passages = chunk(doc)
    assert len(passages) > 3
    assert max(len(p.text) for p in passages) <= SIZE
    assert_sound(doc, passages)
    assert_no_cut(doc, passages)


def test_a_report_may_hold_the_marks_used_for_cutting():
    raw = ("甲\ue000乙\ue001丙\ue002" * 30 + "。") * 5
    doc = document(raw)
    assert_sound(doc, chunk(doc))
    assert "".join(texts(raw)) == raw


def test_ids_come_from_the_content():
    one, other = document(SENTENCE), document(SENTENCE, id_="f" * 64)
    assert chunk(one) == chunk(document(SENTENCE))
    assert [p.id for p in chunk(one)] == ["0123456789abcdef-00000"]
    assert [p.id for p in chunk(other)] == ["ffffffffffffffff-00000"]


def test_a_passage_knows_its_page():
    raw = f"{SENTENCE}\n{SENTENCE}"
    runs = (Run(0, len(SENTENCE) + 1, 1), Run(len(SENTENCE) + 1, len(raw), 2))
    assert [p.page for p in chunk(document(raw, runs=runs))] == [1, 2]
    assert [p.page for p in chunk(document(raw))] == [None, None]


@pytest.mark.parametrize("size", [40, 100, SIZE])
def test_no_passage_is_longer_than_asked(size: int):
    doc = document("\n".join([SENTENCE * 9, "甲" * 700, "乙，" * 300]))
    passages = chunk(doc, size=size)
    assert_sound(doc, passages)
    assert max(len(p.text) for p in passages) <= max(size, HARD)


PIECES = st.sampled_from(
    [
        SENTENCE,
        "执结5件",
        "，",
        "。",
        "；",
        "（",
        "）",
        "35.8亿元",
        "甲" * 90,
        "乙" * 230,
        "\n",
        "一、工作\n",
        "•",
        " ",
        "“",
        "”",
        "\ue000",
        "100",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=50).map("".join))
@settings(max_examples=80, deadline=None)
def test_any_text_is_covered_and_no_sentence_is_cut(raw: str):
    doc = document(raw)
    passages = chunk(doc)
    assert_sound(doc, passages)
    assert_no_cut(doc, passages)


@pytest.mark.parametrize("name", SEEDS)
def test_figures_of_a_seed_report_stand_whole_in_one_passage(corpus: Path, name: str):
    _, raw = load(corpus / "reports" / "seeds" / f"{name}.txt")
    doc = document(raw.text)
    passages = chunk(doc)
    at, lost = 0, []
    for figure in find_figures("".join(raw.text.split())):
        place = doc.text.find(figure.raw, at)
        headed = any(b.kind == "heading" and b.start <= place < b.end for b in doc.blocks)
        whole = any(p.start <= place and place + len(figure.raw) <= p.end for p in passages)
        if place >= 0 and (whole or headed):
            at = place
        else:
            lost.append(figure.raw)
    assert lost == []


def test_every_report_is_cut_soundly(corpus: Path):
    for file in sorted((corpus / "reports").rglob("*.txt")):
        _, raw = load(file)
        doc = document(raw.text)
        passages = chunk(doc)
        assert_sound(doc, passages)
        assert_no_cut(doc, passages)
        assert max(len(p.text) for p in passages) <= SIZE


def test_a_prepared_report_has_the_same_passages():
    prepared = prepare("报告", SENTENCE.encode(), RawText(SENTENCE, "utf-8"))
    assert [p.text for p in prepared.passages] == [SENTENCE]
