"""Questions made from facts alone: their own words, then some of them in the everyday words that the lexicon has for them.

Clumsy, but there are as many of them as there are figures; the reader learns from them before it learns from people's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import qa.lexicon
from index.records import Fact
from qa.lexicon.entries import Entry, parse

SURE = 0.6
"""An everyday word stands for an official term from this weight on."""
ASKED: Mapping[str, Sequence[str]] = {
    "元": ("多少钱", "多少元", "多少", "多少亿", "花了多少钱", "金额多少", "几个亿"),
    "人": ("多少人", "几个人", "多少名", "多少万人"),
    "名": ("多少人", "多少名", "几名"),
    "人次": ("多少人次", "多少人", "多少回"),
    "件": ("多少件", "多少案子", "几件", "多少起"),
    "%": ("百分之几", "多少", "比例多少", "占多少", "几成"),
    "家": ("多少家", "几家", "多少个", "多少企业"),
    "个": ("多少个", "几个", "多少"),
    "公里": ("多少公里", "多长", "多远"),
    "亩": ("多少亩", "多大面积", "多少地"),
    "吨": ("多少吨", "多少", "多重"),
    "公斤": ("多少公斤", "多少斤", "多少"),
    "天": ("多少天", "几天", "多久"),
    "年": ("几年", "多少年", "多久"),
    "次": ("多少次", "几次", "多少回", "几趟"),
    "项": ("多少项", "几项", "多少个"),
}
UP = ("增长多少", "涨了多少", "同比", "增幅", "上升百分之几", "变化", "比上年多了百分之几", "提高了多少")
DOWN = ("下降多少", "降了多少", "少了百分之几", "降幅", "跌了多少", "减少多少")
AIMED = ("目标", "要达到多少", "计划", "打算", "争取", "今年要")
PLACED = ("第几", "排第几", "排名", "什么位置")
_BREAK = re.compile(r"[0-9０-９.．%％，。；：、,;:（）()“”\"《》\s]+")


def everyday_words() -> dict[str, list[str]]:
    """Official terms of the shipped lexicon with the everyday expressions that stand for them."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(qa.lexicon.__file__).parent.glob("*.tsv")):
        if path.name == "places.tsv":
            continue
        for entry in parse(path.read_text(encoding="utf-8")):
            if not isinstance(entry, Entry):
                continue
            for term, weight in entry.terms:
                if weight >= SURE and len(term) > 1:
                    found.setdefault(term, []).append("".join(entry.pieces))
    return found


def told_plainly(text: str, words: Mapping[str, Sequence[str]], rng: random.Random, share: float = 0.75) -> str:
    """``text`` with everyday words for a ``share`` of its official terms.

    >>> told_plainly("执行到位金额", {"执行": ["追回"]}, random.Random(0), share=1.0)
    '追回到位金额'
    """
    by_first: dict[str, list[str]] = {}
    for term in sorted(words, key=len, reverse=True):
        by_first.setdefault(term[0], []).append(term)
    out, at = "", 0
    while at < len(text):
        term = next((t for t in by_first.get(text[at], ()) if text.startswith(t, at) and rng.random() < share), "")
        out += rng.choice(words[term]) if term else text[at]
        at += len(term) or 1
    return out


def asking(fact: Fact, rng: random.Random) -> str:
    """Words that ask for a figure of the fact's kind and unit."""
    if fact.kind == "rank":
        return rng.choice(PLACED)
    if fact.kind in ("change", "point_change"):
        return rng.choice(DOWN if fact.direction == "下降" else UP)
    unit = fact.figure.unit
    asked = rng.choice(ASKED.get(unit, (f"多少{unit}", f"几{unit}", "多少")))
    return rng.choice(AIMED) + asked if fact.kind == "target" else asked


def made_question(fact: Fact, text: str, words: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """A question after ``fact`` of a report's ``text``."""
    before = [w for w in _BREAK.split(text[max(fact.sentence_start, fact.figure.start - 30) : fact.figure.start]) if w]
    behind = _BREAK.split(text[fact.figure.end : min(fact.sentence_end, fact.figure.end + 12)])[0]
    base = fact.metric if len(fact.metric) > 2 and rng.random() < 0.7 else "".join(before[-1:]) or fact.metric
    if fact.metric_start >= fact.figure.end or not base:
        base += behind
    base = f"{fact.scope}{base}" if rng.random() < 0.35 else base
    plain = told_plainly(base[-30:], words, rng) if rng.random() < 0.7 else base[-30:]
    asked = asking(fact, rng)
    return plain + asked if rng.random() < 0.75 else asked + plain
