"""The picture of a page boxes exactly the figure that is cited: read back from the page, and seen on the picture."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import build, pictures
from index.errors import LoadError, StoreError
from index.load import load
from index.load.drawer import Drawer
from index.load.limits import Guard
from index.load.painting import FILL, LINE, painted
from index.load.view import ASKED, CITED, PART, Picture, Spot, View
from index.originals import packed
from index.pictures import Pictures, Place
from index.prepare import prepare
from index.records import Fact, ReportText
from index.store import Store
from tests.hostile import page_of, pdfs
from tests.pdfs import Page, pdf

CORPUS = os.environ.get("SHUSHUO_CORPUS", "")
ANNUAL = next(Path(CORPUS, "reports", "annual_pdf").glob("*.pdf"), None) if CORPUS else None
LINES = [
    "甲县人民法院工作报告",
    "2024年，全县法院新收案件5217件，审结5108件，",
    "执行到位金额1.23亿元，同比上升13.7%；司法救助12",
    "34人次，发放救助金56.7万元。",
]
TABLE = [
    ["指标", "2024年", "2023年"],
    ["新收案件（件）", "5,217", "4,999"],
    ["执行到位金额（万元）", "12,300", "9,876"],
]


def written(page: Page) -> Page:
    y = page.lines(72, 700, LINES, pitch=20)
    page.table(72, y - 20, [160, 90, 90], TABLE)
    page.lines(72, 120, ["第二部分内容如下，执行到位金额另有说明。"])
    return page


PAGES = {
    "an upright page": Page(),
    "a page turned to the right": Page(rotate=90),
    "a page turned round": Page(rotate=180),
    "a page with its edges cut off": Page(crop=(40.0, 60.0, 560.0, 800.0)),
    "a page cut off and turned": Page(crop=(40.0, 60.0, 560.0, 800.0), rotate=270),
    "a page of the size of a wall": Page(size=(3000.0, 2400.0)),
    "a page in a form": Page(form=(1, 0, 0, 1, 10, 5)),
}


GROUNDS = {FILL[ASKED], tuple(a * b // 255 for a, b in zip(FILL[ASKED], FILL[CITED], strict=True))}
"""The colour of a figure, by itself and in its sentence."""


def read_back(data: bytes, picture: Picture, kind: str = ASKED) -> str:
    """What the file says in the places marked, without blanks."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    text = document[picture.page - 1].get_textpage()
    said = "".join(text.get_text_bounded(*mark.box) for mark in picture.marks if mark.kind == kind)
    document.close()
    return "".join(said.split())


