"""Where a passage or a figure stands in its report, as an address of the page that shows it there."""

from __future__ import annotations

from urllib.parse import urlencode

from qa.markup import element

REPORT = "/report"


def place(report: str, start: int, end: int, figure: tuple[int, int] | None = None) -> str:
    """The address of a report's text at ``[start, end)``, with a figure in it marked.

    >>> place("ab12", 3, 9, (4, 6))
    '/report/ab12?start=3&end=9&figure=4-6#sh-here'
    """
    told = {"start": start, "end": end, **({"figure": f"{figure[0]}-{figure[1]}"} if figure else {})}
    return f"{REPORT}/{report}?{urlencode(told)}#sh-here"


def link(report: str, start: int, end: int, inner: str, figure: tuple[int, int] | None = None) -> str:
    """A link to that address around HTML that is already safe; ``web.js`` opens it beside the chat."""
    return element("a", "sh-open", inner, href=place(report, start, end, figure), title="在报告原文中查看")
