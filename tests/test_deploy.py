"""docs/deploy.md says what the program does: its commands parse, its variables are read, its limits are the real ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from index.load.limits import MAX_BYTES
from qa import api, gate, programs
from qa.cli import build_parser
from qa.commandline import MIN_PASSWORD, PASSWORD_VARIABLE, STORE_VARIABLE
from qa.question import MAX_LENGTH
from qa.serving import HOSTS_VARIABLE

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_every_command_is_one_that_is_there():
    lines = [line for block in [*blocks("sh"), *blocks("ini")] for line in block.splitlines()]
    shown = [line.split("bin/shushuo ", 1)[1] for line in lines if "bin/shushuo " in line]
    assert len(shown) == 4
    for line in shown:
        build_parser().parse_args(shlex.split(line))


def test_every_variable_is_one_that_is_read():
    named = set(re.findall(r"\b(SHUSHUO_[A-Z]+)\b", TEXT))
    assert named == {STORE_VARIABLE, PASSWORD_VARIABLE, HOSTS_VARIABLE}


def test_the_limits_are_the_real_ones():
    table = TEXT[TEXT.index("## 7.") :]
    for words in (
        f"{MAX_LENGTH} 个字",
        f"{programs.MAX_HISTORY} 句",
        f"{gate.MAX_BODY // 1024} KB，{gate.BODY_SECONDS:.0f} 秒",
        f"{api.AT_ONCE} 个，另有 {api.WAITING} 个排队",
        f"每分钟 {gate.RATE[0]} 次，一次可连着 {gate.RATE[1]} 次",
        f"每分钟错 {gate.GUESSES[0]} 次",
        f"至多 {programs.MAX_SCANNED} 个数字",
        f"{programs.Facts.model_fields['limit'].metadata[1].le} 个",
        f"{MAX_BYTES // 2**20} MB",
    ):
        assert words in table, words
    assert f"至少 {MIN_PASSWORD} 个字符" in TEXT


def test_the_proxies_pass_on_what_is_needed():
    nginx = "".join(blocks("nginx"))
    assert {"Host $http_host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"} <= set(
        re.findall(r"proxy_set_header (.*);", nginx)
    )
    assert "proxy_buffering off" in nginx
    assert "flush_interval -1" in "".join(blocks("caddy"))
