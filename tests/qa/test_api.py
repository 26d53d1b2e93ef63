"""The HTTP API over a library of the samples: what it gives, its description, its errors, many at once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from index.build import add_paths, remove
from qa import Answer, Assistant, api
from qa.api import build_api
from qa.programs import Ask, Programs
from tests.qa.library import REPORT


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(build_api(assistant), raise_server_exceptions=False)


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_an_answer_by_get_and_by_post(client: TestClient, assistant: Assistant):
    given = {"question": "那2023年呢", "history": ["示例市法院2024年新收案件多少件"], "id": "7"}
    wanted = timeless(Programs(assistant).ask(Ask.model_validate(given)))
    assert wanted["answer"] == "58914件"
    for response in (client.get("/api/ask", params=given), client.post("/api/ask", json=given)):
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert timeless(response.json()) == wanted


def test_a_refusal_is_an_answer(client: TestClient):
    answer = client.get("/api/ask", params={"question": "上海法院新收案件多少件"})
    assert (answer.status_code, answer.json()["refused"], answer.json()["reason"]) == (200, True, "other_entity")


def test_facts_and_reports_page_by_page(client: TestClient):
    first = client.get("/api/facts", params={"metric": "执行到位", "limit": 2}).json()
    second = client.get("/api/facts", params={"metric": "执行到位", "limit": 2, "offset": first["next_offset"]}).json()
    assert len(first["facts"]) == len(second["facts"]) == 2
    assert first["facts"] != second["facts"]
    assert client.get("/api/reports", params={"limit": 3}).json()["next_offset"] == 3


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "words"),
    [
        ("GET", "/api/ask", {}, 422, "没有写 question"),
        ("GET", "/api/ask", {"params": {"question": "？"}}, 422, "没有文字"),
        ("GET", "/api/ask", {"params": {"question": "x" * 2001}}, 422, "至多2000个字"),
        ("GET", "/api/ask", {"params": {"question": "问", "reports": "没有这份"}}, 404, "没有“没有这份”"),
        ("GET", "/api/facts", {"params": {"limit": "5000"}}, 422, "limit 至多是1000"),
        ("GET", "/api/facts", {"params": {"nonsense": "1"}}, 422, "不认识 nonsense"),
        ("POST", "/api/ask", {"content": "{", "headers": {"content-type": "application/json"}}, 400, "不是 JSON"),
        (
            "POST",
            "/api/ask",
            {"content": "[" * 60000, "headers": {"content-type": "application/json"}},
            400,
            "不是 JSON",
        ),
        ("POST", "/api/ask", {"content": b"\xff", "headers": {"content-type": "application/json"}}, 400, "不是 JSON"),
        ("POST", "/api/ask", {"content": '{"question":"问"}', "headers": {"content-type": "text/plain"}}, 422, "JSON"),
        ("POST", "/api/ask", {}, 422, "内容"),
        ("POST", "/api/ask", {"json": []}, 422, "JSON 对象"),
        ("POST", "/api/ask", {"json": {"question": ["问"]}}, 422, "question 应为文字"),
        ("POST", "/api/facts", {"json": {}}, 405, "请求方法"),
        ("GET", "/api/nothing", {}, 404, "/api/openapi.json"),
        ("GET", "/api", {}, 404, "/api/openapi.json"),
        ("GET", "/api/ask/", {}, 404, "/api/openapi.json"),
    ],
)
def test_errors_are_json_in_chinese(
    client: TestClient, method: str, path: str, sent: dict[str, Any], status: int, words: str
):
    response = client.request(method, path, **sent)
    assert response.status_code == status
    error = response.json()["error"]
    assert words in error["message"]
    assert set(error) == {"code", "message"}
    assert "Traceback" not in response.text


def test_half_a_character_is_told(client: TestClient):
    sent = {"content": rb'{"question":"\ud800"}', "headers": {"content-type": "application/json"}}
    response = client.post("/api/ask", **sent)
    assert (response.status_code, response.json()["error"]["message"]) == (422, "question 里有不完整的字符。")


def test_a_fault_of_ours_shows_nothing_of_it(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object, **options: object) -> Answer:
        raise ZeroDivisionError("secret/path.py")

    monkeypatch.setattr(Assistant, "ask", broken)
    response = client.get("/api/ask", params={"question": "执行到位金额多少"})
    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal")
    assert "secret" not in response.text


def test_an_empty_library_answers_so_and_a_lost_one_is_told(tmp_path: Path):
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    store = tmp_path / "store"
    add_paths(store, [tmp_path / "报告.txt"])
    remove(store, ["报告"])
    client = TestClient(build_api(Assistant.open(store)), raise_server_exceptions=False)
    answer = client.get("/api/ask", params={"question": "执行到位金额多少"})
    assert (answer.status_code, answer.json()["reason"]) == (200, "empty_library")
    assert client.get("/health").json() == {"status": "ok"}


def test_a_library_that_cannot_be_read_is_unavailable(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    from index.errors import StoreError

    def lost(self: Assistant) -> None:
        raise StoreError("资料库读不了")

    monkeypatch.setattr(Assistant, "reports", lost)
    response = client.get("/health")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    assert response.headers["retry-after"]


def test_the_description_describes_what_is_given(client: TestClient):
    description = client.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert {path: set(work) for path, work in description["paths"].items()} == {
        "/api/ask": {"get", "post"}, "/api/facts": {"get"}, "/api/reports": {"get"}, "/health": {"get"},
    }  # fmt: skip
    assert "HTTPValidationError" not in json.dumps(description)
    calls = {
        "/api/ask": {"question": "执行到位金额多少"}, "/api/facts": {"kind": "change"}, "/api/reports": {}, "/health": {},
    }  # fmt: skip
    for path, params in calls.items():
        schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {"components": description["components"], **schema}
        Draft202012Validator(whole).validate(client.get(path, params=params).json())
        refused = description["paths"][path]["get"]["responses"]["422"]["content"]["application/json"]["schema"]
        if params:
            answer = client.get(path, params={"zz": "1"}).json()
            Draft202012Validator({"components": description["components"], **refused}).validate(answer)


def test_there_are_no_pages_about_the_api(client: TestClient):
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404] * 3


def test_a_full_line_refuses_and_then_moves_on():
    line = api.Line(1, 2)
    gate = threading.Event()
    results: list[object] = []

    def wait(given: object) -> dict[str, Any]:
        gate.wait(10)
        return {}

    async def one() -> None:
        try:
            results.append(await line.run(wait, None))
        except api.Busy as error:
            results.append(str(error))
            gate.set()

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(one)

    anyio.run(crowd)
    assert results == ["现在提问的太多。请过一会儿再试", {}, {}, {}]
