"""Text to HTML that shows it and does nothing: the only place where text meets markup.

Every piece is one line, because Markdown leaves a block of HTML alone up to the first blank line; so no quote is ever
read as Markdown.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int, str]

CELLS = " │ "
"""Shown between the cells of a row."""
_UNSEEN = re.compile("[\ud800-\udfff\u0000-\u0008\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile(r"[ \w，。、；：（）《》“”％%.,+-]*")
"""Text that is its own HTML, as most is."""
_BREAK = re.compile("\r\n|[\r\n\u000b\u000c\u0085\u2028\u2029]")


def escape(text: str) -> str:
    r"""Text as HTML: line breaks and cells of a table kept apart, characters that reorder or hide others replaced.

    >>> escape('<b>"1"\n2')
    '&lt;b&gt;&quot;1&quot;<br>2'
    """
    if _PLAIN.fullmatch(text):
        return text
    return _BREAK.sub("<br>", html.escape(_UNSEEN.sub("\ufffd", text))).replace("\t", CELLS)


def tag(name: str, css: str, inner: str) -> str:
    """An element around HTML that is already safe.

    >>> tag("p", "note", escape("1<2"))
    '<p class="note">1&lt;2</p>'
    """
    return f'<{name} class="{css}">{inner}</{name}>'


def element(kind: str, css: str, inner: str, /, **attributes: str) -> str:
    """An element with attributes, whose values are escaped here, around HTML that is already safe; "" makes a bare one.

    >>> element("button", "ask", escape("1<2"), type="button", value='"><b>')
    '<button class="ask" type="button" value="&quot;&gt;&lt;b&gt;">1&lt;2</button>'
    """
    told = "".join(f' {key}="{attribute(value)}"' if value else f" {key}" for key, value in attributes.items())
    return f'<{kind} class="{css}"{told}>{inner}</{kind}>'


def attribute(text: str) -> str:
    r"""Text as the value of an attribute: on one line, because Markdown ends a block of HTML at a blank one.

    >>> attribute('a\n\n"b"')
    'a&#10;&#10;&quot;b&quot;'
    """
    if _PLAIN.fullmatch(text):
        return text
    return _BREAK.sub("&#10;", html.escape(_UNSEEN.sub("\ufffd", text)))


def button(css: str, inner: str, value: str, title: str = "") -> str:
    """A button of the page whose click ``web.js`` acts on, with ``value``."""
    told = {"title": title} if title else {}
    return element("button", css, inner, type="button", **told, value=value)


def isolated(text: str) -> str:
    """A name as the user or a file gave it, whose writing direction stays its own."""
    return f"<bdi>{escape(text)}</bdi>"


def highlight(text: str, spans: Sequence[Span]) -> str:
    """Escaped text with each span ``(start, end, class)`` in a ``<mark>``; where spans overlap, their classes add up.

    >>> highlight("共35件", [(1, 3, "a"), (0, 4, "b")])
    '<mark class="b">共</mark><mark class="a b">35</mark><mark class="b">件</mark>'
    """
    changes: dict[int, list[tuple[str, int]]] = {0: [], len(text): []}
    for start, end, name in spans:
        if start < end:
            changes.setdefault(min(max(start, 0), len(text)), []).append((name, 1))
            changes.setdefault(min(max(end, 0), len(text)), []).append((name, -1))
    parts, open_ = [], Counter[str]()
    for start, end in itertools.pairwise(sorted(changes)):
        for name, step in changes[start]:
            open_[name] += step
        inner = escape(text[start:end])
        names = sorted(name for name, count in open_.items() if count)
        parts.append(tag("mark", " ".join(names), inner) if names else inner)
    return "".join(parts)


def years(period: str) -> str:
    """A period as people write it.

    >>> years("2024"), years("2017-2021"), years("")
    ('2024年', '2017至2021年', '')
    """
    return f"{period.replace('-', '至')}年" if period[-1:].isdigit() else period
