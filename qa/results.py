"""What a question becomes and what an answer is; ``Answer.to_dict`` is the public contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from index.records import Passage

STATUS_VERBATIM = "原文一致"
STATUS_CONVERTED = "换算一致"
STATUS_DERIVED = "推算"
STATUS_MISSING = "未找到"

REASONS = ("not_stated", "other_period", "other_entity", "ambiguous", "out_of_scope", "empty_library")


@dataclass(frozen=True, slots=True)
class Concept:
    """An expression of a question: its own search ``terms`` and official phrases that say the same, weighted.

    An official expression has no ``others``; ``edges`` are search terms that reach across its ends and mean nothing.
    """

    terms: tuple[str, ...]
    others: tuple[tuple[str, float], ...] = ()
    edges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``text`` is normalised, ``metric`` what remains of it once body, period and question words are taken out;
    ``units`` are the units an answer may have (empty: any), ``kind`` the fact kind asked for ("" any);
    ``documents`` are the ids of the reports it is locked to (None: not locked), ``periods`` the periods it names;
    ``operation``: lookup, text, list, compare, trend, change;
    ``concepts`` are the expressions of ``metric`` that the lexicon knows; ``spoken`` are a follow-up's own words behind the
    metric that they are about, ``scope`` the question, it or one before it, that says whose figures are asked for (全市法院, 本级);
    ``even`` is the text of a comparison without its words of comparing (收案和结案各多少 of 收案比结案多多少), else ``text``;
    ``given`` are the ids of the reports of the month in which the question says that something was told, whatever year that
    is of; ``places`` are those it names where all reports are news of no body: what answers tells of them; ``item`` is
    the headline of the item of news that a follow-up goes on with; ``reports`` are those of each report where it names several.
    All of it is in simplified characters, as facts are.
    """

    id: str
    text: str
    metric: str
    units: tuple[str, ...] = ()
    kind: str = ""
    direction: str = ""
    entities: tuple[str, ...] = ()
    documents: tuple[str, ...] | None = None
    periods: tuple[str, ...] = ()
    operation: str = "lookup"
    rewritten: str = ""
    concepts: tuple[Concept, ...] = ()
    spoken: str = ""
    scope: str = ""
    given: tuple[str, ...] = ()
    even: str = ""
    places: tuple[str, ...] = ()
    item: str = ""
    reports: tuple[tuple[str, ...], ...] = ()

    @property
    def said(self) -> str:
        """The words of the question, of a follow-up with those that it leaves out."""
        return f"{self.text} {self.metric}" if self.spoken else self.text

    @property
    def scoped(self) -> str:
        """The words in which it is told whose figures are asked for."""
        return self.scope or self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits: ``score`` is calibrated to [0, 1], ``parts`` are the searchers' own scores."""

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure stands: clean-text offsets of ``quote`` in the report ``report`` (file name without extension).

    ``note`` is what to bear in mind of that page, that it was read by OCR; no part of the public JSON form.
    """

    report: str
    title: str
    page: int | None
    quote: str
    start: int
    end: int
    note: str = ""

    @property
    def place(self) -> str:
        """Its page in words, with the note; "" where the format has no pages.

        >>> Citation("甲", "甲", 3, "", 0, 0, "OCR识别，置信度0.97，请核对原件").place
        '第3页（OCR识别，置信度0.97，请核对原件）'
        """
        note = f"（{self.note}）" if self.note else ""
        return f"第{self.page}页{note}" if self.page else ""

    def to_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "report": self.report,
            "title": self.title,
            "page": self.page,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact of an answer. ``value`` is a plain decimal string in base units; ``citation`` indexes ``Answer.citations``.

    ``start`` and ``end`` are the clean-text offsets of ``raw``, both the same for a derived figure, which stands nowhere;
    ``formula`` is the arithmetic of a derived figure, ``scope`` the part of the body that it is of (市本级), where the report
    names one; ``differs`` marks what states the same thing as the answer, of the same body and period, and not the same
    value. ``told_unit`` is the unit as written where that stands elsewhere than in ``raw``: 万元 above a table; ``converted``
    is the same sum in 亿 or 万 where that unit is 百万 or 千. These four are no part of the public JSON form.
    """

    metric: str
    raw: str
    value: str
    unit: str
    approx: str
    entity: str
    period: str
    status: str
    formula: str
    citation: int
    start: int
    end: int
    scope: str = ""
    differs: bool = False
    told_unit: str = ""
    converted: str = ""

    @property
    def said(self) -> str:
        """The figure as an answer says it: as written, with its unit as written, or converted where nobody says that unit."""
        return self.converted or f"{self.raw}{self.told_unit}"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer or an honest refusal. ``evidence`` are the passages searched, best first, for the interface to show.

    ``facts`` of a refusal are a figure worked out for what no report states, then those it comes from; mostly there are none.
    ``phrase`` are the clean-text offsets of ``answer`` where it is a phrase of the sentence quoted.

    ``confidence``, in [0, 1], is how well the selection believed that the facts fit, the least sure of them, or the
    sentence that is quoted; 0 for a refusal. None of these three is part of the public JSON form.
    """

    id: str
    question: str
    answer: str
    text: str
    refused: bool
    reason: str | None
    facts: tuple[ShownFact, ...] = ()
    citations: tuple[Citation, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Hit, ...] = ()
    understood: Question | None = None
    confidence: float = 0.0
    phrase: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The public JSON form, as the CLI, the HTTP API and the evaluation all see it."""
        return {
            "id": self.id,
            "question": self.question,
            "answer": self.answer,
            "text": self.text,
            "refused": self.refused,
            "reason": self.reason,
            "facts": [
                {
                    "metric": f.metric,
                    "raw": f.raw,
                    "value": f.value,
                    "unit": f.unit,
                    "approx": f.approx,
                    "entity": f.entity,
                    "period": f.period,
                    "status": f.status,
                    "formula": f.formula,
                    "citation": f.citation,
                }
                for f in self.facts
            ],
            "citations": [citation.to_dict() for citation in self.citations],
            "timings_ms": dict(self.timings_ms),
        }
