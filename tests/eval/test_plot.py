"""The drawing is sound SVG, shows every bin and every share, and keeps within its bounds."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from eval.calibration import Outcome, bins
from eval.plot import CURVES, HEIGHT, WIDTH, draw

SVG = "{http://www.w3.org/2000/svg}"
ANSWERS = st.builds(Outcome, st.floats(0, 1), st.booleans(), st.just(False), st.just(True))
REFUSALS = st.sampled_from([Outcome(0.0, False, True, True), Outcome(0.0, True, True, False)])
SOME = [Outcome(0.9, True, False, True), Outcome(0.95, False, False, True), Outcome(0.5, True, False, True)]


def parsed(outcomes: Sequence[Outcome], threshold: float = 0.415) -> ElementTree.Element:
    return ElementTree.fromstring(draw(outcomes, threshold))  # noqa: S314  we have just drawn it


def words(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def places(root: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Every point of a line, a curve or a circle."""
    for line in root.iter(f"{SVG}line"):
        yield float(line.attrib["x1"]), float(line.attrib["y1"])
        yield float(line.attrib["x2"]), float(line.attrib["y2"])
    for circle in root.iter(f"{SVG}circle"):
        yield float(circle.attrib["cx"]), float(circle.attrib["cy"])
    for curve in root.iter(f"{SVG}polyline"):
        for pair in curve.attrib["points"].split():
            x, y = pair.split(",")
            yield float(x), float(y)


@given(st.lists(ANSWERS | REFUSALS, max_size=25), st.floats(0, 1))
def test_everything_is_drawn_within_the_bounds(outcomes: list[Outcome], threshold: float):
    root = parsed(outcomes, threshold)
    assert len(list(root.iter(f"{SVG}circle"))) == len(bins(outcomes))
    assert len(list(root.iter(f"{SVG}polyline"))) == len(CURVES)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places(root))


def test_each_bin_tells_how_many_answers_it_has():
    said = words(parsed(SOME))
    assert "2" in said
    assert "1" in said


def test_the_words_tell_the_threshold_the_error_and_the_shares():
    said = " ".join(words(parsed(SOME)))
    for part in (
        "现在的门槛 0.415",
        "3 个答案",
        "期望校准误差",
        "置信度",
        "答对的比例",
        *(title for _, title, _ in CURVES),
    ):
        assert part in said


def test_a_point_lies_where_its_confidence_and_share_are():
    low, high = sorted(parsed(SOME).iter(f"{SVG}circle"), key=lambda one: float(one.attrib["cx"]))
    assert float(low.attrib["cx"]) < float(high.attrib["cx"])
    assert float(low.attrib["cy"]) < float(high.attrib["cy"]), "all of the unsure are right, half of the sure"


def test_a_curve_ends_where_only_the_surest_are_left():
    curves = {title: curve for (_, title, _), curve in zip(CURVES, parsed(SOME).iter(f"{SVG}polyline"), strict=True)}
    ends = {title: curve.attrib["points"].split()[-1].split(",")[1] for title, curve in curves.items()}
    starts = {title: curve.attrib["points"].split()[0].split(",")[1] for title, curve in curves.items()}
    right, wrong, refused = (title for _, title, _ in CURVES)
    assert float(ends[right]) > float(starts[right]), "lower on the page: fewer are right"
    assert float(ends[wrong]) > float(starts[wrong])
    assert float(ends[refused]) < float(starts[refused])


def test_the_same_outcomes_are_drawn_the_same():
    assert draw(SOME, 0.415) == draw(SOME, 0.415)
