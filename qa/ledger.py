"""The table of facts to HTML: each figure opens its report at its place; what is shown can be exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import urlencode

from qa.browse import Wanted
from qa.markup import element, escape, isolated, tag, years
from qa.places import link
from qa.table import COLUMNS, Entry

EXPORT = "/export/facts"
PAGE = 100
"""Rows that are shown at first, and more at each click."""
HEADS = ("数字", "指标", "主体", "年份", "类型", "报告")
_AT = {name: COLUMNS.index(name) for name in COLUMNS}


def facts(entries: Sequence[Entry], wanted: Wanted, shown: int = PAGE, *, too_many: bool = False) -> str:
    """The first of the entries as a table, with how many there are and where to export them."""
    if too_many:
        return tag("div", "sh-facts", tag("p", "sh-about", "资料库里的数字太多，不能一次全列。请先选一份报告。"))
    if not entries:
        return tag("div", "sh-facts", tag("p", "sh-about", "没有这样的数字。请放宽条件再找。"))
    head = "".join(f"<th>{title}</th>" for title in HEADS)
    body = "".join(map(_row, entries[:shown]))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    more = f"，显示前{shown:,}个" if len(entries) > shown else ""
    count = tag("p", "sh-count", f"共<b>{len(entries):,}</b>个数字{more}{exports(wanted)}")
    return tag("div", "sh-facts", count + tag("div", "sh-table", table))


def exports(wanted: Wanted) -> str:
    """Links that export what is wanted, all of it."""
    told = urlencode({name: value for name, value in asdict(wanted).items() if value})
    kinds = (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
    links = (element("a", "sh-export", words, href=f"{EXPORT}.{kind}?{told}", download="") for kind, words in kinds)
    return tag("span", "sh-exports", "".join(links))


def _row(entry: Entry) -> str:
    told = {name: str(entry.row[at] or "") for name, at in _AT.items()}
    unit = told["单位"] if told["原文数字"][-1:] in "0123456789)）" else ""
    aside = tag("span", "sh-unit", escape(unit)) if unit else ""
    figure = link(entry.document, entry.start, entry.end, escape(told["原文数字"]), entry.figure) + aside
    page = f" · 第{escape(told['页'])}页" if told["页"] else ""
    cells = (
        ("sh-number", figure),
        ("sh-what", isolated(told["指标"])),
        ("sh-whose", isolated(_whose(told))),
        ("sh-when", escape(years(told["时期"]) or "—")),
        ("sh-kind", escape(_kind(told)) + _claim(told["复算"])),
        ("sh-in", isolated(told["报告"]) + page),
    )
    return f"<tr>{''.join(tag('td', css, cell) for css, cell in cells)}</tr>"


def _whose(told: dict[str, str]) -> str:
    scope = told["范围"]
    return f"{told['主体'] or '—'}{f'（{scope}）' if scope and scope != told['主体'] else ''}"


def _kind(told: dict[str, str]) -> str:
    change = f"{told['比较基准']}{told['方向']}"
    return f"{told['类型']}{f' · {change}' if change else ''}"


def _claim(verdict: str) -> str:
    """Whether a change that the report states comes to what its own levels make it."""
    if not verdict:
        return ""
    word, _, formula = verdict.partition("：")
    css = "sh-agrees" if word == "一致" else "sh-disagrees"
    shown = element("summary", css, f"复算{escape(word)}", title="报告自己说的增减，用它和其他报告的数重算")
    return tag("details", "sh-claim", shown + tag("span", "sh-formula", escape(formula)))
