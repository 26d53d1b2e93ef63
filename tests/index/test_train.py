"""The recipe's pure parts on tiny data, and the model that it shipped."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embed import SHIPPED, StaticEncoder
from index.train import batches, data, vocabulary
from index.train.evaluate import bm25, measure, ranking, subset_of, summed
from index.train.save import save_model
from index.train.train import Settings, first_table, mixture

HELD = "全市法院执行到位金额三十五点八亿元，同比上升百分之十三，位居全省前列。"
FREE = "全年粮食总产量六千九百多亿斤，比上年增加，连续多年稳定在较高水平。"
TEXTS = [
    "全市法院审结各类案件12345件。执行到位金额35.8亿元，同比上升13.7%。全年新收案件增长5%。",
    "全年粮食总产量13908亿斤。粮食播种面积稳中有增。城镇新增就业1256万人。",
    "一場網球比賽最多有幾盤比賽。率先贏得規定局數的選手贏得一盤。",
]


def tokenizer_of(texts: list[str], size: int = 400) -> Tokenizer:
    pytest.importorskip("jieba")
    return vocabulary.build_tokenizer(vocabulary.choose_pieces(vocabulary.count_words(texts), size))


def test_held_out_contexts_are_found_inside_longer_texts_only() -> None:
    kept = data.HeldOut([HELD])
    assert HELD in kept
    assert f"本报讯 {HELD.replace('，', ' ')}记者获悉" in kept
    assert HELD[:20] in kept
    assert FREE not in kept
    assert "" not in kept


def test_pairs_leave_out_what_is_measured(tmp_path: Path) -> None:
    rows = [{"a": "执行到位多少", "b": HELD}, {"a": "粮食产量多少", "b": FREE}, {"a": "同义", "b": "近义", "label": 0}]
    folder = tmp_path / "corpora" / "pairs"
    folder.mkdir(parents=True)
    (tmp_path / "corpora" / "reading").mkdir()
    (tmp_path / "questions").mkdir()
    asked = {"id": "x:1", "question": "执行到位多少", "context": HELD}
    (tmp_path / "questions" / "reading_numeric.jsonl").write_text(json.dumps(asked), "utf-8")
    for name in (*data.QUESTIONS, *data.TITLES, *data.ANSWERS):
        with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows[:2])
    for path in (folder / f"{data.PARAPHRASES}.jsonl.xz", tmp_path / "corpora" / "reading" / "drcd_half.jsonl.xz"):
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows[2:] if path.parent == folder)
    kept = data.held_out(tmp_path)
    found = data.pairs(tmp_path, kept)
    assert "cmrc2018_train_question_passage" in found
    assert all(pair.b != HELD for rows_ in found.values() for pair in rows_)
    assert data.PARAPHRASES not in found
    sliced = {row["context"] for row in data.sliced_rows(tmp_path)}
    assert all(pair.b not in sliced for name in data.SLICED for pair in found.get(name, []))


def test_sentences_lose_nothing_but_blanks() -> None:
    text = "一案“判了。”二案！\n\n 三案；没有句号"
    assert "".join(data.sentences(text)) == text.replace("\n\n ", "")


def test_pieces_cover_every_character_and_no_long_number() -> None:
    tokenizer = tokenizer_of(TEXTS)
    vocab = tokenizer.get_vocab()
    assert {"執", "場", "贏", "法", "%", "9", "2024"} - set(vocab) == {"執"}
    assert tokenizer.token_to_id(vocabulary.UNKNOWN) == 0
    assert not [piece for piece in vocab if piece.isdigit() and len(piece) > 2 and not piece.startswith(("19", "20"))]
    assert tokenizer.encode("１２３４５，ＧＤＰ").tokens == tokenizer.encode("12345gdp").tokens
    assert "法院" in tokenizer.encode("全市法院").tokens


def test_vocabulary_is_the_same_each_time_and_of_the_size_asked() -> None:
    counts = Counter({"法院": 9, "执行": 9, "审结": 1, "法": 3, "院": 1})
    pieces = vocabulary.choose_pieces(counts, 300)
    assert pieces == vocabulary.choose_pieces(Counter(dict(reversed(counts.items()))), 300)
    assert len(dict(pieces)) == len(pieces) <= 300
    assert all(np.isfinite(score) and score < 0 for _, score in pieces)


def cloze_of(texts: list[str]) -> tuple[batches.Cloze, batches.Ragged, list[list[str]]]:
    split = [data.sentences(text) for text in texts]
    tokenizer = tokenizer_of(texts)
    tokens = batches.tokenise(tokenizer, [s for sentences in split for s in sentences], block=2)
    documents = np.repeat(np.arange(len(split)), [len(s) for s in split])
    numbers = np.zeros(tokenizer.get_vocab_size(), dtype=np.bool_)
    return batches.Cloze(tokens, documents, numbers, np.array([1], dtype=np.int32), target=40), tokens, split


def test_cloze_pairs_a_sentence_with_its_own_document() -> None:
    cloze, tokens, split = cloze_of(TEXTS)
    owners: dict[int, set[int]] = {}
    documents = np.repeat(np.arange(len(split)), [len(s) for s in split])
    for i, document in enumerate(documents):
        owners.setdefault(int(document), set()).update(tokens.flat[tokens.offsets[i] : tokens.offsets[i + 1]].tolist())
    whole = without = 0
    for batch in islice(cloze.draw(2, 1, np.random.default_rng(0)), 60):
        for row in range(len(batch.queries)):
            query = batch.queries.flat[batch.queries.offsets[row] : batch.queries.offsets[row + 1]].tolist()
            passage = batch.passages.flat[batch.passages.offsets[row] : batch.passages.offsets[row + 1]].tolist()
            assert query
            assert passage
            assert any(set(query) <= own and set(passage) <= own for own in owners.values())
            inside = set(query) <= set(passage)
            whole, without = whole + inside, without + (not inside)
    assert whole > 0
    assert without > 0


def test_passages_are_whole_sentences_of_one_document() -> None:
    rng = np.random.default_rng(3)
    lengths, documents = rng.integers(1, 40, 500), np.sort(rng.integers(0, 30, 500))
    starts = batches.cut_passages(lengths, documents, 100, rng)
    assert starts[0] == 0
    assert (np.diff(starts) > 0).all()
    for first, last in zip(starts, np.append(starts[1:], 500), strict=True):
        assert len(set(documents[first:last])) == 1
        assert lengths[first : last - 1].sum() < 150


def test_word_drop_never_empties_a_query() -> None:
    lists = batches.ragged([[1], [2, 3], list(range(50))])
    for seed in range(50):
        left = batches.drop_words(lists, 1.0, np.random.default_rng(seed))
        assert (left.lengths > 0).all()
        assert set(left.flat[: left.offsets[1]].tolist()) == {1}


def test_pairs_of_one_passage_form_one_group() -> None:
    tokens = batches.ragged([[1], [2], [3]])
    batch = next(batches.Pairs(tokens, tokens, np.array([0, 0, 1])).draw(8, np.random.default_rng(0)))
    assert sorted(batch.groups.tolist()) == [0, 0, 1]


def test_first_table_is_seeded_shorter_for_frequent_pieces_and_zero_for_unknown() -> None:
    counts = np.array([5, 10_000, 1])
    table = first_table(counts, Settings(dimension=64))
    assert np.array_equal(table, first_table(counts, Settings(dimension=64)))
    lengths = np.linalg.norm(table, axis=1)
    assert lengths[0] == 0 < lengths[1] < lengths[2]


def test_mixture_sums_to_one() -> None:
    assert sum(mixture({"a": 100, "b": 7}, {"b": 2.0}).values()) == pytest.approx(1)


def test_learning_brings_a_query_nearer_to_its_passage(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from index.train.train import learn

    tokens = batches.ragged([[1, 2], [3, 4], [5, 6]]), batches.ragged([[7, 8], [9, 10], [11, 12]])
    drawn = batches.Pairs(*tokens, np.arange(3)).draw(3, np.random.default_rng(0))
    settings = Settings(dimension=16, steps=60, threads=1, warm_up=1)
    lines: list[str] = []
    first = first_table(np.ones(13, dtype=np.int64), settings)
    learnt, steps = learn(first, (("pairs", batch) for batch in drawn), settings, 60.0, lines.append)

    def cosine(table: np.ndarray, a: list[int], b: list[int]) -> float:
        x, y = table[a].sum(0), table[b].sum(0)
        return float(x @ y / np.linalg.norm(x) / np.linalg.norm(y))

    assert cosine(learnt, [1, 2], [7, 8]) > max(0.5, cosine(first, [1, 2], [7, 8]))
    assert cosine(learnt, [1, 2], [9, 10]) < 0.3
    assert steps == 60
    assert "step 60/60" in lines[-1]


def test_saved_model_is_what_was_learnt(tmp_path: Path) -> None:
    tokenizer = tokenizer_of(TEXTS)
    table = first_table(np.ones(tokenizer.get_vocab_size(), dtype=np.int64), Settings(dimension=32))
    save_model(tmp_path, tokenizer, table)
    encoder = StaticEncoder(tmp_path)
    ids = tokenizer.encode(TEXTS[0]).ids
    expected = table[ids].sum(0)
    assert np.abs(encoder.encode([TEXTS[0]])[0] - expected / np.linalg.norm(expected)).max() < 1e-3
    found = measure(encoder, [{"question": t[:12], "context": t} for t in TEXTS])
    assert found["bm25"]["r1"] == found["sum"]["r1"] == 1.0


def test_bm25_agrees_with_a_plain_count() -> None:
    scores = bm25(["法院"], ["法院法院", "粮食产量", "法律学院"])
    assert scores[0].argmax() == 0
    assert scores[0, 1] == 0 < scores[0, 2]
    assert summed(scores, np.zeros_like(scores)).max() == 1.0
    assert summed(np.zeros((1, 2)), np.ones((1, 2))).tolist() == [[0.8, 0.8]]


def test_ranking_counts_ties_against() -> None:
    assert ranking(np.ones((1, 10)), np.array([0])) == {"r1": 0.0, "r5": 0.0, "mrr": 0.1}


@pytest.mark.parametrize(
    ("row", "subset"), [("drcd:1-2", "drcd"), ("cmrc2018_train:T_1", "cmrc2018"), ("news:3", "news")]
)
def test_subset_is_the_prefix_of_the_id(row: str, subset: str) -> None:
    assert subset_of(row) == subset


def test_shipped_folder_is_small_and_whole() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 30_000_000
    assert {"README.md", "training.log", "model.safetensors", "tokenizer.json", "modules.json"} <= {
        p.name for p in files
    }
    assert load_file(SHIPPED / "model.safetensors")["embeddings"].dtype == np.float16


def test_card_names_every_source_with_its_licence_and_the_command() -> None:
    card = (SHIPPED / "README.md").read_text("utf-8")
    for word in ("CC BY-SA 4.0", "CC BY-SA 3.0", "Apache-2.0", "MIT", "CMRC2018", "DRCD", "CAIL2019", "CSL", "FinNA"):
        assert word in card
    assert "python -m index.train --out index/model" in card
    assert "局限" in card
