"""Facts to an answer: it composes words around figures that stand in a report, never a figure of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.dealing import BASE
from index.numbers import find_figures
from index.numerals import plain
from index.records import Document, Fact, Figure, ReportText
from index.scans import BESIDE, note
from index.sides import sides_of
from index.tabled import name_of
from index.traditional import simplified
from index.units import APPROX_BEFORE, COUNTED_NOUNS
from qa.asking import AGAINST, IN_ORDER, OWN, TIMES_AS
from qa.compare import conclusion, in_order, scale_of, times
from qa.confidence import confidence
from qa.derive import Derived
from qa.excerpt import excerpt
from qa.results import (
    STATUS_DERIVED,
    STATUS_MISSING,
    STATUS_VERBATIM,
    Answer,
    Citation,
    Hit,
    Question,
    ShownFact,
)
from qa.select import Candidate
from qa.verify import holds_value, status_of

WARNING, BESIDES = "注意：", "另外："
"""What the text opens the sentence with that tells a conflict, and the one about other bodies or years."""
DocumentOf = Callable[[str], Document | ReportText]
MAX_QUOTE = 400
MAX_LINK = 14
MOST_RISEN = 60
"""Characters between a metric and the end of its change that are told as they stand."""
_FOREIGN = re.compile("百万|千(?!瓦|克|米)|十亿")
"""Magnitudes of tables in which nobody says a sum in Chinese."""
_BREAK = re.compile(r"[，。；、：！？,;:0-9\n]")
_BEFORE = sorted(APPROX_BEFORE, key=len, reverse=True)
_AFTER = ("左右", "以上", "以下", "以内", "之多", "上下")
_LONGEST = max(map(len, (*_BEFORE, *_AFTER)))

REFUSALS: Mapping[str, str] = {
    "empty_library": "资料库里还没有报告。请先添加报告，再来提问。",
    "not_stated": "现有的报告中没有找到“{asked}”的数据{held}。",
    "other_period": "现有的报告中没有{asked}的数据，仅有{held}的。",
    "other_entity": "资料库里没有{asked}的报告，现有：{held}。",
    "out_of_scope": "{asked}",
    "ambiguous": "问题不够明确：{asked}。",
}
DERIVED = "可以推算：{year}年{what}（{formula}）。"


def show(fact: Fact, document: Document | ReportText, citation: int) -> ShownFact:
    """The fact as an answer shows it, with its status."""
    figure, table = fact.figure, fact.table
    start, end = figure.start, figure.end
    if table is None:
        start, end = _with_approximation(document.text, start, end)
    told_unit = document.text[table.unit_start : table.unit_end] if table else ""
    told_unit = COUNTED_NOUNS.get(simplified(told_unit), told_unit)
    converted = in_everyday_units(figure) if _FOREIGN.match(simplified(told_unit)) else ""
    shown = ShownFact(
        metric=name_of(fact),
        raw=document.text[start:end],
        value="" if figure.value is None else plain(figure.value),
        unit=figure.unit,
        approx=figure.approx,
        entity=fact.entity,
        period=fact.period,
        status=status_of(document, fact),
        formula="",
        citation=citation,
        start=start,
        end=end,
        scope=fact.scope,
        told_unit=told_unit,
        converted=converted,
    )
    if not converted or shown.status != STATUS_VERBATIM:
        return shown
    said = find_figures(converted)[0]
    return replace(shown, status=holds_value(shown, said.value, said.unit))


def in_everyday_units(figure: Figure) -> str:
    """A sum in 亿 or 万, exactly: 52,384百万元 is 523.84亿元; "" where it is smaller than 1万."""
    if figure.value is None:
        return ""
    scale, word = scale_of(abs(figure.value))
    return f"{plain(figure.value / scale)}{word}{figure.unit}" if word else ""


def _with_approximation(text: str, start: int, end: int) -> tuple[int, int]:
    """The figure's span with the words right beside it that soften it: 超150亿元, 20%左右."""
    head, tail = simplified(text[max(0, start - _LONGEST) : start]), simplified(text[end : end + _LONGEST])
    before = next(filter(head.endswith, _BEFORE), "")
    if before in ("上", "数", "几", "好几", "左右", "以上"):
        before = ""
    after = next(filter(tail.startswith, _AFTER), "")
    return start - len(before), end + len(after)


