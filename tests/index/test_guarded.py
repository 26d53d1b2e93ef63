"""Whatever a parser does, this process goes on and says in one line what happened; well-behaved files are read as ever."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.errors import LoadError
from index.load import Guarded, kept, load_bytes, sniff
from index.load.guarded import UNGUARDED
from index.load.limits import MAX_CELLS, MAX_TEXT, Guard
from index.load.registry import LOADERS
from index.load.wire import Malformed, Trouble, packed, unpacked
from index.records import Cell, Heading, RawText, Run, Table
from tests.hostile import DRAWN, page_of, rows, sheet_file, stream
from tests.hostile import packed as packed_stream
from tests.office import docx, para

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

SMALL = Guard(memory=256 << 20, processor=2, wall=20, answer=1 << 20)
ROOT = Path(__file__).parents[2]
RAW = RawText(
    "甲\t乙𠮷\n丙",
    "pdf",
    (Run(0, 2, 1, (0.5, 1.25, 30.0, 41.0)), Run(2, 4, 3)),
    (Table((Cell(0, 1, 0, 0), Cell(2, 4, 0, 1, 2, 3)), 1), Table((Cell(5, 6, 0, 0),)), Table(())),
    (Heading(0, 1, 9),),
    ("页眉“甲”（2页）",),
)


@pytest.fixture(scope="module")
def guarded():
    with Guarded(SMALL, "tests.misbehaving") as opened:
        yield opened


def asked(guarded: Guarded, what: str) -> str:
    return guarded.load_bytes(f"<p>{what}".encode()).text


def alive(process: int) -> bool:
    """True while it runs; one that ended and was not waited for is not alive."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(process: int) -> bool:
    until = time.monotonic() + 10
    while alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(process)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("eat", "内存超过上限 256 MB.*请拆成"),
        ("spin", "计算时间超过上限 2 秒.*请拆成"),
        ("crash", "意外结束（信号 11）.*另存"),
        ("exit", "意外结束（代码 3）.*另存"),
        ("recurse", "层层相套太深.*另存"),
        ("raise 甲", "出错（KeyError）.*另存"),
        ("refuse", "^两行 的话$"),
        ("much", "超过上限 1 MB.*请拆成"),
        ("write {}", "出错（OSError）.*另存"),
        ("outside", "应答不合约定.*另存"),
        ("half", "出错（UnicodeEncodeError）.*另存"),
    ],
)
def test_what_goes_wrong_is_one_line(guarded: Guarded, tmp_path: Path, what: str, words: str):
    place = tmp_path / "写"
    with pytest.raises(LoadError, match=words) as caught:
        asked(guarded, what.format(place))
    assert "\n" not in str(caught.value)
    assert not place.exists() or place.stat().st_size == 0
    assert asked(guarded, "x").isdecimal()


def test_one_that_does_not_answer_is_ended_with_those_it_started():
    with Guarded(Guard(wall=1), "tests.misbehaving") as guarded:
        started = time.monotonic()
        with pytest.raises(LoadError, match=r"超过上限 1 秒还没有读完.*请拆成"):
            asked(guarded, "sleep")
        assert time.monotonic() - started < 10
        assert guarded.process is None


def test_each_slow_step_that_is_told_has_the_time_of_a_file(monkeypatch: pytest.MonkeyPatch):
    with Guarded(Guard(wall=1), "tests.misbehaving") as guarded:
        number = asked(guarded, "x")
        assert asked(guarded, "slowly 4") == number
        monkeypatch.setattr(kept, "MAX_OCR_PAGES", 1)
        monkeypatch.setattr(kept, "OCR_STEPS", 1)
        with pytest.raises(LoadError, match="超过上限 1 秒还没有读完"):
            asked(guarded, "slowly 6")


def test_processes_that_a_parser_started_end_with_it():
    with Guarded(SMALL, "tests.misbehaving") as guarded:
        started = int(asked(guarded, "start"))
        assert alive(started)
    assert gone(started)


def test_a_process_reads_several_files_and_not_too_many():
    with Guarded(Guard(files=3), "tests.misbehaving") as guarded:
        numbers = [asked(guarded, "x") for _ in range(7)]
    assert [numbers.index(number) for number in numbers] == [0, 0, 0, 3, 3, 3, 6]


def test_a_refusal_costs_no_process(guarded: Guarded):
    number = asked(guarded, "x")
    with pytest.raises(LoadError, match="两行"):
        asked(guarded, "refuse")
    assert asked(guarded, "x") == number


def test_trouble_that_files_before_it_may_have_made_is_looked_at_again(guarded: Guarded, tmp_path: Path):
    (tmp_path / "一次").touch()
    asked(guarded, "x")
    assert asked(guarded, f"once {tmp_path / '一次'}").isdecimal()


