"""Numerals, magnitudes, units and the words around figures: tables only.

A new unit is one word here and one case in tests/cases.
"""

from __future__ import annotations

from typing import Final

KINDS: Final = (
    "number",
    "measure",
    "money",
    "percent",
    "point",
    "fraction",
    "ratio",
    "multiple",
    "duration",
    "age",
    "ordinal",
    "rank",
    "date",
    "period",
    "time",
    "id",
    "suspect",
)
"""Kinds of figure. From ``ordinal`` on they are not quantities."""

QUANTITIES: Final = frozenset(KINDS[: KINDS.index("ordinal")])

DIGITS: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **dict(zip("○两俩仨幺洞貳貮參叄叁陸兩倆弍弐壱", (0, 2, 2, 3, 1, 0, 2, 2, 3, 3, 3, 6, 2, 2, 2, 2, 1), strict=True)),
}
"""Chinese digits in everyday, formal, spoken and traditional writing."""

FORMAL: Final = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸")
SPOKEN: Final = frozenset("幺洞拐")
SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS: Final = {"廿": 20, "卅": 30, "卌": 40}
LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
POINT: Final = "点點"

MONEY: Final = {
    **dict.fromkeys("元 圆 块 块钱 元钱 元人民币 人民币元 人民币 元整 圆整 元正 圆正 元大洋".split(), ("元", "1")),
    **dict.fromkeys("角 毛 毛钱 角钱 角整".split(), ("元", "0.1")),
    **dict.fromkeys("分钱 分整".split(), ("元", "0.01")),
    **dict.fromkeys("美元 美金 美刀 刀 块美金 块美元".split(), ("美元", "1")),
    "美分": ("美元", "0.01"),
    **dict.fromkeys("港元 港币 港纸 元港币".split(), ("港元", "1")),
    **dict.fromkeys("澳门元 澳门币".split(), ("澳门元", "1")),
    **dict.fromkeys("欧元".split(), ("欧元", "1")),
    "欧分": ("欧元", "0.01"),
    **dict.fromkeys("日元 日圆 日币 円".split(), ("日元", "1")),
    **dict.fromkeys("新台币 台币 元新台币".split(), ("新台币", "1")),
    **{
        name: (name, "1")
        for name in (
            "英镑 卢布 韩元 瑞士法郎 法郎 加元 澳元 新加坡元 新元 新西兰元 卢比 印度卢比 泰铢 越南盾 印尼盾 马克 里拉 比索 "
            "雷亚尔 兰特 里亚尔 第纳尔 迪拉姆 克朗 瑞典克朗 挪威克朗 丹麦克朗 福林 林吉特 令吉 特别提款权 坚戈 图格里克"
        ).split()
    },
}
"""Money as written -> (unit, factor)."""

CURRENCY_SIGNS: Final = {
    **dict.fromkeys("￥ ¥ CNY RMB 人民币".split(), "元"),
    **dict.fromkeys("US$ $ ＄ USD".split(), "美元"),
    **dict.fromkeys("HK$ HKD".split(), "港元"),
    **dict.fromkeys("A$ AU$ AUD".split(), "澳元"),
    **dict.fromkeys("C$ CAD".split(), "加元"),
    **dict.fromkeys("NT$ TWD".split(), "新台币"),
    **dict.fromkeys("€ EUR".split(), "欧元"),
    **dict.fromkeys("£ GBP".split(), "英镑"),
    **dict.fromkeys("JPY".split(), "日元"),
    **dict.fromkeys("₩ KRW".split(), "韩元"),
    **dict.fromkeys("₽ RUB".split(), "卢布"),
    **dict.fromkeys("₹ INR".split(), "印度卢比"),
    **dict.fromkeys("CHF".split(), "瑞士法郎"),
    **dict.fromkeys("S$ SGD".split(), "新加坡元"),
}
"""Currency signs and codes, before the number or after it -> unit."""

POINTS: Final = ("个百分点", "百分点", "个pct", "pct")
PERCENTS: Final = {"%": "1", "‰": "0.1", "‱": "0.01", "个基点": "0.01", "基点": "0.01", "bp": "0.01"}
TENTHS: Final = ("成", "折")
MULTIPLES: Final = ("倍", "番")
AGES: Final = ("周岁", "岁半", "岁")

