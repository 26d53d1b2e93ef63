"""The web chat as people meet it: a server of its own, a real headless Chromium, and requests a stranger would send."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from index import build
from index.load import readable
from qa import feedback
from qa.guard import allowed_hosts, same_origin
from tests.visits import ROOT, WAIT, Server, serve, upload

ADDED = "甲县人民法院工作报告\n（2024年）\n2024年，全县法院新收案件5217件，执行到位金额1.23亿元。\n"
EVIL = "<img src=x onerror=alert(1)>2024年工作报告"
EVIL_TEXT = "乙县人民法院工作报告\n2024年，新收案件777件<script>alert(2)</script>，<b>执结</b>案件333件。\n"


def test_the_server_says_where_it_is(server: Server):
    assert server.said == f"已启动：{server.url} （按 Ctrl+C 停止）\n"


@pytest.mark.browser
def test_the_figure_is_marked_in_the_answer_and_in_the_evidence(open_page):
    visit = open_page()
    answer = visit.ask("执行到位金额多少")
    assert "原文一致" in answer
    assert "湖州法院2024年工作摘要" in answer
    assert visit.page.inner_text("#sh-thread mark.sh-figure") == "35.8亿元"
    assert visit.page.locator("#sh-thread mark.sh-asked").all_inner_texts() == ["35.8亿元"]
    proof = visit.page.locator("#sh-evidence .sh-proof")
    assert proof.locator("mark.sh-asked").all_inner_texts() == ["35.8亿元"]
    assert "18049件" in proof.locator("mark.sh-other").all_inner_texts()
    assert "四、执行攻坚" in proof.inner_text()
    colours = [
        visit.page.locator(f"#sh-evidence .sh-proof mark.{css}").first.evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
        for css in ("sh-asked", "sh-other")
    ]
    assert colours[0] != colours[1]


@pytest.mark.browser
def test_a_refusal_is_calm_and_says_what_there_is(open_page):
    visit = open_page()
    answer = visit.ask("上海法院执行到位金额多少")
    assert "上海" in answer
    assert "湖州法院（2024年）" in answer
    assert visit.page.locator("#sh-thread mark").count() == 0


@pytest.mark.browser
def test_an_example_question_is_one_click(open_page):
    visit = open_page()
    example = visit.page.locator(".sh-example").first
    question = example.inner_text()
    example.click()
    visit.answer()
    assert visit.page.inner_text("#sh-thread .sh-question") == question
    assert visit.page.locator("#sh-thread mark.sh-figure").count() > 0


@pytest.mark.browser
def test_the_button_sends_and_turns_follow_each_other(open_page):
    visit = open_page()
    visit.page.fill("#sh-box textarea", "湖州法院新收案件多少件")
    visit.page.click("#sh-send")
    assert "72824件" in visit.answer(1)
    assert "67" not in visit.page.input_value("#sh-box textarea")
    assert "68029件" in visit.ask("湖州法院审结案件多少件", 2)
    assert visit.page.locator("#sh-thread .sh-question").count() == 2


@pytest.mark.browser
def test_enter_while_composing_does_not_send(open_page):
    visit = open_page()
    visit.page.fill("#sh-box textarea", "zhixing")
    visit.page.dispatch_event("#sh-box textarea", "keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    visit.page.wait_for_timeout(300)
    assert visit.page.locator("#sh-thread .sh-question").count() == 0


@pytest.mark.browser
def test_a_report_is_added_asked_and_removed(open_page):
    visit = open_page()
    visit.tab("报告")
    visit.page.locator("#sh-reports", has_text="共2份报告").wait_for(timeout=WAIT)
    told = visit.add(upload("甲县（终稿）2024.txt", ADDED)).replace("\n", "")
    assert "甲县（终稿）2024：已添加（" in told
    assert visit.page.locator("#sh-news .sh-read").inner_text() == "读了什么"
    visit.page.locator("#sh-reports", has_text="共3份报告").wait_for(timeout=WAIT)
    visit.tab("问答")
    assert "1.23亿元" in visit.ask("甲县法院执行到位金额多少")
    visit.tab("报告")
    visit.page.locator("#sh-reports tr", has_text="甲县（终稿）2024").locator(".sh-pick").click()
    visit.page.locator("#sh-known", has_text="甲县（终稿）2024").wait_for(timeout=WAIT)
    visit.page.click("#sh-remove-button")
    visit.page.locator("#sh-reports", has_text="共2份报告").wait_for(timeout=WAIT)
    assert "已移除：甲县（终稿）2024" in visit.page.inner_text("#sh-news")
    visit.tab("问答")
    assert "1.23亿元" not in visit.ask("甲县法院执行到位金额多少", 2)
    visit.tab("报告")
    visit.page.click("#sh-undo")
    visit.page.locator("#sh-reports", has_text="共3份报告").wait_for(timeout=WAIT)
    visit.tab("问答")
    assert "1.23亿元" in visit.ask("甲县法院执行到位金额多少", 3)
    build.remove(visit.server.store, ["甲县（终稿）2024"])


@pytest.mark.browser
def test_what_is_known_of_a_report_is_corrected_and_restored(open_page, server: Server):
    visit = open_page()
    visit.tab("报告")
    row = visit.page.locator("#sh-reports tr", has_text="德清法院2024年工作摘要")
    row.locator(".sh-pick").click()
    visit.page.locator("#sh-known", has_text="德清法院2024年工作摘要").wait_for(timeout=WAIT)
    assert visit.page.input_value("#sh-set-period textarea") == "2024"
    visit.page.fill("#sh-set-period textarea", "二十年")
    visit.page.click("#sh-save")
    visit.page.locator("#sh-news", has_text="不是年份").wait_for(timeout=WAIT)
    visit.page.fill("#sh-set-period textarea", "2020")
    visit.page.click("#sh-save")
    row.filter(has_text="2020年").wait_for(timeout=WAIT)
    assert "年份：手工设置" in visit.page.inner_text("#sh-known")
    visit.page.click("#sh-forget")
    row.filter(has_text="2024年").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_a_part_of_what_was_understood_is_changed_and_asked_again(open_page):
    visit = open_page()
    visit.ask("湖州法院2024年执行到位金额多少")
    parts = visit.page.locator("#sh-thread details.sh-part")
    assert [one.strip() for one in parts.locator("summary").all_inner_texts()] == [
        "湖州法院",
        "2024年",
        "执行到位金额",
        "金额",
    ]
    parts.first.locator("summary").click()
    parts.first.get_by_role("button", name="德清法院").click()
    visit.answer(2)
    assert "德清法院2024年执行到位金额多少" in visit.page.locator("#sh-thread .sh-question").nth(1).inner_text()


@pytest.mark.browser
def test_near_questions_of_a_refusal_are_answered_at_a_click(open_page):
    visit = open_page()
    visit.ask("湖州法院2019年执行到位金额多少")
    near = visit.page.locator("#sh-thread .sh-near button").first
    question = near.inner_text()
    near.click()
    visit.answer(2)
    assert visit.page.locator("#sh-thread .sh-question").nth(1).inner_text() == question
    assert visit.page.locator("#sh-thread mark.sh-figure").count() > 0


@pytest.mark.browser
def test_the_report_opens_at_the_figure_and_stays_open_as_a_page(open_page, server: Server):
    visit = open_page()
    visit.ask("湖州法院执行到位金额多少")
    visit.page.locator("#sh-thread .sh-source a.sh-open").click()
    mark = visit.page.locator("#sh-dialog mark.sh-asked")
    mark.wait_for(timeout=WAIT)
    assert mark.inner_text() == "35.8亿元"
    box, high = mark.bounding_box(), visit.page.viewport_size["height"]
    assert 0 < box["y"] < high - box["height"]
    visit.page.keyboard.press("Escape")
    address = visit.page.locator("#sh-thread .sh-source a.sh-open").get_attribute("href")
    visit.page.goto(server.url + address)
    assert visit.page.locator("mark.sh-asked").inner_text() == "35.8亿元"
    assert visit.page.locator("mark.sh-asked").bounding_box()["y"] < high


@pytest.mark.browser
def test_each_kind_of_mark_is_switched_off_and_stays_so(open_page):
    visit = open_page()
    visit.ask("湖州法院执行到位金额多少")
    colour = "e => getComputedStyle(e).backgroundColor"
    other = visit.page.locator("#sh-evidence mark.sh-other").last
    shown = other.evaluate(colour)
    visit.page.locator("#sh-evidence label", has_text="其他数字").locator("input").click()
    assert other.evaluate(colour) != shown
    visit.ask("湖州法院新收案件多少件", 2)
    visit.page.locator("#sh-evidence .sh-proof", has_text="72824件").wait_for(timeout=WAIT)
    assert visit.page.locator("#sh-evidence label", has_text="其他数字").locator("input").is_checked() is False
    assert visit.page.locator("#sh-evidence mark.sh-other").last.evaluate(colour) != shown


@pytest.mark.browser
def test_facts_are_found_while_typing_sorted_and_exported(open_page):
    visit = open_page()
    visit.tab("数字")
    count = visit.page.locator("#sh-ledger .sh-count")
    count.wait_for(timeout=WAIT)
    visit.page.fill("#sh-find textarea", "35.8亿元")
    visit.page.locator("#sh-ledger td.sh-number", has_text="35.8亿元").first.wait_for(timeout=WAIT)
    visit.page.locator("#sh-ledger tbody tr").nth(9).wait_for(state="detached", timeout=WAIT)
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("link", name="导出 CSV").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert saved.value.suggested_filename == "数字.csv"
    assert "35.8亿元" in text
    assert "新收案件" not in text
    visit.page.fill("#sh-find textarea", "")
    visit.page.click("#sh-order input")
    visit.page.get_by_role("option", name="数值从大到小").click()
    visit.page.locator("#sh-ledger td.sh-number").first.filter(has_text="件").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_bodies_are_compared_in_a_table_and_a_plot(open_page):
    visit = open_page()
    visit.tab("对比")
    visit.page.fill("#sh-metrics textarea", "审结案件")
    for body in ("湖州法院", "德清法院"):
        visit.page.click("#sh-bodies input")
        visit.page.get_by_role("option", name=body, exact=True).click()
    visit.page.keyboard.press("Escape")
    visit.page.click("#sh-compare-button")
    visit.page.locator("#sh-compared td .sh-number").first.wait_for(timeout=WAIT)
    assert "68029件" in visit.page.inner_text("#sh-compared table")
    plot = visit.page.locator("#sh-compared svg.sh-chart")
    assert "68029件" in (plot.text_content() or "")
    assert plot.bounding_box()["width"] > 200
    visit.page.locator("#sh-compared td a.sh-open").first.click()
    visit.page.locator("#sh-dialog mark.sh-asked", has_text="68029件").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_a_verdict_is_kept_beside_the_library(open_page, server: Server):
    visit = open_page()
    visit.ask("湖州法院2024年执行到位金额多少")
    visit.page.get_by_role("button", name="有用").click()
    visit.page.get_by_text("已记下，谢谢").wait_for(timeout=WAIT)
    visit.ask("湖州法院2024年新收案件多少件", 2)
    visit.page.locator(".sh-wrong summary").last.click()
    visit.page.locator(".sh-why").last.select_option("数字不对")
    visit.page.locator(".sh-right").last.fill("68029件")
    visit.page.get_by_role("button", name="提交").last.click()
    visit.page.get_by_text("已记下，谢谢").nth(1).wait_for(timeout=WAIT)
    kept = feedback.read(server.store)
    assert [one["verdict"] for one in kept] == ["right", "wrong"]
    assert kept[1]["right"] == "68029件"


@pytest.mark.browser
def test_the_arrow_brings_back_what_was_asked_and_a_new_conversation_begins(open_page):
    visit = open_page()
    visit.ask("湖州法院2024年执行到位金额多少")
    visit.page.focus("#sh-box textarea")
    visit.page.keyboard.press("ArrowUp")
    assert visit.page.input_value("#sh-box textarea") == "湖州法院2024年执行到位金额多少"
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.input_value("#sh-box textarea") == ""
    visit.page.keyboard.type("甲")
    visit.page.keyboard.press("Shift+Enter")
    assert visit.page.input_value("#sh-box textarea") == "甲\n"
    visit.page.click("#sh-new")
    visit.page.locator("#sh-thread .sh-question").wait_for(state="detached", timeout=WAIT)
    visit.page.fill("#sh-box textarea", "")
    assert "72824件" not in visit.ask("那金额呢")


@pytest.mark.browser
def test_a_conversation_outlives_a_reload_until_a_new_one_begins(open_page):
    visit = open_page()
    visit.ask("湖州法院2024年新收案件多少件")
    before = visit.ask("那德清法院呢", 2)
    visit.page.locator("#sh-thread details.sh-part summary").last.wait_for(timeout=WAIT)
    visit.reload()
    assert visit.answer(2) == before
    assert visit.page.locator("#sh-thread .sh-question").all_inner_texts() == [
        "湖州法院2024年新收案件多少件",
        "那德清法院呢",
    ]
    visit.page.locator("#sh-evidence .sh-passage").first.wait_for(timeout=WAIT)
    assert "湖州" in visit.ask("那湖州法院执行到位金额呢", 3)
    other = visit.page.context.new_page()
    other.goto(visit.server.url)
    other.locator("#sh-thread .sh-answer").nth(2).wait_for(timeout=WAIT)
    visit.page.click("#sh-new")
    visit.page.locator("#sh-thread .sh-question").first.wait_for(state="detached", timeout=WAIT)
    visit.reload()
    visit.page.wait_for_timeout(500)
    assert visit.page.locator("#sh-thread .sh-question").count() == 0
    assert visit.page.evaluate("[sessionStorage, localStorage].map(store => store.getItem('sh-talk'))") == ["[]", "[]"]


@pytest.mark.browser
def test_a_reload_in_the_middle_of_an_answer_still_gets_it(open_page):
    visit = open_page()
    for turn in (1, 2):
        visit.page.fill("#sh-box textarea", f"湖州法院2024年执行到位金额多少{'？' * turn}")
        visit.page.keyboard.press("Enter")
        visit.page.locator("#sh-thread .sh-question").nth(turn - 1).wait_for(timeout=WAIT)
        visit.reload()
        assert "35.8亿元" in visit.answer(turn)
    assert visit.page.locator("#sh-thread .sh-question").count() == 2


TAMPERED = (
    '"<img src=x onerror=alert(1)>', "[" * 5000, "x" * 300_000, json.dumps([["\ud800\x00", True]] * 60),
    json.dumps([['"><script>alert(1)</script><b value="x', "<svg onload=alert(1)>"], [{}, 1], "<img src=x>"]),
)  # fmt: skip
"""What a browser may hold in place of a conversation."""


@pytest.mark.browser
def test_what_the_browser_kept_is_not_trusted(open_page):
    from playwright.sync_api import expect

    visit = open_page()
    for held in TAMPERED:
        visit.page.evaluate("held => { sessionStorage.setItem('sh-talk', held); }", held)
        visit.reload()
        visit.page.locator("#sh-kept-box :is(textarea, input)").wait_for(state="attached", timeout=WAIT)
        expect(visit.page.locator("#sh-kept-box :is(textarea, input)")).to_have_value("", timeout=WAIT)
        assert visit.page.locator("#shushuo :is(img, script), #sh-thread :is(svg[onload], b)").count() == 0
        assert visit.page.locator("#sh-thread .sh-question").count() <= 20
    assert "<script>alert(1)</script>" in visit.page.inner_text("#sh-thread .sh-question")
    assert "35.8亿元" in visit.ask("湖州法院2024年执行到位金额多少", 2)


@pytest.mark.browser
def test_an_answer_is_copied_with_its_source(open_page):
    visit = open_page(permissions=["clipboard-read", "clipboard-write"])
    visit.ask("湖州法院2024年执行到位金额多少")
    visit.page.get_by_role("button", name="复制", exact=True).click()
    visit.page.get_by_role("button", name="已复制").wait_for(timeout=WAIT)
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("2024年，湖州法院执行到位金额35.8亿元。\n出处：《")


@pytest.mark.browser
def test_files_that_are_no_reports_get_a_line_each_and_change_nothing(open_page, server: Server):
    visit = open_page()
    before = server.names()
    files = (
        upload("坏.txt", bytes(range(256)) * 40),
        upload("空.txt", ""),
        upload("假.txt", b"%PDF-1.7\n" + b"\0" * 99),
    )
    told = visit.add(*files).replace("\n", "")
    for words in (
        "3个文件：0个已在资料库里，3个没有添加",
        "坏：没有添加。不是可读的文本",
        "空：没有添加。文件是空的",
        "假：没有添加。这份 PDF 已损坏",
    ):
        assert words in told
    assert server.names() == before


@pytest.mark.browser
def test_several_files_and_an_archive_get_a_line_for_each_report(open_page, server: Server):
    visit = open_page()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲乡2024.txt", "甲乡工作报告\n2024年，甲乡新建道路12公里。\n")
        archive.writestr("乙乡2024.txt", "乙乡工作报告\n2024年，乙乡新建道路15公里。\n")
    zipped = {"name": "两乡.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}
    told = visit.add(
        zipped, upload("丙乡2024.txt", "丙乡工作报告\n2024年，丙乡新建道路18公里。\n"), upload("空.txt", "")
    )
    assert "4个文件：3个已在资料库里，1个没有添加" in told
    visit.page.locator("#sh-reports", has_text="共5份报告").wait_for(timeout=WAIT)
    build.remove(server.store, ["甲乡2024", "乙乡2024", "丙乡2024"])


@pytest.mark.browser
def test_markup_in_names_texts_and_questions_is_shown_not_run(open_page, server: Server):
    visit = open_page()
    told = visit.add(upload(f"{EVIL}.txt", EVIL_TEXT))
    assert f"{EVIL}：已添加" in told.replace("\n", "")
    visit.page.locator("#sh-reports", has_text="onerror=alert").wait_for(timeout=WAIT)
    visit.tab("数字")
    visit.page.locator("#sh-ledger", has_text="onerror=alert").wait_for(timeout=WAIT)
    visit.tab("问答")
    assert "777件" in visit.ask("乙县法院新收案件多少件")
    visit.page.locator("#sh-thread .sh-source a.sh-open").first.click()
    visit.page.locator("#sh-dialog", has_text="<script>alert(2)</script>").wait_for(timeout=WAIT)
    visit.page.keyboard.press("Escape")
    assert "<script>alert(2)</script>" in visit.page.inner_text("#sh-evidence .sh-proof")
    visit.ask("<img src=x onerror=alert(9)>多少件", 2)
    assert "<img src=x onerror=alert(9)>" in visit.page.locator("#sh-thread .sh-question").nth(1).inner_text()
    assert visit.page.locator("#shushuo img, #shushuo script, #sh-evidence b").count() == 0
    assert not any(url.endswith("/x") for url in visit.requests)
    build.remove(server.store, [EVIL])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_width_in_light_and_dark(open_page, scheme: str):
    visit = open_page(color_scheme=scheme)
    visit.ask("执行到位金额多少")
    for width in (1440, 1024, 390):
        visit.page.set_viewport_size({"width": width, "height": 844})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        chat, side = (visit.page.locator(place).bounding_box() for place in ("#sh-chat", "#sh-side"))
        assert (side["y"] >= chat["y"] + chat["height"]) == (width == 390)
        assert all(0 <= box["x"] <= box["x"] + box["width"] <= width for box in (chat, side))
    for name, texts in TEXTS.items():
        visit.tab(name)
        for place in texts:
            assert visit.page.locator(place).first.evaluate(CONTRAST) >= 4.5, place
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 844})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


TEXTS = {
  "问答": (
    "#sh-thread .sh-said", "#sh-thread mark.sh-figure", "#sh-thread .sh-badge", "#sh-thread .sh-source", "#sh-send",
    "#sh-thread .sh-question", "#sh-evidence mark.sh-asked", "#sh-evidence mark.sh-other", "#sh-evidence .sh-path",
    "#sh-evidence summary", ".sh-example", ".sh-title p", "#sh-box textarea", "#sh-evidence mark.sh-word", "#sh-new",
    "#sh-thread .sh-part summary", "#sh-thread .sh-copy", "#sh-thread .sh-good", "#sh-evidence .sh-key",
  ),
  "数字": ("#sh-ledger th", "#sh-ledger td a", "#sh-ledger .sh-what", "#sh-ledger .sh-export", "#sh-find textarea"),
  "对比": ("#sh-compared .sh-about", "#sh-compare-button", "#sh-metrics textarea"),
  "报告": (
    ".sh-hint", "#sh-reports th", "#sh-reports td >> nth=1", "#sh-files button", "#sh-remove-button", "#sh-save",
    "#sh-reports .sh-pick",
  ),
}  # fmt: skip
CONTRAST = """element => {
  const channel = c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = rgb => .2126 * channel(rgb[0]) + .7152 * channel(rgb[1]) + .0722 * channel(rgb[2]);
  const parse = colour => colour.match(/[0-9.]+/g).map(Number);
  let back = [0, 0, 0, 0];
  for (let at = element; at; at = at.parentElement) {
    back = parse(getComputedStyle(at).backgroundColor);
    if (back.length === 3 || back[3] === 1) break;
  }
  for (let at = element; at; at = at.parentElement) if (getComputedStyle(at).opacity < 1) return 0;
  const [a, b] = [light(parse(getComputedStyle(element).color)), light(back)].sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""


@pytest.mark.browser
def test_every_word_on_the_page_is_chinese(open_page):
    visit = open_page()
    visit.ask("执行到位金额多少")
    for name in ("问答", "对比", "数字", "报告"):
        visit.tab(name)
        visit.page.wait_for_timeout(500)
        words = visit.page.inner_text("body").replace(readable(), "").replace("导出 CSV", "").replace("导出 Excel", "")
        assert not any(char.isascii() and char.isalpha() for char in words), words
    assert visit.page.get_attribute("html", "lang") == "zh-CN"
    assert visit.page.title() == "数说"


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1:1", "http://localhost"])
def test_other_sites_are_refused(server: Server, origin: str):
    for method, path in (("POST", "/gradio_api/upload"), ("POST", "/gradio_api/queue/join"), ("GET", "/config")):
        response = server.send(method, path, b"{}" if method == "POST" else None, Origin=origin)
        assert response.status == 403
        assert response.getheader("access-control-allow-origin") is None
        assert "已拒绝" in response.read().decode()


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", ""])
def test_other_hosts_are_refused(server: Server, host: str):
    assert server.send("GET", "/", Host=host).status == 400
    assert server.send("POST", "/gradio_api/queue/join", b"{}", Host=host).status == 400


def test_the_page_comes_with_its_policy(server: Server):
    response = server.send("GET", "/")
    page = response.read().decode()
    policy = response.getheader("content-security-policy") or ""
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
    assert page.count("<script") == page.count(f'<script nonce="{nonce}"') > 3
    assert f"'nonce-{nonce}'" not in (server.send("GET", "/").getheader("content-security-policy") or "")
    assert response.getheader("x-content-type-options") == "nosniff"
    assert response.getheader("x-frame-options") == "DENY"
    assert "raw.githubusercontent" not in page


@pytest.mark.browser
def test_all_that_the_page_needs_is_named_in_its_head_and_kept(open_page, server: Server):
    visit = open_page()
    named = set(re.findall(r'href="(/assets/[^"]+)"', server.send("GET", "/").read().decode()))
    needed = {url.removeprefix(server.url) for url in visit.requests if "/assets/" in url}
    assert len(needed) > 50
    assert {path for path in needed - named if "/assets/index-" not in path} == set()
    assert len(named - needed) < 5
    name = next(path for path in named if path.endswith(".js"))
    packed = server.send("GET", name, Accept_Encoding="gzip")
    assert packed.getheader("cache-control") == "public, max-age=31536000, immutable"
    assert gzip.decompress(packed.read()) == server.send("GET", name).read()
    for path in ("/assets/..%2Findex.html", "/assets/none.js", "/assets/"):
        assert server.send("GET", path, Accept_Encoding="gzip").status in (400, 403, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/gradio_api/openapi.json",
        "/gradio_api/info",
        "/gradio_api/proxy=https://a.hf.space/",
    ],
)
def test_there_are_no_ways_in_that_the_page_does_not_need(server: Server, path: str):
    assert server.send("GET", path).status == 404


