"""Figures side by side: one question for each body, year and metric, each answered and proven like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.errors import UsageError
from qa.assistant import Assistant
from qa.markup import years as told_years
from qa.results import STATUS_DERIVED, Citation, ShownFact
from qa.table import Row

MOST_CELLS = 60
MOST_NAMES = 12
LONGEST_METRIC = 40
COLUMNS = ("指标", "主体", "年份", "原文数字", "数值", "单位", "核对", "算式", "报告", "页", "原句")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared; no years means each body's own latest."""

    bodies: tuple[str, ...]
    years: tuple[str, ...]
    metrics: tuple[str, ...]

    @classmethod
    def of(cls, bodies: Sequence[str], years: Sequence[str], metrics: str) -> Asked:
        """From what a form tells; metrics are separated by 、 or commas.

        Raises:
            UsageError: there is nothing to compare, or too much.
        """
        named = [one.strip()[:LONGEST_METRIC] for one in metrics.replace("，", "、").replace(",", "、").split("、")]
        made = cls(
            *(
                tuple(dict.fromkeys(filter(None, map(str, told))))[:MOST_NAMES]
                for told in (bodies, sorted(years), named)
            )
        )
        if not made.metrics:
            raise UsageError("请写出要比较的指标，例如：执行到位金额")
        if not made.bodies:
            raise UsageError("请选出要比较的单位")
        cells = len(made.bodies) * max(1, len(made.years)) * len(made.metrics)
        if cells > MOST_CELLS:
            raise UsageError(f"一次最多比较{MOST_CELLS}格，这里有{cells}格。请少选几个单位、年份或指标")
        return made


@dataclass(frozen=True, slots=True)
class Cell:
    """What was found for one body, year and metric; no ``fact`` where the reports do not state it, and ``why`` not."""

    metric: str
    body: str
    year: str
    fact: ShownFact | None = None
    citation: Citation | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column, with their names; ``along`` where the columns lie along time."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    along: bool

    def each(self) -> Iterator[Cell]:
        """The cells, row by row."""
        return (cell for row in self.cells for cell in row)

    @property
    def unit(self) -> str:
        """The unit that most figures have; those of another are not drawn."""
        units = [cell.fact.unit for cell in self.each() if cell.fact]
        return max(units, key=units.count) if units else ""


def cross(assistant: Assistant, asked: Asked) -> Grid:
    """The figures asked for: metrics by bodies for one year, else bodies or metrics by years."""
    spans = asked.years or ("",)
    if len(spans) == 1 and len(asked.bodies) > 1:
        rows = tuple(tuple(_cell(assistant, b, spans[0], m) for b in asked.bodies) for m in asked.metrics)
        return Grid(asked.metrics, asked.bodies, rows, along=False)
    pairs = [(metric, body) for metric in asked.metrics for body in asked.bodies]
    rows = tuple(tuple(_cell(assistant, body, year, metric) for year in spans) for metric, body in pairs)
    names = tuple(_name(metric, body, asked) for metric, body in pairs)
    return Grid(names, tuple(told_years(year) or "最近" for year in spans), rows, along=len(spans) > 1)


def _name(metric: str, body: str, asked: Asked) -> str:
    if len(asked.metrics) == 1:
        return body
    return metric if len(asked.bodies) == 1 else f"{body} {metric}"


def _cell(assistant: Assistant, body: str, year: str, metric: str) -> Cell:
    """The answer to one question; a figure of another year or only worked out is told as such, or not at all."""
    answer = assistant.ask(f"{body}{told_years(year)}{metric}是多少")
    fact = answer.facts[0] if answer.facts else None
    if fact is None or (answer.refused and fact.status != STATUS_DERIVED) or (year and fact.period != year):
        return Cell(metric, body, year, why=answer.text if answer.refused else "报告里没有这一项")
    return Cell(metric, body, year, fact, answer.citations[fact.citation])


def rows_of(grid: Grid) -> list[Row]:
    """The cells as rows of a table with their sources; those without a figure too, with the reason."""
    return [_row(cell) for cell in grid.each()]


def _row(cell: Cell) -> Row:
    fact, citation = cell.fact, cell.citation
    if fact is None or citation is None:
        return cell.metric, cell.body, cell.year, "", None, "", "没有", "", "", None, cell.why
    value = Decimal(fact.value) if fact.value else None
    quote = citation.quote.replace("\t", " ")
    return (
        fact.metric, fact.entity or cell.body, fact.period, fact.said, value, fact.unit, fact.status, fact.formula,
        citation.report, citation.page, quote,
    )  # fmt: skip


def asked_again(asked: Asked) -> Mapping[str, list[str]]:
    """The same as an address tells it."""
    return {"body": list(asked.bodies), "year": list(asked.years), "metric": ["、".join(asked.metrics)]}
