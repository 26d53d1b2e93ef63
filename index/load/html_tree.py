"""The tree of a web page to paragraphs and grids: what a browser would show, furniture left out and told."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.errors import LoadError
from index.load.grids import PRINTED, Block, Budget, Grid, GridCell, Paragraph, placed, settled
from index.load.html_words import (
    BLOCKS,
    BUTTON,
    FURNITURE,
    HEADINGS,
    HIDDEN_CLASSES,
    SILENT,
)
from index.load.limits import MAX_TAGS
from index.load.omitted import Omitted
from index.load.raised import SUBSCRIPTS, SUPERSCRIPTS

if TYPE_CHECKING:
    from lxml.etree import _Element

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.I)
KEPT_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
SELECTOR = re.compile(r"\s*(?:[a-z]+[0-9]?)?([.#][\w-]+)\s*", re.I)
CSS_LENGTH = 200_000
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
NAMES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
SPAN = re.compile(r"\s*([0-9]{1,6})")
MAX_COLSPAN: Final = 1_000
MAX_ROWSPAN: Final = 65_534
"""As browsers read them."""
BUTTON_LENGTH = 24
MARK_LENGTH = 12
ARTICLE_LENGTH = 300
SILENT_KINDS = ("脚本和样式", "表单", "图片（图中的文字没有读）", "嵌入的内容")
"""Told however little they say; of the others an empty one is nothing."""


def blocks_of(text: str, omitted: Omitted) -> list[Block]:
    """Paragraphs and tables of a page in order; ``omitted`` takes note of what is left out.

    Raises:
        LoadError: the page is nested or sized beyond what a report is.
    """
    root = _parsed(text)
    return [] if root is None else _Walk(root, omitted).blocks()


def _parsed(text: str) -> _Element | None:
    """The tree of a page; None where there is nothing in it."""
    from lxml import etree

    if text.count("<") > MAX_TAGS:
        raise LoadError(f"网页的标签超过上限 {MAX_TAGS} 个。请拆成几个文件，或另存为 TXT、DOCX 后再添加")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    root: _Element | None = None
    with contextlib.suppress(etree.XMLSyntaxError):  # nothing but blanks or comments, or what is fatal below
        root = etree.fromstring(text.encode(), parser)
    if any(entry.level_name == "FATAL" and entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there and gives what came before: half a report must not pass for one.
        raise LoadError(
            "网页的标签层层相套太深，或一段文字太长，无法完整读取。请在浏览器里打开，另存为 PDF 或 TXT 后再添加"
        )
    return root


@dataclass(slots=True)
class _Frame:
    """Where text goes: the page or a cell. ``pieces`` are of the line under way, ``level`` of the heading it is in."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    level: int = 0


@dataclass(slots=True)
class _Table:
    """A table under way; ``head_rows`` tells of each row whether all its cells are heads."""

    rows: list[list[GridCell]] = field(default_factory=list)
    head_rows: list[bool] = field(default_factory=list)
    marked: bool = False
    layout: bool = False

    def begin(self) -> None:
        self.rows.append([])
        self.head_rows.append(True)

    def heads(self) -> int:
        """How many of the first rows are heads; 0 where all are, which tells nothing."""
        return next((n for n, head in enumerate(self.head_rows) if not head), 0)


