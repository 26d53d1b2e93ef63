"""Numbers that name rather than count: codes, slogans, list marks, hotlines, idioms, and numerals that only make a word."""

from __future__ import annotations

import re

from index import patterns as p
from index import units as u
from index.amounts import Number

HEAD = 8
"""How many characters before a number may soften, sign or rename it."""
LONGEST_NUMBER = 12
SHORTEST_DIALLED = 7

_OPEN, _CLOSE = frozenset("（([【［〔"), frozenset("）)]】］〕")
_QUOTES, _UNQUOTES = frozenset("“《「‘"), frozenset("”》」’")
_STOPS = frozenset(["", "。", "；", "：", "，", "\n", " ", "”"])
_MAGNITUDES, _SOFTENERS = frozenset("十百千万亿"), frozenset("近上约超逾数几过")
_BEARING = frozenset("辜担肩背胜抱欠自")
_AFTER_COUNT = frozenset(["", *"，。、的后前内半五"])
_NOT_COUNTED = frozenset("进新同另每某任这那哪唯第逐")
_RANKED_PLACES = frozenset("县镇级村区市")
_RANGED = frozenset("至到—–~～")
_LEADS_VALUE = frozenset("达至到超近约为")
_LASTS = re.compile("小时|分钟")
"""热线24小时: what follows is how long it is open."""
_ALONE_BEFORE, _ALONE_AFTER = frozenset(["", *",，是为"]), frozenset(["", *",，。"])


def idiom_end(text: str, floor: int, at: int) -> int:
    """Where an idiom that holds the character at ``at`` ends; 0 if there is none."""
    if text[at].isascii():
        return 0
    for start in range(at, max(floor, at - 3) - 1, -1):
        if text[start] in p.IDIOM_STARTS and not (text[start] in _MAGNITUDES and text[start - 1 : start] in _SOFTENERS):
            match = p.IDIOM.match(text, start)
            if match and match.end() > at:
                return match.end()
    return 0


def is_sign(text: str, mark: str, at: int) -> bool:
    """Whether ``mark`` at ``at`` makes the number behind it negative: a hyphen may join, 负 may be part of 辜负."""
    before = text[max(0, at - 1) : at]
    if mark == "+":
        return not (before.isascii() and before.isalnum())
    if mark != "-":
        return not mark.startswith("负") or before not in _BEARING
    return not (before.isascii() and before.isalnum()) and before not in (")", "）", "%", "-", "—")


def is_signed(text: str, start: int) -> bool:
    """Whether a minus stands right before ``start``."""
    sign = text[max(0, start - 1) : start]
    return sign in ("负", "-", "−") and is_sign(text, sign, start - 1)


def is_code(text: str, floor: int, start: int, end: int) -> bool:
    """Whether Arabic digits are part of a code: PM2.5, AK-74, 5G, 尾号3385."""
    head = text[max(floor, start - HEAD) : start]
    if p.LETTER_BEFORE.search(head) and not p.CURRENCY.search(head):
        return True
    if p.CODE_BEFORE.search(head) and not _LASTS.match(text, end):
        return True
    after = text[end : end + 1]
    if after.isascii() and after.isalpha() and not p.UNIT.match(text, end):
        return True
    return end - start > LONGEST_NUMBER and text[start:end].isdigit()


def is_dialled(text: str, floor: int, start: int, number: Number) -> bool:
    """Whether Chinese digits are dialled, not counted: 幺幺零, 尾号一二三四, 一三三四五三一二二二一."""
    core = number.core
    if len(core) < 2 or any(char not in u.DIGITS for char in core):
        return False
    if any(char in u.SPOKEN for char in core) or len(core) >= SHORTEST_DIALLED:
        return True
    if p.CODE_BEFORE.search(text[max(floor, start - HEAD) : start]):
        return True
    alone = start == 0 and number.end == len(text)
    return not alone and not p.UNIT.match(text, number.end) and not is_signed(text, start)


def is_name(text: str, start: int, end: int) -> bool:
    """Whether an Arabic number without a unit is a name: “136”, (3), 1.加强, 12345, 500强."""
    core, before, after = text[start:end], text[max(0, start - 1) : start], text[end : end + 1]
    if p.RANGE_AHEAD.match(text, end) or before in _RANGED:
        return False
    if (before in _OPEN and after in _CLOSE and len(core) <= 3) or (before in _QUOTES and after in _UNQUOTES):
        return True
    if before in _QUOTES and before and p.YEAR_ALONE.fullmatch(core):
        return True
    if after and after in _UNQUOTES and "\u4e00" <= before <= "\u9fff" and p.YEAR_ALONE.fullmatch(core):
        return True  # “中国制造2025”
    if len(core) <= 2 and before in _STOPS and p.LISTED.match(text, end):
        return True
    return core in u.HOTLINES or (len(core) == 5 and core.startswith("123")) or bool(p.NAME_AFTER.match(text, end))


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits without a unit are a year: 2025全球工业互联网大会."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if p.RANGE_AHEAD.match(text, end):
        return False
    return (
        end - start == 4
        and bool(p.YEAR_ALONE.fullmatch(text, start, end))
        and bool(before or after)
        and before not in _LEADS_VALUE
    )


def is_bare_number(text: str, start: int, number: Number) -> bool:
    """Whether a Chinese numeral without a unit is a number: where it stands alone or has magnitudes, and names nothing."""
    core, end = number.core, number.end
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if after == "、" and before in _STOPS:
        return False
    if p.RANGE_AHEAD.match(text, end) or is_signed(text, start) or (before in _ALONE_BEFORE and after in _ALONE_AFTER):
        return True
    if len(core) < 2 or p.NAME_AFTER.match(text, end) or before in _QUOTES or before in _OPEN:
        return False
    return not all(char in u.DIGITS for char in core) and not (after == "是" and before in _STOPS)


def counts(text: str, start: int, number: Number, unit: re.Match[str]) -> bool:
    """Whether a Chinese numeral with a unit counts something rather than making a name or an idiom."""
    core, word = number.core, unit.group()
    quoted = start > 0 and text[start - 1] in _QUOTES
    if quoted != (text[unit.end() : unit.end() + 1] in _UNQUOTES):
        return False
    if (quoted and len(core) == 1) or (core[-1] in "亿万" and word in _RANKED_PLACES):
        return False
    if len(core) > 1 or number.approx:
        return number.low is None or len(core) > 2 or word not in u.WEAK_COUNTERS
    if core == "半" or is_signed(text, start):
        return True
    if core in u.FORMAL:
        return word in u.MONEY or start == 0
    if word in u.WEAK_COUNTERS:
        return start == 0 and unit.end() == len(text)
    if core == "一" and word in u.WEAK_AFTER_ONE:
        return _counts_one(text, start, unit.end())
    return core not in ("零", "〇") or word in u.MONEY or word in u.PERCENTS or word in u.POINTS


def _counts_one(text: str, start: int, end: int) -> bool:
    """一 with a common classifier counts at the ends of a text, or before a case: 一起非法捕捞案."""
    if start == 0:
        return True
    if text[start - 1] in _NOT_COUNTED:
        return False
    return bool(p.CASE.match(text, end)) or text[end : end + 1] in _AFTER_COUNT
