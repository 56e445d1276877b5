"""Administrators read what administrators, back ends and the clean-up did; nobody can change an entry."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from models.administration.audit_record import AuditAction, audit
from models.database import Database
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.connections import acting, as_application
from tests.resolvers.administration.entries import audited
from tests.resolvers.pages import both_ways

AUDIT = """query ($userId: ID, $first: Int, $after: String, $last: Int, $before: String) {
  admin { audit(userId: $userId, first: $first, after: $after, last: $last, before: $before) {
    nodes { id count createdAt } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }"""


async def test_grants_and_revocations_are_audited_once(
    user: Client, administrator: Client, new_client: NewClient
) -> None:
    service, result = new_client(role="service"), "credits { available }"
    given = {"userId": str(user.id), "reason": "Order 1042", "id": str(uuid4()), "amount": 10}
    for _ in range(2):
        assert (await service.mutate("grantCredits", result, **given))["errors"] == []
    assert (await service.refused("grantCredits", result, **given | {"amount": 11}))["code"] == "CONFLICT"
    more = given | {"id": str(uuid4()), "amount": 5, "reason": "Sorry"}
    assert (await administrator.mutate("grantCredits", result, **more))["errors"] == []
    taken = {name: given[name] for name in ("id", "userId")} | {"reason": "Charged back"}
    for _ in range(2):
        assert (await administrator.mutate("revokeCredits", result, **taken))["errors"] == []
    assert (await administrator.refused("revokeCredits", result, **taken | {"id": str(uuid4())}))["code"] == "NOT_FOUND"
    assert await audited(administrator, user) == [
        ("READ_USER", str(administrator.id), 1, "credits"),
        ("REVOKE_CREDITS", str(administrator.id), 10, "Charged back"),
        ("GRANT_CREDITS", str(administrator.id), 5, "Sorry"),
        ("READ_USER", str(service.id), 1, "credits"),
        ("GRANT_CREDITS", str(service.id), 10, "Order 1042"),
    ]
    newest = await administrator.data(AUDIT, userId=str(user.id), first=1)
    age = datetime.now(UTC) - datetime.fromisoformat(newest["admin"]["audit"]["nodes"][0]["createdAt"])
    assert timedelta() <= age < timedelta(minutes=1)
    of_all = await administrator.data(AUDIT, first=100)
    assert newest["admin"]["audit"]["nodes"][0] in of_all["admin"]["audit"]["nodes"]


async def test_entries_are_paged_newest_first(user: Client, administrator: Client, settings: Settings) -> None:
    async with Database(settings.database_url.get_secret_value()) as database:
        for count in range(1, 6):
            entry = audit(AuditAction.PURGE, actor_id=None, user_id=user.id, count=count, detail="before 2025")
            async with database.transaction(user.id, "service_role") as transaction:
                await transaction.rows(entry)

    async def read(**page: Any) -> dict[str, Any]:
        return dict((await administrator.data(AUDIT, userId=str(user.id), **page))["admin"]["audit"])

    assert [node["count"] for node in await both_ways(read)] == [5, 4, 3, 2, 1]
    of_user = (await read(first=2))["pageInfo"]["endCursor"]
    for wrong in ({"after": of_user}, {"userId": "someone"}):
        assert await administrator.error_code(AUDIT, **wrong) == "BAD_USER_INPUT"


async def test_entries_are_immutable(
    user: Client, administrator: Client, database: asyncpg.Connection, settings: Settings
) -> None:
    await administrator.mutate(
        "grantCredits", "credits { available }", id=str(uuid4()), userId=str(user.id), amount=1, reason="A gift"
    )
    before = await audited(administrator, user)
    for statement in (
        "UPDATE task_record.audit_entries SET actor_id = NULL",
        "UPDATE task_record.audit_entries SET detail = 'Order 1043'",
        "UPDATE task_record.audit_entries SET detail = '', count = 0",
        "DELETE FROM task_record.audit_entries",
        "TRUNCATE task_record.audit_entries",
    ):
        with pytest.raises(asyncpg.RaiseError, match="neither changed nor removed"):
            await database.execute(statement)
        async with as_application(settings) as login:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                async with acting(login, "service_role"):
                    await login.execute(statement)
    backdated = """INSERT INTO task_record.audit_entries (action, count, detail, created_at)
      VALUES ('purge', 1, '', '2001-01-01')"""
    async with as_application(settings) as login:
        for role, statement in {
            "service_role": backdated,
            "authenticated": "SELECT FROM task_record.audit_entries",
        }.items():
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                async with acting(login, role, user.id):
                    await login.execute(statement)
    await database.execute("DELETE FROM auth.users WHERE id = $1", user.id)
    assert await audited(administrator, user) == before == [("GRANT_CREDITS", str(administrator.id), 1, "A gift")]
