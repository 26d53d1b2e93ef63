"""The command line: what each command prints, its exit codes, one clear Chinese line for all that goes wrong."""

from __future__ import annotations

import csv
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import types
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from openpyxl import load_workbook

from index.database import LOCK
from index.embed import open_encoder
from index.store import Store
from qa.cli import build_parser, main
from qa.commandline import STORE_VARIABLE, default_store
from qa.question import MAX_LENGTH
from tests.qa.library import REPORT, ROOT, SAMPLES, make_encoder, run

COMMANDS = ("add", "list", "set", "remove", "rebuild", "check", "ask", "eval", "serve", "facts")
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
CITY = "示例市中级人民法院工作报告（2024年）"
ANSWER = {"id", "question", "answer", "text", "refused", "reason", "facts", "citations", "timings_ms"}
FACT = {"metric", "raw", "value", "unit", "approx", "entity", "period", "status", "formula", "citation"}
CITATION = {"report", "title", "page", "quote", "start", "end"}


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Shushuo = Callable[..., Done]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the library of who runs it."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "default"))


@pytest.fixture
def shushuo(capsys: pytest.CaptureFixture[str]) -> Shushuo:
    def call(*arguments: str | Path) -> Done:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as a library that no test changes."""
    store = tmp_path_factory.mktemp("cli") / "samples"
    assert main(["add", str(SAMPLES), "--store", str(store)]) == 0
    return store


@pytest.fixture
def library(samples: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(samples, tmp_path / "library"))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "甲院2024.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def assert_error(done: Done, code: int, words: str) -> None:
    """One line on stderr: that it is an error, what is wrong, what to do; nothing on stdout."""
    assert (done.code, done.out) == (code, "")
    assert re.fullmatch(r"错误：.*[\u4e00-\u9fff].*。\n", done.err), done.err
    assert re.search(words, done.err), done.err
    assert re.search(r"请|用 shushuo|用法|换", done.err), done.err


# -- what each command does


def test_add_tells_of_each_file(shushuo: Shushuo, tmp_path: Path, report: Path):
    (tmp_path / "空.txt").write_bytes(b"")
    done = shushuo("add", report, tmp_path / "空.txt", "--store", tmp_path / "库")
    assert done.code == 1
    assert re.fullmatch(r"已添加  甲院2024（1段，\d+个数字）", done.lines[0])
    assert done.lines[1:] == ["已添加1份，失败1份。"]
    assert done.err == "失败  空：文件是空的，没有可添加的内容\n"
    again = shushuo("add", report, "--store", tmp_path / "库")
    assert (again.code, again.lines, again.err) == (0, ["没有变化  甲院2024", "没有变化1份。"], "")
    report.write_text(REPORT + "新收案件5件。\n", encoding="utf-8")
    assert shushuo("add", report, "--store", tmp_path / "库").lines[-1] == "已更新1份。"


def test_add_explains_what_was_read(shushuo: Shushuo, tmp_path: Path, report: Path):
    (tmp_path / "图.txt").write_bytes(b"\x89PNG" + bytes(99))
    page = f"<html><nav>首页</nav><h1>乙院</h1><p>{REPORT}<table><tr><td>年<td>2024</table><p>打印</html>"
    (tmp_path / "乙院.htm").write_bytes(page.encode("gb18030"))
    command = ("add", report, tmp_path / "乙院.htm", tmp_path / "图.txt", "--store", tmp_path / "库")
    done = shushuo(*command, "--explain")
    assert re.search(
        r"^已添加  甲院2024（.*）\n        读作TXT（UTF-8）：[0-9]+字\n        没有略去任何内容$", done.out, re.M
    )
    assert re.search(
        r"^已添加  乙院（.*）\n        读作HTML（GB18030）：[0-9]+字，表格1个，标题1个\n        没有收进：",
        done.out,
        re.M,
    )
    assert re.fullmatch(r"失败  图：.*\n        看作图片，没有读到内容\n", done.err)
    (tmp_path / "丙院.txt").write_text(f"首页\n\n打印\n\n\u200b{REPORT}\n关闭窗口\n打印\n", encoding="utf-8")
    told = shushuo("add", tmp_path / "丙院.txt", "--store", tmp_path / "库", "--explain").lines
    assert told[2] == "        没有收进：网页或版面装饰4处，共10字：“首页”“打印”“关闭窗口”"
    assert told[3] == "        没有收进：零宽字符1处，共1字"
    again = shushuo(*command, "--explain")
    assert re.search(r"^没有变化  甲院2024\n        读作TXT：[0-9]+字\n        没有略去任何内容$", again.out, re.M)
    assert "读作" not in shushuo(*command).out


def test_add_says_which_report_has_the_same_content(shushuo: Shushuo, tmp_path: Path, report: Path):
    copy = shutil.copy(report, tmp_path / "副本.txt")
    assert shushuo("add", report, copy).lines[1] == "没有变化  副本（内容与“甲院2024”相同，不重复添加）"


def test_the_default_store_is_used(shushuo: Shushuo, report: Path, tmp_path: Path):
    assert shushuo("add", report).code == 0
    assert (tmp_path / "default" / "library.sqlite").is_file()
    assert shushuo("list").lines[0].startswith("甲院2024\t")


def test_without_a_name_the_store_lies_with_the_data_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv(STORE_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_store().parts[-2:] == ("shushuo", "library")


def test_list(shushuo: Shushuo, samples: Path):
    done = shushuo("list", "--store", samples)
    assert done.code == 0
    rows = [line.split("\t") for line in done.lines]
    assert sorted(row[0] for row in rows) == NAMES
    assert [row[1:3] for row in rows if row[0] == CITY] == [["示例市中级人民法院", "2024"]]
    assert done.err == f"共{len(NAMES)}份报告。\n"


def test_list_tells_how_each_was_found(shushuo: Shushuo, samples: Path):
    row = next(line.split("\t") for line in shushuo("list", "--store", samples).lines if line.startswith(CITY))
    assert row[6:] == [
        "类型：法院工作报告（文件名）", "日期：—（未找到）", f"标题：{CITY}（正文标题）", "单位依据：文件名", "年份依据：文件名"
    ]  # fmt: skip


def test_list_json(shushuo: Shushuo, samples: Path, tmp_path: Path):
    done = shushuo("list", "--json", "--store", samples)
    assert (done.code, done.err, len(done.lines)) == (0, "", 1)
    told = {one["report"]: one for one in json.loads(done.out)}
    assert sorted(told) == NAMES
    assert told[CITY]["body"] == {"value": "示例市中级人民法院", "how": "文件名"}
    assert told[CITY]["kind"] == {"value": "法院工作报告", "how": "文件名"}
    assert set(told[CITY]) == {
        "report", "title", "body", "period", "date", "kind", "characters", "passages", "facts"
    }  # fmt: skip
    Store.open(tmp_path / "空", create=True).close()
    assert shushuo("list", "--json", "--store", tmp_path / "空").lines == ["[]"]


def test_set_changes_what_is_answered(shushuo: Shushuo, tmp_path: Path):
    file, store = tmp_path / "材料.txt", tmp_path / "库"
    file.write_text("新收案件500件，执行到位金额35.8亿元。\n", encoding="utf-8")
    assert shushuo("add", file, "--store", store).code == 0

    def asked(question: str) -> tuple[str, str | None]:
        told = json.loads(shushuo("ask", question, "--json", "--store", store).out)
        return told["answer"], told["reason"]

    assert asked("示例市法院2024年执行到位金额多少")[0] == ""
    done = shushuo("set", "材料", "--body", "示例市法院", "--year", "2024", "--store", store)
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].startswith("已设置  材料\t示例市法院\t2024\t")
    assert done.lines[0].endswith("单位依据：手工设置\t年份依据：手工设置")
    assert asked("示例市法院2024年执行到位金额多少") == ("35.8亿元", None)
    assert asked("示例市法院2023年执行到位金额多少") == ("", "other_period")
    assert asked("另县法院2024年执行到位金额多少") == ("", "other_entity")
    done = shushuo("set", "材料", "--title", "示例市法院工作摘要", "--store", store)
    assert "标题：示例市法院工作摘要（手工设置）" in done.out
    assert json.loads(shushuo("list", "--json", "--store", store).out)[0]["body"] == {
        "value": "示例市法院",
        "how": "手工设置",
    }
    done = shushuo("set", "材料", "--clear", "--store", store)
    assert (done.code, done.lines[0].startswith("已恢复  材料\t—\t")) == (0, True)
    assert asked("示例市法院2024年执行到位金额多少")[0] == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--year", "去年"), "不是年份.*请写成"),
        (("--body", " "), "单位是空的.*--clear"),
        (("--title", ""), "标题是空的"),
    ],
)
def test_set_refuses_what_no_value_can_be(shushuo: Shushuo, samples: Path, arguments: tuple[str, ...], words: str):
    assert_error(shushuo("set", CITY, *arguments, "--store", samples), 2, words)


def test_remove(shushuo: Shushuo, library: Path):
    done = shushuo("remove", NAMES[0], NAMES[1], "--store", library)
    assert (done.code, done.lines) == (0, [f"已移除  {NAMES[0]}", f"已移除  {NAMES[1]}"])
    assert len(shushuo("list", "--store", library).lines) == len(NAMES) - 2


def test_check_and_rebuild(shushuo: Shushuo, library: Path):
    assert shushuo("check", "--store", library).lines == [f"核对了{len(NAMES)}份报告：没有问题。"]
    assert shushuo("rebuild", "--store", library).lines == [f"已重建，共{len(NAMES)}份报告。"]
    assert shushuo("check", "--store", library).code == 0


def test_check_lists_what_is_broken(shushuo: Shushuo, library: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Store, "check", lambda self: ["甲：坏了", "乙：也坏了"])
    done = shushuo("check", "--store", library)
    assert (done.code, done.err) == (1, "甲：坏了\n乙：也坏了\n")
    assert "2个问题" in done.out


def test_ask(shushuo: Shushuo, samples: Path):
    done = shushuo("ask", f"{CITY[:9]}2024年执行到位金额多少", "--store", samples)
    assert (done.code, done.err) == (0, "")
    assert any(line.startswith("  [1] 示例市") for line in done.lines)
    assert re.search(r"（原文一致|换算一致|推算", done.out)


def test_ask_refuses_in_words(shushuo: Shushuo, samples: Path):
    done = shushuo("ask", "火星基地2024年的氧气产量是多少吨", "--store", samples)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()


def answered(line: str) -> dict[str, object]:
    """The answer of a line, after its keys have been compared with the contract."""
    content = json.loads(line)
    assert set(content) == ANSWER
    assert all(set(fact) == FACT for fact in content["facts"])
    assert all(set(citation) == CITATION for citation in content["citations"])
    assert all(0 <= fact["citation"] < len(content["citations"]) for fact in content["facts"])
    assert bool(content["reason"]) == content["refused"]
    assert not (content["refused"] and content["answer"])
    assert all(name in NAMES for name in [citation["report"] for citation in content["citations"]])
    return content


def test_ask_json(shushuo: Shushuo, samples: Path):
    done = shushuo("ask", "示例县人民法院2024年执行到位金额多少", "--json", "--store", samples)
    assert (done.code, done.err, len(done.lines)) == (0, "", 1)
    content = answered(done.out)
    assert content["question"] == "示例县人民法院2024年执行到位金额多少"
    assert content["facts"]


QUESTIONS = [
    ("b2", "示例市中级人民法院2024年新收案件多少件", [], []),
    ("a1", "2023年呢", ["示例县人民法院2024年执行到位金额多少"], []),
    ("空", "", [], []),
    ("c", "。。。", [], []),
    ("长", "多" * (MAX_LENGTH + 1), [], []),
    ("a1", "执行到位金额多少", [], ["示例县人民法院工作报告（2022年）"]),
    ("符", '" OR NEAR(\x07 NOT * ^ : {', [], []),
]


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "题.jsonl"
    rows = [dict(zip(("id", "question", "history", "reports"), row, strict=True)) for row in QUESTIONS]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_ask_batch(shushuo: Shushuo, samples: Path, batch: Path):
    done = shushuo("ask", "--batch", batch, "--store", samples)
    assert (done.code, done.err) == (0, "")
    found = [answered(line) for line in done.lines]
    assert [answer["id"] for answer in found] == [row[0] for row in QUESTIONS]
    assert [found[n]["refused"] for n in (2, 3, 4)] == [True, True, True]


def test_ask_batch_locked_to_reports(shushuo: Shushuo, samples: Path, batch: Path):
    done = shushuo("ask", "--batch", batch, "--lock", "--store", samples)
    locked = answered(done.lines[5])
    assert {citation["report"] for citation in locked["citations"]} <= {QUESTIONS[5][3][0]}  # type: ignore[attr-defined]


def test_ask_batch_of_an_empty_library(shushuo: Shushuo, tmp_path: Path, batch: Path):
    Store.open(tmp_path / "空库", create=True).close()
    done = shushuo("ask", "--batch", batch, "--store", tmp_path / "空库")
    assert done.code == 0
    assert {answered(line)["refused"] for line in done.lines} == {True}


def test_eval(shushuo: Shushuo, samples: Path, tmp_path: Path):
    cases = tmp_path / "题.jsonl"
    lines = (ROOT / "eval" / "cases").glob("*.jsonl")
    rows = [line for path in sorted(lines) for line in path.read_text(encoding="utf-8").splitlines()[:3]]
    cases.write_text("\n".join(rows), encoding="utf-8")
    out = ("--json", tmp_path / "成绩.json", "--plot", tmp_path / "置信.svg")
    done = shushuo("eval", cases, *out, "--store", samples)
    assert done.code == 0
    assert (tmp_path / "置信.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "recall" in done.out.lower() or "检索" in done.out
    assert json.loads((tmp_path / "成绩.json").read_text(encoding="utf-8"))["results"]


def test_facts(shushuo: Shushuo, samples: Path):
    every = shushuo("facts", "--store", samples)
    one = shushuo("facts", "--report", CITY, "--store", samples)
    metric = shushuo("facts", "--metric", "执行到位", "--store", samples)
    assert (every.code, one.code, metric.code) == (0, 0, 0)
    assert len(every.lines) > len(one.lines) > 50
    assert all(line.endswith(CITY) for line in one.lines)
    assert any("28.9亿元" in line for line in metric.lines)
    assert every.err == f"共{len(every.lines)}个数字。\n"


def test_facts_as_files(shushuo: Shushuo, samples: Path, tmp_path: Path):
    done = shushuo("facts", "--csv", tmp_path / "表.csv", "--xlsx", tmp_path / "表.xlsx", "--store", samples)
    assert (done.code, done.out) == (0, "")
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "2890000000" in {row["数值"] for row in rows}
    sheet = load_workbook(tmp_path / "表.xlsx").active
    header, *cells = sheet.iter_rows(values_only=True)
    values = [row[header.index("数值")] for row in cells]
    assert len(cells) == len(rows)
    assert 2890000000 in values
    assert all(value is None or isinstance(value, int | float) for value in values)


def test_serve_fills_an_empty_place_with_the_samples(shushuo: Shushuo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    called: list[tuple[object, ...]] = []

    def serve(store: Path, listener: socket.socket, **options: Any) -> int:
        options.pop("ready")()
        called.append((store, listener.getsockname()[1] > 0, options))
        return 0

    monkeypatch.setitem(sys.modules, "ui", types.SimpleNamespace(serve=serve))
    store = tmp_path / "库"
    assert shushuo("serve", "--port", "0", "--store", store).code == 0
    assert called == [(store, True, {"host": "127.0.0.1", "encoder": None, "api": False, "password": ""})]
    assert len(shushuo("list", "--store", store).lines) == len(NAMES)
    shushuo("remove", NAMES[0], "--store", store)
    assert shushuo("serve", "--port", "0", "--store", store).code == 0
    assert len(shushuo("list", "--store", store).lines) == len(NAMES) - 1


def test_serve_says_in_a_terminal_where_it_will_be(shushuo: Shushuo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ui", types.SimpleNamespace(serve=lambda *given, **options: 0))
    store = tmp_path / "库"
    assert "正在启动" not in shushuo("serve", "--port", "0", "--store", store).err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert re.fullmatch(r"正在启动：http://127.0.0.1:[0-9]+\n", shushuo("serve", "--port", "0", "--store", store).err)


def test_serve_leaves_other_folders_alone(shushuo: Shushuo, tmp_path: Path):
    (tmp_path / "相册").mkdir()
    (tmp_path / "相册" / "照片.jpg").write_bytes(b"x")
    assert_error(shushuo("serve", "--port", "0", "--store", tmp_path / "相册"), 1, "不是数说的资料库")


def test_the_seed_reports_answer(shushuo: Shushuo, corpus: Path, tmp_path: Path):
    assert shushuo("add", corpus / "reports" / "seeds", "--store", tmp_path / "库").code == 0
    done = shushuo("ask", "执行到位金额多少", "--store", tmp_path / "库")
    assert done.lines[0] == "35.8亿元"
    assert done.lines[2].startswith("  [1] 湖州法院2024（原文一致）：")


class Terminal(StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_cleared(tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["add", str(report), str(SAMPLES), "--store", str(tmp_path / "库")]) == 0
    shown = terminal.getvalue().split("\r")
    assert any("添加报告" in line and "甲院2024" in line for line in shown)
    assert any("写入资料库" in line for line in shown)
    assert shown[-1].strip() == ""


def test_an_error_on_a_terminal_takes_the_place_of_the_bar(monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["foo"]) == 2
    assert terminal.getvalue().startswith("\r\x1b[K错误：没有“foo”这个命令")


# -- help


def help_of(*command: str) -> str:
    out = StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    return out.getvalue()


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_chinese(command: tuple[str, ...]):
    text = help_of(*command)
    assert text.startswith("用法：")
    assert not re.search(r"usage|options|arguments|show this|default:|exit|positional|required", text, re.I)
    assert all(re.search(r"[\u4e00-\u9fff]", line) or not line.strip() for line in text.split("\n\n"))


def test_help_names_every_command():
    text = help_of()
    assert all(re.search(rf"^ +{name} +[\u4e00-\u9fff]", text, re.M) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_store(name: str):
    assert "--store 目录" in help_of(name)


def test_every_option_is_explained():
    for action in build_parser()._subparsers._group_actions[0].choices.values():  # type: ignore[union-attr]
        unexplained = [a.option_strings for a in action._actions if a.option_strings and not a.help]
        assert unexplained == []


# -- what goes wrong

WRONG = [
    ((), "缺少命令"),
    (("set",), "缺少报告名"),
    (("set", "甲"), "没有写要设什么"),
    (("set", "甲", "--year"), "--year 后面要写一个值"),
    (("set", "甲", "--body", "甲院", "--clear"), "--clear 不能与"),
    (("foo",), "没有“foo”这个命令"),
    (("a b'c",), "没有“a b'c”这个命令"),
    (("add",), "缺少路径"),
    (("remove",), "缺少报告名"),
    (("eval",), "缺少题目"),
    (("ask",), "请写一个问题"),
    (("ask", "多少", "--batch", "题.jsonl"), "二者取一"),
    (("ask", "多少", "--nonsense"), "不认识的参数 --nonsense"),
    (("ask", "多少", "--js"), "不认识的参数 --js"),
    (("ask", "多少", "--json=1"), "--json 后面不能写值"),
    (("ask", "多少", "--lock"), "--lock 要与 --batch 连用"),
    (("ask", "--batch"), "--batch 后面要写一个值"),
    (("list", "--store"), "--store 后面要写一个值"),
    (("serve", "--port", "八千"), "--port 要写整数"),
    (("ask", ""), "没有文字"),
    (("ask", "  \n\u3000"), "没有文字"),
    (("ask", "？！。，…"), "没有文字"),
    (("ask", "多" * 1_000_000), "1000000个字，超过上限"),
    (("ask", "--batch", "没有的题.jsonl"), "没有的题.jsonl"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_a_wrong_command_line(shushuo: Shushuo, arguments: tuple[str, ...], words: str):
    assert_error(shushuo(*arguments), 2, words)


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("set", "甲", "--body", "甲院"),
        ("remove", "甲"),
        ("rebuild",),
        ("check",),
        ("ask", "多少"),
        ("facts",),
    ],
)
class TestEveryCommandOnAStore:
    """What is no library, or none yet, is told alike by all commands, and left as it was."""

    def test_that_is_missing(self, shushuo: Shushuo, tmp_path: Path, command: tuple[str, ...]):
        assert_error(shushuo(*command, "--store", tmp_path / "无"), 1, "还没有资料库.*shushuo add")
        assert not (tmp_path / "无").exists()

    def test_that_is_a_file(self, shushuo: Shushuo, report: Path, command: tuple[str, ...]):
        assert_error(shushuo(*command, "--store", report), 1, "不是数说的资料库")
        assert report.read_text(encoding="utf-8") == REPORT

    def test_that_is_a_folder_of_other_things(self, shushuo: Shushuo, tmp_path: Path, command: tuple[str, ...]):
        (tmp_path / "相册").mkdir()
        (tmp_path / "相册" / "照片.jpg").write_bytes(b"x")
        assert_error(shushuo(*command, "--store", tmp_path / "相册"), 1, "不是数说的资料库")
        assert [path.name for path in (tmp_path / "相册").iterdir()] == ["照片.jpg"]

    def test_that_is_another_kind_of_database(self, shushuo: Shushuo, tmp_path: Path, command: tuple[str, ...]):
        (tmp_path / "坏").mkdir()
        (tmp_path / "坏" / "library.sqlite").write_bytes(b"not a database " * 100)
        assert_error(shushuo(*command, "--store", tmp_path / "坏"), 1, "资料库")


@pytest.mark.parametrize("place", ["file", "folder"])
def test_add_to_what_is_no_library(shushuo: Shushuo, tmp_path: Path, report: Path, place: str):
    store = tmp_path / "相册"
    if place == "folder":
        store.mkdir()
    (store / "照片.jpg" if place == "folder" else store).write_bytes(b"x")
    assert_error(shushuo("add", report, "--store", store), 1, "不是数说的资料库")


def test_an_empty_library(shushuo: Shushuo, tmp_path: Path):
    store = tmp_path / "空库"
    Store.open(store, create=True).close()
    assert_error(shushuo("ask", "执行到位金额多少", "--store", store), 1, "shushuo add")
    assert_error(shushuo("ask", "执行到位金额多少", "--json", "--store", store), 1, "shushuo add")
    listed = shushuo("list", "--store", store)
    assert (listed.code, listed.out) == (0, "")
    assert "shushuo add" in listed.err
    assert shushuo("check", "--store", store).code == shushuo("facts", "--store", store).code == 0
    assert shushuo("rebuild", "--store", store).code == 0


def test_add_of_a_missing_path(shushuo: Shushuo, tmp_path: Path, report: Path):
    assert_error(shushuo("add", report, tmp_path / "无", "--store", tmp_path / "库"), 1, "找不到.*检查路径")
    assert not (tmp_path / "库").exists()


def test_add_of_an_empty_folder(shushuo: Shushuo, tmp_path: Path):
    (tmp_path / "空").mkdir()
    assert_error(shushuo("add", tmp_path / "空"), 1, "没有任何文件.*请给出")


UNREADABLE = [
    (b"", "空的"),
    (b" \n\t", "空的"),
    ("\u3000\u3000".encode(), "空白"),
    (bytes(range(256)) * 8, "不是可读的文本.*另存为 UTF-8"),
    (b"%PDF-1.7\n", "PDF.*请"),
    (b"PK\x03\x04" + bytes(40), "ZIP.*损坏.*请"),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片.*请"),
    (b'<?xml version="1.0"?><report>5</report>', "XML.*另存为能读的格式"),
    (b"<!DOCTYPE html><html><body></body></html>", "只有空白"),
    ("打印\n关闭\n".encode(), "没有读到任何正文"),
]


@pytest.mark.parametrize(("data", "words"), UNREADABLE)
def test_add_of_what_cannot_be_read(shushuo: Shushuo, tmp_path: Path, data: bytes, words: str):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "坏.txt").write_bytes(data)
    done = shushuo("add", tmp_path / "in", "--store", tmp_path / "库")
    assert (done.code, done.out) == (1, "失败1份。\n")
    assert re.fullmatch(r"失败  坏：.*\n", done.err), done.err
    assert re.search(words, done.err), done.err


def test_a_name_with_a_line_end_is_still_one_line(shushuo: Shushuo, tmp_path: Path):
    done = shushuo("add", tmp_path / "没有\n这个")
    assert_error(done, 1, "找不到")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("remove", "丙院"), "“丙院”"),
        (("facts", "--report", "丙院"), "“丙院”"),
        (("set", CITY, "丙院", "--year", "2024"), "“丙院”"),
        (("set", "丙院", "--clear"), "“丙院”"),
    ],
)
def test_an_unknown_report(shushuo: Shushuo, samples: Path, command: tuple[str, ...], words: str):
    assert_error(shushuo(*command, "--store", samples), 1, f"{words}.*shushuo list")


def test_another_encoder_of_the_same_width(shushuo: Shushuo, library: Path, report: Path, tmp_path: Path):
    other = make_encoder(tmp_path / "encoder", width=open_encoder().dimension)
    for command in (("ask", "执行到位金额多少"), ("add", report)):
        assert_error(shushuo(*command, "--encoder", other, "--store", library), 1, "编码器.*shushuo rebuild")
    assert shushuo("rebuild", "--encoder", other, "--store", library).code == 0
    assert shushuo("ask", "执行到位金额多少", "--encoder", other, "--store", library).code == 0
    assert_error(shushuo("ask", "执行到位金额多少", "--store", library), 1, "编码器.*shushuo rebuild")


def test_an_encoder_that_is_none(shushuo: Shushuo, samples: Path, tmp_path: Path):
    for name in (tmp_path / "无", tmp_path):
        assert_error(shushuo("ask", "多少", "--encoder", name, "--store", samples), 1, "无法加载编码器")


def test_two_writers(shushuo: Shushuo, library: Path, report: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(Store.open.__func__.__kwdefaults__, "wait", 0.1)  # type: ignore[attr-defined]
    with FileLock(library / LOCK):
        assert_error(shushuo("add", report, "--store", library), 1, "另一个进程.*请稍后再试")
        assert_error(shushuo("remove", CITY, "--store", library), 1, "另一个进程")
        assert shushuo("ask", "执行到位金额多少", "--store", library).code == 0
    assert shushuo("add", report, "--store", library).code == 0


def test_a_library_that_may_only_be_read(
    shushuo: Shushuo, library: Path, report: Path, monkeypatch: pytest.MonkeyPatch
):
    """Told by what the system says of the folder: for root every folder can be written."""
    monkeypatch.setattr("index.database.os.access", lambda path, mode: False)
    for command in (("add", report), ("remove", CITY), ("rebuild",)):
        assert_error(shushuo(*command, "--store", library), 1, "只读.*请检查")
    assert shushuo("ask", "执行到位金额多少", "--store", library).code == 0
    assert len(shushuo("list", "--store", library).lines) == len(NAMES)


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_table_that_cannot_be_written(shushuo: Shushuo, samples: Path, tmp_path: Path, option: str):
    done = shushuo("facts", option, tmp_path / "无" / "表", "--store", samples)
    assert_error(done, 1, "读写失败.*检查路径")
    assert_error(shushuo("facts", option, tmp_path, "--store", samples), 1, "读写失败.*检查路径")


@pytest.mark.parametrize("content", ["不是JSON\n", "{}\n", '{"question": 5}\n', '{"question": "\\ud800"}\n'])
def test_a_bad_batch(shushuo: Shushuo, samples: Path, tmp_path: Path, content: str):
    path = tmp_path / "题.jsonl"
    path.write_text(content, encoding="utf-8")
    done = shushuo("ask", "--batch", path, "--store", samples)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"错误：.*第1行.*\n", done.err)


def test_bad_cases(shushuo: Shushuo, samples: Path, tmp_path: Path):
    done = shushuo("eval", tmp_path / "无.jsonl", "--store", samples)
    assert (done.code in (1, 2), done.out) == (True, "")
    assert re.fullmatch(r"错误：.*无\.jsonl.*\n", done.err)


# -- as processes of their own


@pytest.mark.parametrize(
    ("arguments", "code", "stream"),
    [
        (("--help",), 0, "out"),
        (("list", "--store", "{samples}"), 0, "out"),
        (("foo",), 2, "err"),
        (("ask", "多少", "--store", "{missing}"), 1, "err"),
        (("ask", "执行\udcff到位", "--store", "{samples}"), None, None),
    ],
)
def test_exit_codes(samples: Path, tmp_path: Path, arguments: tuple[str, ...], code: int | None, stream: str | None):
    places = {"{samples}": str(samples), "{missing}": str(tmp_path / "无")}
    done = run(*(places.get(argument, argument) for argument in arguments))
    assert "Traceback" not in done.stdout + done.stderr
    if code is None:
        assert done.returncode in (0, 1, 2)
        return
    assert done.returncode == code
    assert bool(done.stdout.strip()) == (stream == "out")
    assert stream == "out" or re.fullmatch(r"错误：.*\n", done.stderr)


def test_a_closed_pipe_is_no_error(samples: Path):
    command = f'"{sys.executable}" -m qa.cli facts --store "{samples}" | head -n 1'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


SLOW_ADD = """
import sys, time
from index import ahead
real = ahead.prepare
def slow(*arguments):
    print("READY", flush=True)
    time.sleep(30)
    return real(*arguments)
ahead.prepare = slow
from qa.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_while_adding(shushuo: Shushuo, library: Path, report: Path):
    before = (library / "library.sqlite").read_bytes()
    command = [sys.executable, "-c", SLOW_ADD, "add", str(report), "--store", str(library)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "READY\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (1, "")
    assert re.fullmatch(r"错误：已取消。.*再运行一次即可继续。\n", err)
    assert (library / "library.sqlite").read_bytes() == before
    assert shushuo("check", "--store", library).code == 0
    assert shushuo("add", report, "--store", library).code == 0
