"""The library to HTML: its reports, what became of added files, news, and the words before the first question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.load import readable
from index.reading import Reading
from index.records import Inferred
from index.store import DocumentInfo
from qa.markup import button, element, escape, isolated, tag, years
from qa.places import link

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "added": ("✓", "已添加"),
    "replaced": ("✓", "已更新"),
    "unchanged": ("＝", "资料库里已有，没有变化"),
    "failed": ("×", "没有添加"),
}
"""Icon and words for each thing that can become of a file."""
COLUMNS = ("报告", "单位", "年份", "类型", "日期", "篇幅", "数字", "操作")


class FileOutcome(Protocol):
    """What became of one file; ``index.build.Outcome`` is one."""

    @property
    def name(self) -> str: ...  # noqa: D102 - told in index.build
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def passages(self) -> int: ...  # noqa: D102
    @property
    def facts(self) -> int: ...  # noqa: D102
    @property
    def reading(self) -> Reading | None: ...  # noqa: D102


def reports(infos: Sequence[DocumentInfo]) -> str:
    """The table of the library's reports, with how many there are."""
    if not infos:
        return tag(
            "div", "sh-reports", tag("p", "sh-count", f"资料库是空的。把报告（{readable()}）拖进来，就可以提问。")
        )
    figures = sum(info.facts for info in infos)
    count = tag("p", "sh-count", f"共<b>{len(infos):,}</b>份报告，<b>{figures:,}</b>个数字")
    head = "".join(f"<th>{title}</th>" for title in COLUMNS)
    body = "".join(_row(info) for info in infos)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return tag("div", "sh-reports", count + tag("div", "sh-table", table))


def _row(info: DocumentInfo) -> str:
    cells = (
        link(info.id, 0, 0, isolated(info.name)),
        _told(info.entity),
        _told(info.period, years(info.period.value)),
        _told(info.kind),
        _told(info.date),
        f"{info.characters:,}字",
        f"{info.facts:,}个",
        button("sh-pick", "管理", info.name, "修改或移除这份报告"),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _told(inferred: Inferred, shown: str = "") -> str:
    """A value, with how it was found when the pointer rests on it."""
    text = isolated(shown or inferred.value or "—")
    return element("span", "sh-inferred", text, title=f"依据：{inferred.how}") if inferred.how else text


def chosen(info: DocumentInfo | None) -> str:
    """Which report is about to be changed, and how what is known of it was found."""
    if info is None:
        return tag("p", "sh-hint", "在左边点“管理”，或在这里选一份报告，就可以改正它的标题、单位和年份，或移除它。")
    known = (("标题", info.title), ("单位", info.entity), ("年份", info.period))
    told = "".join(f"<li>{name}：{escape(inferred.how or '没有认出')}</li>" for name, inferred in known)
    size = f"{info.characters:,}字，{info.passages:,}段，{info.facts:,}个数字"
    return tag(
        "div",
        "sh-chosen-told",
        tag("p", "sh-hint", f"{isolated(info.name)}（{size}）各从哪里得知：") + f"<ul>{told}</ul>",
    )


def outcomes(files: Sequence[FileOutcome]) -> str:
    """One line for each file that was to be added, and the sum of them where there are several."""
    done = sum(file.status != "failed" for file in files)
    total = f"{len(files)}个文件：{done}个已在资料库里，{len(files) - done}个没有添加"
    summary = tag("p", "sh-count", total) if len(files) > 1 else ""
    return tag("div", "sh-outcomes", f"{summary}<ul>{''.join(_outcome(file) for file in files)}</ul>")


def _outcome(file: FileOutcome) -> str:
    icon, words = OUTCOMES[file.status]
    if file.status == "failed":
        words = f"{words}。{escape(file.message)}"
    elif file.passages:
        words = f"{words}（{file.passages}段，{file.facts}个数字）"
    told = file.reading.lines() if file.reading else []
    more = tag("details", "sh-read", f"<summary>读了什么</summary>{'<br>'.join(map(escape, told))}") if told else ""
    return _line(file.status, icon, f"{isolated(file.name)}：{words}{more}")


def removed(name: str) -> str:
    """News of a removal, which can be taken back for a while."""
    return notice(f"已移除：{name}。十分钟内可以撤销。")


def notice(text: str, *, failed: bool = False) -> str:
    """One line of news: what was done, or why it could not be."""
    status = "failed" if failed else "added"
    return tag("div", "sh-outcomes", f"<ul>{_line(status, OUTCOMES[status][0], escape(text))}</ul>")


def _line(status: str, icon: str, inner: str) -> str:
    return tag("li", f"sh-{status}", tag("span", "sh-icon", icon) + tag("span", "sh-words", inner))


def hint() -> str:
    """What may be dropped where files are added."""
    words = f"把报告（{readable()}）拖进框里，或点选文件；可以一次多份。同名的报告会被更新。"
    return tag("p", "sh-hint", words)


def welcome(count: int) -> str:
    """What the chat shows before the first question."""
    if not count:
        return tag(
            "div", "sh-welcome", f"<p>资料库还是空的。</p><p>先到“报告”页把报告（{readable()}）拖进来，再来提问。</p>"
        )
    promise = "答案只取自报告原文，附原句和出处，每个数字都与原文核对；报告里没有的，会如实说没有。"
    return tag("div", "sh-welcome", f"<p>已备好{count}份报告，请直接问数字。</p><p>{promise}</p>")
