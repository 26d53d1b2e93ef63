"""Files of reports are kept for the pictures of their pages, as long as their reports are there, and no longer."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from index import build, originals
from index.load import limits
from index.originals import Originals, kept, packed, unpacked
from index.store import Store
from index.undo import put_back, take_out
from tests.pdfs import Page, pdf

NAME = "甲县法院2024年工作报告"


def report(figure: str = "1.23亿元") -> bytes:
    page = Page()
    page.lines(72, 760, ["甲县人民法院工作报告", f"2024年，全县法院执行到位金额{figure}。"])
    return pdf([page])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.pdf"
    path.write_bytes(report())
    return path


@pytest.fixture
def library(tmp_path: Path, file: Path) -> Path:
    other = tmp_path / "乙县法院2024年工作报告.txt"
    other.write_text("乙县人民法院工作报告\n2024年，全县法院新收案件777件。\n", encoding="utf-8")
    build.add_paths(tmp_path / "library", [file, other])
    return tmp_path / "library"


def forget(library: Path) -> None:
    with closing(sqlite3.connect(library / "library.sqlite")) as db:
        db.execute("DELETE FROM originals")
        db.commit()


def held(library: Path) -> dict[str, bytes | None]:
    with Store.open(library) as store:
        assert store.check() == []
        return {info.name: store.original(info.id) for info in store.documents()}


def test_a_file_comes_back_as_it_was_or_not_at_all():
    data = report()
    identity = hashlib.sha256(data).hexdigest()
    assert unpacked(packed(data), identity) == data
    assert unpacked(packed(data + b" "), identity) is None
    assert unpacked(packed(data)[:-9], identity) is None
    assert unpacked(b"", identity) is None


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MAX_ORIGINAL", 1000)
    data = bytes(10_000)
    assert unpacked(zlib.compress(data), hashlib.sha256(data).hexdigest()) is None


def test_only_files_with_pages_to_draw_are_kept_and_none_above_the_limit(monkeypatch: pytest.MonkeyPatch):
    assert kept("2024年，新收案件777件。".encode(), "TXT") is None
    assert kept(report(), "PDF") is not None
    monkeypatch.setattr(limits, "MAX_ORIGINAL", 100)
    assert kept(report(), "PDF") is None


def test_a_file_is_taken_once_and_handed_on_once():
    taking = Originals({"held"})
    for identity in ("held", "new", "new"):
        taking.add(identity, report(), "PDF")
    assert [*taking.taken()] == ["new"]
    assert taking.taken() == {}


def test_so_many_bytes_are_stored_before_more_are_taken(monkeypatch: pytest.MonkeyPatch):
    taking = Originals(())
    assert not taking.many
    monkeypatch.setattr(originals, "ENOUGH", 10)
    taking.add("new", report(), "PDF")
    assert taking.many


def test_the_file_of_a_pdf_is_kept_and_that_of_a_text_is_not(library: Path, file: Path):
    found = held(library)
    assert found[NAME] == file.read_bytes()
    assert [name for name, data in found.items() if data is None] == ["乙县法院2024年工作报告"]


def test_a_file_outlives_what_is_understood_anew(library: Path, file: Path):
    build.set_by_hand(library, [NAME], {"entity": "示例法院"})
    build.rebuild(library)
    assert held(library)[NAME] == file.read_bytes()


def test_a_file_goes_with_its_report_and_comes_back_with_it(library: Path, file: Path):
    removed = take_out(library, [NAME])
    with closing(sqlite3.connect(library / "library.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM originals").fetchone() == (0,)
    assert file.read_bytes()[-60:] not in (library / "library.sqlite").read_bytes()
    put_back(library, removed)
    assert held(library)[NAME] == file.read_bytes()


def test_another_file_of_the_name_takes_the_place_of_the_first(library: Path, file: Path):
    file.write_bytes(report("4.56亿元"))
    build.add_paths(library, [file])
    assert held(library)[NAME] == file.read_bytes()
    with closing(sqlite3.connect(library / "library.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM originals").fetchone() == (1,)


def test_a_report_of_an_older_library_gets_its_file_when_it_is_added_again(library: Path, file: Path):
    forget(library)
    assert held(library)[NAME] is None
    [outcome] = build.add_paths(library, [file])
    assert outcome.status == build.UNCHANGED
    assert held(library)[NAME] == file.read_bytes()


def test_a_changed_file_is_found_by_the_check_and_is_none(library: Path):
    with closing(sqlite3.connect(library / "library.sqlite")) as db:
        db.execute("UPDATE originals SET data = ?", (packed(b"%PDF-1.7 another"),))
        db.commit()
    with Store.open(library) as store:
        assert [line for line in store.check() if "原件已损坏" in line] == store.check()
        assert {store.original(info.id) for info in store.documents()} == {None}


def test_two_libraries_of_the_same_files_are_the_same(library: Path, file: Path, tmp_path: Path):
    build.add_paths(tmp_path / "second", sorted(tmp_path.glob("*.*")))
    dumps = []
    for folder in (library, tmp_path / "second"):
        with closing(sqlite3.connect(folder / "library.sqlite")) as db:
            dumps.append([line for line in db.iterdump() if "manifest" not in line])
    assert dumps[0] == dumps[1]
