"""How the page is served: an application with every way in but its own and the programs' closed, until Ctrl-C.

See docs/adr/0005-web.md for what is closed and why.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.load.limits import MAX_BYTES
from qa import assets
from qa.gate import Gate, Hosts
from qa.guard import LOCAL, App, Guard, address, allowed_hosts

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.responses import FileResponse

ROOT = Path(__file__).parent
HOSTS_VARIABLE = "SHUSHUO_HOSTS"
"""Names, separated by commas, under which a proxy or an office knows this server."""
LOOK_SECONDS = 0.005
"""How long a question may lie before it is seen."""
STATIC = {"/shushuo.css": "web.css", "/shushuo.js": "web.js", "/shushuo.svg": "web.svg"}
HEAD = (
    '<link rel="icon" type="image/svg+xml" href="/shushuo.svg"><link rel="stylesheet" href="/shushuo.css">'
    '<script src="/shushuo.js"></script>'
)
_DOWNLOADS = (
    "ssrf_protected_download",
    "save_url_to_cache",
    "async_ssrf_protected_download",
    "async_ssrf_protected_get",
)


def new_app() -> FastAPI:
    """An application that describes itself to nobody and knows our style and script."""
    from fastapi import FastAPI

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for url, name in STATIC.items():
        app.get(url, include_in_schema=False)(_file(ROOT / name))
    return app


def _file(path: Path) -> Callable[[], FileResponse]:
    from starlette.responses import FileResponse

    return lambda: FileResponse(path)


def closed_app(
    app: FastAPI, page: gr.Blocks, closed: Sequence[str], programs: App, *, host: str, open: bool, password: str
) -> FastAPI:
    """The application with the page on it and ``programs`` beside it, behind the guard.

    Nothing in the folders ``closed`` is ever given out; ``open`` and ``password`` are as :class:`qa.gate.Gate` has them.
    """
    import gradio as gr

    frontend = Path(gr.__file__).parent / "templates" / "frontend"
    early = assets.head(frontend, sorted({block.get_block_name() for block in page.blocks.values()}))
    more = [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()]
    app.add_middleware(assets.Assets, folder=frontend / "assets")  # what is added last is met first
    app.add_middleware(Gate, api=programs, open=open, password=password)
    app.add_middleware(Hosts, allowed_hosts=allowed_hosts(host, more))
    app.add_middleware(Guard, head=HEAD + early)
    app = gr.mount_gradio_app(
        app, page, path="/", show_error=False, allowed_paths=[], max_file_size=MAX_BYTES,
        blocked_paths=[*closed, str(ROOT.parent / "index" / "model")],
        ssr_mode=False, enable_monitoring=False, footer_links=[], favicon_path=str(ROOT / "web.svg"),
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    # gradio checks that a file named in a call was uploaded only on pages it launched itself: a mounted one is not.
    page.has_launched = True
    _light_sessions()
    _light_events(page)
    for name in _DOWNLOADS:
        setattr(gr.processing_utils, name, _no_download)
    return app


def _light_sessions() -> None:
    """Keeps gradio from holding a description of every part of the page, and all that it shows, for each session.

    It is for deep links, which are closed here; it takes 0.2 MB a session, and more time than most answers do.
    """
    from gradio import state_holder

    class Light(state_holder.SessionState):  # type: ignore[misc]  # gradio is not followed
        def __init__(self, blocks: gr.Blocks) -> None:
            super().__init__(SimpleNamespace(default_config=blocks.default_config, blocks={}))

        def _update_config(self, key: int) -> None:
            pass

        def _update_value_in_config(self, key: int, value: object) -> None:
            pass

    if state_holder.SessionState.__name__ != Light.__name__:
        state_holder.SessionState = Light


def _light_events(page: gr.Blocks) -> None:
    """Keeps gradio from what takes longer than most answers.

    It looks a thousand times a second for what waits, and six times a question for matplotlib, and works out statistics that
    nobody sees.
    """
    import gradio as gr

    gr.utils.MatplotlibBackendMananger = nullcontext
    page._queue.sleep_when_free = LOOK_SECONDS
    page._queue.compute_analytics_summary = lambda records: {}


def _no_download(*args: object, **options: object) -> None:
    """Stands in for gradio's fetching of addresses named in calls: nothing leaves this machine."""
    raise LoadError("只接受上传的文件，不从网址下载")


def run(app: FastAPI, listener: socket.socket, host: str, *, password: str) -> int:
    """Serves an application until Ctrl-C; 0 then. ``password`` is only asked whether there is one."""
    import uvicorn

    print(f"已启动：{address(host, listener.getsockname()[1])} （按 Ctrl+C 停止）", flush=True)
    if not password and host not in (*LOCAL, "::1"):
        print(
            "注意：没有密码，能连到这台机器的人都可以提问、添加和移除报告。设密码的办法见 docs/deploy.md",
            file=sys.stderr,
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    gc.collect()
    gc.freeze()  # what is there by now stays: looking through it again and again stops everyone for a tenth of a second
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    print("已停止。")
    return 0
