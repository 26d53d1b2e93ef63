"""The reader: what it is given, that the file computes what torch does, and that the shipped one reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.reader import export, network
from eval.reader.network import Size
from eval.reader.table import Choice, tabled
from eval.reader.train import Draws
from index.embed import SHIPPED
from qa import reader
from qa.reader import (
    BETWEEN,
    CLOSE,
    NUMBER,
    OPEN,
    START,
    Pieces,
    Side,
    open_pieces,
    open_reader,
    sentence_side,
    side_of,
    words_of,
)
from tests.qa import made

SIDES = [
    Side("", "全市法院执行到位金额", "元", "，同比增长5.2%"),
    Side("执行到位金额", "，其中", "%", ""),
    sentence_side("全市法院坚持\n公正司法。"),
]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return open_pieces()


def test_a_question_stands_before_the_figure_whose_digits_are_hidden(pieces):
    (first, head), (second, _), (third, _) = pieces.pairs("要回来多少钱？", SIDES)
    assert first[0] == START
    assert first[head - 1] == BETWEEN
    assert first.index(OPEN) == first.index(NUMBER) - 1
    assert first[-1] == BETWEEN
    assert first[: first.index(OPEN)].count(BETWEEN) == 1
    assert second[: second.index(OPEN)].count(BETWEEN) == 2  # the metric told elsewhere is set apart
    assert OPEN not in third
    assert CLOSE not in third


def test_what_is_too_long_is_cut(pieces):
    (ids, head), *_ = pieces.pairs("长" * 500, [Side("", "长" * 500, "元", "")])
    assert head == reader.MOST_QUESTION + 2
    assert len(ids) == reader.MOST_QUESTION + reader.MOST_SIDE + 3


@pytest.mark.parametrize("text", ["", "😀", "，。；", "ABC １２３", "\ud800"])
def test_any_text_is_read(text):
    found = reader.shipped().scores(text, [Side("", text, "", text), *SIDES])
    assert found.shape == (4,)
    assert np.isfinite(found).all()


def test_nothing_to_read_gives_no_scores():
    assert reader.shipped().scores("多少", []).shape == (0,)


def test_the_file_computes_what_torch_computes(tmp_path, pieces):
    import onnx
    import onnxruntime
    import torch

    size = Size(layers=2, width=32, heads=4)
    held = network.first(size, 5, "cpu")
    with torch.no_grad():
        for name, tensor in held.items():
            if tensor.ndim == 2 and name != "score.weight":
                tensor.mul_(8)
    arrays = {name: tensor.detach().numpy() for name, tensor in held.items()}
    exact = tmp_path / "exact.onnx"
    onnx.save(export.graph_of(arrays, size), exact)
    with torch.no_grad():  # the rows of pieces are rounded in either file
        scale = held["emb.weight"].abs().amax(1, keepdim=True) / export.EIGHT_BITS
        held["emb.weight"].copy_(torch.round(held["emb.weight"] / scale) * scale)
    table = tabled([Choice(pieces.pairs("要回来多少钱？", SIDES), [True] * len(SIDES))])
    draws, figures = Draws(table, table.without(None), "cpu"), torch.arange(len(SIDES))
    asked = torch.zeros_like(figures)
    ids, parts = draws.pairs(asked, figures, int(draws.lengths(asked, figures).max()))
    theirs = network.scores(held, size, ids, parts).detach().numpy()
    session = onnxruntime.InferenceSession(exact.read_bytes(), providers=["CPUExecutionProvider"])
    (ours,) = session.run(None, {"ids": ids.numpy(), "parts": parts.numpy()})
    assert ours == pytest.approx(theirs, abs=2e-4)
    small = tmp_path / "reader.onnx"
    export.save(held, size, small)
    assert open_reader(small).scores("要回来多少钱？", SIDES) == pytest.approx(theirs, abs=0.1 * float(np.ptp(theirs)))
    assert small.stat().st_size < exact.stat().st_size


def test_a_score_does_not_depend_on_what_is_read_beside_it():
    together = reader.shipped().scores("要回来多少钱", SIDES)
    alone = [float(reader.shipped().scores("要回来多少钱", [side])[0]) for side in SIDES]
    assert alone == together.tolist()


def test_another_format_is_refused_with_the_cure(tmp_path):
    import onnx

    path = tmp_path / "reader.onnx"
    size = Size(layers=1, width=8, heads=2)
    export.save(network.first(size, 1, "cpu"), size, path)
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"format": "else"})
    onnx.save(model, path)
    with pytest.raises(ValueError, match=r"'else'.*'shushuo-reader-2'.*python -m eval.reader"):
        open_reader(path)


def test_everyday_words_find_their_figure():
    sides = [
        Side("", "全市法院新收案件", "件", "，同比增长5.2%"),
        Side("", "执行到位金额", "元", "，执行到位率上升"),
        Side("", "发布失信被执行人名单", "人次", "，限制高消费8935人次"),
        Side("", "发布失信被执行人名单4172人次，限制高消费", "人次", ""),
    ]
    for question, place in (("帮老百姓要回来多少钱", 1), ("有多少老赖上了黑名单", 2), ("被限制坐飞机高铁的有几个", 3)):
        assert int(reader.shipped().scores(question, sides).argmax()) == place


def test_the_sides_of_a_fact_are_cut_from_its_sentence():
    report = made.document("这是前一句。全市法院执行到位金额35.8亿元，同比增长5.2%。后一句。")
    fact = made.fact(report, "35.8亿元", "执行到位金额")
    assert side_of(fact, report.text) == Side("", "全市法院执行到位金额", "元", "，同比增长5.2%。")
    start = report.text.index("全市")
    assert side_of(fact, report.text[start:], start) == side_of(fact, report.text)
    assert side_of(replace(fact, metric="收回"), report.text).metric == "收回"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "湖州法院2024年执行到位金额多少？", "entities": ("湖州法院",)}, "执行到位金额多少"),
        ({"text": "那2023年呢", "rewritten": "湖州2023年执行到位金额是多少"}, "湖州 执行到位金额是多少"),
        ({"text": "二〇二一年去年收了多少案子"}, "收了多少案子"),
        ({"text": "市检察院本级批捕多少人"}, "市检察院 批捕多少人"),
        ({"text": "基本级别有多少"}, "基本级别有多少"),
    ],
)
def test_bodies_and_years_are_left_out_of_what_is_read(fields: dict[str, Any], words: str):
    assert words_of(made.question("", **fields)) == words


def test_the_weights_are_small_enough():
    held = [*Path(SHIPPED).glob("*.safetensors"), *reader.WEIGHTS.parent.iterdir()]
    assert sum(path.stat().st_size for path in held) <= 40e6
