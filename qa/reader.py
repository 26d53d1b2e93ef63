"""Reads a question beside a figure in its sentence: does the figure answer it?

A transformer of a few layers, trained from nothing on questions about figures (``qa/weights/reader.md``) and run here with
numpy. Its weights are int8 rows with a scale each; punctuation and the figure's marks have pieces of their own behind the
vocabulary of the shipped encoder.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embed import SHIPPED, sound
from index.records import Fact
from index.tables import name_of
from qa.results import Question

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
FORMAT = "shushuo-reader-1"
LEFT, RIGHT = 64, 28
"""Characters of the sentence that are read before and behind a figure."""
NEAR, DEALT = 40, "分别"
"""A metric so many characters before its figure need not be told again, unless several values are dealt out to several."""
MOST_QUESTION, MOST_SIDE = 40, 110
"""Pieces of a question and of a figure's surroundings; what is longer is cut."""
PIECES = 27_000
PAD, START, BETWEEN, OPEN, CLOSE, NUMBER = PIECES, PIECES + 1, PIECES + 2, PIECES + 5, PIECES + 6, PIECES + 7
_MARKS = {
    mark: PIECES + 8 + kind
    for kind, marks in enumerate(("，,", "。！？；;!?\n", "、", "：:", "（(", "）)"))
    for mark in marks
}
_CUT = re.compile(f"([{re.escape(''.join(_MARKS))}])")
_TINY = 1e-5
WORTH_HALVES = 2
"""From so many sides in each half on they are read on two threads."""

Floats = NDArray[np.float32]
Ids = list[int]


_YEARS = re.compile(
    "(?:19|20)[0-9]{2}年(?:度|底|末|初)?|(?<![0-9])[0-9]{2}年|[一二][〇零○一二三四五六七八九]{3}年|[〇零一二三四五六七八九]{2}年|去年|今年|前年"
)
_BLANKS = re.compile(r"\s+")


def words_of(question: Question) -> str:
    """What the reader is given of a question: its words, or those it was completed to, without bodies and years."""
    text = question.spoken or question.rewritten or question.text
    for name in sorted(question.entities, key=len, reverse=True):
        text = text.replace(name, " ")
    return _BLANKS.sub(" ", _YEARS.sub(" ", text)).strip(" ，,。？?")


class Side(NamedTuple):
    """A figure where it stands: the metric it measures if that is told elsewhere, the words before it, its unit, the words behind.

    Without a unit (None, where "" is a bare number) it is a sentence in ``left`` that may answer as a whole.
    """

    metric: str
    left: str
    unit: str | None
    right: str


def sentence_side(sentence: str) -> Side:
    """A sentence that may answer as a whole."""
    return Side("", sentence.replace("\n", " "), None, "")


def side_of(fact: Fact, text: str, base: int = 0) -> Side:
    """What is read of ``fact``, whose document's text from ``base`` on is ``text``."""
    if fact.table is not None:  # what a sentence would say of it
        return Side(
            "", f"{name_of(fact)}{fact.direction if fact.kind == 'point_change' else ''}"[-LEFT:], fact.figure.unit, ""
        )
    start, end = fact.figure.start - base, fact.figure.end - base
    left = text[max(0, fact.sentence_start - base, start - LEFT) : start].replace("\n", " ")
    right = text[end : min(fact.sentence_end - base, end + RIGHT)].replace("\n", " ")
    told = (fact.metric in left[-NEAR:] and DEALT not in left[-NEAR:]) or fact.metric in right
    return Side("" if told else fact.metric, left, fact.figure.unit, right)


class Pieces:
    """Text to pieces, with punctuation kept."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def many(self, texts: Sequence[str]) -> list[Ids]:
        """The pieces of each text."""
        texts = [sound(text) for text in texts]
        parts = [part for text in texts for part in _CUT.split(text)]
        words = [part for part in parts if part.strip() and part not in _MARKS]
        encoded = iter(self._tokenizer.encode_batch_fast(words, add_special_tokens=False))
        found: list[Ids] = []
        for text in texts:
            ids: Ids = []
            for part in _CUT.split(text):
                if part in _MARKS:
                    ids.append(_MARKS[part])
                elif part.strip():
                    ids += next(encoded).ids
            found.append(ids)
        return found

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Spans of the pieces of ``text`` that are words, numbers or Latin, in order; marks and blanks are none."""
        return [(a, b) for a, b in self._tokenizer.encode(sound(text), add_special_tokens=False).offsets if a < b]

    def pairs(self, question: str, sides: Sequence[Side]) -> list[tuple[Ids, int]]:
        """The pieces of ``question`` beside each of ``sides``, and how many of them are the question's."""
        asked, *rest = self.many([question, *(text or "" for side in sides for text in side)])
        head = [START, *asked[:MOST_QUESTION], BETWEEN]
        found = []
        for side, at in zip(sides, range(0, len(rest), 4), strict=True):
            metric, left, unit, right = rest[at : at + 4]
            figure = [] if side.unit is None else [OPEN, NUMBER, *unit, CLOSE]
            own = ([*metric, BETWEEN] if metric else []) + [*left, *figure, *right]
            found.append(([*head, *own[:MOST_SIDE], BETWEEN], len(head)))
        return found


@dataclass(frozen=True)
class Layer:
    """One layer: attention, then a network of one hidden layer, each behind a norm of its own."""

    norms: tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
    attend: tuple[Floats, Floats]
    out: tuple[Floats, Floats]
    up: tuple[Floats, Floats]
    down: tuple[Floats, Floats]


