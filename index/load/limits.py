"""How much of a file is read, in one table used by the CLI, the web page and the tests."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest file accepted, in bytes."""

MAX_TEXT: Final = 10_000_000
"""Longest decoded text accepted, in characters: about 10,000 pages."""
