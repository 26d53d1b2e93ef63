"""The cell of a table that answers a question in words: what stands beside 法定代表人, or under 证券事务代表 beside 姓名. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from index.cells import is_nil
from index.heads import is_headish
from index.tokens import fold, terms
from qa.asking import CLASSIFIERS, NUMBERED, NUMERALS, NUMERIC
from qa.cover import Weights, weigh
from qa.posts import is_person, is_post, of_that_rank
from qa.results import Concept, Hit, Question
from qa.sought import sought

Span = tuple[int, int]

SHORT: Final = 24
"""The head of a column or the label of a row is no longer than this."""
TOLD, WHOLLY = 0.6, 0.99
"""Share of a label's words that a question must say to ask for it; all of them."""
MOST, SOME = 0.7, 0.35
"""Share of the question that the labels of a cell must say; where it says all of theirs."""
MEANT: Final = 0.8
"""How sure an official expression must be to count as what a question says: 董事会秘书 for 董秘."""
LONGEST: Final = 120
"""A longer cell is a text, not an entry."""
_HEAD = re.compile(
    "(?:名|名称|简称|全称|代码|号|号码|编号|地址|地点|场所|所在地|交易所|电话|传真|邮箱|信箱|网址|日期|时间|期间|期限|任期|原因|说明|性别|学历|专业|国籍"
    "|职务|职位|职称|单位|部门|机构|方式|类型|类别|种类|性质|状态|情况|内容|来源|级别|等级|结果|对象|用途|备注|事项|项目|价格|代表|秘书|负责人|人|人员)$|^是否"
)
_DIGIT = re.compile("[0-9]")
_ASKING = re.compile(rf"叫|名字|名称|哪(?:里|儿|[几{NUMERALS}0-9]*[{CLASSIFIERS}家些])")
_OWNER = re.compile("董事|监事|秘书|总监|代表|经理|[行院]长|负责人|股东|子公司|分公司|客户|供应商")
"""Whose entry it is, if a question says so: 财务总监的邮箱."""
_LEAD = re.compile("^(?:公司|本公司|本行|企业|单位)?的?(?:聘请的?|选定的?)?")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|[：:\s]+")
_IMPLIED: Final = {
    "who": "姓名|人员",
    "name": "姓名|名称|名字|简称|全称",
    "where": "地址|地点|住所|所在地",
    "body": "名称|单位|机构",
    "thing": "名称",
    "list": "姓名|名称",
}
"""What a label may be that the question leaves out, by what it seeks: 证券事务代表是谁 asks for the 姓名."""
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,12}(?:[、，,\s]+[\u4e00-\u9fff·]{2,12})*")
_RANK = re.compile("[副代原前]$")
"""Before a title: 副行长 is not 行长."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell at ``[start, end)`` of a passage, in the line at ``row``, with the words that tell what it is.

    ``names`` are the label of its row and the head of its column; ``spare`` are those that tell it from nothing, because
    there is one row only. A ``holder`` is a person whose post stands beside the name: it answers only who holds that.
    """

    start: int
    end: int
    row: Span
    names: tuple[str, ...]
    spare: tuple[str, ...] = ()
    holder: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    cells: tuple[Span, ...]
    said: tuple[str, ...]

    @property
    def span(self) -> Span:
        return self.start, self.cells[-1][1]


def entries(text: str) -> Iterator[Entry]:
    """The cells of the tables in a passage that something names."""
    for lines in _tables(text):
        if heads_columns(lines):
            yield from _under_heads(lines)
        else:
            for line in lines:
                yield from _beside(line)
        yield from _holders(lines)


def heads_of(text: str) -> set[int]:
    """Where the words begin of the lines of a passage that head a table's columns and tell nothing themselves."""
    return {
        next(start for (start, _), cell in zip(line.cells, line.said, strict=True) if cell)
        for lines in _tables(text)
        for n, line in enumerate(lines)
        if any(line.said) and (_tells_nothing(line) or (n == 0 and heads_columns(lines)))
    }


def _tables(text: str) -> list[list[_Line]]:
    """Stretches of lines of as many cells, in order."""
    lines, at = [], 0
    for told in text.split("\n"):
        lines.append(_line(told, at))
        at += len(told) + 1
    return [list(group) for count, group in groupby(lines, key=lambda line: len(line.cells)) if count > 1]


def _line(told: str, start: int) -> _Line:
    cells, at = [], start
    for cell in told.split("\t"):
        cells.append((at, at + len(cell)))
        at += len(cell) + 1
    return _Line(start, tuple(cells), tuple(cell.strip() for cell in told.split("\t")))


def heads_columns(lines: Sequence[_Line]) -> bool:
    """Whether the first of some lines heads the columns of the others."""
    first, *rest = lines
    if not rest or any(len(cell) > SHORT or _DIGIT.search(cell) for cell in first.said):
        return False
    return (not first.said[0] and all(first.said[1:])) or (_tells_nothing(first) and not _tells_nothing(rest[0]))


def _tells_nothing(line: _Line) -> bool:
    """Whether a line is of heads alone: 姓名, 职务, 是否领取报酬."""
    filled = [_ASIDE.sub("", cell) for cell in line.said if cell]
    return len(filled) > 1 and all(
        (_HEAD.search(cell) or is_headish(cell)) and len(cell) <= SHORT and not _DIGIT.search(cell) for cell in filled
    )


