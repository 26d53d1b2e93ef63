"""Title, body and period of a report: what is read, from where, and what is honestly left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clean import clean
from index.infer import KINDS, infer_date, infer_entity, infer_kind, infer_period, infer_title
from index.load import load

TITLES = [
    ("湖州法院2024", "一年来，全市法院成绩明显。", "湖州法院2024", "文件名"),
    ("2024_2024年国务院政府工作报告", "各位代表：\n现在报告工作。", "2024年国务院政府工作报告", "文件名"),
    (
        "a",
        "示例市中级人民法院工作报告（2024年）\n\n各位代表：现在报告工作。",
        "示例市中级人民法院工作报告（2024年）",
        "正文标题",
    ),
    (
        "a",
        "示例市2024年国民经济和社会发展统计公报\n一、综合\n全年增长5%。",
        "示例市2024年国民经济和社会发展统计公报",
        "正文标题",
    ),
    ("a_b", "请审议这份工作报告，并提出意见。", "a b", "文件名"),
    ("a", "", "a", "文件名"),
]


@pytest.mark.parametrize(("name", "raw", "value", "how"), TITLES)
def test_title(name: str, raw: str, value: str, how: str):
    found = infer_title(name, clean(raw))
    assert (found.value, found.how) == (value, how)


ENTITIES = [
    ("湖州法院2024", "", "湖州法院", "文件名"),
    ("德清县人民法院2024年工作报告", "", "德清县人民法院", "文件名"),
    ("示例市中级人民法院工作报告（2022年）", "", "示例市中级人民法院", "文件名"),
    ("某市中院_2009", "", "某市中院", "文件名"),
    ("某区检察院_2017至2021", "", "某区检察院", "文件名"),
    ("最高法_执行白皮书_2013至2015_报道", "", "最高法", "文件名"),
    ("2026_广东省_政府工作报告", "", "广东省", "文件名"),
    ("2026_宁夏回族自治区_政府工作报告", "", "宁夏回族自治区", "文件名"),
    ("示例市2024年统计公报", "", "示例市", "文件名"),
    ("2024年国务院政府工作报告", "", "全国", "文件名"),
    ("1992_1992年中华人民共和国国务院政府工作报告", "", "全国", "文件名"),
    ("示例科技股份有限公司2024年年度报告", "", "示例科技股份有限公司", "文件名"),
    ("示例市2024年国民经济和社会发展统计公报", "", "示例市", "文件名"),
    ("示例县_2024年国民经济和社会发展统计公报", "", "示例县", "文件名"),
    ("杭州2024年国民经济和社会发展统计公报", "", "杭州", "文件名"),
    ("上海2024年国民经济和社会发展统计公报", "", "上海", "文件名"),
    ("2024年度示例市人力资源和社会保障事业发展统计公报", "", "示例市", "文件名"),
    ("和田地区2024年统计公报", "", "和田地区", "文件名"),
    ("2024年国民经济和社会发展统计公报", "", "全国", "文件名"),
    ("中华人民共和国2024年国民经济和社会发展统计公报", "", "全国", "文件名"),
    ("国家统计局_2024年国民经济和社会发展统计公报", "", "全国", "文件名"),
    ("全国2007年统计公报", "", "全国", "文件名"),
    ("1978年中国统计公报", "", "全国", "文件名"),
    ("1-10个月我国区域经济增长", "", "", "未找到"),
    ("前10个月我国区块链发展", "", "", "未找到"),
    ("上半年全市生产总值公报", "", "", "未找到"),
    ("某地市场监管报告2023", "", "", "未找到"),
    ("今年广东省新增就业", "", "广东省", "文件名"),
    ("关于示例市2024年预算执行情况的报告", "", "示例市", "文件名"),
    ("示例酒业2020年年度报告", "", "示例酒业", "文件名"),
    ("贵州茅台2020年年度报告", "", "贵州茅台", "文件名"),
    ("北京银行2024年年报", "", "北京银行", "文件名"),
    ("美的集团2024年年度报告", "", "美的集团", "文件名"),
    ("a", "示例县人民法院工作报告\n各位代表：现在报告工作。", "示例县人民法院", "正文开头"),
    ("a", "各位代表：\n我代表示例县人民法院报告工作，请予审议。", "示例县人民法院", "正文开头"),
    ("a", "我代表市人民政府报告工作。", "", "未找到"),
    ("20240113_1_新闻", "全年收案5件。", "", "未找到"),
    ("", "", "", "未找到"),
]


@pytest.mark.parametrize(("name", "raw", "value", "how"), ENTITIES)
def test_entity(name: str, raw: str, value: str, how: str):
    found = infer_entity(name, clean(raw))
    assert (found.value, found.how) == (value, how)


PERIODS = [
    ("湖州法院2024", "", "2024", "文件名"),
    ("示例县人民法院工作报告（2022年）", "2023年，我们将继续努力。", "2022", "文件名"),
    ("某区检察院_2017至2021", "", "2017-2021", "文件名"),
    ("某中院2017年—2021年", "", "2017-2021", "文件名"),
    ("2026_广东省_政府工作报告", "各位代表：现在报告工作。", "2025", "文件名：报告年份的上一年"),
    ("2026_云南省_政府工作报告", "一、2025年工作回顾\n全年增长5%。", "2025", "正文：工作回顾"),
    ("2024_政府工作报告", "一、2023年政府工作情况\n增长5%。", "2023", "正文：工作回顾"),
    ("a", "2022年，全院收案5件。", "2022", "正文开头"),
    ("20240113_1_新闻", "2023年，全国收案5件。", "2023", "正文开头"),
    ("20240113_1_新闻", "到2027年，要建成。2023年收案5件，2023年结案4件。", "2023", "正文出现最多的年份"),
    ("20240113_1_新闻", "收案5件。", "2024", "文件名日期"),
    ("2024-01-13_新闻", "收案5件。", "2024", "文件名日期"),
    ("奋勇前进_(十五大)", "同志们：现在作报告。一九八○年收案5件。", "1997", "党代会的年份"),
    ("第十八次全国代表大会报告", "同志们：现在作报告。", "2012", "党代会的年份"),
    ("学习十五大精神", "收案5件。", "", "未找到"),
    ("a", "二0一二年，全院收案5件。", "2012", "正文开头"),
    ("a", "收案5件。", "", "未找到"),
    (
        "a",
        "收案5件。\n\n本作品是公文。根据\n著作权法\n，属于\n公有领域\n。\n↑\n据2024年共识\n，2024年起适用。",
        "",
        "未找到",
    ),
    ("编号120240", "收案5件。", "", "未找到"),
]


@pytest.mark.parametrize(("name", "raw", "value", "how"), PERIODS)
def test_period(name: str, raw: str, value: str, how: str):
    text = clean(raw)
    found = infer_period(name, infer_title(name, text).value, text)
    assert (found.value, found.how) == (value, how)


KIND_ROWS = [
    ("示例县人民法院工作报告（2022年）", "", "法院工作报告", "文件名"),
    ("湖州法院2024年工作摘要", "", "法院工作报告", "文件名"),
    ("2024年最高人民检察院工作报告", "", "检察院工作报告", "文件名"),
    ("2026_广东省_政府工作报告", "", "政府工作报告", "文件名"),
    ("示例市2024年统计公报", "", "统计公报", "文件名"),
    ("示例科技2024年年度报告", "", "年度报告", "文件名"),
    ("示例科技2024年半年度报告", "", "其他", "未见类型"),
    ("20250805_8_国内联播快讯", "", "新闻", "文件名"),
    ("最高法_执行白皮书_2013至2015_报道", "", "新闻", "文件名"),
    ("a", "示例市2024年国民经济和社会发展统计公报\n一、综合\n全年增长5%。", "统计公报", "标题"),
    ("示例县法院_2012", "各位代表：\n我代表县人民法院向大会报告工作，请予审议。", "法院工作报告", "正文开头"),
    ("示例县法院_2012", "全年收案5件。", "其他", "未见类型"),
    ("a", "我代表大家报告工作。", "其他", "未见类型"),
    ("", "", "其他", "未见类型"),
]


@pytest.mark.parametrize(("name", "raw", "value", "how"), KIND_ROWS)
def test_kind(name: str, raw: str, value: str, how: str):
    text = clean(raw)
    found = infer_kind(name, infer_title(name, text).value, infer_entity(name, text).value, text)
    assert (found.value, found.how) == (value, how)
    assert found.value in KINDS


DATES = [
    ("20240113_1_新闻", "", "2024-01-13", "文件名"),
    ("2020-01-21__示例公司__2019年__年度报告", "", "2020-01-21", "文件名"),
    ("示例法院2024年1月20日报告", "", "2024-01-20", "文件名"),
    ("a", "示例县人民法院工作报告\n2024年1月20日\n各位代表：", "2024-01-20", "正文开头"),
    ("a", "示例县人民法院工作报告\n（2024年1月20日）\n各位代表：", "2024-01-20", "正文开头"),
    (
        "a",
        "工作报告\n——2024年1月20日在示例市第十届人民代表大会第三次会议上\n各位代表：",
        "2024-01-20",
        "正文开头",
    ),
    (
        "a",
        "工作报告\n——2024年1月20日在示例市第十届人民代表大会\n第三次会议上\n各位代表：",
        "2024-01-20",
        "正文开头",
    ),
    ("a", "统计公报\n发布时间：2025-02-28 09:30\n一、综合", "2025-02-28", "正文开头"),
    ("a", "2024年1月20日，法院收案5件。", "", "未找到"),
    ("a", "工作报告\n2024年2月30日\n各位代表：", "", "未找到"),
    ("a", "工作报告\n" + "第一段。\n\n" * 20 + "2024年1月20日", "", "未找到"),
    ("某区检察院_2017至2021", "", "", "未找到"),
    ("编号120240113", "", "", "未找到"),
]


@pytest.mark.parametrize(("name", "raw", "value", "how"), DATES)
def test_date(name: str, raw: str, value: str, how: str):
    found = infer_date(name, clean(raw))
    assert (found.value, found.how) == (value, how)


def test_every_report_says_how_its_body_and_period_were_found(corpus: Path):
    """Only what names no body (news of the day, a report of findings without a year) may be left open."""
    open_bodies, open_periods = [], []
    for file in sorted((corpus / "reports").rglob("*.txt")):
        text = clean(load(file)[1].text)
        title, entity = infer_title(file.stem, text), infer_entity(file.stem, text)
        period = infer_period(file.stem, title.value, text)
        assert title.value
        assert all(found.how for found in (title, entity, period))
        assert bool(entity.value) == (entity.how != "未找到")
        assert bool(period.value) == (period.how != "未找到")
        if not entity.value:
            open_bodies.append(file.parent.name)
        if not period.value:
            open_periods.append(file.stem)
    assert set(open_bodies) == {"court_news"}
    assert len(open_periods) == 1


@pytest.mark.parametrize(
    ("folder", "name", "entity", "period"),
    [
        ("seeds", "湖州法院2024", "湖州法院", "2024"),
        ("seeds", "德清法院2024", "德清法院", "2024"),
        ("national", "2024_2024年中华人民共和国国务院政府工作报告", "全国", "2023"),
        ("provincial_2026", "2026_海南省_政府工作报告", "海南省", "2025"),
        ("procuratorates", "洪山区检察院_2017至2021", "洪山区检察院", "2017-2021"),
    ],
)
def test_known_reports(corpus: Path, folder: str, name: str, entity: str, period: str):
    text = clean(load(corpus / "reports" / folder / f"{name}.txt")[1].text)
    assert infer_entity(name, text).value == entity
    assert infer_period(name, infer_title(name, text).value, text).value == period


def test_long_names_and_texts_take_no_time():
    assert infer_entity("某" * 5000, clean("某" * 5000)).value == ""
    assert infer_period("1" * 5000, "", clean("年" * 200_000)).value == ""
    assert infer_kind("我代表" * 5000, "", "", clean("我代表" * 50_000)).value == "其他"
    assert infer_date("2" * 5000, clean("2024年1月" * 20_000)).value == ""
    assert infer_title("公司（" * 1000, clean("报告" * 50_000)).how == "文件名"


@pytest.mark.parametrize(
    ("name", "entity", "period"),
    [
        ("贵州茅台2020年年度报告", "贵州茅台", "2020"),
        ("贵州茅台2021年第一季度报告", "贵州茅台", "2021"),
        ("湖州市2023年年度报告", "湖州市", "2023"),
        ("2020-01-21__江苏甲乙股份有限公司__300000__甲乙__2019年__年度报告", "江苏甲乙股份有限公司", "2019"),
    ],
)
def test_a_listed_company_and_the_year_its_report_tells_of(name: str, entity: str, period: str):
    text = clean("2018年营业收入5元。2018年净利润3元。")
    assert infer_entity(name, text).value == entity
    assert infer_period(name, name, text).value == period
