"""The page that follows one question through every stage is what the program does today."""

from __future__ import annotations

import re

from eval.follow import PAGE, main, page


def told(text: str) -> str:
    """The page without scores, whose last digits may differ from one processor to another."""
    return re.sub(r"(?<![0-9.])[0-9]{1,2}\.[0-9]{2,3}(?![0-9%亿万])", "#", text)


def test_the_page_is_what_the_program_does():
    assert told(PAGE.read_text(encoding="utf-8")) == told(page()), "过时了：请运行 python -m eval.follow --write"


def test_any_question_can_be_followed(capsys):
    assert main(["示例县法院2024年的养老床位有多少张"]) == 0
    out = capsys.readouterr().out
    assert "## 六、答案" in out
    assert '"refused": true' in out
