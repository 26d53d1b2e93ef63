"""``shushuo serve`` for programs and with a password, as a process of its own: what a stranger and a friend get."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from index import build
from qa.cli import main
from tests.visits import ARGUMENTS, chromium

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "examples" / "reports"
PASSWORD = "开门-Passw0rd"
QUESTION = "执行到位金额多少"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("serve") / "library"
    build.add_paths(store, [SAMPLES])
    return store


@contextmanager
def serving(store: Path, *options: str, **environment: str) -> Iterator[int]:
    """A server on a free port, its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "qa.cli", "serve", "--store", str(store), "--port", str(port), *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    assert process.stdout
    try:
        assert process.stdout.readline().startswith("已启动")
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors, errors


def until_there(port: int) -> None:
    """Returns once somebody listens on ``port``."""
    for _ in range(400):
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def call(port: int, path: str, body: bytes | None = None, /, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {name.replace("_", "-"): value.encode() for name, value in headers.items()}
    connection.request("GET" if body is None else "POST", quote(path, safe="/?=&"), body, sent)
    response = connection.getresponse()
    said = response.read().decode()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, said


def test_the_page_is_there_at_once_and_becomes_the_real_one(store: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    begun = time.perf_counter()
    command = [sys.executable, "-m", "qa.cli", "serve", "--store", str(store), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        until_there(port)
        status, headers, said = call(port, "/")
        shown = time.perf_counter() - begun
        assert (status, "正在启动" in said, 'http-equiv="refresh"' in said) == (200, True, True)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert call(port, "/health")[0] == 503
        assert process.stdout.readline().startswith("已启动")
        print(f"first page after {shown:.2f} s, the real one after {time.perf_counter() - begun:.2f} s")
        assert "正在启动" not in call(port, "/")[2]
        assert call(port, "/health")[0] == 200
        assert shown < 3
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


@pytest.mark.browser
def test_who_opens_it_early_gets_the_page_by_itself(store: Path):
    path = chromium()
    from playwright.sync_api import sync_playwright

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page()
        troubles: list[str] = []
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        command = [sys.executable, "-m", "qa.cli", "serve", "--store", str(store), "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            until_there(port)
            page.goto(f"http://127.0.0.1:{port}")
            assert "正在启动" in page.inner_text("body")
            page.locator("#sh-box textarea").wait_for(timeout=30_000)
            assert troubles == []
        finally:
            browser.close()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def port(store: Path) -> Iterator[int]:
    with serving(store) as port:
        yield port


def test_programs_of_this_machine_are_answered_beside_the_page(port: int):
    status, headers, said = call(port, f"/api/ask?question={QUESTION}")
    assert (status, json.loads(said)["answer"]) == (200, "35.8亿元")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers
    assert call(port, "/health")[0] == call(port, "/")[0] == call(port, "/api/openapi.json")[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Forwarded_For": "10.0.0.7"}, 403),
        ({"X_Forwarded_For": "127.0.0.1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 400),
    ],
)
def test_strangers_are_refused_in_json(port: int, headers: dict[str, str], status: int):
    got, sent, said = call(port, f"/api/ask?question={QUESTION}", **headers)
    assert got == status
    assert json.loads(said)["error"]["message"]
    assert sent["x-content-type-options"] == "nosniff"


def test_a_foreign_host_is_told_what_to_do_on_the_page_too(port: int):
    status, _, said = call(port, "/", Host="shu.example")
    assert (status, "SHUSHUO_HOSTS" in said) == (400, True)


def test_two_hundred_at_once_are_answered_or_asked_to_wait(port: int):
    def one(number: int) -> int:
        body = json.dumps({"question": f"示例市法院202{2 + number % 3}年新收案件多少件"}).encode()
        return call(port, "/api/ask", body, Content_Type="application/json")[0]

    with ThreadPoolExecutor(50) as pool:
        assert Counter(pool.map(one, range(50))) == {200: 50}
    with ThreadPoolExecutor(200) as pool:
        seen = Counter(pool.map(one, range(200)))
    assert set(seen) <= {200, 503}
    assert seen[200] >= 100
    assert call(port, "/health")[0] == 200


def test_the_api_can_be_opened_for_other_machines(store: Path):
    with serving(store, "--api", SHUSHUO_HOSTS="shu.example") as port:
        status, _, said = call(port, f"/api/ask?question={QUESTION}", Host="shu.example", X_Forwarded_For="10.0.0.7")
        assert (status, json.loads(said)["answer"]) == (200, "35.8亿元")
        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(lambda _: call(port, "/api/nothing", X_Forwarded_For="10.0.0.7"), range(300)))
        assert {status for status, _, _ in seen} == {404, 429}
        assert {headers["retry-after"] for status, headers, _ in seen if status == 429} == {"1"}
        assert call(port, "/api/reports", X_Forwarded_For="10.0.0.8")[0] == 200


def test_with_a_password_nothing_is_seen_without_it(store: Path, tmp_path: Path):
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    with serving(store, "--password-file", str(file), SHUSHUO_HOSTS="shu.example") as port:
        for path in (
            "/",
            "/config",
            "/shushuo.css",
            "/api/ask?question=问",
            "/api/openapi.json",
            "/gradio_api/queue/data",
            "/report/any",
            "/feedback",
            "/export/facts.csv",
            "/export/compare.xlsx",
        ):
            status, headers, said = call(port, path)
            assert (status, "Basic" in headers["www-authenticate"]) == (401, True), path
            assert "密码" in said
        assert call(port, "/health")[0] == 200
        known = {"Authorization": f"Bearer {PASSWORD}", "X_Forwarded_For": "10.0.0.7", "Host": "shu.example"}
        assert json.loads(call(port, f"/api/ask?question={QUESTION}", **known)[2])["answer"] == "35.8亿元"
        assert call(port, "/", **known)[0] == 200


def test_the_variable_sets_a_password_too(store: Path):
    with serving(store, SHUSHUO_PASSWORD=PASSWORD) as port:
        assert call(port, "/")[0] == 401


@pytest.mark.parametrize(("text", "words"), [("kurz", "至少要8个"), ("", "至少要8个"), (None, "读不了密码文件")])
def test_a_password_that_is_none_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, words: str
):
    file = tmp_path / "password"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert main(["serve", "--store", str(tmp_path / "store"), "--password-file", str(file)]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