def test_nobody_is_watched(server: Server):
    assert "analytics" not in server.send("GET", "/monitoring").read().decode(errors="replace").lower()
    assert json.loads(server.send("GET", "/config").read())["analytics_enabled"] is False


def test_the_library_is_not_for_download(server: Server):
    for path in (server.store / "library.sqlite", ROOT / "pyproject.toml", Path("/etc/hostname")):
        response = server.send("GET", f"/gradio_api/file={path}")
        assert response.status in (403, 404)


def call(server: Server, fn: int, data: list[object]) -> str:
    """What the server streams back for a call that is made by hand."""
    body = json.dumps({"data": data, "fn_index": fn, "session_hash": "stranger"}).encode()
    joined = server.send("POST", "/gradio_api/queue/join", body, Content_Type="application/json")
    if joined.status != 200:
        return joined.read().decode()
    stream = server.send("GET", "/gradio_api/queue/data?session_hash=stranger")
    said = ""
    while "process_completed" not in said and (line := stream.readline()):
        said += line.decode()
    return said


def handler(server: Server, event: str) -> int:
    """Number of the first handler of a kind of event."""
    config = json.loads(server.send("GET", "/config").read())
    return next(one["id"] for one in config["dependencies"] if any(name == event for _, name in one["targets"]))


