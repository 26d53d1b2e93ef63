"""A report that was removed and put back is as it was, to the byte."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import build
from index.errors import StoreError
from index.store import Store
from index.undo import put_back, take_out
from tests.qa.library import SAMPLES, digests

NAME = "湖州法院2024年工作摘要"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return digests(tmp_path / "library")


def rows(store: Path) -> list[str]:
    with sqlite3.connect(store / "library.sqlite") as db:
        return [line for line in db.iterdump() if "manifest" not in line]


def test_a_report_put_back_is_as_it_was(library: Path):
    build.set_by_hand(library, [NAME], {"entity": "示例法院"})
    before = rows(library)
    removed = take_out(library, [NAME])
    assert rows(library) != before
    assert put_back(library, removed) == [NAME]
    assert rows(library) == before
    with Store.open(library) as store:
        assert store.check() == []
        assert store.settings() == {NAME: {"entity": "示例法院"}}


def test_the_last_report_can_be_put_back_too(library: Path):
    with Store.open(library) as store:
        names = [info.name for info in store.documents()]
    before = rows(library)
    put_back(library, take_out(library, names))
    assert rows(library) == before


def test_nothing_is_removed_where_one_name_is_unknown(library: Path):
    before = rows(library)
    with pytest.raises(StoreError, match="没有“无此报告”"):
        take_out(library, [NAME, "无此报告"])
    assert rows(library) == before


def test_a_report_that_is_there_again_is_not_overwritten(library: Path):
    removed = take_out(library, [NAME])
    build.add_paths(library, [SAMPLES / f"{NAME}.txt"])
    before = rows(library)
    with pytest.raises(StoreError, match="又有了"):
        put_back(library, removed)
    assert rows(library) == before
