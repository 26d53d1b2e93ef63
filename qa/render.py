"""Questions and answers to HTML: pure functions over the records, escaped by ``qa.markup``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.store import DocumentInfo
from qa.answer import BESIDES, WARNING, part_of, told
from qa.carried import as_citation, as_text
from qa.markup import attribute, button, element, escape, highlight, isolated, tag, years
from qa.places import link
from qa.plot import Series, chart
from qa.question import MAX_LENGTH
from qa.results import (
    STATUS_CONVERTED,
    STATUS_DERIVED,
    STATUS_MISSING,
    STATUS_VERBATIM,
    Answer,
    Citation,
    ShownFact,
)
from qa.understood import Part

ASKED, PHRASE = "sh-asked", "sh-phrase"
BADGES: Mapping[str, tuple[str, str, str]] = {
    STATUS_VERBATIM: ("sh-verbatim", "✓", "与报告原文逐字核对，一致"),
    STATUS_CONVERTED: ("sh-converted", "＝", "换算单位后与原文相等"),
    STATUS_DERIVED: ("sh-derived", "∑", "由原文的数字计算得出"),
    STATUS_MISSING: ("sh-missing", "×", "原文中没有找到"),
}
"""Class, icon and meaning of each status; the icon so that colour is never alone."""
CONFLICT = ("sh-conflict", "≠", "与答案不同", "同一指标、同一单位、同一时期，原文另有不同的数")
"""Class, icon, word and meaning of the mark of a figure that the answer's own is at odds with."""
HELD_BODIES = 8
"""A longer list of what there is stays folded."""
LONGEST_QUESTION = 160
FAULTS = ("数字不对", "年份不对", "单位（主体）不对", "指标不对", "报告里有，却没有答", "报告里没有，不该答", "其他")
"""What may be wrong with an answer, to choose from."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is shown about an answer beside the answer itself: the reports, what was understood, near questions."""

    reports: Sequence[DocumentInfo] = ()
    parts: Sequence[Part] = ()
    near: Sequence[str] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    """Id of each report by its name."""


NOTHING = Around()


def question(text: str, *, alone: bool = False) -> str:
    """What the user asked, as the chat shows it; ``web.js`` keeps its hidden words, to ask it anew after a reload."""
    cut = text if len(text) <= LONGEST_QUESTION else f"{text[:LONGEST_QUESTION]}…（共{len(text)}字）"
    shown = escape(cut.strip()) or "（没有写问题）"
    if text.strip() and len(text) <= MAX_LENGTH:
        css = "sh-words sh-own" if alone else "sh-words"
        shown += f'<input type="hidden" class="{css}" value="{attribute(text)}">'
    return tag("div", "sh-question", shown)


def answer(result: Answer, around: Around = NOTHING) -> str:
    """An answer, or a refusal together with what the library does hold, and what can be done with either."""
    css = "sh-answer sh-refused" if result.refused else "sh-answer"
    said = _refusal(result, around) if result.refused else _answered(result, around) + understood(around.parts)
    return tag("div", css, said + _actions(result))


def trouble(text: str) -> str:
    """A question that could not be answered because something is wrong with the library, not with the question."""
    return tag("div", "sh-answer sh-refused", tag("p", "sh-said", escape(text)))


def understood(parts: Sequence[Part]) -> str:
    """What the question was taken to mean; each part opens to its other choices, which are asked at a click."""
    if not parts:
        return ""
    shown = "".join(map(_part, parts))
    return tag("div", "sh-understood", tag("span", "sh-told", "已理解为：") + shown)


def _part(part: Part) -> str:
    if not part.choices:
        return tag("span", "sh-part", isolated(part.label))
    choices = "".join(button("sh-again", isolated(label), question) for label, question in part.choices)
    summary = f'<summary title="换一个：{part.name}">{isolated(part.label)}</summary>'
    return element("details", "sh-part", summary + tag("div", "sh-choices", choices), name="sh-part")


