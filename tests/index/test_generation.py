"""A generation on disk: whatever happens to its files is seen and mended; what only cannot be read is left alone."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from index import generation, queries
from index.errors import StoreError
from index.positions import Positions, Run
from index.schema import Manifest
from index.store import Store
from index.tokens import term_lines
from tests.helpers import current_folder, embedded, files_of, filled, report, reports, unit_rows

MADE = reports(6)
QUERY = unit_rows(1, 8, seed=9)[0]
VECTORS = "vectors-0.faiss"
WORDS = {"执行": 1.0, "金额": 1.0}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "store"
    filled(path, MADE).close()
    return path


@pytest.fixture
def path(pristine, tmp_path) -> Path:
    """A copy of a sound library, closed."""
    return Path(shutil.copytree(pristine, tmp_path / "store"))


def answers(store: Store) -> tuple[object, ...]:
    now = store.snapshot()
    return now.ids, now.dense(QUERY, 50), now.lexical(WORDS, 50)


@pytest.fixture(scope="module")
def expected(pristine, tmp_path_factory):
    copy = shutil.copytree(pristine, tmp_path_factory.mktemp("expected") / "store")
    with Store.open(Path(copy)) as store:
        return answers(store)


def state(path: Path) -> tuple[Manifest, list[str]]:
    with Store.open(path) as store, store._db.read() as db:
        return queries.manifest(db), queries.ids(db)


def is_damaged(path: Path) -> bool:
    manifest, alive = state(path)
    try:
        generation.load(path, manifest, alive, term_lines)
    except generation.Damaged:
        return True
    return False


def test_a_sound_one_opens(path, expected):
    assert not is_damaged(path)
    with Store.open(path) as store:
        assert answers(store) == expected
        assert store.snapshot().number == 1


def test_every_truncation_bit_flip_and_piece_of_junk_is_seen(path):
    rng = random.Random(4)
    manifest, alive = state(path)
    seen = 0
    for file in files_of(path / "gen-1"):
        whole = file.read_bytes()
        variants = [whole + b"\0", whole + whole[:7]]
        variants += [whole[: rng.randrange(len(whole))] for _ in range(15)]
        for _ in range(25):
            at = rng.randrange(len(whole))
            variants.append(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        for variant in variants:
            file.write_bytes(variant)
            with pytest.raises(generation.Damaged):
                generation.load(path, manifest, alive, term_lines)
            seen += 1
        file.write_bytes(whole)
    assert seen >= 300
    assert not is_damaged(path)


def victim_like(folder: Path, name: str) -> Path:
    """The file ``name`` of a generation, or the one of its kind: tantivy names its files anew each time."""
    file = folder / name
    return file if file.exists() else next(p for p in files_of(folder) if p.suffix == file.suffix)


def test_damage_to_any_file_is_mended_from_the_truth(path, expected):
    names = [file.relative_to(path / "gen-1").as_posix() for file in files_of(path / "gen-1")]
    for n, name in enumerate(names):
        with Store.open(path) as store:
            folder = current_folder(store)
        victim = victim_like(folder, name)
        if n % 3 == 0:
            victim.unlink()
        else:
            victim.write_bytes(b"" if n % 3 == 1 else victim.read_bytes() + b"junk")
        with Store.open(path) as store:
            assert any("已损坏" in line for line in store.check())
            assert answers(store) == expected
            assert store.check() == []
            assert current_folder(store) != folder


def test_a_missing_folder_is_mended(path, expected):
    shutil.rmtree(path / "gen-1")
    with Store.open(path) as store:
        assert answers(store) == expected
        assert store.check() == []


def test_a_mended_library_is_opened_as_it_is(path, expected):
    (path / "gen-1" / VECTORS).unlink()
    for _ in range(2):
        with Store.open(path) as store:
            assert answers(store) == expected
            assert store.snapshot().number == 2


def test_what_cannot_be_read_is_not_taken_for_damage(path, monkeypatch):
    before = {p: p.read_bytes() for p in files_of(path / "gen-1")}

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch, Store.open(path) as store:
        patch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(StoreError, match=r"读不出来.*Permission denied.*权限"):
            store.snapshot()
        assert any("读不出来" in line for line in store.check())
    assert {p: p.read_bytes() for p in files_of(path / "gen-1")} == before
    assert state(path)[0].generation == 1


def test_where_mending_cannot_be_written_it_happens_in_memory(path, expected, monkeypatch):
    (path / "gen-1" / VECTORS).unlink()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generation, "sync", full)
    with Store.open(path) as store:
        assert answers(store) == expected
    assert not list(path.glob(".tmp-*"))
    assert state(path)[0].generation == 1


def test_a_manifest_that_lists_files_outside_is_damage(path):
    file = path / "gen-1" / generation.MANIFEST
    for name in ("../../library.sqlite", "/etc/hostname"):
        told = json.loads(file.read_bytes())
        told["files"][name] = [0, ""]
        file.write_text(json.dumps(told))
        assert is_damaged(path)


def characters(texts):
    return [" ".join(char for char in text if not char.isspace()) for text in texts]


def test_text_cut_otherwise_than_it_was_indexed_is_indexed_anew(path, monkeypatch):
    for module in ("index.store", "index.changes", "index.audit"):
        monkeypatch.setattr(f"{module}.term_lines", characters)
    with Store.open(path) as store:
        now = store.snapshot()
        assert now.number == 2
        assert now.lexical({"执": 1.0}, 1)
        assert not now.lexical({"执行": 1.0}, 1)


def test_stray_files_do_no_harm_and_the_next_writer_clears_them(path, expected):
    for name in (".tmp-abc", "gen-0", "gen-7", "gen-77"):
        (path / name / "lexical").mkdir(parents=True)
        (path / name / "lexical" / "junk").write_bytes(b"junk")
    (path / "gen-0" / "manifest.json").write_bytes(b"{}")
    with Store.open(path) as store:
        assert answers(store) == expected
        store.apply(add=[embedded(report("新报告"))], encoder_fingerprint=store.fingerprint())
        assert store.check() == []
        left = {p.name for p in path.iterdir() if generation.is_ours(p.name)}
        assert left == {"gen-1", f"gen-{store.snapshot().number}"}


def test_the_generation_before_stays_for_readers_and_older_ones_go(path):
    with Store.open(path) as store:
        for n in range(4):
            store.apply(add=[embedded(report(f"新{n}"))], encoder_fingerprint=store.fingerprint())
            number = store.snapshot().number
            assert generation.numbers(path) == [number - 1, number]


def test_a_reader_keeps_its_generation_while_others_write(path, expected):
    with Store.open(path) as reader, Store.open(path) as writer:
        held = reader.snapshot()
        for n in range(4):
            writer.apply(add=[embedded(report(f"新{n}"))], encoder_fingerprint=writer.fingerprint())
        assert (held.ids, held.dense(QUERY, 50), held.lexical(WORDS, 50)) == expected
        assert len(reader.snapshot().ids) == len(held.ids) + 8


def test_what_comes_into_a_folder_while_it_is_removed_is_removed_too(tmp_path, monkeypatch):
    folder, remove = tmp_path / "left", shutil.rmtree
    folder.mkdir()
    calls = []

    def late(path, **more):
        calls.append(path)
        if len(calls) > 1:
            remove(path, **more)

    monkeypatch.setattr(shutil, "rmtree", late)
    generation._discard(folder)
    assert not folder.exists()
    assert len(calls) == 2


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    made, matrix = MADE[0]
    store = tmp_path / "store"
    store.mkdir()
    positions = Positions([Run(made.document.id, tuple(p.id for p in made.passages))])
    texts = [(p.document, p.text) for p in made.passages]
    growth = generation.Growth(positions, texts, lambda start, stop: matrix[start:stop])

    def refuse(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, "sync", refuse)
    with pytest.raises(KeyboardInterrupt):
        generation.write(store, 1, growth, "f", term_lines)
    assert list(store.iterdir()) == []
