"""``shushuo ask`` from process start to answer: nothing heavy is loaded, and it is over at once."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.qa.library import ROOT

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "fastapi",
    "mcp",
    "langchain",
    "langchain_text_splitters",
    "openpyxl",
}
SCRIPT = """
import sys
from qa.cli import main
code = main(sys.argv[1:])
print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def loaded(*arguments: str) -> tuple[set[str], float]:
    """Top-level modules a command has loaded by its end, and its seconds from process start."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    seconds = time.perf_counter() - begun
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()), seconds


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "示例县人民法院2024年执行到位金额多少"),
        ("ask", "执行到位金额多少", "--json"),
        ("list",),
        ("facts",),
        ("check",),
    ],
)
def test_nothing_heavy_is_loaded(store: Path, command: tuple[str, ...]):
    modules, seconds = loaded(*command, "--store", str(store))
    print(f"shushuo {command[0]}: {seconds:.2f} s")
    assert modules & HEAVY == set()
    assert {"qa", "index", "numpy"} <= modules
    assert seconds < 10
