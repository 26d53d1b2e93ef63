"""What a library of 1e3, 1e4, 1e5 or 1e6 passages of real text costs to build, to open and to ask.

``SHUSHUO_CORPUS=../shared python benchmarks/size.py [--all | --sizes 1000,10000] [--keep FOLDER]`` prints a table; with
``--all``, which takes a quarter of an hour and 8 GB of disk, it writes benchmarks/size.json, else artefacts/size.json.
``--plot`` draws docs/size.svg from the former (needs matplotlib). The text: the reports, then
prospectuses, then news, one report for each day; where that is not enough, all of it again with other figures.
Each step runs in a process of its own, so that its memory and its start are its own.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

SIZES, ALL = (1_000, 10_000, 100_000), (1_000, 10_000, 100_000, 1_000_000)
RESULT, PARTIAL = ROOT / "benchmarks" / "size.json", ROOT / "artefacts" / "size.json"
PLOT = ROOT / "docs" / "size.svg"
CHARACTERS = 107
"""Of text for each passage, about."""
COLD_RUNS, WARM_UP, PLAIN_QUESTIONS = 5, 10, 150
_NOT_DATE = re.compile("[^0-9-]")
NEWS = ("broadcast_2022_2026", "news_2023")


def texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Name and text of one report after another, for ever."""
    yield from _real(corpus)
    turn = 2
    while True:
        shift = {str(n): str((n + turn) % 10) for n in range(10)}
        table = str.maketrans(shift)
        for name, text in _real(corpus):
            yield f"{name}（{turn}）", text.translate(table)
        turn += 1


