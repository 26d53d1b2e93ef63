"""How the page is served: an application with every way in but its own closed, on a port and with a place for uploads.

See docs/adr/0005-web.md for what is closed and why.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError, UsageError
from index.load.limits import MAX_BYTES
from qa.guard import ANYWHERE, LOCAL, Guard, allowed_hosts

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.responses import FileResponse

ROOT = Path(__file__).parent
HOSTS_VARIABLE = "SHUSHUO_HOSTS"
"""Names, separated by commas, under which a proxy or an office knows this server."""
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
_WHY = {
    errno.EADDRINUSE: "端口已被占用。用 --port 换一个，例如 --port 7861",
    errno.EADDRNOTAVAIL: "这不是本机的地址。用 --host 127.0.0.1，或本机的另一个地址",
    errno.EACCES: "没有权限使用这个端口。用 --port 换一个大于 1024 的，例如 --port 7861",
}


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that already queues visitors, so that a taken port is told before anything is loaded.

    Raises:
        UsageError: the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"不能在 {host}:{port} 启动（{_WHY.get(getattr(error, 'errno', 0), reason)}）") from None
        yield listener


@contextmanager
def uploads() -> Iterator[None]:
    """A place for uploads on their way into the library that is gone when the server stops."""
    with tempfile.TemporaryDirectory(prefix="shushuo-") as folder:
        os.environ.setdefault("GRADIO_TEMP_DIR", folder)
        yield


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


def closed_app(app: FastAPI, page: gr.Blocks, closed: Sequence[str], *, host: str) -> FastAPI:
    """The application with the page on it, behind the guard; nothing in the folders ``closed`` is ever given out."""
    import gradio as gr
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    more = [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()]
    app.add_middleware(Guard, head=HEAD)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(host, more), www_redirect=False)
    app = gr.mount_gradio_app(
        app, page, path="/", show_error=False, allowed_paths=[], max_file_size=MAX_BYTES,
        blocked_paths=[*closed, str(ROOT.parent / "index" / "model")],
        ssr_mode=False, enable_monitoring=False, footer_links=[], favicon_path=str(ROOT / "web.svg"),
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    # gradio checks that a file named in a call was uploaded only on pages it launched itself: a mounted one is not.
    page.has_launched = True
    for name in _DOWNLOADS:
        setattr(gr.processing_utils, name, _no_download)
    return app


def _no_download(*args: object, **options: object) -> None:
    """Stands in for gradio's fetching of addresses named in calls: nothing leaves this machine."""
    raise LoadError("只接受上传的文件，不从网址下载")


def run(app: FastAPI, listener: socket.socket, host: str) -> int:
    """Serves an application until Ctrl-C; 0 then."""
    import uvicorn

    shown = "127.0.0.1" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    print(f"已启动：http://{shown}:{listener.getsockname()[1]} （按 Ctrl+C 停止）", flush=True)
    if shown not in LOCAL or host in ANYWHERE:
        print("注意：没有密码，能连到这台机器的人都可以提问、添加和移除报告。", file=sys.stderr)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    print("已停止。")
    return 0
