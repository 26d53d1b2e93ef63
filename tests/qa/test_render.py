"""What the page shows of questions, answers, evidence and the library: marks in their place, never markup of others."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.errors import LoadError
from index.reading import Reading
from index.records import Block, Document, Inferred, Passage
from index.store import DocumentInfo
from qa import carried, original, passages, render, shelf
from qa.markup import escape, highlight
from qa.render import Around
from qa.results import STATUS_CONVERTED, STATUS_DERIVED, STATUS_VERBATIM, Answer, Citation, Hit, Question, ShownFact
from qa.understood import Part
from qa.uploads import safe_name, staged

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "</mark></div><a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1)) ![x](https://example.org/x.png)",
    "<style>*{display:none}</style>",
    "${alert(1)} {{alert(1)}} `alert(1)` $$x$$",
    "2021. 甲\n2023. 乙\n\n# 标题\n\n    code",
    "a\r\n\r\n<b>b</b>\u2028<i>c</i>\x00\u202e",
)
TAGS = {"div", "p", "mark", "span", "ul", "li", "bdi", "br", "blockquote", "details", "summary", "b", "table", "thead",
        "tbody", "tr", "th", "td", "a", "button", "label", "input", "select", "option", "article", "header", "h2", "h3"}  # fmt: skip
ATTRIBUTES = {"class", "title", "type", "value", "name", "open", "checked", "href", "id", "maxlength", "placeholder"}
STRANGE = {"script", "img", "iframe", "style", "i", "form", "object", "embed", "link", "meta", "math", "base"}
"""Tags that only a payload could bring."""
TEXT = "执行案件全年执结18049件，执行到位金额35.8亿元，同比上升13.7%。另有司法拘留1378人次。"
FIRST = 100  # where the passage begins in its report


class Reader(HTMLParser):
    """Tags, attributes and text of a piece of HTML, and the text inside each ``<mark>`` with its class."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.buttons: list[tuple[str, str]] = []
        self.text = ""
        self.marks: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag == "button":
            self.buttons.append((dict(attrs)["class"], dict(attrs)["value"]))
        if tag == "mark":
            self._open.append(dict(attrs)["class"])
            self.marks.append((self._open[-1], ""))
        if tag == "br":
            self.text += "\n"

    def handle_endtag(self, tag):
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data):
        self.text += data
        if self._open:
            self.marks[-1] = (self._open[-1], self.marks[-1][1] + data)

    def marked(self, css: str) -> list[str]:
        return [text for name, text in self.marks if css in name.split()]


@dataclass(frozen=True)
class File:
    name: str
    status: str
    message: str = ""
    passages: int = 0
    facts: int = 0
    reading: Reading | None = None


