"""The encoder room: the fast path against sentence-transformers, odd input, fingerprints, nothing heavy imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.embed import SHIPPED, EncoderError, StaticEncoder, hash_files, open_encoder, unit_rows
from index.errors import ShushuoError

SHOWN = [
    "执行到位金额多少",
    "2024年，全市法院执行到位金额35.8亿元，同比上升13.7%。",
    "全国居民人均可支配收入４１３１４元，ＧＤＰ增长５％",
    "一場網球比賽最多有幾盤比賽？",
    "Revenue grew by 12.5% in Q3, PM2.5 fell.",
    "🙂👩‍⚖️ 法院 ①②½ ㈱ ﷽",
    "第\n一\t页\u3000共 10 页",
    "审结各类案件一万二千三百四十五件，" * 700,
    "a",
]
TOKENLESS = ["", " ", "\n\u3000", "，。！？", "…—《》"]
ODD = [*TOKENLESS, "\x00\u200b\ufeff", "\ud800孤立代理", "🙂", "9" * 20_000, "ａ１％‰", "𠮷𪚥", "\u202e倒写"]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder(SHIPPED)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "copy"))


def test_equals_sentence_transformers(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = SHOWN + TOKENLESS
    oracle = SentenceTransformer(str(SHIPPED), device="cpu", local_files_only=True)
    expected = oracle.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert expected.dtype == np.float32
    assert np.abs(encoder.encode(texts) - expected).max() <= 1e-5


def test_very_long_texts_do_not_drift(encoder: StaticEncoder) -> None:
    one, many = encoder.encode(["案", "案" * 10_000])
    assert np.abs(one - many).max() <= 3e-6


def test_shape_type_and_unit_norm(encoder: StaticEncoder) -> None:
    vectors = encoder.encode(SHOWN)
    assert vectors.shape == (len(SHOWN), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SHOWN)), abs=1e-5)


def test_texts_without_tokens_give_zero_rows(encoder: StaticEncoder) -> None:
    assert not encoder.encode(TOKENLESS).any()


def test_no_texts_give_no_rows(encoder: StaticEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_gives_a_unit_or_zero_row(encoder: StaticEncoder, text: str) -> None:
    vector = encoder.encode([text])
    assert np.isfinite(vector).all()
    assert min(abs(np.linalg.norm(vector) - 1), np.linalg.norm(vector)) < 1e-5


def test_a_vector_does_not_depend_on_its_neighbours_or_the_run(encoder: StaticEncoder) -> None:
    together = encoder.encode(SHOWN * 3)
    assert np.array_equal(together[: len(SHOWN)], together[-len(SHOWN) :])
    for text, row in zip(SHOWN, together, strict=False):
        assert np.array_equal(encoder.encode([text])[0], row)
    assert np.array_equal(StaticEncoder(SHIPPED).encode(SHOWN), together[: len(SHOWN)])


def test_texts_beyond_one_block_keep_their_rows(encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoder.encode(SHOWN)
    monkeypatch.setattr("index.embed._BLOCK_CHARACTERS", 150)
    monkeypatch.setattr("index.embed._SLICE_TOKENS", 7)
    assert np.abs(encoder.encode(SHOWN) - whole).max() <= 1e-5


def test_width_case_and_wording(encoder: StaticEncoder) -> None:
    full, half = encoder.encode(["ＧＤＰ增长５％", "gdp增长5%"])
    assert np.array_equal(full, half)
    asked, right, wrong = encoder.encode(
        ["法院执行到位的钱有多少", "全市法院执行到位金额35.8亿元", "今年粮食播种面积稳中有增"]
    )
    assert asked @ right > asked @ wrong + 0.2


def test_fingerprint_follows_the_content_not_the_place(encoder: StaticEncoder, copy: Path) -> None:
    assert encoder.fingerprint.startswith("shushuo-static-v1:")
    assert StaticEncoder(copy).fingerprint == encoder.fingerprint
    tensors = load_file(copy / "model.safetensors")
    tensors["weights"][7] *= 2
    save_file(tensors, copy / "model.safetensors")
    changed = StaticEncoder(copy).fingerprint
    assert changed != encoder.fingerprint
    (copy / "tokenizer.json").write_text((copy / "tokenizer.json").read_text("utf-8") + " ", "utf-8")
    assert StaticEncoder(copy).fingerprint not in {changed, encoder.fingerprint}


def test_hash_of_files_knows_where_one_ends(tmp_path: Path) -> None:
    names = [tmp_path / name for name in "abcd"]
    for path, content in zip(names, ["xy", "z", "x", "yz"], strict=True):
        path.write_text(content)
    assert hash_files(names[:2]) != hash_files(names[2:])


def test_plain_float16_table_is_computed_in_float32(encoder: StaticEncoder, copy: Path) -> None:
    tensors = load_file(copy / "model.safetensors")
    table = tensors["embeddings"].astype(np.float32) * tensors["weights"][:, None]
    save_file({"embedding.weight": table.astype(np.float16)}, copy / "model.safetensors")
    assert np.abs(open_encoder(str(copy)).encode(SHOWN) - encoder.encode(SHOWN)).max() < 1e-3


def test_unit_rows_never_gives_nan() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0]]))
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0, 0], [0, 0]]))


def test_shipped_model_loads_once_and_imports_no_torch() -> None:
    code = (
        "import sys; from index.embed import open_encoder; e = open_encoder(); assert e is open_encoder(None);"
        "assert e.encode(['执行到位金额']).any();"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'scipy', 'jieba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"全市法院执行到位金额多少亿元0123456789"]
    words = folder / "vocab.txt"
    words.write_text("\n".join(dict.fromkeys(pieces)), "utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(set(pieces)),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "raw")
    BertTokenizerFast(vocab=str(words), model_max_length=64).save_pretrained(folder / "raw")
    module = Transformer(str(folder / "raw"))
    SentenceTransformer(modules=[module, Pooling(16, "mean")], device="cpu").save(str(folder / "st"))
    return folder / "st"


def test_a_transformer_from_a_folder(transformer: Path) -> None:
    encoder = open_encoder(str(transformer))
    vectors = encoder.encode(["全市法院", "执行到位金额多少" * 2_000, "", "🙂"])
    assert (*vectors.shape, encoder.dimension) == (4, 16, 16)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 1], abs=1e-5)
    assert np.allclose(encoder.encode(["全市法院"])[0], vectors[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)
    assert open_encoder(str(transformer)) is encoder


def test_a_transformer_is_named_by_its_content(transformer: Path, tmp_path: Path) -> None:
    encoder = open_encoder(str(transformer))
    assert encoder.fingerprint.startswith("st:st:")
    same = Path(shutil.copytree(transformer, tmp_path / "st"))
    assert open_encoder(str(same)).fingerprint == encoder.fingerprint
    weights = next(same.rglob("model.safetensors"))
    tensors = load_file(weights)
    other = tmp_path / "again" / "st"
    shutil.copytree(same, other)
    save_file({k: v + 1 for k, v in tensors.items()}, other / weights.relative_to(same), metadata={"format": "pt"})
    assert open_encoder(str(other)).fingerprint != encoder.fingerprint


@pytest.mark.parametrize("name", ["./missing", "/no/such/model", "~/没有这个文件夹", "a/b/c", "models\\bge"])
def test_a_missing_folder_is_refused_in_chinese_with_the_cure(name: str) -> None:
    with pytest.raises(EncoderError, match=r"无法加载编码器.*--encoder") as raised:
        open_encoder(name)
    assert name in str(raised.value)
    assert isinstance(raised.value, ShushuoError)


def test_an_unknown_hub_name_is_refused_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="无法加载编码器"):
        open_encoder("nobody/no-such-model")


@pytest.mark.parametrize(
    "damage", ["empty", "no_weights", "short_weights", "no_tokenizer", "bad_modules", "no_rows", "nan"]
)
def test_a_damaged_folder_is_refused_in_chinese(copy: Path, damage: str) -> None:
    weights = copy / "model.safetensors"
    if damage == "empty":
        shutil.rmtree(copy)
        copy.mkdir()
    elif damage == "no_weights":
        weights.unlink()
    elif damage == "short_weights":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "no_tokenizer":
        (copy / "tokenizer.json").unlink()
    elif damage == "bad_modules":
        (copy / "modules.json").write_text("[{}]")
    else:
        tensors = load_file(weights)
        rows = slice(0, 10) if damage == "no_rows" else slice(None)
        tensors = {name: np.ascontiguousarray(values[rows]) for name, values in tensors.items()}
        if damage == "nan":
            tensors["weights"][3] = np.nan
        save_file(tensors, weights)
    with pytest.raises(EncoderError, match="无法加载编码器"):
        open_encoder(str(copy))
