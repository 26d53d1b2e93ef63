"""What a library holds, in the words of a refusal. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.store import DocumentInfo


def periods_of(documents: Sequence[DocumentInfo]) -> str:
    """The periods of some reports, in order: 2022年、2023年、2024年."""
    return "、".join(f"{p.replace('-', '至')}年" for p in sorted({d.period.value for d in documents if d.period.value}))


def bodies_of(documents: Sequence[DocumentInfo], limit: int = 8) -> str:
    """The bodies of some reports, at most ``limit`` of them; of reports of no body their names, of many how many of a kind."""
    names = list(dict.fromkeys(d.entity.value for d in documents if d.entity.value))
    if not names and len(documents) > limit:
        kinds = Counter(d.kind.value or "其他" for d in documents).most_common()
        return f"{len(documents)}份不属于某个单位的报告（{'、'.join(f'{kind}{many}份' for kind, many in kinds)}）"
    names = names or list(dict.fromkeys(d.name for d in documents))
    return "、".join(names[:limit]) + (f"等{len(names)}个" if len(names) > limit else "")
