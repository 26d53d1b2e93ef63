"""Arabic and Chinese numerals to values, by tables and by rendering integers back into words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import MAX_LENGTH, arabic, chinese, scale
from tests.index.numerals import DIGITS, four

FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
OLD = str.maketrans("万亿两", "萬億兩")


def render(number: int) -> str:
    """An integer below 10**16 as it is written in full: 二亿零三百万零五十."""
    if number == 0:
        return "零"
    high, low = divmod(number, 10**8)
    parts = [(group, name) for group, name in ((high, "亿"), (low, "")) if group]
    words = "".join(
        ("零" if n and group < 10**7 else "") + eight(group) + name for n, (group, name) in enumerate(parts)
    )
    return words.removeprefix("一") if words.startswith("一十") else words


def eight(number: int) -> str:
    """A number below 10**8 in words."""
    high, low = divmod(number, 10**4)
    words = four(high) + "万" if high else ""
    return words + ("零" if words and 0 < low < 1000 else "") + four(low)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("零", 0), ("七", 7), ("十", 10), ("十八", 18), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零一", 101), ("一百一十", 110),
        ("一百二", 120), ("三千六", 3600), ("三千零六", 3006), ("两千二", 2200), ("一万二", 12000), ("两万二千", 22000), ("十万零八", 100008),
        ("十一", 11), ("百", 100), ("千", 1000), ("万", 10000), ("一百万", 10**6), ("千万", 10**7), ("三千万", 3 * 10**7), ("一亿", 10**8),
        ("一亿零三百万", 103 * 10**6), ("三万亿", 3 * 10**12), ("一兆", 10**12), ("一万三千亿", 13 * 10**11), ("九百六十万", 9600000),
        ("二〇二四", 2024), ("二零二四", 2024), ("一九四九", 1949), ("〇", 0), ("二○一八", 2018), ("六〇五", 605),
        ("廿", 20), ("廿三", 23), ("卅", 30), ("卅一", 31), ("卌", 40), ("一百廿五", 125),
        ("壹拾贰万叁仟肆佰伍拾陆", 123456), ("叁佰", 300), ("柒拾万零叁佰", 700300), ("貳萬", 20000), ("兩億", 2 * 10**8), ("陸仟", 6000),
    ],
)  # fmt: skip
def test_chinese_integers(written, value):
    assert chinese(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("零点五", "0.5"), ("十二点五", "12.5"), ("一百零二点五", "102.5"), ("三点一四一六", "3.1416"), ("二十点一万", "201000"),
        ("一点五亿", "150000000"), ("两点零五万亿", "2050000000000"), ("三點五", "3.5"), ("零点零零三", "0.003"), ("十点十", None),
    ],
)  # fmt: skip
def test_chinese_decimals(written, value):
    assert chinese(written) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "甲",
        "三甲",
        "三点",
        "三点点五",
        "十点甲",
        "三 五",
        "一点五点六",
        "一" * (MAX_LENGTH + 1),
        "%",
        "-3",
        "三五百",
        "十五六万",
    ],
)
def test_what_is_no_chinese_numeral(written):
    assert chinese(written) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"), ("007", "7"), ("72824", "72824"), ("72,824", "72824"), ("1,234,567.89", "1234567.89"), ("35.8", "35.8"), ("0.05", "0.05"),
        ("4·3", "4.3"), ("10．5", "10.5"), ("1，234", "1234"), ("9" * MAX_LENGTH, "9" * MAX_LENGTH), ("", None), (",", None),
        ("9" * (MAX_LENGTH + 1), None),
    ],
)  # fmt: skip
def test_arabic(written, value):
    assert arabic(written) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("word", "value"),
    [("", 1), ("十", 10), ("百", 100), ("拾", 10), ("佰", 100), ("千", 10**3), ("万", 10**4), ("萬", 10**4), ("十万", 10**5), ("百万", 10**6),
     ("千万", 10**7), ("亿", 10**8), ("億", 10**8), ("百亿", 10**10), ("万亿", 10**12), ("兆", 10**12)],
)  # fmt: skip
def test_scale(word, value):
    assert scale(word) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "零"), (10, "十"), (15, "十五"), (110, "一百一十"), (1001, "一千零一"), (10010, "一万零一十"), (20300050, "二千零三十万零五十"),
     (203000050, "二亿零三百万零五十"), (10**8 + 1, "一亿零一"), (100010000, "一亿零一万"), (10**12, "一万亿"), (1200 * 10**8, "一千二百亿")],
)  # fmt: skip
def test_the_renderer_writes_as_people_do(value, written):
    assert render(value) == written


@given(st.integers(0, 10**16 - 1))
def test_words_mean_the_number_they_were_written_from(number):
    words = render(number)
    if len(words) <= MAX_LENGTH:
        assert chinese(words) == number
        assert chinese(words.translate(FORMAL)) == number
        assert chinese(words.translate(OLD)) == number


@given(st.integers(0, 10**8))
def test_two_may_be_written_as_people_say_it(number):
    words = render(number)
    spoken = words.replace("二千", "两千").replace("二万", "两万").replace("二亿", "两亿")
    assert chinese(spoken) == number


@given(st.text(alphabet="0123456789", min_size=2, max_size=20))
def test_digits_one_by_one(digits):
    assert chinese("".join(DIGITS[int(digit)] for digit in digits)) == int(digits)


@given(st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False, allow_infinity=False))
def test_arabic_with_and_without_separators(value):
    assert arabic(f"{value:.2f}") == value
    assert arabic(f"{value:,.2f}") == value
    assert arabic(f"{value:,.2f}".replace(",", "，").replace(".", "·")) == value


@given(st.text(max_size=60))
def test_any_text_is_a_finite_number_or_none(text):
    value = chinese(text)
    assert value is None or value.is_finite()


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿兆点廿半壹拾0123456789", max_size=45))
def test_any_run_of_numerals_is_a_finite_number_or_none(text):
    value = chinese(text)
    assert value is None or (value.is_finite() and value >= 0)
