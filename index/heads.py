"""What the head of a column and the label of a row tell beside a name: a period, a change, a share. Tables of words and pure
functions.
"""

from __future__ import annotations

import functools  # the few heads and labels of a table are asked about again and again: a quarter of the time to read one
import re

from index.cells import unit_in

_YEAR = r"(?<![0-9A-Za-z])(?:19|20)[0-9]{2}"
_CHINESE_YEAR = re.compile("(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SPAN = re.compile(rf"({_YEAR})年?度?[-—–至~到]+((?:19|20)[0-9]{{2}})(?:年|$)")
_DATED = re.compile(rf"(?P<year>{_YEAR})(?:年度?|(?=[-./][01]?[0-9](?:[-./]|$))|$|(?=[^0-9年A-Za-z.,]))")
_FIRST_DAY = re.compile(r"0?1月0?1日|[-./]0?1[-./]0?1(?![0-9])")
_OPENING = re.compile(r"年?[期年]?初")
_LAST = re.compile(r"上年|上期|上一年|上一期|上报告期|去年|前一年|期初|年初(?!至)")
_THIS = re.compile(r"本(?:报告)?期|本年|报告期|当期|当年|期末|年末|今年|年初至|全年")
_BEFORE = re.compile(r"前年|上上年|前期")
CHANGE = re.compile(
    r"同比|环比|增减|增[长幅速]|增\s*[（(/]?\s*减|变动(?!损益|收益|计入|准备|资产|情况|原因|说明|表|的|金融)|变化(?!情况|原因|说明)"
    r"|[比较](?:上|去|前一?)(?:年|期|月|季)|[比较](?:年|期)初|(?:19|20)[0-9]{2}年?[与比较对][^，。]{0,2}(?:19|20)[0-9]{2}"
)
"""In the head of a column: its figures tell how much something changed."""
GROWTH = re.compile(r"(?:增长率|增速|增幅|降幅|同比(?:增|变|上|下)|比上年(?:同期)?增)[^，。]{0,4}$")
"""At the end of a row's label: so do its figures."""
_MONTHLY = re.compile("环比")
_THAN = re.compile(
    r"[比较](?P<than>(?:19|20)[0-9]{2}年[^增减变，。]{0,4}|年初|期初|上年末|上年度末|上年底|上月|上季度)"
)
SHARE = re.compile(r"占比|比重|占[^，。]{1,16}(?:比例|比率|百分比|比)?|所占|份额|构成比|持股比例|比例$")
_ASIDE = r"(?:[（(][^（）()]*[）)])?$"
RATE = re.compile(rf"(?:率|比例|比重|占比|百分比|幅度?|增速|倍数|比){_ASIDE}")
"""What is told in per cent or as a ratio: the unit of the table, if that is of money, is not its."""
COUNTED = re.compile(
    r"(?:(?:人|户|家|股|次|件|天|辆|台|套|吨|个|张|笔|项|所|名|票|机构|网点|客户|产品|专利|本)数|数量|总数|数目|员工|人员|股份|面积|产量|销量"
    rf"|产能|年限|期限|年龄|指数|排名|得分|重量|里程|系数){_ASIDE}"
)
"""What is counted, so not in the money that a table is told in."""
_MONEY = re.compile(
    rf"(?:金额|款项?|[价费税]|经费|费用|支出|收入|成本|资产|负债|利润|产值|投资|贷款|存款|保费|余额|[^份数]额|标的|薪酬|补贴|补助){_ASIDE}"
)
_LASTS = re.compile(rf"(?:天数|日数|时间|用时|时长|周期|期限|耗时|时限){_ASIDE}")
_COUNTS = re.compile(
    rf"(?:数量|产量|销量|[件人户台辆套项起宗个次]数|收案|结案|新收|受理|审结|执结|已结|未结|旧存|结存|案件|人员|人口){_ASIDE}"
)
_KINDS_OF_AMOUNT = ((_COUNTS, "measure"), (_LASTS, "duration"), (_MONEY, "money"))
NAMELESS = re.compile(
    rf"(?:代码|编号|编码|序号|号码|电话|传真|邮编|信箱|日期|到期日|时间|年份|年度|行次|附注|索引|地址|页码|文号|证号|号){_ASIDE}"
)
"""Numbers under such heads, unless they have a unit, are no quantities."""
_INDEX = re.compile(r"序号|编号|行次|附注.*|注释|No\.?|№|代码|索引|页码")
_LABELLED = re.compile(
    r"(?:主要)?(?:项目|指标|名称|科目|类别|种类|分类|内容|产品|单位名称|姓名|地区|区域|行业|股东名称|会计数据|财务指标|报告期|年份|年度|季度|月份|账龄|序号)[^，。]{0,8}"
)
_HEADISH = re.compile(
    r"金额|比例|数量|余额|占比|比重|名称|项目|指标|增减|单位|性质|期初|期末|本期|上期|本年|上年|(?:19|20)[0-9]{2}|合计|小计|发生额|数额|账面|原因|说明|备注|种类|情况|日期|类别|股数|数$|额$|率$|值$"
    r"|产能|产量|销量|库存|收益|收入|成本|费用|利润|资产|负债|净额|损益|来源|方式|类型|期限|标准|集团|本行|合并|母公司|季度|阶段|[人户]数"
)
_UNIT_HEAD = re.compile(r"(?:计量|货币|数量)?单位")
COMPARES = re.compile(r"(?:19|20)[0-9]{2}年?[与比较对][^，。]{0,2}(?:19|20)[0-9]{2}")
"""Over all columns of a comparison."""
_NOTE = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（][0-9]{1,2}[)）]|[(（\[](?:注?\s*[0-9]{1,2}|注|续|[*＊]+)[)）\]](?=$|[(（])|注[0-9]{0,2}$|[*＊①-⑳]+$"
)
_PERIODS = re.compile(
    rf"年初至(?:本?报告)?期末|{_YEAR}年(?:度|末|底|初)?(?:12月31日|12月末|1月1日|[1１][-—–]12月(?:份)?)?|{_YEAR}[-./]12[-./]31|{_YEAR}(?![0-9])"
    r"|[本上]期期末数?|本?报告期(?:末|内)?|本期末?|本年(?:度|末)?|上年同期|上年(?:度|末|期末)?|上期(?:期末|末)?|上一年度?|去年同期|期末|期初|年末|年初|当期|当年"
)
_GENERIC = re.compile(r"的?(?:金额|数额|余额|发生额|数|数值|数据|账面数|情况|累计数|实际数?|全年)?")
_STRIP = " 　:：、，,；;-—"
_LEAD = re.compile(
    r"^(?P<part>其中[：:]?|[加减][：:]|[加减]\s(?=\S))|^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[（(][0-9]{1,2}[)）]|[0-9]{1,2}(?:[、．)）]|\.(?![0-9])|(?:\.[0-9]{1,2}){1,3}(?=[\u4e00-\u9fff])(?![倍万亿元个年米吨升成]))|[①-⑳])\s*"
)
_SECTION = re.compile(
    r"[：:]$|^(?:[分按][\u4e00-\u9fff]{1,7}$|其中[:：]?$|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_TOTAL = re.compile(r"(?:合计|总计|总额|总和|净额|净增加额)(?:[（(].*)?$")
_WHOLE = re.compile(r"(?:合\s*计|总\s*计|总额)$")
_SUM = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共计)(?:数)?")
_DIVIDED = re.compile(
    r"(?:按[^，。；的]{1,14}(?:划分|分类|列示)的|各[^，。；的]{1,10}的)(?P<what>[^，。；的]{2,14}?)(?:分布|构成|结构|组成|明细)*(?:情况|表)?$"
)
"""A caption that tells what its table divides: 按行业划分的公司贷款分布情况."""
_REMARK = re.compile(r"^(?:注|备注|说明|附注|数据来源|资料来源|来源)[0-9]*[：:（(]|。$")
SECTION_LENGTH, SHORT_HEAD = 40, 16
_OF_ITS_OWN = re.compile(rf"(?:年龄|年限|期限|次数|天数|指数|系数|排名|得分){_ASIDE}")
_PEOPLE = re.compile(r"(?:人|户|家|股东|机构|客户|员工)(?:的)?(?:总|户|人)?数(?:量)?(?:[（(].*)?$")
_DATES_ROWS = re.compile(
    r"(?:(?:分红|会计|报告|财政|所属|统计)?年度|年份|年|期间|时间|报告期|日期|季度|月份|时点|项目|指标|主要.{0,8})?"
)
OWN_BODY = re.compile(r"(?:母公司|本行|本公司|公司|银行)(?:数|数据|金额|口径)?")
WHOLE_BODY = re.compile(r"(?:本集团|集团|合并)(?:数|数据|金额|口径)?")
OWN_STATEMENT = re.compile(r"(?<!于)(?<!合并及)母公司|(?:^|\s)(?:银行|本行)(?:$|\s)")
"""A statement of the parent alone; 归属于母公司股东的净利润 is the group's."""
OWN = "母公司"
AHEAD = re.compile(r"(?:计划|预算|目标|预测|预期)(?:数|值|金额|额|收入|支出|目标|增长.{0,4})?$|预计|拟")
SAYS_AMOUNT = re.compile(r"额(?:[（(][^（）()]*[）)])?$")
YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_PARTLY = re.compile(r"季度|半年|[0-9]月")
_PART_OF_YEAR = re.compile(
    r"(?:第?[一二三四1-4]季度|前三季度|[上下]半年|[0-9]{1,2}(?:[-—–至][0-9]{1,2})?月(?:份|末|底)?(?:[0-9]{1,2}日)?|[（()）\s]|余额|末|底|合计|至)*"
)


@functools.lru_cache(maxsize=65536)
def tight(text: str) -> str:
    """``text`` without blanks, its years in digits.

    >>> tight("二零二三年 十二月三十一日"), tight("二〇二四年度")
    ('2023年十二月三十一日', '2024年度')
    """
    return _CHINESE_YEAR.sub(lambda m: m.group().translate(_DIGITS), re.sub(r"\s", "", text))


@functools.lru_cache(maxsize=65536)
def period_told(text: str, own: str) -> str | None:
    """The year or years that a head or a label tells, by the report's ``own`` period; "" where it is not to be told which.

    None where it tells none.

    >>> [period_told(text, "2019") for text in ("2018 年 12 月 31 日", "期初余额", "本期发生额", "2019年1月1日", "营业收入")]
    ['2018', '2018', '2019', '', None]
    """
    plain = _NOTE.sub("", tight(text))
    span = _SPAN.search(plain)
    if span and not CHANGE.search(plain):
        return f"{span.group(1)}-{span.group(2)}"
    dates = list(_DATED.finditer(plain))
    if dates:
        first = dates[0]
        tail = plain[first.end() :]
        if len({date["year"] for date in dates}) > 1 and not CHANGE.search(plain):
            return ""
        if _FIRST_DAY.match(tail):
            return ""
        return _earlier(first["year"], 1) if _OPENING.match(tail) else first["year"]
    return _relative(plain, own[-4:])


def caption_period(caption: str, own: str) -> str | None:
    """The period of a table whose rows and columns tell none: the report's own, or the year before, if its caption names that.

    None where the caption names another, or speaks of another without its year.
    """
    plain = tight(caption)
    years = {date["year"] for date in _DATED.finditer(plain)}
    last = own[-4:]
    if _SPAN.search(plain) and own != _SPAN.sub(r"\1-\2", plain):
        return None
    if len(years) == 1:
        year = years.pop()
        return year if year in (last, _earlier(last, 1)) or not last else None
    return None if not years and re.match(r".*(?<![比较与])(?:上年|上期|去年)(?!.*(?:本年|本期))", plain) else own


def periods_told(texts: list[str], own: str) -> str | None:
    """As :func:`period_told`, of the heads of a column, outermost first: a year counts before 本期, an inner head before others."""
    found = [(text, told) for text in reversed(texts) if (told := period_told(text, own)) is not None]
    dated = [told for text, told in found if _DATED.search(tight(text)) or _SPAN.search(tight(text))]
    return next(iter(dated or [told for _, told in found]), None)


def _relative(plain: str, own: str) -> str | None:
    if CHANGE.search(plain):
        return own
    if _BEFORE.search(plain):
        return ""
    if _LAST.search(plain):
        return _earlier(own, 1)
    return own if _THIS.search(plain) else None


def _earlier(year: str, by: int) -> str:
    return str(int(year) - by) if year.isdigit() else ""


@functools.lru_cache(maxsize=65536)
def head_words(text: str) -> str:
    """What a head or a label says beside period, unit and notes; "" where that is a word for any figure (金额).

    >>> [head_words(text) for text in ("2019年12月31日", "占营业收入 比重（%）", "期末余额", "第一季度（1-3月份）", "本年比上年增减(%)")]
    ['', '占营业收入比重', '', '第一季度（1-3月份）', '本年比上年增减']
    """
    unit = unit_in(text)
    plain = text[: unit.start] + text[unit.end :] if unit else text
    plain = _NOTE.sub("", re.sub(r"[（(\\[](?:单位[:：]?|人民币)*[)）\\]]", "", tight(plain)))
    plain = re.sub(r"[（(](?:[，,]?百分比除外)?[)）]", "", plain)
    plain = re.sub(rf"^{_YEAR}年?", "", plain) if CHANGE.search(plain) else _PERIODS.sub("", plain)
    plain = plain.strip(_STRIP)
    lead = _LEAD.match(plain)
    plain = plain[lead.end() :] if lead and not lead["part"] and lead.end() < len(plain) else plain
    plain = "" if _PERIODS.fullmatch(plain) else plain
    return "" if _GENERIC.fullmatch(plain) else plain


def joined_words(texts: list[str]) -> str:
    """The words of several heads or labels, outermost first, without repeats."""
    return " ".join(dict.fromkeys(filter(None, map(head_words, texts))))


@functools.lru_cache(maxsize=65536)
def name_span(text: str) -> tuple[int, int, str]:
    """Where in a label its name stands, without number, unit, notes and colon; and 其中 or 减 before it.

    >>> [("其中：营业收入（元）"[a:b], lead) for a, b, lead in [name_span("其中：营业收入（元）")]]
    [('营业收入', '其中：')]
    """
    start, end, lead = 0, len(text), ""
    while match := _LEAD.search(text[start:end]):
        if match.end() >= end - start:
            break
        lead = match["part"] or lead
        start += match.end()
    while True:
        before = start, end
        unit = unit_in(text[start:end])
        bracket = re.search(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$", text[start:end])
        note = _NOTE.search(text[start:end])
        if unit and bracket and bracket.start() <= unit.start and bracket.start() > 0:
            end = start + bracket.start()
        elif note and note.end() == end - start and note.start() > 0:
            end = start + note.start()
        while end > start + 1 and text[end - 1] in _STRIP:
            end -= 1
        while start < end - 1 and text[start] in _STRIP:
            start += 1
        if before == (start, end):
            return start, end, lead


def tells(text: str) -> bool:
    """Whether words are Chinese ones that may name the figure behind them."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)) > 1


def names(text: str) -> bool:
    """Whether a label has words to name anything by."""
    return bool(_NAMED.search(text))


def is_dated(label: str, own: str) -> bool:
    """Whether a label is a period and nothing else: 2019年, 第一季度, 期末余额."""
    start, end, _ = name_span(label)
    label = label[start:end]
    rest = head_words(label)
    told = period_told(label, own) is not None or _PARTLY.search(rest)
    return bool(told) and bool(_PART_OF_YEAR.fullmatch(rest)) and not CHANGE.search(tight(label))


def is_named_after_year(label: str, own: str) -> bool:
    """Whether a label names something after a year, which its figures need not be of: 2015年政策性金融债."""
    return bool(_DATED.search(tight(label))) and not is_dated(label, own)


def is_index(head: str) -> bool:
    """Whether a column holds numbers of rows, notes or codes."""
    return bool(_INDEX.fullmatch(tight(head)))


def heads_rows(label: str, others: list[str]) -> bool:
    """Whether the first words of a row and the ``others`` head columns, and are not a name and what it is: 公司名称 甲公司."""
    if not label or is_labelled(label):
        return True
    told = [text for text in others if is_headish(text) or unit_in(text) or period_told(text, "9999") is not None]
    if len(others) == 1:
        return bool(told) and len(others[0]) <= SHORT_HEAD and not NAMELESS.search(tight(label))
    return bool(told)


def never_shared(label: str) -> bool:
    """Whether what a label names is never in the unit of its table: 年龄."""
    return bool(_OF_ITS_OWN.search(tight(label)))


def kind_of_amount(words: str) -> str:
    """Whether words name a sum of money, a time or a number of things: money, duration or measure; "" where they do not say."""
    return next((kind for pattern, kind in _KINDS_OF_AMOUNT if pattern.search(words)), "")


def sorts(label: str) -> str:
    """The word by which an alone label sorts what follows (分产品, 按地区); "" if it does not."""
    match = re.match("[分按]", label)
    return match.group() if match else ""


def numbering(label: str) -> str:
    """How a label is numbered: 一 for 一、, （ for （一）, 1 for 1. and 1、, "" for none."""
    plain = tight(label)
    if re.match(r"[一二三四五六七八九十]{1,3}[、．.]", plain):
        return "一"
    if re.match(r"[（(][一二三四五六七八九十0-9]{1,3}[)）]", plain):
        return "（"
    return "1" if re.match(r"[0-9]{1,2}(?:[、．]|\.(?![0-9]))", plain) else ""


def counts_people(label: str) -> bool:
    """Whether a label counts people or bodies: 股东总数 is in no 股."""
    return bool(_PEOPLE.search(tight(label)))


def dates_rows(head: str) -> bool:
    """Whether the periods under a head are those of the rows' figures; those under 募集年份 are not."""
    return bool(_DATES_ROWS.fullmatch(tight(head)))


def is_labelled(head: str) -> bool:
    """Whether a head stands over names of rows: 项目, 主要指标."""
    return bool(_LABELLED.fullmatch(tight(head)))


def is_headish(text: str) -> bool:
    """Whether a text may be the head of a column of figures."""
    return bool(_HEADISH.search(tight(text)))


def is_unit_head(head: str) -> bool:
    """Whether a column holds the units of its rows."""
    return bool(_UNIT_HEAD.fullmatch(tight(head)))


def is_remark(text: str) -> bool:
    """Whether a row is a note to the table."""
    return bool(_REMARK.search(text)) or len(text) > SECTION_LENGTH


def is_section(label: str) -> bool:
    """Whether a label alone in its row, by its wording, heads those below: 分产品, 流动资产：."""
    return bool(_SECTION.search(tight(label)))


def is_total(label: str) -> bool:
    """Whether a label names a total by itself, whatever section it stands in: 资产总计, 客户贷款总额, 合计."""
    plain = tight(label)
    return bool(_WHOLE.fullmatch(plain)) or (len(plain) > 2 and bool(_TOTAL.search(plain)))


def is_whole(label: str) -> bool:
    """Whether a label says of what it is the total nothing: 合计."""
    return bool(_SUM.fullmatch(tight(label)))


def caption_name(caption: str) -> str:
    """What a caption names, for the total of its table: 货币资金 of 1、货币资金; "" where it says more than a name."""
    last = caption.split(" ")[-1] if caption else ""
    start, end, _ = name_span(last)
    name = last[start:end]
    return name if 2 <= len(name) <= SHORT_HEAD and not re.search(r"[，。；：:]|情况$", name) else ""


def divided(caption: str, label: str) -> str:
    """What a table divides into rows, as its caption tells, for one of them that does not say it; "" for any other.

    >>> divided("按行业划分的公司贷款分布情况", "建筑业"), divided("按期限划分的公司贷款情况", "短期贷款")
    ('公司贷款', '')
    """
    found = _DIVIDED.search(caption)
    what = found["what"] if found else ""
    return "" if not what or tight(label).endswith(what[-2:]) or what in label else what


def change_basis(text: str) -> str:
    """What the change that a head tells is against."""
    plain = tight(text)
    if _MONTHLY.search(plain):
        return "环比"
    than = _THAN.search(plain)
    return f"比{than['than']}" if than else "同比"
