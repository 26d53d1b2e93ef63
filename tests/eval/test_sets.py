"""Every set of questions on its library, of a corpus made for the test."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from pathlib import Path

import pytest

from eval import sets
from eval.cases import Case
from index.errors import UsageError


def named(*reports: str) -> list[Case]:
    return [Case(id=name, question="收案多少", kind="number", reports=(name,)) for name in reports]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    packed = tmp_path / "corpora"
    packed.mkdir()
    with tarfile.open(packed / "older_national_reports.tar.xz", "w:xz") as archive:
        for name in ("1980_甲报告", "1981_乙报告"):
            data = f"{name}的正文".encode()
            member = tarfile.TarInfo(f"older/{name}.txt")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    rows = [{"id": f"20240105_{n}", "title": f"标题{n}", "text": f"正文{n}"} for n in range(3)]
    with lzma.open(packed / "broadcast_2022_2026.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_only_the_reports_that_questions_name_make_the_library(corpus: Path, tmp_path: Path):
    older, news = tmp_path / "older", tmp_path / "news"
    older.mkdir()
    news.mkdir()
    sets._older(corpus, older, named("1981_乙报告"))
    sets._news(corpus, news, named("20240105_2_标题2"))
    assert [file.name for file in older.iterdir()] == ["1981_乙报告.txt"]
    assert {file.name: file.read_text() for file in news.iterdir()} == {"20240105_2_标题2.txt": "标题2\n正文2\n"}


def test_every_set_can_be_read():
    files = [Path(sets.HERE / file) for one in sets.SETS for file in one.files if not file.startswith("$/")]
    assert files
    assert all(file.is_file() for file in files)


def test_without_a_corpus_the_cure_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SHUSHUO_CORPUS", raising=False)
    with pytest.raises(UsageError, match="SHUSHUO_CORPUS"):
        sets.corpus_root()


def test_invented_reports_are_asked(capsys: pytest.CaptureFixture[str], corpus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHUSHUO_CORPUS", str(corpus))
    assert sets.main(["--only", "invented"]) == 0
    rows = [line.split("|") for line in capsys.readouterr().out.splitlines()]
    whole = next(row for row in rows if "invented" in row[1])
    assert (int(whole[2]), float(whole[3]) > 60.0, float(whole[4]) < 6.0) == (90, True, True)
