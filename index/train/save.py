"""Token vectors and tokenizer -> a folder that sentence-transformers and ``StaticEncoder`` load alike."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_KIND = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORM = "sentence_transformers.base.modules.normalize.Normalize"
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": _KIND},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORM},
]
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}
NORMALIZE = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}


def split_lengths(table: NDArray[np.float32]) -> dict[str, NDArray[np.generic]]:
    """Directions in float16 and lengths in float32.

    sentence-transformers computes in float32 with this form, but in float16 with a plain float16 table: off by 1e-4.
    """
    lengths = np.linalg.norm(table, axis=1)
    directions = table / np.maximum(lengths, 1e-12)[:, None]
    return {"embeddings": directions.astype(np.float16), "weights": lengths.astype(np.float32)}


def save_model(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
    """Writes the model files; a file that is there already is replaced, others are left alone."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    save_file(split_lengths(table), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    settings = {
        "modules.json": MODULES,
        "config_sentence_transformers.json": CONFIG,
        "1_Normalize/config.json": NORMALIZE,
    }
    for name, content in settings.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
