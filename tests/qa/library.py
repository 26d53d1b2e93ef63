"""What the tests of the command line share: the samples, a small other encoder, and a way to run commands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from index.build import add_paths

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "examples" / "reports"
REPORT = "2024年，全市法院共执结案件18049件，执行到位金额35.8亿元，同比上升13.7%。\n"


def make_encoder(folder: Path, *, width: int = 256, seed: int = 0) -> Path:
    """A static model of random vectors over single characters, as sentence-transformers saves one."""
    from safetensors.numpy import save_file
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    characters = [chr(code) for code in (*range(0x20, 0x7F), *range(0x4E00, 0x5600), *range(0x6000, 0x6800))]
    vocabulary = {char: number for number, char in enumerate(["[UNK]", *characters])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    rows = np.random.default_rng(seed).standard_normal((len(vocabulary), width)).astype(np.float32)
    save_file({"embedding.weight": rows}, folder / "model.safetensors")
    kind = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder


def library_of(folder: Path, texts: Mapping[str, str]) -> Path:
    """A library in ``folder`` of the reports whose texts these are, by name; those that are there stay."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    add_paths(folder / "store", sorted(folder.glob("*.txt")))
    return folder / "store"


def digests(store: Path) -> Path:
    """A library at ``store`` of the two shortest samples."""
    add_paths(store, sorted(SAMPLES.glob("*法院2024年工作摘要.txt")))
    return store


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``shushuo`` as a process of its own."""
    command = [sys.executable, "-m", "qa.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
