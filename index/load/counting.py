"""Numbers of lists, headings and notes as Word writes them: 一, 壹, ①, iv, B."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_TENS: Final = ("", "十", "百", "千")
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟万")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST: Final = 9_999
"""A list has no more; a hostile file might say so."""


def chinese(number: int) -> str:
    """A number below 10,000 in words.

    >>> [chinese(number) for number in (1, 10, 12, 20, 101, 110, 2024)]
    ['一', '十', '十二', '二十', '一百零一', '一百一十', '二千零二十四']
    """
    words = ""
    digits = str(number)
    for place, digit in enumerate(digits):
        left = len(digits) - 1 - place
        if digit != "0":
            words += _DIGITS[int(digit)] + _TENS[left]
        elif words and not words.endswith("零") and digits[place:].strip("0"):
            words += "零"
    return words.removeprefix("一") if 10 <= number < 20 else words


def _legal(number: int) -> str:
    words = chinese(number)
    return ("一" + words if words.startswith("十") else words).translate(_LEGAL)


def _roman(number: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            words += letters
            number -= worth
    return words


def _letters(number: int) -> str:
    """a, b, ..., z, aa, bb, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _among(words: str) -> Callable[[int], str]:
    return lambda number: words[(number - 1) % len(words)]


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting",
         "taiwaneseCounting", "taiwaneseCountingThousand"), chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "koreanDigital", "taiwaneseDigital"),
                    lambda number: "".join(("〇" + _DIGITS[1:])[int(digit)] for digit in str(number))),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _among("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _among("子丑寅卯辰巳午未申酉戌亥"),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "none": lambda number: "",
}  # fmt: skip
"""How Word's formats write a number; all others are plain digits."""


def written(number: int, form: str) -> str:
    """``number`` in one of Word's formats.

    >>> written(3, "chineseCounting"), written(4, "lowerRoman"), written(2, "decimal")
    ('三', 'iv', '2')
    """
    return FORMATS.get(form, str)(number) if 0 < number <= MOST else str(number)
