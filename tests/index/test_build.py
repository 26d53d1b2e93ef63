"""Files in, one atomic change out: what becomes of each file; builds are whole, repeatable and ordered by content."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from index import build
from index.build import ADDED, FAILED, REPLACED, UNCHANGED, add_paths, find_files, prepare, rebuild, remove, report_name
from index.embed import open_encoder
from index.errors import EncoderMismatch, LoadError, StoreError
from index.invariants import problems
from index.load import load
from index.store import Store
from tests.qa.library import REPORT, SAMPLES, make_encoder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, one in a folder below."""
    folder = tmp_path / "reports"
    write(folder / "甲.txt", "甲院" + REPORT)
    write(folder / "下" / "乙.txt", "乙院" + REPORT)
    return folder


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def outcomes(store: Path, *paths: Path) -> list[tuple[str, str]]:
    return [(outcome.name, outcome.status) for outcome in add_paths(store, paths)]


def dump(store: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{store / 'library.sqlite'}?mode=ro", uri=True)) as db:
        return list(db.iterdump())


def held(store: Path) -> list[str]:
    with Store.open(store) as opened:
        return [info.name for info in opened.documents()]


def test_added_then_unchanged_then_replaced(store: Path, folder: Path):
    assert outcomes(store, folder) == [("乙", ADDED), ("甲", ADDED)]
    assert outcomes(store, folder) == [("乙", UNCHANGED), ("甲", UNCHANGED)]
    write(folder / "甲.txt", "甲院新收案件5件。" + REPORT)
    assert outcomes(store, folder) == [("乙", UNCHANGED), ("甲", REPLACED)]
    with Store.open(store) as opened:
        assert [info.name for info in opened.documents()] == ["乙", "甲"]
        texts = [opened.document(info.id).text for info in opened.documents()]
        assert opened.check() == []
    assert "新收案件5件" in texts[1]


def test_an_outcome_counts_passages_and_facts(store: Path, folder: Path):
    (outcome,) = add_paths(store, [folder / "甲.txt"])
    assert (outcome.path, outcome.name, outcome.status, outcome.message) == (folder / "甲.txt", "甲", ADDED, "")
    with Store.open(store) as opened:
        (info,) = opened.documents()
    assert (outcome.passages, outcome.facts) == (info.passages, info.facts)
    assert outcome.facts >= 3


def test_a_file_that_fails_leaves_the_others(store: Path, folder: Path):
    write(folder / "图.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    write(folder / "空.txt", b"")
    write(folder / "页.txt", b"<!DOCTYPE html><html></html>")
    write(folder / "装饰.txt", "打印\n关闭\n首页\n")
    done = add_paths(store, [folder])
    assert {outcome.name: outcome.status for outcome in done} == {
        "乙": ADDED, "甲": ADDED, "图": FAILED, "空": FAILED, "页": FAILED, "装饰": FAILED,
    }  # fmt: skip
    assert all(bool(outcome.message) == (outcome.status == FAILED) for outcome in done)
    assert held(store) == ["乙", "甲"]


def test_outcomes_come_in_the_order_of_the_files(store: Path, folder: Path):
    paths = [folder / "甲.txt", write(folder / "空.txt", b""), folder / "下" / "乙.txt"]
    assert [outcome.path for outcome in add_paths(store, paths)] == paths


def test_the_same_name_with_other_content_is_refused_in_one_add(store: Path, tmp_path: Path):
    one, other = write(tmp_path / "一" / "报告.txt", REPORT), write(tmp_path / "二" / "报告.txt", "另" + REPORT)
    first, second = add_paths(store, [one, other])
    assert (first.status, second.status) == (ADDED, FAILED)
    assert str(one) in second.message
    assert "改名" in second.message


def test_the_same_name_and_content_twice_is_one_report(store: Path, tmp_path: Path):
    one, other = write(tmp_path / "一" / "报告.txt", REPORT), write(tmp_path / "二" / "报告.txt", REPORT)
    assert outcomes(store, one, other) == [("报告", ADDED), ("报告", UNCHANGED)]
    assert outcomes(store, other) == [("报告", UNCHANGED)]


def test_a_name_whose_first_file_failed_is_still_free(store: Path, tmp_path: Path):
    furniture, report = write(tmp_path / "一" / "报告.txt", "打印\n关闭"), write(tmp_path / "二" / "报告.txt", REPORT)
    assert outcomes(store, furniture, report) == [("报告", FAILED), ("报告", ADDED)]


def test_the_same_content_under_another_name_is_not_added_again(store: Path, tmp_path: Path):
    one, other = write(tmp_path / "一.txt", REPORT), write(tmp_path / "二.txt", REPORT)
    first, second = add_paths(store, [one, other])
    assert (first.status, second.status) == (ADDED, UNCHANGED)
    assert "“一”" in second.message
    before = dump(store)
    assert outcomes(store, other) == [("二", UNCHANGED)]
    assert dump(store) == before


def test_a_report_that_became_a_copy_of_another_is_not_passed_over(store: Path, tmp_path: Path):
    one, other = write(tmp_path / "一.txt", REPORT), write(tmp_path / "二.txt", "另" + REPORT)
    add_paths(store, [one, other])
    write(other, REPORT)
    (outcome,) = add_paths(store, [other])
    assert outcome.status == FAILED
    assert "shushuo remove 二" in outcome.message
    assert held(store) == ["一", "二"]


def test_what_was_copied_may_be_replaced_in_the_same_add(store: Path, tmp_path: Path):
    """A report moves to another name while its old name gets new content: nothing may be lost, whatever the order."""
    moved, renewed = tmp_path / "一.txt", write(tmp_path / "二.txt", REPORT)
    add_paths(store, [renewed])
    write(moved, REPORT)
    write(renewed, "新" + REPORT)
    assert outcomes(store, moved, renewed) == [("一", ADDED), ("二", REPLACED)]
    assert outcomes(store, moved, renewed) == [("一", UNCHANGED), ("二", UNCHANGED)]
    with Store.open(store) as opened:
        assert [opened.document(info.id).raw for info in opened.documents()] == [REPORT, "新" + REPORT]


def test_hidden_files_and_folders_are_left_out(folder: Path):
    for name in (".甲.txt", ".git/config", "下/.缓存/丙.txt"):
        write(folder / name, REPORT)
    assert find_files([folder]) == [folder / "下" / "乙.txt", folder / "甲.txt"]
    assert find_files([folder / ".甲.txt"]) == [folder / ".甲.txt"]


def test_a_file_named_twice_is_read_once(folder: Path):
    assert find_files([folder, folder / "甲.txt", folder]) == [folder / "下" / "乙.txt", folder / "甲.txt"]


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.mkdir(), lambda path: write(path / ".hidden", "")]
)
def test_nothing_to_read_is_an_error(store: Path, tmp_path: Path, make):
    make(tmp_path / "没有")
    with pytest.raises(LoadError, match="没有"):
        add_paths(store, [tmp_path / "没有"])
    assert not store.exists()


