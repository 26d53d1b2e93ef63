"""The sentence that answers in the report's own words: of its year, with its facts or its phrase, or none."""

from __future__ import annotations

from dataclasses import replace

from index.records import Document
from qa.quote import quote
from qa.results import Answer, Question
from qa.select import Candidate
from tests.qa.made import document, fact, hit, info, passage, question

PLATFORM = "甲市法院上线掌上诉讼平台“云上法庭”，当事人足不出户即可立案。"
LISTED = "打造三张名片：云上法庭、午间法庭、流动法庭。"
TEXT = f"{PLATFORM}\n执行到位金额35.8亿元，发放司法救助金243.6万元。\n{LISTED}\n"
REPORT = document(TEXT, entity="甲市法院", name="甲市法院2024")


def quoted(asked: Question, report: Document = REPORT, *ranked: Candidate, period: str = "2024") -> Answer:
    infos = [replace(info("甲市法院", period, "甲市法院工作总结"), id=report.id)]
    return quote(asked, infos, [hit(report)], ranked, {report.id: report}.__getitem__)


def in_words(text: str, **fields: object) -> Question:
    return question(text, text=text, operation="text", **fields)


def test_a_phrase_of_the_sentence_answers():
    answer = quoted(in_words("掌上诉讼平台叫什么名字"))
    assert (answer.answer, answer.text) == ("“云上法庭”", PLATFORM)
    cited = answer.citations[0]
    assert (cited.quote, REPORT.text[cited.start : cited.end]) == (PLATFORM, PLATFORM)
    assert answer.phrase is not None


def test_a_figure_that_the_question_gives_tells_which_sentence_answers():
    text = "今年电影票房已超165亿元，电影市场有什么看什么。其中，影片《甲的歌》票房超17.7亿元。\n"
    report = document(text, entity="甲市法院", name="甲市法院2024")
    assert "《甲的歌》" in quoted(in_words("票房超17.7亿的电影是什么影片"), report).text


def test_a_sentence_that_names_what_is_sought_is_preferred():
    said = "知识产权平台建设取得新进展，保护知识产权力度加大。"
    named = "实质化运作知识产权保护平台“知产云盾”，保护力度加大。"
    report = document(f"{said}\n{named}\n", entity="甲市法院", name="甲市法院2024")
    assert quoted(in_words("保护知识产权的平台叫什么名字"), report).text == named


def test_a_cell_of_a_table_answers_with_the_words_that_name_it():
    report = document(
        "\t董事会秘书\t证券事务代表\n姓名\t方一鸣\t梁二白\n电话\t010-1\t010-2\n", entity="甲公司", name="甲公司2024"
    )
    answer = quoted(in_words("证券事务代表叫什么"), report)
    assert (answer.answer, answer.text, answer.citations[0].quote) == (
        "梁二白",
        "姓名 证券事务代表：梁二白",
        "姓名\t方一鸣\t梁二白",
    )
    assert quoted(in_words("证券事务代表做什么"), report).reason == "not_stated"  # heads alone tell nothing


def test_what_is_written_in_a_form_of_its_own_is_told_in_that_form():
    report = document(
        "通过电话、电子邮箱等方式沟通。\n电子邮箱：fy@jia.example\n", entity="甲市法院", name="甲市法院2024"
    )
    assert "fy@jia.example" in quoted(in_words("电子邮箱是什么"), report).text
    bare = document("通过电话、电子邮箱等方式沟通。\n", entity="甲市法院", name="甲市法院2024")
    assert quoted(in_words("电子邮箱是什么"), bare).reason == "not_stated"


def test_names_that_end_in_what_is_asked_for_say_so():
    told = "推动甲市银行与乙地银行合并重组。"
    report = document(f"{told}\n", entity="甲市", name="甲市2024")
    assert quoted(in_words("哪家银行合并重组"), report).text == told
    assert quoted(in_words("哪所大学合并重组"), report).reason == "not_stated"


def test_a_heading_tells_nothing():
    report = document("（三）法官出席会议情况\n", entity="甲市法院", name="甲市法院2024")
    assert quoted(in_words("哪位法官出席会议"), report).reason == "not_stated"


