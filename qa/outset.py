"""What can be answered at the outset, without a search: an empty library, an empty or endless question. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.store import DocumentInfo
from qa import answer as words
from qa.question import MAX_LENGTH
from qa.results import Answer, Question


def unanswerable(question: str, infos: Sequence[DocumentInfo], question_id: str) -> Answer | None:
    """A refusal that needs no search: an empty library, an empty or endless question."""
    blank = Question(id=question_id, text=question.strip()[:200], metric="")
    if not any(char.isalnum() for char in question[: MAX_LENGTH + 1]):
        return words.refused(blank, "out_of_scope", asked="问题是空的。请输入要查的指标，例如：执行到位金额多少")
    if len(question) > MAX_LENGTH:
        long = f"问题有{len(question)}个字，超过上限{MAX_LENGTH}个字。请缩短后再问"
        return words.refused(blank, "out_of_scope", asked=long)
    if not infos:
        return words.refused(blank, "empty_library")
    return None
