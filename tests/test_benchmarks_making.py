"""The makers of questions of benchmarks/making: any text in, the same for the same seed, and as wide as they say."""

from __future__ import annotations

import random

import pytest

from benchmarks.making import kinds, mutations
from benchmarks.making.kinds import KINDS, Asking, Source, make
from benchmarks.making.strategies import search
from index.records import Fact, Figure
from qa.question import MAX_LENGTH

REAL = ("示例市2024年执行到位金额是多少？", "湖州法院2024年新收案件多少件", "示例县法院2022年到2024年每年结案多少件")


def fact(metric: str) -> Fact:
    figure = Figure(start=0, end=2, raw="1件", value=None, unit="件", kind="measure", approx="")
    return Fact(
        id=metric,
        document="甲",
        passage="乙",
        figure=figure,
        metric=metric,
        metric_start=0,
        metric_end=1,
        entity="示例市",
        period="2024",
        kind="level",
        direction="",
        basis="",
        scope="",
        sentence_start=0,
        sentence_end=2,
    )


SOURCE = Source(REAL, ("示例市", "示例县"), ("甲报告", "乙报告"), tuple(fact(f"很长的指标{n}") for n in range(200)))


@pytest.mark.parametrize("mutation", mutations.MUTATIONS)
@pytest.mark.parametrize("text", ["", "执", REAL[0]])
def test_every_mutation_takes_any_text_and_the_same_seed_gives_the_same(mutation, text):
    assert mutation(random.Random(3), text) == mutation(random.Random(3), text)


def test_mutations_change_what_they_say():
    rng = random.Random(1)
    assert mutations.traditional(rng, REAL[0]) == "示例市2024年執行到位金額是多少？"
    assert mutations.year_in_words(rng, REAL[1]) == "湖州法院二〇二四年新收案件多少件"
    assert mutations.without_year(rng, REAL[1]) == "湖州法院新收案件多少件"
    assert mutations.wide(rng, "a1％") == "ａ１％"
    assert mutations.another_year(rng, REAL[1]) != REAL[1]
    assert sorted(mutations.swapped(rng, "甲乙")) == ["乙", "甲"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_the_same_for_the_same_seed_and_within_the_limit(kind):
    for seed in range(20):
        asking = kind(random.Random(seed), SOURCE)
        assert asking == kind(random.Random(seed), SOURCE)
        assert len(asking.text) <= MAX_LENGTH


def test_the_kinds_are_as_wide_as_they_say():
    made = {kind: [kind(random.Random(seed), SOURCE) for seed in range(40)] for kind in KINDS}
    assert all(len(one.text) > 1_000 for one in made[kinds.long])
    assert all(one.text.isascii() for one in made[kinds.in_letters])
    assert all(one.history for one in made[kinds.following])
    assert {len(one.reports or ()) for one in made[kinds.locked]} >= {0, 1, 2}
    assert {name for name, _ in (make(random.Random(seed), SOURCE) for seed in range(400))} == {
        kind.__name__ for kind in KINDS
    }
    assert sum(KINDS.values()) == pytest.approx(1.0)


def test_hypothesis_asks_so_many_and_tells_the_smallest_bad_one():
    asked: list[Asking] = []
    search(SOURCE, 60, asked.append)
    assert 50 <= len(asked) <= 60
    assert any(one.history for one in asked)
    assert any(one.reports for one in asked)

    def refuse(asking: Asking) -> None:
        assert "示例市" not in asking.text

    with pytest.raises(AssertionError) as error:
        search(SOURCE, 200, refuse)
    assert "示例市" in "".join(error.value.__notes__)
