"""The table of facts: rows for the screen, CSV and XLSX, figures as numbers, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

from index.claims import recompute
from index.errors import StoreError
from index.records import Fact, ReportText
from index.store import Store
from index.tabled import name_of
from index.traditional import simplified
from qa.cover import plain
from qa.markup import CELLS

COLUMNS = (
    "报告",
    "页",
    "主体",
    "范围",
    "时期",
    "指标",
    "原文数字",
    "数值",
    "单位",
    "约数",
    "类型",
    "方向",
    "比较基准",
    "复算",
    "原句",
)
KINDS = {
    "level": "水平",
    "change": "变化（%）",
    "point_change": "变化（百分点）",
    "share": "占比",
    "rank": "排名",
    "target": "目标",
    "cumulative": "累计",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = tuple[str | Decimal | int | None, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table, and where its figure stands: the report's id, the sentence and the figure in its text.

    ``words`` is what it is searched by, in plain characters.
    """

    row: Row
    document: str
    start: int
    end: int
    figure: tuple[int, int]
    words: str


def entries_of(store: Store, *, report: str | None = None, metric: str | None = None) -> list[Entry]:
    """Rows of facts with their places, in order of report and place.

    Raises:
        StoreError: there is no report named ``report``.
    """
    infos = {info.id: info for info in store.documents()}
    chosen = [id_ for id_, info in infos.items() if report in (None, info.name)]
    if report is not None and not chosen:
        raise StoreError(f"资料库里没有“{report}”。用 shushuo list 查看现有的报告")
    claims = {claim.change.id: f"{claim.verdict}：{claim.formula}" for claim in recompute(store.facts())}
    entries: list[Entry] = []
    for id_ in chosen:
        document = store.report_text(id_)
        facts = [fact for fact in store.facts(document=id_) if not metric or simplified(metric) in name_of(fact)]
        entries += [_entry(fact, document, claims.get(fact.id, "")) for fact in facts]
    return entries


def _entry(fact: Fact, document: ReportText, claim: str) -> Entry:
    f = fact.figure
    quote = document.text[fact.sentence_start : fact.sentence_end].replace("\t", CELLS)
    row = (
        document.name, document.page(f.start), fact.entity, fact.scope, fact.period, name_of(fact), f.raw,
        f.value, f.unit, f.approx, KINDS.get(fact.kind, fact.kind), fact.direction, fact.basis, claim, quote,
    )  # fmt: skip
    words = plain("\n".join((document.name, fact.entity, fact.scope, name_of(fact), f.raw, quote)))
    return Entry(row, fact.document, fact.sentence_start, fact.sentence_end, (f.start, f.end), words)


def rows_of(store: Store, *, report: str | None = None, metric: str | None = None) -> list[Row]:
    """Rows of facts, in order of report and place.

    Raises:
        StoreError: there is no report named ``report``.
    """
    return [entry.row for entry in entries_of(store, report=report, metric=metric)]


def safe(cell: str | Decimal | int | None) -> str | Decimal | int | None:
    """The cell as a spreadsheet may hold it: text that looks like a formula gets an apostrophe, numbers stay numbers.

    Control characters become blanks: no workbook may hold them.
    """
    if not isinstance(cell, str):
        return cell
    shown = _CONTROL.sub(" ", cell)
    return f"'{shown}" if cell.startswith(_RISKY) else shown


def print_rows(rows: Sequence[Row], out: IO[str]) -> None:
    """Rows as tab-separated text: metric, figure, kind, period, body."""
    for row in rows:
        out.write("\t".join(str(row[n] or "—") for n in (5, 6, 10, 11, 4, 2, 13, 0)) + "\n")


def write_csv(path: Path, rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> None:
    """CSV in UTF-8 with a byte-order mark, as spreadsheets want it for Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(
                [
                    "" if cell is None else f"{cell.normalize():f}" if isinstance(cell, Decimal) else safe(cell)
                    for cell in row
                ]
            )


def write_xlsx(path: Path, rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> None:
    """A workbook with one sheet; the header stays in view, values are numbers."""
    from openpyxl import Workbook

    with path.open("wb") as file:  # opened first: a workbook that is begun and cannot be saved complains on stderr
        book = Workbook(write_only=True)
        sheet = book.create_sheet("数字")
        sheet.freeze_panes = "A2"
        sheet.append(list(columns))
        for row in rows:
            sheet.append([float(cell) if isinstance(cell, Decimal) else safe(cell) for cell in row])
        book.save(file)
