"""The picture of the page that a passage stands on, as HTML: a part of it beside the passage, all of it at a click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from index.load.view import ASKED, PART, Mark, Picture
from index.pictures import Place
from qa.markup import attribute, element, escape, isolated, tag
from qa.places import place as text_at

PICTURE, PAGE = "/picture", "/page"
LONGEST_ALT = 60
MORE = "看原件的页面"


def address(route: str, at: Place) -> str:
    """The address of the picture of a place (``PICTURE``), or of the page that shows it (``PAGE``).

    >>> address(PAGE, Place("ab12", 3, 9, (4, 6)))
    '/page/ab12?start=3&end=9&figure=4-6'
    """
    figure = {"figure": f"{at.figure[0]}-{at.figure[1]}"} if at.figure else {}
    more = {name: number for name, number in (("whole", int(at.whole)), ("page", at.page)) if number}
    told: Mapping[str, object] = {"start": at.start, "end": at.end, **figure, **more}
    return f"{route}/{at.report}?{urlencode(told)}"


def part(at: Place, name: str, figure: str = "") -> str:
    """The part of the page around a place of the report ``name``, fetched when it comes into view; ``figure`` is boxed there."""
    image = _image(at, _alt(name, figure), *PART)
    hint = tag("span", "sh-sheet-hint", "点开看整页")
    return element("a", "sh-open sh-sheet", image + hint, href=address(PAGE, at), title="看原件的这一页")


def folded(at: Place, name: str) -> str:
    """The same behind a line to open it."""
    return tag("details", "sh-sheet-more", f"<summary>{MORE}</summary>{part(at, name)}")


def pinned(at: Place, name: str, page: int, figure: str) -> str:
    """The same in a frame that stays in view over the report's text, and can be folded."""
    return f'<details class="sh-sheet-pin" open><summary>第{page}页的图</summary>{part(at, name, figure)}</details>'


def whole(at: Place, name: str, picture: Picture) -> str:
    """The whole page, with the place that the view is to begin at."""
    told = f"第{picture.page}页，共{picture.pages}页"
    turns = [(picture.page - 1, "上一页"), (picture.page + 1, "下一页")]
    links = [_turn(at, page, words) for page, words in turns if 1 <= page <= picture.pages]
    back = element("a", "sh-open", "看文字", href=text_at(at.report, at.start, at.end, at.figure))
    head = tag("h2", "sh-name-of", isolated(name)) + tag("p", "sh-path", " · ".join((told, *links, back)))
    image = _image(at, f"{_alt(name)}，{told}", picture.width, picture.height)
    frame = tag("div", "sh-sheet-frame", image + _here(picture))
    return tag(
        "article",
        "sh-reader sh-sheet-whole",
        tag("header", "sh-reader-head", head) + tag("div", "sh-sheet-scroll", frame),
    )


def _turn(at: Place, page: int, words: str) -> str:
    return element("a", "sh-open", words, href=address(PAGE, replace(at, page=page)))


def missing(words: str) -> str:
    """What is shown where there is no picture."""
    return tag("article", "sh-reader", tag("p", "sh-about", escape(words)))


def _alt(name: str, figure: str = "") -> str:
    boxed = f"，框出“{figure[:LONGEST_ALT]}”" if figure else ""
    return f"《{name}》原件页面的图{boxed}"


def _image(at: Place, alt: str, width: int, height: int) -> str:
    source, size = attribute(address(PICTURE, at)), f'width="{width}" height="{height}"'
    return f'<img class="sh-sheet-image" src="{source}" alt="{attribute(alt)}" {size} loading="lazy" decoding="async">'


def _here(picture: Picture) -> str:
    """An empty box over what is marked, the figure before the passage around it."""
    marks = sorted(picture.marks, key=lambda mark: mark.kind != ASKED)
    return f'<span id="sh-here" style="{_style(marks[0], picture)}"></span>' if marks else ""


def _style(mark: Mark, picture: Picture) -> str:
    left, top, right, bottom = mark.place
    across, down = 100 / picture.width, 100 / picture.height
    return (
        f"left:{left * across:.2f}%;top:{top * down:.2f}%;"
        f"width:{(right - left) * across:.2f}%;height:{(bottom - top) * down:.2f}%"
    )
