"""Files that mean harm: each costs one clear Chinese line, and neither this process nor the library."""

from __future__ import annotations

import errno
import functools
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build import ADDED, FAILED, add_paths, find_files, remove
from index.errors import LoadError
from index.load import Guarded, sniff
from index.load.limits import Guard
from index.load.registry import LOADERS
from index.store import Store
from qa.cli import main
from tests import hostile
from tests.hostile import Named, flipped, truncated
from tests.index.test_build import dump
from tests.office import cell, docx, para, table, zipped
from tests.qa.library import REPORT

made = functools.cache(lambda make: make())
"""Files are made once."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")

SMALL = Guard(memory=256 << 20, processor=5, wall=15, answer=16 << 20)
OWN = 128 << 20
"""What the process takes to start, at most, and what it holds beside what is counted."""

WORD = docx(para(hostile.TEXT) * 40 + table(cell("年") + cell("2024"), cell("件") + cell("3871")))
PAGE = f"<html><h1>甲院</h1>{f'<p>{hostile.TEXT}</p><table><tr><td>年<td>5</table>' * 30}</html>".encode()
BOOK = hostile.sheet_file(hostile.rows([hostile.TEXT] * 40))
PRINT = hostile.page_of(hostile.stream(hostile.packed(hostile.DRAWN, 1000)))

CLEAR: dict[str, Callable[[], list[Named]]] = {
    "archives": hostile.archives,
    "texts": hostile.texts,
    "pictures": hostile.pictures,
    "truncated archives": lambda: [
        *truncated("DOCX", WORD),
        *truncated("XLSX", BOOK),
        *truncated("ZIP", zipped({"甲.txt": hostile.TEXT})),
    ],
}
"""Files none of which can be read."""
EITHER: dict[str, Callable[[], list[Named]]] = {
    "PDF": hostile.pdfs,
    "offices": hostile.offices,
    "pages": hostile.pages,
    "noise": hostile.noise,
    "truncated pages": lambda: [*truncated("HTML", PAGE), *truncated("PDF", PRINT)],
    "changed": lambda: [*flipped("DOCX", WORD), *flipped("HTML", PAGE), *flipped("XLSX", BOOK), *flipped("PDF", PRINT)],
}
"""Files some of which hold something that can be read."""


@pytest.fixture(scope="module")
def guarded() -> Iterator[Guarded]:
    with Guarded(SMALL) as opened:
        yield opened


def most_memory(process: int | None) -> int:
    """The most memory a living process has held, in bytes."""
    if process is None or sys.platform != "linux":
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found.group(1)) * 1024 if found else 0


def faults(guarded: Guarded, name: str, data: bytes) -> tuple[str, list[str]]:
    """What is told of a file, "" where it was read, and what is wrong with how it was dealt with."""
    before, started, told, wrong = os.getpid(), time.monotonic(), "", []
    try:
        guarded.load_bytes(data)
    except LoadError as error:
        told = str(error)
        if not clear(told):
            wrong.append(f"{name}: {told!r} is no clear line")
    took = time.monotonic() - started
    if took > SMALL.wall + SMALL.start:
        wrong.append(f"{name}: took {took:.1f} s")
    if (held := most_memory(guarded.process)) > SMALL.memory + OWN:
        wrong.append(f"{name}: took {held >> 20} MB")
    if os.getpid() != before:
        wrong.append(f"{name}: another process")
    return told, wrong


def clear(line: str) -> bool:
    """One line of Chinese that names a cure."""
    return (
        "\n" not in line
        and len(line) < 300
        and bool(re.search("[\u4e00-\u9fff]", line))
        and ("请" in line or "空" in line)
        and not re.search(r"Traceback|File \"|0x[0-9a-f]{6}", line)
    )


@pytest.mark.parametrize("group", CLEAR)
def test_what_cannot_be_read_is_one_clear_line(guarded: Guarded, group: str):
    wrong = []
    for name, data in made(CLEAR[group]):
        told, faulty = faults(guarded, name, data)
        wrong += faulty or ([] if told or name in READ else [f"{name}: was read"])
    assert wrong == []


READ = {"furniture only"}
"""Found to hold nothing only when it is cleaned."""


@pytest.mark.parametrize("group", EITHER)
def test_what_may_be_read_in_part_does_no_harm(guarded: Guarded, group: str):
    wrong = []
    for name, data in made(EITHER[group]):
        told, faulty = faults(guarded, name, data)
        wrong += faulty
        if not told and sniff(data) not in LOADERS:
            wrong.append(f"{name}: was read")
    assert wrong == []


def test_there_are_many():
    groups = [made(make) for make in (*CLEAR.values(), *EITHER.values(), hostile.members)]
    names = [name for group in groups for name, _ in group]
    assert len(names) == len(set(names))
    assert len(names) >= 300


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of two reports."""
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(f"{name}院{REPORT}", encoding="utf-8")
    add_paths(tmp_path / "库", [tmp_path / "甲.txt", tmp_path / "乙.txt"])
    return tmp_path / "库"


def small(limit: int = 60_000) -> list[Named]:
    """Of all groups those that are small and cannot be read."""
    chosen = [named for name in ("archives", "texts", "truncated archives") for named in made(CLEAR[name])]
    chosen += [named for named in made(hostile.offices) if "XLSX" not in named[0]]
    return [(name, data) for name, data in chosen if len(data) < limit]


