"""A question that asks for one figure after another, as the questions it is made of: 审结几件、几人; 去年多少，今年目标多少. Pure."""

from __future__ import annotations

import itertools
import re

MOST = 6
_MEASURE = (
    r"(?:个?百分点|(?:万|亿|万亿)?(?:平方[公千]?[米里]|立方米|公[里斤顷]|[件起人个家成倍天年元亩吨斤米户次名所座辆台条项位点月岁块场宗艘篇套张处种类])?"
    r"(?:人次|户次|次|钱)?)"
)
ASK = re.compile(
    rf"(?:百分之(?:几|多少)|第几|多[大长高久重]|多少|(?<![那这哪好前后近过去来十上续])几(?![乎何来]))的?{_MEASURE}"
)
"""Words that ask for a figure, its measure with them."""
_PAUSE = re.compile(r"[，,、；;。？?\s]+")
_JOINS = re.compile("[和与又还及]?")
_NEXT = re.compile("(?P<noun>案子|案件|官司|人员|企业|资金|项目)?(?P<verb>[\u4e00-\u9fff]{1,3}了)")
"""Between two figures asked for without a pause: what the first counts, and what was done besides (收了多少案子结了多少)."""
_AGAINST = re.compile(r"相?差|高[出多]|多出?多少|少多少|[^，。？?]*(?:几|多少)倍|哪|谁")
"""Begins a clause that asks how the figures before it stand to one another."""
_TOO = re.compile(r"(?<=[，,；;])\s*(?![^，。？?]*(?:多少|几))[^，。？?]{2,12}呢(?=[。？?]*$)")
"""Asks the same of another behind what is asked: 甲省是多少，乙省呢."""
_FROM = re.compile("(?:从|由)(?:原来|最初|年初)?的?$")


def turns(text: str) -> tuple[str, ...]:
    """The clauses of ``text`` that each ask for a figure, or for one of several things, in order; empty where it asks only once.

    >>> turns("示例法院职务犯罪审了几件几人？")
    ('示例法院职务犯罪审了几件', '几人')
    >>> turns("新能源汽车产量去年多少，今年力争多少")
    ('新能源汽车产量去年多少', '今年力争多少')
    >>> turns("收案多少件，结案多少件，差多少"), turns("保有量从多少辆涨到多少辆")
    ((), ())
    """
    asks = [*ASK.finditer(text), *_TOO.finditer(text)]
    if not 1 < len(asks) <= MOST or _FROM.search(text, 0, asks[0].start()):
        return ()
    cuts = [0]
    for one, other in itertools.pairwise(asks):
        pauses = list(_PAUSE.finditer(text, one.end(), other.start()))
        pause = next((mark for mark in pauses if mark.group() != "、"), pauses[0] if pauses else None)
        done = None if pause else _NEXT.fullmatch(text, one.end(), other.start())
        if pause is None and done is None and not _JOINS.fullmatch(text, one.end(), other.start()):
            return ()
        cuts.append(pause.end() if pause else done.start("verb") if done else other.start())
    clauses = [text[start:end].strip("，,、；;。？? ") for start, end in itertools.pairwise([*cuts, len(text)])]
    return () if any(_AGAINST.match(clause) for clause in clauses[1:]) else tuple(clauses)
