"""A comparison put as a question after each of the things that it compares: 收案比结案多多少 as 收案和结案各多少. Pure."""

from __future__ import annotations

import re

_MORE = "多|少|高|低|大|小|长|短|快|慢|贵|便宜|强|好|重|轻|厚|早|晚|靠前|领先"
_MOVED = "(?:涨|增长|增|升|降|跌|提高|下降|减少|增加|上升)"
_UNIT = "(?:个?百分点|个点|(?:万|亿|万亿|千)?(?:平方[公千]?[米里]|公里|公斤|立方米|[件起人个家成倍元块斤亩吨米户次名所辆台头条项位])?(?:钱|人次)?)"
_WHICH = r"(?:哪(?:一)?[个边头种类家年里项样款省市县区国方条座所部位只张辆]?|谁)(?:的)?"
_THAN = "(?<![占同环对类成反正价])比(?!例|重|率|较|如|值|特)"
_ITEM = r"[^，。？?、；;：:\s]{1,16}?"

_VERSUS = re.compile(r"\s*(?:(?<![A-Za-z])(?:vs\.?|VS\.?|PK|pk)(?![A-Za-z])|对比)\s*(?=[\u4e00-\u9fffA-Z])")
_EITHER = re.compile(
    rf"[，,、]?\s*(?:是|变|到底|究竟|反而)*(?:(?:{_MOVED}|{_MORE})了?(?:呢)?[，,]?\s*还是(?:变)?(?:{_MOVED}|{_MORE})了?)(?!得)"
)
"""Asks which way: 多了还是少了."""
_ORDER = re.compile(
    r"[，,、]?\s*(?:(?:请|按|从|由)[^，。？?]{0,6}(?:高到低|低到高|大到小|多到少|快到慢))?\s*(?:请|给|帮我)?(?:按[^，。？?]{1,4})?(?:排(?:一?个|一下)?(?:序|队|名次|次序|顺序)|排一?排)"
)
_GAP = re.compile(
    rf"[，,、]?\s*(?:两者|二者|双方|之间|彼此|一共|到底|又)*(?:相?差(?:了|距)?(?:是|有)?|差距(?:是|有)?)(?:多[少大远]|几|有多[少大]){_UNIT}"
)
"""Asks for the difference: 差多少."""
_WHICH_MORE = re.compile(
    rf"[，,、？?]?\s*(?:到底|究竟|分别|其中|那)?(?:{_WHICH})(?:更|最|要|还|又|比较)*(?:{_MOVED}得?)?(?:更|最)?(?:{_MORE}|(?<=更)[\u4e00-\u9fff]{{2}})(?:一?[些点])?(?:{_UNIT})?"
    r"(?=[，,。？?、；;呢啊呀 ]|各|分别|$)"
)
"""Asks which of them: 哪个多, 谁涨得快."""
_WHOSE = re.compile(
    rf"[，,、]?\s*(?:谁|哪(?:一)?[个家省市边])的?(?P<what>[A-Za-z\u4e00-\u9fff]{{2,10}}?)(?:更|最)?(?:{_MORE})(?:一?[些点])?(?=[，,。？?]|$)"
)
"""Asks of which of them something is more: 谁的GDP高."""
_MORE_THAN = re.compile(
    rf"(?P<one>{_ITEM})的?(?:要|会)?{_THAN}(?P<other>[^，。？?、；;：:\s比]{{1,14}}?)(?:还|又)?(?:要)?(?:{_MORE})(?:出|了|出了)?(?P<ask>(?:多少|几){_UNIT})"
)
"""收案比结案多多少件: how much more the one is than the other."""
_TIMES = re.compile(
    rf"(?P<one>{_ITEM})(?:大概|大约|约|差不多)?(?:是|相当于|等于|为)(?P<other>[^，。？?、；;：:\s]{{1,14}}?)的?(?:几|多少)倍"
)
"""营收是净利润的几倍."""
_OR = re.compile(
    rf"(?P<one>{_ITEM})(?P<how>(?:{_MOVED}得?)?(?:{_MORE}))[，,]?\s*还是(?P<other>[^，。？?、；;：:\s]{{1,14}}?)(?P=how)(?:一?[些点])?"
)
"""收案涨得快还是结案涨得快."""
_BESIDE = re.compile(
    r"(?:跟|与|和|同)(?P<other>[^，。？?、；;：:\s]{2,12}?)(?:相比(?:较|起来)?|(?<![占同环对类成反正价])比(?:较|起来|一比|的话)?(?=各|分别|[，,。？?]|$))"
)
"""执行到位金额跟德清法院比."""
_THAN_YEAR = re.compile(r"(?<=年)(?:相?比|较)(?=(?:(?:19|20)[0-9]{2}|[0-9]{2})年[，,]?\s*(?:各|分别))")
_JOINS = re.compile("[和与跟及、，,；;]|还是")
_TIMES_BEHIND = re.compile(r"[，,？?]\s*[^，。？?]{0,10}(?:是|相当于)[^，。？?]{1,12}的?(?:几|多少)倍(?:[了呢])?")
"""Behind what is asked of each: 辽宁是宁夏的几倍."""
_GROWN_BETWEEN = re.compile(
    rf"[，,？?]\s*这?(?:[两几]年?(?:之?间|期间)?|两者|中间|其间|期间|前后|之间)(?:一共|总共|又)?(?:增加|增长|减少|下降|提高|多|少|高|低|涨|降|升|增|减)了?(?:多少|几|百分之几){_UNIT}"
)
"""Asks how much lies between the two: 两年多了多少亿, 中间增加了多少."""
_YEARS_TIMES = re.compile(
    r"(?P<one>(?:19|20)[0-9]{2}年[^，。？?、]{1,16}?)是(?P<other>(?:19|20)[0-9]{2}年)的?(?:几|多少)倍"
)
"""2021年受理的案件是2009年的几倍."""
_COUNTED = re.compile(
    r"[，,？?、\s]*(?<![0-9这])这?(?:两|三|四|五|几)(?:个?(?:数|省份?|市|县|区|地方?|年|家|项|者|种|类|样|边|头|公司|企业|单位))(?=各|分别|都)"
)
"""Says again how many are compared: 两年各多少件."""
_MORE_BEHIND = re.compile(
    rf"[，,？?]\s*[^，。？?]{{1,12}}{_THAN}[^，。？?]{{1,12}}?(?:{_MORE})(?:了|出)?(?:多少|几){_UNIT}(?=[。？?呢啊呀]*$)"
)
"""Behind what is asked of each: 广东比山东多多少."""
_SHARE_BEHIND = re.compile(
    r"[，,？?]\s*[^，。？?]{1,10}占(?:了)?(?:多大|多少|几成|百分之几|百分之多少)(?:的?(?:比重|比例|份额))?(?=[。？?呢啊呀]*$)"
)
"""Behind what is asked of both: 德清占多大比重."""
_ROSE = "(?:提高|提升|增加|增长|上升|下降|降低|减少|涨|降|升|翻|扩大|缩小|多|少)"
_GROWN = rf"[，,\s]+(?:一共|总共|两年)?{_ROSE}了?(?:多少|几|百分之几)(?:倍|番|成|{_UNIT})(?=[。？?呢啊呀]*$)"
_TWICE = re.compile(
    rf"(?P<asked>[0-9]{{2}}年(?:度|底|末)?[^，。？?]{{0,8}}?(?:多少|几)[^，。？?年]{{0,6}}?[，,\s]+[^，。？?]{{0,4}}[0-9]{{2}}年[^，。？?]{{0,8}}?(?:多少|几)[^，。？?年]{{0,6}}?){_GROWN}"
)
"""Asks of two years and then how much lies between: 2012年多少件，2021年多少件，翻了几倍."""
_PLAN_THAN = re.compile(
    rf"(?P<one>(?:今年|(?:19|20)[0-9]{{2}}年)[^，。？?]{{0,14}}?目标[^，。？?]{{0,4}}?){_THAN}(?P<other>(?:去年|上年|(?:19|20)[0-9]{{2}}年)[^，。？?]{{0,12}}?)(?:{_MORE})(?:了|出)?(?:多少|几)(?P<unit>{_UNIT})"
)
"""今年的目标比去年实际少多少."""
_BETWEEN = re.compile(
    r"从?(?P<first>(?:19|20)[0-9]{2}年)(?:到|至)(?P<last>(?:19|20)[0-9]{2}年)(?P<what>[^，。？?]{2,24}?)(?:由|从)多少[^，。？?]{1,8}?[到至]了?多少"
)
_WHAT_BETWEEN = re.compile(
    r"(?P<what>[^，。？?从由]{2,24}?)从(?P<first>(?:19|20)[0-9]{2}年)(?:到|至)(?P<last>(?:19|20)[0-9]{2}年)[，,]?(?:由|从)多少[^，。？?]{1,8}?[到至]了?多少"
)
"""从2003年到2007年进出口由多少涨到多少; the years in front or behind."""
_YEARS_COUNTED = re.compile(r"(?<=[0-9]{2})年?(?:这|等)?[两三四五六]年(?=[^，。？?]*(?:各|分别))")
"""2009、2015、2017三年."""
_END = re.compile(r"[，,、；;]+(?=[。？?呢啊呀]*$)")
_ASK = re.compile("多少|(?<![这那好近过前])几|百分之")
_ASKED_OF_EACH = re.compile("(?:各|分别)[^，。？?]*?(?:多少|几|百分之|多[大高长重])")
_YEAR = re.compile(
    r"上个|(?:19|20)?[0-9]{2}年|[上去前今头]一?年|同期|上年|年初|[一二三四五六七八九十]年前|全[国省市]平均|平均|目标|预期|计划|基期|其他|别[人家的]"
)
"""What is no thing beside another: the year before, a goal."""


