"""tantivy's BM25 against a few lines of our own, and the filters."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from index import lexical

WORDS = [chr(0x4E00 + i) for i in range(40)] + ["执行", "35.8", "pm2.5", "c++"]


def corpus(count: int, longest: int, seed: int = 0) -> list[tuple[str, list[str]]]:
    rng = random.Random(seed)
    weights = [1 / (i + 1) for i in range(len(WORDS))]
    return [(f"d{i % 7}", rng.choices(WORDS, weights, k=rng.randint(1, longest))) for i in range(count)]


def stored_length(length: int) -> int:
    """A length as one byte keeps it: exact to 40, then in growing steps (Lucene's scheme, which tantivy has)."""

    def decoded(code: int) -> int:
        rest, step = (code - 24) & 7, ((code - 24) >> 3) - 1
        return code if code < 24 else 24 + (rest if step < 0 else (rest | 8) << step)

    return max(value for code in range(256) if (value := decoded(code)) <= length)


def bm25(rows: list[tuple[str, list[str]]], query: dict[str, float]) -> dict[int, float]:
    average = sum(len(terms) for _, terms in rows) / len(rows)
    scores: dict[int, float] = {}
    for term, weight in query.items():
        holders = sum(term in terms for _, terms in rows)
        idf = math.log(1 + (len(rows) - holders + 0.5) / (holders + 0.5))
        for position, (_, terms) in enumerate(rows):
            if tf := Counter(terms)[term]:
                norm = lexical.K1 * (1 - lexical.B + lexical.B * stored_length(len(terms)) / average)
                scores[position] = scores.get(position, 0) + weight * idf * tf * (1 + lexical.K1) / (tf + norm)
    return scores


@pytest.fixture(params=["folder", "memory"])
def opened(request, tmp_path):
    """A function that makes an index of rows, on disk or in memory."""

    def make(rows):
        rows = [(document, " ".join(terms)) for document, terms in rows]
        if request.param == "memory":
            return lexical.in_memory(rows)
        lexical.build(tmp_path, rows)
        return lexical.load(tmp_path)

    return make


@pytest.mark.parametrize("longest", [40, 600])
def test_scores_and_ranking_are_those_of_bm25(opened, longest):
    rows = corpus(200, longest)
    index = opened(rows)
    rng = random.Random(1)
    for _ in range(30):
        query = {term: rng.choice([1.0, 0.5, 2.0]) for term in rng.sample(WORDS, rng.randint(1, 12))}
        expected = bm25(rows, query)
        found = index.search(query, len(rows))
        assert dict(found) == pytest.approx(expected, rel=1e-4)
        exact = [expected[position] for position, _ in found]
        assert exact == pytest.approx(sorted(exact, reverse=True), rel=1e-5)
        assert dict(index.search(query, 5)) == dict(found[:5])


def test_a_filter_changes_who_is_found_but_no_score(opened):
    rows = corpus(200, 60)
    index = opened(rows)
    query = dict.fromkeys(WORDS[:6], 1.0)
    everything = index.search(query, 200)
    for only, without in ((["d1"], []), (["d2", "d5"], []), (None, ["d1", "d3"]), (["d1", "d2"], ["d2"])):
        expected = [(p, s) for p, s in everything if (only is None or rows[p][0] in only) and rows[p][0] not in without]
        assert index.search(query, 200, only, without) == expected
        assert [p for p, _ in index.search(query, 3, only, without)] == [p for p, _ in expected[:3]]
    assert index.search(query, 5, []) == []
    assert index.search(query, 5, ["no such report"]) == []


@pytest.mark.parametrize(
    "query", [{}, {"一": 0.0}, {"一": -1.0}, {"一": math.nan}, {"一": math.inf}, {"": 1.0}, {"不在": 1.0}]
)
def test_a_query_without_weight_or_match_finds_nothing(opened, query):
    assert opened([("d", ["一", "二"])]).search(query, 5) == []


@pytest.mark.parametrize(
    "term", ['"', "一 OR 二", "terms:一", "NEAR(", "\0", "一\0", "*", "一*", "(", "\\", "a" * 70_000]
)
def test_nothing_in_a_query_is_syntax(opened, term):
    index = opened([("d", ["一", "二"]), ("d", ["OR", "NEAR("])])
    assert [p for p, _ in index.search({term: 1.0}, 5)] == ([1] if term == "NEAR(" else [])
    assert 0 in [p for p, _ in index.search({term: 1.0, "二": 1.0}, 5)]


def test_the_passages_that_hold_a_term_are_counted_once_each(opened):
    index = opened([("a", ["执行", "执行"]), ("b", ["执行", "35.8"]), ("c", ["金额"])])
    assert [index.holding(term) for term in ("执行", "35.8", "执", "", "执\udcff", "\x00")] == [2, 1, 0, 0, 0, 0]


def test_terms_are_kept_as_they_are(opened):
    index = opened([("d", ["C++", "35.8", "1,234", "ＡＢ", "執"]), ("d", [])])
    for term in ("C++", "35.8", "1,234", "ＡＢ", "執"):
        assert [p for p, _ in index.search({term: 1.0}, 5)] == [0], term
    assert [index.search({term: 1.0}, 5) for term in ("c++", "35", "8", "AB")] == [[]] * 4


@pytest.mark.parametrize("k", [0, -1])
def test_no_places_no_hits(opened, k):
    assert opened([("d", ["一"])]).search({"一": 1.0}, k) == []


def test_equal_scores_come_in_the_order_of_their_positions(opened):
    assert [p for p, _ in opened([("d", ["一"])] * 20).search({"一": 1.0}, 20)] == list(range(20))


def test_no_lock_file_and_no_private_file_is_left(tmp_path):
    lexical.build(tmp_path, [(document, " ".join(terms)) for document, terms in corpus(20, 10)])
    assert not list(tmp_path.glob(".*.lock"))
    assert len({path.stat().st_mode for path in tmp_path.iterdir()}) == 1
