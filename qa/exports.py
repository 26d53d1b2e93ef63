"""Tables as files to carry off: CSV and workbooks as bytes, with the name they are saved under."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from qa.table import COLUMNS, Row, write_csv, write_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS: dict[str, Callable[[Path, Sequence[Row], Sequence[str]], None]] = {"csv": write_csv, "xlsx": write_xlsx}


def as_file(rows: Sequence[Row], kind: str, columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as a file of this kind, under the heads of their columns."""
    with tempfile.TemporaryDirectory(prefix="shushuo-") as folder:
        path = Path(folder) / f"facts.{kind}"
        WRITERS[kind](path, rows, columns)
        return path.read_bytes()


def disposition(name: str, kind: str) -> str:
    """The header that has a browser save the file under a Chinese name.

    >>> disposition("数字", "csv")
    "attachment; filename=shushuo.csv; filename*=UTF-8''%E6%95%B0%E5%AD%97.csv"
    """
    return f"attachment; filename=shushuo.{kind}; filename*=UTF-8''{quote(name)}.{kind}"
