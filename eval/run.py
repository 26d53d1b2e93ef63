"""Cases × an assistant -> results: what was right, cited and found, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from eval import metrics
from eval.cases import Case
from eval.metrics import Tally
from qa.results import Answer

Progress = Callable[[int, int], None]


class Asker(Protocol):
    """The one method of ``qa.Assistant`` that the evaluation uses."""

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] | None = None, id: str = ""
    ) -> Answer:
        """Answer ``question``, asked after the user turns of ``history``."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """How one case went; ``rank`` is the place, from 1, of the passage with the evidence, None if not found."""

    id: str
    kind: str
    question: str
    answer: str
    text: str
    reason: str | None
    right: bool
    refused: bool
    cited: bool
    citable: bool
    rank: int | None
    milliseconds: float

    @property
    def tally(self) -> Tally:
        """This case as counts."""
        return metrics.tally_one(right=self.right, refused=self.refused, cited=self.cited, citable=self.citable)


@dataclass(frozen=True, slots=True)
class Summary:
    """The scores of a run: counts by kind and in all, shares of the evidence found, milliseconds a question."""

    kinds: Mapping[str, Tally]
    total: Tally
    searched: int
    recall_at_1: float
    recall_at_5: float
    mrr: float
    p50_ms: float
    p95_ms: float

    def to_dict(self) -> dict[str, Any]:
        """The scores as plain JSON values."""
        return asdict(self)


def run_cases(
    cases: Sequence[Case],
    assistant: Asker,
    names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Ask every case in order.

    ``names`` maps document ids to report names, so that evidence counts only in the right report; where an id is not in
    it the text alone decides. ``progress`` is told (done, all) after each question.
    """
    results = []
    for done, case in enumerate(cases, 1):
        results.append(run_case(case, assistant, names or {}))
        if progress:
            progress(done, len(cases))
    return results


def run_case(case: Case, assistant: Asker, names: Mapping[str, str]) -> Result:
    """Ask one case and score the answer; the clock runs around ``ask`` alone."""
    began = time.perf_counter()
    answer = assistant.ask(case.question, history=list(case.history), reports=None, id=case.id)
    milliseconds = (time.perf_counter() - began) * 1000
    return score(case, answer, names, milliseconds)


def score(case: Case, answer: Answer, names: Mapping[str, str], milliseconds: float = 0.0) -> Result:
    """Compare an answer with its case."""
    citable = case.kind != "unanswerable"
    right = metrics.is_right(
        case.kind,
        case.answers,
        case.must,
        answer=answer.answer,
        text=answer.text,
        refused=answer.refused,
        raws=[fact.raw for fact in answer.facts],
    )
    passages = [(names.get(hit.passage.document), hit.passage.text) for hit in answer.evidence]
    citations = [(one.report, one.quote) for one in answer.citations]
    return Result(
        id=case.id,
        kind=case.kind,
        question=" / ".join((*case.history, case.question)),
        answer=answer.answer,
        text=answer.text,
        reason=answer.reason,
        right=right,
        refused=answer.refused,
        cited=citable and metrics.is_cited(case.reports, case.evidence, citations),
        citable=citable,
        rank=metrics.evidence_rank(case.reports, case.evidence, passages) if citable else None,
        milliseconds=milliseconds,
    )


def summarise(results: Iterable[Result]) -> Summary:
    """The scores of all ``results``; retrieval counts the cases that have evidence."""
    results = list(results)
    ranks = [one.rank for one in results if one.citable]
    times = [one.milliseconds for one in results]
    return Summary(
        kinds=metrics.tally_by_kind((one.kind, one.tally) for one in results),
        total=sum((one.tally for one in results), Tally()),
        searched=len(ranks),
        recall_at_1=metrics.recall_at(ranks, 1),
        recall_at_5=metrics.recall_at(ranks, 5),
        mrr=metrics.mean_reciprocal_rank(ranks),
        p50_ms=metrics.percentile(times, 0.50),
        p95_ms=metrics.percentile(times, 0.95),
    )