def test_what_a_parser_prints_is_no_answer(guarded: Guarded):
    assert asked(guarded, "print").isdecimal()


def test_a_process_that_does_not_start(monkeypatch):
    with Guarded(SMALL, "tests.nothing") as guarded, pytest.raises(LoadError, match=r"启动不了（代码 1）.*请"):
        guarded.load_bytes(b"<p>x")
    with Guarded(Guard(start=0.01), "tests.misbehaving") as guarded, pytest.raises(LoadError, match="启动不了"):
        guarded.load_bytes(b"<p>x")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Guarded() as guarded, pytest.raises(LoadError, match=r"启动不了（No such file.*请"):
        guarded.load_bytes(b"<p>x")


def test_plain_text_needs_no_process():
    with Guarded() as guarded:
        assert guarded.load_bytes("新收案件5件。".encode()).text == "新收案件5件。"
        with pytest.raises(LoadError, match="空的"):
            guarded.load_bytes(b"")
        with pytest.raises(LoadError, match="图片"):
            guarded.load_bytes(b"GIF89a" + bytes(99))
        assert guarded.process is None


def test_files_are_read_as_without_a_guard():
    page = "<html><h1>甲院</h1><p>新收案件5件。<table><tr><th>年<td>2024<tr><td>件<td>5</table>".encode()
    columns = "指标,2023年,2024年\n新收案件（件）,4,5\n结案（件）,3,4\n".encode()
    book, printed = sheet_file(rows(["新收案件5件。"])), page_of(stream(packed_stream(DRAWN, 1000)))
    files = {"HTML": page, "DOCX": docx(para("甲院2024年新收案件5件。")), "CSV": columns, "XLSX": book, "PDF": printed}
    for kind, data in files.items():
        with Guarded() as guarded:
            assert sniff(data) == kind
            assert guarded.load_bytes(data) == load_bytes(data)
            assert guarded.process is not None
    assert {*LOADERS} - {*files, "MHTML", "图片"} == UNGUARDED


def test_more_than_a_report_is_told_as_without_a_guard():
    wide = "\n".join([f"5{',' * 99}5"] * (MAX_CELLS // 100 + 1)).encode()
    long = "\n".join(["a,b," + "5" * 99] * 100_000).encode()
    with Guarded() as guarded:
        for data, words in ((wide, f"超过 {MAX_CELLS} 格.*请拆成"), (long, f"超过上限 {MAX_TEXT} 字.*请拆成")):
            with pytest.raises(LoadError, match=words):
                guarded.load_bytes(data)


def test_an_interrupt_ends_the_process(tmp_path: Path):
    with Guarded(SMALL, "tests.misbehaving") as guarded:
        number = int(asked(guarded, "x"))
        timer = threading.Timer(0.3, os.kill, (os.getpid(), 2))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            asked(guarded, "sleep")
        timer.join()
        assert gone(number)
        assert guarded.process is None


KILLED = """
from index.load import Guarded
guarded = Guarded(module="tests.misbehaving")
print(guarded.load_bytes(b"<p>x").text, flush=True)
guarded.load_bytes(b"<p>%s")
"""


@pytest.mark.parametrize("doing", ["sleep", "spin"])
def test_it_ends_with_the_process_that_started_it(doing: str):
    command = [sys.executable, "-c", KILLED % doing]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        time.sleep(0.2)
        assert alive(number)
        process.kill()
    assert gone(number)


def test_a_raw_text_comes_back_as_it_was_sent():
    assert unpacked(packed(RAW)) == RAW
    assert unpacked(packed(RawText("", "utf-8"))) == RawText("", "utf-8")
    assert unpacked(packed(Trouble("memory"))) == Trouble("memory")


def test_an_answer_cut_off_or_changed_is_found_out_or_harmless():
    body = packed(RAW)
    for length in range(len(body)):
        with pytest.raises(Malformed):
            unpacked(body[:length])
    with pytest.raises(Malformed):
        unpacked(body + b"x")
    for at in range(len(body)):
        for value in (0, 1, 127, 255, body[at] ^ 1):
            changed = body[:at] + bytes((value,)) + body[at + 1 :]
            try:
                result = unpacked(changed)
            except Malformed:
                continue
            if isinstance(result, RawText):
                spans = [(run.start, run.end) for run in result.runs]
                spans += [(heading.start, heading.end) for heading in result.headings]
                spans += [(cell.start, cell.end) for table in result.tables for cell in table.cells]
                assert all(0 <= start <= end <= len(result.text) for start, end in spans)


def test_messages_hold_both_the_limit_and_the_cure():
    from index.load.guarded import CURES

    assert all(re.search("请", words) and "\n" not in words for words in CURES.values())
