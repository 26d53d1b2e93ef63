"""Which elements and words of a web page are its report and which are its furniture. Tables only."""

from __future__ import annotations

import re
from typing import Final

from index.traditional import AnyScript

BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form"
    " frameset h h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table"
    " tbody td tfoot th thead title tr ul".split()
)
"""Elements that stand on lines of their own; all others run on in the line."""

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}

SILENT: Final = {
    **dict.fromkeys(("script", "style", "template", "noscript"), "脚本和样式"),
    **dict.fromkeys(("select", "textarea", "input", "datalist"), "表单"),
    **dict.fromkeys(("img", "svg", "canvas", "map"), "图片（图中的文字没有读）"),
    **dict.fromkeys(("iframe", "object", "embed", "applet", "audio", "video", "frame"), "嵌入的内容"),
    **dict.fromkeys(("nav",), "导航"),
    "title": "网页标题",
}
"""Elements left out with all that is in them, and what they are called."""

FURNITURE: Final = {
    **dict.fromkeys(("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs"), "导航"),
    **dict.fromkeys(("footer", "foot", "copyright", "contentinfo"), "页脚"),
    **dict.fromkeys(("share", "sharing", "bdshare", "bdsharebuttonbox", "toolbar"), "按钮"),
    **dict.fromkeys(("ad", "ads", "advert", "advertisement", "gg"), "广告"),
    **dict.fromkeys(("related", "recommend", "recommended"), "相关链接"),
}
"""Words in an element's name, class, role or id that call it furniture, unless it holds an article or a table."""

HIDDEN_CLASSES: Final = frozenset("hidden hide d-none sr-only visually-hidden".split())

BUTTON: Final = AnyScript(
    r"[\s\xa0\u3000【】\[\]()（）|｜]*"
    r"(?:(?:下载|打印|关闭|分享|收藏|保存|转发|复制|返回|点赞)(?:本页|本文|本站|正文|全文|页面|窗口|链接|首页|顶部|列表|到|至)?"
    r"(?:微信|微博|朋友圈|QQ|qq空间)?"
    r"|全屏|还原|加大|减小|放大|缩小|加入收藏|设为首页|上一[篇页条]|下一[篇页条]|我要(?:打印|纠错|分享)|纠错|朗读|语音播报|无障碍"
    r"|扫一扫.{0,16}|字[号体](?:大小)?|大|中|小|默认|标准|更多|展开|收起|微信|微博|QQ空间)"
    r"[\s\xa0\u3000【】\[\]()（）|｜:：>》]*"
)
"""The whole of what a link or a button says, where it is something to press."""

TOOLS: Final = AnyScript(
    r"(?:[\s\xa0\u3000【】\[\]()（）|｜:：>》·、]|下载|打印|关闭|分享到?|收藏|全屏|加大|减小|字[号体](?:大小)?|大|中|小|默认|本页|本文|窗口)++"
)
"""A line of nothing but such words and the signs around them."""

CRUMBS: Final = AnyScript(
    r"[【\[]?(?:您|你)?(?:当前|现在|所在|的)*位置[\]】]?\s*[:：].{0,120}|首页(?:\s*(?:[>＞»›/]|-{1,3}>)++\s*[^\s>＞»›/]{1,24}){1,8}\s*"
)
"""A line that says where on its site a page stands."""

FOOTERS: Final = AnyScript(
    r"ICP备|公网安备|网站标识码|版权所有|Copyright|©|All Rights Reserved|建议使用.{0,30}浏览器|技术支持[:：]|^网站地图",
    re.I,
)
"""Words in the last lines of a page, below the report."""

FOOTER_LINES: Final = 12
FOOTER_LENGTH: Final = 160

COUNTER: Final = AnyScript(
    r"(?:浏览|点击|阅读|访问|人气|点击浏览)(?:次数|总数|量|数|人次)?\s*[:：]\s*[0-9]*\s*(?:次|人次)?"
)
"""How often a page was read: a figure of the page, not of the report."""

CHARSETS: Final = {
    **dict.fromkeys(("utf-8", "utf8", "unicode"), ("utf-8",)),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "chinese", "cp936"), ("gb18030",)),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), ("big5", "cp950", "big5hkscs")),
}
"""Encodings as pages name them, and as Python does."""
