"""How well and how fast passages are found, ours against peers, on the same passages and questions in the same run.

``SHUSHUO_CORPUS=../shared python benchmarks/peers.py [--quick] [--rounds N]`` prints three Markdown tables:

1. ``questions/reading_numeric.jsonl``, one index for each subset as in ``eval.passages``: recall@1, recall@5, MRR.
2. Every TXT report in one library, the questions with evidence on them: the passage that shows the evidence. Everybody
   searches the very passages of our library. Peers have no lock on bodies and years, so the report's name stands before
   each text that they index; a follow-up question reaches them with the turns before it.
3. On that library: seconds to import and load, to build the index (embedding included), milliseconds for a question, and
   memory. Each method runs in a process of its own, methods take turns over the rounds, and everybody is held to as many
   threads. ``ask`` does more than search: it makes the library from files, and it answers.

How each method is set is told in ``benchmarks/methods``; where a documented default does not suit Chinese, the best setting
that we found stands beside it, chosen on these same questions, which favours the peer. What takes part is what is installed:
``benchmarks/peers.txt`` says how. A whole run with every peer writes benchmarks/peers.json, any other artefacts/peers.json.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.methods import METHODS  # noqa: E402  run as a script, the project's root is put on the path first
from eval import metrics  # noqa: E402
from eval.cases import Case, load_cases  # noqa: E402
from index.build import add_paths  # noqa: E402
from index.embed import hash_files, open_encoder  # noqa: E402
from index.store import Store  # noqa: E402
from index.train.data import measured_rows  # noqa: E402
from index.train.evaluate import NAMES, subset_of  # noqa: E402
from qa.rank import WEIGHTS  # noqa: E402

QUESTIONS = {"provincial": "省级报告", "national": "国家报告", "courts_companies": "法院与公司"}
OURS = "ours"
QUICK_ASKED, QUICK_READ = 10, 40
TIMEOUT = 1800
TIMED = ("start_s", "build_s", "first_ms", "p50_ms", "p95_ms", "cpu_ms", "peak_mb")

Ranks = list[int | None]
Result = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What every method is given, as files, and what is needed to judge what it finds."""

    job: Path
    reading: Path
    entries: tuple[tuple[str, str, str], ...]
    cases: Mapping[str, Sequence[Case]]
    gold: Mapping[str, Sequence[int]]
    reports: int

    def library_ranks(self, found: Sequence[Sequence[int]]) -> dict[str, Ranks]:
        """For each file of questions, and for all of them, the place of the first passage that shows the evidence."""
        rows, ranks = iter(found), {}
        for name, cases in self.cases.items():
            ranks[name] = [self._rank(case, next(rows)) for case in cases]
        return ranks | {"total": [rank for part in ranks.values() for rank in part]}

    def _rank(self, case: Case, found: Sequence[int]) -> int | None:
        texts = ((self.entries[at][1], self.entries[at][2]) for at in found)
        return metrics.evidence_rank(case.reports, case.evidence, texts)

    def reading_ranks(self, found: Mapping[str, Sequence[Sequence[int]]]) -> dict[str, Ranks]:
        """For each subset, and for all of them, the place of every question's own passage."""
        ranks = {
            name: [place_of(own, row) for own, row in zip(self.gold[name], rows, strict=True)]
            for name, rows in found.items()
        }
        return ranks | {"total": [rank for part in ranks.values() for rank in part]}


def place_of(wanted: int, found: Sequence[int]) -> int | None:
    """Place, from 1, of ``wanted``.

    >>> place_of(7, [3, 7]), place_of(8, [3, 7])
    (2, None)
    """
    return found.index(wanted) + 1 if wanted in found else None


def shares(ranks: Ranks) -> dict[str, float]:
    """recall@1, recall@5 and the mean reciprocal rank.

    >>> shares([1, 2, None, 10])
    {'r1': 0.25, 'r5': 0.5, 'mrr': 0.4}
    """
    figures = metrics.recall_at(ranks, 1), metrics.recall_at(ranks, 5), metrics.mean_reciprocal_rank(ranks)
    return dict(zip(("r1", "r5", "mrr"), (round(figure, 4) for figure in figures), strict=True))


