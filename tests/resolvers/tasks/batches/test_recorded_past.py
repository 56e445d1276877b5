"""A back end records past tasks with their times: they count on their days, and nobody is notified."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.api import Client, NewClient
from tests.resolvers.changes.changes import Copy
from tests.resolvers.tasks.batches.batch import codes, record, recorded, task
from tests.resolvers.webhooks.hooks import create, noted

FAILED = {"failed": {"errorMessage": "No fox"}}
DONE: dict[str, Any] = {"completed": {"tokensUsed": 5, "generationTimeMs": 9}}
NOTIFIED = "SELECT message FROM task_record.notifications WHERE channel = 'task_events' AND message LIKE $1"


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


async def test_given_times_are_stored_and_count_on_their_day(service: Client, user: Client) -> None:
    times = {"createdAt": ago(days=20), "startedAt": ago(days=19), "endedAt": ago(days=18)}
    given = [
        task(DONE, userId=str(user.id), id=str(uuid4()), **times),
        task(userId=str(user.id), createdAt=ago(days=20), startedAt=times["startedAt"]),
        task({"canceled": {}}, userId=str(user.id), externalId="p-1", createdAt=times["createdAt"]),
    ]
    ended, processing, canceled = await recorded(service, *given)
    assert {name: datetime.fromisoformat(ended[name.replace("ended", "completed")]) for name in times} == {
        name: datetime.fromisoformat(at) for name, at in times.items()
    }
    assert (processing["status"], processing["completedAt"]) == ("PROCESSING", None)
    assert datetime.fromisoformat(canceled["completedAt"]) > datetime.now(UTC) - timedelta(minutes=1)
    day = f'statistics(period: DAY, date: "{times["createdAt"][:10]}") {{ totalTasks successfulTasks }}'
    data = await user.data(f"{{ {day} today: statistics(period: DAY) {{ totalTasks }} }}")
    assert data == {"statistics": {"totalTasks": 3, "successfulTasks": 1}, "today": {"totalTasks": 0}}
    assert await recorded(service, given[0], given[2]) == [ended, canceled]
    for other in ({"startedAt": ago(days=17)}, {"endedAt": ago(days=17)}):
        results = await record(service, given[0] | other, given[2] | other)
        assert codes(results) == ["CONFLICT", "CONFLICT"]
    opened = {"userId": str(user.id), "id": str(uuid4()), "createdAt": ago(days=9)}
    await recorded(service, task(**opened))
    ended_at = ago(days=8)
    [done] = await recorded(service, task(DONE, endedAt=ended_at, startedAt=ago(days=8.5), **opened))
    assert datetime.fromisoformat(done["completedAt"]) == datetime.fromisoformat(ended_at)
    assert done["startedAt"]


async def test_times_are_in_the_past_and_in_order(service: Client, user: Client) -> None:
    ahead = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    opened = {"userId": str(user.id), "id": str(uuid4())}
    await recorded(service, task(**opened))
    cases: list[tuple[dict[str, Any], list[str]]] = [
        (task(DONE, createdAt=ahead), ["task", "createdAt"]),
        (task(DONE, createdAt=ago(days=2), startedAt=ahead), ["startedAt"]),
        (task(DONE, createdAt=ago(days=2), endedAt=ahead), ["endedAt"]),
        (task(DONE, createdAt=ago(days=2), startedAt=ago(days=3)), ["startedAt"]),
        (task(DONE, createdAt=ago(days=2), endedAt=ago(days=3)), ["endedAt"]),
        (task(DONE, createdAt=ago(days=9), startedAt=ago(days=2), endedAt=ago(days=3)), ["endedAt"]),
        (task(DONE, startedAt=ago(days=1)), ["startedAt"]),
        (task(createdAt=ago(days=2), endedAt=ago(days=1)), ["endedAt"]),
        (task(DONE, endedAt=ago(days=1), **opened), ["endedAt"]),
        (task(createdAt=ago(days=366 * 60)), ["task", "createdAt"]),
    ]
    results = await record(service, *(given for given, _ in cases))
    for (given, field), result in zip(cases, results, strict=True):
        [error] = result["errors"]
        assert (error["code"], error["field"][3:]) == ("INVALID", field), given
    [result] = await record(service, task(startedAt=ago(seconds=0), **opened))
    assert result["errors"][0]["code"] == "CONFLICT"


async def test_times_are_for_back_ends(new_client: NewClient) -> None:
    for role in ("user", "admin"):
        caller, at = new_client(role=role), ago(days=1)
        results = await record(caller, task(createdAt=at), task(startedAt=at), task(FAILED, endedAt=at), task(FAILED))
        assert codes(results) == ["FORBIDDEN"] * 3 + [None]
        assert [result["errors"][0]["field"][3:] for result in results[:3]] == [
            *(["task", "createdAt"], ["startedAt"], ["endedAt"])
        ]


async def test_the_past_is_reported_only_to_copies(service: Client, user: Client, database: Connection) -> None:
    webhook, copy = await create(user), Copy(service, user_id=str(user.id))
    opened = {"userId": str(user.id), "id": str(uuid4()), "createdAt": ago(days=9)}
    silent = await recorded(
        service,
        task(DONE, userId=str(user.id), createdAt=ago(hours=2), endedAt=ago(minutes=1)),
        task(FAILED, userId=str(user.id), createdAt=ago(minutes=61)),
        task(**opened),
    )
    silent += await recorded(service, task(FAILED, endedAt=ago(hours=1.1), **opened))
    [reported] = await recorded(service, task(DONE, userId=str(user.id), createdAt=ago(minutes=59)))
    events = [(kind, data["id"]) for kind, data in await noted(database, webhook)]
    assert events == [("task.completed", reported["id"]), ("task.created", reported["id"])]
    for one in (*silent, reported):
        notified = await database.fetch(NOTIFIED, f"%{one['id']}%")
        assert len(notified) == (one is reported), one
    assert {task_id for _, task_id in await copy.follow()} == {one["id"] for one in (*silent, reported)}
    assert copy.contents[silent[3]["id"]]["status"] == "FAILED"
    await user.mutate("deleteTask", "deletedTaskId", id=silent[0]["id"])
    assert [kind for kind, _ in await noted(database, webhook)][-1] == "task.deleted"
    # An old task that ends now is reported.
    late = {"userId": str(user.id), "id": str(uuid4())}
    await recorded(service, task(**late))
    old = "UPDATE user_task_history SET created_at = now() - interval '3 hours' WHERE id = $1"
    await database.execute(old, UUID(late["id"]))
    await recorded(service, task(FAILED, **late))
    assert [kind for kind, _ in await noted(database, webhook)][-2:] == ["task.created", "task.failed"]
