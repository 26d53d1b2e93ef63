"""The words of questions: what asks for which unit, body, period and operation. Tables only."""

from __future__ import annotations

import re
from typing import Final

from index.wording import FIVE_YEAR_PLANS

MONEY_UNITS: Final = ("元", "美元", "港元", "欧元", "日元", "英镑")
PERCENT_UNITS: Final = ("%", "个百分点", "倍", "番", "")
LENGTH_UNITS: Final = ("公里", "米", "海里")
AREA_UNITS: Final = ("平方米", "平方公里", "亩", "公顷")
PEOPLE_UNITS: Final = ("人", "名", "人次", "位", "户")
WEIGHT_UNITS: Final = ("吨", "公斤", "斤", "克")
TIMES: Final = ("次", "人次", "场次", "户次", "批次", "车次", "架次", "班次", "台次", "艘次", "家次")
"""What 多少次 may be told in."""
TIME_UNITS: Final = ("天", "年", "个月", "小时", "分钟", "周", "个工作日")

UNIT_PATTERNS: Final = tuple(
    (re.compile(pattern), units)
    for pattern, units in (
        (
            r"百分之(?:几|多少)|(?<![被侵霸强抢所])占[^，。？?]{0,12}(?:多少(?![家辆起钱件人个亿万元])|几成|比)|几个点|多少个点",
            PERCENT_UNITS,
        ),
        (r"几倍|多少倍|倍数", ("倍",)),
        (r"多少人次|几人次|多少万人次|多少亿人次", ("人次", "人")),
        (
            r"多少(?:个)?人|多少[^，。？?、多少几]{1,6}的人|几个人|多少名|几名|多少万人|多少亿人|几人(?!次)",
            PEOPLE_UNITS,
        ),
        (
            r"[多几]少?(?:万|亿)?[家户场批车架班台艘]次",
            ("次", "家次", "场次", "户次", "批次", "车次", "架次", "班次", "台次", "艘次", "场"),
        ),
        (r"多少(?:万|亿)?场|几场", ("场", "场次", "次")),
        (r"多少(?:个)?百分点|几个百分点", ("个百分点",)),
        (
            r"多大比例|几成|百分比|占比|份额|比例|比重|增速|增幅|降幅|涨幅|[^频效速功利税汇]率(?![超过]|高于|低于|不[足到低]|[升贬]值|[在对里内中])",
            PERCENT_UNITS,
        ),
        (r"多少(?:万|亿|万亿)?(?:美元|美金)", ("美元",)),
        (
            r"多少钱|多少[^，。？?、多少几]{0,6}的钱|多少(?:的)?(?:工资|薪水|工钱|税|存款|贷款|补助金|罚款)|(?:价格|均价|房价|工资|薪水|养老金)(?:是|有|为)?多少|几(?:块|万|亿)?钱|多少(?:百万|千万|千|万|亿|万亿)?(?:元|块钱)|金额|标的额|总额|(?:成交|交易|销售|贸易|进口|出口|零售|投资|营业|发行|融资|理赔|补贴|利润|存款余|贷款余)额|赚了?多少|花了?多少(?!天|小时|分钟|时间|工夫|个?月|年|人)|收入是?多少|投入多少",
            MONEY_UNITS,
        ),
        (
            r"多少(?![件起个家名户次])[\u4e00-\u9fff]{0,3}?(?:欠薪|薪资|债(?!券|的人|务人|主|户)|营收|产值|利润)(?![率额])|多少(?![件起个家名户次])[\u4e00-\u9fff]{1,4}?(?:款|资金|[奖赔补偿助慰保罚税租]金|[话水电学运药]费)(?![额项率])",
            MONEY_UNITS,
        ),
        (r"多少(?:万|亿)?(?:公里|千米|里|米(?![面饭粉])|海里)", LENGTH_UNITS),
        (r"多长(?!时间)", (*LENGTH_UNITS, *TIME_UNITS)),
        (r"多大面积|面积(?:是|有)?多少|多少(?:万|亿)?(?:平方米|平米|平|亩|平方公里|公顷)", AREA_UNITS),
        (
            r"多少(?:万|亿)?(?:吨|公斤|斤)|多重|多少(?:粮(?!田|库|站)|棉花?(?![田农])|煤(?!矿)|原[煤油]|石油|钢(?!铁厂|琴)|水泥|化肥|[猪牛羊禽]?肉|蔬菜|水果|水产|茶叶|食?糖)",
            WEIGHT_UNITS,
        ),
        (
            r"多久|多长时间|多少(?:个)?(?:天(?!然)|小时|分钟|个月|年(?![轻]))|(?<![续近这那前来去好十头过])几(?:天|年|个月|小时)(?![里来间中之以下内前后]|[^，。？?]*(?:多少|几))",
            TIME_UNITS,
        ),
        (r"(?:多少|几)个季度", ("个季度",)),
        (r"多少岁|几岁|多大年纪", ("岁",)),
        (r"多少(?:万|亿)?(?:件|起|宗)|几(?:件|起|宗)|多少(?:个)?(?:案子|案件|官司)", ("件", "起", "宗", "个")),
        (r"多少(?:万|亿)?(?:家|户)|几(?:家|户)|多少(?:个)?(?:企业|公司)", ("家", "户", "个")),
    )
)
"""What a question asks for -> units an answer may have; the first that matches counts."""

