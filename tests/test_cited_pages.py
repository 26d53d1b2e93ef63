"""The page an answer cites is the page that shows its figure: looked up anew in the page's own text, as PDFium gives it."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest

from index.build import add_paths
from index.load import load_bytes
from index.prepare import prepare
from qa import Answer, Assistant
from tests.index.test_load_samples import SAMPLES, printed
from tests.raw_checks import plain

CASES = [
    json.loads(line)
    for path in sorted((Path(__file__).parents[1] / "eval" / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
NUMBER = re.compile("-[0-9]+-$")
ASKED = 40
SEEN = 20
"""Fewest answers with a page that are looked up, of each library."""
ANNUAL = (
    "贵州茅台2020年营业收入是多少",
    "贵州茅台2020年归属于上市公司股东的净利润是多少",
    "贵州茅台2019年归属于上市公司股东的净利润是多少",
    "贵州茅台2020年经营活动产生的现金流量净额是多少",
    "贵州茅台2020年末总资产是多少",
    "贵州茅台2020年基本每股收益是多少",
    "贵州茅台2018年基本每股收益是多少",
    "贵州茅台2020年加权平均净资产收益率是多少",
    "贵州茅台2020年研发人员数量是多少",
    "贵州茅台2020年研发投入占营业收入的比例是多少",
    "贵州茅台2020年销售费用是多少",
    "贵州茅台2020年管理费用是多少",
    "贵州茅台2020年财务费用是多少",
    "贵州茅台2020年营业成本是多少",
    "贵州茅台2020年税金及附加是多少",
    "贵州茅台2020年第一季度营业收入是多少",
    "贵州茅台2020年第四季度营业收入是多少",
    "贵州茅台2020年前五名客户销售额是多少",
    "贵州茅台2020年前五名供应商采购额是多少",
    "贵州茅台2020年销售人员有多少人",
    "贵州茅台2020年生产人员有多少人",
    "贵州茅台2020年技术人员有多少人",
    "贵州茅台2020年末普通股股东总数是多少",
    "贵州茅台2020年存货是多少",
    "贵州茅台2020年货币资金是多少",
    "贵州茅台2020年每10股派发现金红利多少",
    "贵州茅台2020年茅台酒营业收入是多少",
    "贵州茅台2020年直销渠道营业收入是多少",
    "贵州茅台2020年国外营业收入是多少",
    "贵州茅台2020年固定资产是多少",
)


def pages_of(data: bytes) -> list[str]:
    """The text of each page without blanks, and without its number, which may stand amid a figure broken over pages."""
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        return [NUMBER.sub("", plain(page.get_textpage().get_text_range())) for page in document]


def missed(answers: Sequence[Answer], pages: dict[str, list[str]]) -> tuple[int, list[str]]:
    """How many cited figures were looked up, and those that their page does not show."""
    seen, wrong = 0, []
    for answer in answers:
        for fact in answer.facts:
            cited = answer.citations[fact.citation]
            assert cited.page is not None
            seen += 1
            shown = pages[cited.report][cited.page - 1]
            if plain(fact.raw) not in shown or not near(plain(cited.quote), shown):
                wrong.append(f"{answer.question}: {fact.raw}, p. {cited.page}")
    return seen, wrong


def near(quote: str, shown: str) -> bool:
    """Whether a page shows a part of a quote, which may begin on the page before or go on with the next."""
    parts = [quote[at : at + 8] for at in range(max(1, len(quote) - 7))]
    return any(part in shown for part in parts)


@pytest.fixture(scope="module")
def printed_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples on narrow pages, so that each has several."""
    folder = tmp_path_factory.mktemp("printed")
    for path in SAMPLES:
        (folder / f"{path.stem}.pdf").write_bytes(printed(path, 1, wide=130))
    return folder


@contextlib.contextmanager
def library(store: Path, folder: Path) -> Iterator[Assistant]:
    add_paths(store, [folder])
    assistant = Assistant.open(store)
    try:
        yield assistant
    finally:
        assistant.close()


def test_pages_of_answers_from_printed_samples(printed_samples: Path, tmp_path: Path):
    pages = {path.stem: pages_of(path.read_bytes()) for path in printed_samples.iterdir()}
    assert min(map(len, pages.values())) >= 2
    asked = [row["question"] for row in CASES if row["kind"] == "number" and not row["history"]][::4][:ASKED]
    with library(tmp_path / "library", printed_samples) as assistant:
        answers = [assistant.ask(question) for question in asked]
    seen, wrong = missed(answers, pages)
    cited = {citation.page for answer in answers for citation in answer.citations}
    assert wrong == []
    assert seen >= SEEN
    assert len(cited) >= 2


def test_pages_of_every_fact_of_the_printed_samples(printed_samples: Path):
    for path in printed_samples.iterdir():
        data = path.read_bytes()
        report, pages = prepare(path.stem, data, load_bytes(data)), pages_of(data)
        for fact in report.facts:
            page = report.document.page(fact.figure.start)
            assert page is not None
            assert plain(fact.figure.raw) in "".join(pages[page - 1 : page + 1])


def test_pages_of_answers_from_a_real_annual_report(corpus: Path, tmp_path: Path):
    (path,) = (corpus / "reports" / "annual_pdf").glob("*.pdf")
    pages = pages_of(path.read_bytes())
    with library(tmp_path / "library", path) as assistant:
        answers = [assistant.ask(question) for question in ANNUAL]
        (held,) = assistant.reports()
    seen, wrong = missed(answers, {held.name: pages})
    print(f"cited pages: {seen} figures looked up in {len(pages)} pages, wrong {wrong}")
    assert wrong == []
    assert seen >= SEEN
