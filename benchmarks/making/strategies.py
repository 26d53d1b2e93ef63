"""Questions as hypothesis makes them: words of reports and any characters in any order, and how it searches for a bad one."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.making.kinds import FOLLOW_UPS, TAILS, Asking, Source

WORDS = (
    *("2024年", "二〇一八年", "去年", "上半年", "1-12月", "“十四五”", "过去五年", "2022到2024年", "24年"),
    *("9999年", "0年", "1月", "1990年代"),
    *("比", "和", "、", "，", "其中", "不是", "谁", "更高", "每年", "全市法院", "市中院", "法院", "政府", "公司"),
    *("35.8亿元", "三分之二", "13.7%", "百分点", "-0", "1e309", "１２", "万", "第一", "¹²", "Ⅳ", "①", "½", "㎡"),
)


def askings(source: Source) -> st.SearchStrategy[Asking]:
    """Questions of words, names, metrics and any characters; some after other turns, some locked to reports."""
    metrics = sorted({fact.metric for fact in source.facts})
    part = st.one_of(
        st.sampled_from([*source.bodies, *WORDS]),
        st.sampled_from(metrics),
        st.sampled_from([*TAILS, *FOLLOW_UPS]),
        st.sampled_from(list(source.real)),
        st.text(max_size=12),
        st.from_regex(r"[0-9０-９〇一二三四五六七八九十百千万亿.,，%％年月-]{1,12}", fullmatch=True),
    )
    text = st.lists(part, max_size=7).map("".join)
    history = st.one_of(st.just(()), st.lists(text, max_size=3).map(tuple))
    reports = st.one_of(st.none(), st.lists(st.sampled_from(list(source.reports)), max_size=3).map(tuple))
    return st.builds(Asking, text, history, reports)


def search(source: Source, count: int, check: Callable[[Asking], None]) -> None:
    """Let hypothesis ask ``count`` questions, always the same; one that ``check`` raises on is made as small as can be.

    Raises:
        whatever ``check`` raises, of the smallest question that makes it do so, which is noted in the error.
    """

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(asking=askings(source))
    def ask(asking: Asking) -> None:
        check(asking)

    ask()
