"""The words around a stated figure, and what they narrow it to. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index import wording as w
from index.edges import Searched
from index.numbers import find_figures
from index.records import Fact, Passage
from index.units import QUANTITIES
from qa.rounding import softening
from qa.traits import CHANGES

_IDLE = re.compile(
    "|".join(
        "据?初步(?:核算|统计) 据统计 (?:(?:19|20)[0-9]{2}年?[-—至到~～]+)?(?:(?:19|20)?[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})年度? "
        "[去今当本全]年 一年来 过去一年 这一年 年[末底] 共计 总计 合计 总共 一共 各类 共 "
        "高达 多达 约为 达到 达成 达 为 是 有 超过 超出 超 突破 逾 将近 接近 近 大约 约 完成 实现 首次 历史性 我们 目前 已经? "
        "均 也 全部 其中 此外 同时 仅 只有 再次 迈上 跃上 的 了 [一二三四五六七八九十]是 [（(][一二三四五六七八九十0-9]{1,2}[）)]".split()
    )
    + r"|[\s，。、；：！？,;:!?（）()“”《》—●•■]"
)
"""What opens and joins a statement without narrowing what it is of."""
_WHOLE = re.compile(r"[全我]([省市县区国州旗疆])")
JUDICIAL = re.compile("法院|检察|中院|高院|最高法|最高检")
_NARROWING = re.compile(
    "实际|名义|可比|不变价|现价|当年价|平均|年均|日均|月均|人均|户均|每|扣除|剔除|不含|不包括|含|累计|新增|新|净|总量|存量|余额|其中|上年|预算|调整|将|拟|力争|确保|预计|预期|计划|目标|(?<![主重必])要"
)
_LIST_AHEAD = re.compile(r"\s*(?:[、和与及至\-—~～]\s*(?:约|近|超过?|逾)*\s*)?[0-9零一二两三四五六七八九十百]")
_COMPARES = re.compile("同比|环比|比|较|增|减|升|降|上涨|下跌|提高|回落|快|慢|高|低|居|列|位|排|以上|左右|以下|，")
_BREAKS = "，。；：,;:！？!?\n（("


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact, its passage, and what its report is called."""

    fact: Fact
    passage: Passage
    title: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around a figure without idle ones: what they narrow it to.

    ``lead``, ``link`` and ``tail`` stand in its clause before the metric, between it and the figure, and behind;
    ``before`` is the rest of the sentence, ``behind`` tells that the metric follows the figure, ``soft`` are words of approximation,
    ``level`` is the figure that a change stands behind.
    """

    lead: str
    link: str
    tail: str
    before: str
    narrowing: frozenset[str]
    behind: bool
    soft: frozenset[str]
    level: Decimal | None

    def narrows_like(self, other: Frame) -> bool:
        """Whether two frames narrow their figures alike, the rest of their sentences aside."""
        ours = (self.lead, self.link, self.tail, self.narrowing, self.behind)
        return ours == (other.lead, other.link, other.tail, other.narrowing, other.behind)


def frame_of(stated: Stated) -> Frame | None:
    """What the words around a figure narrow it to; None where it is one of several, or its sentence does not name its metric."""
    fact, text, base = stated.fact, stated.passage.plain, stated.passage.start
    start, end = fact.figure.start - base, fact.figure.end - base
    metric, stop = fact.metric_start - base, fact.metric_end - base
    sentence = max(0, fact.sentence_start - base)
    behind = metric >= end
    if not (sentence <= metric and (behind or stop <= start)) or _LIST_AHEAD.match(text, end):
        return None
    if w.PART.search(text, sentence, start) or (behind and fact.figure.kind == "duration"):
        return None
    begin = 1 + max(sentence - 1, *(text.rfind(mark, sentence, min(metric, start)) for mark in _BREAKS))
    lead, link = text[begin : min(metric, start)], text[end:metric] if behind else text[stop:start]
    told = _joined(fact, link)
    if told is None or w.DISTRIBUTES.search(text, begin, start):
        return None
    over = w.AFTER_STOP.search(text, max(end, stop))
    tail = text[max(end, stop) : over.start() if over else len(text)]
    aside = _aside(text, max(end, stop) + len(tail))
    return Frame(
        lead=_bare(lead, fact),
        link=_bare(told[0], fact),
        tail="" if _COMPARES.match(tail) else _bare(tail, fact),
        before=_bare(text[sentence:begin], fact),
        narrowing=frozenset(_NARROWING.findall(f"{text[begin : max(end, stop)]}{aside}")),
        behind=behind,
        soft=frozenset() if behind else softening(link),
        level=told[1],
    )


def _joined(fact: Fact, link: str) -> tuple[str, Decimal | None] | None:
    """The words between metric and figure without those of the change, and the level that stands there.

    None where another figure makes them doubtful.
    A change may stand behind the level that it is of: 18.2万亿元，比上年增长9.9%.
    """
    inside = [figure for figure in find_figures(link) if figure.kind in QUANTITIES]
    if len(inside) > 1 or any(figure.unit == fact.figure.unit for figure in inside):
        return None
    if inside and fact.kind not in CHANGES:
        return None
    for figure in inside:
        link = link[: figure.start] + link[figure.end :]
    leads: tuple[Searched, ...] = (w.CHANGE, w.RAISED, w.GROWTH)
    for pattern in leads:
        told = pattern.search(link)
        link = link[: told.start()] if told else link
    return link, inside[0].value if inside else None


def _aside(text: str, at: int) -> str:
    """What stands in brackets that open at ``at``."""
    if text[at : at + 1] not in ("（", "("):
        return ""
    close = min((n for n in (text.find("）", at), text.find(")", at)) if n >= 0), default=at)
    return text[at:close]


def _bare(text: str, fact: Fact) -> str:
    """``text`` without idle words and without the names of its body."""
    for name in (fact.entity, fact.scope):
        text = text.replace(name, "") if name else text
    return without_whole(_IDLE.sub("", text), fact.entity)


def without_whole(text: str, entity: str) -> str:
    """``text`` without 全省 or 我市 in front, where that is the report's own body: not 全国 in a province's, nor 全市 in a court's."""
    whole = _WHOLE.match(text)
    own = whole and (whole[1] in entity or entity == "全国") and not JUDICIAL.search(entity)
    return text[whole.end() :] if whole and own else text
