"""The page while the real one is loaded: every visitor is answered, none can hold it up, the socket goes on whole."""

from __future__ import annotations

import socket
import time

import pytest

from qa import waiting
from qa.listening import listening
from qa.waiting import PAGE, Waiting, reply


def visit(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
        visitor.sendall(request)
        said = b""
        while piece := visitor.recv(4096):
            said += piece
        return said


@pytest.mark.parametrize("request_line", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /?a=1 HTTP/1.1\r\n\r\n"])
def test_the_start_page_says_that_it_starts(request_line: bytes):
    with listening("127.0.0.1", 0) as listener, Waiting(listener):
        said = visit(listener.getsockname()[1], request_line)
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert body.decode() == PAGE
    assert f"Content-Length: {len(body)}".encode() in head


@pytest.mark.parametrize(
    "sent",
    [b"GET /health HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b"\x16\x03\x01", b"\xff" * 4000, b"GET /<script>"],
)
def test_all_else_is_not_there_yet_and_nothing_comes_back(sent: bytes):
    said = reply(sent)
    assert said.startswith(b"HTTP/1.1 503")
    assert b"script>" not in said


def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0.1)
    with listening("127.0.0.1", 0) as listener, Waiting(listener):
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            begun = time.perf_counter()
            assert visit(port, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 200")
            assert time.perf_counter() - begun < 5


def test_who_comes_after_the_end_waits_for_the_next_to_listen():
    with listening("127.0.0.1", 0) as listener, Waiting(listener) as room:
        room.end()
        with socket.create_connection(listener.getsockname()) as late:
            late.sendall(b"GET / HTTP/1.1\r\n\r\n")
            listener.settimeout(5)
            taken, _ = listener.accept()
            with taken:
                assert taken.recv(100).startswith(b"GET / ")
