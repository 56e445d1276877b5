"""Each error has its code; an unexpected error has a request id, and nothing of its cause."""

import json
import logging
import re

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client, mutation

pytestmark = pytest.mark.own_database


async def test_an_unexpected_error_is_masked_and_logged_once_and_other_mutations_run(
    user: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    task = await user.task("createTask", prompt="A fox")
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    await owner.execute("ALTER TABLE user_task_history ADD CONSTRAINT no_wolves CHECK (prompt <> 'A wolf')")
    await owner.close()
    caplog.clear()
    query = """
      mutation ($id: ID!) {
        broken: createTask(input: {prompt: "A wolf"}) { task { id } errors { message } }
        startTask(input: {id: $id}) { task { status } errors { message } }
        again: createTask(input: {prompt: "A wolf"}) { task { id } errors { message } }
      }
    """
    answer = await user.post(query, id=task["id"])
    started = {"task": {"status": "PROCESSING"}, "errors": []}
    assert answer["data"] == {"broken": None, "startTask": started, "again": None}
    assert [error["path"] for error in answer["errors"]] == [["broken"], ["again"]]
    [(message, extensions)] = {(error["message"], json.dumps(error["extensions"])) for error in answer["errors"]}
    assert message == "Something went wrong on the server. Report the request id to its operator."
    code, request_id = json.loads(extensions).values()
    assert (code, len(request_id)) == ("INTERNAL_SERVER_ERROR", 32)
    assert not re.search("no_wolves|user_task_history|asyncpg|INSERT|Traceback", json.dumps(answer))
    [logged] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert request_id in logged.getMessage()
    assert "no_wolves" in str(logged.exc_info)


CODES = {
    "{": "GRAPHQL_PARSE_FAILED",
    "": "BAD_REQUEST",
    "query { viewer { id } } }": "GRAPHQL_PARSE_FAILED",
    '{ tasks(after: "\\uD800") { nodes { id } } }': "GRAPHQL_PARSE_FAILED",
    "{ unknown }": "GRAPHQL_VALIDATION_FAILED",
    "{ viewer }": "GRAPHQL_VALIDATION_FAILED",
    "{ viewer { id { id } } }": "GRAPHQL_VALIDATION_FAILED",
    "{ task { id } }": "GRAPHQL_VALIDATION_FAILED",
    "{ tasks(first: 3000000000) { nodes { id } } }": "GRAPHQL_VALIDATION_FAILED",
    "query ($id: ID!) { viewer { id } }": "GRAPHQL_VALIDATION_FAILED",
    "query ($id: ID!) { task(id: $id) { id } }": "BAD_USER_INPUT",
    "{ statistics(date: 1) { totalTasks } }": "BAD_USER_INPUT",
    mutation("createTask", "task { id }"): "BAD_USER_INPUT",
}


async def test_codes(user: Client, caplog: pytest.LogCaptureFixture) -> None:
    for query, code in CODES.items():
        answer = await user.post(query)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {code}, query
        assert all(list(error["extensions"]) == ["code"] for error in answer["errors"])
        assert not answer.get("data")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_wrong_variable_is_not_repeated_at_length(user: Client) -> None:
    value = {"prompt": "A fox" * 100_000, "unknown": 1}
    error = await user.error(
        "mutation ($input: CreateTaskInput!) { createTask(input: $input) { __typename } }", input=value
    )
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"].startswith("Variable '$input' has invalid value")
    assert len(error["message"]) < 1_100
