"""Made-up reports, hits and facts for the tests of the question-answering rooms: small, pure, true to every invariant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.records import Inferred
from index.store import DocumentInfo


def info(entity: str, period: str = "2024", name: str = "") -> DocumentInfo:
    """A report of a body as a list shows it; its id tells both."""
    name = name or f"{entity}工作报告（{period}年）"
    return DocumentInfo(
        f"{name}#{entity}", name, Inferred(name, ""), Inferred(entity, ""), Inferred(period, ""), 100, 3, 9
    )


LIBRARY: Sequence[DocumentInfo] = (
    *(info("示例市中级人民法院", year) for year in ("2022", "2023", "2024")),
    *(info("示例县人民法院", year) for year in ("2022", "2023", "2024")),
    info("湖州法院", name="湖州法院2024年工作摘要"),
    info("德清法院", name="德清法院2024年工作摘要"),
    info("示例市", "2023", "示例市政府工作报告（2023年）"),
    info("示例市", "2024", "示例市政府工作报告（2024年）"),
    info("示例市", "2024", "示例市2024年统计公报"),
    info("全国", "2024", "2025年国务院政府工作报告"),
    info("广东", "2024", "2025年广东省政府工作报告"),
    info("四海电力股份有限公司", "2023", "四海电力2023年年度报告"),
)


def bodies_of(documents: Iterable[str]) -> set[str]:
    """The bodies of some reports of :func:`info`, by their ids."""
    return {one.split("#")[1] for one in documents}