class Reader:
    """The model; ``scores`` is all that it does."""

    def __init__(self, path: Path, pieces: Pieces) -> None:
        from safetensors import safe_open

        with safe_open(path, framework="numpy") as file:
            about = file.metadata() or {}
            if about.get("format") != FORMAT:
                raise ValueError(
                    f"{path.name}: format {about.get('format')!r}, not {FORMAT!r}: run python -m eval.reader"
                )
            held = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - safe_open is no mapping
        self._pieces = pieces
        self._heads = int(about["heads"])
        self._rows, self._scales = held["emb.weight"], held["emb.weight.scale"].astype(np.float32)
        self._places = held["pos.weight"].astype(np.float32)
        self._parts = held["seg.weight"].astype(np.float32)
        self._norm = (held["norm.weight"].astype(np.float32), held["norm.bias"].astype(np.float32))
        self._score = (held["score.weight"].astype(np.float32)[0], float(held["score.bias"][0]))
        self._layers = [_layer(held, n) for n in range(int(about["layers"]))]

    def words(self, text: str) -> list[tuple[int, int]]:
        """Spans of the words of ``text``, as its pieces cut it."""
        return self._pieces.spans(text)

    def scores(self, question: str, sides: Sequence[Side]) -> Floats:
        """How well each figure answers, as a logit; ``(len(sides),)``."""
        if not sides:
            return np.zeros(0, dtype=np.float32)
        pairs = self._pieces.pairs(question, sides)
        half = (len(pairs) + 1) // 2
        if half < WORTH_HALVES:
            return self._read(pairs)
        # Both halves at once: NumPy lets go of the interpreter while it multiplies.
        other = _helper().submit(self._read, pairs[half:])
        return np.concatenate([self._read(pairs[:half]), other.result()])

    def _read(self, pairs: Sequence[tuple[Ids, int]]) -> Floats:
        width = max(len(ids) for ids, _ in pairs)
        ids = np.full((len(pairs), width), PAD)
        parts = np.zeros((len(pairs), width), dtype=np.int64)
        for row, (own, head) in enumerate(pairs):
            ids[row, : len(own)] = own
            parts[row, head:] = 1
        filled = ids != PAD
        pieces = ids[filled]
        hidden = self._rows[pieces].astype(np.float32) * self._scales[pieces][:, None]
        hidden += self._places[np.nonzero(filled)[1]] + self._parts[parts[filled]]
        for layer in self._layers[:-1]:
            hidden = self._through(layer, hidden, filled, ...)
        first = np.cumsum([0, *(len(own) for own, _ in pairs[:-1])])
        hidden = self._through(self._layers[-1], hidden, filled, first)
        scores: Floats = _normed(hidden, *self._norm) @ self._score[0] + np.float32(self._score[1])
        return scores

    def _through(self, layer: Layer, hidden: Floats, filled: NDArray[np.bool_], wanted: Any) -> Floats:
        """What stands at the ``wanted`` of the filled places after ``layer``; of the last only the first of each row counts."""
        rows, width = filled.shape
        size = hidden.shape[1]
        mixed = np.zeros((rows, width, 3 * size), dtype=np.float32)
        mixed[filled] = _normed(hidden, *layer.norms[0]) @ layer.attend[0] + layer.attend[1]
        query, key, value = mixed.reshape(rows, width, 3, self._heads, -1).transpose(2, 0, 3, 1, 4)
        query = query if wanted is ... else query[:, :, :1]
        weights = query @ key.transpose(0, 1, 3, 2) * np.float32((size // self._heads) ** -0.5)
        weights += np.where(filled, np.float32(0), np.float32(-1e9))[:, None, None, :]
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        joined = (weights @ value).transpose(0, 2, 1, 3).reshape(rows, -1, size)
        joined = joined[filled] if wanted is ... else joined[:, 0]
        hidden = hidden[wanted] + joined @ layer.out[0] + layer.out[1]
        inner = _normed(hidden, *layer.norms[1]) @ layer.up[0] + layer.up[1]
        np.maximum(inner, 0, out=inner)
        return np.asarray(hidden + inner @ layer.down[0] + layer.down[1], dtype=np.float32)


@functools.cache
def _helper() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="reader")


def _layer(held: dict[str, Any], n: int) -> Layer:
    def vector(name: str) -> Floats:
        return np.asarray(held[f"blocks.{n}.{name}"], dtype=np.float32)

    def linear(name: str) -> tuple[Floats, Floats]:
        rows, scales = held[f"blocks.{n}.{name}.weight"], held[f"blocks.{n}.{name}.weight.scale"].astype(np.float32)
        return np.ascontiguousarray((rows.astype(np.float32) * scales[:, None]).T), vector(f"{name}.bias")

    norms = ((vector("n1.weight"), vector("n1.bias")), (vector("n2.weight"), vector("n2.bias")))
    return Layer(norms, linear("qkv"), linear("o"), linear("up"), linear("down"))


def _normed(values: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(values.shape[-1])
    normed: Floats = centred / np.sqrt(spread + np.float32(_TINY)) * weight + bias
    return normed


def open_pieces() -> Pieces:
    """The vocabulary of the shipped encoder, with marks."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Pieces(tokenizer)


def open_reader(path: Path) -> Reader:
    """The model in a file."""
    return Reader(path, open_pieces())


@functools.cache
def shipped() -> Reader:
    """The model that ships."""
    return open_reader(WEIGHTS)
