"""What a question in words asks to be named: a person, a place, a day, a body, a work, a rank, or the thing behind 哪个. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

KINDS: Final = ("who", "where", "when", "rank", "name", "country", "body", "post", "work", "list", "thing")

NOT_NAMED: Final = re.compile(
    r"(?<![称名作做认视])为什么|为何|为啥|怎么|怎样|如何|什么样|凭什么|干什么|做什么(?!职)|什么意思|什么原因|原因是|多少|是否|有没有|吗[？?]?$"
    r"|(?<!第)几(?=[个家人件名项次条位种岁成倍元万亿千百场部户亩公起宗小分])"
)
"""Asks for a reason, a way, a quantity or a yes: no stretch of the sentence answers it by itself."""
_COUNTED: Final = "(?:个|家|位|种|项|座|部|本|条|支|所|只|届|场|次|门|份|款|艘|片|类|间|首|套|处|级|段|层|名|颗|枚|块|辆|架|篇|张|株|期)?"
_MANY: Final = "些|几|[两二三四五六七八九十]|[0-9]{1,2}"
ASKING: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("rank", r"(?:排名?|位列|位居|居)?第几[位名]?|排名(?:如何|多少)?|名次|位次"),
        (
            "when",
            r"(?:什么|啥)(?:时候|时间|时期|年代|年份|日期)|何[时年日月]|哪(?:一|个)?(?:年代|年|天|月|日期?|时期|朝代|世纪|时候|时间)|几[年月日号]",
        ),
        (
            "where",
            r"哪里|哪儿|何[处地]|(?:什么|哪个|哪些|啥)(?:地方|地点|位置)|哪(?:座|个)?城市|哪(?:个|一)?(?:省|市|县|区|镇|乡|村|州|洲|岛)|哪(?=[，。？?]|$)|(?<=[在到从往])哪(?![一个些家位种项座部本条支所只届场次门份款艘片类间首套处级段层名颗枚块几两三四五六])",
        ),
        (
            "name",
            r"(?:名称|名字|名)?(?:叫做?|名为|名叫|称为|称作|称之?|命名为)(?:什么|啥)(?:名字?|名称)?|(?:什么|啥)(?:名字?|名称)",
        ),
        ("who", r"谁|何人|哪一?位|(?:什么|哪个|哪一个|哪些)人(?!员)"),
        ("list", rf"哪(?:{_MANY}){_COUNTED}"),
        ("thing", rf"哪一?{_COUNTED}|什么|啥"),
    )
)
"""Interrogatives in the order in which they are looked for, each with the kind of thing that it asks for."""
HEADS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("country", r"国家|国(?!有|企|家)"),
        (
            "body",
            r"[\u4e00-\u9fff]{0,4}?(?:公司|企业|[央国民]企|银行|机构|机关|单位|部门|组织|集团|[法检]院|检察院|大学|学校|医院|交易所|团体|政党|党派|球队|俱乐部|[厅局委部署办]$|[厅局委部署办][，,的专])",
        ),
        ("post", r"[\u4e00-\u9fff]{0,2}?(?:职务|职位|官职|职$|职[？?]|岗位)"),
        (
            "work",
            r"[\u4e00-\u9fff]{0,4}?(?:书|影片|片|电影|小说|作品|著作|歌|专辑|报纸|刊物|杂志|法律|法规|条约|协[定议]|文件|规定|节目|剧|条例|办法)",
        ),
        ("who", r"[\u4e00-\u9fff]{0,4}?(?:人物|作家|导演|演员|歌手|皇帝|总统|省长|市长|院长|书记|法官)"),
        (
            "where",
            r"[\u4e00-\u9fff]{0,3}?(?:地区|城市|地方|[省市县区镇乡村州洲岛]$|[省市县区镇乡村州洲岛](?=[被是的入在]))",
        ),
    )
)
"""The noun behind 哪个 or 什么, and what kind of thing it makes of the answer."""
_NAMED_BY: Final = re.compile(
    r"(?:名称|名字|名|全称|简称|型号|代号|品牌|主题|口号|别[名称]|原名|笔名|本名|昵称|绰号|称号)(?:是|为|又?叫)?$"
)
_TAIL: Final = re.compile(r"[的是为叫在于由被与和同跟向从到以、，,]+$")
_PRONOUN: Final = re.compile("[他她]$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{1,4}")


WHICH_DAY: Final = re.compile(r"哪一?[天日](?![常])|[几哪一何]月[几哪何][日号]|(?<!第)几号(?!文|楼|线)|何日")
"""Asks for a day: a month alone does not tell it."""
_DAY: Final = re.compile("(?<![0-9])[0-9]{1,2}[日号]")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for: its ``kind``, the question's words before and behind the interrogative, and its head noun.

    ``head`` is what stands right behind the interrogative (哪家央企总部), at most four characters; ``owner`` what stands before it
    (作报告的院长是谁). ``year``: no more than a year is asked for.
    """

    kind: str
    left: str
    right: str
    head: str
    owner: str
    year: bool = False


