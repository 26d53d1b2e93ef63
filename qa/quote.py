"""The sentence of a report that answers a question in the report's own words, with its facts or its phrase. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from index.numbers import find_figures
from index.records import Fact, Passage
from index.sentences import sentence_spans
from index.store import DocumentInfo
from index.traditional import simplified
from index.units import QUANTITIES
from index.years import arabic_years
from qa import reader as reading
from qa.answer import MAX_QUOTE, DocumentOf, quoted, refused
from qa.asking import NUMERIC, SEVERAL_NAMED
from qa.cover import Weights, weigh
from qa.entries import Entry, best_entry, heads_of
from qa.listing import counts_otherwise, joins_any, listings, uncounted, wanted
from qa.outline import outlines
from qa.phrase import likeliest, phrase_in, shipped
from qa.posts import names_holder, of_that_rank
from qa.reader import sentence_side, words_of
from qa.results import Answer, Hit, Question
from qa.scope import is_of
from qa.select import Candidate
from qa.sought import names_kind, sought, tells_form, tells_when

LONGEST_SPAN = 20
SENTENCES = 6
"""Sentences that are read for an answer in words, those that cover most of the question."""
LIST_THRESHOLD = 0.5
"""A sentence that covers so much of a question for a list answers it, whatever the reader, who knows few lists, says."""
OUTLINE_THRESHOLD = 0.4
"""So much of it is enough of a list that has just as many items as are asked for, each with a mark of its own."""
COVERED, TEXT_THRESHOLD = 10.0, 2.0
"""What coverage weighs beside the reader's logit, and from where on a sentence answers."""
SMALL, STATED = 10, 0.1
"""Smaller figures stand in many sentences; a greater one that the question gives says as much as so much of its words."""
NAMED, EVEN = 8.0, 0.2
"""What the chance weighs that a phrase of a sentence answers, where one is sought, and the chance that speaks neither way."""
BEHIND = 80
"""So far behind a passage a heading is looked at that leads to a list."""
TELLING = (tells_when, tells_form, names_kind, of_that_rank, names_holder)
"""What a sentence must do that is to answer a question; each is true of a question that asks nothing of the kind."""
_HEADING = re.compile(
    r"[^，。；：\n]{2,40}(?:情况|说明|简介|概况|一览表)。?|[^，。；\n]*(?:参见|参阅|详见|请见)[^，。；\n]*。?"
)
"""A line that says what follows, or where it stands, and nothing of it."""
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
Sentence = tuple[float, int, int, int]
"""How much of a question a sentence covers, the place of its passage from 0, and its span there."""


def quote(
    asked: Question,
    infos: Sequence[DocumentInfo],
    hits: Sequence[Hit],
    ranked: Sequence[Candidate],
    document_of: DocumentOf,
) -> Answer:
    """The sentence that holds most of what was asked, with its facts if ``ranked`` holds them; else a refusal."""
    dated = _dated(asked, infos)
    entry = best_entry(asked, [hit if hit.passage.document in dated else None for hit in hits])
    if entry is not None:
        return _told_in_a_table(asked, hits, *entry, document_of)
    chosen = _likeliest(asked, hits, _sentences(asked, dated, hits))
    outline = _outlined(asked, dated, hits, document_of, max(OUTLINE_THRESHOLD, chosen[0] if chosen else 0.0))
    if outline is not None:
        return outline
    if chosen is None:
        return refused(asked, "not_stated", hits)
    score, n, a, b = chosen
    hit = hits[n]
    span = (hit.passage.start + a, hit.passage.start + b)
    many, numeric = wanted(asked.text), NUMERIC.search(asked.text)
    facts = _facts_within(hit, span, ranked) if numeric and not many else []
    if numeric and not facts and not many and asked.operation != "text":
        return refused(asked, "not_stated", hits)  # figures were asked for, and none of that year stands there
    evidence = (hit, *(h for h in hits if h is not hit))
    document = document_of(hit.passage.document)
    phrase = None if facts or many else _phrase(asked, document.text[span[0] : span[1]], span[0])
    return quoted(asked, evidence, span, document, facts, score=score, phrase=phrase)


