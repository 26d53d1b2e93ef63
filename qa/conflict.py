"""Whether two facts state one thing of one body and period differently: 25.7万亿 against 24.7万亿. Pure.

Strict on purpose: a conflict that is none is worse than one that is not told. Two figures conflict where metric, body, period,
kind and unit are the same, the words around them narrow neither in a way of its own, and rounding does not explain the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from index import wording as w
from index.claims import LEVELS, plain_metric
from index.dealing import BASE
from index.numerals import chinese
from index.records import Fact
from index.traditional import simplified
from index.units import QUANTITIES
from qa import lexicon
from qa.asking import ALL, OWN
from qa.cover import plain
from qa.frame import JUDICIAL, Frame, Stated, frame_of, without_whole
from qa.months import Months, months_of
from qa.rounding import agree
from qa.select import Candidate, says_the_same
from qa.traits import CHANGES

MAX_CONFLICTS = 3
SHORTEST, NAMED = 3, 4
"""A shorter metric says too little to be the same thing; one that other clauses lead to must be longer, and a known term."""
FAR, CLOSE = Decimal(2), Decimal("1.2")
"""Figures that are more than so many times apart are of a whole and of a part; the second holds where other clauses lead to one."""
DIGITS = 3
"""So many equal digits in another magnitude are the same figure with a slip: 35.8亿, 35.8万."""
SURE = 0.9
"""From what weight on a term of the lexicon says the same as an abbreviation."""

_OPENING = re.compile(r"^(?:全年|共|(?:国内|地区)(?=生产总值))+")
_DRESS = re.compile(r"总(?=产量|人口|里程|面积|额|值|数|量|产值|金额)|各[类项]")
_OWN_HOUSE = re.compile("[我本全]院")
_THING = re.compile(
    "[率比量额值数度]$|[款金]$|收入$|支出$|投资$|案件$|就业$|人口$|面积$|里程$|价格$|产能$|余额$|长度$|规模$|人员$|企业$|项目$|主体$"
)
"""How the name of something that is measured ends; an official term of the lexicon is one too."""
_SPENT = re.compile(
    "安排|下达|拨付|筹集|(?:投入|发放|落实|争取|支持|补助|补贴|支付|奖励|新建|改造|建设|达到|培育|引进|经过)$"
)
"""What was spent or made is told apart only by what for, which stands behind the figure."""
_POINTING = re.compile("[该此这那]|上述|其(?![他它])")
"""Opens a metric whose subject stands somewhere before."""
_PASSING = re.compile(
    "今[天日晚]|昨[天日]|明天|当[天日周月]|本[周月]|上[周月]|首日|假期|假日|春运|至此|目前|截至(?!20[0-9]{2}年(?:12月)?[底末])|以来"
)
"""A figure of a moment: another report tells of another."""
_DAILY = re.compile("今[天日晚]|昨[天日]|明天|首日|假期|假日|春运")
_DATED = re.compile("(?<![比较同与由从])((?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})年")
_BASE_YEAR = re.compile("[比较]((?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})年")
_RELATIVE = re.compile("(?<![比较])[去今上本当全这]年|过去|这[一二三四五六七八九十]年|年来|期间")
_DAY = re.compile("(?<![0-9])(?!12月31日)[0-9]{1,2}月[0-9]{1,2}日")
_FIRST_MONTHS = re.compile("前([0-9]{1,2}|[一二两三四五六七八九十]{1,2})个月")
_HALF = re.compile("(?<![上下])半年")


def conflicts(
    best: Candidate, ranked: Sequence[Candidate], title_of: Callable[[str], str], words: Sequence[Path] = ()
) -> list[Candidate]:
    """Those of ``ranked`` that fit about as well as ``best`` and state its thing differently, best first.

    ``title_of`` tells by a report's id what it is called, ``words`` are the user's own lexicon files.
    """
    found: dict[tuple[str, Decimal | None], Candidate] = {}
    for candidate in ranked:
        fact = candidate.fact
        key = fact.document, fact.figure.value
        if key in found or not _alike(fact, best.fact) or not says_the_same(candidate, best):
            continue
        own, other = (Stated(c.fact, c.passage, title_of(c.fact.document)) for c in (best, candidate))
        if contradict(own, other, words):
            found[key] = candidate
    return list(found.values())[:MAX_CONFLICTS]


def contradict(one: Stated, other: Stated, words: Sequence[Path] = ()) -> bool:
    """Whether two facts state one metric of one body and period, and not the same value."""
    if not _alike(one.fact, other.fact) or not _apart(one, other) or not _same_metric(one.fact, other.fact, words):
        return False
    if not (_lasting(one, other) and _stretch(one) == _stretch(other)):
        return False
    if not (_dated(one) and _dated(other) and _same_base(one, other)):
        return False
    ours, theirs = frame_of(one), frame_of(other)
    if ours is None or theirs is None or not ours.narrows_like(theirs):
        return False
    if agree(one.fact, other.fact, ours.soft, theirs.soft):
        return False
    if ours.level is not None and theirs.level is not None and not _within(ours.level, theirs.level, CLOSE):
        return False
    reach = _reach(one, other, ours, theirs, words)
    return reach is not None and _within(one.fact.figure.value, other.fact.figure.value, reach)


def _reach(one: Stated, other: Stated, ours: Frame, theirs: Frame, words: Sequence[Path]) -> Decimal | None:
    """How many times apart two figures may be that are of one thing; None where the rest of their sentences may narrow them."""
    bodies = {_body(one), _body(other)}
    if ours.before == theirs.before and len(bodies) == 1 and _by_itself(one, other):
        return FAR if one.fact.document != other.fact.document else CLOSE
    alone = _stands_alone(one.fact, ours, words) or _stands_alone(other.fact, theirs, words)
    return CLOSE if alone and (len(bodies) == 1 or bodies == {"", "all"}) else None


def _within(one: Decimal | None, other: Decimal | None, times: Decimal) -> bool:
    """Whether two values are so near that they can be meant for one: within ``times``, or the same digits in another magnitude."""
    if one is None or other is None or (one < 0) != (other < 0):
        return False
    low, high = sorted((abs(one), abs(other)))
    if high <= times * low:
        return True
    digits = low.normalize().as_tuple().digits
    return len(digits) >= DIGITS and digits == high.normalize().as_tuple().digits


def _alike(one: Fact, other: Fact) -> bool:
    """What can be told from the facts alone: same body, period, kind and unit in two places, neither a part nor where a change starts."""
    if (one.document, one.sentence_start) == (other.document, other.sentence_start):
        return False
    kind = one.kind
    return (
        bool(one.entity and one.period)
        and (one.entity, one.period, kind, one.figure.unit)
        == (other.entity, other.period, other.kind, other.figure.unit)
        and (kind in LEVELS or kind in CHANGES or kind == "target")
        and (kind in LEVELS or one.basis == other.basis)
        and (kind != "target" or one.direction == other.direction)
        and all(f.basis != BASE and not f.part_of and f.figure.kind in QUANTITIES - {"ratio"} for f in (one, other))
    )


def _apart(one: Stated, other: Stated) -> bool:
    """Whether two facts stand in two paragraphs: within one, what comes later is of something else."""
    if one.passage.id != other.passage.id:
        return True
    first, last = sorted(stated.fact.sentence_start - stated.passage.start for stated in (one, other))
    return "\n" in one.passage.plain[max(0, first) : last]


def _key(fact: Fact) -> str:
    """The metric without its body and without the words that only dress it: 全省粮食总产量 is 粮食产量."""
    return _undressed(without_whole(plain(plain_metric(fact)).removeprefix(fact.scope), fact.entity))


def _undressed(metric: str) -> str:
    return _DRESS.sub("", _OPENING.sub("", metric))


def _same_metric(one: Fact, other: Fact, words: Sequence[Path]) -> bool:
    """Whether two metrics are one: the same words, or an abbreviation and its term (GDP, 国内生产总值)."""
    ours, theirs = _key(one), _key(other)
    if min(len(ours), len(theirs)) < SHORTEST or ours in w.GENERIC or _SPENT.search(ours) or _POINTING.match(ours):
        return False
    if ours != theirs:
        return theirs in _meant(ours, words) or ours in _meant(theirs, words)
    return bool(_THING.search(ours)) or any(end == len(ours) for _, end in lexicon.official(ours, words))


def _meant(key: str, words: Sequence[Path]) -> set[str]:
    """The official terms of a metric that is an abbreviation in Latin letters; none of any other."""
    if not key.isascii():
        return set()
    whole = [match for match in lexicon.find(key, words) if match.size == len(key)]
    return {_undressed(term) for match in whole for term, weight in match.entry.terms if weight >= SURE}


def _body(stated: Stated) -> str:
    """The part of its body that a figure is of: own, all, or another by name; "" where none is named or it is the whole."""
    fact = stated.fact
    if any(map(OWN.search, (fact.scope, fact.metric, stated.passage.heading))) or _OWN_HOUSE.search(fact.scope):
        return "own"
    if not without_whole(fact.scope, fact.entity):
        return ""
    return "all" if ALL.search(fact.scope) and JUDICIAL.search(fact.entity) else fact.scope


def _stretch(stated: Stated) -> tuple[Months, frozenset[str]]:
    """The months, and the days, that a figure is of: as its sentence says, else what stands before, its headings, its report."""
    fact, passage = stated.fact, stated.passage
    start, at = fact.sentence_start - passage.start, fact.figure.start - passage.start
    sentence = passage.plain[max(0, start) : at]
    told = (sentence, passage.plain[: max(0, start)], simplified("\n".join(passage.headings)), stated.title)
    months = next((found for found in map(_months, told) if found), frozenset())
    return months - {(1, 12)}, frozenset(_DAY.findall(sentence))


def _lasting(one: Stated, other: Stated) -> bool:
    """Whether the figures are of no passing moment; within one report a moment is the same."""
    if one.fact.document == other.fact.document:
        return True
    return not any(
        _PASSING.search(_sentence(s))
        or _DAILY.search(f"{s.title}\n{s.passage.plain}")
        or (s.fact.kind == "cumulative" and len(s.fact.period) == 4)
        for s in (one, other)
    )


def _dated(stated: Stated) -> bool:
    """Whether the last year named before a figure is the one it is taken to be of: in its sentence, else before it, else in a heading."""
    fact, passage = stated.fact, stated.passage
    start, at = max(0, fact.sentence_start - passage.start), fact.figure.start - passage.start
    own, earlier = passage.plain[start:at], (passage.plain[:start], *map(simplified, reversed(passage.headings)))
    if _RELATIVE.search(own) and not _DATED.search(own):
        return True
    years = next((found for found in map(_DATED.findall, (own, *earlier)) if found), [])
    return not years or _year(years[-1]) in fact.period


def _same_base(one: Stated, other: Stated) -> bool:
    """Whether two sentences compare with the same years, where both name some."""
    ours, theirs = ({_year(year) for year in _BASE_YEAR.findall(_sentence(stated))} for stated in (one, other))
    return not ours or not theirs or ours == theirs


def _sentence(stated: Stated) -> str:
    base = stated.passage.start
    return stated.passage.plain[max(0, stated.fact.sentence_start - base) : stated.fact.sentence_end - base]


def _year(written: str) -> str:
    return written if written.isascii() else str(chinese(written.replace("○", "〇")))


def _months(text: str) -> Months:
    """The stretches of months that ``text`` names, as 前10个月 and 半年 too."""
    first = {(1, int(n) if n.isascii() else int(chinese(n) or 0)) for n in _FIRST_MONTHS.findall(text)}
    return months_of(text) | first | ({(1, 6)} if _HALF.search(text) else frozenset())


def _by_itself(one: Stated, other: Stated) -> bool:
    """Whether no sentence before tells what the figures are of: of two reports none is feared to, of one, and for a rate, it may."""
    feared = one.fact.document == other.fact.document or _is_rate(one.fact)
    return not feared or (_opens(one) and _opens(other))


def _opens(stated: Stated) -> bool:
    """Whether a sentence opens its paragraph."""
    head = stated.passage.plain[: max(0, stated.fact.sentence_start - stated.passage.start)].rstrip(" \t\u3000•●·■-—")
    return not head or head.endswith("\n")


def _is_rate(fact: Fact) -> bool:
    return fact.kind not in CHANGES and fact.figure.kind in ("percent", "fraction")


def _stands_alone(fact: Fact, frame: Frame, words: Sequence[Path]) -> bool:
    """Whether what the clauses before tell does not narrow a figure: a known term in full; rates always are of what was told."""
    key = _key(fact)
    if frame.behind or _is_rate(fact) or len(key) < NAMED:
        return False
    return any(end - start == len(key) for start, end in lexicon.official(key, words))
