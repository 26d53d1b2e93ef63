"""Cases: one JSON object a line, validated: a slip in a case is found where it stands and not as a bad score."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError

KINDS = ("number", "text", "list", "compare", "followup", "unanswerable")
TEXT_FIELDS = ("id", "question", "kind", "period", "body", "note")
LIST_FIELDS = ("history", "reports", "answers", "must", "evidence", "tags")
REQUIRED = ("id", "question", "kind")
PERIOD = re.compile(r"(?P<first>(?:19|20)[0-9]{2})(?:-(?P<last>(?:19|20)[0-9]{2}))?")
"""A year, or a span of years: 2024, 2022-2024."""
# What a kind cannot be scored without.
NEEDED = {
    "number": ("reports", "answers", "evidence"),
    "text": ("reports", "answers", "evidence"),
    "list": ("reports", "must", "evidence"),
    "compare": ("reports", "must", "evidence"),
    "followup": ("reports", "answers", "evidence", "history"),
    "unanswerable": (),
}


class CaseError(UsageError):
    """A case that cannot be scored; the message begins with ``file:line``."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a right answer to it is.

    ``history`` are earlier user turns, ``reports`` names of the reports that hold the answer, ``answers`` accepted
    forms, ``must`` strings that all have to appear, ``evidence`` strings of the report; ``tags``
    and ``note`` are for people; ``where`` is ``file:line``.

    ``period`` (2024, 2022-2024) is the year asked for where the question does not name it or names another one too;
    ``body`` is what the names of the reports of the body asked for have in common (示例县), wanted where ``reports`` is
    empty. Both only serve to tell in what a wrong answer is wrong.
    """

    id: str
    question: str
    kind: str
    history: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    period: str = ""
    body: str = ""
    note: str = ""
    where: str = ""


def load_cases(paths: Iterable[Path]) -> list[Case]:
    """All cases of ``paths`` in order.

    Raises:
        CaseError: a file that cannot be read, holds no case or a bad one, or an id that stands twice.
    """
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in paths:
        before = len(cases)
        for case in _read_file(path):
            if case.id in seen:
                raise CaseError(f"{case.where}: 编号 {case.id} 与 {seen[case.id]} 重复，请改成不同的编号")
            seen[case.id] = case.where
            cases.append(case)
        if len(cases) == before:
            raise CaseError(f"{path}: 文件里没有题目，请每行写一个 JSON 对象")
    if not cases:
        raise CaseError("没有题目文件，请给出至少一个 .jsonl 文件")
    return cases


def _read_file(path: Path) -> Iterator[Case]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CaseError(f"{path}: 读不了题目文件（{error.strerror}），请检查路径和权限") from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: 不是 UTF-8 文本（第 {error.start} 字节处出错），请另存为 UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield parse_case(line, f"{path}:{number}")


def parse_case(line: str, where: str) -> Case:
    """The case of one line; ``where`` (``file:line``) leads every error message."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CaseError(f"{where}: 不是合法的 JSON（{error}），请改正这一行") from error
    if not isinstance(row, dict):
        raise CaseError(f"{where}: 应为 JSON 对象，实为 {type(row).__name__}，请写成 {{…}}")
    _check_names(row, where)
    case = Case(
        id=_text(row, "id", where),
        question=_text(row, "question", where),
        kind=_text(row, "kind", where),
        history=_texts(row, "history", where),
        reports=_texts(row, "reports", where),
        answers=_texts(row, "answers", where),
        must=_texts(row, "must", where),
        evidence=_texts(row, "evidence", where),
        tags=_texts(row, "tags", where),
        period=_text(row, "period", where),
        body=_text(row, "body", where),
        note=_text(row, "note", where),
        where=where,
    )
    _check_needs(case)
    return case


def _check_names(row: Mapping[str, Any], where: str) -> None:
    unknown = sorted(set(row) - {*TEXT_FIELDS, *LIST_FIELDS})
    if unknown:
        raise CaseError(f"{where}: 不认识的字段 {'、'.join(unknown)}，可用 {'、'.join((*TEXT_FIELDS, *LIST_FIELDS))}")
    missing = [name for name in REQUIRED if name not in row]
    if missing:
        raise CaseError(f"{where}: 缺少字段 {'、'.join(missing)}，请补上")


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise CaseError(f"{where}: 字段 {name} 应为字符串，实为 {value!r}，请加上引号")
    if name in REQUIRED and not value.strip():
        raise CaseError(f"{where}: 字段 {name} 为空，请填写")
    return value


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if name == "evidence" and isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise CaseError(f'{where}: 字段 {name} 应为非空字符串的列表，实为 {value!r}，请写成 ["…"]')
    return tuple(value)


def _check_needs(case: Case) -> None:
    if case.kind not in KINDS:
        raise CaseError(f"{case.where}: 不认识的类别 {case.kind!r}，可用 {'、'.join(KINDS)}")
    missing = [name for name in NEEDED[case.kind] if not getattr(case, name)]
    if missing:
        raise CaseError(f"{case.where}: {case.kind} 类题目缺少 {'、'.join(missing)}，请补上")
    if case.period and not _is_period(case.period):
        raise CaseError(f"{case.where}: 字段 period 应为一年或几年（2024、2022-2024），实为 {case.period!r}，请改正")


def _is_period(text: str) -> bool:
    match = PERIOD.fullmatch(text)
    return match is not None and (match["last"] is None or match["first"] < match["last"])