MEASURES: Final = (
    # area, length, volume
    "平方公里 平方千米 平方米 平方厘米 平方毫米 平方分米 平方英尺 平方英里 平方尺 平米 平方 公顷 万公顷 亩 公亩 英亩 顷 ㎡ "
    "立方米 立方厘米 立方分米 立方千米 立方公里 立方 公里 千米 海里 英里 华里 里地 米 分米 厘米 毫米 微米 纳米 英尺 英寸 光年 尺 寸 丈 里 "
    "升 毫升 公升 加仑 桶 "
    # weight
    "两 吨标准煤 吨标煤 标准煤 吨公里 人公里 亿吨公里 吨油当量 油当量吨 载重吨 总吨 综合吨 公吨 吨 公斤 千克 市斤 斤 克 毫克 微克 盎司 磅 担 克拉 "
    # energy, data, signals, physics
    "千瓦时 千瓦小时 兆瓦时 吉瓦时 太瓦时 瓦时 度电 千瓦 兆瓦 吉瓦 瓦 千伏安 兆伏安 千伏 伏特 伏 安培 安时 毫安时 毫安 焦耳 千焦 兆焦 吉焦 卡路里 大卡 千卡 卡 "
    "马力 牛顿 帕 千帕 兆帕 赫兹 千赫 兆赫 吉赫 分贝 流明 摩尔 欧姆 特斯拉 希沃特 贝克勒尔 像素 比特 字节 千兆 节点 海拔米 "
    "方 P PF PFlops Eflops EFlops GB TB PB EB ZB KB MB B Tbps Gbps Mbps Kbps EFLOPS PFLOPS TFLOPS MHz GHz kHz Hz dB kWh MWh GWh TWh kW MW GW W kV V mAh Ah TEU "
    "km m dm cm mm μm um nm kg g mg μg ug t ml mL L l oz lb ha hm² km² m² cm² m³ cm³ km/h m/s kg/m³ mg/L mg/l ℃ °C ℉ °F K Pa kPa MPa rpm pH "
    "摄氏度 华氏度 度 标准箱 标箱 "
    # compound
    "毫克/升 微克/升 微克/立方米 毫克/立方米 克/立方米 千克/亩 公斤/亩 元/平方米 元/吨 元/人 元/月 元/年 元/日 元/天 元/次 元/股 元/亩 元/千瓦时 元/度 元/小时 元/公斤 "
    "元/人次 元/件 件/人 克/千瓦时 万元/人 万元/亩 亿元/平方公里 吨/年 吨/日 吨/公顷 公里/小时 千米/小时 米/秒 人/平方公里 人/月 件/年 辆/小时 次/年 次/分钟 次/分 "
    "米每秒 公里每小时 千米每小时 微克每立方米 毫克每立方米 元每平方米 元每吨 人每平方公里 "
    "千瓦时/平方米 立方米/秒 立方米/日 吨标准煤/万元 毫秒/帧"
).split()

MEASURE_ALIASES: Final = {
    **dict.fromkeys("平方千米 km²".split(), "平方公里"),
    **dict.fromkeys("平米 ㎡ m² 平方".split(), "平方米"),
    **dict.fromkeys("立方 方 m³".split(), "立方米"),
    **dict.fromkeys("千米 km".split(), "公里"),
    **dict.fromkeys("千克 kg".split(), "公斤"),
    **dict.fromkeys("公升 L l".split(), "升"),
    **dict.fromkeys("mL ml".split(), "毫升"),
    "m": "米", "cm": "厘米", "mm": "毫米", "g": "克", "mg": "毫克", "t": "吨", "hm²": "公顷", "ha": "公顷",
    "市斤": "斤", "公吨": "吨", "标箱": "标准箱", "TEU": "标准箱", "kWh": "千瓦时", "千瓦小时": "千瓦时", "kW": "千瓦", "MW": "兆瓦",
    **dict.fromkeys("摄氏度 °C".split(), "℃"),
    **dict.fromkeys("千米/小时 千米每小时 公里每小时 km/h".split(), "公里/小时"),
    **dict.fromkeys("米每秒 m/s".split(), "米/秒"),
    "元每平方米": "元/平方米", "元每吨": "元/吨", "人每平方公里": "人/平方公里", "微克每立方米": "微克/立方米", "毫克每立方米": "毫克/立方米", "吨标煤": "吨标准煤",
}  # fmt: skip

DURATIONS: Final = {
    "年": "年", "周年": "年", "年度": "年", "个月": "个月", "个季度": "个季度", "季度": "个季度",
    "周": "周", "个星期": "周", "星期": "周", "个礼拜": "周", "礼拜": "周", "天": "天", "日": "天", "昼夜": "天",
    "个工作日": "个工作日", "工作日": "个工作日", "小时": "小时", "个小时": "小时", "钟头": "小时", "个钟头": "小时",
    "分钟": "分钟", "刻钟": "刻钟", "秒": "秒", "秒钟": "秒", "毫秒": "毫秒", "微秒": "微秒", "纳秒": "纳秒", "ms": "毫秒",
    "世纪": "世纪", "个世纪": "世纪", "个学期": "学期", "学期": "学期", "个课时": "课时", "课时": "课时", "学时": "学时", "h": "小时", "min": "分钟",
}  # fmt: skip

