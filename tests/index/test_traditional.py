"""Traditional characters: the same figures, facts and spans as in simplified ones, shown in the report's own characters."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from index import invariants
from index.load import load_bytes
from index.numbers import find_figures
from index.prepare import prepare, raw_of, understand
from index.records import Figure, Prepared, RawText
from index.traditional import _MARKS, AnyScript, same, simplified
from index.verbatim import readable

SAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))
WAYS = ("s2t", "s2tw", "s2hk")
each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
each_way = pytest.mark.parametrize("way", WAYS)


@functools.cache
def converter(way: str) -> Callable[[str], str]:
    return OpenCC(way).convert


@functools.cache
def read(path: Path) -> Prepared:
    data = path.read_bytes()
    return prepare(path.stem, data, load_bytes(data))


def told(figure: Figure) -> tuple[object, ...]:
    return replace(figure, raw=""), len(figure.raw)


def check_alike(own: Prepared, other: Prepared) -> None:
    """What is understood of two reports is the same, each says it in its own characters, and nothing is broken."""
    assert invariants.problems(other) == []
    assert len(other.document.text) == len(own.document.text)
    assert other.document.blocks == own.document.blocks
    for field in ("entity", "period", "kind", "date"):
        assert getattr(other.document, field) == getattr(own.document, field)
    assert same(other.document.title.value, own.document.title.value)
    assert [(p.start, p.end, p.searchable) for p in other.passages] == [
        (p.start, p.end, p.searchable) for p in own.passages
    ]
    alike = [
        replace(fact, id=mine.id, document=mine.document, passage=mine.passage, figure=mine.figure)
        for fact, mine in zip(other.facts, own.facts, strict=True)
    ]
    assert alike == list(own.facts)
    assert [told(fact.figure) for fact in other.facts] == [told(fact.figure) for fact in own.facts]


@each_sample
@each_way
def test_figures_are_those_of_the_simplified_report(path: Path, way: str):
    text = load_bytes(path.read_bytes()).text
    written = converter(way)(text)
    assert written != text
    found = find_figures(written)
    assert [told(figure) for figure in found] == [told(figure) for figure in find_figures(text)]
    assert all(written[figure.start : figure.end] == figure.raw for figure in found)


@each_sample
@each_way
def test_facts_are_those_of_the_simplified_report(path: Path, way: str):
    written = converter(way)(load_bytes(path.read_bytes()).text)
    other = prepare(converter(way)(path.stem), written.encode(), load_bytes(written.encode()))
    check_alike(read(path), other)
    document = other.document
    assert document.raw == written
    assert all(
        written[at] == char for char, at in zip(document.text, document.offsets, strict=True) if char >= "\u4e00"
    )
    shown = [document.title.value, *(heading for passage in other.passages for heading in passage.headings)]
    assert all(words in document.text for words in shown)


@each_sample
def test_a_file_in_big5(path: Path):
    written = converter("s2t")(load_bytes(path.read_bytes()).text)
    kept = "".join(char for char in written if char.encode("big5", "ignore"))
    plain = simplified(kept)
    other = prepare(path.stem, b"", load_bytes(kept.encode("big5")))
    check_alike(understand(path.stem, "plain", RawText(plain, "")), other)


@pytest.mark.parametrize("folder", ["provincial_2026", "national", "courts"])
def test_real_reports(corpus: Path, folder: str):
    for path in sorted((corpus / "reports" / folder).glob("*.txt"))[:6]:
        text = load_bytes(path.read_bytes()).text
        written = converter("s2t")(text)
        own = understand(simplified(path.stem), "own", RawText(simplified(written), ""))
        check_alike(own, understand(converter("s2t")(path.stem), "other", RawText(written, "")))
        found = find_figures(text)
        assert [told(f) for f in find_figures(written)] == [told(f) for f in found]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("種植面積3.2萬畝", "32000", "亩"),
        ("接待遊客1200餘萬人次", "12000000", "人次"),
        ("第三產業佔比提高兩個百分點", "2", "个百分点"),
        ("平均年齡三十二歲", "32", "岁"),
        ("養羊六百五十隻", "650", "只"),
        ("公路裡程1.8萬公里", "18000", "公里"),
        ("工期十二週", "12", "周"),
        ("糧食產量二十萬噸", "200000", "吨"),
        ("參佰萬圓整", "3000000", "元"),
        ("用時四十五分鐘", "45", "分钟"),
        ("涉及農戶一千八百戶", "1800", "户"),
        ("幾乎達到八成", "80", "%"),
    ],
)
def test_a_figure_in_its_own_characters(written: str, value: str, unit: str):
    figure = find_figures(written)[-1]
    assert (str(figure.value), figure.unit) == (value, unit)
    assert written[figure.start : figure.end] == figure.raw


def test_a_report_understood_anew_from_the_library_is_the_same():
    path = SAMPLES[0]
    written = converter("s2t")(load_bytes(path.read_bytes()).text)
    report = prepare(path.stem, written.encode(), load_bytes(written.encode()))
    assert understand(path.stem, report.document.id, raw_of(report.document)) == report


def test_a_title_set_by_hand_stays_as_it_was_set():
    written = "市中級人民法院工作報告\n二〇二四年，執行到位金額35.8億元。\n"
    set_ = understand("甲", "id", RawText(written, ""), {"title": "中级人民法院工作报告"})
    assert set_.document.title.value == "中级人民法院工作报告"
    assert understand("甲", "id", RawText(written, "")).document.title.value == "市中級人民法院工作報告"


def test_one_traditional_character_makes_no_traditional_report():
    raw = RawText("2024年，昇腾芯片产量达到3.2万片。" + "全市法院共执结案件18049件。" * 20, "")
    assert readable(raw) is raw
    assert understand("甲", "id", raw).facts[0].metric.startswith("昇腾")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("計畫與規畫圖畫", "计划与规划图画"),
        ("乾隆年間的乾貨", "乾隆年间的干货"),
        ("沈陽沈沒", "沈阳沉没"),
        ("沿著顯著的著名", "沿着显著的著名"),
        ("瞭望與瞭解", "瞭望与了解"),
        ("情有獨鍾的傢俱", "情有独钟的家具"),
        ("衞生署敍述", "卫生署叙述"),
    ],
)
def test_words_and_characters(written: str, plain: str):
    assert simplified(written) == plain
    assert same(written, plain)


def test_the_marks_are_what_only_traditional_text_has():
    def holds(char: str, encoding: str, first: int, last: int) -> bool:
        code = int.from_bytes(char.encode(encoding, "ignore"))
        return first <= code <= last

    han = [chr(code) for code in range(0x4E00, 0xA000)]
    common = {char for char in han if holds(char, "big5", 0xA440, 0xC67E)}
    common |= {converter(way)(char) for way in WAYS for char in han if holds(char, "gb2312", 0xB0A1, 0xD7F9)}
    ours = {char for char in common if not char.encode("gb2312", "ignore") and simplified("萬" + char)[1:] != char}
    assert ours == set(_MARKS)


@given(st.text(alphabet=st.sampled_from("萬億個參拾圓於畫計規著顯乾隆abc，。3 一兩"), max_size=20))
def test_any_text_keeps_its_places(text: str):
    plain = simplified(text)
    assert len(plain) == len(text)
    assert simplified(plain) == plain
    assert all(text[f.start : f.end] == f.raw for f in find_figures(text))


PAGE = (
    "<html><body><p>首页 > 公报 > 正文</p><h1>示例市统计公报</h1><p>发布时间：2025-01-20 浏览次数：356</p>"
    "<p>目 录</p><p>一、综合......1</p><p>项目 附注 2024年 2023年</p>"
    + "".join(
        f"<p>{name} 八、{n} 1,{n}04 1,{n}02</p>" for n, name in enumerate(("营业收入", "净利润", "总资产", "存货"), 1)
    )
    + "<p>全年完成投资3.2亿元，同比增长5.1%。</p><p>打印本页 关闭窗口</p><p>版权所有 技术支持：某单位</p></body></html>"
)


def test_a_web_page_is_read_alike():
    own, other = load_bytes(PAGE.encode()), load_bytes(converter("s2t")(PAGE).encode())
    assert other.text == converter("s2t")(own.text)
    assert (other.tables, other.headings) == (own.tables, own.headings)
    assert [simplified(words) for words in other.left_out] == list(own.left_out)
    assert len(own.left_out) == 5
    assert "浏览" not in own.text


def test_a_real_annual_report(corpus: Path):
    path = next((corpus / "reports" / "annual_html").glob("*300617*"))
    written = converter("s2t")(path.read_bytes().decode())
    own, other = load_bytes(path.read_bytes()), load_bytes(written.encode())
    assert (other.tables, other.headings) == (own.tables, own.headings)
    check_alike(prepare(path.stem, b"", own), prepare(converter("s2t")(path.stem), b"", other))


def test_a_pattern_is_found_in_either_script():
    counter = AnyScript("浏览次数：[0-9]+次?")
    assert counter.cut("日期 瀏覽次數：35次 浏览次数：7") == ("日期  ", 2)
    assert counter.fullmatch("瀏覽次數：35")
    assert counter.match("次瀏覽次數：35") is None
    found = counter.search("共瀏覽次數：35")
    assert found is not None
    assert found.span() == (1, 8)
