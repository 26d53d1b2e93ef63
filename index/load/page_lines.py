"""The paragraphs of a web page without the lines that belong to the page: where it stands, what to press, who owns it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.load.grids import Block, Paragraph
from index.load.html_words import (
    BUTTON,
    COUNTER,
    CRUMBS,
    FOOTER_LENGTH,
    FOOTER_LINES,
    FOOTERS,
    TOOLS,
)
from index.load.omitted import Omitted
from index.load.printed import whole_lines
from index.load.wrapped import unbroken
from index.traditional import AnyScript

DATED = AnyScript(r"来源|发布|作者|日期|时间|编辑")
DATED_LENGTH = 160
LETTERS = re.compile(r"\w")
LEFTOVER = re.compile(r"[\s\xa0\u3000【】\[\]()（）|｜:：>》]+")
"""What buttons leave of a line: the brackets around them."""


def report_lines(blocks: Sequence[Block], omitted: Omitted) -> list[Block]:
    """``blocks`` without page furniture, which ``omitted`` takes note of."""
    paragraphs = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph)]
    last = frozenset(paragraphs[-FOOTER_LINES:])
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            kept.append(block)
            continue
        text = unbroken(block.text)
        kind = _kind(text, n in last)
        if kind:
            omitted.add(kind, text)
        else:
            kept.append(_without_counter(block, text, omitted))
    return whole_lines(kept, omitted)


def _kind(text: str, last: bool) -> str:
    """What a line is called that is no part of the report; "" for all others."""
    if BUTTON.fullmatch(text) or (TOOLS.fullmatch(text) and LETTERS.search(text)) or LEFTOVER.fullmatch(text):
        return "按钮"
    if len(text) <= DATED_LENGTH and CRUMBS.fullmatch(text):
        return "导航"
    rest, counts = COUNTER.cut(text)
    if counts and (not rest or TOOLS.fullmatch(rest)):
        return "阅读次数"
    return "页脚" if last and len(text) <= FOOTER_LENGTH and FOOTERS.search(text) else ""


def _without_counter(paragraph: Paragraph, text: str, omitted: Omitted) -> Paragraph:
    """A line of date and source without how often the page was read."""
    if len(text) > DATED_LENGTH or not DATED.search(text):
        return paragraph
    left, count = COUNTER.cut(text)
    if count:
        omitted.add("阅读次数")
    return Paragraph(left, paragraph.level) if count else paragraph
