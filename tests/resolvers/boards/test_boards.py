"""An owner's boards: calls are safe to repeat, boards have an order and a cover, and their number is limited."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import LISTED, ended, new_board, put, read, seen, take_off
from tests.server.exports.exporting import exported

OF_TASK = "query ($id: ID!) { task(id: $id) { boards { id name taskCount } } }"
ON = "query ($board: [ID!]) { tasks(where: {board: $board}) { nodes { id } } }"
PAGE = """query ($id: ID!, $after: String) { board(id: $id) { tasks(first: 2, after: $after) {
  nodes { prompt metadata externalId isStarred } pageInfo { endCursor hasNextPage } } } }"""
PLACED = """INSERT INTO task_record.board_tasks (board_id, task_id, user_id, added_at)
  SELECT $1, gen_random_uuid(), $2, now() FROM generate_series(2, 100000)"""
"""Tasks on a board that are not counted, such as those in the trash."""


async def test_a_board_is_created_changed_exported_and_deleted(user: Client, new_client: NewClient) -> None:
    given = {"id": str(uuid4()), "name": "Foxes", "description": "At dawn"}
    for _ in range(2):
        assert await new_board(user, **given) == given["id"]
    board = given["id"]
    for other, wrong in ((user, given | {"name": "Owls"}), (new_client(), given)):
        assert (await other.refused("createBoard", "board { id }", **wrong))["code"] == "CONFLICT"
    for wrong in ({"name": ""}, {"name": "  "}, {"name": "x" * 101}, {"name": "x", "description": "x" * 2001}):
        assert (await user.refused("createBoard", "board { id }", **wrong))["code"] == "INVALID"
    second = await new_board(user, "Owls")
    assert (await user.data(LISTED))["boards"]["nodes"] == [{"id": second}, {"id": board}]
    task = await ended(user, "A fox")
    for _ in range(2):
        assert (await put(user, board, task, task))["board"] == {"id": board, "taskCount": 1}
    assert (await user.data(LISTED))["boards"]["nodes"] == [{"id": board}, {"id": second}]  # changed last
    changed = await user.mutate("updateBoard", "board { name description }", id=board, name="Red foxes")
    assert changed["board"] == {"name": "Red foxes", "description": "At dawn"}
    found = (await user.data(OF_TASK, id=task))["task"]["boards"]
    assert found == [{"id": board, "name": "Red foxes", "taskCount": 1}]
    assert (await user.data(ON, board=[second]))["tasks"]["nodes"] == []
    assert (await user.data(ON, board=[second, board]))["tasks"]["nodes"] == [{"id": task}]
    [line, _] = map(json.loads, (await exported(user, "NDJSON")).text.splitlines())
    [on] = line["boards"]
    assert on.pop("addedAt")
    assert on == changed["board"] | {"id": board, "isCover": False}
    node = "query ($id: ID!) { node(id: $id) { id ... on Board { role } } }"
    assert (await user.data(node, id=board))["node"] == {"id": board, "role": "OWNER"}
    assert (await user.mutate("deleteBoard", "deletedBoardId", id=board)) == {"deletedBoardId": board, "errors": []}
    assert (await user.refused("deleteBoard", "deletedBoardId", id=board))["code"] == "NOT_FOUND"
    assert (await user.data(OF_TASK, id=task))["task"]["boards"] == []
    assert await read(user, board) is None


async def test_tasks_are_paged_with_their_users_private_fields(user: Client) -> None:
    board = await new_board(user)
    tasks = []
    for number in range(3):
        given = {"metadata": {"n": number}, "externalId": f"{user.id}-{number}"}
        tasks.append(await user.new_task(f"Fox {number}", **given))
    await user.mutate("starTasks", "tasks { id }", ids=tasks[1:2])
    await put(user, board, *tasks[:2])
    await put(user, board, tasks[2])
    page = (await user.data(PAGE, id=board))["board"]["tasks"]
    assert [(task["prompt"], task["metadata"], task["isStarred"]) for task in page["nodes"]] == [
        ("Fox 2", {"n": 2}, False),
        ("Fox 1", {"n": 1}, True),
    ]
    assert page["pageInfo"]["hasNextPage"]
    page = (await user.data(PAGE, id=board, after=page["pageInfo"]["endCursor"]))["board"]["tasks"]
    assert [task["externalId"] for task in page["nodes"]] == [f"{user.id}-0"]
    assert not page["pageInfo"]["hasNextPage"]
    missing = [str(uuid4()), tasks[0]]
    error = await user.refused("addToBoard", "board { id }", boardId=board, taskIds=missing)
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "taskIds"])
    assert missing[0] in error["message"]


async def test_the_cover_is_the_chosen_or_the_newest_task(user: Client) -> None:
    board = await new_board(user)
    tasks, digests = [], []
    for seed in range(2):
        task = await user.task("createTask", prompt=f"Fox {seed}")
        done = await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture(seed=seed))})
        tasks.append(task["id"])
        digests.append({"sha256": done["generatedImage"]["sha256"]})
    pending = await user.new_task("An owl")

    async def cover() -> Any:
        return (await read(user, board))["cover"]

    assert await cover() is None
    await put(user, board, *tasks, pending)
    assert await cover() == digests[1]
    unknown = await user.refusal("updateBoard", "board { id }", id=board, coverTaskId=str(uuid4()))
    assert unknown == ("NOT_FOUND", ["input", "coverTaskId"])
    assert (await user.mutate("updateBoard", "board { id }", id=board, coverTaskId=tasks[0]))["errors"] == []
    assert await cover() == digests[0]
    await user.mutate("trashTasks", "trashedTaskIds", ids=tasks[:1])
    assert await cover() == digests[1]
    await user.mutate("restoreTasks", "restoredTaskIds", ids=tasks[:1])
    assert await cover() == digests[0]
    await take_off(user, board, tasks[0])
    assert await cover() == digests[1]


async def test_trashed_and_deleted_tasks_leave_the_board(user: Client) -> None:
    board = await new_board(user)
    fox, owl = [await ended(user, prompt) for prompt in ("A fox", "An owl")]
    await put(user, board, fox, owl)
    await user.mutate("trashTasks", "trashedTaskIds", ids=[fox])
    assert await seen(user, board) == {"An owl"}
    assert (await user.refused("addToBoard", "board { id }", boardId=board, taskIds=[fox]))["code"] == "NOT_FOUND"
    await user.mutate("restoreTasks", "restoredTaskIds", ids=[fox])
    assert await seen(user, board) == {"A fox", "An owl"}
    await user.mutate("trashTasks", "trashedTaskIds", ids=[fox])
    for deleted in (fox, owl):
        await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    assert await seen(user, board) == set()
    assert (await take_off(user, board, fox)) == {"board": {"id": board, "taskCount": 0}, "errors": []}


@pytest.mark.parametrize(
    ("quota", "most", "filled"),
    [
        (
            "boards",
            1000,
            "INSERT INTO task_record.board_members SELECT id, $2, 'viewer' FROM made WHERE $1::uuid IS NOT NULL",
        ),
        pytest.param("board_tasks", 100_000, PLACED, marks=pytest.mark.slow),
    ],
)
async def test_boards_and_tasks_are_limited(
    user: Client, database: Connection, quota: str, most: int, filled: str
) -> None:
    board, task = await new_board(user), await ended(user, "A fox")
    await put(user, board, await ended(user, "An owl"))
    made = """WITH made AS (INSERT INTO task_record.boards (id, user_id, name, description)
      SELECT gen_random_uuid(), $2, 'x', '' FROM generate_series(2, 1000) RETURNING id) """
    await database.execute(made + filled, UUID(board), user.id)
    given: dict[str, Any] = {"boardId": board, "taskIds": [task]} if quota == "board_tasks" else {"name": "One more"}
    name = "addToBoard" if quota == "board_tasks" else "createBoard"
    payload = await user.mutate(name, "board { id } errors { details }", **given)
    assert payload["board"] is None
    assert payload["errors"][0]["details"] == {"limit": quota, "maximum": most, "used": most}
    await database.execute("DELETE FROM task_record.boards WHERE id = $1", UUID(board))
