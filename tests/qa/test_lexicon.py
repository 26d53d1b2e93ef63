"""The lexicon: its files are sound, the longest expression wins, a user's file is read, and a bad line never stops anyone."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.traditional import simplified
from qa import lexicon
from qa.lexicon.entries import DEFAULT, Entry, Slip, parse
from qa.lexicon.matching import MAX_GAP, Matcher

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(FOLDER.glob("*.tsv"))
SHIPPED = [entry for path in FILES if path.name != "places.tsv" for entry in lexicon.read(path)]


def entries(text: str) -> list[Entry]:
    return [one for one in parse(text) if isinstance(one, Entry)]


def slips(text: str) -> list[Slip]:
    return [one for one in parse(text) if isinstance(one, Slip)]


def found(text: str, matcher: Matcher) -> list[str]:
    return [match.entry.everyday for match in matcher.find(text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_is_sound(path: Path):
    text = path.read_text(encoding="utf-8")
    assert slips(text) == []
    assert [word for word, count in Counter(e.everyday for e in entries(text)).items() if count > 1] == []


def test_the_lexicon_is_broad():
    meant = [entry for entry in SHIPPED if entry.terms]
    assert len(meant) >= 3000
    assert sum(len(entry.terms) for entry in meant) >= 10000


def test_a_single_character_is_a_filler_only_where_it_ends_a_question():
    assert {e.everyday for e in SHIPPED if not e.terms and len(e.everyday) == 1} <= set("呢吗啊呀吧嘛哦啥咋谁")


def test_a_line_gives_each_of_its_words_the_same_terms():
    read = entries("老赖|赖账的\t失信被执行人:0.9 被执行人  # 说明\n# 只有说明\n\n到底\t-\n")
    assert [entry.pieces for entry in read] == [("老赖",), ("赖账的",), ("到底",)]
    assert read[0].terms == read[1].terms == (("失信被执行人", 0.9), ("被执行人", DEFAULT))
    assert read[2].terms == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("老赖 失信被执行人", "制表符"),
        ("老赖\t", "制表符"),
        ("老赖\t失信被执行人:2", "权重"),
        ("老赖\t失信被执行人:0", "权重"),
        ("老赖\t失信被执行人:nan", "权重"),
        ("老赖\t失信被执行人:高", "权重"),
        ("老赖\t:0.5", "官方用语:权重"),
        ("|老赖\t失信被执行人", "为空"),
        ("老 赖\t失信被执行人", "空格"),
        (f"{'长' * 31}\t失信被执行人", "过长"),
        ("老赖\t" + " ".join(f"词{i}" for i in range(41)), "至多40个"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_cure(line: str, said: str):
    (slip,) = slips(f"# 头\n{line}\n好\t行\n")
    assert slip.line == 2
    assert said in slip.text


def test_the_longest_expression_wins():
    matcher = Matcher(entries("欠钱\t债务\n欠钱不还\t失信被执行人\n钱\t金额\n"))
    assert found("欠钱不还的人", matcher) == ["欠钱不还"]
    assert found("欠钱的人", matcher) == ["欠钱"]


def test_expressions_that_overlap_are_both_kept():
    matcher = Matcher(entries("赖账不还\t失信\n不还被判刑\t拒执罪\n"))
    assert found("赖账不还被判刑", matcher) == ["赖账不还", "不还被判刑"]


def test_an_expression_in_two_pieces_spans_a_gap():
    matcher = Matcher(entries("帮…追回\t执行到位\n"))
    (match,) = matcher.find("帮打工的人追回多少")
    assert match.spans == ((0, 1), (5, 7))
    assert matcher.find("帮" + "人" * (MAX_GAP + 1) + "追回") == []


def test_a_piece_that_belongs_to_another_word_is_left_to_it():
    matcher = Matcher(entries("跑着…车\t汽车保有量\n新能源车\t新能源汽车\n少收…税\t减税\n收了多少税\t税收\n"))
    assert found("跑着多少辆新能源车", matcher) == ["新能源车"]
    assert found("少收了多少税", matcher) == ["少收…税"]


def test_official_words_are_not_taken_apart():
    matcher = Matcher(entries("案\t案件\n欠\t被执行人\n被\t-\n办\t-\n通\t跨省通办\n"))
    assert found("审结案件", matcher) == []
    assert found("被执行人", matcher) == []
    assert found("跨省通办事项", matcher) == []
    assert matcher.official("审结案件的被执行人") == [(2, 4), (5, 9)]


def test_an_official_word_does_not_mean_what_only_says_more():
    matcher = Matcher(entries("商品房|新房\t商品房 商品房销售面积 住宅\n"))
    assert dict(matcher.find("商品房均价")[0].entry.terms) == {"住宅": DEFAULT}
    assert "商品房销售面积" in dict(matcher.find("新房均价")[0].entry.terms)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("帮人追回来多少钱", "执行到位金额"),
        ("老赖有多少", "失信被执行人"),
        ("公司赚了多少", "净利润"),
        ("醉驾的案子", "危险驾驶"),
        ("GDP多少", "地区生产总值"),
        ("gdp多少", "地区生产总值"),
        ("pm2.5有多高", "细颗粒物"),
        ("CPI涨了多少", "居民消费价格"),
        ("头一回", "首次"),
        ("市中院办了多少案子", "中级人民法院"),
    ],
)
def test_everyday_words_mean_official_terms(text: str, term: str):
    meant = lexicon.expand(text)
    assert 0 < meant[term] <= 1
    assert not any(word in text for word in meant)


def test_nicknames_of_places():
    assert lexicon.placed("帝都地铁多少公里") == "北京地铁多少公里"
    assert lexicon.placed("辽宁省和赣州") == "辽宁省和赣州"
    assert lexicon.placed("黑龙江") == "黑龙江"


def test_a_users_file_adds_and_overrides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "lexicon.tsv").write_text("摇一摇付\t一码通执:0.6\n老赖\t失联人员:0.7\n", encoding="utf-8")
    other = tmp_path / "more.tsv"
    other.write_text("\ufeff共享桌\t共享法庭\n", encoding="utf-8")
    monkeypatch.setenv(lexicon.VARIABLE, str(other))
    own = lexicon.own_files(tmp_path)
    assert own == (tmp_path / "lexicon.tsv", other)
    assert lexicon.expand("摇一摇付", own) == {"一码通执": 0.6}
    assert lexicon.expand("共享桌", own) == {"共享法庭": DEFAULT}
    assert {"失联人员", "失信被执行人"} <= set(lexicon.expand("老赖", own))
    assert "一码通执" not in lexicon.expand("摇一摇付", ())


def test_a_bad_file_is_told_and_the_rest_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    bad = tmp_path / "bad.tsv"
    bad.write_text("摇一摇付 一码通执\n刷脸付\t人脸核验:0.6\n", encoding="utf-8")
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"\xff\xfe\x00")
    assert lexicon.expand("刷脸付", (bad, binary, tmp_path / "none.tsv")) == {"人脸核验": 0.6}
    told = capsys.readouterr().err.splitlines()
    assert [line[:3] for line in told] == ["提醒："] * 3
    assert "bad.tsv 第 1 行" in told[0]
    assert "UTF-8" in told[1]
    assert "none.tsv 读不出来" in told[2]


def test_traditional_characters_become_simplified():
    assert simplified("失信被執行人名單有多少人次") == "失信被执行人名单有多少人次"
    assert simplified("执行到位多少") == "执行到位多少"
    assert simplified("") == ""


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_within_its_bounds(text: str):
    for match in lexicon.find(text):
        assert all(0 <= start < end <= len(text) for start, end in match.spans)
    assert all(0 < weight <= 1 for weight in lexicon.expand(text).values())
    assert isinstance(simplified(text), str)


def test_a_question_is_expanded_at_once(capsys: pytest.CaptureFixture[str]):
    text = "示例市2024年到底给打赢官司的人要回来多少钱"
    lexicon.expand(text)
    start = time.perf_counter()
    for _ in range(200):
        lexicon.expand(text)
    milliseconds = (time.perf_counter() - start) * 5
    with capsys.disabled():
        print(f"\n词表：每个问题 {milliseconds:.3f} 毫秒", end="")
    assert milliseconds < 5  # 0.3 on an idle machine
    start = time.perf_counter()
    lexicon.find("老赖欠钱不还" * 400)
    assert time.perf_counter() - start < 1
