"""What 100 MB of text cost to add, embedding aside: time, memory, and where the time goes; and how too much is refused.

``SHUSHUO_CORPUS=../shared python benchmarks/loading.py [--mb 100] [--out FILE]`` prints JSON. The text, that of
benchmarks/size.py: as reports of ordinary length, as few files as long as files may be, and as one file of all of it.
Each is added in a process of its own by what ``shushuo add`` calls; in place of the encoder stands one whose vectors cost
nothing. Memory is that of the process and of those it starts, together.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
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

from benchmarks.size import texts  # noqa: E402  run as a script, the project's root is put on the path first
from index import build  # noqa: E402
from index.chunk import chunk  # noqa: E402
from index.clean import clean  # noqa: E402
from index.embed import Vectors, unit_rows  # noqa: E402
from index.facts import find_facts  # noqa: E402
from index.load import load_bytes  # noqa: E402
from index.load.limits import MAX_TEXT  # noqa: E402
from index.prepare import understand  # noqa: E402

BARS = {"mb_per_s": 1.0, "memory_mb": 1536.0}
ORDINARY = 20_000
LONGEST = MAX_TEXT - 1_000
"""Characters of a file."""
STAGED = 600_000
EVERY = 0.25
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


def pieces(corpus: Path, characters: int) -> Iterator[str]:
    """Texts of so many characters: one report after another, cut where they end or where a piece is full."""
    parts: list[str] = []
    length = 0
    for _, text in texts(corpus):
        at = 0
        while at < len(text):
            part = text[at : at + characters - length]
            parts.append(part)
            at += len(part)
            length += len(part) + 1
            if length >= characters:
                yield "\n".join(parts)
                parts, length = [], 0


def write(folder: Path, corpus: Path, megabytes: float, characters: int) -> int:
    """Files of ``characters`` characters with so many megabytes in all; how many bytes they have."""
    folder.mkdir()
    size = 0
    for number, piece in enumerate(pieces(corpus, characters), 1):
        data = piece.encode()[: int(megabytes * 1e6) - size]
        size += (folder / f"第{number}号2024年工作报告.txt").write_bytes(data.decode(errors="ignore").encode())
        if size >= int(megabytes * 1e6) - 3:
            return size
    return size


def added(folder: Path, store: Path) -> dict[str, Any]:
    """What adding a folder costs, in this process."""
    vars(build)["open_encoder"] = lambda name: Idle()
    watch = Watch()
    began, computed = time.perf_counter(), _computed()
    outcomes = build.add_paths(store, [folder])
    took, computed = time.perf_counter() - began, _computed() - computed
    watch.stop()
    read = sum(o.path.stat().st_size for o in outcomes if o.status == build.ADDED)
    return {
        "files": len(outcomes),
        "added_mb": read / 1e6,
        "passages": sum(o.passages for o in outcomes),
        "facts": sum(o.facts for o in outcomes),
        "seconds": took,
        "processor_s": computed,
        "mb_per_s": read / 1e6 / took,
        "mb_per_processor_s": read / 1e6 / computed,
        "memory_mb": watch.most,
        "refused": sorted({o.message for o in outcomes if o.status == build.FAILED}),
    }


def _computed() -> float:
    """Seconds that this process and those it waited for have computed: what time it takes on a machine of one idle core."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


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
            self.most = max(self.most, _held(os.getpid()) / 1e6)


def _held(root: int) -> int:
    """Bytes that a process and all that it started hold, what they share counted once."""
    own, shared, family = 0, 0, [root]
    while family:
        number = family.pop()
        try:
            resident, common = map(int, Path(f"/proc/{number}/statm").read_text().split()[1:3])
            for told in Path(f"/proc/{number}/task").glob("*/children"):
                family += map(int, told.read_text().split())
        except OSError:  # it has ended
            continue
        own += resident - common
        shared = max(shared, common)
    return (own + shared) * resource.getpagesize()


def stages(corpus: Path) -> dict[str, float]:
    """Megabytes that each part of preparing reads in a second of computing."""
    whole = next(pieces(corpus, STAGED))
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


SHAPES = {"ordinary": ORDINARY, "longest": LONGEST, "single": 10**9}


def measure(corpus: Path, megabytes: float, shapes: Sequence[str]) -> dict[str, Any]:
    """Each shape added by a process of its own."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name in shapes:
            folder = Path(temporary) / name
            size = write(folder, corpus, megabytes, min(SHAPES[name], int(megabytes * 5e5)))
            command = [sys.executable, __file__, "--folder", str(folder)]
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
            )
            found[name] = {"mb": size / 1e6, **json.loads(done.stdout)}
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="测量加入 100 MB 文本的时间和内存（不含向量），以及各步的速度")
    parser.add_argument("--mb", type=float, default=100.0, help="多少 MB")
    parser.add_argument("--shapes", default=",".join(SHAPES), help="哪几种，以逗号分开")
    parser.add_argument("--out", type=Path, help="把 JSON 写入这个文件（默认写到屏幕）")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.folder:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps(added(args.folder, Path(temporary) / "library")))
        return
    corpus = Path(os.environ.get("SHUSHUO_CORPUS", ROOT.parent / "shared")).resolve()
    told = {
        "cores": os.cpu_count(),
        "bars": BARS,
        "stages": stages(corpus),
        **measure(corpus, args.mb, args.shapes.split(",")),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
