"""Who holds a post: whether a text tells of the very post that a question names, and names its holder. Pure."""

from __future__ import annotations

import re
from typing import Final

from qa.naming import SURNAMES

_TITLES: Final = "|".join(
    "院长 检察长 行长 董事长 秘书长 庭长 厅长 局长 部长 省长 市长 县长 区长 镇长 校长 所长 科长 处长 司长 主任 主席 书记 经理 会计师 工程师".split()
)
_TITLED: Final = re.compile(f"(?P<rank>副总|副|总)?(?P<title>{_TITLES})(?P<aide>助理|办公室|秘书)?")
_HOLDERS: Final = f"(?:{_TITLES}|会长|社长|总理|首相|总统|董事|监事|秘书|代表人|负责人|联系人)"
_WHO_HOLDS: Final = re.compile(
    rf"(?P<title>{_HOLDERS})(?:的?(?:名字|姓名))?(?:是谁|是哪一?[位个]|是什么人|叫(?:什么|啥|谁)|姓甚)|谁(?:是|当|任|担任)[^，。？?]{{0,12}}?(?P<title_>{_HOLDERS})[？?]?$"
)
"""Asks for the person who holds a post."""
_CALLED: Final = f"(?:(?!董事|高级)[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,6}}·[\u4e00-\u9fff]{{1,6}})"


def names_holder(question: str, text: str) -> bool:
    """Whether ``text`` names a person beside the post that ``question`` asks the holder of, if it does: 院长由人大任命 names none.

    >>> names_holder("院长是谁", "院长由人大任命。"), names_holder("院长是谁", "院长：王某。"), names_holder("院长是谁", "王某，男，现任院长。")
    (False, True, True)
    """
    match = _WHO_HOLDS.search(question)
    if not match:
        return True
    title = match["title"] or match["title_"]
    behind = re.search(rf"{title}(?:[\s：:，,、（(]*{_CALLED}|[\u4e00-\u9fff]{{2,3}}(?:\s|$))", text)
    before = re.search(
        rf"(?:^|[，。；、：\s]){_CALLED}(?:[，、：:\s（(]|先生|女士|同志|[男女现担曾兼当]|为|任|是|{title})", text
    )
    return bool(behind or (before and title in text))


def is_post(text: str) -> bool:
    """Whether a text is the name of a post.

    >>> is_post("执行董事、副行长"), is_post("见上文"), is_post("原行长")
    (True, False, False)
    """
    return bool(re.fullmatch(rf"(?![原前曾])[\u4e00-\u9fff、（）]{{0,12}}{_HOLDERS}", text))


def is_person(text: str) -> bool:
    """Whether a text may be the name of a person, and nothing else."""
    return bool(re.fullmatch(_CALLED, text))


def of_that_rank(question: str, text: str) -> bool:
    """Whether ``text`` tells of a title that ``question`` says, if it does at all, in the rank asked for: 副院长 is no 院长.

    >>> of_that_rank("院长是谁", "副院长甲某。"), of_that_rank("副院长是谁", "院长甲某。"), of_that_rank("院长是谁", "院长甲某、副院长乙某。")
    (False, False, True)
    """
    told = {match["title"] for match in _TITLED.finditer(text)}
    posts = {match.group() for match in _TITLED.finditer(text)}
    asked = [match.group() for match in _TITLED.finditer(question) if match["title"] in told]
    return not asked or not posts.isdisjoint(asked)
