"""Raw text to paragraphs: what is rejoined, what stands alone, what is dropped, and that nothing is lost."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import CleanText, clean
from index.lines import BLANK, LINE_END, ZERO_WIDTH
from index.load import load
from index.numbers import find_figures
from index.tokens import FULL_WIDTH
from index.units import QUANTITIES

SAMPLES = Path(__file__).parents[2] / "examples" / "reports"
SEEDS = ("湖州法院2024", "德清法院2024")
SHORT = {"paragraph": "p", "bullet": "b", "heading": "h"}


def blocks(raw: str) -> list[tuple[str, str]]:
    """Kind and text of each block: p, b, h1 .. h4."""
    made = clean(raw)
    return [(SHORT[b.kind] + str(b.level or ""), made.text[b.start : b.end]) for b in made.blocks]


def wrapped(text: str, width: int = 14, indent: str = "", between: str = "\n") -> str:
    """``text`` as a newspaper column has it."""
    rows = [text[i : i + width] for i in range(0, len(text), width)]
    return indent + between.join(rows)


BODY = (
    "2024年，全市法院深入贯彻落实各项部署，忠实履行宪法和法律赋予的职责，各项工作取得新的进展。"
    "全年共新收案件12345件，审结12001件，同比分别上升13.7%和8.4%，执行到位金额6.49亿元，盘活闲置不动产价值1.46亿元。"
)
NEXT = "这一年，全市法院坚持把非诉讼纠纷解决机制挺在前面，指导诉前调解成功案件3865件，同比增长4.9%，各方反映良好。"
FULL = "全市法院坚持公正司法，" * 5 + "群众满意度稳中有升再提高。"
UNWRAPPED = f"{BODY}\n{NEXT}\n{BODY}"

CASES = {
    "nothing": ("", []),
    "only blanks": (" \n\u3000\n\t\r\n", []),
    "one line": ("执行到位金额35.8亿元。", [("p", "执行到位金额35.8亿元。")]),
    "blanks between characters and in figures": (
        "执 行到位 35.8 亿元，盘活 1 .46亿元。",
        [("p", "执行到位35.8亿元，盘活1.46亿元。")],
    ),
    "a year of single digits": ("1 9 9 7 年收案5件。", [("p", "1997年收案5件。")]),
    "full-width commas of thousands": ("布3，406万米，12，050件。", [("p", "布3,406万米，12,050件。")]),
    "full-width digits": ("２０２４年增长５．５％。", [("p", "2024年增长5.5%。")]),
    "zero-width": ("执\u200b行\ufeff到位\u2060。", [("p", "执行到位。")]),
    "paragraphs that stood in, whose last lines are full and whose blanks are lost": (
        "\n".join([FULL[:12], wrapped(FULL[12:], 14)] * 3),
        [("p", FULL)] * 3,
    ),
    "windows line ends": (
        "一、执行工作\r\n执结5件。\r\n\r\n到位3元。\r\n",
        [("h1", "一、执行工作"), ("p", "执结5件。"), ("p", "到位3元。")],
    ),
    "old mac line ends": ("执结5件。\r到位3元。", [("p", "执结5件。"), ("p", "到位3元。")]),
    "wrapped paragraph": (wrapped(BODY), [("p", BODY)]),
    "wrapped and double-spaced": (wrapped(BODY, between="\n\n"), [("p", BODY)]),
    "wrapped, windows line ends": (wrapped(BODY, between="\r\n"), [("p", BODY)]),
    "wrapped narrow": (wrapped(BODY, 9), [("p", BODY)]),
    "wrapped, spaced-out lines": ("\n".join(" ".join(row) for row in wrapped(BODY).split("\n")), [("p", BODY)]),
    "two wrapped paragraphs, blank line": (wrapped(BODY) + "\n\n" + wrapped(NEXT), [("p", BODY), ("p", NEXT)]),
    "two wrapped paragraphs, indented": (
        wrapped(BODY, indent="　　") + "\n" + wrapped(NEXT, indent="　　") + "\n",
        [("p", BODY), ("p", NEXT)],
    ),
    "wrapped with headings": (
        "■创新工作方式\n" + wrapped(BODY) + "\n一、执行工作\n" + wrapped(NEXT) + "\n（一）加大力度\n" + wrapped(BODY),
        [
            ("h1", "■创新工作方式"),
            ("p", BODY),
            ("h1", "一、执行工作"),
            ("p", NEXT),
            ("h2", "（一）加大力度"),
            ("p", BODY),
        ],
    ),
    "a long marked heading in a column": (
        wrapped(BODY, 16) + "\n四、建设群众身边的法院\n" + wrapped(NEXT, 16),
        [("p", BODY), ("h1", "四、建设群众身边的法院"), ("p", NEXT)],
    ),
    "wrapped with a newspaper headline": (
        wrapped(BODY) + "\n 主动服务大局 助推发展\n" + wrapped(NEXT),
        [("p", BODY), ("h4", "主动服务大局 助推发展"), ("p", NEXT)],
    ),
    "wrapped with bullets": (
        wrapped(BODY) + "\n数说2024\n•共新收案件72824件，审\n结68029件\n•执结案件18049件",
        [("p", BODY), ("h4", "数说2024"), ("b", "•共新收案件72824件，审结68029件"), ("b", "•执结案件18049件")],
    ),
    "title above a note in brackets": (
        "示例县人民法院工作报告（2023年）\n（本报告所有内容均为\n虚构，与任何真实地方\n无关。）\n" + wrapped(BODY),
        [
            ("h4", "示例县人民法院工作报告（2023年）"),
            ("p", "（本报告所有内容均为虚构，与任何真实地方无关。）"),
            ("p", BODY),
        ],
    ),
    "unwrapped paragraphs": (UNWRAPPED, [("p", BODY), ("p", NEXT), ("p", BODY)]),
    "unwrapped with headings": (
        f"2024年工作报告\n一、主要工作\n（一）执行\n1.力度\n{BODY}\n第二部分 展望\n{NEXT}",
        [
            ("h4", "2024年工作报告"),
            ("h1", "一、主要工作"),
            ("h2", "（一）执行"),
            ("h3", "1.力度"),
            ("p", BODY),
            ("h1", "第二部分展望"),
            ("p", NEXT),
        ],
    ),
    "a numbered sentence is no heading": (
        "一、全年执结案件5件。到位金额3元，同比上升。",
        [("p", "一、全年执结案件5件。到位金额3元，同比上升。")],
    ),
    "bullets of every kind": (
        "•甲事\n●乙事情\n- 丙事\n◆丁事",
        [("b", "•甲事"), ("b", "●乙事情"), ("b", "-丙事"), ("b", "◆丁事")],
    ),
    "a short line with a figure is no heading": (
        "收案数5件\n" + UNWRAPPED,
        [("p", "收案数5件"), ("p", BODY), ("p", NEXT), ("p", BODY)],
    ),
    "a date line is no heading": ("2024-12-31\n执结5件。", [("p", "2024-12-31"), ("p", "执结5件。")]),
    "punctuation never begins a paragraph": ("执结案件5件\n，到位3元\n。", [("p", "执结案件5件，到位3元。")]),
    "a bracket is closed before a paragraph ends": (
        "执结案件5件（其中\n涉企3件），到位3元。",
        [("p", "执结案件5件（其中涉企3件），到位3元。")],
    ),
    "a magnitude or unit of an unwrapped report": (
        "到位35.8亿\n元，同比上升11.3\n个百分点，共5\n万余元。",
        [("p", "到位35.8亿元，同比上升11.3个百分点，共5万余元。")],
    ),
    "a number cut in a wide column": ("罚款919人次，拘留15\n2人次。", [("p", "罚款919人次，拘留152人次。")]),
    "numbers of two rows": ("合计15\n2人次，持平。", [("h4", "合计15"), ("p", "2人次，持平。")]),
    "a word that begins like a unit": ("截至2024\n元旦期间平稳。", [("h4", "截至2024"), ("p", "元旦期间平稳。")]),
    "a subscript on a line of its own": ("多年来PM\n2.5\n平均浓度20微克。", [("p", "多年来PM2.5平均浓度20微克。")]),
    "money supply": ("广义货币M\n2\n增长13.6%。", [("p", "广义货币M2增长13.6%。")]),
    "furniture of a web page": (
        "首页\n当前位置：\n【打印】\n字号：大 中 小\n" + BODY + "\n下转第2版\n关闭窗口\n浏览次数：12次",
        [("p", BODY)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str):
    raw, expected = CASES[name]
    assert blocks(raw) == expected


@pytest.mark.parametrize("width", range(7, 24))
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_a_figure_cut_by_a_line_end_is_whole_again(width: int, between: str):
    found = [figure.raw for figure in find_figures(clean(wrapped(BODY * 2, width, between=between)).text)]
    assert found == [figure.raw for figure in find_figures(BODY * 2)]


def column(text: str, width: int, indent: int) -> str:
    """``text`` as a page sets it: half-width signs are half as wide, no line begins with a comma."""
    rows, row, used = [], "", float(indent)
    for char in text:
        wide = 0.5 if char < "\u0100" else 1.0
        if used + wide > width and char not in "，。、；：！？）》”’%":
            rows.append(row)
            row, used = "", 0.0
        row, used = row + char, used + wide
    return "　" * indent + "\n".join([*rows, row])


@pytest.mark.parametrize("width", [11, 16, 19, 22, 30, 38, 45, 50, 60])
@pytest.mark.parametrize(("indent", "between", "share"), [(2, "\n", 0.8), (0, "\n\n", 0.55)])
def test_a_sample_set_in_a_column_comes_back(width: int, indent: int, between: str, share: float):
    """Every figure of our samples survives any column, and most paragraphs are found again."""
    paragraphs = found = 0
    for path in sorted(SAMPLES.glob("*.txt")):
        made = clean(load(path)[1].text)
        whole = [(b.kind, made.text[b.start : b.end]) for b in made.blocks]
        rows = [column(body, width, 0 if kind == "heading" else indent) for kind, body in whole]
        again = clean(between.join(rows))
        assert [f.raw for f in find_figures(again.text)] == [f.raw for f in find_figures(made.text)]
        paragraphs += len(whole)
        found += len({body for _, body in whole} & {again.text[b.start : b.end] for b in again.blocks})
    assert found >= share * paragraphs


def test_what_is_dropped_says_where_and_why():
    made = clean(f"首页\n{BODY}\n关闭\u200b")
    assert [(d.start, d.end, d.reason) for d in made.dropped] == [
        (0, 2, "网页或版面装饰"),
        (len(BODY) + 4, len(BODY) + 6, "网页或版面装饰"),
        (len(BODY) + 6, len(BODY) + 7, "零宽字符"),
    ]


def test_furniture_is_taken_from_the_edges_only():
    middle = "\n".join([*[BODY] * 50, "首页", *[BODY] * 50])
    assert "首页" in clean(middle).text


def assert_sound(raw: str, made: CleanText) -> None:
    """The map leads every character back in order, and every character that is no blank is accounted for."""
    assert len(made.offsets) == len(made.text)
    assert all(a <= b for a, b in pairwise(made.offsets))
    strange = [
        (char, raw[at])
        for char, at in zip(made.text, made.offsets, strict=True)
        if char != raw[at].translate(FULL_WIDTH)
        and not (char == " " and raw[at] in BLANK)
        and not (char == "\n" and LINE_END.match(raw, at))
    ]
    assert strange == []
    covered = set(made.offsets)
    for dropped in made.dropped:
        assert 0 <= dropped.start < dropped.end <= len(raw)
        covered.update(range(dropped.start, dropped.end))
    assert [raw[at] for at in range(len(raw)) if at not in covered and not raw[at].isspace()] == []


def assert_blocks_cover(made: CleanText) -> None:
    """Blocks follow each other with one line end between, and hold all of the text."""
    ends = [0, *(b.end + 1 for b in made.blocks)]
    assert [b.start for b in made.blocks] == ends[:-1]
    assert ends[-1] == len(made.text) + bool(made.blocks)
    assert all(b.kind in SHORT and bool(b.level) == (b.kind == "heading") for b in made.blocks)


PIECES = st.sampled_from(
    [
        "执行到位",
        "35.8",
        "亿元",
        "1 9 9 7 年",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u3000\u3000",
        "\u200b",
        "一、",
        "（一）",
        "■",
        "•",
        "1.",
        "2.5\n",
        "PM\n",
        "首页\n",
        "关闭\n",
        "打 印 本 页",
        "\u2028",
        "\x0b",
        "２０",
        "第一章 ",
        "- ",
        "\ufeff",
        "\x00",
        "示例县人民法院工作报告（2023年）\n",
        BODY,
        "字",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_mapped_and_nothing_is_lost(raw: str):
    made = clean(raw)
    assert_sound(raw, made)
    assert_blocks_cover(made)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(deadline=None)
def test_the_clean_text_has_one_kind_of_blank(raw: str):
    assert not {char for char in clean(raw).text if char.isspace()} - {" ", "\n"}


def test_every_report_is_mapped_and_nothing_is_lost(corpus: Path):
    files = sorted((corpus / "reports").rglob("*.txt"))
    assert len(files) >= 60
    for file in files:
        _, raw = load(file)
        made = clean(raw.text)
        assert_sound(raw.text, made)
        assert_blocks_cover(made)
        assert {char for char in made.text if char in ZERO_WIDTH} == set()


def seed(corpus: Path, name: str) -> tuple[str, CleanText]:
    _, raw = load(corpus / "reports" / "seeds" / f"{name}.txt")
    return raw.text, clean(raw.text)


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", SEEDS)
def test_every_figure_of_a_seed_report_stands_whole_in_one_block(corpus: Path, name: str):
    raw, made = seed(corpus, name)
    lost, at = [], 0
    for figure in find_figures(flat(raw)):
        place = made.text.find(figure.raw, at)
        whole = place >= 0 and any(b.start <= place and place + len(figure.raw) <= b.end for b in made.blocks)
        if whole:
            at = place
        else:
            lost.append(figure.raw)
    assert lost == []


@pytest.mark.parametrize("name", SEEDS)
def test_paragraphs_of_a_seed_report_end_where_sentences_do(corpus: Path, name: str):
    _, made = seed(corpus, name)
    ends = [made.text[b.end - 1] for b in made.blocks if b.kind == "paragraph"]
    assert set(ends) <= set("。”")


QUANTITIES_READ = {"湖州法院2024": 70, "德清法院2024": 29}
"""How many quantities a person counts who reads the seed reports with a pencil, 一个 and 一起 among them."""


@pytest.mark.parametrize("name", SEEDS)
def test_as_many_quantities_as_a_person_counts_in_a_seed_report(corpus: Path, name: str):
    _, made = seed(corpus, name)
    assert sum(f.kind in QUANTITIES for f in find_figures(made.text)) == QUANTITIES_READ[name]


@pytest.mark.parametrize("name", SEEDS)
def test_blocks_of_a_seed_report(corpus: Path, golden: Callable[[str, str], None], name: str):
    """Kind, length and a hash of each block, in reading order: the shared text itself is not ours to keep.

    Read beside the files once, block by block: every sentence whole, every paragraph and heading one block of its own.
    """
    _, made = seed(corpus, name)
    rows = []
    for b in made.blocks:
        body = made.text[b.start : b.end]
        digest = hashlib.sha256(body.encode()).hexdigest()[:12]
        rows.append(json.dumps([b.kind, b.level, len(body), digest]))
    golden(f"blocks_{name}.jsonl", "\n".join(rows) + "\n")


SLOW = {
    "spaced": "a ",
    "spaced and punctuated": "a b，",
    "digits": "1 ",
    "wide": "执 行 ",
    "line ends": "\n",
    "short lines": "执行\n",
    "brackets": "（",
    "asides": "（甲。）",
    "quotes": "。”",
    "citations": "。[1]",
    "headings": "一、\n",
    "furniture": "首页\n",
    "invisible": "1\u200b",
    "magnitudes": "1万",
    "bullets": "•\n",
    "subscripts": "PM\n2.5\n",
    "mixed": "执 行，35.8 亿\n元",
}


@pytest.mark.parametrize("name", SLOW)
def test_time_grows_in_step_with_the_text(name: str):
    """Four times the text may take four times as long; a square would take sixteen times."""

    def seconds(length: int) -> float:
        raw = SLOW[name] * (length // len(SLOW[name])) + "，"
        begun = time.process_time()
        clean(raw)
        return time.process_time() - begun

    least = [min(seconds(length) for _ in range(2)) for length in (10_000, 40_000)]
    assert least[1] < 0.1 or least[1] < 9 * least[0]


def test_who_gives_a_report_is_told_by_a_line_of_its_own():
    made = clean("示例市中级人民法院工作报告\n示例市中级人民法院院长 张三丰\n各位代表：\n一、工作回顾\n审结案件12件。")
    kinds = {made.text[b.start : b.end]: b.kind for b in made.blocks}
    assert kinds["示例市中级人民法院院长张三丰"] == "paragraph"
    assert kinds["示例市中级人民法院工作报告"] == kinds["一、工作回顾"] == "heading"
    later = clean("\n\n".join(["示例报告", *["收案5件。"] * 12, "院长接待日"]))
    assert {later.text[b.start : b.end]: b.kind for b in later.blocks}["院长接待日"] == "heading"


def test_a_notice_of_rights_at_the_end_is_left_out():
    body = "\n".join(f"第{n}句话到此为止。" for n in range(50))
    notice = "本作品来自一份公报。根据\n著作权法\n，属于\n公有领域\n。\n↑\n注：2024年社群共识\n另有说明。"
    made = clean(f"{body}\n\n{notice}\n")
    assert made.text.endswith("第49句话到此为止。")
    assert {drop.reason for drop in made.dropped} == {"版权说明"}
    assert "属于" in clean(f"{notice}\n\n{body}\n").text
