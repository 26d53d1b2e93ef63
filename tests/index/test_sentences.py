"""Where sentences end, and that their spans cover the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAX_ASIDE, sentence_spans

CASES = [
    ("", []),
    (" \n ", []),
    ("执结5件", ["执结5件"]),
    ("执结5件。到位3元。", ["执结5件。", "到位3元。"]),
    ("收案5件；结案4件;上升3%", ["收案5件；", "结案4件;", "上升3%"]),
    ("多少？真多！好", ["多少？", "真多！", "好"]),
    ("怎么？！好。。好", ["怎么？！", "好。。", "好"]),
    ("到位35.8亿元，上升13.7%。", ["到位35.8亿元，上升13.7%。"]),
    ("他说：“执结5件。”又说：“到位3元！”", ["他说：“执结5件。”", "又说：“到位3元！”"]),
    ("执结5件。（其中涉企3件；涉农2件。）到位3元。", ["执结5件。", "（其中涉企3件；涉农2件。）", "到位3元。"]),
    ("执结5件（其中涉企3件；涉农2件），到位3元。", ["执结5件（其中涉企3件；涉农2件），到位3元。"]),
    ("见《法治。中国》一书。好。", ["见《法治。中国》一书。", "好。"]),
    ("执结5件（其中涉企3件。到位3元。", ["执结5件（其中涉企3件。", "到位3元。"]),
    ("执结5件）到位3元。好。", ["执结5件）到位3元。", "好。"]),
    ("（一）甲；\n乙（丙\n丁。）戊。", ["（一）甲；", "乙（丙", "丁。）", "戊。"]),
    ("上升5%。[1]下降3%。", ["上升5%。[1]", "下降3%。"]),
    ("执结5件。\n\n到位3元。", ["执结5件。", "到位3元。"]),
    ("  执结5件。  到位3元。 ", ["执结5件。", "到位3元。"]),
    ("（" + "甲" * MAX_ASIDE + "。乙）丙。", ["（" + "甲" * MAX_ASIDE + "。", "乙）丙。"]),
    ("（甲（乙。）丙。）丁。", ["（甲（乙。）丙。）", "丁。"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]):
    assert [text[a:b] for a, b in sentence_spans(text)] == expected


def test_a_part_of_a_text():
    text = "甲。乙。丙。"
    assert sentence_spans(text, 2, 4) == [(2, 4)]
    assert sentence_spans(text, 3) == [(3, 4), (4, 6)]
    assert sentence_spans(text, 6) == []


@given(st.text(st.sampled_from("甲3.5。！？；!?;，（）()《》“”[1]\n ")) | st.text())
@settings(deadline=None)
def test_spans_are_in_order_and_cover_all_but_blanks(text: str):
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("unit", ["（甲。）", "（", "）", "。", "甲！", "\n", "（（）", "。”", "。[1]", "《（。）》"])
def test_time_grows_in_step_with_the_text(unit: str):
    begun = time.process_time()
    sentence_spans(unit * (100_000 // len(unit)))
    assert time.process_time() - begun < 3
