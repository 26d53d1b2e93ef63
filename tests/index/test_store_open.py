"""Opening a library in every condition a path may be in: made, missing, foreign, read-only, of another version."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from index import database, schema
from index.errors import StoreError
from index.originals import packed
from index.packed import pack
from index.store import Store
from tests.helpers import FINGERPRINT, embedded, filled, names, report, reports

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "some where" / "库 #1?%41"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_library_is_made_where_asked_and_opened_again(path):
    with Store.open(path, create=True) as store:
        assert (store.path, names(store)) == (path, [])
    with Store.open(path) as store:
        assert names(store) == []


def test_create_leaves_a_library_as_it_is(path):
    filled(path, reports(2)).close()
    with Store.open(path, create=True) as store:
        assert (len(names(store)), store.check()) == (2, [])


@pytest.mark.parametrize("there", ["nothing", "empty folder", "hidden file", "empty file"])
def test_where_there_is_none_the_cure_is_named_and_nothing_is_made(path, there):
    if there != "nothing":
        path.mkdir(parents=True)
    if there == "hidden file":
        (path / ".DS_Store").write_bytes(b"x")
    if there == "empty file":
        (path / database.FILE).touch()
    with pytest.raises(StoreError, match=r"还没有资料库.*shushuo add"):
        Store.open(path)
    assert path.exists() == (there != "nothing")
    with Store.open(path, create=True) as store:
        assert names(store) == []


def make_foreign(path: Path, kind: str) -> Path:
    path.mkdir(parents=True)
    file = path / database.FILE
    if kind == "a file":
        file = path / "报告.txt"
        file.write_text("不是资料库", encoding="utf-8")
        return file
    if kind == "a folder of other files":
        (path / "照片.jpg").write_bytes(b"jpg")
    elif kind == "another program's database":
        db = sqlite3.connect(file)
        db.execute("CREATE TABLE t (a)")
        db.commit()
        db.close()
    else:
        file.write_bytes(b"not sqlite at all" * 1000)
    return path


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("kind", ["a file", "a folder of other files", "another program's database", "no database"])
def test_what_is_not_a_library_is_refused_and_left_alone(path, kind, create):
    foreign = make_foreign(path, kind)
    before = contents(path)
    with pytest.raises(StoreError, match=r"不是数说的资料库.*--store"):
        Store.open(foreign, create=create)
    assert contents(path) == before


@pytest.mark.parametrize("create", [False, True])
def test_a_library_that_lost_its_database_is_not_begun_anew(path, create):
    filled(path, reports(2)).close()
    (path / database.FILE).unlink()
    with pytest.raises(StoreError, match=r"缺少 library\.sqlite.*备份"):
        Store.open(path, create=create)


@pytest.mark.parametrize(("version", "cure"), [(schema.VERSION + 1, "请升级数说"), (0, "重新 shushuo add")])
def test_another_schema_version_is_refused_with_the_cure(path, version, cure):
    filled(path, reports(1)).close()
    db = sqlite3.connect(path / database.FILE)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    with pytest.raises(StoreError, match=rf"第 {version} 版.*第 {schema.VERSION} 版.*{cure}"):
        Store.open(path, create=True)


def read_all(path: Path) -> None:
    with Store.open(path) as store:
        store.documents()
        store.facts()
        store.snapshot()


def test_a_broken_database_is_told_and_not_emptied(path):
    filled(path, reports(30)).close()
    file = path / database.FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    harmed = file.read_bytes()
    with pytest.raises(StoreError, match=r"已损坏.*备份"):
        read_all(path)
    assert file.read_bytes()[100:] == harmed[100:]


def test_a_library_half_made_when_killed_is_finished(path):
    path.mkdir(parents=True)
    db = sqlite3.connect(path / database.FILE)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    with pytest.raises(StoreError, match="还没有资料库"):
        Store.open(path)
    with filled(path, reports(1)) as store:
        assert store.check() == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"无法在.*建立资料库|不是数说的资料库"):
        Store.open(tmp_path / "file" / "store", create=True)


READ_ONLY = """
import os, sys
import faiss, tantivy
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from index.errors import StoreError
from index.originals import packed
from index.store import Store
from tests.helpers import embedded, report, unit_rows
import json, encodings.idna, tempfile, shutil, glob
if os.getuid() == 0:  # permissions do not bite root
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[2])
for create in (False, True):
    with Store.open(path, create=create) as store:
        now = store.snapshot()
        print(len(store.documents()), len(now.dense(unit_rows(1, 8, 1)[0], 100)), len(now.lexical({"全市": 1.0}, 100)))
        print(len(store.check()))
        try:
            store.apply(remove=[store.documents()[0].id])
        except StoreError as error:
            print(error)
