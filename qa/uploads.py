"""Uploaded files under the names the user gave them, less whatever in a name could harm a disk or a reader."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.errors import LoadError

MAX_BYTES = 200
"""Longest name, in bytes: file systems take 255, and the ending must fit too."""
UNNAMED = "未命名"


def staged(files: Sequence[Mapping[str, object]], uploads: Path, folder: Path) -> list[Path]:
    """Files moved from ``uploads`` into ``folder`` under the names the user gave them; each has a place of its own.

    Raises:
        LoadError: one of them is not an upload, or is no longer there.
    """
    paths = []
    for number, file in enumerate(files):
        uploaded = Path(str(file["path"])).resolve()
        if not uploaded.is_relative_to(uploads.resolve()) or not uploaded.is_file():
            raise LoadError("上传的文件已经不在了。请重新选择文件")
        place = folder / str(number)
        place.mkdir()
        path = place / safe_name(str(file.get("orig_name") or uploaded.name))
        shutil.move(uploaded, path)
        paths.append(path)
    return paths


def safe_name(name: str) -> str:
    r"""A file name without path, control and direction characters, short enough for any disk.

    >>> safe_name("../../etc/工作报告（2024年）.txt"), safe_name("a\\b.txt"), safe_name("..")
    ('工作报告（2024年）.txt', 'b.txt', '未命名')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = shown, ""
    cut = stem.encode()[:MAX_BYTES].decode(errors="ignore").strip(". ")
    return f"{cut or UNNAMED}{f'.{ending}' if ending else ''}"