def _actions(result: Answer) -> str:
    """Copy, cite, ask again, and say whether the answer was right."""
    asked = (result.understood and result.understood.rewritten) or result.question
    shown = button("sh-copy", "复制", as_text(result), "复制答案和出处")
    if result.citations and not result.refused:
        shown += button("sh-copy", "复制引文", as_citation(result), "复制原句和出处")
    shown += button("sh-again", "再问一次", asked)
    if not asked.strip():
        return tag("div", "sh-actions", shown)
    good = button("sh-good", "有用", asked, "这个答案有用")
    return tag("div", "sh-actions", shown + good + tag("details", "sh-wrong", _fault(asked)))


def _fault(asked: str) -> str:
    """A small form that says what is wrong with an answer, and what would be right."""
    summary = element("summary", "sh-tell", "有误", title="这个答案有误")
    reasons = "".join(f"<option>{reason}</option>" for reason in FAULTS)
    why = element("select", "sh-why", reasons, title="哪里不对")
    right = '<input class="sh-right" type="text" maxlength="200" placeholder="正确的答案（可不填）" title="正确的答案">'
    return summary + tag("div", "sh-form", why + right + button("sh-bad", "提交", asked))


def _answered(result: Answer, around: Around) -> str:
    if not result.facts:
        return "".join(_quote(c, (), result.phrase) + _source(c, around) for c in result.citations)
    main = main_facts(result)
    first = _single(main[0], result, around) if len(main) == 1 else _several(main, result, around)
    more = result.facts[len(main) :]
    denied, others = [f for f in more if f.differs], [f for f in more if not f.differs]
    return first + _conflicts(denied, result, around) + _others(others, result, around)


def _several(main: Sequence[ShownFact], result: Answer, around: Around) -> str:
    """What several figures come to, their plot, then each with its proof."""
    compares = result.understood is not None and result.understood.operation == "compare"
    come_to = told(main, result.question) if compares else ""
    compared = tag("p", "sh-said sh-conclusion", escape(come_to)) if come_to else ""
    return compared + drawn(main) + tag("ul", "sh-items", "".join(_item(fact, result, around) for fact in main))


def drawn(facts: Sequence[ShownFact]) -> str:
    """The plot of some figures of one unit that differ in body or year; "" where they do not."""
    if len({fact.unit for fact in facts}) != 1 or not all(fact.value for fact in facts):
        return ""
    bodies, spans = [fact.entity for fact in facts], [years(fact.period) for fact in facts]
    along = len(set(spans)) == len(facts) and len(set(bodies)) == 1
    names = spans if along else bodies
    if len(set(names)) != len(facts):
        return ""
    order = sorted(range(len(facts)), key=lambda n: facts[n].period) if along else range(len(facts))
    ordered = [facts[n] for n in order]
    one = Series("", tuple(Decimal(fact.value) for fact in ordered), tuple(fact.said for fact in ordered))
    return chart([names[n] for n in order], [one], facts[0].unit, along=along)


def _refusal(result: Answer, around: Around) -> str:
    said = tag("p", "sh-said", escape(result.text))
    near = "".join(button("sh-again", escape(one), one) for one in around.near)
    near = tag("p", "sh-more", "可以改问") + tag("div", "sh-near", near) if near else ""
    return said + _worked_out(result, around) + understood(around.parts) + near + _held(result, around.reports)


def main_facts(result: Answer) -> tuple[ShownFact, ...]:
    """The facts that the short answer states; those after them state it differently, or are the same thing elsewhere."""
    for count in range(1, len(result.facts) + 1):
        if "；".join(fact.said for fact in result.facts[:count]) == result.answer:
            return result.facts[:count]
    return result.facts


def badge(fact: ShownFact) -> str:
    """The status of a figure, icon and word; a click tells what it means, of a derived one its arithmetic."""
    css, icon, meaning = BADGES[fact.status]
    return _badge(css, icon, fact.status, meaning, fact.formula)


def _badge(css: str, icon: str, word: str, meaning: str, formula: str = "") -> str:
    summary = element("summary", f"sh-badge {css}", tag("span", "sh-icon", icon) + word, title=meaning)
    more = tag("span", "sh-formula", f"{meaning}{f'：{escape(formula)}' if formula else ''}")
    return tag("details", "sh-status", summary + more)