def _under_heads(lines: Sequence[_Line]) -> Iterator[Entry]:
    heads, rows = lines[0].said, lines[1:]
    for line in rows:
        for n, (start, end) in enumerate(line.cells):
            if not line.said[n]:
                continue
            label = line.said[0] if n else ""
            alone = len(rows) == 1
            names = (heads[n],) if alone or not label else (label, heads[n])
            yield Entry(start, end, line.span, names, (label,) if alone and label else ())


def _beside(line: _Line) -> Iterator[Entry]:
    """What stands behind its name in a line: 注册地址 甲市, or two such pairs."""
    said = line.said
    if len(said) == 4 and all(said):
        for n in (0, 2):
            yield Entry(*line.cells[n + 1], line.span, (said[n],))
    elif len(said) in (2, 3) and all(said):
        yield Entry(*line.cells[-1], line.span, said[:1] if said[1] == "指" else said[:-1])


def _holders(lines: Sequence[_Line]) -> Iterator[Entry]:
    """The persons of a table whose post stands beside the name: 李某, 行长, 男."""
    for line in lines:
        if is_post(line.said[1]) and is_person(line.said[0]):
            yield Entry(*line.cells[0], line.span, line.said[1:2], holder=True)


def best_entry(asked: Question, hits: Sequence[Hit | None]) -> tuple[float, int, Entry] | None:
    """The cell that answers best by the words it stands beside and under, with its score and the place of its hit.

    None where none answers, or where a quantity is asked for; a hit that is None may not answer.
    """
    if asked.operation not in ("text", "list") or (NUMERIC.search(asked.text) and not NUMBERED.search(asked.text)):
        return None
    want = sought(asked.text)
    bare = replace(asked, metric=_ASKING.sub(" ", asked.metric))
    weights = weigh(bare, [hit.passage.searchable for hit in hits if hit is not None])
    wish = _Wish(bare, want.kind if want else "", weights)
    told = [
        (entry, hit.passage.plain[entry.start : entry.end].strip(), -n)
        for n, hit in enumerate(hits)
        if hit is not None and "\t" in hit.passage.text
        for entry in entries(hit.passage.plain)
    ]
    found = [(wish.score(entry, value), n, entry) for entry, value, n in told]
    best = max(found, key=lambda row: row[:2], default=None)
    if best is None or not best[0]:
        return None
    score, n, entry = best
    post = _shared(entry.names[0], asked.text) if entry.holder else ""
    holders = {value for other, value, _ in told if other.holder and post in other.names[0] and wish.is_of_rank(other)}
    if post and len(holders) > 1:
        return None
    return score, -n, entry


def _shared(one: str, other: str) -> str:
    """The longest stretch that two texts have in common."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size]


class _Wish:
    """What is asked for, ready to be compared with many cells."""

    def __init__(self, asked: Question, kind: str, weights: Weights) -> None:
        self.kind, self.weights = kind, weights
        meant = [other for concept in asked.concepts for other, sure in concept.others if sure >= MEANT]
        self.said = "\n".join((asked.text, *meant))
        self.owners = [_Part(part, asked.concepts) for part in asked.metric.split() if _OWNER.search(part)]

    def is_of_rank(self, entry: Entry) -> bool:
        """Whether a holder's post is in the rank that is asked for."""
        return of_that_rank(self.said, entry.names[0])

    def score(self, entry: Entry, value: str) -> float:
        """How well a cell answers that holds ``value``, from 0 (not at all)."""
        if entry.holder and not (self.kind == "who" and self.is_of_rank(entry)):
            return 0.0
        told = min(_said(name, self.said, self.kind) for name in entry.names)
        if told < TOLD or len(value) > LONGEST or is_nil(value) or value in self.said or not _suits(value, self.kind):
            return 0.0
        names = "\n".join((*entry.names, *entry.spare))
        covered = self.weights.coverage(names)
        if covered < (SOME if told >= WHOLLY else MOST) or not all(part.is_said(names) for part in self.owners):
            return 0.0
        return covered * told


class _Part:
    """A piece of what a question asks for: its pairs of characters, and what its everyday words stand for."""

    def __init__(self, text: str, concepts: Sequence[Concept]) -> None:
        self._pairs = [term for term in terms(text) if len(term) > 1] or [fold(text)]
        self._meant = [
            other for concept in concepts for other, _ in concept.others if not {*concept.terms}.isdisjoint(self._pairs)
        ]

    def is_said(self, names: str) -> bool:
        """Whether some of it is among the words that name a cell."""
        folded = fold(names)
        return any(word in folded for word in (*self._pairs, *self._meant))


def _suits(value: str, kind: str) -> bool:
    """Whether a cell may be what is sought."""
    if kind == "who":
        return bool(_PERSON.fullmatch(value)) and not _HEAD.search(value)
    return kind != "where" or bool(re.search("[\u4e00-\u9fff]{2}", value))


def _said(name: str, question: str, kind: str) -> float:
    """Share of a label's words that the question says, or leaves out because they go without saying."""
    bare = _LEAD.sub("", _ASIDE.sub("", name)) or name
    implied = _IMPLIED.get(kind)
    if implied:
        short = re.sub(f"(?:{implied})$", "", bare)
        if not short:
            return 1.0
        bare = short if len(short) > 1 else bare
    own = [term for term in terms(bare) if len(term) > 1] or list(terms(bare))
    asked = fold(question)
    at = asked.find(fold(bare))
    if not own or (at > 0 and _RANK.search(asked[:at])):
        return 0.0
    return sum(term in asked for term in own) / len(own)
