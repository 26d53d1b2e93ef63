"""Whatever drawing a page does, this process goes on and says in one line what happened."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from index.errors import LoadError
from index.load.drawer import Drawer
from index.load.limits import Guard
from index.load.view import View
from tests.index.test_guarded import gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
SMALL = Guard(memory=256 << 20, processor=2, wall=60, answer=1 << 20)
PAGE = View(3, ())


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    opened = Drawer(SMALL, "tests.misdrawing")
    yield opened
    opened.close()


def held(drawer: Drawer) -> int | None:
    return drawer.process


def by(drawer: Drawer, what: str = "x") -> int:
    """The number of the process that draws."""
    return int(drawer.draw(what.encode(), PAGE).image[4:])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("spin", "计算时间超过上限 2 秒"),
        ("crash", "出错（信号 11）.*可能已损坏"),
        ("odd", "出错（应答不合约定）"),
        ("memory", "内存超过上限 256 MB"),
        ("refuse", "^两行 的话$"),
    ],
)
def test_what_goes_wrong_is_one_line(drawer: Drawer, what: str, words: str):
    with pytest.raises(LoadError, match=words) as caught:
        drawer.draw(what.encode(), PAGE)
    assert "\n" not in str(caught.value)
    assert drawer.draw(b"x", PAGE).page == 3


def test_one_that_does_not_answer_is_ended():
    drawer = Drawer(Guard(wall=1), "tests.misdrawing")
    started = time.monotonic()
    with pytest.raises(LoadError, match="超过上限 1 秒"):
        drawer.draw(b"sleep", PAGE)
    assert time.monotonic() - started < 10
    assert held(drawer) is None


def test_a_process_draws_several_pages_and_not_too_many():
    drawer = Drawer(Guard(files=2), "tests.misdrawing")
    numbers = [by(drawer) for _ in range(5)]
    drawer.close()
    assert [numbers.index(number) for number in numbers] == [0, 0, 2, 2, 4]


def test_a_process_that_idles_is_ended_and_another_takes_its_place():
    drawer = Drawer(SMALL, "tests.misdrawing", idle=0.3)
    first = by(drawer)
    assert held(drawer) == first
    assert gone(first)
    assert held(drawer) is None
    assert by(drawer) != first
    drawer.close()
    assert held(drawer) is None


def test_a_process_is_made_ready_once_and_used():
    drawer = Drawer(SMALL, "tests.misdrawing")
    drawer.warm()
    first = drawer.process
    drawer.warm()
    assert held(drawer) == first
    assert by(drawer) == first
    drawer.close()


def test_one_that_was_killed_while_it_idled_is_replaced():
    drawer = Drawer(SMALL, "tests.misdrawing")
    first = by(drawer)
    child = drawer._kept._child
    assert child is not None
    child._kill()
    assert gone(first)
    assert by(drawer) != first
    drawer.close()


def test_pages_asked_for_at_once_are_drawn_one_after_the_other(drawer: Drawer):
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(by(drawer))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
