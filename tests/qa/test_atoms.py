"""A sentence as what no phrase is cut inside of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.atoms import atoms_of


def each_char(text: str) -> list[tuple[int, int]]:
    """Every letter a word: what is held together is so by the atoms alone."""
    return [(i, i + 1) for i, char in enumerate(text) if char.isalnum()]


@pytest.mark.parametrize(
    ("text", "kind", "whole"),
    [
        ("上线“移动微法院”平台", "", ["“移动微法院”"]),
        ("播出《庭前，庭后》。", "", ["《庭前，庭后》"]),
        ("称“长路漫漫，唯有奋斗”。", "", []),
        ("型号AR-E3000首飞", "", ["AR-E3000"]),
        ("2021年3月12日上市", "", ["2021年3月12日"]),
        ("5月6日凌晨越线", "when", ["5月6日凌晨"]),
        ("2024年6月30日下午3时通车", "when", ["2024年6月30日下午3时"]),
        ("2023年3月至2023年11月开展", "when", ["2023年3月至2023年11月"]),
        ("居全省第3位", "rank", ["第3位"]),
        ("居全省第3位", "", []),
    ],
)
def test_what_is_held_together(text: str, kind: str, whole: list[str]):
    assert [atom.text for atom in atoms_of(text, each_char(text), kind) if len(atom.text) > 1] == whole


@given(st.text(alphabet="甲乙丙，。“”《》 \n12年月日第位至ABab-", max_size=60), st.sampled_from(["", "when", "rank"]))
def test_atoms_stand_in_order_and_leave_out_blanks_alone(text: str, kind: str):
    atoms = atoms_of(text, each_char(text), kind)
    assert all(text[atom.start : atom.end] == atom.text for atom in atoms)
    ends = [0, *(atom.end for atom in atoms)]
    assert all(end <= atom.start for end, atom in zip(ends, atoms, strict=False))
    assert "".join(atom.text for atom in atoms).replace(" ", "").replace("\n", "") == "".join(text.split())
