"""gradio's own scripts and styles: each compressed once and kept, never asked for twice, and all named in the page's head.

gradio compresses a file anew for every request, says nothing of keeping it, and lets the browser find the files out one
after the other: seventy of them in five rounds.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from qa.guard import App, Message, Receive, Send

PATH = "/assets/"
TYPES = {".js": b"text/javascript", ".css": b"text/css", ".svg": b"image/svg+xml", ".woff2": b"font/woff2"}
MOST_BYTES = 2_000_000
"""A larger file is none that this page needs."""
LANGUAGE = "zh-CN"
FOREVER = b"public, max-age=31536000, immutable"
"""The name of a file holds the hash of what is in it."""
_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|svg|woff2)")
_FIRST = re.compile(r'src="\./assets/([^"]+\.js)"')
_LIST = re.compile(r"m\.f=(\[[^\]]*\])")
_CHOSEN = re.compile(r"__vite__mapDeps\(\[([0-9,]*)\]")


class Assets:
    """Gives out the files of ``folder`` under ``/assets/``; every other request goes on to ``app``."""

    def __init__(self, app: App, folder: Path) -> None:
        self.app = app
        self._read = cache(lambda name: _packed(folder / name))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        name = scope["path"].removeprefix(PATH) if scope["type"] == "http" else ""
        wanted = scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith(PATH)
        accepts = dict(scope.get("headers", ())).get(b"accept-encoding", b"")
        packed = self._read(name) if wanted and b"gzip" in accepts and _NAME.fullmatch(name) else None
        if packed is None:
            await self.app(scope, receive, send)
            return
        headers = [
            (b"content-type", TYPES[Path(name).suffix]), (b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"),
            (b"content-length", str(len(packed)).encode()), (b"cache-control", FOREVER),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": packed})


def _packed(path: Path) -> bytes | None:
    """A file compressed; None where there is none of that name, which is not for us to say."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def head(frontend: Path, components: Iterable[str]) -> str:
    """Links that make a browser fetch at once what a page of these ``components`` needs; "" where gradio is built otherwise."""
    names = dict.fromkeys(_needed(frontend, components))
    return "".join(map(_link, names))


def _link(name: str) -> str:
    kind = 'rel="preload" as="style"' if name.endswith(".css") else 'rel="modulepreload"'
    return f'<link {kind} crossorigin href="{PATH}{name}">'


def _needed(frontend: Path, components: Iterable[str]) -> Iterator[str]:
    """The files that the page's first script asks for, those of the page and the language, and those of each component."""
    folder = frontend / "assets"
    first = _FIRST.search((frontend / "index.html").read_text(encoding="utf-8"))
    if first is None:
        return
    begun = _lazy((folder / first[1]).read_text(encoding="utf-8"), r"import\(`\./Index-[^`]+`\),")
    yield from begun
    for name in begun:
        text = (folder / name).read_text(encoding="utf-8") if name.endswith(".js") else ""
        yield from _lazy(text, r"import\(`\./Blocks-[^`]+`\)")
        for component in components:
            yield from _lazy(text, rf"[,{{]{re.escape(component)}:\{{", r"[^{}]*\}")
    yield from (path.name for path in folder.glob(f"{LANGUAGE}-*.js"))


def _lazy(text: str, before: str, until: str = r".{0,120}?__vite__mapDeps\([^)]*\)") -> list[str]:
    """The files that a script fetches before the part of it that begins at the pattern ``before`` can run."""
    listed, found = _LIST.search(text), re.search(f"{before}({until})", text, re.DOTALL)
    if listed is None or found is None:
        return []
    files: list[str] = json.loads(listed[1])
    chosen = [int(n) for group in _CHOSEN.findall(found[1]) for n in group.split(",") if n]
    return [files[n].removeprefix("./") for n in chosen if n < len(files)]
