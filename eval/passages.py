"""``python -m eval.passages``: how often the passage that answers stands first, or among the first five.

Without a library: the questions by people of ``$SHUSHUO_CORPUS/questions/reading_numeric.jsonl``, one index for each
subset, by BM25 of characters, by the first search and by the whole search. With ``--store``: cases over a library.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval import metrics
from index.embed import Encoder, open_encoder
from index.errors import ShushuoError, UsageError
from index.generation import of_texts
from index.tokens import term_lines
from index.train.data import corpus_root, measured_rows
from index.train.evaluate import NAMES, bm25, subset_of
from qa.fuse import fuse
from qa.question import understand
from qa.rank import DEPTH, Ranker, Row, order, shipped
from qa.results import Question
from qa.search import SEARCHERS, Library
from qa.spoken import blank_fillers

FIRST, FEW = 1, 5
METHODS = {"bm25": "字符 BM25", "first": "初检：BM25 + 0.8 余弦", "whole": "全部：再由模型排序"}

Ranks = list[int | None]


@dataclass(frozen=True)
class Pool:
    """Texts in one index, as a library holds them; a passage's id is its place."""

    texts: tuple[str, ...]
    library: Library

    @functools.cached_property
    def by_id(self) -> dict[str, str]:
        """Each text by its id."""
        return {str(n): text for n, text in enumerate(self.texts)}

    def candidates(self, question: Question) -> list[Row]:
        """What the first search finds, best first."""
        found = {name: searcher(question, DEPTH, self.library, None) for name, searcher in SEARCHERS.items()}
        return fuse(found)[:DEPTH]

    def order(self, question: Question, candidates: Sequence[Row], ranker: Ranker) -> list[Row]:
        """The second look at ``candidates``."""
        encoder, rare = self.library.encoder, self.library.generation.rarity
        return order(question, candidates, self.by_id, encoder, rare=rare, ranker=ranker)


def make_pool(texts: Sequence[str], encoder: Encoder) -> Pool:
    """``texts`` under the two indexes of a library, in memory."""
    rows = [("all", str(n), text) for n, text in enumerate(texts)]
    return Pool(tuple(texts), Library(of_texts(rows, encoder.encode(texts), term_lines), encoder))


def asked(text: str) -> Question:
    """The question as a library without reports understands it, but in its own script, with bodies and years in place.

    The words that only ask are taken out as for every question (``qa.spoken``).
    """
    words = " ".join(blank_fillers(text).split())
    return replace(understand(text, ()), text=text, metric=words, entities=(), documents=None, periods=())


def rank_of(rows: Sequence[Row], wanted: str) -> int | None:
    """Place, from 1, of the passage ``wanted``."""
    return next((place for place, row in enumerate(rows, 1) if row[0] == wanted), None)


def measure(rows: Sequence[Mapping[str, Any]], encoder: Encoder, ranker: Ranker) -> dict[str, Ranks]:
    """For each method the place of every question's own context; one index of all."""
    index: dict[str, int] = {}
    gold = [index.setdefault(row["context"], len(index)) for row in rows]
    pool = make_pool(list(index), encoder)
    plain = bm25([row["question"] for row in rows], list(index))
    ranks: dict[str, Ranks] = {name: [] for name in METHODS}
    for row, own, scores in zip(rows, gold, plain, strict=True):
        question = asked(row["question"])
        candidates = pool.candidates(question)
        ranks["bm25"].append(int((scores >= scores[own]).sum()))
        ranks["first"].append(rank_of(candidates, str(own)))
        ranks["whole"].append(rank_of(pool.order(question, candidates, ranker), str(own)))
    return ranks


def reading(root: Path, encoder: Encoder, ranker: Ranker) -> dict[str, dict[str, Ranks]]:
    """:func:`measure` of each subset of the numeric questions by people, and of all of them together."""
    subsets: dict[str, list[dict[str, Any]]] = {}
    for row in measured_rows(root):
        subsets.setdefault(subset_of(row["id"]), []).append(row)
    found = {name: measure(rows, encoder, ranker) for name, rows in subsets.items()}
    found["total"] = {method: [r for ranks in found.values() for r in ranks[method]] for method in METHODS}
    return found


