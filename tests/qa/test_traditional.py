"""Questions across scripts: a library of the samples in traditional characters answers as the one in simplified ones does."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from opencc import OpenCC

from index.build import add_paths
from index.load import load_bytes
from qa import Answer, Assistant
from qa.results import STATUS_MISSING
from tests.qa.library import ROOT, SAMPLES

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((ROOT / "eval" / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@functools.cache
def converter(way: str) -> OpenCC:
    return OpenCC(way)


def traditional(text: str) -> str:
    return str(converter("s2t").convert(text))


def plain(text: str) -> str:
    return str(converter("t2s").convert(text))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant on the samples in traditional characters, their names too."""
    folder = tmp_path_factory.mktemp("traditional")
    for path in sorted(SAMPLES.glob("*.txt")):
        text = load_bytes(path.read_bytes()).text
        (folder / traditional(path.name)).write_text(traditional(text), encoding="utf-8")
    outcomes = add_paths(folder / "library", [folder])
    assert {outcome.status for outcome in outcomes} == {"added"}
    opened = Assistant.open(folder / "library")
    yield opened
    opened.close()


def told(answer: Answer) -> tuple[object, ...]:
    """What an answer says, in simplified characters, and where it says that it stands."""
    return (
        plain(answer.answer),
        ""
        if answer.reason == "other_entity"
        else plain(answer.text),  # which lists the bodies held in order of their names
        answer.reason,
        [(plain(f.raw), f.value, f.unit, f.approx, f.entity, f.period, f.status, f.start, f.end) for f in answer.facts],
        [(plain(c.report), plain(c.title), plain(c.quote), c.start, c.end) for c in answer.citations],
        round(answer.confidence, 3),
    )


@pytest.mark.parametrize("script", [str, traditional], ids=["asked in simplified", "asked in traditional"])
def test_a_library_in_traditional_characters_answers_alike(assistant: Assistant, other: Assistant, script: Any):
    differing = []
    for case in CASES:
        ours = assistant.ask(case["question"], history=case["history"], id=case["id"])
        history = [script(turn) for turn in case["history"]]
        theirs = other.ask(script(case["question"]), history=history, id=case["id"])
        if told(ours) != told(theirs):
            differing.append((case["id"], told(ours), told(theirs)))
    assert not differing[:2]


def test_a_traditional_question_of_a_simplified_library(assistant: Assistant):
    for case in CASES:
        ours = assistant.ask(case["question"], history=case["history"], id=case["id"])
        turns = [traditional(turn) for turn in case["history"]]
        assert told(assistant.ask(traditional(case["question"]), history=turns, id=case["id"])) == told(ours)


def test_what_is_shown_is_in_the_characters_of_the_report(other: Assistant):
    answer = other.ask("示例市中级人民法院2024年执行到位金额是多少")
    document = other.document(next(info.id for info in other.reports() if info.name == answer.citations[0].report))
    assert answer.facts
    assert "億" in answer.answer
    for fact in answer.facts:
        assert fact.status != STATUS_MISSING
        assert document.text[fact.start : fact.end] == fact.raw
    for citation in answer.citations:
        assert document.text[citation.start : citation.end] == citation.quote
        assert (citation.title, citation.quote) == (document.title.value, traditional(citation.quote))
    assert all(hit.passage.text == document.text[hit.passage.start : hit.passage.end] for hit in answer.evidence[:1])
