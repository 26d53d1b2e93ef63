"""Reports prepared in other processes are those that would have been prepared here, whatever happens to the processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from index import ahead as module
from index.ahead import ahead
from index.build import ADDED, FAILED, UNCHANGED, add_paths
from index.errors import LoadError
from index.load import load
from index.packed import pack
from index.prepare import prepare, report_name
from index.store import Store


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch):
    monkeypatch.setattr(module, "WORTH_BYTES", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def files(tmp_path) -> list[Path]:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(9):
        text = f"示例{n}市法院工作报告（2024年）\n2024年，全市法院新收案件{n + 3}871件，同比上升{n}.5%。\n"
        (folder / f"报告{n}.txt").write_text(text * 20, encoding="utf-8")
    return sorted(folder.iterdir())


def alone(path: Path):
    data, raw = load(path)
    return pack(prepare(report_name(path), data, raw))


def test_they_are_the_same_in_the_same_order(files):
    with ahead(files, ()) as preparing:
        for file in files:
            assert preparing(file, file.read_bytes()).report == alone(file)


def test_files_that_are_not_asked_for_hold_nothing_up(files):
    with ahead(files, ()) as preparing:
        for file in files[::4]:
            assert preparing(file, file.read_bytes()).report == alone(file)
        assert preparing(files[1], files[1].read_bytes()).report == alone(files[1])


def test_a_file_that_changed_meanwhile_is_prepared_as_it_was_given(files):
    with ahead(files, ()) as preparing:
        data, raw = load(files[3])
        files[3].write_text("另一份报告\n2023年，新收案件12件。\n", encoding="utf-8")
        assert preparing(files[3], data).report == pack(prepare(report_name(files[3]), data, raw))


def test_long_files_are_not_prepared_together(files, monkeypatch):
    begun: list[int] = []
    monkeypatch.setattr(module, "MOST_BYTES", files[0].stat().st_size + 1)
    original = module._Ahead._submit

    def submit(self: module._Ahead, path: Path) -> None:
        begun.append(len(self._begun))
        original(self, path)

    monkeypatch.setattr(module._Ahead, "_submit", submit)
    with ahead(files, ()) as preparing:
        for file in files:
            assert preparing(file, file.read_bytes()).report == alone(file)
    assert set(begun) == {0}


def test_what_is_wrong_with_a_file_is_told(files):
    files[2].write_text("打印\n关闭\n", encoding="utf-8")
    with ahead(files, ()) as preparing, pytest.raises(LoadError, match="没有读到任何正文"):
        preparing(files[2], files[2].read_bytes())


def test_what_was_set_by_hand_wins(files):
    settings = {report_name(files[1]): {"entity": "甲院"}, report_name(files[2]): {"period": "2019"}}
    with ahead(files, (), settings=settings) as preparing:
        for file in files:
            data, raw = load(file)
            wanted = prepare(report_name(file), data, raw, settings.get(report_name(file), {}))
            assert preparing(file, data).report == pack(wanted)
        assert preparing(files[1], files[1].read_bytes()).report.info.entity.value == "甲院"


def test_killed_processes_are_done_without(files):
    with ahead(files, ()) as preparing:
        first = preparing(files[0], files[0].read_bytes()).report
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)
        rest = [preparing(file, file.read_bytes()).report for file in files[1:]]
    assert [report.info.name for report in (first, *rest)] == [file.stem for file in files]


def test_a_library_made_with_them_is_the_same(files, tmp_path, monkeypatch):
    files[4].write_text("", encoding="utf-8")
    outcomes = add_paths(tmp_path / "ahead", files)
    assert [outcome.status for outcome in outcomes] == [FAILED if n == 4 else ADDED for n in range(9)]
    assert {outcome.status for outcome in add_paths(tmp_path / "ahead", files)} == {FAILED, UNCHANGED}
    monkeypatch.setattr(module, "WORTH_BYTES", 10**9)
    add_paths(tmp_path / "alone", files)
    dumps = []
    for name in ("ahead", "alone"):
        with Store.open(tmp_path / name) as store, store._db.read() as db:
            dumps.append([line for line in db.iterdump() if "manifest" not in line])
            assert len(dumps[-1]) > 50
    assert dumps[0] == dumps[1]
