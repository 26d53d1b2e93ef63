"""What every test shares: the corpus beside the project, and golden files that one option rewrites."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.visits import browser, open_page, server  # noqa: F401 - fixtures, for every file that visits the page

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden``: write the files under tests/golden instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the ``golden`` fixture, so that `make golden` runs that and nothing else."""
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.golden)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder SHUSHUO_CORPUS names; the test is skipped where it is unset."""
    named = os.environ.get("SHUSHUO_CORPUS")
    if not named:
        pytest.skip("SHUSHUO_CORPUS is not set")
    folder = Path(named).resolve()
    assert folder.is_dir(), f"SHUSHUO_CORPUS={named} is not a folder"
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)``: ``text`` is what tests/golden/``name`` holds; with --update-golden it becomes that."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is not there: run make golden"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs: run make golden if that is wanted"

    return compare
