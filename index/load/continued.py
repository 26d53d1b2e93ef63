"""Tables that go on over pages: put together where their columns are the same, their repeated heads left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.load.cells import Filled
from index.load.layout import Laid, Ruled
from index.load.lines import Line
from index.load.repeated import shown
from index.load.ruling import Place
from index.traditional import AnyScript

SAME = 3.0
"""Columns that stand within so many points of each other are the same."""
WRAPPED = 2.4
"""A last line that leaves less than this of its cell free, in sizes, may go on."""

ENDED = re.compile(r"[。！？；：;:]$")
BEGINS = AnyScript(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.、．]|其中|加[：:]|减[：:]|合计|小计|总计"
)
FIGURE = re.compile(r"[-+－]?[0-9][0-9,.]*[%％]?")

Rows = list[list[Filled]]


@dataclass
class Board:
    """A table under way: where its columns stand, the cells that begin in each row, how many rows are heads.

    ``page`` is the last it stands on; ``edge`` are the cells that reach its foot there.
    """

    xs: tuple[float, ...]
    turn: int
    page: int
    rows: Rows = field(default_factory=list)
    edge: list[Filled] = field(default_factory=list)
    heads: int = 0


def joined(pages: Sequence[Laid]) -> tuple[list[Line | Board], list[str]]:
    """What stands on the pages in order, each table as one, and what was left out in words."""
    out: list[Line | Board] = []
    heads: dict[str, set[int]] = {}
    for page in pages:
        for n, item in enumerate(page.items):
            if isinstance(item, Line):
                out.append(item)
                continue
            last = out[-1] if out else None
            if n == 0 and isinstance(last, Board) and last.page == page.page - 1 and _fits(last, item):
                head = _add(last, item)
                if head:
                    heads.setdefault(head, set()).add(page.page)
            else:
                board = Board(item.grid.xs, item.turn, page.page)
                board.rows = _rows(item)
                board.edge = _edge(item.cells, len(board.rows))
                out.append(board)
    return out, [f"续表重复的表头“{shown(head)}”（{len(on)}页）" for head, on in heads.items()]


def _rows(item: Ruled) -> Rows:
    rows: Rows = [[] for _ in item.grid.ys[1:]]
    for cell in item.cells:
        rows[cell.place.row].append(cell)
    return rows


def _edge(cells: Sequence[Filled], rows: int) -> list[Filled]:
    return [cell for cell in cells if cell.place.row + cell.place.rows == rows]


def _fits(board: Board, item: Ruled) -> bool:
    """True where the columns of ``item`` are those of ``board``, or some of either are put together in the other."""
    ours, theirs = _from_left(board.xs), _from_left(item.grid.xs)
    if board.turn != item.turn or abs(ours[-1] - theirs[-1]) > SAME:
        return False
    few, many = sorted((ours, theirs), key=len)
    return all(any(abs(x - other) <= SAME for other in many) for x in few)


def _from_left(xs: Sequence[float]) -> list[float]:
    """Pages bound left and right have their tables shifted."""
    return [x - xs[0] for x in xs]


def _add(board: Board, item: Ruled) -> str:
    """Put the rows of ``item`` below those of ``board``; the head that it repeats, "" for none."""
    if len(item.grid.xs) > len(board.xs):
        board.rows = [[_moved(cell, board.xs, item.grid.xs) for cell in row] for row in board.rows]
        board.edge = [_moved(cell, board.xs, item.grid.xs) for cell in board.edge]
        board.xs = item.grid.xs
    below = [[_moved(cell, item.grid.xs, board.xs) for cell in row] for row in _rows(item)]
    repeated = _repeated(board.rows, below)
    head = " ".join(cell.text for row in below[:repeated] for cell in row if cell.lines)
    board.heads = max(board.heads, repeated)
    below = below[repeated:]
    whole = _split_row(board.edge, below[0])
    if whole:
        board.rows[-1] = whole
        below = below[1:]
        repeated += 1
    by = len(board.rows) - repeated
    below = [[_lowered(cell, by) for cell in row] for row in below]
    if below:
        below[0] = _own(board, below[0])
        board.rows += below
        board.edge = _edge([cell for row in below for cell in row], len(board.rows)) + [
            cell for cell in board.edge if cell.place.row + cell.place.rows == len(board.rows)
        ]
    else:
        board.edge = whole
    board.page = item.page
    return head


def _moved(cell: Filled, xs: Sequence[float], finer: Sequence[float]) -> Filled:
    """A cell in the columns of a grid as fine or finer."""
    edges, ends = _from_left(xs), _from_left(finer)

    def at(column: int) -> int:
        return min(range(len(ends)), key=lambda n: abs(ends[n] - edges[column]))

    first, last = at(cell.place.column), at(cell.place.column + cell.place.columns)
    return Filled(Place(cell.place.row, first, cell.place.rows, last - first), cell.lines)


def _lowered(cell: Filled, by: int) -> Filled:
    return Filled(cell.place._replace(row=cell.place.row + by), cell.lines)


def _repeated(above: Rows, below: Rows) -> int:
    """How many first rows of ``below`` are those of ``above``: a head with words, whole in its rows, and a row under it."""
    count = reach = 0
    for row, (first, again) in enumerate(zip(above, below[:-1], strict=False)):
        if [(c.place, c.text) for c in first] != [(c.place, c.text) for c in again]:
            break
        if row == 0 and not any(cell.lines and not _is_figure(cell) for cell in again):
            break
        reach = max(reach, *(cell.place.row + cell.place.rows for cell in again))
        if reach == row + 1:
            count = row + 1
    return count


def _split_row(above: Sequence[Filled], below: Sequence[Filled]) -> list[Filled]:
    """The last row of a page with its rest from the next; nothing where ``below`` is a row of its own.

    The rest has words only where the words above fill their cells to the right, and no figure.
    """
    above = sorted(above, key=lambda cell: cell.place.column)
    spans = [(c.place.column, c.place.columns, 1) for c in above]
    if spans != [(c.place.column, c.place.columns, c.place.rows) for c in below] or any(
        c.place.rows > 1 for c in above
    ):
        return []
    pairs = [(a, b) for a, b in zip(above, below, strict=True) if b.lines]
    if not pairs or not all(a.lines and _goes_on(a, b) for a, b in pairs):
        return []
    return [Filled(a.place, (*a.lines, *b.lines)) for a, b in zip(above, below, strict=True)]


def _goes_on(above: Filled, below: Filled) -> bool:
    return (
        above.lines[-1].free < WRAPPED
        and not ENDED.search(above.text)
        and not BEGINS.match(below.text)
        and not _is_figure(above)
        and not _is_figure(below)
    )


def _is_figure(cell: Filled) -> bool:
    return bool(FIGURE.fullmatch(cell.text))


def _own(board: Board, row: list[Filled]) -> list[Filled]:
    """A page's first row without the empty cells in which one of the page before goes on over its rows; those are drawn out."""
    kept = []
    for cell in row:
        above = None if cell.lines else next((c for c in board.edge if _reaches(c.place, cell.place)), None)
        if above is None:
            kept.append(cell)
            continue
        drawn = Filled(above.place._replace(rows=above.place.rows + cell.place.rows), above.lines)
        begun = board.rows[above.place.row]
        begun[begun.index(above)] = drawn
        board.edge[board.edge.index(above)] = drawn
    return kept


def _reaches(above: Place, below: Place) -> bool:
    """True where a cell at the foot of a page is the upper part of one that covers rows on both sides."""
    return (above.column, above.columns) == (below.column, below.columns) and above.rows > 1 and below.rows > 1
