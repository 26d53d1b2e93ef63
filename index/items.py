"""Of which year each sentence of news is where it states none itself: what its item stated before it, else the day's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.given import HOW
from index.news import is_part, told_on
from index.numbers import find_figures
from index.periods import OPENING, Section, is_adverbial, period_of
from index.records import Document, Passage
from index.sentences import sentence_spans

_BEGINS = re.compile(r"(?:^|[，,；;：:。、（(])(?:截[至止])?$")
_TO = re.compile(r"[到至]$")
_SINCE = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:以来|起|至今)")


def day_of(document: Document) -> date | None:
    """The day on which a report was told, where it is news whose year nobody set by hand."""
    set_by_hand = document.period.how == HOW
    return None if set_by_hand else told_on(document.name, document.entity.value, document.kind.value)


def sections_of(document: Document, passages: Sequence[Passage]) -> dict[int, Section]:
    """By where each sentence of news begins, the year that it is of; none for other reports.

    A year that a clause begins with (2025年，…) holds until another does or the item ends; a headline that states none is
    of the year that its item states first.
    """
    day = day_of(document)
    found: dict[int, Section] = {}
    for item in _items(passages) if day else ():
        here = Section(document.period.value, planned=False, day=day)
        first = None
        for passage in item:
            for start, end in sentence_spans(document.text, passage.start, passage.end):
                found[start] = here
                before, here = here, _stated(document, start, end, here)
                first = first or (here if here is not before else None)
        if first and len(item) > 1 and _leads(item[0], item[1]):
            found[item[0].start] = first
    return found


def _items(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The passages of each item: what one headline leads to, with that."""
    item: list[Passage] = []
    for passage in passages:
        if item and passage.headings != item[-1].headings and not _leads(item[-1], passage):
            yield item
            item = []
        item.append(passage)
    if item:
        yield item


def _leads(headline: Passage, passage: Passage) -> bool:
    return passage.headings[-1:] == (headline.text,)


def _stated(document: Document, start: int, end: int, here: Section) -> Section:
    """The year that holds behind a sentence: that of the last clause of it that begins with one."""
    found = find_figures(document.text[start:end], start)
    for figure in (figure for figure in found if figure.kind in ("date", "period")):
        head = document.text[start : figure.start]
        opens = len(head) <= OPENING or _BEGINS.search(head)
        if not opens or _TO.search(head.removesuffix("截至")) or not is_adverbial(figure, document.text):
            continue
        if _SINCE.match(document.text, figure.end) or (here.stated and is_part(figure.raw)):
            continue
        period = period_of(figure, document, here)
        if period and here.day and period[:4] <= str(here.day.year):
            here = replace(here, period=period, stated="-" not in period and not is_part(figure.raw))
    return here