class _Walk:
    """Goes through a page once, from its first element to its last, with a frame for each open cell."""

    def __init__(self, root: _Element, omitted: Omitted) -> None:
        self._root = root
        self._omitted = omitted
        self._budget = Budget()
        self._frames = [_Frame()]
        self._tables: list[_Table] = []
        self._kept = 0  # open elements that keep line breaks as they are
        self._raised: list[dict[int, int] | None] = []
        self._hidden = _hidden_selectors(root)
        self._skipped: _Element | None = None

    def blocks(self) -> list[Block]:
        """Paragraphs and tables in order."""
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._leaves_out(element):
                    walk.skip_subtree()
                    self._skipped = element
                    continue
                self._start(element, str(element.tag))
                self._say(element.text)
            else:
                if element is not self._skipped:
                    self._end(element, str(element.tag))
                self._say(element.tail)
        self._flush()
        return self._frames[0].blocks

    def _leaves_out(self, element: _Element) -> bool:
        kind = _kind_left_out(element, self._hidden)
        if not kind:
            return False
        words = "" if kind in SILENT_KINDS else _words(element, 200)
        if kind in SILENT_KINDS or words.strip():
            self._omitted.add(kind, words)
        if str(element.tag) in BLOCKS:
            self._flush()
        return True

    def _start(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag in BLOCKS:
            self._flush()
        if tag == "table":
            self._tables.append(_Table(layout=element.get("role") in ("presentation", "none")))
        elif self._tables and tag in ("tr", "td", "th", "caption", "thead"):
            self._start_in_table(element, tag)
        elif tag in HEADINGS or tag == "h":
            self._frames[-1].level = HEADINGS.get(tag, PRINTED)
        elif tag in ("sup", "sub"):
            self._raised.append(self._raising(element, tag))
        self._kept += _keeps_breaks(element, tag)

    def _start_in_table(self, element: _Element, tag: str) -> None:
        table = self._tables[-1]
        if tag == "tr":
            table.begin()
            return
        if tag in ("caption", "thead"):
            table.marked = True
            return
        if not table.rows:
            table.begin()
        self._budget.spend(1)
        table.head_rows[-1] &= tag == "th" or _in_head(element)
        table.marked |= tag == "th"
        columns = min(_span(element, "colspan"), MAX_COLSPAN) or 1
        rows = min(_span(element, "rowspan"), MAX_ROWSPAN) or MAX_ROWSPAN
        frame = _Frame()
        table.rows[-1].append(GridCell(frame.blocks, columns, rows))
        self._frames.append(frame)

    def _end(self, element: _Element, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
        if tag == "table":
            self._end_table()
        elif tag in ("td", "th") and self._tables:
            self._frames.pop()
        elif tag in HEADINGS or tag == "h":
            self._frames[-1].level = 0
        elif tag in ("sup", "sub"):
            self._raised.pop()
        self._kept -= _keeps_breaks(element, tag)

    def _end_table(self) -> None:
        table = self._tables.pop()
        grid = Grid(placed(table.rows, self._budget), table.heads(), table.marked, table.layout)
        self._frames[-1].blocks += settled(grid)

    def _say(self, text: str | None) -> None:
        """Adds words to the line under way."""
        if not text:
            return
        raising = self._raised[-1] if self._raised else None
        if raising:
            text = text.translate(raising)
        lines = text.replace("\r\n", "\n").split("\n") if self._kept else [text]
        for n, line in enumerate(lines):
            if n:
                self._flush()
            self._frames[-1].pieces.append(line)

    def _break(self) -> None:
        """A line break: a heading of two lines is one all the same."""
        if self._frames[-1].level:
            self._frames[-1].pieces.append("\n")
        else:
            self._flush()

    def _flush(self) -> None:
        """Ends the line under way."""
        frame = self._frames[-1]
        text = "".join(frame.pieces)
        frame.pieces.clear()
        if text and not text.isspace():
            frame.blocks.append(Paragraph(text, frame.level))

    def _raising(self, element: _Element, tag: str) -> dict[int, int] | None:
        """How digits of a mark that stands higher or lower are written, so that they do not run into a figure."""
        words = _words(element, MARK_LENGTH + 1)
        if len(words) > MARK_LENGTH or not re.fullmatch(r"[0-9+\-,\s]+", words):
            return None
        if tag == "sup":
            return SUPERSCRIPTS
        before = next((piece for piece in reversed(self._frames[-1].pieces) if piece), "")
        return SUBSCRIPTS if re.search(r"[0-9]\s*$", before) else None


def _kind_left_out(element: _Element, hidden: frozenset[str]) -> str:
    """What an element is called that is no part of the report; "" for all others."""
    tag = str(element.tag)
    if tag in ("html", "body") or not isinstance(element.tag, str):
        return ""
    if tag in SILENT:
        return "" if SILENT[tag] in FURNITURE.values() and _is_article(element) else SILENT[tag]
    if element.attrib:
        if _is_hidden(element, hidden):
            return "隐藏的文字"
        kind = _furniture(element)
        if kind and not _is_article(element):
            return kind
    elif tag in FURNITURE and not _is_article(element):
        return FURNITURE[tag]
    if tag in ("a", "button") or "onclick" in element.attrib:
        words = _words(element, BUTTON_LENGTH + 1)
        if len(words) <= BUTTON_LENGTH and BUTTON.fullmatch(words):
            return "按钮"
    return ""


def _is_hidden(element: _Element, hidden: frozenset[str]) -> bool:
    if "hidden" in element.attrib or HIDDEN_STYLE.search(element.get("style", "")):
        return True
    classes = element.get("class", "").split()
    if not HIDDEN_CLASSES.isdisjoint(classes):
        return True
    return bool(hidden) and (f"#{element.get('id')}" in hidden or any(f".{name}" in hidden for name in classes))


def _furniture(element: _Element) -> str:
    """What its name, class, role or id calls an element, where that is furniture."""
    called = f"{element.tag} {element.get('class', '')} {element.get('role', '')} {element.get('id', '')}"
    return next((FURNITURE[name] for name in map(str.lower, NAMES.findall(called[:200])) if name in FURNITURE), "")


def _is_article(element: _Element) -> bool:
    """True where an element holds an article or a table of figures, whatever it is called."""
    words = _words(element, ARTICLE_LENGTH)
    if len(words) >= ARTICLE_LENGTH and words.count("。") >= 2:
        return True
    table = element.find(".//table")
    return table is not None and sum(c in "0123456789" for c in _words(table, 2000)) >= 40


def _words(element: _Element, limit: int) -> str:
    """The first ``limit`` characters of what an element says."""
    found: list[str] = []
    length = 0
    for text in element.itertext():
        found.append(text)
        length += len(text)
        if length >= limit:
            break
    return "".join(found)[:limit]


def _in_head(cell: _Element) -> bool:
    row = cell.getparent()
    rows = row.getparent() if row is not None else None
    return rows is not None and rows.tag == "thead"


def _keeps_breaks(element: _Element, tag: str) -> bool:
    style = element.get("style")
    return tag == "pre" or bool(style and KEPT_STYLE.search(style))


def _span(cell: _Element, name: str) -> int:
    """A cell's colspan or rowspan; 1 where it has none, or none that is a number."""
    told = cell.get(name)
    match = SPAN.match(told) if told else None
    return int(match.group(1)) if match else 1


def _hidden_selectors(root: _Element) -> frozenset[str]:
    """``.name`` and ``#name`` that the page's own plain style rules hide; those for other media count for nothing."""
    found: set[str] = set()
    for style in root.iter("style"):
        css = CSS_COMMENT.sub("", _words(style, CSS_LENGTH))
        for selectors, declarations in _rules(css):
            if HIDDEN_STYLE.search(declarations):
                found.update(m.group(1) for s in selectors.split(",") if (m := SELECTOR.fullmatch(s)))
    return frozenset(found)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule that stands in no other."""
    depth = at = opened = 0
    nested = False
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            depth += 1
            nested = nested or depth > 1
            opened = brace.end() if depth == 1 else opened
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            if opened > at and not nested:
                yield css[at : opened - 1], css[opened : brace.start()]
            at, nested = brace.end(), False
