"""Questions, answers and their evidence to HTML: pure functions over the records, escaped by ``qa.markup``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.numbers import find_figures
from index.records import Figure
from index.store import DocumentInfo
from index.units import QUANTITIES
from qa.answer import BESIDES, WARNING, part_of, told
from qa.markup import Span, escape, highlight, isolated, tag, years
from qa.results import (
    STATUS_CONVERTED,
    STATUS_DERIVED,
    STATUS_MISSING,
    STATUS_VERBATIM,
    Answer,
    Citation,
    Hit,
    ShownFact,
)

ASKED, OTHER, SENTENCE, PHRASE = "sh-asked", "sh-other", "sh-sentence", "sh-phrase"
LEGEND = ((ASKED, "12.3", "所问的数字或词语"), (OTHER, "12.3", "其他数字"), (SENTENCE, "原句", "引用的原句"))
BADGES: Mapping[str, tuple[str, str, str]] = {
    STATUS_VERBATIM: ("sh-verbatim", "✓", "与报告原文逐字核对，一致"),
    STATUS_CONVERTED: ("sh-converted", "＝", "换算单位后与原文相等"),
    STATUS_DERIVED: ("sh-derived", "∑", "由原文的数字计算得出"),
    STATUS_MISSING: ("sh-missing", "×", "原文中没有找到"),
}
"""Class, icon and meaning of each status; the icon so that colour is never alone."""
CONFLICT = ("sh-conflict", "≠", "与答案不同", "同一指标、同一单位、同一时期，原文另有不同的数")
"""Class, icon, word and meaning of the mark of a figure that the answer's own is at odds with."""
OPEN_PASSAGES = 4
HELD_BODIES = 8
LONGEST_QUESTION = 160
_CELL = re.compile(r"[^\t\n]+")
FIGURE_KINDS = QUANTITIES | {"rank"}


def question(text: str) -> str:
    """What the user asked, as the chat shows it."""
    cut = text if len(text) <= LONGEST_QUESTION else f"{text[:LONGEST_QUESTION]}…（共{len(text)}字）"
    return tag("div", "sh-question", escape(cut.strip()) or "（没有写问题）")


def answer(result: Answer, reports: Sequence[DocumentInfo] = ()) -> str:
    """An answer, or a refusal together with what the library does hold."""
    if result.refused:
        said = tag("p", "sh-said", escape(result.text))
        return tag("div", "sh-answer sh-refused", said + _worked_out(result) + _held(result, reports))
    if not result.facts:
        return tag("div", "sh-answer", "".join(_quote(c, (), result.phrase) + _source(c) for c in result.citations))
    main = main_facts(result)
    several = tag("ul", "sh-items", "".join(_item(fact, result) for fact in main))
    if result.understood is not None and result.understood.operation == "compare" and (compared := told(main)):
        several += tag("p", "sh-said", escape(compared))
    first = _single(main[0], result) if len(main) == 1 else several
    more = result.facts[len(main) :]
    denied, others = [f for f in more if f.differs], [f for f in more if not f.differs]
    return tag("div", "sh-answer", first + _conflicts(denied, result) + _others(others, result))


def trouble(text: str) -> str:
    """A question that could not be answered because something is wrong with the library, not with the question."""
    return tag("div", "sh-answer sh-refused", tag("p", "sh-said", escape(text)))


def main_facts(result: Answer) -> tuple[ShownFact, ...]:
    """The facts that the short answer states; those after them state it differently, or are the same thing elsewhere."""
    for count in range(1, len(result.facts) + 1):
        if "；".join(fact.said for fact in result.facts[:count]) == result.answer:
            return result.facts[:count]
    return result.facts


def badge(fact: ShownFact) -> str:
    """The status of a figure: icon, word, and the arithmetic of a derived one."""
    css, icon, meaning = BADGES[fact.status]
    formula = tag("span", "sh-formula", escape(fact.formula)) if fact.formula else ""
    shown = tag("span", "sh-icon", icon) + fact.status
    return f'<span class="sh-badge {css}" title="{meaning}">{shown}</span>{formula}'


def _lead(fact: ShownFact) -> str:
    css, icon, word, meaning = CONFLICT
    mark = f'<span class="sh-badge {css}" title="{meaning}">{tag("span", "sh-icon", icon)}{word}</span>'
    return tag("mark", "sh-figure", escape(fact.said)) + badge(fact) + (mark if fact.differs else "")


