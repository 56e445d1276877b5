"""After an unexpected error the caller gets a request id and no internals; the log has a few lines with that id."""

import json
import logging
import re
from typing import Any

import asyncpg
import httpx2
import pytest
from pydantic import SecretStr

from server.access.authenticator import Authenticator
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, on_port

INNER = "SELECT secret FROM /srv/task_record/inner.py"
BACKGROUND = {"pgqueuer", "resolvers.finding.index_prompts"}  # jobs that fail every few seconds
NOT_TOLD = re.compile(r"secret|SELECT|hidden_away|user_task|asyncpg|Error\b|Traceback|\.py|/srv|line \d", re.IGNORECASE)


async def broken(*_: object) -> Any:
    raise RuntimeError(INNER)


def request_id(response: httpx2.Response) -> str:
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/json"
    [error] = response.json()["errors"]
    assert error["message"] == "Something went wrong on the server. Report the request id to its operator."
    assert error["extensions"].keys() == {"code", "requestId"}
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert not NOT_TOLD.search(response.text.replace("INTERNAL_SERVER_ERROR", ""))
    return str(error["extensions"]["requestId"])


async def test_a_failure_before_the_document_is_read(
    user: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Authenticator, "authenticate", broken)
    told = request_id(await user.http.post("/graphql", json={"query": "{ viewer { id } }"}, headers=user.headers))
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == f"request {told} failed"
    assert INNER in str(record.exc_info)


async def test_a_failure_outside_of_graphql(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.readiness.Readiness.problems", broken)
    async with on_port(settings) as server:
        told = request_id(await server.http.get("/readyz"))
    assert f"request {told} failed" in caplog.text


@pytest.mark.slow
@pytest.mark.own_database
async def test_many_failures_in_a_request_are_a_few_lines(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.execution.admission.MAX_TOKENS", 10_000)
    for name, limit in {"MAX_TOKENS": 10_000, "MAX_ALIASES": 100, "MAX_ROOT_FIELDS": 100}.items():
        monkeypatch.setattr(f"schema.execution.document_limits.{name}", limit)
    async with in_process(settings, cost_per_user=None, max_cost=10**6) as application:
        user = application.new_client()
        owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
        await owner.execute("ALTER TABLE user_task_history RENAME TO hidden_away")
        await owner.close()
        caplog.clear()
        for kind in ("query", "mutation"):
            asked = "tasks { nodes { id } }" if kind == "query" else 'createTask(input: {prompt: "a"}) { task { id } }'
            answer = await user.post(f"{kind} {{ " + "".join(f"a{n}: {asked} " for n in range(100)) + "}")
            assert len(answer["errors"]) >= (100 if kind == "mutation" else 1)
            assert not NOT_TOLD.search(json.dumps([error["message"] for error in answer["errors"]]))
            assert {error["extensions"]["code"] for error in answer["errors"]} == {"INTERNAL_SERVER_ERROR"}
            assert len({error["extensions"]["requestId"] for error in answer["errors"]}) == 1
    warned = [record.name for record in caplog.records if record.levelno >= logging.WARNING]
    assert len([name for name in warned if name not in BACKGROUND]) == 2


async def test_a_database_that_does_not_answer_is_no_fault_of_the_server(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = SecretStr("postgresql://task_record_app:x@127.0.0.1:1/task_record")
    message = "The database cannot be reached; whether this was done is unknown. Send it again a little later."
    async with in_process(settings, database_url=nowhere) as application:
        user, administrator = application.new_client(), application.new_client(role="admin")
        for client, asked in (
            (user, "{ tasks { nodes { id } } }"),
            (user, 'mutation { createTask(input: {prompt: "A fox"}) { task { id } } }'),
            (administrator, "{ admin { statistics { totalTasks } } }"),
        ):
            failure = await client.error(asked)
            assert (failure["extensions"], failure["message"]) == ({"code": "UNAVAILABLE"}, message)
        assert (await application.http.get("/readyz")).status_code == 503
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


VARIABLES: list[tuple[str, Any, str]] = [
    ("query ($id: ID!) { task(id: $id) { id } }", {}, "BAD_USER_INPUT"),
    ("query ($id: ID!) { task(id: $id) { id } }", {"id": None}, "BAD_USER_INPUT"),
    ("query ($id: ID!) { task(id: $id) { id } }", {"id": {"a": 1}}, "BAD_USER_INPUT"),
    ("query ($first: Int) { tasks(first: $first) { nodes { id } } }", {"first": 10**30}, "BAD_USER_INPUT"),
    ("query ($w: TaskFilter) { tasks(where: $w) { nodes { id } } }", {"w": {"unknown": 1}}, "BAD_USER_INPUT"),
    ("query ($w: TaskFilter) { tasks(where: $w) { nodes { id } } }", {"w": {"status": ["NONE"]}}, "BAD_USER_INPUT"),
    ("query ($w: TaskFilter) { tasks(where: $w) { nodes { id } } }", {"w": [[[[{}]]]]}, "BAD_USER_INPUT"),
]
ONE_OF = """mutation ($image: ImageInput!) {
  uploadOriginalImage(input: {id: "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11", image: $image}) { task { id } } }"""
IMAGES: list[Any] = [{}, {"dataUrl": "a", "uploadId": "b"}, {"dataUrl": None}, {"dataUrl": "a", "uploadId": None}]


async def test_variables_at_fault_are_the_callers(user: Client, caplog: pytest.LogCaptureFixture) -> None:
    for query, variables, code in [*VARIABLES, *((ONE_OF, {"image": image}, "BAD_USER_INPUT") for image in IMAGES)]:
        answer = await user.post(query, **variables)
        assert "data" not in answer, (variables, answer)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {code}, variables
    for image in ("{}", '{dataUrl: "a", uploadId: "b"}', "{dataUrl: null}"):
        answer = await user.post(ONE_OF.replace("($image: ImageInput!)", "").replace("$image", image))
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
