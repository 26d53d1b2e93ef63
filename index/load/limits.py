"""How much of a file is read, in one table used by the CLI, the web page and the tests."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest file accepted, in bytes."""

MAX_TEXT: Final = 10_000_000
"""Longest decoded text accepted, in characters: about 10,000 pages."""

MAX_PAGES: Final = 10_000
"""Most pages of a PDF."""

MAX_GLYPHS: Final = 200_000
"""Most characters on one page of a PDF: a broadsheet of figures has 30,000."""

MAX_OBJECTS: Final = 50_000
MAX_SEGMENTS: Final = 200_000
"""Most drawn things on a page, and corners of them, that are looked through for the rulings of tables."""
