"""The events of low credits, of purged tasks and of an erasure."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from models.database import Database
from server.jobs import expire_credits
from server.settings.settings import Settings
from tests.api import NewClient
from tests.resolvers.credits.ledger import PLANS, balance, give, let_expire, soon
from tests.resolvers.retention.ages import age, with_plans
from tests.resolvers.waiting import until
from tests.resolvers.webhooks.hooks import ALL_OF_TASKS, create, note, noted
from tests.server.worker_tables import NO_SCHEDULE

pytestmark = pytest.mark.own_database

LEVELS = "SELECT plan, below FROM task_record.credit_warnings"
LEFT = "SELECT count(*) FROM task_record.webhook_deliveries WHERE subject_id = $1"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS)


async def levels(owner: Connection) -> dict[str, int]:
    """By plan, the balance below which credits are low; a server writes it when it starts."""
    await until(lambda: owner.fetch(LEVELS))
    return {row["plan"]: row["below"] for row in await owner.fetch(LEVELS)}


@pytest.mark.slow
async def test_low_credits_are_reported_once(settings: Settings, new_client: NewClient, database: Connection) -> None:
    """And again after the balance was higher; the level of the plan `priced` is 10."""
    user, service, unpriced = new_client(plan="priced"), new_client(role="service"), new_client()
    assert await levels(database) == {"priced": 10}
    webhook, of_all = await create(user, "CREDITS_LOW"), await create(service, "CREDITS_LOW", allUsers=True)
    other = await create(new_client(plan="priced"), "CREDITS_LOW")

    def low(available: int, held: int) -> tuple[str, dict[str, Any]]:
        return "credits.low", {"userId": str(user.id), "available": available, "held": held, "warningLevel": 10}

    await give(service, user, 12)
    task = await user.task("createTask", prompt="a fox")
    assert await noted(database, webhook) == [low(9, 3)]
    await user.task("createTask", prompt="a hare")
    await user.task("failTask", id=task["id"], errorMessage="no")
    assert await balance(user) == (9, 3)
    assert len(await noted(database, webhook)) == 1  # it was never above again
    await give(service, user, 1)
    assert await balance(user) == (10, 3)
    await user.task("createTask", prompt="a lynx")
    assert await noted(database, webhook) == [low(9, 3), low(7, 6)]
    grant = await give(service, user, 5, expiresAt=soon())
    await let_expire(database, user, grant=grant)
    async with Database(settings.database_url.get_secret_value()) as pool:
        await expire_credits(pool, NO_SCHEDULE)
    assert await balance(user) == (7, 6)
    assert await noted(database, webhook) == [low(9, 3), low(7, 6), low(7, 6)]
    grant = await give(service, user, 100)
    taken = {"id": grant, "userId": str(user.id), "reason": "Mistaken"}
    revoked = await service.mutate("revokeCredits", "credits { available }", **taken)
    assert revoked["errors"] == []
    assert await noted(database, webhook) == [low(9, 3), low(7, 6), low(7, 6), low(7, 6)]
    assert await noted(database, of_all) == await noted(database, webhook)
    assert await noted(database, other) == []
    await give(service, unpriced, 1)
    assert len(await noted(database, of_all)) == 4


async def test_purged_tasks_are_reported(new_client: NewClient, database: Connection) -> None:
    user, administrator = new_client(), new_client(role="admin")
    webhook = await create(user, "TASK_DELETED")
    old, _ = [await user.task("createTask", prompt="a fox") for _ in range(2)]
    await age(database, old["id"], 30)
    await administrator.mutate("purgeTasks", "purgedTasks", createdBefore=soon(-86_400), dryRun=False)
    assert await noted(database, webhook) == [("task.deleted", {"id": old["id"], "userId": str(user.id)})]


@pytest.mark.slow
async def test_an_erasure_leaves_only_its_deletions(new_client: NewClient, database: Connection) -> None:
    """Webhooks of all users receive them. Earlier deliveries about the user are removed."""
    user, other, service = new_client(), new_client(), new_client(role="service")
    administrator = new_client(role="admin")
    own, others, of_all = await create(user), await create(other), await create(service, *ALL_OF_TASKS, allUsers=True)
    of_erased = await create(new_client(user.id, role="admin"), *ALL_OF_TASKS, allUsers=True)
    await note(database, own, "delivered", 3, days=2)
    tasks = [await user.new_task("a fox") for _ in range(3)]
    await user.mutate("deleteTask", "deletedTaskId", id=tasks[2])
    others_task = await other.new_task("a hare")
    given = {"userId": str(user.id), "dryRun": False}
    assert (await administrator.mutate("eraseUser", "erasure { tasks }", **given))["erasure"] == {"tasks": 3}
    assert await database.fetchval(LEFT, user.id) == 2
    events = await noted(database, of_all)
    assert [(kind, data["id"]) for kind, data in events[:1]] == [("task.created", others_task)]
    assert sorted(events[1:], key=lambda event: tasks.index(event[1]["id"])) == [
        ("task.deleted", {"id": task, "userId": str(user.id)}) for task in tasks[:2]
    ]
    assert [kind for kind, _ in await noted(database, others)] == ["task.created"]
    webhooks = await database.fetch("SELECT id FROM task_record.webhooks")
    assert {row["id"] for row in webhooks} == {UUID(others), UUID(of_all)}
    for webhook in (own, of_erased):
        assert await noted(database, webhook) == []
