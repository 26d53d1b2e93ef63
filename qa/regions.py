"""The words that stand around a figure, by which a question is compared with it. Pure."""

from __future__ import annotations

from index.records import Fact
from index.sides import sided
from index.tabled import name_of
from index.wording import AFTER_STOP
from qa.cover import plain

WAYS = {"上升": "增长 上升 增加 提高", "下降": "下降 减少 降低 下滑"}
"""What a change in a table, which has only a sign, would be called in a sentence."""
LOOK_AHEAD = 14
"""Characters behind a figure that may still say what it is of."""


def regions(fact: Fact, text: str, base: int) -> tuple[str, str, str]:
    """The words right around the figure, its clause, and its sentence, where ``text`` begins at ``base`` of the report.

    Of a figure in a table: the heads of its column and the labels of its row, these with its caption, and the whole row.
    """
    if fact.table is not None:
        told = plain(f"{fact.table.above} {name_of(fact)} {fact.table.column} {WAYS.get(fact.direction, '')}".rstrip())
        caption = plain(fact.table.caption)
        row = text[max(0, fact.sentence_start - base) : fact.sentence_end - base]
        return told, f"{told} {caption}", f"{told} {caption} {row}"
    start, end = fact.figure.start - base, fact.figure.end - base
    left = max(text.rfind(mark, 0, start) for mark in "，。；：,;\n（(") + 1
    stop = AFTER_STOP.search(text, end)
    right = stop.start() if stop else len(text)
    sentence = text[max(0, fact.sentence_start - base) : fact.sentence_end - base]
    clause = sided(text[left:right], fact)
    return sided(text[left : min(right, end + LOOK_AHEAD)], fact), clause, sided(sentence, fact)
