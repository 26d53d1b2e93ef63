"""In what a wrong answer is wrong, and whether what is cited stands where it is said to: pure functions of plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eval.metrics import holds

_YEARS = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:年?[到至~—–-]+(?P<last>(?:19|20)\d\d))?(?=年|[、和与及]|$)", re.ASCII
)
_NOT_NAME = re.compile(r"\d+年?度?|[\W_]+")


def years_of(text: str) -> frozenset[int]:
    """The years that a question or a period names in digits, those within a span included.

    >>> sorted(years_of("2022年和2024年各多少")), sorted(years_of("2022到2024年")), sorted(years_of("突破2000亿元"))
    ([2022, 2024], [2022, 2023, 2024], [])
    """
    found: set[int] = set()
    for match in _YEARS.finditer(text):
        first = int(match["first"])
        found.update(range(first, int(match["last"] or first) + 1))
    return frozenset(found)


def of_other_year(asked: frozenset[int], periods: Iterable[str]) -> bool:
    """Whether the facts shown, by the ``periods`` they are said to be of, are all of other years than those asked for.

    A fact that tells no year says nothing; where none tells any, or no year was asked for, it is False.
    """
    told = [years for years in map(years_of, periods) if years]
    return bool(asked and told) and not any(asked & years for years in told)


def of_other_body(bodies: Sequence[str], cited: Sequence[str]) -> bool:
    """Whether the names of the reports ``cited`` hold none of ``bodies``, which are names of bodies or of reports.

    Figures and signs are left out, for next year's report of a body is still its own. False where nothing is cited.

    >>> of_other_body(["甲市法院工作报告（2024年）"], ["甲市法院工作报告（2023年）"]), of_other_body(["甲市"], ["乙市2024年公报"])
    (False, True)
    """
    wanted, said = [_NOT_NAME.sub("", one) for one in bodies], [_NOT_NAME.sub("", one) for one in cited]
    return bool(wanted and said) and not any(body in name for body in wanted for name in said)


def spans_right(
    kind: str, accepted: Sequence[str], spans: Sequence[tuple[str | None, str, int, int]], *, right: bool
) -> bool:
    """Whether every citation, as ``(text of the report, quote, start, end)``, is what stands at its offsets.

    Of a right answer with one figure (``number``, ``followup``) one of them must also hold an accepted form of it, in a
    table within a cell. A report whose text is None is not there, and a quote of it stands nowhere.
    """
    if not all(quote and text is not None and text[start:end] == quote for text, quote, start, end in spans):
        return False
    needed = right and kind in ("number", "followup")
    cells = (cell for _, quote, _, _ in spans for cell in quote.split("\t"))  # two cells are not one number
    return not needed or any(holds(cell, form) for cell in cells for form in accepted)
