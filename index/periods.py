"""Which year a figure is of: what its sentence says, else its heading, else its report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index import wording as w
from index.given import HOW
from index.infer import given_on
from index.news import is_part, year_told
from index.numerals import chinese
from index.records import Document, Figure
from index.years import arabic_years

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})")
_SPAN = re.compile(r"((?:19|20)[0-9]{2})年?[-—–至到~]+((?:19|20)?[0-9]{2})年")
_COMPARES = re.compile(r"(?:比|较|与|同|相比于?|高于|低于|多于|少于|于|是|以|按)$")
_ORIGIN = re.compile(r"(?:由|从|自)$")
_ONWARD = re.compile("起|开始")
_PLAN_NAME = re.compile(r"[一二三四五六七八九十]+五")
_PLAN_ITSELF = re.compile('[”"]?(?:时期)?[^，。；、：期]{0,8}?(?:规划|纲要|计划)(?!期|实施|执行|完成|收官)')
_REPORTED = re.compile("截?[至止]?(?:本|在|于)?报告期[内末]?")
"""Opens a sentence of the period that the report is of."""
_MANY = re.compile(r"(?:过去|近|前|这|最近)?的?([一二三四五六七八九十两]|[0-9]{1,2})年")


_SINCE = re.compile("年?以来")
_RECORD = re.compile("年?以来的?(?:历史)?(?:新高|新低|最|首|第一|同期)")
"""创2006年以来新高: against which years something is a record, and not when."""
OPENING = 12
"""A sentence opens with a time adverbial that begins within this many characters."""
TERM = 4
"""A report looks back on a term of at least five years, from the first to so many later."""
_AHEAD = re.compile(r"[到至截]$")


_THAT_YEAR = ("当年", "全年", "这一年", "年内")
"""Behind a year of the same sentence they mean that one: 2021年当年完工96个."""
_THIS_YEAR = ("今年", "上半年", "一季度", "前三季度", "年内", "当前")


@dataclass(frozen=True, slots=True)
class Section:
    """Where a passage stands: the period its headings give it, and whether they lead to plans.

    Of news: the ``day`` it is told on, and whether its period was ``stated`` before in the same item.
    """

    period: str
    planned: bool
    day: date | None = None
    stated: bool = False


def section_of(document: Document, headings: Sequence[str]) -> Section:
    """Of what these headings lead to: the innermost that tells of a review or of plans decides; without one, the report's own period."""
    own = document.period.value
    for heading in reversed(headings):
        year = _last_year(heading)
        if w.REVIEW_HEADING.search(heading):
            return Section(year if year and year <= own[-4:] else own, False)
        plans = w.PLAN_HEADING.search(heading) and not w.OUTLOOK_HEADING.search(heading)
        if plans and document.kind.value != "新闻":  # an item of news, not a part of a report
            if not year:
                return Section(_plan_years(heading, own) or _following(own), True)
            if own and year > own[-4:]:
                return Section(year, True)
        if own[-4:].isdigit() and year == _following(own):
            return Section(year, True)
    return Section(own, False)


def _plan_years(heading: str, own: str) -> str:
    """The years of a five-year plan that a heading names, if they lie ahead of the report's own."""
    plan = _PLAN_NAME.search(heading)
    years = w.FIVE_YEAR_PLANS.get(plan.group(), "") if plan else ""
    return years if years[-4:] > own[-4:] else ""


def _last_year(text: str) -> str:
    years = _YEAR.findall(arabic_years(text))
    return years[-1] if years else ""


def _following(period: str) -> str:
    return str(int(period[-4:]) + 1) if period[-4:].isdigit() else ""


def stated_period(document: Document, figures: Sequence[Figure], before: int, section: Section) -> str:
    """The period that the last time adverbial before ``before`` gives, "" if the sentence has none.

    A year that something is compared with (比2020年) or comes from (由2020年的…) is no adverbial.
    """
    found = ""
    for figure in figures:
        if figure.start >= before:
            break
        if figure.kind not in ("date", "period"):
            continue
        if not is_adverbial(figure, document.text):
            continue
        if found and (figure.raw in _THAT_YEAR or (section.day and is_part(figure.raw))):
            continue
        if _is_since(figure, document.text, _RECORD):
            continue
        found = period_of(figure, document, section) or found
    return found


def is_adverbial(figure: Figure, text: str) -> bool:
    """Whether words of time tell when something was, and not what it is compared with, comes from or is planned in."""
    head = text[max(0, figure.start - 3) : figure.start]
    origin = _is_origin(figure, head, text)
    aside = _COMPARES.search(head) or origin or w.GROUND_AHEAD.match(text, figure.end)
    return not aside and not _is_plan_itself(figure, text)


