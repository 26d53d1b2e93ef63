"""What the page asks for beside gradio's own calls: a report's text at a place, tables as files, verdicts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from index.errors import ShushuoError, StoreError, UsageError
from qa import crossing, exports, feedback, ledger, matrix, sheets
from qa.browse import Wanted
from qa.desk import Desk
from qa.markup import escape, tag
from qa.original import page, reader
from qa.places import REPORT

if TYPE_CHECKING:
    from fastapi import FastAPI

_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
MOST = 10**9
FEEDBACK = "/feedback"
LONGEST_BODY = 20_000


def register(app: FastAPI, desk: Desk, store: Path) -> None:
    """Puts the routes on the application; ``store`` is the folder that verdicts on answers are kept in."""

    def report_text(report: str, start: int = 0, end: int = 0, figure: str = "", part: int = 0) -> HTMLResponse:
        return _report(desk, report, (start, end), figure, whole=not part)

    def facts(kind: str, request: Request) -> Response:
        wanted = Wanted.of(request.query_params)
        rows = [entry.row for entry in desk.ledger.chosen(wanted)]
        return _file(exports.as_file(rows, kind), "数字", kind)

    def compared(kind: str, request: Request) -> Response:
        told = request.query_params
        asked = crossing.Asked.of(told.getlist("body"), told.getlist("year"), told.get("metric", ""))
        rows = crossing.rows_of(crossing.cross(desk.assistant, asked))
        return _file(exports.as_file(rows, kind, crossing.COLUMNS), "对比", kind)

    async def verdict(request: Request) -> Response:
        return await _verdict(desk, store, request)

    sheets.register(app, desk.assistant)
    app.add_route(FEEDBACK, verdict, methods=["POST"], include_in_schema=False)
    app.get(REPORT + "/{report}", include_in_schema=False)(report_text)
    for path, make in ((ledger.EXPORT, facts), (matrix.EXPORT, compared)):
        for kind in exports.TYPES:
            app.add_route(f"{path}.{kind}", _export(make, kind), include_in_schema=False)


async def _verdict(desk: Desk, store: Path, request: Request) -> Response:
    """Keeps what a visitor says of an answer; only from this page, and only as much as fits a few lines."""
    if "application/json" not in request.headers.get("content-type", ""):
        return PlainTextResponse("这不是一条评价。", 415)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return PlainTextResponse("评价太长。", 413)
    try:
        told = json.loads(body)
        if not isinstance(told, dict):
            raise UsageError("这不是一条评价")
        await run_in_threadpool(feedback.note, store, desk.assistant, told)
    except (ValueError, UsageError):
        return PlainTextResponse("这不是一条评价。", 400)
    except ShushuoError as error:
        return PlainTextResponse(str(error), 503)
    return Response(status_code=204)


def _export(make: Callable[[str, Request], Response], kind: str) -> Callable[[Request], Response]:
    """A route that gives a file, or says in Chinese why there is none."""

    def export(request: Request) -> Response:
        if request.headers.get("sec-fetch-site") == "cross-site":
            return PlainTextResponse("请求来自别的网站，已拒绝。", 403)
        try:
            return make(kind, request)
        except ShushuoError as error:
            return PlainTextResponse(str(error), 400)

    return export


def _file(content: bytes, name: str, kind: str) -> Response:
    told = {"content-disposition": exports.disposition(name, kind), "cache-control": "no-store"}
    return Response(content, media_type=exports.TYPES[kind], headers=told)


def _report(desk: Desk, report: str, span: tuple[int, int], figure: str, *, whole: bool) -> HTMLResponse:
    try:
        document = desk.assistant.document(report)
    except StoreError:
        gone = tag("p", "sh-about", escape("这份报告已经不在资料库里。"))
        return HTMLResponse(tag("article", "sh-reader", gone), 404)
    match = _SPAN.fullmatch(figure)
    start, end = (min(max(at, 0), MOST) for at in span)
    place = (int(match[1]), int(match[2])) if match else None
    shown = reader(document, start, end, place, pictured=bool(desk.assistant.pictured([report])))
    return HTMLResponse(page(document, shown) if whole else shown)
