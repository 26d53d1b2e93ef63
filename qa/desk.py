"""What the page shows for what a visitor does, as HTML: the one place that joins answers and their looks. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import ShushuoError
from qa import crossing, ledger, matrix, nearby, passages, render, understood
from qa.assistant import Assistant
from qa.browse import MOST_FACTS, Choices, Ledger, Wanted
from qa.results import Answer


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer and its evidence as HTML.

    ``counts`` tells whether a later question may lean on this one, ``pictured`` whether pages are to be seen.
    """

    answer: str
    evidence: str
    counts: bool = False
    pictured: bool = False


class Desk:
    """Answers, facts and comparisons of one library, ready to be shown; safe to use from several threads."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.ledger = Ledger(assistant.store)

    def ask(self, text: str, history: Sequence[str]) -> Shown:
        """The answer to a question, or what keeps it from being answered; pages that it shows are asked for next."""
        shown = self.show(text, history)
        if shown.pictured:
            self.assistant.pictures.warm()
        return shown

    def show(self, text: str, history: Sequence[str]) -> Shown:
        """The same, and nothing else."""
        try:
            result = self.assistant.ask(text, history=history)
            answer = render.answer(result, self._around(result))
            pictured = self.assistant.pictured({hit.passage.document for hit in result.evidence})
            evidence = passages.evidence(result, self.assistant.report_names(), pictured)
            return Shown(answer, evidence, result.reason != "out_of_scope", bool(pictured))
        except ShushuoError as error:
            return Shown(render.trouble(str(error)), passages.empty_evidence())

    def _around(self, result: Answer) -> render.Around:
        infos = self.assistant.reports()
        ids = {info.name: info.id for info in infos}
        asked = result.understood
        if asked is None:
            return render.Around(infos, ids=ids)
        metric = result.facts[0].metric if result.facts else ""
        parts = understood.parts(asked, infos, metric, nearby.metrics_near(self.assistant, result))
        near = nearby.suggest(self.assistant, result) if result.refused else []
        return render.Around(infos, parts, near, ids)

    def facts(self, wanted: Wanted, shown: int = ledger.PAGE) -> str:
        """The table of the facts that are wanted."""
        try:
            entries = self.ledger.chosen(wanted)
        except ShushuoError as error:
            return matrix.trouble(str(error))
        many = not entries and not wanted.report and sum(i.facts for i in self.assistant.reports()) > MOST_FACTS
        return ledger.facts(entries, wanted, shown, too_many=many)

    def choices(self, wanted: Wanted) -> Choices:
        """What the filters of the table may be set to."""
        try:
            return self.ledger.choices(wanted)
        except ShushuoError:
            return Choices()

    def compare(self, bodies: Sequence[str], years: Sequence[str], metrics: str) -> str:
        """The comparison of some bodies and years by some metrics, or what keeps it from being made."""
        try:
            asked = crossing.Asked.of(bodies, years, metrics)
            ids = {info.name: info.id for info in self.assistant.reports()}
            return matrix.grid(crossing.cross(self.assistant, asked), asked, ids)
        except ShushuoError as error:
            return matrix.trouble(str(error))

    def bodies(self) -> list[str]:
        """The bodies of the library, by name."""
        return sorted({info.entity.value for info in self.assistant.reports() if info.entity.value})

    def years(self) -> list[str]:
        """The years of the library's reports, the latest first."""
        held = {info.period.value for info in self.assistant.reports() if info.period.value}
        return sorted(held, reverse=True)
