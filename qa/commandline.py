"""What the commands share: an argument parser that speaks Chinese, where the library is, progress bars."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from index.errors import UsageError

FINISHED = "完成"
"""What a builder says last."""

SHOWN, STEP = 36, 15
"""Characters shown of what is being done, and of those its last: 第30页，共120页."""

STORE_VARIABLE = "SHUSHUO_STORE"
PASSWORD_VARIABLE = "SHUSHUO_PASSWORD"  # noqa: S105 - where it is looked for
MIN_PASSWORD = 8

_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"缺少{}"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 {}"),
    (r"argument .*: invalid choice: ['\"](.*)['\"] \(.*", r"没有“{}”这个命令"),
    (r"argument (.*): expected one argument", r"{} 后面要写一个值"),
    (r"argument (.*): invalid int value: (.*)", r"{} 要写整数"),
    (r"argument (.*): ignored explicit argument (.*)", r"{} 后面不能写值"),
    (r"argument (.*): not allowed with argument .*", r"{} 不能与同类选项一起用"),
)


class Parser(argparse.ArgumentParser):
    """argparse in Chinese: headings, help and errors; a wrong command line is a UsageError."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Raises UsageError with the message in Chinese and where the help is."""
        told = message
        for pattern, words in _MESSAGES:
            match = re.fullmatch(pattern, message)
            if match:
                told = words.format(match.group(1))
        raise UsageError(f"{told}。用法见 {self.prog} --help")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def default_store() -> Path:
    """The library's folder: the environment variable's, else the platform's place for user data."""
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("shushuo", appauthor=False) / "library"


def password_of(file: Path | None) -> str:
    """The password of the web page: the first line of ``file``, else the environment variable's, else "" for none.

    Raises:
        UsageError: the file cannot be read, or the password is too short.
    """
    try:
        password = file.read_text(encoding="utf-8-sig").partition("\n")[0].strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了密码文件 {file}（{getattr(error, 'strerror', None) or error}）") from None
    password = password if file else os.environ.get(PASSWORD_VARIABLE, "")
    if (file or password) and len(password) < MIN_PASSWORD:
        raise UsageError(f"密码只有{len(password)}个字符，至少要{MIN_PASSWORD}个")
    return password


def progress_bar(title: str) -> Callable[[str, int, int], None]:
    """A progress callback that draws a bar on stderr, cleared when all is done; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        return lambda what, done, total: None
    from tqdm import tqdm

    bar: tqdm[Any] = tqdm(total=0, desc=title, unit="份", leave=False, file=sys.stderr)

    def tell(what: str, done: int, total: int) -> None:
        bar.total = total
        bar.n = done
        bar.set_postfix_str(what if len(what) <= SHOWN else f"{what[: SHOWN - STEP - 1]}…{what[-STEP:]}")
        bar.refresh()
        if what == FINISHED:
            bar.close()

    return tell
