"""Reports printed, spoiled and read again by the real models: the same figures and facts as those of their text."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from index.errors import LoadError
from index.load import Guarded, load_bytes, sniff
from index.load import image as images
from index.load.boxes import boxes
from index.load.image import read_image
from index.load.ocr import installed
from index.prepare import prepare
from index.records import Prepared, RawText
from index.scans import note, remark_in
from tests.pictures import FONT, damaged, pages, ruled, saved, slip

pytestmark = pytest.mark.skipif(not installed() or not FONT.is_file(), reason="needs the extra ocr and Noto CJK")

SAMPLES = Path(__file__).parents[2] / "examples/reports"
REPORT = "示例市2024年统计公报"
SENTENCE = "2024年，全市法院执行到位金额35.8亿元。"
ENOUGH = 0.98


def facts(report: Prepared) -> Counter[tuple[str, ...]]:
    return Counter(
        (fact.metric, fact.period, fact.kind, fact.direction, str(fact.figure.value), fact.figure.unit)
        for fact in report.facts
    )


def alike(read: Prepared, told: Prepared) -> float:
    found, wanted = facts(read), facts(told)
    assert wanted.total() >= 30
    return (found & wanted).total() / wanted.total()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"dots": 200}, id="clean"),
        pytest.param({"dots": 150, "columns": 2, "noise": 12, "askew": 1}, id="two columns, noisy and askew"),
    ],
)
def test_a_printed_report_has_the_facts_of_its_text(spoil: dict[str, Any]):
    text = (SAMPLES / f"{REPORT}.txt").read_text()
    told = prepare(REPORT, b"text", load_bytes(text.encode()))
    first, *others = pages(text, **spoil)
    data = saved(first, "TIFF", others) if others else saved(first)
    raw = load_bytes(data)
    read = prepare(REPORT, data, raw)
    assert alike(read, told) >= ENOUGH
    wrong = facts(read) - facts(told)
    assert wrong.total() <= (1 - ENOUGH) * facts(told).total()
    assert "OCR识别" in read.document.title.how
    assert re.fullmatch(r"OCR识别，置信度0\.9[0-9]，请核对原件", note(read.document.title.how, 1))
    assert note(read.document.title.how, 9) == ""


@pytest.fixture(scope="module")
def sentence() -> RawText:
    return read_image(saved(slip("某市法院工作报告", SENTENCE)))


def test_a_figure_has_its_place_on_the_picture(sentence: RawText):
    start = sentence.text.index("35.8亿元")
    ((page, box),) = boxes(sentence.runs, start, start + len("35.8亿元"), sentence.text)
    picture = slip("某市法院工作报告", SENTENCE)
    scale = picture.width / images.LONG_SIDE
    left, bottom, right, top = box
    inked = np.asarray(picture)[
        round(picture.height - top * scale) : round(picture.height - bottom * scale),
        round(left * scale) : round(right * scale),
    ]
    assert page == 1
    assert (inked < 128).mean() > 0.05
    assert left * scale == pytest.approx(2 * 32 + 32 * 14.2, abs=24)


def test_what_was_read_is_marked(sentence: RawText):
    assert SENTENCE in sentence.text
    assert re.fullmatch(r"OCR识别，请核对原件：第1页置信度0\.9[0-9]", remark_in(sentence.left_out))


def test_a_scanned_pdf_is_read_page_by_page_however_it_lies():
    upright, sideways = slip("第一页", SENTENCE), slip("第二页", SENTENCE).rotate(90, expand=True)
    raw = load_bytes(saved(upright, "PDF", [sideways, upright.rotate(180)]))
    assert raw.text.count(SENTENCE) == 3
    assert [run.page for run in raw.runs if "35.8" in raw.text[run.start : run.end]] == [1, 2, 3]
    assert "第1—3页" in remark_in(raw.left_out)


def test_it_is_read_in_a_guarded_process(tmp_path: Path):
    path = tmp_path / "图.png"
    path.write_bytes(saved(slip(SENTENCE)))
    with Guarded() as guarded:
        assert SENTENCE in guarded.load(path)[1].text
        assert guarded.process is not None


def test_without_the_extra_the_cure_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.load.ocr.installed", lambda: False)
    monkeypatch.setattr("index.load.pdf.installed", lambda: False)
    page = slip(SENTENCE)
    for form in ("PNG", "PDF"):
        with pytest.raises(LoadError, match=r"OCR.*请运行 make install，或 pip install 'shushuo\[ocr\]'"):
            load_bytes(saved(page, form))


def clear_page() -> Image.Image:
    page = slip(SENTENCE).convert("RGBA")
    page.putalpha(page.convert("L").point(lambda grey: 255 - grey))
    return page


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x112] = 6
    return saved(slip(SENTENCE).rotate(90, expand=True), "JPEG", exif=exif)


KINDS: dict[str, Callable[[], bytes]] = {
    "PNG": lambda: saved(slip(SENTENCE)),
    "JPEG": lambda: saved(slip(SENTENCE), "JPEG"),
    "TIFF": lambda: saved(slip(SENTENCE), "TIFF", compression="tiff_lzw"),
    "BMP": lambda: saved(slip(SENTENCE), "BMP"),
    "WebP": lambda: saved(slip(SENTENCE), "WEBP", lossless=True),
    "one bit": lambda: saved(slip(SENTENCE).convert("1")),
    "fax": lambda: saved(slip(SENTENCE).convert("1"), "TIFF", compression="group4"),
    "palette": lambda: saved(slip(SENTENCE).convert("P")),
    "16 bits": lambda: saved(Image.fromarray(np.asarray(slip(SENTENCE)).astype(np.uint16) * 200)),
    "CMYK": lambda: saved(slip(SENTENCE).convert("CMYK"), "JPEG"),
    "clear": lambda: saved(clear_page()),
    "turned": turned,
    "moving": lambda: saved(slip(SENTENCE), "WEBP", [Image.new("L", slip(SENTENCE).size)], lossless=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_seen_as_printed(kind: str):
    data = KINDS[kind]()
    assert sniff(data) == "图片"
    (seen,) = images._pictures(data)
    printed = np.asarray(slip(SENTENCE)).astype(int)
    assert seen.shape == (*printed.shape, 3)
    assert np.abs(seen.mean(axis=2) - printed).mean() < 12


def test_a_text_that_begins_like_a_picture_is_none():
    for text in ("BMW 2024年报告，销量100万辆。", "RIFF2024年报告，新收案件5件。", "GIF与II*的报告5件"):
        assert sniff(text.encode()) == "TXT"


@pytest.mark.parametrize(("name", "data"), [pytest.param(*case, id=case[0]) for case in damaged()])
def test_damaged_pictures_are_refused(name: str, data: bytes):
    with pytest.raises(LoadError, match=r"(?s)^(?!.*\n).*(图片|PNG|不是可读).*请"):
        load_bytes(data)


def test_a_large_picture_is_read_smaller_and_a_larger_one_refused(monkeypatch: pytest.MonkeyPatch):
    (seen,) = images._pictures(saved(Image.new("L", (6600, 50), 255)))
    assert seen.shape == (25, 3300, 3)
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    with pytest.raises(LoadError, match=r"图片太大：90×90 像素.*请缩小"):
        read_image(saved(Image.new("L", (90, 90))))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "MAX_OCR_PAGES", 2)
    blank = Image.new("L", (32, 32), 255)
    with pytest.raises(LoadError, match=r"有 2 页以上.*请拆成"):
        list(images._pictures(saved(blank, "TIFF", [blank, blank])))
    monkeypatch.setattr("index.load.paged.MAX_OCR_PAGES", 1)
    with pytest.raises(LoadError, match=r"要做文字识别（OCR）的页超过上限 1 页。请拆成"):
        load_bytes(saved(blank, "PDF", [blank]))


def test_a_picture_without_text_is_refused():
    with pytest.raises(LoadError, match="没有认出文字。请"):
        read_image(saved(Image.new("L", (64, 64), 255)))
    with pytest.raises(LoadError, match=r"没有文字层.*也没有认出文字，请换一份"):
        load_bytes(saved(Image.new("L", (64, 64), 255), "PDF"))


def test_the_first_bytes_are_enough_to_know_a_bomb():
    assert len(next(iter(damaged()))[1]) < 200
    assert io.BytesIO(next(iter(damaged()))[1]).read(4) == b"\x89PNG"


TABLE = [["项目", "2024年", "2023年"], ["营业收入", "1,198.76", "1,064.20"], ["净利润", "35.8", "-17.2"]]


def test_a_ruled_table_is_read_cell_by_cell():
    raw = read_image(saved(ruled(TABLE, "某公司主要数据（单位：万元）", noise=12, askew=1)))
    (table,) = raw.tables
    assert [raw.text[cell.start : cell.end] for cell in table.cells] == [text for row in TABLE for text in row]
    facts = prepare("某公司2024年年度报告", b"", raw).facts
    assert ("营业收入", "2024", "11987600") in {(fact.metric, fact.period, str(fact.figure.value)) for fact in facts}
