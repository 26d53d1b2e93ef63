"""``python -m index.train``: corpora -> the shipped encoder."""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embed import StaticEncoder
from index.train import batches, data, vocabulary
from index.train.card import write_card
from index.train.evaluate import table
from index.train.save import save_model
from index.train.train import Settings, first_table, learn, mixed, mixture

WEIGHTS = {
    "cail2019_dev_question_passage": 2.5,
    "cmrc2018_train_question_passage": 1.5,
    "houjin_train_question_passage": 2.0,
    "drcd_half": 1.5,
    "paraphrase_atec_ccks_bq_lcqmc": 0.4,
    "xwlb_item_title_body": 0.8,
    "xwlb_quicknews_title_body": 0.8,
}
ASKED = ("多少", "几")
EVERY = {"news": 8, "broadcast": 2, "prospectuses": 4, "older": 1}
SPARE_SECONDS = 60.0

Articles = list[tuple[str, list[str]]]
Paired = dict[str, list[data.Pair]]


class Log:
    """Lines with the seconds since the start, on the screen and in a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._began = path, time.monotonic()
        path.write_text("", encoding="utf-8")

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began

    def __call__(self, line: str) -> None:
        """Writes ``line``."""
        line = f"{self.seconds:6.0f} s  {line}"
        print(line, flush=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def counted_texts(articles: Articles, paired: Paired) -> Iterator[str]:
    """A part of the texts that is enough to count words in."""
    for i, (source, sentences) in enumerate(articles):
        if i % EVERY[source] == 0:
            yield "".join(sentences)
    for rows in paired.values():
        for row in rows[::3]:
            yield row.a
            yield row.b


def paired_batches(tokenizer: Tokenizer, rows: list[data.Pair]) -> batches.Pairs:
    """One source's pairs, tokenised; rows with the same passage in one group."""
    index: dict[str, int] = {}
    groups = np.array([index.setdefault(row.b, len(index)) for row in rows], dtype=np.int64)
    queries = batches.tokenise(tokenizer, (row.a for row in rows))
    return batches.Pairs(queries, batches.tokenise(tokenizer, (row.b for row in rows)), groups)


def cloze_batches(tokenizer: Tokenizer, articles: Articles) -> tuple[batches.Cloze, batches.Ragged]:
    """The running text as cloze batches, and its tokens."""
    ids = tokenizer.get_vocab()
    numbers = np.zeros(len(ids), dtype=np.bool_)
    numbers[[i for piece, i in ids.items() if piece.isascii() and piece.isdigit()]] = True
    asked = np.array([ids[word] for word in ASKED if word in ids] or [0], dtype=np.int32)
    documents = np.repeat(np.arange(len(articles)), [len(sentences) for _, sentences in articles])
    tokens = batches.tokenise(tokenizer, (s for _, sentences in articles for s in sentences))
    return batches.Cloze(tokens, documents, numbers, asked), tokens


def train(root: Path, out: Path, minutes: float, settings: Settings, log: Callable[[str], None], began: float) -> int:
    """The whole recipe; writes the model files into ``out`` and gives the number of steps taken."""
    kept = data.held_out(root)
    paired = data.pairs(root, kept)
    log("pairs after holding out: " + ", ".join(f"{name} {len(rows)}" for name, rows in paired.items()))
    articles = list(data.articles(root, kept))
    log(f"articles after holding out: {len(articles)}, {sum(len(s) for _, t in articles for s in t)} characters")
    counts = vocabulary.count_words(counted_texts(articles, paired))
    tokenizer = vocabulary.build_tokenizer(vocabulary.choose_pieces(counts, settings.pieces))
    log(f"vocabulary: {tokenizer.get_vocab_size()} pieces from {counts.total()} words")
    cloze, tokens = cloze_batches(tokenizer, articles)
    sources = {name: paired_batches(tokenizer, rows) for name, rows in paired.items()}
    log(f"tokens: {len(tokens.flat)}, unknown {np.mean(tokens.flat == 0):.5f}")
    rng = np.random.default_rng(settings.seed)
    drawn = mixed(
        cloze.draw(settings.batch, settings.run, rng),
        {name: source.draw(settings.batch, rng) for name, source in sources.items()},
        mixture({name: len(rows) for name, rows in paired.items()}, WEIGHTS),
        settings,
    )
    first = first_table(np.bincount(tokens.flat, minlength=tokenizer.get_vocab_size()), settings)
    seconds = max(1.0, minutes * 60 - (time.monotonic() - began) - SPARE_SECONDS)
    learnt, steps = learn(first, drawn, settings, seconds, log)
    save_model(out, tokenizer, learnt)
    return steps


def main() -> None:
    """Command line: where to write, and how long it may take."""
    about = "由 $SHUSHUO_CORPUS/corpora 训练自带的编码器"
    parser = argparse.ArgumentParser(prog="python -m index.train", description=about)
    parser.add_argument("--out", type=Path, default=Path("index/model"), help="写到哪个文件夹")
    parser.add_argument("--minutes", type=float, default=18.0, help="最长用时（分钟）")
    parser.add_argument("--steps", type=int, default=Settings().steps, help="训练步数")
    asked = parser.parse_args()
    began, log = time.monotonic(), Log(asked.out / "training.log")
    settings = dataclasses.replace(Settings(), steps=asked.steps)
    log(f"{settings}")
    steps = train(data.corpus_root(), asked.out, asked.minutes, settings, log, began)
    log("saved")
    figures = table(StaticEncoder(asked.out))
    write_card(asked.out, settings, steps, figures)
    log("recall on questions held out:\n" + figures)


if __name__ == "__main__":
    main()
