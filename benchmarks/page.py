"""How fast the page is, and how many it bears: Enter to answer, loading, many at once, memory over many sessions.

``SHUSHUO_CORPUS=../shared python benchmarks/page.py [--store LIBRARY] [--sessions 1000]`` serves a library of all shared
reports (or of the samples where none are named), visits it with a headless Chromium and calls it as the page's own script
does. Prints a table and writes artefacts/page.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402  run as a script, the project's root is put on the path first

from eval.browser import BOX, chromium, served, shushuo  # noqa: E402

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


async def call(client: httpx.AsyncClient, handler: int, question: str) -> Call:
    """One question of a new session, as the page's script asks it."""
    begun, session = time.perf_counter(), uuid.uuid4().hex
    told = {"data": [question, [], None], "fn_index": handler, "session_hash": session, "trigger_id": 1}
    ended = "error"
    try:
        joined = await client.post("/gradio_api/queue/join", json=told)
        if joined.status_code != 200:
            return Call("refused" if joined.status_code == 503 else "error", time.perf_counter() - begun)
        async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            async for line in stream.aiter_lines():
                said = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if said.get("msg") == "process_completed":
                    ended = "answered" if said["success"] and "sh-answer" in line else "error"
                    break
    except httpx.HTTPError:
        ended = "error"
    return Call(ended, time.perf_counter() - begun)


async def at_once(url: str, handler: int, count: int, many: int) -> list[Call]:
    """``count`` calls, never more than ``many`` of them at a time."""
    gate = asyncio.Semaphore(many)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client:

        async def one(n: int) -> Call:
            async with gate:
                return await call(client, handler, QUESTIONS[n % len(QUESTIONS)])

        return await asyncio.gather(*map(one, range(count)))


def handler_of(url: str) -> int:
    """The number of the handler that answers what is typed into the box."""
    config = httpx.get(f"{url}/config").json()
    return next(int(d["id"]) for d in config["dependencies"] if any(event == "submit" for _, event in d["targets"]))


def summed(calls: Sequence[Call]) -> dict[str, float]:
    """How many ended how, and the 95th percentile of the seconds of those answered."""
    seconds = sorted(one.seconds for one in calls if one.ended == "answered")
    ended = Counter(one.ended for one in calls)
    p95 = seconds[int(0.95 * (len(seconds) - 1))] if seconds else 0.0
    return {**{name: ended[name] for name in ("answered", "refused", "error")}, "p95_s": round(p95, 3)}


def resident(process: int) -> float:
    """Megabytes of memory that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(url: str, process: int, rounds: int, sessions: int) -> dict[str, Any]:
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
    handler = handler_of(url)
    for many in CLIENTS:
        found[f"clients_{many}"] = summed(asyncio.run(at_once(url, handler, many, many)))
    asyncio.run(at_once(url, handler, WARM_UP, AT_ONCE))
    before = resident(process)
    ended = summed(asyncio.run(at_once(url, handler, sessions, AT_ONCE)))
    found["sessions"] = {**ended, "count": sessions, "grown_mb": round(resident(process) - before, 1)}
    return found


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
            url, process, told.rounds, told.sessions
        )
    told.out.parent.mkdir(exist_ok=True)
    told.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
