"""The library of the samples that the tests of the asking side share: built once, asked by many, changed by none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import add_paths
from index.store import Store
from qa import Assistant
from tests.qa.library import SAMPLES


def held(store: Path) -> tuple[object, ...]:
    with Store.open(store) as opened:
        return tuple(opened.documents())


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a library of all sample reports; a test that changes a library makes one of its own."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    add_paths(folder, [SAMPLES])
    before = held(folder)
    yield folder
    assert held(folder) == before, "a test has changed the library that others share"


@pytest.fixture(scope="session")
def assistant(store: Path) -> Iterator[Assistant]:
    """An assistant on it."""
    opened = Assistant.open(store)
    yield opened
    opened.close()
