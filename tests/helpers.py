"""Made-up reports for tests: small, deterministic, and true to every invariant of the records."""

from __future__ import annotations

import hashlib
import importlib.util
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from index.records import Block, Document, Dropped, Fact, Figure, Inferred, Passage, Prepared, Run
from index.store import Store

FloatArray = NDArray[np.float32]
Report = tuple[Prepared, FloatArray]

METRICS = (
    "执行到位金额",
    "收案",
    "结案",
    "调解成功率",
    "平均审理天数",
    "一审服判息诉率",
    "地区生产总值",
    "城镇新增就业",
)
ENDINGS = (("亿元", "元", "money"), ("件", "件", "count"), ("%", "%", "percent"), ("天", "天", "duration"))
FINGERPRINT = "test-encoder:1"


@dataclass(frozen=True)
class FakeEncoder:
    """Vectors that mean nothing, but are always the same for the same text."""

    fingerprint: str = FINGERPRINT
    dimension: int = 8

    def encode(self, texts: Sequence[str]) -> FloatArray:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) for text in texts]
        rows = [unit_rows(1, self.dimension, seed) for seed in seeds]
        return np.concatenate(rows) if rows else np.zeros((0, self.dimension), np.float32)


def unit_rows(count: int, width: int, seed: int) -> FloatArray:
    """``count`` random rows of unit norm."""
    rows = np.random.default_rng(seed).standard_normal((count, width))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _sentence(rng: random.Random, marker: str) -> tuple[str, str, str, tuple[str, str, str]]:
    metric, ending = rng.choice(METRICS), rng.choice(ENDINGS)
    raw = f"{rng.randint(1, 999)}.{rng.randint(1, 9)}{ending[0]}"
    return f"{marker}全市法院{metric}{raw}，同比有所上升。", metric, raw, ending


def report(name: str, *, sentences: int = 4, seed: int = 0, marker: str = "", per_passage: int = 2) -> Prepared:
    """A report of ``sentences`` sentences with one fact each; ``marker`` stands in every sentence."""
    rng = random.Random(f"{name}/{seed}")
    made = [_sentence(rng, marker) for _ in range(sentences)]
    text = "".join(sentence for sentence, *_ in made)
    page = "— 1 —\n"
    raw = page + "\n".join(sentence for sentence, *_ in made)
    starts = [sum(len(s) for s, *_ in made[:i]) for i in range(sentences + 1)]
    offsets = [len(page) + at + line for line in range(sentences) for at in range(starts[line], starts[line + 1])]
    id_ = hashlib.sha256(raw.encode()).hexdigest()
    document = Document(
        id_,
        name,
        Inferred(f"{name}工作报告", "首行"),
        Inferred("示例市中级法院", "文件名"),
        Inferred("2024年", "标题"),
        raw,
        text,
        offsets,
        (Block(0, len(text), "paragraph"),),
        (Dropped(0, len(page) - 1, "页码"),),
        (Run(0, len(raw), 1, (0.0, 1.5, 2.0, 3.25)),),
    )
    groups = range(0, sentences, per_passage)
    spans = [(starts[i], starts[min(i + per_passage, sentences)]) for i in groups]
    passages = tuple(
        Passage(f"{id_[:16]}-{n}", id_, n, a, b, text[a:b], ("一、执行工作", f"（{n}）"), 1)
        for n, (a, b) in enumerate(spans)
    )
    facts = tuple(
        _fact(id_, passages[i // per_passage].id, i, made[i], (starts[i], starts[i + 1])) for i in range(sentences)
    )
    return Prepared(document, passages, facts)


def _fact(
    document: str, passage: str, n: int, made: tuple[str, str, str, tuple[str, str, str]], span: tuple[int, int]
) -> Fact:
    sentence, metric, raw, (suffix, unit, kind) = made
    at, metric_at = span[0] + sentence.index(raw), span[0] + sentence.index(metric)
    value = Decimal(raw.removesuffix(suffix))
    value = value.scaleb(8) if suffix == "亿元" else value
    figure = Figure(at, at + len(raw), raw, value, unit, kind, "约" if n % 3 == 0 else "", low=None, high=None)
    return Fact(
        f"{document[:16]}-f{n}",
        document,
        passage,
        figure,
        metric,
        metric_at,
        metric_at + len(metric),
        "示例市中级法院",
        "2024年",
        "level",
        "上升",
        "同比",
        "全市法院",
        span[0],
        span[1],
    )


def embedded(prepared: Prepared, width: int = 8) -> Report:
    """A report with vectors that come from its id."""
    return prepared, unit_rows(len(prepared.passages), width, int(prepared.document.id[:8], 16))


def reports(count: int) -> list[Report]:
    """``count`` different reports with vectors, named 报告00, 报告01, ..."""
    return [embedded(report(f"报告{i:02d}")) for i in range(count)]


def filled(path: Path, made: Sequence[Report]) -> Store:
    """An opened new library of ``made``."""
    store = Store.open(path, create=True)
    store.apply(add=made, encoder_fingerprint=FINGERPRINT)
    return store


def dump(store: Store) -> list[str]:
    """The library as SQL, as ``sqlite3``'s ``iterdump`` gives it."""
    with store._db.read() as db:
        return list(db.iterdump())


def names(store: Store) -> list[str]:
    """Names of the reports of a library."""
    return [info.name for info in store.documents()]


def current_folder(store: Store) -> Path:
    """The folder of the generation that the truth names."""
    return store.path / f"gen-{store._manifest().generation}"


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a generation, lock files left out."""
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.endswith(".lock"))


def tool(corpus: Path, name: str) -> ModuleType:
    """One of the corpus's own tools, imported."""
    spec = importlib.util.spec_from_file_location(name, corpus / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