def _lead(fact: ShownFact) -> str:
    css = "sh-figure sh-worked" if fact.status == STATUS_DERIVED else "sh-figure"
    figure = tag("mark", css, escape(fact.said))
    return figure + badge(fact) + (_badge(*CONFLICT) if fact.differs else "")


def _single(fact: ShownFact, result: Answer, around: Around) -> str:
    said = result.text.split(BESIDES, 1)[0].split(WARNING, 1)[0]
    citation = result.citations[fact.citation]
    lead = tag("div", "sh-lead sh-big", _lead(fact)) + tag("p", "sh-said", escape(said))
    return lead + _quote(citation, (fact,)) + _source(citation, around, fact)


def _item(fact: ShownFact, result: Answer, around: Around) -> str:
    citation = result.citations[fact.citation]
    label = tag("p", "sh-label", f"{_of(fact)} {tag('span', 'sh-metric', escape(fact.metric))}")
    shown = (
        tag("div", "sh-lead", _lead(fact)) + _quote(citation, (fact,)) + _source(citation, around, fact, named=False)
    )
    return f"<li>{label}{shown}</li>"


def _worked_out(result: Answer, around: Around) -> str:
    """What a refusal lets work out all the same: the figure with its arithmetic, and those it comes from in their sentence."""
    if not result.facts:
        return ""
    first, *sources = result.facts
    citation = result.citations[first.citation]
    label = tag("p", "sh-label", f"{_of(first)} {tag('span', 'sh-metric', escape(first.metric))}")
    stated = tag("p", "sh-more", "推算所用的原文") + tag("div", "sh-lead", "".join(map(_lead, sources)))
    return label + tag("div", "sh-lead", _lead(first)) + stated + _quote(citation, sources) + _source(citation, around)


def _conflicts(facts: Sequence[ShownFact], result: Answer, around: Around) -> str:
    if not facts:
        return ""
    rows = "".join(_item(fact, result, around) for fact in facts)
    return tag("p", "sh-more", "注意：报告里还有与此不同的数") + tag("ul", "sh-items sh-conflicts", rows)


def _others(facts: Sequence[ShownFact], result: Answer, around: Around) -> str:
    if not facts:
        return ""
    rows = "".join(
        f"<li>{tag('span', 'sh-label', _of(fact))}{tag('div', 'sh-lead', _lead(fact))}"
        f"{tag('span', 'sh-from', _report(result.citations[fact.citation], around, fact))}</li>"
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


def _source(citation: Citation, around: Around, fact: ShownFact | None = None, *, named: bool = True) -> str:
    parts = [_of(fact)] if fact and named and _of(fact) else []
    return tag("p", "sh-source", " · ".join([*parts, _report(citation, around, fact)]))


def _report(citation: Citation, around: Around, fact: ShownFact | None = None) -> str:
    """Report and page of a citation; a click opens the report there."""
    page = f" · {citation.place}" if citation.place else ""
    shown = f"《{isolated(citation.report)}》{page}"
    held = around.ids.get(citation.report)
    figure = (fact.start, fact.end) if fact else None
    return link(held, citation.start, citation.end, shown, figure) if held else shown


def _held(result: Answer, reports: Sequence[DocumentInfo]) -> str:
    """Bodies and years of the library, for whoever asked for something else."""
    if not reports or result.reason == "out_of_scope":
        return ""
    bodies: dict[str, set[str]] = {}
    for info in reports:
        bodies.setdefault(info.entity.value or info.name, set()).add(info.period.value)
    rows = "".join(_body(body, periods) for body, periods in bodies.items())
    summary = tag("summary", "sh-more", f"资料库里现有的单位和年份（{len(bodies)}个单位）")
    few: dict[str, str] = {"open": ""} if len(bodies) <= HELD_BODIES else {}
    return element("details", "sh-library-held", summary + tag("ul", "sh-held", rows), **few)


def _body(name: str, periods: set[str]) -> str:
    held = "、".join(years(period) for period in sorted(periods) if period)
    return f"<li>{isolated(name)}{f'（{escape(held)}）' if held else ''}</li>"
