"""The web chat: what the page holds and what each control does. Its HTML is made in ``qa``, which also serves it."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: gradio asks its makers for news when imported

import gradio as gr
from anyio import to_thread
from fastapi import FastAPI

from index import build, undo
from index.errors import ShushuoError
from index.given import FIELDS
from qa import Assistant, examples, ledger, matrix, passages, render, routes, shelf, talk
from qa.api import build_api
from qa.browse import ORDERS, Wanted
from qa.crew import Crew
from qa.listening import uploads
from qa.markup import years
from qa.serving import closed_app, new_app, run
from qa.uploads import staged
from qa.wastebin import Wastebin

HEADER = '<div class="sh-title"><h1>数说</h1><p>向中文报告问数字，给出原句、出处和核对结果</p></div>'
MAX_MESSAGES = 2 * talk.MOST_TURNS
MAX_HISTORY = talk.MOST_TURNS
MAX_SESSIONS = 1000
FILTERS = ("find", "report", "metric", "body", "year", "kind", "order")
Updates = list[Any]
Ready = Callable[[], None]


class Controls:
    """What the controls of the page do; one for all visitors, and nothing of a visitor is kept in it."""

    def __init__(self, store_dir: Path, encoder: str | None = None) -> None:
        self.store_dir, self.encoder = store_dir, encoder
        self.desk = Crew(Assistant.open(store_dir, encoder=encoder), encoder=encoder)
        self._bin = Wastebin()
        self._examples: tuple[tuple[str, ...], list[str]] = ((), [])

    async def ask(
        self, text: str, thread: Updates | None, asked: list[str], *, alone: bool = False
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Shows the question at once, then the answer and its evidence."""
        text, asked = str(text or ""), [] if alone else asked
        thread = _begun(text, thread or [], alone=alone)
        yield "", thread, asked, gr.skip()
        yield await to_thread.run_sync(self._answered, text, thread, asked)

    async def ask_alone(self, text: str, thread: Updates) -> AsyncIterator[tuple[Any, ...]]:
        """Asks a question that the page itself put in words, which leans on no earlier one."""
        async for shown in self.ask(text, thread, [], alone=True):
            yield shown

    def resume(self, told: str) -> tuple[Any, ...]:
        """The conversation that this browser kept, asked anew: what a reload shows holds for the library as it is now."""
        shown: tuple[Any, ...] = "", [], [], gr.skip()
        for turn in talk.kept(str(told or "")):
            thread = _begun(turn.text, shown[1], alone=turn.alone)
            shown = self._answered(turn.text, thread, [] if turn.alone else shown[2])
        return shown

    def _answered(self, text: str, thread: Updates, asked: list[str]) -> tuple[Any, ...]:
        shown = self.desk.ask(text, asked)
        later = [*asked, text][-MAX_HISTORY:] if shown.counts else asked
        return "", [*thread, _message("assistant", shown.answer)], later, shown.evidence

    def begin(self) -> Updates:
        """A new conversation."""
        return [[], [], passages.empty_evidence()]

    def facts(self, *told: Any) -> Updates:
        """The first of the facts that the filters ask for, and how many are shown."""
        return [self.desk.facts(_wanted(told)), ledger.PAGE]

    def more(self, shown: int, *told: Any) -> Updates:
        """The same with more of them shown."""
        shown += ledger.PAGE * 3
        return [self.desk.facts(_wanted(told), shown), shown]

    def filters(self, *told: Any) -> Updates:
        """What the filters offer for a report, and the facts that are left with body, year and kind open."""
        asked = _wanted(told)
        wanted = replace(asked, body="", year="", kind="")
        names = [("全部报告", ""), *((info.name, info.name) for info in self.desk.assistant.reports())]
        made = self.desk.choices(wanted)
        offered = (("全部单位", made.bodies), ("全部年份", made.years), ("全部类型", made.kinds))
        choices = [gr.update(choices=[(any_, ""), *((years(c), c) for c in told)], value="") for any_, told in offered]
        return [gr.update(choices=names, value=wanted.report), *choices, self.desk.facts(wanted), ledger.PAGE]

    def offer(self) -> Updates:
        """The bodies and years that can be compared."""
        bodies, held = self.desk.bodies(), self.desk.years()
        return [gr.update(choices=bodies), gr.update(choices=[(years(year), year) for year in held])]

    def add(self, files: Updates | None, progress: gr.Progress = gr.Progress()) -> Updates:  # noqa: B008 - gradio's way
        """Adds uploaded files to the library, with progress, and says what became of each."""
        if not files:
            return [gr.skip(), None, *self.library()]

        def tell(what: str, done: int, total: int) -> None:
            progress((done, total), desc=f"正在处理：{what}", unit="份")

        try:
            with tempfile.TemporaryDirectory(prefix="shushuo-") as folder:
                paths = staged(files, Path(gr.utils.get_upload_folder()), Path(folder))
                made = build.add_paths(self.store_dir, paths, encoder=self.encoder, progress=tell, explain=True)
                told = shelf.outcomes(made)
        except (ShushuoError, OSError) as error:
            told = shelf.notice(f"没有添加：{error}", failed=True)
        return [told, None, *self.library()]

    def pick(self, name: str | None) -> Updates:
        """The report that is about to be changed: its name, what is known of it, and the fields to change."""
        info = next((info for info in self.desk.assistant.reports() if info.name == name), None)
        known = (info.title, info.entity, info.period) if info else ()
        values = [" ".join(one.value.split()) for one in known] or [""] * len(FIELDS)
        return [name if info else None, shelf.chosen(info), *values]

    def save(self, name: str | None, *told: str) -> Updates:
        """Sets title, body and year of a report where they were changed."""
        before = self.pick(name)[2:]
        changed = {field: new for field, old, new in zip(FIELDS, before, told, strict=True) if new.strip() != old}
        if not name or not changed:
            return [shelf.notice("没有要改的。"), *self.pick(name), *self.library()]
        return self._set(name, changed, "已保存")

    def forget(self, name: str | None) -> Updates:
        """Forgets what was set of a report by hand."""
        return self._set(name, {}, "已恢复成自动推断的") if name else [gr.skip(), *self.pick(name), *self.library()]

    def _set(self, name: str, values: dict[str, str], done: str) -> Updates:
        try:
            build.set_by_hand(self.store_dir, [name], values, encoder=self.encoder)
            told = shelf.notice(f"{done}：{name}")
        except ShushuoError as error:
            told = shelf.notice(f"没有保存：{error}", failed=True)
        return [told, *self.pick(name), *self.library()]

    def remove(self, name: str | None) -> Updates:
        """Takes a report out of the library; for a while that can be undone."""
        told, key = gr.skip(), ""
        try:
            if name:
                key = self._bin.put(undo.take_out(self.store_dir, [name])[0])
                told = shelf.removed(name)
        except ShushuoError as error:
            told = shelf.notice(f"没有移除：{error}", failed=True)
        return [told, key, gr.update(visible=bool(key)), *self.pick(None), *self.library()]

    def undo(self, key: str) -> Updates:
        """Puts the report that was removed last back as it was."""
        held = self._bin.take(key)
        try:
            told = shelf.notice(f"已放回：{undo.put_back(self.store_dir, [held])[0]}" if held else "已经不能撤销了。")
        except ShushuoError as error:
            told = shelf.notice(f"没有放回：{error}", failed=True)
        return [told, "", gr.update(visible=False), *self.pick(None), *self.library()]

    def library(self) -> Updates:
        """The parts of the page that show the library: its table, its names to choose from, the example questions."""
        self.desk.gather()
        infos = self.desk.assistant.reports()
        ids = tuple(info.id for info in infos)
        if self._examples[0] != ids:
            self._examples = ids, examples.suggest(self.desk.assistant)
        made = self._examples[1]
        buttons = [
            gr.update(value=made[n] if n < len(made) else "", visible=n < len(made)) for n in range(examples.COUNT)
        ]
        names = gr.update(choices=[info.name for info in infos])
        return [shelf.reports(infos), names, gr.update(placeholder=shelf.welcome(len(infos))), *buttons]


