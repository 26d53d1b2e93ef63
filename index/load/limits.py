"""How much of a file is read, in one table used by the CLI, the web page and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest file accepted, in bytes."""

MAX_TEXT: Final = 5_000_000
"""Longest decoded text accepted, in characters: about 5,000 pages. To read and to store it takes some 800 MB."""

MAX_TAGS: Final = 3_000_000
"""Most elements of a web page or an XML part: a tree of so many takes about 700 MB."""

MAX_CELLS: Final = 300_000
"""Most cells of all tables of a file together."""

MAX_COLUMNS: Final = 2_000
"""Most columns of a table."""

MAX_GRID_STEPS: Final = 20_000_000
"""Most looks for a free place in all tables of a file: merged cells can make a small file cost minutes."""

MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 100
"""Of a ZIP file, Office files included: most entries, most bytes once unpacked, and how many times the packed ones."""

RATIO_FROM: Final = 1024 * 1024
"""So many unpacked bytes are read whatever the ratio: a short text repeats itself."""

MAX_DIRECTORY: Final = 4 * 1024 * 1024
"""Most bytes of a ZIP file's list of entries."""

MAX_DEPTH: Final = 2
"""How deep archives may lie in archives: 2 is a ZIP in a ZIP."""

MAX_PART: Final = 64 * 1024 * 1024
"""Largest XML part of an Office file, in bytes."""

MAX_PAGES: Final = 10_000
"""Most pages of a PDF."""

MAX_GLYPHS: Final = 200_000
"""Most characters on one page of a PDF: a broadsheet of figures has 30,000."""

MAX_OBJECTS: Final = 50_000
MAX_SEGMENTS: Final = 200_000
"""Most drawn things on a page, and corners of them, that are looked through for the rulings of tables."""

MAX_PIXELS: Final = 72_000_000
"""Most pixels of a picture, looked at before it is unpacked: A3 at 600 dots an inch has 70 million."""

OCR_SIDE: Final = 3300
"""A larger picture is read at a longer side of so many pixels: A4 at 280 dots an inch."""

OCR_DOTS: Final = 200
"""Dots an inch at which a scanned page of a PDF is drawn to be read."""

MAX_OCR_PAGES: Final = 200
OCR_STEPS: Final = 2
"""Most pages of a file that are read through OCR, in so many steps, at some seconds each; each step has the time of a file."""


MAX_ORIGINAL: Final = 32 * 1024 * 1024
"""Largest file whose bytes the library keeps beside its text, so that its pages can be shown as pictures."""

MAX_DRAWN: Final = 4_000_000
MAX_SCANNED: Final = 80_000_000
MAX_SPOTS: Final = 200
"""Of the picture of a page: most pixels, most pixels of the scan that it is made from, most places marked on it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the process that parses a file may use of the machine; formats other than TXT are parsed in one.

    ``memory`` are bytes beside what it takes to start, ``processor`` seconds of computing and ``wall`` seconds by the clock
    for one file, ``answer`` the most bytes it may hand back, ``files`` how many files one process reads before another
    takes its place, ``start`` the seconds it may take to start.
    """

    memory: int = 1024 * 1024 * 1024
    processor: int = 60
    wall: float = 60
    answer: int = 64 * 1024 * 1024
    files: int = 50
    start: float = 60


GUARD: Final = Guard()

DRAWING: Final = Guard(memory=512 * 1024 * 1024, processor=10, wall=20, answer=8 * 1024 * 1024, files=200)
"""The same for the process that draws pages; of it ``files`` are pictures."""
