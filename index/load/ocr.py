"""The one room that talks to the OCR models: a picture to lines of characters, each with its place and its probability.

Its package is an extra (``shushuo[ocr]``) with the models inside it; they are handed to it as bytes, so it has nothing to download.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import LoadError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Picture = NDArray[np.uint8]
"""Rows of pixels of three colours."""
Points = NDArray[np.float32]

PACKAGE: Final = "rapidocr"
FIND, READ = "models/PP-OCRv6_det_small.onnx", "models/PP-OCRv6_rec_small.onnx"
INSTALL: Final = "运行 make install，或 pip install 'shushuo[ocr]'"
CURE: Final = f"请{INSTALL}，然后再添加"
AGAIN: Final = f"请{INSTALL}，移除这份报告后重新添加"
MISSING: Final = f"这是图片，要做文字识别（OCR）才能读。{CURE}"

THREADS: Final = 2
FIND_SIDE: Final = 1280
"""Longer sides are made so long, in pixels, to find lines: their memory grows with the square. They are read at full size."""
READ_HEIGHT: Final = 48
LONGEST: Final = 60
"""A line is read in parts no longer than so many times its height, or one endless line would take all memory."""
MOST_LINES: Final = 1000
MARGIN: Final = 0.25
"""A line is read with so much of its height on either side, or a point at its end is lost."""
POINTS: Final = ".,·"
RINGS: Final = "0oO°"
PERCENT, PERMILLE = "%", "‰"
RING, NO_RING = 0.001, 0.0001
"""The models read ‰ as %0, or as % beside which a ring is at least so probable; beside a true % it is no more than the second."""
LONE: Final = 1.8
"""What is not so many times as long as lines are high is a character alone."""
UPRIGHT: Final = 1.5
"""A line so much taller than wide reads from top to bottom."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A line in a picture.

    ``corners`` are the corners of its box in pixels, from the top left one clockwise. Of each character of ``text`` there is
    its probability in ``sure`` and where its middle lies between the line's ends, from 0 to 1, in ``middles``. ``points`` are
    the probabilities that a point was overlooked before each character, and behind the last one.
    """

    corners: tuple[tuple[float, float], ...]
    text: str
    sure: tuple[float, ...]
    middles: tuple[float, ...]
    points: tuple[float, ...]


def installed() -> bool:
    """True where pictures can be read."""
    return importlib.util.find_spec(PACKAGE) is not None


def require() -> None:
    """Raises LoadError with the cure where pictures cannot be read."""
    if not installed():
        raise LoadError(MISSING)


def found(picture: Picture) -> list[Points]:
    """The corners of the lines in a picture, in no order to rely on; LoadError where they are more than any page holds."""
    import cv2

    boxes = _models().finder(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)).boxes
    if boxes is None:
        return []
    if len(boxes) >= MOST_LINES:
        raise LoadError(f"一页图中的文字超过上限 {MOST_LINES} 行，读不了。请把图拆成几张再添加")
    lines = [np.asarray(corners, np.float32) for corners in boxes]
    usual = median(min(_sides(corners)) for corners in lines)
    return [_squared(corners) if max(_sides(corners)) < LONE * usual else corners for corners in lines]


def _sides(corners: Points) -> tuple[float, float]:
    """How wide and how tall a line's box is."""
    one, two, _, four = corners
    return math.dist(one, two), math.dist(one, four)


def _squared(corners: Points) -> Points:
    """The box of a lone character no narrower than tall: a 1 is no line that reads from top to bottom."""
    wide, tall = _sides(corners)
    if wide >= tall:
        return corners
    one, two, three, four = corners
    step = (two - one) / max(1e-6, wide) * (tall - wide) / 2
    return np.array([one - step, two + step, three + step, four - step], np.float32)


def is_tall(corners: Points) -> bool:
    """True where a line reads from top to bottom."""
    wide, tall = _sides(corners)
    return tall >= UPRIGHT * wide


def spotted(picture: Picture, lines: Sequence[Points]) -> list[Spotted]:
    """The lines at these places in a picture, those on which nothing was read left out."""
    models = _models()
    return [line for corners in lines if (line := _line(picture, corners, models)).text.strip()]


