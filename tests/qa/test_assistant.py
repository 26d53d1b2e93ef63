"""The one entry, on the samples with the shipped encoder: contract, proof against the raw files, locks, removal, noise."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.build import report_name
from index.errors import EncoderMismatch, StoreError
from index.records import Document
from index.store import DocumentInfo, Store
from qa import Answer, Assistant
from qa.asking import FROM_TO
from qa.question import MAX_LENGTH
from qa.results import REASONS, STATUS_CONVERTED, STATUS_DERIVED, STATUS_VERBATIM, Question
from tests.qa.library import ROOT, SAMPLES, library_of, make_encoder

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((ROOT / "eval" / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
]
TRUE = (STATUS_VERBATIM, STATUS_CONVERTED, STATUS_DERIVED)
WIDE = {0xFF10 + n: str(n) for n in range(10)} | {0xFF05: "%", 0xFF0E: ".", 0xFF0B: "+", 0xFF0D: "-"}
WIDE |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
MONEY = "执行到位金额多少"


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {case["id"]: assistant.ask(case["question"], history=case["history"], id=case["id"]) for case in CASES}


def raw_texts() -> dict[str, str]:
    """The sample files decoded here, by none of the project's code, without blanks and with half-width signs."""
    texts: dict[str, str] = {}
    for path in sorted(SAMPLES.glob("*.txt")):
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        texts[path.stem] = bare(text)
    return texts


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(WIDE))


RAW = raw_texts()


def place(document: Document, offset: int) -> int:
    """Where a clean-text offset lies in the bare raw text: the raw characters before it, blanks aside."""
    raw = document.raw[: document.offsets[offset]] if offset < len(document.text) else document.raw
    return len(bare(raw.removeprefix("\ufeff")))


# --- the contract ---

KEYS = "id question answer text refused reason facts citations timings_ms".split()
FACT_KEYS = "metric raw value unit approx entity period status formula citation".split()
CITATION_KEYS = "report title page quote start end".split()


def test_every_answer_has_exactly_the_keys_of_the_contract(answers: dict[str, Answer]):
    for id_, answer in answers.items():
        row = answer.to_dict()
        assert list(row) == KEYS
        assert all(list(one) == FACT_KEYS for one in row["facts"])
        assert all(list(one) == CITATION_KEYS for one in row["citations"])
        assert row["id"] == id_
        assert json.loads(json.dumps(row, ensure_ascii=False, allow_nan=False)) == row


def test_the_types_of_the_contract(answers: dict[str, Answer]):
    for answer in answers.values():
        row = answer.to_dict()
        assert all(isinstance(row[key], str) for key in ("id", "question", "answer", "text"))
        assert isinstance(row["refused"], bool)
        assert row["reason"] in (None, *REASONS)
        assert all(isinstance(v, float) and v >= 0 for v in row["timings_ms"].values())
        for one in row["facts"]:
            assert isinstance(one["citation"], int)
            assert 0 <= one["citation"] < len(row["citations"])
            assert all(isinstance(one[key], str) for key in FACT_KEYS if key != "citation")
            assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|", one["value"])
        for one in row["citations"]:
            assert one["page"] is None or one["page"] >= 1
            assert 0 <= one["start"] < one["end"]


def test_refused_means_no_figure_and_answered_means_proof(answers: dict[str, Answer]):
    for answer in answers.values():
        assert answer.refused == (answer.reason is not None)
        assert answer.text.strip()
        if answer.refused:
            assert answer.answer == ""
            assert bool(answer.facts) == bool(answer.citations) == ("可以推算" in answer.text)
            assert [f.status for f in answer.facts] in ([], [STATUS_DERIVED, STATUS_VERBATIM, STATUS_VERBATIM])
        else:
            assert answer.answer
            assert answer.citations


def test_a_confidence_goes_with_every_answer_and_with_no_refusal(answers: dict[str, Answer], assistant: Assistant):
    for id_, answer in answers.items():
        least = 0.0 if answer.refused else assistant.threshold
        assert least <= answer.confidence <= (0.0 if answer.refused else 1.0), id_
    assert 0.0 < assistant.threshold < 1.0


# --- proof: against the files themselves ---


