"""A generation: the FAISS and the BM25 index of one state of the library, derived from it and thrown away at will.

On disk it is a folder ``gen-N`` with ``positions.json``, ``vectors-*.faiss``, ``lexical/`` and ``manifest.json``, the
last with the size and SHA-256 of every other file. It is written under another name, forced to disk and renamed, so a
``gen-N`` is always whole. One that grows out of another holds links to the files that stay as they are. In memory it is
a :class:`~index.finding.Generation`.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import lexical, vectors
from index.errors import StoreError
from index.finding import Generation
from index.positions import Positions, Run
from index.records import Passage
from index.schema import FloatArray, Manifest

Cut = Callable[[Sequence[str]], Sequence[str]]
"""Gives the terms of each of some texts, parted by blanks."""
Texts = Iterable[tuple[str, str]]
"""Passages as they are searched, each after the id of its report."""
Files = dict[str, list[Any]]
"""Size and SHA-256 of files by their path within a generation."""

FORMAT = 2
AT_ONCE = 200
"""So many passages are cut into terms at once."""
MANIFEST, POSITIONS, LEXICAL = "manifest.json", "positions.json", "lexical"
_NAME = re.compile(r"gen-([0-9]{1,15})")
_TEMPORARY = ".tmp-"
TRIES, PAUSE = 5, 0.05
"""How often what was not finished is removed, and the seconds between."""
_PROBE = Passage(
    "",
    "",
    0,
    0,
    0,
    "２０２４年，全市法院执行到位金额35.8亿元（GDP 1,234.56%）。Ａb-c PM2.5",
    ("一、执行工作", "（一）执行到位"),
).searchable


class Damaged(Exception):
    """The files of a generation are not what the manifests say. Never raised for files that could not be read."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of vectors and how many it holds."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """What ``manifest.json`` tells."""

    parts: tuple[Part, ...]
    files: Files


@dataclass(frozen=True, slots=True)
class Base:
    """A generation on disk that the next one can grow out of."""

    folder: Path
    positions: Positions
    told: Told


@dataclass(frozen=True, slots=True)
class Growth:
    """How the next generation differs from its base: reports taken out, and the positions after that and what is added.

    Without a base it is written from nothing. ``loose``: more is to come at once, so parts are not yet made one.
    """

    positions: Positions
    texts: Texts
    rows: vectors.Rows
    base: Base | None = None
    gone: Collection[str] = field(default=())
    loose: bool = False

    @property
    def kept(self) -> int:
        """How many positions the base has."""
        return len(self.base.positions) if self.base else 0


def in_memory(manifest: Manifest, growth: Growth, cut: Cut) -> Generation:
    """A generation that touches no disk, for a library that cannot be written; ``growth`` has no base."""
    if not len(growth.positions):
        return Generation(manifest, growth.positions)
    dense = vectors.in_memory(len(growth.positions), growth.rows(0, 1).shape[1], growth.rows)
    words = lexical.in_memory(_rows(growth.texts, cut))
    return Generation(manifest, growth.positions, dense, words)


def of_texts(rows: Sequence[tuple[str, str, str]], matrix: FloatArray, cut: Cut) -> Generation:
    """A generation of texts that are in no library: (report, passage, text), those of a report together."""
    runs = [
        Run(document, tuple(passage for _, passage, _ in group))
        for document, group in itertools.groupby(rows, key=lambda row: row[0])
    ]
    texts = ((document, text) for document, _, text in rows)
    growth = Growth(Positions(runs), texts, lambda start, stop: matrix[start:stop])
    return in_memory(Manifest(0, len(rows), matrix.shape[1], None, "", ""), growth, cut)


def write(store: Path, number: int, growth: Growth, fingerprint: str, cut: Cut) -> Manifest:
    """Write ``gen-N`` into the folder ``store`` and give the manifest that the truth is to hold.

    Raises:
        OSError: it could not be written, or the base not be read; nothing is left behind.
    """
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=store))
    try:
        made = _write(temporary, number, growth, fingerprint, cut)
        _settle(temporary, store / f"gen-{number}")
    except BaseException:
        _discard(temporary)
        raise
    return made


def _discard(folder: Path) -> None:
    """Remove a folder, again where a lock file of tantivy has come into it meanwhile; what is left the next writer sweeps away."""
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(PAUSE)


