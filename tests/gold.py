"""Scores the facts of reports against tables made by reading them: ``python tests/gold.py [FILE...] [--misses N]``.

A gold row names its figure by report, writing and occurrence, never by a sentence. Texts are compared without blanks
and in half width. ``or_head``, ``or_kind`` and ``or_direction`` hold further readings that a careful reader accepts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from index.build import prepare  # noqa: E402  run as a script, the project's root is put on the path first
from index.load import load_bytes  # noqa: E402
from index.records import Fact, Prepared  # noqa: E402
from index.sides import sided  # noqa: E402

CASES = ROOT / "tests" / "cases"
DISTRIBUTION = CASES / "distribution.jsonl"
FILES = (*(CASES / f"facts_{name}.jsonl" for name in ("seeds", "open", "blind")), DISTRIBUTION)
ASPECTS = ("found", "head", "value", "unit", "kind", "direction", "basis", "period")
SLACK = 16
"""A metric may be this much longer than the shortest phrase that names it."""

Row = dict[str, Any]
Score = dict[str, Any]

HALF = str.maketrans("０１２３４５６７８９．％，：（）；－—～", "0123456789.%,:();---")
NUMERAL = "零〇一二三四五六七八九十百千万亿两半"
SOFTER = re.compile(
    r"^(?:大约|约为|约|近|将近|接近|超过|超|逾|突破|不到|不足|至少|不少于|不低于|不超过|达到|达|翻了?|比重|占)+"
    r"|(?:以上|以下|以内|左右|上下)+$"
)
SHARES = {"%": 100, "‰": 1000, "成": 10}
TOLERANCE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Reading:
    """A prepared report with its clean text squeezed: ``places[i]`` is the squeezed offset of clean character ``i``."""

    prepared: Prepared
    squeezed: str
    places: Sequence[int]


@dataclass(slots=True)
class Tally:
    """What was right of what was asked, and the rows that were not."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ASPECTS, 0))
    total: int = 0
    misses: list[str] = field(default_factory=list)


def squeeze(text: str) -> str:
    """``text`` in half width, without blanks.

    >>> squeeze("３ 5.8 亿\\n元")
    '35.8亿元'
    """
    return "".join(text.split()).translate(HALF)


def core(raw: str) -> str:
    """The figure without the words that soften it.

    >>> core("超 100万人次"), core("5%左右"), core("翻一番")
    ('100万人次', '5%', '一番')
    """
    return SOFTER.sub("", squeeze(raw))


def read(name: str, data: bytes) -> Reading:
    """The report as the pipeline understands it, ready for finding figures by their writing."""
    prepared = prepare(name, data, load_bytes(data))
    text = prepared.document.text
    places, count = [], 0
    for char in text:
        places.append(count)
        count += not char.isspace()
    return Reading(prepared, squeeze(text), [*places, count])


def occurrence(text: str, raw: str, nth: int) -> int:
    """Where ``raw`` stands the ``nth`` time in squeezed ``text`` with no other digit at either end; -1 if nowhere.

    >>> occurrence("18件、8件、8件", "8件", 2)
    7
    """
    at = text.find(raw)
    while at >= 0:
        if not _glued(text, at, at + len(raw)):
            nth -= 1
            if nth == 0:
                return at
        at = text.find(raw, at + 1)
    return -1


