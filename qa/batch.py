"""Batches of questions: JSON lines to rows, with clear errors."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError

_BROKEN = re.compile(r"[\ud800-\udfff]")
"""Half a character, as a JSON escape can write it; no encoding takes it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a batch: ``history`` are earlier user turns, ``reports`` an optional lock."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


def read_batch(path: Path) -> list[Row]:
    """The rows of a batch file.

    Raises:
        UsageError: it cannot be read, or a line is not a row; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了题目文件 {path}（{error}）。请给出 UTF-8 的 JSONL 文件") from None
    return [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _row(path: Path, number: int, line: str) -> Row:
    try:
        content: Any = json.loads(line)
        question = content["question"]
        history, reports = content.get("history", []), content.get("reports", [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f'{path} 第{number}行不是题目。每行应为 {{"id": …, "question": …}}') from None
    if not _strings([question]) or not _strings(history) or not _strings(reports):
        raise UsageError(f"{path} 第{number}行：question 应为文字，history 和 reports 应为文字的列表")
    return Row(str(content.get("id", number)), question, tuple(history), tuple(reports))


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and not _BROKEN.search(item) for item in value)
