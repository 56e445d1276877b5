"""Many tasks are recorded by one call, each by itself, as if by calls of its own."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded
from tests.resolvers.tasks.batches.batch import RESULTS, SHORT, codes, record, recorded, task

PICTURES = [picture(seed=seed) for seed in range(4)]
IMAGES = [{"dataUrl": data_url(content)} for content in PICTURES]
FAILED = {"failed": {"errorMessage": "No fox", "failureCode": "content_policy"}}
DOCUMENT = f"mutation ($tasks: [RecordedTaskInput!]!) {{ recordTasks(input: {{tasks: $tasks}}) {{ {RESULTS} }} }}"


async def test_tasks_with_all_outcomes(user: Client) -> None:
    completion = {"image": IMAGES[0], "moreImages": [IMAGES[1]], "tokensUsed": 5, "cost": "0.5"}
    completed, plain, failed, canceled, opened = await recorded(
        user,
        task({"completed": completion}, originalImage=IMAGES[2]),
        task({"completed": {"inputTokens": 3}}, parameters={"seed": 1.50}),
        task(FAILED),
        task({"canceled": {}}),
        task(),
    )
    assert [one["status"] for one in (completed, plain, failed, canceled, opened)] == [
        *("COMPLETED", "COMPLETED", "FAILED", "CANCELED", "PENDING")
    ]
    assert (len(completed["images"]), completed["cost"]) == (2, "0.5")
    assert completed["originalImage"]
    assert (plain["images"], plain["tokensUsed"], plain["parameters"]) == ([], 3, {"seed": 1.5})
    assert (failed["errorMessage"], failed["failureCode"]) == ("No fox", "content_policy")
    ended = [completed, plain, failed, canceled]
    assert [bool(one["completedAt"]) for one in (*ended, opened)] == [True] * 4 + [False]
    totals = "totalTasks successfulTasks canceledTasks totalCost"
    listed = await user.data(f"{{ tasks {{ nodes {{ id }} }} statistics {{ {totals} }} }}")
    assert {node["id"] for node in listed["tasks"]["nodes"]} == {one["id"] for one in (*ended, opened)}
    assert listed["statistics"] == {"totalTasks": 5, "successfulTasks": 2, "canceledTasks": 1, "totalCost": "0.5"}


async def test_each_is_refused_by_itself_at_its_place(user: Client) -> None:
    results = await record(
        user,
        task(prompt=""),
        task({"failed": {"errorMessage": "", "failureCode": "No"}}),
        task(FAILED),
        task({"completed": {"image": {"dataUrl": "data:image/png;base64,AAAA"}}}),
        task({"completed": {"image": IMAGES[0], "moreImages": [IMAGES[1], {"dataUrl": "x"}]}}),
        task({"completed": {"moreImages": [IMAGES[1]]}}),
        task(sources=[{"taskId": str(uuid4()), "relation": "VARIATION"}]),
        task(userId="nobody"),
        task({"failed": {"errorMessage": "x", "failureCode": "deadline"}}),
        task(originalImage={"taskImage": {"taskId": str(uuid4())}}),
        task({"completed": {"tokensUsed": 1, "inputTokens": 2}}),
        task(deadline="2020-01-01T00:00:00Z"),
        task({"canceled": {}}),
    )
    assert [[error["field"][3:] for error in result["errors"]] for result in results] == [
        [["task", "prompt"]],
        [["outcome", "failed", "errorMessage"], ["outcome", "failed", "failureCode"]],
        [],
        [["outcome", "completed", "image", "dataUrl"]],
        [["outcome", "completed", "moreImages", "1", "dataUrl"]],
        [["outcome", "completed", "moreImages"]],
        [["task", "sources", "0"]],
        [["task", "userId"]],
        [["outcome", "failed", "failureCode"]],
        [["task", "originalImage", "taskImage"]],
        [["outcome", "completed", "tokensUsed"]],
        [["task", "deadline"]],
        [],
    ]
    for number, result in enumerate(results):
        assert bool(result["task"]) is not bool(result["errors"])
        for error in result["errors"]:
            assert error["field"][:3] == ["input", "tasks", str(number)]
    assert len((await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 2


async def test_a_call_takes_one_to_a_hundred(user: Client) -> None:
    for tasks in ([], [task()] * 101):
        payload = await user.mutate("recordTasks", SHORT, tasks=tasks)
        [error] = payload["errors"]
        assert (payload["results"], error["field"], error["code"]) == ([], ["input", "tasks"], "INVALID")
    results = await record(user, *[task(prompt=f"A fox {n}") for n in range(100)], result=SHORT)
    assert codes(results) == [None] * 100
    assert (await user.data("{ tasks(first: 1) { totalCount { value } } }"))["tasks"]["totalCount"]["value"] == 100


async def test_a_repeated_call_returns_the_tasks_as_they_are(user: Client, bucket: Bucket) -> None:
    given = [
        task({"completed": {"image": IMAGES[0], "tokensUsed": 5}}, id=str(uuid4()), originalImage=IMAGES[1]),
        task(FAILED, externalId="p-1"),
        task({"canceled": {}}, id=str(uuid4())),
        task(id=str(uuid4()), externalId="p-2", metadata={"a": 1}),
    ]
    first = await recorded(user, *given)
    stored = await bucket.keys_of(user)
    assert await recorded(user, *given) == first
    assert await recorded(user, *reversed(given)) == list(reversed(first))
    assert await recorded(user, *given, *given) == [*first, *first]
    assert await bucket.keys_of(user) == stored
    for one, recorded_one in zip(given, first, strict=True):
        task_input = {key: value for key, value in one["task"].items() if key != "prompt"}
        created = await user.new_task(**task_input)
        assert created == recorded_one["id"]


async def test_another_input_is_a_conflict(user: Client) -> None:
    ids = [str(uuid4()) for _ in range(3)]
    failed, by_external_id, opened = await recorded(
        user, task(FAILED, id=ids[0]), task(externalId="p-1"), task(id=ids[1])
    )
    results = await record(
        user,
        task(FAILED, id=ids[0], prompt="A hen"),
        task({"canceled": {}}, id=ids[0]),
        task({"failed": FAILED["failed"] | {"tokensUsed": 7}}, id=ids[0]),
        task(externalId="p-1", prompt="A hen"),
        task(id=ids[2], externalId="p-1"),
        task(id=ids[1], metadata={"a": 1}),
        task(FAILED, id=ids[0]),
    )
    assert codes(results) == ["CONFLICT"] * 6 + [None]
    errors = [result["errors"][0] for result in results[:6]]
    assert [error["field"][3:] for error in errors] == [
        *[["task", "id"]] * 3,
        *[["task", "externalId"]] * 2,
        ["task", "id"],
    ]
    assert [error["details"] for error in errors] == [
        *[{"taskId": failed["id"], "status": "FAILED"}] * 3,
        *[{"taskId": by_external_id["id"], "status": "PENDING"}] * 2,
        {"taskId": opened["id"], "status": "PENDING"},
    ]


async def test_a_task_that_was_recorded_open_is_ended_by_a_later_call(user: Client) -> None:
    given = [{"id": str(uuid4()), "externalId": f"p-{n}"} for n in range(4)]
    await recorded(user, *(task(**one) for one in given))
    await user.task("startTask", id=given[1]["id"])
    ends: list[dict[str, Any]] = [
        {"completed": {"image": IMAGES[0], "moreImages": IMAGES[1:3]}},
        {"completed": {"tokensUsed": 5}},
        FAILED,
        {"canceled": {"cost": "0.1"}},
    ]
    ended = [task(end, **one) for end, one in zip(ends, given, strict=True)]
    done = await recorded(user, *ended, task(id=str(uuid4())))
    assert [one["status"] for one in done] == ["COMPLETED", "COMPLETED", "FAILED", "CANCELED", "PENDING"]
    assert len(done[0]["images"]) == 3
    assert done[1]["startedAt"]
    assert await recorded(user, *ended) == done[:4]
    repeated = await recorded(user, *(task(**one) for one in given))
    assert [one["status"] for one in repeated] == [one["status"] for one in done[:4]]
    both = {"id": str(uuid4())}
    opened, closed = await recorded(user, task(**both), task(FAILED, **both))
    assert (opened["status"], closed["status"], opened["id"]) == ("PENDING", "FAILED", closed["id"])


async def test_a_task_names_those_before_it_in_the_call(user: Client, bucket: Bucket) -> None:
    ids = [str(uuid4()) for _ in range(4)]

    def source(number: int, **more: Any) -> list[dict[str, Any]]:
        return [{"taskId": ids[number], "relation": "EDIT", **more}]

    def copy(number: int) -> dict[str, Any]:
        return {"taskImage": {"taskId": ids[number]}}

    tasks = await recorded(
        user,
        task({"completed": {"image": IMAGES[0]}}, id=ids[0]),
        task({"completed": {"image": IMAGES[1]}}, id=ids[1], sources=source(0, imageIndex=0), originalImage=copy(0)),
        task(id=ids[2], sources=source(1) + source(0)),
        task({"completed": {"image": copy(1)}}, id=ids[3], sources=source(2)),
    )
    assert tasks[1]["originalImage"] == tasks[0]["images"][0]
    assert tasks[3]["images"] == tasks[1]["images"]
    lineage = await user.data(f'{{ task(id: "{ids[3]}") {{ lineage {{ depth taskCount }} }} }}')
    assert lineage["task"]["lineage"] == {"depth": 3, "taskCount": 4}
    # No task is made from itself or a later one.
    ids = [str(uuid4()) for _ in range(3)]
    results = await record(user, *(task(id=ids[n], sources=source(of)) for n, of in enumerate((1, 0, 2))))
    assert codes(results) == ["NOT_FOUND"] * 3
    assert (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"] == {"value": 4}


@pytest.mark.slow
async def test_images_come_as_uploads_and_files(user: Client) -> None:
    upload = await uploaded(user, str(user.id), PICTURES[0], taskId=None)
    [one] = await recorded(user, task({"completed": {"image": {"uploadId": upload}}}, id=str(uuid4())))
    assert one["images"]
    contents = {f"tasks.{n}.outcome.completed.image.file": PICTURES[n % 4] for n in range(16)}
    tasks = [task({"completed": {"image": {"file": None}}}, prompt=f"A fox {n}") for n in range(16)]
    payload = await user.mutate_with_files("recordTasks", contents, result=RESULTS, tasks=tasks)
    assert [len(result["task"]["images"]) for result in payload["results"]] == [1] * 16


async def test_several_writers_of_one_user_record_each_task_once(user: Client, database: Connection) -> None:
    """Eight callers send the same tasks, each in another order, and some of their own."""
    shared = [task(FAILED if n % 2 else None, id=str(uuid4()), prompt=f"A fox {n}") for n in range(20)]
    named = [task({"completed": {"tokensUsed": n}}, externalId=f"p-{n}") for n in range(10)]

    async def write(writer: int) -> list[dict[str, Any]]:
        own = [task({"canceled": {"tokensUsed": 1}}, prompt=f"{writer} {n}") for n in range(20)]
        turned = [*shared[writer:], *shared[:writer]]
        for _ in range(10):
            answer = await user.post(DOCUMENT, tasks=[*turned, *named, *own])
            if "errors" not in answer:
                return list(answer["data"]["recordTasks"]["results"])
            assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAVAILABLE"}, answer
            own = []
        raise AssertionError("it is never recorded")

    written = await asyncio.gather(*map(write, range(8)))
    assert all(result["errors"] == [] for results in written for result in results)
    totals = (await user.data("{ statistics { totalTasks failedTasks } }"))["statistics"]
    assert totals["failedTasks"] == 10
    found = await database.fetchval("SELECT count(*) FROM user_task_history WHERE user_id = $1", user.id)
    assert totals["totalTasks"] == found >= 30
    assert [row for row in await drift(database) if row["user_id"] == user.id] == []


@pytest.mark.slow
async def test_a_failure_is_that_of_its_task_alone(user: Client, database: Connection) -> None:
    """PostgreSQL fails for one of three, which leaves nothing; likewise for one that is to be ended."""
    opened = [{"id": str(uuid4())} for _ in range(3)]
    await recorded(user, *(task(prompt=f"Open {n}", **one) for n, one in enumerate(opened)))
    await database.execute("""
      CREATE FUNCTION fail_hens() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'no hens'; END $$;
      CREATE TRIGGER fail_hens BEFORE INSERT OR UPDATE ON user_task_history FOR EACH ROW
        WHEN (NEW.prompt = 'A hen' OR NEW.error_message = 'A hen') EXECUTE FUNCTION fail_hens()""")
    try:
        hen = {"failed": {"errorMessage": "A hen"}}
        tasks = [
            task({"completed": {"image": IMAGES[0]}}),
            task({"completed": {"image": IMAGES[1]}}, prompt="A hen"),
            task(FAILED),
            *(task(hen if n == 1 else FAILED, prompt=f"Open {n}", **one) for n, one in enumerate(opened)),
        ]
        answer = await user.post(DOCUMENT, tasks=tasks)
        results = answer["data"]["recordTasks"]["results"]
        assert [bool(result["task"]) for result in results] == [True, False, True, True, False, True]
        assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
            (["recordTasks", "results", number, "task"], "INTERNAL_SERVER_ERROR") for number in (1, 4)
        ]
        unread = DOCUMENT.replace(RESULTS, "results { errors { code } }")
        assert await user.error_code(unread, tasks=tasks[:2]) == "INTERNAL_SERVER_ERROR"
    finally:
        await database.execute("DROP FUNCTION fail_hens CASCADE")
    assert await database.fetchval("SELECT count(*) FROM task_record.image_uploads WHERE user_id = $1", user.id) == 0
    assert [row for row in await drift(database) if row["user_id"] == user.id] == []
    results = await record(user, *tasks)
    assert codes(results) == [None] * 6


async def test_others_tasks_are_out_of_reach(new_client: NewClient) -> None:
    user, other = new_client(), new_client()
    theirs, with_image = await recorded(other, task(id=str(uuid4())), task({"completed": {"image": IMAGES[0]}}))
    upload = await uploaded(other, str(other.id), PICTURES[1], taskId=None)
    results = await record(
        user,
        task(userId=str(other.id)),
        task(id=theirs["id"]),
        task(FAILED, id=theirs["id"]),
        task(sources=[{"taskId": theirs["id"], "relation": "EDIT"}]),
        task(originalImage={"taskImage": {"taskId": with_image["id"]}}),
        task({"completed": {"image": {"uploadId": upload}}}),
        task(),
    )
    assert codes(results) == ["FORBIDDEN", "CONFLICT", "CONFLICT", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", None]
    assert all(error["details"] is None for result in results[1:6] for error in result["errors"])
    [unchanged] = await recorded(other, task(id=theirs["id"]))
    assert unchanged["status"] == "PENDING"
    administrator = new_client(role="admin")
    assert codes(await record(administrator, task(userId=str(other.id)))) == ["FORBIDDEN"]


async def test_a_back_end_records_for_several_users(new_client: NewClient) -> None:
    service, users = new_client(role="service"), [new_client() for _ in range(3)]
    tasks = [task(FAILED, userId=str(users[n % 3].id), externalId=f"p-{n // 3}") for n in range(9)]
    assert [one["userId"] for one in await recorded(service, *tasks)] == [str(users[n % 3].id) for n in range(9)]
    for user in users:
        own = (await user.data("{ tasks { nodes { externalId onlyServiceEnds } } }"))["tasks"]["nodes"]
        assert sorted(one["externalId"] for one in own) == ["p-0", "p-1", "p-2"]
        assert {one["onlyServiceEnds"] for one in own} == {True}
    shared = str(uuid4())
    results = await record(service, *(task(userId=str(user.id), id=shared) for user in users))
    owner = min(users, key=lambda user: user.id)
    assert codes(results) == [None if user is owner else "CONFLICT" for user in users]
    assert [error["details"] for result in results for error in result["errors"]] == [None, None]
    [opened] = await recorded(service, task(userId=str(users[0].id), id=str(uuid4())))
    assert codes(await record(users[0], task(FAILED, id=opened["id"]), task(FAILED))) == ["FORBIDDEN", None]
