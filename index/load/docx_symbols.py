"""Signs that Word takes from symbol fonts, as the characters a reader sees. Tables only."""

from __future__ import annotations

from typing import Final

WINGDINGS: Final = {
    0x4A: "☺", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x7C: "○",
    0x80: "⓪", **{0x81 + n: chr(ord("①") + n) for n in range(10)}, 0x8C: "❶", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0x97: "●", 0x98: "•", 0xA3: "□", 0xA2: "■"}
SYMBOL: Final = {
    0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAE: "→", 0xAF: "↓", 0xAD: "↑", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "·", 0x25: "%", 0x2B: "+", 0x3D: "=", 0x61: "α", 0x62: "β",
    0x6D: "μ", 0x70: "π", 0x53: "Σ", 0x44: "Δ", **{0x30 + n: str(n) for n in range(10)},
}  # fmt: skip
FONTS: Final = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}


def symbol(font: str, code: int) -> str:
    """The character that a code of a symbol font shows; "" where it is not known.

    >>> symbol("Wingdings", 0xF0FE), symbol("宋体", 0x25A1), symbol("Webdings", 0xF061)
    ('☑', '□', '')
    """
    if 0xF000 <= code <= 0xF0FF or font.lower() in FONTS:
        return FONTS.get(font.lower(), {}).get(code & 0xFF, "")
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xF8FF else ""
