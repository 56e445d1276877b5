"""Administrators read what administrators, back ends and the clean-up did; nobody can change an entry."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.administration.audit_record import AuditAction, audit
from models.database import Database
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.connections import acting, as_application

AUDIT = """query ($userId: ID, $first: Int, $after: String, $last: Int, $before: String) {
  admin { audit(userId: $userId, first: $first, after: $after, last: $last, before: $before) {
    nodes { id actorId action userId count detail createdAt }
    edges { cursor node { count } }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  } } }"""


async def entries(administrator: Client, user_id: UUID | None, **page: Any) -> list[dict[str, Any]]:
    """Return the audit's entries on the user, or on all users, newest first."""
    data = await administrator.data(AUDIT, userId=user_id and str(user_id), **page)
    return list(data["admin"]["audit"]["nodes"])


async def audited(administrator: Client, user: Client) -> list[tuple[str, str | None, int, str]]:
    """Return action, actor, count and detail of each entry on the user, newest first."""
    found = await entries(administrator, user.id)
    assert {entry["userId"] for entry in found} <= {str(user.id)}
    return [(entry["action"], entry["actorId"], entry["count"], entry["detail"]) for entry in found]


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
    [newest, *_] = await entries(administrator, user.id)
    age = datetime.now(UTC) - datetime.fromisoformat(newest["createdAt"])
    assert timedelta() <= age < timedelta(minutes=1)
    assert newest in await entries(administrator, None, first=100)


async def test_entries_are_paged_in_both_directions(user: Client, administrator: Client, settings: Settings) -> None:
    written = range(1, 6)
    async with Database(settings.database_url.get_secret_value()) as database:
        for count in written:
            entry = audit(AuditAction.PURGE, actor_id=None, user_id=user.id, count=count, detail="before 2025")
            async with database.transaction(user.id, "service_role") as transaction:
                await transaction.rows(entry)

    async def page(**arguments: Any) -> tuple[list[int], dict[str, Any]]:
        data = await administrator.data(AUDIT, userId=str(user.id), **arguments)
        audit = data["admin"]["audit"]
        assert [edge["node"]["count"] for edge in audit["edges"]] == [node["count"] for node in audit["nodes"]]
        return [node["count"] for node in audit["nodes"]], audit["pageInfo"]

    newest, info = await page(first=2)
    assert (newest, info["hasNextPage"], info["hasPreviousPage"]) == ([5, 4], True, False)
    middle, info = await page(first=2, after=info["endCursor"])
    assert (middle, info["hasNextPage"], info["hasPreviousPage"]) == ([3, 2], True, True)
    assert (await page(last=2, before=info["startCursor"]))[0] == [5, 4]
    assert (await page(first=9, after=info["endCursor"]))[0] == [1]
    assert await administrator.error_code(AUDIT, after=info["endCursor"]) == "BAD_USER_INPUT"
    assert await administrator.error_code(AUDIT, userId="someone") == "BAD_USER_INPUT"


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