def _write(folder: Path, number: int, growth: Growth, fingerprint: str, cut: Cut) -> Manifest:
    linked = _link(growth.base, folder) if growth.base else {}
    width = growth.rows(growth.kept, growth.kept + 1).shape[1]
    parts = _write_vectors(folder, growth, width)
    _write_words(folder / LEXICAL, growth, cut)
    listed = growth.positions.to_bytes()
    (folder / POSITIONS).write_bytes(listed)
    files = _files(folder, growth.base.told.files if growth.base else {}, linked)
    sha = hashlib.sha256(listed).hexdigest()
    made = Manifest(number, len(growth.positions), width, fingerprint, _joint_sha(parts, files), sha)
    (folder / MANIFEST).write_bytes(_described(made, Told(parts, files), cut))
    return made


def _write_vectors(folder: Path, growth: Growth, width: int) -> tuple[Part, ...]:
    """The parts of the base that stay, and one of all rows behind them."""
    before = growth.base.told.parts if growth.base else ()
    added = len(growth.positions) - growth.kept
    loose = growth.loose and len(before) < vectors.MOST_PARTS
    kept = before if loose else before[: vectors.merged([part.count for part in before], added)]
    for part in before[len(kept) :]:
        (folder / part.name).unlink()
    first = sum(part.count for part in kept)
    name, count = f"vectors-{first}.faiss", len(growth.positions) - first
    data = vectors.build(count, width, lambda a, b: growth.rows(first + a, first + b))
    (folder / name).write_bytes(data.data)
    return *kept, Part(name, count)


def _rows(texts: Texts, cut: Cut) -> Iterator[lexical.Row]:
    """What the word index is built from; some passages are cut at once, for that is quicker and needs little memory."""
    rest = iter(texts)
    while some := list(itertools.islice(rest, AT_ONCE)):
        yield from zip((document for document, _ in some), cut([text for _, text in some]), strict=True)


def _write_words(folder: Path, growth: Growth, cut: Cut) -> None:
    rows = _rows(growth.texts, cut)
    if growth.base is None:
        folder.mkdir()
        held = lexical.build(folder, rows)
    else:
        held = lexical.extend(folder, rows, growth.kept, growth.gone)
    wanted = len(growth.positions) - growth.positions.lost
    if held != wanted:
        raise OSError(f"tantivy holds {held} of {wanted} passages")


def _link(base: Base, folder: Path) -> dict[str, int]:
    """Put the files of ``base`` into ``folder``, as links where the file system has them; their inodes by name."""
    linked = {}
    for name in base.told.files:
        if name == POSITIONS:
            continue
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        try:
            target.hardlink_to(base.folder / name)
            linked[name] = target.stat().st_ino
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copyfile(base.folder / name, target)
    return linked


def base(store: Path, manifest: Manifest, cut: Cut) -> Base | None:
    """The generation that ``manifest`` tells of, to grow the next one out of; None if it is not fit for that."""
    folder = store / f"gen-{manifest.generation}"
    try:
        told, positions = _read(folder, manifest, cut)
    except (Damaged, StoreError):
        return None
    return Base(folder, positions, told)


def load(store: Path, manifest: Manifest, alive: Collection[str], cut: Cut) -> Generation:
    """Verify and open the generation that ``manifest`` tells of; ``alive`` are the reports that exist.

    Raises:
        Damaged: a file is missing or is not what the manifests say.
        StoreError: a file could not be read, which says nothing of what it holds.
    """
    if not manifest.count:
        return Generation(manifest, Positions())
    folder = store / f"gen-{manifest.generation}"
    told, positions = verify(folder, manifest, cut)
    try:
        with _telling(folder):
            dense = vectors.load([folder / part.name for part in told.parts])
            words = lexical.load(folder / LEXICAL)
    except (RuntimeError, ValueError) as error:  # whole, but written by another version of faiss or tantivy
        raise Damaged(f"索引打不开（{error}）") from error
    living = len(positions) - positions.lost
    if (len(positions), dense.count, dense.dimension, words.count) != (
        manifest.count,
        manifest.count,
        manifest.dimension,
        living,
    ):
        raise Damaged(
            f"索引有 {dense.count} 个 {dense.dimension} 维向量、{words.count} 个段落，登记为 {manifest.count}"
        )
    return Generation(manifest, positions, dense, words, alive)


def verify(folder: Path, manifest: Manifest, cut: Cut) -> tuple[Told, Positions]:
    """Compare every file of ``folder`` with the manifests.

    Raises:
        Damaged: as :func:`load`.
        StoreError: as :func:`load`.
    """
    told, positions = _read(folder, manifest, cut)
    with _telling(folder):
        for name, expected in told.files.items():
            if name != POSITIONS and _measured(folder / name) != expected:
                raise Damaged(f"{name} 与登记的 SHA-256 不符")
    return told, positions


