"""Whatever stops a change, at whatever step, leaves the old state or the new one, and a library that goes on."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from index import changes, database, generation, lexical, queries, vectors
from index.errors import StoreError
from index.store import Store
from tests.helpers import FINGERPRINT, dump, embedded, filled, names, report, reports, unit_rows

OLD = reports(6)
NEW = [embedded(report(f"新{i}", sentences=80)) for i in range(12)]
GONE = [made.document.id for made, _ in OLD[:2]]
OLD_NAMES = sorted(made.document.name for made, _ in OLD)
NEW_NAMES = sorted(made.document.name for made, _ in [*OLD[2:], *NEW])

# Every step of a change that touches the disk, in the order they come.
STEPS: list[tuple[object, str]] = [
    (generation, "sweep"),
    (queries, "delete"),
    (queries, "insert"),
    (queries, "insert_vectors"),
    (generation, "_link"),
    (vectors, "build"),
    (lexical, "build"),
    (lexical, "extend"),
    (generation, "sync"),
    (generation, "_settle"),
    (queries, "save_manifest"),
    (database, "_checkpoint"),
]


# Those of a generation written from nothing, and of one that grows out of the one before.
ANEW = [step for step in STEPS if step[1] not in ("_link", "extend")]
GROWING = [step for step in STEPS if step != (lexical, "build")]
CASES = [(changes.SMALL, step) for step in ANEW] + [(0, step) for step in GROWING]


def named(case: tuple[int, tuple[object, str]]) -> str:
    return f"{'anew' if case[0] else 'growing'}-{case[1][1]}"


def change(store: Store) -> None:
    store.apply(add=NEW, remove=GONE, encoder_fingerprint=FINGERPRINT)


def require_whole(path: Path) -> str:
    """Which of the two states the library is in; fails on any other. The next change must then succeed."""
    with Store.open(path) as store:
        found = names(store)
        assert found in (OLD_NAMES, NEW_NAMES)
        assert store.check() == []
        now = store.snapshot()
        expected = {p.id for info in store.documents() for p in store.passages_of(info.id)}
        assert set(now.ids) == expected == {id_ for id_, _ in now.dense(unit_rows(1, 8, 0)[0], 1000)}
        assert expected == {id_ for id_, _ in now.lexical({"全市": 1.0}, 1000)}
        if found == OLD_NAMES:
            change(store)
        assert (names(store), store.check()) == (NEW_NAMES, [])
        assert not list(path.glob(".tmp-*"))
    return "old" if found == OLD_NAMES else "new"


def fail(patch: pytest.MonkeyPatch, step: tuple[object, str], when: str, act: Callable[[], None]) -> None:
    """Have ``act`` happen before or after the ``step``."""
    module, name = step
    real = getattr(module, name)

    def failing(*args, **options):
        if when == "before":
            act()
        result = real(*args, **options)
        if when == "after":
            act()
        return result

    patch.setattr(module, name, failing)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "store"
    filled(path, OLD).close()
    return path


@pytest.fixture
def path(pristine, tmp_path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "store"))


def interrupt() -> None:
    raise KeyboardInterrupt


def fill_the_disk() -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("case", CASES, ids=named)
def test_ctrl_c_at_any_step_leaves_a_whole_state(path, monkeypatch, case, when):
    small, step = case
    monkeypatch.setattr(changes, "SMALL", small)
    with Store.open(path) as store:
        before = dump(store)
        with monkeypatch.context() as patch:
            fail(patch, step, when, interrupt)
            with pytest.raises(KeyboardInterrupt):
                change(store)
        if step[1] != "_checkpoint":  # by then the change is kept
            assert dump(store) == before
    assert require_whole(path) == ("new" if step[1] == "_checkpoint" else "old")


@pytest.mark.parametrize("step", [(vectors, "build"), (lexical, "build"), (generation, "sync")], ids=lambda s: s[1])
def test_a_full_disk_is_told_and_loses_nothing(path, monkeypatch, step):
    with Store.open(path) as store, monkeypatch.context() as patch:
        before = dump(store)
        fail(patch, step, "before", fill_the_disk)
        with pytest.raises(StoreError, match=r"No space left.*没有改变.*磁盘空间"):
            change(store)
        assert dump(store) == before
        assert len(store.snapshot().ids) == 12
    assert require_whole(path) == "old"


def limited(path: Path, told: Connection, size: int) -> None:
    """A process whose files may not grow beyond ``size``: a real failing write in SQLite, in tantivy and in Python."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Store.open(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            change(store)
            told.send("done")
        except StoreError as error:
            told.send(str(error))


