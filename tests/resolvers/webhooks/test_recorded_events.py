"""Each event is recorded once for a webhook, in the transaction of the change, also by plain SQL."""

from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.webhooks.hooks import create, noted, of_all_users

IMAGE = {"dataUrl": data_url(picture())}
DATA = (
    *("id", "userId", "taskType", "status", "tokensUsed", "creditsDeducted", "aspectRatio", "modelVersion"),
    *("imageCount", "generationTimeMs", "createdAt", "completedAt", "externalId", "inputTokens", "outputTokens"),
    *("cost", "failureCode", "startedAt", "deadline"),
)
RECORD = "INSERT INTO user_task_history (user_id, prompt, status, error_message, completed_at) VALUES "


async def kinds(owner: Connection, webhook: str) -> list[str]:
    return sorted(kind for kind, _ in await noted(owner, webhook))


async def test_each_step_of_a_task_is_recorded_once(user: Client, database: Connection) -> None:
    webhook = await create(user)
    created = await user.task("createTask", prompt="a fox", aspectRatio="16:9", modelVersion="imagen-4", imageCount=2)
    await user.task("startTask", id=created["id"])
    await user.task("uploadOriginalImage", id=created["id"], image=IMAGE)
    result = {"image": IMAGE, "tokensUsed": 7, "creditsDeducted": 3, "generationTimeMs": 1500}
    for _ in range(2):  # repeated, it is completed once
        completed = await user.task("completeTask", id=created["id"], **result)
    for _ in range(2):
        await user.mutate("deleteTask", "deletedTaskId", id=created["id"])
    failing = await user.task("createTask", prompt="a fox", taskType="TEMPLATE_GENERATION")
    failed = await user.task("failTask", id=failing["id"], errorMessage="out of paint", tokensUsed=2)
    assert await noted(database, webhook) == [
        ("task.created", {name: created[name] for name in DATA}),
        ("task.completed", {name: completed[name] for name in DATA}),
        ("task.deleted", {"id": created["id"], "userId": str(user.id)}),
        ("task.created", {name: failing[name] for name in DATA}),
        ("task.failed", {name: failed[name] for name in DATA}),  # without its message
    ]
    assert completed["completedAt"]


async def test_only_requested_events_are_recorded(user: Client, new_client: NewClient, database: Connection) -> None:
    of_others, of_other_events = await create(new_client()), await create(user, "TASK_FAILED", "CREDITS_LOW")
    disabled, service = await create(user), new_client(role="service")
    own_of_service = await create(service)
    await user.mutate("updateWebhook", "webhook { id }", id=disabled, enabled=False)
    task = await service.task("createTask", userId=str(user.id), prompt="a fox")
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    for webhook in (of_others, of_other_events, disabled, own_of_service):
        assert await noted(database, webhook) == []
    for wrong in ({"prompt": ""}, {"prompt": "a fox", "id": task["id"]}):
        assert (await user.mutate("createTask", **wrong))["errors"]
    switched_on = await create(user)
    await user.refused("startTask", id=task["id"])
    assert await noted(database, switched_on) == []
    await user.mutate("updateWebhook", "webhook { id }", id=disabled, enabled=True)
    await user.task("createTask", prompt="a hare")
    assert await kinds(database, disabled) == await kinds(database, switched_on) == ["task.created"]


async def test_a_webhook_of_all_users_receives_everything(
    user: Client, new_client: NewClient, database: Connection
) -> None:
    own, other = await create(user, "TASK_CREATED"), new_client()
    async with (
        of_all_users(new_client(role="service"), "TASK_CREATED", "TASK_DELETED") as webhook,
        of_all_users(new_client(role="admin"), "TASK_FAILED") as of_failures,
    ):
        tasks = [await client.task("createTask", prompt="a fox") for client in (user, other)]
        await other.mutate("deleteTask", "deletedTaskId", id=tasks[1]["id"])
        created = [("task.created", {name: task[name] for name in DATA}) for task in tasks]
        deleted = ("task.deleted", {"id": tasks[1]["id"], "userId": str(other.id)})
        assert await noted(database, webhook) == [*created, deleted]
        assert await noted(database, of_failures) == []
        assert await noted(database, own) == created[:1]


async def test_plain_sql_is_recorded_too(user: Client, database: Connection) -> None:
    webhook = await create(user)

    async def done(statement: str, *values: Any) -> list[str]:
        """Run the statement, and return the types of the events that it causes."""
        await database.execute("DELETE FROM task_record.webhook_deliveries WHERE webhook_id = $1", UUID(webhook))
        await database.execute(statement, *values)
        return await kinds(database, webhook)

    transaction = database.transaction()
    await transaction.start()
    completed = f"{RECORD} ($1, 'a', 'completed', NULL, now())"
    assert await done(completed, user.id) == ["task.completed", "task.created"]
    await transaction.rollback()
    assert await noted(database, webhook) == []
    task_id, given = uuid4(), f"{RECORD.replace('(user_id', '(id, user_id')} ($1, $2, 'a', 'pending', NULL, NULL)"
    assert await done(given, task_id, user.id) == ["task.created"]
    [(_, data)] = await noted(database, webhook)
    [node] = (await user.data(f"{{ tasks {{ nodes {{ {' '.join(DATA)} }} }} }}"))["tasks"]["nodes"]
    assert data == node
    change = "UPDATE user_task_history SET {} WHERE id = $1"
    assert await done(change.format("status = 'processing'"), task_id) == []
    failed = change.format("status = 'failed', error_message = 'no', completed_at = now()")
    assert await done(failed, task_id) == ["task.failed"]
    assert await done(change.format("tokens_used = 9"), task_id) == []
    several = f"""{RECORD} ($1, 'a', 'completed', NULL, now()), ($1, 'a', 'failed', 'no', now()),
      ($1, 'a', 'pending', NULL, NULL)"""
    assert await done(several, user.id) == ["task.completed", *["task.created"] * 3, "task.failed"]
    deleted = """UPDATE user_task_history SET deleted_at = now(), prompt = '', error_message = NULL
      WHERE user_id = $1 AND deleted_at IS NULL"""
    assert await done(deleted, user.id) == ["task.deleted"] * 4
    assert await done(deleted, user.id) == []
    assert await done("UPDATE user_task_history SET tokens_used = 1 WHERE user_id = $1", user.id) == []
    await database.execute(completed, user.id)
    assert await done("DELETE FROM user_task_history WHERE user_id = $1", user.id) == ["task.deleted"]
