"""Results -> the Markdown table that stands in the README between two markers, and whether it still tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

from eval.metrics import Tally
from eval.run import Summary
from index.errors import ShushuoError

BEGIN = "<!-- eval:begin -->"
END = "<!-- eval:end -->"
KIND_NAMES = {
    "number": "数字",
    "text": "语句",
    "list": "列举",
    "compare": "比较",
    "followup": "追问",
    "unanswerable": "无答案（应拒答）",
}
RATE_NAMES = {
    "wrong_year": "年份错",
    "wrong_body": "单位错",
    "false_refusal": "误拒",
    "false_answer": "误答",
    "citation_span": "引文无误",
}
RATES_EXPLAINED = (
    "年份错：答错，且给出的数字都是别的年份的；单位错：答错，且引用的都是别的单位的报告；误拒：有答案却拒答；误答：没有答案却作答；"
    "引文无误：作答时，每处引文与报告所标位置的文字一字不差，数字题和追问答对时，引文里还要有那个数。各以能判断的题数为分母。"
)
# Timings differ from machine to machine, so they stand on a line of their own that --check passes over.
_TIMING = re.compile(r"^耗时.*$", re.MULTILINE)


class ReportError(ShushuoError):
    """A README that cannot take the table, or whose table is stale."""


def render(summary: Summary) -> str:
    """The scores as Markdown: a table by kind, one of what went wrong, a line on retrieval, a line on timing."""
    named = [*((KIND_NAMES.get(kind, kind), tally) for kind, tally in summary.kinds.items()), ("合计", summary.total)]
    return "\n".join(
        [
            "| 类别 | 题数 | 答对 | 答错 | 拒答 | 引用命中 |",
            "|---|---:|---:|---:|---:|---:|",
            *(_row(name, tally) for name, tally in named),
            "",
            f"| 类别 | {' | '.join(RATE_NAMES.values())} |",
            "|---|---:|---:|---:|---:|---:|",
            *(_rates_row(name, tally) for name, tally in named),
            "",
            RATES_EXPLAINED,
            "",
            f"检索（证据所在的段落，{summary.searched} 题）：recall@1 {summary.recall_at_1:.1%}，"
            f"recall@5 {summary.recall_at_5:.1%}，MRR {summary.mrr:.3f}。",
            "",
            f"耗时（每题）：中位 {summary.p50_ms:.1f} 毫秒，95 分位 {summary.p95_ms:.1f} 毫秒。",
        ]
    )


def _row(name: str, tally: Tally) -> str:
    cited = _share(tally.cited, tally.citable) if tally.citable else "—"
    shares = [_share(count, tally.n) for count in (tally.right, tally.wrong, tally.refused)]
    return f"| {name} | {tally.n} | {' | '.join(shares)} | {cited} |"


def _rates_row(name: str, tally: Tally) -> str:
    shares = (tally.rates[rate] for rate in RATE_NAMES)
    return f"| {name} | {' | '.join('—' if share is None else f'{share:.1%}' for share in shares)} |"


def calibration(summary: Summary) -> str:
    """One line on whether answers are as often right as they are sure; not kept, for its last digits differ by machine."""
    right = _share(summary.answered_right, summary.answered)
    return (
        f"校准（{summary.answered} 题作了答）：平均置信 {summary.confidence:.3f}，答对 {right}，"
        f"期望校准误差 {summary.calibration_error:.3f}。"
    )


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of else "—"


def insert(page: str, table: str) -> str:
    """``page`` with ``table`` between its markers, in place of what stood there.

    Raises:
        ReportError: the markers are not there exactly once, in order.
    """
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ReportError(f"文档里应各有一处 {BEGIN} 和 {END}（先后不能颠倒），请补上这两行再写评测表")
    head, rest = page.split(BEGIN)
    return f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}"


def is_stale(page: str, table: str) -> bool:
    """Whether ``page`` holds other scores than ``table``, timings aside."""
    return _TIMING.sub("", insert(page, table)) != _TIMING.sub("", page)


def write(path: Path, table: str) -> bool:
    """Put ``table`` into the file; False, and the file left alone, where its scores were the same already."""
    page = path.read_text(encoding="utf-8")
    if not is_stale(page, table):
        return False
    path.write_text(insert(page, table), encoding="utf-8")
    return True


def check(path: Path, table: str) -> None:
    """Raise :class:`ReportError` where the file holds other scores than ``table``."""
    if is_stale(path.read_text(encoding="utf-8"), table):
        raise ReportError(f"{path} 里的评测表与这次的成绩不一致，请运行 make report 更新。这次的成绩：\n{table}")