COMPOUND_DURATIONS: Final = {
    "天": ("小时", 24),
    "小时": ("分钟", 60),
    "分钟": ("秒", 60),
    "年": ("个月", 12),
    "周": ("天", 7),
}
"""8天20小时: a larger duration unit -> the smaller one that may follow it at once, and how many it holds."""

COUNTERS: Final = (
    "人次 件次 场次 车次 班次 架次 辆次 户次 批次 频次 家次 例次 台次 艘次 人天 人年 床位 张床位 个床位 张床 席 "
    "人 名 位 口 户 家 件 起 宗 例 个 项 份 条 篇 次 期 台 辆 所 张 艘 架 座 栋 幢 套 间 处 片 块 支 队 只 头 尾 羽 匹 "
    "株 棵 颗 粒 枚 把 部 本 册 卷 封 幅 盏 盒 瓶 箱 袋 包 种 类 款 门 届 级 层 站 点 道 孔 眼 列 节 对 双 组 班 场 轮 趟 遍 批 "
    "回 步 手 桩 单 笔 股 杯 碗 顿 餐 剂 针 帧 跳 首 "
    "村 镇 乡 县 市 省 区 国 城 街道 社区 字 页 行 段 句 声 分 号 码 卡 票 证 校 院 店 馆 园 厂 矿 港 线 盘 局 亿次 大类 小类 "
    "人份 人份次 标段 航次 车厢 车道 机位 泊位 车位 学位 托位 机组 标准套 打 发 载 倍次 "
    "死 伤 对夫妻 户家庭 台套 台（套） 台(套) 公里次 枚金牌 株次"
).split()
"""Counting words; what is counted stands beside them."""

WEAK_COUNTERS: Final = frozenset(
    "步 轮 期 号 线 国 区 市 县 省 村 镇 乡 码 盘 点 行 站 群 字 级 层 类 城 港 园 校 院 店 馆 厂 矿 型 局 卡 票 证 手 声 道 届 街道 "
    "社区 段 句 代 师 员 队 片 湖 山 河 岛 湾 峰 楼 弄 室 单 股 班 回 对 组 门 列 节 角 里 度 分 担 寸 尺 丈 口 头 面 眼 把 本 部 首 针".split()
)
"""After one Chinese digit these make a name or an idiom more often than a count (两国, 三级, 一步)."""

WEAK_AFTER_ONE: Final = frozenset(
    "起 次 种 张 批 期 支 项 条 场 件 座 系列 位 家 名 片 套 台 间 年 天 日 周 月 倍 番 元 块 毛 斤 米 克 升 卷".split()
)
"""After 一 in running text these count only where a noun or a verb of counting stands with them."""

COUNTED_NOUNS: Final = {"员工": "人", "职工": "人", "人员": "人"}
"""What a table counts without saying in what: 员工数量."""

HOTLINES: Final = frozenset("110 112 114 119 120 122 315 10086 12306 95598".split())
"""Numbers that are dialled; so is every five-digit one that begins with 123."""

APPROX_BEFORE: Final = (
    "大约 约为 约 近 将近 接近 超 超过 逾 突破 不到 不足 未满 至少 最多 至多 不少于 不低于 不超过 不高于 不多于 高于 低于 多于 少于 大于 小于 "
    "累计超 累计近 将近 起码 上下 估计 差不多 几乎 大概 达到近 超出 不小于 不大于"
).split()
APPROX_AFTER: Final = "以上 以下 以内 之多 左右 上下 有余 不到 不等 开外 多 余 来 许 之内 之间 及以上 及以下 （含）以上 (含)以上 或以上".split()
MIDDLE: Final = "多余几来"

RANGE_MARKS: Final = ("至", "到", "—", "–", "-", "~", "～", "－", "──", "——", "∼")

NAME_AFTER: Final = (
    "热线 号线 工作部署 工作体系 战略 模式 国道 省道 县道 高速 航班 次列车 专案 专项 团伙 号文 号令 号院 号楼 号公告 号提案 号建议 "
    "工程 行动 计划 部署 体系 机制 平台 集团军 会议精神 事件 大案 精神 报警 救援队 电话 号店 宪法日 普法 大地震 地震 "
    "强 级 运会 景区 系列 版本 版 大 中全会 国集团 路公交 路 套餐 型 空间 厂区 街区"
).split()
"""After a bare number these make it a name: 110热线, 二十大, 12345平台."""

