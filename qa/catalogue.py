"""Reports as ``shushuo list`` tells of them: a line each, or JSON."""

from __future__ import annotations

from index.records import Inferred
from index.store import DocumentInfo

UNKNOWN = "—"


def line(info: DocumentInfo) -> str:
    """Name, body, period and size, then what kind it is, its date and title, and how each was found; tabs between."""
    size = (f"{info.characters}字", f"{info.passages}段", f"{info.facts}个数字")
    told = (("类型", info.kind), ("日期", info.date), ("标题", info.title))
    found = (("单位", info.entity), ("年份", info.period))
    return "\t".join(
        (
            info.name,
            info.entity.value or UNKNOWN,
            info.period.value or UNKNOWN,
            *size,
            *(f"{what}：{_said(inferred)}" for what, inferred in told),
            *(f"{what}依据：{inferred.how or UNKNOWN}" for what, inferred in found),
        )
    )


def _said(inferred: Inferred) -> str:
    return f"{' '.join(inferred.value.split()) or UNKNOWN}（{inferred.how}）" if inferred.how else UNKNOWN


def as_dict(info: DocumentInfo) -> dict[str, object]:
    """The same for programs: each value with how it was found, "" where nothing tells."""
    told = {"title": info.title, "body": info.entity, "period": info.period, "date": info.date, "kind": info.kind}
    return {
        "report": info.name,
        **{name: {"value": inferred.value, "how": inferred.how} for name, inferred in told.items()},
        "characters": info.characters,
        "passages": info.passages,
        "facts": info.facts,
    }