def _real(corpus: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((corpus / "reports").rglob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8", errors="replace")
    with tarfile.open(corpus / "corpora" / "prospectuses.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream and member.name.endswith(".txt"):
                yield Path(member.name).stem, stream.read().decode("utf-8", errors="replace")
    for name in NEWS:
        days: dict[str, list[str]] = {}
        with lzma.open(corpus / "corpora" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if day := _NOT_DATE.sub("", row["date"])[:10]:
                    days.setdefault(day, []).append(row["text"])
        for day in sorted(days):
            yield f"{name} {day}", "\n\n".join(days[day])


def write_reports(corpus: Path, folder: Path, passages: int) -> int:
    """Files with about ``passages`` passages; how many characters they have."""
    left = total = passages * CHARACTERS
    for name, text in texts(corpus):
        piece = text[:left]
        (folder / f"{name}.txt").write_text(piece, encoding="utf-8")
        left -= len(piece)
        if left <= 0:
            return total
    return total - left


def questions(corpus: Path) -> list[tuple[str, list[str]]]:
    """The questions on the reports with their histories, and questions by people that name no report."""
    found = []
    for name in ("provincial", "national", "courts_companies", "reading_numeric"):
        lines = (corpus / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        step = max(1, len(lines) // PLAIN_QUESTIONS) if name == "reading_numeric" else 1
        rows = [json.loads(line) for line in lines[::step]]
        found += [(row["question"], row.get("history", [])) for row in rows]
    return found


def build(store: Path, reports: Path) -> dict[str, Any]:
    """Add every report of a folder."""
    from index.build import add_paths

    began = time.perf_counter()
    outcomes = add_paths(store, [reports])
    took = time.perf_counter() - began
    files = {kind: sum(f.stat().st_size for f in store.rglob(kind) if f.is_file()) for kind in ("*.sqlite", "*.faiss")}
    words = sum(f.stat().st_size for folder in _generation(store).glob("lexical") for f in folder.iterdir())
    return {
        "reports": len(outcomes),
        "failed": sum(outcome.status == "failed" for outcome in outcomes),
        "passages": sum(outcome.passages for outcome in outcomes),
        "facts": sum(outcome.facts for outcome in outcomes),
        "build_s": took,
        "sqlite_mb": files["*.sqlite"] / 1e6,
        "vectors_mb": sum(f.stat().st_size for f in _generation(store).glob("*.faiss")) / 1e6,
        "lexical_mb": words / 1e6,
    }


def _generation(store: Path) -> Path:
    return max(store.glob("gen-*"), key=lambda folder: int(folder.name[4:]))


def add_one(store: Path, corpus: Path) -> dict[str, Any]:
    """Add one more report, then take it out again."""
    from index.build import add_paths, remove

    with tempfile.TemporaryDirectory() as folder:
        name, text = next(_real(corpus))
        path = Path(folder) / f"{name} 再来一份.txt"
        path.write_text("".join(reversed(text)), encoding="utf-8")
        began = time.perf_counter()
        add_paths(store, [path])
        added = time.perf_counter()
        remove(store, [path.stem])
        return {"add_one_s": added - began, "remove_one_s": time.perf_counter() - added}


def ask(store: Path, corpus: Path) -> dict[str, Any]:
    """Open the library and ask every question once."""
    from qa import Assistant

    began = time.perf_counter()
    assistant = Assistant.open(store)
    asked = questions(corpus)
    assistant.ask(asked[0][0])
    opened = time.perf_counter() - began
    for question, history in asked[:WARM_UP]:
        assistant.ask(question, history=history)
    times: list[float] = []
    parts: dict[str, list[float]] = {}
    for question, history in asked:
        began = time.perf_counter()
        answer = assistant.ask(question, history=history)
        times.append((time.perf_counter() - began) * 1000)
        for part, took in answer.timings_ms.items():
            parts.setdefault(part, []).append(took)
    assistant.close()
    cuts = statistics.quantiles(times, n=100)
    medians = {f"{part}_ms": statistics.median(values) for part, values in parts.items() if part != "total"}
    return {
        "open_s": opened,
        "questions": len(times),
        "p50_ms": cuts[49],
        "p95_ms": cuts[94],
        "p99_ms": cuts[98],
        "parts": medians,
    }


def cold(store: Path) -> dict[str, Any]:
    """``shushuo ask`` as a command, start included."""
    times = []
    for _ in range(COLD_RUNS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "qa.cli", "ask", "江苏2025年地区生产总值是多少", "--store", str(store)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        times.append(time.perf_counter() - began)
    return {"cold_s": statistics.median(times)}


def step(name: str, store: Path, reports: Path, corpus: Path) -> dict[str, Any]:
    """One step in this process, with the most memory it took."""
    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "build": lambda: build(store, reports),
        "cold": lambda: cold(store),
        "ask": lambda: ask(store, corpus),
        "add_one": lambda: add_one(store, corpus),
    }
    result: dict[str, Any] = steps[name]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**result, f"{name}_peak_mb": peak}


def measure(size: int, corpus: Path, keep: Path | None) -> dict[str, Any]:
    """All steps for a library of about ``size`` passages, each in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = (keep or Path(temporary)) / str(size)
        store, reports = folder / "library", folder / "reports"
        row: dict[str, Any] = {"size": size}
        names = ["cold", "ask", "add_one"]
        if not store.exists():
            reports.mkdir(parents=True)
            row["characters"] = write_reports(corpus, reports, size)
            names.insert(0, "build")
        elif (folder / "row.json").exists():
            row |= json.loads((folder / "row.json").read_text(encoding="utf-8"))
        for name in names:
            command = [sys.executable, __file__, "--step", name, "--at", str(folder)]
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
            )
            row |= json.loads(done.stdout)
            (folder / "row.json").write_text(json.dumps(row), encoding="utf-8")
            print(name, {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}, file=sys.stderr)
        return row


TABLE: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
    ("段落", lambda r: f"{r['passages']:,}"),
    ("建库（秒；万字/秒）", lambda r: f"{r['build_s']:.0f}；{r['characters'] / r['build_s'] / 1e4:.0f}"),
    ("建库内存", lambda r: f"{r['build_peak_mb']:,.0f} MB"),
    ("SQLite / 向量 / 词", lambda r: f"{r['sqlite_mb']:,.0f} / {r['vectors_mb']:,.0f} / {r['lexical_mb']:,.0f} MB"),
    ("命令行一问", lambda r: f"{r['cold_s']:.2f} 秒"),
    ("每问 p50 / p95", lambda r: f"{r['p50_ms']:.1f} / {r['p95_ms']:.1f} 毫秒"),
    ("问答内存", lambda r: f"{r['ask_peak_mb']:,.0f} MB"),
    ("再加一份", lambda r: f"{r['add_one_s']:.2f} 秒"),
)


def render(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| {' | '.join(title for title, _ in TABLE)} |", "|---" * len(TABLE) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(cell(row) for _, cell in TABLE)} |" for row in rows)])


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Cost curves over the number of passages, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "sans-serif"]
    mpl.rcParams["svg.hashsalt"] = "shushuo"
    from matplotlib import pyplot

    panels = (
        ("每问（毫秒）", (("中位", "p50_ms"), ("95 分位", "p95_ms"))),
        ("内存（MB）", (("建库", "build_peak_mb"), ("问答", "ask_peak_mb"))),
        ("时间（秒）", (("建库", "build_s"), ("命令行一问", "cold_s"), ("再加一份", "add_one_s"))),
    )
    figure, axes = pyplot.subplots(1, len(panels), figsize=(12, 3.6), layout="constrained")
    for axis, (title, lines) in zip(axes, panels, strict=True):
        for (label, key), style in zip(lines, ("o-", "s--", "^:"), strict=False):
            axis.plot([row["passages"] for row in rows], [row[key] for row in rows], style, color="black", label=label)
        axis.set(xscale="log", yscale="log", xlabel="段落", title=title)
        axis.grid(visible=True, alpha=0.3)
        axis.legend()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="测量资料库从一千到一百万个段落的建库、打开和提问")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="段落数，以逗号分开")
    parser.add_argument("--keep", type=Path, help="把资料库留在这个文件夹，下次不再重建")
    parser.add_argument("--all", action="store_true", help="一千到一百万，四种大小")
    parser.add_argument("--plot", action="store_true", help="只用已有的成绩作图")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.plot:
        plot(json.loads(RESULT.read_text(encoding="utf-8"))["rows"], PLOT)
        return
    corpus = Path(os.environ.get("SHUSHUO_CORPUS", ROOT.parent / "shared")).resolve()
    if args.step:
        print(json.dumps(step(args.step, args.at / "library", args.at / "reports", corpus)))
        return
    sizes = ALL if args.all else tuple(map(int, args.sizes.split(",")))
    rows = [measure(size, corpus, args.keep) for size in sizes]
    told = {"cores": os.cpu_count(), "python": sys.version.split()[0], "rows": rows}
    out = RESULT if args.all else PARTIAL
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(render(rows))


if __name__ == "__main__":
    main()
