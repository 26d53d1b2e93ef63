"""One way of searching in a process of its own: ``python -m benchmarks.methods.worker JOB METHOD SCRATCH OUT [READING]``.

Nothing but the standard library is imported before the clock runs. READING is only opened after the memory is taken.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.methods import METHODS
from benchmarks.methods.base import Asked, Entry, Place, Way

T = TypeVar("T")


def timed(act: Callable[[], T]) -> tuple[T, float, float]:
    """What ``act`` gives, and the seconds it took: on the wall, and of all the process's processors."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def peak_mb() -> float:
    """The most memory that this process has held, in MB.

    ``ru_maxrss`` would also count what the parent held when it started this one; Linux tells the process's own.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def run(way: Way, job: dict[str, Any], scratch: Path) -> dict[str, Any]:
    """Times of starting, building and asking, the memory, and what was found for every question of ``job``."""
    place = Place(Path(job["store"]), tuple(map(Path, job["files"])), scratch)
    entries = [Entry(*row) for row in job["entries"]]
    asked = [Asked(question, tuple(history)) for question, history in job["asked"]]
    _, start, start_cpu = timed(lambda: way.start(place))
    _, build, build_cpu = timed(lambda: way.build(entries))
    answers = [timed(lambda one=one: way.find(one)) for one in asked]  # type: ignore[misc]
    return {
        "start_s": start,
        "start_cpu_s": start_cpu,
        "build_s": build,
        "build_cpu_s": build_cpu,
        "ask_ms": [1000 * wall for _, wall, _ in answers],
        "ask_cpu_ms": [1000 * cpu for _, _, cpu in answers],
        "peak_mb": peak_mb(),
        "found": [found for found, _, _ in answers],
    }


def read(way: Way, texts: Sequence[str], questions: Sequence[str]) -> list[list[int]]:
    """What is found for each question in one index of all the texts."""
    way.build([Entry(str(at), "", text) for at, text in enumerate(texts)])
    return [way.find(Asked(question)) for question in questions]


def main(arguments: Sequence[str]) -> None:
    """Command line."""
    job, name, scratch, out, *reading = arguments
    way = METHODS[name].make()
    result = run(way, json.loads(Path(job).read_text(encoding="utf-8")), Path(scratch))
    if reading and METHODS[name].reads:
        subsets = json.loads(Path(reading[0]).read_text(encoding="utf-8"))
        result["reading"] = {key: read(way, rows["texts"], rows["questions"]) for key, rows in subsets.items()}
    Path(out).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
