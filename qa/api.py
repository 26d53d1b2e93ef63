"""The HTTP API: ``/api/ask``, ``/api/facts``, ``/api/reports``, ``/health``, described by ``/api/openapi.json``.

FastAPI checks what comes in and writes the description; the answers themselves are sent as they are, so that they are what the
command line gives. Who may call, and how often, is told by :mod:`qa.gate`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import Body, FastAPI, Query
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from index.errors import ShushuoError, UsageError
from qa import Assistant
from qa.guard import CODES, HEALTH, trouble
from qa.programs import Ask, Facts, NotFound, Object, Programs, Reports
from qa.refusals import told
from qa.shapes import AnswerShape, ErrorShape, FactsShape, HealthShape, ReportsShape

AT_ONCE, WAITING = 4, 96
"""Questions that are worked on at once, and how many more may wait; what comes on top is told to try again."""
WORDS = {404: "没有这个接口。现有的接口见 /api/openapi.json", 405: "这个接口不接受这种请求方法", 400: "内容不是 JSON"}
DESCRIPTION = (
    "向中文报告问数字，得到数字、原句、出处和核对结果。与 shushuo ask --json、shushuo list --json 给出的相同。"
    "默认只对本机开放；设了密码的，每次请求带上 Authorization: Bearer 密码。"
)
ERRORS = {
    401: "要密码", 403: "没有对这台机器开放", 404: "没有这份报告", 413: "内容太长", 422: "内容不合要求", 429: "太频繁", 503: "太忙，或资料库读不了",
}  # fmt: skip


class Busy(ShushuoError):
    """More questions wait than may."""


class Line:
    """Work on threads: so many at once, so many more in line."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._limiter, self._most, self._inside = CapacityLimiter(at_once), at_once + waiting, 0

    async def run(self, work: Callable[[Any], Object], given: object) -> Object:
        """What ``work`` gives.

        Raises:
            Busy: the line is full.
        """
        if self._inside >= self._most:  # counted here: the limiter knows of a task only some turns of the loop later
            raise Busy("现在提问的太多。请过一会儿再试")
        self._inside += 1
        try:
            result: Object = await to_thread.run_sync(work, given, limiter=self._limiter)
        finally:
            self._inside -= 1
        return result


def build_api(assistant: Assistant) -> FastAPI:
    """The API over one library, as an application of its own; paths as they are from outside."""
    programs = Programs(assistant)
    asking, looking, telling = Line(AT_ONCE, WAITING), Line(1, WAITING), Line(1, WAITING)

    async def ask(given: Annotated[Ask, Query()]) -> Any:
        return _json(await asking.run(programs.ask, given))

    async def ask_by_post(given: Annotated[Ask, Body()]) -> Any:
        return _json(await asking.run(programs.ask, given))

    async def facts(given: Annotated[Facts, Query()]) -> Any:
        return _json(await looking.run(programs.facts, given))

    async def reports(given: Annotated[Reports, Query()]) -> Any:
        return _json(await telling.run(programs.reports, given))

    async def health() -> Any:
        await telling.run(programs.reports, Reports(limit=1))
        return _json({"status": "ok"})

    app = FastAPI(
        title="数说", description=DESCRIPTION, version=metadata.version("shushuo"), openapi_url="/api/openapi.json",
        docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    errors: dict[int | str, Any] = {code: {"model": ErrorShape, "description": words} for code, words in ERRORS.items()}
    routes: tuple[tuple[str, str, Any, Any, str], ...] = (
        ("GET", "/api/ask", ask, AnswerShape, "提问"),
        ("POST", "/api/ask", ask_by_post, AnswerShape, "提问（JSON）"),
        ("GET", "/api/facts", facts, FactsShape, "列出报告里的数字和它们的含义"),
        ("GET", "/api/reports", reports, ReportsShape, "列出资料库里的报告"),
        ("GET", HEALTH, health, HealthShape, "是否在运行、资料库能否读；不要密码"),
    )
    for method, path, work, shape, summary in routes:
        app.add_api_route(path, work, methods=[method], response_model=shape, responses=errors, summary=summary)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ShushuoError, _failed)
    app.add_exception_handler(HTTPException, _no_such)
    app.add_exception_handler(Exception, _broken)
    return app


def _json(content: Object, status: int = 200, **headers: str) -> JSONResponse:
    return JSONResponse(content, status, {"cache-control": "no-store", **headers})


def _error(status: int, words: str, **headers: str) -> JSONResponse:
    return _json(trouble(CODES[status], words.rstrip("。") + "。"), status, **headers)


async def _invalid(request: Request, error: Any) -> JSONResponse:
    errors = error.errors()
    broken = any(one["type"] == "json_invalid" for one in errors)
    return _error(400 if broken else 422, told(errors))


async def _failed(request: Request, error: Any) -> JSONResponse:
    if isinstance(error, UsageError):
        return _error(404 if isinstance(error, NotFound) else 422, str(error))
    return _error(503, str(error), **{"retry-after": "1"})


async def _no_such(request: Request, error: Any) -> JSONResponse:
    status = error.status_code if error.status_code in WORDS else 400
    return _error(status, WORDS[status], **(error.headers or {}))


async def _broken(request: Request, error: Exception) -> JSONResponse:
    """Starlette sends this and then raises the error again, so that the server's log has it."""
    return _error(500, "程序内部出错，已写入服务器的日志。请换个问法，或告诉管理员")
