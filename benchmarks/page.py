"""How fast the page is, and how many it bears: Enter to answer, loading, many at once, memory over many sessions.

``SHUSHUO_CORPUS=../shared python benchmarks/page.py [--store LIBRARY] [--sessions 1000]`` serves a library of all shared
reports (or of the samples where none are named), visits it with a headless Chromium and calls it as the page's own script
does: it posts the question and reads the stream of what becomes of it, over a plain socket, because a client that computes
much would take the server's cores; what it takes is told with the rest. No two of the calls at once ask the same: the
questions are made from the library's own facts, every tenth of a year that it does not have.
Prints a table and writes artefacts/page.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402  run as a script, the project's root is put on the path first

from eval.browser import BOX, chromium, served, shushuo  # noqa: E402
from index.store import Store  # noqa: E402
from index.units import QUANTITIES  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTIONS = tuple(
    f"{body}{year}年{metric}多少"
    for body, year in (("湖州法院", 2024), ("德清法院", 2024), ("全国", 2023), ("湖州法院", 2023))
    for metric in ("执行到位金额", "新收案件", "审结案件", "诉前调解成功", "民商事案件")
)
CLIENTS = (50, 200)
WARM_UP = 200
AT_ONCE = 8
PATIENCE = 120.0
LONGEST = 14
"""A longer metric is nothing that anybody asks for."""
MOST_LINE = 1 << 20
COMPLETED = b'"process_completed"'
WATCH = """() => {
  let asked = 0, words = "";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { asked = performance.now(); words = event.target.value; window.shTook = 0; }
  }, true);
  new MutationObserver(() => {
    const [question, answer] = [...document.querySelectorAll("#sh-thread :is(.sh-question, .sh-answer)")].slice(-2);
    if (!asked || !answer?.matches(".sh-answer") || question.textContent !== words) return;
    const begun = asked;
    asked = 0;
    requestAnimationFrame(() => { window.shTook = performance.now() - begun; });
  }).observe(document.body, { childList: true, subtree: true });
}"""
"""Times, in the page itself, from Enter to the frame that shows the answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """What became of one call: how it ended, and after how many seconds."""

    ended: str
    seconds: float


def asked(page: Page) -> list[float]:
    """Milliseconds from Enter to the visible answer, for each question; the first two only warm up."""
    page.evaluate(WATCH)
    took = []
    for question in (*QUESTIONS[-2:], *QUESTIONS):
        page.fill(BOX, question)
        page.keyboard.press("Enter")
        while not (ms := page.evaluate("window.shTook")):
            page.wait_for_timeout(5)
        took.append(float(ms))
    return took[2:]


