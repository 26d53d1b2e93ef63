"""Page furniture: what stands around a report on a web page or a newspaper page and is no part of it. Tables only."""

from __future__ import annotations

import re
from typing import Final

EDGE_LINES: Final = 40
"""Furniture is looked for in this many lines at either end of a file."""

CHROME: Final = frozenset(
    (
        "下载 打印 全屏 收藏 关闭 还原 加大 减小 放大 缩小 默认 大 中 小 首页 > >> 】 【 ） | · "
        "您的位置: 您的位置： 当前位置: 当前位置： 您当前的位置： 您所在的位置： "
        "相关报道 相关报道: 相关报道： 相关链接 阅读量 阅读量: 阅读量： "
        "扫一扫在手机打开当前页 分享到微信 "
        "返回顶部 返回首页 上一篇 下一篇 责任编辑 分享 分享到 分享到: 分享到： 扫一扫 打印本页 关闭窗口 保存 微信 微博"
    ).split()
)
"""Lines that are furniture when they hold nothing else."""

CHROME_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[【\[（(]?\s*字[号体][:：]?.{0,12}",
        r"[【\[]?(?:打印|关闭|下载)(?:本页|本文|窗口|正文)?[】\]]?",
        r"（?[上下]转第?[一二三四五六七八九十0-9]+版）?",
        r"浏览次数[:：]?\s*\d*(?:次)?",
        r"点击[量数][:：]?\s*\d*",
        r"Public domain|false",  # what is left of a licence box on Wikisource
    )
)

RIGHTS: Final = re.compile(r"(?:本|这部|這部|此)作品(?:是|[来來]自|在|由|依|[采採]用|的)")
RIGHTS_TOLD: Final = re.compile(r"公有[领領]域|著作[权權]法|知[识識]共享|CreativeCommons", re.IGNORECASE)
"""How the notice begins that a library of texts puts under each of them, up to the end of the page; and what such a one tells."""

TICKS: Final = re.compile(r"[√☑□☐✓×\s]*(?:不?适用|是|否)[√☑□☐✓×\s是否不适用]*")
"""A line of boxes to tick, which heads nothing."""

TABLE_LINES: Final = re.compile(
    r"[√☑□☐]|(?:编制)?单位[:：]|币种[:：]|金额单位|法定代表人[:：]|(?:合并|母公司|公司|银行)?(?:及[\u4e00-\u9fff]{1,6})?"
    r"(?:资产负债表|利润表|现金流量表|(?:所有者|股东)权益变动表)(?:（续）|\(续\))?$"
)
"""How lines begin that stand by themselves around tables, whatever the width of the page."""
