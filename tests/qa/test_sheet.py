"""Pictures of pages on the page: their addresses, their words, and nothing of others that could become markup or a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from index import build
from index.load.view import ASKED, CITED, Mark, Picture
from index.pictures import Place
from index.records import Block, Run
from qa import Assistant, original, passages, sheet, sheets
from qa.desk import Desk
from tests.pdfs import Page, pdf
from tests.qa.test_render import FIRST, PAYLOADS, TEXT, Reader, answered, document, hit

NAME = "甲县法院2024年工作报告"
REPORT = "ab" * 32
AT = Place(REPORT, 3, 90, (10, 16))
MARKS = (
    Mark(CITED, (0.0, 0.0, 9.0, 9.0), (0, 0, 1000, 40), True),
    Mark(ASKED, (0.0, 0.0, 9.0, 9.0), (250, 100, 500, 120), True),
)
PICTURE = Picture(b"RIFF", 1000, 400, 5, 120, MARKS)


def pictures(html: str) -> int:
    return Reader(html).tags.count("img")


def test_the_passage_that_proves_shows_its_page_and_the_others_at_a_click():
    result = answered(evidence=(hit(), hit(1, text="司法救助12人次。", start=900)))
    names = {"id1": "湖州法院2024"}
    shown = passages.evidence(result, names, {"id1"})
    first, second = shown.split('class="sh-passage"', 1)
    assert (pictures(first), first.count("sh-sheet-more")) == (1, 0)
    assert (pictures(second), second.count("sh-sheet-more")) == (1, 1)
    at = FIRST + TEXT.index("35.8亿元")
    assert f"figure={at}-{at + 6}" in first
    assert "框出“35.8亿元”" in first
    assert 'loading="lazy"' in first
    assert pictures(passages.evidence(result, names)) == 0


def test_without_a_page_or_a_report_there_is_no_picture():
    assert pictures(passages.evidence(answered(evidence=(hit(page=None),)), {"id1": "湖州法院2024"}, {"id1"})) == 0
    assert pictures(passages.evidence(answered(), {}, {"id1"})) == 0


def test_the_opened_report_has_its_page_above():
    text = replace(document(TEXT), blocks=(Block(0, len(TEXT), "paragraph"),), runs=(Run(0, len(TEXT), 7),))
    start = TEXT.index("35.8亿元")
    shown = original.reader(text, 0, len(TEXT), (start, start + 6), pictured=True)
    assert "第7页的图" in shown
    assert "框出“35.8亿元”" in shown
    assert pictures(shown) == 1
    assert pictures(original.reader(text, 0, len(TEXT), (start, start + 6))) == 0
    assert pictures(original.reader(replace(text, runs=()), 0, 9, pictured=True)) == 0


def test_the_whole_page_begins_at_the_figure_and_leads_back_to_the_text():
    shown = sheet.whole(replace(AT, whole=True), NAME, PICTURE)
    assert 'id="sh-here" style="left:25.00%;top:25.00%;width:25.00%;height:5.00%"' in shown
    assert "第5页，共120页" in shown
    assert [link for link in Reader(shown).links if "page=4" in link or "page=6" in link] == Reader(shown).links[:2]
    assert "下一页" not in sheet.whole(AT, NAME, replace(PICTURE, page=120))
    assert "上一页" not in sheet.whole(AT, NAME, replace(PICTURE, page=1))
    assert f"/report/{REPORT}?start=3&end=90&figure=10-16#sh-here" in Reader(shown).links
    assert "sh-here" not in sheet.whole(AT, NAME, replace(PICTURE, marks=())).split("看文字")[1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_and_figures_of_others_are_text(payload: str):
    for shown in (
        sheet.part(AT, payload, payload),
        sheet.folded(AT, payload),
        sheet.pinned(AT, payload, 3, payload),
        sheet.whole(AT, payload, PICTURE),
        sheet.missing(payload),
    ):
        read = Reader(shown)
        assert not {"script", "iframe", "svg", "style", "i", "b"} & set(read.tags)
        assert read.attributes <= {
            "class", "href", "title", "src", "alt", "width", "height", "loading", "decoding", "open", "id", "style"
        }  # fmt: skip
        assert "\n" not in shown


@pytest.mark.parametrize(
    ("report", "told", "place"),
    [
        (REPORT, {"start": "3", "end": "90", "figure": "10-16"}, AT),
        (REPORT, {"start": "3", "end": "90", "figure": "10-16", "whole": "1"}, replace(AT, whole=True)),
        (REPORT, {"page": "7"}, Place(REPORT, 0, 0, page=7)),
        (REPORT, {}, Place(REPORT, 0, 0)),
        (REPORT, {"start": "-3", "end": "9" * 12, "figure": "1-2-3", "whole": "2"}, Place(REPORT, 0, 0)),
        (REPORT, {"start": "٣", "end": "1e3", "figure": "a-b"}, Place(REPORT, 0, 0)),
        ("../" * 22, {}, Place("", 0, 0)),
        (REPORT.upper(), {}, Place("", 0, 0)),
        (REPORT + "\n", {}, Place("", 0, 0)),
    ],
)
def test_an_address_names_a_place_or_none(report: str, told: dict[str, str], place: Place):
    assert sheets.asked(report, told) == place


def test_an_address_is_read_as_it_is_written():
    for at in (AT, replace(AT, whole=True, page=3), Place(REPORT, 5, 9)):
        route, _, told = sheet.address(sheet.PICTURE, at).partition("?")
        assert route == f"/picture/{REPORT}"
        assert sheets.asked(REPORT, dict(pair.split("=") for pair in told.split("&"))) == at


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("sheet")
    page = Page()
    page.lines(72, 700, ["甲县人民法院工作报告", "2024年，全县法院新收案件5217件，执行到位金额1.23亿元。"])
    (folder / f"{NAME}.pdf").write_bytes(pdf([page]))
    build.add_paths(folder / "library", [folder / f"{NAME}.pdf"])
    assistant = Assistant.open(folder / "library")
    yield Desk(assistant)
    assistant.close()


@pytest.fixture
def client(desk: Desk) -> TestClient:
    app = FastAPI()
    sheets.register(app, desk.assistant)
    return TestClient(app)


def test_an_answer_leads_to_the_picture_of_its_page(desk: Desk, client: TestClient):
    shown = desk.ask("甲县法院2024年执行到位金额多少", [])
    source = shown.evidence.split('<img class="sh-sheet-image" src="')[1].split('"')[0].replace("&amp;", "&")
    reply = client.get(source)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp")
    assert reply.content.startswith(b"RIFF")
    assert reply.headers["cache-control"].startswith("private")
    page = client.get(source.replace("/picture/", "/page/"))
    assert page.text.startswith("<!doctype html>")
    assert f"<title>{NAME} · 数说</title>" in page.text
    part = client.get(source.replace("/picture/", "/page/") + "&part=1")
    assert part.text.startswith("<article")


def test_what_is_not_there_is_told(client: TestClient):
    for path in ("/picture/x", f"/picture/{REPORT}", "/page/%2e%2e", f"/page/{REPORT}?part=1"):
        reply = client.get(path)
        assert reply.status_code == 404
        assert "不在资料库里" in reply.text


def test_a_crowd_is_asked_to_come_again(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "WAITING", 0)
    reply = client.get(f"/picture/{REPORT}")
    assert reply.status_code == 503
    assert "稍后再试" in reply.text


def test_programs_get_the_same_picture(desk: Desk):
    answer = desk.assistant.ask("甲县法院2024年执行到位金额多少")
    [cited] = answer.citations
    fact = answer.facts[0]
    picture = desk.assistant.page_picture(cited.report, cited.start, cited.end, (fact.start, fact.end))
    assert (picture.page, picture.pages) == (1, 1)
    assert [mark.exact for mark in picture.marks if mark.kind == ASKED] == [True]


def test_the_script_of_the_page_knows_the_names_of_the_pictures():
    script = Path(sheet.__file__).with_name("web.js").read_text(encoding="utf-8")
    assert '"sh-sheet-image"' in script
    assert '"sh-here"' in script
