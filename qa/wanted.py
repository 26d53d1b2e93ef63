"""Whether a figure is of what the question names: the row, the part, the rank, the body itself, and nothing that it rules out. Pure."""

from __future__ import annotations

import re

from index.heads import is_total, is_whole
from index.records import Fact, Passage
from index.tokens import fold, terms
from qa.asking import ADDED, EXCEPT, OWN, PER, RANKED, TOTAL
from qa.cover import meanings
from qa.results import Question

UNWANTED = 0.5
NAMED = 0.34
"""A question names a row if it has so much of its label: 财务人员 is not asked for with 研发人员."""
_OF_WHOLE = re.compile("[^，（(]{2,}?(?<![其集表])中(?![院心国小央标期级学共医药华部等长])")
"""A whole that the label of a row names before the part: 前五名客户销售额中关联方销售额."""
_ANY_FIGURE = re.compile("数量|合计|总[数额计量]|小计|人数|金额|数额|情况|[其的]中|的")
"""Words in the label of a row that any figure may have: 在职员工的数量合计."""
_OF_SHARE = re.compile("占.*的(?=[^的]+的?(?:比例|比率|比重)$)")
"""What only tells of which kind the whole is that the label of a row takes a share of: 合并报表中归属于普通股股东的 of 净利润."""
_FIRST = re.compile("最[大高多长]|第[一1][大名位]|首位|居首")
_EACH = re.compile("[每均/]")
_WHOSE = re.compile("归属于[^，。的]{2,16}的")
_ORGAN = re.compile("(?<=[\u4e00-\u9fff]{2})(?:中级|高级)?(?:人民)?(?:法院|检察院)$")
"""In the label of a row it tells no court from another."""
_HOUSE = ("我院", "本院", "市法院", "省法院", "中院")
_HIGHER = re.compile("中院|中级|高院|高级|最高|[省市州](?:人民)?检察院")
"""A body that has others of its kind under it, whose report speaks of all of them together and of itself."""


def wanted(question: Question, fact: Fact, metric: str, passage: Passage) -> float:
    """Whether a figure is what the question says it does not ask for, or of a part that it does not name."""
    if fact.table is None:
        part = fact.part_of == fact.metric and not names(question, _told_of_part(fact, passage))
        part = part or _is_unasked_part(question, fact)
        return UNWANTED if _unwanted(question.text, fact.metric) or (fact.metric and part) else 1.0
    return UNWANTED if _unwanted(question.text, metric) or not names_row(question, fact) else 1.0


def singled(question: Question, fact: Fact, metric: str, passage: Passage) -> float:
    """Asked for the largest of its like, or for what falls to each, a figure of which nobody says so may be of all of them."""
    ranked, per = RANKED.search(question.metric), PER.search(question.metric)
    if ranked is None and per is None:
        return 1.0
    sentence = passage.plain[max(0, fact.sentence_start - passage.start) : fact.sentence_end - passage.start]
    words = f"{metric}{sentence}"
    if per is not None and not _EACH.search(f"{words}{fact.figure.unit}"):
        return UNWANTED
    return 1.0 if ranked is None or _says_rank(words, ranked["place"]) else UNWANTED


def _says_rank(words: str, place: str | None) -> bool:
    """Whether words say that something is the largest, or of the ``place`` asked for."""
    return (place in (None, "一", "1") and bool(_FIRST.search(words))) or f"第{place}" in words


def _is_unasked_part(question: Question, fact: Fact) -> bool:
    """Whether a fact is of a part, and the question says what the whole is called by and nothing of what tells the part from it."""
    shared = next((n for n in range(len(fact.metric)) if fact.metric[n:] in fact.part_of), len(fact.metric))
    noun, own = fact.metric[shared:], fact.metric[:shared]
    return bool(fact.part_of) and len(noun) > 1 and bool(own) and noun in question.said and own not in question.said


def _told_of_part(fact: Fact, passage: Passage) -> str:
    """What is told of a part that is called as the whole is: 获“全国模范法官”称号 of 14人获荣誉，其中1人获…"""
    behind = passage.plain[fact.figure.end - passage.start : fact.sentence_end - passage.start]
    return re.split("[，。；、]", behind, maxsplit=1)[0]


def names_row(question: Question, fact: Fact) -> bool:
    """Whether the question has words of the label of a row, or that is the total of all rows: asked for 营业收入, not 华东."""
    if is_whole(fact.metric):
        return fact.table is None or fact.table.above.lstrip("分按") in question.said
    if _names_beside(question, fact) or (OWN.search(question.scoped) and is_own(fact)):
        return True
    if "".join(question.metric.split()) in fact.metric:
        return names(question, _part_told(fact.metric))
    asked = [term for term in terms(_ANY_FIGURE.sub(" ", question.metric)) if len(term) > 1]
    if asked and is_total(fact.metric) and all(term in fold(fact.metric) for term in asked):
        return True
    return names(question, fact.metric) and names(question, _part_told(fact.metric))


def _names_beside(question: Question, fact: Fact) -> bool:
    """Whether the question says a word that stands beside the label in its row: 副行长, beside a name."""
    table = fact.table
    if table is None or any(start < fact.sentence_start for start, _ in table.labels):
        return False
    return any(len(word) > 1 and fold(word) in fold(question.said) for word in table.above.split(" "))


def names_in_full(question: Question, fact: Fact) -> bool:
    """Whether the question says the whole label of the row or of the column that a fact of a table is in."""
    labels = (fact.metric, *fact.table.above.split(" ")) if fact.table is not None else ()
    return any(len(label) > 1 and fold(label) in fold(question.said) for label in labels)


def _part_told(label: str) -> str:
    """What tells a part from its whole in the label of a row that names both: 关联方 of 客户销售额中关联方销售额; "" for others."""
    whole = _OF_WHOLE.match(label)
    if whole is None:
        return ""
    part = label[whole.end() :]
    shared = next((n for n in range(1, len(part) - 1) if part[n : n + 2] in whole.group()), len(part))
    return part[:shared]


def names(question: Question, words: str) -> bool:
    """Whether the question says or means enough of some words."""
    words = _WHOSE.sub(" ", _OF_SHARE.sub(" ", _ORGAN.sub(" ", words)))
    own = [term for term in terms(_ANY_FIGURE.sub(" ", words)) if len(term) > 1]
    asked = {*terms(question.said), *meanings(question)}
    return sum(term in asked for term in own) >= NAMED * len(own)


def _unwanted(asked: str, stated: str) -> bool:
    """Whether a metric is what the question says it does not ask for, or what was added where it asks for all."""
    named = EXCEPT.search(asked)
    if named and (named["what"] or named["besides"]).strip() in stated:
        return True
    return bool(TOTAL.search(asked) and ADDED.search(stated) and not ADDED.search(asked))


def is_own(fact: Fact) -> bool:
    """Whether a figure is of its body alone, without those under it: of 市中院, in its own report of 我院."""
    if fact.scope in _HOUSE:  # of a court with none under it, 我院 is all there is
        return bool(_HIGHER.search(fact.entity))
    return bool(OWN.search(fact.scope) or OWN.search(fact.metric))
