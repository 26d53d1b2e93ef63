"""Everyday words to the terms of courts, government and finance: ``expand``, ``find`` and ``placed``.

The tables beside this file ship; ``SHUSHUO_LEXICON`` names a file of the user's own, and ``<store>/lexicon.tsv`` is read with
its library. Expansion adds terms with weights below 1; it never takes the literal words away.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qa.lexicon.entries import Entry, Slip, parse
from qa.lexicon.matching import Match, Matcher, Span

__all__ = ["VARIABLE", "Entry", "Match", "Span", "expand", "find", "official", "own_files", "placed"]

VARIABLE = "SHUSHUO_LEXICON"
_FOLDER = Path(__file__).parent
_PLACES = "places.tsv"


def own_files(store: Path | None = None) -> tuple[Path, ...]:
    """The user's own lexicon files that apply; one named by ``VARIABLE`` is listed even if it does not exist."""
    files = [store / "lexicon.tsv"] if store and (store / "lexicon.tsv").is_file() else []
    named = os.environ.get(VARIABLE, "").strip()
    return (*files, Path(named)) if named else tuple(files)


def find(text: str, own: Sequence[Path] | None = None) -> list[Match]:
    """The everyday expressions of ``text`` by place, fillers (entries without terms) included.

    ``own`` are the user's files; None: those that ``own_files`` gives without a library.
    """
    return _matcher(tuple(own_files() if own is None else own)).find(text)


def official(text: str, own: Sequence[Path] | None = None) -> list[Span]:
    """Where ``text`` says official terms of the lexicon itself, by place, without overlaps."""
    return _matcher(tuple(own_files() if own is None else own)).official(text)


def expand(text: str, own: Sequence[Path] | None = None) -> Mapping[str, float]:
    """Official terms that ``text`` does not say itself but means, with weights in (0, 1].

    >>> round(expand("老赖有多少")["失信被执行人"], 1)
    0.9
    """
    found: dict[str, float] = {}
    for match in find(text, own):
        for term, weight in match.entry.terms:
            if term not in text:
                found[term] = max(weight, found.get(term, 0.0))
    return found


def placed(text: str) -> str:
    """``text`` with the nicknames of places in their formal names.

    >>> placed("魔都地铁多少公里")
    '上海地铁多少公里'
    """
    for match in reversed(_places().find(text)):
        formal = match.entry.terms[0][0]
        start, end = match.spans[0]
        if formal not in text:
            text = text[:start] + formal + text[end:]
    return text


def read(path: Path) -> Iterator[Entry]:
    """The entries of a user's file; what cannot be used is told on stderr and left out, never raised."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "不是 UTF-8 编码" if isinstance(error, UnicodeDecodeError) else error.strerror
        _warn(f"词表 {path} 读不出来（{reason}），这次没有使用；请检查路径，并存成 UTF-8 文本。")
        return
    for one in parse(text):
        if isinstance(one, Slip):
            _warn(f"词表 {path} 第 {one.line} 行没有使用：{one.text}。")
        else:
            yield one


def _warn(text: str) -> None:
    print(f"提醒：{text}", file=sys.stderr)


@functools.lru_cache(maxsize=8)
def _matcher(own: tuple[Path, ...]) -> Matcher:
    shipped = sorted(path for path in _FOLDER.glob("*.tsv") if path.name != _PLACES)
    return Matcher(entry for path in (*shipped, *own) for entry in read(path))


@functools.lru_cache(maxsize=1)
def _places() -> Matcher:
    return Matcher(read(_FOLDER / _PLACES))
