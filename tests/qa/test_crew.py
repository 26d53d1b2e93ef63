"""Helpers: they answer as the desk itself does, see every change, and are not missed when they go."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import undo
from index.build import add_paths
from qa import Assistant, crew
from qa.crew import Crew
from qa.desk import Desk, Shown

QUESTIONS = (
    "执行到位金额多少",
    "甲县法院2024年新收案件多少",
    "甲县法院2019年执行到位金额多少",
    "今天天气怎么样",
    "",
)
REPORT = "甲县人民法院工作报告\n2024年，全县法院新收案件5217件，执行到位金额1.23亿元。\n"
PATIENCE = 60.0


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "甲县法院2024.txt").write_text(REPORT, encoding="utf-8")
    add_paths(tmp_path / "library", [tmp_path / "甲县法院2024.txt"])
    return tmp_path / "library"


@pytest.fixture
def team(library: Path) -> Iterator[Crew]:
    """A crew of one helper, who is there."""
    made = Crew(Assistant.open(library))
    made.call(1).join(PATIENCE)
    assert len(made.helpers) == 1
    yield made
    made.close()
    made.assistant.close()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def without_it(team: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the test fail where the crew's own process answers."""

    def refuse(self: Desk, text: str, history: object) -> Shown:
        pytest.fail(f"{text} was not answered by a helper")

    monkeypatch.setattr(Desk, "show", refuse)


def test_a_helper_shows_what_the_desk_itself_shows(team: Crew, monkeypatch: pytest.MonkeyPatch):
    own = [Desk(team.assistant).show(question, []) for question in QUESTIONS]
    lean = Desk(team.assistant).show("那新收案件呢", [QUESTIONS[0]])
    without_it(team, monkeypatch)
    assert [team.ask(question, []) for question in QUESTIONS] == own
    assert team.ask("那新收案件呢", [QUESTIONS[0]]) == lean
    assert "5217件" in lean.answer


def test_a_helper_sees_what_was_added_and_removed_from_the_next_question_on(team: Crew, library: Path, monkeypatch):
    without_it(team, monkeypatch)
    question = "乙县法院2024年新收案件多少"
    assert "6001件" not in team.ask(question, []).answer
    (library.parent / "乙县法院2024.txt").write_text(
        REPORT.replace("甲县", "乙县").replace("5217", "6001"), encoding="utf-8"
    )
    add_paths(library, [library.parent / "乙县法院2024.txt"])
    assert "6001件" in team.ask(question, []).answer
    undo.take_out(library, ["乙县法院2024"])
    shown = team.ask(question, [])
    assert "6001件" not in shown.answer + shown.evidence


def test_a_helper_that_was_killed_is_not_missed_and_another_comes(team: Crew):
    asked = team.ask(QUESTIONS[0], [])
    killed = team.helpers[0]
    os.kill(killed, signal.SIGKILL)
    assert team.ask(QUESTIONS[0], []) == asked
    until = time.monotonic() + PATIENCE
    while not team.helpers and time.monotonic() < until:
        time.sleep(0.05)
    assert team.helpers
    assert team.helpers[0] != killed
    assert team.ask(QUESTIONS[0], []) == asked


def test_what_a_helper_stumbles_over_is_answered_here(team: Crew, monkeypatch: pytest.MonkeyPatch):
    own = Desk(team.assistant).show(QUESTIONS[0], [])
    monkeypatch.setattr(crew._Helper, "show", lambda self, text, history: None)
    assert team.ask(QUESTIONS[0], []) == own


def test_without_helpers_the_desk_answers_by_itself(library: Path):
    alone = Crew(Assistant.open(library))
    assert "1.23亿元" in alone.ask(QUESTIONS[0], []).answer
    alone.call(0).join(PATIENCE)
    assert alone.helpers == ()
    assert "1.23亿元" in alone.ask(QUESTIONS[0], []).answer
    alone.close()


def test_helpers_that_cannot_come_are_done_without(library: Path, monkeypatch: pytest.MonkeyPatch):
    alone = Crew(Assistant.open(library), encoder=str(library / "no such model"))
    alone.call(2).join(PATIENCE)
    assert alone.helpers == ()
    assert "1.23亿元" in alone.ask(QUESTIONS[0], []).answer


def test_helpers_go_with_the_desk(team: Crew):
    helper = team.helpers[0]
    assert is_there(helper)
    team.close()
    assert not is_there(helper)
    assert team.helpers == ()
    assert "1.23亿元" in team.ask(QUESTIONS[0], []).answer


def test_one_that_is_still_coming_is_sent_back(library: Path, capfd: pytest.CaptureFixture[str]):
    for wait in (0.0, 0.05, 0.3):
        alone = Crew(Assistant.open(library))
        alone.call(2)
        time.sleep(wait)
        alone.close()
        assert alone.helpers == ()
        assert "1.23亿元" in alone.ask(QUESTIONS[0], []).answer
    assert capfd.readouterr().err == ""


def test_they_are_called_once_and_as_many_as_there_is_room_for(library: Path, monkeypatch: pytest.MonkeyPatch):
    alone, called = Crew(Assistant.open(library)), list[int]()
    monkeypatch.setattr(alone, "call", called.append)
    monkeypatch.setattr(crew, "cores", lambda: 3)
    monkeypatch.setattr(crew, "free_memory", lambda: 1200.0)
    alone.gather()
    alone.gather()
    assert called == [2]


def test_ctrl_c_is_not_for_helpers(library: Path, capfd: pytest.CaptureFixture[str]):
    alone = Crew(Assistant.open(library))
    calling = alone.call(1)
    while alone._coming is None:
        time.sleep(0.01)
    os.kill(alone._coming.process, signal.SIGINT)
    calling.join(PATIENCE)
    os.kill(alone.helpers[0], signal.SIGINT)
    assert "1.23亿元" in alone.ask(QUESTIONS[0], []).answer
    assert len(alone.helpers) == 1
    alone.close()
    assert capfd.readouterr().err == ""
