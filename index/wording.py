"""The words that tell what a figure is of: changes, bases, targets, shares, running totals. Tables only."""

from __future__ import annotations

import re
from typing import Final

RISE: Final = "上升 增长 提高 提升 增加 上涨 扩大 上浮 递增 增 升 快于 高于 多 高".split()
FALL: Final = "下降 减少 降低 下跌 回落 缩小 收窄 压减 下浮 递减 减 降 少 低于 低".split()

BASES: Final = (
    "同比 环比 比上年同期 较上年同期 比去年同期 与上年同期相比 比上年 较上年 比去年 较去年 比前五年 比上届 比前年 年均 按可比价格计算"
).split()

CHANGE: Final = re.compile(
    rf"(?P<basis>{'|'.join(BASES)}|[比较]20[0-9]{{2}}年|[比较][^，。；、]{{1,10}}?)?(?:分别|又|再|约|平均|实际|名义|总体)*"
    rf"(?P<direction>{'|'.join([*RISE, *FALL])})(?:了|约|近|超过|超|达|到|至|逾)*$"
)
"""Ends just before a figure that says how much something changed."""

LEVEL_AFTER: Final = re.compile(r"(?:到|至|达|为|突破|超过?)$")
DISTRIBUTES: Final = "分别"
TARGET: Final = re.compile(r"目标|预期|力争|计划(?!生育)|确保|争取|预计(?:到|20)|到20[3-9][0-9]年|今后五年|将达|要达|控制在|保持在|拟")
PLAN_HEADING: Final = re.compile(r"(?:主要|重点|今年|总体|预期)?(?:工作|目标)?(?:安排|建议|任务|打算|思路|要求|目标|展望|重点工作|总体要求|预期目标)")
REVIEW_HEADING: Final = re.compile(r"回顾|总结|过去|完成情况|主要工作情况|取得")
SHARE: Final = re.compile(r"(?:占|占比|比重|比例|份额)[^，。；]{0,12}$")
CUMULATIVE: Final = re.compile(r"累计|总计|合计|五年来|[二三四五六七八九十]年来|以来|期间")
SCOPES: Final = re.compile(
    r"全(?:市|省|县|区|国|院|州|自治区|疆|社会|行|公司|系统)(?:各级)?(?:法院|检察机关|检察院)?(?:系统)?|市中院|中院|基层法院|我院|本院|我市|我省|我区|我国|本公司|集团|本行|两级法院"
)

LEADING: Final = re.compile(
    r"^(?:其中|此外|同时|另外|特别是|尤其是|并|且|而|又|还|也|均|都|全年|一年来|这一年|过去一年|今年以来|全市法院(?:系统)?|全省法院|全国法院|各级法院|"
    r"我院|本院|我们|共|共计|总共|累计|合计|依法|高效|成功|预计|截至目前|目前|年内|当年|各类|实现|完成|达到|达)+"
)
TRAILING: Final = re.compile(
    r"(?:分别|共计?|总计|合计|累计|达到?|为|是|约为?|近|超过?|逾|突破|仅|只有|有|至|到|在|了|由|从|增至|增加到|增长到|提高到|提升到|提升至|提高至|上升到|上升至|下降到|下降至|降至|降到|缩小至|扩大到|扩大至|"
    r"稳定在|保持在|控制在|不少于|不低于|不超过|不高于|至少|最多|大约|已|将|拟|力争)+$"
)
"""Stripped from the left and right of what stands before a figure: what is left is the metric."""

AFTER_STOP: Final = re.compile(r"[，。；、：！？,;:!?（()）“”《》\n]")
