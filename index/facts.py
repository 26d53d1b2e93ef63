"""Passages to facts: what each quantity measures, of whom, when, and whether it is a level, a change, a share, a rank or a target."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import phrases, steps
from index import wording as w
from index.dealing import BASE, dealt_out
from index.edges import Searched
from index.frozen import quick
from index.inherited import as_part, compared, inherited, whole_before
from index.items import sections_of
from index.numbers import find_figures, is_plain
from index.periods import Section, holds_on, is_ahead, opening_period, period_of, section_of, stated_period
from index.records import Document, Fact, Figure, Passage
from index.sentences import sentence_spans
from index.units import QUANTITIES

STEP = 500
SMALL = 10
TOLD = 14
"""A cell of a table that is shorter than this holds no sentence."""
_CELL = re.compile(r"[^\t\n]+")
_TOLD = re.compile(r"[，。；].*[\u4e00-\u9fff]")
QUOTE = 40
_ASCII = re.compile(r"[0-9]")
REACH = 24
_RANK_FROM = re.compile(r"(?:由|从)[^，。；、]{0,10}$")
_STOCK = re.compile(r"(?:达到?|突破|超过?|近|逾|有|为|保有量|余额|总量|总数|总装机|总里程)$")
_BEFELL = re.compile("获|荣获|被|通过|得到|[入当]选|列入|达标|建成|投产|投入使用|完成|参加|摆脱|转[入为]")  # 有30项获奖
_MOVES = re.compile("[增提升降减扩缩压发壮延回攀拓上跃收精控整调变]")
_BOUNDS, _REACHING = ("高于", "低于"), ("高", "低", "多", "少", "长", "短")
_BUILDS = re.compile("(?:以上|左右)?的?基础之?上")
_BECOMING = ("增", "减", "升", "降")
_YEARS = re.compile("[12][0-9]{3}年")
_LEADS: tuple[Searched, ...] = (w.ORIGIN, w.COMPARED, w.RAISED, w.ABOVE)
_LEADS_OF_TIMES = (*_LEADS, w.MULTIPLE_OF)
"""What the metric of a level, and of so many times as much, stands before."""


@quick
@dataclass(frozen=True, slots=True)
class _Sentence:
    """What holds for all figures of one sentence."""

    document: Document
    passage: Passage
    section: Section
    start: int
    end: int
    dates: tuple[Figure, ...]
    default: str

    @property
    def text(self) -> str:
        return self.document.text


def find_facts(document: Document, passages: Sequence[Passage]) -> tuple[Fact, ...]:
    """The facts of a document's passages, in order of place; one for each quantity and each rank.

    Every span is in clean-text offsets; ``metric`` is verbatim text, "" where nothing names one. Of the cells of a table only
    those that hold sentences are read here; the others are read by :mod:`index.tables`.
    """
    found: list[Fact] = []
    standing, carried, paragraph = "", "", -1
    starts = [block.start for block in document.blocks]
    under: tuple[str, ...] | None = None
    section = section_of(document, ())
    of_news = sections_of(document, passages)
    rows = {block.start for block in document.blocks if block.kind == "row"}
    plain = is_plain(document.text)
    for number, passage in enumerate(passages):
        if number % STEP == 0:
            steps.at(steps.TEXT, number, len(passages))
        told = _told(document, passage) if passage.start in rows else None
        read = [(passage.start, passage.end)] if told is None else told
        figures = [f for a, b in read for f in find_figures(document.text[a:b], a, plain=plain)]
        if passage.headings != under:
            under, section = passage.headings, section_of(document, passage.headings)
            standing = carried = section.period
        if paragraph != (paragraph := bisect_right(starts, passage.start)):
            carried = standing
        ahead = carried
        for start, end in sentence_spans(document.text, passage.start, passage.end) if told is None else told:
            inside = [f for f in figures if start <= f.start < end]
            dates = tuple(f for f in inside if f.kind in ("date", "period"))
            section = of_news.get(start, section)
            opening = "" if of_news else opening_period(document, dates, start, section)
            if of_news:
                ahead = section.period
            elif "-" in opening or (opening and "-" in carried):
                carried = ahead = opening
                standing = opening if holds_on(opening, document, section) else standing
            if inside:
                sentence = _Sentence(document, passage, section, start, end, dates, ahead)
                for fact in _facts_of(sentence, inside, len(found)):
                    found.append(_continued(sentence, fact, found))
            ahead = opening if opening > document.period.value and "-" not in opening else ahead
    return tuple(found)


def _told(document: Document, passage: Passage) -> list[tuple[int, int]]:
    """The sentences in the cells of a table's rows; a cell that is a name or a number holds none."""
    found = []
    for cell in _CELL.finditer(document.text, passage.start, passage.end):
        if len(cell.group()) >= TOLD and _TOLD.search(cell.group()):
            found += sentence_spans(document.text, cell.start(), cell.end())
    return found


