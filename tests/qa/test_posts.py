"""Who holds a post: the very post, and a person beside it."""

from __future__ import annotations

import pytest

from qa.posts import names_holder, of_that_rank


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("行长是谁", "李甲乙\t执行董事、副行长", False),
        ("副院长是谁", "院长李甲乙作报告。", False),
        ("院长是谁", "院长李甲乙、副院长王丙丁出席。", True),
        ("总会计师是谁", "高级会计师李甲乙。", False),
        ("总经理是谁", "李甲乙，曾任总经理助理。", False),
        ("谁作的报告", "副院长王丙丁作报告。", True),
        ("院长是谁", "李甲乙作报告。", True),
    ],
)
def test_a_deputy_is_not_the_head(asked: str, text: str, expected: bool):
    assert of_that_rank(asked, text) is expected


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("行长是谁", "行长由理事会聘任，对理事会负责。", False),
        ("院长叫什么名字", "院长李甲乙3月作报告。", True),
        ("检察长是哪位", "某区检察院检察长亓甲", True),  # a rare surname, but nothing follows
        ("谁是县长", "李甲乙，现任某县县长。", True),
        ("法定代表人是谁", "法定代表人：李甲乙", True),
        ("首相叫什么", "某国前首相阿里·某某到访。", True),
        ("院长说了什么", "院长由人大任命。", True),
        ("董事会秘书是谁", "经理、财务总监、董事会秘书等人员领取报酬。", False),
    ],
)
def test_the_holder_of_a_post_is_named_beside_it(asked: str, text: str, expected: bool):
    assert names_holder(asked, text) is expected
