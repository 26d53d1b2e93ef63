"""Cases × an assistant -> results: what was right, cited and found, in what it was wrong, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from eval import faults, metrics
from eval.calibration import Outcome, answered, calibration_error
from eval.cases import Case
from eval.metrics import Tally
from qa.results import Answer, ShownFact

Progress = Callable[[int, int], None]
Texts = Callable[[str], str | None]
"""The clean text of a report by its name; None of one that is not there."""


class Asker(Protocol):
    """The one method of ``qa.Assistant`` that the evaluation uses."""

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] | None = None, id: str = ""
    ) -> Answer:
        """Answer ``question``, asked after the user turns of ``history``."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """How one case went; ``rank`` is the place, from 1, of the passage with the evidence, None if not found.

    ``other_year`` and ``other_body`` tell whether a wrong answer is of another year or body than was asked for, None
    where the case does not tell which that is; ``spanned`` whether what is cited stands where the citations say, None
    where nothing is cited or the reports are not at hand. ``confidence`` is the answer's own.
    """

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
    other_year: bool | None = None
    other_body: bool | None = None
    spanned: bool | None = None
    confidence: float = 0.0

    @property
    def tally(self) -> Tally:
        """This case as counts."""
        return metrics.tally_one(
            right=self.right,
            refused=self.refused,
            cited=self.cited,
            citable=self.citable,
            other_year=self.other_year,
            other_body=self.other_body,
            spanned=self.spanned,
        )

    @property
    def outcome(self) -> Outcome:
        """This case as what a calibration is measured on."""
        return Outcome(self.confidence, self.right, self.refused, self.citable)


@dataclass(frozen=True, slots=True)
class Summary:
    """The scores of a run: counts by kind and in all, shares of the evidence found, milliseconds a question.

    ``confidence`` is the mean of the answers given, ``calibration_error`` how far it lies from their being right.
    """

    kinds: Mapping[str, Tally]
    total: Tally
    searched: int
    recall_at_1: float
    recall_at_5: float
    mrr: float
    p50_ms: float
    p95_ms: float
    answered: int = 0
    answered_right: int = 0
    confidence: float = 0.0
    calibration_error: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The scores as plain JSON values, the rates of each tally beside its counts."""
        kinds = {kind: _told(tally) for kind, tally in self.kinds.items()}
        return {**asdict(self), "kinds": kinds, "total": _told(self.total)}


def _told(tally: Tally) -> dict[str, Any]:
    return {**asdict(tally), "rates": dict(tally.rates)}


def run_cases(
    cases: Sequence[Case],
    assistant: Asker,
    names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    texts: Texts | None = None,
) -> list[Result]:
    """Ask every case in order.

    ``names`` maps document ids to report names, so that evidence counts only in the right report; where an id is not in
    it the text alone decides. ``progress`` is told (done, all) after each question. ``texts`` gives the reports that
    citations are compared with; without it they are not.
    """
    results = []
    for done, case in enumerate(cases, 1):
        results.append(run_case(case, assistant, names or {}, texts))
        if progress:
            progress(done, len(cases))
    return results


def run_case(case: Case, assistant: Asker, names: Mapping[str, str], texts: Texts | None = None) -> Result:
    """Ask one case and score the answer; the clock runs around ``ask`` alone."""
    began = time.perf_counter()
    answer = assistant.ask(case.question, history=list(case.history), reports=None, id=case.id)
    milliseconds = (time.perf_counter() - began) * 1000
    return score(case, answer, names, milliseconds, texts)


def score(
    case: Case, answer: Answer, names: Mapping[str, str], milliseconds: float = 0.0, texts: Texts | None = None
) -> Result:
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
    citations = [] if answer.refused else [(one.report, one.quote) for one in answer.citations]
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
        other_year=_other_year(case, answer, right),
        other_body=_other_body(case, answer, right),
        spanned=_spanned(case, answer, texts, right),
        confidence=answer.confidence,
    )


def _other_year(case: Case, answer: Answer, right: bool) -> bool | None:
    """By the period of the case, or else by the years that its question names."""
    asked = faults.years_of(case.period or case.question)
    if not asked:
        return None
    return not right and faults.of_other_year(asked, [fact.period for fact in _stated(answer)])


def _other_body(case: Case, answer: Answer, right: bool) -> bool | None:
    """By the body of the case, or else by the names of its reports."""
    bodies = (case.body,) if case.body else case.reports
    if not bodies:
        return None
    cited = [answer.citations[fact.citation] for fact in _stated(answer)] or answer.citations
    return not right and faults.of_other_body(bodies, [one.report for one in cited])


def _stated(answer: Answer) -> list[ShownFact]:
    """The facts of the short answer itself, without those that its text mentions besides (另外：…)."""
    return [fact for fact in answer.facts if fact.said in answer.answer]


def _spanned(case: Case, answer: Answer, texts: Texts | None, right: bool) -> bool | None:
    if texts is None or answer.refused or not answer.citations:
        return None
    spans = [(texts(one.report), one.quote, one.start, one.end) for one in answer.citations]
    apart = [fact.raw for fact in _stated(answer) if fact.told_unit]  # no quote holds such a number with its unit
    return faults.spans_right(case.kind, [*case.answers, *apart], spans, right=right)


def summarise(results: Iterable[Result]) -> Summary:
    """The scores of all ``results``; retrieval counts the cases that have evidence."""
    results = list(results)
    ranks = [one.rank for one in results if one.citable]
    times = [one.milliseconds for one in results]
    outcomes = [one.outcome for one in results]
    given = answered(outcomes)
    return Summary(
        kinds=metrics.tally_by_kind((one.kind, one.tally) for one in results),
        total=sum((one.tally for one in results), Tally()),
        searched=len(ranks),
        recall_at_1=metrics.recall_at(ranks, 1),
        recall_at_5=metrics.recall_at(ranks, 5),
        mrr=metrics.mean_reciprocal_rank(ranks),
        p50_ms=metrics.percentile(times, 0.50),
        p95_ms=metrics.percentile(times, 0.95),
        answered=len(given),
        answered_right=sum(one.right for one in given),
        confidence=sum(one.confidence for one in given) / len(given) if given else 0.0,
        calibration_error=calibration_error(outcomes),
    )
