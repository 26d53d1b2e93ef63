"""The routes of pictures of pages: a few are drawn at once, everybody else waits, so that answers never wait for pictures."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from index.errors import LoadError, StoreError
from index.load.view import Picture
from index.pictures import Place
from qa.assistant import Assistant
from qa.original import standing_alone
from qa.sheet import PAGE, PICTURE, missing, whole

if TYPE_CHECKING:
    from fastapi import FastAPI

AT_ONCE, WAITING = 2, 40
"""So many are looked after at once, so many more may wait."""
REPORT: Final = re.compile(r"[0-9a-f]{64}")
NUMBER: Final = re.compile(r"[0-9]{1,9}")
SPAN: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
GONE: Final = "这份报告已经不在资料库里。"
KEPT: Final = {"cache-control": "private, max-age=600"}
Shown = Callable[[Assistant, Request], Response]


def register(app: FastAPI, assistant: Assistant) -> None:
    """Puts the routes on the application."""
    limiter = CapacityLimiter(AT_ONCE)
    for path, shown in ((PICTURE, _picture), (PAGE, _page)):
        app.add_route(path + "/{report}", _in_turn(shown, assistant, limiter), include_in_schema=False)


def _in_turn(shown: Shown, assistant: Assistant, limiter: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        if limiter.statistics().tasks_waiting >= WAITING:
            return PlainTextResponse("现在看图的人太多，请稍后再试。", 503)
        return await run_sync(shown, assistant, request, limiter=limiter)

    return handle


def _picture(assistant: Assistant, request: Request) -> Response:
    """The picture by itself."""
    at = asked(request.path_params["report"], request.query_params)
    result = _drawn(assistant, at)
    if isinstance(result, str):
        return PlainTextResponse(result, 404)
    return Response(result.image, media_type="image/webp", headers=KEPT)


def _page(assistant: Assistant, request: Request) -> Response:
    """The whole page with its report's name, for the page to show beside the chat (``part``), or as a page of its own."""
    told = request.query_params
    at = asked(request.path_params["report"], {**told, "whole": "1"})
    result = _drawn(assistant, at)
    name = assistant.report_names().get(at.report, "")
    fragment = missing(result) if isinstance(result, str) else whole(at, name, result)
    content = fragment if told.get("part") else standing_alone(name or "没有图", fragment)
    return HTMLResponse(content, 404 if isinstance(result, str) else 200)


def asked(report: str, told: Mapping[str, str]) -> Place:
    """The place that an address names; what is no report's id is none, what is no number is 0."""
    figure = SPAN.fullmatch(told.get("figure", ""))
    numbers = {name: int(told[name]) for name in ("start", "end", "page") if NUMBER.fullmatch(told.get(name, ""))}
    start, end, page = (numbers.get(name, 0) for name in ("start", "end", "page"))
    span = (int(figure[1]), int(figure[2])) if figure else None
    return Place(report if REPORT.fullmatch(report) else "", start, end, span, told.get("whole") == "1", page)


def _drawn(assistant: Assistant, at: Place) -> Picture | str:
    """The picture, or in words why there is none."""
    try:
        return assistant.pictures.at(at)
    except StoreError:
        return GONE
    except LoadError as error:
        return f"{error}。"
