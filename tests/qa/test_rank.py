"""The second look: its signals on made-up passages, the model's arithmetic, and the order it gives."""

from __future__ import annotations

import json

import numpy as np
import pytest

from index.embed import open_encoder
from qa.rank import FORMAT, WEIGHTS, Ranker, order, read_ranker, shipped
from qa.results import Question
from qa.signals import LONGEST_PASSAGE, lay, rarity, signals

PASSAGES = [
    "全市法院执行到位金额35.8亿元，同比上升。",
    "全年受理执行案件1200件。到位资金情况另行通报。",
    "原告陈2某与被告李x15于2011年离婚，陈2某抚养女儿。",
    "",
]


def look(question: str, passages: list[str] = PASSAGES, **more) -> dict[str, np.ndarray]:
    none = [0.0] * len(passages)
    return signals(question, passages, more.pop("lexical", none), more.pop("cosine", none), **more)


def ask(text: str, units: tuple[str, ...] = ()) -> Question:
    return Question(id="", text=text, metric=text, units=units)


def rows(*ids: str) -> list[tuple[str, float, dict[str, float]]]:
    return [(one, 0.5, {"lexical": 5.0 - n, "dense": 0.2}) for n, one in enumerate(ids)]


def test_passages_lie_apart_in_whole_blocks():
    laid = lay(["一二", "三" * 17, "四" * (LONGEST_PASSAGE + 5)])
    assert [laid.text[s : s + n] for s, n in zip(laid.starts, laid.lengths, strict=True)][:2] == ["一二", "三" * 17]
    assert laid.lengths.tolist() == [2, 17, LONGEST_PASSAGE]
    assert (laid.starts % 16 == 0).all()
    assert len(laid.codes) == len(laid.text)


def test_a_passage_with_the_whole_phrase_is_ahead_of_one_with_its_parts():
    found = look("执行到位金额多少")
    for name in ("share2", "share3", "longest", "window2 share2", "window4 share2"):
        assert found[name].argmax() == 0, name
    assert found["longest run"][0] == pytest.approx(np.log1p(6))
    assert found["share3"][1] == 0
    assert found["share2/max"].max() == 1


def test_runs_never_reach_into_the_next_passage():
    found = look("执行到位", ["关于执行", "到位资金"])
    assert found["longest run"].tolist() == pytest.approx([np.log1p(2)] * 2)
    assert found["window8 share3"].tolist() == [0, 0]
    assert look("执行到位", ["其他", "执行到位"])["window8 share2"].tolist() == [0, 1]


def test_width_and_case_are_one():
    found = look("ＧＤＰ增长", ["gdp增长", "增长"])
    assert found["longest run"].tolist() == pytest.approx([np.log1p(5), np.log1p(2)])


def test_names_count_only_where_they_stand_whole():
    found = look("陈2某和李x1离婚", [*PASSAGES, "陈12某与李x1"])
    assert found["names"].tolist() == [1] * 5
    only_chen, only_li = found["named"][2], found["named"][4]
    assert only_chen > 0
    assert only_li > 0
    assert only_chen + only_li == pytest.approx(1)
    assert found["named often"].argmax() == 2
    assert look("离婚了吗")["names"].tolist() == [0] * 4


def test_a_figure_of_the_kind_asked_for_counts_near_the_words():
    found = look("执行到位金额多少", units=("元",))
    assert found["holds asked"].tolist() == [1, 0, 0, 0]
    found = look("受理执行案件多少件")
    assert found["holds asked"].tolist() == [0, 1, 0, 0]
    assert found["window4 asked"].argmax() == 1
    assert look("哪年离婚的")["holds asked"].tolist() == [0, 0, 1, 0]


def test_what_is_asked_for_is_told_by_the_words_that_only_ask():
    assert look("受理执行案件", asking="受理执行案件多少件")["holds asked"].tolist() == [0, 1, 0, 0]
    assert not look("受理执行案件")["asks"].any()


def test_a_term_rare_in_the_library_counts_even_where_all_candidates_hold_it():
    passages = ["赔偿金额", "赔偿总额", "金额"]
    known = {"赔偿": 9.0, "金额": 1.0, "偿金": 2.0}
    found = look("赔偿金额", passages, rare=lambda term: known.get(term, 0.0))
    assert found["known2"].tolist() == pytest.approx([1, 9 / 12, 1 / 12])
    assert look("赔偿金额", passages)["known2"].tolist() == look("赔偿金额", passages)["share2"].tolist()
    assert found["window4 known2"].argmax() == 0


