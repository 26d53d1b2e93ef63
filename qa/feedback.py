"""What people said of answers: kept in the library's folder, and given out as cases for the evaluation."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import StoreError, UsageError
from index.sentences import sentence_spans
from index.traditional import simplified
from qa.assistant import Assistant
from qa.question import MAX_LENGTH
from qa.render import FAULTS, main_facts
from qa.results import Answer

FILE = "feedback.jsonl"
RIGHT, WRONG = "right", "wrong"
UNANSWERABLE = FAULTS[-2]
LONGEST = 200
MOST_BYTES = 20_000_000
Record = Mapping[str, Any]


def note(store: Path, assistant: Assistant, told: Mapping[str, object]) -> Record:
    """Keeps one verdict: what was asked, what is answered to it, whether that was right, and if not, what was wrong.

    ``told`` has ``question`` and ``verdict`` (right, wrong), and of a wrong one ``why`` and ``right``, the right answer. The
    question is asked anew, so that nothing is kept of an answer that was not given here.

    Raises:
        UsageError: it is no verdict.
        StoreError: it cannot be written.
    """
    question, verdict, why, right = (
        str(told.get(name) or "").strip() for name in ("question", "verdict", "why", "right")
    )
    if not question or len(question) > MAX_LENGTH or verdict not in (RIGHT, WRONG) or len(right) > LONGEST:
        raise UsageError("这不是一条评价")
    answer = assistant.ask(question)
    record = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": question,
        "verdict": verdict,
        "why": why if why in FAULTS and verdict == WRONG else "",
        "right": right if verdict == WRONG else "",
        **_given(answer),
        **(_standing(assistant, answer, right) if verdict == WRONG and right else {}),
    }
    _append(store / FILE, record)
    return record


def _given(answer: Answer) -> dict[str, object]:
    """What was answered, and from where."""
    operation = answer.understood.operation if answer.understood else ""
    return {
        "refused": answer.refused,
        "operation": operation,
        "answers": [fact.said for fact in main_facts(answer)] or ([answer.answer] if answer.answer else []),
        "figures": bool(answer.facts),
        "reports": list(dict.fromkeys(citation.report for citation in answer.citations)),
        "evidence": list(dict.fromkeys(citation.quote for citation in answer.citations)),
    }


def _standing(assistant: Assistant, answer: Answer, right: str) -> dict[str, object]:
    """The report and the sentence that a right answer stands in, of the passages that were found; empty if it is in none."""
    names = assistant.report_names()
    for hit in answer.evidence:
        at = hit.passage.plain.find(simplified(right))
        if at >= 0:
            spans = sentence_spans(hit.passage.plain)
            start, end = next(span for span in spans if span[0] <= at < span[1])
            return {"right_report": names.get(hit.passage.document, ""), "right_evidence": hit.passage.text[start:end]}
    return {}


def _append(path: Path, record: Record) -> None:
    """One line at the end of the file, in one write, so that two at once stay two lines."""
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    try:
        if path.exists() and path.stat().st_size > MOST_BYTES:
            raise StoreError(f"评价文件已经太大（{path}）。请先导出并移走它")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(f"评价没有记下（{path}：{error.strerror or error}）。请检查磁盘空间和权限") from None


def read(store: Path) -> list[Record]:
    """The verdicts kept in a library's folder, oldest first; a line that a crash cut short is left out."""
    try:
        lines = (store / FILE).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"读不了评价文件 {store / FILE}（{error}）。请检查它") from None
    records: list[Record] = []
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and record.get("question"):
            records.append(record)
    return records


def cases(records: Iterable[Record]) -> tuple[list[dict[str, object]], int]:
    """Verdicts as cases of the evaluation, the last word on each question; and how many do not say what would be right."""
    last = {str(record["question"]): record for record in records}
    made = [_case(record) for record in last.values()]
    kept = [case for case in made if case is not None]
    return kept, len(made) - len(kept)


def _case(record: Record) -> dict[str, object] | None:
    question = str(record["question"])
    case: dict[str, object] = {
        "id": f"feedback-{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()[:10]}",
        "question": question,
        "tags": ["feedback"],
    }
    if record.get("verdict") == RIGHT:
        return _confirmed(case, record)
    case["note"] = str(record.get("why") or "")
    if record.get("why") == UNANSWERABLE:
        return {**case, "kind": "unanswerable"}
    if record.get("right") and record.get("right_evidence"):
        sources = {"reports": [record["right_report"]], "evidence": [record["right_evidence"]]}
        return {**case, "kind": "number" if record.get("figures") else "text", "answers": [record["right"]], **sources}
    return None


def _confirmed(case: dict[str, object], record: Record) -> dict[str, object] | None:
    if record.get("refused"):
        return {**case, "kind": "unanswerable"}
    answers: Sequence[str] = record.get("answers") or ()
    sources = {"reports": record.get("reports"), "evidence": record.get("evidence")}
    if not answers or not all(sources.values()):
        return None
    operation = record.get("operation")
    if operation in ("list", "compare"):
        return {**case, "kind": operation, "must": list(answers), **sources}
    return {**case, "kind": "number" if record.get("figures") else "text", "answers": list(answers), **sources}