def test_every_figure_of_every_answer_stands_in_the_file(answers: dict[str, Answer], assistant: Assistant):
    documents = {info.name: assistant.document(info.id) for info in assistant.reports()}
    checked = 0
    for id_, answer in answers.items():
        for one in answer.facts:
            assert bool(one.formula) == (one.status == STATUS_DERIVED), id_
            if one.formula:
                assert one.start == one.end, id_
                continue
            report = answer.citations[one.citation].report
            document, text = documents[report], RAW[report]
            at, end = place(document, one.start), place(document, one.end)
            assert text[at:end] == bare(one.raw), id_
            assert bare(one.raw) in bare(answer.citations[one.citation].quote), id_
            assert one.status in TRUE, id_
            checked += 1
    print(f"{checked} figures of {len(answers)} answers checked")
    assert checked > 150


def test_every_citation_stands_in_the_file_at_its_offsets(answers: dict[str, Answer], assistant: Assistant):
    documents = {info.name: assistant.document(info.id) for info in assistant.reports()}
    for id_, answer in answers.items():
        for one in answer.citations:
            document, text = documents[one.report], RAW[one.report]
            assert document.text[one.start : one.end] == one.quote, id_
            at = place(document, one.start)
            assert text[at : at + len(bare(one.quote))] == bare(one.quote), id_


NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def test_no_figure_of_an_answer_comes_from_nowhere(answers: dict[str, Answer]):
    """Digits of the text stand in a quote, are a year, or are the result of arithmetic that is shown with them."""
    for id_, answer in answers.items():
        if answer.refused:
            continue
        quotes = "".join(one.quote for one in answer.citations) + "".join(f.period for f in answer.facts)
        text = re.sub(r"比[^，。（）]*?多约?[0-9.]+[^（）]*（[^（）]*）", "", answer.text)
        for number in NUMBER.findall(text):
            assert number in quotes, (id_, number)


# --- locks ---


def named(question: Question, infos: tuple[DocumentInfo, ...]) -> set[str]:
    chosen = [i.name for i in infos if question.documents is None or i.id in question.documents]
    return set(chosen)


def test_a_question_that_names_a_body_is_answered_from_no_other(answers: dict[str, Answer], assistant: Assistant):
    infos, locked = assistant.reports(), 0
    for id_, answer in answers.items():
        asked = answer.understood
        assert asked is not None
        if asked.documents is None:
            continue
        locked += 1
        assert {c.report for c in answer.citations} <= named(asked, infos), id_
    assert locked > 150


def test_a_question_that_names_a_year_is_answered_from_no_other(answers: dict[str, Answer], assistant: Assistant):
    infos = {info.name: info for info in assistant.reports()}
    locked = 0
    for id_, answer in answers.items():
        asked = answer.understood
        assert asked is not None
        if not asked.periods:
            continue
        locked += 1
        if answer.refused:
            assert all(one.period in asked.periods for one in answer.facts[:1]), id_
            continue
        for number, one in enumerate(answer.facts):
            started = (
                FROM_TO.search(asked.text) and not number and not one.period
            )  # what a change starts from has no year
            assert started or any(year in one.period for year in asked.periods), (id_, one.period)
        told_by_facts = {one.citation for one in answer.facts}
        for number, citation in enumerate(answer.citations):
            info = infos[citation.report]
            dated = info.period.value in asked.periods or any(y in citation.quote for y in asked.periods)
            before = re.findall("(?:19|20)[0-9]{2}(?=年)", assistant.document(info.id).text[: citation.start])
            assert dated or before[-1] in asked.periods or number in told_by_facts, id_
    assert locked > 150


NAMED_IN_WORDS = [
    case for case in CASES if not case["history"] and re.search(r"湖州|德清|示例县|示例市|示例中院", case["question"])
]


def test_the_lock_read_off_the_words_of_the_question(answers: dict[str, Answer]):
    """The same without the project's own understanding: the place in the question is in every report cited."""
    for case in NAMED_IN_WORDS:
        places = set(re.findall(r"湖州|德清|示例县|示例市", case["question"].replace("示例中院", "示例市")))
        for one in answers[case["id"]].citations:
            assert any(p in one.report for p in places), case["id"]


