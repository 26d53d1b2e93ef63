"""``python -m eval.reader``: the corpora, the facts in them and the questions of ``eval/training`` -> the reader's weights."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eval.reader import train
from eval.reader.export import save
from eval.reader.made import everyday_words, made_question
from eval.reader.questions import FOLDS, Sample, samples, sentences_asked
from index.build import add_paths
from index.store import Store
from index.train.data import articles, corpus_root, held_out, read_jsonl
from qa.reader import WEIGHTS, Pieces, open_pieces, sentence_side, side_of

READ = 16
"""Facts of each question that are learnt from, the best fitting."""
NEWS, PROSPECTUSES = 30_000_000, 5_000_000
"""Characters of news and of prospectuses that are read."""
NEAR = 10
MADE_RIVALS = 8


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


def made_choices(root: Path, cut: Pieces, size: int, seed: int) -> Iterator[Sequence[train.Choice]]:
    """Endless batches of questions made from the facts of the broadcasts, each among facts near it and far ones."""
    words, rng = everyday_words(), random.Random(seed)
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
    while True:
        batch = []
        for _ in range(size):
            at = rng.randrange(len(facts))
            own = facts[at]
            near = [f for f in facts[max(0, at - NEAR) : at + NEAR + 1] if f.document == own.document and f is not own]
            rivals = rng.sample(near, min(5, len(near)))
            rivals += [rng.choice(facts) for _ in range(MADE_RIVALS - 1 - len(rivals))]
            question = made_question(own, held[own.document], words, rng)
            pairs = cut.pairs(question, [side_of(fact, held[fact.document]) for fact in (own, *rivals)])
            batch.append(train.Choice(pairs, [True] + [False] * len(rivals)))
        yield batch


def asked_choices(found: Sequence[Sample], cut: Pieces, without: int | None) -> list[train.Choice]:
    """The questions of all folds but ``without``, each beside the facts that fit best."""
    choices = []
    for sample in found:
        places = [i for i, good in enumerate(sample.right) if i < READ or good]
        if places and sample.fold != without:
            pairs = cut.pairs(sample.words, sample.sides(places))
            choices.append(train.Choice(pairs, [sample.right[i] for i in places]))
    return choices


def sentence_choices(root: Path, cut: Pieces, without: int | None) -> list[train.Choice]:
    """Questions on reading of all folds but ``without``, each beside sentences of its context."""
    return [
        train.Choice(cut.pairs(question, [sentence_side(s) for s in shown]), [i == right for i in range(len(shown))])
        for question, shown, right, fold in sentences_asked(root)
        if fold != without
    ]


def make(out: Path, settings: train.Settings, log: Callable[[str], None]) -> None:
    """The reader, and beside it for each fold one that has not seen its questions (``eval.fit_choice`` needs them)."""
    root, cut = corpus_root(), open_pieces()
    text = running_text(root, cut)
    log(f"running text: {len(text)} pieces")
    held = train.learn_words(text, settings, log)
    held = train.learn_made(held, made_choices(root, cut, settings.made, settings.seed), settings, log)
    found = samples(root, log)
    size = replace(settings.size, layers=settings.kept)
    for fold in (*range(FOLDS), None):
        choices = asked_choices(found, cut, fold) + sentence_choices(root, cut, fold)
        learnt = train.learn_asked(held, choices, settings, log)
        save(learnt, size, out if fold is None else out.with_name(f"{out.stem}-without-{fold}{out.suffix}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.reader", description="训练读数模型（qa/weights/reader.onnx）")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="文件", help="写到哪里；旁边另有各折的模型")
    parser.add_argument("--device", default="cpu", metavar="设备", help="cpu 或 cuda；用 CPU 需要几天")
    asked = parser.parse_args(argv)
    began = time.monotonic()
    make(
        asked.out,
        train.Settings(device=asked.device),
        lambda line: print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