def opening_period(document: Document, figures: Sequence[Figure], start: int, section: Section) -> str:
    """The period that a sentence opens with (这五年，… 2025年，…), which holds for those after it too; "" if none."""
    if _REPORTED.match(document.text, start):
        return section.period
    for figure in figures[:1]:
        head = document.text[start : figure.start]
        if _is_plan_itself(figure, document.text) or _is_since(figure, document.text, _SINCE):
            continue
        onward = _ORIGIN.search(head) and _ONWARD.match(document.text, figure.end)
        leads = _AHEAD.search(head) or _COMPARES.search(head) or onward or _is_origin(figure, head, document.text)
        if len(head) <= OPENING and not leads:
            return period_of(figure, document, section)
    return ""


def _is_since(figure: Figure, text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a year only tells from when on: 2006年以来."""
    year = _YEAR.fullmatch(figure.raw[:4])
    return bool(year and pattern.match(text, figure.start + 4))


def holds_on(opening: str, document: Document, section: Section) -> bool:
    """Whether what a sentence opens with holds beyond its paragraph: the report's own year or term, or years ahead that no heading tells."""
    own = document.period.value
    if opening[-4:] == own[-4:]:
        return "-" not in opening or opening == own or int(opening[-4:]) - int(opening[:4]) >= TERM
    return opening[:4] > own[-4:] and not section.planned


def is_ahead(document: Document, period: str) -> bool:
    """Whether a report, given the year after its own, cannot look back on what is of ``period``."""
    own, last = document.period.value[-4:], period[-4:]
    if not (own.isdigit() and last.isdigit()) or document.kind.value != "政府工作报告":
        return False
    return int(last) > int(own) + 1


def _is_origin(figure: Figure, head: str, text: str) -> bool:
    """Whether something comes from the time of ``figure``, 由2020年的…; 从2021年到2023年 is a stretch of time."""
    stretch = _SPAN.search(arabic_years(figure.raw))
    return bool(_ORIGIN.search(head)) and not stretch and not _ONWARD.match(text, figure.end)


def _is_plan_itself(figure: Figure, text: str) -> bool:
    """Whether a five-year plan is named as a document (按照“十二五”规划提出的改革任务) and not as its years."""
    named = _PLAN_NAME.search(figure.raw) and not _YEAR.search(figure.raw)
    return bool(named and _PLAN_ITSELF.match(text, figure.end))


def period_of(figure: Figure, document: Document, section: Section) -> str:
    """A date's or period's year or years: 2024, 2021-2025; "" where it names none (12月)."""
    raw = arabic_years(re.sub(r"\s", "", figure.raw))
    span = _SPAN.search(raw)
    if span:
        first, last = span.groups()
        return f"{first}-{last if len(last) == 4 else first[:2] + last}"
    years = _YEAR.search(raw)
    if years:
        return years.group(1)
    plan = _PLAN_NAME.search(raw)
    if plan and plan.group() in w.FIVE_YEAR_PLANS:
        return w.FIVE_YEAR_PLANS[plan.group()]
    return _relative(raw, document, section)


def _relative(raw: str, document: Document, section: Section) -> str:
    """去年, 今年, 五年来: by the report's own year. A work report is given the year after the one it looks back on."""
    own = document.period.value
    if not own[-4:].isdigit():
        return ""
    last = int(own[-4:])
    if section.day:
        told = year_told(raw, section.day, section.period if section.stated else "")
        return _years_to(raw, last) if told is None else told
    day = given_on(document.name)
    if day and raw.startswith(_THIS_YEAR):
        return day
    if day and raw in ("去年", "上年"):
        return str(int(day) - 1)
    if raw in ("去年", "过去一年", "这一年", "一年来", "全年", "当年"):
        return section.period or own
    if raw == "上年":
        return str(last - 1)
    if raw.startswith("今年"):
        return section.period if section.planned else str(last + 1) if _is_given_later(document) else own
    return _years_to(raw, last)


def _years_to(raw: str, last: int) -> str:
    """The years that 五年来 means, of which the last is given; "" for other words."""
    many = _MANY.match(raw)
    if many and not raw.startswith(("今后", "未来", "此后", "其后", "往后")):
        count = int(many.group(1)) if many.group(1).isdigit() else int(chinese(many.group(1)) or 0)
        return f"{last - count + 1}-{last}" if 1 < count <= 40 else ""
    return ""


def _is_given_later(document: Document) -> bool:
    """Whether a report is given the year after its own: how that was found tells, or, where it was set, the kind."""
    how = document.period.how
    return "上一年" in how or "回顾" in how or (how == HOW and document.kind.value == "政府工作报告")
