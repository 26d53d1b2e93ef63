"""How fast ``find_figures`` reads and how much memory it takes, against peers on the same texts in the same run.

``SHUSHUO_CORPUS=../shared python benchmarks/figures.py [--rounds N]`` prints a table and writes artefacts/figures.json.
The peer that is always there reads Arabic digits with a magnitude and a unit by one pattern, and nothing else: a floor for
the time that any reader takes. cn2an and recognizers-text take part where they are installed.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import json
import os
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from index.numbers import find_figures  # noqa: E402  run as a script, the project's root is put on the path first

Reader = Callable[[str], int]
"""Reads a text, gives how many figures it found."""

OURS, FLOOR = "find_figures", "arabic_regex"
BARS = {"seeds": 3.0, "provincial_2026": 2.0}
"""MB a second that the folders of reports must reach on one core."""

SAMPLE = 40_000
"""Characters of each folder that slow peers read; everybody else reads all of it."""

_ARABIC = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)([十百千万亿]{0,3})([\u4e00-\u9fff%％]?)"
)
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def read_ours(text: str) -> int:
    """Our reader."""
    return len(find_figures(text))


def read_arabic(text: str) -> int:
    """Arabic digits, a magnitude and one character of unit; the value is worked out as ours is."""
    values = []
    for match in _ARABIC.finditer(text):
        value = Decimal(match[1].replace(",", ""))
        for char in match[2]:
            value *= _SCALE[char]
        values.append((match.span(), value, match[3]))
    return len(values)


def peers() -> dict[str, Reader]:
    """The other projects' readers that are installed; a line says which are not."""
    found: dict[str, Reader] = {}
    for module, make in (("cn2an", _cn2an), ("recognizers_suite", _recognizers)):
        if importlib.util.find_spec(module) is None:
            print(f"没有安装 {module}，不参加比较。")
        else:
            found[module] = make()
    return found


def _cn2an() -> Reader:
    """cn2an rewrites Chinese numerals of a text as digits; what it found is counted by the floor's pattern."""
    transform = importlib.import_module("cn2an").transform

    def read(text: str) -> int:
        count = 0
        for line in text.splitlines():
            try:
                count += read_arabic(transform(line, "cn2an"))
            except ValueError:  # it refuses whole lines for one numeral that it cannot read
                continue
        return count

    return read


def _recognizers() -> Reader:
    suite = importlib.import_module("recognizers_suite")

    def read(text: str) -> int:
        return sum(
            len(suite.recognize_number(line, suite.Culture.Chinese)) for line in text.splitlines() if line.strip()
        )

    return read


def folders(corpus: Path) -> dict[str, str]:
    """Name of each folder of reports -> all of its plain texts."""
    texts: dict[str, str] = {}
    for folder in sorted(path for path in (corpus / "reports").iterdir() if path.is_dir()):
        files = sorted(folder.glob("*.txt"))
        if files:
            texts[folder.name] = "\n".join(file.read_text(encoding="utf-8", errors="strict") for file in files)
    return texts


def speed(read: Reader, text: str, rounds: int) -> tuple[float, int]:
    """MB of UTF-8 a processor second, best of ``rounds``, and the number of figures found."""
    best, count = float("inf"), 0
    for _ in range(rounds):
        gc.collect()
        begin = time.process_time()
        count = read(text)
        best = min(best, time.process_time() - begin)
    return len(text.encode()) / 1e6 / max(best, 1e-9), count


def peak(read: Reader, text: str) -> float:
    """MB that Python objects take at most while ``text`` is read, beyond the text itself."""
    gc.collect()
    tracemalloc.start()
    try:
        read(text)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def measure(texts: dict[str, str], readers: dict[str, Reader], rounds: int) -> list[dict[str, object]]:
    """One row for each folder and reader."""
    rows: list[dict[str, object]] = []
    for name, whole in texts.items():
        floor = 0.0
        for reader, read in readers.items():
            text = whole if reader in (OURS, FLOOR) else whole[:SAMPLE]
            rate, count = speed(read, text, rounds)
            floor = rate if reader == FLOOR else floor
            rows.append(
                {
                    "folder": name,
                    "reader": reader,
                    "characters": len(text),
                    "figures": count,
                    "mb_per_second": round(rate, 3),
                    "times_the_floor": round(floor / rate, 2) if floor else None,
                    "peak_mb": round(peak(read, text), 2),
                    "bar": BARS.get(name) if reader == OURS else None,
                }
            )
    return rows


def table(rows: Iterable[dict[str, object]]) -> str:
    """The rows as text: folder, reader, characters, figures, speed, time against the floor, memory."""
    lines = [f"{'报告':<18}{'读法':<20}{'字数':>9}{'数字':>8}{'MB/秒':>9}{'用时/下限':>8}{'内存MB':>9}  要求"]
    for row in rows:
        bar = row["bar"]
        told = (
            ""
            if bar is None
            else f">= {bar} " + ("达到" if float(str(row["mb_per_second"])) >= float(str(bar)) else "未达到")
        )
        lines.append(
            f"{row['folder']!s:<20}{row['reader']!s:<22}{row['characters']:>10}{row['figures']:>10}"
            f"{row['mb_per_second']:>10}{row['times_the_floor'] or '—':>10}{row['peak_mb']:>10}  {told}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measures, prints, writes; exit code 2 where there is no corpus."""
    parser = argparse.ArgumentParser(description="测 find_figures 的速度和内存")
    parser.add_argument("--rounds", type=int, default=5, metavar="次", help="每项量几次，取最快的（默认5）")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "artefacts" / "figures.json", metavar="文件", help="结果写到这里"
    )
    options = parser.parse_args(arguments)
    named = os.environ.get("SHUSHUO_CORPUS")
    if not named or not (Path(named) / "reports").is_dir():
        print(f"环境变量 SHUSHUO_CORPUS 是 {named or '空的'}，那里没有 reports：请把它设为语料目录。", file=sys.stderr)
        return 2
    readers: dict[str, Reader] = {FLOOR: read_arabic, OURS: read_ours, **peers()}
    rows = measure(folders(Path(named)), readers, options.rounds)
    print(table(rows))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
