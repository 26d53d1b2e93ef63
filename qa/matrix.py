"""A comparison to HTML: the table, whose figures open their source, the plot, and links that export it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

from qa.crossing import Asked, Cell, Grid, asked_again
from qa.markup import element, escape, isolated, tag, years
from qa.places import link
from qa.plot import Series, chart
from qa.render import badge
from qa.results import STATUS_DERIVED

EXPORT = "/export/compare"


def grid(made: Grid, asked: Asked, ids: Mapping[str, str]) -> str:
    """The comparison; ``ids`` are those of the reports by name."""
    head = "<td></td>" + "".join(f"<th>{isolated(column)}</th>" for column in made.columns)
    body = "".join(
        f"<tr><th>{isolated(name)}</th>{''.join(_cell(cell, ids) for cell in row)}</tr>"
        for name, row in zip(made.rows, made.cells, strict=True)
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    found = sum(cell.fact is not None for cell in made.each())
    total = sum(len(row) for row in made.cells)
    told = f"<b>{total}</b>格里有<b>{found}</b>格找到了数字；点数字看原文{_exports(asked)}"
    return tag("div", "sh-compare", tag("p", "sh-count", told) + tag("div", "sh-table sh-cross", table) + plot(made))


def hint() -> str:
    """What the page says before the first comparison."""
    words = "写一个指标，选几个单位、几个年份，就得到一张表和一幅图；表里每个数都与原文核对过，点一下看原文。"
    return tag("div", "sh-compare", tag("p", "sh-about", words))


def trouble(text: str) -> str:
    """What keeps a comparison from being made."""
    return tag("div", "sh-compare", tag("p", "sh-about", escape(text)))


def plot(made: Grid) -> str:
    """The figures of the grid that have its commonest unit and are stated, drawn."""
    unit = made.unit
    drawn = [
        Series(
            name, tuple(_value(cell, unit) for cell in row), tuple(cell.fact.said if cell.fact else "" for cell in row)
        )
        for name, row in zip(made.rows, made.cells, strict=True)
    ]
    others = any(cell.fact and _value(cell, unit) is None for cell in made.each())
    shown = chart(made.columns, drawn, unit, along=made.along)
    note = tag("p", "sh-about", "单位不同的和推算的数没有画。") if shown and others else ""
    return shown + note


def _value(cell: Cell, unit: str) -> Decimal | None:
    fact = cell.fact
    if fact is None or not fact.value or fact.unit != unit or fact.status == STATUS_DERIVED:
        return None
    return Decimal(fact.value)


def _cell(cell: Cell, ids: Mapping[str, str]) -> str:
    fact, citation = cell.fact, cell.citation
    if fact is None or citation is None:
        return f"<td>{element('span', 'sh-none', '没有', title=cell.why)}</td>"
    held = ids.get(citation.report)
    figure = escape(fact.said)
    shown = link(held, citation.start, citation.end, figure, (fact.start, fact.end)) if held else figure
    dated = tag("span", "sh-from", escape(years(fact.period))) if not cell.year and fact.period else ""
    named = tag("span", "sh-from", isolated(fact.metric)) if fact.metric != cell.metric else ""
    return f"<td>{tag('span', 'sh-number', shown)}{badge(fact)}{dated}{named}</td>"


def _exports(asked: Asked) -> str:
    told = urlencode(asked_again(asked), doseq=True)
    kinds = (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
    links = (element("a", "sh-export", words, href=f"{EXPORT}.{kind}?{told}", download="") for kind, words in kinds)
    return tag("span", "sh-exports", "".join(links))
