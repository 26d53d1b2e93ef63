"""The reader's network in torch, as a table of tensors by name; ``eval.reader.export`` writes the file that ``qa.reader`` runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.reader import PAD, PIECES

if TYPE_CHECKING:
    import torch

ROWS = PIECES + 24
"""Pieces, and the marks behind them."""
LONGEST = 256

Tensors = dict[str, "torch.Tensor"]


@dataclass(frozen=True, slots=True)
class Size:
    """Layers, width and heads."""

    layers: int = 3
    width: int = 256
    heads: int = 4


def first(size: Size, seed: int, device: str) -> Tensors:
    """Random tensors to begin with."""
    import torch

    torch.manual_seed(seed)

    def normal(*shape: int, spread: float = 0.02) -> torch.Tensor:
        return torch.randn(*shape, device=device) * spread

    width, deep = size.width, 0.02 / math.sqrt(2 * size.layers)
    found: Tensors = {
        "emb.weight": normal(ROWS, width),
        "pos.weight": normal(LONGEST, width),
        "seg.weight": normal(2, width),
        "norm.weight": torch.ones(width, device=device),
        "norm.bias": torch.zeros(width, device=device),
        "score.weight": normal(1, width),
        "score.bias": torch.zeros(1, device=device),
    }
    for n in range(size.layers):
        for norm in ("n1", "n2"):
            found[f"blocks.{n}.{norm}.weight"] = torch.ones(width, device=device)
            found[f"blocks.{n}.{norm}.bias"] = torch.zeros(width, device=device)
        for name, rows, columns, spread in (
            ("qkv", 3 * width, width, 0.02),
            ("o", width, width, deep),
            ("up", 4 * width, width, 0.02),
            ("down", width, 4 * width, deep),
        ):
            found[f"blocks.{n}.{name}.weight"] = normal(rows, columns, spread=spread)
            found[f"blocks.{n}.{name}.bias"] = torch.zeros(rows, device=device)
    for tensor in found.values():
        tensor.requires_grad_()
    return found


def hidden(
    held: Tensors, size: Size, ids: torch.Tensor, parts: torch.Tensor | None = None, drop: float = 0.0
) -> torch.Tensor:
    """What stands at each place after the last layer; ``(rows, width of ids, width)``. Without ``parts`` no row is filled up."""
    import torch
    from torch.nn import functional

    rows, length = ids.shape
    values = held["emb.weight"][ids] + held["pos.weight"][:length]
    if parts is not None:
        values = values + held["seg.weight"][parts]
    filled = None if parts is None else (ids != PAD)[:, None, None, :]
    for n in range(size.layers):
        own = {name.removeprefix(f"blocks.{n}."): held[name] for name in held if name.startswith(f"blocks.{n}.")}
        mixed = functional.linear(_normed(values, own, "n1"), own["qkv.weight"], own["qkv.bias"])
        query, key, value = mixed.view(rows, length, 3, size.heads, -1).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=filled)
        joined = attended.transpose(1, 2).reshape(rows, length, size.width)
        values = values + functional.linear(joined, own["o.weight"], own["o.bias"])
        inner = torch.relu(functional.linear(_normed(values, own, "n2"), own["up.weight"], own["up.bias"]))
        inner = functional.dropout(inner, drop, training=drop > 0)
        values = values + functional.linear(inner, own["down.weight"], own["down.bias"])
    return _normed(values, held, "norm")


def _normed(values: torch.Tensor, held: Mapping[str, torch.Tensor], name: str) -> torch.Tensor:
    from torch.nn import functional

    return functional.layer_norm(values, values.shape[-1:], held[f"{name}.weight"], held[f"{name}.bias"])


def scores(held: Tensors, size: Size, ids: torch.Tensor, parts: torch.Tensor, drop: float = 0.0) -> torch.Tensor:
    """The logit of each row: a question beside a figure."""
    from torch.nn import functional

    first_place = hidden(held, size, ids, parts, drop)[:, 0].float()
    return functional.linear(first_place, held["score.weight"], held["score.bias"]).squeeze(-1)
