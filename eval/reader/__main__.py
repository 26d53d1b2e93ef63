"""``python -m eval.reader``: the corpora, the facts in them and the questions of ``eval/training`` -> the reader's weights."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from eval.reader import train
from eval.reader.export import save
from eval.reader.made import everyday_words, made_question
from eval.reader.questions import FOLDS, Sample, samples, sentences_asked
from eval.reader.table import Choice, Table, tabled
from index.build import add_paths
from index.store import Store
from index.train.data import articles, corpus_root, held_out, read_jsonl
from qa.reader import WEIGHTS, Pieces, open_pieces, sentence_side, side_of

READ = 16
"""Facts of each question that are learnt from, the best fitting."""
NEWS, PROSPECTUSES = 30_000_000, 5_000_000
"""Characters of news and of prospectuses that are read."""
NEAR = 10
TEXT, MADE, ASKED = "text.npy", "made.npz", "asked.npz"


def running_text(root: Path, cut: Pieces) -> train.Ints:
    """The pieces of the corpora, contexts that are measured with left out."""
    most = {"news": NEWS, "prospectuses": PROSPECTUSES}
    texts = [(source, "".join(sentences)) for source, sentences in articles(root, held_out(root))]
    random.Random(0).shuffle(texts)
    used: dict[str, int] = {}
    kept = []
    for source, text in texts:
        used[source] = used.get(source, 0) + len(text)
        if used[source] <= most.get(source, used[source]):
            kept.append(text)
    return train.pieces_of(cut.many(kept))


def made_choices(root: Path, cut: Pieces, settings: train.Settings) -> Iterator[Choice]:
    """Questions made from the facts of the broadcasts, as many as are learnt from, each among facts near it and far ones."""
    words, rng = everyday_words(), random.Random(settings.seed)
    with tempfile.TemporaryDirectory() as temporary:
        texts, store = Path(temporary) / "texts", Path(temporary) / "store"
        texts.mkdir()
        for row in read_jsonl(root / "corpora" / "broadcast_2022_2026.jsonl.xz"):
            (texts / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
        for _ in add_paths(store, [texts]):
            pass
        library = Store.open(store)
        facts = [fact for info in library.documents() for fact in library.facts(document=info.id)]
        held = {info.id: library.report_text(info.id).text for info in library.documents()}
        library.close()
    for _ in range(settings.made * settings.made_steps):
        at = rng.randrange(len(facts))
        own = facts[at]
        near = [f for f in facts[max(0, at - NEAR) : at + NEAR + 1] if f.document == own.document and f is not own]
        rivals = rng.sample(near, min(5, len(near)))
        rivals += [rng.choice(facts) for _ in range(settings.made_rivals - 1 - len(rivals))]
        question = made_question(own, held[own.document], words, rng)
        pairs = cut.pairs(question, [side_of(fact, held[fact.document]) for fact in (own, *rivals)])
        yield Choice(pairs, [True] + [False] * len(rivals))


def asked_choices(found: Sequence[Sample], cut: Pieces) -> Iterator[Choice]:
    """Each question beside the facts that fit best, and those that are right."""
    for sample in found:
        places = [i for i, good in enumerate(sample.right) if i < READ or good]
        pairs = cut.pairs(sample.words, sample.sides(places))
        yield Choice(pairs, [sample.right[i] for i in places], sample.fold)


def sentence_choices(root: Path, cut: Pieces) -> Iterator[Choice]:
    """Questions on reading, each beside sentences of its context."""
    for question, shown, right, fold in sentences_asked(root):
        pairs = cut.pairs(question, [sentence_side(s) for s in shown])
        yield Choice(pairs, [i == right for i in range(len(shown))], fold)


def prepare(folder: Path, settings: train.Settings, log: Callable[[str], None]) -> None:
    """Writes what is learnt from into ``folder``; what lies there already is kept."""
    root, cut = corpus_root(), open_pieces()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / TEXT).is_file():
        np.save(folder / TEXT, running_text(root, cut).astype(np.int16))
        log("running text")
    if not (folder / MADE).is_file():
        tabled(made_choices(root, cut, settings)).save(folder / MADE)
        log("questions made from facts")
    if not (folder / ASKED).is_file():
        found = samples(root, log)
        tabled(chain(asked_choices(found, cut), sentence_choices(root, cut))).save(folder / ASKED)
        log("questions by people")


def make(folder: Path, out: Path, settings: train.Settings, log: Callable[[str], None]) -> None:
    """The reader, and beside it for each fold one that has not seen its questions (``eval.fit_choice`` needs them)."""
    held = train.learn_words(np.load(folder / TEXT), settings, log)
    held = train.learn_made(held, Table.load(folder / MADE), settings, log)
    asked = Table.load(folder / ASKED)
    size = replace(settings.size, layers=settings.kept)
    for fold in (*range(FOLDS), None):
        learnt = train.learn_asked(held, asked, fold, settings, log)
        save(learnt, size, out if fold is None else out.with_name(f"{out.stem}-without-{fold}{out.suffix}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.reader", description="训练读数模型（qa/weights/reader.onnx）")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="文件", help="写到哪里；旁边另有各折的模型")
    parser.add_argument("--device", default="cpu", metavar="设备", help="cpu 或 cuda；用 CPU 需要几天")
    parser.add_argument(
        "--folder", type=Path, default=Path("build/reader"), metavar="目录", help="学习材料放在哪里；已有的不再重做"
    )
    asked = parser.parse_args(argv)
    began = time.monotonic()

    def log(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    settings = train.Settings(device=asked.device)
    prepare(asked.folder, settings, log)
    make(asked.folder, asked.out, settings, log)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
