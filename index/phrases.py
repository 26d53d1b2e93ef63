"""Which words name what a figure measures: the span of its metric phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import wording as w
from index.records import Figure
from index.units import COUNTERS

MAX_BEFORE, MAX_AFTER = 40, 18
LONG, NOUN = 18, 3
SHORTEST = 2
_BREAK = re.compile(r"[，。；：！？,;:!?\n]|[（(]|(?<=[）)])")
_OPENERS = " \t•●·■、“”《》，,—-"
_JOINERS = ("以及", "和", "与", "及")
_STOPS = frozenset("，。；：、！？,;:!?（()）“”\n ")
_COUNTERS = frozenset(COUNTERS)
_TIME_ALONE = re.compile(r"(?:[0-9]{1,4}|[一二三四五六七八九十两]{1,3})年(?:[0-9]{1,2}月)?(?:底|末|为|达|共|约)*")
_NUMERALS = frozenset("0123456789一二三四五六七八九十两")
_BODIES = frozenset("最全市中基我本省集两各人检")
"""What the name of a body begins with."""
_NO_MORE = re.compile("(?:底|末|内|间|为|达到?|共|约|的)*")
"""What may follow a stretch of time that is all there is before a figure: it names nothing."""
_WITHIN = re.compile("之?[内间里](?![容部外地资贸需销科务阁涝隔接蒙])|中(?![央小学国断等级心部西东医药华高产])")
"""What goes with a stretch of time before it: 三年内建成."""
_SETTING = re.compile(
    r"在[^，。；]{1,10}(?:时期?|期间?|[初中末]期|之?后|过程中|情况下)|(?:全[国省市县区])?(?:平均|按人口平均)?(?:每[人户]|[人户]均)(?:平均)?(?:为|达到?)?"
)
"""What only says when, or of each of whom: the clause before names what is measured."""
_TERMS = re.compile("(?:扣除|剔除|不考虑)[^，。；]{1,10}(?:因素|影响)的?(?:后|实际)*")
"""In what terms a change is told, no part of what changes: 零售总额扣除价格因素增长5%."""
_NAMED = re.compile(r"“[^”]{1,16}”[\u4e00-\u9fff]{2,8}")
_LEADS_UP = (re.compile("(?<![高初中平同对均优劣])等(?![级待候])"), re.compile("的"))
"""等 closes a list, but not in 高等教育."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SORT = re.compile(r"[A-Z]{1,3}(?=股股[东票份]|[类级型][\u4e00-\u9fff])")
"""Begins a noun that names a sort: H股股东, A级纳税人."""


def clause_start(text: str, floor: int, sentence: int, at: int) -> int:
    """Where the clause or list item that leads to the figure at ``at`` begins.

    ``floor`` is the end of the figure before it (or of the sentence's beginning): a 、 behind a figure begins a new item.
    """
    cut = floor
    for match in _BREAK.finditer(text, floor, at):
        cut = match.end()
    if cut == floor and floor > sentence:
        item = text.rfind("、", floor, at)
        cut = item + 1 if item >= 0 else cut
    return cut


def before(text: str, start: int, end: int, dates: Sequence[Figure]) -> tuple[int, int]:
    """The metric phrase within ``[start, end)``, what stands before a figure in its clause; may be empty."""
    ground = w.GROUND.search(text[start:end])
    if ground:
        end = start + ground.start()
    for date in dates:
        if start <= date.start and date.end <= end:
            tail = text[date.start - 1 : date.start] if date.start else ""
            if tail in ("比", "较") and date.start > start:
                continue
            if date.start - start >= SHORTEST and _without_trail(text, date.end, end) == date.end:
                end = date.start  # 国民收入1987年达到
                break
            within = _WITHIN.match(text, date.end, end)
            start = (within.end() if within else date.end) if end - date.end >= SHORTEST else start
    if any(start == date.start and _NO_MORE.fullmatch(text, date.end, end) for date in dates):
        return end, end
    timed = text[start : start + 1] in _NUMERALS and _TIME_ALONE.fullmatch(text, start, end)
    if timed or _SETTING.fullmatch(text, start, end):
        return end, end
    if start and text[start - 1] not in _STOPS:
        start += next((len(word) for word in _JOINERS if text.startswith(word, start, end)), 0)
    while start < end and text[start] in _OPENERS:
        start += 1
    start, end = _without_lead(text, start, end)
    end = _without_trail(text, start, end)
    terms = _TERMS.search(text, start, end)
    end = terms.start() if terms and terms.end() == end else end
    start, end = _without_scope(text, start, end)
    return _shortened(text, start, end)


