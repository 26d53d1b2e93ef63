"""Thousands of made-up questions: no exception, no answer without a citation, and how long the slowest take.

``SHUSHUO_CORPUS=../shared python benchmarks/questions.py [--count 10000]`` asks a library of all TXT reports what comes of
the real questions when letters are lost, doubled, swapped, or put into another script or width, when bodies, years and
metrics are exchanged, when two are run together, and when noise is thrown in. Prints one line; the same seed asks the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from index.build import add_paths  # noqa: E402  run as a script, the project's root is put on the path first
from index.records import Fact  # noqa: E402
from qa import Assistant  # noqa: E402
from qa.results import Answer  # noqa: E402

NOISE = "😀 \u200b\t\n\0\ud800？！%％..,，、“”()（）１２３ａｂｃＡ-—~法院億萬圓執行零〇年月日多少几哪谁the"
BAR_MS = 300.0
"""What the slowest question in a hundred may take."""

Mutation = Callable[[random.Random, str], str]


def lost(rng: random.Random, text: str) -> str:
    """One letter less."""
    at = rng.randrange(max(1, len(text)))
    return text[:at] + text[at + 1 :]


def doubled(rng: random.Random, text: str) -> str:
    """A stretch of letters said twice."""
    at = rng.randrange(max(1, len(text)))
    return text[: at + rng.randint(1, 6)] + text[at:]


def swapped(rng: random.Random, text: str) -> str:
    """Two halves the other way round."""
    at = rng.randrange(max(1, len(text)))
    return text[at:] + text[:at]


def noisy(rng: random.Random, text: str) -> str:
    """Odd signs thrown in."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(NOISE) + text[at:]
    return text


def wide(_: random.Random, text: str) -> str:
    """Letters and digits in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def another_year(rng: random.Random, text: str) -> str:
    """Every digit exchanged."""
    return "".join(str(rng.randint(0, 9)) if char.isdigit() else char for char in text)


def cut(rng: random.Random, text: str) -> str:
    """The beginning alone."""
    return text[: rng.randint(0, len(text))]


MUTATIONS: tuple[Mutation, ...] = (lost, doubled, swapped, noisy, wide, another_year, cut)


def generate(rng: random.Random, real: Sequence[str], bodies: Sequence[str], facts: Sequence[Fact]) -> str:
    """One question: a real one changed once to three times, two run together, or one made of what the reports state."""
    kind = rng.random()
    if kind < 0.6:
        text = rng.choice(real)
        for _ in range(rng.randint(1, 3)):
            text = rng.choice(MUTATIONS)(rng, text)
        return text
    if kind < 0.75:
        first, second = rng.choice(real), rng.choice(real)
        return first[: rng.randint(0, len(first))] + second[rng.randint(0, len(second)) :]
    fact = rng.choice(facts)
    body = rng.choice(bodies) if rng.random() < 0.5 else fact.entity
    year = str(rng.randint(1990, 2030)) if rng.random() < 0.5 else fact.period
    tail = rng.choice(["是多少", "同比增长多少", "排第几", "目标是多少", "和去年比呢", "有哪些", "各是多少", ""])
    return f"{body}{year}年{fact.metric}{tail}"


def require_proof(assistant: Assistant, answer: Answer) -> None:
    """An answer is a refusal with its reason, or has citations in which every figure of it stands.

    A refusal may show a figure that comes with its arithmetic, before the figures it was worked out from.
    """
    assert answer.text.strip()
    stated = answer.facts
    if answer.refused:
        assert answer.reason, answer.question
        assert [bool(fact.formula) for fact in stated] in ([], [True, False, False]), answer.question
        stated = stated[1:]
    else:
        assert answer.citations, answer.question
    ids = {name: id_ for id_, name in assistant.report_names().items()}
    for fact in stated:
        citation = answer.citations[fact.citation]
        text = assistant.store.report_text(ids[citation.report]).text
        assert text[fact.start : fact.end] == fact.raw, answer.question
        assert citation.start <= fact.start, answer.question


def run(assistant: Assistant, real: Sequence[str], count: int, seed: int) -> list[float]:
    """Milliseconds of each of ``count`` generated questions; AssertionError for one that is not answered soundly."""
    rng = random.Random(seed)
    bodies = [info.entity.value or info.name for info in assistant.reports()]
    facts = assistant.facts()
    times = []
    for _ in range(count):
        question = generate(rng, real, bodies, facts)
        history = [rng.choice(real)] if rng.random() < 0.2 else []
        began = time.perf_counter()
        answer = assistant.ask(question, history=history)
        times.append((time.perf_counter() - began) * 1000)
        require_proof(assistant, answer)
    return times


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="用成千上万个生成的问题考问一遍")
    parser.add_argument("--count", type=int, default=10_000, help="多少个问题")
    parser.add_argument("--seed", type=int, default=0, help="随机种子")
    args = parser.parse_args()
    corpus = Path(os.environ.get("SHUSHUO_CORPUS", ROOT.parent / "shared"))
    real = [
        json.loads(line)["question"]
        for name in ("provincial", "national", "courts_companies")
        for line in (corpus / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    with tempfile.TemporaryDirectory() as folder:
        add_paths(Path(folder), sorted((corpus / "reports").rglob("*.txt")))
        with closing(Assistant.open(folder)) as assistant:
            times = sorted(run(assistant, real, args.count, args.seed))
    p50, p99 = (times[int(len(times) * share)] for share in (0.5, 0.99))
    print(
        f"{len(times)}个问题：没有异常，没有不带出处的答案；中位 {p50:.1f} 毫秒，99 分位 {p99:.1f}，最慢 {times[-1]:.0f}"
    )
    return int(p99 > BAR_MS)


if __name__ == "__main__":
    raise SystemExit(main())
