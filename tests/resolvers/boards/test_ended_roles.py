"""Invitations and links of an owner end with the role, and give nobody access again."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import ServedApplication
from tests.models.connections import as_owner, as_superuser
from tests.models.locked_table import until_waiting
from tests.resolvers.boards.boards import ended, invite, join, new_board, put, read, roles, set_member
from tests.resolvers.sharing.links import completed, shared
from tests.services import PostgresService

AUDITED = "SELECT actor_id FROM task_record.audit_entries WHERE user_id = $1 AND detail = 'ended ' || $2"


async def another_owner(user: Client, board: str, owner: Client) -> None:
    await join(user, board, owner, "CONTRIBUTOR")
    assert (await set_member(user, board, owner, "OWNER"))["errors"] == []


async def joined(user: Client, secret: str) -> dict[str, Any]:
    return await user.mutate("joinBoard", "board { role }", secret=secret)


@pytest.mark.parametrize("role", ["VIEWER", "CONTRIBUTOR", None])
@pytest.mark.parametrize("resigns", [False, True])
async def test_invitations_and_links_end_with_the_role(
    user: Client, new_client: NewClient, database: Connection, role: str | None, resigns: bool
) -> None:
    board, former, friend = await new_board(user), new_client(), new_client()
    await another_owner(user, board, former)
    await put(user, board, await completed(user))
    kept, secrets = await invite(user, board), [await invite(former, board, one) for one in ("CONTRIBUTOR", "VIEWER")]
    link, of_former = await shared(former, None, boardId=board)
    _, of_user = await shared(user, None, boardId=board)
    by = former if resigns else user
    assert (await set_member(by, board, former, role))["errors"] == []
    assert await database.fetch(AUDITED, former.id, link) == [(by.id,)]
    for one, secret in ((former, secrets[0]), (former, secrets[1]), (friend, secrets[0])):
        assert (await joined(one, secret))["errors"][0]["code"] == "NOT_FOUND"
    assert await roles(user, board) == {str(user.id): "OWNER"} | ({str(former.id): role} if role else {})
    if role is None:
        await join(user, board, former)
    assert (await set_member(user, board, former, "OWNER"))["errors"] == []  # neither is valid again
    assert len((await read(user, board))["invitations"]) == 1
    assert (await joined(friend, secrets[0]))["errors"][0]["code"] == "NOT_FOUND"
    assert [(await user.http.get(path)).status_code for path in (of_former, of_user)] == [404, 200]
    assert (await joined(friend, kept))["board"] == {"role": "VIEWER"}


async def test_a_demoted_owner_never_gets_in(user: Client, new_client: NewClient) -> None:
    """The owner and a friend use the owner's invitations while another owner ends the role."""
    board, former = await new_board(user), new_client()
    await another_owner(user, board, former)

    async def demote() -> dict[str, Any]:
        return await set_member(user, board, former, "VIEWER")

    for _ in range(5):
        await set_member(user, board, former, "OWNER")
        friend, secrets = new_client(), [await invite(former, board, "CONTRIBUTOR") for _ in range(2)]
        taken = await asyncio.gather(joined(friend, secrets[0]), joined(former, secrets[1]), demote())
        now = await roles(user, board)
        assert now[str(former.id)] == "VIEWER"
        assert now.get(str(friend.id)) == (taken[0]["board"] or {}).get("role")
        assert (await read(user, board))["invitations"] == []
        for secret in secrets:
            assert (await joined(new_client(), secret))["errors"][0]["code"] == "NOT_FOUND"


async def test_an_expiring_invitation_lets_nobody_in(
    server: ServedApplication, settings: Settings, postgres: PostgresService
) -> None:
    """A transaction that began later, but locked the board first, ends it."""
    user, friend = server.new_client(), server.new_client()
    board = await new_board(user)
    secret = await invite(user, board)
    async with as_owner(settings) as owner, as_superuser(postgres, settings) as superuser:
        async with owner.transaction():
            await owner.execute("SELECT FROM task_record.boards WHERE id = $1 FOR UPDATE", UUID(board))
            joining = asyncio.create_task(joined(friend, secret))
            await until_waiting(superuser, settings, 1)
            end = "UPDATE task_record.board_invitations SET expires_at = clock_timestamp() WHERE board_id = $1"
            await owner.execute(end, UUID(board))
        assert (await joining)["errors"][0]["code"] == "NOT_FOUND"
    assert await roles(user, board) == {str(user.id): "OWNER"}


async def test_an_erased_member_is_named_nowhere(user: Client, new_client: NewClient, database: Connection) -> None:
    board, friend = await new_board(user), new_client()
    await join(user, board, friend, "CONTRIBUTOR")
    await put(friend, board, await ended(friend, "Mine"))
    await new_client(role="admin").mutate("eraseUser", "erasure { id }", userId=str(friend.id), dryRun=False)
    tables = [f"task_record.{table}" for table in ("board_members", "board_tasks", "board_usage", "share_links")]
    left = " UNION ALL ".join(f"SELECT user_id FROM {table} WHERE board_id = $1" for table in tables)
    taken = "SELECT unnest(ARRAY[user_id, taken_by]) FROM task_record.board_invitations WHERE board_id = $1"
    assert friend.id not in [row[0] for row in await database.fetch(f"{left} UNION ALL {taken}", UUID(board))]
