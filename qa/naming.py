"""Which words and signs make up names, bound them or join them. Tables only."""

from __future__ import annotations

from typing import Final

HARD: Final = frozenset("，。；：！？,;:!?\n（）()【】[]")
"""Marks that no phrase runs across, unless they are quoted."""
QUOTES: Final = {"《": "》", "“": "”", "「": "」", "『": "』", "‘": "’", '"': '"'}
STOPS: Final = HARD.union(QUOTES, QUOTES.values())
"""Marks that end what may be a phrase; a short stretch in quotes is one atom."""
EMPTY: Final = frozenset(
    "的了是在于和与及等为被由对将把从向到至以并也都就而其这那该此上下后前时之所有着过中个一会曾又因则"
)
"""Characters that mean little by themselves."""
_BOUND: Final = "的 了 是 在 于 和 与 及 以及 为 被 由 对 把 从 向 到 至 以 并 并且 也 都 就 而 之 着 过 则 因 又 曾 曾经 位于 均 亦 已 已经 遭 遭到"
VERBS: Final = frozenset(
    "说 称 写 写道 表示 指出 认为 宣布 提出 强调 主张 要求 威胁 作出 透露 报道 代表 "
    "进行 举行 发生 开始 结束 成为 获得 参加 参与 担任 兼任 成立 建立 创立 创建 创办 设立 组建 发现 "
    "发明 推荐 饰演 收购 击败 出版 发表 负责 命名 交付 贯通 通车 开通 投产 竣工 落户 入选 当选 出席 "
    "会见 访问 签署 签订 发布 出台 颁布 施行 实施 推进 推动 完成 实现 达到 增长 下降 上升 提高 提升 "
    "加强 开展 召开 批准 决定 同意 提供 使用 利用 支付 购买 销售 出售 驾驶 乘坐 前往 进入 来到 到达 "
    "返回 离开 居住 死亡 身亡 去世 逝世 出生 毕业 就读 加入 退出 率领 领导 统治 占领 进攻 攻击 逮捕 "
    "抓获 击毙 审理 判决 起诉 上诉 申请 受理 移送 委托 授权 制造 改编 播出 播放 上映 发行 演出 拍摄 "
    "主演 登场 效力 遇袭 出土 分布 坐落 属于 来自 包括 包含 引爆 遭到 遭 上台 领奖 下辖 管辖 扼守 "
    "创作 执导 导演 连载 成功 取得 荣获 摘得 跻身 引发 覆盖 上线 启动 启用 投入 投用".split()
)
"""Common verbs: a phrase that holds one is seldom a name."""
NO_START: Final = frozenset(
    f"{_BOUND} 将 等 所 名叫 名为 称为 叫做 叫 称 即 荣获 获得 担任 出任 属于 来自 包括 例如 如 因为 通过 成立 建立 开展 举行 进行".split()
)
NO_END: Final = VERBS | frozenset(f"{_BOUND} 这 那 该 此 其 一个 强行 共同 表 示".split())
"""Words that no phrase begins or ends with: they join it to the rest of the sentence."""
ALONE_BEFORE: Final = EMPTY | frozenset(
    "自经系叫称即给座著但接如派让应令受同随请处聚娶换除得命跟获赴原继灭说写人家罪任当名封率据驻距按首设建届现今约近超仅次号年月日讲唱拍演开办获评第"
)
ALONE_AFTER: Final = EMPTY | frozenset(
    "起也则人系里最说经受内都年亦能均遭称合出原聘他她两三止月或处大会各加还获设饰点灭改归继当约共率任写讲拿夺再已才便仅又多更连正仍并便可"
)
"""Single characters that are mostly words of their own beside a name; any other belongs to the name."""
JOINS: Final = frozenset("、 和 与 及 以及".split())
PRONOUNS: Final = frozenset(
    "他 她 它 其 此 该 这 那 他们 她们 它们 我 我们 自己 本 这里 那里 这个 那个 当时 当地 此处 此地 同年 当天 当日 前者 后者".split()
)
"""They point at an answer that stands elsewhere."""
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "屠匡亓殷侯蔺窦柳卞祁凌霍翁柴聂盛岳齐米焦詹骆樊颜裴翟耿葛鲍牛华麦尚鲁温辛简路涂褚庄牟游季苗虞卓穆阎蓝艾管柯辜"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
FOREIGN: Final = frozenset(
    "阿埃艾安奥巴贝比彼波伯布查达德丹迪多厄恩尔法菲费弗福冈戈格古哈海赫霍基吉加杰卡凯克科库拉莱兰劳勒雷里利林卢鲁伦罗洛马麦曼梅蒙米密明莫"
    "姆穆纳内尼诺努欧帕佩皮普奇乔切瑞萨塞森沙莎舍什施史斯司苏索塔泰坦特提廷图托瓦威韦维翁沃乌西希夏辛休雅亚扬耶伊因尤约泽詹珍兹佐·"
)
"""Characters that foreign names are written with."""
