"""Batches of questions: JSON lines to rows, or one clear line that names the file and the line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UsageError
from qa.batch import Row, read_batch

GOOD = [
    ('{"id": "a", "question": "多少"}', Row("a", "多少")),
    ('{"id": 7, "question": "多少"}', Row("7", "多少")),
    ('{"question": "多少"}', Row("1", "多少")),
    (
        '{"id": "a", "question": "多少", "history": ["前问"], "reports": ["甲", "乙"]}',
        Row("a", "多少", ("前问",), ("甲", "乙")),
    ),
    ('{"id": "a", "question": "", "kind": "number", "answers": ["5件"]}', Row("a", "")),
    ('{"id": "a", "question": "甲\u2028乙\u0085丙"}', Row("a", "甲\u2028乙\u0085丙")),
    ('{"id": "a", "question": "\\u6267\\u884c"}', Row("a", "执行")),
    ('{"id": "a", "question": "\\ud83d\\ude00"}', Row("a", "😀")),
]


@pytest.mark.parametrize(("line", "row"), GOOD)
def test_rows(tmp_path: Path, line: str, row: Row):
    path = tmp_path / "题.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    assert read_batch(path) == [row]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_order_is_kept_and_blank_lines_are_passed_over(tmp_path: Path, end: str):
    path = tmp_path / "题.jsonl"
    lines = [
        "",
        '{"id": "b", "question": "一"}',
        "  ",
        '{"id": "a", "question": "二"}',
        '{"id": "b", "question": "三"}',
        "",
    ]
    path.write_bytes(b"\xef\xbb\xbf" + end.join(lines).encode())
    assert [(row.id, row.question) for row in read_batch(path)] == [("b", "一"), ("a", "二"), ("b", "三")]


def test_an_empty_file_is_an_empty_batch(tmp_path: Path):
    path = tmp_path / "题.jsonl"
    path.write_bytes(b"")
    assert read_batch(path) == []


BAD = [
    "不是JSON", "[]", "5", "null", '"多少"', "{}", '{"id": "a"}', '{"question": 5}', '{"question": null}',
    '{"question": "a", "history": "前问"}', '{"question": "a", "history": null}', '{"question": "a", "history": [5]}',
    '{"question": "a", "reports": {"甲": 1}}', '{"question": "\\ud800"}', '{"question": "a", "history": ["\\udfff"]}',
    '{"question": "a"', "[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_named(tmp_path: Path, line: str):
    path = tmp_path / "题.jsonl"
    path.write_text(f'{{"id": "a", "question": "多少"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="第2行") as caught:
        read_batch(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xd6\xb4\xd0")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make):
    path = tmp_path / "题.jsonl"
    make(path)
    with pytest.raises(UsageError, match="UTF-8 的 JSONL") as caught:
        read_batch(path)
    assert str(path) in str(caught.value)


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))), max_size=5))
@settings(deadline=None)
def test_what_is_written_as_json_is_read_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]):
    path = tmp_path_factory.mktemp("batch") / "题.jsonl"
    rows = [json.dumps({"id": id_, "question": question}, ensure_ascii=False) for id_, question in pairs]
    path.write_text("\n".join(rows), encoding="utf-8", newline="\n")
    assert [(row.id, row.question) for row in read_batch(path)] == pairs
