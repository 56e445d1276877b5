"""Each error has its code; an unexpected error has a request id, and nothing of its cause."""

import json
import logging
import re

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client, mutation

pytestmark = pytest.mark.own_database


async def test_an_unexpected_error_is_masked_and_logged_once(
    user: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    await owner.execute("ALTER TABLE user_task_history RENAME TO hidden_away")
    await owner.close()
    caplog.clear()
    query = "{ tasks { nodes { id } } other: tasks { nodes { id } } viewer { id } }"
    answer = await user.post(query)
    assert answer.get("data") is None
    told = {(error["message"], json.dumps(error["extensions"])) for error in answer["errors"]}
    [(message, extensions)] = told
    assert message == "Something went wrong on the server. Report the request id to its operator."
    code, request_id = json.loads(extensions).values()
    assert (code, len(request_id)) == ("INTERNAL_SERVER_ERROR", 32)
    assert not re.search("hidden_away|user_task_history|asyncpg|SELECT|Traceback", json.dumps(answer))
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == 1
    assert request_id in logged[0].getMessage()
    assert "user_task_history" in str(logged[0].exc_info)


async def test_an_unexpected_error_of_a_mutation_leaves_the_others_alone(
    user: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    task = await user.task("createTask", prompt="A fox")
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    await owner.execute("ALTER TABLE user_task_history ADD CONSTRAINT no_wolves CHECK (prompt <> 'A wolf')")
    await owner.close()
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
    assert len({error["extensions"]["requestId"] for error in answer["errors"]}) == 1
    assert "no_wolves" not in json.dumps(answer)
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == 1


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
