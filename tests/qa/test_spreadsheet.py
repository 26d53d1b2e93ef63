"""The exported table as LibreOffice opens it: figures are numbers, text stays text, and no formula runs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from index.store import Store
from qa.exports import as_file
from qa.table import COLUMNS, Row, rows_of, safe

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
IN_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
"""Commas, quotes, UTF-8, numbers recognised, and formulas evaluated: the most that a user can choose when opening one."""
HOSTILE = (
    '=HYPERLINK("http://example.invalid","看")', "=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1,1)", "\t=1+1",
    "\r=1+1", "=1+1\n", "＝1+1", "＋1+1", " =1+1", '"=1+1', "'=1+1", ",=1+1", ";=1+1", "1,=1+1",
)  # fmt: skip
NUMBERS = (Decimal("35.8"), Decimal("3580000000"), Decimal("-5.3"), Decimal("0.07"), Decimal("13"), 12)

Cell = tuple[str, str]
"""What kind of cell it is (float, string, formula or ""), and its number or its text."""


def opened(folder: Path, data: bytes, kind: str) -> list[list[Cell]]:
    """The cells that LibreOffice makes of a file, row by row."""
    (folder / f"export.{kind}").write_bytes(data)
    filtering = [f"--infilter={IN_CSV}"] if kind == "csv" else []
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *filtering,
            "--convert-to", "fods", "--outdir", str(folder), str(folder / f"export.{kind}"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    tree = ElementTree.parse(folder / "export.fods")  # noqa: S314 - LibreOffice wrote it, for us
    return [[cell for one in row for cell in cells(one)] for row in tree.iter(f"{TABLE}table-row")]


def cells(element: ElementTree.Element) -> Iterator[Cell]:
    kind = "formula" if element.get(f"{TABLE}formula") else element.get(f"{OFFICE}value-type", "")
    told = element.get(f"{OFFICE}value") or "\n".join("".join(p.itertext()) for p in element.iter(f"{TEXT}p"))
    yield from [(kind, told)] * min(int(element.get(f"{TABLE}number-columns-repeated", 1)), len(COLUMNS))


@pytest.fixture(scope="module")
def rows(store: Path) -> list[Row]:
    """The table of the samples, and rows of texts that a spreadsheet would run."""
    with Store.open(store) as opened_store:
        real = rows_of(opened_store)
    value = COLUMNS.index("数值")
    made = [
        tuple(number if n == value else text for n in range(len(COLUMNS))) for text in HOSTILE for number in NUMBERS
    ]
    return [*real[:300], *made]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_figures_are_numbers_and_no_formula_runs(rows: list[Row], tmp_path: Path, kind: str):
    found = opened(tmp_path, as_file(rows, kind), kind)
    assert [text for _, text in found[0][: len(COLUMNS)]] == list(COLUMNS)
    assert len(found) >= len(rows) + 1
    for row, shown in zip(rows, found[1:], strict=False):
        assert "formula" not in {kind for kind, _ in shown}, row
        for cell, (is_a, told) in zip(row, shown, strict=False):
            if isinstance(cell, Decimal | int):
                assert is_a == "float"
                assert float(told) == pytest.approx(float(cell), rel=1e-14)  # a spreadsheet has 15 digits
            elif cell and kind == "xlsx":
                assert is_a == "string"
                assert "".join(told.split()) == "".join(str(safe(cell)).split())


def test_without_our_care_the_formulas_would_run(tmp_path: Path):
    found = opened(tmp_path, b"a,b\n=1+1,2\n", "csv")
    assert found[1][:2] == [("formula", "2"), ("float", "2")]