def test_what_is_no_term_of_the_library_weighs_as_among_the_candidates():
    passages = ["2024年", "年度"]
    assert (
        look("2024年", passages, rare=lambda term: 0.0)["known1"].tolist()
        == look("2024年", passages)["share1"].tolist()
    )


def test_the_place_of_the_best_window_is_told_from_both_ends():
    other = "其他事项。" * 100
    found = look("执行到位金额", [f"执行到位金额{other}", f"{other}执行到位金额", "执行"])
    assert found["best place"][0] == found["best from head"][0] == found["best place"][2] == 0
    assert found["best place"][1] > 0.8
    assert found["best from head"][1] == found["best from end"][0] == 1
    assert found["best from end"][1] < 0.3


def test_without_a_figure_asked_for_nothing_is_near_one():
    found = look("为什么离婚")
    assert not found["asks"].any()
    assert not found["window4 asked"].any()


def test_more_terms_of_the_question_count_by_their_weight():
    passages = ["失信被执行人名单", "其他事项", "别的"]
    assert not look("老赖有几个", passages)["share2"].any()
    helped = look("老赖有几个", passages, extra={"失信被执行人": 0.5})
    assert helped["share2"].argmax() == 0
    assert helped["share2"][0] > 0


def test_a_term_in_every_passage_weighs_less_and_one_in_none_nothing():
    weights = rarity(np.array([[True, True], [True, False], [False, False]]))
    assert weights[1] > weights[0] > 0
    assert weights[2] == 0


@pytest.mark.parametrize(
    "question", ["？！", "😀", "a" * 10_000, "执行" * 3000, "\ud800", "\x00", "1" * 300, "某某某某某", " "]
)
def test_any_question_gives_finite_numbers(question):
    for encoder in (None, open_encoder()):
        found = look(question, [*PASSAGES, "😀", "\ud800", "某" * 9000], encoder=encoder)
        assert all(np.isfinite(column).all() and len(column) == 7 for column in found.values())


def test_the_shipped_model_knows_the_signals_and_says_what_it_was_fitted_on():
    assert list(look("执行")) == list(shipped().names)
    about = json.loads(WEIGHTS.read_text(encoding="utf-8"))["about"]
    assert sum(about["fitted_on"].values()) > 10_000
    assert "reading_numeric" in about["left_out"]


def test_a_model_is_layers_over_signals_brought_to_scale():
    layers = ((np.array([[1.0], [-1.0]]), np.array([0.0])), (np.array([[2.0]]), np.array([1.0])))
    ranker = Ranker(("a", "b"), np.array([1.0, 0.0]), np.array([2.0, 1.0]), (layers,), slope=1.0, offset=-1.0)
    columns = {"a": np.array([5.0, 1.0, 1e9]), "b": np.array([0.0, 3.0, 0.0])}
    assert ranker.logits(columns).tolist() == [5.0, 1.0, 17.0]  # the last one is cut at 8 deviations
    assert ranker.scores(columns)[1] == pytest.approx(0.5)


def test_another_format_is_refused_with_the_cure(tmp_path):
    path = tmp_path / "rank.json"
    path.write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(ValueError, match="fit_rank"):
        read_ranker(path)


def test_the_passage_that_answers_comes_first_with_probabilities():
    texts = {str(n): text for n, text in enumerate(PASSAGES)}
    ranked = order(ask("执行到位金额是多少", ("元",)), rows("2", "1", "0", "3"), texts, open_encoder())
    assert ranked[0][0] == "0"
    assert sorted(row[0] for row in ranked) == ["0", "1", "2", "3"]
    assert all(0 <= score <= 1 for _, score, _ in ranked)
    assert [score for _, score, _ in ranked] == sorted((score for _, score, _ in ranked), reverse=True)
    assert ranked[0][2] == {"lexical": 3.0, "dense": 0.2}


def test_order_does_not_depend_on_the_order_it_came_in():
    texts = {str(n): text for n, text in enumerate(PASSAGES)}
    came = rows("0", "1", "2", "3")
    question = ask("陈2某何时离婚")
    assert order(question, came, texts, open_encoder()) == order(question, came[::-1], texts, open_encoder())


def test_nothing_in_nothing_out():
    assert order(ask("执行"), [], {}, None) == []
    assert order(ask("执行"), rows("gone"), {}, None) == []


def test_a_question_without_terms_keeps_its_order():
    texts = {str(n): text for n, text in enumerate(PASSAGES)}
    came = rows("2", "0", "1")
    assert order(ask("？？"), came, texts, None) == came
