"""What 100 MB of text cost to add, embedding aside: time, memory, and where the time goes; and how too much is refused.

``python benchmarks/loading.py [--mb 100] [--out FILE]`` prints JSON. The text: the sample reports over and over with other
figures, as a folder of reports of ordinary length, as few files as long as files may be, and as one file of all of it.
Each is added in a process of its own by what ``shushuo add`` calls; in place of the encoder stands one whose vectors cost
nothing. Memory is that of the process and of those it starts, together.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from index import build  # noqa: E402  run as a script, the project's root is put on the path first
from index.chunk import chunk  # noqa: E402
from index.clean import clean  # noqa: E402
from index.embed import Vectors, unit_rows  # noqa: E402
from index.facts import find_facts  # noqa: E402
from index.load import load_bytes  # noqa: E402
from index.load.limits import MAX_TEXT  # noqa: E402
from index.prepare import understand  # noqa: E402

BARS = {"mb_per_s": 1.0, "memory_mb": 1536.0}
ORDINARY = 60_000
LONGEST = MAX_TEXT - 1_000
"""Characters of a file."""
STAGED_BYTES = 1_000_000
EVERY = 0.05
DIMENSION = 256


class Idle:
    """Stands for an encoder; its vectors cost next to nothing."""

    dimension = DIMENSION
    fingerprint = "benchmark:1"

    def __init__(self) -> None:
        self._chance = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows that mean nothing."""
        return unit_rows(self._chance.standard_normal((len(texts), DIMENSION), dtype=np.float32))


def texts() -> Iterator[str]:
    """One sample report after another, for ever, each time with other figures."""
    samples = [load_bytes(path.read_bytes()).text for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))]
    turn = 0
    while True:
        table = str.maketrans({str(n): str((n + turn) % 10) for n in range(10)})
        yield from (sample.translate(table) for sample in samples)
        turn += 1


def write(folder: Path, megabytes: float, characters: int) -> int:
    """Files of about ``characters`` characters with so many megabytes in all; how many bytes they have."""
    folder.mkdir()
    left, number, source = int(megabytes * 1e6), 0, texts()
    while left > 0:
        parts, length, size = [f"第{number + 1}号示例市2024年工作报告\n\n"], 20, 0
        while length < characters and size < left:
            part = next(source)[: characters - length]
            parts.append(part)
            length += len(part) + 1
            size += len(part.encode())
        data = "\n".join(parts).encode()
        (folder / f"第{number + 1}号示例市2024年工作报告.txt").write_bytes(data)
        left -= len(data)
        number += 1
    return sum(path.stat().st_size for path in folder.iterdir())


def added(folder: Path, store: Path) -> dict[str, Any]:
    """What adding a folder costs, in this process."""
    vars(build)["open_encoder"] = lambda name: Idle()
    watch = Watch()
    began = time.perf_counter()
    outcomes = build.add_paths(store, [folder])
    took = time.perf_counter() - began
    watch.stop()
    read = sum(o.path.stat().st_size for o in outcomes if o.status == build.ADDED)
    return {
        "files": len(outcomes),
        "added_mb": read / 1e6,
        "passages": sum(o.passages for o in outcomes),
        "facts": sum(o.facts for o in outcomes),
        "seconds": took,
        "mb_per_s": read / 1e6 / took,
        "memory_mb": watch.most,
        "refused": sorted({o.message for o in outcomes if o.status == build.FAILED}),
    }


class Watch:
    """Looks how much memory this process and those below it hold, in MB, as often as that costs nothing."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No more looks."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self.most = max(self.most, _held({os.getpid()}) / 1e6)


def _held(family: set[int]) -> int:
    """Bytes that the processes of ``family`` and all that they started hold, what they share counted once."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    while more := {number for number, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for number in family:
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return total


def stages() -> dict[str, float]:
    """Megabytes a second that each part of preparing reads, alone on one core."""
    parts, size = [], 0
    for text in texts():
        parts.append(text)
        size += len(text.encode())
        if size >= STAGED_BYTES:
            break
    whole = "\n".join(parts)
    data = whole.encode()
    document = understand("示例市2024年工作报告", "0" * 64, load_bytes(data)).document
    passages = chunk(document)
    steps: dict[str, Callable[[], object]] = {
        "decode": lambda: load_bytes(data),
        "clean": lambda: clean(whole),
        "cut": lambda: chunk(document),
        "facts": lambda: find_facts(document, passages),
        "all": lambda: understand("示例市2024年工作报告", "0" * 64, load_bytes(data)),
    }
    rates = {}
    for name, step in steps.items():
        began = time.process_time()
        step()
        rates[f"{name}_mb_per_s"] = len(data) / 1e6 / (time.process_time() - began)
    return rates


SHAPES = {"ordinary": ORDINARY, "longest": LONGEST}


def measure(megabytes: float) -> dict[str, Any]:
    """Each shape added by a process of its own."""
    import subprocess

    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name, characters in [*SHAPES.items(), ("single", int(megabytes * 1e6))]:
            folder = Path(temporary) / name
            size = write(folder, megabytes, characters)
            command = [sys.executable, __file__, "--folder", str(folder)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            found[name] = {"mb": size / 1e6, **json.loads(done.stdout)}
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="测量加入 100 MB 文本的时间和内存（不含向量），以及各步的速度")
    parser.add_argument("--mb", type=float, default=100.0, help="多少 MB")
    parser.add_argument("--out", type=Path, help="把 JSON 写入这个文件（默认写到屏幕）")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.folder:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps(added(args.folder, Path(temporary) / "library")))
        return
    told = {"cores": os.cpu_count(), "bars": BARS, "stages": stages(), **measure(args.mb)}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
