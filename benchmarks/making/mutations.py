"""Ways to spoil the text of a question: letters lost, doubled, moved, in another script or width, noise thrown in."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from typing import Any

NOISE = "😀 \u200b\t\n\0\ud800？！%％..,，、“”()（）１２３ａｂｃＡ-—~法院億萬圓執行零〇年月日多少几哪谁the"
EMOJI = ("😀", "👍🏽", "👩‍⚖️", "🇨🇳", "❤️", "⚖️", "1️⃣", "🧑‍🤝‍🧑")
DIGITS = "〇一二三四五六七八九"
TYPING_ERRORS = (("的", "得"), ("执行", "直行"), ("金额", "金鹅"), ("多少", "多小"), ("法院", "法园"), ("增长", "增张"))
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_PLACE = re.compile("[\u4e00-\u9fff]{2}(?=省|市|县|区|法院|中院|检察院)")

Mutation = Callable[[random.Random, str], str]


def lost(rng: random.Random, text: str) -> str:
    """One letter less."""
    at = rng.randrange(max(1, len(text)))
    return text[:at] + text[at + 1 :]


def doubled(rng: random.Random, text: str) -> str:
    """A stretch of letters said twice."""
    at = rng.randrange(max(1, len(text)))
    return text[: at + rng.randint(1, 6)] + text[at:]


def turned(rng: random.Random, text: str) -> str:
    """Two halves the other way round."""
    at = rng.randrange(max(1, len(text)))
    return text[at:] + text[:at]


def swapped(rng: random.Random, text: str) -> str:
    """Two neighbouring letters the other way round."""
    if len(text) < 2:
        return text
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def shuffled(rng: random.Random, text: str) -> str:
    """All letters in another order."""
    return "".join(rng.sample(text, len(text)))


def noisy(rng: random.Random, text: str) -> str:
    """Odd signs thrown in."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(NOISE) + text[at:]
    return text


def spaced(rng: random.Random, text: str) -> str:
    """Blanks of any width between letters, as a PDF gives them."""
    return "".join(char + rng.choice(("", "", " ", "\u3000", "\u00a0")) for char in text)


def with_emoji(rng: random.Random, text: str) -> str:
    """Pictures of several characters each."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(EMOJI) + text[at:]
    return text


def wide(_: random.Random, text: str) -> str:
    """Letters and digits in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def traditional(_: random.Random, text: str) -> str:
    """Traditional characters."""
    return str(_converter().convert(text))


@functools.lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def another_figure(rng: random.Random, text: str) -> str:
    """Every digit exchanged."""
    return "".join(str(rng.randint(0, 9)) if char.isdigit() else char for char in text)


def another_year(rng: random.Random, text: str) -> str:
    """Its years exchanged for others that reports may be of."""
    return _YEAR.sub(lambda _: str(rng.randint(1990, 2028)), text)


def year_in_words(_: random.Random, text: str) -> str:
    """二〇二四年 for 2024年."""
    return _YEAR.sub(lambda match: "".join(DIGITS[int(digit)] for digit in match.group()), text)


def without_year(_: random.Random, text: str) -> str:
    """Not a word of its year."""
    return re.sub(r"(?:(?:19|20)[0-9]{2}|去|今|上)年度?", "", text)


def another_place(rng: random.Random, text: str) -> str:
    """Another place where it names one before 市, 法院 and their like."""
    return _PLACE.sub(lambda _: rng.choice(("上海", "示例", "湖州", "珠海", "四川", "龘龘")), text, count=1)


def mistyped(rng: random.Random, text: str) -> str:
    """Words that sound alike, as an input method picks them."""
    said, typed = rng.choice(TYPING_ERRORS)
    return text.replace(said, typed)


def cut(rng: random.Random, text: str) -> str:
    """The beginning alone."""
    return text[: rng.randint(0, len(text))]


MUTATIONS: tuple[Mutation, ...] = (
    *(lost, doubled, turned, swapped, shuffled, noisy, spaced, with_emoji, wide, traditional),
    *(another_figure, another_year, year_in_words, without_year, another_place, mistyped, cut),
)


def spoilt(rng: random.Random, text: str) -> str:
    """``text`` changed once to three times."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(MUTATIONS)(rng, text)
    return text
