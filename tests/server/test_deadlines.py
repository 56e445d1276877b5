"""A task whose deadline has passed fails by itself; it may still be completed for a day."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.database import Database
from server import worker
from server.jobs import fail_overdue
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.models.connections import as_application, refusal
from tests.models.statistics.drift import drift as drift_of_totals
from tests.pictures import data_url, picture
from tests.resolvers.credits.ledger import PLANS, balance, changes, drift, give
from tests.resolvers.webhooks.hooks import create, noted
from tests.server.worker_tables import NO_SCHEDULE

pytestmark = pytest.mark.own_database

IMAGE = {"dataUrl": data_url(picture())}
FIELDS = "id status failureCode errorMessage completedAt creditsDeducted creditsHeld"
READ = f"query ($id: ID!) {{ task(id: $id) {{ {FIELDS} }} statistics {{ successfulTasks failedTasks }} }}"


@pytest.fixture
def settings(own_settings: Settings, tmp_path: Path) -> Settings:
    plans = tmp_path / "plans.toml"
    plans.write_text(PLANS)
    return Settings.model_validate({**own_settings.model_dump(), "plans_file": plans})


@pytest.fixture
def user(new_client: Callable[..., Client]) -> Client:
    return new_client(plan="priced")


async def record(user: Client, *, soon: float = 3600, **given: Any) -> str:
    deadline = datetime.now(UTC) + timedelta(seconds=soon)
    return str((await user.task("createTask", prompt="a fox", deadline=deadline.isoformat(), **given))["id"])


async def pass_deadlines(settings: Settings, database: asyncpg.Connection) -> None:
    """Make all deadlines pass, and run the worker's job."""
    await database.execute("UPDATE user_task_history SET deadline = now() - interval '1 s' WHERE deadline IS NOT NULL")
    async with Database(settings.database_url.get_secret_value()) as owned:
        await fail_overdue(owned, NO_SCHEDULE)


