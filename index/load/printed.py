"""What converters of printed pages leave in a web page: lines cut by the page, running heads, contents, bold lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from index.load.grids import PRINTED, Block, Paragraph
from index.load.omitted import Omitted
from index.load.text_rows import is_row, with_tables
from index.load.wrapped import unbroken
from index.traditional import AnyScript

_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
LEVELS: Final = (
    (1, AnyScript(rf"第{_HAN_NUMBER}(?:章|节|部分|编)")),
    (2, AnyScript(rf"{_HAN_NUMBER}(?:、|[\s\u3000])")),
    (3, AnyScript(rf"[（(]{_HAN_NUMBER}[）)]")),
    (4, AnyScript(r"[0-9]{1,2}(?:[、.．](?![0-9])|[\s\u3000](?![0-9]))")),
    (5, AnyScript(r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9.,%])|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[）)]")),
    (6, AnyScript(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9])|[①-⑳]")),
)
"""How deep a heading lies, by how it is numbered."""
UNNUMBERED: Final = 7

LEADERS = re.compile(
    r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!·)·{4,}+|(?<!\. )(?:\. ){4,}+)[ \t]{0,9}[0-9]{1,4}\s{0,9}$", re.M
)
"""How a line of a table of contents ends."""
RUNNING = AnyScript(r"[^0-9：:。，]{2,30}(?:公司|法院|检察院)|.{0,40}(?:报告(?:全文|摘要|正文)?|报表附注|公报|年报)")
"""A running head, where it comes again and again."""
RUNS = 5
CONTENTS = AnyScript(r"\s*目\s*[录次]\s*")
ENDED = re.compile(r"[。！？；：!?;:…][”’」』）)]*\s*$")
GOES_ON = re.compile(r"[，、,（(《“‘—-]\s*$")
NEW_START = AnyScript(
    r"“|[0-9]{1,2}(?=[\u4e00-\u9fff])(?![0-9]{1,2}[年月日天个家项名件万亿千百十元角户次人倍条只股份岁省市区县])"
)
"""A quoted term begins a definition, a number right before a word a note at the foot of the page."""
UNIT = AnyScript(r"单位|人民币[十百千万亿]{0,2}元")
"""A line that tells the unit of a table goes on with nothing."""
UNIT_LENGTH = 30
NARROWEST = 20
FULL = 0.9
NEAR = 30
WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
NO_HEADING = re.compile(r"[0-9年月日度末\s、/至()（）.,%-]*")


def printed_level(text: str) -> int:
    """Level of a heading of which only its print is known; one without a number lies below those that have one.

    >>> [printed_level(text) for text in ("第一节 公司简介", "一、概述", "（1）营业收入构成", "目标")]
    [1, 2, 5, 7]
    """
    return next((level for level, pattern in LEVELS if pattern.match(text)), UNNUMBERED)


def whole_lines(blocks: Sequence[Block], omitted: Omitted) -> list[Block]:
    """``blocks`` without contents and running heads; of a printed page, lines rejoined and bold ones judged."""
    kept = without_contents(blocks, omitted)
    if not any(isinstance(block, Paragraph) and block.level == PRINTED for block in blocks):
        return kept
    return _judged(with_tables(_rejoined(_without_running_heads(kept, omitted))))


def without_contents(blocks: Sequence[Block], omitted: Omitted) -> list[Block]:
    """Left out: a table of contents, line by line or in one paragraph, and the word above it."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and LEADERS.search(block.text):
            lines = block.text.strip().split("\n")
            if 2 * len(LEADERS.findall(block.text)) >= len(lines):
                if kept and isinstance(kept[-1], Paragraph) and CONTENTS.fullmatch(kept[-1].text):
                    kept.pop()
                omitted.add("目录", lines[0].split("..")[0])
                continue
        kept.append(block)
    return kept


def _without_running_heads(blocks: Sequence[Block], omitted: Omitted) -> list[Block]:
    """Left out after its first place: a line with the name of the body or the report that comes again and again."""
    told = [unbroken(block.text) if isinstance(block, Paragraph) else "" for block in blocks]
    often = {text for text, count in Counter(told).items() if count >= RUNS and RUNNING.fullmatch(text)}
    seen: set[str] = set()
    kept: list[Block] = []
    for text, block in zip(told, blocks, strict=True):
        if text in often and text in seen:
            omitted.add("页眉", text)
            continue
        seen.add(text)
        kept.append(block)
    return kept


