"""Made-up reports, passages and facts for the tests of the question-answering rooms: pure, true to every invariant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from index.numbers import find_figures
from index.records import Block, Document, Fact, Figure, Inferred, Passage
from index.sentences import sentence_spans
from index.store import DocumentInfo
from qa.results import Hit, Question, ShownFact


def info(entity: str, period: str = "2024", name: str = "") -> DocumentInfo:
    """A report of a body as a list shows it; its id tells its name and body."""
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


def document(text: str, *, entity: str = "示例法院", period: str = "2024", name: str = "") -> Document:
    """A report whose file holds ``text`` and nothing else."""
    name = name or f"{entity}{period}"
    inferred = (Inferred(f"{name}报告", ""), Inferred(entity, ""), Inferred(period, ""))
    offsets = tuple(range(len(text)))
    return Document(name, name, *inferred, text, text, offsets, (Block(0, len(text), "paragraph"),), ())


def passage(report: Document, ordinal: int = 0, headings: Sequence[str] = ()) -> Passage:
    """The whole of a report as one passage."""
    text = report.text
    return Passage(f"{report.id}-{ordinal}", report.id, ordinal, 0, len(text), text, tuple(headings))


def fact(report: Document, raw: str, metric: str, *, nth: int = 0, figure: Any = None, **fields: Any) -> Fact:
    """The fact that the ``nth`` ``raw`` of a report counts ``metric``; value and unit as a fresh reading finds them.

    ``figure`` are fields to falsify the figure with; ``metric`` is the one nearest to the figure.
    """
    start = -1
    for _ in range(nth + 1):
        start = report.text.index(raw, start + 1)
    a, b = next(span for span in sentence_spans(report.text) if span[0] <= start < span[1])
    read = next((f for f in find_figures(report.text[a:b]) if (f.start + a, f.raw) == (start, raw)), None)
    found = (
        replace(read, start=start, end=start + len(raw)) if read else Figure(start, start + len(raw), raw, None, "", "")
    )
    at = report.text.rfind(metric, 0, start)
    at = at if at >= 0 else report.text.index(metric)
    made = Fact(
        f"{report.id}-f{start}",
        report.id,
        f"{report.id}-0",
        replace(found, **(figure or {})),
        metric,
        at,
        at + len(metric),
        report.entity.value,
        report.period.value,
        "level",
        sentence_start=a,
        sentence_end=b,
    )
    return replace(made, **fields)


def question(metric: str, **fields: Any) -> Question:
    """A question for ``metric``; its text is the metric with 多少 unless given."""
    return replace(Question(id="q", text=f"{metric}多少", metric=metric), **fields)


def hit(report: Document, score: float = 0.5) -> Hit:
    """A report of one passage as a searcher found it."""
    return Hit(passage(report), score)


def shown(raw: str, value: str, unit: str = "元", **fields: Any) -> ShownFact:
    """A fact as an answer shows it."""
    made = ShownFact("执行到位金额", raw, value, unit, "", "示例法院", "2024", "原文一致", "", 0, 0, len(raw))
    return replace(made, **fields)