def _shortened(text: str, start: int, end: int) -> tuple[int, int]:
    """A long phrase without what leads up to its noun: 起诉抢劫、绑架、强奸等犯罪嫌疑人 is about 犯罪嫌疑人."""
    if end - start <= LONG:
        return start, end
    for mark in _LEADS_UP:
        cuts = [match.end() for match in mark.finditer(text, start, end - NOUN)]
        if cuts:
            return cuts[-1], end
    return max(start, end - MAX_BEFORE), end


def aside_start(text: str, floor: int, at: int) -> int:
    """Where an aside in brackets that ends right before ``at`` begins; ``at`` if there is none: 重刑率(…)21.97%."""
    if text[at - 1 : at] not in (")", "）"):
        return at
    opened = max(text.rfind("(", floor, at), text.rfind("（", floor, at))
    return opened if opened > floor else at


def in_brackets(text: str, start: int, at: int) -> bool:
    """Whether ``at`` stands in brackets that opened after ``start``."""
    opened = max(text.rfind("(", start, at), text.rfind("（", start, at))
    return opened > max(text.rfind(")", start, at), text.rfind("）", start, at))


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    lead = w.LEADING.match(text[start:end])
    if lead and (start + lead.end() < end or lead.group() == text[start:end]):
        start += lead.end()
    return start, end


def _without_trail(text: str, start: int, end: int) -> int:
    while start < end:
        trail = w.TRAILING.search(text[start:end])
        stripped = start + trail.start() if trail and not _is_word(text[start:end], trail) else end
        while stripped > start and text[stripped - 1] in _OPENERS:
            stripped -= 1
        if stripped == end:
            break
        end = stripped
    return end


def _is_word(phrase: str, trail: re.Match[str]) -> bool:
    """True where what looks like a closing verb ends a noun: 标的, 结收比, 立案数为."""
    before, word = phrase[max(0, trail.start() - 1) : trail.start()], trail.group()
    return (word, before) in {
        ("的", "标"),
        ("比", "收"),
        ("及", "惠"),
        ("及", "普"),
        ("及", "涉"),
        ("为", "行"),
        ("为", "作"),
    }


def _without_scope(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the body the sentence names, unless nothing would be left."""
    if text[start : start + 1] not in _BODIES:
        return start, end
    scope = w.OWN_BODY.match(text, start, end) or w.SCOPES.fullmatch(text, start, end)
    if scope and end - scope.end() >= SHORTEST:
        return _without_lead(text, scope.end(), end)
    if scope and scope.end() == end:
        return end, end
    return start, end


def after(text: str, figure: Figure, stop: int) -> tuple[int, int]:
    """The noun that a figure counts, where it stands right behind it: 2660名被执行人; empty if none does."""
    at = figure.end
    while at < stop and text[at : at + 2] in ("以上", "左右", "以下"):
        at += 2
    named = _NAMED.match(text, at, stop) if text[at : at + 1] == "“" else None
    if named:
        return at, min(named.end(), at + 2 * MAX_AFTER)
    if not (_HAN.match(text, at) or _SORT.match(text, at)) or w.AFTER_VERB.match(text, at):
        if text[at : at + 1] != "的" or figure.kind not in ("fraction", "percent"):
            return at, at
        at += 1
    match = w.AFTER_STOP.search(text, at, stop)
    end = min(match.start() if match else stop, at + MAX_AFTER)
    cut = w.AFTER_CUT.search(text, at + SHORTEST, end)
    end = cut.start() if cut else end
    while end > at and text[end - 1] in "和与及的":
        end -= 1
    return at, _without_trail(text, at, end) if end == stop else end


def counts_noun(figure: Figure) -> bool:
    """Whether the figure's unit is a classifier, whose noun may follow it."""
    return figure.unit in _COUNTERS or (figure.unit in ("", "个") and figure.kind in ("number", "fraction"))
