"""Links to a board are paged, newest first, and the newest are listed."""

from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.api import Client
from tests.resolvers.boards.boards import ended, new_board, put
from tests.resolvers.pages import both_ways

LINKS = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { board(id: $id) {
  shareLinks { id } links(first: $first, after: $after, last: $last, before: $before) {
    nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }"""
INSERT = """INSERT INTO task_record.share_links
  (id, user_id, board_id, secret_sha256, shows_prompt, allows_download, created_at, revoked_at)
SELECT gen_random_uuid(), $1, $2, md5(gen_random_uuid()::text) || md5(n::text), false, false,
  now() - n * interval '1 second', now() FROM generate_series(1, $3::integer) AS n RETURNING id"""
OF_TASK = "query ($id: ID!, $first: Int!) { task(id: $id) { boards { id } some: boards(first: $first) { id } } }"


async def insert_links(database: Connection, user: Client, board: str, count: int) -> list[str]:
    """Make links to the board that have ended, and return their ids, the newest first."""
    return [str(row["id"]) for row in await database.fetch(INSERT, user.id, UUID(board), count)]


async def test_the_newest_are_listed_and_all_come_in_pages(user: Client, database: Connection) -> None:
    board, other = await new_board(user), await new_board(user, "Owls")
    made = await insert_links(database, user, board, 70)
    [of_other] = await insert_links(database, user, other, 1)

    async def read(**window: Any) -> dict[str, Any]:
        found = (await user.data(LINKS, id=board, **window))["board"]
        assert [link["id"] for link in found["shareLinks"]] == made[:50]
        return dict(found["links"])

    assert [link["id"] for link in await both_ways(read, 20)] == made
    both = await user.data("{ boards(first: 2) { nodes { name shareLinks { id } links { nodes { id } } } } }")
    by_name = {board["name"]: board for board in both["boards"]["nodes"]}
    assert [link["id"] for link in by_name["Foxes"]["shareLinks"]] == made[:50]
    assert by_name["Owls"] == {"name": "Owls", "shareLinks": [{"id": of_other}], "links": {"nodes": [{"id": of_other}]}}


async def test_links_that_lead_back_to_their_board_multiply_in_the_price(user: Client) -> None:
    leading_back = "board { shareLinks { " * 3 + "id" + "} }" * 3
    error = await user.error(f'{{ board(id: "{uuid4()}") {{ shareLinks {{ {leading_back} }} }} }}')
    assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert "(MAX_COST)" in error["message"]


async def test_a_task_lists_as_many_boards_as_requested(user: Client) -> None:
    boards = [await new_board(user, f"Foxes {number}") for number in range(22)]
    task = await ended(user, "A fox")
    for board in boards:
        await put(user, board, task)
    found = (await user.data(OF_TASK, id=task, first=22))["task"]
    assert [board["id"] for board in found["some"]] == boards[::-1]
    assert found["boards"] == found["some"][:20]
    assert await user.error_code(OF_TASK, id=task, first=101) == "BAD_USER_INPUT"
