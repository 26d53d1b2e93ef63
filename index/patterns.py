"""The compiled patterns of figures, built from the tables in ``index.units``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from index import units as u
from index.edges import Ending, Led


def any_of(words: Iterable[str]) -> str:
    """Alternation of literal words, longest first; those of one first character are tried together, for there may be hundreds."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _units_of(words: Iterable[str]) -> str:
    """Alternation of units; one that ends in a Latin letter must not run on into a longer word."""
    words = set(words)
    latin = {word for word in words if word[-1].isascii() and word[-1].isalpha()}
    return f"(?:{any_of(latin)})(?![A-Za-z0-9])|{any_of(words - latin)}"


CN: Final = "".join([*u.DIGITS, *u.SMALL, *u.LARGE, *u.TENS]).replace("千", "").replace("兆", "")
_PREFIXES = r"千(?![瓦伏米克卡焦赫帕兆])|兆(?![瓦伏帕赫焦比字欧])"
"""千 and 兆 are magnitudes unless they begin a unit: 千瓦, 兆帕."""
CHAR: Final = rf"(?:[{CN}]|{_PREFIXES})"
DIGIT: Final = f"[{''.join(u.DIGITS)}]"
MAGNITUDE: Final = rf"(?:[十拾百佰仟万亿]|{_PREFIXES})"
ARABIC: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:[.·][0-9]+)?)"
CHINESE: Final = rf"(?:{CHAR}{{1,64}}(?:点(?={CHAR}|[0-9])(?:{CHAR}|[0-9]){{1,24}})?)"
NUMERAL: Final = rf"(?:{ARABIC}|{CHINESE})"

_LEADS = "近过前今未这最去明上下本当次同年昨首榜对倒"
"""What begins a period, a rank or an idiom only together with the character behind it: 去年, 首位, 下一步 begins nothing."""


def _behind(leads: str) -> str:
    """What may stand behind ``leads`` where a figure or an idiom is: of most places where one of them stands it is not."""
    listed = {word[n + 1] for word in (*u.PERIOD_WORDS, *u.IDIOMS) for n in range(len(word) - 1) if word[n] in leads}
    return "".join(sorted(listed | set("0123456789一二三四五六七八九十两的去后来近个世午折位首数")))


START: Final = re.compile(
    rf"[0-9{CN}千半第{_LEADS}全“几数好兆（(〔\[【①-⑳½¼¾\u0660-\u0669\u06f0-\u06f9.]"
    rf"(?:(?<![{_LEADS}全“（(〔\[【.])|(?<=[（(〔\[【.])(?=[0-9])|(?<=[{_LEADS}])(?=[{_behind(_LEADS)}])"
    rf"|(?<=全)(?=年)|(?<=“)(?=[0-9一二三四五六七八九十百千万]))"
)
ARABIC_CORE: Final = re.compile(
    rf"{ARABIC}(?:[kK](?=个|$))?(?:{MAGNITUDE}{{1,3}}(?:零?(?:[0-9]{{1,4}}(?![0-9.,年月日])|{DIGIT}(?={MAGNITUDE})))?)*|\.[0-9]+"
)
PLAIN_ARABIC: Final = re.compile(r"[0-9]*(?:,[0-9]{3})*(?:[.·][0-9]+)?")
CHINESE_CORE: Final = re.compile(CHINESE)
PART: Final = re.compile(
    rf"(?P<sign>负的?)?(?P<base>十?[百佰千仟万]{{1,4}})分(?P<of>之)?(?P<value>负?{NUMERAL}(?:[kK](?![A-Za-z]))?|百)"
)
FRACTION: Final = re.compile(rf"分之({NUMERAL})")
SLASH: Final = re.compile(r"[/／]([1-9][0-9]{0,3})(?![0-9/年月%.])")
COLON: Final = re.compile(rf"[:∶：比]([0-9]+(?:\.[0-9]+)?|{DIGIT}(?=$|[，。；、]))(?![0-9:∶：])")
TRIPLE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[:∶：][0-9]+(?:\.[0-9]+)?){2,4}")
MAG: Final = re.compile(rf"{MAGNITUDE}{{1,3}}")
MIDDLE: Final = Led(rf"[{u.MIDDLE}]", u.MIDDLE)
PAIR: Final = re.compile(
    rf"(?P<head>(?:{DIGIT}?{MAGNITUDE})*)(?P<first>[一两二三四五六七八])(?P<second>[二三四五六七八九])(?P<scale>{MAGNITUDE}*)"
)
_UNITS: Final = (
    *u.MEASURES,
    *u.MONEY,
    *u.PERCENTS,
    *u.POINTS,
    *u.TENTHS,
    *u.MULTIPLES,
    *u.DURATIONS,
    *u.AGES,
    *u.COUNTERS,
    *(code for code in u.CURRENCY_SIGNS if code.isalpha() and code.isascii()),
)
UNIT: Final = Led(_units_of(_UNITS), _UNITS)
SUBUNIT: Final = re.compile(
    rf"零?(?P<number>{NUMERAL})(?P<unit>[角毛分])(?:钱|整)?|零?(?P<bare>{DIGIT})(?![{CN}千年月日件个人万])"
)
NOT_TENTHS: Final = {
    "成": re.compile(r"[为立功本果绩长都了员就熟型品交效人年片套批群]"),
    "折": re.compile(r"[合断叠返磨腾旧射]"),
}
"""What after 成 and 折 makes another word of them: 一成不变, 三成员."""
HALF: Final = re.compile(r"半(?![年月天日夜价导径])")
VAGUE: Final = re.compile(
    rf"(?:好几|几|数|成)(?:{MAGNITUDE}{{1,3}})(?![分位])|[二三四五六七八九]?十几(?:[万亿])?|[0-9]+几(?=[{''.join('万亿元人件年个')}])"
)