def framed(picture: Picture) -> list[bool]:
    """Of each figure on the picture, whether it has its frame around it and its colour within."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture.image)).convert("RGB")
    assert image.size == (picture.width, picture.height)
    seen = []
    for mark in picture.marks:
        left, top, right, bottom = mark.place
        if mark.kind == ASKED and left > 2 and top > 2 and right < image.width - 2 and bottom < image.height - 2:
            edges = [(left - 2, (top + bottom) // 2), ((left + right) // 2, top - 2), (right + 1, (top + bottom) // 2)]
            ground = max(image.crop(mark.place).getcolors(100_000) or [])[1]
            seen.append(all(image.getpixel(at) == LINE for at in edges) and ground in GROUNDS)
    return seen


@pytest.fixture(scope="module", params=PAGES)
def opened(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, Store, Pictures, list[Fact]]]:
    folder = tmp_path_factory.mktemp("pictures")
    data = pdf([Page(), written(PAGES[request.param])])
    (folder / "甲县法院2024年工作报告.pdf").write_bytes(data)
    build.add_paths(folder / "library", [folder / "甲县法院2024年工作报告.pdf"])
    with Store.open(folder / "library") as store:
        drawing = Pictures(store)
        yield data, store, drawing, store.facts()
        drawing.close()


def place(fact: Fact, *, whole: bool = False) -> Place:
    figure = fact.figure.start, fact.figure.end
    return Place(fact.document, fact.sentence_start, fact.sentence_end, figure, whole)


@pytest.mark.parametrize("whole", [False, True])
def test_each_figure_and_nothing_else_is_boxed(opened, whole: bool):
    data, _, drawing, facts = opened
    said = {fact.figure.raw for fact in facts}
    assert {"5217件", "1.23亿元", "13.7%", "1234人次", "12,300"} <= said
    for fact in facts:
        picture = drawing.at(place(fact, whole=whole))
        assert (picture.page, picture.pages) == (2, 2)
        assert read_back(data, picture) == fact.figure.raw
        assert all(mark.exact for mark in picture.marks)
        assert framed(picture)
        assert all(framed(picture))
        assert whole or (picture.width, picture.height) == PART


def test_the_sentence_around_it_is_tinted(opened):
    data, store, drawing, facts = opened
    fact = next(fact for fact in facts if fact.figure.raw == "1.23亿元")
    picture = drawing.at(place(fact))
    sentence = store.report_text(fact.document).text[fact.sentence_start : fact.sentence_end]
    assert read_back(data, picture, CITED) == "".join(sentence.split())


def test_the_part_shows_where_the_figure_begins(opened):
    _, _, drawing, facts = opened
    for fact in facts:
        left, top, right, bottom = next(mark.place for mark in drawing.at(place(fact)).marks if mark.kind == ASKED)
        assert 0 < left < right < PART[0]
        assert 0 < top < bottom < PART[1]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one")
    (folder / "甲县.pdf").write_bytes(pdf([written(Page())]))
    (folder / "乙县.txt").write_text("乙县人民法院工作报告\n2024年，新收案件777件。\n", encoding="utf-8")
    build.add_paths(folder / "library", [folder / "甲县.pdf", folder / "乙县.txt"])
    return folder / "library"


def a_place(store: Store, name: str = "甲县") -> Place:
    info = next(info for info in store.documents() if info.name == name)
    return place(store.facts(document=info.id)[0])


def test_a_picture_is_drawn_once_and_few_are_kept(library: Path, monkeypatch: pytest.MonkeyPatch):
    with Store.open(library) as store:
        drawing, at = Pictures(store), a_place(store)
        first = drawing.at(at)
        assert drawing.at(at) is first
        monkeypatch.setattr(pictures, "MOST_BYTES", len(first.image) + 10)
        drawing.at(Place(at.report, at.start, at.end))
        assert drawing.at(at) is not first
        drawing.close()


def test_the_pages_around_are_shown_with_what_of_the_place_stands_there(opened):
    _, _, drawing, facts = opened
    at = place(facts[0], whole=True)
    before = drawing.at(replace(at, page=1))
    assert (before.page, before.marks) == (1, ())
    assert drawing.at(replace(at, page=2)).marks == drawing.at(at).marks
    with pytest.raises(LoadError, match="没有第3页"):
        drawing.at(replace(at, page=3))


def test_without_a_file_it_is_told_why(library: Path):
    with Store.open(library) as store:
        drawing = Pictures(store)
        with pytest.raises(LoadError, match=r"没有留存原件.*再添加一次"):
            drawing.at(a_place(store, "乙县"))
        with pytest.raises(StoreError):
            drawing.at(Place("0" * 64, 0, 9))
        assert drawing._drawer.process is None


def test_a_place_beyond_the_report_is_on_no_page(library: Path):
    with Store.open(library) as store:
        drawing, report = Pictures(store), a_place(store).report
        for at in (Place(report, 10**9, 10**9), Place(report, 5, 2, (10**8, 10**9))):
            with pytest.raises(LoadError, match="不在报告的某一页上"):
                drawing.at(at)
        backwards = drawing.at(Place(report, 9, 3, (8, 2)))
        assert all(mark.kind == ASKED for mark in backwards.marks)
        drawing.close()


def test_a_removed_report_has_no_pictures_from_then_on(tmp_path: Path):
    (tmp_path / "甲县.pdf").write_bytes(pdf([written(Page())]))
    build.add_paths(tmp_path / "library", [tmp_path / "甲县.pdf"])
    with Store.open(tmp_path / "library") as store:
        drawing, at = Pictures(store), a_place(store)
        drawing.at(at)
        build.remove(tmp_path / "library", ["甲县"])
        with pytest.raises(StoreError):
            drawing.at(at)
        drawing.close()


def test_a_damaged_file_is_told(library: Path, monkeypatch: pytest.MonkeyPatch):
    with Store.open(library) as store:
        drawing, at = Pictures(store), a_place(store)
        monkeypatch.setattr(store, "original", lambda _: None)
        with pytest.raises(LoadError, match="原件已损坏"):
            drawing.at(at)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
def test_a_page_that_cannot_be_drawn_is_not_tried_again_at_once(library: Path, monkeypatch: pytest.MonkeyPatch):
    with Store.open(library) as store:
        drawing = Pictures(store, Drawer(Guard(wall=1), "tests.misdrawing"))
        monkeypatch.setattr(store, "original", lambda _: b"sleep")
        for most in (10.0, 0.3):
            started = time.monotonic()
            with pytest.raises(LoadError, match="超过上限 1 秒"):
                drawing.at(a_place(store))
            assert time.monotonic() - started < most
        drawing.close()


def test_where_nothing_can_be_started_the_next_try_is_a_new_one(library: Path, monkeypatch: pytest.MonkeyPatch):
    with Store.open(library) as store:
        drawer = Drawer(Guard(start=5), "tests.no_such_module")
        drawing = Pictures(store, drawer)
        with pytest.raises(LoadError, match="启动不了"):
            drawing.at(a_place(store))
        drawer._kept._module = "tests.misdrawing"
        monkeypatch.setattr(store, "original", lambda _: b"x")
        assert drawing.at(a_place(store)).pages == 9
        drawing.close()


HEAVY = {
    "a million strokes": page_of(b"0 0 m 500 500 l S\n" * 1_000_000),
    "a pattern in a pattern": page_of(b"q " * 200_000 + b"1 0 0 RG " * 100_000),
    "a page of a mile": page_of(b"BT ET", box=b"[0 0 4500000 4500000]"),
    "a page of nothing": page_of(b"BT ET", box=b"[0 0 0 0]"),
    "a page of no number": page_of(b"BT ET", box=b"[0 0 -1 9e99]"),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
def test_hostile_pages_cost_a_line_each():
    drawer = Drawer(Guard(memory=256 << 20, processor=3, wall=6, answer=8 << 20, files=200))
    spots = (Spot(ASKED, (-1e300, 0.0, 1e300, 1e-300), "35.8亿元", 0, 6),)
    troubles: list[str] = []
    for name, data in [*HEAVY.items(), *pdfs()]:
        before = time.monotonic()
        try:
            assert drawer.draw(data, View(1, spots)).width == PART[0]
        except LoadError as error:
            troubles.append(str(error))
        assert time.monotonic() - before < 20, name
    drawer.close()
    assert [trouble for trouble in troubles if "\n" in trouble] == []


@pytest.mark.skipif(ANNUAL is None, reason="SHUSHUO_CORPUS is not set")
def test_figures_of_a_real_report_are_boxed_exactly():
    """Every fiftieth figure of the whole report, in the process itself: the guard is tested elsewhere."""
    assert ANNUAL is not None
    data, raw = load(ANNUAL)
    prepared = prepare(ANNUAL.stem, data, raw)
    document = prepared.document
    text = ReportText(document.id, document.name, document.title, document.text, document.offsets, document.runs)
    wrong = []
    chosen = prepared.facts[::50]
    for fact in chosen:
        picture = painted(data, pictures.view_of(text, document.raw, place(fact)))
        asked = [mark for mark in picture.marks if mark.kind == ASKED]
        if not all(mark.exact for mark in asked) or fact.figure.raw not in read_back(data, picture):
            wrong.append((picture.page, fact.figure.raw, read_back(data, picture)))
    assert len(chosen) > 50
    assert wrong == []
    assert len(packed(data)) < len(data)
    assert hashlib.sha256(data).hexdigest() == document.id
