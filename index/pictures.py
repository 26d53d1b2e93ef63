"""Pictures of the pages that answers come from, the cited place marked: drawn when asked for, the last ones kept for a while."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.errors import LoadError
from index.load.drawer import Drawer, Undrawable
from index.load.view import ASKED, CITED, Picture, Spot, View
from index.records import ReportText, Run, Span
from index.store import Store

MOST_BYTES: Final = 24 * 1024 * 1024
"""Pictures that are kept take so much memory at most."""
REMEMBERED: Final = 60.0
MOST_TROUBLES: Final = 200
"""Seconds for which a page that could not be drawn is not tried again, and of how many pages that is known."""
LONGEST: Final = 3_000
"""So many characters of a cited passage are marked at most."""
NOT_KEPT: Final = "这份报告没有留存原件，看不到页面的图：它由旧版本加入，或文件太大，或格式没有页面。由旧版本加入的，再添加一次同一份文件即可"
NO_PAGE: Final = "这一处不在报告的某一页上，没有图可看"


@dataclass(frozen=True, slots=True)
class Place:
    """A cited span of a report's clean text, the figure in it where there is one, and whether the whole page is wanted.

    ``page`` is another page than the one on which it begins, 0 for that one.
    """

    report: str
    start: int
    end: int
    figure: Span | None = None
    whole: bool = False
    page: int = 0


class Pictures:
    """Pictures of one library; safe to use from several threads. Whoever makes one closes it."""

    def __init__(self, store: Store, drawer: Drawer | None = None) -> None:
        self._store = store
        self._drawer = drawer or Drawer()
        self._lock = threading.Lock()
        self._held: OrderedDict[Place, Picture] = OrderedDict()
        self._bytes = 0
        self._troubles: OrderedDict[tuple[str, int], tuple[float, str]] = OrderedDict()

    def close(self) -> None:
        """Ends the process that draws."""
        self._drawer.close()

    def warm(self) -> None:
        """Makes ready for a picture that will likely be asked for."""
        self._drawer.warm()

    def at(self, place: Place) -> Picture:
        """The picture of the page on which a place of a report begins, as much of the place marked as stands there.

        Raises:
            LoadError: there is none; it says why.
            StoreError: there is no such report (any more).
        """
        report = self._store.report_text(place.report)
        if not self._store.pictured([place.report]):
            raise LoadError(NOT_KEPT)
        held = self._kept(place)
        if held is not None:
            return held
        view = view_of(report, self._store.raw(place.report), place)
        key = place.report, view.page
        self._require_drawable(key)
        data = self._store.original(place.report)
        if data is None:
            raise LoadError("留存的原件已损坏，看不到页面的图。请移除这份报告后重新添加")
        try:
            picture = self._drawer.draw(data, view)
        except Undrawable as error:
            self._remember(key, str(error))
            raise
        self._keep(place, picture)
        return picture

    def _kept(self, place: Place) -> Picture | None:
        with self._lock:
            picture = self._held.get(place)
            if picture is not None:
                self._held.move_to_end(place)
            return picture

    def _keep(self, place: Place, picture: Picture) -> None:
        with self._lock:
            before = self._held.pop(place, None)
            self._bytes -= len(before.image) if before else 0
            self._held[place] = picture
            self._bytes += len(picture.image)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._held.popitem(last=False)[1].image)

    def _require_drawable(self, key: tuple[str, int]) -> None:
        with self._lock:
            since, told = self._troubles.get(key, (0.0, ""))
        if told and time.monotonic() - since < REMEMBERED:
            raise LoadError(told)

    def _remember(self, key: tuple[str, int], told: str) -> None:
        with self._lock:
            self._troubles[key] = time.monotonic(), told
            self._troubles.move_to_end(key)
            while len(self._troubles) > MOST_TROUBLES:
                self._troubles.popitem(last=False)


def view_of(report: ReportText, raw: str, place: Place) -> View:
    """What is to be drawn for a place of a report whose raw text is ``raw``.

    Raises:
        LoadError: no page is known of it.
    """
    start, end = place.figure or (place.start, place.end)
    first = next((run for run, _, _ in _lines(report, start, max(end, start + 1))), None)
    if first is None:
        raise LoadError(NO_PAGE)
    page = place.page or first.page
    cited = (place.start, min(place.end, place.start + LONGEST), CITED)
    spans = [cited, (start, end, ASKED)] if place.figure else [cited]
    spots = [
        Spot(kind, run.box, raw[run.start : run.end], left - run.start, right - run.start)
        for low, high, kind in spans
        for run, left, right in _lines(report, low, high)
        if run.page == page and run.box is not None
    ]
    return View(page, tuple(spots), place.whole)


def _lines(report: ReportText, start: int, end: int) -> Iterator[tuple[Run, int, int]]:
    """The runs that a clean span comes from, each with the raw stretch of it that does: what lies between is furniture."""
    found: dict[int, list[int]] = {}
    for at in report.offsets[max(0, start) : max(0, end)]:
        n = bisect_right(report.runs, at, key=lambda run: run.start) - 1
        if n >= 0 and at < report.runs[n].end:
            found.setdefault(n, []).append(at)
    for n, offsets in found.items():
        yield report.runs[n], offsets[0], offsets[-1] + 1
