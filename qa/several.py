"""A question after several things at once, as one question after each: 一、二、三产业增加值各多少. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AND = "(?<![惠普涉波触提顾危遍])及(?!以[上下])"
_ITEM = r"(?:[^，。？?、；;：:\s和与及]|及(?=以[上下])){1,12}"
_JOINED = re.compile(rf"(?P<first>{_ITEM}(?:、{_ITEM})*)(?:、|和|与|以及|{_AND})(?P<last>[^，。？?、；;：:\s]{{1,40}})")
_ASKED_FIRST = re.compile(
    rf"(?:共?有|是|达)?(?P<ask>(?:多少|几)[家个件项人名条所座处起]?)(?P<items>{_ITEM}、{_ITEM}(?:(?:、|和|与|以及|{_AND}){_ITEM})*)[？?]?$"
)
_PAUSED = re.compile(
    rf"(?P<first>{_ITEM}(?:、{_ITEM})*)(?:、|和|与|以及|{_AND})(?P<last>{_ITEM})[，,]\s*(?P<shared>[^，。？?、；;：:]{{2,}}?[，,]?(?:各|分别)[^，。？?]*)"
)
_LINK = re.compile(f"、|以及|和|与|{_AND}")
_PAUSE = re.compile(r"[，,]\s*(?=(?:在全[国省市县区])?(?:各|分别))")
_AFTER = re.compile(
    r"在全|各|分别|[二三四五六七八九十两](?:个|项|类|种|大)|的|卖|增|涨|降|升|投|达|准备|安排|一共|共|是|有|多少|几"
)
_TOGETHER = re.compile(r"各|分别|多少|几|增速|增幅")
_PAUSED_LINK = re.compile(r"[，,]\s*(?=以?及|和|与|跟|还有)")
_ALSO = re.compile("跟(?!着|进|踪|随)|还有|以及")
_SHORT = 2
_AFTER_NAMED = re.compile(_AFTER.pattern.replace("|的|", "|"))
"""Behind items that have a 的 of their own."""
_HEAD = re.compile("(?:占比|比例|比重|增速|增幅|增长率|毛利率|数量|人数|件数|产量|面积|金额|总额|收入|支出|数)$")
"""What is measured, which the last of several things names for all: 粮食和油料产量."""
_MEASURED = re.compile("[A-Za-z0-9值入出润额率量积数比速幅重件人家户次]$")
"""Ends what is measured already: 营业收入 takes no 总额 of what is named behind it."""


def one_by_one(text: str) -> tuple[str, ...]:
    """``text`` once for each of the things it joins, with what they share behind them; empty if it joins none.

    >>> one_by_one("一、二、三产业增加值各是多少")
    ('一产业增加值是多少', '二产业增加值是多少', '三产业增加值是多少')
    >>> one_by_one("专科及以下、本科各有多少人")
    ('专科及以下有多少人', '本科有多少人')
    >>> one_by_one("公司贷款和个人贷款，坏账比例各是多少")
    ('公司贷款坏账比例是多少', '个人贷款坏账比例是多少')
    >>> one_by_one("河南有多少家灯塔工厂、智能工厂和单项冠军？")
    ('河南灯塔工厂有多少家', '河南智能工厂有多少家', '河南单项冠军有多少家')
    """
    text = _ALSO.sub("和", _PAUSED_LINK.sub("", text))
    counted = counted_together(_PAUSE.sub("", text))
    if counted:
        return counted
    paused = _PAUSED.search(text)
    if paused and not _TOGETHER.search(paused["last"]) and "，" not in text[: paused.start()]:
        shared = re.sub("[，,]|各自?|分别", "", paused["shared"])
        both = (*paused["first"].split("、"), paused["last"])
        return tuple(f"{text[: paused.start()]}{item}{shared}" for item in both)
    text = _PAUSE.sub("", text)
    match = _JOINED.search(text)
    if not match or not _TOGETHER.search(text, match.start("last")):
        return ()
    items = match["first"].split("、")
    end = _end_of_item(match["last"], items)
    if not end:
        return ()
    before, shared = text[: match.start()], match["last"][end:] + text[match.end() :]
    if "、" in shared:
        return ()
    shared = re.sub("各自?|分别", "", shared, count=1)
    own = match["last"][:end]
    head = _HEAD.search(own)
    ends = [f"{item}{head.group()}" if head and not _MEASURED.search(item) else item for item in items]
    return tuple(f"{before}{item}{_unsaid(item, shared)}" for item in (*ends, own))


def counted_together(text: str) -> tuple[str, ...]:
    """A question after how many there are of things that stand behind 多少, once for each; empty for any other.

    >>> counted_together("示例厂有多少工人、车床")
    ('示例厂工人有多少', '示例厂车床有多少')
    """
    first = _ASKED_FIRST.search(text)
    if not first or _TOGETHER.search(first["items"]):
        return ()
    before = text[: first.start()]
    return tuple(f"{before}{item}有{first['ask']}" for item in _LINK.split(first["items"]))


def names_of(metrics: Sequence[str]) -> list[str]:
    """What tells several things apart: of the words of each, parted by blanks, those that the others have not.

    >>> names_of(["甲桥 公里", "乙桥 公里"])
    ['甲桥', '乙桥']
    """
    said = [metric.split() for metric in metrics]
    shared = {word for word in said[0] if all(word in words for words in said)} if said else set()
    return ["".join(word for word in words if word not in shared) for words in said]


def _end_of_item(last: str, items: Sequence[str]) -> int:
    """Where the last item ends: as short as all the others where they are short, where it ends as the one before it does
    (城里人和农村人, 酒和系列酒), else before what asks for all of them.
    """
    size, tail = len(items[-1]), items[-1][-1]
    alike = [end for end in (size - 1, size, size + 1, size + 2) if 1 < end < len(last) and last[end - 1] == tail]
    after = (_AFTER_NAMED if "的" in items[-1] else _AFTER).search(last, 1)
    stop = after.start() if after else 0
    if alike and not (stop and stop < alike[0]):
        return alike[0]
    lengths = {len(item) for item in items}
    return size if lengths == {size} and size <= _SHORT and len(last) > size else stop


def _unsaid(item: str, shared: str) -> str:
    """What things share, less what the item says of it already: 投资增速 has the 增速 of 社零增速."""
    said = next((n for n in range(min(len(item), len(shared)), 1, -1) if item.endswith(shared[:n])), 0)
    return shared[said:]