DIMENSIONS: Final = {
    unit: dimension
    for dimension, units in {
        "money": MONEY_UNITS,
        "share": ("%", "‰", "个百分点", "倍", "番", "成"),
        "length": (*LENGTH_UNITS, "里", "千米"),
        "area": AREA_UNITS,
        "weight": (*WEIGHT_UNITS, "两"),
        "time": (*TIME_UNITS, "日", "秒", "年度"),
        "people": (*PEOPLE_UNITS, "口", "岁"),
        "energy": ("千瓦", "千瓦时", "度", "标准煤"),
        "volume": ("立方米", "升"),
    }.items()
    for unit in units
}
"""What a unit measures; any other counts things (件, 处, 张, 个), and things may be counted in another unit than asked."""

NOUN_UNITS: Final = tuple(
    (
        re.compile(
            rf"(?:{nouns})(?:数|总数|数量)?(?:一共|总共|共|大概|大约)?(?:有|是)?多少[？?]?$|多少(?:名|位|个)?(?:{nouns})"
        ),
        units,
    )
    for nouns, units in (
        (r"案件?|案子|官司", ("件", "起", "宗", "个")),
        (
            r"学生|在校生|老师|教师|医生|护士|游客|旅客|代表|委员|职工|员工|干部|法官|检察官|民警|党员|老人|孩子|儿童|农民工|被告人|罪犯",
            PEOPLE_UNITS,
        ),
    )
)
"""Nouns that are asked after without a unit: 办完的执行案有多少."""

COUNT_PATTERN: Final = re.compile(
    r"(?:多少|几)(?:万|亿|万亿)?(?P<unit>[条篇次期台辆亩所张项份个只头艘座栋套处种类批场部本门层]|股(?![东份权票价本民息])|平方米|亿斤|万吨|千瓦时|标准箱|立方米|公里|吨|斤)"
)

