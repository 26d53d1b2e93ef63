"""Radicals and compatibility ideographs, against Unicode's own data where Python has it."""

from __future__ import annotations

import codecs
from pathlib import Path
from unicodedata import name, normalize

import pytest

from index.clean import clean
from index.load import load_bytes
from index.load.radicals import ORDINARY, ordinary

BLOCKS = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
UNMAPPED = "⺀"
"""A mark of repetition that looks like no character."""


def test_kangxi_radicals_are_what_unicode_says():
    for code in range(0x2F00, 0x2FD6):
        assert ordinary(chr(code)) == normalize("NFKC", chr(code))


@pytest.mark.parametrize(
    ("radicals", "characters"),
    [
        ("⻓⻔⻅⻚⻛⻜⻢⻥⻦⻬⻰⺠", "长门见页风飞马鱼鸟齐龙民"),
        ("⻄⻁⻆⻋⺟⻝⻩⻘⻣⻤⻙⻉⻨⻳", "西虎角车母食黄青骨鬼韦贝麦龟"),
        ("⼯⼈⼤⽤⽅⾦⾏⽇⽉", "工人大用方金行日月"),
    ],
)
def test_radicals(radicals: str, characters: str):
    assert ordinary(radicals) == characters


def test_every_radical_of_the_blocks_has_its_character():
    for code in BLOCKS:
        char = chr(code)
        if name(char, "").startswith(("CJK RADICAL", "KANGXI RADICAL")) and char not in UNMAPPED:
            assert ordinary(char) != char
    for code, to in ORDINARY.items():
        assert code in BLOCKS
        assert 0x3400 <= to <= 0x9FFF or 0x20000 <= to <= 0x2F7FF


def test_compatibility_ideographs_are_what_unicode_says():
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        assert ordinary(chr(code)) == normalize("NFC", chr(code))


def test_nothing_else_is_changed():
    text = "10²、①、½、㎡、％、Ⅳ、㈠、ﬁ、\u3000，〇々"
    assert ordinary(text) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "gb18030"])
def test_text_files_are_read_with_ordinary_characters(encoding: str):
    text = "2024年，⼈民法院⼯作⻓足发展，⽤时13.7天，面积10²。\n" * 3
    data = text.encode(encoding)
    raw = load_bytes(codecs.BOM_UTF16_LE + data if encoding == "utf-16-le" else data)
    assert raw.text == text.translate(str.maketrans("⼈⼯⻓⽤", "人工长用"))
    assert len(raw.text) == len(text)


def test_none_is_left_in_the_national_reports(corpus: Path):
    files = sorted((corpus / "reports/national").glob("*.txt"))
    assert files
    for file in files:
        found = clean(load_bytes(file.read_bytes()).text)
        assert not [char for char in found.text if "\u2e80" <= char <= "\u2fdf"]