@pytest.mark.parametrize("meta", [{"meta": {"_type": "gradio.FileData"}}, {}])
@pytest.mark.parametrize("where", ["elsewhere", "url"])
def test_a_file_that_was_not_uploaded_cannot_be_added(
    server: Server, tmp_path: Path, meta: dict[str, object], where: str
):
    secret = tmp_path / "机密.txt"
    secret.write_text(ADDED, encoding="utf-8")
    path = str(secret) if where == "elsewhere" else f"{server.url}/shushuo.css"
    before = server.names()
    said = call(server, handler(server, "upload"), [[{"path": path, "orig_name": "机密.txt", **meta}]])
    assert "已添加" not in said
    assert "Traceback" not in said
    assert secret.read_text(encoding="utf-8") == ADDED
    assert server.names() == before


def test_no_file_is_read_through_the_chat(server: Server, tmp_path: Path):
    secret = tmp_path / "机密.txt"
    secret.write_text(ADDED, encoding="utf-8")
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    thread = [{"role": "user", "content": [{"type": "file", "file": file}]}]
    said = call(server, handler(server, "submit"), ["执行到位金额多少", thread, None])
    assert '"success":false' in said.replace(" ", "")
    assert "gradio_api/file=" not in said
    assert "机密" not in said


def test_verdicts_come_from_the_page_alone(server: Server):
    told = json.dumps({"question": "执行到位金额多少", "verdict": "right"}).encode()
    before = len(feedback.read(server.store))
    assert server.send("POST", "/feedback", told, Content_Type="text/plain").status == 415
    assert (
        server.send("POST", "/feedback", told, Content_Type="application/json", Origin="https://example.org").status
        == 403
    )
    assert server.send("POST", "/feedback", b"[" * 9, Content_Type="application/json").status == 400
    assert server.send("POST", "/feedback", b"[1]", Content_Type="application/json").status == 400
    assert server.send("POST", "/feedback", b'{"question": "x"}', Content_Type="application/json").status == 400
    assert server.send("POST", "/feedback", b" " * 90_000, Content_Type="application/json").status == 413
    assert server.send("GET", "/feedback").status in (404, 405)
    assert len(feedback.read(server.store)) == before