RANK: Final = re.compile(r"第几|老几|排名|名次|(?<!安)排(?:在)?多少|位次")
EACH_RANK: Final = re.compile(rf"(?:[和与及、][^。；？?]*)(?:各|分别)[^。；？?]*?(?:{RANK.pattern})")
"""Asks for the ranks of several things: 营收和利润，分别在全国排第几."""
RANKED: Final = re.compile("(?:第(?P<place>[一二三四五六七八九十]|[1-9])大|最大)的? ?(?:[一那这]?[家个名位])?")
"""Names a thing by its rank among its like: 第二大客户, 最大的股东."""
CHANGE: Final = re.compile(
    r"同比|环比|增速|增长了?(?:多少|百分之|几)|增长(?:得)?(?:多快|如何|怎么?样)|(?:实际|名义)?增长[？?]?$|上升了?(?:多少|百分之|几)|下降了?(?:多少|百分之|几)|减少了?(?:多少|百分之|几)|(?<!新)增加了?(?:百分之|几个百分)|比[^，。？?、]{2,8}(?<!新)增加了?(?:多少|几)|(?:下滑|滑落|回落|下跌|上涨|攀升)了?(?:多少|百分之|几)|提高了?(?:多少|百分之|几)|提升了?(?:多少|百分之|几)|增幅|降幅|涨幅|涨了|降了|(?:[跌缩]|(?<![结办审判执卖用花吃减扣])掉)了?(?:多少|几|百分之)|比[上头]一?年|比去年|[比较]上年|涨跌|变化|增减|[多少][了出](?:多少|几|百分之)|比前一年"
)
ON_YEAR: Final = re.compile(r"同比|(?:[比较]|相比)于?(?:上|去|前|头)一?年|上年同期|去年同期")
ON_MONTH: Final = re.compile(r"环比|[比较]上个?月")
"""What a change is asked for, or told, against: the year before, the month before."""
ALTOGETHER: Final = re.compile(
    r"(?:(?!多少|几|各|分别).)*(?:总共|一共|共计|合计|加起来|(?<![公建])共)[^，。？?、各几]{0,6}?(?:多少|几)[^，。？?、多少几]{0,8}[？?]?"
)
"""Asks for one figure of all the things that are listed before: 旁听庭审、见证执行，一共多少人次."""
TOGETHER: Final = re.compile("加起来|合计|一共|总共|共计|前(?:[三五十]|[0-9]{1,2})[大名家位]")
"""Asks for several rows of a table as one figure: 前五大供应商加起来."""
AGAINST: Final = re.compile("哪|谁|差|比|更|[多少高低大]多少|倍")
"""Asks how several figures stand to one another, where 各多少 asks for each alone."""
TIMES_AS: Final = re.compile("(?:几|多少)倍")
IN_ORDER: Final = re.compile("排(?:一?个|一下)?(?:序|队|名次|次序|顺序)|排一?排|(?:高到低|低到高|大到小|多到少|快到慢)")
COMPARE: Final = re.compile(
    r"哪个(?:更)?(?:高|多|大|低|少|快)|谁(?:更)?(?:高|多|大|低|少|快)|哪(?:家|年|一年)(?:更)?(?:高|多|大|低|少|快)|差多少|相差|分别|各(?![类级种项地界方])[^，。？、各]{0,4}?(?:多少|几|多[大高长重])|哪[边头里](?:更)?(?:高|多|大|低|少|快)|对比|比较"
)
LISTING: Final = re.compile(
    r"哪些|有哪|列出|列举|哪几|哪(?:[二三四五六七八九十两]+|[0-9]{1,2})(?:项|条|个|家|类|大|方面|种|件|点|所|座|位|名|部|届|款|县|市|省)|分别是(?:什么|哪)"
)
SEVERAL_NAMED: Final = re.compile("哪些|哪几|列出|列举")
"""Asks for several things by name."""
NUMERALS: Final = "二两三四五六七八九十"
CLASSIFIERS: Final = "件项条个类大种点家方位座名部所"
WHICH_OF: Final = re.compile(rf"哪(?P<many>[{NUMERALS}]|[0-9]{{1,2}})(?P<noun>[{CLASSIFIERS}][\u4e00-\u9fff]?)")
"""Asks for so many things by name: 哪四件大事."""
WHICH_NAMED: Final = re.compile(
    rf"[“\"](?P<whole>(?P<many>[{NUMERALS}])[\u4e00-\u9fff]{{1,3}})[”\"][^。；？?]*(?:哪|指)(?:的是)?(?P=whole)"
)
"""Asks what a name that counts stands for: “五化”是哪五化."""
TEXTUAL: Final = re.compile(r"谁|什么|哪(?![些几二两三四五六七八九十])|何时|怎么|如何|为什么|叫啥|啥")
NUMBERED: Final = re.compile(
    "(?:电话|传真|热线|邮编|邮政编码|代码|号码|编码|编号|账号|文号)(?:号码?)?(?:是|为)?(?:多少|几号?)"
)
"""Asks for a number that counts nothing."""
WHETHER: Final = re.compile(r"(?<!什么)吗[？?。]*$|有没有|是不是|是否")
"""Asks for a yes or no: a sentence tells it, no figure does."""
SHARE_OF: Final = "占"
"""Begins a follow-up that leaves out what takes the share: 占营业收入的比重呢."""
HEAD_LEFT_OUT: Final = re.compile(r"(?!.*其中).*的呢?[？?。]*")
"""A follow-up that ends in 的 leaves out what the question before it named: 系列酒的呢; 其中…的 is a part with a name of its own."""
TARGETED: Final = re.compile(
    r"目标|预期(?!寿命)|(?<![一二三四五六七八九十]五)计划(?!生育)|力争|打算|要(?:达到|控制|提高|增长|建成|完成)|想把|想要|预计|规划"
)
DONE: Final = re.compile(
    r"(?<!过)了(?:多少|几|百分之)|(?<!过)了[^，。？?]{1,8}多少|已经?[^，。？?]{1,8}多少|实际(?:完成|达到|执行|是|有|到位)"
)
"""Asks for what has come about: a plan is no answer."""
TOTAL: Final = re.compile(r"加起来|总共|一共|共有|总(?:里程|量|数|额|面积|规模|长度)|现有|目前|累计")
"""Asks for all there is, not for what was added."""
ADDED: Final = re.compile(r"新增|新建|新开")
OVER_YEARS: Final = re.compile(r"累计|以来|[三四五六]年|截至")
"""Asks for what was summed over several years, whose last alone may be named."""
EXCEPT: Final = re.compile(
    r"连同?(?P<besides>[^，。？?、（）()]{2,8})(?:在内|一[起块道])"
    r"|[，,（(]?(?:而?不是|不算|不要|除去|除了?|(?<=[（(])(?:不含|不包括|不计))(?P<what>[^，。？?、（）()]{2,12})[）)]?"
)
"""What the question says it does not ask for: 不是协议金额, 连旧存在内."""
NUMERIC: Final = re.compile(
    r"多少|(?<!哪)几|多大|多高|多长|多久|多重|百分之|第几|比例|金额|数量|率是|面积|增速|占比|收入|支出|总量|总额|标的额"
)

