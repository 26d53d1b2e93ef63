"""Markup wherever a stranger can put some: in texts, file names, what is set of a report, questions, verdicts. None runs."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from index import build
from qa import feedback
from tests.visits import WAIT, Server

RUN = "alert(1)"
TAGS = (
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>", f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>", f"<details open ontoggle={RUN}>", f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>", f"<video><source onerror={RUN}></video>", f"<math><mtext><img src=x onerror={RUN}>",
    f"<a href='javascript:{RUN}'>甲</a>", f"<form action='javascript:{RUN}'><button>甲</button></form>",
    f"<style>@import 'x';</style><p style='animation:x' onanimationstart={RUN}>", "<link rel=stylesheet href=x>",
    f"<object data='javascript:{RUN}'></object>", f"<template><img src=x onerror={RUN}></template>",
)  # fmt: skip
OUT = (
    f'"><img src=x onerror={RUN}>', f"'><svg onload={RUN}>", f"--><script>{RUN}</script>", f"]]><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>", f"</style><img src=x onerror={RUN}>", f"</bdi></td><img src=x onerror={RUN}>",
    f'" onmouseover="{RUN}" x="', f"[甲](javascript:{RUN})", f"![甲](x\"onerror=\"{RUN})", "{{constructor.constructor('x')()}}",
    f"${{{RUN}}}", f"&lt;img src=x onerror={RUN}&gt;", f"&#60;img src=x onerror={RUN}&#62;",
)  # fmt: skip
TEXTS, QUESTIONS = TAGS, OUT
SET = tuple(one for one in (*TAGS[:10], *OUT[:6]))
NAMES = tuple(one for one in (*TAGS, *OUT) if "/" not in one and '"' not in one)[:8]
REASONS = (*TAGS[:3], *OUT[:3])
COUNT = len(TEXTS) + len(QUESTIONS) + len(SET) + len(NAMES) + len(REASONS)
FOREIGN = """[...document.querySelectorAll('#shushuo :is(script, iframe, object, video, math, form, link, template, img, style:not(svg style))')]
  .map((one) => one.outerHTML.slice(0, 300))"""


@pytest.fixture(scope="module")
def payloads(server: Server, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Reports whose names, texts and settings are payloads, in the library of the server; their names."""
    folder = tmp_path_factory.mktemp("payloads")
    lines = "\n".join(f"2024年，丁县{n}号事项{one}办结{1000 + n}件。" for n, one in enumerate(TEXTS))
    texts = {"丁县2024年工作报告": f"丁县人民法院工作报告\n{lines}\n"}
    for n, name in enumerate((*NAMES, *(f"戊{n}乡" for n in range(len(SET) - len(NAMES))))):
        texts[name] = f"第{n}乡工作报告\n2024年，第{n}乡修路{n + 3}公里。\n"
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build.add_paths(server.store, [folder])
    for n, (name, one) in enumerate(zip([*texts][1:], SET, strict=True)):
        field, most = (("title", 200), ("entity", 60))[n % 2]
        build.set_by_hand(server.store, [name], {field: one[:most]})
    return [*texts]


def test_there_are_sixty_payloads():
    assert COUNT >= 60


@pytest.mark.browser
def test_no_payload_runs_and_all_are_shown(open_page, server: Server, payloads: list[str]):
    visit = open_page()
    page = visit.page
    visit.tab("报告")
    page.locator("#sh-reports", has_text="丁县2024年工作报告").wait_for(timeout=WAIT)
    shown = page.inner_text("#sh-reports")
    assert [name for name in NAMES if name not in shown] == []
    assert [one for one in SET[1::2] if one[:60] not in shown] == []
    for name in payloads[1:3]:
        page.locator("#sh-reports tr").filter(has=page.get_by_text(name, exact=True)).locator(".sh-pick").first.click()
        page.locator("#sh-known li").first.wait_for(timeout=WAIT)
    assert page.evaluate(FOREIGN) == []
    visit.tab("数字")
    page.locator("#sh-ledger", has_text="戊0乡").wait_for(timeout=WAIT)
    assert page.evaluate(FOREIGN) == []
    visit.tab("问答")
    for n, one in enumerate(QUESTIONS, 1):
        visit.ask(one, n)
    assert page.locator("#sh-thread .sh-question").all_inner_texts() == list(QUESTIONS)
    visit.ask("丁县2024年3号事项办结多少件", len(QUESTIONS) + 1)
    assert page.evaluate(FOREIGN) == []
    visit.reload()
    visit.answer(len(QUESTIONS) + 1)
    assert page.evaluate(FOREIGN) == []
    report = server.ids()[payloads[0]]
    page.goto(f"{server.url}/report/{report}")
    shown = packed(page.inner_text("#shushuo"))
    assert [one for one in TEXTS if packed(one) not in shown] == []
    assert page.evaluate(FOREIGN) == []
    assert [url for url in visit.requests if url.endswith("/x")] == []


def test_verdicts_with_payloads_are_kept_as_they_are(server: Server):
    for one in REASONS:
        told = {"question": "湖州法院2024年新收案件多少件", "verdict": "wrong", "why": one, "right": one}
        response = server.send("POST", "/feedback", json.dumps(told).encode(), Content_Type="application/json")
        assert response.status == 204
    kept = feedback.read(server.store)[-len(REASONS) :]
    assert [(one["why"], one["right"]) for one in kept] == [("", one) for one in REASONS]


def test_an_export_holds_numbers_and_no_formula(server: Server, payloads: list[str]):
    rows = list(csv.reader(io.StringIO(server.send("GET", "/export/facts.csv").read().decode("utf-8-sig"))))
    assert len(rows) > 50
    assert [
        cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number(cell)
    ] == []
    sheet = load_workbook(io.BytesIO(server.send("GET", "/export/facts.xlsx").read())).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert sum(cell.data_type == "n" and cell.value is not None for cell in cells) >= len(rows) - 1


def packed(text: str) -> str:
    """Without blanks: a report's own are repaired when it is read."""
    return "".join(text.split())


def number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
