"""A generation: the FAISS and the BM25 index of one state of the library, derived from it and thrown away at will.

On disk it is a folder ``gen-N`` with ``vectors.faiss``, ``lexical/`` and ``manifest.json``, the last with the size and
SHA-256 of every other file. It is written under another name, forced to disk and renamed, so a ``gen-N`` is always
whole. In memory it is a :class:`Generation`, which never changes: readers swap one for the next by one assignment.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import lexical, vectors
from index.errors import StoreError
from index.records import Passage
from index.schema import FloatArray, Manifest, Slot

Terms = Callable[[str], list[str]]

FORMAT = 1
MANIFEST, VECTORS, LEXICAL = "manifest.json", "vectors.faiss", "lexical"
_NAME = re.compile(r"gen-([0-9]{1,15})")
_TEMPORARY = ".tmp-"
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


class Generation:
    """What one state of the library can find: an immutable set of passages under two indexes.

    Attributes:
        number: the generation's number.
        ids: ids of the passages that can be found, in order. One that is removed is found no more from the next
            :meth:`index.store.Store.snapshot` on, though the indexes may still hold it.
        dimension: width of the vectors; 0 while there are none.
    """

    __slots__ = ("_dead", "_dense", "_lexical", "_positions", "_slots", "dimension", "ids", "number")

    def __init__(
        self,
        number: int,
        slots: Sequence[Slot],
        dense: vectors.Vectors | None = None,
        words: lexical.Lexical | None = None,
    ) -> None:
        positions: dict[str, list[int]] = {}
        for position, slot in enumerate(slots):
            if slot.alive:
                positions.setdefault(slot.document, []).append(position)
        self.number = number
        self.ids = tuple(slot.passage for slot in slots if slot.alive)
        self.dimension = dense.dimension if dense else 0
        self._slots = tuple(slots)
        self._positions = positions
        self._dead = frozenset(slot.document for slot in slots if not slot.alive)
        self._dense = dense
        self._lexical = words

    def dense(self, vector: FloatArray, k: int, *, documents: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Up to ``k`` passage ids with their cosines to ``vector``, best first, from ``documents`` only (None: all).

        A vector that is zero or not finite finds nothing.

        Raises:
            StoreError: the vector's width is not the library's.
        """
        if self._dense is None:
            return []
        return self._named(self._dense.search(vector, k, self._allowed(documents)))

    def lexical(
        self, terms: Mapping[str, float], k: int, *, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Up to ``k`` passage ids with their BM25 scores, best first, from ``documents`` only (None: from all).

        ``terms`` gives each term of the question its weight.
        """
        if self._lexical is None:
            return []
        known = None if documents is None else [d for d in documents if d in self._positions]
        return self._named(self._lexical.search(terms, k, known, self._dead))

    def rarity(self, term: str) -> float:
        """The idf of ``term``, as BM25 counts it; 0 for a term that no passage holds."""
        held = self._lexical.holding(term) if self._lexical else 0
        return math.log(1 + (self._lexical.count - held + 0.5) / (held + 0.5)) if self._lexical and held else 0.0

    def moved(self, slots: Sequence[Slot]) -> Generation:
        """The same indexes when only which passages are alive has changed."""
        return Generation(self.number, slots, self._dense, self._lexical)

    def stands_on(self, slots: Sequence[Slot]) -> bool:
        """Whether ``slots`` are this generation's positions, dead or alive."""
        return [s.passage for s in self._slots] == [s.passage for s in slots]

    def matrix(self) -> FloatArray:
        """The vectors as indexed, one row per position, dead ones included."""
        return np.zeros((0, 0), np.float32) if self._dense is None else self._dense.matrix()

    def _allowed(self, documents: Collection[str] | None) -> NDArray[np.bool_] | None:
        if documents is None and not self._dead:
            return None
        mask = np.zeros(len(self._slots), dtype=np.bool_)
        for document in self._positions if documents is None else documents:
            mask[self._positions.get(document, [])] = True
        return mask

    def _named(self, hits: Iterable[tuple[int, float]]) -> list[tuple[str, float]]:
        return [(self._slots[position].passage, score) for position, score in hits]


def content_sha(passages: Iterable[str]) -> str:
    """SHA-256 over passage ids in order: what a generation stands for."""
    return hashlib.sha256(json.dumps(list(passages)).encode()).hexdigest()


def in_memory(number: int, slots: Sequence[Slot], texts: Sequence[str], matrix: FloatArray, cut: Terms) -> Generation:
    """A generation that touches no disk, for a library that cannot be written; every slot must be alive."""
    if not slots:
        return Generation(number, slots)
    dense = vectors.load(vectors.build(matrix))
    words = lexical.in_memory((slot.document, cut(text)) for slot, text in zip(slots, texts, strict=True))
    return Generation(number, slots, dense, words)


def write(
    store: Path,
    number: int,
    slots: Sequence[Slot],
    texts: Sequence[str],
    matrix: FloatArray,
    fingerprint: str,
    cut: Terms,
) -> Manifest:
    """Write ``gen-N`` into the folder ``store`` and give the manifest that the truth is to hold.

    ``slots`` (every one alive, at least one), ``texts`` and the rows of ``matrix`` go together.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=store))
    try:
        data = vectors.build(matrix)
        (temporary / VECTORS).write_bytes(data)
        (temporary / LEXICAL).mkdir()
        rows = ((slot.document, cut(text)) for slot, text in zip(slots, texts, strict=True))
        lexical.build(temporary / LEXICAL, rows)
        sha = content_sha(slot.passage for slot in slots)
        made = Manifest(number, len(slots), matrix.shape[1], fingerprint, hashlib.sha256(data).hexdigest(), sha)
        (temporary / MANIFEST).write_bytes(_described(made, _files(temporary), cut))
        _settle(temporary, store / f"gen-{number}")
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return made


def load(store: Path, manifest: Manifest, slots: Sequence[Slot], cut: Terms) -> Generation:
    """Verify and open the generation that ``manifest`` tells of.

    Raises:
        Damaged: a file is missing or is not what the manifests say.
        StoreError: a file could not be read, which says nothing of what it holds.
    """
    if not slots and not manifest.count:
        return Generation(manifest.generation, slots)
    if len(slots) != manifest.count or content_sha(s.passage for s in slots) != manifest.content_sha256:
        raise Damaged("段落清单与登记不符")
    folder = store / f"gen-{manifest.generation}"
    data = verify(folder, manifest, cut)
    try:
        dense, words = vectors.load(data), lexical.load(folder / LEXICAL)
    except (RuntimeError, ValueError) as error:  # whole, but written by another version of faiss or tantivy
        raise Damaged(f"索引打不开（{error}）") from error
    if (dense.count, dense.dimension, words.count) != (manifest.count, manifest.dimension, manifest.count):
        raise Damaged(f"索引有 {dense.count} 个向量、{words.count} 个段落，登记为 {manifest.count}")
    return Generation(manifest.generation, slots, dense, words)


def verify(folder: Path, manifest: Manifest, cut: Terms) -> bytes:
    """Compare every file of ``folder`` with the manifests; the bytes of the FAISS index, read once.

    Raises:
        Damaged: as :func:`load`.
        StoreError: as :func:`load`.
    """
    with _telling(folder):
        data = (folder / VECTORS).read_bytes()
        if hashlib.sha256(data).hexdigest() != manifest.faiss_sha256:
            raise Damaged(f"{VECTORS} 与登记的 SHA-256 不符")
        described = (folder / MANIFEST).read_bytes()
        files = _listed(described)
        if described != _described(manifest, files, cut):
            raise Damaged(f"{MANIFEST} 与登记不符")
        for name, expected in files.items():
            if name != VECTORS and _measured(folder / name) != expected:
                raise Damaged(f"{name} 与登记的 SHA-256 不符")
    return data


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


def _files(folder: Path) -> dict[str, list[Any]]:
    """Size and SHA-256 of every file under ``folder``, by path relative to it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): _measured(path) for path in found}


def _described(manifest: Manifest, files: Mapping[str, list[Any]], cut: Terms) -> bytes:
    """The bytes of ``manifest.json``. ``terms`` shows when text is cut otherwise now than when it was indexed."""
    told = {
        "format": FORMAT,
        "generation": manifest.generation,
        "count": manifest.count,
        "dimension": manifest.dimension,
        "fingerprint": manifest.fingerprint,
        "content_sha256": manifest.content_sha256,
        "terms": content_sha(cut(_PROBE)),
        "files": dict(files),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _listed(described: bytes) -> dict[str, list[Any]]:
    """The files that a ``manifest.json`` lists; paths that lead out of its folder are damage."""
    try:
        files = json.loads(described)["files"]
        names = [Path(name) for name in files]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{MANIFEST} 不成格式") from error
    if not isinstance(files, dict) or any(name.is_absolute() or ".." in name.parts for name in names):
        raise Damaged(f"{MANIFEST} 不成格式")
    return files


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