SEVERAL: Final = re.compile(
    r"[^，。？、\s]{1,14}、[^，。？、]{1,14}(?:、|和|及|与)[^，。？、]{1,24}|多少(?!个?国家和地区)[^，。？?多少]{1,8}(?:和|、|及|与)(?![^，。？?、]{1,8}的)|(?:和|、|及|与)[^，。？?]{1,14}(?:各|分别)(?:是|有|为|增长|下降|达)?(?:多少|几)|多少件[、和]多少人|多少.?[、，]多少"
)
"""Words that ask for several figures of one body at once."""
EVERY_YEAR: Final = re.compile(r"(?<!平均)每年(?!平均)|各年|历年|逐年|分别|各是|各有|变化|趋势|走势")
EARLIER_YEAR: Final = re.compile(
    r"(?<![比较跟与同和])(?:(?:再?往前|再前|前|上)一年|上年(?:度?末|底|同期|度)?|去年同期)"
)
LATER_YEAR: Final = re.compile(
    r"(?:再?往后|后|下|再过)(?P<one>一)年|(?:过了?|再过|往后)(?P<many>[一两二三四五六七八九])年"
)
OWN: Final = re.compile(
    r"[省市县区州]本级|市中院|(?<![\u4e00-\u9fff])[省市]院(?![长校士系所落])|(?<![\u4e00-\u9fff])市中级(?:人民)?法院|(?:(?<=其中)|(?<![\u4e00-\u9fff]))中院|中院本级|本级|中院本院|(?<!我)本院|[中法]院自己|检察院自己|法院本身|不[算含]基层|最高人民法院(?!工作)|最高法(?!报告|工作|白皮书)|最高人民检察院(?!工作)|最高检(?!报告|工作)|母公司"
)
ALL: Final = re.compile(r"全[市省县区国]|各级法院|两级法院|法院系统")
"""Words that ask for a body's own figures, or for those of all under it."""
BOTH: Final = re.compile(
    rf"(?P<all>(?:{ALL.pattern})[^，。？和与、及跟]{{0,6}})(?:和|与|、|及|跟|以及)[^，。？]{{0,6}}?(?P<own>(?:{OWN.pattern})+)"
    rf"|(?P<own_>(?:{OWN.pattern})+)(?:和|与|、|及|跟|以及)[^，。？]{{0,6}}?(?P<all_>(?:{ALL.pattern})[^，。？各]{{0,4}})"
)
"""Asks for both side by side: 全市法院和市中院本级各多少."""
FROM_TO: Final = re.compile("[从由][^，。？?]{0,6}?(?:多少|几)[^，。？?]*?[到至成为]了?(?:多少|几)")
"""Asks for both ends of a change: 从多少辆涨到多少辆."""
EACH_UNIT: Final = re.compile("每|[人户亩]均|平均|一个?[月年天户人吨亩度]|标准|单价|价格|[均电水房]价")
"""Asks for what each month, person or ton costs or has: 元/月."""
SHARE: Final = re.compile("比重|比例|百分|占比|几成|份额|率")
"""Asks for a share and not for a sum."""
EXACTLY: Final = re.compile("(?:具体|准确|精确|确切)(?:的|是|有|到)?(?:数|多少|几)")
"""Asks for the exact figure."""
A_HEAD: Final = re.compile("[人户]均|每[人户个]|平均|摊")
"""Asks for, or tells, what there is for each person and not in all: 人均地区生产总值."""
PER: Final = re.compile("每[0-9一二三四五六七八九十百千万]{0,3}(?:[股人户吨亩度辆台]|平方米|公里)|[人户亩]均")
"""Asks how much falls to each of something: 每10股, 人均."""
EACH: Final = re.compile("各|分别")
"""Asks for a figure of each of several."""
_PLAN, _DONE = "(?:目标|预期|计划)(?:数|值|任务)?", "(?:实际|完成)(?:完成|情况|数|值)?"
PLAN_AND_DONE: Final = re.compile(
    rf"(?:(?P<plan>{_PLAN})(?:和|与|跟|、|及){_DONE}|{_DONE}(?:和|与|跟|、|及){_PLAN})(?=[^，。？?]*(?:各|分别))"
)
"""Asks for a goal and for what came of it: 目标和实际各是多少."""
EARLIER: Final = re.compile(r"原来|之前|从多少|由多少|此前|上年|去年|基数|起点|最初")

