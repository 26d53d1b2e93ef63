"""Title, body, period, kind and date of a report, read from its file name and its first lines, each with how it was found."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from index.clean import TITLE, CleanText
from index.records import Inferred
from index.sessions import congress_in, congress_year
from index.years import arabic_years

HEAD = 1500
"""The part of the text where title, body and period are looked for."""

YEAR = r"(?:19|20)[0-9]{2}"
_SPAN = re.compile(rf"({YEAR})年?(?:[至到—–-]|~){{1,2}}({YEAR})")
_NAME_YEAR = re.compile(rf"(?<![0-9])({YEAR})(?![0-9])")
_NAME_DATE = re.compile(rf"(?<![0-9])({YEAR})(?:([01][0-9])([0-3][0-9])|-([0-9]{{2}})-([0-9]{{2}}))(?![0-9])")
REVIEW = re.compile(rf"({YEAR})年(?:度)?(?:[^，。\n]{{0,6}}(?:工作)?(?:的)?(?:回顾|总结)|的?主要工作|政府工作情况)")
_OPENING = re.compile(rf"({YEAR})年(?:度)?[，,]")
_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_NATIONAL = re.compile(
    r"中华人民共和国国务院|^国务院|全国\s*政府工作报告|(?:^|中华人民共和国|国家统计局|[全中我]国)\s*国民经济和社会发展统计公报"
    r"|(?:中华人民共和国|国家统计局|[全中我]国)\s*统计公报"
)
_BULLETIN = re.compile(r"^([\u4e00-\u9fff]{2,6})(?:\s+(?:国民经济和社会发展)?|国民经济和社会发展)统计公报")
_NOT_NAMED = re.compile(
    "个月份?|月份|季度|[上下]半年|全年|今年|去年|年来|关于|[全本我各][省市县区州]|[全我]国|我们|各地|的|记者|印发|发布"
)
"""What no place and no organ has in its name, though it stands before one: 今年广东省, 前10个月我国区域经济."""
_ORGAN = r"(?:(?:高级|中级)?人民法院|法院|中院|人民检察院|检察院|人民政府|统计局|财政局|公安局|税务局)"
_PLACE = (
    rf"(?:(?:{_PROVINCE})(?:省|市|(?:维吾尔|壮族|回族)?自治区|(?![\u4e00-\u9fff])|(?=政府|国民经济|统计|财政|预算|经济))"
    r"|[\u4e00-\u9fff]{2,8}?(?:自治州|自治县|地区|开发区|新区"
    r"|省(?!份)|市(?![场民值])|县(?!域)|区(?![域间块别])|州(?!际)|旗(?![下舰帜])))"
)
_ORGAN_NAME = re.compile(rf"^([\u4e00-\u9fff]{{2,24}}?{_ORGAN}|最高(?:人民)?(?:法院|检察院)|最高[法检])")
_SPEAKER = re.compile(rf"我代表((?!区|市|县|省|州|全)[\u4e00-\u9fff]{{2,24}}?{_ORGAN})")
_PLACE_NAME = re.compile(rf"({_PLACE})")
_COMPANY = re.compile(r"([\u4e00-\u9fff（）()]{2,30}?(?:股份有限公司|有限责任公司|有限公司|集团))")
_LEADING = re.compile(
    r"^([\u4e00-\u9fff]{2,10}?)(?:(?:\s+|\s*第?[一三]季度|半?年度|季度)(?:半?年度|季度|年)?(?:报告|公报)|\s*年报)"
)
"""A company's short name before its report: 贵州茅台 年度报告."""
_ANNUAL = re.compile(rf"(?<![0-9])({YEAR})年?[_ ]*(?:年度?|半年度?|第?[一三]季度)[_ ]*报告")
"""The year that an annual report tells of, whatever day its name begins with."""
_PLACE_ALONE = re.compile(
    rf"(?:{_PROVINCE})?(?:[\u4e00-\u9fff]{{1,6}}(?:省|市|县|区|州|旗|盟))?|.*(?:{_ORGAN}|工作|政府|大学|学院|医院|协会|委员会|公开|信息|发展|统计)"
)
_REPORT_TAIL = re.compile(rf"(?:[_ （(]*{YEAR}年?(?:度)?[）)]*)+|[_ ]+")


KINDS = ("法院工作报告", "检察院工作报告", "政府工作报告", "统计公报", "年度报告", "新闻", "其他")
_COURT, _PROCURATORATE = r"(?:法院|[中高]院|最高法)", r"(?:检察院|最高检)"
_KIND_NAMES = (
    ("新闻", re.compile("新闻|快讯|报道")),
    ("法院工作报告", re.compile(rf"{_COURT}.*工作(?:报告|摘要)")),
    ("检察院工作报告", re.compile(rf"{_PROCURATORATE}.*工作(?:报告|摘要)")),
    ("政府工作报告", re.compile("政府.{0,6}工作报告")),
    ("统计公报", re.compile("统计公报|国民经济和社会发展.{0,3}统计公报")),
    ("年度报告", re.compile("(?<!半)年度报告|(?<!半)年报(?!告)")),
)
_SPOKEN = re.compile(
    r"我代表[^，。\n]{2,30}(?:报告工作|作工作报告|报告[^，。\n]{0,12}工作)|现在?报告[^，。\n]{0,8}工作"
)
_DAY = rf"({YEAR})(?:年([01]?[0-9])月([0-3]?[0-9])日|[-/.]?([01][0-9])[-/.]?([0-3][0-9])(?![0-9]))"
_NAME_DAY = re.compile(rf"(?<![0-9]){_DAY}")
_DAY_LINE = re.compile(
    rf"^[（(—\-\s]*(?:(?:来源|发布|公布|时间|日期|发布时间|发布日期)[：:\s]*)?{_DAY}(?:\s*[0-9:]+)?(?:在[^，。；]{{4,60}}(?:[上会]|会议))?[）)\s]*$"
)
DAY_LINES = 12
"""Among so many lines from the top a line that is only a day tells when a report was given or published."""


