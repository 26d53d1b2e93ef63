"""Questions after figures, each with the facts that an assistant would weigh for it, and which of them are right.

``eval/training/written.jsonl.xz`` holds sentences of ours with a figure marked 【】 and questions after it, ``told.jsonl.xz``
the same of whole short reports of ours in their order, ``tables.jsonl.xz`` pages of ours with tables, and ``asked.jsonl.xz``
questions after figures of ``$SHUSHUO_CORPUS``: of its reports, news, broadcasts and older national reports.
"""

from __future__ import annotations

import random
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.fit_rank import SOURCES, shingles
from index.build import add_paths
from index.records import Fact
from index.traditional import simplified
from index.train.data import measured_rows, read_jsonl, sentences
from qa import Assistant
from qa.question import understand
from qa.reader import Side, side_of, words_of
from qa.results import Question
from qa.select import measure
from qa.traits import Measured

FOLDER = Path(__file__).parents[1] / "training"
FOLDS = 2
SHEET = 24
"""Written sentences that make one report."""
MOST_ASKED, MOST_PARTS, FEWEST, CUT = 4500, 12, 3, 110
"""Questions of each source, sentences shown of a context, the fewest it must have, and characters kept of each."""
_MARKED = re.compile("【(.*?)】")
_PLAIN = str.maketrans("", "", "【】")
_ILLEGAL = re.compile(r"[\\/:*?\"<>|\s]")

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The figure asked for: report, and value and unit, or for a sentence of ours its mark and the words before it."""

    report: str
    raw: str
    value: str = ""
    unit: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A question, the facts weighed for it, best fit first, and which are right; ``fold`` depends on the report alone."""

    question: Question
    measured: tuple[Measured, ...]
    right: tuple[bool, ...]
    fold: int

    @property
    def words(self) -> str:
        """What the reader is given of the question."""
        return words_of(self.question)

    def sides(self, places: Sequence[int]) -> list[Side]:
        """What the reader is given of the facts at ``places``."""
        chosen = [self.measured[i] for i in places]
        return [side_of(m.fact, m.passage.text, m.passage.start) for m in chosen]


def fold_of(report: str) -> int:
    """Which fold a report belongs to.

    >>> sorted({fold_of(f"report {n}") for n in range(9)})
    [0, 1]
    """
    return zlib.crc32(report.encode()) % FOLDS


def sheets(rows: Rows) -> tuple[dict[str, str], list[tuple[str, Wanted]]]:
    """Written sentences as reports by name, and each question with the figure that it wants."""
    reports: dict[str, str] = {}
    asked: list[tuple[str, Wanted]] = []
    for name in dict.fromkeys(row["set"] for row in rows):
        by: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            if row["set"] == name:
                by.setdefault(row["s"].translate(_PLAIN), []).append(row)
        plain = sorted(by)
        random.Random(3).shuffle(plain)
        for start in range(0, len(plain), SHEET):
            report = f"{name}{start // SHEET}"
            chosen = plain[start : start + SHEET]
            reports[report] = "".join(f"{sentence.rstrip('。；，')}。\n" for sentence in chosen)
            for sentence in chosen:
                for row in by[sentence]:
                    asked += [(question, _marked(report, row["s"])) for question in row["q"]]
    return reports, asked


def told_reports(rows: Rows) -> tuple[dict[str, str], list[tuple[str, Wanted]]]:
    """Reports of ours by name, their sentences in order, and each question with the figure that it wants."""
    sentences_: dict[str, dict[str, None]] = {}
    asked: list[tuple[str, Wanted]] = []
    for row in rows:
        sentences_.setdefault(row["set"], {})[row["s"].translate(_PLAIN).rstrip("。；，")] = None
        asked += [(question, _marked(row["set"], row["s"])) for question in row["q"]]
    return {name: "".join(f"{sentence}。\n" for sentence in own) for name, own in sentences_.items()}, asked


def tabled_reports(rows: Rows) -> tuple[dict[str, str], list[tuple[str, Wanted]]]:
    """Pages of ours with tables as HTML by name, and each question with the figure, written but once, that it wants."""
    pages: dict[str, str] = {}
    asked: list[tuple[str, Wanted]] = []
    for number, row in enumerate(rows):
        short = f"{row['set']}{number:03d}"
        head = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{row['name']}</title></head><body>"
        pages[f"{short}_{_ILLEGAL.sub('', row['name'])[:40]}"] = f"{head}{row['html']}</body></html>"
        asked += [(question, Wanted(short, one["raw"])) for one in row["ask"] for question in one["q"]]
    return pages, asked


def _marked(report: str, sentence: str) -> Wanted:
    mark = _MARKED.search(sentence)
    if not mark:
        raise ValueError(f"no figure is marked 【】 in {sentence!r}")
    return Wanted(report, mark[1], before=sentence[max(0, mark.start() - 6) : mark.start()].translate(_PLAIN))


def is_wanted(fact: Fact, text: str, wanted: Wanted) -> bool:
    """Whether ``fact`` of the wanted report, whose text is ``text``, states the figure that is wanted."""
    figure = fact.figure
    if wanted.value:
        return str(figure.value) == wanted.value and figure.unit == wanted.unit
    inside = figure.raw.find(wanted.raw)  # 人民币836亿元 where 836亿元 is wanted
    same = inside >= 0 or figure.raw in wanted.raw
    start = figure.start + max(inside, 0)
    return same and wanted.before in text[max(0, start - 30) : start].replace("\n", "")


