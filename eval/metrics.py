"""Scores as pure functions of plain values; imports nothing of ours, so that no part it measures can bend it.

The rule of a right answer is the one the project is scored by: exact forms, no digit glued to them, no list of guesses,
and a refusal that is right only where the library does not state what was asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

LONGEST_TEXT = 240
LONGEST_LIST = 600
SHORTEST_INNER_QUOTE = 8

_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．，", "0123456789%.,")
_BLANKS = re.compile(r"\s+")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3})")
_ONES = "一二三四五六七八九十"
_NUMERALS = f"零〇{_ONES}百千万亿两"
_FIGURE = re.compile(rf"\d+(?:\.\d+)?|[{_NUMERALS}]{{2,}}|[{_ONES}]分之[{_ONES}]+")
_YEAR = re.compile(r"(?:19|20)?\d\d年")


def flat(text: str) -> str:
    """``text`` without blanks and thousands separators, full-width digits and signs made half-width.

    >>> flat("执 行到位 １，２３４．５ 万元")
    '执行到位1234.5万元'
    """
    return _SEPARATOR.sub("", _BLANKS.sub("", text.translate(_FULL_WIDTH)))


def holds(text: str, form: str) -> bool:
    """Whether ``form`` stands in ``text`` with nothing glued to its digits that would make it another number.

    >>> holds("金额为35.8亿元", "35.8亿元"), holds("共1500件", "50"), holds("增长3.5%", "3")
    (True, False, False)
    """
    text, form = flat(text), flat(form)
    at = text.find(form)
    while at >= 0:
        if _starts_free(text, at, form) and _ends_free(text, at + len(form), form):
            return True
        at = text.find(form, at + 1)
    return False


def _starts_free(text: str, at: int, form: str) -> bool:
    if not form[:1].isdigit() or at == 0:
        return True
    before = text[at - 1]
    return not (before.isdigit() or before == ".")


def _ends_free(text: str, end: int, form: str) -> bool:
    if not form[-1:].isdigit():
        return True
    rest = text[end : end + 2]
    return not (rest[:1].isdigit() or (rest[:1] == "." and rest[1:].isdigit()))


def count_figures(text: str) -> int:
    """How many figures stand in ``text``; years count only where there is nothing else.

    >>> count_figures("2024年执行到位35.8亿元"), count_figures("2024年"), count_figures("三分之二")
    (1, 1, 1)
    """
    text = flat(text)
    return len(_FIGURE.findall(_YEAR.sub("", text))) or len(_FIGURE.findall(text))


def number_right(answer: str, accepted: Sequence[str]) -> bool:
    """Whether ``answer`` holds an accepted form and no more figures than that form has."""
    said = count_figures(answer)
    return any(holds(answer, form) and said <= max(1, count_figures(form)) for form in accepted)


def text_right(text: str, accepted: Sequence[str], must: Sequence[str]) -> bool:
    """Whether a short ``text`` holds an accepted form and every string of ``must``."""
    said = flat(text)
    held = any(flat(form) in said for form in accepted) and all(flat(part) in said for part in must)
    return held and len(text) <= LONGEST_TEXT


def list_right(text: str, raws: Iterable[str], must: Sequence[str]) -> bool:
    """Whether every string of ``must`` stands in a short ``text`` or in the figures ``raws`` shown beside it."""
    said = [text, *raws]
    return len(text) <= LONGEST_LIST and all(any(holds(one, part) for one in said) for part in must)


def is_right(
    kind: str,
    accepted: Sequence[str],
    must: Sequence[str],
    *,
    answer: str,
    text: str,
    refused: bool,
    raws: Iterable[str] = (),
) -> bool:
    """Whether an answer to a case of ``kind`` is right; a refusal is right only where the kind is ``unanswerable``."""
    if kind == "unanswerable" or refused:
        return kind == "unanswerable" and refused
    if kind in ("number", "followup"):
        return number_right(answer, accepted)
    if kind == "text":
        return text_right(text, accepted, must)
    return list_right(text, raws, must)


def is_cited(reports: Sequence[str], evidence: Sequence[str], citations: Iterable[tuple[str, str]]) -> bool:
    """Whether a ``(report, quote)`` names a report of the case (any, where the case names none) and shows its evidence.

    A quote shows evidence that it holds; one of at least eight characters may also lie inside it.
    """
    gold = [flat(one) for one in evidence]
    for report, quote in citations:
        if reports and report not in reports:
            continue
        if _shows(flat(quote), gold):
            return True
    return False


def evidence_rank(
    reports: Sequence[str], evidence: Sequence[str], passages: Iterable[tuple[str | None, str]]
) -> int | None:
    """Place, from 1, of the first ``(report, text)`` that shows the evidence; None where none does.

    A passage shows evidence that it holds or, at eight characters or more, lies inside. A report of None is not known
    and then only the text decides.
    """
    gold = [flat(one) for one in evidence]
    for rank, (report, text) in enumerate(passages, 1):
        if reports and report is not None and report not in reports:
            continue
        if _shows(flat(text), gold):
            return rank
    return None


def _shows(said: str, gold: Iterable[str]) -> bool:
    return any(one in said or (len(said) >= SHORTEST_INNER_QUOTE and said in one) for one in gold)


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Share of ``ranks`` within the first ``k``; 0 of nothing.

    >>> recall_at([1, 3, None, 6], 5)
    0.5
    """
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else 0.0


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Mean of 1/rank, 0 for what was not found; 0 of nothing.

    >>> mean_reciprocal_rank([1, 2, None])
    0.5
    """
    return sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the least value that ``share`` of ``values`` do not exceed; 0 of nothing.

    >>> percentile([5, 1, 9, 3], 0.5), percentile([5, 1, 9, 3], 0.95)
    (3, 9)
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind of case; ``right + wrong + refused == n``, and ``cited`` counts only of ``citable``.

    ``citable`` are the cases that have an answer. ``false_answers`` are those that have none and were answered. Of the
    ``dated``, whose year is known, ``other_year`` were answered wrongly with facts of other years; of the ``placed``,
    whose body is known, ``other_body`` wrongly from reports of others; of the ``citing``, answers whose citations could
    be compared with the reports, ``spanned`` stand where they say.
    """

    n: int = 0
    right: int = 0
    wrong: int = 0
    refused: int = 0
    cited: int = 0
    citable: int = 0
    false_answers: int = 0
    other_year: int = 0
    dated: int = 0
    other_body: int = 0
    placed: int = 0
    spanned: int = 0
    citing: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def rates(self) -> Mapping[str, float | None]:
        """What went wrong, and whether citations hold, as shares; None where there is nothing to count.

        ``wrong_year`` of the cases whose year is known, ``wrong_body`` of those whose body is, ``false_refusal`` of
        those that have an answer, ``false_answer`` of those that have none, ``citation_span`` of the answers that cite.
        """
        return {
            "wrong_year": _share(self.other_year, self.dated),
            "wrong_body": _share(self.other_body, self.placed),
            "false_refusal": _share(self.refused, self.citable),
            "false_answer": _share(self.false_answers, self.n - self.citable),
            "citation_span": _share(self.spanned, self.citing),
        }


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def tally_one(
    *,
    right: bool,
    refused: bool,
    cited: bool,
    citable: bool,
    other_year: bool | None = None,
    other_body: bool | None = None,
    spanned: bool | None = None,
) -> Tally:
    """The tally of a single case: right, else refused, else wrong; what is None cannot be told and is not counted."""
    wrong = not right and not refused
    return Tally(
        n=1,
        right=right,
        wrong=wrong,
        refused=refused and not right,
        cited=cited and citable,
        citable=citable,
        false_answers=wrong and not citable,
        other_year=wrong and other_year is True,
        dated=other_year is not None,
        other_body=wrong and other_body is True,
        placed=other_body is not None,
        spanned=spanned is True,
        citing=spanned is not None,
    )


def tally_by_kind(tallies: Iterable[tuple[str, Tally]]) -> Mapping[str, Tally]:
    """Sums by kind, kinds in order of name."""
    sums: dict[str, Tally] = {}
    for kind, one in tallies:
        sums[kind] = sums.get(kind, Tally()) + one
    return dict(sorted(sums.items()))
