"""The commands that both READMEs show in code blocks run as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from eval.shots import SHOTS
from qa.cli import main

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "examples" / "reports"
READMES = ("README.md", "README.en.md")
SKIPPED = ("serve", "mcp")
PLACEHOLDERS = {"报告名", "REPORT"}
"""Names of reports that the READMEs make up; such reports are put where ``add`` is told to look."""


def blocks(readme: str) -> list[tuple[str, str]]:
    """Language and text of every fenced block."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(readme: str) -> list[list[str]]:
    """The arguments of every ``shushuo`` command in a block of shell commands, in order."""
    lines = [
        line.removeprefix("$ ") for language, text in blocks(readme) if language == "sh" for line in text.split("\n")
    ]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("shushuo ")]


def prepare(folder: Path, arguments: list[str]) -> None:
    """Put what a command reads where it looks for it: a report, a folder of reports, a file of questions."""
    for name in arguments:
        path = folder / name
        if path.suffix == ".txt":
            shutil.copy(SAMPLES / "湖州法院2024年工作摘要.txt", path)
        elif path.suffix == ".jsonl":
            lines = (ROOT / "eval" / "cases" / "digests.jsonl").read_text(encoding="utf-8").splitlines()[:5]
            path.write_text("\n".join(lines), encoding="utf-8")
    if arguments[0] == "add":
        for name in arguments[1:]:
            if not Path(name).suffix and not name.startswith("-"):
                (folder / name).mkdir(exist_ok=True)
                for made_up in PLACEHOLDERS:
                    text = f"2024年，{made_up}新收案件12件。"
                    (folder / name / f"{made_up}.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_of_a_readme_run(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "store"
    assert main(["add", str(SAMPLES), "--store", str(store)]) == 0
    shown = [arguments for arguments in commands(readme) if arguments[0] not in SKIPPED]
    # What adds goes first, so that what removes has something to remove, whatever the order on the page.
    for arguments in sorted(shown, key=lambda words: words[0] != "add"):
        prepare(tmp_path, arguments)
        code = main([*arguments, "--store", str(store)])
        assert code == 0, (arguments, capsys.readouterr())
    assert capsys.readouterr().err.count("错误") == 0


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_every_everyday_command(readme: str):
    shown = {arguments[0] for arguments in commands(readme)}
    assert {"ask", "add", "list", "remove", "check", "rebuild", "eval", "serve"} <= shown


def test_the_chinese_readme_shows_all_that_the_english_one_does():
    assert {a[0] for a in commands(READMES[1])} <= {a[0] for a in commands(READMES[0])}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_the_four_pictures_and_the_newcomers_path(readme: str):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert sorted(re.findall(r"!\[[^\]]+\]\(docs/shots/(\w+)\.webp\)", text)) == sorted(SHOTS)
    for name in SHOTS:
        picture = (ROOT / "docs" / "shots" / f"{name}.webp").read_bytes()
        assert picture[:4] + picture[8:12] == b"RIFFWEBP"
        assert len(picture) < 150_000
    path = next(block for language, block in blocks(readme) if block.startswith("git clone"))
    assert len(path.splitlines()) == 2


@pytest.mark.parametrize("readme", READMES)
def test_the_example_of_the_readme_is_what_is_answered(readme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The dialogue at the top: the question is asked of the samples, and the figure and its badge come back."""
    block = next(text for language, text in blocks(readme) if language == "text")
    asked = re.search(r"(?:问：|Q: )(\S+)", block)
    said = re.search(r"(?:答：|A: ).*?([0-9.]+[^\s。〔\[]*元)", block)
    assert asked
    assert said
    store = str(tmp_path / "store")
    assert main(["add", str(SAMPLES), "--store", store]) == 0
    capsys.readouterr()
    assert main(["ask", asked[1], "--json", "--store", store]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["answer"] == said[1]
    assert row["citations"][0]["report"] in block
    assert row["facts"][0]["status"] in block
