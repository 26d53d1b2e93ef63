"""Cases: read as written, and a slip in one named by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import CaseError, load_cases, parse_case

GOOD = {
    "id": "a-1",
    "question": "执行到位金额多少",
    "history": [],
    "reports": ["示例"],
    "kind": "number",
    "answers": ["35.8亿元"],
    "must": [],
    "evidence": ["执行到位金额35.8亿元"],
}


def changed(**fields) -> str:
    row = {**GOOD, **fields}
    return json.dumps({name: value for name, value in row.items() if value is not ...}, ensure_ascii=False)


def test_a_good_case_is_kept_as_written():
    case = parse_case(changed(), "a.jsonl:1")
    assert (case.id, case.kind, case.answers, case.where) == ("a-1", "number", ("35.8亿元",), "a.jsonl:1")
    assert case.history == case.must == ()


def test_evidence_may_be_one_string():
    assert parse_case(changed(evidence="甲"), "a:1").evidence == ("甲",)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "JSON"),
        ("[]", "list"),
        (changed(id=...), "id"),
        (changed(question=" "), "question"),
        (changed(question=3), "3"),
        (changed(kind="numbr"), "numbr"),
        (changed(answrs=["1"]), "answrs"),
        (changed(answers="35.8亿元"), "answers"),
        (changed(answers=[""]), "answers"),
        (changed(answers=[]), "answers"),
        (changed(evidence=[]), "evidence"),
        (changed(reports=[]), "reports"),
        (changed(kind="followup"), "history"),
        (changed(kind="list"), "must"),
        (changed(period="24"), "24"),
        (changed(period="2024年"), "period"),
        (changed(period="2024-2022"), "2024-2022"),
        (changed(period=2024), "period"),
        (changed(body=["甲"]), "body"),
    ],
)
def test_a_slip_is_named_with_its_line(line: str, says: str):
    with pytest.raises(CaseError) as caught:
        parse_case(line, "b.jsonl:7")
    message = str(caught.value)
    assert message.startswith("b.jsonl:7: ")
    assert says in message
    assert "\n" not in message


def test_unanswerable_needs_no_answer():
    line = changed(kind="unanswerable", answers=[], evidence=[], reports=[])
    assert parse_case(line, "a:1").answers == ()


@pytest.mark.parametrize("period", ["", "2024", "2022-2024"])
def test_a_case_may_tell_the_period_and_the_body_asked_for(period: str):
    case = parse_case(changed(period=period, body="示例县"), "a:1")
    assert (case.period, case.body) == (period, "示例县")


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_files_are_read_in_order_and_blank_lines_skipped(tmp_path: Path):
    one = write(tmp_path / "one.jsonl", changed(id="2"), "", changed(id="1"))
    two = write(tmp_path / "two.jsonl", changed(id="0"))
    cases = load_cases([one, two])
    assert [case.id for case in cases] == ["2", "1", "0"]
    assert cases[1].where == f"{one}:3"


def test_an_id_used_twice_names_both_places(tmp_path: Path):
    one = write(tmp_path / "one.jsonl", changed())
    two = write(tmp_path / "two.jsonl", changed(id="x"), changed())
    with pytest.raises(CaseError) as caught:
        load_cases([one, two])
    assert f"{two}:2" in str(caught.value)
    assert f"{one}:1" in str(caught.value)


def test_unreadable_files_are_named(tmp_path: Path):
    empty = write(tmp_path / "empty.jsonl")
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes("数".encode("gb18030"))
    for path in (empty, binary, tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(CaseError, match=path.name):
            load_cases([path])
    with pytest.raises(CaseError):
        load_cases([])


def test_the_questions_of_the_corpus_are_cases(corpus: Path):
    files = [corpus / "questions" / f"{name}.jsonl" for name in ("provincial", "national", "courts_companies")]
    assert len(load_cases(files)) == 175


def test_the_shipped_cases_are_valid_and_of_every_kind():
    files = sorted((Path(__file__).parents[2] / "eval" / "cases").glob("*.jsonl"))
    if not files:
        pytest.skip("no shipped cases yet")
    cases = load_cases(files)
    assert len(cases) >= 100
    assert {case.kind for case in cases} == {"number", "text", "list", "compare", "followup", "unanswerable"}