ELLIPTIC_WORDS: Final = re.compile(
    rf"{CHANGE.pattern}|{RANK.pattern}|[一两二三四五六七八九]年|目标|增长|上升|下降|提高|减少|相比|上年|力争|保底|实际|完成|达到|变成|变为|(?:又|新|才)?定[了为在的]?|要求|(?<![一-鿿])要|[保守]住|保持|稳定在|控制在?|确保|做到|再看看|再?往[前后]|(?<![一-鿿])[涨跌升降点](?![一-鿿])|涉及|增速|(?:个|百分)点|合计|其中|自己|总量|总额|总数|绝对值|数额|安排|[比较去前后上过涉]"
)
"""What a follow-up may say without naming a metric of its own."""

FILLER: Final = re.compile(
    r"(?:全|整个)(?:公司|集团|行(?!业|程|为))|全[市省县区](?:各级|两级)?法院|全[市省县区]|市中院(?:本级|自己)?|其中中院|市中级(?:人民)?法院(?:本级|自己)?|中院(?:本级|自己)|(?:其?中)?[省市县区州]本级|本级|请问|(?<![申提邀])请|告诉我|查一下|查查|帮我|我想知道|想知道|想问|一下|到底|究竟|大概|大约|具体|总共|一共|合计|加起来|(?<!公)共(?![享同建治产])|分别|各自|一年|全年|这一年|当年|年度|(?:平均|算)下来|中院本院"
    r"|(?:是|有|为)?多少(?:百万|千万|千|万亿|万|亿)(?:(?:元|美元)(?=[？?，。\s]|$))?|[（(](?:单位[:：])?(?:人民币)?(?:百万|千万|千|万|亿)?元[）)]|(?:是|有|为|达到|了)?多少的?钱|几[块毛]?钱|是多少|有多少|达到多少|为多少|百分之多少|多少(?:件(?=[^，。？?]{0,6}案))?|是几|有几|几个|几成|百分之几|第几|什么时候|何时|哪一?[天日](?!常)|[几哪]月[几哪][日号]|什么|哪些|哪个|哪家|哪年|谁|吗|呢|啊|呀|吧|了(?!解)|的|是|(?<![国所拥享保占持私])有(?![效机限关])|那|(?<![存潜])在(?![建职校])|(?<![调缓温])和(?![解谐])|(?<!参)与|(?<![普涉])及(?!时|以[上下])|准备(?![金率])|打算|(?<=[件案结收])数(?=[ ，。？?、的各多是有为]|$)|又(?=是|有|达)|(?<![达得收直遇签报])到(?=[ ，。？?]|$)|各(?=[是有为占达收结办审判捕诉卖产]|多少|$)|单位不(?:一样|同)|换算|哪(?:个|家|年|一年)?更?(?:多|高|大|少|低)(?=[ ，。？?]|$)|到底|怎么样|如何|多大|多高|多长|多久|(?<![一-鿿])自己|[？?。，,！!、：:]"
)
"""Words that ask but do not name what is asked for."""

RATE_OF_CHANGE: Final = re.compile("[增涨升降跌][速幅]|增长率?")
"""Words of a follow-up that name what the figure before it changed by: GDP增速 of 增速呢 after GDP多少."""
VERB: Final = re.compile("[收结审判执办诉捕罚赔]")
"""Verbs that are a metric in themselves: 结了多少 after 收案多少件."""
ASKS: Final = re.compile(r"总量|总数|总额|绝对值|数额|数量|金额|规模|多少|几|多[大高长久重]|百分之|什么|谁|哪")
"""Words that ask: a follow-up without one (服务业增加值呢) asks as the question before it did."""

