"""Which reports a question may be answered from, by the bodies and periods that it names. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.embed import sound
from index.store import DocumentInfo
from index.traditional import simplified
from qa.locks import covers, dimension_of
from qa.once import once_for_each
from qa.results import Question

LONGEST_METRIC, LONGEST_LABEL = 40, 10
"""Characters of a question, and of the label of a row, that are looked up."""
COMMON = ("money", "share")
"""What most tables are told in: that a row is tells little."""
MOST_PERIODS = 300
"""Of so many periods asked for it is remembered which reports may tell of them."""


def scope(asked: Question, infos: Sequence[DocumentInfo], locked: bool) -> tuple[str, ...] | None:
    """Ids of the reports to search: those of the bodies and periods named; None for all."""
    chosen = named(asked, infos)
    if asked.periods:
        telling = _telling(infos, asked.periods)
        chosen = [info for info in chosen if info.id in telling or info.id in asked.given] or chosen
    if len(chosen) == len(infos) and not locked:
        return None
    return tuple(info.id for info in chosen)


def named(asked: Question, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The reports of the bodies that the question names; all where it names none."""
    named = None if asked.documents is None else frozenset(asked.documents)
    return [info for info in infos if named is None or info.id in named]


def labels_within(asked: Question) -> tuple[str, ...]:
    """What of a question that says in what its answer is measured may be the label of a row: 国外 of 卖到国外多少吨."""
    rare = asked.units and dimension_of(asked.units[0]) not in COMMON
    pieces = sound(asked.metric[:LONGEST_METRIC]).split() if rare else ()
    ends = ((piece, a, b) for piece in pieces for a in range(len(piece)) for b in range(a + 2, a + LONGEST_LABEL + 1))
    return tuple(dict.fromkeys(piece[a:b] for piece, a, b in ends if b <= len(piece)))


def reports_of(asked: Question, infos: Sequence[DocumentInfo]) -> frozenset[str]:
    """Ids of the reports of the body that a question names on the one period that it names; none where it means several."""
    inside = [info for info in named(asked, infos) if info.entity.value]
    if len({info.entity.value for info in inside}) != 1:
        return frozenset()
    return frozenset(info.id for info in inside if covers(info.period.value, asked.periods[0]))


def _telling(infos: Sequence[DocumentInfo], periods: Sequence[str]) -> frozenset[str]:
    """Ids of the reports that may tell of one of the periods."""
    known = _tellers(infos)
    if len(known) > MOST_PERIODS:
        known.clear()
    found: frozenset[str] = frozenset()
    for period in periods:
        ids = known.get(period)
        if ids is None:
            ids = known[period] = frozenset(info.id for info in infos if _may_tell(info, period))
        found |= ids
    return found


@once_for_each
def _tellers(infos: Sequence[DocumentInfo]) -> dict[str, frozenset[str]]:
    """Where :func:`_telling` notes what it has found for these reports."""
    return {}


def _may_tell(info: DocumentInfo, period: str) -> bool:
    """Whether a report of this period may tell of that year: it is its own, the next as a plan, or a figure is of it."""
    first, last = info.period.value[:4], info.period.value[-4:]
    asked = period.strip("-")[-4:]
    if not (first.isdigit() and asked.isdigit()) or int(first) - 1 <= int(asked) <= int(last) + 1:
        return True
    return period in info.periods or period in info.name or any(covers(stated, period) for stated in info.periods)


def called(infos: Sequence[DocumentInfo], report: str) -> str:
    """Name and title of a report, in simplified characters."""
    return next((simplified(f"{info.name} {info.title.value}") for info in infos if info.id == report), "")


def is_of(info: DocumentInfo, period: str) -> bool:
    """Whether a report looks back on a period, or is the one that was given in it, which tells of its plans."""
    return info.period.value == period or period in info.name or f"{period}年" in info.title.value
