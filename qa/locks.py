"""Which facts keep the locks of a question: those of the period that it names, measured in what it asks for. Pure."""

from __future__ import annotations

from index.dealing import BASE
from index.records import Fact, Passage
from index.wording import DOING
from index.years import arabic_years
from qa.asking import DIMENSIONS, OVER_YEARS
from qa.results import Question

LEAD = 16
"""Characters before a figure in which its year is told."""
SUMMED = ("measure", "money", "number")
"""Kinds of figures that can be summed up over a span of years."""


def in_period(question: Question, fact: Fact) -> bool:
    """Whether the fact is of a period that the question names, or the question names none.

    What was done over several years is of none of them: 城镇新增就业 of five years is not that of the last.
    """
    if fact.document in question.given:
        return True
    summed = "-" in fact.period and (fact.kind == "cumulative" or (fact.kind == "level" and DOING.search(fact.metric)))
    summed = summed and fact.figure.kind in SUMMED and not OVER_YEARS.search(question.text)
    return not question.periods or any(
        covers(fact.period, period) for period in question.periods if not summed or "-" in period
    )


def in_dimension(question: Question, fact: Fact) -> bool:
    """Whether a fact measures what is asked for: no area answers how many tons; things may be counted in other units.

    A bare number may be of anything that is counted.
    """
    if not question.units or question.kind == "rank" or not fact.figure.unit:
        return True
    asked = {dimension_of(unit) for unit in question.units}
    return fact.figure.unit in question.units or dimension_of(fact.figure.unit) in asked


def dimension_of(unit: str) -> str:
    """What a unit measures; 元/吨 is money, as 元 is.

    >>> dimension_of("元/吨"), dimension_of("吨/年"), dimension_of("件")
    ('money', 'weight', 'things')
    """
    return DIMENSIONS.get(unit) or DIMENSIONS.get(unit.split("/")[0], "things")


def covers(stated: str, asked: str) -> bool:
    """Whether a stated period (2024, 2017-2021) is the asked one, or a span that ends in it.

    Asked for a span, the value at its end counts too; ``2017-`` asks for any span that begins in 2017.
    """
    if stated == asked or (asked.endswith("-") and stated.startswith(asked)):
        return True
    return ("-" in stated and stated[-4:] == asked) or (
        "-" in asked and not asked.endswith("-") and stated == asked[-4:]
    )


def starts_in_year_asked(question: Question, fact: Fact, passage: Passage) -> bool:
    """Whether the value that a change starts from is told with the very year that a question names: 由2002年7703元增加到…"""
    if fact.basis != BASE or fact.period not in question.periods:
        return False
    at = fact.figure.start - passage.start
    return fact.period in arabic_years(passage.plain[max(0, at - LEAD) : at])
