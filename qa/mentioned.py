"""What the reports of others tell of a body that has none of its own: a sentence, or a figure that is called its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Fact, Passage
from index.store import DocumentInfo
from index.traditional import simplified
from qa.answer import DocumentOf, answered
from qa.choice import shipped
from qa.quote import quote
from qa.reports_named import OF_YEAR
from qa.results import Answer, Hit, Question
from qa.select import Candidate

_BEGINS = re.compile(
    r"^(?:.*[，,；;：:。])?\s*(?:(?:19|20)[0-9]{2}年(?:度|[0-9]{1,2}月)?|其中|全年|去年|今年)?[，,：:]?", re.DOTALL
)
"""All of a sentence up to the clause that a figure stands in, and the time that this clause begins with."""
Search = Callable[[Question], Sequence[Hit]]
Ranking = Callable[[Question], tuple[Sequence[Hit], Sequence[Candidate]]]


def in_words(asked: Question, infos: Sequence[DocumentInfo], search: Search, document_of: DocumentOf) -> Answer | None:
    """A sentence of another's report that answers and names the body; None where there is none, or a report is named."""
    if OF_YEAR.search(asked.text):
        return None
    metric = " ".join((*asked.entities, asked.metric))
    anywhere = replace(asked, documents=None, entities=(), metric=metric, operation="text")
    own = {info.id for info in infos if any(name in info.entity.value for name in asked.entities)}
    hits = [hit for hit in search(anywhere) if hit.passage.document not in own]
    answer = quote(anywhere, infos, hits, (), document_of)
    told = all(name in simplified(answer.text) for name in asked.entities)
    return None if answer.refused or not told else replace(answer, understood=asked)


def in_figures(asked: Question, rank: Ranking, document_of: DocumentOf) -> Answer | None:
    """A figure of the body, where the clause or the row that it stands in is about it; None where there is none."""
    if asked.operation != "lookup" or len(asked.entities) != 1:
        return None
    body = asked.entities[0]
    anywhere = replace(asked, documents=None, entities=(), metric=f"{body} {asked.metric}")
    hits, ranked = rank(anywhere)
    telling = [replace(c, fact=replace(c.fact, entity=body)) for c in ranked if is_about(c.fact, c.passage, body)]
    if not telling or telling[0].score < shipped().threshold:
        return None
    answer = answered(anywhere, telling[:1], (), hits, document_of)
    return replace(answer, understood=replace(asked, documents=None))


def is_about(fact: Fact, passage: Passage, body: str) -> bool:
    """Whether the clause that a figure stands in begins with ``body``, or its row of a table is labelled so.

    与上海法院共同… and 上海、浙江… are about others as well.
    """
    if fact.table is not None:
        return body in (fact.metric, fact.metric.removesuffix("合计"))
    before = passage.plain[max(0, fact.sentence_start - passage.start) : fact.figure.start - passage.start]
    found = _BEGINS.search(before)
    return bool(found and re.match(rf"{re.escape(body)}(?![、和与及同跟])", before[found.end() :]))