BEFORE: Final = Ending(rf"(?<![签合条预节制契公特婚盟租履失违解守立])(?:{any_of(u.APPROX_BEFORE)})", u.APPROX_BEFORE)
AFTER: Final = Led(any_of(u.APPROX_AFTER), u.APPROX_AFTER)
SIGN: Final = Ending(r"零下|负的?|[-−±+]", "下负的-−±+")
CURRENCY: Final = Ending(any_of(u.CURRENCY_SIGNS), u.CURRENCY_SIGNS)
RANGE: Final = re.compile(rf"(?:{any_of(u.RANGE_MARKS)})")
CODE_BEFORE: Final = Ending(
    rf"(?:{any_of(u.CODE_BEFORE)})(?:号码?)?(?:[是为：:\-]|分别是)?", [*u.CODE_BEFORE, *"号码是为：:-"]
)
NAME_AFTER: Final = Led(rf"”?(?:{any_of(u.NAME_AFTER)})", ["”", *u.NAME_AFTER])
_LETTERS: Final = "".join(
    map(chr, (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1), *range(ord("α"), ord("ω") + 1)))
)
LETTER_BEFORE: Final = Ending(r"[A-Za-zα-ω][-·._]?|(?<![A-Za-z])[lIO],|[A-Za-z0-9][+＋]|[×✕]", f"{_LETTERS}-·._,+＋×✕")
IDIOM: Final = re.compile(rf"{any_of(word for word in u.IDIOMS if word != '十分')}|十分(?!之)")
IDIOM_STARTS: Final = frozenset(word[0] for word in u.IDIOMS)

