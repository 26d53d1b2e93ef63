"""Whether answers are as often right as they are sure, and what another threshold would do, as one SVG. Pure.

Black on white, told apart by strokes and words, so that a print without colours can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.calibration import Outcome, at_threshold, bins, calibration_error, thresholds, wilson

WIDTH, HEIGHT, SIDE = 960, 550, 360
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
CURVES = (
    ("right", "答对（没有答案而拒答的也算）", 'stroke-width="2"'),
    ("wrong", "答错", 'stroke-width="2" stroke-dasharray="9 4"'),
    ("refused", "有答案却拒答", 'stroke-width="2" stroke-dasharray="2 4"'),
)
"""Each share of :class:`eval.calibration.Shares` that is drawn, its name and its stroke."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A square of the drawing over [0, 1] × [0, 1], with its upper left corner at ``left``, ``top``."""

    left: float
    top: float

    def x(self, value: float) -> float:
        """Where a value lies from left to right."""
        return self.left + value * SIDE

    def y(self, value: float) -> float:
        """Where a value lies from top to bottom; 1 is at the top."""
        return self.top + (1 - value) * SIDE


def draw(outcomes: Sequence[Outcome], threshold: float) -> str:
    """The SVG: on the left the share of right answers over their confidence, on the right the shares over a threshold.

    ``threshold`` is the confidence below which the assistant refuses today.
    """
    left, right = Panel(62, 62), Panel(562, 62)
    parts = [
        *_frame(left, "可靠性：有多大把握，有多常答对", "置信度", "答对的比例"),
        *_reliability(left, outcomes),
        *_frame(right, "取舍：置信度低于门槛就拒答", "门槛", "占全部题目的比例"),
        *_curves(right, outcomes),
        *(_threshold(panel, threshold) for panel in (left, right)),
    ]
    return "\n".join([_head(), *parts, "</svg>"]) + "\n"


def _head() -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="{FONTS}" font-size="13">\n'
        "<title>置信度与答对率</title>\n"
        "<style>text { paint-order: stroke; stroke: white; stroke-width: 3px }</style>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    )


def _frame(panel: Panel, title: str, below: str, beside: str) -> list[str]:
    """The square with its title, the names of its axes, and ticks on both."""
    middle = panel.y(0.5)
    parts = [
        f'<rect x="{panel.left}" y="{panel.top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="black"/>',
        _words(panel.x(0.5), panel.top - 28, title, size=15),
        _words(panel.x(0.5), panel.y(0) + 42, below),
        f'<g transform="rotate(-90 {panel.left - 44} {middle})">{_words(panel.left - 44, middle, beside)}</g>',
    ]
    for tick in TICKS:
        parts += [
            _line(panel.x(tick), panel.y(0), panel.x(tick), panel.y(0) + 5),
            _line(panel.left - 5, panel.y(tick), panel.left, panel.y(tick)),
            _words(panel.x(tick), panel.y(0) + 20, f"{tick:.1f}"),
            _words(panel.left - 9, panel.y(tick) + 4.5, f"{tick:.0%}", anchor="end"),
        ]
    return parts


def _reliability(panel: Panel, outcomes: Sequence[Outcome]) -> list[str]:
    """The diagonal, and for each bin a point with its interval and the number of its answers."""
    parts = [_line(panel.x(0), panel.y(0), panel.x(1), panel.y(1), 'stroke-dasharray="5 4"')]
    for row in bins(outcomes):
        x, (low, high) = panel.x(row.confidence), wilson(row.right, row.count)
        parts += [
            _line(x, panel.y(low), x, panel.y(high), 'stroke-width="1.5"'),
            *(_line(x - 4, panel.y(end), x + 4, panel.y(end), 'stroke-width="1.5"') for end in (low, high)),
            f'<circle cx="{x:.1f}" cy="{panel.y(row.share):.1f}" r="4.5"/>',
            _words(min(x, panel.x(1) - 16), panel.y(low) + 16, str(row.count)),
        ]
    count = sum(not one.refused for one in outcomes)
    notes = (
        f"{count} 个答案，期望校准误差 {calibration_error(outcomes):.3f}",
        "点：一档答案，旁边是个数；竖线：95% 区间（Wilson）",
        "虚线：把握与答对率恰好一致",
    )
    return [*parts, *(_words(panel.left, _caption(panel, n), note, anchor="start") for n, note in enumerate(notes))]


def _caption(panel: Panel, line: int) -> float:
    """Where a line under the names of the axes lies."""
    return panel.y(0) + 68 + 20 * line


def _curves(panel: Panel, outcomes: Sequence[Outcome]) -> list[str]:
    """The three shares as steps over the threshold, and which stroke is which."""
    at = thresholds(outcomes)
    shares = [at_threshold(outcomes, one) for one in at]
    parts = []
    for n, (name, title, stroke) in enumerate(CURVES):
        values = [getattr(one, name) for one in shares]
        points = [(at[0], values[0])]
        for before, here, value in zip(at, at[1:], values[1:], strict=False):
            points += [(before, value), (here, value)]
        drawn = " ".join(f"{panel.x(x):.1f},{panel.y(y):.1f}" for x, y in points)
        key = _caption(panel, n)
        parts += [
            f'<polyline points="{drawn}" fill="none" stroke="black" {stroke}/>',
            _line(panel.left, key - 4.5, panel.left + 40, key - 4.5, stroke),
            _words(panel.left + 50, key, title, anchor="start"),
        ]
    return parts


def _threshold(panel: Panel, threshold: float) -> str:
    """Where the assistant refuses today."""
    x = panel.x(threshold)
    line = _line(x, panel.y(0), x, panel.y(1), 'stroke-dasharray="1 3" stroke-width="1.5"')
    return f"{line}\n{_words(x, panel.top - 7, f'现在的门槛 {threshold:.3f}')}"


def _line(x: float, y: float, to_x: float, to_y: float, style: str = "") -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="black" {style}/>'


def _words(x: float, y: float, text: str, *, anchor: str = "middle", size: int = 13) -> str:
    sized = f' font-size="{size}"' if size != 13 else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{sized}>{escape(text)}</text>'