def _read(folder: Path, manifest: Manifest, cut: Cut) -> tuple[Told, Positions]:
    """The two small files of a generation, compared with the manifest; raises as :func:`load` does."""
    with _telling(folder):
        described = (folder / MANIFEST).read_bytes()
        listed = (folder / POSITIONS).read_bytes()
    told = _listed(described)
    if described != _described(manifest, told, cut) or _joint_sha(told.parts, told.files) != manifest.vectors_sha256:
        raise Damaged(f"{MANIFEST} 与登记不符")
    sha = hashlib.sha256(listed).hexdigest()
    if sha != manifest.content_sha256 or told.files.get(POSITIONS) != [len(listed), sha]:
        raise Damaged("段落清单与登记不符")
    return told, Positions.from_bytes(listed)


def numbers(store: Path) -> list[int]:
    """The numbers of the generations in the folder ``store``, whole or not, in order."""
    matches = (_NAME.fullmatch(entry.name) for entry in store.iterdir())
    return sorted(int(match[1]) for match in matches if match)


def is_ours(name: str) -> bool:
    """Whether a file or folder of this name in a library is a generation, or what is left of writing one."""
    return name.startswith(_TEMPORARY) or _NAME.fullmatch(name) is not None


def sweep(store: Path, current: int) -> None:
    """Remove what no reader can need: all but the generations ``current`` and the one before it. Failures do no harm.

    Only for the holder of the writer lock: another writer's unfinished work looks like a stray.
    """
    before = max((n for n in numbers(store) if n < current), default=current)
    keep = {f"gen-{current}", f"gen-{before}"}
    for entry in list(store.iterdir()):
        if is_ours(entry.name) and entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)


@contextlib.contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Sort the errors of reading a generation: what is not there is damage, what cannot be read is not."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise Damaged(f"缺少文件 {Path(error.filename or '').name}") from error
    except OSError as error:
        raise StoreError(
            f"资料库的索引读不出来（{folder}：{error.strerror}）：请检查文件权限和磁盘，然后再试；内容没有改变。"
        ) from error


def _measured(file: Path) -> list[Any]:
    with file.open("rb") as stream:
        return [os.fstat(stream.fileno()).st_size, hashlib.file_digest(stream, "sha256").hexdigest()]


def _files(folder: Path, known: Files, linked: Mapping[str, int]) -> Files:
    """Size and SHA-256 of every file under ``folder``; those of the ``linked`` ones are ``known`` if they still are links.

    Their bytes are not looked at: should they be damaged, the new generation is found to be when it is opened.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    same = {name for name, path in found.items() if linked.get(name) == path.stat().st_ino}
    return {name: known[name] if name in same else _measured(path) for name, path in found.items()}


def _joint_sha(parts: Sequence[Part], files: Files) -> str:
    """One SHA-256 for all files of vectors."""
    told = [[part.name, part.count, files.get(part.name)] for part in parts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _described(manifest: Manifest, told: Told, cut: Cut) -> bytes:
    """The bytes of ``manifest.json``. ``terms`` shows when text is cut otherwise now than when it was indexed."""
    content = {
        "format": FORMAT,
        "generation": manifest.generation,
        "count": manifest.count,
        "dimension": manifest.dimension,
        "fingerprint": manifest.fingerprint,
        "content_sha256": manifest.content_sha256,
        "terms": hashlib.sha256(json.dumps(cut([_PROBE])[0].split()).encode()).hexdigest(),
        "parts": [[part.name, part.count] for part in told.parts],
        "files": told.files,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _listed(described: bytes) -> Told:
    """What a ``manifest.json`` lists; paths that lead out of its folder are damage."""
    try:
        content = json.loads(described)
        told = Told(tuple(Part(name, count) for name, count in content["parts"]), dict(content["files"]))
        names = [Path(name) for name in [*told.files, *(part.name for part in told.parts)]]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{MANIFEST} 不成格式") from error
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise Damaged(f"{MANIFEST} 不成格式")
    return told


def _settle(temporary: Path, final: Path) -> None:
    """Force ``temporary`` to disk, then give it its name, and force that too."""
    for path in _walk(temporary):
        sync(path)
    temporary.chmod(final.parent.stat().st_mode & 0o777)  # mkdtemp makes it private, which would shut out other readers
    temporary.rename(final)
    sync(final.parent)


def _walk(folder: Path) -> Iterator[Path]:
    """Everything under ``folder``, inmost first, then ``folder`` itself."""
    yield from sorted(folder.rglob("*"), reverse=True)
    yield folder


def sync(path: Path) -> None:
    """Force a file or a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