def loaded(browser: Browser, url: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds from navigation to a box that takes a question, with an empty and with a filled cache."""
    took: dict[str, list[float]] = {"cold": [], "warm": []}
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        for kind in took:
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.locator(BOX).wait_for(timeout=PATIENCE * 1000)
            took[kind].append((time.perf_counter() - begun) * 1000)
            page.close()
        context.close()
    return took


def made(store: Path, count: int = 10_000) -> list[str]:
    """At most ``count`` questions, no two the same, whose answers are facts of the library; every tenth finds none."""
    with Store.open(store) as library:
        facts = [fact for fact in library.facts() if fact.kind == "level" and fact.figure.kind in QUANTITIES]
    plain = [
        (fact.entity, int(fact.period), fact.metric)
        for fact in facts
        if fact.entity and fact.period.isdigit() and 2 <= len(fact.metric) <= LONGEST and fact.metric.isalnum()
    ]
    told = list(dict.fromkeys(plain))
    random.Random(0).shuffle(told)
    return [
        f"{body}{year - (10 if n % 10 == 9 else 0)}年{what}是多少" for n, (body, year, what) in enumerate(told[:count])
    ]


async def call(address: tuple[str, int], handler: int, question: str) -> Call:
    """One question of a new session, as the page's script asks it."""
    begun = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection(*address, limit=MOST_LINE)
        with closing(writer):
            ended = await asyncio.wait_for(_asked(reader, writer, handler, question), PATIENCE)
    except (OSError, EOFError, ValueError, TimeoutError) as error:
        ended = f"error: {type(error).__name__}"
    return Call(ended, time.perf_counter() - begun)


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: int, question: str) -> str:
    session = uuid.uuid4().hex
    body = json.dumps(
        {"data": [question, [], None], "fn_index": handler, "session_hash": session, "trigger_id": 1}
    ).encode()
    host = ":".join(map(str, writer.get_extra_info("peername")[:2]))
    head = f"Host: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(f"POST /gradio_api/queue/join HTTP/1.1\r\n{head}".encode() + body)
    status, length = 0, 0
    while line := (await reader.readline()).strip():
        status = status or int(line.split()[1])
        length = int(line[15:]) if line.lower().startswith(b"content-length:") else length
    await reader.readexactly(length)
    if status != 200:
        return "refused" if status == 503 else f"error: {status}"
    writer.write(f"GET /gradio_api/queue/data?session_hash={session} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    while line := await reader.readline():
        if line.startswith(b"data: ") and COMPLETED in line[:100]:
            said = json.loads(line[6:])
            return "answered" if said["success"] and b"sh-answer" in line else f"error: {said['output']}"
    return "error: the stream ended"


async def at_once(url: str, handler: int, questions: Sequence[str], count: int, many: int) -> list[Call]:
    """``count`` calls, never more than ``many`` of them at a time."""
    gate = asyncio.Semaphore(many)
    address = url.removeprefix("http://").split(":")

    async def one(n: int) -> Call:
        async with gate:
            return await call((address[0], int(address[1])), handler, questions[n % len(questions)])

    return await asyncio.gather(*map(one, range(count)))


def handler_of(url: str) -> int:
    """The number of the handler that answers what is typed into the box."""
    config = httpx.get(f"{url}/config").json()
    return next(int(d["id"]) for d in config["dependencies"] if any(event == "submit" for _, event in d["targets"]))


def summed(calls: Sequence[Call]) -> dict[str, Any]:
    """How many ended how, and the median and the 95th percentile of the seconds of those answered."""
    seconds = sorted(one.seconds for one in calls if one.ended == "answered")
    ended = Counter(one.ended.split(":")[0] for one in calls)
    told: dict[str, Any] = {name: ended[name] for name in ("answered", "refused", "error")}
    if seconds:
        told |= {
            "p50_s": round(seconds[len(seconds) // 2], 3),
            "p95_s": round(seconds[int(0.95 * (len(seconds) - 1))], 3),
        }
    if errors := sorted({one.ended for one in calls if one.ended.startswith("error")}):
        told["errors"] = errors[:3]
    return told


def family(process: int) -> list[int]:
    """A process and all that came of it."""
    held = Path(f"/proc/{process}/task").glob("*/children")
    return [process, *(one for file in held for child in file.read_text().split() for one in family(int(child)))]


def resident(process: int) -> float:
    """Megabytes of memory that a process and all that came of it hold, what they share counted once for each."""
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(process)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def crowds(url: str, process: int, questions: Sequence[str], sessions: int) -> dict[str, Any]:
    """Many clients at once, and the memory over many sessions."""
    handler, found = handler_of(url), {}
    asyncio.run(at_once(url, handler, questions[-WARM_UP:], WARM_UP, AT_ONCE))
    for many in CLIENTS:
        begun, own = time.perf_counter(), time.process_time()
        calls = asyncio.run(at_once(url, handler, questions, many, many))
        took, own = time.perf_counter() - begun, time.process_time() - own
        found[f"clients_{many}"] = {**summed(calls), "all_s": round(took, 3), "client_core": round(own / took, 2)}
    before = resident(process)
    ended = summed(asyncio.run(at_once(url, handler, questions, sessions, AT_ONCE)))
    held = {
        "processes": len(family(process)),
        "held_mb": round(before),
        "grown_mb": round(resident(process) - before, 1),
    }
    found["sessions"] = {**ended, "count": sessions, "questions": len(questions), **held}
    return found


def measure(url: str, process: int, rounds: int, sessions: int, questions: Sequence[str]) -> dict[str, Any]:
    """Everything of one server."""
    found: dict[str, Any] = {}
    with chromium() as browser:
        browser.new_page().goto(url)
        times = loaded(browser, url, rounds)
        found["load_ms"] = {kind: {"median": statistics.median(one), "least": min(one)} for kind, one in times.items()}
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.locator(".sh-example").first.wait_for(timeout=PATIENCE * 1000)
        took = asked(page)
        found["answer_ms"] = {"median": statistics.median(took), "least": min(took), "most": max(took)}
    return found | crowds(url, process, questions, sessions)


def table(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The findings, a line each."""
    return "\n".join(f"{name:12} {json.dumps(told, ensure_ascii=False)}" for name, told in found.items())


def main() -> int:
    """Serves a library, measures the page on it, prints and writes what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a library that is there already")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=ROOT / "artefacts" / "page.json")
    told = parser.parse_args()
    with ExitStack() as stack:
        store = told.store
        if store is None:
            store = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "library"
            corpus = os.environ.get("SHUSHUO_CORPUS")
            reports = Path(corpus) / "reports" if corpus else ROOT / "examples" / "reports"
            subprocess.run(shushuo("add", str(reports), "--store", str(store)), check=True, stdout=subprocess.DEVNULL)
        url, process = stack.enter_context(served(store))
        found = {"load": {"average": [round(one, 1) for one in os.getloadavg()]}} | measure(
            url, process, told.rounds, told.sessions, made(store)
        )
    told.out.parent.mkdir(exist_ok=True)
    told.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
