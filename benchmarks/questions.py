"""Thousands of made-up questions: no exception, no answer without a citation, and how long the slowest take.

``SHUSHUO_CORPUS=../shared python benchmarks/questions.py [--count 10000]`` asks a library of all reports what comes of the
real questions when they are spoilt, glued, exchanged, lengthened, turned into orders, asked after others or under a lock
(``benchmarks/making/kinds.py``), and a fifth of the count what hypothesis makes of words and of any characters. With the
full count it writes benchmarks/questions.json, else artefacts/questions.json; the same seed asks the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.making.kinds import Asking, Source, make  # noqa: E402  run as a script, the root is put on the path first
from benchmarks.making.strategies import search  # noqa: E402
from index.build import add_paths  # noqa: E402
from qa import Assistant  # noqa: E402
from qa.locks import covers  # noqa: E402
from qa.results import STATUS_MISSING, Answer  # noqa: E402

FULL = 10_000
BY_HYPOTHESIS = 0.2
"""The share of the questions that hypothesis makes."""
HYPOTHESIS = "hypothesis"
BAR_MS = 300.0
"""What the slowest question in a hundred may take."""
RESULT, PARTIAL = ROOT / "benchmarks" / "questions.json", ROOT / "artefacts" / "questions.json"
FILES = ("provincial", "national", "courts_companies")


@dataclass(frozen=True, slots=True)
class Asked:
    """One made-up question: its kind, whether it was refused, the milliseconds it took by the clock and of the processor."""

    kind: str
    text: str
    refused: bool
    milliseconds: float
    busy: float


def require_proof(assistant: Assistant, answer: Answer) -> None:
    """An answer is a refusal with its reason, or has citations in which every figure of it stands.

    A refusal may show a figure that comes with its arithmetic, before the figures it was worked out from.
    """
    assert answer.text.strip()
    assert json.dumps(answer.to_dict(), allow_nan=False)
    stated = answer.facts
    if answer.refused:
        assert answer.reason, answer.question
        assert [bool(fact.formula) for fact in stated] in ([], [True, False, False]), answer.question
        stated = stated[1:]
    else:
        assert answer.answer.strip(), answer.question
        assert answer.citations, answer.question
    ids = {name: id_ for id_, name in assistant.report_names().items()}
    for citation in answer.citations:
        text = assistant.store.report_text(ids[citation.report]).text
        assert citation.quote, answer.question
        assert text[citation.start : citation.end] == citation.quote, answer.question
    for fact in stated:
        citation = answer.citations[fact.citation]
        text = assistant.store.report_text(ids[citation.report]).text
        assert fact.status != STATUS_MISSING, answer.question
        assert text[fact.start : fact.end] == fact.raw, answer.question
        assert citation.start <= fact.start < fact.end <= citation.end, answer.question


def require_locks(assistant: Assistant, asking: Asking, answer: Answer) -> None:
    """What is cited is of the reports that the question was locked to, by the caller or by the body and year it names."""
    cited, understood = {citation.report for citation in answer.citations}, answer.understood
    if asking.reports is not None:
        assert cited <= set(asking.reports), answer.question
    if answer.refused or understood is None:
        return
    if understood.documents:
        names = assistant.report_names()
        assert cited <= {names[id_] for id_ in understood.documents}, answer.question
    for fact in answer.facts if understood.periods else ():
        assert any(covers(fact.period, period) for period in understood.periods), answer.question


def source_of(assistant: Assistant, real: Sequence[str]) -> Source:
    """What questions are made of, from a library and real ones."""
    infos = assistant.reports()
    bodies = list(dict.fromkeys(info.entity.value or info.name for info in infos))
    return Source(real, bodies, [info.name for info in infos], assistant.facts())


def run(assistant: Assistant, real: Sequence[str], count: int, seed: int) -> list[Asked]:
    """``count`` made-up questions, asked; AssertionError for one that is not answered soundly."""
    rng = random.Random(seed)
    source = source_of(assistant, real)
    found: list[Asked] = []

    def ask(asking: Asking, kind: str = HYPOTHESIS) -> None:
        began, busy = time.perf_counter(), time.process_time()
        try:
            answer = assistant.ask(asking.text, history=asking.history, reports=asking.reports)
        except Exception as error:
            error.add_note(repr(asking))
            raise
        took = (time.perf_counter() - began) * 1000
        found.append(Asked(kind, asking.text, answer.refused, took, (time.process_time() - busy) * 1000))
        require_proof(assistant, answer)
        require_locks(assistant, asking, answer)

    by_hypothesis = int(count * BY_HYPOTHESIS)
    for _ in range(count - by_hypothesis):
        kind, asking = make(rng, source)
        ask(asking, kind)
    search(source, by_hypothesis, ask)
    return found


def figures(asked: Iterable[Asked]) -> dict[str, Any]:
    """How many there are, how many were answered, and their times in milliseconds."""
    asked = list(asked)
    times, busy = (sorted(getattr(one, name) for one in asked) for name in ("milliseconds", "busy"))
    told: dict[str, Any] = {"questions": len(asked), "answered": sum(not one.refused for one in asked)}
    for name, values in (("", times), ("busy_", busy)):
        told |= {f"{name}p{share}_ms": round(values[len(values) * share // 100], 1) for share in (50, 95, 99)}
        told[f"{name}max_ms"] = round(values[-1], 1)
    return told


def report(asked: Sequence[Asked]) -> dict[str, Any]:
    """The figures of all, of each kind, and the machine's."""
    kinds = sorted({one.kind for one in asked})
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),  # beyond the cores, times by the clock mean little
        "python": platform.python_version(),
        **figures(asked),
        "kinds": {kind: figures(one for one in asked if one.kind == kind) for kind in kinds},
    }


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="用成千上万个生成的问题考问一遍")
    parser.add_argument("--count", type=int, default=FULL, help="多少个问题")
    parser.add_argument("--seed", type=int, default=0, help="随机种子")
    parser.add_argument("--slowest", type=int, default=0, help="印出最慢的几个")
    args = parser.parse_args()
    corpus = Path(os.environ.get("SHUSHUO_CORPUS", ROOT.parent / "shared"))
    real = [
        json.loads(line)["question"]
        for name in FILES
        for line in (corpus / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    with tempfile.TemporaryDirectory() as folder:
        add_paths(Path(folder), [corpus / "reports"])
        with closing(Assistant.open(folder)) as assistant:
            asked = run(assistant, real, args.count, args.seed)
    told = report(asked)
    path = RESULT if args.count >= FULL else PARTIAL
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for one in sorted(asked, key=lambda one: -one.busy)[: args.slowest]:
        print(f"{one.milliseconds:.0f} 毫秒（占用 {one.busy:.0f}）  {one.kind}  {one.text[:80]!r}")
    print(
        f"{told['questions']}个问题：没有异常，没有不带出处的答案；答了{told['answered']}个；"
        f"中位 {told['p50_ms']} 毫秒，99 分位 {told['p99_ms']}，最慢 {told['max_ms']}"
    )
    return int(told["p99_ms"] > BAR_MS)


if __name__ == "__main__":
    raise SystemExit(main())
