"""What stands in one cell of a table, or in a line that tells a unit: an amount, a unit, a period, words. Pure.

Strict where :mod:`index.numbers` is lenient: a cell is an amount as a whole or it is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from index import patterns as p
from index import units as u
from index.measures import unit_of
from index.numbers import exact, find_figures
from index.records import Figure

SPREAD: tuple[tuple[str, int], ...] = (
    ("万亿", 10**12), ("千亿", 10**11), ("百亿", 10**10), ("十亿", 10**9), ("亿", 10**8),
    ("千万", 10**7), ("百万", 10**6), ("十万", 10**5), ("万", 10**4), ("千", 10**3),
)  # fmt: skip
"""Magnitudes that stand before a unit: 百万元."""
NO_UNIT = u.WEAK_COUNTERS - set("股单度层班头担亩") - {"寸", "丈", "尺"}
"""In a heading these are hardly ever units: （省）, （注）."""
MEASURED = frozenset(("number", "measure", "money", "percent", "point", "multiple", "duration", "age"))
MOST_DIGITS = 15
"""A longer run of digits without commas is the number of an account or a document."""

NIL = re.compile(r"[-—–－―─\s/／\\*＊×√□☐☑·.。…]*|不适用|无|未披露|[Nn]/?[Aa]|[是否有]|[√☑]?适用|[□☐]?不适用")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DIGITS = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"(?P<sign>[-−－–﹣])?(?P<number>{_DIGITS})(?P<percent>[%％‰])?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"[0-9]{1,3}\.[0-9]{2}[%％]")
_BRACKETED = re.compile(r"[(（](?P<inner>[^()（）]+)[)）](?P<percent>[%％]?)")
_DOUBTFUL = re.compile(r"[-−－–—]\s+[0-9]|[(（][0-9][)）]$")
"""Nothing beside a number, the mark of a note: not to be taken for negative ones."""
_LOOSE = re.compile(r"(?<![0-9.,，])\s+|\s+(?![0-9.,，])")
"""Blanks beside what is no part of a number."""
_PARTED = re.compile(r"[0-9.,，]\s+[0-9.,，]")
_POINTS = re.compile(
    rf"(?P<way>增加|上升|提高|提升|增长|减少|下降|降低|回落)了?\s*(?P<figure>{_DIGITS}\s*(?:个?百分点|[%％]))"
)
_BRACKET = re.compile(r"[(（\[【](?P<inner>[^()（）\[\]【】]{1,30})[)）\]】]")
_PARTS = re.compile(r"[^，,、；;\s]+")
_SAID = re.compile(r"^(?:(?:金额|货币|计量|数量)?单位[:：为]?)?(?:人民币|RMB)?(?=.)|(?<=.)人民币$")
_UNIT_LINE = re.compile(r"(?:金额|货币|计量|数量)?单位(?:[:：]|均?为[:：]?|以)\s*(?P<told>[^。:：]{1,40})")
_AS = re.compile(
    r"(?:金额|均|皆|数据|报表)[^，。]{0,6}以(?:人民币)?(?P<told>[百千万亿]{0,2}元)(?:列示|为单位|表示|呈列|列报)"
)
_BARE = re.compile(
    r"[(（]?(?:人民币|金额[:：])?(?P<told>[^\s，,、；;()（）。:：]{1,10}?)"
    r"(?:[，,、；;]\s*(?:百分比|另有|除|每股|比例|[%％])[^。]{0,24})?[)）]?"
)
_STANDING = re.compile(
    r"(?:报表|附注)[^。；，]{0,10}单位(?:均?为)[:：]?\s*(?:人民币)?(?P<told>[百千万亿]{0,2}元)"
    r"|除[^，。；]{2,18}外[，,]?[^。；]{0,24}?(?:单位(?:均?为|[:：])|以)\s*(?:人民币)?(?P<other>[百千万亿]{0,2}元)"
)
LONGEST_LINE = 60
_COUNTER = re.compile(r"(?P<unit>人次|[人户家件次台套辆个项宗起股天])数量?(?:合计|总计)?(?:[（(][^（）()]*[）)])?$")
_COUNTED_NOUN = re.compile(rf"(?P<unit>{'|'.join(u.COUNTED_NOUNS)})的?总?数量?(?:合计|总计)?(?:[（(][^（）()]*[）)])?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written at ``[start, end)`` and as meant: its base unit ``name``, ``factor`` to it, and ``kind``."""

    start: int
    end: int
    word: str
    name: str
    factor: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that stands at ``[start, end)`` of a cell: as written, with its own unit if it has one.

    ``direction`` is told by words before it: 减少0.28个百分点.
    """

    start: int
    end: int
    value: Decimal
    unit: Unit | None = None
    direction: str = ""


def is_nil(text: str) -> bool:
    """Whether a cell says that there is nothing: blank, —, /, 不适用, or a tick.

    >>> [is_nil(text) for text in ("", "—", "- -", "/", "不适用", "0.00", "营业收入")]
    [True, True, True, True, True, False, False]
    """
    return bool(NIL.fullmatch(text.strip()))


def is_year(text: str) -> bool:
    """Whether a cell is a bare year, which may be a number as well: 2019."""
    return bool(YEAR.fullmatch(text.strip()))


@functools.lru_cache(maxsize=65536)
def read_amount(text: str) -> Amount | None:
    """The amount that a cell is, None where it is anything else or might be two.

    >>> [str(found and found.value) for found in map(read_amount, ("94,915.38", "（639）", "-0.64%", "358,283,4 24.66"))]
    ['94915.38', '-639', '-0.64', '358283424.66']
    >>> [read_amount(text) for text in ("12 1,234", "000858", "2019年", "1-2年", "≥25", "10/10", "A1")]
    [None, None, None, None, None, None, None]
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    body = text[start:end]
    if not any("0" <= char <= "9" for char in body):
        return None
    if _DOUBTFUL.match(body):
        return None
    points = _POINTS.fullmatch(body)
    if points:
        return _moved(body, points, start)
    plain = _joined(body)
    if plain is None:
        return None
    bracket = _BRACKETED.fullmatch(plain)
    match = _NUMBER.fullmatch(bracket["inner"] if bracket else plain)
    if match is None:
        return _worded(body, start)
    digits = match["number"].replace(",", "").replace("，", "")
    if len(digits) > MOST_DIGITS and "." not in digits and digits == match["number"]:
        return None
    if re.match(r"0[0-9]", digits):
        return None
    value = Decimal(digits)
    negative = bool(match["sign"]) != bool(bracket)
    if bracket and match["sign"]:
        return None
    mark = match["percent"] or (bracket["percent"] if bracket else "")
    unit = read_unit("‰" if mark == "‰" else "%") if mark else None
    return Amount(start, end, -value if negative else value, unit)


