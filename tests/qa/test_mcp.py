"""``shushuo mcp`` as an assistant's program meets it: the official SDK's client starts it and calls its tools."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters

from index.build import add_paths, remove
from qa import Assistant
from qa import mcp as tools
from qa.cli import main
from qa.programs import Ask, Programs
from tests.qa.library import REPORT, ROOT

HUZHOU = "湖州法院2024年工作摘要"
Visit = Callable[[Client], Awaitable[Any]]


def visit(store: Path, work: Visit, mode: str = "auto") -> Any:
    """What ``work`` gives with a client of a server of its own."""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = ["-m", "qa.cli", "mcp", "--store", str(store)]

    async def run() -> Any:
        server = StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=ROOT)
        with anyio.fail_after(60):
            async with Client(server, mode=mode) as client:
                return await work(client)

    return anyio.run(run)


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_finds_the_tools_and_asks(store: Path, mode: str):
    async def work(client: Client) -> Any:
        listed = await client.list_tools()
        answer = await client.call_tool("ask", {"question": "执行到位金额多少"})
        return client.instructions, listed.tools, answer

    instructions, listed, answer = visit(store, work, mode)
    assert "数说" in instructions
    assert [tool.name for tool in listed] == ["ask", "facts", "reports", "passages", "read"]
    for tool in listed:
        assert re.search(r"[一-鿿]", tool.description)
        assert tool.annotations.read_only_hint
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"
    assert not answer.is_error
    assert json.loads(answer.content[0].text) == answer.structured_content
    wanted = Programs(Assistant.open(store)).ask(Ask(question="执行到位金额多少"))
    assert timeless(answer.structured_content) == timeless(wanted)


def test_every_tool_gives_what_it_says(store: Path):
    """The client checks each result against the tool's schema by itself."""

    async def work(client: Client) -> Any:
        await client.list_tools()
        facts = await client.call_tool("facts", {"report": HUZHOU, "metric": "执行到位"})
        reports = await client.call_tool("reports", {})
        passages = await client.call_tool("passages", {"question": "执行到位金额", "limit": 2})
        first = passages.structured_content["passages"][0]
        read = await client.call_tool("read", {"report": first["report"], "start": first["start"], "length": 20})
        return facts, reports, passages, read

    facts, reports, passages, read = (result.structured_content for result in visit(store, work))
    assert "35.8亿元" in [fact["raw"] for fact in facts["facts"]]
    assert len(reports["reports"]) == 11
    assert len(passages["passages"]) == 2
    assert passages["passages"][0]["text"].startswith(read["text"])


def test_what_is_wrong_is_told_in_chinese_and_the_server_goes_on(store: Path):
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ask", {}), ("ask", {"question": "？"}), ("ask", {"question": "问", "reports": ["没有这份"]}),
        ("read", {"report": "没有这份"}), ("facts", {"limit": 0}), ("nothing", {}), ("ask", {"question": "问" * 2001}),
    ]  # fmt: skip

    async def work(client: Client) -> Any:
        return [await client.call_tool(name, given) for name, given in calls] + [
            await client.call_tool("ask", {"question": "湖州法院执行到位金额多少"})
        ]

    *wrong, right = visit(store, work)
    words = (
        "没有写 question",
        "没有文字",
        "没有“没有这份”",
        "没有“没有这份”",
        "limit 至少是1",
        "没有“nothing”这个工具",
        "至多2000个字",
    )
    for result, told in zip(wrong, words, strict=True):
        assert result.is_error
        assert told in result.content[0].text
        assert "Traceback" not in result.content[0].text
    assert right.structured_content["answer"] == "35.8亿元"


def test_a_library_that_is_not_there_yet_is_told_and_then_used(tmp_path: Path):
    store = tmp_path / "store"
    (tmp_path / "报告2024.txt").write_text(REPORT, encoding="utf-8")

    async def work(client: Client) -> Any:
        before = await client.call_tool("ask", {"question": "执行到位金额多少"})
        await anyio.to_thread.run_sync(lambda: add_paths(store, [tmp_path / "报告2024.txt"]))
        after = await client.call_tool("ask", {"question": "执行到位金额多少"})
        await anyio.to_thread.run_sync(lambda: remove(store, ["报告2024"]))
        return before, after, await client.call_tool("ask", {"question": "执行到位金额多少"})

    before, after, gone = visit(store, work)
    assert before.is_error
    assert "shushuo add" in before.content[0].text
    assert after.structured_content["answer"] == "35.8亿元"
    assert gone.structured_content["reason"] == "empty_library"


def handshake(version: str = "2025-06-18") -> str:
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    ]  # fmt: skip
    return "".join(json.dumps(one) + "\n" for one in sent)


def started(script: str, store: Path) -> subprocess.Popen[str]:
    """The server as a process of its own that runs ``script``."""
    return subprocess.Popen(
        [sys.executable, "-c", script, "mcp", "--store", str(store)], cwd=ROOT, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_nothing_but_the_protocol_is_on_stdout_and_the_end_of_input_ends_it(store: Path):
    """Lines that are no messages among the real ones; what a handler prints goes to stderr."""
    ask = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "执行到位金额多少"}},
    }
    script = (
        "import sys, qa.programs as p\n"
        "old = p.Programs.ask\n"
        "def loud(self, given):\n    print('STRAY'); return old(self, given)\n"
        "p.Programs.ask = loud\n"
        "from qa.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    process = started(script, store)
    assert process.stdin
    assert process.stdout
    process.stdin.write(handshake() + "no json\n" + json.dumps(ask) + "\n")
    process.stdin.flush()
    lines: list[str] = []
    while not any('"id":2' in line.replace(" ", "") for line in lines):
        line = process.stdout.readline()
        assert line, "the server has ended"
        lines.append(line)
    rest, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    for line in [*lines, *rest.splitlines()]:
        assert json.loads(line)["jsonrpc"] == "2.0"
    assert "Traceback" not in errors


def test_no_network_is_used(store: Path):
    """With every way out of the machine closed off, the tools work as before."""
    script = (
        "import socket, sys\n"
        "def closed(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = closed\nsocket.getaddrinfo = closed\n"
        "from qa.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    ask = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "执行到位金额多少"}},
    }
    process = started(script, store)
    assert process.stdin
    assert process.stdout
    process.stdin.write(handshake() + json.dumps(ask) + "\n")
    process.stdin.flush()
    process.stdout.readline()
    answer = json.loads(process.stdout.readline())
    process.communicate(timeout=20)
    assert answer["result"]["structuredContent"]["answer"] == "35.8亿元"


def test_without_the_sdk_the_cure_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["mcp", "--store", str(tmp_path)]) == 1
    assert "pip install 'shushuo[mcp]'" in capsys.readouterr().err


def test_it_is_ready_in_time(store: Path):
    async def work(client: Client) -> float:
        return time.perf_counter()

    begun = time.perf_counter()
    print(f"connected after {visit(store, work) - begun:.2f} s")
    assert time.perf_counter() - begun < 15


def test_the_tools_are_the_programs_of_the_api():
    assert {tool.name for tool in tools.TOOLS} >= {"ask", "facts", "reports"}
