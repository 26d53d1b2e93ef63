"""How much of a file is read, in one table used by the CLI, the web page and the tests."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest file accepted, in bytes."""

MAX_TEXT: Final = 10_000_000
"""Longest decoded text accepted, in characters: about 10,000 pages."""

MAX_TAGS: Final = 3_000_000
"""Most elements of a web page or an XML part: a tree of so many takes about 700 MB."""

MAX_CELLS: Final = 300_000
"""Most cells of all tables of a file together."""

MAX_COLUMNS: Final = 2_000
"""Most columns of a table."""

MAX_GRID_STEPS: Final = 20_000_000
"""Most looks for a free place in all tables of a file: merged cells can make a small file cost minutes."""
