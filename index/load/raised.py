"""Digits that stand higher or lower than their line, as characters of their own: they run into no figure."""

from __future__ import annotations

from typing import Final

SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
