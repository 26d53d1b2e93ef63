"""Plots as inline SVG, readable in black and white: a series has its own pattern or dash, and every figure is written out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.numerals import plain
from qa.compare import scale_of
from qa.markup import escape, tag

WIDTH = 420
BAR, GAP, GROUP_GAP = 18, 4, 16
LEFT, RIGHT, TOP, FOOT = 104, 84, 10, 30
LINES_LEFT, LINES_RIGHT, LINES_HEIGHT = 44, 20, 200
LINES_INSET = 38
"""Half a figure's width: the first does not lie on the axis, the last not beyond the edge."""
MOST_SERIES = 6
MOST_LABELS = 24
"""More figures than these beside a line would lie on one another; the table has them all."""
TICKS = 4
LEAST = 1e-12
"""A smaller spread is none."""
DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 3", "14 5")
TRILLION = Decimal(10) ** 12
STEP = 6
"""Pixels between the strokes that fill the bars of the second series and those after it."""
_MARKS = ("circle", "square", "diamond", "circle", "square", "diamond")


@dataclass(frozen=True, slots=True)
class Series:
    """A row of figures: its name, the values in base units (None where there is none), and how each is said."""

    name: str
    values: tuple[Decimal | None, ...]
    said: tuple[str, ...]


def chart(categories: Sequence[str], series: Sequence[Series], unit: str, *, along: bool) -> str:
    """A line for each series where the categories lie ``along`` time and are three or more, else bars.

    Only the first series, as many as can be told apart, are drawn; "" where there are fewer than two figures.
    """
    drawn = [one for one in series if any(value is not None for value in one.values)][:MOST_SERIES]
    values = [value for one in drawn for value in one.values if value is not None]
    if len(values) < 2:
        return ""
    most = max(map(abs, values))
    scale, word = (TRILLION, "万亿") if most >= TRILLION else scale_of(most)
    told = f"单位：{word}{unit}" if word or unit else ""
    draw = lines if along and len(categories) >= 3 else bars
    body = draw(categories, drawn, scale, f"{word}{unit}")
    names = _legend(drawn) if len(drawn) > 1 else ""
    left_out = f"<p>只画了前{len(drawn)}行。</p>" if len(series) > len(drawn) == MOST_SERIES else ""
    return tag("div", "sh-plot", tag("p", "sh-plot-unit", escape(told)) + body + names + left_out)


def bars(categories: Sequence[str], series: Sequence[Series], scale: Decimal, unit: str) -> str:
    """Lying bars, a group for each category, each with its figure at its end."""
    values = [float(v / scale) for one in series for v in one.values if v is not None]
    steps = ticks(min(0.0, *values), max(0.0, *values))
    low, high = min(steps[0], *values), max(steps[-1], *values)
    across = _scale(low, high, LEFT, WIDTH - RIGHT)
    group = len(series) * (BAR + GAP) + GROUP_GAP
    height = TOP + group * len(categories)
    parts = [_grid(steps, across, height)]
    for n, category in enumerate(categories):
        top = TOP + n * group
        parts.append(_text(LEFT - 10, top + group / 2 - GROUP_GAP / 2 + 4, _short(category), "end", category))
        for k, one in enumerate(series):
            value, y = one.values[n], top + k * (BAR + GAP)
            if value is None:
                parts.append(_text(across(0.0) + 6, y + BAR - 5, "—", "start"))
                continue
            end, zero = across(float(value / scale)), across(0.0)
            parts.append(_bar(min(zero, end), y, max(abs(end - zero), 1.0), BAR, k))
            parts.append(_text(max(end, zero) + 6, y + BAR - 5, one.said[n], "start"))
    return _svg(height + FOOT, "".join(parts))


def _bar(x: float, y: float, wide: float, high: float, k: int) -> str:
    """The bar of the k-th series: plain, upright strokes, empty, lying strokes, a grid, or pale."""
    css = ("sh-full", "sh-empty", "sh-empty", "sh-empty", "sh-empty", "sh-pale")[k]
    box = f'<rect class="sh-bar {css}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"></rect>'
    upright = [f"M{x + n:.1f} {y:.1f}v{high:.1f}" for n in range(STEP, int(wide), STEP)] if k in (1, 4) else []
    lying = [f"M{x:.1f} {y + n:.1f}h{wide:.1f}" for n in range(STEP, int(high), STEP)] if k in (3, 4) else []
    strokes = "".join([*upright, *lying])
    return box + (f'<path class="sh-ink" d="{strokes}"></path>' if strokes else "")