def _single(fact: ShownFact, result: Answer) -> str:
    said = result.text.split(BESIDES, 1)[0].split(WARNING, 1)[0]
    citation = result.citations[fact.citation]
    lead = tag("p", "sh-lead sh-big", _lead(fact)) + tag("p", "sh-said", escape(said))
    return lead + _quote(citation, (fact,)) + _source(citation, fact)


def _item(fact: ShownFact, result: Answer) -> str:
    citation = result.citations[fact.citation]
    label = tag("p", "sh-label", f"{_of(fact)} {tag('span', 'sh-metric', escape(fact.metric))}")
    return f"<li>{label}{tag('p', 'sh-lead', _lead(fact))}{_quote(citation, (fact,))}{_source(citation)}</li>"


def _worked_out(result: Answer) -> str:
    """What a refusal lets work out all the same: the figure with its arithmetic, and those it comes from in their sentence."""
    if not result.facts:
        return ""
    first, *sources = result.facts
    citation = result.citations[first.citation]
    label = tag("p", "sh-label", f"{_of(first)} {tag('span', 'sh-metric', escape(first.metric))}")
    stated = tag("p", "sh-more", "推算所用的原文") + tag("p", "sh-lead", "".join(map(_lead, sources)))
    return label + tag("p", "sh-lead", _lead(first)) + stated + _quote(citation, sources) + _source(citation)


def _conflicts(facts: Sequence[ShownFact], result: Answer) -> str:
    if not facts:
        return ""
    rows = "".join(_item(fact, result) for fact in facts)
    return tag("p", "sh-more", "注意：报告里还有与此不同的数") + tag("ul", "sh-items sh-conflicts", rows)


def _others(facts: Sequence[ShownFact], result: Answer) -> str:
    if not facts:
        return ""
    rows = "".join(
        f"<li>{tag('span', 'sh-label', _of(fact))}{tag('span', 'sh-lead', _lead(fact))}"
        f"{tag('span', 'sh-from', _report(result.citations[fact.citation]))}</li>"
        for fact in facts
    )
    return tag("p", "sh-more", "其他单位或年份") + tag("ul", "sh-others", rows)


def _of(fact: ShownFact) -> str:
    """Body and period of a figure."""
    return " · ".join(isolated(part) for part in (f"{fact.entity}{part_of(fact)}", years(fact.period)) if part)


def _quote(citation: Citation, facts: Sequence[ShownFact], phrase: tuple[int, int] | None = None) -> str:
    spans = [(fact.start - citation.start, fact.end - citation.start, ASKED) for fact in facts]
    if phrase:
        spans += [(phrase[0] - citation.start, phrase[1] - citation.start, css) for css in (ASKED, PHRASE)]
    return tag("blockquote", "sh-quote", highlight(citation.quote, spans))


def _source(citation: Citation, fact: ShownFact | None = None) -> str:
    parts = [_of(fact)] if fact and _of(fact) else []
    return tag("p", "sh-source", " · ".join([*parts, _report(citation)]))


def _report(citation: Citation) -> str:
    page = f" · 第{citation.page}页" if citation.page else ""
    return f"《{isolated(citation.report)}》{page}"


def _held(result: Answer, reports: Sequence[DocumentInfo]) -> str:
    """Bodies and years of the library, for whoever asked for something else."""
    if not reports or result.reason == "out_of_scope":
        return ""
    bodies: dict[str, set[str]] = {}
    for info in reports:
        bodies.setdefault(info.entity.value or info.name, set()).add(info.period.value)
    rows = "".join(_body(body, periods) for body, periods in list(bodies.items())[:HELD_BODIES])
    more = f"<li>等{len(bodies)}个单位</li>" if len(bodies) > HELD_BODIES else ""
    return tag("p", "sh-more", "现有的单位和年份") + tag("ul", "sh-held", rows + more)


def _body(name: str, periods: set[str]) -> str:
    held = "、".join(years(period) for period in sorted(periods) if period)
    return f"<li>{isolated(name)}{f'（{escape(held)}）' if held else ''}</li>"


