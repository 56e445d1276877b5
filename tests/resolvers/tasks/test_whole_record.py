"""All values of a task are read back exactly, merged, bounded, and removed with the prompt."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient, mutation
from tests.pictures import data_url, picture

IMAGE = {"dataUrl": data_url(picture())}
ENDS: dict[str, dict[str, Any]] = {
    "completeTask": {"image": IMAGE},
    "failTask": {"errorMessage": "x"},
    "cancelTask": {},
}
FIELDS = "externalId parameters metadata inputTokens outputTokens tokensUsed cost failureCode startedAt deadline status"
TASK = f"task {{ id {FIELDS} }}"
EXACT = (
    '{"seed": 18446744073709551615, "long": 123456789012345678901234567890, "guidance": 7.50, "half": 0.1,'
    ' "fine": 0.12345678901234567890123, "tiny": 1e-300, "big": -1.5E+300, "z": 0, "a": {"b": [null, true, "\\u00e9"]}}'
)


async def change(user: Client, name: str, **input: Any) -> dict[str, Any]:
    payload = await user.mutate(name, TASK, **input)
    assert payload["errors"] == [], payload
    return dict(payload["task"])


def exact(text: str) -> object:
    return json.loads(text, parse_float=Decimal)


async def raw(user: Client, query: str, variables: str = "{}") -> Any:
    """Send variables as they are written, and read numbers exactly."""
    body = f'{{"query": {json.dumps(query)}, "variables": {variables}}}'
    headers = {**user.headers, "Content-Type": "application/json"}
    answer = await user.http.post("/graphql", content=body, headers=headers)
    found: Any = exact(answer.text)
    assert "errors" not in found, found
    return found["data"]


async def test_numbers_and_the_order_of_keys_are_stored_exactly(user: Client) -> None:
    query = 'mutation ($p: JSON) { createTask(input: {prompt: "x", parameters: $p}) { task { id parameters } } }'
    literal = EXACT
    for key in ("seed", "long", "guidance", "half", "fine", "tiny", "big", "z", "a", "b"):
        literal = literal.replace(f'"{key}":', f"{key}:")
    documents = [(query, f'{{"p": {EXACT}}}'), (query.replace("($p: JSON) ", "").replace("$p", literal), "{}")]
    for document, variables in documents:
        task = (await raw(user, document, variables))["createTask"]["task"]
        assert task["parameters"] == exact(EXACT)
        assert list(task["parameters"]) == list(json.loads(EXACT))
        read = await raw(user, f'{{ task(id: "{task["id"]}") {{ parameters }} }}')
        assert read["task"]["parameters"] == exact(EXACT)


async def test_a_variable_within_a_literal(user: Client) -> None:
    query = """
      mutation ($seed: JSON, $none: JSON) {
        createTask(input: {prompt: "x", metadata: {seed: $seed, none: $none, all: [$none]}}) { task { metadata } }
      }"""
    data = await user.data(query, seed=5)
    assert data["createTask"]["task"]["metadata"] == {"seed": 5, "all": [None]}


def levels(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


def of_size(size: int) -> dict[str, str]:
    return {"x": "é" * ((size - 8) // 2) + "y" * (size % 2)}


WRONG: list[tuple[Any, str]] = [
    ([1], "Must be an object"),
    ("x", "Must be an object"),
    ({"a": "\0"}, "NUL"),
    ({"\0": 1}, "NUL"),
    (levels(11), "at most 10 levels"),
    ({"a": [[[[[[[[[[1]]]]]]]]]]}, "at most 10 levels"),
]


async def test_json_beyond_a_limit_is_refused(user: Client) -> None:
    for name, size in {"parameters": 16_384, "metadata": 4_096}.items():
        for given in (of_size(size), levels(10), {"a": [[[[[[[[1]]]]]]]]}, {}):
            assert (await change(user, "createTask", prompt="x", **{name: given}))[name] == given
        value: Any
        for value, said in [*WRONG, (of_size(size + 2), f"at most {size:,} bytes")]:
            error = await user.refused("createTask", prompt="x", **{name: value})
            assert (error["code"], error["field"]) == ("INVALID", ["input", name])
            assert said in error["message"]
    long = '{"a": 1%s}' % ("0" * 200)
    query = 'mutation ($p: JSON) { createTask(input: {prompt: "x", parameters: $p}) { errors { message } } }'
    [error] = (await raw(user, query, f'{{"p": {long}}}'))["createTask"]["errors"]
    assert "write it as a string" in error["message"]
    tiny = f"1e-{10**20}"
    literal = f'mutation {{ createTask(input: {{prompt: "x", parameters: {{a: {tiny}}}}}) {{ errors {{ code }} }} }}'
    for body in (
        f'{{"query": {json.dumps(query)}, "variables": {{"parameters": 0, "p": {{"a": {tiny}}}}}}}',
        json.dumps({"query": literal}),
    ):
        headers = {**user.headers, "Content-Type": "application/json"}
        [refused] = (await user.http.post("/graphql", content=body, headers=headers)).json()["errors"]
        assert refused["extensions"]["code"] in ("BAD_REQUEST", "BAD_USER_INPUT")
        assert "write it as a string" in refused["message"]


@pytest.mark.parametrize("end", ENDS)
async def test_parameters_and_metadata_are_merged_key_by_key_at_the_top(user: Client, end: str) -> None:
    given = {"parameters": {"seed": 1, "size": {"w": 1}}, "metadata": {"job": "a", "try": 1}}
    task = await change(user, "createTask", prompt="x", **given)
    started = await change(user, "startTask", id=task["id"], externalId="r8-1", metadata={"try": 2, "node": "b"})
    assert (started["metadata"], started["externalId"]) == ({"job": "a", "try": 2, "node": "b"}, "r8-1")
    assert started["startedAt"]
    ended: dict[str, Any] = {"id": task["id"], "parameters": {"size": {"h": 2}}, **ENDS[end]}
    ended["metadata"] = {"c": None}
    for _ in range(2):  # safe to repeat
        done = await change(user, end, **ended)
        assert done["parameters"] == {"seed": 1, "size": {"h": 2}}
        assert done["metadata"] == {"job": "a", "try": 2, "node": "b", "c": None}
        assert (done["externalId"], done["startedAt"]) == ("r8-1", started["startedAt"])
    for other in ({"parameters": {"size": {"h": 3}}}, {"externalId": "r8-2"}):
        assert (await user.refused(end, **ended | other))["code"] == "CONFLICT"


async def test_merged_json_stays_within_the_limits(user: Client) -> None:
    for name, size in {"parameters": 16_384, "metadata": 4_096}.items():
        task = await change(user, "createTask", prompt="x", **{name: {"first": of_size(size - 100)}})
        second: Any = {"second": of_size(200)}
        for end, more in ENDS.items():
            error = await user.refused(end, id=task["id"], **more, **{name: second})
            assert (error["code"], error["field"]) == ("INVALID", ["input", name])
            assert f"{size:,} bytes" in error["message"]
        kept = await user.data(f'{{ task(id: "{task["id"]}") {{ {FIELDS} }} }}')
        assert kept["task"] == {name: task[name] for name in FIELDS.split()}


async def test_tokens_add_up(user: Client) -> None:
    cases: list[tuple[dict[str, Any], tuple[int, int | None, int | None] | None]] = [
        ({}, (0, None, None)),
        ({"inputTokens": 5, "outputTokens": 7}, (12, 5, 7)),
        ({"inputTokens": 5.0}, (5, 5, None)),
        ({"tokensUsed": 20, "inputTokens": 5, "outputTokens": 7}, (20, 5, 7)),
        ({"tokensUsed": 12, "outputTokens": 12}, (12, None, 12)),
        ({"tokensUsed": 11, "inputTokens": 5, "outputTokens": 7}, None),
        ({"tokensUsed": 0, "inputTokens": 1}, None),
        ({"inputTokens": 2**31 - 1, "outputTokens": 1}, None),
    ]
    for given, expected in cases:
        for name, more in ENDS.items():
            task = await change(user, "createTask", prompt="x")
            if expected:
                done = await change(user, name, id=task["id"], **more, **given)
                assert (done["tokensUsed"], done["inputTokens"], done["outputTokens"]) == expected, given
            else:
                error = await user.refused(name, id=task["id"], **more, **given)
                assert error["field"] == ["input", "tokensUsed"], given


COSTS: dict[str | float, str] = {
    "0.0425": "0.0425", "0": "0", 12: "12", "100": "100", "1.500000": "1.5", "007": "7",
    "999999999999.999999": "999999999999.999999", "0.000001": "0.000001",
    "0.1200000": "0.12", "0.00032250000000000": "0.000322", "0.0003235": "0.000324", "0.000000500000000001": "0.000001",
    "0.0000005": "0", 0.1: "0.1", 1290 * 2.5e-7: "0.000322", 1.5e-6: "0.000002", 1e-20: "0",
    12345678901.5: "12345678901.5",
}  # fmt: skip
"""The stored cost by the given one. A number is read as its shortest decimal."""


async def test_a_cost_is_rounded_or_refused(user: Client) -> None:
    for given, stored in COSTS.items():
        task = await change(user, "createTask", prompt="x")
        ended = {"id": task["id"], "errorMessage": "x", "cost": given}
        for _ in range(2):  # safe to repeat
            assert (await change(user, "failTask", **ended))["cost"] == stored, given
    task = await change(user, "createTask", prompt="x")
    for wrong in ("0.0000000000000000001", "1000000000000", 1e12, "1e3", "NaN", "", "١", True, "1,5", [1]):
        error = await user.error(mutation("cancelTask", TASK), input={"id": task["id"], "cost": wrong})
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["input", "cost"]}, wrong
    for wrong in ("-0.01", "-0.0000001", "999999999999.9999995"):
        assert await user.refusal("cancelTask", id=task["id"], cost=wrong) == ("INVALID", ["input", "cost"])


async def test_a_back_end_says_when_a_task_began_as_it_ends(new_client: NewClient) -> None:
    service, someone = new_client(role="service"), new_client()
    for name, end in ENDS.items():
        task = await change(service, "createTask", prompt="x", userId=str(someone.id))
        await change(service, "startTask", id=task["id"])
        began = (await service.data(f'{{ task(id: "{task["id"]}") {{ createdAt }} }}'))["task"]["createdAt"]
        ended: dict[str, Any] = {"id": task["id"], **end}
        for wrong, said in {
            "2999-01-01T00:00:00Z": "Must be in the past",
            "2026-01-01T00:00:00Z": f"Must not be before `createdAt`, which is {began}",
        }.items():
            error = await service.refused(name, **ended, startedAt=wrong)
            assert (error["code"], error["field"], error["message"]) == ("INVALID", ["input", "startedAt"], said)
        own = {**ended, "id": await someone.new_task(), "startedAt": began}
        assert await someone.refusal(name, **own) == ("FORBIDDEN", ["input", "startedAt"])
        for _ in range(2):  # safe to repeat
            assert (await change(service, name, **ended, startedAt=began))["startedAt"] == began
        assert (await change(service, name, **ended))["startedAt"] == began
        later = datetime.fromisoformat(began) + timedelta(microseconds=1)
        assert (await service.refused(name, **ended, startedAt=later.isoformat()))["code"] == "CONFLICT"


async def test_an_external_id_finds_what_was_recorded(user: Client) -> None:
    given: dict[str, Any] = {"prompt": "x", "externalId": "p-1", "metadata": {"a": 1}}
    first = await change(user, "createTask", **given)
    assert await change(user, "createTask", **given) == first
    assert await user.refusal("createTask", **given | {"prompt": "y"}) == ("CONFLICT", ["input", "externalId"])
    assert await user.refusal("createTask", **given, id=str(uuid4())) == ("CONFLICT", ["input", "externalId"])
    other = await change(user, "createTask", prompt="z")
    for name, more in {"startTask": {}, **ENDS}.items():
        error = await user.refused(name, id=other["id"], externalId="p-1", **more)
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "externalId"])
    await user.mutate("deleteTask", "deletedTaskId", id=first["id"])
    assert (await change(user, "createTask", **given))["id"] != first["id"]  # free again
    same = await asyncio.gather(*(change(user, "createTask", prompt="w", externalId="p-2") for _ in range(8)))
    assert len({task["id"] for task in same}) == 1


async def test_external_ids_of_a_back_end_belong_to_the_named_user(new_client: NewClient) -> None:
    service, someone, other = new_client(role="service"), new_client(), new_client()
    given = {"prompt": "x", "externalId": "p-1"}
    first = await change(service, "createTask", userId=str(someone.id), **given)
    assert await change(service, "createTask", userId=str(someone.id), **given) == first
    assert (await change(service, "createTask", userId=str(other.id), **given))["id"] != first["id"]


async def test_a_canceled_task_is_final_and_may_be_canceled_again(user: Client) -> None:
    for before in ([], ["startTask"]):
        task = await change(user, "createTask", prompt="x")
        for name in before:
            await change(user, name, id=task["id"])
        canceled = await change(user, "cancelTask", id=task["id"], inputTokens=3, cost="0.1", generationTimeMs=9)
        assert (canceled["status"], canceled["tokensUsed"], canceled["cost"]) == ("CANCELED", 3, "0.1")
        assert await change(user, "cancelTask", id=task["id"]) == canceled
        assert (await user.refused("cancelTask", id=task["id"], cost="0.2"))["code"] == "CONFLICT"
        for name, more in [*ENDS.items()][:2]:
            assert (await user.refused(name, id=task["id"], **more))["code"] == "CONFLICT"
    done = await change(user, "createTask", prompt="x")
    await change(user, "completeTask", id=done["id"], image=IMAGE)
    assert (await user.refused("cancelTask", id=done["id"]))["code"] == "CONFLICT"


async def test_a_code_of_failure(user: Client) -> None:
    task = await change(user, "createTask", prompt="x")
    for wrong in ("", "Content", "a-b", "a" * 51, "deadline"):
        error = await user.refused("failTask", id=task["id"], errorMessage="x", failureCode=wrong)
        assert (error["code"], error["field"]) == ("INVALID", ["input", "failureCode"])
    failed = await change(user, "failTask", id=task["id"], errorMessage="x", failureCode="content_policy")
    assert failed["failureCode"] == "content_policy"


async def test_a_deadline_lies_ahead_within_30_days(user: Client) -> None:
    now = datetime.now(UTC)
    for wrong in (now - timedelta(seconds=1), now + timedelta(days=30, minutes=1)):
        refusal = await user.refusal("createTask", prompt="x", deadline=wrong.isoformat())
        assert refusal == ("INVALID", ["input", "deadline"])
    at = now + timedelta(days=30) - timedelta(minutes=1)
    task = await change(user, "createTask", prompt="x", deadline=at.isoformat())
    assert datetime.fromisoformat(task["deadline"]) == at


async def test_a_back_end_records_the_past_on_its_day(new_client: NewClient) -> None:
    service, someone = new_client(role="service"), new_client(plan="free")
    at = datetime.now(UTC) - timedelta(days=20)
    given = {"prompt": "x", "userId": str(someone.id), "createdAt": at.isoformat(), "externalId": "old"}
    payload = await service.mutate("createTask", "task { id createdAt }", **given)
    assert datetime.fromisoformat(payload["task"]["createdAt"]) == at
    assert await service.mutate("createTask", "task { id createdAt }", **given) == payload
    then = f'statistics(period: DAY, date: "{at:%Y-%m-%d}") {{ totalTasks }}'
    data = await someone.data(f"{{ {then} today: statistics(period: DAY) {{ totalTasks }} }}")
    assert data == {"statistics": {"totalTasks": 1}, "today": {"totalTasks": 0}}
    ahead = given | {"createdAt": "2999-01-01T00:00:00Z", "externalId": "new"}
    assert await service.refusal("createTask", **ahead) == ("INVALID", ["input", "createdAt"])
    for role in ("user", "admin"):
        caller = new_client(role=role)
        past = {"prompt": "x", "createdAt": "2025-01-01T00:00:00Z"}
        assert await caller.error_code(mutation("createTask", TASK), input=past) == "FORBIDDEN"


async def test_a_deletion_removes_metadata_but_not_the_cost(user: Client, database: Connection) -> None:
    given = {"parameters": {"a": 1}, "metadata": {"b": 2}, "externalId": "p-1"}
    task = await change(user, "createTask", prompt="x", **given)
    await change(user, "completeTask", id=task["id"], image=IMAGE, cost="0.5", inputTokens=4)
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    kept = "SELECT parameters, metadata, external_id, cost, input_tokens FROM user_task_history WHERE id = $1"
    assert tuple(await database.fetchrow(kept, task["id"])) == (None, None, None, Decimal("0.5"), 4)


async def test_metadata_and_times_can_be_filtered_by(user: Client, new_client: NewClient) -> None:
    given: list[dict[str, Any]] = [
        {"externalId": "a", "metadata": {"job": "x", "shop": "1"}},
        {"externalId": "b", "metadata": {"job": "x", "n": 1, "nothing": None}},
        {"metadata": {"job": {"x": "x"}}},
        {},
    ]
    tasks = [(await change(user, "createTask", prompt="x", **one))["id"] for one in given]
    await change(new_client(), "createTask", prompt="x", **given[0])
    await change(user, "failTask", id=tasks[3], errorMessage="x", failureCode="content_policy")
    await change(user, "cancelTask", id=tasks[2])
    ended = (await user.data(f'{{ task(id: "{tasks[3]}") {{ completedAt }} }}'))["task"]["completedAt"]

    def member(key: str, value: str) -> dict[str, str]:
        return {"key": key, "value": value}

    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"externalId": ["a", "c"]}, [0]),
        ({"externalId": []}, []),
        ({"metadata": [member("job", "x")]}, [0, 1]),
        ({"metadata": [member("job", "x"), member("shop", "1")]}, [0]),
        ({"metadata": [member("n", "1")]}, []),
        ({"metadata": [member("nothing", "")]}, []),
        ({"metadata": [member("missing", "x")]}, []),
        ({"metadata": []}, [0, 1, 2, 3]),
        ({"failureCode": ["content_policy", "other"]}, [3]),
        ({"completedAt": {"gte": ended}}, [2, 3]),
        ({"completedAt": {"lt": ended}}, []),
        ({"updatedAt": {"gte": ended}}, [2, 3]),
        ({"updatedAt": {"lt": ended}, "metadata": [member("job", "x")]}, [0, 1]),
    ]
    query = "query ($where: TaskFilter) { tasks(where: $where) { nodes { id } totalCount { value } } }"
    for where, expected in cases:
        data = await user.data(query, where=where)
        assert {node["id"] for node in data["tasks"]["nodes"]} == {tasks[n] for n in expected}, where
        assert data["tasks"]["totalCount"]["value"] == len(expected)
    error = await user.error(query, where={"metadata": [member("a", "b")] * 11})
    assert "at most 10" in error["message"]
