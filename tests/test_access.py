"""The page for those who see little or use no mouse: axe-core finds nothing serious, and the keyboard reaches every control."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.visits import WAIT, Visit

pytestmark = pytest.mark.browser
TABS = ("问答", "对比", "数字", "报告")
GRAVE = {"serious", "critical"}
SIZES = ((1440, 900), (390, 844))
CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=tab], [tabindex]"
HERE = f"""place => {{
  const shown = one => one.checkVisibility({{ visibilityProperty: true }}) && one.getClientRects().length && !one.disabled;
  const name = one => `${{one.tagName}} ${{one.id || one.className}} ${{(one.textContent || '').trim().slice(0, 20)}}`;
  return [...document.querySelectorAll('{CONTROLS}')]
    .filter(one => shown(one) && !one.dataset.reached && !one.closest('.sh-hidden, [aria-hidden=true]'))
    .map(name);
}}"""
REACH = """() => {
  const at = document.activeElement, again = Boolean(at.dataset.reached);
  if (at !== document.body) at.dataset.reached = "1";
  return !again;
}"""
"""Notes what has the focus; false where it was there before, because the keyboard has come round."""


def prepared(visit: Visit, tab: str) -> None:
    """A tab with everything on it that a visitor may meet there."""
    page = visit.page
    visit.tab(tab)
    if tab == "问答":
        visit.ask("湖州法院2024年执行到位金额多少")
        visit.ask("湖州法院2019年执行到位金额多少", 2)
        page.locator("#sh-evidence .sh-passage").first.wait_for(timeout=WAIT)
    elif tab == "对比":
        page.fill("#sh-metrics textarea", "审结案件")
        for body in ("湖州法院", "德清法院"):
            page.click("#sh-bodies input")
            page.get_by_role("option", name=body, exact=True).click()
        page.keyboard.press("Escape")
        page.click("#sh-compare-button")
        page.locator("#sh-compared svg.sh-chart[viewBox]").wait_for(timeout=WAIT)
    elif tab == "数字":
        page.locator("#sh-ledger td").first.wait_for(timeout=WAIT)
    else:
        page.locator("#sh-reports .sh-pick").first.click()
        page.locator("#sh-known li").first.wait_for(timeout=WAIT)
    page.wait_for_timeout(400)  # what is paled while it waits for news is itself again


def grave(page: Any, *rules: str) -> list[str]:
    """What axe-core calls serious or critical, by some rules or all, each with the first place that it is found in."""
    only = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **only})
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"] if v["impact"] in GRAVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page, scheme: str):
    visit = open_page(color_scheme=scheme)
    visit.page.evaluate(AXE_SCRIPT)
    rules = () if scheme == "light" else ("color-contrast",)  # nothing but colours is different in the dark
    for tab in TABS:
        prepared(visit, tab)
        for width, height in SIZES:
            visit.page.set_viewport_size({"width": width, "height": height})
            assert grave(visit.page, *rules) == [], (tab, width)
    visit.tab("问答")
    visit.page.locator("#sh-thread a.sh-open").first.click()
    visit.page.locator("#sh-dialog mark").first.wait_for(timeout=WAIT)
    assert grave(visit.page, *rules) == []


def test_the_keyboard_reaches_every_control(open_page):
    visit = open_page()
    for tab in TABS:
        prepared(visit, tab)
        visit.page.evaluate("document.querySelectorAll('[data-reached]').forEach(one => delete one.dataset.reached)")
        visit.page.keyboard.press("Tab")
        while visit.page.evaluate(REACH):
            visit.page.keyboard.press("Tab")
        assert visit.page.evaluate(HERE) == [], tab


def test_the_tabs_turn_without_a_mouse(open_page):
    page = open_page().page
    page.get_by_role("tab", name="问答", exact=True).focus()
    for name in TABS[1:]:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.get_by_role("tab", name=name, exact=True).get_attribute("aria-selected") == "true"
