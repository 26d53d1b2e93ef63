"""``python -m eval.follow``: one question through every stage, as Markdown; ``--write`` puts it into docs/how-it-answers.md.

The library is made from the sample reports, so everybody gets the same page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from index.records import Passage
from qa import Assistant
from qa.choice import READ, shipped
from qa.fuse import fuse
from qa.question import understand
from qa.rank import DEPTH, order
from qa.results import Answer, Question
from qa.search import SEARCHERS, Library, expanded_terms
from qa.select import rank_facts
from qa.table import KINDS
from qa.verify import status_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "how-it-answers.md"
SAMPLES = ROOT / "examples" / "reports"
QUESTION = "示例市法院2024年帮打赢官司的人要回来多少钱？"
SHOWN, SHOWN_TERMS, WIDTH = 4, 12, 34

HEAD = """# 一个问题怎样得到答案

这一页由 `python -m eval.follow --write` 写成，测试会核对它没有过时。报告库是 `examples/reports` 里的样例。
换一个问题看：`python -m eval.follow 问题`。

**问：{question}**
"""


def follow(assistant: Assistant, question: str) -> str:
    """Every stage that the answer to ``question`` goes through."""
    asked = understand(question, assistant.reports())
    answer = assistant.ask(question)
    found = {name: searcher(asked, DEPTH, _library(assistant), asked.documents) for name, searcher in SEARCHERS.items()}
    passages = assistant.store.passages({passage for hits in found.values() for passage, _ in hits})
    names = assistant.report_names()
    stages = [
        HEAD.format(question=question),
        _understood(asked, [names[id_] for id_ in asked.documents or ()]),
        _searched(asked, found, passages, names),
        _ordered(assistant, asked, found, passages, names),
        _selected(assistant, asked, answer),
        _verified(assistant, answer),
        _told(answer),
    ]
    return "\n".join(stages)


def _library(assistant: Assistant) -> Library:
    return Library(assistant.store.snapshot(), assistant.encoder)


def _understood(asked: Question, reports: Sequence[str]) -> str:
    """What the words of the question are taken for."""
    meant = [f"{'、'.join(term for term, _ in concept.others[:4])}" for concept in asked.concepts if concept.others]
    rows = (
        ("指标（去掉单位、年份和问话）", asked.metric),
        ("口语，换成术语", "；".join(meant) or "—"),
        ("单位（锁定）", "、".join(asked.entities) or "没有写明"),
        ("年份（锁定）", "、".join(asked.periods) or "没有写明"),
        ("答案可以有的量", "、".join(asked.units) or "不限"),
        ("问的是", {"lookup": "一个数", "list": "几个数", "compare": "比较", "text": "一句话"}[asked.operation]),
        ("只在这些报告里找", "、".join(reports) or "全部"),
    )
    return "## 一、读懂（`qa/question.py`）\n\n" + _table(("", ""), rows)


def _searched(
    asked: Question,
    found: Mapping[str, Sequence[tuple[str, float]]],
    passages: Mapping[str, Passage],
    names: Mapping[str, str],
) -> str:
    """The terms that are looked for, and what each searcher finds."""
    weighted = sorted(expanded_terms(asked).items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_TERMS]
    told = "、".join(f"{term} {weight:.2f}" for term, weight in weighted)
    rows = [
        (title, f"{score:.2f}", names[passages[id_].document], _start(passages[id_]))
        for name, title in (("lexical", "BM25"), ("dense", "余弦"))
        for id_, score in found[name][:SHOWN]
    ]
    head = (
        f"## 二、初检（`qa/search.py`）\n\n单字和双字的 BM25，与句向量的余弦，各取 {DEPTH} 段。字词的权重（前十二个）："
    )
    return f"{head}{told}。\n\n" + _table(("", "得分", "报告", "段落"), rows)


def _ordered(
    assistant: Assistant,
    asked: Question,
    found: Mapping[str, Sequence[tuple[str, float]]],
    passages: Mapping[str, Passage],
    names: Mapping[str, str],
) -> str:
    """Both rankings as one, put in order by the model."""
    candidates = fuse(found)[:DEPTH]
    before = {id_: place for place, (id_, _, _) in enumerate(candidates, 1)}
    texts = {id_: passage.searchable for id_, passage in passages.items()}
    rare = _library(assistant).generation.rarity
    ranked = order(asked, candidates, texts, assistant.encoder, rare=rare)[:SHOWN]
    rows = [
        (f"{score:.3f}", str(before[id_]), names[passages[id_].document], _start(passages[id_]))
        for id_, score, _ in ranked
    ]
    head = "## 三、合并与再排序（`qa/fuse.py`、`qa/rank.py`）\n\n两种得分相加，再由小模型看 86 个特征排序；它的得分是“答案在这一段”的概率。"
    return f"{head}\n\n" + _table(("概率", "初检名次", "报告", "段落"), rows)


def _selected(assistant: Assistant, asked: Question, answer: Answer) -> str:
    """The facts of the passages, best first."""
    facts: dict[str, list[object]] = {}
    for fact in assistant.facts(passages=[hit.passage.id for hit in answer.evidence]):
        facts.setdefault(fact.passage, []).append(fact)
    ranked = rank_facts(asked, answer.evidence, facts)[: SHOWN + 2]  # type: ignore[arg-type]
    rows = [
        (f"{c.score:.2f}", f"{c.fit:.2f}", c.fact.metric, c.fact.figure.raw, c.fact.period, KINDS[c.fact.kind])
        for c in ranked
    ]
    head = (
        "## 四、挑选（`qa/select.py`、`qa/choice.py`、`qa/reader.py`）\n\n"
        "每段里的每个数字连同它的指标、年份、范围在 `shushuo add` 时就已认好。年份、量纲不符的不看；"
        "问题的字词盖住多少，加上量、种类、范围是否相符，是“贴合”。"
    )
    rule = f"小模型权衡这些迹象，拿不准时再把前 {READ} 个数所在的句子交给读数模型读，得出“把握”；低于 {shipped().threshold} 就拒答。"
    return f"{head}{rule}\n\n" + _table(("把握", "贴合", "指标", "数字", "年份", "种类"), rows)


def _verified(assistant: Assistant, answer: Answer) -> str:
    """Each shown figure read again at its place."""
    by_span = {
        (fact.document, fact.figure.start): fact
        for fact in assistant.facts(passages=[hit.passage.id for hit in answer.evidence])
    }
    ids = {name: id_ for id_, name in assistant.report_names().items()}
    rows = []
    for shown in answer.facts:
        if shown.formula:
            rows.append(("—", shown.formula, f"{shown.value} {shown.unit}", shown.status))
            continue
        report = ids[answer.citations[shown.citation].report]
        document, fact = assistant.document(report), by_span[report, shown.start]
        held = document.text[shown.start : shown.end]
        rows.append(
            (f"第 {shown.start}–{shown.end} 字", held, f"{shown.value} {shown.unit}", status_of(document, fact))
        )
    head = "## 五、核对（`qa/verify.py`）\n\n按位置回到原文，把那一句重新读一遍，数值、单位、指标都相同才算一致。"
    return f"{head}\n\n" + _table(("位置", "原文", "值", "结果"), rows)


def _told(answer: Answer) -> str:
    """The answer as a program gets it, without its times."""
    told = {key: value for key, value in answer.to_dict().items() if key != "timings_ms"}
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return f"## 六、答案\n\n**答：{answer.text}**\n\n```json\n{body}\n```\n"


def _start(passage: Passage) -> str:
    text = passage.text.replace("\n", " ").replace("|", "｜")
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}……"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def page(question: str = QUESTION) -> str:
    """The page for one question over the samples."""
    from index.build import add_paths

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "library"
        add_paths(store, [SAMPLES])
        with closing(Assistant.open(store)) as assistant:
            return follow(assistant, question)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.follow", description="看一个问题怎样一步步得到答案")
    parser.add_argument("question", nargs="?", default=QUESTION, metavar="问题")
    parser.add_argument("--write", action="store_true", help=f"写进 {PAGE.relative_to(ROOT)}")
    args = parser.parse_args(argv)
    told = page(args.question)
    if args.write:
        PAGE.write_text(told, encoding="utf-8")
    else:
        print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