def lines(categories: Sequence[str], series: Sequence[Series], scale: Decimal, unit: str) -> str:
    """A line for each series over the categories in their order, broken where a figure is missing."""
    values = [float(v / scale) for one in series for v in one.values if v is not None]
    spread = max(values) - min(values)
    low = (
        0.0
        if min(values) >= 0 and spread > 0.3 * max(values)
        else min(values) - 0.1 * (spread or abs(min(values)) or 1)
    )
    steps = ticks(low, max(values))
    bottom, top = LINES_HEIGHT, TOP + 14
    up = _scale(min(steps[0], low), max(steps[-1], *values), bottom, top)
    along = _scale(0.0, max(len(categories) - 1, 1), LINES_LEFT + LINES_INSET, WIDTH - LINES_RIGHT - LINES_INSET)
    parts = []
    for step in steps:
        y = up(step)
        parts.append(
            f'<line class="sh-axis" x1="{LINES_LEFT}" x2="{WIDTH - LINES_RIGHT}" y1="{y:.1f}" y2="{y:.1f}"></line>'
        )
        parts.append(_text(LINES_LEFT - 6, y + 4, _number(step), "end"))
    every = math.ceil(len(categories) / 6)
    for n, category in enumerate(categories):
        if n % every == 0 or n == len(categories) - 1:
            parts.append(_text(along(float(n)), bottom + 20, _short(category), "middle", category))
    labelled = len(values) <= MOST_LABELS
    parts += [_line(one, k, scale, along, up, labelled=labelled) for k, one in enumerate(series)]
    return _svg(bottom + FOOT, "".join(parts))


def _line(one: Series, k: int, scale: Decimal, along: _Scale, up: _Scale, *, labelled: bool) -> str:
    points = [(along(float(n)), up(float(v / scale)), one.said[n]) for n, v in enumerate(one.values) if v is not None]
    runs: list[list[str]] = [[]]
    for n, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{along(float(n)):.1f},{up(float(value / scale)):.1f}")
    dash = f' stroke-dasharray="{DASHES[k]}"' if DASHES[k] else ""
    drawn = "".join(
        f'<polyline class="sh-line"{dash} points="{" ".join(run)}"></polyline>' for run in runs if len(run) > 1
    )
    drawn += "".join(_mark(x, y, k) for x, y, _ in points)
    if not labelled:
        points = points[-1:]
    return drawn + "".join(_text(x, y - 9 if k % 2 == 0 else y + 19, said, "middle") for x, y, said in points)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers that span ``[low, high]``, about four of them.

    >>> ticks(0, 35.8), ticks(95.2, 99.1)
    ([0.0, 10.0, 20.0, 30.0, 40.0], [95.0, 96.0, 97.0, 98.0, 99.0, 100.0])
    """
    least = max(abs(low), abs(high)) * 1e-9
    rough = max(high - low, least) / TICKS or 1.0
    rough = rough if rough > LEAST else 1.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next((unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= rough), unit * 10)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 12) for n in range(first, last + 1)]


class _Scale:
    """Values to places: ``low`` at ``start``, ``high`` at ``end``."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._start, self._by = low, start, (end - start) / max(high - low, LEAST)

    def __call__(self, value: float) -> float:
        return self._start + (value - self._low) * self._by


def _scale(low: float, high: float, start: float, end: float) -> _Scale:
    return _Scale(low, high, start, end)


def _grid(steps: Sequence[float], across: _Scale, height: float) -> str:
    shown = []
    for step in steps:
        x = across(step)
        css = "sh-axis sh-zero" if step == 0 else "sh-axis"
        shown.append(f'<line class="{css}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height}"></line>')
        shown.append(_text(x, height + 18, _number(step), "middle"))
    return "".join(shown)


def _number(value: float) -> str:
    return plain(Decimal(str(value)).normalize())


def _text(x: float, y: float, text: str, anchor: str, title: str = "") -> str:
    text, title = " ".join(text.split()), " ".join(title.split())  # a break of lines is a tag, and none of SVG's
    full = f"<title>{escape(title)}</title>" if title and title != text else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{full}{escape(text)}</text>'


def _short(label: str, most: int = 7) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"


def _mark(x: float, y: float, k: int) -> str:
    css = "sh-point sh-open-point" if k % 2 else "sh-point"
    if _MARKS[k] == "circle":
        return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="4"></circle>'
    if _MARKS[k] == "square":
        return f'<rect class="{css}" x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2"></rect>'
    return f'<path class="{css}" d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"></path>'


def _legend(series: Sequence[Series]) -> str:
    keys = "".join(tag("span", "sh-key", _sample(k) + f"<bdi>{escape(one.name)}</bdi>") for k, one in enumerate(series))
    return tag("p", "sh-legend", keys)


def _sample(k: int) -> str:
    dash = f' stroke-dasharray="{DASHES[k]}"' if DASHES[k] else ""
    line = f'<line class="sh-line" x1="24" x2="50" y1="7" y2="7"{dash}></line>{_mark(37, 7, k)}'
    return f'<svg class="sh-sample" width="52" height="14">{_bar(1, 1, 18, 12, k)}{line}</svg>'


def _svg(height: float, inner: str) -> str:
    """The drawing; ``web.js`` makes it fit its place, because gradio's sanitiser takes a viewBox away."""
    return f'<svg class="sh-chart" width="{WIDTH}" height="{height:.0f}">{inner}</svg>'
