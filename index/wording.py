"""The words that tell what a figure is of: changes, bases, targets, shares, running totals, bodies. Tables only."""

from __future__ import annotations

import re
from typing import Final

from index.edges import Ending

RISE: Final = (
    "上升 增长 增产 增收 增支 增效 提高 提升 增加 上涨 扩大 上浮 递增 快于 高于 增多 回升 延长 攀升 增速提高 加快 多 高 增 升 长 快 翻"
).split()
FALL: Final = "下降 减产 减收 减亏 减少 降低 下跌 回落 缩小 缩短 收窄 压减 压缩 下浮 递减 低于 慢于 下滑 减 降 少 低 短 慢".split()

BASES: Final = (
    "与上年同期相比 按可比价格计算 按可比价计算 按可比口径计算 按可比口径 按同口径 按不变价格计算 比上年同期 较上年同期 比去年同期 较去年同期 同期相比 比前五年 比上届 较前五年 比前一年 "
    "比上年 较上年 比去年 较去年 比前年 比上月 比年初 较年初 两年平均 平均每年 每年平均 年均 每年 同比 环比"
).split()
SAME_AS_YEAR_ON_YEAR: Final = frozenset(
    "与上年同期相比 比上年同期 较上年同期 比去年同期 较去年同期 同期相比 比上年 较上年 比去年 较去年 比前一年 同比".split()
)

_DIRECTION = "|".join([*RISE, *FALL])
_ADVERBS = (
    r"(?:也|均|都|分别|各|又|再|还|将|约|平均|实际|名义|总体|累计|净|大幅|明显|显著|进一步|可|要|预计|合计|依次)*"
)
WAY: Final = re.compile(_DIRECTION)
"""No change without one of these, and they are found much quicker."""
_YEARS = r"[12][0-9]{3}(?:[-—至到][12]?[0-9]{3})?年"
CHANGE: Final = re.compile(
    rf"(?P<basis>(?:{'|'.join(BASES)})|[比较]{_YEARS}(?:同期|末|底|初)?的?|(?<![可同环])[比较](?![例重率值分])(?:\S{{1,12}}?)(?=的?(?:{_DIRECTION})))?的?[，,]?"
    rf"{_ADVERBS}(?P<direction>{_DIRECTION})(?:幅度?|率|速度?)?(?:了|约|近|超过|超|达到?|逾|不?低于|不?高于|不少于|至少|保持在|控制在|稳定在|在|为|不足|不到)*$"
)
"""Ends just before a figure that says how much something changed."""

ABOVE: Final = re.compile(
    r"(?P<side>高于|快于|超过|低于|慢于)(?P<than>(?:全国|全省|全市|世界|上年|去年|预期|目标|中西部|东部|西部|同期|规划)[^，。；、]{0,8}?)(?:的)?(?:约|近)?$"
)
"""Ends just before how far something lies above or below another body's value: 高于全国平均水平1.7个百分点."""

OBJECT: Final = re.compile(
    r"(?P<verb>压减|压缩|减少|缩短|降低|节省|节约|提高|提升|增加|扩大)(?P<object>[\u4e00-\u9fff]{2,8})$"
)
"""Verb and object before a percentage: 平均压减时间58%."""

RAISED: Final = Ending(
    r"(?P<verb>(?:增加|增长|增|提高|提升|提|上升|升|扩大|扩|发展|壮大|延长|回升|攀升|拓展|上调|跃升|扩展|上涨|抬高|拓宽|整合|调整|合并|优化整合)"
    r"|(?P<down>下降|减少|减|降低|降|缩小|缩短|压缩|压减|收窄|回落|下调|精简|压降|控制))(?:到|至|为|成)(?:了)?(?:(?:[12][0-9]{3}年|年末|年底|目前|现在|今年|去年)(?:底|末)?的?)?(?:每[人月户年天亩吨件个套]{1,4})?(?:约|近|超过|超|逾)?",
    "到至为成了年末底前在的人月户天亩吨件个套约近过超逾",
)
"""Ends just before the value that something rose or fell to."""

ORIGIN: Final = re.compile(
    r"(?:由|从)(?P<when>[^，。；、由从]{0,12}?(?:年|末|底|初|时|前|期|来|去年|上年|”)?的?)??"
    r"(?:每[人月户年天亩吨件个套]{1,4})?(?:约|近|不足|不到|超)?$"
)
"""Ends just before the value that a change starts from: 由2020年的45万辆."""

COMPARED: Final = Ending(r"[比较](?:[^，。；、]{0,14}?)(?:年|同期|末|底|时期|水平|历史)的?", "年期末底平史的")
MULTIPLE_OF: Final = re.compile(r"(?:是|为|相当于|达到?)(?P<than>[^，。；、]{2,14})的(?:近|约|超过?)?$")
"""Ends just before how many times as much something is: 是2010年的2.2倍."""
"""Ends just before last year's value: 比2023年的24.3亿元增长18.9%."""

