"""The scoring rule on data, and against the scorer the project is measured by."""

from __future__ import annotations

import random
import types
from pathlib import Path

import pytest

from eval import metrics
from eval.metrics import Tally
from tests.helpers import tool


@pytest.mark.parametrize(
    ("text", "form", "held"),
    [
        ("金额为35.8亿元", "35.8亿元", True),
        ("135.8亿元", "35.8亿元", False),
        ("共1500件", "50", False),
        ("增长3.5%", "3", False),
        ("增长3.5%", "5%", False),
        ("共3.", "3", True),
        ("共3。5", "3", True),
        ("1,234件", "1234件", True),
        ("１２３４件", "1234件", True),
        ("1 234 件", "1234件", True),
        ("12,34", "1234", False),
        ("15件，5件", "5件", True),
        ("", "5件", False),
    ],
)
def test_holds(text: str, form: str, held: bool):
    assert metrics.holds(text, form) is held


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2024年", 1),
        ("2024年35.8亿元", 1),
        ("24年3件", 1),
        ("1件、2件", 2),
        ("二十三件", 1),
        ("三件", 0),
        ("三分之二", 1),
    ],
)
def test_count_figures(text: str, count: int):
    assert metrics.count_figures(text) == count


RIGHT = [
    # kind, accepted, must, answer, text, refused, raws, right
    ("number", ["35.8亿元"], [], "35.8亿元", "", False, [], True),
    ("number", ["35.8亿元"], [], "35.8亿元或36亿元", "", False, [], False),
    ("number", ["35.8亿元"], [], "2024年35.8亿元", "", False, [], True),
    ("number", ["35.8亿元"], [], "", "35.8亿元", False, [], False),
    ("number", ["35.8亿元"], [], "35.8亿元", "", True, [], False),
    ("followup", ["3件", "三件"], [], "三件", "", False, [], True),
    ("text", ["调解"], ["先行"], "", "先行调解", False, [], True),
    ("text", ["调解"], ["先行"], "", "调解", False, [], False),
    ("text", ["调解"], [], "", "调解" + "。" * 239, False, [], False),
    ("list", [], ["3件", "5件"], "", "有3件", False, ["5件"], True),
    ("list", [], ["3件", "5件"], "", "有13件", False, ["5件"], False),
    ("compare", [], ["3件"], "", "3件" + "。" * 599, False, [], False),
    ("unanswerable", ["3件"], [], "", "仅有2023年的3件", True, [], True),
    ("unanswerable", ["3件"], [], "3件", "3件", False, [], False),
]


@pytest.mark.parametrize(("kind", "accepted", "must", "answer", "text", "refused", "raws", "right"), RIGHT)
def test_is_right(kind, accepted, must, answer, text, refused, raws, right):
    assert metrics.is_right(kind, accepted, must, answer=answer, text=text, refused=refused, raws=raws) is right


@pytest.mark.parametrize(
    ("reports", "evidence", "citations", "cited"),
    [
        (["甲"], ["到位金额35.8亿元"], [("甲", "执行到位 金额35.8亿元。")], True),
        (["甲"], ["到位金额35.8亿元"], [("乙", "执行到位金额35.8亿元。")], False),
        ([], ["到位金额35.8亿元"], [("乙", "执行到位金额35.8亿元。")], True),
        (["甲"], ["全市法院执行到位金额35.8亿元"], [("甲", "到位金额35.8亿")], True),
        (["甲"], ["全市法院执行到位金额35.8亿元"], [("甲", "35.8亿元")], False),
        (["甲"], ["收案1,234件"], [("乙", "x"), ("甲", "收案１２３４件")], True),
        (["甲"], ["收案3件"], [], False),
    ],
)
def test_is_cited(reports, evidence, citations, cited):
    assert metrics.is_cited(reports, evidence, citations) is cited


def test_evidence_rank_counts_only_the_right_report():
    passages = [("乙", "收案3件"), ("甲", "别的"), ("甲", "甲法院 收案3件。")]
    assert metrics.evidence_rank(["甲"], ["收案3件"], passages) == 3
    assert metrics.evidence_rank(["甲"], ["收案3件"], [(None, "收案3件")]) == 1
    assert metrics.evidence_rank(["丙"], ["收案3件"], passages) is None


def test_evidence_may_be_longer_than_the_passage():
    assert metrics.evidence_rank([], ["收案一千件，结案九百件"], [("甲", "收案一千件，结案")]) == 1


def test_retrieval_scores():
    ranks = [1, 2, None, 6]
    assert metrics.recall_at(ranks, 1) == 0.25
    assert metrics.recall_at(ranks, 5) == 0.5
    assert metrics.mean_reciprocal_rank(ranks) == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert metrics.recall_at([], 1) == metrics.mean_reciprocal_rank([]) == 0.0


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [([], 0.5, 0.0), ([7], 0.95, 7), ([3, 1, 2], 0.5, 2), (list(range(1, 101)), 0.95, 95), (list(range(20)), 0.95, 18)],
)
def test_percentile(values, share, value):
    assert metrics.percentile(values, share) == value