FOLLOW_UP: Final = re.compile(r"^(?:那么?|那|再|还有|另外|其中|同比|环比)|呢[？?]?$")

SINCE_YEAR: Final = re.compile(
    r"(?:[从自打])?((?:19|20)[0-9]{2})年(?:以来|[起开](?:始|头)?算?(?=的?[那这]?[三四五六七八九十]年))(?:的?[那这]?[三四五六七八九十]年)?"
)
TELLS: Final = re.compile(
    r"[说讲播]|报[告道]|新闻|通报|公[布开]|发布|披露|透露|宣布|获悉|消息|[会台]上|大会|会议|两会|人代会"
)
TOLD_IN: Final = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-9]{1,2})[日号])?|年?[初底末]?(?P<news>的?(?:新闻|报道|快讯|联播)))"
)
"""A day or a month, or a year's news, in which a question says that something was told, whatever year that is of."""
TOLD: Final = re.compile(
    r"(?<![0-9])(?:1[0-2]|0?[1-9])月(?:[0-9]{1,2}[日号]|份|[初底末])?|(?:[初底末] *)?(?:的?(?:新闻|报道|快讯|消息)[里中上]?|[会台]上)?(?:[说讲播]|通报|公布|披露|透露|宣布|获悉)(?![解法明服理唱])"
)
"""What of a question only says when and that something was told."""
YEAR: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年(?:度|[底末](?![盘]))?|(?![0-9件万亿元人.]))")
SHORT_YEAR: Final = re.compile(
    r"(?<![0-9])(?<!发展|成立|实施|施行|运行|推进|历时|连续|持续|坚持|经过|长达|延续|已有|过去)(?<![满近这前后了逾])([0-9]{2})年(?!来|间|内|以|多(?!少))"
)
"""24年 is a year; 协同发展12年 is how long something has been."""
SHORT_YEARS: Final = re.compile(
    r"(?<![0-9])(?P<years>[0-9]{2}(?:[、和与][0-9]{2})+)(?:(?=年)|(?P<count>这?[两三四五]年))"
)
"""23、24、25这三年."""
CHINESE_YEAR: Final = re.compile(r"([一二][〇零○一二三四五六七八九]{3}|[〇零一二三四五六七八九]{2})年")
RELATIVE_YEARS: Final = {"去年": -1, "上年": -1, "上一年": -1, "前年": -2, "今年": 0, "本年": 0, "明年": 1}
BEFORE_THIS: Final = re.compile(
    "(?<![比较])(?:[上去]年(?:度?末|底|同[期季月]|上半年|下半年|[一二三四]季度)|上一?年|前一年(?![比较]))"
)
"""The year before the one that a report is of, as its own columns and sentences name it."""
AHEAD: Final = re.compile(
    rf"{TARGETED.pattern}|(?<![模虚])拟|准备(?!金)|安排|想|争取|还要|要[^，。？?]{{0,6}}(?:多少|几)"
)
"""What is planned: 今年 is the year after the one that a report looks back on."""
_PLANS = "|".join(sorted(FIVE_YEAR_PLANS, key=len, reverse=True))
PLAN: Final = re.compile(
    rf"(?:[“\"](?P<quoted>{_PLANS})[”\"]|(?P<long>{'|'.join(p for p in FIVE_YEAR_PLANS if len(p) > 2)})|(?P<short>{_PLANS})(?=时期|期间|以来|计划))"
    r"(?:时期|期间|以来|规划|计划)?(?:的?这?(?:五|5)年(?:里|来|间)?)?"
)
"""A five-year plan, whose years a question means by it where it names no year of its own."""
EMPTY: Final = re.compile(r"[（(]\s*(?:年|[到至—-])?\s*[）)]")
"""What is left of （2001到2005） once its years are taken out."""
POINTING: Final = re.compile(
    "[只单光]看|再看看?|^其中(?=[\u4e00-\u9fff]{3})|换成|(?:同一|同样的?)时期|同期|同年|当[月年]|那(?:一年|时候?)|(?:前[两三]年)?那?份报告(?:里|中)?"
)
"""Words of a follow-up that point to the question before it and name nothing."""
REFERS: Final = re.compile(r"(?:[这那该此](?:种|类|些|个|项|批|样)的?(?:案子|案件|案|事情?|项目|企业|人)?)的?")
"""Words of a follow-up that stand for what the question before it was about."""
THAN_YEAR: Final = re.compile(
    r"(?P<first>(?:(?:19|20)[0-9]{2}|[0-9]{2})年?[^，。？?0-9]{0,8}?)(?:比|较|相比)于?(?:(?:19|20)[0-9]{2}|[0-9]{2})年"
    r"(?=[^，。？?]*(?:[多少高低涨降升增减翻]了?(?:多少|几|百分之)|[多少高低涨降升增减]了|增长|下降|提高|减少|上升))"
)
"""2025年比2015年少了百分之几 asks for a change in the first year, not for both."""
ONLY_THAN_YEAR: Final = re.compile(
    r"^(?:那|它)?(?:比|较|相比)于?(?:19|20)[0-9]{2}年(?=[^，。？?0-9]*[涨降升增减多少高低])"
)
"""比2020年升了多少 after a question about another year: what it is against, and not the year asked for."""
COUNTER: Final = re.compile(r"(?<=[一-鿿]) [件人个家项次起元亩吨名户条份]+$")
"""What is left of 多少件 behind a metric."""
COMPARING: Final = re.compile(
    r"(?<![一-鿿])(?:哪|跟|比|和|与|各|又|是|多|少|高|低|大|小|快|慢|最高|最低|最多|最少|更多|更高|变|差|自己|底|末|初|[件起人个条家项次])(?![一-鿿])|换算一下|多了|少了"
)
"""What is left of the words of a comparison beside its metric."""
WHICH_MORE: Final = re.compile(r"[，,、]?(?:哪[个种样边家项]?|谁)更?[多高大少低快][？?，,]*")
WHICH_OF_BOTH: Final = re.compile(
    r"(?:哪[个种样边家项类]?|谁)的?(?P<what>[^，。？?、多少]{2,8}?)更?[高大低小快慢长短](?=[，。？?]|$)"
)
"""公司贷款和个人贷款，哪类坏账比例更高，各是多少 asks for the 坏账比例 of both."""
MONTHS_RANGE: Final = re.compile(
    r"(?P<first>(?:19|20)[0-9]{2})年[0-9]{1,2}月份?[到至—-]+(?P<last>(?:19|20)[0-9]{2})年[0-9]{1,2}月份?"
)
"""From a month of one year to a month of another: a span, as reports name it."""
YEAR_RANGE: Final = re.compile(
    r"((?:19|20)?[0-9]{2})年?[到至—-]+((?:19|20)[0-9]{2}|[0-9]{2}(?=年)|(?<=[0-9]{4}[到至—-])[0-9]{2}(?![0-9周岁]))年?"
)

