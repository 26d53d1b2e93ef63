"""Raw text to clean text: hard-wrapped lines rejoined, paragraphs, headings and bullets kept, with a map back.

Nothing is lost: every non-blank raw character is the source of a clean one or lies in a ``Dropped`` stretch with its
reason.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.furniture import CHROME, CHROME_PATTERNS, EDGE_LINES, RIGHTS, RIGHTS_TOLD, TABLE_LINES, TICKS
from index.lines import ZERO_WIDTH, Line, lines
from index.records import Block, Dropped, Heading, Table

WRAPPED_WIDTH = 46.0
"""A line wider than this (in Chinese characters) was not wrapped by a page, unless most lines are as wide."""
WIDE, WIDEST_PAGE = 34.0, 130.0
CUT_SHARE, CUT_LINES = 0.25, 3
"""Of a page as wide as that, so much of the text stands in lines, at least so many, that are cut off at the same place."""
FEWEST_LINES = 6
NEIGHBOURS = 3
TITLE_SLACK = 2.6
TEXT_SLACK = 5.0
"""How much narrower than its column a full line may be: without punctuation it may be a title, a first is indented."""
INDENT = (1.5, 2.5)
HEADING_LENGTH = 40
INDENTED_SHARE = 0.3

TERMINAL = re.compile(r"[。！？；!?;…](?:[”’』」）)》]|\[[0-9]+\])*$")
SOFT_END = re.compile(r"[，、,：:（(《“‘—\-·]$")
PUNCTUATED = re.compile(r"[，。；：！？、,;:]")
NO_PHRASE = re.compile(r"[，。；：！？,;:《》“”]")
SENTENCE_INSIDE = re.compile(r"[。！？；].")
CONTINUES = re.compile(r"^[，。、；：！？）》」』”’,;:!?)%℃]")
HAN = re.compile(r"[\u4e00-\u9fff]")
BULLET = re.compile(r"^(?:[•●◆▪◎★※○□▲►]|[-*·—](?=[^-—·*0-9]))")
HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"^[■◼▍●◆]?(?:第[一二三四五六七八九十百]+(?:章|部分|节|编)|[一二三四五六七八九十]{1,3}、)")),
    (1, re.compile(r"^[■◼▍]")),
    (2, re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"^[0-9]{1,2}[.．、](?![0-9])")),
)
MARK = re.compile(r"^[■◼▍●◆]?(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、])")
CUT_BEFORE = re.compile(r"[0-9][万亿千百]*[.·,]?$")
CUT_AFTER = re.compile(r"\.?[0-9]|[万亿千百]|个?百分|[元件人次家项名份天亩个年月日倍条起宗户篇期场例台]")
FIGURE = re.compile(
    r"(?=[0-9])(?:[0-9]+(?:\.[0-9]+)?(?:%|[万亿]*[余多]?(?:元(?![旦素首宵件])|人次|个百分点|平方(?:公里|米)|公[里斤顷]"
    r"|[件人家项名份天亩条起宗户篇个吨](?=[，。；、）,;])))|[0-9]+(?:\.[0-9]+)?[万亿](?=[余多]?[元件人次亩家吨]))"
)
"""A figure with its unit, as far as it tells that a line end inside it was put there by a page."""
FIGURE_LENGTH = 16
DIGIT = re.compile("[0-9]")
NUMBERED = re.compile(r"[0-9]{1,2}[.,]?$")
TITLE = re.compile(r"(?:报告|公报|年报|白皮书|通报|摘要|纪要|计划|要点)(?:[（(].{1,12}[）)])?$")
FIGURED = re.compile(r"[0-9].*[件元人%名次]|^[0-9\-: ]+$")
TITLE_LINES = 3
SPEAKER = re.compile(
    r"[—-]*[\u4e00-\u9fff]{0,16}(?:院长|检察长|主席|主任|书记|[省市县区州旗]长)\s*[\u4e00-\u9fff]\s*[\u4e00-\u9fff]{1,2}(?:·[\u4e00-\u9fff]{1,8})?"
)
HEAD_BLOCKS = 10
"""Among the first blocks a line of an office and a name tells who gives the report: it heads nothing."""
BRACKETS = {"《": "》", "“": "”", "（": "）", "(": ")", "〈": "〉"}
OPENING = re.compile(f"[{''.join(BRACKETS)}]")
MARKED = frozenset("■◼▍●◆第一二三四五六七八九十百（(0123456789•▪◎★※○□▲►-*·—")
"""What a bullet and a marked heading begin with: of most lines this alone tells that they are neither."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text, the raw offset of each of its characters, its blocks, and what was left out.

    ``tables`` and ``headings`` are those that were given, in clean offsets.
    """

    text: str
    offsets: array[int]
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()


def clean(raw: str, tables: Sequence[Table] = (), headings: Sequence[Heading] = ()) -> CleanText:
    """The clean form of a report's raw text, and of the tables and headings that its format tells.

    Each row of a table is a block of its own, with a tab between its cells; such headings are blocks of their level, and
    those told by their wording alone lie below them.
    """
    told = [cell for table in tables for cell in table.cells]
    kept, dropped = _without_furniture(list(lines(raw, told, headings)))
    below = max((heading.level for heading in headings), default=0)
    text: list[str] = []
    offsets = array("I")
    blocks: list[Block] = []
    length = end = 0
    for group in _paragraphs(kept, tabled=bool(told)):
        if length:
            text.append("\n")
            offsets.append(end)
            length += 1
        start = length
        for line in group:
            text.append(line.text)
            offsets.extend(line.offsets)
            length += len(line.text)
        end = group[-1].end
        body = "".join(line.text for line in group)
        kind, level = _kind(body, group, below)
        if kind == "heading" and len(blocks) < HEAD_BLOCKS and SPEAKER.fullmatch(body):
            kind, level = "paragraph", 0
        blocks.append(Block(start, length, kind, level))
    dropped += _invisible(raw, offsets)
    return CleanText(
        "".join(text),
        offsets,
        tuple(blocks),
        tuple(dropped),
        tuple(_mapped_table(table, offsets) for table in tables),
        tuple(replace(h, start=bisect_left(offsets, h.start), end=bisect_left(offsets, h.end)) for h in headings),
    )


def _mapped_table(table: Table, offsets: Sequence[int]) -> Table:
    cells = (
        replace(cell, start=bisect_left(offsets, cell.start), end=bisect_left(offsets, cell.end))
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def _invisible(raw: str, offsets: Sequence[int]) -> list[Dropped]:
    """Zero-width characters that were left out: not blank to Python, yet nothing a reader sees."""
    found = (match.start() for match in re.finditer(f"[{ZERO_WIDTH}]", raw))
    return [Dropped(at, at + 1, "零宽字符") for at in found if not _holds(offsets, at)]


def _holds(offsets: Sequence[int], at: int) -> bool:
    place = bisect_left(offsets, at)
    return place < len(offsets) and offsets[place] == at


def _without_furniture(found: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """Lines without page furniture at either end of the file; what was taken out, with raw offsets."""
    filled = [i for i, line in enumerate(found) if not line.blank]
    edge = set(filled[:EDGE_LINES]) | set(filled[-EDGE_LINES:])
    rights = _rights(found, filled[-EDGE_LINES:])
    dropped: list[Dropped] = []
    kept: list[Line] = []
    for i, line in enumerate(found):
        if i >= rights and not line.blank:
            dropped.append(Dropped(line.offsets[0], line.offsets[-1] + 1, "版权说明"))
        elif i in edge and not line.kind and _is_chrome(line.text):
            dropped.append(Dropped(line.offsets[0], line.offsets[-1] + 1, "网页或版面装饰"))
        else:
            kept.append(line)
    return kept, dropped


def _rights(found: Sequence[Line], last: Sequence[int]) -> int:
    """Where a notice of the rights to the whole begins that the file ends in; behind the last line if there is none.

    ``last`` are the lines it may begin on.
    """
    for place in last:
        if RIGHTS.match(found[place].text) and RIGHTS_TOLD.search("".join(line.text for line in found[place:])):
            return place
    return len(found)


def _is_chrome(text: str) -> bool:
    return text in CHROME or any(p.fullmatch(text) for p in CHROME_PATTERNS)


def _paragraphs(found: Sequence[Line], *, tabled: bool) -> list[list[Line]]:
    """Lines grouped into paragraphs; each heading and bullet starts its own, as does what stands alone in a report of tables."""
    filled = [(i, line) for i, line in enumerate(found) if not line.blank or line.kind]
    running = [line for _, line in filled if not line.kind]
    widest = _page_width(running)
    indents = 0 < sum(line.indent for line in running) < INDENTED_SHARE * len(running)
    groups: list[list[Line]] = []
    for stretch in _stretches(filled):
        for n, (_, line) in enumerate(stretch):
            alone = tabled and n and (TABLE_LINES.match(line.text) or TICKS.fullmatch(stretch[n - 1][1].text))
            if n and not alone and _joins(stretch, n, widest, indents):
                groups[-1].append(line)
            else:
                groups.append([line])
    return groups


def _stretches(filled: Sequence[tuple[int, Line]]) -> Iterator[list[tuple[int, Line]]]:
    """Lines that may join; a row and a heading that the format tells stand alone."""
    stretch: list[tuple[int, Line]] = []
    for place in filled:
        if place[1].kind:
            if stretch:
                yield stretch
            if not place[1].blank:
                yield [place]
            stretch = []
        else:
            stretch.append(place)
    if stretch:
        yield stretch


def _page_width(found: Sequence[Line]) -> float:
    """How wide a line may be that a page wrapped; 0 where each line is a paragraph of its own.

    Of a page most of the text stands in narrow lines of which many end inside a sentence, or all wide lines end at one place.
    """
    if len(found) < FEWEST_LINES:
        return 0.0
    total = sum(line.width for line in found)
    narrow = [line for line in found if line.width <= WRAPPED_WIDTH]
    if sum(line.width for line in narrow) >= 0.6 * total:
        body = [line for line in narrow if not _marker(line.text)]
        if sum(not TERMINAL.search(line.text) for line in body) >= 0.45 * max(1, len(body)):
            return WRAPPED_WIDTH
    return _edge(found, CUT_SHARE * total)


def _edge(found: Sequence[Line], fewest: float) -> float:
    """Where the lines of a wide page end: the place at which lines of ``fewest`` characters are cut off; 0 if there is none."""
    cut = Counter(line.width for line in found if not TERMINAL.search(line.text))
    for edge in sorted((width for width in cut if WIDE <= width <= WIDEST_PAGE), reverse=True):
        near = [width for width in cut if edge - TITLE_SLACK <= width <= edge]
        if sum(cut[width] for width in near) >= CUT_LINES and sum(width * cut[width] for width in near) >= fewest:
            return edge
    return 0.0


def _joins(filled: Sequence[tuple[int, Line]], n: int, widest: float, indents: bool) -> bool:
    """True where line ``n`` goes on with the paragraph of the line before it."""
    before, line = filled[n - 1][1], filled[n][1]
    ended = bool(TERMINAL.search(before.text))
    if _subscript(filled, n) or _subscript(filled, n - 1):
        return True
    if CONTINUES.match(line.text) or _open_bracket(before.text):
        return not ended or bool(CONTINUES.match(line.text))
    if _splits_figure(before.text, line.text):
        return True
    if _marker(line.text) or before.width > widest or (indents and line.indent):
        return False
    if n <= TITLE_LINES and TITLE.search(before.text) and not PUNCTUATED.search(before.text):
        return False
    full = _is_full(filled, n - 1)
    if ended:
        gap = filled[n][0] - filled[n - 1][0] > 1
        return full and not gap and before.width >= _column(filled, n - 1) - 1 and not _stands_in(filled, n)
    if " " in before.text and not NO_PHRASE.search(before.text):
        return False
    return full or bool(SOFT_END.search(before.text)) or _cut_figure(before.text, line.text)


def _stands_in(filled: Sequence[tuple[int, Line]], n: int) -> bool:
    """True where line ``n`` lacks the two characters of an indent that the blanks before it no longer tell."""
    below = [line.width for _, line in filled[n + 1 : n + 1 + NEIGHBOURS]]
    return (
        bool(below)
        and INDENT[0] <= max(below) - filled[n][1].width <= INDENT[1]
        and not TERMINAL.search(filled[n][1].text)
    )


def _is_full(filled: Sequence[tuple[int, Line]], n: int) -> bool:
    """True where line ``n`` reaches the edge of its column."""
    line = filled[n][1]
    body = MARK.sub("", line.text)
    slack = TEXT_SLACK if PUNCTUATED.search(body) else TITLE_SLACK
    return line.stretched or line.width >= _column(filled, n) - slack


def _column(filled: Sequence[tuple[int, Line]], n: int) -> float:
    """Width of the column line ``n`` stands in: columns change from place to place, so the narrower side counts."""
    above = [line.width for _, line in filled[max(0, n - NEIGHBOURS) : n]]
    below = [line.width for _, line in filled[n + 1 : n + 1 + NEIGHBOURS]]
    return min(max(side) for side in (above, below) if side)


def _subscript(filled: Sequence[tuple[int, Line]], n: int) -> bool:
    """True where line ``n`` is a subscript that a web page put on a line of its own: PM / 2.5 / 年平均浓度."""
    if n < 1 or not re.fullmatch(r"[0-9](?:\.[0-9])?", filled[n][1].text):
        return False
    return bool(re.search(r"[A-Z]$", filled[n - 1][1].text))


def _splits_figure(before: str, after: str) -> bool:
    """True where a figure with its unit stands across the line end, however wide the lines are."""
    tail = before[-FIGURE_LENGTH:]
    if not DIGIT.search(tail):
        return False
    for match in FIGURE.finditer(tail + after[:FIGURE_LENGTH]):
        if match.start() < len(tail) < match.end():
            return not after[0].isdigit() or bool(PUNCTUATED.search(before))
    return False


def _cut_figure(before: str, after: str) -> bool:
    """True where a figure stands across the line end: 35.8亿 / 元, 11.3 / 个百分点."""
    return bool(CUT_BEFORE.search(before) and CUT_AFTER.match(after)) and not NUMBERED.match(before)


def _open_bracket(text: str) -> bool:
    if not OPENING.search(text):
        return False
    return any(text.rfind(left) > text.rfind(right) for left, right in BRACKETS.items())


def _marker(text: str) -> bool:
    return text[:1] in MARKED and (BULLET.match(text) is not None or _level(text) > 0)


def _level(text: str) -> int:
    return next((level for level, pattern in HEADINGS if pattern.match(text)), 0) if text[:1] in MARKED else 0


def _kind(body: str, group: Sequence[Line], below: int) -> tuple[str, int]:
    """Kind and heading level of a paragraph; headings told by their wording lie ``below`` those that the format tells.

    Unmarked headings count only where they read as such: no figure beside a unit.
    """
    if group[0].kind:
        return group[0].kind, group[0].level
    level = _level(body)
    brief = len(body) <= HEADING_LENGTH
    short = brief and not TERMINAL.search(body)
    if level and brief and not SENTENCE_INSIDE.search(body):
        return "heading", level + below
    if body[:1] in MARKED and BULLET.match(body):
        return "bullet", 0
    if short and len(group) <= 2 and not PUNCTUATED.search(body) and len(body) >= 3 and HAN.search(body):
        plain = FIGURED.search(body) or TICKS.fullmatch(body)
        return ("paragraph", 0) if plain else ("heading", 4 + below)
    return "paragraph", 0
