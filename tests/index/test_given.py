"""What a person sets of a report: checked, wins over what was inferred, kept over all but the end of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import add_paths, rebuild, remove, set_by_hand
from index.errors import StoreError, UsageError
from index.given import HOW, checked
from index.records import Inferred
from index.store import DocumentInfo, Store

TEXT = "全院收案500件，执行到位金额35.8亿元，同比上升13.7%。\n2021年，收案300件。\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "库"


@pytest.fixture
def file(tmp_path: Path, path: Path) -> Path:
    found = tmp_path / "材料.txt"
    found.write_text(TEXT, encoding="utf-8")
    add_paths(path, [found])
    return found


def info(path: Path, name: str = "材料") -> DocumentInfo:
    with Store.open(path) as store:
        assert store.check() == []
        return next(one for one in store.documents() if one.name == name)


def values(path: Path, name: str = "材料") -> tuple[Inferred, Inferred, Inferred]:
    found = info(path, name)
    return found.entity, found.period, found.title


def given(path: Path) -> dict[str, dict[str, str]]:
    with Store.open(path) as store:
        return store.settings()


def facts(path: Path) -> dict[str, tuple[str, str]]:
    with Store.open(path) as store:
        return {fact.figure.raw: (fact.entity, fact.period) for fact in store.facts()}


def test_what_is_set_wins_and_the_facts_follow(path: Path, file: Path):
    before = values(path)
    assert before[0] == Inferred("", "未找到")
    assert facts(path)["500件"] == ("", "2021")
    told = set_by_hand(path, ["材料"], {"entity": " 示例市法院 ", "period": "2024年"})
    assert told == [info(path)]
    assert values(path) == (Inferred("示例市法院", HOW), Inferred("2024", HOW), before[2])
    assert facts(path)["500件"] == ("示例市法院", "2024")
    assert facts(path)["300件"] == ("示例市法院", "2021")
    assert info(path).periods == {"2021", "2024"}


def test_what_is_set_later_stands_beside_what_was_set_before(path: Path, file: Path):
    set_by_hand(path, ["材料"], {"entity": "甲院"})
    set_by_hand(path, ["材料"], {"title": "甲院工作报告"})
    set_by_hand(path, ["材料"], {"entity": "乙院"})
    assert given(path) == {"材料": {"entity": "乙院", "title": "甲院工作报告"}}
    assert values(path)[2] == Inferred("甲院工作报告", HOW)
    assert info(path).kind.value == "其他"


def test_clearing_goes_back_to_what_was_inferred(path: Path, file: Path):
    before, facts_before = info(path), facts(path)
    set_by_hand(path, ["材料"], {"entity": "甲院", "period": "2023", "title": "报告"})
    assert set_by_hand(path, ["材料"], {}) == [before]
    assert (facts(path), given(path)) == (facts_before, {})


def test_new_bytes_of_the_name_are_understood_with_it(path: Path, file: Path):
    set_by_hand(path, ["材料"], {"entity": "甲院", "period": "2023"})
    old = info(path).id
    assert add_paths(path, [file])[0].status == "unchanged"
    file.write_text(TEXT.replace("500件", "600件"), encoding="utf-8")
    assert add_paths(path, [file])[0].status == "replaced"
    assert info(path).id != old
    assert values(path)[:2] == (Inferred("甲院", HOW), Inferred("2023", HOW))
    assert facts(path)["600件"] == ("甲院", "2023")


def test_rebuilding_keeps_it(path: Path, file: Path):
    set_by_hand(path, ["材料"], {"entity": "甲院", "period": "2023"})
    before, facts_before = info(path), facts(path)
    rebuild(path)
    assert (info(path), facts(path)) == (before, facts_before)


def test_it_goes_with_the_report(path: Path, file: Path):
    set_by_hand(path, ["材料"], {"entity": "甲院"})
    remove(path, ["材料"])
    assert given(path) == {}
    add_paths(path, [file])
    assert values(path)[0] == Inferred("", "未找到")


def test_several_reports_at_once_or_none(path: Path, file: Path, tmp_path: Path):
    (tmp_path / "另一份.txt").write_text("全院结案7件。", encoding="utf-8")
    add_paths(path, [tmp_path / "另一份.txt"])
    with pytest.raises(StoreError, match="没有“无此报告”"):
        set_by_hand(path, ["材料", "无此报告"], {"entity": "甲院"})
    assert given(path) == {}
    told = set_by_hand(path, ["另一份", "材料", "另一份"], {"entity": "甲院"})
    assert [one.name for one in told] == ["另一份", "材料"]
    assert values(path)[0] == values(path, "另一份")[0] == Inferred("甲院", HOW)


def test_setting_needs_no_encoder_while_the_passages_are_the_same(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    with Store.open(path) as store:
        ids = [p.id for p in store.passages_of(info(path).id)]
        vectors = store.vectors_of(ids)
    monkeypatch.setattr("index.build.open_encoder", lambda name: pytest.fail("opened"))
    set_by_hand(path, ["材料"], {"entity": "甲院"})
    with Store.open(path) as store:
        assert (store.vectors_of(ids) == vectors).all()
        assert len(store.snapshot().ids) == len(ids)


def test_this_year_in_a_government_report_is_the_year_after_the_one_set(path: Path, tmp_path: Path):
    file = tmp_path / "某地政府工作报告.txt"
    file.write_text("各位代表：\n今年建成学校5所。全年收入7亿元。\n", encoding="utf-8")
    add_paths(path, [file])
    set_by_hand(path, [file.stem], {"period": "2023"})
    assert (facts(path)["5所"][1], facts(path)["7亿元"][1]) == ("2024", "2023")


def test_a_report_understood_without_what_is_set_is_refused(path: Path, file: Path):
    """As when another process sets it between understanding and storing."""
    with Store.open(path) as store:
        found = store.documents()[0]
        with pytest.raises(StoreError, match="再试一次"):
            store.apply(
                add=[(_kept(store, found.id), store.vectors_of(p.id for p in store.passages_of(found.id)))],
                remove=[found.id],
                settings={"材料": {"entity": "甲院"}},
                encoder_fingerprint=store.fingerprint(),
            )
    assert given(path) == {}
    assert values(path)[0] == Inferred("", "未找到")


def _kept(store: Store, id_: str):
    from index.records import Prepared

    return Prepared(store.document(id_), store.passages_of(id_), tuple(store.facts(document=id_)))


def test_checking_finds_what_does_not_fit(path: Path, file: Path):
    with Store.open(path) as store:
        store.apply(settings={"材料": {"entity": "甲院"}})
        assert any("手工设置" in line and "rebuild" in line for line in store.check())
    rebuild(path)
    assert values(path)[0] == Inferred("甲院", HOW)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2024", "2024"),
        (" 2024年 ", "2024"),
        ("2024年度", "2024"),
        ("2017-2021", "2017-2021"),
        ("2017年—2021年", "2017-2021"),
    ],
)
def test_years(told: str, kept: str):
    assert checked("period", told) == kept


@pytest.mark.parametrize(
    ("field", "told", "words"),
    [
        ("period", "去年", "不是年份"),
        ("period", "24", "不是年份"),
        ("period", "20240", "不是年份"),
        ("period", "1024", "不是年份"),
        ("period", "2021-2017", "不是年份"),
        ("period", "２０２４", "不是年份"),
        ("period", "", "年份是空的"),
        ("entity", "  ", "单位是空的"),
        ("entity", "——", "单位是空的"),
        ("title", "", "标题是空的"),
        ("title", "甲\n乙", "换行或看不见"),
        ("entity", "甲\u202e院", "换行或看不见"),
        ("entity", "甲" * 61, "61个字，超过上限60个字"),
    ],
)
def test_what_no_value_can_be(field: str, told: str, words: str):
    with pytest.raises(UsageError, match=words):
        checked(field, told)
