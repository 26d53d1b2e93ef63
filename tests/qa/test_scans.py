"""An answer from a page that was read by OCR says so wherever a person reads it, and its JSON keeps its keys."""

from __future__ import annotations

import json

import pytest

from index.load.ocr import installed
from index.prepare import raw_of, understand
from index.reading import reading_of
from index.records import RawText, Run
from index.scans import BESIDE, remark
from qa.answer import cite
from qa.carried import source_line
from qa.cli import main
from qa.original import reader
from tests.pictures import FONT, saved, slip

TEXT = "某市法院工作报告\n2024年，全市法院执行到位金额35.8亿元。\n2024年，全市法院新收案件1234件。\n"
HALF = TEXT.index("2024年，全市法院新收")
NOTE = "OCR识别，置信度0.97，请核对原件"


def report():
    runs = (Run(0, HALF, 1), Run(HALF, len(TEXT), 2))
    raw = RawText(TEXT, "pdf", runs, left_out=(remark({1: 0.974}), "2 处数字看不清，以“\ufffd”代替（第1页）"))
    return understand("某市法院2024年工作报告", "0" * 64, raw)


def test_only_what_stands_on_such_a_page_is_marked():
    found = report()
    places = [cite(fact, found.document) for fact in found.facts]
    assert [citation.place for citation in places] == [f"第1页（{NOTE}）", "第2页"]
    assert source_line(places[0]).endswith(f"，第1页（{NOTE}）")
    assert NOTE in reader(found.document, 0, 5)
    assert NOTE not in reader(found.document, len(found.document.text) - 5, len(found.document.text))


def test_it_is_told_what_was_read_and_kept_when_understood_anew():
    document = report().document
    told = "OCR识别，请核对原件：第1页置信度0.97"
    assert document.title.how.endswith(f"；{told}")
    again = understand(document.name, document.id, raw_of(document)).document
    assert again.title == document.title
    lines = reading_of("PDF", "pdf", document).lines()
    assert lines[1:3] == [told, "没有收进：2 处数字看不清，以“\ufffd”代替（第1页）"]


def test_a_title_set_by_hand_is_told_with_it():
    given = understand("某市", "0" * 64, RawText(TEXT, "image", left_out=(remark({1: 0.974}),)), {"title": "甲"})
    assert given.document.title.how == "手工设置；OCR识别，请核对原件：第1页置信度0.97"


@pytest.mark.skipif(not installed() or not FONT.is_file(), reason="needs the extra ocr and Noto CJK")
def test_from_a_picture_to_an_answer(tmp_path, capsys):
    (tmp_path / "某市法院2024年工作报告.png").write_bytes(saved(slip("2024年，全市法院执行到位金额35.8亿元。")))
    store = ("--store", str(tmp_path / "库"))
    assert main(["add", str(tmp_path), "--explain", *store]) == 0
    assert "OCR识别，请核对原件：第1页置信度0.9" in capsys.readouterr().out
    assert main(["list", *store]) == 0
    assert "OCR识别，请核对原件：第1页置信度0.9" in capsys.readouterr().out
    assert main(["ask", "执行到位金额多少", *store]) == 0
    said = capsys.readouterr().out
    assert f"35.8亿元。{BESIDE}" in said
    assert "第1页（OCR识别，置信度0.9" in said
    assert main(["ask", "执行到位金额多少", "--json", *store]) == 0
    (citation,) = json.loads(capsys.readouterr().out)["citations"]
    assert citation.keys() == {"report", "title", "page", "quote", "start", "end"}
