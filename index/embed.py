"""Text -> vectors: float32 ``(n, d)``, unit norm, a zero row for a text without tokens.

The shipped encoder is a sentence-transformers ``StaticEmbedding`` model (the mean of its token vectors), run here by
tokenizers and numpy, so that asking a question does not load torch. Any other model goes through sentence-transformers.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ShushuoError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

# Where others work too the tokenizer's threads wait for one another: 25 short texts took 96 ms, on one thread they take 1.1.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

SHIPPED = Path(__file__).parent / "model"
STATIC_VERSION = "shushuo-static-v1"

_BLOCK_CHARACTERS = 1_000_000
_SLICE_TOKENS = 256
_BATCH_TEXTS = 32
_FEW_TEXTS = 4
_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}


class EncoderError(ShushuoError):
    """A model that cannot be loaded as an encoder."""


class Encoder(Protocol):
    """What turns texts into vectors. Two encoders with equal fingerprints give equal vectors."""

    @property
    def dimension(self) -> int:
        """Width of the vectors."""

    @property
    def fingerprint(self) -> str:
        """Kind, name and content hash of the model, kept by a store to refuse the vectors of another one."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors ``(len(texts), dimension)``: unit norm, or zero for a text without tokens; never NaN."""


def unit_rows(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length one in float32; zero rows stay zero, rows that are not finite become zero.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).round(3).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    rows = np.asarray(vectors, dtype=np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    good = np.isfinite(norms) & (norms > 0)
    unit: Vectors = np.divide(rows, norms[:, None], out=np.zeros_like(rows), where=good[:, None])
    return unit


class StaticEncoder:
    """A folder with a ``StaticEmbedding`` model: the normalised mean of token vectors, without torch.

    Reads ``embedding.weight``, or ``embeddings`` with a length per token in ``weights`` (the model2vec form, which
    sentence-transformers multiplies out in float32 even where ``embeddings`` is float16).
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
        try:
            self._table = _static_table(weights)
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # tokenizers raises bare Exception for a file that is missing or malformed
            raise _cannot_load(str(folder), error) from error
        size = self._tokenizer.get_vocab_size()
        if size > len(self._table):
            raise _cannot_load(str(folder), f"词表有 {size} 项，向量只有 {len(self._table)} 行")
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._fingerprint = f"{STATIC_VERSION}:{hash_files([weights, tokenizer])}"

    @property
    def dimension(self) -> int:
        """Width of the vectors."""
        return int(self._table.shape[1])

    @property
    def fingerprint(self) -> str:
        """``shushuo-static-v1:`` and 16 hex digits of the SHA-256 of weights and tokenizer."""
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors ``(len(texts), dimension)``; memory beyond them is bounded by the longest text."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start, block in _blocks(texts):
            encodings = self._tokenizer.encode_batch_fast([sound(t) for t in block], add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                sums[row] = self._sum(encoding.ids)
        return unit_rows(sums)

    def _sum(self, ids: list[int]) -> NDArray[np.float64]:
        """Sum of token vectors; the mean differs only in length, which the norm takes out."""
        # Float32 sums drift with their length, so a long text is summed in slices that are added in float64.
        total = np.zeros(self.dimension)
        for at in range(0, len(ids), _SLICE_TOKENS):
            total += self._table.take(ids[at : at + _SLICE_TOKENS], axis=0).sum(axis=0)
        return total


class SentenceTransformersEncoder:
    """Any other sentence-transformers model, in a folder or by hub name. It cuts texts longer than its window."""

    def __init__(self, name: str, *, local: bool) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        try:
            self._model = SentenceTransformer(name, trust_remote_code=False, local_files_only=local)
            self._dimension = int(self._model.encode(["维度"], show_progress_bar=False).shape[1])
        except Exception as error:  # the hub, torch and transformers each raise their own kinds
            raise _cannot_load(name, error) from error
        content = _hash_folder(Path(name)) if local else _digest(f"{name}:{self._dimension}".encode())
        self._fingerprint = f"st:{Path(name).resolve().name if local else name}:{content}"

    @property
    def dimension(self) -> int:
        """Width of the vectors."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """``st:name:`` and 16 hex digits, of the folder's content or, for a hub model, of its name and width."""
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors ``(len(texts), dimension)``; blank texts give zero rows, as with the static encoder."""
        import torch

        full = [i for i, text in enumerate(texts) if text.strip()]
        rows = np.zeros((len(texts), self._dimension), dtype=np.float32)
        if full:
            torch.set_num_threads(1 if len(full) <= _FEW_TEXTS else os.cpu_count() or 1)
            rows[full] = self._model.encode(
                [sound(texts[i]) for i in full],
                batch_size=_BATCH_TEXTS,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return unit_rows(rows)


def open_encoder(name: str | None = None) -> Encoder:
    """The shipped encoder, or the model in a folder, or the one with a hub name; each is loaded once per process.

    Raises:
        EncoderError: the model is missing or cannot be loaded.
    """
    if not name:
        return _open_folder(str(SHIPPED))
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _open_folder(str(folder.resolve()))
    if folder.exists() or _names_a_path(name):
        raise _cannot_load(name, "文件夹不存在")
    return _open_hub(name)


@functools.cache
def _open_folder(folder: str) -> Encoder:
    path = Path(folder)
    if not (path / "modules.json").is_file():
        raise _cannot_load(folder, "文件夹里没有 modules.json，不是 sentence-transformers 模型")
    static = _static_folder(path)
    return StaticEncoder(static) if static else SentenceTransformersEncoder(folder, local=True)


@functools.cache
def _open_hub(name: str) -> Encoder:
    return SentenceTransformersEncoder(name, local=False)


def _static_folder(folder: Path) -> Path | None:
    """Where the static module lies if the folder is a StaticEmbedding model, with at most a Normalize after it."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        config = folder / "config_sentence_transformers.json"
        settings = json.loads(config.read_text(encoding="utf-8")) if config.is_file() else {}
        kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _cannot_load(str(folder), error) from error
    plain = kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]) and not settings.get("default_prompt_name")
    if not plain:
        return None
    static = folder / modules[0]["path"]
    return static if (static / "model.safetensors").is_file() else None