def alone(ours: Ranks, theirs: Ranks) -> tuple[int, int]:
    """How many questions only we have first, and how many only they.

    >>> alone([1, 1, 2, None], [1, 3, 1, None])
    (1, 1)
    """
    pairs = [(a == 1, b == 1) for a, b in zip(ours, theirs, strict=True)]
    return sum(a and not b for a, b in pairs), sum(b and not a for a, b in pairs)


def prepare(corpus: Path, folder: Path, quick: bool) -> Task:
    """Makes the library of the TXT reports, and writes what the methods are given into ``folder``."""
    files = sorted((corpus / "reports").rglob("*.txt"))
    add_paths(folder / "store", files)
    with Store.open(folder / "store") as store:
        names = {info.id: info.name for info in store.documents()}
        entries = tuple((p.id, name, p.searchable) for id, name in names.items() for p in store.passages_of(id))
    held, cases = set(names.values()), {}
    for name in QUESTIONS:
        rows = load_cases([corpus / "questions" / f"{name}.jsonl"])
        fit = [c for c in rows if c.evidence and c.kind != "unanswerable" and held.issuperset(c.reports)]
        cases[name] = fit[:QUICK_ASKED] if quick else fit
    asked = [(case.question, case.history) for rows in cases.values() for case in rows]
    subsets, gold = read_subsets(corpus, quick)
    job, reading = folder / "job.json", folder / "reading.json"
    given = {"store": str(folder / "store"), "files": [str(f) for f in files], "entries": entries, "asked": asked}
    job.write_text(json.dumps(given), encoding="utf-8")
    reading.write_text(json.dumps(subsets), encoding="utf-8")
    return Task(job, reading, entries, cases, gold, len(names))


def read_subsets(corpus: Path, quick: bool) -> tuple[dict[str, dict[str, list[str]]], dict[str, list[int]]]:
    """Texts and questions of each subset of the questions by people, and the place of each question's own text."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in measured_rows(corpus):
        rows.setdefault(subset_of(row["id"]), []).append(row)
    subsets, gold = {}, {}
    for name, part in rows.items():
        kept = part[:QUICK_READ] if quick else part
        index: dict[str, int] = {}
        gold[name] = [index.setdefault(row["context"], len(index)) for row in kept]
        subsets[name] = {"texts": list(index), "questions": [row["question"] for row in kept]}
    return subsets, gold


def version_of(package: str) -> str | None:
    """The installed version; None where there is none."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def taking_part(wanted: Iterable[str]) -> list[str]:
    """Those of ``wanted`` whose packages are installed; a line says which packages are not."""
    missing: dict[str, list[str]] = {}
    kept = []
    for name in wanted:
        lacking = [package for package in METHODS[name].packages if version_of(package) is None]
        for package in lacking:
            missing.setdefault(package, []).append(METHODS[name].title)
        if not lacking:
            kept.append(name)
    for package, titles in missing.items():
        print(f"没有安装 {package}，不参加比较：{'、'.join(titles)}。")
    return kept


def measure(name: str, task: Task, folder: Path, turn: int, threads: int) -> Result | None:
    """One round of one method in a process of its own, with the reading questions in the first; None if it fails."""
    out = folder / f"{name}-{turn}.json"
    command = [
        sys.executable,
        "-m",
        "benchmarks.methods.worker",
        str(task.job),
        name,
        str(folder / f"{name}-{turn}"),
        str(out),
    ]
    if turn == 0:
        command.append(str(task.reading))
    limits = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
    environment = os.environ | {limit: str(threads) for limit in limits} | {"HAYSTACK_TELEMETRY_ENABLED": "False"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"{METHODS[name].title} 超过 {TIMEOUT} 秒没有做完，不参加比较。")
        return None
    if done.returncode:
        print(f"{METHODS[name].title} 出错，不参加比较：{(done.stderr.strip() or '没有说明').splitlines()[-1]}")
        return None
    result: Result = json.loads(out.read_text(encoding="utf-8"))
    return result