def _facts_of(sentence: _Sentence, figures: Sequence[Figure], offset: int) -> list[Fact]:
    """The facts of one sentence, changes tied to the levels they are changes of."""
    facts: list[Fact] = []
    floor = sentence.start
    counted = [f for f in figures if (f.kind in QUANTITIES or f.kind == "rank") and not _is_article(sentence, f)]
    for n, figure in enumerate(counted):
        aside = phrases.aside_start(sentence.text, sentence.start, figure.start)
        if aside < floor:  # what an aside counts says nothing of what it stands behind: 重刑率(判处五年以上)21.97%
            floor = max([f.end for f in counted[:n] if f.end <= aside], default=sentence.start)
        stop = counted[n + 1].start if n + 1 < len(counted) else sentence.end
        facts.append(_fact(sentence, figure, (floor, stop), facts, offset + len(facts)))
        floor = figure.end
    return dealt_out(sentence.text, sentence.start, sentence.dates, facts)


def _is_article(sentence: _Sentence, figure: Figure) -> bool:
    """True for 一个 and for small Chinese numerals in a quoted slogan (“一个首要任务、三个主攻方向”): no quantities."""
    if (
        not figure.raw
        or figure.kind == "rank"
        or figure.value is None
        or figure.value > SMALL
        or _ASCII.search(figure.raw)
    ):
        return False
    if figure.raw[0] == "一" and figure.kind in ("measure", "duration"):
        return True
    left = sentence.text[max(sentence.start, figure.start - QUOTE) : figure.start]
    return left.rfind("“") > left.rfind("”")


def _fact(sentence: _Sentence, figure: Figure, room: tuple[int, int], earlier: Sequence[Fact], ordinal: int) -> Fact:
    """The fact of one figure; ``room`` is where the figure before it ends and where the next begins."""
    text = sentence.text
    edge = phrases.aside_start(text, room[0], figure.start)
    clause = phrases.clause_start(text, room[0], sentence.start, edge)
    head = text[clause:edge]
    change = _change(figure, head)
    kind, direction, basis = _kind(sentence, figure, head, change, earlier[-1] if earlier else None)
    stop = clause + change.start() if change else _metric_end(figure, head, clause)
    bound = change is not None or basis == BASE or bool(w.ABOVE.search(head))
    span = _metric(sentence, figure, (clause, stop, room[1]), bound)
    stated = stated_period(sentence.document, sentence.dates, figure.start, sentence.section)
    period = _period(sentence, figure, head, stated, basis, direction)
    summed = "-" in stated and not basis and not direction
    if kind == "level" and summed and figure.kind in ("measure", "money", "number"):
        kind, period = ("level", period[-4:]) if _is_stock(sentence, figure, head) else ("cumulative", period)
    fact = Fact(
        id=f"{sentence.document.id[:16]}-f{ordinal:06d}",
        document=sentence.document.id,
        passage=sentence.passage.id,
        figure=figure,
        metric=text[span[0] : span[1]],
        metric_start=span[0],
        metric_end=span[1],
        entity=sentence.document.entity.value,
        period=period,
        kind=kind,
        direction=direction,
        basis=basis,
        scope=_scope(text[sentence.start : figure.start]),
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )
    return _introduced(
        sentence, inherited(text, compared(as_part(fact, head, earlier), earlier), earlier), clause, earlier
    )