def sought(question: str) -> Sought | None:
    """What ``question``, in simplified characters, asks to be named; None where no phrase could name it.

    >>> sought("哪家央企总部落户江西").kind, sought("新设了哪个法院？").head, sought("为什么调整？")
    ('body', '法院', None)
    """
    if NOT_NAMED.search(question):
        return None
    for kind, pattern in ASKING:
        match = pattern.search(question)
        if match:
            return _made(kind, match.group(), question[: match.start()], question[match.end() :])
    return None


def tells_when(question: str, text: str) -> bool:
    """Whether ``text`` may answer when: one that asks for a day is not answered by a month.

    >>> tells_when("哪一天挂牌的", "2019年12月挂牌"), tells_when("哪一天挂牌的", "12月10日挂牌"), tells_when("何时挂牌", "2019年挂牌")
    (False, True, True)
    """
    return not WHICH_DAY.search(question) or bool(_DAY.search(text))


_FORMS: Final = tuple(
    (re.compile(rf"(?:{asked})(?:号码|地址)?(?:是|为)?(?:多少|什么|啥|哪个|几号?)"), re.compile(form))
    for asked, form in (
        ("电话|传真|热线|手机号?|号码", "[0-9]{4}"),
        ("邮编|邮政编码", "[0-9]{6}"),
        ("代码|编码|编号|账号|文号", "[0-9A-Za-z]{3}|[0-9]号"),
        ("邮箱|信箱|电子邮件", "@"),
        ("网址|网站|官网", r"www\.|https?:|\.(?:com|cn|net|org)"),
    )
)
"""What is written in a form of its own, and that form."""


def tells_form(question: str, text: str) -> bool:
    """Whether ``text`` holds what is written like what is asked for: an address of mail for 邮箱.

    >>> tells_form("邮箱是什么", "通过电子邮箱沟通。"), tells_form("邮箱是什么", "邮箱：a@b.cn"), tells_form("电话费是多少", "共花12元。")
    (False, True, True)
    """
    return all(form.search(text) for asked, form in _FORMS if asked.search(question))


_KIND: Final = re.compile(
    rf"哪(?:{_MANY}|一)?{_COUNTED}(?P<kind>大学|学院|中学|医院|银行|机场|大桥|水库|律师事务所|交易所|自治[区州县]|法院|检察院)"
)


def names_kind(question: str, text: str) -> bool:
    """Whether ``text`` says the noun that all names of what is asked for end in: 医院, where 哪家医院 is asked."""
    match = _KIND.search(question)
    return match is None or match["kind"] in text


def _made(kind: str, asking: str, left: str, right: str) -> Sought:
    behind = _HAN.match(right.removeprefix("的"))
    head = behind.group() if behind else ""
    owner = _TAIL.sub("", left)[-4:]
    if kind == "name" and _PRONOUN.search(left):
        kind = "who"
    if kind == "thing":
        kind = next((name for name, pattern in HEADS if pattern.match(right)), kind)
        if not head and _NAMED_BY.search(left):
            kind = "name"
    return Sought(kind, left, right, head, owner, year=kind == "when" and asking[-1] in "年份")