@pytest.mark.slow
async def test_a_task_past_its_deadline_fails_is_reported_and_frees_its_credits(
    settings: Settings, user: Client, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    other = new_client(plan="priced")
    for one in (user, other):
        await give(new_client(role="service"), one, 20)
    webhook = await create(user)
    tasks = [await record(user), await record(user), await record(other)]
    await user.task("startTask", id=tasks[1])
    ended = [await record(user) for _ in range(2)]
    await user.task("failTask", id=ended[0], errorMessage="no")
    await user.mutate("deleteTask", "deletedTaskId", id=ended[1])
    without = (await user.task("createTask", prompt="a hen"))["id"]
    await pass_deadlines(settings, database)
    for owner, task_id in zip((user, user, other), tasks, strict=True):
        task = (await owner.data(READ, id=task_id))["task"]
        assert (task["status"], task["failureCode"], task["creditsHeld"]) == ("FAILED", "deadline", 0)
        assert task["errorMessage"]
        assert task["completedAt"]
    assert (await user.data(READ, id=ended[0]))["task"]["failureCode"] is None
    assert (await user.data(READ, id=without))["task"]["status"] == "PENDING"
    assert (await balance(user), await balance(other)) == ((17, 3), (20, 0))
    failed = {data["id"] for kind, data in await noted(database, webhook) if kind == "task.failed"}
    assert failed == {*tasks[:2], ended[0]}
    assert (await drift(database, user), await drift_of_totals(database)) == ([], [])


async def test_a_failed_task_may_be_completed_for_24_hours(
    settings: Settings, user: Client, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    await give(new_client(role="service"), user, 10)
    late, too_late = [await record(user) for _ in range(2)]
    webhook = await create(user)
    await pass_deadlines(settings, database)
    aged = "UPDATE user_task_history SET completed_at = now() - interval '24 hours' + $2::interval WHERE id = $1"
    await database.execute(aged, UUID(late), timedelta(minutes=1))
    await database.execute(aged, UUID(too_late), timedelta(minutes=-1))
    completed = [await user.mutate("completeTask", f"task {{ {FIELDS} }}", id=late, image=IMAGE) for _ in range(2)]
    assert completed[0] == completed[1]
    task = completed[0]["task"]
    assert {name: task[name] for name in ("status", "failureCode", "errorMessage", "creditsDeducted")} == {
        "status": "COMPLETED",
        "failureCode": None,
        "errorMessage": None,
        "creditsDeducted": 3,
    }
    assert (await user.refused("completeTask", id=too_late, image=IMAGE))["code"] == "CONFLICT"
    for name, more in {"startTask": {}, "cancelTask": {}, "failTask": {"errorMessage": "x"}}.items():
        given: dict[str, Any] = {"id": too_late, **more}
        assert (await user.refused(name, **given))["code"] == "CONFLICT"
    assert await balance(user) == (7, 0)
    assert [change[0] for change in await changes(user)][-1] == "SETTLE"
    totals = (await user.data(READ, id=late))["statistics"]
    assert totals == {"successfulTasks": 1, "failedTasks": 1}
    assert [kind for kind, _ in await noted(database, webhook)].count("task.completed") == 1
    assert (await drift(database, user), await drift_of_totals(database)) == ([], [])


async def test_only_a_back_end_completes_its_own_late_task(
    settings: Settings, user: Client, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    service = new_client(role="service")
    task_id = await record(service, userId=str(user.id))
    await pass_deadlines(settings, database)
    assert (await user.refused("completeTask", id=task_id, image=IMAGE))["code"] == "FORBIDDEN"
    late = "UPDATE user_task_history SET status = 'completed', failure_code = NULL, completed_at = now() WHERE id = $1"
    async with as_application(settings) as login:
        with pytest.raises(asyncpg.PostgresError, match="only a back end"):
            await refusal(login, user, late, UUID(task_id))
    assert (await service.task("completeTask", id=task_id, image=IMAGE))["status"] == "COMPLETED"


async def test_a_task_that_is_being_completed_does_not_fail(
    settings: Settings, user: Client, database: asyncpg.Connection
) -> None:
    tasks = [await record(user, creditsReserved=0) for _ in range(8)]
    await database.execute("UPDATE user_task_history SET deadline = now() - interval '1 s'")
    async with Database(settings.database_url.get_secret_value()) as owned:
        *done, _, _ = await asyncio.gather(
            *(user.mutate("completeTask", f"task {{ {FIELDS} }}", id=task_id, image=IMAGE) for task_id in tasks),
            fail_overdue(owned, NO_SCHEDULE),
            fail_overdue(owned, NO_SCHEDULE),
        )
    assert [(payload or {})["task"]["status"] for payload in done] == ["COMPLETED"] * 8
    assert await drift_of_totals(database) == []


async def test_the_index_of_deadlines_has_only_open_tasks(user: Client, database: asyncpg.Connection) -> None:
    """Other tasks cost nothing."""
    await user.task("createTask", prompt="a fox", creditsReserved=0)
    ended = await record(user, creditsReserved=0)
    await user.task("completeTask", id=ended, image=IMAGE)
    condition = await database.fetchval(
        "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = $1::regclass::oid",
        "user_task_history_deadline_idx",
    )
    assert await database.fetchval(f"SELECT count(*) FROM user_task_history WHERE {condition}") == 0
    await record(user, creditsReserved=0)
    assert await database.fetchval(f"SELECT count(*) FROM user_task_history WHERE {condition}") == 1


@pytest.mark.slow
async def test_the_worker_looks_for_passed_deadlines(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "EVERY_TWENTY_SECONDS", "* * * * * *")  # every second
    async with in_process(settings) as application:
        user = application.new_client(plan="priced")
        task_id = await record(user, soon=0.5, creditsReserved=0)
        async with asyncio.timeout(60):
            while (await user.data(READ, id=task_id))["task"]["status"] != "FAILED":  # noqa: ASYNC110
                await asyncio.sleep(0.1)
