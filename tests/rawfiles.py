"""Report files read here and by none of the project's code: bare text, rows of tables, pages; and what a figure as written is worth."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

_WIDE = {0xFF01 + n: chr(0x21 + n) for n in range(94)} | {0x3000: " ", 0x00A0: " ", 0x2212: "-"}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_PLAIN = re.compile(
    r"[^0-9(-]*(?P<sign>[-(]?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\)?"
    r"(?P<scale>百万|千万|万亿|百亿|千亿|万|亿|千(?!瓦|克|米))?(?P<unit>[^0-9]*)"
)
_SCALES = {
    "": 1,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_UNITS = frozenset(("", *"元 人 件 个 家 户 吨 公里 平方米 亩 % 个百分点 岁 倍 名 次 股 项 天 元/股 人次".split()))
"""Units of which one is one in the project, too."""
_SOFT = re.compile("多|余|左右|以上|以下|以内")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file: its bare text, the same for each page where it has pages, and the bare cells of each row of its tables."""

    text: str
    pages: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def bare(text: str) -> str:
    """``text`` in half width without blanks and invisible characters."""
    return re.sub(r"\s+", "", _INVISIBLE.sub("", text).translate(_WIDE))


def read(path: Path) -> RawFile:
    """A report file of any kind that lies in the corpus."""
    return {".txt": _plain, ".html": _page, ".pdf": _printed, ".docx": _office}[path.suffix](path)


def _plain(path: Path) -> RawFile:
    data = path.read_bytes()
    try:
        return RawFile(bare(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return RawFile(bare(data.decode("gb18030")))


@dataclass
class _Cells(HTMLParser):
    """The texts of a page and of the cells of its rows."""

    texts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    hidden: bool = False
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("script", "style")
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        if tag in ("tr", "table"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.texts.append(data)
        if self.inside:
            self.rows[-1][-1] += data


def _page(path: Path) -> RawFile:
    parser = _Cells()
    parser.feed(path.read_bytes().decode("utf-8", errors="replace"))
    rows = tuple(tuple(map(bare, row)) for row in parser.rows)
    return RawFile(bare("".join(parser.texts)), rows=rows)


def _printed(path: Path) -> RawFile:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as printed:
        pages = tuple(bare(page.get_textpage().get_text_range()) for page in printed)
    return RawFile("".join(pages), pages)


def _office(path: Path) -> RawFile:
    with zipfile.ZipFile(path) as archive:
        markup = archive.read("word/document.xml").decode("utf-8")
    return RawFile(bare(html.unescape(re.sub(r"<[^>]+>", "", markup))))


def stands(raw: str, text: str) -> bool:
    """Whether a bare figure stands in bare text with no digit glued to it."""
    return bool(re.search(rf"(?<![0-9.]){re.escape(raw)}" + (r"(?![0-9])" if raw[-1:].isdigit() else ""), text))


def worth(said: str) -> Decimal | None:
    """The value of a figure as said, worked out here; None of what is no plain number with a common unit.

    >>> worth("35.8亿元"), worth("约1,234件"), worth("52,384百万元"), worth("3成")
    (Decimal('3580000000.0'), Decimal('1234'), Decimal('52384000000'), None)
    """
    match = _PLAIN.fullmatch(bare(said))
    if not match or _SOFT.sub("", match["unit"]) not in _UNITS:
        return None
    value = Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"] or ""]
    return -value if match["sign"] else value