def _dated(asked: Question, infos: Sequence[DocumentInfo]) -> set[str]:
    """The reports of the question's years."""
    told = {info.id for info in infos if not asked.periods or any(is_of(info, year) for year in _years(asked))}
    return told | {*asked.given}


def _outlined(
    asked: Question, dated: Collection[str], hits: Sequence[Hit], document_of: DocumentOf, least: float
) -> Answer | None:
    """The list of as many items as are asked for that runs over many sentences, by its heads; None where none covers ``least``."""
    many, weights = wanted(asked.text), _weights(asked, hits)
    found = []
    for hit in hits if many else ():
        text = document_of(hit.passage.document).text
        for outline in outlines(text, many, hit.passage.start, hit.passage.end + BEHIND):
            told = outline.told(text)
            lead = simplified(text[slice(*outline.lead)])
            start, end = (at - hit.passage.start for at in outline.lead)
            theirs = hit.passage.document in dated or _year_told(hit.passage, start, end) & {*asked.periods}
            others = counts_otherwise(asked.text, lead) or _of_other_years(asked.periods, lead)
            if theirs and not others:
                found.append((weights.coverage(told), hit, outline, told))
    if not found:
        return None
    score, hit, outline, told = max(found, key=lambda row: row[0])
    if score < least or outline.items[-1][1] - outline.lead[0] < MAX_QUOTE // 2:
        return None  # a short one is quoted as it stands
    span = outline.lead[0], outline.items[0][1]
    evidence = (hit, *(h for h in hits if h is not hit))
    return quoted(asked, evidence, span, document_of(hit.passage.document), (), score=score, said=told)


def _weights(asked: Question, hits: Sequence[Hit]) -> Weights:
    """What a question's words weigh among its hits, those aside that only tell how many things it asks for."""
    named = replace(asked, metric=uncounted(asked.metric)) if wanted(asked.text) else asked
    return weigh(named, [hit.passage.searchable for hit in hits])


def _told_in_a_table(
    asked: Question, hits: Sequence[Hit], score: float, n: int, entry: Entry, document_of: DocumentOf
) -> Answer:
    hit, base = hits[n], hits[n].passage.start
    row, cell = (base + entry.row[0], base + entry.row[1]), (base + entry.start, base + entry.end)
    evidence = (hit, *(h for h in hits if h is not hit))
    names = " ".join(name.rstrip("：:") for name in entry.names)
    said = f"{names}：{hit.passage.text[entry.start : entry.end].strip()}"
    return quoted(asked, evidence, row, document_of(hit.passage.document), (), score=score, phrase=cell, said=said)


def _sentences(asked: Question, dated: Collection[str], hits: Sequence[Hit]) -> list[Sentence]:
    """The sentences of the hits that keep the question's year, those that list as many things as it asks for."""
    many, weights = wanted(asked.text), _weights(asked, hits)
    years = {*_years(asked)}
    named = asked.operation != "list" or not SEVERAL_NAMED.search(asked.text) or bool(NUMERIC.search(asked.text))
    heads = {n: heads_of(hit.passage.plain) for n, hit in enumerate(hits) if "\t" in hit.passage.text}
    told = [
        (weights.coverage(text[a:b]) * 0.7 + weights.coverage(hit.passage.searchable) * 0.3, n, a, b)
        for n, (hit, text) in enumerate((hit, hit.passage.plain) for hit in hits)
        for a, b in (listings(text, many, asked.metric) if many else sentence_spans(text))
        if hit.passage.document in dated or _year_told(hit.passage, a, b) & years
        if a not in heads.get(n, ())
        if not counts_otherwise(asked.text, text[a:b])
        if all(tells(asked.text, text[a:b]) for tells in TELLING)
        if not _HEADING.fullmatch(text, a, b)
        if named or joins_any(text[a:b])
        if not many or not _of_other_years(asked.periods, text[a:b])
    ]
    return _stating(asked, hits, told) or told