def _begun(text: str, thread: Updates, *, alone: bool) -> Updates:
    """A thread, as the page sends it, with a question at its end."""
    return [*thread[-MAX_MESSAGES + 2 :], _message("user", render.question(text, alone=alone))]


def _message(role: str, text: str) -> dict[str, Any]:
    """A message as the page holds it: what is in this form needs no looking through by gradio."""
    return {"role": role, "metadata": None, "content": [{"type": "text", "text": text}], "options": None}


def _wanted(told: Sequence[Any]) -> Wanted:
    return Wanted.of(dict(zip(FILTERS, told, strict=True)))


def build_page(controls: Controls) -> gr.Blocks:
    """The page: chat and evidence side by side; comparisons, facts and reports behind a tab each."""
    with gr.Blocks(title="数说", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        page.state_session_capacity = MAX_SESSIONS
        with gr.Column(elem_id="shushuo"):
            gr.Markdown(HEADER, elem_id="sh-header")
            with gr.Tabs(elem_id="sh-tabs"):
                with gr.Tab("问答", id="ask"):
                    thread, buttons = _ask_tab(controls)
                with gr.Tab("对比", id="compare") as compare:
                    _compare_tab(controls, compare)
                with gr.Tab("数字", id="facts") as facts:
                    _facts_tab(controls, facts)
                with gr.Tab("报告", id="reports"):
                    _reports_tab(controls, page, thread, buttons)
    # not "auto", which tells everyone who waits of every event that begins: with fifty, more work than the answers
    page.queue(status_update_rate=2, max_size=64, default_concurrency_limit=8)
    return page


QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
AS_IT_IS: dict[str, Any] = {**QUIET, "preprocess": False, "postprocess": False}
"""What the page sends is what it is shown: gradio would hand each part of it to a thread, there and back."""
ALONE: dict[str, Any] = {"api_visibility": "private", "concurrency_id": "library", "concurrency_limit": 1}
"""Changes of the library wait for one another."""


def _ask_tab(controls: Controls) -> tuple[gr.Chatbot, list[gr.Button]]:
    asked = gr.State([], time_to_live=3600)
    with gr.Row(elem_id="sh-main"):
        with gr.Column(elem_id="sh-chat", scale=7, min_width=280):
            thread = gr.Chatbot(
                elem_id="sh-thread", label="问答", show_label=False, height="auto", layout="panel", buttons=[],
                latex_delimiters=[], sanitize_html=True, feedback_options=None, autoscroll=False,
                group_consecutive_messages=False,
            )  # fmt: skip
            with gr.Row(elem_id="sh-ask"):
                box = gr.Textbox(
                    elem_id="sh-box", label="问题", show_label=False, container=False, lines=1, max_lines=4,
                    autofocus=True, scale=1, min_width=160, placeholder="例如：执行到位金额多少",
                )  # fmt: skip
                send = gr.Button("提问", variant="primary", elem_id="sh-send", scale=0, min_width=88)
            with gr.Row(elem_id="sh-examples"):
                new = gr.Button("新对话", size="sm", elem_id="sh-new", elem_classes="sh-small")
                made = [
                    gr.Button("", size="sm", visible=False, elem_classes="sh-example") for _ in range(examples.COUNT)
                ]
            alone_box, alone_send = _hidden("sh-alone")
            kept_box, kept_send = _hidden("sh-kept")
        with gr.Column(elem_id="sh-side", scale=5, min_width=280):
            _heading("依据")
            evidence = gr.Markdown(passages.empty_evidence(), elem_id="sh-evidence", latex_delimiters=[])
    for trigger, source in ((box.submit, box), (send.click, box), *((one.click, one) for one in made)):
        trigger(controls.ask, [source, thread, asked], [box, thread, asked, evidence], **AS_IT_IS)
    alone_send.click(controls.ask_alone, [alone_box, thread], [alone_box, thread, asked, evidence], **AS_IT_IS)
    kept_send.click(controls.resume, kept_box, [kept_box, thread, asked, evidence], **AS_IT_IS)
    new.click(controls.begin, None, [thread, asked, evidence], **QUIET)
    return thread, made


def _compare_tab(controls: Controls, tab: gr.Tab) -> None:
    with gr.Column(elem_classes="sh-card"):
        with gr.Row(elem_classes="sh-filters"):
            metrics = gr.Textbox(
                label="指标", placeholder="例如：执行到位金额；几个指标用顿号隔开", elem_id="sh-metrics", min_width=220
            )
            bodies = gr.Dropdown([], label="单位", multiselect=True, elem_id="sh-bodies", min_width=220)
            spans = gr.Dropdown([], label="年份（不选则各取最近）", multiselect=True, elem_id="sh-years", min_width=180)
            go = gr.Button("比较", variant="primary", elem_id="sh-compare-button", scale=0, min_width=88)
        shown = gr.Markdown(matrix.hint(), elem_id="sh-compared", latex_delimiters=[])
    tab.select(controls.offer, None, [bodies, spans], **QUIET)
    for trigger in (go.click, metrics.submit):
        trigger(
            controls.desk.compare, [bodies, spans, metrics], shown, api_visibility="private", show_progress_on=shown
        )


def _facts_tab(controls: Controls, tab: gr.Tab) -> None:
    shown = gr.State(ledger.PAGE)
    with gr.Column(elem_classes="sh-card"):
        with gr.Row(elem_classes="sh-filters"):
            find = gr.Textbox(label="搜索", placeholder="边输入边找", elem_id="sh-find", min_width=180)
            report = gr.Dropdown([("全部报告", "")], value="", label="报告", elem_id="sh-of-report", min_width=180)
            metric = gr.Textbox(label="指标里有", placeholder="例如：收案", elem_id="sh-of-metric", min_width=120)
            body = gr.Dropdown([("全部单位", "")], value="", label="单位", elem_id="sh-of-body", min_width=140)
            year = gr.Dropdown([("全部年份", "")], value="", label="年份", elem_id="sh-of-year", min_width=120)
            kind = gr.Dropdown([("全部类型", "")], value="", label="类型", elem_id="sh-of-kind", min_width=120)
            order = gr.Dropdown(list(ORDERS), value=ORDERS[0], label="排序", elem_id="sh-order", min_width=140)
        table = gr.Markdown(elem_id="sh-ledger", latex_delimiters=[])
        more = gr.Button("显示更多", size="sm", elem_id="sh-more-facts", elem_classes="sh-small")
    told = [find, report, metric, body, year, kind, order]
    for trigger in (tab.select, report.input):
        trigger(controls.filters, told, [report, body, year, kind, table, shown], **QUIET)
    # change, not input: gradio tells of no input while an input method writes
    for trigger in (find.change, metric.change, body.input, year.input, kind.input, order.input):
        trigger(controls.facts, told, [table, shown], trigger_mode="always_last", **QUIET)
    more.click(controls.more, [shown, *told], [table, shown], **QUIET)


def _reports_tab(controls: Controls, page: gr.Blocks, thread: gr.Chatbot, made: list[gr.Button]) -> None:
    key = gr.State("")
    with gr.Row(elem_id="sh-library"):
        with gr.Column(scale=7, min_width=280):
            _heading("资料库")
            reports = gr.Markdown(elem_id="sh-reports", latex_delimiters=[])
            pick_box, pick_send = _hidden("sh-pick")
        with gr.Column(scale=4, min_width=280):
            _heading("添加报告")
            gr.Markdown(shelf.hint(), elem_classes="sh-still")
            files = gr.File(label="添加报告", show_label=False, file_count="multiple", height=130, elem_id="sh-files")
            news = gr.Markdown(elem_id="sh-news", latex_delimiters=[])
            back = gr.Button("撤销移除", visible=False, elem_id="sh-undo", size="sm", elem_classes="sh-small")
            _heading("修改与移除")
            chosen = gr.Dropdown([], label="报告", elem_id="sh-chosen", value=None)
            known = gr.Markdown(shelf.chosen(None), elem_id="sh-known", latex_delimiters=[])
            fields = [gr.Textbox(label=name, elem_id=f"sh-set-{field}") for field, name in FIELDS.items()]
            with gr.Row(elem_id="sh-change"):
                save = gr.Button("保存", variant="primary", elem_id="sh-save", min_width=72)
                forget = gr.Button("恢复自动推断", variant="secondary", elem_id="sh-forget", min_width=72)
                remove = gr.Button("移除", variant="secondary", elem_id="sh-remove-button", min_width=72)
    library = [reports, chosen, thread, *made]
    picked = [chosen, known, *fields]
    files.upload(controls.add, files, [news, files, *library], preprocess=False, show_progress_on=files, **ALONE)
    chosen.input(controls.pick, chosen, picked, **QUIET)
    pick_send.click(controls.pick, pick_box, picked, **QUIET)
    save.click(controls.save, [chosen, *fields], [news, *picked, *library], show_progress_on=news, **ALONE)
    forget.click(controls.forget, chosen, [news, *picked, *library], show_progress_on=news, **ALONE)
    remove.click(controls.remove, chosen, [news, key, back, *picked, *library], show_progress_on=news, **ALONE)
    back.click(controls.undo, key, [news, key, back, *picked, *library], show_progress_on=news, **ALONE)
    page.load(controls.library, None, library, **QUIET)


def _hidden(name: str) -> tuple[gr.Textbox, gr.Button]:
    """Where ``web.js`` puts what a click says; nobody sees it."""
    with gr.Row(elem_id=name, elem_classes="sh-hidden"):
        return gr.Textbox(elem_id=f"{name}-box", label="内容"), gr.Button("送出", elem_id=f"{name}-send")


def _heading(text: str) -> None:
    gr.Markdown(f'<h2 class="sh-heading">{text}</h2>', elem_classes="sh-still")


def build_app(controls: Controls, *, host: str = "127.0.0.1", api: bool = False, password: str = "") -> FastAPI:
    """The page as an application, with every way in but its own and the programs' closed.

    ``api`` opens the programs' way to other machines; with a ``password`` nobody comes in without it.
    """
    app = new_app()
    routes.register(app, controls.desk, controls.store_dir)
    closed = [str(controls.store_dir.resolve()), *([controls.encoder] if controls.encoder else [])]
    programs = build_api(controls.desk.assistant)
    return closed_app(app, build_page(controls), closed, programs, host=host, open=api, password=password)


def serve(
    store_dir: Path, listener: socket.socket, *, host: str, encoder: str | None, api: bool, password: str, ready: Ready
) -> int:
    """Serves the page on ``listener`` until Ctrl-C; 0 then. ``ready`` is called once the page is there.

    Raises:
        ShushuoError: the library cannot be opened.
    """
    with uploads():
        controls = Controls(store_dir, encoder)
        app = build_app(controls, host=host, api=api, password=password)
        ready()
        with closing(controls.desk):
            return run(app, listener, host, password=password)