def test_tallies_add_up_by_kind():
    right = metrics.tally_one(right=True, refused=False, cited=True, citable=True)
    refused = metrics.tally_one(right=False, refused=True, cited=False, citable=True)
    honest = metrics.tally_one(right=True, refused=True, cited=False, citable=False)
    sums = metrics.tally_by_kind([("number", right), ("unanswerable", honest), ("number", refused)])
    assert list(sums) == ["number", "unanswerable"]
    assert sums["number"] == Tally(n=2, right=1, wrong=0, refused=1, cited=1, citable=2)
    assert sums["unanswerable"] == Tally(n=1, right=1)


def test_rates_are_of_what_can_be_told():
    wrong = metrics.tally_one(right=False, refused=False, cited=False, citable=True, other_year=True, other_body=False)
    fine = metrics.tally_one(right=True, refused=False, cited=True, citable=True, other_year=False, spanned=True)
    silent = metrics.tally_one(right=False, refused=True, cited=False, citable=True)
    guess = metrics.tally_one(right=False, refused=False, cited=False, citable=False, other_body=True, spanned=False)
    honest = metrics.tally_one(right=True, refused=True, cited=False, citable=False)
    total = sum((wrong, fine, silent, guess, honest), Tally())
    assert total.rates == {
        "wrong_year": 1 / 2,
        "wrong_body": 1 / 2,
        "false_refusal": 1 / 3,
        "false_answer": 1 / 2,
        "citation_span": 1 / 2,
    }
    assert set(Tally().rates.values()) == {None}


def test_only_a_wrong_answer_is_of_another_year_or_body():
    right = metrics.tally_one(right=True, refused=False, cited=True, citable=True, other_year=True, other_body=True)
    silent = metrics.tally_one(right=False, refused=True, cited=False, citable=True, other_year=True, other_body=True)
    assert (right.other_year, right.other_body, right.dated, right.placed) == (0, 0, 1, 1)
    assert (silent.other_year, silent.other_body, silent.wrong, silent.false_answers) == (0, 0, 0, 0)


@pytest.fixture(scope="module")
def scorer(corpus: Path) -> types.ModuleType:
    return tool(corpus, "score_answers")


PIECES = "35.8亿元 3 5 １２ ， , . % ％ ． 年 2024年 二十 三分之二 件 执行到位 约 。 1,234 0 ² 两".split()
PIECES += [" ", "\n", ""]
KINDS = ["number", "followup", "text", "list", "compare", "unanswerable"]


def _words(dice: random.Random, most: int) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(1, most)))


def _made_up(dice: random.Random) -> tuple[dict, dict]:
    base = [_words(dice, 4) for _ in range(3)]
    said = [dice.choice([_words(dice, 3), ""]) + dice.choice(base) + dice.choice([_words(dice, 2), ""]) for _ in "1234"]
    pad = "。" * dice.choice([0, 0, 0, 230, 595])
    case = {
        "kind": dice.choice(KINDS),
        "answers": base[: dice.randint(1, 3)],
        "must": base[: dice.randint(0, 2)],
        "reports": dice.choice([[], ["甲"], ["甲", "乙"]]),
        "evidence": [one + _words(dice, 5) for one in base[:2]],
    }
    row = {
        "answer": said[0],
        "text": said[1] + pad,
        "refused": dice.random() < 0.2,
        "facts": [{"raw": said[2]}],
        "citations": [{"report": dice.choice("甲乙丙"), "quote": one} for one in (said[3], *case["evidence"][:1])][
            : dice.randint(0, 2)
        ],
    }
    return case, row


def test_agrees_with_the_official_scorer(scorer: types.ModuleType):
    dice = random.Random(20240601)
    seen = set()
    for _ in range(4000):
        case, row = _made_up(dice)
        ours = metrics.is_right(
            case["kind"],
            case["answers"],
            case["must"],
            answer=row["answer"],
            text=row["text"],
            refused=row["refused"],
            raws=[fact["raw"] for fact in row["facts"]],
        )
        citations = [(one["report"], one["quote"]) for one in row["citations"]]
        cited = metrics.is_cited(case["reports"], case["evidence"], citations)
        assert ours == scorer.is_right(case, row), (case, row)
        assert cited == scorer.is_cited(case, row), (case, row)
        assert metrics.count_figures(row["text"]) == scorer.figures(row["text"])
        assert metrics.flat(row["text"]) == scorer.flat(row["text"])
        seen.add((case["kind"], ours, cited))
    assert len(seen) == 4 * len(KINDS), f"the made-up cases do not reach every outcome: {len(seen)}"