def test_a_folder_of_them_leaves_the_library_as_it_was(library: Path, tmp_path: Path):
    before, process = dump(library), os.getpid()
    folder = tmp_path / "in"
    folder.mkdir()
    written = small()
    assert len(written) > 80
    for number, (_, data) in enumerate(written):
        (folder / f"坏{number}.{('pdf', 'docx', 'txt', 'zip')[number % 4]}").write_bytes(data)
    (folder / "好.txt").write_text(f"丙院{REPORT}", encoding="utf-8")
    outcomes = add_paths(library, [folder], guard=SMALL)
    assert os.getpid() == process
    assert [outcome.name for outcome in outcomes if outcome.status == ADDED] == ["好"]
    failed = [outcome for outcome in outcomes if outcome.status == FAILED]
    assert len(failed) == len(outcomes) - 1
    assert [f"{o.path}: {o.message}" for o in failed if not clear(o.message)] == []
    with Store.open(library) as store:
        assert sorted(info.name for info in store.documents()) == ["乙", "好", "甲"]
        assert store.check() == []
    (folder / "好.txt").unlink()
    remove(library, ["好"])
    assert documents(dump(library)) == documents(before)
    assert {outcome.status for outcome in add_paths(library, [folder], guard=SMALL)} == {FAILED}
    assert documents(dump(library)) == documents(before)


def documents(lines: list[str]) -> list[str]:
    """Of a library's rows those of reports."""
    return [line for line in lines if '"manifest"' not in line]


def test_files_in_archives(library: Path, tmp_path: Path):
    before = dump(library)
    wrong = []
    for number, (name, data) in enumerate(made(hostile.members)):
        path = tmp_path / f"包{number}.zip"
        path.write_bytes(data)
        (outcome,) = add_paths(library, [path], guard=SMALL)
        if outcome.status != FAILED or not clear(outcome.message):
            wrong.append(f"{name}: {outcome.status} {outcome.message}")
    assert wrong == []
    assert dump(library) == before


NAMES = [
    "..",
    "../外.txt",
    "..\\外.txt",
    "/绝对.txt",
    "C:\\盘.txt",
    "<script>alert(1)</script>.txt",
    "a&amp;b\"c'd.txt",
    "空\0字.txt",
    "翻\u202etxt.exe",
    "零\u200b宽.txt",
    "换\n行.txt",
    "转\x1b[31m义.txt",
    "长" * 300 + ".txt",
    "a" * 300,
    "CON.txt",
    " .txt",
    "-rf.txt",
    "$(reboot).txt",
    "%s%n.txt",
    "';DROP TABLE documents;--.txt",
]


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_names_in_archives_lead_nowhere(tmp_path: Path, number: int):
    path = tmp_path / "包.zip"
    path.write_bytes(zipped({NAMES[number]: f"甲院{REPORT}", "乙.txt": f"乙院{REPORT}"}))
    before = sorted(tmp_path.rglob("*"))
    outcomes = add_paths(tmp_path / "库", [path])
    assert {outcome.status for outcome in outcomes} == {ADDED}
    assert all(outcome.name.isprintable() and "/" not in outcome.name for outcome in outcomes)
    assert all(outcome.path.is_relative_to(path) and ".." not in outcome.path.parts for outcome in outcomes)
    assert [found for found in sorted(tmp_path.rglob("*")) if "库" not in found.parts] == before


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_names_of_files(tmp_path: Path, capsys, number: int):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / NAMES[number].replace("/", "／")
    try:
        path.write_text(f"甲院{REPORT}", encoding="utf-8")
    except (OSError, ValueError):  # no disk takes it: then it is a path that leads nowhere
        assert main(["add", str(path), "--store", str(tmp_path / "库")]) == 1
        told = capsys.readouterr().err
        assert re.fullmatch(r"错误：.*请.*。\n", told), told
        return
    outcomes = add_paths(tmp_path / "库", [path])
    assert [outcome.status for outcome in outcomes] == [ADDED]
    assert outcomes[0].name.isprintable()


def test_what_is_no_file(library: Path, tmp_path: Path):
    before = dump(library)
    pipe, folder = tmp_path / "管道", tmp_path / "空"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, Path("/dev/zero"), Path("/dev/null")):
        (outcome,) = add_paths(library, [path])
        assert (outcome.status, outcome.message) == (FAILED, "不是普通文件。请给出报告文件或装有报告的文件夹")
    (tmp_path / "圈").symlink_to(tmp_path / "圈")
    (tmp_path / "断").symlink_to(tmp_path / "无")
    for path in (folder, tmp_path / "圈", tmp_path / "断", Path("a\0b"), Path("长" * 300), Path("x/" * 3_000)):
        with pytest.raises(LoadError, match="请") as caught:
            find_files([path])
        assert "\n" not in str(caught.value)
    os.mkfifo(folder / "管道")
    (folder / "上").symlink_to(tmp_path)
    with pytest.raises(LoadError, match="没有任何文件"):
        find_files([folder])
    assert dump(library) == before


def test_what_may_not_be_read(library: Path, tmp_path: Path, monkeypatch):
    before = dump(library)
    path = tmp_path / "锁.txt"
    path.write_text(REPORT, encoding="utf-8")

    def locked(path: Path) -> bytes:  # root may read whatever the disk forbids
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", locked)
    (outcome,) = add_paths(library, [path])
    assert outcome.status == FAILED
    assert re.fullmatch(r"打不开文件：.*请检查路径和权限", outcome.message)
    assert dump(library) == before