def evidence(result: Answer, names: Mapping[str, str]) -> str:
    """The passages behind an answer, its proof first; ``names`` are the names of the reports by id."""
    if not result.evidence:
        return empty_evidence("这个问题没有可列的原文。" if result.refused else "")
    spans = {hit.passage.id: _cited_in(hit, result, names) for hit in result.evidence}
    proof = {hit.passage.id for hit in result.evidence if _proves(hit, result, names)}
    hits = sorted(result.evidence, key=lambda hit: (hit.passage.id not in proof, not spans[hit.passage.id]))
    items = [_passage(n, hit, names, spans[hit.passage.id], hit.passage.id in proof) for n, hit in enumerate(hits, 1)]
    asked = f"问：{escape(result.question[:LONGEST_QUESTION])}"
    refused = (
        "没有直接的答案。推算所用的原文和最接近的原文如下。"
        if result.facts
        else "没有答案。最接近的原文如下，仅供参考。"
    )
    about = tag("p", "sh-about", refused if result.refused else asked)
    shown = "".join(items[:OPEN_PASSAGES]) + _folded(items[OPEN_PASSAGES:])
    return tag("div", "sh-evidence", about + legend() + shown)


def empty_evidence(words: str = "") -> str:
    """The evidence panel while there is nothing to show."""
    hint = "提问之后，这里逐段列出依据：出自哪份报告、哪一节，所问的数字在原文的什么位置。"
    return tag("div", "sh-evidence", tag("p", "sh-about", words or hint) + legend())


def legend() -> str:
    """What the marks in the evidence mean."""
    keys = "".join(tag("span", "sh-key", tag("mark", css, sample) + label) for css, sample, label in LEGEND)
    return tag("p", "sh-legend", keys)


def _folded(items: Sequence[str]) -> str:
    summary = f"<summary>另有{len(items)}段相关原文</summary>"
    return tag("details", "sh-rest", summary + "".join(items)) if items else ""


def _passage(number: int, hit: Hit, names: Mapping[str, str], cited: Sequence[Span], proof: bool) -> str:
    passage = hit.passage
    name = isolated(names.get(passage.document, "（已移除的报告）"))
    page = tag("span", "sh-page", f"第{passage.page}页") if passage.page else ""
    head = tag("p", "sh-where", tag("span", "sh-rank", str(number)) + name + page)
    path = tag("p", "sh-path", " › ".join(map(escape, passage.headings))) if passage.headings else ""
    text = tag("p", "sh-text", highlight(passage.text, [*_other_figures(passage.text, cited), *cited]))
    return tag("div", "sh-passage sh-proof" if proof else "sh-passage", head + path + text)


def _proves(hit: Hit, result: Answer, names: Mapping[str, str]) -> bool:
    """Whether the passage holds what the short answer states."""
    main = [(result.citations[fact.citation], fact.start, fact.end) for fact in main_facts(result)]
    stated = main or [(citation, citation.start, citation.end) for citation in result.citations]
    name = names.get(hit.passage.document)
    return any(citation.report == name and _within(hit, start, end, ASKED) for citation, start, end in stated)


def _cited_in(hit: Hit, result: Answer, names: Mapping[str, str]) -> list[Span]:
    """Spans in the passage's text of the figures or the phrase that the answer shows and of the sentences that it cites."""
    spans: list[Span] = []
    for number, citation in enumerate(result.citations):
        if citation.report != names.get(hit.passage.document):
            continue
        spans += _within(hit, citation.start, citation.end, SENTENCE)
        for fact in result.facts:
            if fact.citation == number:
                spans += _within(hit, fact.start, fact.end, ASKED)
        if result.phrase:
            spans += [span for css in (ASKED, PHRASE) for span in _within(hit, *result.phrase, css)]
    return spans


def _within(hit: Hit, start: int, end: int, css: str) -> list[Span]:
    """A span of the report as one of the passage's text; none where they do not meet."""
    left, right = max(start, hit.passage.start), min(end, hit.passage.end)
    return [(left - hit.passage.start, right - hit.passage.start, css)] if left < right else []


def _other_figures(text: str, cited: Sequence[Span]) -> list[Span]:
    """The quantities of a passage that the answer does not show."""
    asked = [(start, end) for start, end, css in cited if css == ASKED]
    return [
        (figure.start, figure.end, OTHER)
        for figure in _figures(text)
        if figure.kind in FIGURE_KINDS and not any(figure.start < end and start < figure.end for start, end in asked)
    ]


def _figures(text: str) -> list[Figure]:
    """The figures of a passage; those of a table stand in cells, which no figure goes beyond."""
    if "\t" not in text:
        return find_figures(text)
    cells = [(cell.start(), cell.group()) for cell in _CELL.finditer(text)]
    return [replace(f, start=f.start + at, end=f.end + at) for at, cell in cells for f in find_figures(cell)]