def _static_table(path: Path) -> Vectors:
    """One float32 row per token id."""
    from safetensors.numpy import load_file

    tensors = load_file(path)
    table = tensors["embedding.weight"] if "embedding.weight" in tensors else tensors["embeddings"]
    if "mapping" in tensors:
        table = table[tensors["mapping"]]
    table = table.astype(np.float32)
    if "weights" in tensors:
        table *= tensors["weights"].astype(np.float32)[:, None]
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError("向量表不是有限的二维数组")
    return table


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(index of the first, texts) of stretches with about a million characters each."""
    start, block, size = 0, [], 0
    for i, text in enumerate(texts):
        block.append(text)
        size += len(text) + 100
        if size >= _BLOCK_CHARACTERS:
            yield start, block
            start, block, size = i + 1, [], 0
    if block:
        yield start, block


def sound(text: str) -> str:
    """Lone surrogates, which the Rust tokenizers refuse, become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def hash_files(paths: Sequence[Path]) -> str:
    """First 16 hex digits of the SHA-256 over the contents of ``paths``, each with its length before it."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.stat().st_size.to_bytes(8, "big"))
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()[:16]


def _hash_folder(folder: Path) -> str:
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix in _MODEL_FILES)
    return hash_files(sorted(files, key=lambda p: p.relative_to(folder).as_posix()))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _names_a_path(name: str) -> bool:
    """Whether ``name`` cannot be a hub name (``name`` or ``owner/name``), so that no network is asked for it."""
    return name.startswith((".", "/", "~")) or name.endswith("/") or name.count("/") > 1 or "\\" in name or ":" in name


def _cannot_load(name: str, reason: object) -> EncoderError:
    first = str(reason).strip().splitlines()[0][:200] if str(reason).strip() else type(reason).__name__
    return EncoderError(
        f"无法加载编码器“{name}”：{first}。请检查 --encoder 的文件夹或模型名（模型名需要联网或已有本地缓存）；"
        "不写 --encoder 则使用自带的编码器，自带的编码器损坏时请重新安装。"
    )
