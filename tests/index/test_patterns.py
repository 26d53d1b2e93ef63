"""Where figures are looked for and where fixed forms are tried: short cuts that lose none of either."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from index import patterns as p
from index import units as u

FORMS, PLAIN = re.compile(p.FORMS), re.compile(p.PLAIN)
LEADS = "近过前今后未这最去明上下本当次同年昨初每首榜对倒（(〔[【"
"""What a figure may begin with, though at most places it does not."""
SECOND = sorted({*re.findall(r"[\u4e00-\u9fff]", p.FORMS), *"".join(u.IDIOMS), *"0123456789，。（"})
AFTER = ("", "三", "5", "年", "三年", "5年来", "第三位", "世纪90年代", "9点", "024〕5号", "2）", "位")
BEFORE = ("", "居", "三", "一", "七")

HEADS = ("5", "12", "05", "95", "138", "400", "1990", "2024", "20", "123456789", "13800000000")
SIGNS = sorted(
    {*re.findall(r"[\u4e00-\u9fff]", p.FORMS), *"-/:：.,·+—–~年月日号时点后lIOaZ⁰₂\u200b×✕%万", "世纪", "年代"}
)
TAILS = (
    "",
    "5",
    "05",
    "12",
    "2024年",
    "1.2",
    "3-4",
    "000",
    "0",
    "0版",
    "线",
    "道",
    "月",
    "分",
    "半",
    "列车",
    "公交",
    "a5",
    "纪",
)


def test_a_figure_or_an_idiom_is_looked_for_wherever_it_may_begin():
    for before, lead, second, after in itertools.product(BEFORE, LEADS, SECOND, AFTER):
        text, at = before + lead + second + after, len(before)
        if p.START.match(text, at):
            continue
        assert not FORMS.match(text, at), text
        assert not p.VAGUE.match(text, at), text
        for start in range(at + 1):  # an idiom that goes on behind the character may hold a numeral
            idiom = p.IDIOM.match(text, start)
            assert idiom is None or idiom.end() <= at + 1, text


def test_digits_that_are_plain_are_part_of_no_fixed_form():
    seen = 0
    for head, sign, tail in itertools.product(HEADS, SIGNS, TAILS):
        for text in (head + sign + tail, f"{head},{sign}{tail}", f"{head}.5{sign}{tail}", f"{head}.0{sign}{tail}"):
            if PLAIN.match(text):
                seen += 1
                assert not FORMS.match(text), text
    assert seen > 1_000


@given(st.lists(st.sampled_from(u.COUNTERS), min_size=1), st.sampled_from(u.COUNTERS))
def test_words_of_one_first_character_are_tried_longest_first(words: list[str], text: str):
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    found = re.match(p.any_of(words), text)
    assert (found and found.group()) == longest
