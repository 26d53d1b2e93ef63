"""An answer as text to carry off into a document: with its source line, or as a citation. Plain text, never HTML."""

from __future__ import annotations

from qa.markup import years
from qa.results import Answer, Citation, ShownFact


def as_text(result: Answer) -> str:
    """What was answered, and under it a line for each source."""
    sources = [f"出处：{source_line(citation)}" for citation in _used(result)]
    return "\n".join([result.text, *dict.fromkeys(sources)])


def as_citation(result: Answer) -> str:
    """The sentences quoted, each with its report and page: “……”（《湖州法院2024》，第3页）."""
    return "\n".join(f"“{' '.join(citation.quote.split())}”（{source_line(citation)}）" for citation in _used(result))


def source_line(citation: Citation) -> str:
    """Report and page of a citation, with the report's title where it says more than its name.

    >>> source_line(Citation("湖州法院2024", "湖州法院工作摘要", 3, "", 0, 0))
    '《湖州法院工作摘要》（湖州法院2024），第3页'
    """
    title = " ".join(citation.title.split())
    named = f"《{title}》（{citation.report}）" if title and title != citation.report else f"《{citation.report}》"
    return f"{named}，{citation.place}" if citation.place else named


def of(fact: ShownFact) -> str:
    """Body, year and metric of a figure, as a line of a table names it."""
    return f"{fact.entity}{years(fact.period)}{fact.metric}"


def _used(result: Answer) -> list[Citation]:
    """The citations of an answer without those that stand twice."""
    kept: list[Citation] = []
    for citation in result.citations:
        if not any((one.report, one.start, one.end) == (citation.report, citation.start, citation.end) for one in kept):
            kept.append(citation)
    return kept
