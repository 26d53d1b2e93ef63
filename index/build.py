"""Composes the stages: files in, one atomic change of the library out. Adding, replacing, removing, rebuilding."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index import steps
from index.ahead import Prepare, ahead
from index.embed import Encoder, open_encoder
from index.errors import LoadError, ShushuoError, StoreError
from index.given import NONE, Given, checked
from index.load import bytes_of, files_in, sniff
from index.load.limits import GUARD, Guard
from index.originals import Originals
from index.packed import Packed, pack
from index.prepare import prepare, raw_of, report_name, understand
from index.reading import Reading, reading_of
from index.records import Prepared
from index.schema import DocumentInfo, FloatArray
from index.store import Store

Progress = Callable[[str, int, int], None]
"""Called with what is being done (a file's name, or a stage), how many are done and how many there are."""

BATCH_CHARACTERS = 2_000_000
"""Reports are committed in batches of about this much text, so that a cancelled ``add`` keeps what was finished."""

ENCODED = 10_000
"""So many passages of a report are given to the encoder at once."""

ADDED, REPLACED, UNCHANGED, FAILED = "added", "replaced", "unchanged", "failed"
COPY = "copy"
"""Only while reading: the same bytes as the report that ``message`` names. Nobody outside sees this status."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``status`` is added, replaced, unchanged or failed; ``message`` says why it failed.

    ``reading`` tells what was read as what, where that was asked for and the file could be opened.
    """

    path: Path
    name: str
    status: str
    message: str = ""
    passages: int = 0
    facts: int = 0
    reading: Reading | None = None


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files among ``paths`` and in the folders and archives among them, hidden ones left out, in order of name.

    A file in an archive has a path that leads through the archive: ``报告.zip/2024年/报告.docx``.

    Raises:
        LoadError: a path does not exist, or there is no file at all.
    """
    found: list[Path] = []
    for path in paths:
        try:
            found += _files_at(path)
        except OSError as error:
            raise LoadError(f"打不开 {path}：{error.strerror or error}。请检查路径和权限") from None
    if not found:
        raise LoadError(f"{'、'.join(map(str, paths))} 里没有任何文件。请给出报告文件或装有报告的文件夹")
    return list(dict.fromkeys(file for path in found for file in (files_in(path) if path.is_file() else [path])))


def _files_at(path: Path) -> list[Path]:
    """What is at a path: a file, or what a folder holds. A pipe or a device is told when it is read, and not opened."""
    if path.is_dir():
        inside = (p for p in sorted(path.rglob("*")) if p.is_file())
        return [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
    if path.exists():
        return [path]
    raise LoadError(f"找不到 {path}。请检查路径是否写对")


def add_paths(
    store_dir: Path,
    paths: Sequence[Path],
    *,
    encoder: str | None = None,
    progress: Progress | None = None,
    explain: bool = False,
    guard: Guard = GUARD,
) -> list[Outcome]:
    """Adds files and folders to the library at ``store_dir``, which is made where there is none; one outcome per file.

    A file that cannot be read leaves the others untouched. A file already there is left as it is; one with the same
    name and other bytes replaces the old. With ``explain`` each outcome tells what was read;
    ``guard`` is what parsing a file may take.

    Raises:
        ShushuoError: nothing could be done at all: no such path, no such encoder, a library that cannot be written.
    """
    files = find_files(paths)
    tell = progress or (lambda what, done, total: None)
    with Store.open(store_dir, create=True) as store:
        known = {info.name: info.id for info in store.documents()}
        if known:
            _same_encoder(store, encoder)
        outcomes: list[Outcome] = []
        batch: list[tuple[Packed, Outcome]] = []
        characters = 0
        originals = Originals(store.pictured(known.values()))
        with ahead(files, frozenset(known.values()), guard, store.settings()) as preparing:
            for outcome, report in _Reader(known, preparing, store if explain else None, originals).each(files, tell):
                if report is None:
                    outcomes.append(outcome)
                    continue
                batch.append((report, outcome))
                characters += report.info.characters
                del report  # what is stored must not be held while the next one is waited for
                if characters >= BATCH_CHARACTERS or originals.many:
                    more = len(outcomes) + len(batch) < len(files)
                    outcomes += _commit(store, batch, encoder, tell, originals.taken(), loose=more)
                    batch, characters = [], 0
        outcomes += _commit(store, batch, encoder, tell, originals.taken())
        tell("完成", len(files), len(files))
    order = {path: n for n, path in enumerate(files)}
    return sorted(outcomes, key=lambda outcome: order[outcome.path])


def _same_encoder(store: Store, encoder: str | None) -> None:
    """Refuses another encoder before any work is done; without a named one the shipped is meant."""
    store.require(open_encoder(encoder))


class _Reader:
    """Reads files as far as storing them; ``known`` takes note of what the library will hold."""

    def __init__(
        self, known: dict[str, str], preparing: Prepare, explained: Store | None, originals: Originals
    ) -> None:
        self._known = known
        self._names = {identity: name for name, identity in known.items()}
        self._preparing = preparing
        self._explained = explained
        self._originals = originals
        self._seen: dict[str, Path] = {}

    def each(self, files: Sequence[Path], tell: Progress) -> Iterator[tuple[Outcome, Packed | None]]:
        """Each file's outcome as far as reading goes, and the report where there is one to store.

        Copies of other reports come last: what they are copies of may be replaced by then.
        """
        copies: list[Path] = []
        done = 0
        for path in files:
            tell(report_name(path), done, len(files))
            with steps.watched(_steps(tell, report_name(path), done, len(files))):
                found = self._one(path)
            if found[0].status == COPY:
                copies.append(path)
                continue
            done += 1
            yield found
            del found
        for path in copies:
            outcome, report = self._one(path)
            yield (_settled(outcome, self._known) if outcome.status == COPY else outcome), report

    def _one(self, path: Path) -> tuple[Outcome, Packed | None]:
        name = report_name(path)
        try:
            data = bytes_of(path)
        except LoadError as error:
            return Outcome(path, name, FAILED, str(error)), None
        identity = hashlib.sha256(data).hexdigest()
        try:
            self._require_other_name(name, identity)
            if self._known.get(name) == identity:
                self._seen.setdefault(name, path)
                self._originals.add(identity, data, sniff(data))
                return Outcome(path, name, UNCHANGED, reading=self._held(data, identity)), None
            held = self._names.get(identity, "")
            if held:
                return Outcome(path, name, COPY, held), None
            read = self._preparing(path, data)
        except LoadError as error:
            return Outcome(path, name, FAILED, str(error), reading=self._unread(data)), None
        report, reading = read.report, read.reading
        status = REPLACED if name in self._known else ADDED
        self._names.pop(self._known.get(name, ""), None)
        self._seen[name], self._known[name], self._names[identity] = path, identity, name
        self._originals.add(identity, data, reading.format)
        told = None if self._explained is None else reading
        return Outcome(path, name, status, "", len(report.passages), len(report.facts), told), report

    def _require_other_name(self, name: str, identity: str) -> None:
        if name in self._seen and self._known.get(name) != identity:
            raise LoadError(f"与 {self._seen[name]} 同名而内容不同。报告按文件名引用，请给其中一份改名后再添加")

    def _unread(self, data: bytes) -> Reading | None:
        return None if self._explained is None else reading_of(sniff(data), "", None)

    def _held(self, data: bytes, identity: str) -> Reading | None:
        """What the library holds of a file that it has already, or will have when this batch is stored."""
        store = self._explained
        if store is None or all(info.id != identity for info in store.documents()):
            return None
        return reading_of(sniff(data), "", store.document(identity))


def _steps(tell: Progress, name: str, done: int, total: int) -> steps.Step:
    """Tells how far one file is, amid the others."""
    return lambda what, at, of: tell(steps.words(name, what, at, of), done, total)


def _settled(copy: Outcome, known: dict[str, str]) -> Outcome:
    """What becomes of a copy: nothing, unless the library has another report of its name, which would be stale."""
    held, name = copy.message, copy.name
    if name in known:
        message = f"内容与“{held}”相同，而资料库里的“{name}”是另一份。若它已作废，请运行 shushuo remove {name}"
        return replace(copy, status=FAILED, message=message)
    return replace(copy, status=UNCHANGED, message=f"内容与“{held}”相同，不重复添加")


def _commit(
    store: Store,
    batch: Sequence[tuple[Packed, Outcome]],
    encoder: str | None,
    tell: Progress,
    originals: Mapping[str, bytes],
    *,
    loose: bool = False,
) -> list[Outcome]:
    """Embeds and stores a batch in one atomic change; ``loose``: there may be another after it."""
    if not batch:
        if originals:  # of reports that an earlier version of the program added
            store.apply(originals=originals)
        return []
    model = open_encoder(encoder)
    rows = []
    for done, (report, _) in enumerate(batch):
        tell("计算向量", done, len(batch))
        rows.append((report, _vectors(model, report.texts())))
    tell("写入资料库", len(batch), len(batch))
    store.apply(add=rows, encoder_fingerprint=model.fingerprint, originals=originals, loose=loose)
    return [outcome for _, outcome in batch]


def _vectors(model: Encoder, texts: Sequence[str]) -> FloatArray:
    """One row for each text; those of a long report some at a time, for an encoder takes several times what it gives."""
    rows = np.empty((len(texts), model.dimension), np.float32)
    for start in range(0, len(texts), ENCODED):
        rows[start : start + ENCODED] = model.encode(texts[start : start + ENCODED])
    return rows


def remove(store_dir: Path, names: Sequence[str]) -> list[str]:
    """Removes the reports of these names; the names in the order given.

    Raises:
        StoreError: there is no report of one of the names; then nothing is removed.
    """
    with Store.open(store_dir) as store:
        store.apply(remove=_ids(store, names))
    return list(names)


def _ids(store: Store, names: Sequence[str]) -> list[str]:
    """Ids of the reports of these names; StoreError if there is none of one."""
    known = {info.name: info.id for info in store.documents()}
    missing = [name for name in names if name not in known]
    if missing:
        raise StoreError(f"资料库里没有“{missing[0]}”。用 shushuo list 查看现有的报告")
    return [known[name] for name in names]


def set_by_hand(
    store_dir: Path, names: Sequence[str], values: Given, *, encoder: str | None = None
) -> list[DocumentInfo]:
    """Sets ``values`` (fields of :data:`index.given.FIELDS`) of the reports of these names, beside those set before.

    With no values all that was set of them is forgotten. The reports are understood anew from their raw text, in one
    atomic change; how they then are, in the order given.

    Raises:
        UsageError: a value that none can be.
        StoreError: there is no report of one of the names, or it cannot be written; then nothing is changed.
    """
    told = {field: checked(field, value) for field, value in values.items()}
    names = list(dict.fromkeys(names))
    with Store.open(store_dir) as store:
        ids, before = _ids(store, names), store.settings()
        settings = {name: {**before.get(name, {}), **told} if told else {} for name in names}
        model: Encoder | None = None
        rows = []
        for name, id_ in zip(names, ids, strict=True):
            prepared = understand(name, id_, raw_of(store.document(id_)), settings[name])
            vectors = _kept_vectors(store, prepared)
            if vectors is None:
                model = model or open_encoder(encoder)
                store.require(model)
                vectors = model.encode([p.searchable for p in prepared.passages])
            rows.append((prepared, vectors))
        store.apply(add=rows, remove=ids, settings=settings, encoder_fingerprint=store.fingerprint())
        after = {info.name: info for info in store.documents()}
    return [after[name] for name in names]


def _kept_vectors(store: Store, prepared: Prepared) -> FloatArray | None:
    """The stored vectors of a report whose passages are still the same; None where they must be made anew."""
    kept = store.passages_of(prepared.document.id)
    return store.vectors_of(p.id for p in kept) if kept == prepared.passages else None


def rebuild(store_dir: Path, *, encoder: str | None = None, progress: Progress | None = None) -> int:
    """Understands every stored raw text anew, with another encoder if one is named; how many reports there are.

    One atomic change: cancelled or failed, it leaves the library as it was.

    Raises:
        ShushuoError: no library, or an encoder that cannot be opened; then nothing is changed.
    """
    tell = progress or (lambda what, done, total: None)
    model: Encoder = open_encoder(encoder)
    with Store.open(store_dir) as store:
        infos, settings = store.documents(), store.settings()
        rows = []
        for done, info in enumerate(infos):
            tell(info.name, done, len(infos))
            kept = store.document(info.id)
            prepared = understand(kept.name, kept.id, raw_of(kept), settings.get(kept.name, NONE))
            report = pack(prepared)
            rows.append((report, _vectors(model, report.texts())))
        store.apply(add=rows, remove=[info.id for info in infos], encoder_fingerprint=model.fingerprint)
        tell("完成", len(infos), len(infos))
    return len(infos)


__all__ = [
    "ADDED", "FAILED", "REPLACED", "UNCHANGED", "Outcome", "ShushuoError", "add_paths", "find_files", "prepare",
    "rebuild", "remove", "report_name", "set_by_hand",
]  # fmt: skip
