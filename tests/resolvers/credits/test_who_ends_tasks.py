"""A back end alone ends the tasks that it has recorded or started, and those that users may only record."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from schema.schema import schema
from tests.api import Client, NewClient
from tests.resolvers.credits.ledger import IMAGE, balance, changes, drift, give
from tests.resolvers.waiting import until

READ = "query ($id: ID!) { task(id: $id) { status creditsHeld onlyServiceEnds updatedAt } }"
ENDINGS: dict[str, dict[str, Any]] = {
    "startTask": {},
    "completeTask": {"image": IMAGE, "creditsDeducted": 0},
    "failTask": {"errorMessage": "No fox"},
    "cancelTask": {},
    "deleteTask": {},
    "deleteTasks": {},
}
"""Mutations that start, end or remove a task, with their input in addition to its id."""
OTHERS = {
    *("createTask", "createImageUpload", "uploadOriginalImage", "grantCredits", "revokeCredits", "exportTasks"),
    *("createWebhook", "updateWebhook", "rotateWebhookSecret", "deleteWebhook", "resendWebhook", "testWebhook"),
    *("purgeTasks", "eraseUser", "setPlan", "trashTasks", "restoreTasks", "emptyTrash"),
    *("recordTasks", "rateTask", "starTasks", "createShareLink", "revokeShareLink", "createBoard", "updateBoard"),
    *("deleteBoard", "addToBoard", "removeFromBoard", "inviteToBoard", "joinBoard", "revokeInvitation"),
    *("setBoardMember", "saveView", "deleteView"),
}
"""Mutations that do not, that need the role of an administrator, or that tests of batches try."""


async def recorded_by_service(service: Client, user: Client) -> str:
    return await service.new_task(userId=str(user.id))


async def started_by_service(service: Client, user: Client) -> str:
    task_id = await user.new_task()
    return str((await service.task("startTask", id=task_id))["id"])


async def restarted_by_service(service: Client, user: Client) -> str:
    task_id = await user.new_task()
    started = await user.task("startTask", id=task_id)
    taken_over = await service.task("startTask", id=task_id)
    assert taken_over["startedAt"] == started["startedAt"]
    assert await service.task("startTask", id=task_id) == await user.task("startTask", id=task_id) == taken_over
    return task_id


async def run_by_service(service: Client, user: Client) -> str:
    return str((await service.task("startTask", id=await recorded_by_service(service, user)))["id"])


async def recorded_on_its_plan(_: Client, user: Client) -> str:
    user.plan = "recording"
    return await user.new_task()


def given(name: str, task_id: str) -> dict[str, Any]:
    return {"ids": [task_id]} if name == "deleteTasks" else {"id": task_id} | ENDINGS[name]


def result_of(name: str) -> str:
    return {"deleteTask": "deletedTaskId", "deleteTasks": "deletedTaskIds"}.get(name, "task { id }")


def test_every_mutation_is_one_that_ends_tasks_or_another() -> None:
    """A new one has to be tried here, or named among those that end no task."""
    mutations = schema._schema.mutation_type
    assert mutations
    assert {*mutations.fields} == {*ENDINGS, *OTHERS}


@pytest.mark.parametrize(
    "record",
    [recorded_by_service, started_by_service, restarted_by_service, run_by_service, recorded_on_its_plan],
)
@pytest.mark.parametrize("role", ["user", "admin"])
async def test_callers_cannot_end_back_end_tasks(
    service: Client, new_client: NewClient, database: Connection, record: Any, role: str
) -> None:
    user = new_client(role=role, plan="priced")
    await give(service, user, 10)
    task_id = await record(service, user)
    before = await user.data(READ, id=task_id)
    assert (before["task"]["creditsHeld"], before["task"]["onlyServiceEnds"]) == (3, True)
    other = await user.new_task("A hen") if user.plan == "priced" else task_id
    held = await balance(user)
    for name in ENDINGS:
        if name == "startTask" and before["task"]["status"] == "PROCESSING":
            continue
        error = await user.refused(name, result_of(name), **given(name, task_id))
        field = ["input", "ids" if name == "deleteTasks" else "id"]
        message = f"Only a back end may start and end the task {task_id}; it can be deleted once it has ended."
        assert error == {"code": "FORBIDDEN", "field": field, "message": message}, name
        assert (await user.data(READ, id=task_id), await balance(user)) == (before, held), name
    error = await user.refused("deleteTasks", "deletedTaskIds", ids=[other, task_id])
    assert (error["code"], await balance(user)) == ("FORBIDDEN", held)
    completed = await service.task("completeTask", id=task_id, image=IMAGE, creditsDeducted=3)
    assert (completed["status"], completed["creditsDeducted"]) == ("COMPLETED", 3)
    assert ("SETTLE", 0) in [(kind, amount) for kind, amount, *_ in await changes(user)]
    assert (await user.refused("failTask", id=task_id, errorMessage="No fox"))["code"] == "CONFLICT"
    removed = await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    assert removed == {"deletedTaskId": task_id, "errors": []}
    assert await drift(database, user) == []


@pytest.mark.parametrize("role", ["user", "admin"])
@pytest.mark.parametrize("name", ENDINGS)
async def test_users_may_end_their_own_tasks(new_client: NewClient, service: Client, role: str, name: str) -> None:
    user = new_client(role=role, plan="priced")
    await give(service, user, 10)
    task_id = await user.new_task()
    assert (await user.data(READ, id=task_id))["task"]["onlyServiceEnds"] is False
    payload = await user.mutate(name, result_of(name), **given(name, task_id))
    assert payload["errors"] == []


@pytest.mark.parametrize("name", [name for name in ENDINGS if name != "startTask"])
async def test_a_user_who_loses_a_race_is_refused(
    service: Client, user: Client, database: Connection, name: str
) -> None:
    """The user's call finds the task pending, and waits for the row, which the back end is changing."""
    await give(service, user, 10)
    task_id = await user.new_task()
    transaction = database.transaction()
    await transaction.start()
    start = "UPDATE user_task_history SET status = 'processing', only_service_ends = true WHERE id = $1"
    await database.execute(start, UUID(task_id))
    ending = asyncio.create_task(user.refused(name, result_of(name), **given(name, task_id)))
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
    await until(lambda: database.fetchval(waiting))
    await transaction.commit()
    assert (await ending)["code"] == "FORBIDDEN"
    assert (await balance(user), (await user.data(READ, id=task_id))["task"]["status"]) == ((7, 3), "PROCESSING")


async def test_an_erasure_removes_a_running_task(service: Client, user: Client, new_client: NewClient) -> None:
    """An erasure is the right of the user: a back end finds the task gone."""
    await give(service, user, 10)
    task_id = await run_by_service(service, user)
    erased = await new_client(role="admin").mutate("eraseUser", "erasure { tasks }", userId=str(user.id), dryRun=False)
    assert erased == {"erasure": {"tasks": 1}, "errors": []}
    error = await service.refused("completeTask", id=task_id, image=IMAGE)
    assert (error["code"], await balance(user)) == ("NOT_FOUND", (0, 0))


async def test_an_unknown_task_is_not_forbidden(user: Client, service: Client) -> None:
    await give(service, service, 10)
    other = await recorded_by_service(service, service)
    for name in ENDINGS:
        for missing in (str(uuid4()), other):
            assert (await user.refused(name, result_of(name), **given(name, missing)))["code"] == "NOT_FOUND", name
