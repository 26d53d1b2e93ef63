"""The port that the page is served on, and a place for uploads: both are this process's own and go with it."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import UsageError

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
