"""Which bodies and reports a question names: aliases of the library's bodies, and bodies that it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.store import DocumentInfo
from index.traditional import simplified
from qa import asking as a
from qa.once import once_for_each

_PARTED = re.compile(r"[_\s]+")
_SHORT_NAME = re.compile(r"[A-Z*]{0,3}[\u4e00-\u9fff]{2,6}[A-Z]?")
_KIND = re.compile(r"[年季月]|报告|公报|公告|摘要|全文|正文|更正|修订")
_ANY_NATIONAL = (*a.NATION, *(name for highest in a.HIGHEST for name in highest))


@dataclass(frozen=True, slots=True)
class Named:
    """What of a question names bodies: ids of their reports, the names as asked, what is left, and names not held."""

    documents: tuple[str, ...]
    names: tuple[str, ...]
    rest: str
    strangers: tuple[str, ...]


_SHORTS = "".join(a.PROVINCES)
_REGIONS = "京津冀|粤港澳|江浙沪|苏浙沪|苏浙皖|沪苏浙|云贵川|陕甘宁|晋陕蒙|黑吉辽|辽吉黑|港澳台"
"""Names of regions, which are no list of their provinces."""
_IN_A_ROW = re.compile(rf"(?!{_REGIONS})[{_SHORTS}]{{3,}}(?!省|市|地区|区域)")
"""Three provinces in a row: 粤鲁陕."""
_SIDE_BY_SIDE = re.compile(rf"(?:^|(?<=[，。？、 ]))[{_SHORTS}](?:[和与跟、比][{_SHORTS}])+")


def aliases(entity: str) -> tuple[str, ...]:
    """The ways a body is named, longest first; "" has none.

    >>> aliases("示例县人民法院")
    ('示例县人民法院', '示例人民法院', '示例县法院', '示例法院', '示例县', '示例')
    """
    if not entity:
        return ()
    if entity == a.NATION[0]:
        return a.NATION
    for highest in a.HIGHEST:
        if entity in highest:
            return highest
    names = {entity}
    organ = next((s for s in a.ORGAN_SUFFIXES if entity.endswith(s)), "")
    place = entity.removesuffix(organ)
    bare = _bare(place)
    if organ:
        kinds = _kinds(organ)
        names |= {stem + kind for stem in {place, bare} for kind in kinds}
    for suffix in a.COMPANY_SUFFIXES:
        if entity.endswith(suffix):
            names.add(entity.removesuffix(suffix))
    names |= {place, bare}
    if not organ and len(bare) == 4 and not entity.endswith(a.PLACE_SUFFIXES):
        names.add(bare[2:])
    return tuple(sorted((n for n in names if len(n) >= 2), key=lambda n: (-len(n), n)))


def _kinds(organ: str) -> tuple[str, ...]:
    if "检察" in organ:
        return ("人民检察院", "检察院", "检察机关")
    if "法院" in organ or organ in ("中院", "高院"):
        middle = ("中级人民法院", "中院") if organ in ("中级人民法院", "中院") else ()
        return (*middle, "人民法院", "法院")
    return ("人民政府", "政府", organ)


def _bare(place: str) -> str:
    for suffix in a.PLACE_SUFFIXES:
        if place.endswith(suffix) and len(place) - len(suffix) >= 2:
            return place.removesuffix(suffix)
    return place


def find_bodies(text: str, documents: Sequence[DocumentInfo]) -> Named:
    """The bodies that ``text`` names. A longer name wins over a shorter one inside it; a place alone means all its bodies.

    A place followed by an organ or a rank that none of its bodies has (湖州检察院 where only the court is held) is a stranger.
    """
    table, longest, entities = _known(documents)
    rest = text
    names: dict[str, tuple[int, list[str]]] = {}
    others: list[str] = []
    for name in longest:
        if name not in rest or (name == a.STATE and names):
            continue
        tail = rest.partition(name)[2]
        if name[-1] in a.RANKS and tail.startswith(a.BELOW):
            continue  # 陕西省属企业: the place is named without its rank, which belongs to what follows
        held = [d for d in table[name] if _is_meant(name, tail, entities[d])]
        if held:
            names[name] = (text.find(name), held)
            rest = _without(name, rest)
        elif name not in a.NATION:
            asked = name + _organ_after(tail)
            others.append(asked)
            rest = rest.replace(asked, " ")
    for short, place in _abbreviated(rest):
        if place in table:
            names[place] = (text.find(short), table[place])
        rest = rest.replace(short, " " if place in table else place, 1)
    for name in _strangers(rest, bool(names), table):
        held = _ending_in(name, entities)
        if held:
            names[name] = (text.find(name), held)
            rest = rest.replace(name, " ")
        elif name not in others:
            others.append(name)
    ordered = tuple(sorted(names, key=lambda name: (names[name][0], name)))
    meant = dict.fromkeys(id_ for _, ids in names.values() for id_ in ids)
    return Named(tuple(meant), ordered, rest, tuple(others))


def _without(name: str, text: str) -> str:
    """``text`` with blanks for a body's name, but where it is the brand of a product: 茅台酒."""
    return re.sub(rf"{re.escape(name)}(?!{a.PRODUCT})", " ", text)


