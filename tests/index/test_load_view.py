"""What passes to and from the process that draws: back as it was, and nothing else taken for it."""

from __future__ import annotations

import json

import pytest

from index.load.view import ASKED, CITED, Mark, Picture, Spot, View, answer, answered, request, requested
from index.load.wire import HEAD, MEMORY, Malformed, Trouble

PICTURE = Picture(
    b"RIFF\0\0\0\0WEBP", 1000, 400, 5, 120,
    (Mark(ASKED, (1.0, 2.5, 3.0, 4.0), (-3, 4, 50, 60), True), Mark(CITED, (0.0, 0.0, 9.0, 9.0), (0, 0, 9, 9), False)),
)  # fmt: skip


def told(head: object, image: bytes = PICTURE.image) -> bytes:
    body = json.dumps(head).encode()
    return HEAD.pack(len(body)) + body + image


def test_a_request_comes_as_it_was_sent():
    view = View(3, (Spot(ASKED, (1.5, 2.0, 3.0, 4.0), "甲\ud8001.2亿元", 1, 4),), whole=True)
    there, data = requested(request(view, b"%PDF\0\xff"))
    assert (there.page, there.whole, data) == (3, True, b"%PDF\0\xff")
    assert there.spots[0].box == (1.5, 2.0, 3.0, 4.0)
    assert len(requested(request(View(1, view.spots * 999), b""))[0].spots) == 200


def test_an_answer_comes_as_it_was_sent():
    assert answered(answer(PICTURE)) == PICTURE
    assert answered(answer(Trouble(MEMORY, "x"))) == Trouble(MEMORY, "x")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xff\xff\xff{}",
        told([]),
        told({}),
        told({"trouble": "unknown", "said": ""}),
        told({"size": [1, 1, 1], "marks": []}),
        told({"size": [1, 1, 1, 0], "marks": []}),
        told({"size": [1, 1, 1, "1"], "marks": []}),
        told({"size": [1, 1, 1, True], "marks": []}),
        told({"size": [1, 1, 1, 1], "marks": []}, b"<script>"),
        told({"size": [1, 1, 1, 1], "marks": [["asked", [0.0, 0.0, 1.0, 1.0], [0, 0, 1], True]]}),
        told({"size": [1, 1, 1, 1], "marks": [["asked", [0.0, 0.0, float("inf"), 1.0], [0, 0, 1, 1], True]]}),
        told({"size": [1, 1, 1, 1], "marks": [["\"><b>", [0.0, 0.0, 1.0, 1.0], [0, 0, 1, 1], True]]}),
        told({"size": [1, 1, 1, 1], "marks": [["asked", [0.0, 0.0, 1.0, 1.0], [0, 0, 1, 1], 1]]}),
        told({"size": [1, 1, 1, 1], "marks": [["asked", [0.0, 0.0, 1.0, 1.0], [0, 0, 1, 1], True]] * 201}),
    ],
)  # fmt: skip
def test_anything_else_is_malformed(body: bytes):
    with pytest.raises(Malformed):
        answered(body)
