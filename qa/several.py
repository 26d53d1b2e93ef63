"""A question after several things at once, as one question after each: 一、二、三产业增加值各多少. Pure."""

from __future__ import annotations

import re

_ITEM = r"(?:[^，。？?、；;：:\s和与及]|及(?=以[上下])){1,12}"
_JOINED = re.compile(
    rf"(?P<first>{_ITEM}(?:、{_ITEM})*)(?:、|和|与|以及|及(?!以[上下]))(?P<last>[^，。？?、；;：:\s]{{1,40}})"
)
_ASKED_FIRST = re.compile(
    rf"(?:共?有|是|达)?(?P<ask>(?:多少|几)[家个件项人名条所座处起]?)(?P<items>{_ITEM}、{_ITEM}(?:(?:、|和|与|以及|及(?!以[上下])){_ITEM})*)[？?]?$"
)
_PAUSED = re.compile(
    rf"(?P<first>{_ITEM}(?:、{_ITEM})*)(?:、|和|与|以及|及(?!以[上下]))(?P<last>{_ITEM})[，,]\s*(?P<shared>[^，。？?、；;：:]{{2,}}?[，,]?(?:各|分别)[^，。？?]*)"
)
_LINK = re.compile("、|以及|和|与|及(?!以[上下])")
_PAUSE = re.compile(r"[，,]\s*(?=(?:在全[国省市县区])?(?:各|分别))")
_AFTER = re.compile(
    r"在全|各|分别|[二三四五六七八九十两](?:个|项|类|种|大)|的|卖|增|涨|降|升|投|达|准备|安排|一共|共|是|有|多少|几"
)
_TOGETHER = re.compile(r"各|分别|多少|几|增速|增幅")
_SHORT = 2


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
    first = _ASKED_FIRST.search(_PAUSE.sub("", text))
    if first and not _TOGETHER.search(first["items"]):
        before = text[: first.start()]
        return tuple(f"{before}{item}有{first['ask']}" for item in _LINK.split(first["items"]))
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
    end = _end_of_item(match["last"], [len(item) for item in items])
    if not end:
        return ()
    before, shared = text[: match.start()], match["last"][end:] + text[match.end() :]
    if "、" in shared:
        return ()
    shared = re.sub("各自?|分别", "", shared, count=1)
    return tuple(before + item + shared for item in (*items, match["last"][:end]))


def _end_of_item(last: str, lengths: list[int]) -> int:
    """Where the last item ends: as short as all the others where they are short, else before what asks for all of them."""
    if max(lengths) <= _SHORT and min(lengths) == max(lengths) and len(last) > lengths[0]:
        return lengths[0]
    after = _AFTER.search(last, 1)
    return after.start() if after else 0