def fact(raw: str = "35.8亿元", **changes: object) -> ShownFact:
    start = FIRST + TEXT.index(raw) if raw in TEXT else 0
    made = ShownFact(
        "执行到位金额", raw, "3580000000", "元", "", "湖州法院", "2024", STATUS_VERBATIM, "", 0, start, start + len(raw)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def citation(report: str = "湖州法院2024", quote: str = TEXT[: TEXT.index("另有")], **changes: object) -> Citation:
    made = Citation(report, "湖州法院工作报告", 3, quote, FIRST, FIRST + len(quote))
    return replace(made, **changes)  # type: ignore[arg-type]


def hit(number: int = 0, document: str = "id1", text: str = TEXT, start: int = FIRST, **changes: object) -> Hit:
    passage = Passage(f"p{number}", document, number, start, start + len(text), text, ("四、执行攻坚", "（一）实效"), 3)
    return Hit(replace(passage, **changes), 0.9)  # type: ignore[arg-type]


def answered(*facts: ShownFact, **changes: object) -> Answer:
    shown = facts or (fact(),)
    made = Answer(
        "", "执行到位金额多少", shown[0].raw, "2024年，湖州法院执行到位金额35.8亿元。", False, None, shown,
        (citation(),), evidence=(hit(),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def info(name: str = "湖州法院2024", body: str = "湖州法院", period: str = "2024") -> DocumentInfo:
    return DocumentInfo(f"id-{name}", name, Inferred(name, ""), Inferred(body, ""), Inferred(period, ""), 1234, 8, 49)


def document(text: str, kind: str = "paragraph") -> Document:
    named = Inferred(text, "")
    return Document(
        "ab12", text, named, named, named, text, text, tuple(range(len(text))), (Block(0, len(text), kind),), ()
    )


def pieces(text: str) -> list[str]:
    """Everything the page makes, with ``text`` in every place that is not ours."""
    shown = fact(raw=text, metric=text, entity=text, period=text, formula=text, status=STATUS_DERIVED)
    cited = citation(report=text, quote=text)
    evidence = hit(text=text, headings=(text, text))
    one = Answer("", text, text, text, False, None, (shown,), (cited,), evidence=(evidence,))
    two = replace(one, facts=(shown, shown), answer=f"{text}；{text}")
    held = (info(text, text, text), info())
    around = Around(held, (Part("单位", text, ((text, text),)), Part("年份", text, ())), (text,), {text: "ab12"})
    return [
        render.question(text),
        render.answer(one, around),
        render.answer(replace(one, facts=(shown, shown)), around),
        render.answer(two, around),
        render.answer(replace(one, facts=(shown, replace(shown, differs=True))), around),
        render.answer(replace(one, facts=()), around),
        render.answer(replace(one, facts=(), refused=True, reason="other_entity"), around),
        render.answer(replace(one, facts=(shown, shown), answer="", refused=True, reason="other_period"), around),
        render.trouble(text),
        passages.evidence(one, {"id1": text}),
        passages.evidence(replace(one, refused=True, facts=(), citations=()), {}),
        passages.evidence(replace(one, refused=True, answer="", facts=(shown, shown)), {"id1": text}),
        original.reader(document(text), 0, len(text), (0, 1)),
        shelf.reports(held),
        shelf.outcomes([File(text, "added", "", 1, 2), File(text, "failed", text)]),
        shelf.notice(text, failed=True),
        shelf.removed(text),
        shelf.chosen(info(text, text, text)),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_of_others_is_shown_as_text(payload: str):
    visible = re.sub(r"\s+", "", re.sub("[\u202e\x00]", "\ufffd", payload))[:40]
    for piece in pieces(payload):
        read = Reader(piece)
        assert set(read.tags) <= TAGS
        assert read.attributes <= ATTRIBUTES
        assert visible in re.sub(r"\s+", "", read.text)
        assert all(link.startswith("/report/") for link in read.links)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_piece_is_one_line_so_that_no_markdown_begins(payload: str):
    for piece in pieces(payload):
        assert piece.startswith(("<div", "<article"))
        assert piece.splitlines() == [piece]


def test_characters_that_hide_or_reorder_are_replaced():
    assert escape("a\u202eb\x00c\u2066") == "a\ufffdb\ufffdc\ufffd"


def test_marks_stand_at_their_offsets():
    text = "甲<乙>35.8亿元&丙"
    at = text.index("35.8")
    read = Reader(highlight(text, [(at, at + 6, "x"), (0, len(text), "y")]))
    assert read.text == text
    assert read.marked("x") == ["35.8亿元"]
    assert "".join(read.marked("y")) == text


def test_spans_outside_the_text_are_cut_to_it():
    assert Reader(highlight("12", [(-5, 1, "x"), (1, 99, "y")])).marks == [("x", "1"), ("y", "2")]


def test_an_answer_shows_the_figure_its_sentence_its_status_and_its_source():
    read = Reader(render.answer(answered()))
    assert read.marked("sh-figure") == ["35.8亿元"]
    assert read.marked("sh-asked") == ["35.8亿元"]
    for words in (
        "2024年，湖州法院执行到位金额35.8亿元。",
        "✓原文一致",
        "湖州法院 · 2024年",
        "《湖州法院2024》 · 第3页",
    ):
        assert words in read.text
    assert "执行案件全年执结18049件，执行到位金额35.8亿元" in read.text


@pytest.mark.parametrize(("status", "icon"), [(STATUS_VERBATIM, "✓"), (STATUS_CONVERTED, "＝"), (STATUS_DERIVED, "∑")])
def test_a_status_is_an_icon_and_a_word(status: str, icon: str):
    assert Reader(render.badge(fact(status=status))).text.startswith(f"{icon}{status}")


def test_a_derived_figure_shows_its_arithmetic():
    assert "72824 ÷ 68029" in Reader(render.badge(fact(status=STATUS_DERIVED, formula="72824 ÷ 68029"))).text


def test_other_bodies_stand_apart_from_the_answer():
    other = fact(raw="3.75亿元", entity="德清法院", citation=1, start=0, end=6)
    result = answered(fact(), other, citations=(citation(), citation("德清法院2024", "到位3.75亿元。")))
    piece = render.answer(result)
    assert render.main_facts(result) == (fact(),)
    assert Reader(piece).marked("sh-figure") == ["35.8亿元", "3.75亿元"]
    assert piece.index("其他单位或年份") < piece.index("3.75亿元")
    assert "《德清法院2024》" in Reader(piece).text


def test_a_comparison_shows_each_figure_with_its_body_and_quote():
    facts = (fact(), fact(raw="3.75亿元", entity="德清法院", citation=1, start=FIRST + 2, end=FIRST + 8))
    cited = (citation(), citation("德清法院2024", "到位3.75亿元。"))
    read = Reader(render.answer(answered(*facts, answer="35.8亿元；3.75亿元", citations=cited)))
    assert read.marked("sh-figure") == ["35.8亿元", "3.75亿元"]
    assert read.marked("sh-asked") == ["35.8亿元", "3.75亿元"]
    assert "其他单位或年份" not in read.text


def test_an_answer_in_words_is_the_quote_itself():
    result = answered(facts=(), answer=TEXT, text=TEXT, citations=(citation(quote=TEXT),))
    read = Reader(render.answer(result))
    assert TEXT in read.text
    assert read.marked("sh-figure") == []


def test_a_phrase_is_marked_in_its_quote_and_in_the_evidence():
    result = answered(facts=(), answer="司法拘留", text=TEXT, citations=(citation(quote=TEXT),))
    start = FIRST + TEXT.index("司法拘留")
    marked = replace(result, phrase=(start, start + 4))
    assert Reader(render.answer(marked)).marked("sh-phrase") == ["司法拘留"]
    evidence = Reader(passages.evidence(marked, {"id1": "湖州法院2024"}))
    assert evidence.marked("sh-phrase") == ["司法拘留"]
    assert Reader(passages.evidence(result, {"id1": "湖州法院2024"})).marked("sh-phrase") == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_phrase_of_markup_is_shown_as_text(payload: str):
    cited = citation(quote=payload, start=0, end=len(payload))
    result = answered(facts=(), answer=payload, text=payload, citations=(cited,), phrase=(0, len(payload)))
    for piece in (render.answer(result), passages.evidence(result, {"id1": "湖州法院2024"})):
        read = Reader(piece)
        assert set(read.tags) <= TAGS
        assert read.attributes <= ATTRIBUTES


def refusal(reason: str, text: str = "资料库里没有上海的报告。") -> Answer:
    return answered(refused=True, reason=reason, answer="", text=text, facts=(), citations=())


def test_a_refusal_says_what_there_is():
    held = (info(), info("德清法院2024", "德清法院"), info("德清法院2023", "德清法院", "2023"))
    read = Reader(render.answer(refusal("other_entity"), Around(held)))
    assert read.marks == []
    assert "资料库里没有上海的报告。" in read.text
    assert "湖州法院（2024年）" in read.text
    assert "德清法院（2023年、2024年）" in read.text


def test_a_refusal_shows_what_can_be_worked_out_with_its_badge_and_its_sources():
    worked = fact(status=STATUS_DERIVED, formula="35.8亿元 ÷ (1 + 13.7%) ≈ 31.5亿元", period="2023")
    worked = replace(worked, raw="约31.5亿元", end=worked.start)
    result = replace(
        refusal("other_period", "没有2023年的数据。"), facts=(worked, fact(), fact("13.7%")), citations=(citation(),)
    )
    read = Reader(render.answer(result, Around((info(),))))
    assert read.marked("sh-figure") == ["约31.5亿元", "35.8亿元", "13.7%"]
    assert read.marked("sh-asked") == ["35.8亿元", "13.7%"]
    for words in (
        "∑推算由原文的数字计算得出：35.8亿元 ÷ (1 + 13.7%)",
        "✓原文一致",
        "湖州法院 · 2023年",
        "《湖州法院2024》 · 第3页",
        "（2024年）",
    ):
        assert words in read.text
    beside = Reader(passages.evidence(result, {"id1": "湖州法院2024"}))
    assert "没有直接的答案" in beside.text
    assert beside.marked("sh-asked")[1:] == ["35.8亿元", "13.7%"]


def test_a_refused_question_is_not_answered_with_the_library():
    assert "湖州法院" not in render.answer(refusal("out_of_scope", "问题是空的。"), Around((info(),)))


def test_many_bodies_are_counted_and_folded():
    held = [info(f"报告{n}", f"法院{n}") for n in range(30)]
    piece = render.answer(refusal("other_entity"), Around(held))
    assert "30个单位" in piece
    assert "open" not in Reader(piece).attributes
    assert "open" in Reader(render.answer(refusal("other_entity"), Around(held[:3]))).attributes


def test_evidence_marks_the_asked_figure_the_others_and_the_sentence():
    read = Reader(passages.evidence(answered(), {"id1": "湖州法院2024"}))
    body = [mark for mark in read.marks if mark[1] not in ("12.3", "原句", "词语")]
    assert [text for css, text in body if "sh-asked" in css] == ["35.8亿元"]
    assert [text for css, text in body if "sh-other" in css] == ["18049件", "13.7%", "1378人次"]
    sentence = "".join(text for css, text in body if "sh-sentence" in css)
    assert sentence == TEXT[: TEXT.index("另有")]
    for words in ("湖州法院2024", "第3页", "四、执行攻坚 › （一）实效", TEXT):
        assert words in read.text


def test_evidence_has_a_legend():
    for piece in (passages.evidence(answered(), {"id1": "湖州法院2024"}), passages.empty_evidence()):
        text = Reader(piece).text
        assert all(words in text for words in ("所问的数字", "其他数字", "引用的原句"))


def test_the_same_offsets_in_another_report_are_not_marked():
    other = answered(evidence=(hit(document="id2"),))
    marks = Reader(passages.evidence(other, {"id1": "湖州法院2024", "id2": "德清法院2024"})).marked("sh-asked")
    assert marks == ["12.3"]  # the legend's


def test_the_passage_that_proves_comes_first_and_the_rest_is_folded():
    held = [hit(n, text=f"第{n}段没有数字。", start=1000 + 20 * n) for n in range(8)]
    piece = passages.evidence(answered(evidence=(*held, hit(99))), {"id1": "湖州法院2024"})
    assert piece.index("35.8亿元") < piece.index("第0段")
    assert "另有5段相关原文" in piece
    assert piece.count("sh-proof") == 1


def test_evidence_of_a_refusal_is_not_called_an_answer():
    result = answered(refused=True, reason="not_stated", facts=(), citations=(), answer="", text="没有找到。")
    assert "没有答案。最接近的原文" in Reader(passages.evidence(result, {"id1": "湖州法院2024"})).text


def test_a_span_over_the_edge_of_a_passage_is_cut():
    cited = citation(quote="x" * 400, start=0, end=400)
    read = Reader(passages.evidence(answered(citations=(cited,)), {"id1": "湖州法院2024"}))
    assert TEXT in read.text


def test_a_long_question_is_cut_and_counted():
    text = Reader(render.question("问" * 5000)).text
    assert len(text) < 200
    assert "共5000字" in text


def test_the_library_is_counted_and_listed():
    text = Reader(shelf.reports([info(), info("德清法院2024", "", "2017-2021")])).text
    for words in ("共2份报告", "98个数字", "湖州法院2024", "1,234字", "49个", "管理", "2017至2021年", "—"):
        assert words in text
    assert "资料库是空的" in shelf.reports([])


def test_every_file_has_a_line():
    files = [File("甲", "added", "", 8, 49), File("乙", "unchanged"), File("丙", "failed", "文件是空的")]
    text = Reader(shelf.outcomes(files)).text
    assert "3个文件：2个已在资料库里，1个没有添加" in text
    assert "甲：已添加（8段，49个数字）" in text
    assert "乙：资料库里已有，没有变化" in text
    assert "丙：没有添加。文件是空的" in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("湖州法院2024（定稿）.txt", "湖州法院2024（定稿）.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", "未命名"),
        ("", "未命名"),
        (".txt", "未命名.txt"),
        ("a\x00b\u202etxt.exe", "abtxt.exe"),
        ("<b>甲</b>.txt", "b>.txt"),
        ("\ud800报告.txt", "报告.txt"),
        ("报" * 300 + ".txt", "报" * 66 + ".txt"),
    ],
)
def test_a_file_name_keeps_its_words_and_loses_its_tricks(given: str, kept: str):
    assert safe_name(given) == kept
    assert len(safe_name(given).encode()) < 255


def test_uploads_keep_their_names_apart(tmp_path: Path):
    uploads, folder = tmp_path / "up", tmp_path / "in"
    (uploads / "x").mkdir(parents=True)
    (uploads / "y").mkdir()
    folder.mkdir()
    for name in "xy":
        (uploads / name / "f.txt").write_text(name)
    files = [{"path": str(uploads / name / "f.txt"), "orig_name": "同名.txt"} for name in "xy"]
    paths = staged(files, uploads, folder)
    assert [path.name for path in paths] == ["同名.txt", "同名.txt"]
    assert [path.read_text() for path in paths] == ["x", "y"]
    assert list(uploads.rglob("*.txt")) == []


def test_what_was_not_uploaded_is_not_touched(tmp_path: Path):
    uploads, secret = tmp_path / "up", tmp_path / "secret.txt"
    uploads.mkdir()
    secret.write_text("x")
    for path in (str(secret), str(uploads / ".." / "secret.txt"), str(uploads / "gone.txt")):
        with pytest.raises(LoadError, match="重新选择"):
            staged([{"path": path}], uploads, tmp_path)
    assert secret.read_text() == "x"


def test_escaped_text_reads_back_as_it_was():
    assert html.unescape(escape("<&>\"'")) == "<&>\"'"


def test_a_comparison_shows_what_it_comes_to_and_whose_each_figure_is():
    whole = replace(fact(), raw="28.9亿元", value="2890000000", entity="示例市中级人民法院", metric="执行到位金额")
    own = replace(whole, raw="6.4亿元", value="640000000", metric="执行到位", scope="市中院")
    asked = Question(id="", text="全市和市中院各多少", metric="执行到位", operation="compare")
    made = answered(whole, own, answer="28.9亿元；6.4亿元", understood=asked)
    told = Reader(render.answer(made)).text
    assert "多22.5亿元（28.9亿元 − 6.4亿元 = 22.5亿元）" in told
    assert "示例市中级人民法院（市中院）" in told
    assert "22.5亿元" not in Reader(render.answer(replace(made, understood=None))).text


def test_each_part_of_what_was_understood_can_be_changed():
    parts = (Part("单位", "湖州法院", (("德清法院", "德清法院执行到位金额多少"),)), Part("年份", "不限年份", ()))
    read = Reader(render.answer(answered(), Around(parts=parts)))
    assert "已理解为：湖州法院德清法院不限年份" in read.text
    assert ("sh-again", "德清法院执行到位金额多少") in read.buttons


def test_near_questions_are_one_click():
    read = Reader(render.answer(refusal("not_stated"), Around(near=("湖州法院2024年新收案件是多少",))))
    assert ("sh-again", "湖州法院2024年新收案件是多少") in read.buttons
    assert "可以改问" in read.text


def test_a_source_opens_the_report_at_the_figure():
    read = Reader(render.answer(answered(), Around(ids={"湖州法院2024": "ab12"})))
    start = FIRST + TEXT.index("35.8亿元")
    assert read.links == [f"/report/ab12?start={FIRST}&end={citation().end}&figure={start}-{start + 6}#sh-here"]


def test_an_answer_is_copied_with_its_source():
    assert carried.as_text(answered()) == (
        "2024年，湖州法院执行到位金额35.8亿元。\n出处：《湖州法院工作报告》（湖州法院2024），第3页"
    )
    cited = carried.as_citation(
        answered(citations=(citation(quote="到位\n35.8亿元。"), citation(quote="到位\n35.8亿元。")))
    )
    assert cited == "“到位 35.8亿元。”（《湖州法院工作报告》（湖州法院2024），第3页）"
    read = Reader(render.answer(answered()))
    assert ("sh-copy", carried.as_text(answered())) in read.buttons


def test_evidence_marks_the_metric_and_the_words_of_the_question():
    asked = Question(id="", text="执行金额多少", metric="执行金额")
    read = Reader(passages.evidence(answered(understood=asked), {"id1": "湖州法院2024"}))
    assert "".join(read.marked("sh-name")) == "执行到位金额"
    assert read.marked("sh-word")[1:] == ["执行", "执行", "金额"]  # behind the legend's


def test_every_kind_of_mark_has_its_switch():
    piece = passages.empty_evidence()
    assert [css for css, *_ in passages.LEGEND] == re.findall('class="sh-switch" value="([^"]*)"', piece)


def test_a_report_is_shown_around_a_place_with_the_figure_marked():
    text = f"{'甲' * 9000}{TEXT}{'乙' * 9000}"
    first, last = 9000, 9000 + len(TEXT)
    blocks = (Block(0, first, "paragraph"), Block(first, last, "bullet"), Block(last, len(text), "paragraph"))
    at = first + TEXT.index("35.8亿元")
    shown = original.reader(replace(document(text), name="报告", blocks=blocks), first, last, (at, at + 6))
    read = Reader(shown)
    assert read.marked("sh-asked") == ["35.8亿元"]
    assert "".join(read.marked("sh-place")) == TEXT
    assert shown.count('id="sh-here"') == 1
    short = tuple(Block(n, n + 100, "paragraph") for n in range(0, 50_000, 100))
    long = replace(document("x" * 50_000), name="长", title=Inferred("长", ""), entity=Inferred("", ""), blocks=short)
    far = Reader(original.reader(replace(long, period=Inferred("", "")), 25_000, 25_100))
    assert 11_000 < far.text.count("x") < 14_000
    assert [link.split("&")[0] for link in far.links] == ["/report/ab12?start=19000", "/report/ab12?start=31100"]


def test_rows_of_a_table_are_a_table():
    table = original.reader(document("指标\t2024年\t件", "row"), 3, 8)
    assert table.count("<td") == 3
    assert Reader(table).marked("sh-place") == ["2024年"]


def test_a_place_beyond_the_report_shows_its_end():
    assert "35.8亿元" in original.reader(document(TEXT), 10**8, 10**8)
