"""The web chat: what the page holds, what each control does, and how it is served. Its HTML is made in ``qa``."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: gradio asks its makers for news when imported

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.responses import FileResponse

from index import build
from index.errors import LoadError, ShushuoError
from index.load.limits import MAX_BYTES
from qa import Assistant, examples, render, shelf
from qa.api import build_api
from qa.gate import Gate, Hosts
from qa.guard import LOCAL, Guard, address, allowed_hosts
from qa.listening import uploads
from qa.uploads import staged

ROOT = Path(__file__).parent
HOSTS_VARIABLE = "SHUSHUO_HOSTS"
"""Names, separated by commas, under which a proxy or an office knows this server."""
STATIC = {"/shushuo.css": "web.css", "/shushuo.js": "web.js", "/shushuo.svg": "web.svg"}
HEAD = (
    '<link rel="icon" type="image/svg+xml" href="/shushuo.svg"><link rel="stylesheet" href="/shushuo.css">'
    '<script src="/shushuo.js"></script>'
)
HEADER = '<div class="sh-title"><h1>数说</h1><p>向中文报告问数字，给出原句、出处和核对结果</p></div>'
MAX_TURNS = 40
MAX_HISTORY = 20
MAX_SESSIONS = 1000
Updates = list[Any]


class Desk:
    """What the controls of the page do; one for all visitors, and nothing of a visitor is kept in it."""

    def __init__(self, store_dir: Path, encoder: str | None = None) -> None:
        self.store_dir, self.encoder = store_dir, encoder
        self.assistant = Assistant.open(store_dir, encoder=encoder)
        self._examples: tuple[tuple[str, ...], list[str]] = ((), [])

    def ask(self, text: str, thread: Updates, asked: list[str]) -> Iterator[tuple[Any, ...]]:
        """Shows the question at once, then the answer and its evidence."""
        thread = [*thread[-MAX_TURNS:], _message("user", render.question(text))]
        yield "", thread, asked, gr.skip()
        try:
            result = self.assistant.ask(text, history=asked)
            infos = self.assistant.reports()
        except ShushuoError as error:
            yield "", [*thread, _message("assistant", render.trouble(str(error)))], asked, render.empty_evidence()
            return
        reply = _message("assistant", render.answer(result, infos))
        later = asked if result.reason == "out_of_scope" else [*asked, text][-MAX_HISTORY:]
        yield "", [*thread, reply], later, render.evidence(result, {info.id: info.name for info in infos})

    def add(self, files: Updates | None, progress: gr.Progress = gr.Progress()) -> Updates:  # noqa: B008 - gradio's way
        """Adds uploaded files to the library, with progress, and says what became of each."""
        if not files:
            return [gr.skip(), None, *self.library()]

        def tell(what: str, done: int, total: int) -> None:
            progress((done, total), desc=f"正在处理：{what}", unit="份")

        try:
            with tempfile.TemporaryDirectory(prefix="shushuo-") as folder:
                paths = staged(files, Path(gr.utils.get_upload_folder()), Path(folder))
                told = shelf.outcomes(build.add_paths(self.store_dir, paths, encoder=self.encoder, progress=tell))
        except (ShushuoError, OSError) as error:
            told = shelf.notice(f"没有添加：{error}", failed=True)
        return [told, None, *self.library()]

    def remove(self, name: str | None) -> Updates:
        """Takes a report out of the library."""
        try:
            told = shelf.notice(f"已移除：{build.remove(self.store_dir, [name])[0]}") if name else gr.skip()
        except ShushuoError as error:
            told = shelf.notice(f"没有移除：{error}", failed=True)
        return [told, None, *self.library()]

    def library(self) -> Updates:
        """The parts of the page that show the library: its table, its names to choose from, the example questions."""
        infos = self.assistant.reports()
        ids = tuple(info.id for info in infos)
        if self._examples[0] != ids:
            self._examples = ids, examples.suggest(self.assistant)
        made = self._examples[1]
        buttons = [
            gr.update(value=made[n] if n < len(made) else "", visible=n < len(made)) for n in range(examples.COUNT)
        ]
        names = gr.update(choices=[info.name for info in infos], value=None)
        return [shelf.reports(infos), names, gr.update(placeholder=shelf.welcome(len(infos))), *buttons]


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def build_page(desk: Desk) -> gr.Blocks:
    """The page: chat and evidence side by side, the library below."""
    with gr.Blocks(title="数说", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        page.state_session_capacity = MAX_SESSIONS
        asked = gr.State([], time_to_live=3600)
        with gr.Column(elem_id="shushuo"):
            gr.Markdown(HEADER, elem_id="sh-header")
            with gr.Row(elem_id="sh-main"):
                with gr.Column(elem_id="sh-chat", scale=7, min_width=280):
                    thread, box, send, buttons = _chat()
                with gr.Column(elem_id="sh-side", scale=5, min_width=280):
                    evidence = _evidence()
            with gr.Row(elem_id="sh-library"):
                with gr.Column(scale=7, min_width=280):
                    reports = _reports()
                with gr.Column(scale=5, min_width=280):
                    files, chosen, remove, news = _shelf()

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        for trigger, source in ((box.submit, box), (send.click, box), *((one.click, one) for one in buttons)):
            trigger(desk.ask, [source, thread, asked], [box, thread, asked, evidence], **quiet)
        library = [reports, chosen, thread, *buttons]
        alone: dict[str, Any] = {"api_visibility": "private", "concurrency_id": "library", "concurrency_limit": 1}
        changed = [news, files, *library]
        files.upload(desk.add, files, changed, preprocess=False, show_progress_on=files, **alone)
        remove.click(desk.remove, chosen, changed, show_progress_on=news, **alone)
        page.load(desk.library, None, library, **quiet)
    page.queue(max_size=64, default_concurrency_limit=4)
    return page


def _chat() -> tuple[gr.Chatbot, gr.Textbox, gr.Button, list[gr.Button]]:
    thread = gr.Chatbot(
        elem_id="sh-thread", label="问答", show_label=False, height="auto", layout="panel", buttons=[],
        latex_delimiters=[], sanitize_html=True, feedback_options=None, autoscroll=False,
        group_consecutive_messages=False,
    )  # fmt: skip
    with gr.Row(elem_id="sh-ask"):
        box = gr.Textbox(
            elem_id="sh-box", label="问题", show_label=False, container=False, lines=1, max_lines=4, autofocus=True,
            scale=1, min_width=160, placeholder="例如：执行到位金额多少",
        )  # fmt: skip
        send = gr.Button("提问", variant="primary", elem_id="sh-send", scale=0, min_width=88)
    with gr.Row(elem_id="sh-examples"):
        buttons = [gr.Button("", size="sm", visible=False, elem_classes="sh-example") for _ in range(examples.COUNT)]
    return thread, box, send, buttons


def _evidence() -> gr.Markdown:
    _heading("依据")
    return gr.Markdown(render.empty_evidence(), elem_id="sh-evidence", latex_delimiters=[])


def _reports() -> gr.Markdown:
    _heading("资料库")
    return gr.Markdown(elem_id="sh-reports", latex_delimiters=[])


def _heading(text: str) -> None:
    gr.Markdown(f'<h2 class="sh-heading">{text}</h2>')


def _shelf() -> tuple[gr.File, gr.Dropdown, gr.Button, gr.Markdown]:
    _heading("添加与移除")
    gr.Markdown(shelf.hint())
    files = gr.File(label="添加报告", show_label=False, file_count="multiple", height=130, elem_id="sh-files")
    news = gr.Markdown(elem_id="sh-news", latex_delimiters=[])
    with gr.Row(elem_id="sh-remove"):
        chosen = gr.Dropdown([], label="移除一份报告", container=True, scale=1, min_width=160, elem_id="sh-chosen")
        remove = gr.Button("移除", variant="secondary", scale=0, min_width=88, elem_id="sh-remove-button")
    return files, chosen, remove, news


def build_app(
    store_dir: Path, encoder: str | None = None, *, host: str = "127.0.0.1", api: bool = False, password: str = ""
) -> FastAPI:
    """The page as an application, with every way in but its own and the programs' closed.

    ``api`` opens the programs' way to other machines; with a ``password`` nobody comes in without it.

    Raises:
        ShushuoError: the library cannot be opened with this encoder; the message says the cure.
    """
    desk = Desk(store_dir, encoder)
    page = build_page(desk)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for url, name in STATIC.items():
        app.get(url, include_in_schema=False)(_file(ROOT / "qa" / name))
    more = [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()]
    app.add_middleware(Gate, api=build_api(desk.assistant), open=api, password=password)
    app.add_middleware(Hosts, allowed_hosts=allowed_hosts(host, more))
    app.add_middleware(Guard, head=HEAD)
    closed = [str(store_dir.resolve()), str(ROOT / "index" / "model"), *([encoder] if encoder else [])]
    app = gr.mount_gradio_app(
        app, page, path="/", show_error=False, allowed_paths=[], blocked_paths=closed, max_file_size=MAX_BYTES,
        ssr_mode=False, enable_monitoring=False, footer_links=[], favicon_path=str(ROOT / "qa" / "web.svg"),
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    # gradio checks that a file named in a call was uploaded only on pages it launched itself: a mounted one is not.
    page.has_launched = True
    for name in _DOWNLOADS:
        setattr(gr.processing_utils, name, _no_download)
    return app


_DOWNLOADS = (
    "ssrf_protected_download",
    "save_url_to_cache",
    "async_ssrf_protected_download",
    "async_ssrf_protected_get",
)


def _no_download(*args: object, **options: object) -> None:
    """Stands in for gradio's fetching of addresses named in calls: nothing leaves this machine."""
    raise LoadError("只接受上传的文件，不从网址下载")


def _file(path: Path) -> Any:
    return lambda: FileResponse(path)


def serve(
    store_dir: Path,
    listener: socket.socket,
    *,
    host: str,
    encoder: str | None,
    api: bool = False,
    password: str = "",
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Serves the page on ``listener`` until Ctrl-C; 0 then. ``ready`` is called once the page is there.

    Raises:
        ShushuoError: the library cannot be opened.
    """
    with uploads():
        app = build_app(store_dir, encoder, host=host, api=api, password=password)
        ready()
        print(f"已启动：{address(host, listener.getsockname()[1])} （按 Ctrl+C 停止）", flush=True)
        if not password and host not in (*LOCAL, "::1"):
            print(
                "注意：没有密码，能连到这台机器的人都可以提问、添加和移除报告。设密码的办法见 docs/deploy.md",
                file=sys.stderr,
            )
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    print("已停止。")
    return 0
