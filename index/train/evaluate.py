"""Question -> its passage: how often an encoder, alone and beside BM25, puts the right passage first.

``python -m index.train.evaluate [FOLDER_OR_NAME]`` prints the table. Each subset is one index of all its contexts.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder, open_encoder
from index.tokens import terms
from index.train.data import corpus_root, measured_rows, sliced_rows

COSINE_SHARE = 0.8
K1, B = 1.5, 0.75
NAMES = {"cail2019": "裁判文书", "cmrc2018": "百科", "drcd": "百科（繁体）", "news": "新闻", "company": "公司事件"}

Scores = NDArray[np.float64]


def subset_of(row_id: str) -> str:
    """The set a question is from: the letters and digits its id starts with.

    >>> subset_of("drcd:1151-9-1"), subset_of("cail2019_dev:1_5")
    ('drcd', 'cail2019')
    """
    return re.split(r"[:_]", row_id, maxsplit=1)[0]


def bm25(questions: Sequence[str], contexts: Sequence[str]) -> Scores:
    """BM25 of character unigrams and bigrams, ``(questions, contexts)``, with Lucene's idf."""
    counted = [Counter(terms(context)) for context in contexts]
    lengths = np.array([sum(c.values()) for c in counted], dtype=np.float64)
    pull = K1 * (1 - B + B * lengths / lengths.mean())
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, counts in enumerate(counted):
        for term, n in counts.items():
            postings.setdefault(term, []).append((i, n))
    scores = np.zeros((len(questions), len(contexts)))
    for row, question in zip(scores, questions, strict=True):
        for term in terms(question):
            found = postings.get(term, [])
            idf = math.log(1 + (len(contexts) - len(found) + 0.5) / (len(found) + 0.5))
            for i, n in found:
                row[i] += idf * n * (K1 + 1) / (n + pull[i])
    return scores


def summed(lexical: Scores, cosine: Scores) -> Scores:
    """BM25 over its maximum for the question, and 0.8 times the cosine."""
    highest = lexical.max(axis=1, keepdims=True)
    scaled: Scores = np.divide(lexical, highest, out=np.zeros_like(lexical), where=highest > 0)
    return scaled + COSINE_SHARE * cosine


def ranking(scores: Scores, gold: NDArray[np.int64]) -> dict[str, float]:
    """recall@1, recall@5 and the mean reciprocal rank; a tie counts against the right passage.

    >>> ranking(np.array([[0.9, 0.1], [0.5, 0.5]]), np.array([0, 1]))
    {'r1': 0.5, 'r5': 1.0, 'mrr': 0.75}
    """
    own = scores[np.arange(len(gold)), gold][:, None]
    ranks = (scores >= own).sum(axis=1)
    return {"r1": float((ranks <= 1).mean()), "r5": float((ranks <= 5).mean()), "mrr": float((1 / ranks).mean())}


def measure(encoder: Encoder, rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Figures of one subset: ``dense``, ``bm25`` and ``sum``, each with :func:`ranking`."""
    index: dict[str, int] = {}
    gold = np.array([index.setdefault(row["context"], len(index)) for row in rows])
    questions = [row["question"] for row in rows]
    cosine = (encoder.encode(questions) @ encoder.encode(list(index)).T).astype(np.float64)
    lexical = bm25(questions, list(index))
    scored = {"dense": cosine, "bm25": lexical, "sum": summed(lexical, cosine)}
    found = {name: ranking(scores, gold) for name, scores in scored.items()}
    return found | {"size": {"questions": len(rows), "passages": len(index)}}


def table(encoder: Encoder) -> str:
    """The figures of every subset as a Markdown table; the last two are the slices kept out of the pairs."""
    root = corpus_root()
    subsets: dict[str, list[dict[str, Any]]] = {}
    for row in measured_rows(root) + sliced_rows(root):
        subsets.setdefault(subset_of(row["id"]), []).append(row)
    lines = [
        "| 集合 | 问题 / 段落 | 向量 r@1 / r@5 / MRR | BM25 r@1 / r@5 / MRR | 合分 r@1 / r@5 / MRR |",
        "|---|---|---|---|---|",
    ]
    for name, rows in subsets.items():
        found = measure(encoder, rows)
        cells = [" / ".join(f"{found[m][k]:.3f}" for k in ("r1", "r5", "mrr")) for m in ("dense", "bm25", "sum")]
        size = f"{int(found['size']['questions'])} / {int(found['size']['passages'])}"
        lines.append(f"| {NAMES.get(name, name)} | {size} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Command line: the model to measure, the shipped one if none is named."""
    about = "测量编码器：由问题找到它的段落"
    parser = argparse.ArgumentParser(prog="python -m index.train.evaluate", description=about)
    parser.add_argument("encoder", nargs="?", help="模型文件夹或名称；不写则用自带的编码器")
    print(table(open_encoder(parser.parse_args().encoder)))


if __name__ == "__main__":
    main()