CODE_BEFORE: Final = (
    "电话 热线 拨打 致电 尾号 账号 帐号 卡号 编号 证号 邮编 邮政编码 QQ 微信号 代码 文号 单号 订单号 门牌 车牌号 手机 手机号 手机号码 号码 房间号 "
    "案号 合同号 学号 工号 密码 验证码 网址 邮箱 传真 身份证 身份证号 股票 型号 序号 代号 呼叫 拨 打给 分机 No. NO. no. ID id 版权号 号段 区号"
).split()
"""Right before a number these make it a code: 电话, 尾号是, 编号：."""

IDIOMS: Final = frozenset(
    (
        "十分 一切 一些 一定 一样 一般 一直 一体 一致 一旦 一律 一同 一向 一再 一生 一心 一流 一线 一方面 一带一路 一带 统一 唯一 万一 专一 单一 合一 "
        "四川 两岸 三农 三亚 三峡 三明 三门峡 三门 九江 六安 六盘水 百色 千岛湖 万州 万宁 五指山 八达岭 百姓 百货 千万不 千万别 千万要 万众 万象 亿万 "
        "千家万户 千方百计 百花 百年 一把手 一站式 一条龙 一老一小 一网 一键 一起来 一道 一面 三角 四季 两侧 两翼 两地 两旁 两端 两手 两头 "
        "五星 五金 七夕 九寨沟 一次性 一揽子 万里 千里 百强 三甲 四化 三大 一路 一方 一时 一经 一并 一举 一手 二手 二维 三维 三无 四好 五好 三江 "
        "二十国集团 一日三餐 三餐 十一黄金周 十五运会 二十四节气 三方协议 一波三折 一成不变 一分为二 一席之地 三百六十行 九死一生 三十而立 一日三餐 两位数 八项规定 五项原则 三次产业 两会 两院 两高 一审 二审 再审 一府 三位一体 五位一体 四位一体 两个维护 两个确立 三个代表 四个自信 四个意识 九三学社 八一 七一 "
        "一件事 一盘棋 一张网 一下子 一会儿 一点儿 一块儿 有一点 一五一十 三七二十一 三三两两 七上八下 五湖四海 四面八方 三番五次 乱七八糟 九牛一毛 千千万万 "
        "万水千山 百万大军 一心一意 一朝一夕 一言一行 一举一动 一草一木 一砖一瓦 一点一滴 独一无二 不一 之一 逐一 第一线 同一 万无一失 千军万马 "
        "百分比 百分点 百分制 百分位 十字路口 十字架 红十字 十足 八角 六合 三星 七匹狼 双十一 百度 千克拉 万能 万事 万物 万全 万紫千红 百日咳 百灵 千金 千秋 万岁 "
        "三八妇女节 三八红旗 一二三产业 一二三产 三资 三包 三轮 三防 四通 四旧 五保 五险 六合彩 八宝 八股 九州 九天 十堰 十年树木 半导体 半岛 半数 半山 半自动 半决赛 半成品 "
        "半途 半路 多半 半边 半夜 一半以上的人 零售 零距离 零部件 零件 零食 零星 零散 零碎 零钱 零容忍 零工 零基 归零 清零 零跑 零碳 零排放 零接触 零门槛 零障碍 零关税 零首付 零成本 零上报 零增长 零报告 "
        "两用 两化 两重 两新 两江 两湖 两广 两淮 两委 两头 两极 两性 两栖 两弹 两手抓 两不愁 两难 三跨 三伏 三九 三夏 三秋 四海 四方 四周 四处 四肢 四邻 "
        "九年义务教育 九年一贯 十二年教育 五官 五谷 五行 五彩 五年规划 五年计划 六畜 七星 八卦 八方 九龙 十大 百业 百科 百家 百合 百分之百放心 千古 千变万化 万古 万般 万一样 亿达"
    ).split()
)
"""Words that hold numerals and are no figures."""

PERIOD_WORDS: Final = (
    "去年 今年 明年 前年 上年 本年 当年 全年 次年 同年 上半年 下半年 年初 年末 年底 上年同期 去年同期 同期 本届 上月 本月 当月 上个月 下个月 "
    "一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 前三季度 前两季度 今年以来 一年来 过去一年 这一年 年内 年中 近年来 近年 近期 当前 "
    "上周 本周 下周 昨天 今天 明天 昨日 今日 明日 上旬 中旬 下旬"
).split()
