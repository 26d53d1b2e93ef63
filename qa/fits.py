"""How a fact fits a question beside their words: unit, kind, scope, span, months, and what the question rules out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.dealing import BASE
from index.heads import caption_name, is_whole
from index.numbers import find_figures
from index.records import Fact, Figure, Passage
from index.sides import sided
from index.tabled import measured_by
from index.tokens import fold, terms
from index.units import QUANTITIES
from index.wording import RAISED
from qa.asking import (
    A_HEAD,
    ALL,
    DONE,
    EACH_UNIT,
    EARLIER,
    EXACTLY,
    ON_MONTH,
    ON_YEAR,
    OWN,
    TARGETED,
)
from qa.contrasts import Contrast, contrasts_in, is_contrary
from qa.cover import meanings
from qa.locks import dimension_of, starts_in_year_asked
from qa.months import Months, months_of, months_reached
from qa.results import Question
from qa.traits import CHANGES
from qa.wanted import is_own, names_row, singled, wanted

UNASKED_DURATION = 0.6
WRONG_UNIT, WRONG_KIND, UNASKED_CHANGE, UNASKED_TARGET = 0.2, 0.3, 0.6, 0.6
UNASKED_BASE, UNASKED_PART, WRONG_SCOPE, WRONG_LEVEL, SPAN, ROUND, INEXACT = 0.75, 0.97, 0.7, 0.3, 0.9, 0.94, 0.8
UNTOLD_UNIT, OTHER_ROW = 0.9, 0.5
MEANT = 0.9
"""A phrase that a word of the question means as surely as this names a side of a pair: 结掉 is 结案, and not 受理."""
SYNONYM = 0.8
TOLD, OTHER_SIDE, OTHER_MONTHS, UNASKED_MONTHS, OTHER_BASIS = 0.3, 0.6, 0.4, 0.6, 0.5
RISE_TOLD, A_HEAD_ONLY = 0.5, 0.5
_LEAD = 16
_SENTENCE = re.compile("[。；！？]")
_AMOUNT = re.compile(
    "(?:率|比重|占比|比例|总值|总额|金额|余额|收入|支出|产值|增加值|面积|里程|产量|总量|人数|件数|天数)$"
)
_MOVES = re.compile("[点涨升降跌缩快慢幅速]|增(?!加值|值)|减(?!免|排)|提高|[多少]了")
_RATE = re.compile("[率比度]|占")
_WITHIN = re.compile(r"(?<![0-9])(?:[1-9]|1[01])月(?:[0-9]{1,2}日|末|底)")
"""A day within the year, where 12月31日 would be its end."""
_LEVEL = re.compile("(?<!基)本级")
_YEAR, _YEARS = (
    re.compile("(?:19|20)[0-9]{2}"),
    re.compile("(?<!一)年(?:平均|均值)|[二两三四五六七八九十]个?年|上一?届"),
)
_DENIED = re.compile("[不未](?P<what>[\u4e00-\u9fff]{2})")
_LEAVES_OUT = re.compile("(?:扣除|剔除)[^，。]{2,}")
_LEFT_OUT = re.compile("[扣剔刨撇]|除[去了开]|去掉|以外|不[算含计]|非经常")
_ALL_KINDS = re.compile("各[类种项]|所有|全部")
_ALL_CASES = re.compile(f"(?:{_ALL_KINDS.pattern})(?:案件)?")
"""Words of a metric that leave nothing out, so that none need to ask for them: 办理各类案件, where no case is asked for 办理."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is worked out of it once for all facts: the terms it means, and how much; the months and the
    quantities that it states; the pairs of words of which it names one, and those of which it names or means one.
    """

    question: Question
    meant: Mapping[str, float]
    months: Months
    given: Sequence[Figure]
    sides: Sequence[Contrast]
    meant_sides: Sequence[Contrast]


def asked_of(question: Question) -> Asked:
    """The question as facts are compared with it."""
    meant = [phrase for concept in question.concepts for phrase, sure in concept.others if sure >= MEANT]
    sides, meant_sides = (
        tuple(_with_synonyms(side, question) for side in contrasts_in(text))
        for text in (question.metric, " ".join((question.metric, *meant)))
    )
    return Asked(question, meanings(question), months_reached(question.text), _given(question), sides, meant_sides)


def _with_synonyms(side: Contrast, question: Question) -> Contrast:
    """A side asked for with what its words stand for: 高铁 is 高速铁路, 收案 is 受理案件."""
    meant = [
        phrase
        for word in side.held
        for concept in question.concepts
        if {*terms(word)} <= {*concept.terms}
        for phrase, sure in concept.others
        if sure >= SYNONYM and not any(other in phrase for other in side.others)
        if not {*terms(phrase)} <= {*concept.terms}  # 工资 is what 平均工资 leaves of it, and no word for 平均
    ]
    return Contrast((*side.held, *dict.fromkeys(meant)), side.others)


def factors(asked: Asked, fact: Fact, metric: str, passage: Passage) -> dict[str, float]:
    """What each way of fitting, by its name, multiplies the fit of a fact by; ``metric`` as :func:`full_metric` has it."""
    question = asked.question
    return {
        "unit fit": _unit_fit(question, fact),
        "kind fit": _kind_fit(question, fact, passage),
        "done fit": WRONG_KIND
        if fact.kind == "target" and question.kind != "target" and DONE.search(question.text)
        else 1.0,
        "scope fit": _scope_fit(question, fact, passage),
        "level fit": _level_fit(question, fact),
        "span fit": _span_fit(question, fact),
        "basis fit": _basis_fit(question, fact),
        "amount fit": RISE_TOLD if asks_amount(question) and _rises(fact, passage) else 1.0,
        "head fit": _head_fit(question, metric),
        "months fit": _months_fit(asked.months, fact, passage),
        "wanted": wanted(question, fact, metric, passage) * singled(question, fact, metric, passage),
        "not contrary": OTHER_SIDE
        if is_contrary(asked.meant_sides, told_by(fact, metric)) or _denies(question, metric)
        else 1.0,
        "new": _news(fact, asked.given),
        "side fit": 1.0,
        "row fit": 1.0,  # what other rows of its table say counts once all facts are known
    }


def leaves_out(metric: str) -> bool:
    """Whether a metric is what is left once something is taken out: 扣除非经常性损益后的净利润."""
    return bool(_LEAVES_OUT.search(metric))


def _denies(question: Question, metric: str) -> bool:
    """Whether a metric is what is not, 不批捕, of what is asked for, 批捕, or leaves out what the question does not."""
    said = " ".join((question.said, *(phrase for concept in question.concepts for phrase, _ in concept.others)))
    if leaves_out(metric) and not _LEFT_OUT.search(said):
        return True
    return any(denied["what"] in question.said and denied.group() not in said for denied in _DENIED.finditer(metric))


def is_of_the_other(told: Mapping[str, float]) -> bool:
    """Whether the factors of a fact tell that it is of the other side of what was asked for."""
    return told["not contrary"] < 1.0


def told_by(fact: Fact, metric: str) -> str:
    """The words that tell what a fact measures, where a word of a pair counts: in a table those of its row and of its column."""
    return f"{metric} {fact.table.column}" if fact.table is not None else sided(fact.metric, fact)


def _given(question: Question) -> list[Figure]:
    """The quantities that the question itself states."""
    return [figure for figure in find_figures(question.text) if figure.kind in QUANTITIES]


def _news(fact: Fact, given: Sequence[Figure]) -> float:
    """首次突破万亿，具体是多少: what the question says already is not what it asks for."""
    told = (g for g in given if g.value == fact.figure.value and g.unit in ("", fact.figure.unit))
    return TOLD if any(told) else 1.0


def full_metric(fact: Fact, noun: str) -> str:
    """What a fact measures in words: in a table the head of its column says as much as the label of its row."""
    table = fact.table
    if table is None or fact.kind in CHANGES:
        return f"{sided(fact.metric, fact)}{noun}"
    whole = caption_name(table.caption) if is_whole(fact.metric) else ""
    return f"{measured_by(fact) or whole} {fact.metric} {table.column}".strip()


def _months_fit(asked: Months, fact: Fact, passage: Passage) -> float:
    """What a figure of other months counts; in a table one of a quarter, or of a day within the year, where none is asked for."""
    if fact.table is None:
        return OTHER_MONTHS if asked and _of_other_months(asked, fact, passage) else 1.0
    words = f"{fact.table.above} {fact.metric} {fact.table.column}"
    stated = months_of(words) - {(1, 12)}
    if asked:
        return OTHER_MONTHS if stated and asked.isdisjoint(stated) else 1.0
    return UNASKED_MONTHS if stated or _WITHIN.search(words) else 1.0


def _of_other_months(asked: Months, fact: Fact, passage: Passage) -> bool:
    """Whether what leads to a figure names months, and none of those asked for.

    In an item of news the months hold on that a sentence before it or the headline states.
    """
    start, end = max(0, fact.sentence_start - passage.start), fact.figure.start - passage.start
    stated = months_reached(passage.plain[start:end])
    if not stated and not fact.entity:
        before = (months_of(words) for words in (*reversed(_SENTENCE.split(passage.plain[:start])), passage.heading))
        stated = next(filter(None, before), stated)
    return bool(stated) and asked.isdisjoint(stated)


def precision(asked: Asked, metric: str) -> float:
    """Share of the metric's own terms that the question names or means: 审结案件 asks for no 审结破产案件."""
    anything = _ALL_KINDS if "案" in asked.question.said else _ALL_CASES
    own = [term for term in terms(anything.sub(" ", metric)) if len(term) > 1]
    if not own:
        return 0.0
    said = fold(asked.question.said)
    return sum(1.0 if term in said else asked.meant.get(term, 0.0) for term in own) / len(own)


