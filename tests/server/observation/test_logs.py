"""The fields of a line in the log, and the secrets that no line has."""

import asyncio
import json
import re
from http import HTTPStatus
from io import StringIO
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from graphql import OperationType

from server.execution.observed_operation import Outcome
from server.observation.logs import as_line
from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import ServedApplication, in_process
from tests.logged import PROMPTS, found_secrets, logged
from tests.server.http.subscriber import subscribed


def lines_of(request_id: str) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in logged().splitlines() if request_id in line)  # those of a command are text
    return [line for line in lines if line.get("request_id") == request_id]


async def test_a_request_is_a_line(user: Client) -> None:
    request_id = f"of-a-test.{uuid4()}"
    headers = user.headers | {"X-Request-Id": request_id}
    answer = await user.http.post("/graphql", json={"query": "query Me { viewer { id } }"}, headers=headers)
    assert answer.headers["X-Request-Id"] == request_id
    [line] = lines_of(request_id)
    assert line.pop("timestamp").endswith("Z")
    assert 0 < line.pop("duration_ms") < 60_000
    assert line == {
        "level": "info",
        "message": "request",
        "request_id": request_id,
        "user_id": str(user.id),
        "method": "POST",
        "route": "/graphql",
        "status": 200,
        "operation": "Me",
        "kind": "query",
        "cost": answer.json()["extensions"]["cost"]["requested"],
        "outcome": "ok",
    }


def test_a_terminal_shows_plain_text() -> None:
    line: Any = {"event": "request", "kind": OperationType.QUERY, "outcome": Outcome.OK, "status": HTTPStatus.OK}
    for process in as_line(StringIO()):
        line = process(None, "info", line)
    assert line == "request kind=query outcome=ok status=200"


async def ask(user: Client, sent: object) -> dict[str, Any]:
    """Send a request, and return its line in the log."""
    answer = await user.http.post("/graphql", json=sent, headers=user.headers)
    [line] = lines_of(answer.headers["X-Request-Id"])
    return line


async def test_a_refused_request_has_its_code(user: Client) -> None:
    line = await ask(user, {"query": "query Me { viewer { unknown } }"})
    assert {"status": 200, "outcome": "refused", "codes": ["GRAPHQL_VALIDATION_FAILED"]}.items() <= line.items()
    line = await ask(user, {"query": "{"})
    assert {"outcome": "refused", "codes": ["GRAPHQL_PARSE_FAILED"]}.items() <= line.items()
    assert "operation" not in line
    variables = {"input": {"id": str(uuid4())}}
    line = await ask(user, {"query": mutation("startTask", "task { id }"), "variables": variables})
    assert {"kind": "mutation", "outcome": "refused", "codes": ["NOT_FOUND"]}.items() <= line.items()
    line = await ask(user, ["no request"])
    assert "outcome" not in line


async def test_a_long_name_is_cut_and_a_batch_is_a_line(user: Client) -> None:
    line = await ask(user, {"query": f"query {'a' * 500} {{ viewer {{ id }} }}"})
    assert line["operation"] == "a" * 100
    line = await ask(user, [{"query": "query AB { viewer { id } }"}, {"query": "query CD { viewer { x } }"}])
    assert [(one["operation"], one["outcome"]) for one in line["operations"]] == [("AB", "ok"), ("CD", "refused")]


async def test_an_operation_of_a_socket_is_a_line(server: ServedApplication) -> None:
    user = server.new_client()
    async with subscribed(server.address, user) as subscriber:
        assert subscriber.connection.response
        request_id = subscriber.connection.response.headers["X-Request-Id"]
    async with asyncio.timeout(30):
        while not (socket := lines_of(request_id)):  # noqa: ASYNC110 - it is logged once the server has seen the end
            await asyncio.sleep(0.01)
    assert [(one["method"], one["status"], one["user_id"]) for one in socket] == [("WEBSOCKET", 101, str(user.id))]
    [line] = lines_of(f"{request_id}.1")
    assert (line["message"], line["kind"], line["outcome"]) == ("operation", "subscription", "ok")
    assert line["user_id"] == str(user.id)


@pytest.mark.slow
async def test_a_slow_operation_is_named_with_its_plan(settings: Settings) -> None:
    async with in_process(settings, slow_after=1e-9) as application:
        user = application.new_client()
        request_id = f"slow-{uuid4()}"
        query = "query Slow($search: String) { tasks(where: {search: $search}) { nodes { id } } }"
        await user.task("createTask", prompt="A slow fox that searches")
        sent = {"query": query, "variables": {"search": "slow fox"}}
        async with asyncio.timeout(30):
            # PostgreSQL is asked for one plan at a time, so that this request's may be left out
            while not (plans := [line for line in lines_of(request_id) if "plan" in line]):
                await user.http.post("/graphql", json=sent, headers=user.headers | {"X-Request-Id": request_id})
        await user.http.post("/graphql", json=sent, headers=user.headers | {"X-Request-Id": request_id})
    lines = lines_of(request_id)
    assert {line["operation"] for line in lines if line["message"] == "slow operation"} == {"Slow"}
    slow = [line["statement"] for line in lines if line["message"] == "slow statement"]
    [plan] = plans
    assert plan["statement"] in slow
    assert "on user_task_history" in plan["plan"]
    assert re.search(r"user_id = \$\d", plan["plan"])
    assert "slow fox" not in json.dumps(lines)
    assert [line for line in lines if "plan" in line] == plans


@pytest.mark.parametrize("sent", [None, "", "a b", "a" * 65, "ä", 'a"b', "a/b"])
async def test_an_invalid_request_id_is_replaced(http: httpx2.AsyncClient, sent: str | None) -> None:
    headers = httpx2.Headers([] if sent is None else [(b"X-Request-Id", sent.encode())])
    for path in ("/graphql", "/healthz", "/nosuch", "/export/a-token-that-is-long-enough", "/assets/nosuch.js"):
        told = (await http.get(path, headers=headers)).headers.get_list("X-Request-Id")
        assert [len(one) for one in told] == [32]
        [line] = lines_of(told[0])
        assert line["level"] == ("debug" if path == "/healthz" else "info")
        assert [word for word in ("a-token", "nosuch") if word in json.dumps(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        '{"message":"request","operation":"A fox in the snow"}',
        '{"exception":"DETAIL: (1, 0a1b2c3d-4e5f, A fox in the snow)"}',
        '{"message":"GET http://s3/a.png?X-Amz-Date=1&X-Amz-Signature=0a1b2c"}',
        '{"message":"GET /export/0123456789abcdefghij_-"}',
        '{"headers":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"}',
        '{"message":"postgresql://role:hunter2@host/db"}',
    ],
)
def test_secrets_in_the_log_are_found(line: str) -> None:
    """tests/fixtures.py searches all lines of each run for secrets by this function."""
    other = '{"message":"request","request_id":"00000000000000000000000000000000","status":200}'
    assert found_secrets(f"{other}\n{line}\n{other}", {"A fox in the snow", "An owl"}) == {line}
    assert found_secrets(other, {"A fox in the snow"}) == set()


async def test_prompts_in_variables_and_documents_are_searched(user: Client) -> None:
    await user.task("createTask", prompt="A fox of a variable")
    await user.data('mutation { createTask(input: {prompt: "A fox of a document"}) { task { id } } }')
    assert {"A fox of a variable", "A fox of a document"} <= PROMPTS