@pytest.mark.parametrize(
    ("question", "reason", "held"),
    [
        ("湖州法院2019年执行到位金额多少", "other_period", "2024年"),
        ("示例县法院2019年执行到位金额多少", "other_period", "2022年、2023年、2024年"),
        ("样本县人民法院2024年执行到位金额多少", "other_entity", "示例县人民法院"),
        ("上海2024年执行到位金额多少", "other_entity", "湖州法院"),
        ("浙江法院2024年执行到位金额多少", "other_entity", "湖州法院"),
        ("沪市2024年执行到位金额多少", "other_entity", "德清法院"),
        ("示例县法院2024年新增养老床位多少张", "not_stated", ""),
        ("", "out_of_scope", "请输入"),
        ("？！……", "out_of_scope", "请输入"),
        ("执" * (MAX_LENGTH + 1), "out_of_scope", str(MAX_LENGTH)),
        ("执" * 1_000_000, "out_of_scope", str(MAX_LENGTH)),
    ],
    ids=lambda value: value[:20],
)
def test_a_refusal_has_its_reason_and_tells_what_there_is(assistant: Assistant, question: str, reason: str, held: str):
    answer = assistant.ask(question)
    assert (answer.refused, answer.reason) == (True, reason)
    assert held in answer.text
    assert len(answer.question) <= MAX_LENGTH


@pytest.mark.parametrize("body", ["湖州检察院", "示例市人民检察院", "示例县政府", "示例省法院"])
def test_another_organ_of_the_same_place_is_refused(assistant: Assistant, body: str):
    assert assistant.ask(f"{body}2024年新收案件多少件").reason == "other_entity"


def test_a_comparison_says_which_body_there_is_none_of(assistant: Assistant):
    assert "上海" in assistant.ask("湖州法院和上海法院2024年执行到位金额各是多少").text


@pytest.mark.parametrize("name", sorted(RAW))
def test_locked_to_one_report_nothing_comes_from_another(assistant: Assistant, name: str):
    for question in (MONEY, "新收案件多少件", "地区生产总值是多少", "结收比是多少"):
        answer = assistant.ask(question, reports=[name])
        assert {c.report for c in answer.citations} <= {name}
        assert {hit.passage.document for hit in answer.evidence} <= {
            i.id for i in assistant.reports() if i.name == name
        }


def test_locked_to_a_report_that_is_not_there_is_an_empty_library(assistant: Assistant):
    assert assistant.ask(MONEY, reports=["没有这份报告"]).reason == "empty_library"
    assert assistant.ask(MONEY, reports=[]).reason == "empty_library"


def test_the_lock_on_reports_is_stronger_than_the_body_named(assistant: Assistant):
    answer = assistant.ask("湖州法院执行到位金额多少", reports=["示例县人民法院工作报告（2024年）"])
    assert answer.refused


# --- the library changes under it ---


def changing(folder: Path, **texts: str) -> Path:
    return library_of(folder, texts)


def test_a_removed_report_answers_nothing_from_the_next_question_on(tmp_path: Path):
    path = changing(
        tmp_path,
        甲市法院2024="2024年，甲市法院新收案件4321件，执行到位金额9.87亿元。\n",
        乙市法院2024="2024年，乙市法院新收案件1234件，执行到位金额1.23亿元。\n",
    )
    assistant = Assistant.open(path)
    assert assistant.ask("甲市法院执行到位金额多少").answer == "9.87亿元"
    with Store.open(path) as other:
        other.apply(remove=[next(info.id for info in other.documents() if info.name == "甲市法院2024")])
    for question in ("甲市法院执行到位金额多少", MONEY, "新收案件4321件的是哪家", "9.87亿元", "甲市法院"):
        answer = assistant.ask(question, history=["甲市法院执行到位金额多少"])
        shown = json.dumps(answer.to_dict(), ensure_ascii=False)
        assert "甲市法院2024" not in shown
        assert "4321" not in shown.replace(question, "")
        assert all("甲市" not in hit.passage.text for hit in answer.evidence)
    assert assistant.ask(MONEY).answer == "1.23亿元"
    assert assistant.ask("甲市法院执行到位金额多少").reason == "other_entity"
    assistant.close()