def _unit_fit(question: Question, fact: Fact) -> float:
    if question.kind == "rank":
        return 1.0
    if not question.units:
        return UNASKED_DURATION if fact.figure.kind == "duration" else 1.0
    if fact.table is not None and not fact.figure.unit:
        return UNTOLD_UNIT if _counts(question) and not (fact.figure.value or 0) % 1 else WRONG_UNIT
    told, _, each = fact.figure.unit.partition("/")
    return 1.0 if told in question.units and (not each or EACH_UNIT.search(question.said)) else WRONG_UNIT


def _counts(question: Question) -> bool:
    """Whether a question asks for a number of people or things, whose unit a table may leave out: 在职员工的数量合计 29,031."""
    return {dimension_of(unit) for unit in question.units} <= {"people", "things"}


def _scope_fit(question: Question, fact: Fact, passage: Passage) -> float:
    """Whose figure it is: all courts' or the court's own; the value that a change starts from; a part, a span of years."""
    own_asked, own = bool(OWN.search(question.scoped)), is_own(fact)
    fit = WRONG_SCOPE if own_asked != own and (own_asked or ALL.search(question.scoped) or own) else 1.0
    if fact.basis == BASE and not (EARLIER.search(question.text) or starts_in_year_asked(question, fact, passage)):
        fit *= UNASKED_BASE
    if fact.part_of and "其中" not in question.text:
        fit *= UNASKED_PART
    if fact.figure.approx.startswith(("突破", "超", "近", "逾", "以上")):
        fit *= INEXACT if EXACTLY.search(question.text) else ROUND
    return fit


