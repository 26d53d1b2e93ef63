"""What stands between the network and the web page: which hosts and origins may come in, which headers go out.

Plain ASGI, so that streams pass through untouched. gradio alone reflects every origin on a host that is not local and
sends no policy; see docs/adr/0005-web.md.
"""

from __future__ import annotations

import json
import re
import secrets
import socket
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOCAL = ("127.0.0.1", "localhost", "[::1]")
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, never bound to

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
CLOSED = re.compile(
    r"/(docs|redoc|openapi\.json|gradio_api/(openapi\.json|info|proxy=.*|deep_link|runs|run-history/.*))/?$"
)
"""Ways in that the page does not need: descriptions for programs, and requests made in the visitor's name."""
HEALTH = "/health"
_SCRIPT = re.compile(rb"<script\b")
_ABOUT_GRADIO = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_LANGUAGE = re.compile(rb'lang="en"')


def allowed_hosts(host: str, more: Sequence[str] = ()) -> list[str]:
    """The names under which a page bound to ``host`` may be asked for; ``more`` are those others give it.

    >>> allowed_hosts("127.0.0.1", ["bao.example"])
    ['127.0.0.1', 'localhost', '[::1]', 'bao.example']
    """
    own = _own_names() if host in ANYWHERE else [f"[{host}]" if ":" in host else host]
    return list(dict.fromkeys([*LOCAL, *own, *more]))


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine to reach a page bound to ``host``.

    >>> address("0.0.0.0", 7860), address("::1", 7860)
    ('http://127.0.0.1:7860', 'http://[::1]:7860')
    """
    return f"http://{'127.0.0.1' if host in ANYWHERE else f'[{host}]' if ':' in host else host}:{port}"


def _own_names() -> list[str]:
    """This machine's names and addresses, as far as it knows them without asking anyone."""
    name = socket.gethostname()
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None, flags=socket.AI_ADDRCONFIG)}
    except OSError:
        found = set()
    return [name, *sorted(f"[{one}]" if ":" in one else one for one in found)]


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a request that names ``origin`` comes from the page at ``host``, or names none as a visit does.

    >>> same_origin("http://127.0.0.1:7860", "127.0.0.1:7860"), same_origin("null", "127.0.0.1:7860")
    (True, False)
    """
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and bool(host) and parts.netloc.lower() == str(host).lower()


class Guard:
    """Refuses other sites' requests and closed paths, adds the security headers; ``head`` goes into the page's head."""

    def __init__(self, app: App, head: str = "") -> None:
        self.app = app
        self.head = head.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await (self.app(scope, receive, send) if scope["type"] == "lifespan" else _close(send))
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        nonce = secrets.token_urlsafe(16)
        guarded = self._guarded(send, nonce)
        if not same_origin(headers.get(b"origin"), headers.get(b"host")):
            await refuse(scope, guarded, 403, "请求来自别的网站，已拒绝。请直接打开本页的网址。")
        elif CLOSED.match(scope["path"]):
            await refuse(scope, guarded, 404, "没有这个页面。")
        elif scope["path"] == "/":
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            page = _Page(guarded, self.head, nonce)
            await self.app({**scope, "headers": plain}, receive, page.send)
        else:
            await self.app(scope, receive, guarded)

    def _guarded(self, send: Send, nonce: str) -> Send:
        policy = (b"content-security-policy", POLICY.format(nonce=nonce).encode())

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                message = {**message, "headers": [*kept, *HEADERS, policy]}
            await send(message)

        return guarded


class _Page:
    """Holds the page back until it is whole, then sends it in Chinese, with our head and a nonce for each script."""

    def __init__(self, send: Send, head: bytes, nonce: str) -> None:
        self._send, self._head, self._nonce = send, head, nonce.encode()
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._rewritten()
        kept = [(n, v) for n, v in self._start["headers"] if n.lower() not in (b"content-length", b"cache-control")]
        more = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await self._send({**self._start, "headers": [*kept, *more]})
        await self._send({"type": "http.response.body", "body": body})

    def _rewritten(self) -> bytes:
        """The template holds labels of ours only, no report text, so every script in it is the page's own."""
        body = _LANGUAGE.sub(b'lang="zh-CN"', _ABOUT_GRADIO.sub(b"", self._body), count=1)
        body = body.replace(b"<head>", b"<head>" + self._head, 1)
        return _SCRIPT.sub(b'<script nonce="' + self._nonce + b'"', body)


def for_programs(path: str) -> bool:
    """Whether a path is of the interface for programs, where refusals are JSON.

    >>> [for_programs(path) for path in ("/api/ask", "/health", "/", "/apis")]
    [True, True, False, False]
    """
    return path in ("/api", HEALTH) or path.startswith("/api/")


def trouble(code: str, words: str) -> dict[str, dict[str, str]]:
    """What a program gets where it gets no answer."""
    return {"error": {"code": code, "message": words}}


CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 408: "timeout",
    413: "too_large", 415: "not_json", 422: "invalid", 429: "too_many_requests", 500: "internal", 503: "unavailable",
}  # fmt: skip


async def refuse(scope: Message, send: Send, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
    """Answers with a refusal: JSON where a program asks, a line of text else."""
    kind, body = "text/plain; charset=utf-8", words
    if for_programs(scope["path"]):
        kind, body = "application/json", json.dumps(trouble(CODES[status], words), ensure_ascii=False)
    data = body.encode()
    lead = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(data)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*lead, *headers]})
    await send({"type": "http.response.body", "body": data})


async def _close(send: Send) -> None:
    """Web sockets are not used here."""
    await send({"type": "websocket.close", "code": 1008})
