"""The passages behind an answer to HTML: in rank order, with what was asked, what else stands there, and why it was found."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

from index.numbers import find_figures
from index.pictures import Place
from index.units import QUANTITIES
from qa import sheet
from qa.markup import Span, escape, highlight, isolated, tag
from qa.places import link
from qa.render import ASKED, LONGEST_QUESTION, PHRASE, main_facts
from qa.results import Answer, Hit, Question

NAME, OTHER, WORD, SENTENCE = "sh-name", "sh-other", "sh-word", "sh-sentence"
LEGEND = (
    (ASKED, "12.3", "所问的数字和指标"),
    (OTHER, "12.3", "其他数字"),
    (WORD, "词语", "与问题相同的词"),
    (SENTENCE, "原句", "引用的原句"),
)
"""Class, sample and meaning of each kind of mark; each can be switched off."""
OPEN_PASSAGES = 4
_CELL = re.compile(r"[^\t\n]+")
FIGURE_KINDS = QUANTITIES | {"rank"}
PASSAGES_KEPT = 1000
"""Passages whose figures are remembered: many questions find the same ones."""


def evidence(result: Answer, names: Mapping[str, str], pictured: Collection[str] = ()) -> str:
    """The passages behind an answer, its proof first; ``names`` are the names of the reports by id.

    Of reports that are ``pictured`` the page is shown beside the passage, the figure boxed.
    """
    if not result.evidence:
        return empty_evidence("这个问题没有可列的原文。" if result.refused else "")
    spans = {hit.passage.id: _cited_in(hit, result, names) for hit in result.evidence}
    proof = {hit.passage.id for hit in result.evidence if _proves(hit, result, names)}
    hits = sorted(result.evidence, key=lambda hit: (hit.passage.id not in proof, not spans[hit.passage.id]))
    words = asked_words(result.understood)
    items = [
        _passage(
            n,
            hit,
            names,
            [*spans[hit.passage.id], *_names(hit, result, names)],
            words,
            hit.passage.id in proof,
            pictured,
        )
        for n, hit in enumerate(hits, 1)
    ]
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
    """What the marks in the evidence mean, with a switch for each."""
    keys = "".join(
        tag("label", "sh-key", _switch(css) + tag("mark", css, sample) + label) for css, sample, label in LEGEND
    )
    return tag("p", "sh-legend", keys)


def _switch(css: str) -> str:
    return f'<input type="checkbox" class="sh-switch" value="{css}" checked>'


def _folded(items: Sequence[str]) -> str:
    summary = f"<summary>另有{len(items)}段相关原文</summary>"
    return tag("details", "sh-rest", summary + "".join(items)) if items else ""


def _passage(
    number: int,
    hit: Hit,
    names: Mapping[str, str],
    cited: Sequence[Span],
    words: Sequence[str],
    proof: bool,
    pictured: Collection[str],
) -> str:
    passage = hit.passage
    name = isolated(names.get(passage.document, "（已移除的报告）"))
    if passage.document in names:
        figure = next(((start + passage.start, end + passage.start) for start, end, css in cited if css == ASKED), None)
        name = link(passage.document, passage.start, passage.end, name, figure)
    page = tag("span", "sh-page", f"第{passage.page}页") if passage.page else ""
    head = tag("p", "sh-where", tag("span", "sh-rank", str(number)) + name + page)
    path = tag("p", "sh-path", " › ".join(map(escape, passage.headings))) if passage.headings else ""
    marks = [*_other_figures(passage.text, cited), *matched(passage.plain, words), *cited]
    text = tag("p", "sh-text", highlight(passage.text, marks))
    page_ = _page(hit, names, cited) if passage.document in names and passage.document in pictured else ""
    return tag("div", "sh-passage sh-proof" if proof else "sh-passage", head + path + text + page_)


def _page(hit: Hit, names: Mapping[str, str], cited: Sequence[Span]) -> str:
    """The picture of the page that the passage stands on: at once where it has what the answer shows, else at a click."""
    passage, name = hit.passage, names[hit.passage.document]
    if not passage.page:
        return ""
    figure = next(((start, end) for start, end, css in cited if css == ASKED), None)
    if figure is None:
        return sheet.folded(Place(passage.document, passage.start, passage.end), name)
    around = [(start, end) for start, end, css in cited if css == SENTENCE and start <= figure[0] < end]
    start, end = around[0] if around else figure
    base = passage.start
    at = Place(passage.document, base + start, base + end, (base + figure[0], base + figure[1]))
    return sheet.part(at, name, passage.text[slice(*figure)])


def asked_words(asked: Question | None) -> tuple[str, ...]:
    """The words of a question that it was searched by: its metric, and what the lexicon says for it."""
    if asked is None:
        return ()
    others = [other for concept in asked.concepts for other, _ in concept.others]
    return tuple(dict.fromkeys(word for word in (*asked.metric.split(), *others) if len(word) > 1))


def matched(text: str, words: Sequence[str], css: str = WORD) -> list[Span]:
    """The longest stretches of ``text``, of two characters and more, that stand in one of ``words``.

    >>> matched("全年执行到位金额", ["执行金额"], "w")
    [(2, 4, 'w'), (6, 8, 'w')]
    """
    spans: list[Span] = []
    end = 0
    for at in _begun(text, words):
        if at < end:
            continue
        length = max(_shared(text, at, word) for word in words)
        if length > 1:
            spans.append((at, at + length, css))
            end = at + length
    return spans


def _begun(text: str, words: Sequence[str]) -> list[int]:
    """Where two characters stand in ``text`` that stand so in one of ``words``, in order."""
    found: set[int] = set()
    for pair in {word[n : n + 2] for word in words for n in range(len(word) - 1)}:
        at = text.find(pair)
        while at >= 0:
            found.add(at)
            at = text.find(pair, at + 1)
    return sorted(found)


def _shared(text: str, at: int, word: str) -> int:
    """How many characters of ``text`` from ``at`` on stand in ``word`` one after the other."""
    length = 0
    while at + length < len(text) and length < len(word) and text[at : at + length + 1] in word:
        length += 1
    return 0 if text[at : at + length].isdigit() else length


def _names(hit: Hit, result: Answer, names: Mapping[str, str]) -> list[Span]:
    """The metric of each figure shown, where the sentence that is cited says it: the nearest before the figure, else behind."""
    spans: list[Span] = []
    for fact in result.facts:
        citation = result.citations[fact.citation]
        if citation.report != names.get(hit.passage.document) or not fact.metric:
            continue
        start, end = max(citation.start, hit.passage.start), min(citation.end, hit.passage.end)
        text, base = hit.passage.plain, hit.passage.start
        at = text.rfind(fact.metric, max(0, start - base), max(0, fact.start - base))
        at = at if at >= 0 else text.find(fact.metric, max(0, fact.end - base), max(0, end - base))
        if at >= 0 and start < end:
            spans.append((at, at + len(fact.metric), NAME))
    return spans


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
    return [(*figure, OTHER) for figure in _figures(text) if not any(figure[0] < e and s < figure[1] for s, e in asked)]


@functools.lru_cache(PASSAGES_KEPT)
def _figures(text: str) -> tuple[tuple[int, int], ...]:
    """Where the quantities of a passage stand; those of a table stand in cells, which none goes beyond."""
    cells = [(cell.start(), cell.group()) for cell in _CELL.finditer(text)] if "\t" in text else [(0, text)]
    return tuple(
        (figure.start + at, figure.end + at)
        for at, cell in cells
        for figure in find_figures(cell)
        if figure.kind in FIGURE_KINDS
    )
