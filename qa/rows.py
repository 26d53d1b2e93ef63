"""What the rows of a table say of one another: a row fits less where another of it is what was asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.heads import is_total, is_whole
from index.records import Fact
from index.tokens import terms
from qa.asking import TOGETHER
from qa.fits import OTHER_ROW
from qa.results import Question
from qa.traits import Measured
from qa.wanted import names, names_in_full

_RATIO = re.compile("比[率重]")
"""Other words for 比例."""
LEAST = 2
"""Characters of a label that may be the whole of which another is a part."""


def lessened(measured: Measured, name: str) -> Measured:
    """A fact made less fitting by the factor ``name``, because of what its report tells beside it."""
    return replace(measured, factors={**measured.factors, name: OTHER_ROW}, fit=measured.fit * OTHER_ROW)


def beside_other_rows(question: Question, measured: Sequence[Measured]) -> list[Measured]:
    """The facts, those of a table less fitting beside which the question means another row of it.

    It names that in full: asked for 西部地区, no 合计. It does not say what a longer label has beyond it: asked for 分红, not
    以其他方式分红. It asks for several rows together and for none of them: asked for 前五大供应商, not 供应商三.
    """
    tabled = [m for m in measured if m.fact.table is not None]
    full = {m.fact.id for m in tabled if names_in_full(question, m.fact)}
    named = {_table(m) for m in tabled if m.fact.id in full}
    columns = _columns(tabled)
    apart = set(_told_apart(question, columns))
    measured = [_wanted(m) if m.fact.id in apart else m for m in measured]
    less = {m.fact.id for m in tabled if _table(m) in named} | set(_unasked(question, columns))
    return [lessened(m, "row fit") if m.fact.id in less and m.fact.id not in full else m for m in measured]


def _unasked(question: Question, columns: Sequence[Sequence[Fact]]) -> Iterator[str]:
    """The ids of the facts whose rows say more than was asked for, or are single ones where all were."""
    together = bool(TOGETHER.search(question.text))
    for facts in columns:
        labels = {fact.metric for fact in facts}
        for fact in facts:
            if _says_more(question, fact.metric, labels) or (together and _is_one_of(question, fact.metric, labels)):
                yield fact.id


def _told_apart(question: Question, columns: Sequence[Sequence[Fact]]) -> Iterator[str]:
    """The ids of the facts of the one row of its column that the question tells apart from the others: 甲厂 means 甲厂生产车间."""
    for facts in columns:
        labels = {fact.metric for fact in facts}
        own = {label: _own_terms(label, labels) for label in labels if len(labels) > 1 and not is_total(label)}
        said = {label for label, words in own.items() if words and all(word in question.said for word in words)}
        if len(said) == 1:
            yield from (fact.id for fact in facts if fact.metric in said)


def _wanted(measured: Measured) -> Measured:
    """A fact whose row the question tells apart from the others, however much more its label says."""
    before = measured.factors["wanted"]
    return replace(measured, factors={**measured.factors, "wanted": 1.0}, fit=measured.fit / before)


def _own_terms(label: str, labels: set[str]) -> list[str]:
    """The terms of a label that fewer than half of the others have."""
    held = [set(terms(other)) for other in labels if other != label]
    return [term for term in terms(label) if len(term) > 1 and 2 * sum(term in other for other in held) < len(held)]


def _says_more(question: Question, label: str, labels: set[str]) -> bool:
    """Whether a label holds another of its column, and the question says nothing of what it has beyond that."""
    own = _RATIO.sub("比例", label)
    wholes = (_RATIO.sub("比例", other) for other in labels if len(other) >= LEAST and not is_whole(other))
    return any(whole != own and whole in own and not names(question, own.replace(whole, " ")) for whole in wholes)


def _is_one_of(question: Question, label: str, labels: set[str]) -> bool:
    """Whether a label is one of several alike that the question does not tell apart: 供应商三 of 供应商一, 供应商二…"""
    if is_total(label) or len(labels) <= LEAST:
        return False
    return not any(term in question.said for term in _own_terms(label, labels))


def _columns(tabled: Sequence[Measured]) -> list[list[Fact]]:
    """The facts of each column of a table."""
    columns: dict[tuple[object, ...], list[Fact]] = {}
    for m in tabled:
        columns.setdefault(_column(m.fact), []).append(m.fact)
    return list(columns.values())


def _column(fact: Fact) -> tuple[object, ...]:
    """What tells a column of a table from others of the library."""
    table = fact.table
    return fact.document, table and table.caption, table and table.column, fact.period, fact.kind, fact.figure.unit


def _table(measured: Measured) -> tuple[str, tuple[str, ...]]:
    """What tells a table from others of the library: its report, and the headings that lead to it."""
    return measured.fact.document, measured.passage.headings
