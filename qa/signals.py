"""What a question and a passage share, as numbers: how much, how rare, how unbroken, how close together.

One pass of array operations over all candidates at once. The passages are laid end to end in blocks of 16 characters
with blank blocks between, so that a run of equal characters or a window of blocks never reaches from one to the next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder
from index.tokens import FULL_WIDTH, HAN, fold
from index.traditional import simplified

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

BLOCK, GAP = 16, 8
WINDOWS = (2, 4, 8)
"""Sizes of the windows, in blocks; the gap is as wide as the widest."""
LONGEST_QUESTION, LONGEST_PASSAGE = 100, 4000
GRAMS = (1, 2, 3, 4)
TERMS = (1, 2)
"""Lengths of run that are terms of the search index, whose rarity in all of the library is known."""
DISTANT = 20
"""Blocks from the head or the end of a passage beyond which a place is only far."""

_DIGITS = "0123456789"
_NUMERALS = f"{_DIGITS}零〇一二三四五六七八九十百千万亿两萬億兩余餘多"
_WORD = re.compile(rf"[{HAN}0-9a-z.%×]")
_NAMED = re.compile(rf"[{HAN}]?[某×a-z0-9.]*[a-z0-9某×][某×a-z0-9甲乙丙丁]*")
_ASKED = re.compile(rf"(?:多少|几|幾)[万亿個个]?([{HAN}]{{1,2}})")
_WHEN = re.compile(r"何[时時]|什[么麼][时時]候|哪一?[年天]|[时時][间間]|日期|几[月号]|幾[月號]")
_DATE = re.compile(r"[年月日](?<=[0-9].)")


@dataclass(frozen=True, slots=True)
class Laid:
    """Passages laid end to end: code points, and for each passage its first character and its first block."""

    text: str
    codes: NDArray[np.uint16]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @property
    def blocks(self) -> NDArray[np.int64]:
        """First block of each passage."""
        return self.starts // BLOCK

    @property
    def inside(self) -> Flags:
        """Blocks that hold text: a window that starts in a gap would reach into the next passage."""
        flags = np.zeros(len(self.codes) // BLOCK, dtype=np.bool_)
        for first, length in zip(self.blocks, self.lengths, strict=True):
            flags[first : first + -(-length // BLOCK)] = True
        return flags


@functools.cache
def _folded() -> NDArray[np.uint16]:
    """Code point -> code point of half width and lower case."""
    table = np.arange(0x10000, dtype=np.uint16)
    for code, other in FULL_WIDTH.items():
        table[code] = ord(fold(chr(other)))
    table[ord("A") : ord("Z") + 1] += 32
    return table


def lay(passages: Sequence[str]) -> Laid:
    """``passages`` end to end, each cut at ``LONGEST_PASSAGE`` characters."""
    cut = [simplified(passage[:LONGEST_PASSAGE]) for passage in passages]
    padded = [text.ljust(-(-max(1, len(text)) // BLOCK) * BLOCK + GAP * BLOCK, "\n") for text in cut]
    starts = np.cumsum([0, *(len(text) for text in padded[:-1])])
    joined = "".join(padded)
    wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _folded()[np.where(wide > 0xFFFF, 0, wide)]
    return Laid(joined, codes, starts, np.array([len(text) for text in cut]))


@dataclass(frozen=True, slots=True)
class Runs:
    """``longest[j, b]``: characters of the longest run that ends at character ``j`` of the question and in block ``b``.

    ``named[t, p]``: how often the t-th name or number of the question stands whole in passage ``p``;
    ``words`` counts the question's characters that can match, ``shares`` gives each its weight.
    """

    longest: Bytes
    named: Floats
    shares: Floats
    words: int


def find_runs(question: str, shares: Sequence[float], laid: Laid) -> Runs:
    """Runs of the characters of ``question``, whose weights are ``shares``, in the passages."""
    letters = {char: n for n, char in enumerate(dict.fromkeys(filter(_WORD.match, question)), 1)}
    table = np.zeros(0x10000, dtype=np.uint8)
    for char, n in letters.items():
        table[ord(char) & 0xFFFF] = n
    ids = table[laid.codes]
    ends = {match.end() - 1: match for match in _NAMED.finditer(question)}
    places = {char: np.flatnonzero(ids == n) for char, n in letters.items()}
    longest = np.zeros((len(question), len(ids) // BLOCK), dtype=np.uint8)
    named: list[Floats] = []
    run = np.zeros(len(ids), dtype=np.uint8)
    for j, char in enumerate(question):
        before, run = run, np.zeros_like(run)
        if char in places:
            at = places[char]
            grown = before[at - 1] + 1  # before the first character stands the last gap, which is blank
            run[at] = grown
            order = np.argsort(grown, kind="stable")  # of equal indices the last is kept, so the highest
            longest[j, at[order] // BLOCK] = grown[order]
        if j in ends:
            named.append(_whole(run, ends[j].group(), laid))
    rows = np.stack(named) if named else np.zeros((0, len(laid.starts)))
    return Runs(longest, rows, np.asarray(shares, dtype=np.float64), max(1, sum(c in letters for c in question)))


def _whole(run: Bytes, name: str, laid: Laid) -> Floats:
    """How often ``name`` ends in each passage with no digit glued to a digit at its ends."""
    at = np.flatnonzero(run >= len(name))
    codes = laid.codes
    if name[-1] in _DIGITS:
        at = at[~_is_digit(codes[np.minimum(at + 1, len(codes) - 1)])]
    if name[0] in _DIGITS:
        at = at[(at < len(name)) | ~_is_digit(codes[np.maximum(at - len(name), 0)])]
    found = np.bincount(np.searchsorted(laid.starts, at, side="right") - 1, minlength=len(laid.starts))
    return found.astype(np.float64)


def _is_digit(codes: NDArray[np.uint16]) -> Flags:
    flags: Flags = (codes >= 48) & (codes <= 57)
    return flags


def rarity(present: NDArray[Any]) -> Floats:
    """Weight of each row of ``present`` by how few of the columns it is in; 0 for one in none, which tells nothing.

    >>> rarity(np.array([[True, False], [True, True], [False, False]])).round(2).tolist()
    [0.69, 0.18, 0.0]
    """
    held, n = present.sum(axis=1), present.shape[1]
    weights: Floats = np.where(held > 0, np.log(1 + (n - held + 0.5) / (held + 0.5)), 0.0)
    return weights


class Signals:
    """Collects named columns, one number a passage each."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.columns: dict[str, Floats] = {}

    def add(self, name: str, values: NDArray[Any] | float) -> None:
        """One column, or the same number for every passage."""
        self.columns[name] = np.full(self._count, values) if isinstance(values, float) else values.astype(np.float64)

    def both(self, name: str, values: NDArray[Any]) -> None:
        """The column, and the column over its highest value: what counts is to be ahead of the others."""
        self.add(name, values)
        highest = max(float(np.max(values)), 0.0)
        self.add(f"{name}/max", values / highest if highest > 0 else 0.0)

    def place(self, name: str, values: NDArray[Any]) -> None:
        """One over the place that each value has, from the highest."""
        self.add(name, 1.0 / (1 + (values[:, None] < values[None, :]).sum(axis=1)))