def cite(fact: Fact, document: Document | ReportText) -> Citation:
    """The sentence a fact stands in, as a citation."""
    start, end = fact.sentence_start, fact.sentence_end
    if end - start > MAX_QUOTE:
        start = max(start, min(fact.metric_start, fact.figure.start) - MAX_QUOTE // 2)
        end = min(end, start + MAX_QUOTE)
    page = document.page(fact.figure.start)
    quote, told = document.text[start:end], note(document.title.how, page)
    return Citation(document.name, document.title.value, page, quote, start, end, told)


def answered(
    question: Question,
    chosen: Sequence[Candidate],
    others: Sequence[Candidate],
    hits: Sequence[Hit],
    document_of: DocumentOf,
    labels: Sequence[str] = (),
    *,
    things: bool = False,
    against: Sequence[Candidate] = (),
) -> Answer:
    """An answer that states the chosen facts, and in its text those of other bodies or years that state the same.

    ``labels`` tell the chosen facts apart where neither body nor year does: 12月, 1-12月, or the names of different
    ``things``. ``against`` state the thing itself differently; they come before the others.
    """
    told_of = (*chosen, *against, *others)
    documents = {c.fact.document: document_of(c.fact.document) for c in told_of}
    citations = tuple(cite(c.fact, documents[c.fact.document]) for c in told_of)
    facts = [show(c.fact, documents[c.fact.document], number) for number, c in enumerate(told_of)]
    main = facts[: len(chosen)]
    if any(fact.status == STATUS_MISSING for fact in main):
        return refused(question, "not_stated", hits, asked=question.metric)
    rest = len(chosen) + len(against)
    denied = [
        (replace(fact, differs=True), candidate.fact)
        for fact, candidate in zip(facts[len(chosen) : rest], against, strict=True)
        if fact.status != STATUS_MISSING
    ]
    kept = [fact for fact in facts[rest:] if fact.status != STATUS_MISSING]
    main = [replace(fact, scope=label) for fact, label in zip(main, labels, strict=True)] if labels else main
    said = [sentence(f, c.fact, documents[c.fact.document]) for f, c in zip(main, chosen, strict=True)]
    text = f"{_risen(main, chosen, documents) or '；'.join(said)}。"
    if question.operation == "compare":
        text += told(main, question.text, things=things)
    return Answer(
        id=question.id,
        question=question.text,
        answer="；".join(fact.said for fact in main),
        text=f"{text}{_warning(denied, documents, chosen[0].fact)}{_besides(kept)}{_noted(citations)}",
        refused=False,
        reason=None,
        facts=(*main, *(shown for shown, _ in denied), *kept),
        citations=citations,
        evidence=tuple(hits),
        understood=question,
        confidence=confidence(min(candidate.score for candidate in chosen)),
    )


def _warning(
    denied: Sequence[tuple[ShownFact, Fact]], documents: Mapping[str, Document | ReportText], main: Fact
) -> str:
    """The sentence that tells what states otherwise than ``main``; "" where nothing does."""
    told = "；".join(
        f"{_where(fact, documents[fact.document].name, main)}{_denial(shown, fact)}" for shown, fact in denied
    )
    return f"{WARNING}{told}，与此不同。" if denied else ""


def _besides(kept: Sequence[ShownFact]) -> str:
    """The sentence about other bodies or years; "" where there are none."""
    told = "；".join(f"{_whose(fact)}{fact.said}" for fact in kept)
    return f"{BESIDES}{told}。" if kept else ""


def _noted(citations: Sequence[Citation]) -> str:
    """The sentence about what was read from a picture; "" where nothing was."""
    return BESIDE if any(citation.note for citation in citations) else ""


def told(facts: Sequence[ShownFact], asked: str, *, things: bool = False) -> str:
    """What a comparison comes to, with its arithmetic in brackets; "" where the figures cannot be compared.

    Different ``things``, as those of one body and year are (收入和利润各多少), are compared only where the question ``asked``
    says so.
    """
    alike = not things and len({(fact.entity, fact.period, fact.scope) for fact in facts}) > 1
    if not alike and not AGAINST.search(asked):
        return ""
    results = [conclusion(facts)]
    if TIMES_AS.search(asked):
        results.append(times(facts))
    if IN_ORDER.search(asked):
        results.append((in_order(facts), ""))
    return "".join(f"{result}{f'（{formula}）' if formula else ''}。" for result, formula in results if result)


def sentence(shown: ShownFact, fact: Fact, document: Document | ReportText) -> str:
    """One fact in words: 2024年，湖州法院执行到位金额35.8亿元.

    The metric stands before the figure as in the report, with the words that join them there (增至, 同比上升), or after it
    where the report has it so (2660名被执行人…).
    """
    if fact.table is None and fact.metric_start >= fact.figure.end:
        return f"{_when(shown)}{_who(shown)}{shown.raw}{shown.metric}"
    return f"{_when(shown)}{_who(shown)}{shown.metric}{_link(shown, fact, document)}{shown.said}"


def _risen(
    main: Sequence[ShownFact], chosen: Sequence[Candidate], documents: Mapping[str, Document | ReportText]
) -> str:
    """Both ends of a change in the report's own words: 陕西省5G基站从1.9万座增加到14.3万座; "" where these are not that."""
    if len(chosen) != 2 or chosen[0].fact.basis != BASE or chosen[0].fact.metric_start != chosen[1].fact.metric_start:
        return ""
    start = chosen[0].fact
    text = documents[start.document].text[start.metric_end : main[1].end]
    if start.metric_end > start.figure.start or len(text) > MOST_RISEN:
        return ""
    return f"{_when(main[1])}{_who(main[1])}{main[1].metric}{text}"


def _where(fact: Fact, name: str, main: Fact) -> str:
    """Where a conflicting figure stands, as seen from the one that answers."""
    return "同一报告另处" if fact.document == main.document else f"《{name}》中"


def _denial(shown: ShownFact, fact: Fact) -> str:
    """A conflicting figure in words: 2007年国内生产总值为25.7万亿元; a change with its basis and direction."""
    change = f"{fact.basis}{fact.direction}" if fact.kind in ("change", "point_change") else ""
    return f"{_when(shown).rstrip('，')}{part_of(shown)}{shown.metric}{change or '为'}{shown.said}"


def _link(shown: ShownFact, fact: Fact, document: Document | ReportText) -> str:
    """The report's own words between metric and figure where they are few; else the change that they tell of."""
    if fact.table is not None:
        return fact.direction if fact.kind == "point_change" else ""
    between = document.text[fact.metric_end : shown.start]
    if len(between) <= MAX_LINK and not _BREAK.search(between):
        return between
    return f"{fact.basis}{fact.direction}" if fact.kind in ("change", "point_change") else ""


def _when(shown: ShownFact) -> str:
    period = shown.period.replace("-", "至")
    return f"{period}年，" if period else ""


def _who(shown: ShownFact) -> str:
    return part_of(shown) if shown.entity[:2] in shown.metric else f"{shown.entity}{part_of(shown)}"


def part_of(shown: ShownFact) -> str:
    """The part of its body or of its subject that a figure is of, in brackets: （市本级）, （农村）; empty for the whole."""
    own = OWN.search(shown.scope) or sides_of(shown.metric)
    named = own and shown.scope and shown.scope not in f"{shown.entity}{shown.metric}"
    return f"（{shown.scope}）" if named else ""


def _whose(shown: ShownFact) -> str:
    return f"{_when(shown).rstrip('，')}{shown.entity}"


def quoted(
    question: Question,
    hits: Sequence[Hit],
    span: tuple[int, int],
    document: Document | ReportText,
    facts: Sequence[Fact],
    *,
    score: float,
    phrase: tuple[int, int] | None = None,
    said: str = "",
) -> Answer:
    """An answer in the report's own words: the sentence at ``span`` of the first hit's report, with the facts in it.

    ``score`` is how much of the question the sentence holds. Where it holds no facts, the short answer is the ``phrase`` within it,
    in the report's offsets, or the whole of it; ``said`` is what a person reads instead of a table's row, or of what runs on for long.
    """
    quote = document.text[span[0] : span[1]]
    page = hits[0].passage.page
    told = note(document.title.how, page)
    citation = Citation(document.name, document.title.value, page, quote[:MAX_QUOTE], *span, told)
    shown = [fact for fact in (show(f, document, 0) for f in facts) if fact.status != STATUS_MISSING]
    phrase = None if shown else phrase
    short = document.text[phrase[0] : phrase[1]] if phrase else said or quote
    read = excerpt(quote, phrase[0] - span[0], phrase[1] - span[0]) if phrase else quote[:MAX_QUOTE]
    return Answer(
        id=question.id,
        question=question.text,
        answer="；".join(dict.fromkeys(fact.said for fact in shown)) or short,
        text=(said or read) + (BESIDE if told else ""),
        refused=False,
        reason=None,
        facts=tuple(shown),
        citations=(replace(citation, end=span[0] + len(citation.quote)),),
        evidence=tuple(hits),
        understood=question,
        confidence=confidence(score),
        phrase=phrase,
    )


def refused(question: Question, reason: str, hits: Sequence[Hit] = (), *, asked: str = "", held: str = "") -> Answer:
    """An honest refusal that says what there is instead."""
    return Answer(
        id=question.id,
        question=question.text,
        answer="",
        text=REFUSALS[reason].format(asked=asked or question.metric or question.text, held=held),
        refused=True,
        reason=reason,
        evidence=tuple(hits),
        understood=question,
    )


def derived(refusal: Answer, found: Derived, hit: Hit, document: Document | ReportText) -> Answer:
    """The refusal with what can be worked out, and the two figures of ``hit`` that it comes from; as it was if either proves false.

    The figure worked out stands nowhere: its span is empty, at the level it was worked back from.
    """
    citation = cite(found.level, document)
    level, change = (show(fact, document, 0) for fact in (found.level, found.change))
    exact = all(
        shown.status == STATUS_VERBATIM and shown.raw == fact.figure.raw
        for shown, fact in ((level, found.level), (change, found.change))
    )
    if not exact or change.end > citation.end:
        return refusal
    worked = replace(
        level,
        raw=found.worked.raw,
        value=plain(found.worked.value),
        approx=found.worked.approx,
        period=found.year,
        status=STATUS_DERIVED,
        formula=found.worked.formula,
        end=level.start,
    )
    behind = found.level.metric_start >= found.level.figure.end
    what = f"{worked.raw}{worked.metric}" if behind else f"{worked.metric}{worked.raw}"
    told = DERIVED.format(year=found.year, what=f"{part_of(worked)}{what}", formula=worked.formula)
    held = any(one.passage.id == hit.passage.id for one in refusal.evidence)
    return replace(
        refusal,
        text=f"{refusal.text}{told}",
        facts=(worked, level, change),
        citations=(citation,),
        evidence=refusal.evidence if held else (*refusal.evidence, hit),
    )


def nearest(candidate: Candidate, document_of: DocumentOf) -> str:
    """For a refusal, what is nearest to what was asked: report, year, metric and figure; "" if the figure proves false."""
    fact = candidate.fact
    document = document_of(fact.document)
    shown = show(fact, document, 0)
    if not fact.metric or shown.status == STATUS_MISSING:
        return ""
    period = f"{fact.period.replace('-', '至')}年" if fact.period else ""
    return f"；最接近的是“{document.name}”里{period}的“{shown.metric}”：{shown.said}"
