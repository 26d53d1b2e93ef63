"""Every figure of every answer to all the question files, looked up in the raw files by code of its own.

One library of all the reports: texts, a PDF, web pages. What an answer shows must stand in the file that it cites, in the row of
its label or on its page, be worth what it is said to be, and its status must be true.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import add_paths, report_name
from qa import Answer, Assistant
from qa.results import STATUS_CONVERTED, STATUS_DERIVED, STATUS_VERBATIM, Citation, ShownFact
from tests.rawfiles import RawFile, bare, read, stands, worth

pytestmark = pytest.mark.slow
FILES = ("provincial", "national", "courts_companies")
FARTHEST = 240
"""Characters of a raw text within which a metric and its figure stand."""


@pytest.fixture(scope="module")
def everything(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    store = tmp_path_factory.mktemp("everything") / "library"
    assert [one for one in add_paths(store, [corpus / "reports"]) if one.status != "added"] == []
    opened = Assistant.open(store)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def raws(corpus: Path) -> dict[str, RawFile]:
    paths = [path for path in (corpus / "reports").rglob("*") if path.is_file()]
    return {report_name(path): read(path) for path in paths}


@pytest.fixture(scope="module")
def answers(everything: Assistant, corpus: Path) -> list[Answer]:
    rows = [
        json.loads(line)
        for name in FILES
        for line in (corpus / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [everything.ask(row["question"], history=row["history"], id=row["id"]) for row in rows]


def near(first: str, second: str, text: str) -> bool:
    """Whether two stretches stand close to each other."""
    places = (match.start() for match in re.finditer(re.escape(second), text))
    return any(first in text[max(0, at - FARTHEST) : at + len(second) + FARTHEST] for at in places)


def faults_of(fact: ShownFact, citation: Citation, file: RawFile) -> Iterator[str]:
    """What is untrue of a figure that an answer shows."""
    raw, metric = bare(fact.raw), bare(fact.metric.split(" ")[0])
    text = file.pages[citation.page - 1] if citation.page else file.text
    cells = [bare(cell) for cell in citation.quote.split("\t")]
    if not any(stands(raw, cell) for cell in cells):
        yield "does not stand in its quote"
    if len(cells) > 1 and file.rows:
        if not any(raw in row and cells[0] in row for row in file.rows):
            yield "stands in no row of its label"
    elif not stands(raw, text) and not (len(cells) > 1 and "".join(cells) in text):  # a page glues the cells of a row
        yield "does not stand in the file"
    elif not file.pages and not near(metric, raw, text):
        yield "stands far from its metric"
    value = worth(f"{fact.raw}{fact.told_unit}")
    if value is not None and value != worth(f"{fact.value}"):
        yield f"is worth {value}, not {fact.value}"
    if fact.status not in (STATUS_VERBATIM, STATUS_CONVERTED):
        yield f"has the status {fact.status}"
    if (fact.status == STATUS_CONVERTED) != (fact.said != f"{fact.raw}{fact.told_unit}"):
        yield f"is called {fact.status} though it is said as {fact.said}"
    if fact.converted and worth(fact.converted) != value:
        yield f"is converted to {fact.converted}"


def test_every_figure_of_every_answer_is_in_its_raw_file(answers: list[Answer], raws: dict[str, RawFile]):
    assert len(answers) == 175
    found, kinds = [], Counter[str]()
    for answer in answers:
        for fact in answer.facts:
            if fact.formula:
                assert (answer.refused, fact.status, fact.start) == (True, STATUS_DERIVED, fact.end), answer.id
                continue
            citation = answer.citations[fact.citation]
            file = raws[citation.report]
            kinds["pages" if file.pages else "rows" if file.rows else "text"] += 1
            kinds["worth"] += worth(f"{fact.raw}{fact.told_unit}") is not None
            found += [(answer.id, fact.said, fault) for fault in faults_of(fact, citation, file)]
    print(kinds)
    assert found == []
    assert kinds["text"] > 120
    assert kinds["worth"] > 120
    assert kinds["pages"] >= 3
    assert kinds["rows"] >= 8


def test_every_quote_is_in_its_raw_file(answers: list[Answer], raws: dict[str, RawFile]):
    """Word for word in a text; in a page or a table cell by cell, for there the lines of a file may be parted."""
    strays = []
    for answer in answers:
        for citation in answer.citations:
            file = raws[citation.report]
            text = file.pages[citation.page - 1] if citation.page else file.text
            parts = citation.quote.split("\t") if file.pages or file.rows else [citation.quote]
            strays += [(answer.id, part) for part in parts if bare(part) not in text]
    assert strays == []


def test_a_false_figure_is_seen(answers: list[Answer], raws: dict[str, RawFile]):
    answer = next(a for a in answers if not a.refused and a.facts and a.facts[0].raw.endswith("亿元"))
    fact, citation = answer.facts[0], answer.citations[answer.facts[0].citation]
    file = raws[citation.report]
    assert list(faults_of(fact, citation, file)) == []
    for strange in (
        replace(fact, raw=fact.raw[1:]),
        replace(fact, value="1"),
        replace(fact, status=STATUS_CONVERTED),
        replace(fact, metric="不在此处的指标"),
    ):
        assert list(faults_of(strange, citation, file))