def figures_of(result: Result) -> dict[str, float]:
    """The figures of one round, by the names of ``TIMED``; the first question is told by itself, warming up is in it."""
    return {
        "start_s": result["start_s"],
        "build_s": result["build_s"],
        "first_ms": result["ask_ms"][0],
        "p50_ms": metrics.percentile(result["ask_ms"], 0.5),
        "p95_ms": metrics.percentile(result["ask_ms"], 0.95),
        "cpu_ms": metrics.percentile(result["ask_cpu_ms"], 0.5),
        "peak_mb": result["peak_mb"],
    }


def summed(rounds: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Least and median of every figure over the rounds."""
    told = [figures_of(result) for result in rounds]
    figures: dict[str, dict[str, float]] = {}
    for key in TIMED:
        values = [one[key] for one in told]
        figures[key] = {"min": round(min(values), 3), "median": round(statistics.median(values), 3)}
    return figures


def compare(names: Sequence[str], task: Task, folder: Path, rounds: int, threads: int) -> dict[str, Result]:
    """Every method's ranks and figures; the order of the methods turns round from round to round."""
    found: dict[str, list[Result]] = {name: [] for name in names}
    failed: set[str] = set()
    for turn in range(rounds):
        for name in names if turn % 2 == 0 else reversed(names):
            if name not in failed:
                print(f"第 {turn + 1} 轮：{METHODS[name].title} ……", file=sys.stderr, flush=True)
                result = measure(name, task, folder, turn, threads)
                if result is None:
                    failed.add(name)
                else:
                    found[name].append(result)
    return {
        name: {
            "library": task.library_ranks(results[0]["found"]),
            "reading": task.reading_ranks(results[0]["reading"]) if "reading" in results[0] else None,
            "times": summed(results),
        }
        for name, results in found.items()
        if name not in failed
    }


def quality_table(found: Mapping[str, Result], part: str, titles: Mapping[str, str]) -> str:
    """recall@1 / recall@5 / MRR of each set, and against ours how many questions only one of the two has first."""
    rows = {name: result[part] for name, result in found.items() if result[part]}
    sizes = {key: len(ranks) for key, ranks in next(iter(rows.values()), {}).items()}
    heads = [f"{'合计' if key == 'total' else titles.get(key, key)}（{count} 题）" for key, count in sizes.items()]
    lines = [f"| 方法 | {' | '.join(heads)} | 只有数说第一 / 只有它第一 |", "|---" * (len(sizes) + 2) + "|"]
    for name, ranks in rows.items():
        cells = [" / ".join(f"{value:.3f}" for value in shares(ranks[key]).values()) for key in sizes]
        compared = OURS in rows and name != OURS
        both = " / ".join(map(str, alone(rows[OURS]["total"], ranks["total"]))) if compared else "—"
        lines.append(f"| {METHODS[name].title} | {' | '.join(cells)} | {both} |")
    return "\n".join(lines)


def time_table(found: Mapping[str, Result]) -> str:
    """Least of the rounds, and the median in brackets."""
    heads = (
        "启动 秒",
        "建索引 秒",
        "首题 毫秒",
        "每题中位 毫秒",
        "每题 95 分位 毫秒",
        "每题处理器中位 毫秒",
        "内存峰值 MB",
    )
    lines = [f"| 方法 | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for name, result in found.items():
        cells = [told(key, result["times"][key]) for key in TIMED]
        lines.append(f"| {METHODS[name].title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def told(key: str, figure: Mapping[str, float]) -> str:
    """One cell: seconds with two decimals, milliseconds with one, megabytes with none.

    >>> told("start_s", {"min": 1.234, "median": 1.5}), told("peak_mb", {"min": 310.2, "median": 311.9})
    ('1.23（1.50）', '310（312）')
    """
    decimals = {"s": 2, "ms": 1, "mb": 0}[key.rsplit("_", 1)[1]]
    return f"{figure['min']:.{decimals}f}（{figure['median']:.{decimals}f}）"


def render(found: Mapping[str, Result], task: Task) -> str:
    """The three tables and the settings."""
    size = f"{task.reports} 份报告、{len(task.entries)} 段"
    sections = [
        ("一、人出的数字题，每个集合一个索引：r@1 / r@5 / MRR", quality_table(found, "reading", NAMES)),
        (f"二、报告题，{size}同在一库：证据段落 r@1 / r@5 / MRR", quality_table(found, "library", QUESTIONS)),
        (f"三、时间与内存，{size}：各轮最小值（中位数）", time_table(found)),
        ("四、设置", "\n".join(f"- {METHODS[name].title}：{METHODS[name].settings}" for name in found)),
    ]
    return "\n\n".join(f"### {title}\n\n{text}" for title, text in sections)


def record(found: Mapping[str, Result], task: Task, rounds: int, threads: int, load: Sequence[float]) -> dict[str, Any]:
    """All of it as plain values, with what it was measured on."""
    packages = sorted(
        {package for name in found for package in METHODS[name].packages} | {"numpy", "faiss-cpu", "tantivy"}
    )
    ours = found.get(OURS)
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "threads": threads,
        "rounds": rounds,
        "load_before": [round(one, 2) for one in load],
        "load_after": [round(one, 2) for one in os.getloadavg()],
        "versions": {package: version_of(package) for package in packages},
        "encoder": open_encoder().fingerprint,
        "ranker": hash_files([WEIGHTS]),
        "reports": task.reports,
        "passages": len(task.entries),
        "methods": {
            name: {
                "title": METHODS[name].title,
                "settings": METHODS[name].settings,
                **{part: told_shares(result[part], ours[part] if ours else None) for part in ("reading", "library")},
                "times": result["times"],
            }
            for name, result in found.items()
        },
    }


def told_shares(ranks: Mapping[str, Ranks] | None, ours: Mapping[str, Ranks] | None) -> dict[str, Any] | None:
    """The shares of every set, with its size, and in how many questions only we or only they have the passage first."""
    if ranks is None:
        return None
    return {
        key: {"questions": len(part), **shares(part), **(_alone(ours[key], part) if ours else {})}
        for key, part in ranks.items()
    }


def _alone(ours: Ranks, theirs: Ranks) -> dict[str, int]:
    return dict(zip(("only_ours_first", "only_this_first"), alone(ours, theirs), strict=True))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description="与同类检索工具比较：同样的段落和问题，质量、时间与内存")
    parser.add_argument("--quick", action="store_true", help="只取一小部分题目，量一轮")
    parser.add_argument("--rounds", type=int, default=3, metavar="次", help="时间量几轮（默认 3）")
    parser.add_argument("--threads", type=int, default=1, metavar="数", help="每个方法最多用几个线程（默认 1）")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS), metavar="方法", help="只比这些")
    parser.add_argument("--out", type=Path, metavar="文件", help="结果写到这里")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; exit code 2 where there is no corpus."""
    options = parse(arguments)
    named = os.environ.get("SHUSHUO_CORPUS")
    if not named or not (Path(named) / "questions").is_dir():
        print(
            f"环境变量 SHUSHUO_CORPUS 是 {named or '空的'}，那里没有 questions：请把它设为语料目录。", file=sys.stderr
        )
        return 2
    rounds = 1 if options.quick else max(1, options.rounds)
    names, load = taking_part(options.methods), os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        task = prepare(Path(named), Path(folder), options.quick)
        found = compare(names, task, Path(folder), rounds, options.threads)
    print(render(found, task))
    whole = len(found) == len(METHODS) and not options.quick
    out = options.out or (ROOT / "benchmarks" if whole else ROOT / "artefacts") / "peers.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = record(found, task, rounds, options.threads, load)
    out.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