def test_where_figures_are_asked_for_those_of_the_sentence_answer():
    facts = [fact(REPORT, "243.6万元", "司法救助金"), fact(REPORT, "35.8亿元", "执行到位金额")]
    ranked = [Candidate(one, passage(REPORT), 0.9, 0.9) for one in facts]
    asked = question("执行到位金额和司法救助金", text="执行到位金额和司法救助金各多少", operation="list")
    answer = quoted(asked, REPORT, *ranked)
    assert [one.raw for one in answer.facts] == ["35.8亿元", "243.6万元"]
    assert quoted(asked).reason == "not_stated"  # no fact of it is left


def test_three_things_are_told_by_a_sentence_that_lists_three():
    answer = quoted(question("名片", text="打造了哪三张名片", operation="list"))
    assert "云上法庭、午间法庭、流动法庭" in answer.text
    assert answer.facts == ()


def test_a_long_list_is_told_by_the_heads_of_its_items():
    told = "".join(
        f"{n}是{what}。{'要办得又快又好。' * 20}" for n, what in zip("一二三", ("修路", "办学", "供水"), strict=True)
    )
    report = document(f"全年抓好三件大事：{told}\n", entity="甲市", name="甲市2024")
    answer = quoted(question("抓好大事", text="全年抓好哪三件大事", operation="list"), report)
    assert answer.text == answer.answer == "全年抓好三件大事：一是修路；二是办学；三是供水"
    assert answer.citations[0].quote == "全年抓好三件大事：一是修路"
    planned = document(f"2025年再上台阶。全年抓好三件大事：{told}\n", entity="甲市", name="甲市2024")
    asked = question("抓好大事", text="2025年抓好哪三件大事", operation="list", periods=("2025",))
    assert quoted(asked, planned).text == answer.text
    assert quoted(asked, report).reason == "not_stated"


def test_a_list_that_looks_back_on_another_year_does_not_answer():
    made = [
        f"院长从三个方面回顾了{year}年工作：一是{what}护航；二是司法为民；三是从严治院。\n"
        for year, what in ((2023, "能动"), (2024, "公正"))
    ]
    report = document("".join(made), entity="甲市法院", name="甲市法院2024")
    asked = question("院长从三个方面回顾", text="院长从哪三个方面回顾2024年", operation="list", periods=("2024",))
    assert quoted(asked, report).text == made[1].strip()
    assert quoted(asked, document(made[0], entity="甲市法院", name="甲市法院2024")).reason == "not_stated"


def test_a_sentence_of_another_year_does_not_answer():
    asked = in_words("掌上诉讼平台叫什么名字", periods=("2023",))
    assert quoted(asked).reason == "not_stated"
    assert not quoted(asked, period="2023").refused
    assert not quoted(asked, document(f"2023年，{PLATFORM}\n")).refused


def test_a_sentence_is_of_the_year_that_what_stands_before_it_tells():
    plan = "2025年，全市法院力争再上台阶。着力抓好修缮法庭、培训法官两件大事。"
    report = document(f"{plan}\n", entity="甲市法院", name="甲市法院2024")
    asked = question("抓好大事", text="2025年要着力抓好哪两件大事", operation="list", periods=("2025",))
    assert "修缮法庭、培训法官" in quoted(asked, report).text
    assert quoted(replace(asked, periods=("2023",)), report).reason == "not_stated"


def test_a_year_in_chinese_digits_and_one_within_the_span_asked_for_are_those_asked_for():
    asked = in_words("掌上诉讼平台叫什么名字", periods=("2013",))
    assert not quoted(asked, document(f"二0一三年，{PLATFORM}\n")).refused
    assert not quoted(replace(asked, periods=("2012-2014",)), document(f"二〇一三年，{PLATFORM}\n")).refused
    assert quoted(replace(asked, periods=("2014-2016",)), document(f"二〇一三年，{PLATFORM}\n")).refused


def test_a_month_does_not_tell_the_day():
    month, day = "2024年12月，掌上诉讼平台上线。", "2024年12月10日，掌上诉讼平台上线运行。"
    asked = in_words("掌上诉讼平台是哪一天上线的")
    both = document(f"{month}\n{day}\n", entity="甲市法院", name="甲市法院2024")
    assert quoted(asked, both).answer == "2024年12月10日"
    assert quoted(asked, document(f"{month}\n", entity="甲市法院", name="甲市法院2024")).reason == "not_stated"
    assert quoted(in_words("掌上诉讼平台是何时上线的"), document(f"{month}\n")).answer == "2024年12月"


def test_nothing_like_it_is_no_answer():
    assert quoted(in_words("哪个城市举办了马拉松")).reason == "not_stated"
    assert quote(in_words("谁"), [], [], (), lambda _: REPORT).reason == "not_stated"
