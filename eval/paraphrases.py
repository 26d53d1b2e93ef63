"""``python -m eval.paraphrases``: everyday questions whose right passage is among the first three.

Each pair was written down before the lexicon was: a question in everyday words, and the report, the figure and the official
metric of the passage that answers it. A pair counts where the library holds its report.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from eval import metrics
from eval.__main__ import library
from eval.run import Asker
from index.errors import ShushuoError, UsageError

PAIRS = Path(__file__).parents[1] / "tests" / "cases" / "paraphrases.jsonl"
FIRST = 3
BAR = 0.85


@dataclass(frozen=True, slots=True)
class Pair:
    """An everyday question and what marks the passage that answers it."""

    id: str
    question: str
    report: str
    figure: str
    metric: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where the right passage came, from 1 (None: not at all), and whether the answer states its figure."""

    pair: Pair
    rank: int | None
    answered: bool


def load_pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of a JSONL file.

    Raises:
        UsageError: a line is not a pair; the message names it.
    """
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            pairs.append(Pair(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise UsageError(f"{path} 第{number}行不是完整的一对（{error}），请补全五个字段") from error
    return pairs


def run_pairs(pairs: Sequence[Pair], assistant: Asker, names: Mapping[str, str]) -> list[Found]:
    """Ask every pair whose report is among ``names`` (document id -> report name)."""
    held = set(names.values())
    found = []
    for pair in (pair for pair in pairs if pair.report in held):
        answer = assistant.ask(pair.question, id=pair.id)
        passages = [(names.get(hit.passage.document), hit.passage.searchable) for hit in answer.evidence]
        found.append(Found(pair, place(pair, passages), not answer.refused and pair.figure in answer.answer))
    return found


def place(pair: Pair, passages: Sequence[tuple[str | None, str]]) -> int | None:
    """The place, from 1, of the first passage of the pair's report that holds both metric and figure."""
    for number, (report, text) in enumerate(passages, 1):
        plain = "".join(text.split())
        if report == pair.report and pair.figure in plain and pair.metric in plain:
            return number
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share found; the exit code is 1 where it is below the bar, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m eval.paraphrases", description="日常问法能否在前三段里找到原文。")
    parser.add_argument("--store", type=Path, metavar="目录", help="使用已有的报告库")
    parser.add_argument(
        "--reports", type=Path, metavar="目录", default=Path("examples/reports"), help="用这里的报告建库"
    )
    parser.add_argument("--pairs", type=Path, metavar="文件", default=PAIRS, help="问法文件")
    parser.add_argument("--misses", type=int, default=0, metavar="个数", help="列出前几个没有找到的问法")
    try:
        return _report(parser.parse_args(argv))
    except ShushuoError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code


def _report(args: argparse.Namespace) -> int:
    from qa import Assistant

    pairs = load_pairs(args.pairs)
    with library(args) as store, closing(Assistant.open(store)) as assistant:
        names = {info.id: info.name for info in assistant.reports()}
        found = run_pairs(pairs, assistant, names)
    ranks = [one.rank for one in found]
    share = metrics.recall_at(ranks, FIRST)
    told = sum(one.answered for one in found)
    print(
        f"日常问法 {len(found)} 个（库中没有报告的 {len(pairs) - len(found)} 个不计）："
        f"前三段 {share:.1%}，第一段 {metrics.recall_at(ranks, 1):.1%}；直接答出 {told} 个。"
    )
    for one in [one for one in found if one.rank is None or one.rank > FIRST][: args.misses]:
        print(f"- {one.pair.id} {one.pair.question} -> {one.pair.metric} {one.pair.figure}（名次：{one.rank or '无'}）")
    return 0 if share >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
