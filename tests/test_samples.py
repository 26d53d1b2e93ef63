"""The sample reports, the evaluation cases on them and the seed questions say what they must, and agree."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "examples" / "reports"
CASE_FILES = sorted((ROOT / "eval" / "cases").glob("*.jsonl"))
SEED_QUESTIONS = ROOT / "tests" / "cases" / "seed_questions.jsonl"

CITY = "示例市中级人民法院工作报告（{}年）"
COUNTY = "示例县人民法院工作报告（{}年）"
GOVERNMENT = "示例市政府工作报告（{}年）"
BULLETIN = "示例市2024年统计公报"
DIGESTS = {"湖州法院2024年工作摘要": "湖州法院2024", "德清法院2024年工作摘要": "德清法院2024"}

GB18030_REPORT = CITY.format(2022)
WRAPPED_REPORT = COUNTY.format(2023)
BOM_REPORT = GOVERNMENT.format(2023)

KINDS = {"number": 60, "text": 10, "list": 10, "compare": 10, "followup": 10, "unanswerable": 20}
KEYS = {"id", "question", "history", "reports", "kind", "answers", "must", "evidence"}
NUMBER = re.compile(r"(\d+(?:\.\d+)?)余?([万亿]?)")
ORDINAL = re.compile(r"第([一二三四五六七八九])")
FRACTION = re.compile(r"([一二三四五六七八九])分之([一二三四五六七八九])")
DIGITS = "零一二三四五六七八九"
MAGNITUDES = {"": 1, "万": 10**4, "亿": 10**8}

# (report family, how the level is written from year to year, levels of the last years up to 2024, stated changes)
SERIES: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (CITY, "全市法院新收案件{}件", ("54380", "58914", "63275"), ("8.3%", "7.4%")),
    (CITY, "审结{}件", ("52617", "57301", "62148"), ("8.9%", "8.5%")),
    (CITY, "市中院新收案件{}件", ("6418", "6935", "7286"), ("8.1%", "5.1%")),
    (CITY, "审结{}件", ("6302", "6871", "7231"), ("9.0%", "5.2%")),
    (CITY, "平均审理天数{}天", ("58.6", "52.4", "47.1"), ("6.2天", "5.3天")),
    (CITY, "法官人均结案{}件", ("251", "268"), ("17件",)),
    (CITY, "一审刑事案件{}件", ("3126", "2984", "2817"), ("4.5%", "5.6%")),
    (CITY, "一审民商事案件{}件", ("26840", "28951", "31462"), ("7.9%", "8.7%")),
    (CITY, "审结破产案件{}件", ("86", "103", "131"), ("19.8%", "27.2%")),
    (CITY, "知识产权案件{}件", ("415", "468", "533"), ("12.8%", "13.9%")),
    (CITY, "出庭应诉率{}%", ("89.6", "93.2", "96.8"), ("3.6个百分点", "3.6个百分点")),
    (CITY, "执结案件{}件", ("14206", "15388", "16975"), ("8.3%", "10.3%")),
    (CITY, "执行到位金额{}亿元", ("21.7", "24.3", "28.9"), ("12.0%", "18.9%")),
    (CITY, "失信被执行人名单{}人次", ("3985", "3640", "3214"), ("8.7%", "11.7%")),
    (CITY, "自动履行率{}%", ("63.5", "68.2"), ("4.7个百分点",)),
    (CITY, "诉前调解成功案件{}件", ("18650", "20733", "23158"), ("11.2%", "11.7%")),
    (COUNTY, "新收案件{}件", ("8124", "8790", "9563"), ("8.2%", "8.8%")),
    (COUNTY, "审结{}件", ("7986", "8702", "9497"), ("9.0%", "9.1%")),
    (COUNTY, "平均审理天数{}天", ("54.3", "46.8", "41.2"), ("7.5天", "5.6天")),
    (COUNTY, "审结刑事案件{}件", ("386", "352", "331"), ("8.8%", "6.0%")),
    (COUNTY, "一审民商事案件{}件", ("4318", "4705", "5138"), ("9.0%", "9.2%")),
    (COUNTY, "民间借贷案件{}件", ("862", "794"), ("7.9%",)),
    (COUNTY, "调撤率{}%", ("38.4", "41.7", "44.9"), ("3.3个百分点", "3.2个百分点")),
    (COUNTY, "执行到位金额{}亿元", ("2.86", "3.28", "3.75"), ("14.7%", "14.3%")),
    (COUNTY, "诉前调解成功案件{}件", ("2455", "2861", "3307"), ("16.5%", "15.6%")),
    (GOVERNMENT, "一般公共预算收入{}亿元", ("152.8", "161.4"), ("5.6%",)),
    (GOVERNMENT, "社会消费品零售总额{}亿元", ("786.5", "829.0"), ("5.4%",)),
    (GOVERNMENT, "进出口总额{}亿元", ("1124.6", "1206.3"), ("7.3%",)),
    (GOVERNMENT, "出口{}亿元", ("856.4", "913.8"), ("6.7%",)),
    (GOVERNMENT, "{}元", ("58426", "61172"), ("4.7%",)),
    (GOVERNMENT, "{}元", ("35218", "37436"), ("6.3%",)),
    (GOVERNMENT, "研发经费投入强度{}%", ("2.98", "3.12"), ("0.14个百分点",)),
    (GOVERNMENT, "重大项目完成投资{}亿元", ("385", "412.6"), ("7.2%",)),
    (GOVERNMENT, "优良天数比例{}%", ("88.2", "90.4"), ("2.2个百分点",)),
]
# The one contradiction, on purpose: the county's closed enforcement cases of 2024 against those of 2023.
CONTRADICTION = ("执结案件2486件，同比上升9.8%", "2317", "2486", "9.8%", "7.3%")


def flat(text: str) -> str:
    """The text with every blank out, as the scorer compares."""
    return "".join(text.split())


def encoding(name: str) -> str:
    """The encoding the sample ``name`` is meant to have."""
    return {GB18030_REPORT: "gb18030", BOM_REPORT: "utf-8-sig"}.get(name, "utf-8")


def read_reports() -> dict[str, str]:
    """Every sample, decoded strictly, by file name without extension."""
    return {p.stem: p.read_bytes().decode(encoding(p.stem)) for p in sorted(REPORTS.glob("*.txt"))}


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The rows of one case file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def values(text: str) -> set[Decimal]:
    """The numbers of ``text`` in base units, ordinals and simple fractions included."""
    found = {Decimal(m[1]) * MAGNITUDES[m[2]] for m in NUMBER.finditer(text)}
    found |= {Decimal(DIGITS.index(m[1])) for m in ORDINAL.finditer(text)}
    found |= {Decimal(DIGITS.index(m[2])) / DIGITS.index(m[1]) for m in FRACTION.finditer(text)}
    slashed = re.fullmatch(r"(\d+)/(\d+)", text)
    return {Decimal(slashed[1]) / Decimal(slashed[2])} if slashed else found


def change(before: str, after: str, stated: str) -> Decimal:
    """The change from ``before`` to ``after`` in the unit of ``stated``, rounded as ``stated`` is, without its sign."""
    old, new = Decimal(before), Decimal(after)
    step = Decimal(1).scaleb(-len(re.sub(r"[^\d.]", "", stated).partition(".")[2]))
    raw = (new / old - 1) * 100 if stated.endswith("%") else new - old
    return abs(raw).quantize(step, ROUND_HALF_UP)


def corpus() -> Path:
    """The folder of the seed reports; the test is skipped where it is not named."""
    named = os.environ.get("SHUSHUO_CORPUS")
    if not named:
        pytest.skip("SHUSHUO_CORPUS is not set: the seed reports are not at hand")
    return ROOT / named / "reports" / "seeds"


def longest_shared_run(text: str, other: str) -> str:
    """The longest stretch of ``text`` that also stands in ``other``."""
    best = ""
    for start in range(len(text)):
        while text[start : start + len(best) + 1] in other and start + len(best) < len(text):
            best = text[start : start + len(best) + 1]
    return best


TEXTS = read_reports()
FLAT = {name: flat(text) for name, text in TEXTS.items()}
CASES = [case for path in CASE_FILES for case in read_cases(path)]
SEEDS = read_cases(SEED_QUESTIONS)


def by_id(cases: list[dict[str, Any]], *kinds: str) -> list[Any]:
    """Parameters for the cases of ``kinds`` (all kinds where none is named)."""
    return [pytest.param(case, id=case["id"]) for case in cases if not kinds or case["kind"] in kinds]


def test_there_are_enough_reports_and_the_readme_names_them() -> None:
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert len(TEXTS) >= 10
    assert [name for name in TEXTS if f"`{name}.txt`" not in readme] == []


@pytest.mark.parametrize("name", TEXTS)
def test_first_lines_name_body_year_and_nature(name: str) -> None:
    head = FLAT[name][:120]
    body, year = re.sub(r"[（\d].*", "", name), re.search(r"20\d\d", name)
    assert year is not None
    assert body in head
    assert year[0] in head
    assert "不是官方文本" in head if name in DIGESTS else "虚构" in head
    assert 600 <= len(FLAT[name]) <= 1500


def test_gb18030_sample_is_not_utf8() -> None:
    with pytest.raises(UnicodeDecodeError):
        (REPORTS / f"{GB18030_REPORT}.txt").read_bytes().decode("utf-8")


def test_bom_sample_has_bom_and_crlf_only() -> None:
    data = (REPORTS / f"{BOM_REPORT}.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 10


def test_wrapped_sample_breaks_figures_and_spaces_out_characters() -> None:
    lines = TEXTS[WRAPPED_REPORT].splitlines()
    assert max(len(flat(line)) for line in lines[1:]) <= 24
    text = TEXTS[WRAPPED_REPORT]
    for broken in (r"\d\n+\d", r"亿\n+元", r"\d\n+[人件]", r"\d \n*[人件份]", r"(?:[一-鿿] ){6}"):
        assert re.search(broken, text), broken


@pytest.mark.parametrize(("family", "template", "levels", "changes"), SERIES)
def test_stated_changes_agree_with_last_years_levels(
    family: str, template: str, levels: tuple[str, ...], changes: tuple[str, ...]
) -> None:
    years = range(2025 - len(levels), 2025)
    for year, level in zip(years, levels, strict=True):
        assert template.format(level) in FLAT[family.format(year)]
    for i, stated in enumerate(changes, 1):
        report = FLAT[family.format(years[i])]
        sentence = next(s for s in re.split("[。；]", report) if template.format(levels[i]) in s)
        assert stated in sentence
        assert change(levels[i - 1], levels[i], stated) == Decimal(re.sub(r"[^\d.]", "", stated))
        falls = Decimal(levels[i]) < Decimal(levels[i - 1])
        assert bool(re.search("下降|缩短", sentence)) == falls


def test_the_one_contradiction_is_there_and_documented() -> None:
    quote, before, after, stated, true = CONTRADICTION
    assert quote in FLAT[COUNTY.format(2024)]
    assert f"执结案件{before}件，同比上升7.1%" in FLAT[COUNTY.format(2023)]
    assert "执结案件2164件" in FLAT[COUNTY.format(2022)]
    assert change("2164", before, "7.1%") == Decimal("7.1")
    assert f"{change(before, after, stated)}%" == true != stated
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert quote in readme
    assert true in readme


def test_bulletin_agrees_with_the_government_report() -> None:
    shared = ("2081.6亿元", "829.0亿元", "41.9万吨", "增长6.7%", "增长5.8%", "增长7.3%")
    assert all(figure in FLAT[BULLETIN] and figure in FLAT[GOVERNMENT.format(2024)] for figure in shared)
    sectors = [Decimal(s) for s in re.findall(r"产业增加值(\d+\.\d)亿元", FLAT[BULLETIN])]
    assert sum(sectors) == Decimal("2081.6")


def test_cases_are_many_and_of_every_kind() -> None:
    counts = Counter(case["kind"] for case in CASES)
    assert set(counts) == set(KINDS)
    assert len(CASES) >= 250
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < KINDS[kind]} == {}
    tags = Counter(tag for case in CASES for tag in case.get("tags", []))
    assert min(tags[t] for t in ("everyday", "metric-absent", "body-absent", "year-absent", "hard-wrapped")) >= 5


def test_ids_and_questions_are_unique() -> None:
    for cases in (CASES, SEEDS):
        assert max(Counter(case["id"] for case in cases).values()) == 1
        assert max(Counter((*case["history"], case["question"]) for case in cases).values()) == 1


def test_every_report_has_cases() -> None:
    assert {name for case in CASES for name in case["reports"]} == set(TEXTS)


@pytest.mark.parametrize("case", by_id([*CASES, *SEEDS]))
def test_case_has_the_schema(case: dict[str, Any]) -> None:
    assert KEYS <= set(case) <= {*KEYS, "tags", "period", "body"}
    assert all(isinstance(x, str) and x.strip() for key in KEYS - {"id", "question", "kind"} for x in case[key])
    assert case["kind"] in KINDS
    assert case["answers"]
    assert bool(case["history"]) == (case["kind"] == "followup") or case["kind"] == "unanswerable"
    assert bool(case["must"]) == (case["kind"] in {"list", "compare"})
    assert bool(case["reports"]) == bool(case["evidence"]) == (case["kind"] != "unanswerable")


@pytest.mark.parametrize("case", by_id(CASES, "unanswerable"))
def test_an_unanswerable_case_names_its_body(case: dict[str, Any]) -> None:
    held = any(case["body"] in name for name in TEXTS)
    assert held != ("body-absent" in case["tags"])


@pytest.mark.parametrize("case", by_id(CASES, "followup"))
def test_a_follow_up_names_its_period(case: dict[str, Any]) -> None:
    assert case["period"] in ("2022", "2023", "2024", "2025")


@pytest.mark.parametrize("case", by_id(CASES))
def test_evidence_stands_in_its_report(case: dict[str, Any]) -> None:
    holders = {e: [name for name in case["reports"] if flat(e) in FLAT[name]] for e in case["evidence"]}
    assert all(holders.values()), holders
    assert {name for names in holders.values() for name in names} == set(case["reports"])


@pytest.mark.parametrize("case", by_id([*CASES, *SEEDS], "number", "followup"))
def test_every_form_of_a_figure_is_verbatim_or_a_conversion(case: dict[str, Any]) -> None:
    for form in case["answers"]:
        verbatim = any(flat(form) in flat(e) for e in case["evidence"])
        assert verbatim or any(values(form) and values(form) <= values(e) for e in case["evidence"]), form


@pytest.mark.parametrize("case", by_id(CASES, "text", "list", "compare"))
def test_required_words_stand_in_the_evidence(case: dict[str, Any]) -> None:
    words = case["must"] or case["answers"]
    assert [w for w in words if not any(flat(w) in flat(e) for e in case["evidence"])] == []


@pytest.mark.parametrize("case", by_id(CASES, "unanswerable"))
def test_tempting_figures_stand_in_some_report(case: dict[str, Any]) -> None:
    assert [a for a in case["answers"] if not any(a in text for text in FLAT.values())] == []


def test_seed_questions_cover_both_reports() -> None:
    counts = Counter(name for case in SEEDS for name in case["reports"])
    assert len(SEEDS) == 40
    assert counts["湖州法院2024"] >= 22
    assert counts["德清法院2024"] >= 14
    assert Counter(case["kind"] for case in SEEDS)["number"] >= 30
    assert max(len(e) for case in SEEDS for e in case["evidence"]) <= 10


@pytest.mark.parametrize("case", by_id(SEEDS))
def test_seed_answers_stand_in_the_seed_report(case: dict[str, Any]) -> None:
    text = flat((corpus() / f"{case['reports'][0]}.txt").read_text(encoding="utf-8"))
    for figure in case["evidence"]:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}", text), figure


@pytest.mark.parametrize(("digest", "seed"), DIGESTS.items())
def test_digests_have_true_figures_and_no_copied_sentence(digest: str, seed: str) -> None:
    text = flat((corpus() / f"{seed}.txt").read_text(encoding="utf-8"))
    figures = re.findall(
        r"\d+(?:\.\d+)?(?:余?[万亿])?(?:平方米|个百分点|余?人次|余份|[%元件亩家名项份条篇次期人天])?", FLAT[digest]
    )
    assert [f for f in figures if not re.search(rf"(?<![\d.]){re.escape(f)}", text)] == []
    assert len(longest_shared_run(FLAT[digest], text)) <= 20