PROVINCES: Final = {
    "京": "北京", "津": "天津", "沪": "上海", "渝": "重庆", "冀": "河北", "晋": "山西", "辽": "辽宁", "吉": "吉林", "黑": "黑龙江",
    "苏": "江苏", "浙": "浙江", "皖": "安徽", "闽": "福建", "赣": "江西", "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南",
    "粤": "广东", "琼": "海南", "川": "四川", "蜀": "四川", "黔": "贵州", "滇": "云南", "陕": "陕西", "秦": "陕西", "甘": "甘肃",
    "陇": "甘肃", "青": "青海", "台": "台湾", "蒙": "内蒙古", "桂": "广西", "藏": "西藏", "宁": "宁夏", "新": "新疆", "港": "香港", "澳": "澳门",
}  # fmt: skip
"""Abbreviations of provinces; they count only before 省, 市, 地, 区, 企, 人 or at the start of a question."""
ALSO_WORDS: Final = "新青黑港台宁津甘吉晋苏藏蒙桂京秦辽"
"""Those that begin everyday words or names of cities (新收案件, 苏州): they count only before 省."""

NATION: Final = ("全国", "我国", "中国", "国家", "国务院")
STATE: Final = "国家"
"""Beside the name of a body it is part of another name: 河南有几家国家卓越级智能工厂."""
HIGHEST: Final = (
    ("最高人民法院", "最高法院", "最高法"),
    ("最高人民检察院", "最高检察院", "最高检"),
)
"""The ways the national courts and procuratorate are named."""
NOT_NATION: Final = re.compile(
    r"国家(?:什么(?!时候|时间)|哪[个些项类种]|赔偿|级|安全|重点|标准|公园|实验室|机关|工作人员|监察|法官|助学|奖|队|统计局|图书馆|电网|能源)"
    r"|中国(?:银行|移动|联通|电信|石油|石化|人寿|平安|建筑|铁路|中铁|中车|船舶|邮政|制造|特色|共产党|人民|队)|全国(?:十大|百佳|首[批个条座家例次部]|唯一|文明|示范|劳动模范|[各分别]*(?:排|居|位[居列]|名列|第)|人大|政协|重点实验室|模范|优秀|先进)"
)
"""Names that hold a word for the nation and mean something else."""