def _stating(asked: Question, hits: Sequence[Hit], told: Sequence[Sentence]) -> list[Sentence]:
    """Those of some sentences that state the figures which a question for words gives: 票房超17.7亿的是哪部电影; none without."""
    given = _given(asked.text) if asked.operation == "text" else frozenset()
    held = [row for row in told if given and given <= _given(hits[row[1]].passage.plain[row[2] : row[3]])]
    return [(covered + STATED, n, a, b) for covered, n, a, b in held]


def _given(text: str) -> frozenset[Decimal]:
    """The figures that ``text`` states, small ones and times aside."""
    found = find_figures(text)
    return frozenset(
        f.value for f in found if f.kind in QUANTITIES and f.kind != "duration" and f.value and f.value > SMALL
    )


def _years(asked: Question) -> list[str]:
    """The periods that a question names, and where no figure is asked for, which is of its year alone, the years of their spans."""
    if NUMERIC.search(asked.text) and not wanted(asked.text):
        return list(asked.periods)
    return [year for period in asked.periods for year in _spanned(period)]


def _spanned(period: str) -> list[str]:
    """A period itself, and the years that a span of it is made of."""
    first, _, last = period.partition("-")
    span = range(int(first), int(last) + 1) if first.isdigit() and last.isdigit() else ()
    return [period, *map(str, span[:LONGEST_SPAN])]


def _year_told(passage: Passage, start: int, end: int) -> set[str]:
    """The years that a sentence names, and the last one named before it under its headings: 2025年 of all that will be done then."""
    before = _YEAR.findall(arabic_years("\n".join((*passage.headings, passage.plain[:start]))))
    return {*_YEAR.findall(arabic_years(passage.plain[start:end])), *before[-1:]}


def _of_other_years(asked: Sequence[str], listing: str) -> bool:
    """Whether what leads to a list names years, and none of those asked for: 从五个方面回顾了2023年工作：一是…"""
    told = set(_YEAR.findall(arabic_years(listing.partition("：")[0])))
    return bool(asked and told) and told.isdisjoint(year for period in asked for year in _spanned(period))


def _facts_within(hit: Hit, span: tuple[int, int], ranked: Sequence[Candidate]) -> list[Fact]:
    """The facts of a sentence, in order of place."""
    inside = [c.fact for c in ranked if c.passage.id == hit.passage.id and span[0] <= c.fact.figure.start < span[1]]
    return sorted(inside, key=lambda fact: fact.figure.start)


def _likeliest(asked: Question, hits: Sequence[Hit], scored: Sequence[Sentence]) -> Sentence | None:
    """The sentence that answers; None where none is likely to.

    Of those that cover most of the question the reader prefers the one that reads like its answer.
    """
    best = sorted(scored, key=lambda row: (-row[0], row[1]))[:SENTENCES]
    if not best:
        return None
    if asked.operation != "text" and best[0][0] >= LIST_THRESHOLD:
        return best[0]
    sides = [sentence_side(hits[n].passage.plain[a:b]) for _, n, a, b in best]
    logits = reading.shipped().scores(words_of(asked), sides).tolist()
    told = [
        (COVERED * row[0] + logit + _naming(asked, hits[row[1]].passage.plain[row[2] : row[3]]), row)
        for row, logit in zip(best, logits, strict=True)
    ]
    total, row = max(told, key=lambda pair: pair[0])
    return row if total >= TEXT_THRESHOLD else None


def _naming(asked: Question, sentence: str) -> float:
    """What speaks for a sentence, or against it, by how likely it names what is sought."""
    if sought(asked.text) is None:
        return 0.0
    found = likeliest(asked.text, sentence[:MAX_QUOTE], reading.shipped().words, shipped())
    return NAMED * ((found.chance if found else 0.0) - EVEN)


def _phrase(asked: Question, sentence: str, base: int) -> tuple[int, int] | None:
    """The phrase of a sentence, which begins at ``base`` of its report, that answers by itself."""
    plain = simplified(sentence[:MAX_QUOTE])
    found = phrase_in(asked.text, plain, reading.shipped().words)
    return (base + found[0], base + found[1]) if found else None