def shares(ranks: Ranks) -> dict[str, float]:
    """recall@1, recall@5, the mean reciprocal rank and recall at the depth of the first search."""
    return {
        "r1": metrics.recall_at(ranks, FIRST),
        "r5": metrics.recall_at(ranks, FEW),
        "mrr": metrics.mean_reciprocal_rank(ranks),
        "depth": metrics.recall_at(ranks, DEPTH),
    }


def render(found: Mapping[str, Mapping[str, Ranks]]) -> str:
    """The figures as a Markdown table."""
    heads = [f"{title} r@1 / r@5 / MRR" for title in METHODS.values()]
    lines = [f"| 集合 | 问题 | {' | '.join(heads)} | 初检前 {DEPTH} |", "|---|---|---|---|---|---|"]
    for name, methods in found.items():
        cells = [
            " / ".join(f"{value:.3f}" for key, value in shares(methods[method]).items() if key != "depth")
            for method in METHODS
        ]
        depth = shares(methods["first"])["depth"]
        title = "合计" if name == "total" else NAMES.get(name, name)
        lines.append(f"| {title} | {len(methods['first'])} | {' | '.join(cells)} | {depth:.3f} |")
    return "\n".join(lines)


def over_library(store: Path, cases: Sequence[Path]) -> str:
    """Where the evidence of answerable ``cases`` stands among the passages that an answer was made from."""
    from eval.cases import load_cases
    from qa import Assistant

    lines = ["| 题目 | 题数 | 第一 | 前五 | MRR |", "|---|---|---|---|---|"]
    every: Ranks = []
    with closing(Assistant.open(store)) as assistant:
        names = assistant.report_names()
        held = set(names.values())
        for path in cases:
            ranks: Ranks = []
            for case in load_cases([path]):
                if case.evidence and case.kind != "unanswerable" and held.issuperset(case.reports):
                    answer = assistant.ask(case.question, history=list(case.history))
                    texts = [(names.get(hit.passage.document), hit.passage.searchable) for hit in answer.evidence]
                    ranks.append(metrics.evidence_rank(case.reports, case.evidence, texts))
            every += ranks
            lines.append(_library_row(path.stem, ranks))
    return "\n".join([*lines, _library_row("合计", every)])


def _library_row(name: str, ranks: Ranks) -> str:
    figures = shares(ranks)
    return f"| {name} | {len(ranks)} | {figures['r1']:.1%} | {figures['r5']:.1%} | {figures['mrr']:.3f} |"


def speed(root: Path, encoder: Encoder, ranker: Ranker, count: int = 200) -> tuple[float, float]:
    """Median and 95th percentile of milliseconds that the second look takes on ``count`` questions on judgments."""
    rows = [row for row in measured_rows(root) if subset_of(row["id"]) == "cail2019"]
    pool = make_pool(list(dict.fromkeys(row["context"] for row in rows)), encoder)
    times = []
    for row in rows[:count]:
        question = asked(row["question"])
        candidates = pool.candidates(question)
        began = time.perf_counter()
        pool.order(question, candidates, ranker)
        times.append((time.perf_counter() - began) * 1000)
    return metrics.percentile(times, 0.5), metrics.percentile(times, 0.95)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.passages", description="测量检索：答案所在的段落排在第几")
    parser.add_argument("cases", nargs="*", type=Path, metavar="题目.jsonl", help="与 --store 连用：题目文件")
    parser.add_argument("--store", type=Path, metavar="目录", help="在这个报告库上测量题目的证据段落")
    parser.add_argument("--json", type=Path, metavar="文件", help="把成绩写成 JSON")
    args = parser.parse_args(argv)
    try:
        if bool(args.store) != bool(args.cases):
            raise UsageError("题目文件和 --store 目录 要一起给出，或者都不给")
        print(over_library(args.store, args.cases) if args.store else _read(args.json))
    except ShushuoError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    return 0


def _read(path: Path | None) -> str:
    root, encoder = corpus_root(), open_encoder()
    found = reading(root, encoder, shipped())
    if path:
        figures = {
            name: {method: shares(ranks) for method, ranks in methods.items()} for name, methods in found.items()
        }
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    median, high = speed(root, encoder, shipped())
    return f"{render(found)}\n再排序每题 {median:.1f} 毫秒（95 分位 {high:.1f}）"


if __name__ == "__main__":
    sys.exit(main())
