"""Boards, as tests make and read them."""

from typing import Any
from uuid import uuid4

from tests.api import Client

BOARD = """id name description ownerId role taskCount cover { sha256 }
  tasks { nodes { id prompt } totalCount { value } }
  members { userId role } invitations { id role } statistics { total { ...use } members { ...use } }"""
USE = """fragment use on BoardUsage {
  userId taskCount completedTasks failedTasks tokensUsed creditsDeducted cost
}"""
READ = f"query ($id: ID!) {{ board(id: $id) {{ {BOARD} }} }} {USE}"
LISTED = "{ boards { nodes { id } } }"


async def new_board(user: Client, name: str = "Foxes", **given: Any) -> str:
    payload = await user.mutate("createBoard", "board { id }", **{"name": name} | given)
    assert payload["errors"] == []
    return str(payload["board"]["id"])


async def read(user: Client, board: str) -> Any:
    """The board as the user sees it; None if the user sees no board."""
    return (await user.data(READ, id=board))["board"]


async def seen(user: Client, board: str) -> set[str] | None:
    """The prompts of the tasks that the user sees on the board; None if the user sees no board."""
    found = await read(user, board)
    if found is None:
        return None
    prompts = {task["prompt"] for task in found["tasks"]["nodes"]}
    assert len(prompts) == found["taskCount"] == found["tasks"]["totalCount"]["value"]
    return prompts


async def roles(user: Client, board: str) -> dict[str, str]:
    found = await read(user, board)
    return {member["userId"]: member["role"] for member in (found or {"members": []})["members"]}


async def put(user: Client, board: str, *tasks: str) -> dict[str, Any]:
    return await user.mutate("addToBoard", "board { id taskCount }", boardId=board, taskIds=list(tasks))


async def take_off(user: Client, board: str, *tasks: str) -> dict[str, Any]:
    return await user.mutate("removeFromBoard", "board { id taskCount }", boardId=board, taskIds=list(tasks))


async def invite(owner: Client, board: str, role: str = "VIEWER") -> str:
    payload = await owner.mutate("inviteToBoard", "invitation { id } url secret", boardId=board, role=role)
    assert payload["errors"] == []
    assert payload["url"].endswith(f"/boards/join#{payload['secret']}")
    return str(payload["secret"])


async def join(owner: Client, board: str, user: Client, role: str = "VIEWER") -> None:
    payload = await user.mutate("joinBoard", "board { id role }", secret=await invite(owner, board, role))
    assert payload == {"board": {"id": board, "role": role}, "errors": []}


async def set_member(by: Client, board: str, user: Client, role: str | None) -> dict[str, Any]:
    return await by.mutate("setBoardMember", "board { id }", boardId=board, userId=str(user.id), role=role)


async def ended(user: Client, prompt: str, **given: Any) -> str:
    """A task that has failed, and used what is given."""
    task = await user.task("createTask", id=str(uuid4()), prompt=prompt)
    await user.task("failTask", id=task["id"], errorMessage="No fox", **{"tokensUsed": 10, "cost": "0.25"} | given)
    return str(task["id"])
