"""Tables to facts: each figure with the label of its row, the heads of its column, its unit and its period.

The words and the number of a fact stand where it says, so that each can be read again: :func:`read_again`, :func:`stands`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import heads as h
from index.cells import Amount, Unit, figure_of, is_nil, read_amount, read_unit, unit_in
from index.frames import Frame, frames
from index.grid import AMOUNT, NIL, WORDS, YEAR, Part
from index.records import Cell, Document, Fact, Figure, InTable, Passage, Span

PEOPLE = frozenset("人 名 户 家 个 位 人次".split())
SHORT = 24
"""A word beside a row's name that is longer than this does not help to name it."""
_CENTS = re.compile(r"\.[0-9]{2}\D*$")
_BEFORE_NUMBER = re.compile(r"[0-9.,，\-－−–(（]$")
_BEHIND_NUMBER = re.compile(r"[0-9.,，%％‰)）]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a part: the cell that names it, those that head that name, and where its line stands."""

    number: int
    name: Cell
    above: tuple[Cell, ...]
    span: Span
    parent: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a figure is told to be by words of a table: of a name, under heads, below labels."""

    frame: Frame
    part: Part
    row: _Row
    column: int
    heads: tuple[Cell, ...]
    amount: Amount
    at: int

    def said(self, cells: Sequence[Cell]) -> list[str]:
        return [self.frame.grid.said(cell) for cell in cells]

    @property
    def head(self) -> str:
        """The heads of the column as one text."""
        return " ".join(self.said(self.heads))

    @property
    def core(self) -> str:
        """The innermost head that says more than 金额, as in 2019年 同比增减 or 增减 金额."""
        own = [self.label] if self.row.name.row in self.part.heads else []
        texts = [*self.said(self.heads), *own]
        worded = [text for text in texts if h.COMPARES.search(h.tight(text))] or list(filter(h.head_words, texts))
        return h.tight(worded[-1]) if worded else ""

    @property
    def label(self) -> str:
        return self.frame.grid.said(self.row.name)


def table_facts(document: Document, passages: Sequence[Passage]) -> list[Fact]:
    """The facts in the tables of a document, in order of place; their ids are those of a report without others."""
    found: list[Fact] = []
    starts = [passage.start for passage in passages]
    for frame in frames(document):
        of_table = []
        for part in frame.parts:
            for told in _told(frame, part):
                at = bisect_right(starts, told.at) - 1
                fact = _fact(document, passages[at], told) if at >= 0 and passages[at].end > told.at else None
                if fact is not None:
                    of_table.append(fact)
        found += _told_apart(of_table)
    return [replace(fact, id=f"{document.id[:16]}-f{n:06d}") for n, fact in enumerate(found)]


def _told_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Facts without those that a table states differently under the same words: nobody could tell which is meant."""
    said: dict[tuple[object, ...], set[object]] = {}
    above: dict[tuple[object, ...], set[str]] = {}
    for fact in facts:
        words = _words(fact)
        said.setdefault(words, set()).add((fact.figure.value, fact.figure.unit))
        above.setdefault(words[1:], set()).add(str(words[0]))
    kept = [fact for fact in facts if len(said[_words(fact)]) == 1]
    return [_led(fact) if len(above[_words(fact)[1:]]) > 1 else fact for fact in kept]


def _words(fact: Fact) -> tuple[object, ...]:
    """All that tells a fact from others of its table, what stands above its label first."""
    table = fact.table or InTable()
    unit = fact.figure.kind in ("percent", "point")
    return table.above, fact.metric, table.column, fact.period, fact.kind, fact.scope, fact.part_of, unit


def _led(fact: Fact) -> Fact:
    """A fact whose name needs the labels above it: 公司存款 定期 beside 个人存款 定期."""
    table = fact.table
    if table is None or table.lead or len(table.above) > SHORT:
        return fact
    start, end, _ = h.name_span(table.above)
    return replace(fact, table=replace(table, lead=table.above[start:end]))


def _told(frame: Frame, part: Part) -> Iterator[_Told]:
    """The figures of a part with what names and heads them."""
    if part.paired:
        yield from _pairs(frame, part)
        return
    if part.name < 0:
        yield from _under_names(frame, part)
        return
    for row in _named_rows(frame, part):
        for column in part.figures:
            cell, amount = _amount(frame, row.number, column)
            if cell is not None and amount is not None and cell.column == column and part.columns[column]:
                yield _Told(frame, part, row, column, part.columns[column], amount, cell.start + amount.start)


def _under_names(frame: Frame, part: Part) -> Iterator[_Told]:
    """The figures of a single row that has no label: the heads name them."""
    grid = frame.grid
    rows = [row for row in part.rows if grid.filled(row)]
    if len(rows) != 1 or rows[0] not in grid.lines:
        return
    for column in part.figures:
        cell, amount = _amount(frame, rows[0], column)
        named = [head for head in part.columns[column] if h.head_words(grid.said(head))]
        if cell is not None and amount is not None and named and h.names(grid.said(named[-1])):
            row = _Row(rows[0], named[-1], (), grid.lines[rows[0]], "")
            heads = tuple(head for head in part.columns[column] if head is not named[-1])
            yield _Told(frame, part, row, column, heads, amount, cell.start + amount.start)


def _amount(frame: Frame, row: int, column: int) -> tuple[Cell | None, Amount | None]:
    cell = frame.grid.cell(row, column)
    if cell is None or cell.row != row or frame.grid.kind(row, column) not in (AMOUNT, YEAR):
        return None, None
    return cell, read_amount(frame.grid.said(cell))


def _named_rows(frame: Frame, part: Part) -> Iterator[_Row]:
    """The rows that have a name; what 其中 leads to is part of the row before."""
    grid = frame.grid
    whole, carried = "", dict[int, Cell]()
    for number in part.rows:
        span, alone = grid.lines.get(number), grid.alone(number)
        if alone is not None:
            whole = _name(grid.said(alone))
        if span is None or alone is not None:
            continue
        labels = [(column, grid.cell(number, column)) for column in part.labels]
        for column, cell in labels:
            if cell is not None and grid.said(cell).strip():
                carried[column] = cell
        own = [cell for column, cell in labels if cell is not None and _is_name(grid.said(cell))]
        name = grid.cell(number, part.name)
        if name is None or not _is_name(grid.said(name)):
            left = (grid.cell(number, column) for column in range(min(part.figures)))
            name = next((cell for cell in (*reversed(own), *left) if cell and _is_name(grid.said(cell))), None)
        if name is None:
            continue
        outer = [carried[column] for column in part.labels if column in carried and column < part.name]
        beside = [cell for cell in (*outer, *own) if cell is not name and _may_help(grid.said(cell))]
        section = _section(frame, part, number, grid.said(name))
        parent = whole if h.name_span(grid.said(name))[2].startswith("其中") else ""
        whole = whole if parent else _name(grid.said(name))
        lead = h.joined_words([grid.said(cell) for cell in outer if cell in beside and cell.column < name.column])
        yield _Row(number, name, tuple(dict.fromkeys((*section, *beside))), span, parent, lead)


def _is_name(text: str) -> bool:
    return h.names(text) or bool(h.YEAR_ALONE.fullmatch(text.strip()))


def _may_help(text: str) -> bool:
    return len(text) <= SHORT and not is_nil(text)


def _name(label: str) -> str:
    start, end, _ = h.name_span(label)
    return label[start:end]


def _section(frame: Frame, part: Part, row: int, label: str) -> tuple[Cell, ...]:
    over = part.sections.get(row)
    if over is None or h.is_total(label):
        return ()
    cell = frame.grid.alone(over)
    return () if cell is None else (cell,)


def _pairs(frame: Frame, part: Part) -> Iterator[_Told]:
    """Figures right behind the words that name them, where nothing heads the columns."""
    grid = frame.grid
    for number in part.rows:
        span = grid.lines.get(number)
        filled = grid.filled(number)
        for n, cell in enumerate(filled):
            kinds = [grid.kind(number, c.column) for c in filled[max(0, n - 1) : n + 2]]
            if n == 0 or kinds[:2] != [WORDS, AMOUNT] or (len(kinds) > 2 and kinds[2] in (AMOUNT, NIL, YEAR)):
                continue
            amount = read_amount(grid.said(cell))
            name = filled[n - 1]
            if amount is None or span is None or cell.row != number or not h.tells(grid.said(name)):
                continue
            row = _Row(number, name, _section(frame, part, number, grid.said(name)), span, "")
            yield _Told(frame, part, row, cell.column, (), amount, cell.start + amount.start)


def _fact(document: Document, passage: Passage, told: _Told) -> Fact | None:
    """The fact of one figure; None where its unit or its period is not to be told for sure."""
    own = document.period.value
    named = _naming(told, own)
    if named is None:
        return None
    name, heads, labels = named
    period = _period(told, own)
    unit, sure = _unit(told)
    if period is None or not sure or (unit is None and _no_quantity(told)):
        return None
    text = document.text
    raw = text[told.at : told.at + told.amount.end - told.amount.start]
    figure = figure_of(told.amount, unit, raw, told.at)
    start, end, _ = h.name_span(told.frame.grid.said(name))
    kind, direction, basis = _kind(told, figure, own, period)
    elsewhere = unit is not None and told.amount.unit is None
    column, above = h.joined_words(told.said(heads)), h.joined_words(told.said(labels))
    return Fact(
        id="",
        document=document.id,
        passage=passage.id,
        figure=figure,
        metric=text[name.start + start : name.start + end],
        metric_start=name.start + start,
        metric_end=name.start + end,
        entity=document.entity.value,
        period=period,
        kind=kind,
        direction=direction,
        basis=basis,
        scope=_scope(told),
        sentence_start=told.row.span[0],
        sentence_end=told.row.span[1],
        part_of=told.row.parent,
        table=InTable(
            column=column,
            above=above,
            lead=told.row.lead if name is told.row.name else "",
            caption=told.frame.caption,
            heads=tuple((cell.start, cell.end) for cell in heads),
            labels=tuple((cell.start, cell.end) for cell in labels),
            unit_start=unit.start if unit is not None and elsewhere else 0,
            unit_end=unit.end if unit is not None and elsewhere else 0,
        ),
    )


def _naming(told: _Told, own: str) -> tuple[Cell, tuple[Cell, ...], tuple[Cell, ...]] | None:
    """The cell that names what is measured, the heads and the labels beside it.

    A row that a period labels (2019年) has its names in the heads of the columns.
    """
    labels = told.row.above
    if not told.heads or not h.is_dated(told.label, own):
        return (told.row.name, told.heads, labels) if h.names(told.label) else None
    if not _dates_figures(told, told.row.name):
        other = next((cell for cell in labels if not _dated(told, cell, own) and h.names(told.said([cell])[0])), None)
        return (other, told.heads, tuple(c for c in labels if c is not other)) if other is not None else None
    worded = [cell for cell in told.heads if h.head_words(told.frame.grid.said(cell)) and not _dated(told, cell, own)]
    if not worded:
        return None
    return worded[-1], tuple(cell for cell in told.heads if cell is not worded[-1]), (*labels, told.row.name)


def _dated(told: _Told, cell: Cell, own: str) -> bool:
    return h.is_dated(told.frame.grid.said(cell), own)


def _period(told: _Told, own: str) -> str | None:
    """The period of a figure: its column's, else its row's, else its section's, else its caption's, else the report's own.

    None where words tell one, but not which.
    """
    found = h.periods_told(told.said(told.heads), own)
    if found and h.is_dated(told.label, own) and _dates_figures(told, told.row.name):
        return h.period_told(told.label, found) or None  # 上年年末余额 in a column of 2019年度
    for cell in (told.row.name, *told.row.above):
        label = told.frame.grid.said(cell)
        found = h.period_told(label, own) if found is None and _dates_figures(told, cell) else found
        if found and told.heads and found != own and h.is_named_after_year(label, own):
            return None
    return (found or None) if found is not None else h.caption_period(told.frame.caption, own)


def _dates_figures(told: _Told, label: Cell) -> bool:
    """Whether a period that a label tells is that of the figures beside it, by what heads the labels."""
    columns = told.part.columns
    head = (
        " ".join(told.said(columns[label.column]))
        if label.row in told.part.rows and label.column < len(columns)
        else ""
    )
    return not h.is_dated(told.frame.grid.said(label), "") or h.dates_rows(head)


def _unit(told: _Told) -> tuple[Unit | None, bool]:
    """The unit of a figure in offsets of the text (None: a bare number), and whether that is sure."""
    if told.amount.unit is not None:
        return told.amount.unit, True
    column = _last_unit(told, told.heads)
    row = _last_unit(told, (*told.row.above, told.row.name)) or _row_unit(told)
    if column is not None and row is not None and (column.name, column.factor) != (row.name, row.factor):
        return _narrower(column, row)
    near = column or row
    return (near, True) if near is not None else _shared_unit(told)


def _last_unit(told: _Told, cells: Sequence[Cell]) -> Unit | None:
    """The unit that the innermost of some cells tells."""
    for cell in reversed(cells):
        found = unit_in(told.frame.grid.said(cell))
        if found is not None:
            return replace(found, start=found.start + cell.start, end=found.end + cell.start)
    return None


def _row_unit(told: _Told) -> Unit | None:
    cell = told.frame.grid.cell(told.row.number, told.part.unit) if told.part.unit >= 0 else None
    found = read_unit(told.frame.grid.said(cell)) if cell is not None else None
    return replace(found, start=cell.start, end=cell.end) if found is not None and cell is not None else None


def _narrower(column: Unit, row: Unit) -> tuple[Unit | None, bool]:
    """Of two units the one that says more: a share of money is in per cent, 元/股 are no 万元."""
    for one, other in ((column, row), (row, column)):
        if one.kind in ("percent", "point") and other.kind not in ("percent", "point"):
            return one, True
    for one, other in ((column, row), (row, column)):
        if "/" in one.name and "/" not in other.name:
            return one, True
    return None, False


def _shared_unit(told: _Told) -> tuple[Unit | None, bool]:
    """The unit of the whole table, where the figure may be in it."""
    words = [h.head_words(text) for text in (told.label, *told.said(told.heads))]
    units = told.frame.units
    percent = next((unit for unit in units if unit.kind == "percent"), None)
    others = [unit for unit in units if unit is not percent]
    changes = h.CHANGE.search(told.core) or h.GROWTH.search(h.tight(told.label))
    if (changes and not any(map(h.SAYS_AMOUNT.search, words))) or any(map(h.RATE.search, words)):
        return percent, percent is not None
    if len(others) > 1:
        return _one_of(others, told)
    unit = others[0] if others else None
    if unit is None and percent is None and told.frame.standing is not None:
        large = told.frame.standing.factor > 1
        unit = told.frame.standing if large or _CENTS.search(_raw(told)) else None
    if unit is not None and unit.kind == "money" and any(map(h.COUNTED.search, words)):
        return None, True
    if unit is not None and any(map(h.never_shared, words)):
        return None, True
    if unit is not None and unit.kind == "measure" and unit.name not in PEOPLE and any(map(h.counts_people, words)):
        return None, True
    return (percent, True) if unit is None and percent is not None else (unit, True)


def _one_of(units: Sequence[Unit], told: _Told) -> tuple[Unit | None, bool]:
    """Which of the units told for the whole table (单位：件、万元) a figure is in, by the words of its column, else of its row.

    Where they do not say, it is a bare number if none of the units is a multiple, else nothing is sure.
    """
    for words in (*reversed(told.said(told.heads)), told.label):
        kind = h.kind_of_amount(h.tight(words))
        own = [unit for unit in units if unit.kind == kind]
        if len(own) == 1:
            return own[0], True
        if kind or h.head_words(words):
            break
    return None, all(unit.factor == 1 for unit in units)


def _raw(told: _Told) -> str:
    return told.frame.grid.text[told.at : told.at + told.amount.end - told.amount.start]


def _no_quantity(told: _Told) -> bool:
    """Whether a bare number counts nothing: a code, a year."""
    if h.YEAR_ALONE.fullmatch(_raw(told)):
        return True
    if told.part.paired and not (h.is_headish(told.label) or h.COUNTED.search(h.tight(told.label))):
        return True
    return any(h.NAMELESS.search(h.tight(text)) for text in (told.label, *told.said(told.heads[-1:])))


def _kind(told: _Told, figure: Figure, own: str, period: str) -> tuple[str, str, str]:
    """Kind, direction and basis."""
    head, label = told.core, h.tight(told.label)
    if h.CHANGE.search(head) or (h.GROWTH.search(label) and figure.kind in ("percent", "point")):
        value = figure.value or 0
        way = told.amount.direction or ("下降" if value < 0 else "上升" if value > 0 else "")
        basis = h.change_basis(head if h.CHANGE.search(head) else label)
        return "point_change" if figure.kind == "point" else "change", way, basis
    if h.AHEAD.search(h.tight(told.head)) or (period[-4:] > own[-4:] and own[-4:].isdigit()):
        return "target", "", ""
    shares = any(h.SHARE.search(h.head_words(text)) for text in (told.label, *told.said(told.heads)))
    return ("share" if shares and figure.kind == "percent" else "level"), "", ""


def _scope(told: _Told) -> str:
    """母公司 where the figure is of the parent company alone."""
    if any(h.OWN_BODY.fullmatch(h.tight(text)) for text in told.said(told.heads)):
        others = {h.tight(told.frame.grid.said(cell)) for column in told.part.columns for cell in column}
        if any(map(h.WHOLE_BODY.fullmatch, others)) or any("母公司" in text for text in told.said(told.heads)):
            return h.OWN
    return h.OWN if h.OWN_STATEMENT.search(told.frame.caption) else ""


def name_of(fact: Fact) -> str:
    """What a fact measures in full: its metric, in a table with the words that head it: 电缆连接件销售量, 营业收入同比增减."""
    table = fact.table
    if table is None:
        return fact.metric
    lead = table.lead or (h.caption_name(table.caption) if h.is_whole(fact.metric) else "")
    column = "" if table.column in fact.metric else table.column
    behind = fact.metric_start >= fact.sentence_start
    parts = (lead, fact.metric, column) if behind else (lead, column, fact.metric)
    return "".join(part.replace(" ", "") for part in parts)


def read_again(text: str, fact: Fact) -> Figure | None:
    """The figure that is read anew at a fact's place in a table, with the unit read at the place that tells it; None if none."""
    figure, table = fact.figure, fact.table
    if table is None or _BEFORE_NUMBER.search(text[max(0, figure.start - 1) : figure.start]):
        return None
    if _BEHIND_NUMBER.match(text, figure.end):
        return None
    raw = text[figure.start : figure.end]
    amount = read_amount(raw)
    unit = read_unit(text[table.unit_start : table.unit_end]) if table.unit_end > table.unit_start else None
    if amount is None or (table.unit_end > table.unit_start and (unit is None or amount.unit is not None)):
        return None
    return figure_of(amount, unit, raw, figure.start)


def stands(text: str, fact: Fact) -> bool:
    """Whether the words that head a fact in a table stand where it says."""
    table = fact.table
    if table is None:
        return False
    heads = h.joined_words([text[start:end] for start, end in table.heads])
    labels = h.joined_words([text[start:end] for start, end in table.labels])
    return (heads, labels) == (table.column, table.above) and table.lead in table.above
