"""The table of facts as a person looks through it: held while the library stands still, searched, filtered and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from threading import Lock

from index.store import DocumentInfo, Store
from qa.cover import plain
from qa.table import COLUMNS, Entry, entries_of

MOST_FACTS = 60_000
"""In a larger library the table is shown of one report at a time."""
ORDERS = ("原文顺序", "数值从大到小", "数值从小到大")
LONGEST_WORD = 60
_AT = {name: COLUMNS.index(name) for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown: words that all must stand in a row, and a report, metric, body, year, kind and order."""

    find: str = ""
    report: str = ""
    metric: str = ""
    body: str = ""
    year: str = ""
    kind: str = ""
    order: str = ORDERS[0]

    @classmethod
    def of(cls, told: Mapping[str, object]) -> Wanted:
        """From what a form or an address tells; what it does not tell is not asked for."""
        named = {field.name: str(told.get(field.name) or "") for field in fields(cls)}
        order = named["order"] if named["order"] in ORDERS else ORDERS[0]
        return cls(
            **{**named, "find": named["find"][:LONGEST_WORD], "metric": named["metric"][:LONGEST_WORD], "order": order}
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters may be set to, the commonest years and kinds first."""

    bodies: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Ledger:
    """All facts of a library, read once after each change; safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._held: tuple[tuple[DocumentInfo, ...], list[Entry]] | None = None

    def entries(self, report: str = "") -> list[Entry]:
        """The facts of the library, or of one report; none of a library too large to be listed whole."""
        infos = self._store.documents()
        if sum(info.facts for info in infos) > MOST_FACTS:
            return entries_of(self._store, report=report) if report in {info.name for info in infos} else []
        with self._lock:
            if self._held is None or self._held[0] is not infos:
                self._held = infos, entries_of(self._store)
            held = self._held[1]
        return [entry for entry in held if entry.row[0] == report] if report else held

    def chosen(self, wanted: Wanted) -> list[Entry]:
        """The facts that are wanted, in the order that is wanted."""
        return arranged(select(self.entries(wanted.report), wanted), wanted.order)

    def choices(self, wanted: Wanted) -> Choices:
        """What the filters may be set to for the report that is wanted."""
        entries = self.entries(wanted.report)
        return Choices(
            tuple(sorted(_counted(entries, "主体"))),
            tuple(sorted(_counted(entries, "时期"), reverse=True)),
            tuple(_counted(entries, "类型")),
        )


def _counted(entries: Sequence[Entry], column: str) -> list[str]:
    counts = Counter(str(entry.row[_AT[column]] or "") for entry in entries)
    return [value for value, _ in counts.most_common() if value]


def select(entries: Sequence[Entry], wanted: Wanted) -> list[Entry]:
    """Those of the entries that are wanted, in their order."""
    words = [plain(word) for word in wanted.find.split()]
    metric = plain(wanted.metric.strip())
    return [
        entry
        for entry in entries
        if all(
            not value or entry.row[_AT[column]] == value
            for column, value in (
                ("报告", wanted.report),
                ("主体", wanted.body),
                ("时期", wanted.year),
                ("类型", wanted.kind),
            )
        )
        and (not metric or metric in plain(str(entry.row[_AT["指标"]])))
        and all(word in entry.words for word in words)
    ]


def arranged(entries: Sequence[Entry], order: str) -> list[Entry]:
    """The entries by value, those of one unit together, the commonest unit first; or as they stand in the reports."""
    if order not in ORDERS[1:]:
        return list(entries)
    common = Counter(entry.row[_AT["单位"]] for entry in entries)
    sign = -1 if order == ORDERS[1] else 1

    def key(entry: Entry) -> tuple[bool, int, str, Decimal]:
        value, unit = entry.row[_AT["数值"]], entry.row[_AT["单位"]]
        number = value if isinstance(value, Decimal) else Decimal(0)
        return not isinstance(value, Decimal), -common[unit], str(unit), sign * number

    return sorted(entries, key=key)