def signals(
    question: str,
    passages: Sequence[str],
    lexical: Sequence[float],
    cosine: Sequence[float],
    *,
    asking: str = "",
    units: Sequence[str] = (),
    extra: Mapping[str, float] | None = None,
    rare: Callable[[str], float] | None = None,
    encoder: Encoder | None = None,
) -> dict[str, Floats]:
    """Columns by name, one number for each of ``passages``, which must not be empty.

    ``lexical`` and ``cosine`` are the searchers' scores, 0 where one did not find the passage; ``asking`` is the question
    with the words that only ask, where ``question`` is without them; ``units`` those that the answer may have; ``extra``
    more terms with their weights; ``rare`` the rarity of a term in the library, without which that among the passages
    counts. Without an ``encoder`` the windows' cosines are 0.
    """
    text, shares = _with_extra(fold(simplified(question))[:LONGEST_QUESTION], extra or {})
    laid = lay(passages)
    runs = find_runs(text, shares, laid)
    out = Signals(len(passages))
    _searchers(out, runs, np.asarray(lexical, dtype=np.float64), np.asarray(cosine, dtype=np.float64))
    weights = _overlap(out, runs, laid)
    known = _known(out, text, runs, laid, weights, rare)
    best = _windows(out, runs, laid, weights, known, _figures(out, asking or question, units, laid))
    _place(out, laid, best)
    _names(out, runs)
    _sizes(out, runs, laid)
    _closeness(out, question, passages, best, encoder)
    return out.columns