def _moved(body: str, match: re.Match[str], start: int) -> Amount | None:
    """减少0.28个百分点: the figure behind the word that says which way it went."""
    found = _worded(match["figure"], 0)
    if found is None:
        return None
    first = start + match.start("figure")
    way = "下降" if match["way"] in ("减少", "下降", "降低", "回落") else "上升"
    return Amount(first, start + len(body), found.value, found.unit, way)


def _joined(body: str) -> str | None:
    """A cell's text without its blanks; None where a blank may part two numbers.

    A narrow cell breaks a number where its line is full: what stands before a break is not shorter than what follows.
    """
    tight = _LOOSE.sub("", body)
    if not _PARTED.search(tight):
        return tight
    pieces = tight.split()
    inner = "".join(pieces).strip("()（）-−－–")
    if any(len(before) + 1 < len(after) for before, after in pairwise(pieces)):
        return None
    return "".join(pieces) if _GROUPED.fullmatch(inner) or _PERCENT.fullmatch(inner) else None


def _worded(body: str, start: int) -> Amount | None:
    """A cell that is a figure with its unit: 3,301人, 1.2亿元."""
    if _PARTED.search(body):
        return None
    found = find_figures(body)
    if len(found) != 1 or found[0].kind not in MEASURED or found[0].value is None or found[0].low is not None:
        return None
    figure = found[0]
    if (figure.start, figure.end) != (0, len(body)):
        return None
    unit = Unit(0, 0, "", figure.unit, Decimal(1), figure.kind)
    return Amount(start, start + len(body), figure.value or Decimal(0), unit)


def figure_of(amount: Amount, unit: Unit | None, raw: str, at: int) -> Figure:
    """The figure that an amount is in a unit; ``raw`` is how it is written, ``at`` where."""
    unit = amount.unit or unit
    value = amount.value * unit.factor if unit else amount.value
    name, kind = (unit.name, unit.kind) if unit else ("", "number")
    return Figure(at, at + len(raw), raw, exact(value), name, kind)


@functools.lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """The unit that ``text`` is as a whole.

    >>> [(unit.name, int(unit.factor)) for unit in map(read_unit, ("人民币百万元", "元／股", "万股", "千瓦时", "%")) if unit]
    [('元', 1000000), ('元/股', 1), ('股', 10000), ('千瓦时', 1), ('%', 1)]
    >>> read_unit("项目") or read_unit("减") or read_unit("人民法院")
    """
    word = re.sub(r"\s", "", text).replace("／", "/").replace("％", "%")
    word = word if word == "人民币" else _SAID.sub("", word)
    found = _base(word) if 0 < len(word) <= 12 else None
    if found is None:
        return None
    name, factor, kind = found
    return Unit(0, len(text), text, name, factor, kind)