def _ending_in(name: str, entities: Mapping[str, str]) -> list[str]:
    """Reports of the one body whose name ends in ``name``: 卫东区法院 for 平顶山卫东区法院; none if there are several."""
    short = name.replace("人民", "")
    held = {id_: entity for id_, entity in entities.items() if entity.replace("人民", "").endswith(short)}
    return list(held) if len(set(held.values())) == 1 else []


def _is_meant(name: str, tail: str, entity: str) -> bool:
    """Whether ``name``, with what follows it in the question, can mean the body ``entity``."""
    if name in a.NATION:
        return not a.NOT_NATION.match(name + tail)
    if name.endswith(a.ORGAN_SUFFIXES):
        return True
    match = a.ORGAN_AFTER.match(tail)
    rank, organ = (match["rank"] or "", match["organ"] or "") if match else ("", "")
    if organ and _kind_of(organ) != _kind_of(entity):
        return False
    if rank == "省" and name not in a.PROVINCES.values():
        return False
    after = entity.removeprefix(name)[:1] if entity.startswith(name) else ""
    return not (rank and after and after in a.RANKS and rank != after)


def _organ_after(tail: str) -> str:
    match = a.ORGAN_AFTER.match(tail)
    return match.group() if match else ""


def _kind_of(body: str) -> str:
    """法院, 检察, or 政府 for a place and its government; another organ is a kind of its own."""
    for kind, words in a.ORGAN_KINDS.items():
        if any(word in body for word in words):
            return kind
    return "政府"


@once_for_each
def _known(documents: Sequence[DocumentInfo]) -> tuple[dict[str, list[str]], list[str], dict[str, str]]:
    """Ids of the reports of each name that a body has, the names with the longest first, and each report's body.

    The state comes last of the names: beside another name it is part of one.
    """
    table = _table(documents)
    longest = sorted(table, key=lambda n: (n == a.STATE, -len(n), n))
    return table, longest, {info.id: simplified(info.entity.value) for info in documents}


def _table(documents: Sequence[DocumentInfo]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for info in documents:
        entity, called = simplified(info.entity.value), simplified(info.name)
        known = (
            *aliases(entity),
            *_short_names(called, entity),
        ) or _ANY_NATIONAL  # news, of no body, may tell of those
        dated = a.YEAR.sub("", called) in known
        for name in known if dated else (*known, called):
            table.setdefault(name, []).append(info.id)
    return table


def _short_names(called: str, entity: str) -> tuple[str, ...]:
    """Other names of a company that the name of its file gives beside the full one: …__安靠智电__2019年__年度报告.

    Beside a court or a place they are topics: 金水法院_执行_报道.
    """
    parts = _PARTED.split(called)
    if len(parts) < 3 or entity not in parts or not entity.endswith(a.COMPANY_SUFFIXES):
        return ()
    return tuple(p for p in parts if _SHORT_NAME.fullmatch(p) and p != entity and not _KIND.search(p))


def _abbreviated(text: str) -> Iterable[tuple[str, str]]:
    """Abbreviations of provinces as a question uses them: 粤省, 沪市, first of all (粤空气), or side by side (粤和湘)."""
    joined = {char for runs in (_SIDE_BY_SIDE, _IN_A_ROW) for run in runs.finditer(text) for char in run.group()}
    for short, place in a.PROVINCES.items():
        if short not in text:
            continue
        after = "省" if short in a.ALSO_WORDS else "省市地区企人"
        inside = re.search(rf"(?:^|[，、和与比 ]){short}(?=[{after}])", text)
        first = short not in a.ALSO_WORDS and re.match(rf"{short}(?![一-鿿]?[国币]|[州潭尔])", text)
        if place not in text and (inside or first or short in joined):
            yield short, place


def _strangers(rest: str, known: bool, table: dict[str, list[str]]) -> Iterable[str]:
    """Bodies named that the library does not hold."""
    for place in dict.fromkeys(a.PROVINCES.values()):
        if place in rest and place not in table:
            yield place
    if known:
        return
    for match in filter(None, (a.STRANGER.match(rest, before.end()) for before in a.BEFORE_BODY.finditer(rest))):
        province = any(place in match.group() for place in a.PROVINCES.values())
        if not province and not a.COMMON_BODIES.fullmatch(match["name"]):
            yield match.group()
