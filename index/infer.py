"""Title, body and period of a report, read from its file name and its first lines, each with how it was found."""

from __future__ import annotations

import re
from collections import Counter

from index.clean import TITLE, CleanText
from index.records import Inferred

HEAD = 1500
"""The part of the text where title, body and period are looked for."""

_YEAR = r"(?:19|20)[0-9]{2}"
_SPAN = re.compile(rf"({_YEAR})年?(?:[至到—–-]|~){{1,2}}({_YEAR})")
_NAME_YEAR = re.compile(rf"(?<![0-9])({_YEAR})(?![0-9])")
_NAME_DATE = re.compile(rf"(?<![0-9])({_YEAR})(?:[01][0-9][0-3][0-9]|-[0-9]{{2}}-[0-9]{{2}})(?![0-9])")
_REVIEW = re.compile(rf"({_YEAR})年(?:度)?(?:[^，。\n]{{0,6}}(?:工作)?(?:的)?(?:回顾|总结)|的?主要工作|政府工作情况)")
_OPENING = re.compile(rf"({_YEAR})年(?:度)?[，,]")
_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_NATIONAL = re.compile(
    r"中华人民共和国国务院|^国务院|全国(?:政府工作报告|统计公报)|中国统计公报|国民经济和社会发展统计公报"
)
_ORGAN = r"(?:(?:高级|中级)?人民法院|法院|中院|人民检察院|检察院|人民政府|统计局|财政局|公安局|税务局)"
_PLACE = (
    rf"(?:(?:{_PROVINCE})(?:省|市|(?:维吾尔|壮族|回族)?自治区)?"
    r"|[\u4e00-\u9fff]{2,8}?(?:自治州|自治县|地区|开发区|新区|省|市|县|区|州|旗))"
)
_ORGAN_NAME = re.compile(rf"^([\u4e00-\u9fff]{{2,24}}?{_ORGAN}|最高(?:人民)?(?:法院|检察院)|最高[法检])")
_SPEAKER = re.compile(rf"我代表((?!区|市|县|省|州|全)[\u4e00-\u9fff]{{2,24}}?{_ORGAN})")
_PLACE_NAME = re.compile(rf"({_PLACE})")
_COMPANY = re.compile(r"([\u4e00-\u9fff（）()]{2,30}?(?:股份有限公司|有限责任公司|有限公司|集团))")
_REPORT_TAIL = re.compile(rf"(?:[_ （(]*{_YEAR}年?(?:度)?[）)]*)+|[_ ]+")


def given_on(name: str) -> str:
    """The year of the day that a file's name tells (20250805_国内快讯): news looks back from there; "" if it tells none."""
    match = _NAME_DATE.search(name)
    return match.group(1) if match else ""


def infer_title(name: str, clean: CleanText) -> Inferred:
    """The report's title: its first heading-like line that names a kind of report, else the file name."""
    line = _title_line(clean)
    if line:
        return Inferred(line, "正文标题")
    return Inferred(re.sub(rf"^{_YEAR}_(?={_YEAR}年)", "", name).replace("_", " "), "文件名")


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
    for pattern in (_ORGAN_NAME, _COMPANY, _PLACE_NAME):
        found = _first(pattern, plain)
        if found:
            return Inferred(found, "文件名")
    company = _leading_name(plain)
    if company:
        return Inferred(company, "文件名")
    found = _first(_ORGAN_NAME, _title_line(clean)) or _first(_SPEAKER, clean.text[:HEAD])
    return Inferred(found, "正文开头") if found else Inferred("", "未找到")


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def _leading_name(plain: str) -> str:
    """A company's short name before 年度报告: 贵州茅台 年年度报告."""
    match = re.match(r"([\u4e00-\u9fff]{2,10}?)\s*(?:年度|半年度|季度|年)?\s*(?:年度)?(?:报告|年报|公报)", plain)
    return match.group(1) if match else ""


def infer_period(name: str, title: str, clean: CleanText) -> Inferred:
    """The year (or years, 2017-2021) the report looks back on; "" where nothing tells."""
    spans = _SPAN.search(name)
    if spans:
        return Inferred(f"{spans.group(1)}-{spans.group(2)}", "文件名")
    review = _REVIEW.search(clean.text[: HEAD * 2])
    if review:
        return Inferred(review.group(1), "正文：工作回顾")
    day = given_on(name)
    year = _NAME_YEAR.search(name)
    if year and not day:
        if "政府工作报告" in name or "政府工作报告" in title:
            return Inferred(str(int(year.group(1)) - 1), "文件名：报告年份的上一年")
        return Inferred(year.group(1), "文件名")
    latest = day or "9999"
    opening = _OPENING.search(clean.text[:HEAD])
    if opening and opening.group(1) <= latest:
        return Inferred(opening.group(1), "正文开头")
    years = re.findall(rf"(?<![0-9])({_YEAR})年", clean.text)
    counted = Counter(year for year in years if year <= latest)
    if counted:
        best = max(counted.items(), key=lambda item: (item[1], item[0]))
        return Inferred(best[0], "正文出现最多的年份")
    return Inferred(day, "文件名日期") if day else Inferred("", "未找到")
