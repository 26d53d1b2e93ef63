"""Words that take one another's place."""

from __future__ import annotations

import itertools

import pytest

from qa.contrasts import contrasts_in, groups, is_contrary


def test_no_word_holds_another_of_its_group():
    for group in groups():
        assert len(group) > 1
        assert all(len(word) >= 1 and word.strip() == word for word in group)
        assert [(a, b) for a, b in itertools.permutations(group, 2) if a in b] == []


def test_no_group_is_told_twice():
    assert len({frozenset(group) for group in groups()}) == len(groups())


@pytest.mark.parametrize(
    ("asked", "stated", "contrary"),
    [
        ("农村居民收入", "城镇居民收入", True),
        ("城镇居民收入", "城镇和农村居民收入", False),
        ("居民收入", "城镇居民收入", False),
        ("农村居民收入", "居民收入", False),
        ("进口总额", "出口总额", True),
    ],
)
def test_a_sibling_is_contrary(asked: str, stated: str, contrary: bool):
    assert is_contrary([*contrasts_in(asked)], stated) is contrary


def test_a_word_that_begins_within_another_is_not_said():
    assert all("结案" not in contrast.held for contrast in contrasts_in("审结案件"))
    assert any("审结" in contrast.held for contrast in contrasts_in("审结案件"))
    assert any("结案" in contrast.held for contrast in contrasts_in("结案件数"))