def evened(text: str) -> str:
    """``text`` without its words of comparing, what it compares side by side; any other text as it is.

    >>> evened("收案比结案多多少件"), evened("营收是净利润的几倍"), evened("收案涨得快还是结案涨得快，各涨百分之几")
    ('收案和结案各多少件', '营收和净利润各多少', '收案和结案，各涨百分之几')
    >>> evened("收案多少件，结案多少件，差多少"), evened("甲省、乙省GDP谁高"), evened("执行到位金额多少")
    ('收案多少件，结案多少件', '甲省、乙省GDP各多少', '执行到位金额多少')
    """
    text = _VERSUS.sub("和", text)
    found = _OR.sub(lambda m: f"{m['one']}和{m['other']}", text, count=1)
    found = _YEARS_COUNTED.sub("年", found)
    for pattern in (_BETWEEN, _WHAT_BETWEEN):
        found = pattern.sub(lambda m: f"{m['what']}{m['first']}和{m['last']}各多少", found, count=1)
    found = _PLAN_THAN.sub(lambda m: f"{m['one']}多少{m['unit']}，{m['other']}多少{m['unit']}", found)
    found = _TWICE.sub(lambda m: m["asked"], found)
    for pattern in (_TIMES_BEHIND, _SHARE_BEHIND, _MORE_BEHIND, _GROWN_BETWEEN):
        match = pattern.search(found)
        if match and (_ASKED_OF_EACH.search(found) or len(_ASK.findall(found, 0, match.start())) > 1):
            found = pattern.sub("", found)
    found = _paired(_MORE_THAN, found)
    found = _paired(_TIMES, _paired(_YEARS_TIMES, found, years=True))
    whose = _WHOSE.search(found)
    if whose and _JOINS.search(found, 0, whose.start()):
        found = f"{found[: whose.start()]}{whose['what']}{found[whose.end() :]}"
    for pattern in (_COUNTED, _EITHER, _ORDER, _GAP, _WHICH_MORE):
        found = pattern.sub("", found)
    found = _beside(_END.sub("", found))
    if found == text or not (_JOINS.search(found) or len(_ASK.findall(found)) > 1):
        return text
    if _asks(found):
        return found
    rose = re.search(rf"增速|{_MOVED}得|增长得?更?快", text) and not re.search(_MOVED, found)
    return f"{found.rstrip('。？?呢啊呀，,')}各{'增长' if rose else ''}多少"


def _paired(pattern: re.Pattern[str], text: str, *, years: bool = False) -> str:
    match = pattern.search(text)
    if match is None or (not years and _YEAR.search(match["other"])):
        return text
    behind = text[match.end() :]
    ask = "" if _ASKED_OF_EACH.search(behind) else f"各{match.groupdict().get('ask') or '多少'}"
    return f"{text[: match.start()]}{match['one']}和{match['other']}{ask}{behind}"


def _beside(text: str) -> str:
    match = _BESIDE.search(text)
    if match and not _YEAR.search(match["other"]):
        text = f"{text[: match.start()]}和{match['other']}{text[match.end() :]}"
    return _THAN_YEAR.sub("和", text)


def _asks(text: str) -> bool:
    return bool(re.search(r"多少|(?<![这那好近过前])几|各|分别|多[大高长久重]|增速|百分之|什么|哪", text))