def work(path: Path, told: Connection, case: int | None, when: str) -> None:
    """A process that makes the change and is killed at the step of ``case``, or by its parent."""
    patch = pytest.MonkeyPatch()
    if case is not None:
        patch.setattr(changes, "SMALL", CASES[case][0])
        fail(patch, CASES[case][1], when, lambda: os.kill(os.getpid(), signal.SIGKILL))
    with Store.open(path) as store:
        told.send("ready")
        change(store)
        told.send("done")


Start = Callable[..., tuple[BaseProcess, Connection]]


@pytest.fixture(scope="module")
def start() -> Start:
    """``start(target, path, ...)``: ``target(path, its end of a pipe, ...)`` in a process of its own.

    It is forked from one that has the imports done but no threads running.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["faiss", "tantivy", "tests.helpers"])

    def run(target: Callable[..., None], path: Path, *args: object) -> tuple[BaseProcess, Connection]:
        ours, theirs = context.Pipe()
        process = context.Process(target=target, args=(path, theirs, *args))
        process.start()
        theirs.close()
        return process, ours

    return run


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("case", range(len(CASES)), ids=lambda n: named(CASES[n]))
def test_kill_at_any_step_leaves_a_whole_state(path, start, case, when):
    process, _ = start(work, path, case, when)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert require_whole(path) == ("new" if CASES[case][1][1] == "_checkpoint" else "old")


def test_kill_at_random_instants_leaves_a_whole_state(pristine, tmp_path, start):
    rng, killed, took = random.Random(11), 0, 0.0
    for n in range(60):
        if n >= 18 and killed >= 5:  # on a busy machine many a change is done before its kill
            break
        path = Path(shutil.copytree(pristine, tmp_path / str(n)))
        process, told = start(work, path, None, "")
        assert told.recv() == "ready"
        began = time.perf_counter()
        if n < 2:  # the second run tells how long a change takes once all is warm
            assert told.recv() == "done"
            took = time.perf_counter() - began
        else:
            time.sleep(rng.random() * took * 0.8)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)
        killed += process.exitcode == -signal.SIGKILL
        assert require_whole(path) in (("new",) if n < 2 else ("old", "new"))
    assert killed >= 5


def test_kill_while_mending_leaves_a_whole_state(path, start):
    (path / "gen-1" / "vectors-0.faiss").write_bytes(b"junk")
    process, _ = start(mend, path)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with Store.open(path) as store:
        assert len(store.snapshot().ids) == 12
    assert require_whole(path) == "old"


def mend(path: Path, told: Connection) -> None:
    fail(pytest.MonkeyPatch(), (queries, "save_manifest"), "after", lambda: os.kill(os.getpid(), signal.SIGKILL))
    with Store.open(path) as store:
        store.snapshot()


@pytest.mark.parametrize("size", [4096, 20_000, 40_000, 100_000])
def test_files_that_may_not_grow_are_told_and_lose_nothing(path, start, size):
    process, told = start(limited, path, size)
    assert told.poll(60)
    outcome = told.recv()
    process.join(60)
    assert outcome == "done" or ("没有改变" in outcome and "磁盘空间" in outcome)
    assert require_whole(path) == ("new" if outcome == "done" else "old")