def _change(figure: Figure, head: str) -> re.Match[str] | None:
    """The words right before a figure that make it a change; 新增12万人 is a flow, not a change."""
    if figure.kind in ("rank", "ratio") or not w.WAY.search(head):
        return None
    change = w.CHANGE.search(head)
    if change is None or head[: change.start("direction")].endswith("新") or _bounds(figure, head, change):
        return None
    if change["direction"] in _BECOMING and head[change.end("direction") :] == "为":
        return None  # 降为33.6%
    if change["direction"] in ("多", "高", "长", "快", "低", "少", "短", "慢", *_BECOMING) and not change["basis"]:
        return change if figure.kind in ("percent", "point") or change["direction"] in _BECOMING else None
    return change


def _bounds(figure: Figure, head: str, change: re.Match[str]) -> bool:
    """Whether the words tell how much something is, 覆盖率高达66%, 落实率均高于90%, 自给率不低于80%, and not how much it rose."""
    if change["basis"] or w.GROWTH.search(head):
        return False
    if figure.kind != "percent":
        return change["direction"] in _BOUNDS
    behind = head[change.end("direction") :]
    return change["direction"] in _BOUNDS or (change["direction"] in _REACHING and behind.startswith(("达", "至")))


def _metric_end(figure: Figure, head: str, clause: int) -> int:
    """Where the metric may end at the latest: before 由, 占 and the words that lead to a rank."""
    if figure.kind == "rank":
        tail = w.RANK_TAIL.search(head)
        return clause + (tail.start() if tail else len(head))
    acted = w.OBJECT.search(head) if figure.kind == "percent" else None
    if acted:
        return clause + len(head)
    for pattern in _LEADS_OF_TIMES if figure.unit == "倍" else _LEADS:
        match = pattern.search(head)
        if match:
            return clause + match.start()
    share = w.SHARE.search(head)
    if share and share.group().startswith("占") and figure.kind in ("percent", "fraction"):
        return clause + (share.start() if share.start() == 0 else len(head))
    return clause + len(head)


def _metric(sentence: _Sentence, figure: Figure, room: tuple[int, int, int], bound: bool) -> tuple[int, int]:
    """Span of the metric phrase: before the figure in its clause, else the noun behind it, else empty.

    ``room``: where the clause begins, where the metric ends at the latest, where the next figure begins.
    """
    text = sentence.text
    start, end = phrases.before(text, room[0], room[1], sentence.dates)
    if bound or figure.kind == "rank":
        return start, end
    behind = phrases.after(text, figure, room[2])
    has_noun = behind[1] - behind[0] >= phrases.SHORTEST
    if has_noun and (end - start < phrases.SHORTEST or phrases.counts_noun(figure)):
        return behind
    return start, end


def _kind(
    sentence: _Sentence, figure: Figure, head: str, change: re.Match[str] | None, last: Fact | None
) -> tuple[str, str, str]:
    """Kind, direction and basis of a fact; ``last`` is the fact before it in its sentence."""
    text = sentence.text[sentence.start : sentence.end]
    raised = w.RAISED.search(head)
    direction = "" if not raised else "下降" if raised["down"] else "上升"
    if figure.kind == "rank":
        return "rank", direction, BASE if _RANK_FROM.search(head) else ""
    planned = sentence.section.planned or (_is_target(sentence, figure, text) and not w.ACTUAL.search(head))
    if change is not None:
        kind = "point_change" if figure.kind == "point" else "change"
        return "target" if planned else kind, _way(change["direction"]), _basis(change["basis"])
    above = w.ABOVE.search(head)
    if above and figure.kind in ("percent", "point"):
        return "point_change" if figure.kind == "point" else "change", _way(above["side"]), f"比{above['than']}"
    share = figure.kind in ("percent", "fraction") and (w.SHARE.search(head) or _shares_after(figure, text, sentence))
    if _starts_change(figure, head, text[figure.end - sentence.start :]) or w.COMPARED.search(head):
        return "share" if share else "level", "", BASE
    if planned:
        return "target", direction, ""
    if share or (raised and last is not None and last.basis == BASE and last.kind == "share"):
        return "share", direction, ""
    acted = w.OBJECT.search(head) if figure.kind == "percent" else None
    if acted:
        return "change", _way(acted["verb"]), ""
    growth = w.GROWTH.search(head) if figure.kind in ("percent", "point") else None
    if growth:
        return "change", "下降" if growth["down"] else "上升", ""
    if figure.unit in ("倍", "番") and not raised:
        times = w.MULTIPLE_OF.search(head)
        return "change", "上升", f"比{times['than']}" if times else ""
    clause = text[: figure.start - sentence.start]
    summed = not raised and (
        w.CUMULATIVE.search(clause)
        or (figure.kind in ("measure", "money", "number") and "年" in clause and w.OVER_YEARS.search(clause))
    )
    return ("cumulative" if summed else "level"), direction, ""


