"""A page to look at while the real one is loaded: gradio alone takes three seconds to import.

A thread answers on the listening socket with one fixed page that asks again by itself, and stops before the server takes over.
Nothing a visitor sends is read further than its first line, and nothing of it comes back.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType

PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>数说</title>'
    '<link rel="icon" href="data:,"><style>body{font:1.1rem system-ui,sans-serif;margin:20vh auto;max-width:24em;'
    "padding:0 1em;text-align:center}</style></head>"
    "<body><h1>数说</h1><p>正在启动，几秒后自动打开……</p></body></html>"
)
HEALTH = '{"error": {"code": "starting", "message": "正在启动。"}}'
HEADERS = (
    "Cache-Control: no-store\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'\r\n"
)
PATIENCE = 0.5
"""Seconds that one visitor may take to ask."""


class Waiting:
    """Answers on ``listener`` until :meth:`end`; as a context it ends at the latest with the block."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener, self._ended = listener, threading.Event()
        self._thread = threading.Thread(target=self._answer, name="waiting", daemon=True)

    def __enter__(self) -> Waiting:
        self._listener.settimeout(0.05)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Lets go of the socket; who has not been answered waits in its queue for the next to listen."""
        self._ended.set()
        self._thread.join()

    def _answer(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError):  # nobody there just now, or one who went away
                visitor, _ = self._listener.accept()
                with visitor:
                    visitor.settimeout(PATIENCE)
                    visitor.sendall(reply(visitor.recv(4096)))
                    visitor.shutdown(socket.SHUT_WR)


def reply(request: bytes) -> bytes:
    r"""What a request gets meanwhile: the page for the start page, "not yet" for all else.

    >>> reply(b"GET / HTTP/1.1\r\n").split(b"\r\n")[0], reply(b"GET /health HTTP/1.1\r\n").split(b"\r\n")[0]
    (b'HTTP/1.1 200 OK', b'HTTP/1.1 503 Service Unavailable')
    """
    page = request.startswith((b"GET / ", b"GET /?"))
    status, kind, body = (
        ("200 OK", "text/html", PAGE) if page else ("503 Service Unavailable", "application/json", HEALTH)
    )
    data = body.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {len(data)}\r\nRetry-After: 1\r\n"
    )
    return f"{head}{HEADERS}\r\n".encode() + data
