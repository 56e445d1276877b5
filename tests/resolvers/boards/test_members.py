"""Members see a board and its tasks, and nothing else; the tasks of a member who leaves are removed from the board."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.api import Client, NewClient
from tests.application import ServedApplication
from tests.resolvers.boards.boards import LISTED, ended, invite, join, new_board, put, read, roles, seen, set_member
from tests.server.http.subscriber import subscribed

PRIVATE = """query ($id: ID!) { board(id: $id) { tasks(first: 2) { nodes {
  id userId prompt cost parameters metadata externalId isStarred boards { id } sources { taskId }
  derivedTasks { nodes { id } } lineage { taskCount depth tokensUsed roots { id } }
} } } }"""
OWN = """{ tasks { nodes { id } totalCount { value } } statistics { totalTasks totalCost }
  search: tasks(where: {search: "secret"}) { nodes { id } } trash { nodes { id } } }"""


async def test_an_invitation_is_for_one_user_once(user: Client, new_client: NewClient) -> None:
    board, (friend, other) = await new_board(user), (new_client(), new_client())
    secret = await invite(user, board, "CONTRIBUTOR")
    assert len(secret) >= 22  # 128 bits
    assert [one["role"] for one in (await read(user, board))["invitations"]] == ["CONTRIBUTOR"]
    for _ in range(2):  # the first answer may have been lost
        joined = await friend.mutate("joinBoard", "board { id role invitations { id } }", secret=secret)
        assert joined == {"board": {"id": board, "role": "CONTRIBUTOR", "invitations": []}, "errors": []}
    assert (await other.refused("joinBoard", "board { id }", secret=secret))["code"] == "NOT_FOUND"
    assert (await friend.data(LISTED))["boards"]["nodes"] == [{"id": board}]
    assert (await read(user, board))["invitations"] == []
    given = {"id": str(uuid4()), "boardId": board}
    first = await user.mutate("inviteToBoard", "invitation { id } secret url", **given)
    again = await user.mutate("inviteToBoard", "invitation { id } secret url", **given)
    assert again == first | {"secret": None, "url": None}
    assert (await user.refused("inviteToBoard", "invitation { id }", **given, role="CONTRIBUTOR"))["code"] == "CONFLICT"
    for _ in range(2):
        revoked = await user.mutate("revokeInvitation", "board { invitations { id } }", id=given["id"])
        assert revoked == {"board": {"invitations": []}, "errors": []}
    assert (await other.refused("joinBoard", "board { id }", secret=first["secret"]))["code"] == "NOT_FOUND"
    assert (await user.refused("inviteToBoard", "invitation { id }", boardId=board, role="OWNER"))["code"] == "INVALID"
    for wrong in (timedelta(seconds=-1), timedelta(days=31)):
        expires_at = (datetime.now(UTC) + wrong).isoformat()
        refusal = await user.refusal("inviteToBoard", "invitation { id }", boardId=board, expiresAt=expires_at)
        assert refusal == ("INVALID", ["input", "expiresAt"])


async def test_invitations_and_members_are_bounded(user: Client, new_client: NewClient, database: Connection) -> None:
    board, friend = await new_board(user), new_client()
    secret = await invite(user, board)
    invitations = """INSERT INTO task_record.board_invitations (id, board_id, user_id, role, secret_sha256, expires_at)
      SELECT gen_random_uuid(), $1, $2, 'viewer', gen_random_uuid(), now() + $3::interval FROM generate_series(1, $4)"""
    await database.execute(invitations, UUID(board), user.id, timedelta(hours=1), 49)
    assert (await user.refused("inviteToBoard", "invitation { id }", boardId=board))["code"] == "QUOTA_EXCEEDED"
    await database.execute("UPDATE task_record.board_invitations SET expires_at = now() - interval '1 second'")
    await invite(user, board)
    assert (await friend.refused("joinBoard", "board { id }", secret=secret))["code"] == "NOT_FOUND"
    members = """WITH users AS (INSERT INTO auth.users (id) SELECT gen_random_uuid() FROM generate_series(1, 199)
      RETURNING id) INSERT INTO task_record.board_members SELECT $1, id, 'viewer' FROM users"""
    await database.execute(members, UUID(board))
    secret = await invite(user, board)
    assert (await friend.refused("joinBoard", "board { id }", secret=secret))["code"] == "QUOTA_EXCEEDED"


async def test_members_see_what_is_on_the_board_and_nothing_else(user: Client, new_client: NewClient) -> None:
    board, hidden, friend = await new_board(user), await new_board(user, "Hidden"), new_client()
    source = await user.new_task("A secret source")
    made_from = [{"taskId": source, "relation": "EDIT"}]
    private: dict[str, Any] = {"metadata": {"a": "secret"}, "externalId": f"secret-{user.id}"}
    shown = await user.new_task(sources=made_from, parameters={"seed": 1}, **private)
    await user.task("createTask", prompt="A secret copy", sources=[{"taskId": shown, "relation": "EDIT"}])
    await user.task("failTask", id=shown, errorMessage="No", tokensUsed=7, cost="0.25")
    await user.mutate("starTasks", "tasks { id }", ids=[shown])
    own = await ended(friend, "Mine")
    before = await friend.data(OWN)
    await put(user, board, shown)
    await put(user, hidden, shown, source)
    await join(user, board, friend, "CONTRIBUTOR")
    await put(friend, board, own)
    mine, theirs = (await friend.data(PRIVATE, id=board))["board"]["tasks"]["nodes"]
    assert (mine["id"], mine["userId"], mine["boards"]) == (own, str(friend.id), [{"id": board}])
    assert theirs == {
        "id": shown,
        "userId": str(user.id),
        "prompt": "A fox",
        "cost": "0.25",
        "parameters": {"seed": 1},
        "metadata": None,
        "externalId": None,
        "isStarred": False,
        "boards": [{"id": board}],
        "sources": [],
        "derivedTasks": {"nodes": []},
        "lineage": {"taskCount": 1, "depth": 0, "tokensUsed": 7, "roots": []},
    }
    assert await friend.data(OWN) == before
    by_id = "query ($id: ID!) { task(id: $id) { id } node(id: $id) { id } }"
    assert await friend.data(by_id, id=shown) == {"task": None, "node": None}
    kept = (await user.data(PRIVATE, id=board))["board"]["tasks"]["nodes"][1]
    assert (kept["metadata"], kept["isStarred"], kept["lineage"]["taskCount"]) == ({"a": "secret"}, True, 2)


async def test_tasks_of_members_who_leave_are_removed(
    user: Client, new_client: NewClient, database: Connection
) -> None:
    board, friend, other = await new_board(user), new_client(), new_client()
    await put(user, board, await ended(user, "Theirs"))
    await join(user, board, friend, "CONTRIBUTOR")
    await put(friend, board, await ended(friend, "Mine"))
    assert (await set_member(user, board, user, None))["errors"][0]["code"] == "CONFLICT"
    assert (await set_member(user, board, user, "VIEWER"))["errors"][0]["code"] == "CONFLICT"
    assert (await set_member(user, board, other, "VIEWER"))["errors"][0]["code"] == "NOT_FOUND"
    assert (await set_member(friend, board, friend, "OWNER"))["errors"][0]["code"] == "FORBIDDEN"
    refused = await friend.refused("updateBoard", "board { id }", id=board, name="Mine")
    assert refused["message"].startswith("Your role on the board, CONTRIBUTOR, is too low for this.")
    assert (await set_member(user, board, friend, "OWNER"))["errors"] == []
    secret = await invite(friend, board)
    assert (await set_member(friend, board, friend, None)) == {"board": None, "errors": []}
    assert (await other.refused("joinBoard", "board { id }", secret=secret))["code"] == "NOT_FOUND"
    assert await seen(user, board) == {"Theirs"}
    assert (await read(friend, board), (await friend.data(LISTED))["boards"]["nodes"]) == (None, [])
    await join(user, board, friend, "CONTRIBUTOR")
    await set_member(user, board, friend, "OWNER")
    assert (await set_member(friend, board, user, None))["errors"] == []
    found = await read(friend, board)
    assert (found["ownerId"], found["taskCount"]) == (str(friend.id), 0)
    service = new_client(role="service")
    assert (await set_member(service, board, other, "CONTRIBUTOR"))["errors"] == []
    assert await roles(friend, board) == {str(friend.id): "OWNER", str(other.id): "CONTRIBUTOR"}
    assert await roles(service, board) == await roles(friend, board)
    await put(other, board, await ended(other, "Of a third"))
    erased = await new_client(role="admin").mutate("eraseUser", "erasure { id }", userId=str(other.id), dryRun=False)
    assert erased["errors"] == []
    assert await seen(friend, board) == set()
    await new_client(role="admin").mutate("eraseUser", "erasure { id }", userId=str(friend.id), dryRun=False)
    left = "SELECT count(*) FROM task_record.{} WHERE {} = $1"
    of_board = [(f"board_{of}", "board_id") for of in ("members", "tasks", "usage", "months")]
    for table, column in [("boards", "id"), *of_board]:
        assert await database.fetchval(left.format(table, column), UUID(board)) == 0


async def test_members_receive_no_events_of_others(server: ServedApplication) -> None:
    """Subscriptions are to one's own tasks, whatever boards exist."""
    user, friend = server.new_client(), server.new_client()
    board, task = await new_board(user), await user.task("createTask", prompt="A fox")
    await put(user, board, task["id"])
    await join(user, board, friend)
    async with subscribed(server.address, friend) as theirs, subscribed(server.address, user) as own:
        await user.task("startTask", id=task["id"])
        assert (await own.event())["taskId"] == task["id"]
        mine = await friend.new_task("Mine")
        assert (await theirs.event())["taskId"] == mine
