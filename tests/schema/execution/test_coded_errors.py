"""Each error has its code; an unexpected error has a request id, and nothing of its cause."""

import json
import logging
import re
from typing import Any

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
    "{ statistics(date: 1) { totalTasks } }": "BAD_USER_INPUT",
}


async def test_codes(user: Client, caplog: pytest.LogCaptureFixture) -> None:
    for query, code in CODES.items():
        answer = await user.post(query)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {code}, query
        assert all(list(error["extensions"]) == ["code"] for error in answer["errors"])
        assert not answer.get("data")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


COMPLETED = {"completed": {"generationTimeMs": 12.5, "cost": "1e-7"}}
AT_FAULT: list[tuple[str, dict[str, Any], list[list[str]]]] = [
    ("query ($id: ID!) { task(id: $id) { id } }", {}, [["id"]]),
    (mutation("createTask", "task { id }"), {}, [["input"]]),
    (
        mutation("createTask", "task { id }"),
        {"input": {"taskType": "NONE", "unknown": 1}},
        [["input"], ["input"], ["input", "taskType"]],
    ),
    (
        "mutation ($input: RecordTasksInput!) { recordTasks(input: $input) { errors { code } } }",
        {
            "input": {
                "tasks": [
                    {"task": {"prompt": "x"}, "startedAt": "yesterday"},
                    {"task": {"prompt": "x"}, "outcome": {"failed": {"errorMessage": "x", "tokensUsed": 2**31}}},
                    {"task": {"prompt": "x"}, "outcome": COMPLETED},
                    {
                        "task": {"prompt": "' at .x: "},
                        "outcome": {"completed": {"image": {"dataUrl": "' at .x: ", "": 1}}},
                    },
                ]
            }
        },
        [
            ["input", "tasks", "0", "startedAt"],
            ["input", "tasks", "1", "outcome", "failed", "tokensUsed"],
            ["input", "tasks", "2", "outcome", "completed", "cost"],
            ["input", "tasks", "2", "outcome", "completed", "generationTimeMs"],
            ["input", "tasks", "3", "outcome", "completed", "image"],
        ],
    ),
]


@pytest.mark.parametrize(("query", "variables", "fields"), AT_FAULT)
async def test_each_wrong_variable_is_named(
    user: Client, query: str, variables: dict[str, Any], fields: list[list[str]]
) -> None:
    for _ in range(3):  # the first time by graphql-core, then by the compiled operation
        answer = await user.post(query, **variables)
        assert "data" not in answer
        found = [error["extensions"] for error in answer["errors"]]
        assert sorted(one.pop("field") for one in found) == fields
        assert found == [{"code": "BAD_USER_INPUT"}] * len(fields)


async def test_a_wrong_variable_is_not_repeated_at_length(user: Client) -> None:
    value = {"prompt": "A fox" * 100_000, "unknown": 1}
    error = await user.error(
        "mutation ($input: CreateTaskInput!) { createTask(input: $input) { __typename } }", input=value
    )
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["input"]}
    assert error["message"].startswith("Variable '$input' has invalid value")
    assert len(error["message"]) < 1_100
