"""A row that a question names by its rank, 第二大客户, as the table of such rows names it: 客户二. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from index.heads import is_total
from index.numerals import chinese
from index.records import Fact
from qa.asking import RANKED
from qa.results import Question
from qa.spoken import metric_of

SHORTEST = 2
NOUN = range(4, SHORTEST - 1, -1)
"""Characters that the noun behind a rank may have, the longest first."""
NEAR = 150
"""Characters between the heads of a table and its first row; a row further down is no first one."""


def by_name(asked: Question, facts: Mapping[str, Sequence[Fact]], words: Sequence[Path] | None = None) -> Question:
    """The question with the row that it names by its rank called as the report calls it; as it is where no table tells.

    ``facts`` are those of passages by passage id; ``words`` the user's own lexicon files.
    """
    ranked = RANKED.search(asked.metric)
    if ranked is None:
        return asked
    place = int(chinese(ranked["place"]) or 0) if ranked["place"] else 1
    behind = asked.metric[ranked.end() :]
    lists = [rows for own in facts.values() for rows in _lists(own)]
    for size in NOUN:
        noun = behind[:size]
        rows = next((rows for rows in lists if _is_list(rows, noun, place)), None)
        if len(noun) == size and rows is not None:
            return _called(asked, ranked, _alone(noun, rows[0]), rows[place - 1].metric, words)
    return asked


def _alone(noun: str, fact: Fact) -> str:
    """A noun without the beginning of what is told of it: 股东 of 股东持股, where 持股数量 heads the column."""
    column = fact.table.column if fact.table is not None else ""
    return next((noun[:n] for n in range(SHORTEST, len(noun)) if column.startswith(noun[n:])), noun)


def _lists(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The columns of the tables of a passage, each from its first row on, without totals."""
    columns: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.table is not None and fact.table.heads and not is_total(fact.metric):
            columns.setdefault((fact.table.heads, fact.period, fact.figure.unit), []).append(fact)
    yield from columns.values()


def _is_list(rows: Sequence[Fact], noun: str, place: int) -> bool:
    """Whether rows list things of a name from the largest on, so far as to the ``place`` asked for."""
    table = rows[0].table
    if table is None or len(rows) < max(place, 2) or rows[0].sentence_start - table.heads[-1][1] > NEAR:
        return False
    values = [row.figure.value for row in rows[: place + 1]]
    falling = all(one is not None and other is not None and one >= other for one, other in pairwise(values))
    return falling and (noun in table.caption or all(noun in row.metric for row in rows))


def _called(
    asked: Question, ranked: re.Match[str], noun: str, label: str, words: Sequence[Path] | None = None
) -> Question:
    """The question with what names a row by its rank replaced by its label."""
    rest = asked.metric[: ranked.start()], asked.metric[ranked.end() + len(noun) :]
    metric, concepts = metric_of(f"{rest[0]} {label} {rest[1]}", words)
    said = re.compile(f"{RANKED.pattern}{re.escape(noun)}")
    text = said.sub(lambda _: label, asked.text)
    return replace(asked, text=text, metric=metric, concepts=concepts, rewritten=text)
