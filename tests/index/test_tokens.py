"""Search terms: the same for building and asking; numbers and Latin words whole, Han as one and two characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.load.text import decode
from index.tokens import FULL_WIDTH, fold, term_lines, terms

SAMPLES = Path(__file__).parents[2] / "examples" / "reports"

CASES = [
    ("", []),
    ("，。！ \n", []),
    ("执", ["执"]),
    ("执行率", ["执", "执行", "行", "行率", "率"]),
    ("执行35.8亿", ["执", "执行", "行", "35.8", "亿"]),
    ("执行，到位", ["执", "执行", "行", "到", "到位", "位"]),
    ("1,234.56元", ["1234.56", "元"]),
    ("12,345,678件", ["12345678", "件"]),
    ("2023,2024", ["2023", "2024"]),
    ("1,2345", ["1", "2345"]),
    ("2024", ["2024"]),
    ("12024", ["12024"]),
    ("２０２４年", ["2024", "年"]),
    ("ＧＤＰ５％", ["gdp5"]),
    ("占ＧＤＰ ５％", ["占", "gdp", "5"]),
    ("GDP增长", ["gdp", "增", "增长", "长"]),
    ("PM2.5浓度", ["pm2.5", "浓", "浓度", "度"]),
    ("A-B级", ["a-b", "级"]),
    ("C++和C#", ["c++", "和", "c#"]),
    ("e-", ["e"]),
    ("End.", ["end"]),
    ("二〇二四年", ["二", "二〇", "〇", "〇二", "二", "二四", "四", "四年", "年"]),
    ("𠮷林", ["𠮷", "𠮷林", "林"]),
    ("执执", ["执", "执执", "执"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_terms(text: str, expected: list[str]):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("written", "asked"), [("12024件", "2024"), ("PM2.5", "2.5"), ("350.8亿", "35"), ("GDP", "DP")]
)
def test_a_number_or_word_is_not_found_inside_another(written: str, asked: str):
    assert not set(terms(asked)) & set(terms(written))


@pytest.mark.parametrize(
    ("one", "other"), [("1,234件", "1234件"), ("ＧＤＰ", "gdp"), ("３５．８％", "35.8%"), ("Ａ股", "a股")]
)
def test_two_writings_of_the_same_have_the_same_terms(one: str, other: str):
    assert terms(one) == terms(other)


@given(st.text())
@settings(deadline=None)
def test_any_text_has_terms_without_blanks(text: str):
    found = terms(text)
    assert all(term and not any(char.isspace() for char in term) for term in found)
    assert terms(fold(text)) == found


ODD = "执行〇𠮷三兆瓦裏執a1BＡ１,.-+#，　 \n\r\t\0\ud800\U000e0001"


@given(st.lists(st.text() | st.text(st.sampled_from(ODD)), max_size=6))
@settings(deadline=None)
def test_of_many_texts_at_once_the_terms_are_those_of_each(texts: list[str]):
    assert term_lines(texts) == ["".join(f"{term} " for term in terms(text)) for text in texts]


def test_of_real_texts_at_once_the_terms_are_those_of_each():
    texts = [decode(path.read_bytes()).text for path in sorted(SAMPLES.glob("*.txt"))]
    assert len(texts) > 5
    assert [line.split() for line in term_lines(texts)] == [terms(text) for text in texts]


@given(st.text())
@settings(deadline=None)
def test_folding_keeps_the_length_and_settles(text: str):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["10²", "①②", "½", "İ", "ǅ", "〇", "％０９ＡＺａｚ．＋－"])
def test_only_full_width_signs_are_folded(text: str):
    """A superscript or a circled number made a digit would be another figure."""
    plain = [c for c in text if ord(c) not in FULL_WIDTH]
    assert [f for c, f in zip(text, fold(text), strict=True) if c in plain] == plain
    assert all(f.isascii() for c, f in zip(text, fold(text), strict=True) if ord(c) in FULL_WIDTH)


def test_terms_take_time_in_step_with_the_text():
    assert len(terms("执" * 200_000)) == 399_999
    assert terms("1" * 200_000) == ["1" * 200_000]
    assert len(terms("1," * 100_000)) == 100_000
    assert len(terms("123," * 100_000 + "1")) < 100_002