def test_an_added_report_answers_from_the_next_question_on(tmp_path: Path):
    path = changing(tmp_path, 甲市法院2024="2024年，甲市法院执行到位金额9.87亿元。\n")
    assistant = Assistant.open(path)
    assert assistant.ask("丙市法院执行到位金额多少").reason == "other_entity"
    changing(tmp_path, 丙市法院2024="2024年，丙市法院执行到位金额7.65亿元。\n")
    assert assistant.ask("丙市法院执行到位金额多少").answer == "7.65亿元"
    assistant.close()


def test_a_body_without_a_report_is_told_of_where_a_sentence_names_it(tmp_path: Path):
    told = (
        "2024年，推广上海自贸试验区经验，新设甲港、乙港两个自贸试验区。上海进出口总额增长5.2%。"
        "全国进出口总额增长3.6%。江苏、浙江进出口总额增长4.1%。"
    )
    path = changing(tmp_path, 全国2024=f"{told}\n")
    assistant = Assistant.open(path)
    answer = assistant.ask("上海之后，又有哪些地方设立了自贸试验区？")
    assert "甲港、乙港" in answer.text
    assert "上海" in answer.citations[0].quote
    figure = assistant.ask("上海2024年进出口总额增长多少")
    assert (figure.answer, figure.facts[0].entity) == ("5.2%", "上海")
    assert assistant.ask("重庆2024年进出口总额增长多少").reason == "other_entity"
    assert assistant.ask("浙江2024年进出口总额增长多少").reason == "other_entity"  # 江苏、浙江… is about both
    assert assistant.ask("重庆有哪些地方设立了自贸试验区").reason == "other_entity"
    assistant.close()


def test_a_body_without_a_report_is_told_of_within_the_lock_alone(tmp_path: Path):
    told = "2024年，推广上海自贸试验区经验，新设甲港、乙港两个自贸试验区。\n"
    path = changing(tmp_path, 全国2024=told, 甲市2024="2024年，甲市政府办成民生实事12件。\n")
    assistant = Assistant.open(path)
    asked = "上海2024年之后，又有哪些地方设立了自贸试验区？"
    assert "甲港、乙港" in assistant.ask(asked).text
    assert assistant.ask(asked, reports=["甲市2024"]).reason == "other_entity"
    assistant.close()


def test_a_question_in_words_gets_the_phrase_and_its_sentence(tmp_path: Path):
    sentence = "2024年，甲市法院上线掌上诉讼平台“云上法庭”，当事人足不出户即可立案。"
    path = changing(tmp_path, 甲市法院2024=f"甲市法院工作报告\n{sentence}\n2024年，甲市法院执行到位金额9.87亿元。\n")
    assistant = Assistant.open(path)
    answer = assistant.ask("甲市法院的掌上诉讼平台叫什么名字")
    assert (answer.answer, answer.text, answer.facts) == ("“云上法庭”", sentence, ())
    cited = answer.citations[0]
    assert answer.phrase is not None
    assert cited.start <= answer.phrase[0] < answer.phrase[1] <= cited.end
    text = assistant.document(answer.evidence[0].passage.document).text
    assert text[answer.phrase[0] : answer.phrase[1]] == answer.answer
    assert text[cited.start : cited.end] == cited.quote == sentence
    assert "phrase" not in answer.to_dict()
    assistant.close()


def test_without_a_phrase_the_sentence_answers(tmp_path: Path):
    sentence = "根据新收入准则，甲市集团将运输费调整至营业成本核算。"
    path = changing(tmp_path, 甲市集团2024=f"甲市集团年报\n{sentence}\n")
    assistant = Assistant.open(path)
    answer = assistant.ask("甲市集团为什么把运输费调整至营业成本核算")
    assert (answer.answer, answer.text, answer.phrase) == (sentence, sentence, None)
    assistant.close()


def test_an_empty_library(tmp_path: Path):
    Store.open(tmp_path / "store", create=True).close()
    assistant = Assistant.open(tmp_path / "store")
    answer = assistant.ask(MONEY, id="q-1")
    assert (answer.refused, answer.reason, answer.id) == (True, "empty_library", "q-1")
    assert assistant.reports() == ()
    assistant.close()


def test_no_library_is_an_error_with_its_cure(tmp_path: Path):
    with pytest.raises(StoreError):
        Assistant.open(tmp_path / "nowhere")


