"""Who may come in, and how often: names of this server, the password, the interface for programs, its limits.

Plain ASGI, like the guard that it stands behind or before.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

import anyio
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.guard import HEALTH, LOCAL, App, Message, Receive, Send, for_programs, refuse

MAX_BODY = 512 * 1024
BODY_SECONDS = 10.0
RATE = (600, 100)
"""Calls a minute from one address, and how many of them at once; this machine's own programs are not counted."""
GUESSES = (10, 10)
"""Wrong passwords a minute from one address, and how many of them at once."""
MAX_ADDRESSES = 4096
FORWARDED = frozenset(
    (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip")
)
"""Headers that a proxy adds: what carries one does not come from this machine."""
UNKNOWN_HOST = "这台服务器没有用“{host}”这个名字开放。请改用它的网址，或在服务器上用环境变量 SHUSHUO_HOSTS 写明这个名字后重新启动。"
CLOSED_API = "程序接口只对本机开放。要对别的机器开放，请在服务器上用 shushuo serve --api 启动，或者设密码。"


class Hosts:
    """Refuses requests that name a host other than ours; starlette decides, this says what to do about it."""

    def __init__(self, app: App, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self._check: App = TrustedHostMiddleware(_nothing, allowed_hosts=list(allowed_hosts), www_redirect=False)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        refused: list[Message] = []

        async def hear(message: Message) -> None:
            refused.append(message)

        if scope["type"] == "http":
            await self._check(scope, receive, hear)
        if refused:
            host = _header(scope, b"host")[:100]
            await refuse(scope, send, 400, UNKNOWN_HOST.format(host=host))
        else:
            await self.app(scope, receive, send)


async def _nothing(scope: Message, receive: Receive, send: Send) -> None:
    """Where a request goes whose host is ours."""


class Rate:
    """So many calls a minute from one address, a burst of them at once; a bucket each, the longest unused dropped first."""

    def __init__(self, a_minute: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._fill, self._burst, self._clock = a_minute / 60, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds until ``address`` may call again; 0 if it may now."""
        left = self._left(address)
        return 0 if left >= 1 else math.ceil((1 - left) / self._fill)

    def count(self, address: str) -> None:
        """One call from ``address``."""
        self._buckets[address] = self._left(address) - 1, self._clock()
        self._buckets.move_to_end(address)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)

    def _left(self, address: str) -> float:
        left, at = self._buckets.get(address, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - at) * self._fill)


class Gate:
    """Lets in who has the password, sends programs to ``api`` and everyone else to ``app``.

    With no password ``api`` is for this machine's own programs, unless it is ``open``; ``/health`` is for everyone.
    """

    def __init__(self, app: App, *, api: App, open: bool = False, password: str = "") -> None:
        self.app, self.api, self.open = app, api, open
        self.password = password.encode()
        self._rate, self._guesses = Rate(*RATE), Rate(*GUESSES)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        program = for_programs(scope["path"])
        if self.password and scope["path"] != HEALTH and not await self._known(scope, send):
            return
        if not program:
            await self.app(scope, receive, send)
        elif scope["path"] != HEALTH and not (self.open or self.password or _from_here(scope)):
            await refuse(scope, send, 403, CLOSED_API)
        elif _header(scope, b"sec-fetch-site") in ("cross-site", "same-site"):
            await refuse(scope, send, 403, "请求来自别的网站，已拒绝。")
        elif wait := self._wait(scope):
            await refuse(scope, send, 429, f"请求太频繁。请过{wait}秒再试。", _after(wait))
        else:
            await self._hand_on(scope, receive, send)

    async def _known(self, scope: Message, send: Send) -> bool:
        """Whether the request brings the password; refuses it else."""
        address, given = address_of(scope), _password(_header(scope, b"authorization"))
        if wait := self._guesses.wait(address):
            await refuse(scope, send, 429, f"密码错了太多次。请过{wait}秒再试。", _after(wait))
            return False
        if given is not None and hmac.compare_digest(given, self.password):
            return True
        if given is not None:
            self._guesses.count(address)
        words = "请输入密码。" if given is None else "密码不对。请重新输入。"
        await refuse(scope, send, 401, words, (b"www-authenticate", b'Basic realm="shushuo", charset="UTF-8"'))
        return False

    def _wait(self, scope: Message) -> int:
        if _from_here(scope):
            return 0
        address = address_of(scope)
        wait = self._rate.wait(address)
        if not wait:
            self._rate.count(address)
        return wait

    async def _hand_on(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hands a program's request on once its body is here, whole and not too long."""
        body = bytearray()
        with anyio.move_on_after(BODY_SECONDS) as reading:
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return
                body += message.get("body", b"")
                if len(body) > MAX_BODY:
                    await refuse(scope, send, 413, f"内容太长，至多{MAX_BODY // 1024} KB。", (b"connection", b"close"))
                    return
                if not message.get("more_body"):
                    break
        if reading.cancelled_caught:
            await refuse(scope, send, 408, "内容没有在时限内到齐。请重试。", (b"connection", b"close"))
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        await self.api(scope, replay, send)


def address_of(scope: Message) -> str:
    """The address a request comes from; of IPv6 the network, because one visitor has all of it.

    >>> address_of({"client": ("10.0.0.7", 5000)}), address_of({"client": ("2001:db8::1:2", 5000)})
    ('10.0.0.7', '2001:db8::/64')
    """
    host = str((scope.get("client") or ("", 0))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _from_here(scope: Message) -> bool:
    """Whether a request comes from a program on this machine, by no proxy."""
    try:
        here = ipaddress.ip_address(str((scope.get("client") or ("", 0))[0])).is_loopback
    except ValueError:
        return False
    name = _header(scope, b"host").rpartition(":")[0] or _header(scope, b"host")
    return here and name in LOCAL and not FORWARDED & {header for header, _ in scope["headers"]}


def _password(authorization: str) -> bytes | None:
    """The password of an Authorization header, as browsers (Basic, any user) or programs (Bearer) send it; None if none."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip().encode("latin-1")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(rest.strip(), validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def _header(scope: Message, name: bytes) -> str:
    return next((value.decode("latin-1") for header, value in scope["headers"] if header == name), "")


def _after(seconds: int) -> tuple[bytes, bytes]:
    return b"retry-after", str(seconds).encode()
