"""Several operations in one request, as Apollo's BatchHttpLink sends them."""

import json
from typing import Any

import asyncpg
import pytest

from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import in_process
from tests.pictures import picture
from tests.server.http.multipart import UPLOAD

ME = {"query": "{ viewer { id } }"}
CREATE = mutation("createTask", "task { id prompt }")


async def send(user: Client, batch: list[Any]) -> list[dict[str, Any]]:
    answer = await user.http.post("/graphql", json=batch, headers=user.headers)
    assert answer.headers["Content-Type"] == "application/json"
    return list(answer.json())


async def refusal(user: Client, batch: list[Any]) -> str:
    """Return the message with which the whole batch is refused."""
    answer = await user.http.post("/graphql", json=batch, headers=user.headers)
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    return str(error["message"])


def codes(answers: list[dict[str, Any]]) -> list[str | None]:
    """Return the code of each answer's first error, or None."""
    return [answer["errors"][0]["extensions"]["code"] if "errors" in answer else None for answer in answers]


async def test_operations_are_executed_and_answered_in_order(user: Client) -> None:
    create = [{"query": CREATE, "variables": {"input": {"prompt": f"task {number}"}}} for number in range(8)]
    listed = {"query": "{ tasks { nodes { prompt } } }"}
    answers = await send(user, [listed, *create, listed])
    prompts = [f"task {number}" for number in range(8)]
    assert answers[0]["data"] == {"tasks": {"nodes": []}}
    assert [answer["data"]["createTask"]["task"]["prompt"] for answer in answers[1:-1]] == prompts
    assert [node["prompt"] for node in answers[-1]["data"]["tasks"]["nodes"]] == prompts[::-1]


async def test_a_refused_operation_does_not_affect_the_others(user: Client) -> None:
    batch = [
        {"query": "{"},
        ME,
        7,
        [ME],
        {"query": "{ unknown }"},
        {"query": "query ($id: ID!) { task(id: $id) { id } }"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "a" * 64}}},
        {"query": "subscription { taskEvents { kind } }"},
        {"query": "{ " + "a { " * 16 + "id" + " }" * 17},
        ME,
    ]
    answers = await send(user, batch)
    assert codes(answers) == [
        "GRAPHQL_PARSE_FAILED",
        None,
        "BAD_REQUEST",
        "BAD_REQUEST",
        "GRAPHQL_VALIDATION_FAILED",
        "BAD_USER_INPUT",
        "PERSISTED_QUERY_NOT_FOUND",
        "BAD_REQUEST",
        "QUERY_TOO_COSTLY",
        None,
    ]
    assert answers[1]["data"] == answers[9]["data"] == {"viewer": {"id": str(user.id)}}
    assert "batch" in answers[7]["errors"][0]["message"]


async def test_a_batch_holds_one_to_ten(user: Client) -> None:
    assert await refusal(user, []) == "A batch holds 1 to 10 operations; this one has 0."
    assert await refusal(user, [ME] * 11) == "A batch holds 1 to 10 operations; this one has 11."
    assert len(await send(user, [ME] * 10)) == 10


async def test_each_operation_is_counted_and_charged(settings: Settings) -> None:
    async with in_process(
        settings, requests_per_user=Rate.parse("4/hour"), cost_per_user=Rate.parse("30/hour")
    ) as application:
        user = application.new_client()
        answers = await send(user, [ME] * 6)
        assert [answer["extensions"]["cost"]["remaining"] for answer in answers[:2]] == [17, 4]
        assert codes(answers) == [None, None, *["RATE_LIMITED"] * 4]
        settings_named = [answer["errors"][0]["message"].rpartition("(")[2] for answer in answers[2:]]
        assert [named.partition(")")[0] for named in settings_named] == ["COST_PER_USER"] * 2 + [
            "REQUESTS_PER_USER"
        ] * 2


async def test_each_file_belongs_to_its_operation(user: Client) -> None:
    tasks = [await user.task("createTask", prompt="a fox") for _ in range(2)]
    operations = [{"query": UPLOAD, "variables": {"id": task["id"], "file": None}} for task in tasks]
    answer = await user.http.post(
        "/graphql",
        data={
            "operations": json.dumps([*operations, ME]),
            "map": json.dumps({"a": ["0.variables.file"], "b": ["1.variables.file"]}),
        },
        files={"a": ("a.png", picture((8, 8))), "b": ("b.png", picture((16, 8)))},
        headers=user.headers,
    )
    assert [received["data"].keys() for received in answer.json()[:2]] == [{"uploadOriginalImage": None}.keys()] * 2
    stored = [
        await user.data("query ($id: ID!) { task(id: $id) { originalImage { width } } }", id=task["id"])
        for task in tasks
    ]
    assert [received["task"]["originalImage"]["width"] for received in stored] == [8, 16]


@pytest.mark.own_database
async def test_a_failed_operation_does_not_affect_the_others(
    user: Client, database: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    await database.execute("ALTER TABLE user_task_history RENAME TO hidden_away")
    answers = await send(user, [ME, {"query": "{ tasks { nodes { id } } }"}, ME])
    assert codes(answers) == [None, "INTERNAL_SERVER_ERROR", None]
    assert answers[1]["errors"][0]["extensions"]["requestId"] in caplog.text
