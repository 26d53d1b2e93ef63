"""A generation that grows out of the one before: the same answers, the old files untouched, and mended like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index import changes, vectors
from index.store import Store
from tests.helpers import FINGERPRINT, current_folder, embedded, files_of, filled, report, reports, unit_rows

QUERY = unit_rows(1, 8, seed=9)[0]
WORDS = {"执行": 1.0, "金额": 1.0, "结案": 0.5}
MADE = reports(30)


@pytest.fixture(autouse=True)
def _growing(monkeypatch):
    monkeypatch.setattr(changes, "SMALL", 0)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "store"


def add(store: Store, *made) -> None:
    store.apply(add=made, encoder_fingerprint=FINGERPRINT)


def answers(store: Store) -> tuple[object, ...]:
    now = store.snapshot()
    dense, words = now.dense(QUERY, 1000), now.lexical(WORDS, 1000)
    return sorted(now.ids), {p: round(s, 5) for p, s in dense}, {p: round(s, 4) for p, s in words}


def test_grown_step_by_step_it_answers_as_one_written_at_once(path, tmp_path):
    with filled(path, MADE[:5]) as grown, filled(tmp_path / "whole", MADE) as whole:
        for made in MADE[5:]:
            add(grown, made)
        assert answers(grown) == answers(whole)
        assert grown.check() == []
        assert len(list(current_folder(grown).glob("*.faiss"))) > 1
        documents = [made.document.id for made, _ in MADE[3:9]]
        for one, other in ((grown, whole),):
            for k in (1, 5, 40):
                assert one.snapshot().dense(QUERY, k, documents=documents) == other.snapshot().dense(
                    QUERY, k, documents=documents
                )


def test_the_files_before_stay_as_they_are_and_are_shared(path):
    with filled(path, MADE[:12]) as store:
        folder = current_folder(store)
        before = {file: file.read_bytes() for file in files_of(folder)}
        held = store.snapshot()
        expected = (held.dense(QUERY, 50), held.lexical(WORDS, 50))
        add(store, MADE[20])
        assert {file: file.read_bytes() for file in files_of(folder)} == before
        assert (held.dense(QUERY, 50), held.lexical(WORDS, 50)) == expected
        shared = [file for file in files_of(current_folder(store)) if file.stat().st_nlink > 1]
        assert any(file.suffix == ".faiss" for file in shared)
        assert len(shared) >= 5


def test_no_lock_file_is_part_of_a_generation(path):
    with filled(path, MADE[:12]) as store:
        anew = current_folder(store)
        add(store, MADE[20])
        for folder in (anew, current_folder(store)):
            assert "lock" not in (folder / "manifest.json").read_text(encoding="utf-8")


def test_where_there_are_no_links_files_are_copied(path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with filled(path, MADE[:12]) as store:
        add(store, MADE[20])
        assert len(store.snapshot().ids) == 26
        assert store.check() == []


def test_what_is_removed_is_out_of_the_indexes_at_the_next_addition(path):
    with filled(path, MADE[:20]) as store:
        gone = MADE[7][0].document.id
        store.apply(remove=[gone])
        assert store.snapshot().positions.lost == 0
        add(store, MADE[20])
        now = store.snapshot()
        assert (now.positions.lost, len(now.positions), len(now.ids)) == (2, 42, 40)
        assert gone not in now.positions.documents
        assert len(now.lexical({"全市": 1.0}, 1000)) == len(now.dense(QUERY, 1000)) == 40
        assert not any(gone.encode() in file.read_bytes() for file in current_folder(store).glob("*.json"))
        assert store.check() == []


def test_a_report_may_go_and_come_back_at_once_or_later(path):
    with filled(path, MADE[:20]) as store:
        expected = answers(store)[:2]
        back = MADE[7]
        store.apply(remove=[back[0].document.id], add=[back], encoder_fingerprint=FINGERPRINT)
        assert answers(store)[:2] == expected
        store.apply(remove=[back[0].document.id])
        add(store, back)
        assert answers(store)[:2] == expected
        assert store.snapshot().positions.lost == 4
        assert store.check() == []


def test_too_many_dead_passages_and_it_is_written_from_nothing(path):
    with filled(path, MADE[:20]) as store:
        for made, _ in MADE[:4]:
            store.apply(remove=[made.document.id])
        assert store.snapshot().number == 1
        add(store, MADE[25])
        assert store.snapshot().positions.lost == 8
        store.apply(remove=[MADE[4][0].document.id])
        now = store.snapshot()
        assert (now.positions.lost, len(now.positions)) == (0, 32)


def test_a_new_version_takes_the_place_of_the_old(path):
    with filled(path, MADE[:20]) as store:
        add(store, embedded(report("报告03", seed=5, marker="新标记")))
        now = store.snapshot()
        assert len(now.ids) == 40
        assert len(now.lexical({"新标": 1.0}, 50)) == 2
        assert store.check() == []


@pytest.mark.parametrize("suffix", [".faiss", ".store", ".term", ".json"])
def test_damage_that_is_carried_along_is_found_and_mended(path, tmp_path, suffix):
    with filled(tmp_path / "whole", [*MADE[:12], MADE[20]]) as whole:
        expected = answers(whole)
    with filled(path, MADE[:12]) as store:
        victim = next(file for file in files_of(current_folder(store)) if file.suffix == suffix)
        victim.write_bytes(victim.read_bytes() + b"junk")
    with Store.open(path) as store:
        add(store, MADE[20])
        assert answers(store) == expected
        assert store.check() == []


def test_a_base_that_is_not_there_is_no_hindrance(path):
    with filled(path, MADE[:12]) as store:
        shutil.rmtree(current_folder(store))
        add(store, MADE[20])
        assert len(store.snapshot().ids) == 26
        assert store.check() == []


def test_parts_stay_few_and_positions_run_on(path, monkeypatch):
    monkeypatch.setattr(vectors, "GROWTH", 2)
    with filled(path, MADE[:1]) as store:
        for made in MADE[1:]:
            add(store, made)
            now = store.snapshot()
            stored = store.vectors_of(now.positions.ids)
            assert np.array_equal(now.rows(0, len(now.positions)), stored)
        assert len(list(current_folder(store).glob("*.faiss"))) <= 6


def test_while_more_is_to_come_parts_are_left_and_the_last_addition_makes_them_one(path, tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "MOST_PARTS", 12)
    with filled(path, MADE[:2]) as store, filled(tmp_path / "whole", MADE) as whole:
        counts = []
        for made in MADE[2:-1]:
            store.apply(add=[made], encoder_fingerprint=FINGERPRINT, loose=True)
            counts.append(len(list(current_folder(store).glob("*.faiss"))))
            assert len(store.snapshot().dense(QUERY, 1000)) == len(store.snapshot().ids)
        assert counts[:10] == list(range(2, 12))
        assert max(counts) <= 12
        add(store, MADE[-1])
        assert len(list(current_folder(store).glob("*.faiss"))) <= 4
        assert answers(store) == answers(whole)
        assert store.check() == []