def _rejoined(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that the end of a line or a page cut in two, whole again; rows laid out in one, apart again."""
    lines = [line for block in _rows_apart(blocks) for line in _lines(block)]
    kept: list[Block] = []
    for n, (block, _, last) in enumerate(lines):
        if not last:
            continue
        before = kept[-1] if kept else None
        first = n - _count(block) + 1
        if isinstance(block, Paragraph) and isinstance(before, Paragraph) and _goes_on(lines, first, before, block):
            kept[-1] = Paragraph(f"{before.text}\n{block.text}")
        else:
            kept.append(block)
    return kept


_Line = tuple[Block, float, bool]
"""A line's block, its width in Chinese characters, and whether it is the last one of its block."""


def _lines(block: Block) -> list[_Line]:
    if not isinstance(block, Paragraph):
        return [(block, 0.0, True)]
    lines = block.text.strip().split("\n")
    return [(block, _width(line), n == len(lines) - 1) for n, line in enumerate(lines)]


def _count(block: Block) -> int:
    return block.text.strip().count("\n") + 1 if isinstance(block, Paragraph) else 1


def _width(line: str) -> float:
    return sum(0.5 if char < "\u0100" else 1.0 for char in line.strip())


def _rows_apart(blocks: Sequence[Block]) -> list[Block]:
    """A paragraph that holds several rows becomes a line for each."""
    apart: list[Block] = []
    for block in blocks:
        rows = block.text.strip().split("\n") if isinstance(block, Paragraph) else []
        if len(rows) > 1 and 2 * sum(is_row(row) for row in rows) >= len(rows):
            apart += [Paragraph(row) for row in rows]
        else:
            apart.append(block)
    return apart


def _goes_on(lines: Sequence[_Line], first: int, before: Paragraph, block: Paragraph) -> bool:
    """True where the paragraph whose first line is ``lines[first]`` goes on with the one before it."""
    parts = before.text, block.text
    if ENDED.search(before.text) or any(_stands_alone(part.strip()) for part in parts):
        return False
    start = unbroken(block.text)
    if (printed_level(start) != UNNUMBERED or NEW_START.match(start)) and not GOES_ON.search(before.text):
        return False
    if before.level == PRINTED != block.level and printed_level(before.text) < UNNUMBERED and "，" not in before.text:
        return False
    column = FULL * max(NARROWEST, _column(lines, first))
    return lines[first - 1][1] >= column and (
        bool(ENDED.search(block.text)) or lines[first + _count(block) - 1][1] >= column
    )


def _stands_alone(text: str) -> bool:
    """True for rows, running heads and lines that tell a unit."""
    return is_row(text) or bool(RUNNING.fullmatch(text) or (len(text) <= UNIT_LENGTH and UNIT.search(text)))


def _column(lines: Sequence[_Line], at: int) -> float:
    """How wide lines of text are around ``at``: three in four are no wider."""
    around = sorted(line[1] for line in lines[max(0, at - NEAR) : at + NEAR] if line[1] >= NARROWEST)
    return around[len(around) * 3 // 4] if around else 0.0


def _judged(blocks: Sequence[Block]) -> list[Block]:
    """Bold lines with the level their number tells; those that head nothing, or are part of a table, as text."""
    judged: list[Block] = []
    for n, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.level != PRINTED:
            judged.append(block)
            continue
        level = printed_level(unbroken(block.text))
        heads = not is_row(block.text) and (level < UNNUMBERED or _leads(block, blocks[n + 1 : n + 2]))
        judged.append(Paragraph(block.text, level if heads else 0))
    return judged


def _leads(block: Paragraph, following: Sequence[Block]) -> bool:
    """True where a bold line without a number is followed by text or a table, as a heading is."""
    text = unbroken(block.text)
    if not following or not WORDS.search(text) or NO_HEADING.fullmatch(text) or " " in text or UNIT.search(text):
        return False
    after = following[0]
    if not isinstance(after, Paragraph):
        return True
    if is_row(after.text):
        return False
    return bool(ENDED.search(after.text)) or (after.level == PRINTED and printed_level(after.text) < UNNUMBERED)
