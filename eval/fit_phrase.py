"""``python -m eval.fit_phrase``: fits what each cue of an answer's phrase weighs (``qa/weights/phrase.json``), and measures it.

Questions by people of ``$SHUSHUO_CORPUS/corpora/reading`` that ask for a name, a place, a day: for each the sentence that holds its
answer and which stretch of it that is. A third of the articles is held out; ``--measure`` tells how often a phrase is given for
their questions and how often it is right. Nothing is fitted on reports or on their questions.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.metrics import flat
from index.numbers import find_figures
from index.sentences import sentence_spans
from index.tokens import terms
from index.traditional import simplified
from index.train.data import corpus_root, read_jsonl
from index.units import QUANTITIES
from qa import reader as reading
from qa.atoms import Span
from qa.cues import END_CUES, SPAN_CUES, START_CUES, Sight, Value
from qa.phrase import ANY, FORMAT, NONE, WEIGHTS, Model, WordsOf, likeliest, read_model, shortened
from qa.sought import sought

if TYPE_CHECKING:
    import torch

SOURCES = ("cail2019_dev", "cmrc2018_train", "drcd_half", "houjin_train")
LICENCES = "CAIL2019: none stated; CMRC2018: CC BY-SA 4.0; DRCD: CC BY-SA 3.0; news questions: none stated"
ASKS = re.compile("谁|哪|何[时人年处地]|什么(?:时候|名|人|地方|时间|日期|组织|机构|公司|职)|[叫名称]为?什么|第几|排名")
COUNTS = re.compile("多少|(?<!第)几")
LONGEST_ANSWER = 24
HELD_OUT = 3
"""One article in so many is measured with."""
OTHER = 0.5
"""What a sentence counts that holds no answer."""
NO_CUES: Sequence[tuple[str, str | int]] = [(NONE, NONE)]
SHARPNESS = 8
"""How much less a stretch counts that is only partly the answer: its share to this power."""
_MARKS = re.compile(r"[\s“”《》「」『』\"，。、]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a fit is made of; the defaults made the shipped weights."""

    epochs: int = 8
    batch: int = 64
    rate: float = 0.06
    decay: float = 3e-4
    seen: int = 36
    least: float = 0.04
    threshold: float = 0.4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A question by a person, the sentence that holds its answer, and the answers that count, all in simplified characters.

    ``other`` is the sentence of the same text that says most of the question without an answer; "" where there is none.
    """

    source: str
    article: str
    question: str
    sentence: str
    answers: tuple[str, ...]
    other: str = ""

    @property
    def held_out(self) -> bool:
        """Whether it is measured with."""
        return int(hashlib.sha256(self.article.encode()).hexdigest(), 16) % HELD_OUT == 0


def rows(root: Path) -> Iterator[Row]:
    """The questions that a short phrase answers, other than a quantity."""
    for source in SOURCES:
        for held in read_jsonl(root / "corpora" / "reading" / f"{source}.jsonl.xz"):
            row = _row(source, held)
            if row is not None:
                yield row


def _row(source: str, held: Mapping[str, Any]) -> Row | None:
    question, context = simplified(held["question"]).strip(), simplified(held["context"])
    answers = tuple(simplified(answer).strip() for answer in held["answers"] or ())
    answers = tuple(a for a in answers if 0 < len(a) <= LONGEST_ANSWER and a in context)
    if not answers or not ASKS.search(question) or COUNTS.search(question):
        return None
    if any(figure.kind in QUANTITIES and figure.unit for figure in find_figures(min(answers, key=len))):
        return None
    said = set(terms(question))
    sentences = [context[a:b] for a, b in sentence_spans(context)]
    sentences.sort(key=lambda sentence: -len(said & set(terms(sentence))))
    sentence = next((s for s in sentences if any(answer in s for answer in answers)), None)
    if sentence is None:
        return None
    told = tuple(answer for answer in answers if answer in sentence)
    other = next((s for s in sentences if not any(answer in s for answer in answers)), "")
    return Row(source, _article(source, str(held["id"])), question, sentence, told, other)


def _article(source: str, row_id: str) -> str:
    """What the rows of one article, paragraph or judgment have in common."""
    name = row_id.split("-")[0] if source == "drcd_half" else re.sub(r"_QUERY.*|_[0-9]+$", "", row_id)
    return f"{source.split('_')[0]}:{name}"


def bare(text: str) -> str:
    """A phrase without its marks, for comparing."""
    return _MARKS.sub("", flat(text))


def holds(phrase: str, answers: Sequence[str]) -> bool:
    """Whether a phrase is an answer, holds one or lies inside one, and is no longer than twice the answer and six characters."""
    own = bare(phrase)
    return any(own and (own in a or a in own) and len(own) <= 2 * len(a) + 6 for a in map(bare, answers) if a)


def share(phrase: str, answers: Sequence[str]) -> float:
    """The harmonic mean of how much of the phrase and of the best answer the two share, by characters."""
    own, best = collections.Counter(bare(phrase)), 0.0
    for answer in map(bare, answers):
        both = sum((own & collections.Counter(answer)).values())
        best = max(best, 2 * both / max(1, own.total() + len(answer)))
    return best


Cues = Sequence[tuple[str, Value]]
"""Cues by name, each with its value."""


@dataclass(frozen=True, slots=True)
class Case:
    """A row with its cues: those of beginnings, ends and stretches, the two atoms of each stretch, and how right each is.

    The last of ``right`` is for no stretch at all.
    """

    kind: str
    starts: Mapping[int, Cues]
    ends: Mapping[int, Cues]
    spans: Sequence[Cues]
    pairs: Sequence[Span]
    right: Sequence[float]


def cases_of(row: Row, words: WordsOf) -> Iterator[Case]:
    """The cues of a row, and of its other sentence, where no stretch answers; nothing where none is sought or none is right."""
    case = case_of(row, words)
    if case is not None and case.right[-1] == 0.0:
        yield case
    other = case_of(replace(row, sentence=row.other, answers=()), words) if row.other else None
    if other is not None:
        yield other


def case_of(row: Row, words: WordsOf) -> Case | None:
    """The cues of a row; None where nothing is sought."""
    want = sought(row.question)
    if want is None:
        return None
    sight = Sight(want, row.question, row.sentence, words)
    pairs = [pair for pair in sight.stretches() if sight.allows(*pair)]
    right = []
    for i, j in pairs:
        start, end = shortened(want, row.sentence, *sight.span(i, j))
        phrase = row.sentence[start:end]
        right.append(share(phrase, row.answers) ** SHARPNESS if holds(phrase, row.answers) else 0.0)
    if not pairs:
        return None
    right.append(float(not any(right)))
    starts = {i: _named(START_CUES, sight.start_cues(i)) for i in {i for i, _ in pairs}}
    ends = {j: _named(END_CUES, sight.end_cues(j)) for j in {j for _, j in pairs}}
    spans = [_named(SPAN_CUES, sight.span_cues(i, j)) for i, j in pairs]
    return Case(want.kind, starts, ends, spans, pairs, right)


def _named(names: Sequence[str], values: Sequence[Value]) -> Cues:
    return list(zip(names, values, strict=True))


def fit(cases: Sequence[Case], settings: Settings, log: Callable[[str], None]) -> dict[str, Any]:
    """The weights by kind, name and value: those that make the right stretch of each sentence the likeliest."""
    import torch

    numbers = _numbers(cases, settings.seen)
    encoded = [_encoded(case, numbers) for case in cases]
    weights = torch.zeros(len(numbers) + 1, requires_grad=True)
    optimiser = torch.optim.Adam([weights], lr=settings.rate)
    rng = random.Random(settings.seed)
    for epoch in range(settings.epochs):
        for group in optimiser.param_groups:
            group["lr"] = settings.rate * (1 - epoch / settings.epochs)
        rng.shuffle(encoded)
        told = 0.0
        for at in range(0, len(encoded), settings.batch):
            losses = [_loss(weights, *one) for one in encoded[at : at + settings.batch]]
            loss = torch.stack(losses).mean()
            optimiser.zero_grad()
            (loss + settings.decay * (weights * weights).sum()).backward()
            optimiser.step()
            with torch.no_grad():
                weights[0] = 0.0
            told += float(loss.detach()) * len(losses)
        log(f"epoch {epoch + 1}: {told / len(encoded):.4f}")
    return _tables(numbers, weights.detach().tolist(), settings.least)


Key = tuple[str, str, str | int]


def _keys(case: Case, cues: Cues) -> list[Key]:
    """Each cue twice: as it counts whatever is sought, and for this kind alone."""
    return [(kind, *cue) for cue in cues for kind in (ANY, case.kind)]


def _numbers(cases: Sequence[Case], seen: int) -> dict[Key, int]:
    """A number from 1 for each cue that was seen so often."""
    counts: collections.Counter[Key] = collections.Counter()
    for case in cases:
        for cues in (*case.starts.values(), *case.ends.values(), *case.spans, *[NO_CUES] * seen):
            counts.update(_keys(case, cues))
    return {key: n for n, key in enumerate((key for key, count in counts.items() if count >= seen), 1)}


def _encoded(case: Case, numbers: Mapping[Key, int]) -> tuple[torch.Tensor, ...]:
    import torch

    def matrix(rows_: Sequence[Cues]) -> torch.Tensor:
        return torch.tensor([[numbers.get(key, 0) for key in _keys(case, cues)] for cues in rows_])

    starts = {i: n for n, i in enumerate(case.starts)}
    ends = {j: n for n, j in enumerate(case.ends)}
    first = torch.tensor([starts[i] for i, _ in case.pairs])
    last = torch.tensor([ends[j] for _, j in case.pairs])
    right = torch.log(torch.tensor(case.right) + 1e-9)
    weight = torch.tensor(OTHER if case.right[-1] else 1.0)
    return (
        matrix(list(case.starts.values())),
        matrix(list(case.ends.values())),
        matrix(case.spans),
        first,
        last,
        matrix([NO_CUES]),
        right,
        weight,
    )


def _loss(
    weights: torch.Tensor,
    starts: torch.Tensor,
    ends: torch.Tensor,
    spans: torch.Tensor,
    first: torch.Tensor,
    last: torch.Tensor,
    none: torch.Tensor,
    right: torch.Tensor,
    weight: torch.Tensor,
) -> torch.Tensor:
    import torch

    logits = weights[starts].sum(1)[first] + weights[ends].sum(1)[last] + weights[spans].sum(1)
    every = torch.cat([logits, weights[none].sum(1)])
    return -weight * torch.logsumexp(torch.log_softmax(every, 0) + right, 0)


def _tables(numbers: Mapping[Key, int], weights: Sequence[float], least: float) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for (kind, name, value), n in sorted(numbers.items(), key=lambda item: tuple(map(str, item[0]))):
        if abs(weights[n]) >= least or name == NONE:
            tables.setdefault(kind, {}).setdefault(name, {})[str(value)] = round(weights[n], 2)
    return tables


@dataclass(frozen=True, slots=True)
class Told:
    """What a row got: the phrase with its chance ("" and 0 where none is sought), and whether it is right."""

    row: Row
    phrase: str
    chance: float

    @property
    def right(self) -> bool:
        """By :func:`holds`."""
        return holds(self.phrase, self.row.answers)

    @property
    def exact(self) -> bool:
        """Whether it is an accepted answer, marks aside."""
        return bare(self.phrase) in map(bare, self.row.answers)


def ask(row: Row, model: Model, words: WordsOf) -> Told:
    """The likeliest phrase of a row's sentence."""
    found = likeliest(row.question, row.sentence, words, model)
    return Told(row, "", 0.0) if found is None else Told(row, row.sentence[found.start : found.end], found.chance)


