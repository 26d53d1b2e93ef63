"""Lines that a page or a narrow cell broke, put together again: Chinese without a blank, a figure without a gap."""

from __future__ import annotations

import re
from typing import Final

CHINESE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d\u2018\u2019\u2026\u2014\u00b7"
"""Han characters and the signs written among them: no blank belongs between two of these."""

_PADDED_BREAK = re.compile(r" ?\n[ \n]*")
ALONE_LENGTH: Final = 80
_BLANKS = re.compile(r"[ \t\f\r]+")
_BETWEEN = re.compile(f"(?<=[{CHINESE}])\n(?=[{CHINESE}])|\n(?=[%％])|(?<=[（(])\n|\n(?=[）)，。；：、])")
_CHAIN = re.compile(r"(?<![0-9.,])[0-9.,]+(?:\n[0-9.,]+)+(?![0-9.,])")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+")
_WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)(?:\n[0-9]{2}|[0-9]\n[0-9])(?=[ \n]*年)")
_AROUND = re.compile(r"[-－−+(（￥¥]?\x00[)）%％\n]*")


def unbroken(text: str, *, cell: bool = False) -> str:
    r"""``text`` on one line. In a ``cell`` a figure that fills it may be broken anywhere, as narrow columns do.

    >>> unbroken("执行到位金\n额35.8\n亿元")
    '执行到位金额35.8 亿元'
    >>> unbroken("127,969,997.\n23", cell=True), unbroken("2019\n2018", cell=True)
    ('127,969,997.23', '2019 2018')
    """
    text = _BLANKS.sub(" ", text.strip(" \t\f\r\n"))
    if "\n" in text:
        text = _PADDED_BREAK.sub("\n", text)
        text = _YEAR.sub(lambda year: year.group().replace("\n", ""), text)
        text = _CHAIN.sub(lambda chain: _figure(chain, cell), text)
        text = _BETWEEN.sub("", text).replace("\n", " ")
    return text


def _figure(chain: re.Match[str], cell: bool) -> str:
    """The figure that a chain of broken pieces makes; the chain itself where they may be several figures."""
    found = chain.group()
    pieces = found.split("\n")
    joined = "".join(pieces)
    text = chain.string
    alone = (
        cell
        and len(text) <= ALONE_LENGTH
        and bool(_AROUND.fullmatch(f"{text[: chain.start()]}\0{text[chain.end() :]}"))
    )
    if not _NUMBER.fullmatch(joined) or not ("," in joined or alone):
        return found
    if not all(_WHOLE.fullmatch(piece) for piece in pieces):
        return joined
    # 35,394.4 / 2 and 100.0 / 0%: money and shares have two decimals, so the last digit went over the edge.
    last = len(pieces) == 2 and len(pieces[1]) == 1 and re.search(r"\.[0-9]$", pieces[0])
    return joined if last and ("," in joined or text[chain.end() :].lstrip("\n")[:1] in ("%", "％")) else found