class _Config(dict[str, Any]):
    """What the package reads by key and by attribute."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


@dataclass(frozen=True, slots=True)
class _Models:
    finder: Any
    reader: InferenceSession
    characters: tuple[str, ...]


@functools.cache
def _models() -> _Models:
    """The models, loaded once in a process."""
    import cv2

    cv2.setNumThreads(1)
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.utils.typings import EngineType

    finder = TextDetector(
        _Config(
            engine_type=EngineType.ONNXRUNTIME,
            session=_session(FIND),
            limit_side_len=FIND_SIDE,
            limit_type="max",
            mean=[0.5] * 3,
            std=[0.5] * 3,
            thresh=0.3,
            box_thresh=0.5,
            max_candidates=MOST_LINES,
            unclip_ratio=1.6,
            use_dilation=True,
            score_mode="fast",
        )
    )
    reader = _session(READ)
    told = reader.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Models(finder, reader, ("", *told, " "))


def _session(name: str) -> InferenceSession:
    import onnxruntime

    folder = importlib.util.find_spec(PACKAGE)
    if folder is None or folder.origin is None:
        raise LoadError(MISSING)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # kept memory counts against the limit
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = Path(folder.origin).parent.joinpath(name).read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _line(picture: Picture, corners: Points, models: _Models) -> Spotted:
    wide = _widened(corners)
    strip = _strip(picture, wide)
    text, sure, middles, points = "", [], [], [0.0]
    for start, part in _parts(strip):
        found = _read(part, models)
        text += "".join(char for char, _, _ in found.characters)
        sure += [probability for _, probability, _ in found.characters]
        middles += [(start + middle * part.shape[1]) / strip.shape[1] for _, _, middle in found.characters]
        points = [*points[:-1], max(points[-1], found.points[0]), *found.points[1:]]
    placed = tuple((float(x), float(y)) for x, y in wide)
    return Spotted(placed, text, tuple(sure), tuple(middles), tuple(points))


def _widened(corners: Points) -> Points:
    """A line's box with a margin at both ends; that of a tall one, at its head and foot."""
    one, two, _, four = corners
    height = min(math.dist(one, two), math.dist(one, four))
    if is_tall(corners):
        along, pairs = four - one, (0, 0, 1, 1)
    else:
        along, pairs = two - one, (0, 1, 1, 0)
    step = along / max(1e-6, float(np.linalg.norm(along))) * MARGIN * height
    return np.array([corner + (step if end else -step) for corner, end in zip(corners, pairs, strict=True)], np.float32)


def _strip(picture: Picture, corners: Points) -> Picture:
    """A line cut out and made level; one that reads from top to bottom is laid on its side."""
    import cv2

    width = max(1, round(float(max(math.dist(corners[0], corners[1]), math.dist(corners[2], corners[3])))))
    height = max(1, round(float(max(math.dist(corners[0], corners[3]), math.dist(corners[1], corners[2])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = width, height
    strip = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.rot90(strip)) if height >= UPRIGHT * width else strip


def _parts(strip: Picture) -> Iterator[tuple[int, Picture]]:
    """Parts of a line that are not too long, with where each begins; cut where there is least ink."""
    height, width = strip.shape[:2]
    most, start = LONGEST * height, 0
    while width - start > most:
        ink = strip[:, start + most * 3 // 4 : start + most].std(axis=(0, 2))
        end = start + most * 3 // 4 + int(ink.argmin())
        yield start, strip[:, start:end]
        start = end
    yield start, strip[:, start:]


@dataclass(frozen=True, slots=True)
class _Found:
    """The characters of a part of a line, each with its probability and where its middle lies; ``points`` as in a line."""

    characters: list[tuple[str, float, float]]
    points: list[float]


def _read(part: Picture, models: _Models) -> _Found:
    """The characters of a part of a line."""
    import cv2

    height, width = part.shape[:2]
    across = max(8, math.ceil(READ_HEIGHT * width / height))
    # The model was taught on blue, green and red, from -1 to 1.
    pixels = cv2.resize(part, (across, READ_HEIGHT))[:, :, ::-1].astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
    (output,) = models.reader.run(None, {models.reader.get_inputs()[0].name: pixels[None]})
    return _decoded(output[0], models.characters)


def _decoded(steps: NDArray[np.float32], characters: Sequence[str]) -> _Found:
    """The most probable character at each step, those that go on over several steps once, gaps left out (CTC)."""
    best = steps.argmax(axis=1)
    ends = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    runs = [(start, end) for start, end in itertools.pairwise(ends) if best[start]]
    runs, rings = _permille(steps, runs, characters)
    found = []
    for start, end in runs:
        number = best[start]
        char, sure = characters[number], float(steps[start:end, number].max())
        ring = rings.get(start, 0.0)
        char = PERMILLE if ring >= RING else char
        found.append((char, 0.5 if NO_RING < ring < RING else sure, (start + end) / 2 / len(best)))
    point = steps[:, [characters.index(char) for char in POINTS]].max(axis=1)
    gaps = zip([0, *(end for _, end in runs)], [*(start for start, _ in runs), len(best)], strict=True)
    return _Found(found, [float(point[max(0, low - 1) : high + 1].max(initial=0)) for low, high in gaps])


Runs = list[tuple[int, int]]
"""Of each character the first of its steps, and the one behind its last."""


def _permille(steps: NDArray[np.float32], runs: Runs, characters: Sequence[str]) -> tuple[Runs, dict[int, float]]:
    """The runs without those that are the last ring of a ‰, and how probable that is beside each %, by where it begins."""
    numbers = [characters.index(char) for char in RINGS if char in characters]
    best = [characters[steps[start].argmax()] for start, _ in runs]
    rings: dict[int, float] = {}
    kept: Runs = []
    for n, (start, end) in enumerate(runs):
        after = best[n + 1] if n + 1 < len(runs) else ""
        goes_on = after.isdigit() or (after != "" and after in POINTS)
        if n and best[n - 1] == PERCENT and best[n] in RINGS and not goes_on:
            rings[runs[n - 1][0]] = 1.0
            continue
        if best[n] == PERCENT:
            until = runs[n + 1][0] if after else len(steps)
            rings[start] = float(steps[end:until, numbers].max(initial=0))
        kept.append((start, end))
    return kept, rings
