"""``python -m eval.sets``: every set of questions on the library that it was written for, right and wrong in per cent.

The open questions and the texts are those of ``$SHUSHUO_CORPUS``; ``eval/blind`` and ``eval/made`` hold what people wrote who had
not seen the program. Rows tagged ``test`` are sealed: nobody has read what became of them one by one.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.cases import Case, load_cases
from eval.run import Result, run_cases
from index.build import add_paths
from index.train.data import corpus_root, read_jsonl
from qa import Assistant

HERE = Path(__file__).parent
SEALED = "test"
Source = Callable[[Path, Path, Sequence[Case]], Path]
"""From the corpus, an empty folder and the questions to the reports that make the library."""


def _reports(corpus: Path, _: Path, __: Sequence[Case]) -> Path:
    return corpus / "reports"


def _seeds(corpus: Path, _: Path, __: Sequence[Case]) -> Path:
    return corpus / "reports" / "seeds"


def _made(_: Path, __: Path, ___: Sequence[Case]) -> Path:
    return HERE / "made" / "reports"


def _older(corpus: Path, folder: Path, cases: Sequence[Case]) -> Path:
    """The older national reports that the questions name."""
    wanted = _named(cases)
    with tarfile.open(corpus / "corpora" / "older_national_reports.tar.xz") as packed:
        for member in packed.getmembers():
            file = packed.extractfile(member) if member.isfile() else None
            if file is not None and Path(member.name).stem in wanted:
                (folder / Path(member.name).name).write_bytes(file.read())
    return folder


def _news(corpus: Path, folder: Path, cases: Sequence[Case]) -> Path:
    """The items of news that the questions name: their day, number and title make the name."""
    wanted = {name[: name.index("_", 9)]: name for name in _named(cases)}
    for row in read_jsonl(corpus / "corpora" / "broadcast_2022_2026.jsonl.xz"):
        if row["id"] in wanted:
            (folder / f"{wanted[row['id']]}.txt").write_text(f"{row['title']}\n{row['text']}\n", encoding="utf-8")
    return folder


def _named(cases: Sequence[Case]) -> set[str]:
    return {name for case in cases for name in case.reports}


@dataclass(frozen=True, slots=True)
class Set:
    """Questions in files, and where the reports of their library come from."""

    name: str
    files: tuple[str, ...]
    source: Source


OPEN = "provincial national courts_companies".split()
SETS = (
    *(Set(f"open: {name}", (f"$/questions/{name}.jsonl",), _reports) for name in OPEN),
    Set("blind, first", tuple(f"blind/{name}.jsonl" for name in ("courts", "national", "provincial")), _reports),
    Set("blind, second", tuple(f"blind/{name}_fresh.jsonl" for name in ("courts", "national", "provincial")), _reports),
    Set("blind: comparisons and lists", ("blind/compare.jsonl",), _reports),
    Set("blind: comparisons and follow-ups", ("blind/second.jsonl",), _reports),
    Set("blind: sealed as a whole", ("blind/sealed.jsonl",), _reports),
    Set("blind: the two seeds", ("blind/seeds.jsonl", "blind/seeds_fresh.jsonl"), _seeds),
    Set("other reports: older national ones", ("blind/older.jsonl",), _older),
    Set("other reports: news", ("blind/news.jsonl",), _news),
    Set("other reports: invented ones", ("made/questions.jsonl",), _made),
)


def halves(cases: Sequence[Case], results: Sequence[Result]) -> Iterator[tuple[str, Sequence[Result]]]:
    """The results of the rows that were read and of those that are sealed, where there are both."""
    read = [result for case, result in zip(cases, results, strict=True) if SEALED not in case.tags]
    sealed = [result for case, result in zip(cases, results, strict=True) if SEALED in case.tags]
    if read and sealed:
        yield "read", read
        yield "sealed", sealed


def line(name: str, results: Sequence[Result]) -> str:
    """How many of the results are right, wrong and refused, as a row of a table.

    >>> line("none", [])
    '| none | 0 | - | - |'
    """
    if not results:
        return f"| {name} | 0 | - | - |"
    right = sum(result.right for result in results)
    wrong = sum(not result.right and not result.refused for result in results)
    return f"| {name} | {len(results)} | {100 * right / len(results):.1f} | {100 * wrong / len(results):.1f} |"


def main(argv: Sequence[str] | None = None) -> int:
    """Builds each library once, asks every question and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.sets", description="在全部题目上打分（右、错，百分数）")
    parser.add_argument("--only", default="", metavar="字样", help="只算名字含有它的那些")
    args = parser.parse_args(argv)
    corpus, libraries = corpus_root(), dict[Source, Assistant]()
    print("| questions | n | right | wrong |\n|---|---:|---:|---:|")
    every: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="shushuo-sets-") as temporary:
        for number, one in enumerate(one for one in SETS if args.only in one.name):
            cases = load_cases([_path(corpus, file) for file in one.files])
            assistant = libraries.get(one.source)
            if assistant is None:
                folder = Path(temporary) / str(number)
                folder.mkdir()
                assistant = libraries[one.source] = _opened(folder, one.source(corpus, folder, cases))
            results = run_cases(cases, assistant)
            every += results
            print(line(one.name, results))
            for half, own in halves(cases, results):
                print(line(f"&emsp;{half}", own))
        for assistant in libraries.values():
            assistant.close()
    print(line("all", every))
    return 0


def _path(corpus: Path, file: str) -> Path:
    return corpus / file[2:] if file.startswith("$/") else HERE / file


def _opened(folder: Path, reports: Path) -> Assistant:
    store = folder.with_suffix(".library")
    failed = [outcome for outcome in add_paths(store, [reports]) if outcome.status == "failed"]
    for outcome in failed:
        print(f"提醒：{outcome.name} 没有加入：{outcome.message}", file=sys.stderr)
    return Assistant.open(store)


if __name__ == "__main__":
    sys.exit(main())
