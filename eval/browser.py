"""The page as a visitor has it: a server of its own and a headless Chromium, for pictures and for timings."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ANSWER = "#sh-thread .sh-answer"
BOX = "#sh-box textarea"


def shushuo(*arguments: str) -> list[str]:
    """The command line of this very project."""
    return [sys.executable, "-m", "qa.cli", *arguments]


@contextmanager
def served(store: Path) -> Iterator[tuple[str, int]]:
    """The address and the process id of a server of the library in ``store`` that is ready to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = shushuo("serve", "--store", str(store), "--port", str(port))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium of this machine; ``SystemExit`` where there is none."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("找不到 Chromium。请先安装 chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def ask(page: Page, question: str, turn: int = 1) -> None:
    """Types a question, presses Enter and waits for the answer of that turn."""
    page.fill(BOX, question)
    page.keyboard.press("Enter")
    page.locator(ANSWER).nth(turn - 1).wait_for()