def infer_kind(name: str, title: str, entity: str, clean: CleanText) -> Inferred:
    """What kind of report it is, one of :data:`KINDS`: from its file name, its title, or how it opens."""
    for text, how in ((name, "文件名"), (title, "标题")):
        for kind, words in _KIND_NAMES:
            if words.search(text):
                return Inferred(kind, how)
    if _SPOKEN.search(clean.text[:HEAD]):
        for kind, organ in (("法院工作报告", _COURT), ("检察院工作报告", _PROCURATORATE), ("政府工作报告", "政府")):
            if re.search(organ, entity):
                return Inferred(kind, "正文开头")
    return Inferred("其他", "未见类型")


def infer_date(name: str, clean: CleanText) -> Inferred:
    """The day of the report (2024-01-20): from its file name, else from a line at its top that is only a day; "" if none."""
    lines = [clean.text[block.start : block.end] for block in clean.blocks[:DAY_LINES]]
    for match, how in ((_NAME_DAY.search(name), "文件名"), *((_DAY_LINE.search(line), "正文开头") for line in lines)):
        day = _day(match) if match else ""
        if day:
            return Inferred(day, how)
    return Inferred("", "未找到")


def _day(match: re.Match[str]) -> str:
    year, *rest = (int(part) for part in match.groups() if part)
    try:
        return date(year, *rest).isoformat()
    except ValueError:
        return ""


def given_day(name: str) -> date | None:
    """The day that a file's name tells (20250805_国内快讯), None if it tells none."""
    match = _NAME_DATE.search(name)
    day = _day(match) if match else ""
    return date.fromisoformat(day) if day else None


def given_on(name: str) -> str:
    """The year of the day that a file's name tells: what is told looks back from there; "" if it tells none."""
    day = given_day(name)
    return str(day.year) if day else ""


def infer_title(name: str, clean: CleanText) -> Inferred:
    """The report's title: its first heading-like line that names a kind of report, else the file name."""
    line = _title_line(clean)
    if line:
        return Inferred(line, "正文标题")
    return Inferred(re.sub(rf"^{YEAR}_(?={YEAR}年)", "", name).replace("_", " "), "文件名")


def _title_line(clean: CleanText) -> str:
    for block in clean.blocks[:7]:
        line = clean.text[block.start : block.end]
        if 4 <= len(line) <= 45 and TITLE.search(line) and not re.search(r"[，。；]|^[—-]|各位代表", line):
            return line
    return ""


def infer_entity(name: str, clean: CleanText) -> Inferred:
    """The body the report is about: from its file name where that names one, else from its first lines; "" if none."""
    plain = _REPORT_TAIL.sub(" ", name).strip()
    if _NATIONAL.search(plain):
        return Inferred("全国", "文件名")
    names = _NOT_NAMED.sub(" ", plain).strip()
    found = _first(_ORGAN_NAME, names) or _first(_COMPANY, plain) or _first(_PLACE_NAME, names)
    leading = _first(_LEADING, names) or _first(_LEADING, plain)
    found = found or _first(_BULLETIN, names) or ("" if _PLACE_ALONE.fullmatch(leading) else leading)
    if found:
        return Inferred(found, "文件名")
    title = _NOT_NAMED.sub(" ", _title_line(clean)).strip()
    found = _first(_ORGAN_NAME, title) or _first(_SPEAKER, clean.text[:HEAD])
    return Inferred(found, "正文开头") if found else Inferred("", "未找到")


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def infer_period(name: str, title: str, clean: CleanText) -> Inferred:
    """The year (or years, 2017-2021) the report looks back on; "" where nothing tells."""
    spans = _SPAN.search(name)
    if spans:
        return Inferred(f"{spans.group(1)}-{spans.group(2)}", "文件名")
    annual = _ANNUAL.search(name)
    if annual:
        return Inferred(annual.group(1), "文件名")
    review = REVIEW.search(arabic_years(clean.text[: HEAD * 2]))
    if review:
        return Inferred(review.group(1), "正文：工作回顾")
    day = given_on(name)
    year = _NAME_YEAR.search(name)
    if year and not day:
        if "政府工作报告" in name or "政府工作报告" in title:
            return Inferred(str(int(year.group(1)) - 1), "文件名：报告年份的上一年")
        return Inferred(year.group(1), "文件名")
    congress = congress_in(name) or congress_in(title)
    if congress:
        return Inferred(congress_year(congress), "党代会的年份")
    latest = day or "9999"
    opening = opening_year(arabic_years(clean.text))
    if opening and opening <= latest:
        return Inferred(opening, "正文开头")
    years = re.findall(rf"(?<![0-9])({YEAR})年", clean.text)
    counted = Counter(year for year in years if year <= latest)
    if counted:
        best = max(counted.items(), key=lambda item: (item[1], item[0]))
        return Inferred(best[0], "正文出现最多的年份")
    return Inferred(day, "文件名日期") if day else Inferred("", "未找到")


def opening_year(text: str) -> str:
    """The year that a report opens with (2025年，…); "" if none."""
    return _first(_OPENING, text[:HEAD])