def test_a_missing_path_stops_before_anything_is_written(store: Path, folder: Path):
    with pytest.raises(LoadError, match="找不到"):
        add_paths(store, [folder, folder / "无"])
    assert not store.exists()


def cancelling(stage: str):
    """A progress callback that presses Ctrl-C when ``stage`` comes."""

    def tell(what: str, done: int, total: int) -> None:
        if what == stage:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize("stage", ["丙", "计算向量", "写入资料库"])
def test_ctrl_c_leaves_the_old_state(store: Path, folder: Path, stage: str):
    add_paths(store, [folder])
    before = dump(store)
    write(folder / "丙.txt", "丙院" + REPORT)
    write(folder / "甲.txt", "甲院新收案件5件。")
    with pytest.raises(KeyboardInterrupt):
        add_paths(store, [folder], progress=cancelling(stage))
    assert dump(store) == before
    with Store.open(store) as opened:
        assert opened.check() == []
    assert dict(outcomes(store, folder)) == {"丙": ADDED, "乙": UNCHANGED, "甲": REPLACED}


def test_ctrl_c_keeps_the_batches_that_were_written(store: Path, folder: Path, monkeypatch):
    monkeypatch.setattr(build, "BATCH_CHARACTERS", 1)
    with pytest.raises(KeyboardInterrupt):
        add_paths(store, [folder], progress=cancelling("甲"))
    assert held(store) == ["乙"]
    assert outcomes(store, folder) == [("乙", UNCHANGED), ("甲", ADDED)]


def test_progress_ends_when_all_is_done(store: Path, folder: Path):
    told: list[tuple[str, int, int]] = []
    add_paths(store, [folder], progress=lambda what, done, total: told.append((what, done, total)))
    assert [row for row in told if row[0] in ("甲", "乙")] == [("乙", 0, 2), ("甲", 1, 2)]
    assert told[-1] == ("完成", 2, 2)
    assert all(0 <= done <= total for _, done, total in told)


@pytest.fixture(scope="module")
def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, samples: list[Path]) -> Path:
    store = tmp_path_factory.mktemp("build") / "store"
    add_paths(store, samples)
    return store


def test_two_builds_in_any_order_are_equal(library: Path, samples: list[Path], store: Path):
    add_paths(store, samples[::-1])
    assert dump(store) == dump(library)


def times(library: Path) -> dict[Path, int]:
    """When each file was last written; SQLite keeps its log and its lock beside the library while anyone reads."""
    files = (path for path in library.rglob("*") if path.name.startswith("library.") <= (path.name == "library.sqlite"))
    return {path: path.stat().st_mtime_ns for path in files}


def test_adding_again_changes_nothing(library: Path, samples: list[Path]):
    before = dump(library)
    written = times(library)
    assert {outcome.status for outcome in add_paths(library, samples)} == {UNCHANGED}
    assert dump(library) == before
    assert times(library) == written


def test_the_samples_hold_every_invariant(library: Path, samples: list[Path]):
    for path in samples:
        data, raw = load(path)
        assert problems(prepare(path.stem, data, raw)) == []
    with Store.open(library) as opened:
        assert opened.check() == []


