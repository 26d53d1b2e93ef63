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

STORE_VARIABLE = "SHUSHUO_STORE"

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


def progress_bar(title: str) -> Callable[[str, int, int], None]:
    """A progress callback that draws a bar on stderr, cleared when all is done; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        return lambda what, done, total: None
    from tqdm import tqdm

    bar: tqdm[Any] = tqdm(total=0, desc=title, unit="份", leave=False, file=sys.stderr)

    def tell(what: str, done: int, total: int) -> None:
        bar.total = total
        bar.n = done
        bar.set_postfix_str(what[:30])
        bar.refresh()
        if what == FINISHED:
            bar.close()

    return tell