def corpora(root: Path, rows: Rows, folder: Path) -> None:
    """Writes the items of the corpora that ``rows`` ask after into ``folder``, a text file each."""
    names = {
        source: {row["report"] for row in rows if row["from"] == source} for source in ("broadcast", "news", "older")
    }
    packed = root / "corpora"
    for source, file in (("broadcast", "broadcast_2022_2026.jsonl.xz"), ("news", "news_2023.jsonl.xz")):
        for row in read_jsonl(packed / file):
            if str(row["id"]) in names[source]:
                title = _ILLEGAL.sub("", row.get("title", ""))[:40]
                (folder / f"{row['id']}_{title}.txt").write_text(row["text"], encoding="utf-8")
    for name, text in _older(packed / "older_national_reports.tar.xz"):
        if name in names["older"]:
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _older(path: Path) -> Iterator[tuple[str, str]]:
    import tarfile

    with tarfile.open(path) as packed:
        for member in packed.getmembers():
            file = packed.extractfile(member) if member.isfile() else None
            if file is not None:
                yield Path(member.name).stem, file.read().decode("utf-8")


def samples(root: Path, log: Callable[[str], None]) -> list[Sample]:
    """Every question of the training files with the facts weighed for it."""
    written, asked = (list(read_jsonl(FOLDER / f"{name}.jsonl.xz")) for name in ("written", "asked"))
    own_texts = {
        "written": (*sheets(written), "txt"),
        "told": (*told_reports(list(read_jsonl(FOLDER / "told.jsonl.xz"))), "txt"),
        "tables": (*tabled_reports(list(read_jsonl(FOLDER / "tables.jsonl.xz"))), "html"),
    }
    found: list[Sample] = []
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        for source, (reports, questions, ending) in own_texts.items():
            texts = base / source
            texts.mkdir()
            for name, text in reports.items():
                (texts / f"{name}.{ending}").write_text(text, encoding="utf-8")
            found += weighed(texts, base / f"library of {source}", questions, locked=True)
            log(f"{source}: {len(found)} questions so far")
        own = [row for row in asked if row["from"] == "reports"]
        found += weighed(root / "reports", base / "b", _wanted(own), locked=False)
        rest = [row for row in asked if row["from"] != "reports"]
        texts = base / "corpora"
        texts.mkdir()
        corpora(root, rest, texts)
        found += weighed(texts, base / "c", _wanted(rest), locked=True)
    log(f"in all: {len(found)} questions, of {sum(any(s.right) for s in found)} the figure is among the facts weighed")
    return found


def sentences_asked(root: Path) -> Iterator[tuple[str, list[str], int, int]]:
    """Questions by people that one sentence of their context answers: question, some of its sentences, which, and the fold.

    Nothing that shares a stretch with a measured context is among them.
    """
    measured = {s for context in {row["context"] for row in measured_rows(root)} for s in shingles(context)}
    rng = random.Random(4)
    for source in SOURCES:
        rows = list(read_jsonl(root / "corpora" / "reading" / f"{source}.jsonl.xz"))
        rng.shuffle(rows)
        count = 0
        for row in rows:
            context, answers = row["context"], [a for a in row["answers"] or () if a not in ("", "YES", "NO")]
            if count == MOST_ASKED or not answers or not measured.isdisjoint(shingles(context)):
                continue
            parts = sentences(simplified(context))
            holding = [i for i, part in enumerate(parts) if simplified(answers[0]) in part]
            if len(holding) == 1 and len(parts) >= FEWEST:
                others = rng.sample([i for i in range(len(parts)) if i != holding[0]], min(MOST_PARTS, len(parts)) - 1)
                shown = [parts[i][-CUT:] for i in (holding[0], *others)]
                count += 1
                yield simplified(row["question"]), shown, 0, fold_of(context)


def _wanted(rows: Rows) -> list[tuple[str, Wanted]]:
    return [(q, Wanted(row["report"], row["raw"], row["value"], row["unit"])) for row in rows for q in row["q"]]


def weighed(texts: Path, store: Path, questions: Sequence[tuple[str, Wanted]], *, locked: bool) -> list[Sample]:
    """Asks ``questions`` of a library of ``texts``; with ``locked`` each of the report that holds its figure alone."""
    for _ in add_paths(store, [texts]):
        pass
    with closing(Assistant.open(store)) as assistant:
        infos = assistant.reports()
        own = {info.name: (info,) for info in infos} | {info.name.split("_")[0]: (info,) for info in infos}
        own |= {"_".join(info.name.split("_")[:2]): (info,) for info in infos}
        held = {info.id: assistant.store.report_text(info.id).text for info in infos}
        found = []
        for text, wanted in questions:
            if wanted.report not in own:
                continue
            question = understand(text, own[wanted.report] if locked else infos, words=())
            if locked and question.documents == ():  # 供热公司 is no body that reports are of
                question = replace(question, documents=None, entities=())
            hits = assistant.hits(question, own[wanted.report] if locked else infos, locked=locked)
            measured = measure(question, hits, assistant.facts_of(hits))
            gold = own[wanted.report][0].id
            right = tuple(m.fact.document == gold and is_wanted(m.fact, held[gold], wanted) for m in measured)
            found.append(Sample(question, tuple(measured), right, fold_of(wanted.report)))
        return found
