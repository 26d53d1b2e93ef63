"""What must hold of every prepared report, told as Chinese lines about what does not: none means sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from index.records import Document, Fact, Passage, Prepared
from index.traditional import same


def problems(prepared: Prepared) -> list[str]:
    """Every broken invariant of one report: spans, the offset map, nothing lost, facts inside their passages."""
    document = prepared.document
    found = [*_offsets(document), *_blocks(document), *_passages(document, prepared.passages)]
    found += _facts(document, {p.id: p for p in prepared.passages}, prepared.facts)
    return [f"{document.name}：{line}" for line in found]


def _offsets(document: Document) -> Iterator[str]:
    """The map leads every clean character back, in order, and every non-blank raw character somewhere."""
    offsets = np.asarray(document.offsets, dtype=np.int64)
    if len(offsets) != len(document.text):
        yield f"对照表有 {len(offsets)} 项，正文有 {len(document.text)} 字"
    if np.any(np.diff(offsets) < 0):
        yield f"对照表在正文第 {int(np.argmax(np.diff(offsets) < 0)) + 1} 字处倒退"
    inside = offsets[(offsets >= 0) & (offsets < len(document.raw))]
    if len(inside) != len(offsets):
        yield f"对照表有 {len(offsets) - len(inside)} 项指到原文（{len(document.raw)} 字）之外"
    covered = np.zeros(len(document.raw), dtype=np.bool_)
    covered[inside] = True
    for dropped in document.dropped:
        if not 0 <= dropped.start <= dropped.end <= len(document.raw):
            yield f"略去的区间 {dropped.start}–{dropped.end} 在原文之外"
        covered[max(dropped.start, 0) : dropped.end] = True
    lost = [at for at in np.flatnonzero(~covered).tolist() if not document.raw[at].isspace()]
    if lost:
        first = document.raw[lost[0]]
        yield f"原文有 {len(lost)} 个非空白字符既不在正文也不在略去之列，首个是第 {lost[0]} 字 {first!r}"


def _blocks(document: Document) -> Iterator[str]:
    last = 0
    for block in document.blocks:
        if not last <= block.start <= block.end <= len(document.text):
            yield f"段落块 {block.start}–{block.end} 越界或与前一块重叠"
        last = max(last, block.end)


def _passages(document: Document, passages: Iterable[Passage]) -> Iterator[str]:
    for expected, p in enumerate(sorted(passages, key=lambda p: p.ordinal)):
        if p.document != document.id or p.ordinal != expected:
            yield f"第 {expected} 个段落 {p.id} 的所属报告或次序不对（次序 {p.ordinal}）"
        if not 0 <= p.start < p.end <= len(document.text) or document.text[p.start : p.end] != p.text:
            yield f"段落 {p.id} 与正文 {p.start}–{p.end} 不一致"


def _facts(document: Document, passages: dict[str, Passage], facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        figure, passage = fact.figure, passages.get(fact.passage)
        if fact.document != document.id or passage is None:
            yield f"事实 {fact.id} 所属的报告或段落 {fact.passage} 不存在"
        elif not passage.start <= figure.start < figure.end <= passage.end:
            yield f"事实 {fact.id} 的数字 {figure.start}–{figure.end} 不在它的段落 {passage.start}–{passage.end} 之内"
        if document.text[figure.start : figure.end] != figure.raw:
            yield f"事实 {fact.id} 的数字“{figure.raw}”与正文 {figure.start}–{figure.end} 不一致"
        if not same(document.text[fact.metric_start : fact.metric_end], fact.metric):
            yield f"事实 {fact.id} 的指标“{fact.metric}”与正文 {fact.metric_start}–{fact.metric_end} 不一致"
        if fact.sentence_end and not fact.sentence_start <= figure.start < figure.end <= fact.sentence_end:
            yield f"事实 {fact.id} 的数字不在它的句子 {fact.sentence_start}–{fact.sentence_end} 之内"