"""


@pytest.fixture
def public():
    """A folder that any user may enter; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="shushuo-test-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def read_only(path: Path) -> list[str]:
    """What a process prints that may read ``path`` but not write it."""
    for one in [path, *path.rglob("*")]:
        one.chmod(0o555 if one.is_dir() else 0o444)
    script = [sys.executable, "-c", READ_ONLY, str(ROOT), str(path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


REFUSED = "只读的"


def test_a_read_only_library_answers_and_refuses_to_change(public):
    filled(public / "store", reports(3)).close()
    before = contents(public / "store")
    lines = read_only(public / "store")
    assert lines[:2] == lines[3:5] == ["3 6 6", "0"]
    assert REFUSED in lines[2]
    assert contents(public / "store") == before


def test_a_read_only_library_with_a_log_answers_from_the_log(public):
    path = public / "store"
    with filled(path, reports(3)):
        raw = sqlite3.connect(path / database.FILE, isolation_level=None)
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        raw.execute("UPDATE documents SET name = name || '改'")
        shutil.copytree(path, public / "copy", ignore=shutil.ignore_patterns("*-shm"))
        raw.close()
    assert (public / "copy" / f"{database.FILE}-wal").stat().st_size
    assert read_only(public / "copy")[0] == "3 6 6"


def test_a_damaged_read_only_library_is_mended_in_memory(public):
    path = public / "store"
    filled(path, reports(3)).close()
    (path / "gen-1" / "vectors-0.faiss").write_bytes(b"junk")
    lines = read_only(path)
    assert lines[0] == "3 6 6"
    assert not (path / "gen-2").exists()


def test_a_file_read_without_locks_is_read_anew_when_it_changes(path, monkeypatch):
    filled(path, reports(3)).close()

    def no_log(file, mode, wait):
        if mode == "ro":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(file, mode, wait)

    connect = database._connect
    with monkeypatch.context() as patch:
        patch.setattr(database, "_connect", no_log)
        patch.setattr(os, "access", lambda *_: False)
        reader = Store.open(path)
        assert len(names(reader)) == 3
        patch.setattr(os, "access", lambda *_: True)
        with Store.open(path) as writer:
            writer.apply(add=[embedded(report("新"))], encoder_fingerprint=FINGERPRINT)
        assert len(names(reader)) == 4
        assert len(reader.snapshot().ids) == 8
        reader.close()


LONG = ("raw", "text", "offsets", "blocks", "dropped", "runs")
V3 = ("DROP TABLE originals", "PRAGMA user_version = 3")
V2 = (
    *V3,
    *(f"ALTER TABLE contents DROP COLUMN {name}" for name in ("tables", "headings", "left_out")),
    "DROP INDEX facts_by_label",
    "ALTER TABLE facts DROP COLUMN in_table",
    *(f"ALTER TABLE documents DROP COLUMN {name}" for name in ("kind", "kind_how", "date", "date_how")),
    "DROP TABLE settings",
    "PRAGMA user_version = 2",
)
V1 = (
    *V2,
    "ALTER TABLE documents DROP COLUMN passages",
    "ALTER TABLE documents DROP COLUMN facts",
    "ALTER TABLE documents DROP COLUMN periods",
    *(f"ALTER TABLE documents ADD COLUMN {name} TEXT NOT NULL DEFAULT ''" for name in LONG if name != "offsets"),
    "ALTER TABLE documents ADD COLUMN offsets BLOB NOT NULL DEFAULT x''",
    *(f"UPDATE documents SET {name} = (SELECT {name} FROM contents WHERE document = id)" for name in LONG),  # noqa: S608
    "DROP TABLE contents",
    "CREATE TABLE tombstones (passage TEXT PRIMARY KEY, document TEXT NOT NULL, ordinal INTEGER NOT NULL) STRICT",
    "ALTER TABLE manifest RENAME COLUMN vectors_sha256 TO faiss_sha256",
    "PRAGMA user_version = 1",
)


@pytest.fixture
def old(path) -> Path:
    """A library as version 1 of the format had it, with an index that only that version can read."""
    filled(path, reports(5)).close()
    db = sqlite3.connect(path / database.FILE)
    for statement in V1:
        db.execute(statement)
    db.commit()
    db.close()
    (path / "gen-1" / "positions.json").unlink()
    (path / "gen-1" / "manifest.json").write_text('{"format": 1}', encoding="utf-8")
    return path


def test_a_library_of_the_first_format_is_brought_up_to_date(old, tmp_path):
    with Store.open(old) as store, filled(tmp_path / "fresh", reports(5)) as fresh:
        assert store.documents() == fresh.documents()
        assert store.snapshot().ids == fresh.snapshot().ids
        assert store.check() == []
        store.apply(add=[embedded(report("新"))], encoder_fingerprint=store.fingerprint())
        assert len(names(store)) == 6


def test_a_library_of_the_second_format_is_brought_up_to_date(path, tmp_path):
    filled(path, reports(5)).close()
    with contextlib.closing(sqlite3.connect(path / database.FILE)) as db:
        for statement in V2:
            db.execute(statement)
        db.commit()
    with Store.open(path) as store, filled(tmp_path / "fresh", reports(5)) as fresh:
        assert store.check() == []
        assert store.documents() == fresh.documents()
        assert [store.document(info.id) for info in store.documents()] == [
            fresh.document(info.id) for info in fresh.documents()
        ]
        assert store.facts() == fresh.facts()
        store.apply(add=[embedded(report("新"))], encoder_fingerprint=store.fingerprint())
        assert store.check() == []


def test_a_library_of_the_third_format_has_no_files_of_its_reports_until_they_are_added_again(path):
    filled(path, reports(3)).close()
    with contextlib.closing(sqlite3.connect(path / database.FILE)) as db:
        for statement in V3:
            db.execute(statement)
        db.commit()
    with Store.open(path) as store:
        ids = [info.id for info in store.documents()]
        assert store.pictured(ids) == frozenset()
        assert store.original(ids[0]) is None
        store.apply(originals={ids[0]: packed(b"%PDF-")})
        assert store.pictured(ids) == {ids[0]}
        assert [problem for problem in store.check() if "原件" not in problem] == []


def test_bringing_it_up_to_date_is_done_wholly_or_not_at_all(old, monkeypatch):
    broken = {**schema.UPGRADES, 1: (*schema.UPGRADES[1], "SELECT no_such_function()")}
    with monkeypatch.context() as patch:
        patch.setattr(schema, "UPGRADES", broken)
        with pytest.raises(StoreError, match="没有改变"):
            Store.open(old)
    with Store.open(old) as store:
        assert len(names(store)) == 5
        assert len(store.snapshot().ids) == 10
        assert store.check() == []


def test_the_digest_of_a_report_is_that_of_the_first_format(path):
    """Or every report of an upgraded library would look changed."""
    made = report("甲")
    assert pack(made).digest[:16] == "ab6a7b63ed504648"
