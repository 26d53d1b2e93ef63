"""What programs may ask of a library, and what they get: one set of questions for the HTTP API and for the MCP tools.

What goes in is a pydantic model, so that its limits, its description and its schema are one thing; what comes out is JSON, as
:meth:`Answer.to_dict` and ``shushuo list --json`` give it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.claims import Claim, recompute
from index.errors import UsageError
from index.records import Fact, ReportText
from index.store import DocumentInfo
from index.tabled import name_of
from index.traditional import simplified
from qa import Assistant
from qa.answer import cite, show
from qa.catalogue import as_dict
from qa.question import MAX_LENGTH

MAX_HISTORY, MAX_LOCK, MAX_NAME = 20, 100, 300
MAX_SCANNED = 200_000
"""Figures that are looked through for one call; in a larger library a report has to be named."""

Line = Annotated[str, Field(max_length=MAX_LENGTH)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Kind = Literal["level", "change", "point_change", "share", "rank", "target", "cumulative"]
Object = dict[str, Any]


class NotFound(UsageError):
    """The report that is named is not in the library."""


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ask(_Given):
    """一个问题。"""

    question: Line = Field(description="要问的问题，例如：示例市法院2024年新收案件多少件")
    history: list[Line] = Field(
        default=[], max_length=MAX_HISTORY, description="此前问过的话，从早到晚；追问（“那2023年呢”）靠它接上"
    )
    reports: list[Name] = Field(
        default=[], max_length=MAX_LOCK, description="只在这些报告里找，写报告名；不写则在全部报告里找"
    )
    id: Name = Field(default="", description="编号，原样写回答案里")


class Facts(_Given):
    """要哪些数字；各项条件同时满足。"""

    report: Name = Field(default="", description="只要这一份报告的，写报告名")
    metric: Name = Field(default="", description="只要指标里含这个词的，例如：执行到位")
    entity: Name = Field(default="", description="只要主体里含这个词的，例如：示例市")
    period: Name = Field(default="", description="只要这个时期的，例如：2024 或 2017-2021")
    kind: Kind | None = Field(
        default=None,
        description="只要这一类的：level 水平，change 变化（%），point_change 变化（百分点），share 占比，rank 排名，"
        "target 目标，cumulative 累计",
    )
    limit: int = Field(default=100, ge=1, le=1000, description="至多给出几个")
    offset: int = Field(default=0, ge=0, le=10_000_000, description="从第几个起；接着往下取时写上一次的 next_offset")


class Reports(_Given):
    """要哪些报告。"""

    limit: int = Field(default=1000, ge=1, le=1000, description="至多给出几份")
    offset: int = Field(default=0, ge=0, le=10_000_000, description="从第几份起；接着往下取时写上一次的 next_offset")


class Passages(_Given):
    """要找什么样的段落。"""

    question: Line = Field(description="要找的内容，写成问题最好")
    reports: list[Name] = Field(default=[], max_length=MAX_LOCK, description="只在这些报告里找，写报告名")
    limit: int = Field(default=6, ge=1, le=20, description="至多给出几段")


class Read(_Given):
    """要读报告的哪一处。"""

    report: Name = Field(description="报告名")
    start: int = Field(default=0, ge=0, le=1_000_000_000, description="从第几个字起；引用里的 start 可以直接写在这里")
    length: int = Field(default=1000, ge=1, le=5000, description="读多少字")


class Programs:
    """Answers programs from one library; safe to use from several threads."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._lock = threading.Lock()
        self._claims: tuple[tuple[DocumentInfo, ...], dict[str, Claim]] | None = None

    def ask(self, given: Ask) -> Object:
        """The answer, or an honest refusal, as :meth:`Answer.to_dict` has it.

        Raises:
            UsageError: there is no word in the question, or a report named is not there.
        """
        self._require(given.question, given.reports)
        return self.assistant.ask(
            given.question, history=given.history, reports=given.reports or None, id=given.id
        ).to_dict()

    def reports(self, given: Reports) -> Object:
        """The reports by name, each as ``shushuo list --json`` has it."""
        infos = self.assistant.reports()
        end = given.offset + given.limit
        return {
            "reports": [as_dict(info) for info in infos[given.offset : end]],
            "next_offset": end if end < len(infos) else None,
        }

    def facts(self, given: Facts) -> Object:
        """Figures by report and place, each as an answer shows it, with what else is known of it and its citation.

        Raises:
            UsageError: no report of that name, or no report is named in a library too large to look through.
        """
        infos = self.assistant.reports()
        chosen = [self._info(given.report)] if given.report else infos
        if sum(info.facts for info in chosen) > MAX_SCANNED and not given.report:
            raise UsageError(f"资料库里的数字超过{MAX_SCANNED}个。请用 report 指明一份报告")
        found = list(islice(self._fitting(chosen, given), given.offset, given.offset + given.limit + 1))
        more, found = len(found) > given.limit, found[: given.limit]
        texts = {id_: self.assistant.store.report_text(id_) for id_ in {fact.document for fact in found}}
        claims = self._recomputed(infos, given)
        return {
            "facts": [fact_as_dict(fact, texts[fact.document], claims.get(fact.id)) for fact in found],
            "next_offset": given.offset + given.limit if more else None,
        }

    def passages(self, given: Passages) -> Object:
        """The passages that were searched for a question, best first.

        Raises:
            UsageError: there is no word in the question, or a report named is not there.
        """
        self._require(given.question, given.reports)
        hits = self.assistant.ask(given.question, reports=given.reports or None).evidence
        infos = {info.id: info for info in self.assistant.reports()}
        return {
            "passages": [
                {
                    "report": infos[hit.passage.document].name,
                    "title": infos[hit.passage.document].title.value,
                    "page": hit.passage.page,
                    "headings": list(hit.passage.headings),
                    "text": hit.passage.text,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": round(hit.score, 4),
                }
                for hit in hits[: given.limit]
                if hit.passage.document in infos
            ]
        }

    def read(self, given: Read) -> Object:
        """A stretch of a report's text, with the offsets that citations count in.

        Raises:
            UsageError: no report of that name, or it ends before ``start``.
        """
        report = self.assistant.store.report_text(self._info(given.report).id)
        if given.start >= len(report.text):
            raise UsageError(f"“{given.report}”只有{len(report.text)}个字，start 要小于它")
        end = min(len(report.text), given.start + given.length)
        return {
            "report": report.name,
            "title": report.title.value,
            "page": report.page(given.start),
            "text": report.text[given.start : end],
            "start": given.start,
            "end": end,
            "characters": len(report.text),
        }

    def _info(self, name: str) -> DocumentInfo:
        found = next((info for info in self.assistant.reports() if info.name == name), None)
        if found is None:
            raise NotFound(f"资料库里没有“{name[:60]}”这份报告。现有的报告见 reports")
        return found

    def _require(self, question: str, reports: Sequence[str]) -> None:
        if not any(map(str.isalnum, question)):
            raise UsageError("问题里没有文字。请写出要查的指标，例如：执行到位金额多少")
        for name in reports:
            self._info(name)

    def _fitting(self, infos: Sequence[DocumentInfo], given: Facts) -> Iterator[Fact]:
        for info in infos:
            for fact in self.assistant.facts(document=info.id):
                if (
                    simplified(given.metric) in name_of(fact)
                    and simplified(given.entity) in fact.entity
                    and given.period in ("", fact.period)
                    and given.kind in (None, fact.kind)
                ):
                    yield fact

    def _recomputed(self, infos: tuple[DocumentInfo, ...], given: Facts) -> dict[str, Claim]:
        """The stated changes that can be worked out again, by fact: from the whole library, or one report of a huge one."""
        if sum(info.facts for info in infos) > MAX_SCANNED:
            return {
                claim.change.id: claim
                for claim in recompute(self.assistant.facts(document=self._info(given.report).id))
            }
        with self._lock:
            if self._claims is None or self._claims[0] is not infos:
                self._claims = infos, {claim.change.id: claim for claim in recompute(self.assistant.facts())}
            return self._claims[1]


def fact_as_dict(fact: Fact, report: ReportText, claim: Claim | None) -> Object:
    """A figure with the keys of an answer's facts, its ``citation`` in full, and what else is known of it."""
    shown = show(fact, report, 0)
    return {
        "metric": shown.metric,
        "raw": shown.raw,
        "value": shown.value,
        "unit": shown.unit,
        "approx": shown.approx,
        "entity": shown.entity,
        "scope": shown.scope,
        "period": shown.period,
        "kind": fact.kind,
        "direction": fact.direction,
        "basis": fact.basis,
        "status": shown.status,
        "recomputed": {"verdict": claim.verdict, "formula": claim.formula} if claim else None,
        "citation": cite(fact, report).to_dict(),
    }
