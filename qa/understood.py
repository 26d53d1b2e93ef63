"""What a question was taken to mean, part by part, and the question that each other choice makes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.store import DocumentInfo
from qa.markup import years
from qa.results import Question

MOST_CHOICES = 40
"""A longer list is read by nobody; what is not in it can be typed."""
ANY_BODY, ANY_YEAR = "不限单位", "不限年份"
KINDS = {"": "是多少", "change": "同比变化多少", "rank": "排名第几", "target": "目标是多少"}
"""How a question ends that asks for a kind of figure."""
KIND_LABELS = {"": "数值", "change": "变化", "rank": "排名", "target": "目标"}
UNIT_LABELS = {"元": "金额", "%": "比率", "人": "人数", "件": "件数"}
OPERATIONS = {"compare": "比较", "list": "列举", "text": "原文", "trend": "趋势"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was understood: what it is called, what it was taken for, and other choices with their questions."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


def parts(asked: Question, infos: Sequence[DocumentInfo], metric: str, metrics: Iterable[str]) -> tuple[Part, ...]:
    """Body, year, metric and kind of a question; ``metric`` is what its answer calls it, ``metrics`` stand near it."""
    named = metric or "".join(asked.metric.split())
    near = [one for one in dict.fromkeys(metrics) if one and one != named][:MOST_CHOICES]
    return (
        Part("单位", "、".join(asked.entities) or ANY_BODY, _bodies(asked, infos, named)),
        Part("年份", "、".join(map(years, asked.periods)) or ANY_YEAR, _years(asked, infos, named)),
        Part("指标", named or "（没有指标）", tuple((one, composed(asked, metric=one)) for one in near)),
        Part("问什么", _kind(asked), _kinds(asked, named)),
    )


def composed(
    asked: Question,
    *,
    bodies: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    metric: str | None = None,
    kind: str | None = None,
) -> str:
    """The question in full, with some of its parts exchanged: 湖州法院2024年执行到位金额是多少."""
    named = asked.entities if bodies is None else bodies
    dated = asked.periods if periods is None else periods
    what = "".join(asked.metric.split()) if metric is None else metric
    end = KINDS.get(asked.kind if kind is None else kind, KINDS[""])
    return f"{'、'.join(named)}{'、'.join(map(years, dated))}{what}{end}"


def _bodies(asked: Question, infos: Sequence[DocumentInfo], metric: str) -> tuple[tuple[str, str], ...]:
    held = dict.fromkeys(info.entity.value for info in infos if info.entity.value)
    others = [body for body in held if body not in asked.entities][:MOST_CHOICES]
    found = [(body, _exchanged(asked, metric, bodies=(body,))) for body in others]
    return _or_any(found, ANY_BODY, _exchanged(asked, metric, bodies=()) if asked.entities else "")


def _years(asked: Question, infos: Sequence[DocumentInfo], metric: str) -> tuple[tuple[str, str], ...]:
    own = [info for info in infos if not asked.documents or info.id in asked.documents]
    held = sorted({info.period.value for info in own if info.period.value}, reverse=True)
    others = [period for period in held if period not in asked.periods][:MOST_CHOICES]
    found = [(years(period), _exchanged(asked, metric, periods=(period,))) for period in others]
    return _or_any(found, ANY_YEAR, _exchanged(asked, metric, periods=()) if asked.periods else "")


def _or_any(found: list[tuple[str, str]], label: str, question: str) -> tuple[tuple[str, str], ...]:
    return ((label, question), *found) if question else tuple(found)


def _kinds(asked: Question, metric: str) -> tuple[tuple[str, str], ...]:
    others = [kind for kind in KINDS if kind != asked.kind or asked.operation != "lookup"]
    return tuple((KIND_LABELS[kind], composed(asked, metric=metric, kind=kind)) for kind in others)


def _kind(asked: Question) -> str:
    if asked.operation in OPERATIONS:
        return OPERATIONS[asked.operation]
    unit = next((label for unit, label in UNIT_LABELS.items() if unit in asked.units), "")
    return KIND_LABELS.get(asked.kind, "") if asked.kind or not unit else unit


def _exchanged(
    asked: Question, metric: str, *, bodies: Sequence[str] | None = None, periods: Sequence[str] | None = None
) -> str:
    """The question in the user's own words with its body or year exchanged; composed anew where they do not stand in it."""
    said = asked.rewritten or asked.text
    old = asked.entities if bodies is not None else [f"{period}年" for period in asked.periods]
    new = "、".join(bodies if bodies is not None else map(years, periods or ()))
    if len(old) == 1 and said.count(old[0]) == 1:
        return said.replace(old[0], new)
    if not old:
        return f"{new}{said}"
    return composed(asked, bodies=bodies, periods=periods, metric=metric)