def measure(told: Sequence[Told], threshold: float) -> dict[str, float]:
    """Share of the rows that are given a phrase, and of those phrases the share that is right, and exactly so."""
    given = [one for one in told if one.chance >= threshold]
    count = max(1, len(given))
    return {
        "rows": len(told),
        "given": round(len(given) / max(1, len(told)), 4),
        "right": round(sum(one.right for one in given) / count, 4),
        "exact": round(sum(one.exact for one in given) / count, 4),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits and writes the weights, or with ``--measure`` tells how the shipped ones do on the articles held out."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_phrase", description=__doc__)
    parser.add_argument("--measure", action="store_true", help="只测不训")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="写到哪里")
    options = parser.parse_args(arguments)
    words, settings = reading.shipped().words, Settings()
    every = list(rows(corpus_root()))
    if not options.measure:
        measured = {row.sentence for row in every if row.held_out}
        learnt = [row for row in every if not row.held_out and row.sentence not in measured]
        cases = [case for row in learnt for case in cases_of(row, words)]
        about = {
            "fitted_on": dict(collections.Counter(row.source for row in learnt)),
            "licences": LICENCES,
            "settings": repr(settings),
        }
        tables = fit(cases, settings, print)
        held = {"format": FORMAT, "about": about, "threshold": settings.threshold, "tables": tables}
        options.out.write_text(json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    model = read_model(options.out)
    told = [ask(row, model, words) for row in every if row.held_out]
    for source in ("", *SOURCES):
        print(source or "all", measure([one for one in told if one.row.source.startswith(source)], model.threshold))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