DISTRIBUTES: Final = re.compile(r"分别|各(?!类|级|地|项|界|市|县|区|部|族|种|省|国|方|单)|依次")
_AHEAD = "|".join(
    f"{when}[^。]{{0,30}}(?:要|将|计划|安排|预计)" for when in ("20[2-9][0-9]年", "今年", "明年", "今后", "未来")
)
# Each of what may be found begins with a character of its own: then a search goes by these.
TARGET: Final = re.compile(
    r"目标(?:任务)?(?:是|为|：|:|定为|值)|目标(?=[0-9约])|预期目标|主要目标|发展目标|年度目标|增长目标|控制目标|预期(?=为|增长|指标|值)|主要预期|力争|确保"
    rf"|争(?<!新争)取(?!国家|资金|中央|上级)|拟|到20[3-9][0-9]年|{_AHEAD}|计划(?:投资|新增|完成|建设|新建|开工|改造|实施|安排|招收|发行|上线|投产|采购|培训|回购)"
)
ACTUAL: Final = re.compile("实际(?!利用|使用|吸收|到[位账]|控制)")
"""In the clause of a figure: what came of a plan that its sentence tells before."""
BY_YEAR: Final = re.compile(r"到(?<![高升加增大长降低少展小]到)(20[0-9]{2})年")
"""By a year that lies ahead of the report: a target."""

PLAN_HEADING: Final = re.compile(
    r"(?:工作|目标|重点|发展)?(?:安排|部署|建议|任务|打算|思路|要求|目标|展望|重点工作|总体要求|预期目标)|经营计划|[12][0-9]{3}年(?:的)?(?:主要|重点)?工作$"
)
OUTLOOK_HEADING: Final = re.compile(
    "(?:形势|情况|现状|状况|问题|斗争|历程|[年届]来)[^和与及、]{0,6}(?:和|与|及|以及|、)"
)
"""Leads to how things are as well as to what is planned: 当前形势和任务."""
REVIEW_HEADING: Final = re.compile(r"回顾|总结|过去|完成情况|取得|成就|主要工作情况")
GROWTH: Final = re.compile(r"(?:增速|增幅|涨幅|(?P<down>降幅|跌幅))(?:达到?|为|约|近|超过?|保持在|高达|均)*$")
"""Ends just before a rate of growth that is named rather than told: 增速5.2%."""

SHARE: Final = re.compile(
    r"占(?P<of>[^，。；占]{0,22}?)(?:的?(?:比重|比例|份额|比率?|总数|总量|总额))?(?P<to>[^，。；]{0,6})$|(?:占比|比重|比例|份额)[^，。；、]{0,8}$"
)
SHARE_AFTER: Final = re.compile(r"^(?:以上|左右)?的")
CUMULATIVE: Final = re.compile(r"(?:累计|总计|以来[^，。]{0,4}共)[^，。；]*$")
"""In the clause of a figure, makes it a running total."""

OVER_YEARS: Final = re.compile(
    r"[三四五六七八九十]年来|过去[三四五六七八九十]年|[12][0-9]{3}年?[至到—-]+[12][0-9]{3}年"
)
"""Anywhere before a count in its sentence, makes it a total over several years."""
PART: Final = re.compile(r"其中")
ALSO: Final = re.compile(r"[^，。；：（）()]{0,12}[及和与、]")
"""Between two figures of which the second is told of beside the first."""

SCOPES: Final = re.compile(
    r"最高人民(?:法院|检察院)|最高[法检](?!院)|全(?:市|省|县|区|国|院|州|自治区|疆|行|公司|系统|旗)(?:各级|两级|基层)?(?:法院|检察机关|检察院|人民法院)?(?:系统)?|市中级(?:人民)?法院(?:本级)?|市中院本级|市中院|市法院|中院|基层法院|我院|本院|市本级|省本级|[省市]院(?:本级|机关)?(?=[受审办起批提立直自挂牵])|"
    r"我市|我省|我区|我国|我县|本公司|本集团|集团|本行|两级法院|各级法院|人民法院|检察机关"
)

OWN_BODY: Final = re.compile(
    r"全(?:市|省|县|区|国|州|旗)(?:各级|两级|基层)?(?:法院|检察机关|检察院|人民法院)(?:系统)?|市中院(?:本级)?|市(?:中级)?(?:人民)?法院(?:本级)?(?=[受审办执新收结])|[省市]院(?:本级|机关)?(?=[受审办起批提立直自挂牵])|我院|本院|我[市省区国县]|本公司|本集团|本行|两级法院|各级法院"
)
"""A body at the head of a metric phrase that is not part of what is measured; 全国重点实验室 keeps its 全国."""

LEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]是|其中|此外|同时|另外|目前|截至目前|截至|特别是|尤其是|并且|并|且|而|又|还|也|均|都|全年|一年来|这一年|过去一年|今年以来|五年来|这五年|年内|当年|"
    r"先后|分别|我们|共计|总共|共(?![享同建治青产商识和赢富])|累计|合计|预计|力争|确保|争取|计划|将|把|使|让|拟|要|已|已经|依法|高效|成功|顺利|全面|持续|着力|推动|首次|历史性|底|末(?!端)|以来|就(?![业医诊学读餐近地职任])|的(?!士)|，)+"
)
TRAILING: Final = Ending(
    r"(?:分别|各|共计|总计|合计|累计|共|达到|达成|达|为|是|约为|约|近|超过|超|逾|突破|仅|只有|只|有|至|到|在|了|由|从|已|将|拟|力争|大约|"
    r"(?:稳定|保持|维持|控制|恢复|回升|压缩|缩短|缩小|扩大|增加|增长|增|提高|提升|上升|升|下降|降低|降|减少|减|发展|扩展|拓展|延长|壮大|上调|下调|收窄)(?:到|至|在|为)|"
    r"不少于|不得?低于|不超过|不得?高于|[均都]?(?:高于|低于|多于|少于)|[高多]达|[高低]至|不足|不到|至少|最多|大于|小于|再|又|均|也|都|对|向|给|让|使|为了|以|按|把|将近|接近|以及|和|与|及|其中|的$|连续|荣|总体|(?<![许认])可|(?<![需主纪摘重必])要|(?<![产功性节动智电热储技职势核潜])能|预计)+",
    "别计共到成达为是约近过超逾破仅只有至在了由从已将拟争于足少多再又均也都对向给让使以按把及和与中的续荣体可要能各",
)
"""Stripped from the left and right of what stands before a figure: what is left is the metric."""

TOTALS: Final = ("总量", "总数", "总规模")
"""Call what there is in all of what a figure before them counts."""
GENERIC: Final = {
    "件数": ("件", "起", "宗"), "人数": ("人", "名", "人次"), "户数": ("户",), "家数": ("家", "户"), "数量": (), "总量": (), "总数": (), "金额": ("元",),
    "同比": (), "环比": (), "增速": (), "增幅": (), "降幅": (), "涨幅": (), "比例": (), "占比": (), "比重": (), "排名": (), "位居": (), "居": (), "列": (), "名列": (),
    "位列": (), "稳居": (), "排": (), "均": (), "都": (), "增量": (), "规模": (), "连续": (), "年均": (), "平均": (), "数": (), "面积": (), "跃居": (), "继续": (), "保持": (), "量": (),
    "增长": (), "下降": (), "上升": (), "减少": (), "提高": (), "提升": (), "总体": (),
}  # fmt: skip
"""Words too general to be a metric of their own; the units of the figures they may stand for (none: any)."""

RANK_TAIL: Final = re.compile(
    r"(?:由上年|从上年|由|从|[上提跃]?升[到至]|前进到|进位到|、|，|均|都|也|稳|继续|连续|保持|跃|位|名|排名?|居|列|占|在|为|获|全国|全省|全市|全县|全区|世界|全球|国内|同类|同级|中西部|西部|中部|东部|省级|省会|城市|法院|地区|排|第|首次|年|[0-9一二三四五六七八九十]+年?|于|的|前列)+$"
)
AFTER_STOP: Final = re.compile(r"[，。；、：！？,;:!?（()）“”《》\n]")
AFTER_VERB: Final = re.compile(
    r"(?:同比|环比|比|较|增长|上升|下降|减少|增加|提高|占|居|达|获|荣获|入选|被(?!执行|告|害|监|申请|征)|因|由|在|将|均|已|以上|以下|左右|的|和|与|及|至|到|、|以内|多|余|次|之|，)"
)
"""What may follow a figure at once without being the noun it counts."""

AFTER_CUT: Final = re.compile(
    r"占比?|达到?|同比|增长|下降|降至|增至|升至|被(?!执行|告|害|监)|已经|均达|全部|分别|比上年|位居"
)
"""Where the noun behind a figure ends at the latest."""

GROUND: Final = Ending(r"在[^，。；：、]{2,20}基础上", "上")
"""Ends a clause that says what something builds on: 在上年增长的基础上 names neither a metric nor the year of what follows."""
GROUND_AHEAD: Final = re.compile(r"[^，。；：]{0,14}基础上")

FIVE_YEAR_PLANS: Final = {
    "六五": "1981-1985", "七五": "1986-1990", "八五": "1991-1995", "九五": "1996-2000", "十五": "2001-2005", "十一五": "2006-2010",
    "十二五": "2011-2015", "十三五": "2016-2020", "十四五": "2021-2025", "十五五": "2026-2030",
}  # fmt: skip

DOING: Final = re.compile(
    "新[增建开设获添]|建成|培育|实施|发放|完成|办理|审[结理]|受理|办结|判处|淘汰|关[停闭]|植树|造林|治理|改造|出台|制定|修订|引进|吸引|投入|安排|查处|起诉|批[准捕]|执结|化解|救助|资助|培训|减[免税]|退税"
)
"""Words of what is done, and so adds up over the years, where 总量 and 收入 do not."""