def _with_extra(text: str, extra: Mapping[str, float]) -> tuple[str, list[float]]:
    shares = [1.0] * len(text)
    for term, weight in extra.items():
        if len(text) + len(term) < 2 * LONGEST_QUESTION:
            text += f" {fold(term)}"
            shares += [0.0] + [weight] * len(term)
    return text, shares


def _searchers(out: Signals, runs: Runs, lexical: Floats, cosine: Floats) -> None:
    out.both("lexical", lexical / runs.words)
    out.place("lexical place", lexical)
    out.both("cosine", cosine)
    out.place("cosine place", cosine)
    highest = float(lexical.max())
    out.both("sum", (lexical / highest if highest > 0 else 0.0) + 0.8 * cosine)


def _overlap(out: Signals, runs: Runs, laid: Laid) -> dict[int, Floats]:
    """Shares of the question's runs of 1 to 4 characters that a passage holds; gives the weights of each length."""
    held = np.maximum.reduceat(runs.longest, laid.blocks, axis=1)
    weights = {}
    for size in GRAMS:
        weights[size] = rarity(held >= size) * runs.shares
        out.both(f"share{size}", _share(weights[size], held >= size))
        out.add(f"plain{size}", (held >= size).sum(axis=0) / runs.words)
    out.both("longest", held.max(axis=0) / runs.words)
    out.add("longest run", np.log1p(held.max(axis=0).astype(np.float64)))
    return weights


def _known(
    out: Signals,
    text: str,
    runs: Runs,
    laid: Laid,
    weights: Mapping[int, Floats],
    rare: Callable[[str], float] | None,
) -> dict[int, Floats]:
    """Shares of the question's terms that a passage holds, by their rarity in the library; gives the weights.

    What is no term of the library weighs what it does among the candidates.
    """
    held = np.maximum.reduceat(runs.longest, laid.blocks, axis=1)
    known = {}
    for size in TERMS:
        grams = [text[max(0, j - size + 1) : j + 1] for j in range(len(text))]
        own = np.array([rare(gram) if rare and len(gram) == size else 0.0 for gram in grams])
        known[size] = np.where(own > 0, own * runs.shares, weights[size])
        out.both(f"known{size}", _share(known[size], held >= size))
    return known