def _span_fit(question: Question, fact: Fact) -> float:
    """Asked for a year, a span that ends in it is second best; so is the last year, asked for the span."""
    stated = fact.period in question.periods or any(
        period.endswith("-") and fact.period.startswith(period) for period in question.periods
    )
    return 1.0 if stated or not question.periods or fact.document in question.given else SPAN


def _basis_fit(question: Question, fact: Fact) -> float:
    """Asked for a change on the year before, one on five years before or on last month is another."""
    if not fact.basis or fact.kind not in CHANGES:
        return 1.0
    monthly = bool(ON_MONTH.search(fact.basis))
    if ON_MONTH.search(question.said):
        return 1.0 if monthly else OTHER_BASIS
    if not ON_YEAR.search(question.said):
        return 1.0
    named = _YEAR.search(fact.basis)
    other = bool(named and fact.period[-4:].isdigit() and int(named.group()) != int(fact.period[-4:]) - 1)
    return OTHER_BASIS if monthly or other or _YEARS.search(fact.basis) else 1.0


def _head_fit(question: Question, metric: str) -> float:
    """Asked for all there is, what there is for each person is another thing: 人均地区生产总值 is no GDP."""
    if "人均" not in metric or A_HEAD.search(question.said):
        return 1.0
    meant = (phrase for concept in question.concepts for phrase, _ in concept.others)
    return 1.0 if any(A_HEAD.search(phrase) for phrase in meant) else A_HEAD_ONLY


def _level_fit(question: Question, fact: Fact) -> float:
    """The whole is no answer to a question for the part, nor the total of some rows of a table to one for others."""
    if fact.table is not None and is_whole(fact.metric) and not names_row(question, fact):
        return WRONG_LEVEL
    if ALL.search(question.scoped) and not OWN.search(question.scoped) and is_own(fact):
        return WRONG_LEVEL
    return WRONG_LEVEL if _LEVEL.search(question.scoped) and not is_own(fact) else 1.0


def asks_amount(question: Question) -> bool:
    """Whether a question asks how much something is, 执行到位率是多少, and not how much it rose."""
    amount = None if question.kind else _AMOUNT.search(question.metric)
    if amount is None or _MOVES.search(question.text):
        return False
    return bool(_RATE.search(amount.group())) or "%" not in question.units  # 收入百分之几 can only be a rise


def _rises(fact: Fact, passage: Passage) -> bool:
    """Whether a fact tells by how much something rose or fell, or is to; 提高到70% tells how much it is."""
    if fact.kind in CHANGES or fact.figure.kind == "point":
        return True
    before = passage.plain[max(0, fact.figure.start - passage.start - _LEAD) : fact.figure.start - passage.start]
    return fact.kind == "target" and bool(fact.direction) and fact.figure.unit == "%" and not RAISED.search(before)


def _kind_fit(question: Question, fact: Fact, passage: Passage) -> float:
    changed = fact.kind in CHANGES or (fact.basis and not starts_in_year_asked(question, fact, passage))
    if question.kind == "rank" or fact.kind == "rank":
        return 1.0 if question.kind == fact.kind else WRONG_KIND
    if question.kind == "change":
        if fact.kind == "target" and fact.direction:
            return 1.0 if TARGETED.search(question.text) else UNASKED_TARGET
        return 1.0 if changed else WRONG_KIND
    if question.kind == "target":
        return 1.0 if fact.kind == "target" else UNASKED_TARGET
    if changed and question.metric.endswith("率") and not _RATE.search(fact.metric):
        return WRONG_KIND  # 执行到位率 is not by how much 执行到位金额 rose
    if fact.kind == "target" and not changed:
        return UNASKED_TARGET if not question.periods else 0.85
    return UNASKED_CHANGE if changed else 1.0
