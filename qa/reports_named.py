"""Which reports a question names by their own year, or by the congress or session that they were given to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.numerals import chinese
from index.sessions import CONGRESS, SESSION, congress_in, congress_year, number_of, session_year
from index.store import DocumentInfo
from index.traditional import simplified
from qa.asking import NATION

_YEAR = (
    r"(?:(?P<year>(?:19|20)[0-9]{2})|(?<![0-9])(?P<short>[0-9]{2})(?=年)"
    r"|(?P<words>[一二][〇零○一二三四五六七八九]{3}|[〇零一二三四五六七八九]{2}))年? ?(?:的|那份|那年的?)? ?"
)
_SAYS = "(?:里|中(?![国央])|上|时候?|回顾|召开|提[出到]|指出|[说讲提](?![解明法高供升前])|的)*"
_OFFICE = r"(?:(?:国务院|总理|政府|法院|检察院)?(?:的)?(?:政府)?(?:工作)? ?报告|(?:国务院)?总理(?=说|讲|提|宣布|表示))"
OF_YEAR = re.compile(
    rf"(?:{_YEAR}(?:{SESSION}(?:上?的)?)?{_OFFICE}|{SESSION.replace('?P<', '?P<alone_')}(?:[上里]?的?)?{_OFFICE}){_SAYS}"
    r"|(?:国务院|政府|法院|检察院)?工作报告(?P<after>(?:19|20)[0-9]{2})年?"
)
"""A report named by its own year, which is not the year it looks back on."""
_OF_CONGRESS = re.compile(
    rf"(?P<dated>(?:(?P<full>(?:19|20)[0-9]{{2}})年?|(?<![0-9])(?P<short>[0-9]{{2}})年)的?)?(?:党的|中共)? ?{CONGRESS}"
    rf"(?!以[来后]|之?后|召开(?:以来|后)|精神|代表)(?:的|上的?)?(?:政治)?(?:工作)?(?:报告)?{_SAYS}"
)
_SPEAKER = re.compile(r"^\s*[\u4e00-\u9fff]{1,4}(?:总理|主席|总书记|书记|同志|[省市县区]长|检察长|院长)(?:在|的)?\s*$")
"""Who gave a report, where nothing else stands before its name: 某总理在."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that a question names, one tuple of ids for each time that it names any, and the question without those words."""

    named: tuple[tuple[str, ...], ...]
    rest: str

    @property
    def all(self) -> tuple[str, ...] | None:
        """All of them; None where none is named."""
        return tuple(dict.fromkeys(id_ for ids in self.named for id_ in ids)) or None


def reports_named(text: str, documents: Sequence[DocumentInfo]) -> Reports:
    """2008年报告, 〇四年政府工作报告, 十五大报告: those of the library; others stay words of the question."""
    found = sorted(_found(text, documents))
    kept, at = "", 0
    named: list[tuple[str, ...]] = []
    for start, end, ids in found:
        if start < at:
            continue
        before = text[at:start]
        kept += f"{'' if not at and _SPEAKER.match(before) else before} "
        at = end
        if ids not in named:
            named.append(ids)
    return Reports(tuple(named), kept + text[at:])


def _found(text: str, documents: Sequence[DocumentInfo]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where reports are named, and which."""
    for match in OF_YEAR.finditer(text):
        ids = tuple(info.id for info in documents if _is_of(info, match))
        if ids:
            yield match.start(), match.end(), ids
    for match in _OF_CONGRESS.finditer(text):
        number = number_of(match["th"] or match["nth"])
        ids = tuple(info.id for info in documents if number and number in _congresses(info))
        other = _year(match["full"], match["short"]) not in ("", congress_year(number))
        if ids:
            yield match.end("dated") if other else match.start(), match.end(), ids


def _is_of(info: DocumentInfo, match: re.Match[str]) -> bool:
    """Whether a report's name or title has the year that was found, and a report to a session is of the nation."""
    term, sitting = match["term"] or match["alone_term"], match["sitting"] or match["alone_sitting"]
    year = _year(match["year"] or match["after"], match["short"], match["words"])
    year = year or (session_year(term, sitting) if term else "")
    named = bool(year) and (year in info.name or f"{year}年" in info.title.value)
    return named and (not term or info.entity.value == NATION[0])


def _year(full: str | None, short: str | None, words: str | None = None) -> str:
    """A year as it was written: in full, in its last two digits, or in words."""
    if full or not (short or words):
        return full or ""
    value = int(short) if short else int(chinese((words or "").replace("○", "〇")) or 0)
    return str(value if value > 99 else 1900 + value if value >= 50 else 2000 + value)


def _congresses(info: DocumentInfo) -> set[int]:
    """The congress that a report was given to, by its name or its title."""
    return {congress_in(simplified(info.name)), congress_in(simplified(info.title.value))}
