"""An assistant that says what it was told to say."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from index.records import Passage
from qa.results import Answer, Citation, Hit, ShownFact

NAMES = {"d1": "甲", "d2": "乙"}
TEXTS = {"d1": "金额35.8亿元。", "d2": "收案5件"}


def hit(document: str, text: str, ordinal: int = 0) -> Hit:
    passage = Passage(f"{document}:{ordinal}", document, ordinal, 0, len(text), text)
    return Hit(passage, 0.5)


def said(answer: str, *, evidence: Sequence[Hit] = (), quote: str = "", report: str = "甲") -> Answer:
    citations = (Citation(report, report, None, quote, 0, len(quote)),) if quote else ()
    return Answer("", "", answer, answer, False, None, citations=citations, evidence=tuple(evidence))


def shown(raw: str, period: str, citation: int = 0) -> ShownFact:
    """A fact of which only figure, year and citation matter."""
    return ShownFact("金额", raw, "", "元", "", "甲", period, "原文一致", "", citation, 0, 2)


def refusal(reason: str = "not_stated") -> Answer:
    return Answer("", "", "", "报告中未提及", True, reason)


class FakeAssistant:
    """Answers from a table of questions, refuses the rest, and remembers what it was asked."""

    threshold = 0.4

    def __init__(self, table: dict[str, Answer]) -> None:
        self.table = table
        self.closed = False
        self.asked: list[tuple[str, list[str], str]] = []

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] | None = None, id: str = ""
    ) -> Answer:
        self.asked.append((question, list(history), id))
        return self.table.get(question, refusal())

    def reports(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=id, name=name) for id, name in NAMES.items()]

    def document(self, document_id: str) -> SimpleNamespace:
        return SimpleNamespace(text=TEXTS[document_id])

    def close(self) -> None:
        self.closed = True