def _base(word: str) -> tuple[str, Decimal, str] | None:
    """Base unit, factor and kind; a magnitude comes off first where it is no part of the unit: 千瓦时."""
    whole = p.UNIT.fullmatch(word)
    for spread, factor in SPREAD:
        rest = word.removeprefix(spread)
        if rest != word and rest and (spread not in ("千", "百") or whole is None) and p.UNIT.fullmatch(rest):
            name, own, kind = unit_of(rest, Decimal(1))
            return name, own * factor, kind
    if whole is None or word in NO_UNIT:
        return None
    return unit_of(word, Decimal(1))


def unit_in(text: str) -> Unit | None:
    """The unit that a label or a head tells in brackets, or is as a whole: 营业收入（元）, 占比（%）(1), 万元.

    >>> [unit.word for unit in map(unit_in, ("完成预算%", "生产总值 亿元", "涨了3%")) if unit]
    ['%', '亿元']
    >>> [(unit.word, unit.name) for unit in map(unit_in, ("营业收入（元）", "增（减）额（%）", "金额(单位：万元)")) if unit]
    [('元', '元'), ('%', '%'), ('万元', '元')]
    """
    for bracket in _BRACKET.finditer(text):
        found = next(_units(bracket["inner"], bracket.start("inner")), None)
        if found:
            return found
    whole = read_unit(text)
    if whole is not None and whole.kind != "duration" and text != "人民币":  # 年度 heads years and is no unit
        return whole
    tail = re.search(r"(?:[/／:：\s]|(?<=[\u4e00-\u9fff])(?=[%％‰]))(?P<unit>[^/／:：\s()（）]{1,6})$", text)
    found = read_unit(tail["unit"]) if tail and not re.search(r"[0-9]", tail["unit"]) else None
    return _at(found, tail.start("unit"), tail["unit"]) if tail and found else None


def unit_counted(text: str) -> Unit | None:
    """The unit that a label or a head has in its own words for what it counts: 人 of 研发人数, 员工 of 员工的数量合计.

    >>> [unit and (unit.word, unit.name) for unit in map(unit_counted, ("股东户数", "员工的数量合计", "员工薪酬", "指数"))]
    [('户', '户'), ('员工', '人'), None, None]
    """
    found = _COUNTER.search(text) or _COUNTED_NOUN.search(text)
    unit = read_counted(found["unit"]) if found else None
    return _at(unit, found.start("unit"), found["unit"]) if unit and found else None


def read_counted(word: str) -> Unit | None:
    """The unit that ``word`` is, or that what it names is counted in: 员工 in 人."""
    return read_unit(u.COUNTED_NOUNS.get(word, word))


def units_told(text: str) -> tuple[Unit, ...]:
    """The units that a line above a table tells for all of it; more than one where they are to be told apart.

    >>> [unit.word for unit in units_told("单位：万元币种：人民币")], [unit.word for unit in units_told("单位：亿元、%")]
    (['万元'], ['亿元', '%'])
    >>> [unit.word for unit in units_told("（人民币百万元，另有标注除外）")], units_told("经营情况")
    (['百万元'], ())
    """
    line = text if len(text) <= LONGEST_LINE else text[-LONGEST_LINE:]
    base = len(text) - len(line)
    match = _UNIT_LINE.search(line)
    if match:
        told = re.split(r"币种|[)）\]】]", match["told"])[0]
        return tuple(_units(told, base + match.start("told")))
    match = _AS.search(line) or (_BARE.fullmatch(line.strip()) if line is text else None)
    if match:
        at = base + line.index(match["told"], match.start("told") if match.re is _AS else 0)
        found = read_unit(match["told"])
        return (_at(found, at, match["told"]),) if found and found.kind != "duration" else ()
    return ()


def standing_unit(text: str) -> Unit | None:
    """The unit that a sentence tells for all the tables that follow: 财务附注中报表的单位为：人民币元."""
    match = _STANDING.search(text)
    if not match:
        return None
    name = "told" if match["told"] else "other"
    found = read_unit(match[name])
    return _at(found, match.start(name), match[name]) if found else None


def _units(text: str, at: int) -> Iterator[Unit]:
    """The units among the parts of ``text``, which begins at ``at``."""
    for part in _PARTS.finditer(text):
        words = part.group()
        bare = _SAID.sub("", words) if words != "人民币" else words
        first = at + part.start() + words.find(bare)
        if found := read_unit(bare):
            yield _at(found, first, bare)
        elif "/" in bare:
            for piece in re.finditer(r"[^/]+", bare):
                if found := read_unit(piece.group()):
                    yield _at(found, first + piece.start(), piece.group())


def _at(unit: Unit, start: int, word: str) -> Unit:
    return Unit(start, start + len(word), word, unit.name, unit.factor, unit.kind)
