"""What a report tells of its pages that were read by OCR: written when it is loaded, found again wherever it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

OCR: Final = "OCR识别"
CHECK: Final = "请核对原件"
HEAD: Final = f"{OCR}，{CHECK}："
NOTE: Final = f"{OCR}，置信度{{}}，{CHECK}"

BESIDE: Final = f"（依据为{OCR}的文字，{CHECK}）"
"""What an answer says in its sentence, which holds no figures but the report's."""

_GROUP = re.compile(r"第([0-9—、]+)页置信度([01]\.[0-9]{2})")
_REMARK = re.compile(f"{HEAD}[^；]*")


def remark(sure: Mapping[int, float]) -> str:
    """The remark on a report some pages of which were read with such confidence, from 0 to 1; it is cut, never rounded up.

    >>> remark({1: 0.978, 2: 0.971, 3: 0.999})
    'OCR识别，请核对原件：第1—2页置信度0.97，第3页置信度0.99'
    """
    groups: dict[str, list[int]] = {}
    for page in sorted(sure):
        groups.setdefault(f"{int(sure[page] * 100) / 100:.2f}", []).append(page)
    return HEAD + "，".join(f"{pages_in_words(pages)}置信度{level}" for level, pages in groups.items())


def remark_in(lines: Iterable[str]) -> str:
    """The remark among lines, or in one of them; "" where no page was read by OCR."""
    return next((found.group() for line in lines if (found := _REMARK.search(line))), "")


def note(told: str, page: int | None) -> str:
    """What is said beside something that stands on a page, by the remark in ``told``; "" where that was not read by OCR.

    >>> note("正文第一行；OCR识别，请核对原件：第1—3页置信度0.97", 2)
    'OCR识别，置信度0.97，请核对原件'
    """
    for pages, level in _GROUP.findall(remark_in([told])):
        if page is not None and any(low <= page <= high for low, high in _ranges(pages)):
            return NOTE.format(level)
    return ""


def _ranges(pages: str) -> list[tuple[int, int]]:
    ends = [[int(end) for end in part.split("—") if end] for part in pages.split("、")]
    return [(part[0], part[-1]) for part in ends if part]


def pages_in_words(pages: Sequence[int]) -> str:
    """Page numbers in order as a reader would say them.

    >>> pages_in_words([1, 2, 3, 7, 9, 10])
    '第1—3、7、9—10页'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return f"第{'、'.join(str(a) if a == b else f'{a}—{b}' for a, b in runs)}页"