_YEAR_DIGITS = "".join(u.DIGITS) + "OОΟ"
_N = rf"(?:[0-9]{{1,4}}|{CHAR}{{1,5}})"
_YEAR = (
    rf"(?:(?:公元前?)?(?:1[0-9]|20)[0-9]{{2}}年(?:代|度)?"
    rf"|(?:公元前?)?(?:[{_YEAR_DIGITS}]{{3,4}}|[一二两][千仟][零〇]?[一二三四五六七八九十]{{0,3}}|(?<![0-9{CN}续了近约需用满])(?!七八|五六|六七|三四|二三|四五|八九){DIGIT}{{2}})年"
    rf"(?!以上|多|来|左右|期|间|久|级)(?:代|度)?)"
)
_MONTH = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?"
_DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]"
DATES: Final = (
    rf"(?:{_YEAR}|[0-9]{{2}}年(?=[0-9]{{1,2}}月)){_MONTH}{_DAY}(?:[至到—–-]{_DAY})?|(?:{_YEAR}|[0-9]{{2}}年(?=[0-9]{{1,2}}月)){_MONTH}"
    rf"|(?:19|20)[0-9]{{2}}年?[-—–至到~]{{1,2}}(?:19|20)?[0-9]{{2}}年|{_YEAR}(?:[至到—-]{_YEAR})?"
    rf"|(?<![0-9个{CN}])[0-9]{{1,2}}[-—–至到~][0-9]{{1,2}}月份?|(?<![0-9个{CN}]){_MONTH}{_DAY}(?:[至到—–-](?:{_MONTH})?{_DAY})?|(?<![0-9.个{CN}]){_MONTH}(?![饼球亮])"
    rf"|(?:19|20)[0-9]{{2}}(?:[-/][01]?[0-9](?:[-/][0-3]?[0-9])?|\.[01]?[0-9]\.[0-3]?[0-9])(?![0-9%.]|[万亿元件])|(?:上?(?:个)?世纪|(?:二十|十九|20|19|21|二十一)世纪)(?:[0-9]{{2}}|[一二三四五六七八九]十)年代|(?:[0-9]{{2}}|[一二三四五六七八九]十)年代"
    rf"|(?:二十一|二十|十九|十八|21|20|19|18)世纪|(?<![0-9{CN}.]){_DAY}(?![以之]?内|游|元|以[上下]|均|线|楼|文件|机|院|令|案|工程|公告|召)"
    rf"|(?:星期|礼拜|周)[一二三四五六日天](?![{CN}年])"
)
PERIODS: Final = (
    rf"“?[一二三四五六七八九十]{{1,3}}五”?(?=时期|规划|计划|期间|以来|收官|开局|末|初|”)|“[一二三四五六七八九十]{{1,3}}五”"
    rf"|(?:过去|近|前|今后|未来|这|最近|此后|其后|往后)(?:的?)(?:[一二三四五六七八九十两]|[0-9]{{1,2}})年(?:来|间|里)?"
    rf"|(?:[一二三四五六七八九十两]|[0-9]{{1,2}})年来|(?:[一二三四五六七八九十两]|[0-9]{{1,2}})年(?:间|(?=累计|共|提高|增长|增加|下降|减少|完成|新增))|{any_of(u.PERIOD_WORDS)}"
)
TIMES: Final = (
    rf"(?:(?<=[早晚]上)|(?<=[上下中]午)|(?<=凌晨)|(?<=清晨)|(?<=傍晚)|(?<=夜间))(?:[0-9]{{1,2}}|{CHAR}{{1,3}})[点时](?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})分?(?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})秒)?|半|整|许)?"
    rf"|(?:上午|下午|早上|晚上|凌晨|中午|清晨|傍晚|夜间)(?:[0-9]{{1,2}}|{CHAR}{{1,3}})[点时](?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})分?(?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})秒)?|半|整|许)?"
    rf"|(?<![0-9.])[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9:%])(?:a\.m\.|p\.m\.|am|pm)?"
    rf"|(?:[0-9]{{1,2}}|{CHAR}{{1,3}})点(?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})分(?!之)(?:(?:[0-9]{{1,2}}|{CHAR}{{1,3}})秒)?|半(?!导)|整|钟)"
    rf"|{CHAR}{{1,3}}点[二三四五]?十[一二三四五六七八九]?(?![{CN}千个倍%元万亿])|[0-9]{{1,2}}时[0-9]{{1,2}}分"
)
IDS: Final = (
    r"(?:https?://|www\.)[A-Za-z0-9./?=&_%#:-]{3,200}|[0-9]{1,9}(?:\.[0-9]{1,9}){2,5}"
    r"|(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}|[48]00-?[0-9]{3,4}-?[0-9]{3,4}|[0-9]{3,4}-[0-9]{3,4}-[0-9]{3,4})(?![0-9.万亿元])"
    r"|[（(〔\[【](?:19|20)[0-9]{2}[）)〕\]】][\u4e00-\u9fff]{0,10}[0-9]{0,6}[\u4e00-\u9fff]{0,6}第?[0-9]{1,6}号"
    r"|[（(\[【][0-9]{1,3}[）)\]】]|(?<![0-9.])(?:[5-9]0|0[05])后(?![，、])"
    rf"|{DIGIT}{{1,8}}(?:点{DIGIT}{{1,8}}){{2,4}}"
    rf"|第{_N}(?:条|款|项|章|节|号|版|页|卷|册|目|编|幕|集)"
    r"|[0-9]{1,6}[A-Za-z]{0,6}\+[0-9A-Za-z]{1,6}|“[0-9][0-9+\-·.]{0,20}”|“[一二三四五六七八九十百千万]{2,6}”"
    r"|(?<![0-9.])[0-9]{1,2}·[0-9]{1,2}(?![0-9%‰％万亿元个])|[0-9]\.0(?=版|时代|”|阶段|模式|工程)|(?<=[\u4e00-\u9fff])(?<![为是达至到约超近分比于率])[0-9]\.0(?=$|[，。；、])"
    r"|(?:19|20)[0-9]{2}年?[\u4e00-\u9fff][0-9]{2,4}[\u4e00-\u9fff]{1,4}[0-9]{1,6}号"
    r"|[0-9]{1,4}(?:号(?:线|楼|文|令|院|公告|提案|建议|店|机|台|门|地块|仓|井)|国道|省道|县道|国集团|次列车|路公交|[×✕][0-9A-Z]{1,4}(?:小时)?)|0[0-9]组"
)
ORDINALS: Final = rf"第(?P<nth>[0-9]{{1,6}}|{CHAR}{{1,6}})(?:位|名|届|次|批|期|个|种|类|轮|代|天|年|季度|大|产业|人民)?|倒数第{_N}|(?<=[居列全国省市界球跃])(?:首位|榜首)"
_HIDDEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad"
_RAISED = "⁰¹²³⁴-⁹₀-₉"
SUSPECTS: Final = rf"[0-9][0-9.,]{{0,30}}(?:[{_HIDDEN}]{{1,8}}[0-9.,万亿]{{1,30}}){{1,8}}|[0-9][0-9.,]{{0,14}}[lIO][0-9.,lIO]{{0,14}}(?<![.,])(?=[万亿元件人名户家起宗个次年月日天米%％‰])|[0-9]{{1,20}}[{_RAISED}]{{1,8}}|[①-⑳㈠-㈩½¼¾]+|[\u0660-\u0669\u06f0-\u06f9]+"
HALVES: Final = r"(?<![一-鿿])一半|一半(?=以上|左右|的|$|，|。)|半数(?=以上|左右)|对折"
PLAIN: Final = (
    rf"(?:[0-9]{{1,8}}(?:,[0-9]{{3}})*\.(?!0(?![0-9]))[0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?![0-9.,lIO{_RAISED}{_HIDDEN}])"
    rf"|(?!(?:19|20)[0-9]{{2}}[\u4e00-\u9fff])[0-9]{{1,8}}(?![0-9.,{_RAISED}{_HIDDEN}A-Za-z年月日号时点:：后+·国省县次路×✕组世至到~/–—-])"
)
"""Digits that are no part of a fixed form, as what is behind them tells at once: 12,345.6万."""
FORMS: Final = rf"(?P<suspect>{SUSPECTS})|(?P<period>{PERIODS})|(?P<id>{IDS})|(?P<time>{TIMES})|(?P<date>{DATES})|(?P<ordinal>{ORDINALS})|(?P<half>{HALVES})"
FIXED: Final = re.compile(rf"(?!{PLAIN})(?:{FORMS})")
LISTED: Final = re.compile(r"[.、．）)](?=[\u4e00-\u9fff“《])")
RANGE_AHEAD: Final = Led(rf"(?:{any_of(u.RANGE_MARKS)})(?:[0-9]|{DIGIT}|十)", u.RANGE_MARKS)
NOT_UNIT: Final = {
    "国": re.compile(r"[家企有债际内产防]"),
    "市": re.compile(r"[场民区县直级政委值]"),
    "县": re.compile(r"[级域城区市乡]"),
    "区": re.compile(r"[域县块别]"),
    "省": re.compile(r"[级市内部外]"),
    "村": re.compile(r"[民级委庄]"),
    "乡": re.compile(r"[镇村亲]"),
    "镇": re.compile(r"[村区]"),
    "家": re.compile(r"[庭长属]"),
    "名": re.compile(r"[牌单称]"),
    "台": re.compile(r"[阶风账]"),
    "层": re.compile(r"[面次级]"),
    "城": re.compile(r"[市镇乡区]"),
    "次": re.compile(r"会议|全会|代表大会"),
    "两": re.compile(r"[个年次种类项条大手头级院会岸国地倍天周月千百万亿]"),
    "元": re.compile(r"[旦首宵]"),
}
"""What after a classifier makes another word of it: 2235万城市居民, 万亿台阶, 三次会议."""
ELAPSED: Final = re.compile(
    r"(?P<more>多)?(?P<half>半)?(?P<unit>月|小时|钟头|世纪|季度|学期|礼拜|星期|工作日|亿元|亿|点(?![位评]))"
)
"""What 个 may lead to: 两个多小时, 一个半月, 3.5个点, 1.5个亿."""
SHARED_POINT: Final = re.compile(r"(?:和|、|与|及)[0-9]+(?:\.[0-9]+)?个百分点")
SECONDS: Final = re.compile(r"(?P<seconds>[0-9]{1,2})秒")
YEAR_ALONE: Final = re.compile(r"(?:19|20)[0-9]{2}")
CASE: Final = re.compile(r"[^，。]{0,18}案")
TENTH: Final = re.compile(r"[一二三四五六七八九](?![个成倍月年天%])")
RANKED: Final = re.compile(
    r"(?:全国|全省|全市|全区|全县|世界|全球|排名?|位居|位列|名列|跃居|[上提跃]?升[到至]|前进到|进位到|居|列|荣?获得?|夺得)[^，。]{0,3}$"
)
"""Before an ordinal, tells a rank from a mere number in a row."""