def test_another_encoder_is_refused(store: Path, tmp_path: Path):
    with pytest.raises(EncoderMismatch):
        Assistant.open(store, encoder=str(make_encoder(tmp_path / "other")))


# --- always the same, whatever is asked ---


def test_two_runs_are_equal_apart_from_timings(answers: dict[str, Answer], store: Path):
    again = Assistant.open(store)
    for case in CASES[::3]:
        answer = again.ask(case["question"], history=case["history"], id=case["id"])
        assert replace(answer, timings_ms={}) == replace(answers[case["id"]], timings_ms={})
    again.close()


def test_the_faces_of_the_library(assistant: Assistant):
    infos = assistant.reports()
    assert assistant.report_names() == {info.id: info.name for info in infos}
    assert {info.name for info in infos} == {report_name(path) for path in SAMPLES.glob("*.txt")}
    one = infos[0]
    assert assistant.document(one.id).name == one.name
    facts = assistant.facts(document=one.id)
    assert len(facts) == one.facts
    assert assistant.facts(passages=[facts[0].passage])[0].passage == facts[0].passage


NOISE = list(
    "，。？！、；：“”（）《》…—% \t\n\0'\"*()[]{}\\/|~^&@#$<>=+-_0123456789０９年月亿万件元的呢😀👩‍⚖️\u200b\u202eàЖ"
)


def mutated(rng: random.Random, question: str) -> str:
    characters = list(question)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(characters) + 1)
        kind = rng.randrange(3)
        if kind == 0 and characters:
            del characters[min(at, len(characters) - 1)]
        elif kind == 1:
            characters.insert(at, rng.choice(NOISE))
        else:
            characters[at:at] = rng.choice(CASES)["question"][:3]
    return "".join(characters)


def test_200_mutated_questions_raise_nothing_and_never_answer_without_proof(assistant: Assistant):
    rng = random.Random(2024)
    seconds = []
    for number in range(200):
        case = rng.choice(CASES)
        question = mutated(rng, case["question"])
        history = case["history"] if number % 2 else [mutated(rng, case["question"])]
        begun = time.perf_counter()
        answer = assistant.ask(question, history=history)
        seconds.append(time.perf_counter() - begun)
        assert answer.refused or answer.citations, question
        assert all(one.status in TRUE for one in answer.facts), question
        json.dumps(answer.to_dict(), ensure_ascii=False)
    seconds.sort()
    print(f"200 mutated questions: p50 {seconds[100] * 1000:.1f} ms, p99 {seconds[197] * 1000:.1f} ms")


@pytest.mark.parametrize(
    "question", ["、".join(["收案多少"] * 200), "、".join(f"{year}年" for year in range(1900, 2100)) + "收案各多少"]
)
def test_too_many_things_at_once_are_refused_with_the_limit(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.reason == "out_of_scope"
    assert "200样" in answer.text
    assert "40样" in answer.text


def test_a_list_of_what_nobody_states_is_not_searched_to_its_end(assistant: Assistant, monkeypatch: pytest.MonkeyPatch):
    searched: list[str] = []
    hits = assistant.hits

    def counted(asked: Question, *rest: Any, **more: Any) -> Any:
        searched.append(asked.metric)
        return hits(asked, *rest, **more)

    monkeypatch.setattr(assistant, "hits", counted)
    assert assistant.ask("湖州法院2024年养老床位、粮食产量、铁路里程、发电量、用水量、降水量各多少").refused
    assert len(searched) == 2  # the first of the six, and all as one
    searched.clear()
    assert not assistant.ask("湖州法院2024年新收案件、审结案件、执行到位金额各多少").refused
    assert len(searched) == 3


def test_the_questions_before_are_each_asked_once_however_many_there_are(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    ask = Assistant.ask

    def counted(self: Assistant, question: str, **more: Any) -> Answer:
        asked.append(question)
        return ask(self, question, **more)

    monkeypatch.setattr(Assistant, "ask", counted)
    history = ["湖州法院2024年新收案件多少件", *["那审结的呢", "那执行到位的呢", "增长多少呢"] * 5]
    assistant.ask("那德清法院呢", history=history)
    assert len(asked) <= len(history) + 1