def test_removed_is_gone(store: Path, folder: Path):
    add_paths(store, [folder])
    assert remove(store, ["甲"]) == ["甲"]
    assert held(store) == ["乙"]
    with pytest.raises(StoreError, match="“甲”"):
        remove(store, ["乙", "甲"])
    assert held(store) == ["乙"]
    assert outcomes(store, folder) == [("乙", UNCHANGED), ("甲", ADDED)]


def test_removing_and_adding_again_gives_the_same_rows(store: Path, folder: Path):
    def rows() -> list[str]:
        return [line for line in dump(store) if '"manifest"' not in line]

    add_paths(store, [folder])
    before = rows()
    remove(store, ["甲"])
    add_paths(store, [folder])
    assert rows() == before


def test_another_encoder_is_refused_and_rebuild_cures_it(store: Path, folder: Path, tmp_path: Path):
    add_paths(store, [folder])
    before = dump(store)
    other = str(make_encoder(tmp_path / "encoder", width=open_encoder().dimension))
    with pytest.raises(EncoderMismatch, match="shushuo rebuild"):
        add_paths(store, [folder], encoder=other)
    assert dump(store) == before
    assert rebuild(store, encoder=other) == 2
    assert outcomes_with(store, folder, other) == [UNCHANGED, UNCHANGED]
    with pytest.raises(EncoderMismatch):
        add_paths(store, [folder])
    assert rebuild(store) == 2
    assert [line for line in dump(store) if '"manifest"' not in line] == [
        line for line in before if '"manifest"' not in line
    ]


def outcomes_with(store: Path, folder: Path, encoder: str) -> list[str]:
    return [outcome.status for outcome in add_paths(store, [folder], encoder=encoder)]


def test_a_library_of_another_width_is_rebuilt_too(store: Path, folder: Path, tmp_path: Path):
    other = str(make_encoder(tmp_path / "encoder", width=16))
    add_paths(store, [folder], encoder=other)
    rebuild(store)
    with Store.open(store) as opened:
        assert opened.snapshot().dimension == open_encoder().dimension
        assert opened.check() == []


NAMES = [
    ("<script>alert(1)</script>", "<script>alert(1)<"),
    ("..__..__etc", "..__..__etc"),
    ("=1+1", "=1+1"),
    ("a\nb\x1b[31m", "a_b_[31m"),
    ("报告\u202egpj", "报告_gpj"),
    ("带 空 格　全角", "带 空 格　全角"),
    ("名" * 80, "名" * 80),
    ("'; DROP TABLE documents;--", "'; DROP TABLE documents;--"),
]


@pytest.mark.parametrize(("stem", "name"), NAMES, ids=range(len(NAMES)))
def test_any_file_name_makes_a_name_that_can_be_shown(store: Path, tmp_path: Path, stem: str, name: str):
    path = write(tmp_path / "in" / f"{stem.replace('/', '')}.txt", REPORT)
    name = name if "/" not in stem else path.stem
    assert [(outcome.name, outcome.status) for outcome in add_paths(store, [path])] == [(name, ADDED)]
    assert held(store) == [name]
    assert remove(store, [name]) == [name]


def test_a_file_name_that_is_no_text_is_read_all_the_same(store: Path, tmp_path: Path):
    path = Path(str(tmp_path).encode().decode()) / b"\xd6\xb4\xd0\xd0.txt".decode("utf-8", "surrogateescape")
    try:
        write(path, REPORT)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    (outcome,) = add_paths(store, [path])
    assert outcome.status == ADDED
    assert outcome.name.encode()
    assert held(store) == [outcome.name]


@pytest.mark.parametrize(
    ("path", "name"), [("a/湖州法院2024.txt", "湖州法院2024"), ("2024.工作.md", "2024.工作"), ("无扩展名", "无扩展名")]
)
def test_a_report_is_named_by_its_file(path: str, name: str):
    assert report_name(Path(path)) == name


@pytest.fixture(scope="module")
def everything(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], float]:
    store = tmp_path_factory.mktemp("everything") / "store"
    files = sorted((corpus / "reports").rglob("*.txt"))
    begun = time.perf_counter()
    done = add_paths(store, files)
    assert [outcome for outcome in done if outcome.status != ADDED] == []
    return store, files, time.perf_counter() - begun


@pytest.mark.slow
def test_every_report_is_added_and_adding_again_is_quick(everything: tuple[Path, list[Path], float]):
    store, files, seconds = everything
    before = dump(store)
    begun = time.perf_counter()
    assert {outcome.status for outcome in add_paths(store, files)} == {UNCHANGED}
    again = time.perf_counter() - begun
    print(f"{len(files)} reports added in {seconds:.1f} s, again in {again:.2f} s")
    assert dump(store) == before
    assert seconds < 120
    assert again < 12


@pytest.mark.slow
def test_every_report_holds_every_invariant(everything: tuple[Path, list[Path], float]):
    store, files, _ = everything
    with Store.open(store) as opened:
        assert opened.check() == []
        assert len(opened.documents()) == len(files)
