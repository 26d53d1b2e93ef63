"""Example questions made from a library."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index.build import add_paths
from qa import Assistant
from qa.examples import suggest


def test_reports_of_no_body_have_examples_too(tmp_path: Path):
    news = "海岸港口见闻\n今天（8月2日），青湾港公布上半年情况。\n今年上半年，青湾港货物装卸收入12.5亿元，查验进港案件32件，旅客人数45万人。\n"
    file = tmp_path / "20250802_1_海岸港口见闻.txt"
    file.write_text(news, encoding="utf-8")
    add_paths(tmp_path / "library", [file])
    with closing(Assistant.open(tmp_path / "library")) as assistant:
        examples = suggest(assistant)
        assert examples
        assert all(not assistant.ask(example).refused for example in examples)
