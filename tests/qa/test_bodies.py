"""Which bodies a question names: aliases, the longer name over the shorter, abbreviations, and names not held."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import DocumentInfo
from qa.bodies import aliases, find_bodies
from tests.qa.made import LIBRARY, bodies_of, info

CITY, COUNTY, GOVERNMENT = "示例市中级人民法院", "示例县人民法院", "示例市"
NATIONAL = [info("全国"), info("广东"), info("上海市"), info("新疆维吾尔自治区")]
YEARLY = [info("湖州法院", "2023", "湖州法院2023"), info("湖州法院", "2024", "湖州法院2024")]
NESTED = [info("南海市中级人民法院"), info("南海市人民检察院"), info("海市人民法院"), info("南海集团股份有限公司")]


@pytest.mark.parametrize(
    ("entity", "names"),
    [
        (CITY, "示例市中级人民法院 示例中级人民法院 示例市中院 示例中院 示例市法院 示例法院 示例市 示例"),
        (COUNTY, "示例县人民法院 示例县法院 示例法院 示例县 示例"),
        ("湖州市人民检察院", "湖州市人民检察院 湖州市检察院 湖州检察院 湖州市检察机关 湖州市 湖州"),
        ("湖州法院", "湖州法院 湖州人民法院 湖州"),
        ("广东省", "广东省 广东"),
        ("内蒙古自治区", "内蒙古自治区 内蒙古"),
        ("新疆维吾尔自治区", "新疆维吾尔自治区 新疆"),
        ("广西壮族自治区高级人民法院", "广西壮族自治区高级人民法院 广西法院 广西"),
        ("全国", "全国 我国 中国 国务院"),
        ("四海电力股份有限公司", "四海电力股份有限公司 四海电力"),
        ("四海集团", "四海集团 四海"),
        ("", ""),
    ],
)
def test_a_body_is_called_many_names(entity: str, names: str):
    assert set(names.split()) <= set(aliases(entity))


@pytest.mark.parametrize("entity", sorted({one.entity.value for one in (*LIBRARY, *NATIONAL, *NESTED)}))
def test_aliases_come_longest_first_once_and_never_of_one_character(entity: str):
    names = aliases(entity)
    assert list(names) == sorted(set(names), key=lambda name: (-len(name), name)) or entity == "全国"
    assert all(len(name) >= 2 for name in names)
    assert entity in names


@pytest.mark.parametrize("entity", ["湖州法院", "德清县人民检察院", "广东省", "四海电力股份有限公司"])
def test_no_court_goes_by_the_name_of_another_organ(entity: str):
    courts = [name for name in aliases(entity) if "法院" in name]
    offices = [name for name in aliases(entity) if "检察" in name]
    assert not (courts and offices)


@pytest.mark.parametrize(
    ("question", "library", "bodies"),
    [
        ("示例市中级人民法院2024年新收案件", LIBRARY, {CITY}),
        ("示例中院2024年新收案件", LIBRARY, {CITY}),
        ("示例市法院2024年新收案件", LIBRARY, {CITY}),
        ("示例县法院2024年新收案件", LIBRARY, {COUNTY}),
        ("示例县2024年新收案件", LIBRARY, {COUNTY}),
        ("示例市2024年生产总值", LIBRARY, {CITY, GOVERNMENT}),
        ("示例的两家法院", LIBRARY, {CITY, COUNTY, GOVERNMENT}),
        ("示例县和示例市谁多", LIBRARY, {COUNTY, CITY, GOVERNMENT}),
        ("湖州法院与德清法院比较", LIBRARY, {"湖州法院", "德清法院"}),
        ("德清县人民法院结收比", LIBRARY, {"德清法院"}),
        ("湖州市中院的收案", LIBRARY, {"湖州法院"}),
        ("全国粮食产量", LIBRARY, {"全国"}),
        ("我国粮食产量", LIBRARY, {"全国"}),
        ("四海电力的营业收入", LIBRARY, {"四海电力股份有限公司"}),
        ("四海电力2023年年度报告里的收入", LIBRARY, {"四海电力股份有限公司"}),
        ("上海GDP", NATIONAL, {"上海市"}),
        ("上海市GDP", NATIONAL, {"上海市"}),
        ("新疆棉花", NATIONAL, {"新疆维吾尔自治区"}),
        ("南海市中级人民法院收案", NESTED, {"南海市中级人民法院"}),
        ("南海市检察院起诉", NESTED, {"南海市人民检察院"}),
        ("南海市的年报", NESTED, {"南海市中级人民法院", "南海市人民检察院"}),
        ("海市法院收案", NESTED, {"海市人民法院"}),
        ("南海集团的年报", NESTED, {"南海集团股份有限公司"}),
        ("湖州法院2024年新收案件", YEARLY, {"湖州法院"}),
    ],
)
def test_the_bodies_of_a_question(question: str, library: Sequence[DocumentInfo], bodies: set[str]):
    assert bodies_of(find_bodies(question, library).documents) == bodies


def test_a_place_means_all_its_reports_of_all_its_years():
    named = find_bodies("示例市", LIBRARY)
    assert set(named.documents) == {one.id for one in LIBRARY if one.entity.value in (CITY, GOVERNMENT)}
    assert named.names == ("示例市",)


def test_the_year_in_the_name_of_a_report_stays_in_the_question():
    named = find_bodies("湖州法院2024年和2023年新收案件各多少件", YEARLY)
    assert set(named.documents) == {one.id for one in YEARLY}
    assert "2024年" in named.rest


def test_a_report_is_found_by_its_name():
    named = find_bodies("示例市2024年统计公报里的人口", LIBRARY)
    assert {one.split("#")[0] for one in named.documents} == {"示例市2024年统计公报"}
    assert "人口" in named.rest


def test_names_are_told_as_asked_and_in_the_order_asked():
    named = find_bodies("德清法院和湖州市以及示例中院", LIBRARY)
    assert named.names == ("德清法院", "湖州", "示例中院")


def test_what_is_left_of_the_question_names_nobody():
    named = find_bodies("湖州法院2024年执行到位金额", LIBRARY)
    assert "湖州" not in named.rest
    assert named.rest.strip() == "2024年执行到位金额"


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("样本县人民法院2024年执行到位金额", "样本县人民法院"),
        ("上海2024年GDP", "上海"),
        ("江苏法院收案多少", "江苏"),
        ("浙江省GDP", "浙江"),
        ("辽宁省粮食产量", "辽宁"),
        ("甘肃粮食产量", "甘肃"),
        ("新疆棉花产量", "新疆"),
        ("黑龙江粮食产量", "黑龙江"),
        ("沪市GDP多少", "上海"),
        ("浙企研发投入", "浙江"),
        ("长兴法院新收案件", "长兴法院"),
        ("杭州中院收案", "杭州中院"),
        ("南京市政府收入", "南京市"),
        ("宁波市中级人民法院收案", "宁波市中级人民法院"),
        ("安吉县检察院起诉", "安吉县检察院"),
        ("五湖公司营业收入", "五湖公司"),
        ("示范市2024年收入", "示范市"),
        ("那长兴法院呢", "长兴法院"),
        ("那么长兴法院呢", "长兴法院"),
        ("还有长兴法院呢", "长兴法院"),
        ("换成长兴县法院", "长兴县法院"),
        ("那曲市呢", "那曲市"),
    ],
)
def test_a_body_not_held_is_a_stranger(question: str, stranger: str):
    named = find_bodies(question, LIBRARY)
    assert named.documents == ()
    assert named.names == ()
    assert named.strangers == (stranger,)


@pytest.mark.parametrize(
    "question",
    """全市法院新收案件 市中院本级 基层法院审结 上级法院改判 最高人民法院 高级人民法院改判 人民检察院起诉 各县法院 全省法院 我院收案 本院收案
    其中公司多少家 上市公司多少家 保险公司赔付 国有公司利润 子公司多少家 这家公司 新增市场主体多少户
    农贸市场改造 节省佣金多少元 跨省通办事项 百强县有几个
    觉得法院判错的 五年里头法院收案 欠发工资县数 网上拍省了多少 注册公司要多久 不用上法院就摆平 咱县法院收案 提请省院抗诉数 刑事抗诉法院认了几成
    贫困县脱贫 省级示范县 县城人口 市民满意度 城市绿地 超市价格 新收案件多少件 黑恶势力案件 青少年犯罪 港口吞吐量 台风损失 津贴多少 宁静
    藏品多少件 苏醒 晋升多少人 共享法庭 人民法庭""".split(),
)
def test_words_that_only_look_like_a_body_are_none(question: str):
    named = find_bodies(question, LIBRARY)
    assert (named.documents, named.names, named.strangers) == ((), (), ())
    assert named.rest == question


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("粤省GDP", "广东"),
        ("粤GDP", "广东"),
        ("粤企研发投入", "广东"),
        ("粤省和沪市的GDP", "上海市"),
        ("沪市GDP", "上海市"),
        ("沪人均收入", "上海市"),
    ],
)
def test_an_abbreviated_province_is_found(question: str, body: str):
    assert body in bodies_of(find_bodies(question, NATIONAL).documents)


@pytest.mark.parametrize("question", ["新收案件多少件", "新企业多少家", "增加和新区建设", "粤剧演出多少场", "沪州"])
def test_a_character_is_no_province_where_it_begins_a_word(question: str):
    named = find_bodies(question, NATIONAL)
    assert "新疆维吾尔自治区" not in bodies_of(named.documents)


@pytest.mark.parametrize(
    "question", ["湖州检察院起诉多少人", "示例县政府收入多少", "示例省法院收案多少", "湖州省收入多少"]
)
def test_another_organ_of_the_same_place_is_a_stranger(question: str):
    named = find_bodies(question, LIBRARY)
    assert named.documents == ()
    assert named.strangers


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["示例", "市", "县", "法院", "湖州", "上海", "沪", "粤", "新", "公司", "和", "2024年", " ", "😀", "多少"]
        ),
        max_size=10,
    ).map("".join)
)
def test_any_words_give_bodies_that_are_held(text: str):
    named = find_bodies(text, LIBRARY)
    assert set(named.documents) <= {one.id for one in LIBRARY}
    assert len(set(named.documents)) == len(named.documents)
    assert bool(named.documents) == bool(named.names)
    assert find_bodies(text, LIBRARY) == named
    assert find_bodies(text, ()).documents == ()


FAR = [
    info("云岭溪口区人民法院"),
    info("海东溪口区人民检察院"),
    info("最高法", "2013-2015", "最高法白皮书"),
    info("", "2024", "新闻"),
]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("溪口区法院12月结案率多少", {"云岭溪口区人民法院"}),
        ("溪口区人民检察院批捕多少人", {"海东溪口区人民检察院"}),
        ("最高人民法院2024年收案多少", {"最高法白皮书", "新闻"}),
        ("2024年最高检办了多少案件", {"新闻"}),
    ],
)
def test_a_body_is_found_by_the_end_of_its_name_and_news_may_tell_of_the_highest(question: str, names: set[str]):
    found = find_bodies(question, FAR)
    assert found.strangers == ()
    held = {one.id: one.name if one.name in names else one.entity.value for one in FAR}
    assert {held[id_] for id_ in found.documents} == names


def test_the_end_of_two_names_is_neither():
    both = [info("云岭溪口区人民法院"), info("海东溪口区人民法院")]
    assert find_bodies("溪口区法院结案率多少", both).strangers == ("溪口区法院",)


def test_a_company_is_named_as_its_file_names_it_beside_the_full_name():
    documents = [
        info(
            "江苏甲乙智能输电股份有限公司",
            "2019",
            "2020-01-21__江苏甲乙智能输电股份有限公司__300000__甲乙智电__2019年__年度报告",
        )
    ]
    found = find_bodies("甲乙智电2019年营业收入多少", documents)
    assert (found.names, found.documents) == (("甲乙智电",), (documents[0].id,))
    assert find_bodies("年度报告里营业收入多少", documents).names == ()


def test_a_topic_in_the_name_of_a_courts_file_is_no_body():
    documents = [
        info("金水法院", "2015", "金水法院_执行_报道"),
        info("四川法院", "2018", "四川法院_执行_2016至2018_报道"),
    ]
    found = find_bodies("上海法院执行到位金额多少", documents)
    assert (found.names, found.strangers) == ((), ("上海",))
    assert set(find_bodies("四川法院和金水法院执行到位金额", documents).names) == {"四川法院", "金水法院"}


def test_a_court_is_known_by_the_name_of_its_city_with_its_rank():
    library = [info("示范市"), info("示范中院")]
    found = find_bodies("示范市中院2024年收案多少", library)
    assert (bodies_of(found.documents), found.strangers) == ({"示范中院"}, ())
    assert bodies_of(find_bodies("示范市2024年收入多少", library).documents) == {"示范市", "示范中院"}
    assert bodies_of(find_bodies("示范市政府2024年收入多少", library).documents) == {"示范市"}
    assert find_bodies("示范市检察院2024年批捕多少", library).strangers == ("示范市检察院",)


def test_a_place_is_no_brand():
    library = [info("平阳市"), info("平阳乳业股份有限公司")]
    assert "平阳" not in find_bodies("平阳白酒产量多少", library[:1]).rest
    assert "平阳乳业" in find_bodies("平阳乳业牛奶产量多少", library[1:]).rest
