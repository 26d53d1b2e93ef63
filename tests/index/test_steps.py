"""How far the reading of a long file is: told by page and by share, through every process, and nobody has to listen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import ahead, steps
from index.build import ADDED, UNCHANGED, add_paths
from index.load import Guarded
from index.load.wire import RENEWED, packed, step_in, step_packed
from index.records import RawText
from tests.pdfs import Page, pdf

ROOT = Path(__file__).parents[2]
PAGES = 25
LINE = "2024年，全市法院共执结案件18049件，执行到位金额35.8亿元，同比上升13.7%。"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "EVERY", 0.0)


def slow_pdf(pages: int = PAGES) -> bytes:
    """So many pages that a step is due before the last is read."""
    made = []
    for n in range(pages):
        page = Page()
        page.lines(60, 780, [f"{n}{LINE}"] * 46)
        made.append(page)
    return pdf(made)


def test_steps_are_told_within_and_nowhere_else():
    told: list[tuple[str, int, int]] = []
    steps.at(steps.PAGES, 1, 2)
    with steps.watched(lambda *step: told.append(step)):
        steps.at(steps.PAGES, 1, 2)
        with steps.watched(lambda *step: None):
            steps.at(steps.TEXT, 5, 6)
        steps.at(steps.TEXT, 3, 4)
    steps.at(steps.PAGES, 2, 2)
    assert told == [("pages", 1, 2), ("text", 3, 4)]


def test_steps_are_not_told_more_often_than_they_can_be_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "EVERY", 60.0)
    told: list[tuple[str, int, int]] = []
    with steps.watched(lambda *step: told.append(step)):
        steps.at(steps.PAGES, 1, 2)
    assert told == []


def test_a_slow_step_renews_the_time_and_is_no_count():
    told: list[object] = []
    steps.renewed()
    with steps.watched(lambda *step: told.append(step), lambda: told.append("renewed")):
        steps.renewed()
        with steps.watched(lambda *step: told.append(step)):
            steps.renewed()
    assert told == ["renewed"]
    assert step_in(step_packed(RENEWED)) == (RENEWED, 0, 0)


def test_a_step_is_no_answer_and_an_answer_is_no_step():
    assert step_in(step_packed("pages", 3, 9)) == ("pages", 3, 9)
    assert step_in(packed(RawText('{"step": 1}', "utf-8"))) is None
    assert step_in(b"") is None
    assert step_in(step_packed("other", 3, 9)) is None
    assert step_in(step_packed("pages", 3, 9)[:-1]) is None


def test_pages_are_told_by_the_process_that_reads_them(monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[str, int, int]] = []
    with Guarded() as guarded, steps.watched(lambda *step: told.append(step)):
        raw = guarded.load_bytes(slow_pdf())
    assert {run.page for run in raw.runs} == set(range(1, PAGES + 1))
    assert told
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert {(what, total) for what, _, total in told} == {("pages", PAGES)}


@pytest.mark.parametrize("together", [False, True], ids=["alone", "with processes ahead"])
def test_a_library_is_told_pages_and_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: bool):
    (tmp_path / "甲.pdf").write_bytes(slow_pdf())
    (tmp_path / "乙.txt").write_text(f"{LINE}\n" * 600, encoding="utf-8")
    if together:
        monkeypatch.setattr(ahead, "WORTH_BYTES", 1)
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
    told: list[tuple[str, int, int]] = []
    add_paths(
        tmp_path / "库",
        [tmp_path / "甲.pdf", tmp_path / "乙.txt"],
        progress=lambda what, done, total: told.append((what, done, total)),
    )
    names = [what for what, _, _ in told]
    assert any(name.startswith("甲（第") and name.endswith(f"页，共{PAGES}页）") for name in names)
    assert together or any(name.startswith("乙（") and name.endswith("%）") for name in names)
    assert [(what, done) for what, done, _ in told if what in ("甲", "乙")] == [("甲", 0), ("乙", 1)]


KILLED = """
import os, signal, sys
from pathlib import Path
from index import build
build.BATCH_CHARACTERS = 1
def tell(what, done, total):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)
build.add_paths(Path(sys.argv[1]), [Path(sys.argv[2])], progress=tell)
"""


def test_a_killed_add_goes_on_where_it_was(tmp_path: Path):
    folder = tmp_path / "报告"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}院.txt").write_text(f"{n}院{LINE}", encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "库"), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    again = add_paths(tmp_path / "库", [folder])
    assert [outcome.status for outcome in again] == [UNCHANGED, UNCHANGED, ADDED, ADDED]
