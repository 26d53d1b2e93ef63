"""Corpora -> texts and pairs to learn from, with everything that the measurements use held out.

Layout of the folder ``$SHUSHUO_CORPUS``: ``corpora/`` to learn from, ``questions/reading_numeric.jsonl``
to measure with.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHINGLE = 12
OVERLAP = 0.15
SAMPLES = 100
SLICE = 10

QUESTIONS = ("cail2019_dev_question_passage", "cmrc2018_train_question_passage", "houjin_train_question_passage")
TITLES = (
    "crud_title_body",
    "csl_title_abstract",
    "finna_title_body",
    "xwlb_item_title_body",
    "xwlb_quicknews_title_body",
)
ANSWERS = ("ncp_policies_question_answer",)
PARAPHRASES = "paraphrase_atec_ccks_bq_lcqmc"
SLICED = {"houjin_train_question_passage": "news", "finna_title_body": "company"}

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?[”’」』）)\"]*")
_CELLS = re.compile(r"\[(?:'[^'\n]*'(?:, )?)+\]")
_BLANK = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question or title ``a`` and the passage ``b`` that it belongs to, from the set ``source``."""

    source: str
    a: str
    b: str


def corpus_root() -> Path:
    """Folder named by ``SHUSHUO_CORPUS``; ``../shared`` where it is not set."""
    return Path(os.environ.get("SHUSHUO_CORPUS", "../shared"))


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSONL file, packed with xz or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_tar(path: Path) -> Iterator[str]:
    """Texts of a packed folder, in the order of their names."""
    with tarfile.open(path) as packed:
        for member in sorted(packed.getmembers(), key=lambda m: m.name):
            file = packed.extractfile(member) if member.isfile() else None
            if file is not None:
                yield file.read().decode("utf-8", errors="strict")


def sentences(text: str) -> list[str]:
    r"""Sentences of ``text``, blanks at their ends removed, none empty.

    >>> sentences("一案。二案！\n三案")
    ['一案。', '二案！', '三案']
    """
    return [s for s in (m.strip() for m in _SENTENCE.findall(text)) if s]


def plain_cells(text: str) -> str:
    """A table row written as a list becomes its cells with blanks between.

    >>> plain_cells("见下：['序号', '名称']")
    '见下：序号 名称'
    """
    return _CELLS.sub(lambda m: " ".join(c for c in m[0][2:-2].split("', '") if c), text)


def in_slice(passage: str) -> bool:
    """Whether ``passage`` is in the tenth of a training set kept for measuring; depends on its content alone."""
    return zlib.crc32(passage.encode()) % SLICE == 0


class HeldOut:
    """Contexts that nothing may be learnt from; a text overlaps when enough of its shingles stand in one of them.

    >>> kept = HeldOut(["全市法院执行到位金额三十五点八亿元，同比上升"])
    >>> "据报道，全市法院执行到位金额三十五点八亿元" in kept, "全市法院审结各类案件一万余件，结案率上升" in kept
    (True, False)
    """

    def __init__(self, contexts: Iterable[str]) -> None:
        self._shingles: set[int] = set()
        for context in contexts:
            bare = _BLANK.sub("", context)
            self._shingles.update(hash(bare[i : i + SHINGLE]) for i in range(max(1, len(bare) - SHINGLE + 1)))

    def __contains__(self, text: str) -> bool:
        bare = _BLANK.sub("", text)
        starts = range(0, max(1, len(bare) - SHINGLE + 1), max(1, len(bare) // SAMPLES))
        hits = sum(hash(bare[i : i + SHINGLE]) in self._shingles for i in starts)
        return hits > OVERLAP * len(starts)


def measured_rows(root: Path) -> list[dict[str, Any]]:
    """The questions by people that the encoder is measured with: ``id``, ``question``, ``context``."""
    return list(read_jsonl(root / "questions" / "reading_numeric.jsonl"))


def sliced_rows(root: Path) -> list[dict[str, Any]]:
    """The tenth of the news questions and company titles that is kept for measuring, in the same form."""
    rows = []
    for source, subset in SLICED.items():
        for i, row in enumerate(read_jsonl(root / "corpora" / "pairs" / f"{source}.jsonl.xz")):
            if in_slice(row["b"]):
                rows.append({"id": f"{subset}:{i}", "question": row["a"], "context": row["b"]})
    return rows


def held_out(root: Path) -> HeldOut:
    """Every context that :mod:`index.train.evaluate` measures with."""
    return HeldOut(row["context"] for row in measured_rows(root) + sliced_rows(root))


def raw_pairs(root: Path) -> Iterator[Pair]:
    """Question–passage, title–body, question–answer and paraphrase pairs, nothing held out yet."""
    folder = root / "corpora" / "pairs"
    for source in QUESTIONS + TITLES + ANSWERS:
        for row in read_jsonl(folder / f"{source}.jsonl.xz"):
            yield Pair(source, row["a"], row["b"])
    for row in read_jsonl(root / "corpora" / "reading" / "drcd_half.jsonl.xz"):
        yield Pair("drcd_half", row["question"], row["context"])
    for row in read_jsonl(folder / f"{PARAPHRASES}.jsonl.xz"):
        if row["label"] == 1:
            yield Pair(PARAPHRASES, row["a"], row["b"])


def pairs(root: Path, kept: HeldOut) -> dict[str, list[Pair]]:
    """Pairs to learn from, by source, without those whose passage overlaps a held-out one."""
    found: dict[str, list[Pair]] = {}
    seen: dict[str, bool] = {}
    for pair in raw_pairs(root):
        if pair.b not in seen:
            seen[pair.b] = pair.b in kept
        if pair.a and pair.b and not seen[pair.b]:
            found.setdefault(pair.source, []).append(pair)
    return found


def raw_articles(root: Path) -> Iterator[tuple[str, str]]:
    """(source, text) of the running text. A third of the prospectuses is enough: they repeat each other."""
    folder = root / "corpora"
    for row in read_jsonl(folder / "broadcast_2022_2026.jsonl.xz"):
        yield "broadcast", row["text"]
    for text in read_tar(folder / "older_national_reports.tar.xz"):
        yield "older", text
    for text in read_tar(folder / "prospectuses.tar.xz"):
        lines = text.splitlines()
        for start in range(0, len(lines), 180):
            yield "prospectuses", plain_cells("\n".join(lines[start : start + 60]))
    for row in read_jsonl(folder / "news_2023.jsonl.xz"):
        yield "news", row["text"]


def articles(root: Path, kept: HeldOut) -> Iterator[tuple[str, list[str]]]:
    """(source, sentences) of the running text, without articles that overlap a held-out context."""
    for source, text in raw_articles(root):
        if text not in kept:
            split = sentences(text)
            if len(split) > 1:
                yield source, split
