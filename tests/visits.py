"""The page for tests: a server of its own, a real headless Chromium, and visits that record what went on behind them."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.qa.library import digests

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "examples" / "reports"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WAIT = 15_000
LAWFUL = {"warning", "info", "log", "debug"}


def chromium() -> str:
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found:
        told = "Chromium is not installed, so the page cannot be tried in a browser"
        if os.environ.get("SHUSHUO_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return found


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    store: Path
    said: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def names(self) -> set[str]:
        return set(self.ids())

    def ids(self) -> dict[str, str]:
        from index.store import Store

        with Store.open(self.store) as store:
            return {info.name: info.id for info in store.documents()}

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(store: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "qa.cli", "serve", "--store", str(store), "--port", str(port)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = digests(tmp_path_factory.mktemp("ui") / "library")
    port = free_port()
    process = serve(store, port)
    assert process.stdout
    yield Server(process, port, store, process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser():
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@dataclass
class Visit:
    """A page with everything that went on behind it."""

    page: Any
    server: Server
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, question: str, turn: int = 1) -> str:
        """Types the question, presses Enter, gives the answer's text."""
        self.page.fill("#sh-box textarea", question)
        self.page.keyboard.press("Enter")
        return self.answer(turn)

    def answer(self, turn: int = 1) -> str:
        place = self.page.locator("#sh-thread .sh-answer").nth(turn - 1)
        place.wait_for(timeout=WAIT)
        return str(place.inner_text())

    def reload(self) -> None:
        before = len(self.troubles)
        self.page.reload(wait_until="commit")
        del self.troubles[before:]  # gradio tells of the stream that leaving the page cuts
        self.page.locator(".sh-example").first.wait_for(timeout=WAIT)

    def tab(self, name: str) -> None:
        """Turns to a tab of the page."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def add(self, *files: dict[str, object] | str) -> str:
        self.tab("报告")
        self.page.set_input_files("#sh-files input[type=file]", list(files))
        self.page.locator("#sh-news li").first.wait_for(timeout=WAIT)
        return str(self.page.inner_text("#sh-news"))


@pytest.fixture
def open_page(server: Server, browser, request: pytest.FixtureRequest):
    """Opens the page at a size; at the end no request may have left the machine and no error may have been logged.

    Where SHUSHUO_SHOTS names a folder, the page is pictured there as the test leaves it.
    """
    visits: list[Visit] = []

    def opened(width: int = 1440, height: int = 900, **options: object) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", **options)
        visit = Visit(context.new_page(), server)
        page = visit.page
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("console", lambda said: visit.troubles.append(said.text) if said.type not in LAWFUL else None)
        page.on("pageerror", lambda error: visit.troubles.append(str(error)))
        page.on("dialog", visit.dismiss)
        page.goto(server.url)
        page.locator(".sh-example").first.wait_for(timeout=WAIT)
        visits.append(visit)
        return visit

    yield opened
    for n, visit in enumerate(visits):
        if folder := os.environ.get("SHUSHUO_SHOTS"):
            name = re.sub(r"[^\w-]+", "-", request.node.name)
            visit.page.screenshot(path=Path(folder) / f"{name}-{n}.png")
        visit.page.context.close()
        assert [url for url in visit.requests if not url.startswith((server.url, "data:", "blob:"))] == []
        assert visit.troubles == []


def upload(name: str, content: str | bytes) -> dict[str, object]:
    data = content if isinstance(content, bytes) else content.encode()
    return {"name": name, "mimeType": "text/plain", "buffer": data}
