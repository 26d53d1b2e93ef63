"""Pictures of pages as people meet them: beside the passage, over the opened report, whole at a click; at every width."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from index import build
from tests.pdfs import Page, pdf
from tests.visits import SAMPLES, WAIT, Server, free_port, serve

NAME = "甲县法院2024年工作报告"
QUESTION = "甲县法院2024年执行到位金额多少"
LOADED = "image => image.complete && image.naturalWidth > 0"


def report() -> bytes:
    first, second = Page(), Page()
    first.lines(72, 760, ["甲县人民法院工作报告", "（2024年）", "各位代表，现在报告工作，请予审议。"])
    y = second.lines(
        72,
        760,
        ["一、依法履职", "2024年，全县法院新收案件5217件，审结5108件，执行到位", "金额1.23亿元，同比上升13.7%。"],
    )
    second.table(72, y - 20, [180, 100, 100], [["指标", "2024年", "2023年"], ["新收案件（件）", "5,217", "4,999"]])
    return pdf([first, second])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("ui")
    (folder / f"{NAME}.pdf").write_bytes(report())
    samples = sorted(SAMPLES.glob("*法院2024年工作摘要.txt"))
    build.add_paths(folder / "library", [folder / f"{NAME}.pdf", *samples])
    port = free_port()
    process = serve(folder / "library", port)
    assert process.stdout
    yield Server(process, port, folder / "library", process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)


def loaded(place) -> bool:
    """Waits until a picture is there."""
    place.wait_for(timeout=WAIT)
    place.evaluate("image => image.complete || new Promise(done => { image.onload = image.onerror = done; })")
    return bool(place.evaluate(LOADED))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_an_answer_from_a_pdf_shows_its_page_and_the_whole_of_it(open_page, width: int, height: int, scheme: str):
    visit = open_page(width, height, color_scheme=scheme)
    assert "1.23亿元" in visit.ask(QUESTION)
    picture = visit.page.locator("#sh-evidence .sh-proof img.sh-sheet-image").first
    picture.scroll_into_view_if_needed()
    assert loaded(picture)
    assert picture.get_attribute("alt") == f"《{NAME}》原件页面的图，框出“1.23亿元”"
    box = picture.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["width"] / box["height"] == pytest.approx(2.5, rel=0.02)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.locator("#sh-evidence .sh-proof a.sh-sheet").first.focus()
    visit.page.keyboard.press("Enter")
    whole = visit.page.locator("#sh-dialog .sh-sheet-frame img")
    assert loaded(whole)
    assert "第2页，共2页" in visit.page.inner_text("#sh-dialog")
    here = visit.page.locator("#sh-dialog #sh-here").bounding_box()
    assert 0 <= here["x"] <= here["x"] + here["width"] <= width
    assert 0 < here["y"] < height - here["height"]
    visit.page.locator("#sh-dialog a", has_text="上一页").click()
    visit.page.locator("#sh-dialog", has_text="第1页，共2页").wait_for(timeout=WAIT)
    assert loaded(whole)
    visit.page.locator("#sh-dialog a", has_text="看文字").click()
    mark = visit.page.locator("#sh-dialog mark.sh-asked").first
    mark.wait_for(timeout=WAIT)
    pinned = visit.page.locator("#sh-dialog .sh-sheet-pin img")
    assert loaded(pinned)
    visit.page.wait_for_timeout(200)
    low = pinned.bounding_box()
    assert low["y"] + low["height"] <= mark.bounding_box()["y"]
    visit.page.locator("#sh-dialog .sh-sheet-pin summary").press("Enter")
    pinned.wait_for(state="hidden", timeout=WAIT)
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#sh-dialog").is_hidden()


@pytest.mark.browser
def test_pictures_come_after_the_answer_and_those_that_are_folded_not_at_all(open_page, server: Server):
    visit = open_page()
    visit.ask("甲县法院2024年新收案件多少件")
    assert loaded(visit.page.locator("#sh-evidence .sh-proof img.sh-sheet-image").first)
    folded = visit.page.locator("#sh-evidence .sh-sheet-more").count()
    asked = [url for url in visit.requests if "/picture/" in url]
    assert 0 < len(asked) < visit.page.locator("#sh-evidence img.sh-sheet-image").count() or not folded
    for place in visit.page.locator("#sh-evidence .sh-sheet-more").all()[:1]:
        place.locator("summary").click()
        assert loaded(place.locator("img"))


@pytest.mark.browser
def test_a_text_is_shown_as_text_and_no_picture_is_asked_for(open_page):
    visit = open_page()
    visit.ask("湖州法院执行到位金额多少")
    proof = visit.page.locator("#sh-evidence .sh-proof")
    assert proof.locator("img").count() == 0
    visit.page.locator("#sh-thread .sh-source a.sh-open").first.click()
    visit.page.locator("#sh-dialog mark.sh-asked").wait_for(timeout=WAIT)
    assert visit.page.locator("#sh-dialog img").count() == 0
    assert [url for url in visit.requests if "/picture/" in url] == []


@pytest.mark.browser
def test_the_page_is_a_page_of_its_own_too(open_page, server: Server):
    visit = open_page()
    visit.ask(QUESTION)
    address = visit.page.locator("#sh-evidence .sh-proof a.sh-sheet").first.get_attribute("href")
    visit.page.goto(server.url + address)
    assert loaded(visit.page.locator("img.sh-sheet-image"))
    assert visit.page.title() == f"{NAME} · 数说"


@pytest.mark.parametrize(
    "path",
    [
        "/picture/x",
        "/picture/..%2F..%2Fetc%2Fpasswd",
        "/page/%00",
        "/picture/" + "0" * 64 + "?start=-5&end=999999999999&figure=9-1",
        "/page/" + "g" * 64 + "?part=1",
    ],
)
def test_a_picture_that_is_not_there_is_not_found(server: Server, path: str):
    response = server.send("GET", path)
    assert response.status == 404
    assert "root:" not in response.read().decode()
    assert response.getheader("content-security-policy")
