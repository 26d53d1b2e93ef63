"""The store: what goes in comes out, a change is whole, and every bad input gets one line with its cure."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
import threading
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from index import changes, database
from index.errors import EncoderMismatch, StoreError
from index.records import Figure, Prepared
from index.store import Store
from tests.helpers import FINGERPRINT, FakeEncoder, dump, embedded, filled, names, report, reports, unit_rows


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "store"


def comparable(prepared: Prepared) -> Prepared:
    """Offsets come back as an array, which equals no list."""
    return dataclasses.replace(
        prepared, document=dataclasses.replace(prepared.document, offsets=tuple(prepared.document.offsets))
    )


def stored(store: Store, id_: str) -> Prepared:
    return Prepared(store.document(id_), store.passages_of(id_), tuple(store.facts(document=id_)))


def without_generation(lines: list[str]) -> list[str]:
    return [re.sub(r"(INSERT INTO \"manifest\" VALUES\(1,)\d+", r"\1N", line) for line in lines]


def markers(store: Store, word: str) -> list[str]:
    return [id_ for id_, _ in store.snapshot().lexical({word: 1.0}, 50)]


def test_everything_comes_back_equal(path):
    made = reports(5)
    filled(path, made).close()
    with Store.open(path) as store:
        for prepared, matrix in made:
            assert comparable(stored(store, prepared.document.id)) == comparable(prepared)
            assert np.array_equal(store.vectors_of(p.id for p in prepared.passages), matrix)
        assert store.fingerprint() == FINGERPRINT
        assert store.check() == []


def test_what_is_searched_of_a_passage_is_its_innermost_heading_and_its_text(path):
    prepared, matrix = embedded(report("甲"))
    passages = tuple(dataclasses.replace(p, headings=("外层", f"丁{p.ordinal}标题")) for p in prepared.passages)
    with filled(path, [(Prepared(prepared.document, passages, prepared.facts), matrix)]) as store:
        assert len(markers(store, "标题")) == 2
        assert markers(store, "外层") == []


def test_odd_values_come_back_equal(path):
    prepared, matrix = embedded(report("奇"))
    odd = [
        Figure(f.figure.start, f.figure.end, f.figure.raw, value, "元", "money", "约", low, high)
        for f, (value, low, high) in zip(
            prepared.facts,
            [
                (None, None, None),
                (Decimal("1E+20"), Decimal("0.10"), Decimal("-3.5")),
                (Decimal("3580000000"), None, None),
                (Decimal("0.333333333333333333333333333333"), None, None),
            ],
            strict=True,
        )
    ]
    facts = tuple(dataclasses.replace(f, figure=g) for f, g in zip(prepared.facts, odd, strict=True))
    document = dataclasses.replace(prepared.document, name="引号'\"；--\0\u2028<b>😀", runs=(), blocks=(), dropped=())
    odd_report = Prepared(document, prepared.passages, facts)
    with filled(path, [(odd_report, matrix)]) as store:
        back = stored(store, document.id)
        assert comparable(back) == comparable(odd_report)
        assert [str(f.figure.low) for f in back.facts] == ["None", "0.10", "None", "None"]


def test_infos_tell_of_every_report_in_order_of_names(path):
    made = [embedded(report(name, sentences=n)) for name, n in (("丙", 2), ("甲", 4), ("乙", 6))]
    with filled(path, made) as store:
        assert names(store) == sorted(["甲", "乙", "丙"])
        for info in store.documents():
            kept = next(p for p, _ in made if p.document.id == info.id)
            assert (info.title, info.entity, info.period) == (
                kept.document.title,
                kept.document.entity,
                kept.document.period,
            )
            assert (info.characters, info.passages, info.facts) == (
                len(kept.document.text),
                len(kept.passages),
                len(kept.facts),
            )
        assert store.documents() is store.documents()


def test_passages_and_facts_are_found_by_what_is_asked(path):
    made = reports(3)
    with filled(path, made) as store:
        (a, _), (b, _), _ = made
        asked = [b.passages[1].id, "no such", a.passages[0].id]
        assert list(store.passages(asked)) == [asked[0], asked[2]]
        assert {f.passage for f in store.facts(passages=asked)} == {asked[0], asked[2]}
        assert {f.passage for f in store.facts(passages=asked, document=a.document.id)} == {asked[2]}
        assert store.facts(passages=[]) == [] == store.facts(document="no such")
        everything = store.facts()
        assert len(everything) == sum(len(p.facts) for p, _ in made)
        assert everything == sorted(everything, key=lambda f: (f.document, f.figure.start))
        with pytest.raises(StoreError, match=r"no such.*shushuo list"):
            store.document("no such")
        with pytest.raises(StoreError, match="no such"):
            store.vectors_of(asked)


def test_two_builds_dump_to_the_same_bytes_whatever_the_order(tmp_path):
    made = reports(7)
    with filled(tmp_path / "at once", made) as at_once, filled(tmp_path / "one by one", made[3:4]) as one_by_one:
        for one in [*reversed(made), *made]:
            one_by_one.apply(add=[one], encoder_fingerprint=FINGERPRINT)
        assert without_generation(dump(at_once)) == without_generation(dump(one_by_one))
        again = filled(tmp_path / "again", made)
        assert dump(at_once) == dump(again)
        again.close()
        vectors = [tmp_path / name / "gen-1" / "vectors-0.faiss" for name in ("at once", "again")]
        assert vectors[0].read_bytes() == vectors[1].read_bytes()


def test_adding_again_writes_nothing(path):
    made = reports(3)
    with filled(path, made) as store:
        before, version = dump(store), store._db.version()
        store.apply(add=made, encoder_fingerprint=FINGERPRINT)
        assert (dump(store), store._db.version()) == (before, version)


def test_the_same_name_takes_the_place_of_the_old_one(path):
    old, new = report("年报", seed=1, marker="旧标记甲"), report("年报", seed=2, marker="新标记乙")
    with filled(path, [embedded(old), embedded(report("别的"))]) as store:
        store.apply(add=[embedded(new)], encoder_fingerprint=FINGERPRINT)
        assert names(store) == sorted(["别的", "年报"])
        assert markers(store, "旧标") == []
        assert {p.document for p in store.passages(markers(store, "新标")).values()} == {new.document.id}
        assert store.check() == []


@pytest.mark.parametrize("count", [3, 12])
def test_removed_is_gone_at_once_everywhere(path, count):
    made = [embedded(report(f"报告{i:02d}", marker=f"特征{chr(0x4E00 + i)}字")) for i in range(count)]
    with filled(path, made) as store, Store.open(path) as other:
        gone = made[1][0].document
        word = f"征{chr(0x4E01)}"
        everything = store.snapshot().ids
        assert markers(store, word)
        assert markers(other, word)
        assert [reader.report_text(gone.id).name for reader in (store, other)] == [gone.name] * 2
        store.apply(remove=[gone.id])
        for reader in (store, other):
            with pytest.raises(StoreError):
                reader.report_text(gone.id)
            assert gone.name not in names(reader)
            assert markers(reader, word) == []
            now = reader.snapshot()
            assert len(now.dense(unit_rows(1, 8, 0)[0], 1000)) == len(now.ids) == len(everything) - 2
            assert not {id_ for id_, _ in now.dense(unit_rows(1, 8, 0)[0], 1000)} - set(now.ids)
            assert reader.facts(document=gone.id) == []
            assert now.dense(unit_rows(1, 8, 0)[0], 5, documents=[gone.id]) == []
            assert now.lexical({"全市": 1.0}, 5, documents=[gone.id]) == []
            assert reader.check() == []
        compacted = count == 3  # a third of three is more than the share that may be dead, a twelfth is not
        assert (now.number, len(now.positions)) == ((2, 4) if compacted else (1, 24))
        assert not any(gone.id in line for line in dump(store))


def test_dead_passages_beyond_a_fifth_are_cleared_away(path):
    made = reports(10)
    with filled(path, made) as store:
        numbers = []
        for prepared, _ in made:
            store.apply(remove=[prepared.document.id])
            numbers.append(store.snapshot().number)
            assert store.check() == []
        assert numbers[:3] == [1, 1, 2]
        assert (store.snapshot().ids, store.fingerprint(), names(store)) == ((), None, [])


def test_removing_and_adding_back_restores_the_library(path):
    made = reports(10)
    with filled(path, made) as store:
        before = without_generation(dump(store))
        store.apply(remove=[made[4][0].document.id])
        store.apply(add=[made[4]], encoder_fingerprint=FINGERPRINT)
        assert without_generation(dump(store)) == before
        store.apply(remove=[made[4][0].document.id], add=[made[4]], encoder_fingerprint=FINGERPRINT)
        assert without_generation(dump(store)) == before


def test_removing_what_is_not_there_changes_nothing(path):
    made = reports(4)
    with filled(path, made) as store:
        before = dump(store)
        with pytest.raises(StoreError, match=r"没有编号为 nobody.*shushuo list"):
            store.apply(remove=[made[0][0].document.id, "nobody"])
        assert dump(store) == before


@pytest.mark.parametrize("small", [changes.SMALL, 0], ids=["anew", "growing"])
def test_a_random_history_keeps_rows_and_indexes_in_step(path, monkeypatch, small):
    monkeypatch.setattr(changes, "SMALL", small)
    rng = np.random.default_rng(7)
    made = [embedded(report(f"报告{i % 8}", seed=i, sentences=2 + i % 3)) for i in range(16)]
    expected: dict[str, str] = {}
    with Store.open(path, create=True) as store:
        for _ in range(40):
            add = [made[i] for i in rng.integers(0, 16, rng.integers(0, 3))]
            remove = [expected.pop(n) for n in list(expected) if rng.random() < 0.2]
            for prepared, _ in add:
                expected[prepared.document.name] = prepared.document.id
            store.apply(add=add, remove=remove, encoder_fingerprint=FINGERPRINT)
            assert {info.name: info.id for info in store.documents()} == expected
            passages = {p.id for id_ in expected.values() for p in store.passages_of(id_)}
            now = store.snapshot()
            assert set(now.ids) == passages == {id_ for id_, _ in now.lexical({"全市": 1.0}, 1000)}
            assert passages == {id_ for id_, _ in now.dense(unit_rows(1, 8, 0)[0], 1000)}
        assert store.check() == []


def test_another_encoder_of_the_same_width_is_refused_with_the_cure(path):
    with filled(path, reports(2)) as store:
        before = dump(store)
        store.require(FakeEncoder())
        with pytest.raises(EncoderMismatch, match=r"test-encoder:1.*other:2.*shushuo rebuild"):
            store.require(FakeEncoder("other:2"))
        with pytest.raises(EncoderMismatch, match=r"test-encoder:1.*other:2.*shushuo rebuild"):
            store.apply(add=[embedded(report("新"))], encoder_fingerprint="other:2")
        with pytest.raises(StoreError, match=r"8、12 维.*shushuo rebuild"):
            store.apply(add=[embedded(report("新"), 12)], encoder_fingerprint=FINGERPRINT)
        assert dump(store) == before


def test_an_empty_library_takes_any_encoder(path):
    with Store.open(path, create=True) as store:
        assert store.fingerprint() is None
        store.require(FakeEncoder("anything"))
        made = embedded(report("甲"))
        store.apply(add=[made], encoder_fingerprint="one")
        store.apply(remove=[made[0].document.id])
        store.apply(add=[embedded(report("乙"), 12)], encoder_fingerprint="two")
        assert (store.fingerprint(), store.snapshot().dimension, store.check()) == ("two", 12, [])


def test_reindex_puts_another_encoder_in_the_place_of_the_old(path):
    with filled(path, reports(4)) as store:
        ids = store.snapshot().ids
        rows = unit_rows(len(ids), 24, seed=5)
        store.reindex(dict(zip(ids, rows, strict=True)), "bigger:3")
        now = store.snapshot()
        assert (store.fingerprint(), now.dimension, now.ids) == ("bigger:3", 24, ids)
        assert now.dense(rows[3], 1)[0][0] == ids[3]
        assert np.array_equal(store.vectors_of(ids), rows)
        assert store.check() == []
        before = dump(store)
        with pytest.raises(StoreError, match=r"8 个段落.*7 个向量.*shushuo rebuild"):
            store.reindex(dict(zip(ids[1:], rows[1:], strict=True)), "x")
        with pytest.raises(StoreError, match="长度不是 1"):
            store.reindex(dict(zip(ids, rows * 2, strict=True)), "x")
        assert dump(store) == before


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.zeros((1, 8), np.float32), r"2 个段落.*\(1, 8\)"),
        (np.zeros(8, np.float32), r"2 个段落.*\(8,\)"),
        (np.zeros((2, 0), np.float32), r"2 个段落.*\(2, 0\)"),
        (np.full((2, 8), np.nan, np.float32), "长度不是 1"),
        (np.full((2, 8), np.inf, np.float32), "长度不是 1"),
        (np.ones((2, 8), np.float32), "长度不是 1"),
    ],
)
def test_vectors_that_do_not_fit_are_refused(path, matrix, message):
    with Store.open(path, create=True) as store:
        with pytest.raises(StoreError, match=message):
            store.apply(add=[(report("甲"), matrix)], encoder_fingerprint=FINGERPRINT)
        assert names(store) == []


def test_a_report_may_have_no_passages_and_a_passage_a_zero_vector(path):
    empty = report("空")
    empty = Prepared(empty.document, (), ())
    with Store.open(path, create=True) as store:
        store.apply(add=[(empty, np.zeros((0, 8), np.float32))], encoder_fingerprint=FINGERPRINT)
        assert (names(store), store.fingerprint(), store.snapshot().ids) == (["空"], None, ())
        store.apply(add=[(report("零"), np.zeros((2, 8), np.float32))], encoder_fingerprint=FINGERPRINT)
        assert store.check() == []


def test_parts_of_another_report_are_refused(path):
    a, b = report("甲"), report("乙")
    with Store.open(path, create=True) as store:
        for strange in (Prepared(a.document, b.passages, ()), Prepared(a.document, a.passages, b.facts)):
            with pytest.raises(StoreError, match="不属于这份报告"):
                store.apply(add=[(strange, unit_rows(2, 8, 0))], encoder_fingerprint=FINGERPRINT)
        twice = Prepared(a.document, (a.passages[0], a.passages[0]), ())
        with pytest.raises(StoreError, match="重复"):
            store.apply(add=[(twice, unit_rows(2, 8, 0))], encoder_fingerprint=FINGERPRINT)


def test_text_that_cannot_be_stored_is_refused_in_one_line(path):
    made = report("甲")
    broken = Prepared(dataclasses.replace(made.document, raw="\ud800" + made.document.raw), made.passages, made.facts)
    with Store.open(path, create=True) as store:
        with pytest.raises(StoreError, match="无法保存的字符"):
            store.apply(add=[(broken, unit_rows(2, 8, 0))], encoder_fingerprint=FINGERPRINT)
        assert names(store) == []


def test_check_sees_whatever_is_changed_behind_its_back(path):
    filled(path, reports(4)).close()
    harms = {
        "UPDATE contents SET text = replace(text, '全市', '全省') WHERE document = (SELECT id FROM documents WHERE name = '报告00')": "报告00",
        "UPDATE contents SET raw = raw || '多'": "既不在正文也不在略去之列",
        "UPDATE documents SET period = '2023年' WHERE name = '报告02'": "校验值不符",
        "UPDATE passages SET text = text || '。' WHERE ordinal = 0": "与正文",
        "UPDATE passages SET start = start + 1 WHERE ordinal = 1": "与正文",
        "UPDATE facts SET raw = '9' || raw": "的数字",
        "UPDATE facts SET metric_start = metric_start + 1": "的指标",
        "UPDATE facts SET value = '1'": "校验值不符",
        "UPDATE facts SET value = 'abc'": "读不成记录",
        "UPDATE contents SET offsets = zeroblob(length(offsets))": "既不在正文也不在略去之列",
        "UPDATE contents SET offsets = substr(offsets, 1, 8)": "对照表有 2 项",
        "UPDATE embeddings SET vector = zeroblob(4)": "1 维，登记的是 8 维",
        "UPDATE embeddings SET vector = zeroblob(32)": "shushuo rebuild",
        "DELETE FROM embeddings": "0 维，登记的是 8 维",
        "DELETE FROM facts WHERE start > 20": "校验值不符",
        "DELETE FROM passages WHERE ordinal = 1": "段落清单与登记不符",
        "UPDATE manifest SET dimension = 7": "登记的是 7 维",
    }
    for harm, message in harms.items():
        raw = sqlite3.connect(path / database.FILE, isolation_level=None)
        with Store.open(path) as store:
            raw.execute("BEGIN")
            before = list(raw.iterdump())
            raw.execute(harm)
            raw.execute("COMMIT")
            assert any(message in line for line in store.check()), harm
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("BEGIN")
        for table in ("facts", "embeddings", "passages", "contents", "documents", "manifest"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608  # names are from the line above
        for line in before:
            if line.startswith("INSERT"):
                raw.execute(line)
        raw.execute("COMMIT")
        raw.close()
    with Store.open(path) as store:
        assert store.check() == []


def test_a_second_writer_waits_a_little_and_is_then_told(path):
    filled(path, reports(2)).close()
    with Store.open(path, wait=0.2) as store, FileLock(path / database.LOCK):
        with pytest.raises(StoreError, match=r"正被另一个进程写入.*稍后再试"):
            store.apply(add=[embedded(report("新"))], encoder_fingerprint=FINGERPRINT)
        assert len(store.snapshot().ids) == 4  # readers go on
    with Store.open(path, wait=0.2) as store:
        raw = sqlite3.connect(path / database.FILE, isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"正被另一个进程写入.*稍后再试"):
            store.apply(add=[embedded(report("新"))], encoder_fingerprint=FINGERPRINT)
        raw.execute("ROLLBACK")
        raw.close()
        store.apply(add=[embedded(report("新"))], encoder_fingerprint=FINGERPRINT)
        assert len(names(store)) == 3


def test_writers_take_turns(path):
    Store.open(path, create=True).close()
    failures: list[BaseException] = []

    def write(n: int) -> None:
        try:
            with Store.open(path, wait=30) as store:
                for i in range(3):
                    store.apply(add=[embedded(report(f"报告{n}-{i}"))], encoder_fingerprint=FINGERPRINT)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(path) as store:
        assert (len(names(store)), store.check()) == (9, [])


def test_readers_in_many_threads_see_whole_states_only(path):
    first, second = reports(4), [embedded(report(f"第二{i}")) for i in range(4)]
    done = threading.Event()
    torn: list[object] = []
    with filled(path, first) as store:
        whole = [{p.id for made, _ in state for p in made.passages} for state in (first, second)]

        def read() -> None:
            query = unit_rows(1, 8, 1)[0]
            while not done.is_set():
                now = store.snapshot()
                seen = {id_ for id_, _ in now.dense(query, 100)}
                if seen not in whole or seen != {id_ for id_, _ in now.lexical({"全市": 1.0}, 100)}:
                    torn.append(seen)
                store.passages(seen)
                store.documents()

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for add, remove in [(second, first), (first, second)] * 3:
                gone = [made.document.id for made, _ in remove]
                store.apply(add=add, remove=gone, encoder_fingerprint=FINGERPRINT)
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert torn == []


def test_a_closed_store_says_so(path):
    store = filled(path, reports(1))
    now = store.snapshot()
    store.close()
    store.close()
    assert now.dense(unit_rows(1, 8, 0)[0], 1)
    for ask in (store.documents, store.snapshot, store.facts):
        with pytest.raises(StoreError, match="已经关闭"):
            ask()
