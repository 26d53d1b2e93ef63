"""Old reports as they were put on the web, in full-width and spaced digits, against copies that are set right by hand."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from index.clean import clean
from index.load import load_bytes
from index.numbers import find_figures

WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0d\uff0e\uff0f]")
BLANKS = re.compile("[ \t\u3000\xa0]+")
LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff05\uff0e]")
SPACED = re.compile("[0-9.][ \t\u3000\xa0]+[0-9.%]")
FEWEST = 100
"""Figures of a report."""


def set_right(text: str) -> str:
    """``text`` as a typist would write it: half-width digits and signs, ordinary characters, no blanks, no notice of rights."""
    plain = WIDE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text.partition("本作品是")[0])
    plain = "".join(unicodedata.normalize("NFKC", c) if "\u2f00" <= c <= "\u2fdf" else c for c in plain)
    return BLANKS.sub("", plain)


@pytest.fixture(scope="module")
def reports(corpus: Path) -> dict[str, str]:
    files = sorted((corpus / "reports" / "national").glob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in files}


def test_none_of_them_is_left(reports: dict[str, str]):
    made = {name: clean(load_bytes(text.encode()).text).text for name, text in reports.items()}
    assert sum(len(WIDE.findall(text)) for text in reports.values()) >= 400
    assert sum(len(SPACED.findall(text)) for text in reports.values()) >= 80
    assert [(name, m.group()) for name, text in made.items() for m in LOOKALIKES.finditer(text)] == []
    assert [(name, m.group()) for name, text in made.items() for m in SPACED.finditer(text)] == []


def test_figures_are_those_of_a_copy_set_right_by_hand(reports: dict[str, str]):
    assert len(reports) >= 15
    for name, text in reports.items():
        found = [(f.raw, f.value, f.unit, f.kind) for f in find_figures(clean(load_bytes(text.encode()).text).text)]
        by_hand = [("".join(f.raw.split()), f.value, f.unit, f.kind) for f in find_figures(set_right(text))]
        assert ["".join(raw.split()) for raw, *_ in found] == [raw for raw, *_ in by_hand], name
        assert [rest for _, *rest in found] == [rest for _, *rest in by_hand], name
        assert len(found) >= FEWEST
