"""Numbers in Chinese words, written by none of the project's code."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def four(number: int) -> str:
    """A number below 10,000 in words, without the 零 that a larger group may want before it."""
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words
