"""Work on a list of reports is done once for each list, and never for another."""

from __future__ import annotations

from qa.once import KEPT, once_for_each


def test_the_same_tuple_is_worked_on_once_and_an_equal_one_by_itself():
    seen: list[object] = []

    @once_for_each
    def size(given: tuple[int, ...]) -> int:
        seen.append(given)
        return len(given)

    one, equal = tuple(range(2)), tuple(range(2))
    assert [size(one), size(one), size(equal)] == [2, 2, 2]
    assert len(seen) == 2


def test_what_may_change_is_worked_on_each_time():
    @once_for_each
    def size(given: list[int]) -> int:
        return len(given)

    held = [1]
    assert size(held) == 1
    held.append(2)
    assert size(held) == 2


def test_only_the_last_few_are_kept():
    seen: list[int] = []

    @once_for_each
    def first(given: tuple[int, ...]) -> int:
        seen.append(given[0])
        return given[0]

    lists = [tuple(range(n, n + 1)) for n in range(KEPT + 1)]
    for given in (*lists, lists[0]):
        first(given)
    assert seen == [*range(KEPT + 1), 0]
