"""What the page asks for beside gradio's own calls: a report's text at a place. Answers are HTML of ours alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from index.errors import StoreError
from qa.assistant import Assistant
from qa.markup import escape, tag
from qa.original import page, reader
from qa.places import REPORT

if TYPE_CHECKING:
    from fastapi import FastAPI

_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
MOST = 10**9


def register(app: FastAPI, assistant: Assistant) -> None:
    """Puts the routes on the application."""

    def report_text(report: str, start: int = 0, end: int = 0, figure: str = "", part: int = 0) -> HTMLResponse:
        return _report(assistant, report, (start, end), figure, whole=not part)

    app.get(REPORT + "/{report}", include_in_schema=False)(report_text)


def _report(assistant: Assistant, report: str, span: tuple[int, int], figure: str, *, whole: bool) -> HTMLResponse:
    try:
        document = assistant.document(report)
    except StoreError:
        gone = tag("p", "sh-about", escape("这份报告已经不在资料库里。"))
        return HTMLResponse(tag("article", "sh-reader", gone), 404)
    match = _SPAN.fullmatch(figure)
    start, end = (min(max(at, 0), MOST) for at in span)
    shown = reader(document, start, end, (int(match[1]), int(match[2])) if match else None)
    return HTMLResponse(page(document, shown) if whole else shown)
