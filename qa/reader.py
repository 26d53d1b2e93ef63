"""Reads a question beside a figure in its sentence: does the figure answer it?

A transformer of a few layers, trained from nothing on questions about figures (``qa/weights/reader.md``) and run by
onnxruntime with whole numbers for weights. Punctuation and the figure's marks have pieces of their own behind the vocabulary
of the shipped encoder.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embed import SHIPPED, sound
from index.records import Fact
from index.tabled import name_of
from qa.results import Question

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"
FORMAT = "shushuo-reader-2"
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

Floats = NDArray[np.float32]
Ids = list[int]


_YEARS = re.compile(
    "(?:19|20)[0-9]{2}年(?:度|底|末|初)?|(?<![0-9])[0-9]{2}年|[一二][〇零○一二三四五六七八九]{3}年|[〇零一二三四五六七八九]{2}年|去年|今年|前年"
)
_LEVEL = re.compile("(?<!基)[省市县区州]?(?<!基)本级")
_BLANKS = re.compile(r"\s+")


def words_of(question: Question) -> str:
    """What the reader is given of a question: its words, or those it was completed to, without bodies, levels and years."""
    text = question.spoken or question.rewritten or question.text
    for name in sorted(question.entities, key=len, reverse=True):
        text = text.replace(name, " ")
    return _BLANKS.sub(" ", _LEVEL.sub(" ", _YEARS.sub(" ", text))).strip(" ，,。？?")


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


class Reader:
    """The model; ``scores`` is all that it does. Safe to use from several threads."""

    def __init__(self, path: Path, pieces: Pieces) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # so little work that a second thread costs as much as it does
        self._session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        found = self._session.get_modelmeta().custom_metadata_map.get("format")
        if found != FORMAT:
            raise ValueError(f"{path.name}: format {found!r}, not {FORMAT!r}: run python -m eval.reader")
        self._pieces = pieces

    def words(self, text: str) -> list[tuple[int, int]]:
        """Spans of the words of ``text``, as its pieces cut it."""
        return self._pieces.spans(text)

    def scores(self, question: str, sides: Sequence[Side]) -> Floats:
        """How well each figure answers, as a logit; ``(len(sides),)``."""
        if not sides:
            return np.zeros(0, dtype=np.float32)
        # One at a time: what is read together shares one scale, and a score would depend on its neighbours.
        return np.array([self._read(ids, head) for ids, head in self._pieces.pairs(question, sides)], dtype=np.float32)

    def _read(self, ids: Ids, head: int) -> float:
        parts = np.zeros((1, len(ids)), dtype=np.int64)
        parts[:, head:] = 1
        (scores,) = self._session.run(None, {"ids": np.array([ids], dtype=np.int64), "parts": parts})
        return float(scores[0])


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
