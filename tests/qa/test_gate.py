"""Who may come in and how often, without a server: requests as ASGI has them."""

from __future__ import annotations

import base64
import json
from typing import Any

import anyio
import pytest

from qa import gate
from qa.gate import Gate, Hosts, Rate, address_of

Reply = tuple[int, dict[str, str], str]
SECRET = "开门-Passw0rd"


async def _app(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    if scope.get("read", True):
        message = await receive()
        body = message["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["name"] + b":" + body})


def named(name: bytes) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _app({**scope, "name": name}, receive, send)

    return app


def build(**options: Any) -> Gate:
    return Gate(named(b"page"), api=named(b"api"), **options)


def ask(
    app: Any, path: str, *, client: str = "127.0.0.1", body: tuple[bytes, ...] = (b"",), **headers: str | bytes
) -> Reply:
    """One request; ``body`` comes in as many pieces."""
    said: list[Any] = []
    pieces = [{"type": "http.request", "body": piece, "more_body": n + 1 < len(body)} for n, piece in enumerate(body)]

    async def receive() -> Any:
        if not pieces:
            await anyio.sleep(60)
        return pieces.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    sent = {"host": "127.0.0.1:7860", **headers}
    scope = {
        "type": "http", "path": path, "client": (client, 5000), "method": "GET",
        "headers": [
            (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode("latin-1"))
            for name, value in sent.items()
        ],
    }  # fmt: skip
    anyio.run(app, scope, receive, send)
    headers_ = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], headers_, b"".join(one.get("body", b"") for one in said[1:]).decode()


def basic(password: str, user: str = "任何人") -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_programs_and_people_go_their_ways():
    app = build()
    for path, who in (("/api/ask", "api:"), ("/health", "api:"), ("/api", "api:"), ("/", "page:"), ("/apis", "page:")):
        assert ask(app, path)[2] == who


@pytest.mark.parametrize(
    "stranger",
    [
        {"client": "10.0.0.7"},
        {"host": "shu.example"},
        {"x_forwarded_for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"x_real_ip": "127.0.0.1"},
        {"client": "2001:db8::1"},
    ],
)
def test_programs_of_other_machines_are_refused_unless_it_is_open(stranger: dict[str, Any]):
    status, _, said = ask(build(), "/api/ask", **stranger)
    assert status == 403
    assert "--api" in json.loads(said)["error"]["message"]
    assert ask(build(), "/health", **stranger)[0] == 200
    assert ask(build(), "/", **stranger)[0] == 200
    assert ask(build(open=True), "/api/ask", **stranger)[0] == 200
    assert ask(build(password=SECRET), "/api/ask", authorization=basic(SECRET), **stranger)[0] == 200


@pytest.mark.parametrize(
    ("client", "host"), [("127.0.0.1", "localhost"), ("::1", "[::1]:7860"), ("127.0.0.5", "127.0.0.1")]
)
def test_this_machine_is_known_by_its_names(client: str, host: str):
    assert ask(build(), "/api/ask", client=client, host=host)[0] == 200


@pytest.mark.parametrize(
    "path", ["/", "/api/ask", "/gradio_api/queue/join", "/config", "/shushuo.css", "/api/openapi.json"]
)
def test_nothing_but_health_is_given_without_the_password(path: str):
    app = build(password=SECRET)
    status, headers, said = ask(app, path)
    assert (status, headers["www-authenticate"]) == (401, 'Basic realm="shushuo", charset="UTF-8"')
    assert "密码" in said
    for wrong in (basic("wrong"), basic(""), "Bearer wrong", "Basic ???", "Basic " + base64.b64encode(b"x").decode()):
        assert ask(app, path, authorization=wrong)[0] == 401
    assert ask(app, path, authorization=basic(SECRET))[0] == 200
    assert ask(app, path, authorization=b"Bearer " + SECRET.encode())[0] == 200
    assert ask(app, "/health")[0] == 200


def test_passwords_cannot_be_guessed_for_long():
    app = build(password=SECRET)
    seen = [ask(app, "/", client="10.0.0.7", authorization=basic(str(n)))[0] for n in range(12)]
    assert seen == [401] * 10 + [429] * 2
    status, headers, _ = ask(app, "/", client="10.0.0.7", authorization=basic(SECRET))
    assert (status, int(headers["retry-after"]) > 0) == (429, True)
    assert ask(app, "/", client="10.0.0.8", authorization=basic(SECRET))[0] == 200
    assert [ask(app, "/", client="10.0.0.9")[0] for _ in range(20)] == [401] * 20  # a visit is no guess


def test_calls_are_counted_by_address_and_not_for_this_machine():
    app = build(open=True)
    seen = [ask(app, "/api/ask", client="10.0.0.7")[0] for _ in range(105)]
    assert seen[:100] == [200] * 100
    status, headers, said = ask(app, "/api/ask", client="10.0.0.7")
    assert (status, headers["retry-after"], json.loads(said)["error"]["code"]) == (429, "1", "too_many_requests")
    assert ask(app, "/api/ask", client="10.0.0.8")[0] == 200
    assert {ask(app, "/api/ask")[0] for _ in range(150)} == {200}


def test_other_sites_do_not_ask_through_a_visitor():
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
        assert ask(build(), "/api/ask", sec_fetch_site=site)[0] == status


def test_a_body_is_handed_on_whole_and_only_so_long():
    app = build()
    assert ask(app, "/api/ask", body=(b"a", b"b", b""))[2] == "api:ab"
    assert ask(app, "/api/ask", body=(b"a" * gate.MAX_BODY,))[0] == 200
    status, _, said = ask(app, "/api/ask", body=(b"a" * 200_000,) * 3)
    assert (status, json.loads(said)["error"]["code"]) == (413, "too_large")


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.05)
    never: list[Any] = []

    async def receive() -> Any:
        await anyio.sleep(5)

    async def send(message: Any) -> None:
        never.append(message)

    scope = {"type": "http", "path": "/api/ask", "client": ("127.0.0.1", 1), "headers": [(b"host", b"localhost")]}
    anyio.run(build(), scope, receive, send)
    assert never[0]["status"] == 408


def test_a_bucket_fills_again_and_the_oldest_are_dropped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gate, "MAX_ADDRESSES", 2)
    now = [100.0]
    rate = Rate(60, 2, clock=lambda: now[0])
    for _ in range(2):
        assert rate.wait("a") == 0
        rate.count("a")
    assert rate.wait("a") == 1
    now[0] += 1
    assert rate.wait("a") == 0
    rate.count("a")
    for other in ("b", "c"):
        rate.count(other)
    assert len(rate._buckets) == 2
    assert rate.wait("a") == 0


@pytest.mark.parametrize("client", [None, ("testclient", 1)])
def test_a_request_from_nowhere_is_no_program_of_this_machine(client: Any):
    assert address_of({"client": client}) == (client or ("",))[0]
    assert gate._from_here({"client": client, "headers": [(b"host", b"localhost")]}) is False


def test_a_host_that_is_not_ours_is_told_what_to_do():
    app = Hosts(named(b"page"), ["127.0.0.1", "shu.example"])
    status, _, said = ask(app, "/", host="other.example")
    assert (status, "other.example" in said, "SHUSHUO_HOSTS" in said) == (400, True, True)
    assert json.loads(ask(app, "/api/ask", host="other.example")[2])["error"]["code"] == "bad_request"
    assert ask(app, "/", host="shu.example:8443")[0] == 200
