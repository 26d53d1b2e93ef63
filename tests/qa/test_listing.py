"""Where a passage lists as many things as a question asks for by name."""

from __future__ import annotations

import pytest

from qa.listing import counts_otherwise, listings, wanted


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("要抓好哪四件大事", 4),
        ("“两条底线”是哪两条？", 2),
        ("从哪十个方面作了安排", 10),
        ("讲的“五化”转型是哪五化？", 5),
        ("“五化”转型进展如何", 0),
        ("有哪些措施", 0),
        ("哪家企业最大", 0),
        ("新建了多少条线路", 0),
    ],
)
def test_how_many_things_are_asked_for(question: str, count: int):
    assert wanted(question) == count


@pytest.mark.parametrize(
    ("text", "count", "listed"),
    [
        ("全年抓好修路、办学和供水三件事。其余从略。", 3, ["全年抓好修路、办学和供水三件事。"]),
        ("全年抓好修路、办学和供水。", 4, []),
        (
            "严守三条：楼房不再新建，人员只减不增，经费逐年压缩。",
            3,
            ["严守三条：楼房不再新建，人员只减不增，经费逐年压缩。"],
        ),
        ("严守三条：楼房不再新建，人员只减不增。", 3, []),
        ("要做好：一是修路。二是办学。三是供水。此后验收。", 3, ["要做好：一是修路。二是办学。三是供水。"]),
        (
            "去年平稳。镇长从三个方面作了回顾：一是修路；二是办学；三是供水。",
            3,
            ["镇长从三个方面作了回顾：一是修路；二是办学；三是供水。"],
        ),
        ("一是修路。二是办学。", 3, []),
        ("二是办学。三是供水。四是供电。", 3, []),
        ("严格执行三条禁令。", 3, []),
        ("全年回顾：修好了路；办好了学；供好了水。此后验收。", 3, ["全年回顾：修好了路；办好了学；供好了水。"]),
        ("先办“三件实事”，修好北路，办好南校，供好东水。", 3, ["先办“三件实事”，修好北路，办好南校，供好东水。"]),
        ("东城—西城都市圈提速。", 2, ["东城—西城都市圈提速。"]),
        ("麦、稻、粟三大粮仓建成。", 3, ["麦、稻、粟三大粮仓建成。"]),
        ("抓好修路、办学、供水、供电和绿化。", 3, []),
    ],
)
def test_what_lists_so_many(text: str, count: int, listed: list[str]):
    assert [text[a:b] for a, b in listings(text, count)] == listed


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("打好治水、治沙、治气的攻坚战,成效明显。", True),
        ("表彰了三位在攻坚战里出力的人：周甲、吴乙、郑丙。", True),
        ("加大对三大攻坚战的支持,更多向修路、办学、供水倾斜。", False),
    ],
)
def test_a_list_is_of_what_its_clause_says(sentence: str, listed: bool):
    assert bool(list(listings(sentence, 3, "要打 攻坚战"))) is listed


def test_one_of_the_list_may_be_named_by_the_question():
    text = "“甲车北上”、“乙车北上”、“丙车南下”累计办理万余次。"
    assert bool(list(listings(text, 2, "“丙车南下”之外还有 政策")))
    assert not list(listings(text, 2, "“丙车南下” 政策"))


@pytest.mark.parametrize(
    ("asked", "sentence", "expected"),
    [
        ("要抓好哪四件大事", "着力抓好五件大事。", True),
        ("要抓好哪四件大事", "着力抓好四件大事，去年的五件大事已经办成。", False),
        ("要抓好哪四件大事", "着力抓好大事。", False),
        ("抓好了什么大事", "着力抓好五件大事。", False),
    ],
)
def test_a_sentence_about_so_many_others_is_told(asked: str, sentence: str, expected: bool):
    assert counts_otherwise(asked, sentence) is expected