def _figures(out: Signals, question: str, units: Sequence[str], laid: Laid) -> tuple[Flags, Flags]:
    """Blocks with a digit, and blocks with a figure of the kind asked for."""
    count = len(laid.codes) // BLOCK
    digits = _is_digit(laid.codes).reshape(-1, BLOCK)
    asked = np.zeros(count, dtype=np.bool_)
    pattern = _asked_pattern(question, units)
    if pattern:
        asked[[match.start() // BLOCK for match in pattern.finditer(laid.text)]] = True
    out.add("asks", float(pattern is not None))
    out.add("holds asked", np.maximum.reduceat(asked, laid.blocks))
    out.add("digits", np.log1p(np.add.reduceat(digits.sum(axis=1), laid.blocks)))
    return np.asarray(digits.any(axis=1), dtype=np.bool_), asked


def _asked_pattern(question: str, units: Sequence[str]) -> re.Pattern[str] | None:
    """What a figure of the kind asked for ends with; None where the question asks for none."""
    if not units and _WHEN.search(question):
        return _DATE
    match = _ASKED.search(question)
    wanted = {unit for unit in units if unit} | ({match[1], match[1][0]} if match else set())
    if not wanted:
        return None
    return re.compile("|".join(rf"{re.escape(u)}(?<=[{_NUMERALS}]{re.escape(u)})" for u in sorted(wanted)))


def _windows(
    out: Signals,
    runs: Runs,
    laid: Laid,
    weights: Mapping[int, Floats],
    known: Mapping[int, Floats],
    figures: tuple[Flags, Flags],
) -> NDArray[np.int64]:
    """The best window of each size; gives where the best middle one of each passage starts, in its blocks."""
    best = np.zeros(len(laid.starts), dtype=np.int64)
    inside = laid.inside
    for size, window in _widened(runs.longest):
        for gram in (1, 2, 3):
            found = window >= gram
            covered = inside * _share(weights[gram], found)
            out.both(f"window{size} share{gram}", np.maximum.reduceat(covered, laid.blocks))
            if gram in TERMS:
                sure = inside * _share(known[gram], found)
                out.both(f"window{size} known{gram}", np.maximum.reduceat(sure, laid.blocks))
            if gram == 2:
                for name, flags in zip(("figure", "asked"), figures, strict=True):
                    near = covered * _spread(flags, size)
                    out.both(f"window{size} {name}", np.maximum.reduceat(near, laid.blocks))
                if size == WINDOWS[1]:
                    best = _tops(covered, laid.blocks)
    return best


def _share(weights: Floats, found: Flags) -> Floats:
    """The weight of the rows of ``found`` that are true, over that of all rows."""
    share: Floats = weights @ found / (float(weights.sum()) or 1.0)
    return share


def _place(out: Signals, laid: Laid, best: NDArray[np.int64]) -> None:
    """Where the best window lies: parties stand at the head of a judgment, the ruling at its end."""
    blocks = np.maximum(1.0, laid.lengths / BLOCK)
    out.add("best place", best / blocks)
    out.add("best from head", np.minimum(best, DISTANT) / DISTANT)
    out.add("best from end", np.clip(blocks - best, 0, DISTANT) / DISTANT)


def _widened(longest: Bytes) -> Iterator[tuple[int, Bytes]]:
    """For each window size the longest run within the window that starts at each block."""
    window, size = longest, 1
    while size < WINDOWS[-1]:
        wider = window.copy()
        np.maximum(window[:, :-size], window[:, size:], out=wider[:, :-size])
        window, size = wider, size * 2
        yield size, window


def _spread(flags: Flags, size: int) -> Flags:
    """Whether a window that starts at a block, or the block after it, holds a flag."""
    spread = flags.copy()
    for step in range(1, size + 1):
        spread[:-step] |= flags[step:]
    return spread


def _tops(values: Floats, blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the highest value of each stretch lies, from its start."""
    ends = [*blocks[1:], len(values)]
    return np.array([int(values[a:b].argmax()) for a, b in zip(blocks, ends, strict=True)])


def _names(out: Signals, runs: Runs) -> None:
    """Names and numbers of the question that stand whole in a passage, and how often."""
    weights = rarity(runs.named > 0) if len(runs.named) else np.zeros(0)
    total = float(weights.sum()) or 1.0
    out.add("named", weights @ (runs.named > 0) / total)
    out.both("named often", weights @ np.log1p(runs.named) / total)
    out.add("names", float(len(runs.named) > 0))


def _sizes(out: Signals, runs: Runs, laid: Laid) -> None:
    out.add("length", np.log1p(laid.lengths) / 7)
    out.add("length/mean", laid.lengths / max(1.0, float(laid.lengths.mean())))
    out.add("question length", np.log1p(runs.words) / 4)
    often = np.add.reduceat((runs.longest >= 2).sum(axis=0), laid.blocks)
    out.both("often", np.log1p(often) / 5)


def _closeness(
    out: Signals, question: str, passages: Sequence[str], best: NDArray[np.int64], encoder: Encoder | None
) -> None:
    """Cosine of the question and each passage's best window."""
    if encoder is None:
        out.both("window cosine", np.zeros(len(passages)))
        return
    starts, width = best * BLOCK, (WINDOWS[1] + 1) * BLOCK
    vectors = encoder.encode([question, *(text[a : a + width] for text, a in zip(passages, starts, strict=True))])
    out.both("window cosine", (vectors[1:] @ vectors[0]).astype(np.float64))