ORGAN_SUFFIXES: Final = (
    "中级人民法院",
    "高级人民法院",
    "人民法院",
    "人民检察院",
    "检察院",
    "法院",
    "中院",
    "高院",
    "人民政府",
    "政府",
    "统计局",
)
CITY_COURTS: Final = ("中级人民法院", "中院")
"""Their names may leave out that the place is a city, as no other place has one."""
ORGAN_KINDS: Final = {
    "法院": ("法院", "中院", "高院"),
    "检察": ("检察",),
    "公安": ("公安",),
    "税务": ("税务",),
    "大学": ("大学", "学院"),
    "医院": ("医院",),
    "银行": ("银行",),
    "海关": ("海关",),
}
"""Kinds of organ by the words in their names; any other body is a place or its government."""
RANKS: Final = "省市县区州"
BELOW: Final = ("属", "管", "直")
"""Behind a rank: of what the place has under it, 省属企业."""
ORGAN_AFTER: Final = re.compile(
    rf"(?P<rank>[{RANKS}](?![场民容委级内域本直属外长际立]|政(?!府)|中(?![院级])))?(?:中级|高级)?(?:人民)?"
    r"(?P<organ>法院|中院|高院|检察院|检察机关|政府|公安局|公安机关|税务局|大学|学院|医院|银行|海关)?"
)
"""What may follow a place in a question: its rank and an organ."""

PLACE_SUFFIXES: Final = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "省",
    "市",
    "县",
    "区",
    "州",
)
PRODUCT: Final = "(?:啤|白|葡萄)?酒(?!店|业|企|厂|类)|奶粉|牛奶|茶叶|空调|手机|汽车(?!集团|公司)|电视机"
"""Behind the name of a company that is its brand too: 茅台酒 is one of its products, and no body."""
COMPANY_SUFFIXES: Final = ("股份有限公司", "有限责任公司", "有限公司", "集团", "公司")

STRANGER: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,6}?)(?P<organ>(?:市|县|区|省)?(?:中级|高级)?(?:人民)?法院|(?:市|县|区|省)?(?:人民)?检察院|(?<![节跨])省(?![级内外])|市(?![场民值级])|县(?![城级域])|自治区|中院|集团|公司)"
)
"""A body named in a question; if the library has none of this name, the question is about another body."""
BEFORE_BODY: Final = re.compile(
    r"(?:^(?:那(?![曲坡])么?|还有|再看看?|换成|另外)?|[\s，。？?、：:；;（(“\"]|年(?:度|底|末)?|请问|查(?:一下|查|询)?|告诉我|知道|想问|关于|[去今]年|[和与跟比及在]|那个?)(?=[\u4e00-\u9fff])"
)
"""Where the name of a body may begin."""
COMMON_BODIES: Final = re.compile(
    r".*[了告哪谁给被把跟去今这几还没就替帮咱你他她它们不很再最也说问请找听看想办跑送让拿挣赚钱块每起因或所才刚须].*"
    r"|.*(?:欠发|网上|网拍|里头|工资|提请|觉得|以后|五年|注册).*|.*(?:铁路|海事|军队|军事|互联网|知识产权|刑事|民事|行政|公益|抗诉|诉讼|案件|官司|建议|申请|委托|预计|注册|试点|覆盖|半年|年底|上年|同期|期内|年来?|年里|年中|一年下来|觉得|以后|网拍|费用|成本|能源|用水|区县|市一级|大股东|归属|归母|服务|文化|外贸|担保|航空|创业|职业|学校|平台|皮包|自来水|毕业生|处置|新增|敲钟|资产|欠发|进京|国道|外|邻|东边|中部|西部|沿海|千亿|亿|万|开|子|母)"
    r"|.*(?:其中|什么|中级|高级|百强|级示范|脱贫|贫困|上市|保险|证券|国有|科技|全|全[市省县区国州]|各[级市省县区地]|基层|人民|上级|最高|这家?|那家?|该|多少|两级|几|哪|.?城|.?超|.?门|.?股|.?菜|.?楼|.?房|.?车|我|个|的|在|是|到|对|从|由|向)|全|各|本|我|上|地"
)