@pytest.mark.parametrize(
    "path", ["/report/x", "/report/..%2F..%2Fetc%2Fpasswd", "/report/%00?start=-5&end=999999999999"]
)
def test_a_report_that_is_not_there_is_not_found(server: Server, path: str):
    response = server.send("GET", path)
    assert response.status == 404
    assert "root:" not in response.read().decode()


def test_exports_answer_whatever_is_asked_of_them(server: Server):
    for path in (
        "/export/facts.csv?find=%00%FF&report=x",
        "/export/facts.xlsx?order=x",
        "/export/compare.csv?body=a&metric=b",
    ):
        response = server.send("GET", path)
        assert response.status == 200
        assert (response.getheader("content-disposition") or "").startswith("attachment;")
    assert server.send("GET", "/export/facts.csv", Sec_Fetch_Site="cross-site").status == 403
    response = server.send("GET", "/export/compare.csv?metric=b")
    assert response.status == 400
    assert "请选出要比较的单位" in response.read().decode()


def test_a_taken_port_is_told_with_the_cure(server: Server):
    second = serve(server.store, server.port)
    out, error = second.communicate(timeout=30)
    assert second.returncode in (1, 2)
    assert out == ""
    assert error.count("\n") == 1
    assert f"127.0.0.1:{server.port}" in error
    assert "--port" in error


def test_hosts_of_an_office_can_be_named():
    assert "shu.example" in allowed_hosts("127.0.0.1", ["shu.example"])
    assert "10.0.0.7" in allowed_hosts("10.0.0.7")
    assert set(allowed_hosts("0.0.0.0")) > {"127.0.0.1", "localhost"}  # noqa: S104
    assert "*" not in allowed_hosts("0.0.0.0")  # noqa: S104


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        (None, "a:1", True),
        ("http://a:1", "a:1", True),
        ("https://A:1", "a:1", True),
        ("http://a", "a:1", False),
        ("http://a:1.b", "a:1", False),
        ("file://a:1", "a:1", False),
        ("", "a:1", False),
        ("http://", "", False),
    ],
)
def test_an_origin_is_ours_only_if_it_is_the_host(origin: str | None, host: str, same: bool):
    assert same_origin(origin, host) is same