def _way(word: str) -> str:
    return "上升" if word in (*w.RISE, "超过") else "下降"


def _starts_change(figure: Figure, head: str, behind: str) -> bool:
    """由45万辆增至…, 在45万辆的基础上…: the value that a change starts from, where the change follows."""
    return bool(_BUILDS.match(behind) or (w.ORIGIN.search(head) and _MOVES.search(behind[:REACH])))


def _shares_after(figure: Figure, text: str, sentence: _Sentence) -> bool:
    """三分之二的一审案件, 超过六成的纠纷: a share of what follows."""
    return bool(w.SHARE_AFTER.match(text[figure.end - sentence.start :]))


def _is_target(sentence: _Sentence, figure: Figure, text: str) -> bool:
    before = text[: figure.start - sentence.start]
    by = w.BY_YEAR.search(before) if "到20" in before else None
    ahead = by is not None and by.group(1) > sentence.document.period.value[-4:]
    stated = stated_period(sentence.document, sentence.dates, figure.start, sentence.section)
    return ahead or bool(w.TARGET.search(before)) or is_ahead(sentence.document, stated)


def _basis(words: str | None) -> str:
    if not words:
        return ""
    plain = words.rstrip("的，,")
    return (
        "同比" if plain in w.SAME_AS_YEAR_ON_YEAR else plain.replace("较", "比", 1) if plain.startswith("较") else plain
    )


def _period(sentence: _Sentence, figure: Figure, head: str, stated: str, basis: str, direction: str) -> str:
    """The year a figure is of, ``stated`` by its sentence or not. Of a span of years, a rise begins in the first and ends in the last."""
    document, section = sentence.document, sentence.section
    if basis == BASE:
        inside = [d for d in sentence.dates if figure.start - len(head) <= d.start < figure.start]
        named = period_of(inside[-1], document, section) if inside else ""
        return named or (
            stated[:4] if "-" in stated and _YEARS.search(sentence.text, sentence.start, figure.start) else ""
        )
    period = stated or sentence.default
    at_end = w.RAISED.search(head) if direction else _is_stock(sentence, figure, head)
    return period[-4:] if "-" in period and at_end else period


def _is_stock(sentence: _Sentence, figure: Figure, head: str) -> bool:
    """Whether a figure tells how much there was in the end, 有30所, and not how much came to be: 有30项获奖."""
    return bool(_STOCK.search(head)) and not (head.endswith("有") and _BEFELL.match(sentence.text, figure.end))


def _scope(head: str) -> str:
    found = w.SCOPES.findall(head)
    return found[-1] if found else ""


def _introduced(sentence: _Sentence, fact: Fact, clause: int, earlier: Sequence[Fact]) -> Fact:
    """A fact that nothing has named yet takes the clause before its own: 享受低保的居民，由年初的400多万人…"""
    if fact.metric or clause <= sentence.start or earlier:
        return fact
    text = sentence.text
    aside = phrases.aside_start(text, sentence.start, clause)
    stop = aside if aside < clause else clause - 1  # 工资总额（含奖金）比上年增加60亿元
    begin = phrases.clause_start(text, sentence.start, sentence.start, stop)
    start, end = phrases.before(text, begin, stop, sentence.dates)
    return replace(fact, metric=text[start:end], metric_start=start, metric_end=end) if end > start else fact


def _continued(sentence: _Sentence, fact: Fact, found: Sequence[Fact]) -> Fact:
    """A fact that its sentence does not name takes the metric of the sentence before, else the heading's."""
    if fact.metric:
        return fact
    if found and found[-1].passage == fact.passage and found[-1].metric:
        source = whole_before(fact, found)
        return replace(fact, metric=source.metric, metric_start=source.metric_start, metric_end=source.metric_end)
    heading = sentence.passage.headings[-1] if sentence.passage.headings else ""
    at = sentence.text.rfind(heading, 0, sentence.passage.start) if heading else -1
    return replace(fact, metric=heading, metric_start=at, metric_end=at + len(heading)) if at >= 0 else fact
