"""What sentences of fictional bodies say, fact by fact; and the spans of every fact of every real report.

A row lists the facts it asserts, in any order; ``metric`` must be contained in the one found. Without ``period``,
``scope`` or ``part_of`` these are not asserted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.build import prepare
from index.load import load_bytes
from index.records import Fact, Prepared
from index.units import QUANTITIES

Row = dict[str, Any]

CASES = Path(__file__).parents[1] / "cases" / "facts.jsonl"
ROWS: list[Row] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
REPORT = "示例市法院2024"
KINDS = {"level", "change", "point_change", "share", "rank", "target", "cumulative"}
EXACT = ("kind", "direction", "basis", "period", "scope")


def read(text: str, name: str = REPORT) -> Prepared:
    """The text as a report of that name, understood."""
    data = text.encode()
    return prepare(name, data, load_bytes(data))


def cases() -> list[Any]:
    """Rows as parameters; a known failure is a strict xfail with the row's reason."""
    return [
        pytest.param(
            row, id=row["id"], marks=pytest.mark.xfail(strict=True, reason=row["xfail"]) if "xfail" in row else ()
        )
        for row in ROWS
    ]


def differences(fact: Fact, want: Row) -> list[str]:
    """What of the fact is not as wanted."""
    wrong = [f"{key} {getattr(fact, key)!r}" for key in EXACT if key in want and getattr(fact, key) != want[key]]
    wrong += [
        f"{key} {getattr(fact, key)!r}" for key in ("metric", "part_of") if want.get(key, "") not in getattr(fact, key)
    ]
    return wrong


@pytest.mark.parametrize("row", cases())
def test_facts(row: Row):
    left = list(read(row["text"]).facts)
    for want in row["facts"]:
        same = [fact for fact in left if fact.figure.raw == want["raw"]]
        assert same, f"没有找到 {want['raw']}：{[fact.figure.raw for fact in left]}"
        assert differences(same[0], want) == [], want
        left.remove(same[0])


def test_every_case_is_well_formed():
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 60
    for row in ROWS:
        assert row["facts"]
        for want in row["facts"]:
            assert want["raw"] in row["text"]
            assert want["metric"] in row["text"]
            assert want["kind"] in KINDS


def assert_sound(prepared: Prepared) -> None:
    """Every span of every fact stands where it says, inside its sentence and its passage."""
    document = prepared.document
    passages = {passage.id: passage for passage in prepared.passages}
    assert len({fact.id for fact in prepared.facts}) == len(prepared.facts)
    last = 0
    for fact in prepared.facts:
        figure, passage = fact.figure, passages[fact.passage]
        assert document.text[figure.start : figure.end] == figure.raw
        assert document.text[fact.metric_start : fact.metric_end] == fact.metric
        assert passage.start <= fact.sentence_start <= figure.start < figure.end <= fact.sentence_end <= passage.end
        assert last <= figure.start
        assert figure.kind in QUANTITIES or figure.kind == "rank"
        assert fact.kind in KINDS
        assert fact.direction in ("", "上升", "下降")
        assert fact.document == document.id
        last = figure.end


def test_facts_of_made_up_reports_are_sound():
    assert_sound(read("\n".join(row["text"] for row in ROWS)))


def reports(corpus: Path) -> Sequence[Path]:
    """Every plain-text report of the corpus."""
    return sorted((corpus / "reports").glob("*/*.txt"))


def test_facts_of_every_report_are_sound(corpus: Path):
    paths = reports(corpus)
    assert len(paths) >= 40
    for path in paths:
        prepared = prepare(path.stem, path.read_bytes(), load_bytes(path.read_bytes()))
        assert_sound(prepared)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "。",
        "2024年。",
        "第一，加强学习。",
        "十分重视。",
        "12368热线。",
        "始终把安全放在第一位。",
    ],
)
def test_text_without_quantities_has_no_facts(text):
    assert read(f"示例市法院工作报告\n{text}").facts == ()


@pytest.mark.parametrize("width", [22, 28, 34, 40])
def test_facts_do_not_depend_on_line_breaks(width):
    text = "".join(row["text"] for row in ROWS if not {"目标", "标题", "前句", "时期", "累计"} & set(row["tags"]))
    broken = "\n".join(text[i : i + width] for i in range(0, len(text), width))
    told = [[(f.figure.value, f.kind, f.direction, f.basis) for f in read(t).facts] for t in (text, broken)]
    assert told[0] == told[1]
