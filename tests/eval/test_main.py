"""``python -m eval`` with a fake assistant and a fake library."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path

import pytest

import qa
from eval.__main__ import main
from eval.report import BEGIN, END
from tests.eval.fakes import FakeAssistant, hit, said

ROW = {
    "id": "1",
    "question": "金额",
    "kind": "number",
    "reports": ["甲"],
    "answers": ["35.8亿元"],
    "evidence": ["金额35.8亿元"],
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stores opened, each answered by an assistant that knows one figure."""
    stores: list[Path] = []
    evidence = [hit("d1", "金额35.8亿元。")]
    assistant = FakeAssistant({"金额": said("35.8亿元", evidence=evidence, quote="金额35.8亿元。")})

    def open_store(store: Path) -> FakeAssistant:
        stores.append(store)
        return assistant

    monkeypatch.setattr(qa, "Assistant", types.SimpleNamespace(open=open_store), raising=False)
    return stores


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(ROW, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_scores_a_store(opened: list[Path], cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out.json"
    assert main([str(cases), "--store", str(tmp_path), "--json", str(out)]) == 0
    assert opened == [tmp_path]
    shown = capsys.readouterr().out
    assert "| 数字 | 1 | 100.0% |" in shown
    assert "期望校准误差" in shown
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["summary"]["total"]["rates"]["citation_span"] == 1.0, "the quote is compared with the report"
    assert written["summary"]["recall_at_1"] == 1.0
    assert written["results"][0]["right"] is True


def test_builds_a_library_of_reports_and_removes_it(
    opened: list[Path],
    cases: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    added: list[tuple[Path, list[Path]]] = []

    def add_paths(store: Path, paths: list[Path], **_: object) -> list[types.SimpleNamespace]:
        added.append((store, list(paths)))
        return [
            types.SimpleNamespace(name="好", status="added", message=""),
            types.SimpleNamespace(name="坏", status="failed", message="是空文件"),
        ]

    build = types.ModuleType("index.build")
    monkeypatch.setattr(build, "add_paths", add_paths, raising=False)
    monkeypatch.setitem(sys.modules, "index.build", build)
    assert main([str(cases), "--reports", str(tmp_path)]) == 0
    assert added == [(opened[0], [tmp_path])]
    assert not opened[0].exists()
    warned = capsys.readouterr().err
    assert "坏" in warned
    assert "是空文件" in warned
    assert "好" not in warned


def test_report_is_written_then_checked(
    opened: list[Path], cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "README.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    command = [str(cases), "--store", str(tmp_path), "--report", str(page)]
    assert main([*command, "--check"]) == 1
    assert "make report" in capsys.readouterr().err
    assert main(command) == 0
    assert main([*command, "--check"]) == 0


def test_the_plot_is_drawn(opened: list[Path], cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "图.svg"
    assert main([str(cases), "--store", str(tmp_path), "--plot", str(out)]) == 0
    drawn = out.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert f"现在的门槛 {FakeAssistant.threshold:.3f}" in drawn
    assert "图.svg" in capsys.readouterr().err


def test_a_plot_that_cannot_be_written_is_one_chinese_line(
    opened: list[Path], cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([str(cases), "--store", str(tmp_path), "--plot", str(tmp_path / "没有" / "图.svg")]) == 1
    assert capsys.readouterr().err.startswith("错误：")


def test_misses_are_listed(opened: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({**ROW, "question": "别的"}, ensure_ascii=False), encoding="utf-8")
    assert main([str(path), "--store", str(tmp_path), "--misses", "3"]) == 0
    assert "- 1［数字］别的 -> 拒答（not_stated）" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["CASES"],
        ["NONE", "--store", "."],
        ["--store", "."],
        ["CASES", "--store", ".", "--reports", "."],
        ["CASES", "--store", ".", "--misses", "多"],
        ["CASES", "--store", ".", "--check"],
        ["CASES", "--reports", "没有的目录"],
    ],
)
def test_wrong_usage_is_one_chinese_line(
    arguments: list[str], opened: list[Path], cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    named = {"CASES": str(cases), "NONE": str(tmp_path / "none.jsonl")}
    assert main([named.get(one, one) for one in arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("错误：")
    assert shown.err.count("\n") == 1


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：")
    assert "题目文件" in shown
