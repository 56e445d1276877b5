"""A board and all of its members are in one database; back ends find it there."""

import pytest

from server.operations.moving.move_lock import MoveFailed
from tests.api import Client
from tests.databases.moving.moves import moved, owners_of
from tests.databases.pair import Pair
from tests.resolvers.boards.boards import ended, invite, new_board, put, read, seen, set_member

IS_HERE = "SELECT EXISTS (SELECT FROM user_task_history WHERE user_id = $1)"


async def beside(pair: Pair) -> Client:
    """A new user in the first database, with a task."""
    async with owners_of(pair) as owners:
        while True:
            user = pair.application.new_client()
            await user.task("createTask", prompt="A fox")
            if await owners[0].fetchval(IS_HERE, user.id):
                return user


@pytest.mark.slow
async def test_a_user_of_another_database_cannot_join_and_a_member_is_not_moved(pair: Pair) -> None:
    service = pair.application.new_client(role="service", plan=None)
    owner, friend, elsewhere = pair.here, await beside(pair), pair.there
    board, alone = await new_board(owner), await new_board(owner, "Alone")
    await put(owner, board, await ended(owner, "An owl"))
    secret = await invite(owner, board)
    error = await elsewhere.refused("joinBoard", "board { id }", secret=secret)
    assert (error["code"], error["field"]) == ("CONFLICT", ["input", "secret"])
    assert "stored apart" in error["message"]
    assert (await elsewhere.refused("joinBoard", "board { id }", secret="x" * 22))["code"] == "NOT_FOUND"
    refused = await set_member(service, board, elsewhere, "VIEWER")
    assert refused["errors"][0]["code"] == "CONFLICT"
    joined = await friend.mutate("joinBoard", "board { role }", secret=secret)
    assert joined == {"board": {"role": "VIEWER"}, "errors": []}
    assert await seen(friend, board) == await seen(service, board) == {"An owl"}
    assert (await set_member(service, board, friend, "CONTRIBUTOR"))["errors"] == []
    for user in (owner, friend):
        with pytest.raises(MoveFailed, match=f"their only member: {board}"):
            await moved(pair.settings, user, 2)
    assert (await set_member(service, board, friend, None))["errors"] == []
    before = [await read(owner, one) for one in (board, alone)]
    await moved(pair.settings, owner, 2)
    assert [await read(owner, one) for one in (board, alone)] == before
    assert [await read(service, one) for one in (board, alone)] == before
    assert (await service.mutate("deleteBoard", "deletedBoardId", id=alone))["errors"] == []
