"""``python -m eval.shots``: the four pictures of the READMEs, taken of the page on the samples."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from eval.browser import ask, chromium, served, shushuo

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "shots"
WIDTH = 1440
QUESTION = "湖州法院2024年执行到位金额多少"


def start(page: Page) -> None:
    """The page before the first question."""
    page.locator(".sh-example").first.wait_for()


def question(page: Page) -> None:
    """An answer beside its evidence."""
    start(page)
    ask(page, QUESTION)
    page.locator("#sh-evidence .sh-proof").first.wait_for()


def check(page: Page) -> None:
    """The report opened at the figure."""
    question(page)
    page.locator("#sh-thread .sh-source a.sh-open").first.click()
    page.locator("#sh-dialog mark.sh-asked").first.wait_for()


def compare(page: Page) -> None:
    """Two bodies over three years, as a table and a plot."""
    page.get_by_role("tab", name="对比", exact=True).click()
    page.fill("#sh-metrics textarea", "新收案件")
    for place, options in (
        ("bodies", ("示例市中级人民法院", "示例县人民法院")),
        ("years", ("2022年", "2023年", "2024年")),
    ):
        for option in options:
            page.click(f"#sh-{place} input")
            page.get_by_role("option", name=option, exact=True).click()
        page.keyboard.press("Escape")
    page.click("#sh-compare-button")
    page.locator("#sh-compared svg.sh-chart[viewBox]").wait_for()


SHOTS: dict[str, tuple[Callable[[Page], None], int]] = {
    "start": (start, 700),
    "ask": (question, 800),
    "check": (check, 800),
    "compare": (compare, 830),
}
"""What each picture shows, and its height in pixels."""


def main() -> int:
    """Takes the pictures and writes them to ``docs/shots``."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "library"
        subprocess.run(shushuo("add", str(ROOT / "examples" / "reports"), "--store", str(store)), check=True)
        with served(store) as (url, _), chromium() as browser:
            for name, (show, height) in SHOTS.items():
                page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
                page.goto(url)
                page.locator(".sh-example").first.wait_for()
                show(page)
                page.wait_for_timeout(400)  # what fades in has done so
                path = FOLDER / f"{name}.webp"
                size = write(page.screenshot(), path)
                print(f"{path.relative_to(ROOT)}  {size / 1000:.0f} KB")
                page.close()
    return 0


def write(png: bytes, path: Path) -> int:
    """Writes a picture as lossless WebP, which keeps letters sharp; its size in bytes."""
    from PIL import Image

    Image.open(io.BytesIO(png)).convert("RGB").save(path, "WEBP", lossless=True, method=6)
    return path.stat().st_size


if __name__ == "__main__":
    raise SystemExit(main())