def _glued(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if text[start] in "0123456789" and re.search(r"[0-9]\.?$", before):
        return True
    if text[start] in NUMERAL and before and before[-1] in NUMERAL:
        return True
    if text[end - 1] in "0123456789":
        return bool(re.match(r"\.?[0-9]", after))
    return text[end - 1] in NUMERAL and bool(after) and after[0] in NUMERAL + "点"


def fact_at(reading: Reading, row: Row, taken: frozenset[str] = frozenset()) -> Fact | None:
    """The fact whose figure is the one the row means."""
    start = occurrence(reading.squeezed, row["raw"], row["nth"])
    end = start + len(row["raw"])
    for fact in reading.prepared.facts if start >= 0 else ():
        figure = fact.figure
        if fact.id in taken or reading.places[figure.start] >= end or reading.places[figure.end] <= start:
            continue
        if core(figure.raw) == core(row["raw"]) or (row["kind"] == "rank" and core(row["raw"]) in core(figure.raw)):
            return fact
    return None


def judge(row: Row, fact: Fact | None, siblings: Iterable[str] = ()) -> dict[str, bool]:
    """Each aspect of ``row``: right or not. ``siblings`` are heads that share its sentence by 分别."""
    if fact is None:
        return dict.fromkeys(ASPECTS, False)
    metric = squeeze(sided(fact.metric, fact))
    rank = row["kind"] == "rank"
    return {
        "found": True,
        "head": any(_names(metric, head, siblings) for head in _accepted(row, "head")),
        "value": rank or _same_value(row, fact),
        "unit": rank or _unit(fact.figure.unit) == _unit(row["unit"]) or _shared(row, fact),
        "kind": fact.kind in _accepted(row, "kind"),
        "direction": fact.direction in _accepted(row, "direction"),
        "basis": fact.basis == row["basis"],
        "period": fact.period == row.get("period", fact.period),
    }


def _accepted(row: Row, key: str) -> list[str]:
    return [row[key], *row.get(f"or_{key}", ())]


def _names(metric: str, head: str, siblings: Iterable[str]) -> bool:
    """The metric holds its head, little else, and no head that another value of the same 分别 belongs to."""
    return (
        head in metric
        and len(metric) <= len(head) + SLACK
        and not any(other in metric and other not in head for other in siblings)
    )


def _unit(unit: str) -> str:
    return unit.removeprefix("个")


def _shared(row: Row, fact: Fact) -> bool:
    """两成, 20% and 0.2 are one and the same."""
    return row["unit"] in SHARES and fact.figure.unit in {*SHARES, ""}


def _same_value(row: Row, fact: Fact) -> bool:
    want = [Fraction(row[key]) for key in ("value", "high") if key in row]
    got = [Fraction(value) for value in fact.figure.values]
    if _shared(row, fact):
        want = [value / SHARES[row["unit"]] for value in want]
        got = [value / SHARES.get(fact.figure.unit, 1) for value in got]
    near = [abs(a - b) <= abs(a) * TOLERANCE for a, b in zip(want, got, strict=False)]
    return len(want) == len(got) and all(near)


def siblings_of(row: Row, rows: Iterable[Row]) -> list[str]:
    """Heads of the other values that 分别 deals out in the row's sentence."""
    if not _dealt(row):
        return []
    same = [one for one in rows if one["sentence"] == row["sentence"] and _dealt(one)]
    return sorted({one["head"] for one in same} - {row["head"]})


def _dealt(row: Row) -> bool:
    return any(tag.startswith("分别") for tag in row["tags"])


def load_rows(file: Path) -> list[Row]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def report_file(stem: str) -> Path:
    """The report of that name below ``$SHUSHUO_CORPUS/reports``."""
    found = sorted(Path(os.environ["SHUSHUO_CORPUS"]).glob(f"reports/*/{stem}.txt"))
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} reports are called {stem}")
    return found[0]


def score(file: Path) -> Score:
    """``rows``, the share right of each aspect, and ``misses`` (lines to read) of a file of gold facts.

    Shares are of all rows: a figure that was not found is wrong in everything.
    """
    tally = _tally_texts(file) if file.name == DISTRIBUTION.name else _tally_reports(file)
    shares = {aspect: tally.right[aspect] / max(tally.total, 1) for aspect in ASPECTS}
    return {"file": file.stem, "rows": tally.total, **shares, "misses": tally.misses}


def _tally_reports(file: Path) -> Tally:
    rows = load_rows(file)
    tally = Tally()
    for stem in dict.fromkeys(row["report"] for row in rows):
        reading = read(stem, report_file(stem).read_bytes())
        for row in (one for one in rows if one["report"] == stem):
            _count(tally, stem, row, fact_at(reading, row), siblings_of(row, rows))
    return tally


def _tally_texts(file: Path) -> Tally:
    tally = Tally()
    for case in load_rows(file):
        reading = read(case["id"], case["text"].encode())
        taken: frozenset[str] = frozenset()
        for row in case["facts"]:
            fact = fact_at(reading, {**row, "nth": 1}, taken) or fact_at(reading, {**row, "nth": 2}, taken)
            taken |= {fact.id} if fact else set()
            heads = {one["head"] for one in case["facts"]} - {row["head"]}
            _count(tally, case["id"], row, fact, sorted(heads))
    return tally


def _count(tally: Tally, where: str, row: Row, fact: Fact | None, siblings: Iterable[str]) -> None:
    verdict = judge(row, fact, siblings)
    tally.total += 1
    for aspect, right in verdict.items():
        tally.right[aspect] += right
    wrong = [aspect for aspect, right in verdict.items() if not right]
    if wrong:
        tally.misses.append(f"{where} {row['raw']}: {_told(row, fact, wrong)}")


def _told(row: Row, fact: Fact | None, wrong: Sequence[str]) -> str:
    if fact is None:
        return f"not found; head {row['head']}"
    got = {"head": sided(fact.metric, fact), "value": fact.figure.value, "unit": fact.figure.unit, "found": True}
    return "; ".join(
        f"{aspect} {row.get(aspect)!s} but {got.get(aspect, getattr(fact, aspect, ''))!s}" for aspect in wrong
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one line of shares per file, and with ``--misses N`` the first N rows that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--misses", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    print("file".ljust(16), "rows", *(aspect.rjust(9) for aspect in ASPECTS))
    for file in options.files:
        result = score(file)
        shares = [f"{result[aspect]:9.1%}" for aspect in ASPECTS]
        print(result["file"].ljust(16), f"{result['rows']:4}", *shares, flush=True)
        for miss in result["misses"][: options.misses]:
            print("   ", miss)


if __name__ == "__main__":
    main()
